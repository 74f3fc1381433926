//! The JSON API for the command line, the window and outside clients.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};
use lumbar_engine::command::{Command, Wish};
use lumbar_protocol::clock::ClockMove;
use lumbar_protocol::header::SHELL;
use lumbar_protocol::hello::Hello;
use lumbar_protocol::replace::Replace;
use lumbar_protocol::window::{Opened, Opening, WindowOrder};
use lumbar_protocol::{PROTOCOL, VERSION};
use lumbar_ui::{DesktopInfo, SoundInfo, VoiceInfo, inside};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use super::diary;
use super::faces::{Faces, HELD, Shared, unless_gone};
use super::query::MaybeQuery;
use crate::clock::Clock;
use crate::core::{Ending, Handle, Input, Kept, Shown, Stays};
use crate::desktop::window::has_display;
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
        .route("/log", get(diary::list))
        .route("/log/{deed}", post(diary::deed))
        .route("/desktop", get(desktop))
        .route("/aloud", post(aloud))
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

/// What the desktop can show, and whether presses are saved; nothing about the person.
async fn desktop(State(faces): Shared) -> Response {
    let snapshot = match faces.handle.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let DesktopInfo { sound, notifications, tray, voice, keys, .. } = &snapshot.desktop;
    let voice = match voice {
        VoiceInfo::Off => "off",
        VoiceInfo::NotTried => "not-tried",
        VoiceInfo::Speaks => "speaks",
        VoiceInfo::Missing { .. } => "missing",
        VoiceInfo::Mute => "mute",
    };
    let sound = match sound {
        SoundInfo::Unknown => Value::Null,
        SoundInfo::Ready { device } => json!({ "ready": device }),
        SoundInfo::Missing { why } => json!({ "missing": why }),
    };
    let server = notifications.as_ref().map(|server| {
        json!({
            "name": server.name,
            "version": server.version,
            "buttons": server.shows_buttons(),
            "replace": server.replace,
            "withdraw": server.withdraw,
            "persistence": server.persistence,
        })
    });
    let unsaved = snapshot.unsaved().map(|why| faces.ui().why(why));
    Json(json!({ "sound": sound, "notifications": server, "tray": tray, "voice": voice,
        "keys": { "off": keys.off.code(), "status": keys.status.code() }, "unsaved": unsaved }))
    .into_response()
}

/// The most that is said of a text from outside, characters: a refusal with its reason.
const LONGEST_SAID: usize = 500;

/// What is said aloud.
#[derive(Default, Deserialize)]
struct Aloud {
    /// This, instead of what is on.
    #[serde(default)]
    text: Option<String>,
}

/// Says what is on, or a text, in the voice of the system; refused while the voice is off.
async fn aloud(State(faces): Shared, body: Bytes) -> Response {
    let Aloud { text } = match read(&faces, &body) {
        Ok(aloud) => aloud,
        Err(answer) => return *answer,
    };
    let text = text.map(|text| text.chars().take(LONGEST_SAID).collect());
    match faces.handle.call(|reply| Input::SayAloud(text, reply)).await {
        Ok(true) => Json(json!({ "said": true })).into_response(),
        Ok(false) => refused(faces.ui().text("aloud-off", &[])),
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
        view.insert("routine_names".into(), json!(faces.ui().learnt_names()));
        view.insert("twelve_hours".into(), json!(faces.ui().twelve_hours()));
        view.insert("unsaved".into(), json!(snapshot.unsaved().map(|why| faces.ui().why(why))));
    }
    Json(value).into_response()
}

#[derive(Default, Deserialize)]
struct Anyway {
    anyway: Option<String>,
}

async fn command(State(faces): Shared, anyway: MaybeQuery<Anyway>, body: Bytes) -> Response {
    let command: Command = match read(&faces, &body) {
        Ok(command) => command,
        Err(answer) => return *answer,
    };
    let start = match &command {
        Command::Wish(Wish::Start(start)) => Some(start.clone()),
        Command::Wish(_) | Command::Fact(_) | Command::Choice(_) => None,
    };
    let anyway = anyway.is_ok_and(|Query(Anyway { anyway })| anyway.as_deref() == Some("yes"));
    if start.is_some() && !anyway && !faces.demo {
        match can_call_soon(&faces).await {
            Ok(true) => {}
            Ok(false) => return refused(faces.ui().text("cli-no-alarm", &[])),
            Err(ending) => return faces.ending(ending),
        }
    }
    match faces.tell(command).await {
        Ok(Ok(Kept::OnDisk)) => Json(json!({ "saved": true })).into_response(),
        Ok(Ok(Kept::InMemory)) => {
            let sentence = faces.ui().text("program-unsaved-press", &[]);
            Json(json!({ "saved": false, "sentence": sentence })).into_response()
        }
        Ok(Err(refused)) => {
            let snapshot = match faces.handle.look().await {
                Ok(snapshot) => snapshot,
                Err(ending) => return faces.ending(ending),
            };
            let (ui, now) = (faces.ui(), snapshot.now);
            let offset = Clock::offset(now.wall);
            let (warnings, accept) =
                start.map(|start| ui.warnings(&snapshot.view, &start, now, offset)).unwrap_or_default();
            // All that is to be read before going on, at once.
            let sentence = if warnings.is_empty() { ui.refusal(&refused, now, offset) } else { warnings.join("\n") };
            let basis = ui.refusal_basis(&refused).filter(|_| warnings.len() < 2);
            let answer = json!({ "refused": refused, "sentence": sentence, "basis": basis, "accept": accept });
            (StatusCode::CONFLICT, Json(answer)).into_response()
        }
        Err(ending) => faces.ending(ending),
    }
}

/// The same, with the patience that a notification server is given to say that it is there: this program may have begun only now.
async fn can_call_soon(faces: &Faces) -> Result<bool, Ending> {
    let mut known = None;
    for _ in 0..SERVER_GLANCES {
        known = can_call(&faces.handle.look().await?.desktop);
        if known == Some(true) {
            return Ok(true);
        }
        sleep(SERVER_GLANCE).await;
    }
    // A sound card that takes that long to answer is taken for one that plays.
    Ok(known.is_none())
}

/// How often, and how far apart, it is looked whether a notification server is there.
const SERVER_GLANCES: u32 = 20;
const SERVER_GLANCE: Duration = Duration::from_millis(50);

/// Tells whether anything here can call a person: a notification, the tray, a window, or a sound; `None` = nothing else can, and
/// it is not known yet whether there is sound.
fn can_call(desktop: &DesktopInfo) -> Option<bool> {
    if desktop.notifications.is_some() || desktop.tray || has_display() {
        return Some(true);
    }
    match desktop.sound {
        SoundInfo::Ready { .. } => Some(true),
        SoundInfo::Missing { .. } => Some(false),
        SoundInfo::Unknown => None,
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

#[derive(Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
    /// What the page in the window shows.
    page: Option<String>,
    /// Its window is in front and has the keyboard.
    #[serde(default)]
    focus: u8,
}

pub(super) async fn changes(State(faces): Shared, headers: HeaderMap, after: MaybeQuery<After>) -> Response {
    let After { after: known, page, focus } = after.map_or_else(|_| After::default(), |Query(after)| after);
    // Of a browser nobody knows whether it is the window that a person looks at.
    if headers.contains_key(SHELL)
        && let Some(page) = page
    {
        faces.handle.send(Input::Shows(Shown { page: Some(page).filter(|_| focus == 1), rev: known }));
    }
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
    let mut gone = Gone(Some(faces.handle.clone()));
    let answer = timeout(HELD, order).await;
    gone.0 = None;
    let order = match answer {
        Ok(Ok(order)) => order,
        Ok(Err(_)) => return faces.ending(crate::core::Ending),
        Err(_) => {
            faces.handle.send(Input::WindowReleased);
            WindowOrder::Nothing
        }
    };
    Json(order).into_response()
}

/// Says that the window went: a request that it holds open is dropped with its connection.
struct Gone(Option<Handle>);

impl Drop for Gone {
    fn drop(&mut self) {
        if let Some(handle) = &self.0 {
            handle.send(Input::WindowGone);
        }
    }
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
        Ok(Err(Stays::OnBody)) => refused(faces.ui().text("program-quit-refused", &[])),
        Ok(Err(Stays::Unsaved(why))) => {
            let ui = faces.ui();
            refused(ui.text("program-quit-unsaved-refused", &[("why", ui.why(&why).into())]))
        }
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

pub(super) fn refused(sentence: String) -> Response {
    (StatusCode::CONFLICT, Json(json!({ "sentence": sentence }))).into_response()
}

/// Reads a body; a response is large, so the one that says what is wrong travels in a box.
pub(super) fn read<T: DeserializeOwned>(faces: &Faces, body: &[u8]) -> Result<T, Box<Response>> {
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
