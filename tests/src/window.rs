//! Drives the real window through WebDriver, on a display of its own.

use std::{net::TcpListener, path::Path, process::Stdio, time::Duration};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::{Context, Desktop, Display, Outcome, Process, Trouble, watched::patience, window_binary};

/// How often the driver is tried until it listens.
const GLANCE: Duration = Duration::from_millis(20);

/// The open window of `lumbar-window`.
#[derive(Debug)]
pub struct Window {
    /// The page in it, as fantoccini drives it.
    pub page: Client,
    /// The display it is on.
    pub display: Display,
    driver: Process,
}

impl Window {
    /// Opens `lumbar-window` with these words on a new display of 1600 by 1200.
    pub async fn open(desk: &Desktop, args: &[&str]) -> Outcome<Self> {
        let binary = window_binary()?;
        Self::open_program(desk, &binary, args).await
    }

    /// Opens another program that embeds WebKitGTK and takes part in automation.
    pub async fn open_program(desk: &Desktop, binary: &Path, args: &[&str]) -> Outcome<Self> {
        let display = desk.display(1600, 1200)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = display.seat().command("WebKitWebDriver");
        command
            .args(["--host=127.0.0.1".to_owned(), format!("--port={port}")])
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = Process::spawn(&mut command)?;
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": binary.display().to_string(), "args": args });
        wanted.insert("webkitgtk:browserOptions".to_owned(), options);
        let page = connect(port, wanted).await.trying(format!("a WebDriver session with {}", binary.display()))?;
        Ok(Self { page, display, driver })
    }

    /// Gives the page this many CSS pixels, by what the window's frame takes besides.
    pub async fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        self.page.set_window_size(width, height).await?;
        let inner = self.page.execute("return [innerWidth, innerHeight]", Vec::new()).await?;
        let side = |index: usize, wanted: u32| {
            let got = inner.get(index).and_then(serde_json::Value::as_u64).and_then(|n| u32::try_from(n).ok());
            wanted + wanted.saturating_sub(got.unwrap_or(wanted))
        };
        Ok(self.page.set_window_size(side(0, width), side(1, height)).await?)
    }

    /// Writes a picture of the page.
    pub async fn screenshot(&self, to: &Path) -> Outcome<()> {
        std::fs::write(to, self.page.screenshot().await?).trying(to.display())
    }

    /// Closes the session, and with it the window.
    pub async fn close(mut self) -> Outcome<()> {
        self.page.clone().close().await?;
        self.driver.pid().terminate()?;
        self.driver.wait().await.map(|_status| ())
    }
}

async fn connect(port: u16, wanted: Capabilities) -> Outcome<Client> {
    let address = format!("http://127.0.0.1:{port}");
    let deadline = Instant::now() + patience();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > deadline {
            return Err(Trouble::new("WebKitWebDriver does not listen"));
        }
        sleep(GLANCE).await;
    }
    Ok(ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(&address).await?)
}
