//! Serves the page of a plan of one's own: as it is kept, checked while it is typed, and kept.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LOCATION, HeaderValue};
use axum::response::Response;
use lumbar_engine::command::Wish;
use lumbar_engine::plan::OWN;
use lumbar_engine::plan::wish::PlanWish;
use lumbar_ui::OwnDraft;

use super::faces::{Faces, Shared};
use super::onwards::onwards;
use super::query::Pairs;
use crate::clock::Clock;

type MaybeForm = Result<Form<Pairs>, FormRejection>;

pub(super) async fn page(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.own_plan(scene, None))).await
}

/// The same page with what was typed, and what is wrong with it. Nothing is kept.
pub(super) async fn check(State(faces): Shared, form: MaybeForm) -> Response {
    match form {
        Ok(Form(fields)) => typed(&faces, &draft(&fields), StatusCode::OK).await,
        Err(_) => unreadable(&faces).await,
    }
}

/// Keeps the plan; what cannot be kept stays on the page as it was typed.
pub(super) async fn save(State(faces): Shared, form: MaybeForm) -> Response {
    let Ok(Form(fields)) = form else { return unreadable(&faces).await };
    let draft = draft(&fields);
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let Ok(plan) = draft.plan(&snapshot.catalogue) else {
        return typed(&faces, &draft, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let follows = snapshot.view.plan.as_ref().is_some_and(|plan| plan.plan == OWN);
    let next = if follows { "/plan" } else { "/plan/choose?plan=own" };
    let wish = Wish::Plan(PlanWish::Own { own: Box::new(plan) });
    match faces.tell(wish.into()).await {
        Ok(Ok(_)) => onwards(next),
        Ok(Err(refused)) => {
            let sentence = faces.ui().refusal(&refused, snapshot.now, Clock::offset(snapshot.now.wall));
            faces.wrong(StatusCode::CONFLICT, sentence).await
        }
        Err(ending) => faces.ending(ending),
    }
}

fn draft(fields: &Pairs) -> OwnDraft {
    OwnDraft::from_pairs(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

async fn typed(faces: &Faces, draft: &OwnDraft, status: StatusCode) -> Response {
    match faces.look().await {
        Ok(snapshot) => {
            let mut page = faces.page_of(&snapshot, status, |ui, scene| Some(ui.own_plan(scene, Some(draft))));
            // Loaded again, it is the page, and no press.
            page.headers_mut().insert(CONTENT_LOCATION, HeaderValue::from_static("/plan/own"));
            page
        }
        Err(ending) => faces.ending(ending),
    }
}

async fn unreadable(faces: &Faces) -> Response {
    tracing::warn!("plan-own: the form could not be read");
    faces.wrong(StatusCode::BAD_REQUEST, faces.ui().text("program-form-unreadable", &[])).await
}
