//! Holds one request open with which the background program tells the window what to do, and greets it on every new connection.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use hyper::body::Bytes;
use hyper::{Request, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::time::sleep;

use crate::background::Background;
use crate::headers;
use crate::socket::exchange;

/// The version of the conversation between the two programs that this window speaks.
const PROTOCOL: u64 = 1;

/// An answer that comes sooner than this and asks for nothing counts as a failure, or the two would spin.
const HELD_AT_LEAST: Duration = Duration::from_secs(1);

/// What the background program wants of the window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub(crate) enum Command {
    /// The time of holding is over; ask again.
    Nothing,
    /// Come to the front, and go to a page if one is named.
    Show {
        /// Root-relative.
        #[serde(default)]
        path: Option<String>,
        /// Proof for the desktop that a person asked (XDG activation).
        #[serde(default)]
        activation: Option<String>,
        /// Ask for attention even if the desktop does not let the window come to the front.
        #[serde(default)]
        urgent: bool,
    },
    /// End.
    Close,
    /// A wish of a later version.
    #[serde(other)]
    Unknown,
}

/// What the background program says about itself.
#[derive(Debug, Deserialize)]
struct Hello {
    #[serde(default)]
    protocol: Option<u64>,
    #[serde(default)]
    profile: Option<PathBuf>,
}

/// Brings the background program up unless it is there, and learns what it says about itself.
pub(crate) async fn introduce(background: &Background) {
    if let Ok(address) = background.ready().await {
        greet(background, &address).await;
    }
}

/// Keeps asking for commands and hands each on; ends with the window.
pub(crate) async fn hold(background: &Background, obey: impl Fn(Command)) {
    let mut pause = Pause::default();
    let mut greeted = false;
    loop {
        let Some(address) = background.address().await else { return };
        if !greeted {
            greeted = greet(background, &address).await;
        }
        let asked = Instant::now();
        let path = format!("/api/v1/window/next?pid={}", std::process::id());
        match ask::<Command>(&address, &path).await {
            Ok(Command::Nothing) if asked.elapsed() < HELD_AT_LEAST => sleep(pause.next()).await,
            Ok(command) => {
                pause = Pause::default();
                obey(command);
            }
            Err(reason) => {
                tracing::debug!("asking for commands: {reason}");
                greeted = false;
                sleep(pause.next()).await;
            }
        }
    }
}

/// Learns the version and the profile's folder.
async fn greet(background: &Background, address: &str) -> bool {
    match ask::<Hello>(address, "/api/v1/hello").await {
        Ok(hello) => {
            let same = hello.protocol.is_none_or(|protocol| protocol == PROTOCOL);
            if !same {
                tracing::error!("the background program speaks protocol {:?}, this window {PROTOCOL}", hello.protocol);
            }
            background.greeted(same, hello.profile.filter(|folder| folder.is_absolute()));
            true
        }
        Err(reason) => {
            tracing::debug!("greeting: {reason}");
            false
        }
    }
}

async fn ask<T: DeserializeOwned>(address: &str, path: &str) -> Result<T, String> {
    let mut request = Request::get(path).body(Bytes::new()).map_err(|error| error.to_string())?;
    *request.headers_mut() = headers::to_daemon(&hyper::HeaderMap::new());
    let response: Response<Bytes> = exchange(address, request).await.map_err(|error| error.to_string())?;
    if response.status() != StatusCode::OK {
        return Err(format!("status {}", response.status()));
    }
    serde_json::from_slice(response.body()).map_err(|error| error.to_string())
}

/// How long to wait before asking again: twice as long after every failure.
struct Pause(Duration);

impl Default for Pause {
    fn default() -> Self {
        Self(Duration::from_millis(200))
    }
}

impl Pause {
    const LONGEST: Duration = Duration::from_secs(5);

    fn next(&mut self) -> Duration {
        let now = self.0;
        self.0 = (now * 2).min(Self::LONGEST);
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_and_unknown_ones_do_no_harm() {
        let show = |path: Option<&str>, activation: Option<&str>, urgent| Command::Show {
            path: path.map(str::to_owned),
            activation: activation.map(str::to_owned),
            urgent,
        };
        for (text, expected) in [
            (r#"{"do":"nothing"}"#, Command::Nothing),
            (r#"{"do":"close"}"#, Command::Close),
            (r#"{"do":"dance","speed":2}"#, Command::Unknown),
            (r#"{"do":"show"}"#, show(None, None, false)),
            (r#"{"do":"show","path":null,"activation":null,"urgent":false}"#, show(None, None, false)),
            (
                r#"{"do":"show","path":"/session","activation":"t_TIME1","urgent":true,"more":1}"#,
                show(Some("/session"), Some("t_TIME1"), true),
            ),
        ] {
            assert_eq!(serde_json::from_str::<Command>(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn waits_grow_to_five_seconds_and_stay_there() {
        let mut pause = Pause::default();
        let waits: Vec<u128> = (0..7).map(|_| pause.next().as_millis()).collect();
        assert_eq!(waits, [200, 400, 800, 1600, 3200, 5000, 5000]);
    }
}
