//! The JSON API for the command line, the window and outside clients.

use std::convert::Infallible;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};
use lumbar_engine::command::Command;
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::hello::Hello;
use lumbar_protocol::replace::Replace;
use lumbar_protocol::window::{Opened, Opening, WindowOrder};
use lumbar_protocol::{PROTOCOL, VERSION};
use lumbar_ui::inside;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::faces::{Faces, HELD, Shared, unless_gone};
use super::query::MaybeQuery;
use crate::clock::Clock;
use crate::core::{Handle, Input, Kept};
use crate::web::status::Status;

pub(super) fn router() -> Router<std::sync::Arc<Faces>> {
    Router::new()
        .route("/hello", get(hello))
        .route("/status", get(status))
        .route("/view", get(view))
        .route("/command", post(command))
        .route("/press", post(press))
        .route("/events", get(events))
        .route("/window/next", get(window_next))
        .route("/window/open", post(window_open))
        .route("/clock", post(clock))
        .route("/quit", post(quit))
        .route("/replace", post(replace))
}

async fn hello(State(faces): Shared) -> Response {
    // Only a loop that still turns may say hello.
    if let Err(ending) = faces.handle.call(Input::Alive).await {
        return faces.ending(ending);
    }
    Json(Hello {
        version: VERSION.to_owned(),
        protocol: PROTOCOL,
        pid: std::process::id(),
        profile: faces.profile.clone(),
        demo: faces.demo,
    })
    .into_response()
}

async fn status(State(faces): Shared) -> Response {
    match faces.handle.look().await {
        Ok(snapshot) => Json(Status::of(&snapshot)).into_response(),
        Err(ending) => faces.ending(ending),
    }
}

async fn view(State(faces): Shared) -> Response {
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let mut value = json!(*snapshot.view);
    if let Value::Object(view) = &mut value {
        view.insert("now".into(), json!(snapshot.now));
        view.insert("rev".into(), json!(snapshot.rev));
        view.insert("unsaved".into(), json!(snapshot.unsaved().map(|why| faces.ui().why(why))));
    }
    Json(value).into_response()
}

async fn command(State(faces): Shared, body: Bytes) -> Response {
    let command: Command = match read(&faces, &body) {
        Ok(command) => command,
        Err(answer) => return *answer,
    };
    match faces.tell(command).await {
        Ok(Ok(Kept::OnDisk)) => Json(json!({ "saved": true })).into_response(),
        Ok(Ok(Kept::InMemory)) => {
            let sentence = faces.ui().text("program-unsaved-press", &[]);
            Json(json!({ "saved": false, "sentence": sentence })).into_response()
        }
        Ok(Err(refused)) => {
            let now = match faces.handle.look().await {
                Ok(snapshot) => snapshot.now,
                Err(ending) => return faces.ending(ending),
            };
            let sentence = faces.ui().refusal(&refused, now, Clock::offset(now.wall));
            let basis = faces.ui().refusal_basis(&refused);
            let answer = json!({ "refused": refused, "sentence": sentence, "basis": basis });
            (StatusCode::CONFLICT, Json(answer)).into_response()
        }
        Err(ending) => faces.ending(ending),
    }
}

#[derive(Deserialize)]
struct Pressed {
    command: Command,
    #[serde(default)]
    activation: Option<String>,
}

/// A command of someone who sees no answer; a refusal is told as one of the tray is.
async fn press(State(faces): Shared, body: Bytes) -> Response {
    let Pressed { command, activation } = match read(&faces, &body) {
        Ok(pressed) => pressed,
        Err(answer) => return *answer,
    };
    faces.refresh_routines().await;
    match faces.handle.call(|reply| Input::Press { command, activation, reply }).await {
        Ok(()) => Json(json!({})).into_response(),
        Err(ending) => faces.ending(ending),
    }
}

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

pub(super) async fn changes(State(faces): Shared, after: MaybeQuery<After>) -> Response {
    let known = after.map_or(0, |Query(After { after })| after);
    match faces.handle.changed(known, HELD).await {
        Ok(rev) => Json(json!({ "rev": rev })).into_response(),
        Err(ending) => faces.ending(ending),
    }
}

/// The status now and after every change, for bars and widgets. Nothing is sent in between.
async fn events(State(faces): Shared) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = stream::unfold((faces.handle.clone(), 0), |(handle, known)| async move {
        let (rev, event) = next_event(&handle, known).await?;
        Some((Ok(event), (handle, rev)))
    });
    Sse::new(changes)
}

async fn next_event(handle: &Handle, known: u64) -> Option<(u64, Event)> {
    let mut rev = known;
    while rev == known {
        rev = handle.changed(known, HELD).await.ok()?;
    }
    let snapshot = handle.look().await.ok()?;
    let event = Event::default().event("status").json_data(Status::of(&snapshot)).ok()?;
    Some((snapshot.rev, event))
}

#[derive(Deserialize)]
struct Asker {
    #[serde(default)]
    pid: u32,
}

async fn window_next(State(faces): Shared, asker: MaybeQuery<Asker>) -> Response {
    let pid = asker.map_or(0, |Query(Asker { pid })| pid);
    let (reply, order) = oneshot::channel();
    faces.handle.send(Input::WindowNext { pid, reply });
    let order = match timeout(HELD, order).await {
        Ok(Ok(order)) => order,
        Ok(Err(_)) => return faces.ending(crate::core::Ending),
        Err(_) => {
            faces.handle.send(Input::WindowReleased);
            WindowOrder::Nothing
        }
    };
    Json(order).into_response()
}

async fn window_open(State(faces): Shared, body: Bytes) -> Response {
    let opening: Opening = match read(&faces, &body) {
        Ok(opening) => opening,
        Err(answer) => return *answer,
    };
    if opening.path.as_deref().is_some_and(|path| inside(path).is_none()) {
        return bad(&faces);
    }
    match faces.handle.call(|reply| Input::WindowOpen(opening, reply)).await {
        Ok(Opened::Shown) => Json(json!({ "shown": true })).into_response(),
        Ok(Opened::Start) => Json(json!({ "start": true })).into_response(),
        Err(ending) => faces.ending(ending),
    }
}

async fn clock(State(faces): Shared, body: Bytes) -> Response {
    let by: ClockMove = match read(&faces, &body) {
        Ok(by) => by,
        Err(answer) => return *answer,
    };
    match faces.handle.call(|reply| Input::Clock(by, reply)).await {
        Ok(Ok(())) => Json(json!({})).into_response(),
        Ok(Err(_)) => refused(faces.ui().text("program-no-manual-clock", &[])),
        Err(ending) => faces.ending(ending),
    }
}

#[derive(Deserialize)]
struct Quit {
    #[serde(default)]
    force: bool,
}

async fn quit(State(faces): Shared, body: Bytes) -> Response {
    let Quit { force } = match read(&faces, &body) {
        Ok(quit) => quit,
        Err(answer) => return *answer,
    };
    unless_gone().await;
    match faces.handle.call(|reply| Input::Quit { force, reply }).await {
        Ok(Ok(())) => Json(json!({})).into_response(),
        Ok(Err(_)) => refused(faces.ui().text("program-quit-refused", &[])),
        Err(ending) => faces.ending(ending),
    }
}

/// A newer program wants to take the place of this one.
async fn replace(State(faces): Shared, body: Bytes) -> Response {
    let Replace { program } = match read(&faces, &body) {
        Ok(replace) => replace,
        Err(answer) => return *answer,
    };
    match faces.handle.call(|reply| Input::Replace { program, reply }).await {
        Ok(Ok(())) => Json(json!({})).into_response(),
        Ok(Err(_)) => refused(faces.ui().text("notice-update-waits", &[])),
        Err(ending) => faces.ending(ending),
    }
}

fn refused(sentence: String) -> Response {
    (StatusCode::CONFLICT, Json(json!({ "sentence": sentence }))).into_response()
}

/// Reads a body; a response is large, so the one that says what is wrong travels in a box.
fn read<T: DeserializeOwned>(faces: &Faces, body: &[u8]) -> Result<T, Box<Response>> {
    serde_json::from_slice(body).map_err(|why| {
        // The reason would name what was said, which may be about the person's health.
        tracing::warn!("JSON that is not understood: {:?} at line {}, {}", why.classify(), why.line(), why.column());
        Box::new(bad(faces))
    })
}

fn bad(faces: &Faces) -> Response {
    let sentence = faces.ui().text("program-json-unreadable", &[]);
    (StatusCode::BAD_REQUEST, Json(json!({ "sentence": sentence }))).into_response()
}
