//! Holds one request open with which the background program tells the window what to do, and greets it on every new connection.

use std::time::{Duration, Instant};

use hyper::body::Bytes;
use hyper::{Request, Response, StatusCode};
use lumbar_protocol::hello::Hello;
use lumbar_protocol::window::WindowOrder;
use lumbar_protocol::{PROTOCOL, path};
use serde::de::DeserializeOwned;
use tokio::time::sleep;

use crate::background::Background;
use crate::headers;
use crate::socket::exchange;

/// An answer that comes sooner than this and asks for nothing counts as a failure, or the two would spin.
const HELD_AT_LEAST: Duration = Duration::from_secs(1);

/// Brings the background program up unless it is there, and learns what it says about itself.
pub(crate) async fn introduce(background: &Background) {
    if let Ok(address) = background.ready().await {
        greet(background, &address).await;
    }
}

/// Keeps asking for orders and hands each on; ends with the window.
pub(crate) async fn hold(background: &Background, obey: impl Fn(WindowOrder)) {
    let mut pause = Pause::default();
    let mut greeted = false;
    loop {
        let Some(address) = background.address().await else { return };
        if !greeted {
            greeted = greet(background, &address).await;
        }
        let asked = Instant::now();
        let path = format!("{}?pid={}", path::WINDOW_NEXT, std::process::id());
        match ask::<WindowOrder>(&address, &path).await {
            Ok(WindowOrder::Nothing) if asked.elapsed() < HELD_AT_LEAST => sleep(pause.next()).await,
            Ok(order) => {
                pause = Pause::default();
                obey(order);
            }
            Err(reason) => {
                tracing::debug!("asking for orders: {reason}");
                greeted = false;
                sleep(pause.next()).await;
            }
        }
    }
}

/// Learns the version and the profile's folder.
async fn greet(background: &Background, address: &str) -> bool {
    match ask::<Hello>(address, path::HELLO).await {
        Ok(hello) => {
            let same = hello.protocol == PROTOCOL;
            if !same {
                tracing::error!("the background program speaks protocol {}, this window {PROTOCOL}", hello.protocol);
            }
            background.greeted(same, Some(hello.profile).filter(|folder| folder.is_absolute()));
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
    fn waits_grow_to_five_seconds_and_stay_there() {
        let mut pause = Pause::default();
        let waits: Vec<u128> = (0..7).map(|_| pause.next().as_millis()).collect();
        assert_eq!(waits, [200, 400, 800, 1600, 3200, 5000, 5000]);
    }
}
