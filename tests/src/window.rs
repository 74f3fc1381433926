//! Drives the real window through WebDriver, on a display of its own.

use std::{net::TcpListener, path::Path, process::Stdio, time::Duration};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use lumbar_played_desktop::{Context, Outcome, Process, Trouble, patience};
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::{Desktop, Display, window_binary};

/// How often the driver is tried until it listens, and the page asked for its size.
const GLANCE: Duration = Duration::from_millis(20);
/// A size is asked for this many times, and looked for this often after each.
const ROUNDS: usize = 6;
const GLANCES: usize = 50;

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

    /// Opens it on a display of another size, in pixels.
    pub async fn open_on(desk: &Desktop, (width, height): (u32, u32), args: &[&str]) -> Outcome<Self> {
        let binary = window_binary()?;
        Self::drive(desk.display(width, height)?, &binary, args).await
    }

    /// Opens another program that embeds WebKitGTK and takes part in automation.
    pub async fn open_program(desk: &Desktop, binary: &Path, args: &[&str]) -> Outcome<Self> {
        Self::drive(desk.display(1600, 1200)?, binary, args).await
    }

    async fn drive(display: Display, binary: &Path, args: &[&str]) -> Outcome<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = display.seat().command("WebKitWebDriver");
        command
            .args(["--host=127.0.0.1".to_owned(), format!("--port={port}")])
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = Process::spawn(&mut command)?;
        let mut wanted = Capabilities::new();
        let options = json!({ "binary": binary.display().to_string(), "args": args });
        wanted.insert("webkitgtk:browserOptions".to_owned(), options);
        let page = connect(port, wanted).await.trying(format!("a WebDriver session with {}", binary.display()))?;
        Ok(Self { page, display, driver })
    }

    /// Gives the page this many CSS pixels, whatever the window has around it.
    pub async fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        let wanted = [i64::from(width), i64::from(height)];
        let (mut asked, mut inner) = (wanted, [0, 0]);
        for _ in 0..ROUNDS {
            let [across, down] = asked.map(|side| u32::try_from(side).unwrap_or(0));
            self.page.set_window_size(across, down).await?;
            for _ in 0..GLANCES {
                inner = self.inner().await?;
                if inner == wanted {
                    return Ok(());
                }
                sleep(GLANCE).await;
            }
            // What is around the page is known now, so the next round asks for as much more.
            asked = [asked[0] + wanted[0] - inner[0], asked[1] + wanted[1] - inner[1]];
        }
        Err(Trouble::new(format!("the page stays {inner:?} pixels instead of {wanted:?}")))
    }

    /// Writes a picture of the page.
    pub async fn screenshot(&self, to: &Path) -> Outcome<()> {
        std::fs::write(to, self.page.screenshot().await?).trying(to.display())
    }

    /// The size of the page in CSS pixels.
    pub async fn inner(&self) -> Outcome<[i64; 2]> {
        let inner = self.page.execute("return [innerWidth, innerHeight]", Vec::new()).await?;
        let side = |index: usize| inner.get(index).and_then(serde_json::Value::as_i64);
        side(0).zip(side(1)).map(|(width, height)| [width, height]).trying("the page has no size")
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
