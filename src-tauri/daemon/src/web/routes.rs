//! Decides which address is answered by which handler.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use lumbar_protocol::path;

use super::faces::Faces;
use super::{api, data, diary, forms, history, own_plan, own_routines, pages, security, settings};

/// The largest form or JSON taken, bytes; the largest real one is a small fraction of it.
const LARGEST_BODY: usize = 64 * 1024;

/// Everything that can be asked over the socket.
pub(crate) fn router(faces: Faces) -> Router {
    let faces = Arc::new(faces);
    Router::new()
        .route("/", get(pages::today))
        .route("/session", get(pages::most_urgent))
        .route("/session/{slot}", get(pages::session))
        .route("/routines", get(pages::routines))
        .route("/routines/{id}", get(pages::routine))
        .route("/plan", get(pages::plan))
        .route("/plan/choose", get(pages::choose_plan))
        .route("/history", get(history::now))
        .route("/history/{kind}/{which}", get(history::period))
        .route("/visit", get(history::visit))
        .route("/history/today", get(diary::today))
        .route("/history/day/{day}", get(diary::day))
        .route("/do/diary/{deed}", post(diary::post))
        .route("/plan/own", get(own_plan::page))
        .route("/do/plan-own-check", post(own_plan::check))
        .route("/do/plan-own", post(own_plan::save))
        .merge(own_routines::pages())
        .route("/safety", get(pages::safety))
        .route("/safety/{question}", get(pages::question))
        .route("/help", get(pages::help))
        .route("/before/{routine}", get(pages::before))
        .route("/before/{routine}/which", get(pages::which))
        .route("/younger", get(pages::younger))
        .route("/first-aid/{card}", get(pages::first_aid))
        .route("/cold-or-warm", get(pages::cold_or_warm))
        .route("/good-to-know", get(pages::good_to_know))
        .route("/practice", get(pages::practice))
        .route("/data", get(data::page))
        .route("/data/read", get(data::ask_read))
        .route("/data/delete", get(data::ask_delete))
        .route("/do/data/{deed}", post(data::post))
        .route("/settings", get(settings::page))
        .route("/sources", get(pages::sources))
        .route("/about", get(pages::about))
        .route("/notifications", get(pages::notifications))
        .route("/static/{*name}", get(pages::file))
        .route("/figures/{*name}", get(pages::file))
        .route("/do/{action}", post(forms::post))
        .route("/changes", get(api::changes))
        .nest("/api/v1", api::router().merge(own_routines::api()))
        .route(&format!("{}/{{deed}}", path::DATA), post(data::deed))
        .route(path::SETTINGS, get(settings::list).post(settings::change_by_json))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&faces), security::guard))
        .with_state(faces)
}
