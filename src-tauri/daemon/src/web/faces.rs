//! What every handler has at hand, and how a page is made of what is now.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Json, Response};
use lumbar_engine::command::{Command, Wish};
use lumbar_engine::refusal::Refused;
use lumbar_protocol::VERSION;
use lumbar_ui::{DesktopInfo, Languages, Scene, Ui};
use serde_json::Value;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::clock::Clock;
use crate::core::{Ending, Handle, Input, Kept, Snapshot};
use crate::desktop::login::Login;
use crate::desktop::quiet;
use crate::store::routine_files::RoutineFiles;

/// How long `/changes` and the window's line are held.
pub(super) const HELD: Duration = Duration::from_secs(50);
/// How long the routine files are waited for before a page is made without a look at them.
const FILES_WITHIN: Duration = Duration::from_millis(200);

/// What every handler needs.
#[derive(Debug)]
pub(crate) struct Faces {
    /// The way to the driver.
    pub(crate) handle: Handle,
    /// The texts.
    pub(crate) languages: Arc<Languages>,
    /// The person's own routines.
    pub(crate) routine_files: Arc<RoutineFiles>,
    /// Held while the files of routines are written or replaced: an import replaces all of them.
    pub(crate) files_change: tokio::sync::Mutex<()>,
    /// The profile's folder.
    pub(crate) profile: PathBuf,
    /// The folder of the log.
    pub(crate) log: PathBuf,
    /// A marked demo profile.
    pub(crate) demo: bool,
    /// What starts when the person logs in.
    pub(crate) login: Login,
}

/// How a handler gets them.
pub(super) type Shared = axum::extract::State<Arc<Faces>>;

impl Faces {
    /// The voice of Lumbar as the person prefers it.
    pub(crate) fn ui(&self) -> Arc<Ui> {
        self.languages.spoken()
    }

    /// Looks at what is now, the routine files included.
    ///
    /// # Errors
    /// When the program is ending.
    pub(crate) async fn look(&self) -> Result<Arc<Snapshot>, Ending> {
        self.refresh_routines().await;
        self.handle.look().await
    }

    /// Says something to the engine; see [`Handle::tell`]. A fact stays also where its sender has gone, and a start looks at
    /// the routine files first.
    ///
    /// # Errors
    /// When the program is ending.
    pub(super) async fn tell(&self, command: Command) -> Result<Result<Kept, Refused>, Ending> {
        if matches!(command, Command::Wish(Wish::Start(_))) {
            self.refresh_routines().await;
        }
        if matches!(command, Command::Wish(_)) {
            unless_gone().await;
        }
        self.handle.tell(command).await
    }

    /// Looks whether the routine files are others, and tells the driver; a disk that does not answer is not waited for.
    pub(crate) async fn refresh_routines(&self) {
        let (files, handle) = (Arc::clone(&self.routine_files), self.handle.clone());
        let look = spawn_blocking(move || {
            if let Some((catalogue, bad)) = files.reread() {
                handle.send(Input::Routines(Arc::new(catalogue), bad));
            }
        });
        // What is found later is shown as soon as it is known.
        let _ = timeout(FILES_WITHIN, look).await;
    }

    /// Makes a page of what is now.
    pub(crate) async fn page(&self, make: impl FnOnce(&Ui, &Scene<'_>) -> Option<String>) -> Response {
        match self.look().await {
            Ok(snapshot) => self.page_of(&snapshot, StatusCode::OK, make),
            Err(ending) => self.ending(ending),
        }
    }

    /// Makes a page that says whether Lumbar starts when the person logs in; the others need not look.
    pub(crate) async fn page_with_login(&self, make: impl FnOnce(&Ui, &Scene<'_>) -> Option<String>) -> Response {
        match self.look_with_login().await {
            Ok(snapshot) => self.page_of(&snapshot, StatusCode::OK, make),
            Err(ending) => self.ending(ending),
        }
    }

    /// Answers with an object of JSON, from the same as a page.
    pub(crate) async fn answer_with_login(&self, make: impl FnOnce(&Ui, &Scene<'_>) -> Value) -> Response {
        match self.look_with_login().await {
            Ok(snapshot) => Json(self.scene(&snapshot, |scene| make(&self.ui(), scene))).into_response(),
            Err(ending) => self.ending(ending),
        }
    }

    /// Makes a page that says whether "do not disturb" is on.
    pub(crate) async fn page_with_quiet(&self, make: impl FnOnce(&Ui, &Scene<'_>) -> Option<String>) -> Response {
        let (quiet, snapshot) = tokio::join!(quiet::look(), self.look());
        match snapshot {
            Ok(snapshot) => {
                let desktop = DesktopInfo { quiet, ..snapshot.desktop.clone() };
                self.page_of(&Snapshot { desktop, ..(*snapshot).clone() }, StatusCode::OK, make)
            }
            Err(ending) => self.ending(ending),
        }
    }

    async fn look_with_login(&self) -> Result<Snapshot, Ending> {
        let login = self.login.look().await;
        let snapshot = self.look().await?;
        let desktop = DesktopInfo { login, ..snapshot.desktop.clone() };
        Ok(Snapshot { desktop, ..(*snapshot).clone() })
    }

    /// Makes a page of a snapshot; `None` becomes the page for an unknown address.
    pub(crate) fn page_of(
        &self,
        snapshot: &Snapshot,
        status: StatusCode,
        make: impl FnOnce(&Ui, &Scene<'_>) -> Option<String>,
    ) -> Response {
        let ui = self.ui();
        self.scene(snapshot, |scene| match make(&ui, scene) {
            Some(html) => html_page(status, html),
            None => html_page(StatusCode::NOT_FOUND, ui.not_found(scene)),
        })
    }

    fn scene<T>(&self, snapshot: &Snapshot, make: impl FnOnce(&Scene<'_>) -> T) -> T {
        make(&Scene {
            view: &snapshot.view,
            rev: snapshot.rev,
            now: snapshot.now,
            offset: Clock::offset(snapshot.now.wall),
            catalogue: &snapshot.catalogue,
            demo: self.demo,
            notices: &snapshot.notices,
            desktop: &snapshot.desktop,
            settings: &snapshot.prefs,
            version: VERSION,
        })
    }

    /// Says in one sentence that something is wrong with a request.
    pub(crate) async fn wrong(&self, status: StatusCode, sentence: String) -> Response {
        match self.look().await {
            Ok(snapshot) => self.page_of(&snapshot, status, |ui, scene| Some(ui.error(scene, &sentence))),
            Err(ending) => self.ending(ending),
        }
    }

    /// Says that the program is ending.
    pub(crate) fn ending(&self, _: Ending) -> Response {
        (StatusCode::SERVICE_UNAVAILABLE, self.ui().text("program-ending", &[])).into_response()
    }
}

fn html_page(status: StatusCode, html: String) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response()
}

/// Lets a connection find out that its sender has gone, which drops the request that waits here: after the program hung, what is not
/// a fact must not be done, for its sender was told that nobody answers.
pub(super) async fn unless_gone() {
    tokio::task::yield_now().await;
    tokio::task::yield_now().await;
}
