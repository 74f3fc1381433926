//! Watches the system calls of whole sessions: nothing leaves the machine, for no program opens a socket but local ones.
#![cfg(target_os = "linux")]

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::PathBuf, process::Command, time::Duration};

use lumbar_tests::{Context, Desktop, Outcome, Process, lumbar_binary, patience, window_binary};
use serde_json::json;
use tokio::time::{Instant, sleep};

/// A kind of socket that stays on the machine: local ones, and what asks the kernel about its own network cards.
const WITHIN: [&str; 2] = ["AF_UNIX", "AF_NETLINK"];

/// Whether programs can be watched here; says why not.
fn can_watch() -> bool {
    let tried = Command::new("strace").args(["-f", "--seccomp-bpf", "-o", "/dev/null", "true"]).output();
    let can = tried.as_ref().is_ok_and(|tried| tried.status.success());
    if !can {
        println!("skipped: strace is not installed or may watch nothing here: {tried:?}");
    }
    can
}

/// A program that runs another one under strace; what that opens is written to the file beside it.
fn watched(desk: &Desktop, program: PathBuf, name: &str) -> Outcome<PathBuf> {
    let log = desk.folders.path(name).with_extension("strace");
    let options = "-f --seccomp-bpf -qq -e trace=socket -e signal=none";
    let script = format!("#!/bin/sh\nexec strace {options} -o {} -A {} \"$@\"\n", log.display(), program.display());
    let script = desk.folders.write(name, &script)?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    Ok(script)
}

/// How often each kind of socket was opened.
fn sockets(desk: &Desktop, name: &str) -> Outcome<BTreeMap<String, usize>> {
    let log = fs::read_to_string(desk.folders.path(name).with_extension("strace"))?;
    let mut found = BTreeMap::new();
    for call in log.lines().filter_map(|line| line.split_once("socket(")?.1.split_once(',')) {
        *found.entry(call.0.to_owned()).or_default() += 1;
    }
    Ok(found)
}

#[tokio::test]
async fn a_whole_session_opens_no_socket_but_local_ones() -> Outcome<()> {
    if !can_watch() {
        return Ok(());
    }
    let desk = Desktop::start().await?;
    let lumbar = watched(&desk, lumbar_binary()?, "lumbar-watched")?;
    let mut demo = desk.demo_of(&lumbar, &["--manual-clock", "--no-window"]).await?;
    let profile = demo.profile.display().to_string();
    for words in ["start cold-20-20", "on", "clock advance 5m", "skin fine", "status --json", "clock advance 20m"] {
        let mut command = desk.command(&lumbar);
        let ran = command.args(["--profile", &profile]).args(words.split(' ')).output()?;
        assert!(ran.status.success(), "{words}: {ran:?}");
    }
    for page in ["/", "/routines", "/history", "/visit", "/safety", "/sources", "/notifications"] {
        demo.http().fetch(page).await?.with_status(200)?;
    }
    let bell = desk.notifications.expect(|one| one.has_action("off")).await?;
    // Killed, and brought back by its guard.
    let first = demo.answering_pid().await?;
    first.kill()?;
    first.wait_gone().await?;
    demo.expect_status(|status| status["thermal"]["phase"] == "take_off").await?;
    assert!(desk.notifications.expect(|one| one.has_action("off")).await?.arrived > bell.arrived);
    desk.command(&lumbar).args(["--profile", &profile, "off"]).output()?;
    demo.http().post_json("/api/v1/quit", &json!({ "force": true })).await?.with_status(200)?;
    let _ended = demo.wait().await?;
    let found = sockets(&desk, "lumbar-watched")?;
    println!("{found:?}");
    assert!(found.keys().eq(["AF_UNIX"]), "{found:?}");
    Ok(())
}

#[tokio::test]
async fn the_window_opens_no_socket_to_a_network() -> Outcome<()> {
    if !can_watch() {
        return Ok(());
    }
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    let display = desk.display(1000, 800)?;
    let program = watched(&desk, window_binary()?, "window-watched")?;
    let mut command = desk.command(program);
    command.env("DISPLAY", display.name()).env("GDK_BACKEND", "x11").arg("--profile").arg(&demo.profile);
    let mut window = Process::spawn(&mut command)?;
    // It holds a request open by which it is shown; from then on it is there.
    let deadline = Instant::now() + patience();
    loop {
        let opened = demo.http().post_json("/api/v1/window/open", &json!({ "path": "/routines" })).await?;
        if opened.status == 200 && opened.json()?["shown"] == true {
            break;
        }
        assert!(Instant::now() < deadline && window.ended()?.is_none(), "no window: {}", opened.body);
        sleep(Duration::from_millis(100)).await;
    }
    sleep(Duration::from_secs(2)).await;
    for pid in desk.processes("lumbar-window") {
        pid.terminate()?;
    }
    let _ended = window.wait().await.trying("the window stays")?;
    let found = sockets(&desk, "window-watched")?;
    println!("{found:?}");
    assert!(!found.is_empty() && found.keys().all(|kind| WITHIN.contains(&kind.as_str())), "{found:?}");
    Ok(())
}
