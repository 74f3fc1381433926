//! Plays a slow page beside an alarm.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc;

use axum::routing::get;

use super::*;
use crate::life::socket;
use crate::web::Server;

#[test]
fn an_alarm_goes_out_while_a_page_is_still_being_made() {
    play(|folder| async move {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;

        let (begun, mut begins) = tokio::sync::mpsc::unbounded_channel();
        let (release, released) = mpsc::channel::<()>();
        let released = Arc::new(Mutex::new(released));
        // A page that takes all of its thread for as long as it likes.
        let slow = move || async move {
            begun.send(()).unwrap();
            let released = released.lock().unwrap().recv_timeout(std::time::Duration::from_secs(60));
            if released.is_ok() { "made" } else { "not released" }
        };
        let address = folder.path().join("socket");
        let place = address.clone();
        let listen = move || socket::listen(vec![place], Arc::default(), Box::new(|_| {}));
        let (server, _) = Server::start(listen, axum::Router::new().route("/slow", get(slow)), String::new()).unwrap();
        let asker = std::thread::spawn(move || {
            let mut stream = UnixStream::connect(address).unwrap();
            stream.write_all(b"GET /slow HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
            let mut said = String::new();
            stream.read_to_string(&mut said).unwrap();
            said
        });
        begins.recv().await.unwrap();

        let before = life.desktop.seen(|seen| seen.sounds.len());
        life.advance(1200).await;
        assert_eq!(life.phase().await, Some(PhaseView::TakeOff));
        assert!(
            life.desktop.seen(|seen| seen.sounds[before..].contains(&Sound::Alarm)),
            "the alarm waits for the page"
        );
        assert!(!asker.is_finished());

        release.send(()).unwrap();
        assert!(asker.join().unwrap().ends_with("made"));
        server.finish(Duration::from_secs(5)).await;
        life.crash().await;
    });
}
