//! Answers for a person's data as a whole: the page, writing it into a file, reading it back, deleting it; and the same for the
//! command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Form;
use axum::body::Bytes;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path as Named, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use lumbar_engine::time::Now;
use lumbar_protocol::header::DIALOGS;
use lumbar_ui::{DataAsk, DataDone, DataScene, DataWrong, Ui};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::api::read;
use super::diary::today_of;
use super::faces::{Faces, Shared};
use super::fields::field;
use super::onwards::onwards;
use super::query::{MaybeQuery, Pairs, pairs, value};
use crate::clock::Clock;
use crate::core::{Ending, Input, Kept};
use crate::transfer::reading::prepare;
use crate::transfer::{Kind, delete_routines, export, suggested};

/// How often, and how many times, it is looked whether a disk that takes long has taken it: two minutes.
const LOOK: Duration = Duration::from_millis(250);
const LOOKS: u32 = 480;
/// The disk has not answered yet.
const SILENT: &str = "data-silent";

/// What was done, and where that is kept.
struct Done {
    said: DataDone,
    kept: Kept,
}

/// Why nothing was done.
enum NotDone {
    /// In a sentence.
    Said(StatusCode, String),
    Ending(Ending),
}

impl From<Ending> for NotDone {
    fn from(ending: Ending) -> Self {
        Self::Ending(ending)
    }
}

/// The page, with what was done just now.
pub(super) async fn page(State(faces): Shared, headers: HeaderMap, query: MaybeQuery<Pairs>) -> Response {
    let query = pairs(query);
    let what = value(&query, "done").and_then(|done| DONE.into_iter().find(|known| *known == done));
    let count = value(&query, "count").and_then(|count| count.parse().ok()).unwrap_or(0);
    let done = what.map(|what| DataDone { what, file: value(&query, "file").unwrap_or_default().to_owned(), count });
    show(&faces, &headers, done, None, StatusCode::OK).await
}

/// What can have been done.
const DONE: [&str; 5] = ["json", "csv", "ics", "import", "delete"];

/// Asks before a file takes the place of everything.
pub(super) async fn ask_read(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let query = pairs(query);
    match value(&query, "file").map(str::trim).filter(|file| !file.is_empty()) {
        Some(file) => faces.page(|ui, scene| Some(ui.data_ask(scene, DataAsk::Read(file)))).await,
        None => onwards("/data"),
    }
}

/// Asks before everything is deleted.
pub(super) async fn ask_delete(State(faces): Shared) -> Response {
    faces.page(|ui, scene| Some(ui.data_ask(scene, DataAsk::Delete))).await
}

/// A form of these pages.
pub(super) async fn post(
    State(faces): Shared,
    Named(deed): Named<String>,
    headers: HeaderMap,
    form: Result<Form<Pairs>, FormRejection>,
) -> Response {
    let Ok(Form(fields)) = form else {
        return faces.wrong(StatusCode::BAD_REQUEST, faces.ui().text("program-form-unreadable", &[])).await;
    };
    let file = field(&fields, "file").map(str::trim).unwrap_or_default().to_owned();
    let what = if deed == "export" { field(&fields, "kind").unwrap_or_default() } else { deed.as_str() }.to_owned();
    // What cannot be brought back is done from the page that asks.
    if deed != "export" && field(&fields, "sure") != Some("yes") {
        return onwards(if deed == "delete" { "/data/delete" } else { "/data" });
    }
    match carry_out(&faces, &deed, &what, &file).await {
        Ok(Done { said: DataDone { what, file, count }, .. }) => {
            let file = utf8_percent_encode(&file, NON_ALPHANUMERIC);
            onwards(&format!("/data?done={what}&count={count}&file={file}"))
        }
        Err(NotDone::Ending(ending)) => faces.ending(ending),
        Err(NotDone::Said(status, sentence)) => {
            tracing::warn!("data/{deed}: not done ({status})");
            show(&faces, &headers, None, Some(DataWrong { what, sentence, file }), status).await
        }
    }
}

/// A deed of the command line.
pub(super) async fn deed(State(faces): Shared, Named(deed): Named<String>, body: Bytes) -> Response {
    #[derive(Default, serde::Deserialize)]
    struct Asks {
        #[serde(default)]
        file: String,
    }
    let Asks { file } = match read(&faces, &body) {
        Ok(asks) => asks,
        Err(answer) => return *answer,
    };
    match carry_out(&faces, &deed, &deed, &file).await {
        Ok(Done { said: DataDone { file, count, .. }, kept }) => {
            let sentence = (kept == Kept::InMemory).then(|| faces.ui().text("program-unsaved-press", &[]));
            let mut said = json!({ "saved": kept == Kept::OnDisk, "file": file, "count": count });
            if let (Some(sentence), Some(said)) = (sentence, said.as_object_mut()) {
                said.insert("sentence".to_owned(), sentence.into());
            }
            Json(said).into_response()
        }
        Err(NotDone::Ending(ending)) => faces.ending(ending),
        Err(NotDone::Said(status, sentence)) => (status, Json(json!({ "sentence": sentence }))).into_response(),
    }
}

async fn carry_out(faces: &Arc<Faces>, deed: &str, what: &str, file: &str) -> Result<Done, NotDone> {
    let ui = faces.ui();
    match (deed, Kind::from_code(what)) {
        ("export", Some(kind)) => {
            // All that was pressed is on the disk by then, or the page says that it is not.
            let now = faces.handle.look().await?.now;
            let (profile, file) = (faces.profile.clone(), PathBuf::from(file));
            let words = Arc::clone(&ui);
            let written = beside(move || export(kind, &profile, &file, &words, now)).await?;
            let written = written.map_err(|why| NotDone::Said(StatusCode::CONFLICT, ui.why(&why.why(&ui))))?;
            let (file, count) = (written.file.display().to_string(), written.count);
            Ok(Done { said: DataDone { what: kind.code(), file, count }, kept: Kept::OnDisk })
        }
        ("import", _) => {
            let (faces, file) = (Arc::clone(faces), file.to_owned());
            to_the_end(async move { import(&faces, &ui, &file).await }).await
        }
        ("delete", _) => {
            let faces = Arc::clone(faces);
            to_the_end(async move { delete(&faces, &ui).await }).await
        }
        _ => Err(NotDone::Said(StatusCode::BAD_REQUEST, ui.text("program-form-unknown", &[]))),
    }
}

/// Carries out what must not be left half done, whether or not the one who asked is still there.
async fn to_the_end(deed: impl Future<Output = Result<Done, NotDone>> + Send + 'static) -> Result<Done, NotDone> {
    tokio::spawn(deed).await.map_err(|_| NotDone::Ending(Ending))?
}

async fn delete(faces: &Arc<Faces>, ui: &Arc<Ui>) -> Result<Done, NotDone> {
    let _one_at_a_time = faces.files_change.lock().await;
    let now = faces.handle.look().await?.now;
    let kept = faces.handle.call(Input::ForgetEverything).await?;
    let kept = kept.map_err(|refused| NotDone::Said(StatusCode::CONFLICT, refusal(ui, &refused, now)))?;
    let kept = in_the_end(faces, kept).await?;
    // As long as the disk has not taken it, the diary there may still need them.
    if kept == Kept::InMemory {
        return Err(NotDone::Said(StatusCode::INSUFFICIENT_STORAGE, ui.text("data-delete-unsaved", &[])));
    }
    let profile = faces.profile.clone();
    beside(move || delete_routines(&profile)).await?;
    faces.refresh_routines().await;
    Ok(Done { said: DataDone { what: "delete", file: String::new(), count: 0 }, kept })
}

async fn import(faces: &Arc<Faces>, ui: &Arc<Ui>, file: &str) -> Result<Done, NotDone> {
    let one_at_a_time = faces.files_change.lock().await;
    let now: Now = faces.handle.look().await?.now;
    let (profile, file, words) = (faces.profile.clone(), PathBuf::from(file), Arc::clone(ui));
    let ready = beside(move || prepare(&profile, &file, &words, now)).await?;
    let ready = ready.map_err(|why| NotDone::Said(StatusCode::CONFLICT, ui.why(&why.why(ui))))?;
    // The plan that comes may be made of routines that come.
    faces.refresh_routines().await;
    let (coming, routines) = (ready.coming, ready.routines);
    let kept = faces.handle.call(|reply| Input::TakeIn(Box::new(coming), reply)).await;
    let taken = matches!(kept, Ok(Ok(_)));
    let before = ready.before.clone();
    beside(move || {
        if taken {
            routines.keep();
        } else {
            routines.back();
            let _ = std::fs::remove_file(before);
        }
    })
    .await?;
    faces.refresh_routines().await;
    drop(one_at_a_time);
    let kept = kept?.map_err(|refused| NotDone::Said(StatusCode::CONFLICT, refusal(ui, &refused, now)))?;
    let file = ready.before.display().to_string();
    let kept = in_the_end(faces, kept).await?;
    Ok(Done { said: DataDone { what: "import", file, count: ready.sessions }, kept })
}

/// A long history takes its time on the way to the disk. Nobody is told that it is there before it is, or that it is not.
async fn in_the_end(faces: &Faces, kept: Kept) -> Result<Kept, Ending> {
    for _ in 0..LOOKS {
        match faces.handle.look().await?.unsaved() {
            _ if kept == Kept::OnDisk => return Ok(kept),
            None => return Ok(Kept::OnDisk),
            Some(why) if why.key() == SILENT => sleep(LOOK).await,
            Some(_) => return Ok(Kept::InMemory),
        }
    }
    Ok(Kept::InMemory)
}

fn refusal(ui: &Ui, refused: &lumbar_engine::refusal::Refused, now: Now) -> String {
    format!("{} {}", ui.refusal(refused, now, Clock::offset(now.wall)), ui.text("data-not-now", &[]))
}

/// Does something with files beside the threads that answer.
async fn beside<T: Send + 'static>(what: impl FnOnce() -> T + Send + 'static) -> Result<T, NotDone> {
    spawn_blocking(what).await.map_err(|_| NotDone::Ending(Ending))
}

async fn show(
    faces: &Arc<Faces>,
    headers: &HeaderMap,
    done: Option<DataDone>,
    wrong: Option<DataWrong>,
    status: StatusCode,
) -> Response {
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let (profile, log, today) = (faces.profile.clone(), faces.log.clone(), today_of(&snapshot));
    let chooses = chooses(headers);
    let found = beside(move || {
        let offer = |kind: Kind| (kind.code(), suggested(kind, today).map(|file| shown(&file)).unwrap_or_default());
        let bytes = std::fs::metadata(profile.join("lumbar.db")).map_or(0, |there| there.len());
        let routines = shown(&profile.join("routines"));
        let offers = Kind::ALL.into_iter().map(offer).collect();
        DataScene { folder: shown(&profile), routines, log: shown(&log), bytes, offers, chooses, done, wrong }
    });
    match found.await {
        Ok(data) => faces.page_of(&snapshot, status, |ui, scene| Some(ui.data_page(scene, &data))),
        Err(NotDone::Ending(ending)) => faces.ending(ending),
        Err(NotDone::Said(status, sentence)) => faces.wrong(status, sentence).await,
    }
}

/// Tells whether the window asks for files in the desktop's own way.
pub(super) fn chooses(headers: &HeaderMap) -> bool {
    headers.get(DIALOGS).is_some_and(|value| value == "1")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
