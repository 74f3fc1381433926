//! Serves the routines of one's own: the editor, and the way of a routine in from a file, out into one, and away. What may be done
//! is decided in `store/own_routines`, for pages and the command line alike.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CONTENT_LOCATION, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use lumbar_engine::routine::Routine;
use lumbar_engine::routine::file::Others;
use lumbar_ui::{FileAsk, FileSaid, RoutineDraft, Ui};
use serde::Deserialize;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::api::{read, refused};
use super::data::chooses;
use super::faces::{Faces, Shared};
use super::fields::field;
use super::onwards::onwards;
use super::query::{MaybeQuery, Pairs, pairs, value};
use crate::core::Snapshot;
use crate::store::own_routines::{Found, NotDone, Taken, read_from, write_to};
use crate::store::routine_files::RoutineFiles;

/// The largest form of the editor, bytes: sixty-four steps with twelve cues each have about half of it.
const LARGEST_FORM: usize = 512 * 1024;
/// The largest file as JSON, bytes: each of its bytes may be written as six.
const LARGEST_FILE: usize = 2 * 1024 * 1024;

type MaybeForm = Result<Form<Pairs>, FormRejection>;

/// The pages and forms.
pub(super) fn pages() -> Router<Arc<Faces>> {
    Router::new()
        .route("/own-routines/new", get(new))
        .route("/own-routines/edit/{id}", get(edit))
        .route("/own-routines/import", get(import_page))
        .route("/own-routines/export/{id}", get(export_page))
        .route("/own-routines/delete/{id}", get(delete_page))
        .route("/do/own-routine", post(save).layer(DefaultBodyLimit::max(LARGEST_FORM)))
        .route("/do/own-routine-check", post(check).layer(DefaultBodyLimit::max(LARGEST_FORM)))
        .route("/do/own-routine-import", post(import))
        .route("/do/own-routine-export", post(export))
        .route("/do/own-routine-delete", post(delete))
}

/// The same for the command line.
pub(super) fn api() -> Router<Arc<Faces>> {
    Router::new()
        .route("/routines/import", post(import_json).layer(DefaultBodyLimit::max(LARGEST_FILE)))
        .route("/routines/export", post(export_json))
        .route("/routines/delete", post(delete_json))
}

async fn new(State(faces): Shared, query: MaybeQuery<Pairs>) -> Response {
    let query = pairs(query);
    let from = value(&query, "from").unwrap_or_default().to_owned();
    faces
        .page(|ui, scene| {
            let draft = match scene.catalogue.routine(&from) {
                Some(routine) => RoutineDraft::of(ui, routine, None),
                None if from.is_empty() => RoutineDraft::empty(),
                None => return None,
            };
            Some(ui.own_routine(scene, &draft, None))
        })
        .await
}

async fn edit(State(faces): Shared, Path(id): Path<String>) -> Response {
    // Looked at first, so that the routine is the one of the file.
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let name = id.clone();
    let found = with_files(&faces, move |files| files.find(&name)).await.ok();
    // What is shown and its mark are of one reading: the file may have changed since the catalogue was read.
    let read = found.and_then(|found| Some((Routine::read(&found.text).ok()?, found.mark())));
    faces.page_of(&snapshot, StatusCode::OK, |ui, scene| {
        let known = scene.catalogue.routine(&id).filter(|_| scene.catalogue.is_own(&id))?;
        let draft = match read {
            Some((routine, mark)) => RoutineDraft::of(ui, &routine, Some(mark)),
            None => RoutineDraft::of(ui, known, Some(String::new())),
        };
        Some(ui.own_routine(scene, &draft, None))
    })
}

/// The page with what was typed, and what is wrong with it. Nothing is kept.
async fn check(State(faces): Shared, form: MaybeForm) -> Response {
    match typed(&faces, form).await {
        Ok((snapshot, draft)) => again(&faces, &snapshot, &draft, StatusCode::OK, None),
        Err(answer) => *answer,
    }
}

/// Keeps the routine; what cannot be kept stays on the page as it was typed.
async fn save(State(faces): Shared, form: MaybeForm) -> Response {
    let (snapshot, draft) = match typed(&faces, form).await {
        Ok(typed) => typed,
        Err(answer) => return *answer,
    };
    let made = draft.make(&faces.ui(), &snapshot.catalogue);
    if !made.is_sound() {
        return again(&faces, &snapshot, &draft.at_its_problems(), StatusCode::UNPROCESSABLE_ENTITY, None);
    }
    let catalogue = Arc::clone(&snapshot.catalogue);
    let seen = draft.id().map(|_| draft.seen().to_owned());
    let kept = with_files(&faces, move |files| match seen {
        Some(seen) => files.change(&made.routine, &made.places, &seen, &catalogue),
        None => files.take(&made.routine.write(&Others::default()), &catalogue),
    })
    .await;
    match kept {
        Ok(Taken { routine, .. }) => {
            faces.refresh_routines().await;
            onwards(&format!("/routines/{}", routine.id))
        }
        Err(not) => {
            tracing::warn!("a routine is not kept: {}", not.for_log());
            let said = faces.ui().why(&not.why());
            again(&faces, &snapshot, &draft.at_its_problems(), StatusCode::CONFLICT, Some(&said))
        }
    }
}

async fn typed(faces: &Faces, form: MaybeForm) -> Result<(Arc<Snapshot>, RoutineDraft), Box<Response>> {
    let Ok(Form(fields)) = form else { return Err(Box::new(unreadable(faces).await)) };
    let snapshot = faces.look().await.map_err(|ending| Box::new(faces.ending(ending)))?;
    let pairs = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let draft = RoutineDraft::from_pairs(&faces.ui(), &snapshot.catalogue, pairs);
    Ok((snapshot, draft))
}

fn again(faces: &Faces, snapshot: &Snapshot, draft: &RoutineDraft, status: StatusCode, said: Option<&str>) -> Response {
    let mut page = faces.page_of(snapshot, status, |ui, scene| Some(ui.own_routine(scene, draft, said)));
    // Loaded again, it is the page, and no press.
    let at = draft.id().map_or_else(|| "/own-routines/new".to_owned(), |id| format!("/own-routines/edit/{id}"));
    if let Ok(at) = HeaderValue::from_str(&at) {
        page.headers_mut().insert(CONTENT_LOCATION, at);
    }
    page
}

async fn unreadable(faces: &Faces) -> Response {
    tracing::warn!("own-routine: the form could not be read");
    faces.wrong(StatusCode::BAD_REQUEST, faces.ui().text("program-form-unreadable", &[])).await
}

async fn import_page(State(faces): Shared, headers: HeaderMap) -> Response {
    file_said(&faces, StatusCode::OK, &headers, FileAsk::default()).await
}

async fn import(State(faces): Shared, headers: HeaderMap, form: MaybeForm) -> Response {
    let Ok(Form(fields)) = form else { return unreadable(&faces).await };
    let path = field(&fields, "path").unwrap_or_default().to_owned();
    let file = path.clone();
    let text = match blocking(move || read_from(&file)).await {
        Ok(text) => text,
        Err(not) => return not_taken(&faces, &headers, &path, &not).await,
    };
    match take(&faces, text).await {
        Ok(Taken { routine, others }) if others.is_empty() => onwards(&format!("/routines/{}", routine.id)),
        Ok(taken) => {
            let done = FileSaid::Done(said_of(&faces.ui(), &taken));
            file_said(&faces, StatusCode::OK, &headers, FileAsk { said: Some(&done), ..FileAsk::default() }).await
        }
        Err(not) => not_taken(&faces, &headers, &path, &not).await,
    }
}

async fn not_taken(faces: &Faces, headers: &HeaderMap, path: &str, not: &NotDone) -> Response {
    tracing::warn!("a routine file is not taken in: {}", not.for_log());
    let ui = faces.ui();
    let why = ui.why(&not.why());
    let said = match not {
        NotDone::NoPath | NotDone::Relative => why,
        NotDone::NotTaken(_) | NotDone::There(_) | NotDone::Changed(_) | NotDone::Gone(_) | NotDone::Unwritable(..) => {
            ui.text("import-refused", &[("file", path.into()), ("why", why.into())])
        }
    };
    let wrong = FileSaid::Wrong(said);
    file_said(faces, StatusCode::UNPROCESSABLE_ENTITY, headers, FileAsk { path, said: Some(&wrong), chooses: false })
        .await
}

async fn file_said(faces: &Faces, status: StatusCode, headers: &HeaderMap, ask: FileAsk<'_>) -> Response {
    let ask = FileAsk { chooses: chooses(headers), ..ask };
    let folder = faces.routine_files.folder().display().to_string();
    match faces.look().await {
        Ok(snapshot) => faces.page_of(&snapshot, status, |ui, scene| Some(ui.import_routine(scene, ask, &folder))),
        Err(ending) => faces.ending(ending),
    }
}

async fn take(faces: &Faces, text: String) -> Result<Taken, NotDone> {
    // Where the program is ending, there is nothing to add to any more.
    let snapshot = faces.look().await.map_err(|_| NotDone::Gone(String::new()))?;
    let catalogue = Arc::clone(&snapshot.catalogue);
    let taken = with_files(faces, move |files| files.take(&text, &catalogue)).await?;
    faces.refresh_routines().await;
    Ok(taken)
}

/// That it was taken, and what it holds that is not known here.
fn said_of(ui: &Ui, Taken { routine, others }: &Taken) -> String {
    let name = ui.routine_name(&routine.id);
    let done = ui.text("import-done", &[("name", name.into())]);
    if others.is_empty() {
        return done;
    }
    let listed = others.join(", ");
    let more = ui.text("import-others", &[("count", others.len().into()), ("text", listed.into())]);
    format!("{done} {more}")
}

async fn export_page(State(faces): Shared, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let ask = FileAsk { chooses: chooses(&headers), ..FileAsk::default() };
    faces.page(|ui, scene| ui.export_routine(scene, &id, ask)).await
}

async fn export(State(faces): Shared, headers: HeaderMap, form: MaybeForm) -> Response {
    let Ok(Form(fields)) = form else { return unreadable(&faces).await };
    let (id, path) = (field(&fields, "id").unwrap_or_default(), field(&fields, "path").unwrap_or_default());
    let (name, file) = (id.to_owned(), path.to_owned());
    let done = with_files(&faces, move |files| write_to(&file, &files.find(&name)?.text)).await;
    let ui = faces.ui();
    let (status, said) = match done {
        Ok(file) => {
            (StatusCode::OK, FileSaid::Done(ui.text("export-done", &[("file", file.display().to_string().into())])))
        }
        Err(not) => {
            tracing::warn!("a routine is not saved as a file: {}", not.for_log());
            (StatusCode::UNPROCESSABLE_ENTITY, FileSaid::Wrong(ui.why(&not.why())))
        }
    };
    match faces.look().await {
        Ok(snapshot) => {
            let ask = FileAsk { path, said: Some(&said), chooses: chooses(&headers) };
            faces.page_of(&snapshot, status, |ui, scene| ui.export_routine(scene, id, ask))
        }
        Err(ending) => faces.ending(ending),
    }
}

async fn delete_page(State(faces): Shared, Path(id): Path<String>) -> Response {
    faces.page(|ui, scene| ui.delete_routine(scene, &id)).await
}

async fn delete(State(faces): Shared, form: MaybeForm) -> Response {
    let Ok(Form(fields)) = form else { return unreadable(&faces).await };
    let id = field(&fields, "id").unwrap_or_default().to_owned();
    match with_files(&faces, move |files| files.delete(&id)).await {
        Ok(_) => {
            faces.refresh_routines().await;
            onwards("/routines")
        }
        Err(not) => {
            tracing::warn!("a routine is not deleted: {}", not.for_log());
            faces.wrong(StatusCode::CONFLICT, faces.ui().why(&not.why())).await
        }
    }
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

async fn import_json(State(faces): Shared, body: Bytes) -> Response {
    let Text { text } = match read(&faces, &body) {
        Ok(text) => text,
        Err(answer) => return *answer,
    };
    match take(&faces, text).await {
        Ok(taken) => {
            let (ui, id) = (faces.ui(), &taken.routine.id);
            Json(json!({ "id": id, "name": ui.routine_name(id), "sentence": said_of(&ui, &taken) })).into_response()
        }
        Err(not) => refused_for(&faces, &not),
    }
}

#[derive(Deserialize)]
struct Named {
    id: String,
    /// The question was answered.
    #[serde(default)]
    yes: bool,
}

/// The text of the file of a routine; one that is built in is written anew.
async fn export_json(State(faces): Shared, body: Bytes) -> Response {
    let Named { id, .. } = match read(&faces, &body) {
        Ok(named) => named,
        Err(answer) => return *answer,
    };
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    let built_in = snapshot.catalogue.routine(&id).filter(|_| !snapshot.catalogue.is_own(&id));
    let text = match built_in {
        Some(routine) => Ok(routine.write(&Others::default())),
        None => with_files(&faces, move |files| files.find(&id)).await.map(|found| found.text),
    };
    match text {
        Ok(text) => Json(json!({ "text": text })).into_response(),
        Err(not) => refused_for(&faces, &not),
    }
}

async fn delete_json(State(faces): Shared, body: Bytes) -> Response {
    let Named { id, yes } = match read(&faces, &body) {
        Ok(named) => named,
        Err(answer) => return *answer,
    };
    let ui = faces.ui();
    let snapshot = match faces.look().await {
        Ok(snapshot) => snapshot,
        Err(ending) => return faces.ending(ending),
    };
    if snapshot.catalogue.routine(&id).is_some() && !snapshot.catalogue.is_own(&id) {
        return refused(ui.text("cli-routine-not-own", &[("id", id.into())]));
    }
    let (name, what) = (ui.routine_name(&id), id);
    let done = with_files(&faces, move |files| if yes { files.delete(&what) } else { files.find(&what) }).await;
    match done {
        Ok(Found { file, .. }) if !yes => {
            let args = [("name", name.into()), ("file", file.display().to_string().into())];
            refused(ui.text("cli-routine-delete", &args))
        }
        Ok(_) => {
            faces.refresh_routines().await;
            Json(json!({ "sentence": ui.text("cli-routine-deleted", &[("name", name.into())]) })).into_response()
        }
        Err(not) => refused_for(&faces, &not),
    }
}

fn refused_for(faces: &Faces, not: &NotDone) -> Response {
    tracing::warn!("a routine file: {}", not.for_log());
    refused(faces.ui().why(&not.why()))
}

/// Does something with the files; a disk may take its time, and nothing else waits for it.
async fn with_files<T: Send + 'static>(
    faces: &Faces,
    work: impl FnOnce(&RoutineFiles) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, NotDone> {
    let _one_after_the_other = faces.files_change.lock().await;
    let files = Arc::clone(&faces.routine_files);
    blocking(move || work(&files)).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, NotDone> + Send + 'static) -> Result<T, NotDone> {
    spawn_blocking(work).await.unwrap_or_else(|_| Err(NotDone::Gone(String::new())))
}
