//! What every handler has at hand, and how a page is made of what is now.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use lumbar_engine::catalogue::Catalogue;
use lumbar_protocol::VERSION;
use lumbar_ui::{DesktopInfo, Scene, Ui};

use crate::clock::Clock;
use crate::core::{Ending, Handle, Snapshot};
use crate::desktop::login::Login;

/// How long `/changes` and the window's line are held.
pub(super) const HELD: Duration = Duration::from_secs(50);
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

/// How a handler gets them.
pub(super) type Shared = axum::extract::State<Arc<Faces>>;

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
