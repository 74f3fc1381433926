//! Builds the one window, decides when it is shown and what it may load, and keeps its place.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tauri::webview::{DownloadEvent, NewWindowResponse};
use tauri::window::Color;
use tauri::{
    AppHandle, Manager, Theme, Url, UserAttentionType, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

use crate::address::{self, Destination, destination};
use crate::background::Background;
use crate::place::{self, LEAST, Place, USUAL};
use crate::platform;

/// The interface's `--paper`, so that nothing flashes white before a page is drawn.
const PAPER_LIGHT: Color = Color(0xf7, 0xf2, 0xe9, 0xff);
/// The same in the dark.
const PAPER_DARK: Color = Color(0x15, 0x17, 0x1a, 0xff);

/// The window, and what is to be kept of it.
#[derive(Clone)]
pub(crate) struct Window {
    shell: WebviewWindow,
    background: Arc<Background>,
    place: Arc<Mutex<Kept>>,
}

/// The window's place now, and as it was last written.
#[derive(Default)]
struct Kept {
    now: Option<Place>,
    written: Option<Place>,
}

impl Window {
    /// Opens the window on a page, and shows it at once.
    ///
    /// # Errors
    /// When the desktop or the web engine refuses.
    pub(crate) fn open(app: &AppHandle, page: Url, background: Arc<Background>) -> tauri::Result<Self> {
        let shell = WebviewWindowBuilder::new(app, "main", WebviewUrl::CustomProtocol(page))
            .title("Lumbar")
            .inner_size(USUAL.0, USUAL.1)
            .min_inner_size(LEAST.0, LEAST.1)
            .visible(false)
            .zoom_hotkeys_enabled(cfg!(windows))
            // Pages about someone's health leave no cache behind; only a driver in a test needs a lasting session.
            .incognito(!platform::is_driven())
            .on_navigation(may_load)
            .on_new_window(|url, _| {
                // A page of ours that asks for a window of its own gets none: there is one window.
                let _ = may_load(&url);
                NewWindowResponse::Deny
            })
            .on_download(|_, event| {
                if let DownloadEvent::Requested { url, .. } = event {
                    tracing::warn!("refused to download {url}");
                }
                false
            })
            .on_document_title_changed(|shell, title| {
                let title = if title.trim().is_empty() { "Lumbar" } else { title.as_str() };
                log_failure("setting the title", shell.set_title(title));
            })
            .build()?;

        let screens = platform::screens(&shell);
        let (width, height) = place::least(&screens);
        log_failure("setting the smallest size", shell.set_min_size(Some(platform::size(width, height))));
        let place = background.known_profile().and_then(|profile| place::read(&profile));
        let fresh = || platform::place_of(&shell).map(|place| Place { corner: None, ..place });
        if let Some(place) = place.or_else(fresh) {
            platform::put(&shell, &place.within(&screens));
        }
        paint(&shell, shell.theme().unwrap_or(Theme::Light));
        platform::listen_for_keys(&shell);
        platform::revive(&shell);

        let window =
            Self { shell: shell.clone(), background, place: Arc::new(Mutex::new(Kept { now: place, written: place })) };
        let watched = window.clone();
        shell.on_window_event(move |event| watched.happened(event));
        // In its place and painted as the page will be: the page comes while the desktop brings the window up.
        log_failure("showing the window", shell.show());
        Ok(window)
    }

    /// Brings the window to the front and goes to a page, if one is named and not there already.
    pub(crate) fn show(&self, path: Option<&str>, activation: Option<&str>, urgent: bool) {
        if let Some(path) = path {
            match address::page(path) {
                Some(page) if self.shell.url().is_ok_and(|now| address::is_on(&now, &page)) => {}
                Some(page) => log_failure("going to a page", self.shell.navigate(page)),
                None => tracing::warn!("refused to go to {path:?}, which is not a page"),
            }
        }
        if urgent && !self.shell.is_focused().unwrap_or(false) {
            let attention = self.shell.request_user_attention(Some(UserAttentionType::Critical));
            log_failure("asking for attention", attention);
        }
        platform::bring_forward(&self.shell, activation);
    }

    /// Ends the program, as closing the window does.
    pub(crate) fn close(&self) {
        self.keep_place();
        self.shell.app_handle().exit(0);
    }

    fn happened(&self, event: &WindowEvent) {
        #[allow(clippy::wildcard_enum_match_arm, reason = "the toolkit's list of events may grow")]
        match event {
            WindowEvent::Moved(_) | WindowEvent::Resized(_) => self.follow(),
            // A session that ends may leave no other chance than the last time the window lost the focus.
            WindowEvent::CloseRequested { .. } | WindowEvent::Focused(false) => {
                self.follow();
                self.keep_place();
            }
            WindowEvent::Focused(true) => {
                log_failure("ending the call for attention", self.shell.request_user_attention(None));
            }
            WindowEvent::ThemeChanged(theme) => paint(&self.shell, *theme),
            _ => {}
        }
    }

    fn follow(&self) {
        let Some(now) = platform::place_of(&self.shell) else { return };
        let mut place = self.place();
        match place.now.as_mut() {
            Some(place) => place.follow(now),
            None => place.now = Some(now),
        }
    }

    fn keep_place(&self) {
        let mut place = self.place();
        if place.now == place.written {
            return;
        }
        let Some((profile, now)) = self.background.known_profile().zip(place.now) else { return };
        match place::write(&profile, &now) {
            Ok(()) => place.written = Some(now),
            Err(error) => tracing::warn!("the window's place is not kept: {error}"),
        }
    }

    fn place(&self) -> MutexGuard<'_, Kept> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets the window load its own pages and hands everything else to the person's browser, or to nobody.
fn may_load(url: &Url) -> bool {
    match destination(url) {
        Destination::Page => true,
        Destination::Outside => {
            open_outside(url.to_string());
            false
        }
        Destination::Nowhere => {
            tracing::warn!("refused to open {url}");
            false
        }
    }
}

/// Opens an address in the person's browser without waiting for it.
fn open_outside(address: String) {
    let opening = std::thread::Builder::new().name("open".to_owned()).spawn(move || {
        if let Err(error) = open::that_detached(&address) {
            tracing::error!("no program took {address}: {error}");
        }
    });
    if let Err(error) = opening {
        tracing::error!("no thread to open an address with: {error}");
    }
}

fn paint(shell: &WebviewWindow, theme: Theme) {
    let paper = if theme == Theme::Dark { PAPER_DARK } else { PAPER_LIGHT };
    log_failure("painting the background", shell.set_background_color(Some(paper)));
}

fn log_failure(what: &str, done: tauri::Result<()>) {
    if let Err(error) = done {
        tracing::warn!("{what}: {error}");
    }
}
