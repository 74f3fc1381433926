//! The native window around Lumbar's pages: it decides nothing and keeps nothing but its own place on the screen.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "a console may show while tests run"))]

mod address;
mod background;
mod choose;
mod error_page;
mod headers;
mod link;
mod place;
mod platform;
mod proxy;
mod socket;
mod start;
mod window;
mod words;
#[cfg(target_os = "linux")]
mod zoom;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use lumbar_protocol::window::{Opening, WindowOrder};
use tauri::{App, Url};
use tokio::runtime;
use tokio::time::timeout;
use tracing_subscriber::EnvFilter;

use crate::background::Background;
use crate::choose::Chooser;
use crate::start::Start;
use crate::window::Window;

/// How long the window's place is waited for; a background program that has yet to start may take longer.
const PLACE_WITHIN: Duration = Duration::from_millis(400);

/// The window of Lumbar. The background program opens it; started by itself it brings that up.
#[derive(Debug, Parser)]
#[command(name = "lumbar-window", version)]
struct Arguments {
    /// Folder of the profile
    #[arg(long, value_name = "DIR")]
    profile: Option<PathBuf>,

    /// Address of the background program's local socket
    #[arg(long, value_name = "ADDR")]
    socket: Option<String>,

    /// Page to open
    #[arg(long, value_name = "PATH", default_value = "/", value_parser = address::parse_path)]
    open: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("LUMBAR_LOG").unwrap_or_else(|_| EnvFilter::new("warn,lumbar_window=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    platform::lighten();
    if !platform::is_there() {
        eprintln!("{}", words::words("window-no-desktop"));
        return ExitCode::FAILURE;
    }
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    // One thread of its own is plenty: all it does is wait for the socket.
    let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    tauri::async_runtime::set(runtime.handle().clone());

    let page = address::page(&arguments.open).ok_or("the page has no address")?;
    let profile = arguments.profile.map(std::path::absolute).transpose()?;
    let start = Start::beside_us(profile.clone());
    let background = Arc::new(Background::new(start, arguments.socket, profile));
    let starting = Arc::clone(&background);
    runtime.spawn(async move { link::introduce(&starting).await });

    let asked = Arc::clone(&background);
    let app = platform::shell()
        .register_asynchronous_uri_scheme_protocol(address::SCHEME, move |context, request, responder| {
            let (background, app) = (Arc::clone(&asked), context.app_handle().clone());
            tauri::async_runtime::spawn(async move {
                let chooser = Chooser::new(move |wanted, answer| platform::choose(&app, wanted, answer));
                responder.respond(proxy::answer(&background, &chooser, request).await);
            });
        })
        .setup(move |app| Ok(set_up(app, page, background)?))
        .build(tauri::generate_context!())?;
    app.run(|_, _| {});
    Ok(())
}

fn set_up(app: &App, page: Url, background: Arc<Background>) -> tauri::Result<()> {
    // Without an answer in time the window opens where the desktop puts it.
    let _ = tauri::async_runtime::block_on(async { timeout(PLACE_WITHIN, background.profile()).await });

    let window = Window::open(app.handle(), page, Arc::clone(&background))?;
    let app = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        link::hold(&background, |order| {
            let window = window.clone();
            let obeyed = app.run_on_main_thread(move || obey(&window, order));
            if let Err(error) = obeyed {
                tracing::error!("an order was not obeyed: {error}");
            }
        })
        .await;
    });
    Ok(())
}

fn obey(window: &Window, order: WindowOrder) {
    match order {
        WindowOrder::Nothing => {}
        WindowOrder::Show(Opening { path, activation, urgent }) => {
            window.show(path.as_deref(), activation.as_deref(), urgent);
        }
        WindowOrder::Close => window.close(),
        WindowOrder::Unknown => tracing::warn!("the background program asks for something this window does not know"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use serde_json::Value;

    /// Pages need no command of the shell; printing on macOS is the one exception.
    #[test]
    fn no_command_is_open_to_the_page() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |path: &Path| serde_json::from_str::<Value>(&fs::read_to_string(path).unwrap()).unwrap();
        let files = fs::read_dir(folder.join("capabilities")).unwrap().map(|file| file.unwrap().path());
        let open: Vec<Value> = files.map(|file| read(&file)).collect();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0]["platforms"], serde_json::json!(["macOS"]));
        assert_eq!(open[0]["permissions"], serde_json::json!(["core:webview:allow-print"]));

        let app = &read(&folder.join("tauri.conf.json"))["app"];
        assert_eq!(app["withGlobalTauri"], false);
        assert_eq!(app["security"]["capabilities"], serde_json::json!([]));
    }
}
