//! Answers addresses with pages; what stands on them is the business of `lumbar-ui`.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use lumbar_engine::view::{FirstAid, View};
use lumbar_ui::settings::LOGIN_REFUSED;
use lumbar_ui::{ColdOrWarm, Filter, Ui, Waiting, asset};

use super::faces::Shared;
use super::query::{MaybeQuery, Pairs, next, next_of, pairs, value};
use crate::core::slot;

pub(super) async fn today(State(faces): Shared) -> Response {
    // What starts at login lies on the disk: it is looked at only while it may be offered.
    let offers = faces.handle.look().await.is_ok_and(|now| !now.prefs.get(&LOGIN_REFUSED) && now.view.last.is_some());
    match offers {
        true => faces.page_with_login(|ui, scene| Some(ui.today(scene))).await,
        false => faces.page(|ui, scene| Some(ui.today(scene))).await,
    }
}

pub(super) async fn most_urgent(State(faces): Shared) -> Response {
    match faces.handle.look().await {
        Ok(snapshot) => Redirect::to(urgent_page(&snapshot.view)).into_response(),
        Err(ending) => faces.ending(ending),
    }
}

/// The page of what waits for an answer first, else of what is on, else Today.
pub(super) fn urgent_page(view: &View) -> &'static str {
    let asked = view.pending.first().map(|question| question.slot.code());
    let on = [&view.thermal, &view.activity].into_iter().flatten().next().map(|session| session.slot.code());
    match asked.or(on) {
        Some("thermal") => "/session/thermal",
        Some("activity") => "/session/activity",
        _ => "/",
    }
}

pub(super) async fn session(State(faces): Shared, Path(name): Path<String>, query: MaybeQuery<Pairs>) -> Response {
    let face_down = pairs(query).iter().any(|(name, value)| name == "face" && value == "down");
    let show = if face_down { Ui::session_face_down } else { Ui::session };
    faces.page(|ui, scene| slot(&name).map(|slot| show(ui, scene, slot))).await
}

pub(super) async fn practice(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.practice(scene))).await
}

pub(super) async fn routines(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let filter = Filter::from_pairs(pairs(query));
    faces.page(|ui, scene| Some(ui.routines(scene, &filter))).await
}

pub(super) async fn routine(State(faces): Shared, Path(id): Path<String>) -> Response {
    faces.page(|ui, scene| ui.routine(scene, &id)).await
}

pub(super) async fn plan(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.plan_page(scene))).await
}

pub(super) async fn choose_plan(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let query = pairs(query);
    let look = value(&query, "look").and_then(|day| day.parse().ok());
    faces.page(|ui, scene| ui.choose_plan(scene, value(&query, "plan"), look)).await
}

pub(super) async fn safety(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.safety(scene))).await
}

pub(super) async fn question(State(faces): Shared, Path(name): Path<String>, query: MaybeQuery<Pairs>) -> Response {
    let query = pairs(query);
    let next = next_of(&query);
    faces
        .page(|ui, scene| match name.as_str() {
            "flags" => Some(ui.flags(scene, next)),
            "reasons" => Some(ui.reasons(scene)),
            "health" => Some(ui.health(scene, next)),
            "since-last" => Some(ui.since_last(scene, next)),
            "limits" => Some(ui.limits_page(scene)),
            _ => None,
        })
        .await
}

pub(super) async fn help(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.help(scene))).await
}

pub(super) async fn before(State(faces): Shared, Path(routine): Path<String>, query: MaybeQuery<Pairs>) -> Response {
    let waiting = Waiting::from_pairs(&routine, pairs(query));
    faces.page(|ui, scene| ui.before(scene, &waiting)).await
}

pub(super) async fn which(State(faces): Shared, Path(routine): Path<String>, query: MaybeQuery<Pairs>) -> Response {
    let waiting = Waiting::from_pairs(&routine, pairs(query));
    faces.page(|ui, scene| ui.which(scene, &waiting)).await
}

pub(super) async fn younger(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let next = next(query);
    faces.page(|ui, scene| Some(ui.younger(scene, next.as_deref()))).await
}

pub(super) async fn first_aid(State(faces): Shared, Path(card): Path<String>) -> Response {
    let card = match card.as_str() {
        "cold" => Some(FirstAid::Cold),
        "heat" => Some(FirstAid::Heat),
        _ => None,
    };
    faces.page(|ui, scene| card.map(|card| ui.first_aid(scene, card))).await
}

pub(super) async fn cold_or_warm(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let answers = ColdOrWarm::from_pairs(pairs(query));
    faces.page(|ui, scene| Some(ui.cold_or_warm(scene, &answers))).await
}

pub(super) async fn good_to_know(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.good_to_know(scene))).await
}

pub(super) async fn sources(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.sources(scene))).await
}

pub(super) async fn about(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.about(scene))).await
}

pub(super) async fn notifications(State(faces): Shared) -> Response {
    faces.page_with_quiet(|ui, scene| Some(ui.notifications(scene))).await
}

pub(super) async fn not_found(State(faces): Shared) -> Response {
    faces.page(|_, _| None).await
}

/// Style, script and figures; one that is asked for with its version never changes.
pub(super) async fn file(state: Shared, address: Uri) -> Response {
    let Some((bytes, kind)) = asset(address.path()) else { return not_found(state).await };
    let versioned = address.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("v=")));
    let keep = if versioned { "max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, HeaderValue::from_static(keep))];
    (StatusCode::OK, headers, bytes).into_response()
}
