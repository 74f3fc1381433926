//! Holds all that differs between desktops: the program's name for them, activation, and how a window's place is read and set.

pub(crate) use here::{
    bring_forward, choose, is_there, lighten, listen_for_keys, place_of, put, revive, screens, size,
};

/// Begins the shell; WKWebView has to be told there to load a page again whose process ended.
pub(crate) fn shell() -> tauri::Builder<tauri::Wry> {
    let shell = tauri::Builder::default();
    #[cfg(target_os = "macos")]
    let shell = shell.on_web_content_process_terminate(|webview| {
        tracing::error!("the page's process ended and is started again");
        if let Err(error) = webview.reload() {
            tracing::error!("the page is not loaded again: {error}");
        }
    });
    shell
}

/// Tells whether a test drives the window over WebDriver.
pub(crate) fn is_driven() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

/// The name under which the desktop knows Lumbar; the desktop entry carries the same.
#[cfg(target_os = "linux")]
const APP_ID: &str = "app.lumbar.Lumbar";

#[cfg(target_os = "linux")]
mod here {
    use std::cell::Cell;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;
    use std::time::{Duration, Instant};

    use gtk::gdk;
    use gtk::glib;
    use gtk::prelude::*;
    use tauri::{AppHandle, Manager, WebviewWindow};
    use webkit2gtk::WebViewExt;

    use super::{APP_ID, is_driven};
    use crate::choose::{Answer, Wanted, offer};
    use crate::place::{Place, Screen};
    use crate::words::words;
    use crate::zoom::Zoom;

    /// Tells WebKitGTK not to go round by GPU buffers where there is no GPU, which saves about 60 MB.
    ///
    /// WebKitGTK takes that from the environment alone, so the program starts itself over in its own place, once.
    /// Not when a test drives the window: without those buffers WebKitWebDriver never answers a screenshot.
    #[expect(clippy::disallowed_methods, reason = "Linux shows no console")]
    pub(crate) fn lighten() {
        if is_driven() || std::env::var_os(NO_GPU_BUFFERS).is_some() || has_gpu(Path::new("/dev/dri")) {
            return;
        }
        let Ok(own) = std::env::current_exe() else { return };
        let error = Command::new(own).args(std::env::args_os().skip(1)).env(NO_GPU_BUFFERS, "1").exec();
        tracing::warn!("going on without starting over: {error}");
    }

    const NO_GPU_BUFFERS: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    fn has_gpu(devices: &Path) -> bool {
        let nodes = std::fs::read_dir(devices).into_iter().flatten().flatten();
        nodes.into_iter().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
    }

    /// Tells whether there is a desktop to open a window on, and names the program to it.
    ///
    /// X11 takes window class and instance from here, Wayland its application id.
    pub(crate) fn is_there() -> bool {
        glib::set_prgname(Some(APP_ID));
        if gtk::init().is_err() {
            return false;
        }
        gdk::set_program_class(APP_ID);
        true
    }

    /// Brings the window to the front, with the proof that a person asked if there is one.
    pub(crate) fn bring_forward(window: &WebviewWindow, activation: Option<&str>) {
        let Ok(window) = window.gtk_window() else { return };
        if let Some(token) = activation {
            // X11 takes the time of the press from it. GTK 3 hands none to Wayland.
            window.set_startup_id(token);
        }
        if window.is_active() {
            return;
        }
        window.deiconify();
        match window.window().map(|shown| shown.downcast::<gdkx11::X11Window>()) {
            // Without a time the window manager of KDE takes it for a program that pushes itself forward.
            Some(Ok(on_x11)) if activation.is_none() => {
                window.present_with_time(gdkx11::functions::x11_get_server_time(&on_x11));
            }
            Some(Ok(_)) => window.present(),
            // On Wayland nothing raises a window that is behind or minimised; a new one comes to the front.
            Some(Err(_)) => {
                window.hide();
                window.show();
                window.present();
            }
            None => window.present(),
        }
    }

    /// Asks for a file in the desktop's own window: by its portal where there is one.
    pub(crate) fn choose(app: &AppHandle, wanted: Wanted, answer: Answer) {
        let handle = app.clone();
        // Dropped without an answer, it is as if no file was named.
        let asked = app.run_on_main_thread(move || ask_for_file(&handle, &wanted, answer));
        if let Err(error) = asked {
            tracing::error!("a file could not be asked for: {error}");
        }
    }

    fn ask_for_file(app: &AppHandle, wanted: &Wanted, answer: Answer) {
        let window = app.get_webview_window("main").and_then(|window| window.gtk_window().ok());
        let (title, action) = match wanted {
            Wanted::Save(_) => (words("window-save"), gtk::FileChooserAction::Save),
            Wanted::Open => (words("window-open"), gtk::FileChooserAction::Open),
        };
        let dialog = gtk::FileChooserNative::new(Some(&title), window.as_ref(), action, None, None);
        // An alarm behind it must be answered at any time.
        dialog.set_modal(false);
        if let Wanted::Save(file) = wanted {
            let (folder, name) = offer(file);
            if let Some(folder) = folder {
                dialog.set_current_folder(folder);
            }
            dialog.set_current_name(name.unwrap_or_default());
        }
        let answer = Cell::new(Some(answer));
        // It lives until it is answered: nobody else holds it.
        let held = Cell::new(Some(dialog.clone()));
        dialog.connect_response(move |dialog, response| {
            let file = (response == gtk::ResponseType::Accept).then(|| dialog.filename()).flatten();
            if let Some(answer) = answer.take() {
                let _ = answer.send(file);
            }
            dialog.hide();
            drop(held.take());
        });
        dialog.show();
    }

    /// Gives the window the keys people know from a browser: zoom, back, forward, reload, close.
    pub(crate) fn listen_for_keys(window: &WebviewWindow) {
        let Ok(toolkit_window) = window.gtk_window() else { return };
        let (window, zoom) = (window.clone(), Cell::new(100_u32));
        toolkit_window.connect_key_press_event(move |toolkit_window, event| {
            let Some(key) = pressed(event.keyval(), event.state()) else { return glib::Propagation::Proceed };
            let done = match key {
                Key::Zoom(change) => {
                    zoom.set(change.apply(zoom.get()));
                    window.set_zoom(f64::from(zoom.get()) / 100.0)
                }
                Key::Back => window.eval("history.back()"),
                Key::Forward => window.eval("history.forward()"),
                Key::Reload => window.reload(),
                Key::Close => {
                    toolkit_window.close();
                    Ok(())
                }
            };
            if let Err(error) = done {
                tracing::warn!("obeying a key: {error}");
            }
            glib::Propagation::Stop
        });
    }

    /// A key the window obeys itself.
    enum Key {
        Zoom(Zoom),
        Back,
        Forward,
        Reload,
        Close,
    }

    fn pressed(key: gdk::keys::Key, state: gdk::ModifierType) -> Option<Key> {
        use gdk::keys::constants as k;
        let state = state & (gdk::ModifierType::CONTROL_MASK | gdk::ModifierType::MOD1_MASK);
        if state == gdk::ModifierType::CONTROL_MASK {
            return match key {
                k::plus | k::equal | k::KP_Add => Some(Key::Zoom(Zoom::In)),
                k::minus | k::KP_Subtract => Some(Key::Zoom(Zoom::Out)),
                k::_0 | k::KP_0 => Some(Key::Zoom(Zoom::Usual)),
                k::r => Some(Key::Reload),
                k::w | k::q => Some(Key::Close),
                _ => None,
            };
        }
        if state == gdk::ModifierType::MOD1_MASK {
            return match key {
                k::Left => Some(Key::Back),
                k::Right => Some(Key::Forward),
                _ => None,
            };
        }
        (state.is_empty() && key == k::F5).then_some(Key::Reload)
    }

    /// Loads the page again when the web engine's process for it ends, so that nobody is left with an empty window.
    ///
    /// A page that ends soon after waits a moment, or the two would spin.
    pub(crate) fn revive(window: &WebviewWindow) {
        let watching = window.with_webview(|webview| {
            let last = Cell::new(None::<Instant>);
            webview.inner().connect_web_process_terminated(move |view, reason| {
                tracing::error!("the page's process ended ({reason:?}) and is started again");
                let again = last.replace(Some(Instant::now())).is_some_and(|last| last.elapsed() < SOON);
                if again {
                    let view = view.clone();
                    glib::timeout_add_local_once(SOON, move || view.reload());
                } else {
                    view.reload();
                }
            });
        });
        if let Err(error) = watching {
            tracing::warn!("a crash of the page would go unnoticed: {error}");
        }
    }

    const SOON: Duration = Duration::from_secs(5);

    /// Reads where the window is.
    pub(crate) fn place_of(window: &WebviewWindow) -> Option<Place> {
        let window = window.gtk_window().ok()?;
        let corner = (!is_wayland(&window)).then(|| window.position());
        Some(Place { corner, size: window.size(), maximised: window.is_maximized() })
    }

    /// Puts a window that is not shown yet in its place.
    pub(crate) fn put(window: &WebviewWindow, place: &Place) {
        let Ok(window) = window.gtk_window() else { return };
        window.resize(place.size.0, place.size.1);
        if let Some((x, y)) = place.corner {
            window.move_(x, y);
        }
        if place.maximised {
            window.maximize();
        }
    }

    /// A size in the units in which screens are told.
    pub(crate) fn size(width: f64, height: f64) -> tauri::Size {
        tauri::Size::Logical(tauri::LogicalSize::new(width, height))
    }

    /// Lists the screens there are.
    pub(crate) fn screens(window: &WebviewWindow) -> Vec<Screen> {
        let Ok(window) = window.gtk_window() else { return Vec::new() };
        let display = WidgetExt::display(&window);
        // There the whole screen is given as free.
        let untold = is_wayland(&window);
        (0..display.n_monitors())
            .filter_map(|number| display.monitor(number))
            .map(|monitor| monitor.workarea())
            .map(|area| ((area.x(), area.y()), (area.width(), area.height())))
            .map(|(corner, size)| if untold { Screen::untold(corner, size) } else { Screen { corner, size } })
            .collect()
    }

    fn is_wayland(window: &gtk::ApplicationWindow) -> bool {
        WidgetExt::display(window).backend().is_wayland()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_gpu_is_a_render_node() {
            let folder = tempfile::tempdir().unwrap();
            assert!(!has_gpu(&folder.path().join("missing")));
            std::fs::write(folder.path().join("card0"), "").unwrap();
            assert!(!has_gpu(folder.path()));
            std::fs::write(folder.path().join("renderD128"), "").unwrap();
            assert!(has_gpu(folder.path()));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod here {
    use tauri::{AppHandle, PhysicalPosition, PhysicalSize, WebviewWindow};

    use crate::choose::{Answer, Wanted};
    use crate::place::{Place, Screen};

    /// Does nothing; the web engine needs no advice here.
    pub(crate) fn lighten() {}

    /// Tells whether there is a desktop to open a window on; here there always is.
    #[cfg(not(windows))]
    pub(crate) fn is_there() -> bool {
        true
    }

    /// Tells whether there is WebView2 for a window, and says so to the person where there is not: nobody sees the output.
    #[cfg(windows)]
    pub(crate) fn is_there() -> bool {
        let there = tauri::webview_version().is_ok();
        if !there {
            lumbar_platform::windows::show_message("Lumbar", &crate::words::words("window-no-webview"));
        }
        there
    }

    /// Brings the window to the front; there is no proof to hand over here.
    pub(crate) fn bring_forward(window: &WebviewWindow, _activation: Option<&str>) {
        for done in [window.show(), window.unminimize(), window.set_focus()] {
            if let Err(error) = done {
                tracing::warn!("bringing the window forward: {error}");
            }
        }
    }

    /// Does nothing: a crashed page is seen to by [`super::shell`] on macOS, and on Windows WebView2 shows a page of its own.
    pub(crate) fn revive(_window: &WebviewWindow) {}

    /// Asks for no file: the page asks for its name here.
    pub(crate) fn choose(_app: &AppHandle, _wanted: Wanted, answer: Answer) {
        let _ = answer.send(None);
    }

    /// Leaves the keys to the web engine and the system's menu.
    pub(crate) fn listen_for_keys(_window: &WebviewWindow) {}

    /// Reads where the window is.
    pub(crate) fn place_of(window: &WebviewWindow) -> Option<Place> {
        if window.is_minimized().ok()? {
            return None;
        }
        let (corner, size) = (window.outer_position().ok()?, window.inner_size().ok()?);
        Some(Place {
            corner: Some((corner.x, corner.y)),
            size: (i32::try_from(size.width).ok()?, i32::try_from(size.height).ok()?),
            maximised: window.is_maximized().ok()?,
        })
    }

    /// Puts a window that is not shown yet in its place.
    pub(crate) fn put(window: &WebviewWindow, place: &Place) {
        let (width, height) = place.size;
        let mut done = vec![window.set_size(PhysicalSize::new(width, height))];
        if let Some((x, y)) = place.corner {
            done.push(window.set_position(PhysicalPosition::new(x, y)));
        }
        if place.maximised {
            done.push(window.maximize());
        }
        for error in done.into_iter().filter_map(Result::err) {
            tracing::warn!("putting the window in its place: {error}");
        }
    }

    /// A size in the units in which screens are told.
    pub(crate) fn size(width: f64, height: f64) -> tauri::Size {
        tauri::Size::Physical(PhysicalSize::new(width as u32, height as u32))
    }

    /// Lists the screens there are.
    pub(crate) fn screens(window: &WebviewWindow) -> Vec<Screen> {
        let monitors = window.available_monitors().unwrap_or_default();
        monitors
            .iter()
            .filter_map(|monitor| {
                let area = monitor.work_area();
                let (corner, size) = (area.position, area.size);
                let size = (i32::try_from(size.width).ok()?, i32::try_from(size.height).ok()?);
                Some(Screen { corner: (corner.x, corner.y), size })
            })
            .collect()
    }
}
