//! Faults of clients on the socket. Promised: a press always finds room and is answered in time, and the bell rings.

use std::time::Duration;

use hyper::Method;
use lumbar_played_desktop::Outcome;
use tokio::{io::AsyncWriteExt, net::UnixStream};

use super::{found::Found, scene::Scene};
use crate::{Http, Memory};

pub(super) async fn streams() -> Outcome<Found> {
    crowd(64, b"GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n").await
}

pub(super) async fn thousand() -> Outcome<Found> {
    super::machine::allow_many_files()?;
    crowd(1000, b"").await
}

pub(super) async fn half() -> Outcome<Found> {
    crowd(100, b"POST /do/off HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9999\r\n\r\nwhen=").await
}

/// So many clients say this and then nothing, while a person presses and the bell is due.
async fn crowd(clients: usize, words: &[u8]) -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    let mut open: Vec<UnixStream> = Vec::new();
    for _ in 0..clients {
        // A listener whose queue is full turns the rest away; those that are in are enough.
        let connected = tokio::time::timeout(Duration::from_millis(200), scene.demo.http().connect()).await;
        let Ok(Ok(mut stream)) = connected else { break };
        stream.write_all(words).await?;
        open.push(stream);
    }
    scene.pressed(&mut found, &["status"]).await;
    let off = scene.pressed(&mut found, &["off"]).await;
    found.promise(off.code == Some(0), "`off` was not taken");
    scene.faces(&mut found).await;
    // Off at once is a false start, which is asked for again.
    let taken = scene.demo.look().await.is_ok_and(|status| status["thermal"]["phase"] != "running");
    found.promise(taken == (off.code == Some(0)), "a press that failed counts, or the other way round");
    found.lost = format!("{} clients were let in", open.len());
    drop(open);
    Ok(found)
}

pub(super) async fn bodies() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    let before = Memory::of(scene.demo.pid())?.own_kib;
    let body = "x".repeat(100 << 20);
    for path in ["/api/v1/command", "/do/off", "/api/v1/quit"] {
        let _answer = scene.demo.http().send(Http::request(Method::POST, path), body.clone()).await;
    }
    scene.pressed(&mut found, &["status"]).await;
    let after = Memory::of(scene.demo.pid())?.own_kib;
    found.promise(after < before + 4096, format!("memory went from {before} to {after} KiB"));
    scene.bell(&mut found).await?;
    scene.pressed(&mut found, &["off"]).await;
    scene.faces(&mut found).await;
    Ok(found)
}
