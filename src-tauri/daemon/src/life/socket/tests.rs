//! The socket on real folders: crashes, foreign folders, a runtime folder that goes away, a program that hangs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::serve::Listener as _;
use tokio::sync::Notify;

use super::port::PassedOver;
use super::*;

const SHORT: Duration = Duration::from_secs(1);

/// A private folder, as a runtime folder is.
fn private() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    folder
}

fn listen_at(places: &[&Path]) -> std::io::Result<(unix::Listener, Vec<PassedOver>)> {
    listen(places.iter().map(|place| place.to_path_buf()).collect(), Arc::default(), Box::new(|_| {}))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_socket_left_by_a_crash_is_replaced_only_its_user_may_open_it_and_it_goes_with_its_program() {
    let folder = private();
    let path = folder.path().join("socket");
    let address = path.to_str().unwrap();
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(connect(address, SHORT).is_err());
    let listening = listen_at(&[&path]).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert!(connect(address, SHORT).is_ok());
    drop(listening);
    assert!(!path.exists());
}

#[tokio::test]
async fn a_folder_that_is_not_private_or_not_a_real_one_is_passed_over_and_left_as_it_is() {
    let folder = private();
    let at = |name: &str| folder.path().join(name);
    // What a link leads to is somebody's folder with somebody's file in it.
    fs::create_dir(at("elsewhere")).unwrap();
    fs::set_permissions(at("elsewhere"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(at("elsewhere/socket"), "mine").unwrap();
    symlink(at("elsewhere"), at("link")).unwrap();
    fs::create_dir(at("open")).unwrap();
    fs::set_permissions(at("open"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(at("taken")).unwrap();
    fs::set_permissions(at("taken"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(at("taken/socket"), "mine").unwrap();
    fs::create_dir(at("linked")).unwrap();
    fs::set_permissions(at("linked"), fs::Permissions::from_mode(0o700)).unwrap();
    symlink(at("elsewhere/socket"), at("linked/socket")).unwrap();
    fs::write(at("file"), "mine").unwrap();
    let bad = ["link", "open", "taken", "linked", "file"].map(|name| at(name).join("socket"));
    let good = at("run/lumbar/socket");
    let mut places: Vec<&Path> = bad.iter().map(|place| place.as_path()).collect();
    assert!(listen_at(&places).is_err());
    places.push(&good);
    let (_listening, passed_over) = listen_at(&places).unwrap();
    assert_eq!(passed_over.iter().map(|(place, _)| place.clone()).collect::<Vec<_>>(), bad);
    assert!(connect(good.to_str().unwrap(), SHORT).is_ok());
    assert_eq!((mode(&at("elsewhere")), mode(&at("open"))), (0o755, 0o755));
    for file in ["elsewhere/socket", "taken/socket", "file"] {
        assert_eq!(fs::read_to_string(at(file)).unwrap(), "mine");
    }
}

#[tokio::test]
async fn a_socket_whose_folder_went_away_is_there_again_when_it_is_missed_elsewhere_if_need_be() {
    let folder = private();
    let usual = folder.path().join("run/lumbar/socket");
    let other = folder.path().join("other");
    let missed = Arc::new(Notify::new());
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let published: Published = Box::new(move |address| tell.lock().unwrap().push(PathBuf::from(address)));
    let (mut listener, _) = listen(vec![usual.clone(), other.clone()], Arc::clone(&missed), published).unwrap();
    let connected = connect(usual.to_str().unwrap(), SHORT).unwrap();
    // Missed by mistake, it keeps the connection that waits.
    missed.notify_one();
    listener.accept().await;
    drop(connected);

    fs::remove_dir_all(folder.path().join("run")).unwrap();
    for place in [&usual, &other] {
        missed.notify_one();
        let address = place.to_str().unwrap();
        let taken = tokio::time::timeout(SHORT * 60, async {
            tokio::join!(listener.accept(), async {
                while connect(address, SHORT).is_err() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            })
        });
        taken.await.expect("nobody is at the socket");
        assert_eq!(mode(place), 0o600);
        // The next time the folder cannot be made again.
        if fs::remove_dir_all(folder.path().join("run")).is_ok() {
            fs::write(folder.path().join("run"), "").unwrap();
        }
    }
    assert_eq!(told.lock().unwrap().last(), Some(&other));
}

#[test]
fn one_that_takes_nobody_in_is_not_waited_for_for_ever() {
    let folder = private();
    let path = folder.path().join("socket");
    let address = path.to_str().unwrap();
    let hung = std::os::unix::net::UnixListener::bind(&path).unwrap();
    rustix::net::listen(&hung, 1).unwrap();
    let short = Duration::from_millis(50);
    let mut queued = Vec::new();
    let refused = loop {
        match connect(address, short) {
            Ok(stream) => queued.push(stream),
            Err(why) => break why,
        }
    };
    assert!(matches!(refused, NoConnection::Nobody(_)) && (1..10).contains(&queued.len()), "{refused}");
}
