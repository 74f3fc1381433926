//! Owns what is served on the local socket: pages, forms, the JSON API. Handlers only translate; the driver decides.

mod api;
mod forms;
mod pages;
mod security;
mod serve;
pub(crate) mod status;
#[cfg(test)]
mod tests;

pub(crate) use forms::rule;
pub(crate) use serve::serve;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use lumbar_engine::catalogue::Catalogue;
use lumbar_protocol::VERSION;
use lumbar_ui::{DesktopInfo, Scene, Ui};

use crate::clock::Clock;
use crate::core::{Ending, Handle, Snapshot};
use crate::desktop::login::Login;

/// The largest form or JSON taken, bytes; the largest real one is a small fraction of it.
const LARGEST_BODY: usize = 64 * 1024;

/// How long `/changes` and the window's line are held.
const HELD: Duration = Duration::from_secs(50);

/// What every handler needs.
#[derive(Debug)]
pub(crate) struct Faces {
    /// The way to the driver.
    pub(crate) handle: Handle,
    /// The texts.
    pub(crate) ui: Arc<Ui>,
    /// The routines and preparation timers.
    pub(crate) catalogue: Catalogue,
    /// The profile's folder.
    pub(crate) profile: PathBuf,
    /// A marked demo profile.
    pub(crate) demo: bool,
    /// What starts when the person logs in.
    pub(crate) login: Login,
}

type Shared = axum::extract::State<Arc<Faces>>;

/// Everything that can be asked over the socket.
pub(crate) fn router(faces: Faces) -> Router {
    let faces = Arc::new(faces);
    Router::new()
        .route("/", get(pages::today))
        .route("/session", get(pages::most_urgent))
        .route("/session/{slot}", get(pages::session))
        .route("/routines", get(pages::routines))
        .route("/routines/{id}", get(pages::routine))
        .route("/safety", get(pages::safety))
        .route("/safety/{question}", get(pages::question))
        .route("/welcome", get(pages::welcome))
        .route("/first-aid/{card}", get(pages::first_aid))
        .route("/cold-or-warm", get(pages::cold_or_warm))
        .route("/sources", get(pages::sources))
        .route("/about", get(pages::about))
        .route("/sound", get(pages::sound))
        .route("/static/{*name}", get(pages::file))
        .route("/figures/{*name}", get(pages::file))
        .route("/do/{action}", post(forms::post))
        .route("/changes", get(api::changes))
        .nest("/api/v1", api::router())
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&faces), security::guard))
        .with_state(faces)
}

impl Faces {
    /// Makes a page of what is now.
    pub(crate) async fn page(&self, make: impl FnOnce(&Ui, &Scene<'_>) -> Option<String>) -> Response {
        match self.handle.look().await {
            Ok(snapshot) => self.page_of(&snapshot, StatusCode::OK, make),
            Err(ending) => self.ending(ending),
        }
    }

    /// Makes a page that says whether Lumbar starts when the person logs in; the others need not look.
    pub(crate) async fn page_with_login(&self, make: impl FnOnce(&Ui, &Scene<'_>) -> Option<String>) -> Response {
        let login = self.login.look().await;
        let snapshot = match self.handle.look().await {
            Ok(snapshot) => snapshot,
            Err(ending) => return self.ending(ending),
        };
        let desktop = DesktopInfo { login, ..snapshot.desktop.clone() };
        self.page_of(&Snapshot { desktop, ..(*snapshot).clone() }, StatusCode::OK, make)
    }

    /// Makes a page of a snapshot; `None` becomes the page for an unknown address.
    pub(crate) fn page_of(
        &self,
        snapshot: &Snapshot,
        status: StatusCode,
        make: impl FnOnce(&Ui, &Scene<'_>) -> Option<String>,
    ) -> Response {
        let scene = Scene {
            view: &snapshot.view,
            rev: snapshot.rev,
            now: snapshot.now,
            offset: Clock::offset(snapshot.now.wall),
            catalogue: &self.catalogue,
            demo: self.demo,
            notices: &snapshot.notices,
            desktop: &snapshot.desktop,
            theme: snapshot.theme,
            version: VERSION,
        };
        match make(&self.ui, &scene) {
            Some(html) => html_page(status, html),
            None => html_page(StatusCode::NOT_FOUND, self.ui.not_found(&scene)),
        }
    }

    /// Says in one sentence that something is wrong with a request.
    pub(crate) async fn wrong(&self, status: StatusCode, sentence: String) -> Response {
        match self.handle.look().await {
            Ok(snapshot) => self.page_of(&snapshot, status, |ui, scene| Some(ui.error(scene, &sentence))),
            Err(ending) => self.ending(ending),
        }
    }

    /// Says that the program is ending.
    pub(crate) fn ending(&self, _: Ending) -> Response {
        (StatusCode::SERVICE_UNAVAILABLE, self.ui.text("program-ending", &[])).into_response()
    }
}

fn html_page(status: StatusCode, html: String) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response()
}
