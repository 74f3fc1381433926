//! Faults of the machine and of the processes on it. Promised: the program starts, says what is wrong, and misses nothing.

use std::{
    fs::{self, File},
    io::Write,
    path::PathBuf,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Context, Outcome, Pid};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::time::sleep;

use super::{
    found::Found,
    mount::run,
    scene::{ALARMED, Scene},
};
use crate::{Desktop, Memory};

/// What a routine file may make the program larger by, KiB.
const MORE: u64 = 2048;
/// The entry of the tray that says that the pack is on.
const ON: &str = "Cloth between, skin fine: it is on";

/// Before 1970 the command line and the pages answer one sentence, because their library does not bear such a clock. Tray,
/// notifications and the guard are promised to go on: ice goes on from the tray, the program dies, and is back.
pub(super) async fn clock_1970() -> Outcome<Found> {
    let scene = at_wall("@1969-12-31 22:00:00").await?;
    let mut found = Found::default();
    let said = scene.pressed(&mut found, &["status"]).await.said;
    found.promise(said.contains("1970") && !said.contains("program-"), "it does not say what is wrong");
    let item = scene.desk.tray.item().await?;
    item.press("Ice, 20 on 20 off, 2 turns").await?;
    item.expect_menu(|menu| menu.find(ON).is_some()).await?;
    item.press(ON).await?;
    // What it shows is saved.
    item.expect_title(|title| title.contains("min")).await?;
    scene.desk.expect_guard().await?;
    let old = scene.demo.pid();
    old.kill()?;
    let died = Instant::now();
    while died.elapsed() < ALARMED * 2 {
        scene.faces(&mut found).await;
        let is_new = |pid: &Pid| *pid != old && !scene.desk.guards().contains(pid);
        if found.tray.contains("min left") && scene.desk.processes("lumbar").iter().any(is_new) {
            found.alarm = Some(died.elapsed());
            break;
        }
    }
    found.lost = if found.alarm.is_some() { "command line and pages" } else { "THE PACK" }.to_owned();
    found.promise(found.alarm.is_some_and(|after| after <= ALARMED), "it does not come back in time");
    found.promise(!scene.desk.notifications.arrived().iter().any(|one| one.says("has stopped")), "the guard alarms");
    sleep(ALARMED).await;
    found.promise(scene.desk.guards().len() == 1, "it is not guarded any more");
    scene.demo.expect_no_panic()?;
    Ok(found)
}

pub(super) async fn clock_2106() -> Outcome<Found> {
    let scene = at_wall("@2106-02-07 07:00:00").await?;
    let mut found = Found::default();
    for words in [&["start", "cold-20-20"][..], &["on"], &["status"]] {
        let pressed = scene.pressed(&mut found, words).await;
        found.promise(pressed.code == Some(0), format!("`{}` was not done", words.join(" ")));
    }
    scene.faces(&mut found).await;
    scene.desk.expect_guard().await?;
    scene.killed(&mut found).await?;
    scene.demo.expect_no_panic()?;
    Ok(found)
}

/// A demo of the real clock, whose wall stands there.
async fn at_wall(wall: &str) -> Outcome<Scene> {
    let mut desk = Desktop::start().await?;
    desk.set_variable("LD_PRELOAD", &faketime()?.display().to_string());
    desk.set_variable("FAKETIME", wall);
    desk.set_variable("DONT_FAKE_MONOTONIC", "1");
    desk.set_variable("TZ", "UTC");
    let kept = desk.folders.path("kept").display().to_string();
    let demo = desk.demo(&["--speed", "1", "--no-window", "--profile", &kept]).await?;
    Ok(Scene { demo, desk })
}

fn faketime() -> Outcome<PathBuf> {
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let found = folders.map(|folder| PathBuf::from(folder).join("faketime/libfaketimeMT.so.1"));
    found.into_iter().find(|path| path.is_file()).trying("libfaketimeMT.so.1 is missing: install faketime")
}

pub(super) async fn file_size_limit() -> Outcome<Found> {
    let scene = Scene::ready(None).await?;
    let size = fs::metadata(scene.demo.profile.join("lumbar.db"))?.len();
    limit(&scene, "fsize", size / 2)?;
    let mut found = Found::default();
    scene.pressed(&mut found, &["on"]).await;
    sleep(Duration::from_secs(6)).await;
    found.promise(scene.demo.pid().is_alive(), "the limit ended the program");
    scene.faces(&mut found).await;
    scene.killed(&mut found).await?;
    Scene::says_unsaved(&mut found);
    Ok(found)
}

pub(super) async fn descriptors() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    let open = fs::read_dir(format!("/proc/{}/fd", scene.demo.pid()))?.count();
    limit(&scene, "nofile", open as u64)?;
    scene.bell(&mut found).await?;
    scene.pressed(&mut found, &["off"]).await;
    limit(&scene, "nofile", 1024)?;
    scene.faces(&mut found).await;
    let status = scene.press(&["status"], Duration::from_secs(10)).await;
    found.promise(status.code == Some(0), "with descriptors again it does not answer");
    Ok(found)
}

/// Sets a limit of the running program, as `prlimit` does.
fn limit(scene: &Scene, what: &str, most: u64) -> Outcome<()> {
    run("prlimit", &["--pid", &scene.demo.pid().to_string(), &format!("--{what}={most}:")])
}

/// Lets this process hold as many connections as the system allows.
pub(super) fn allow_many_files() -> Outcome<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    Ok(setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?)
}

pub(super) async fn fifo() -> Outcome<Found> {
    with_routine(|folder| run("mkfifo", &[&folder.join("mine.toml").display().to_string()])).await
}

pub(super) async fn large_routine() -> Outcome<Found> {
    with_routine(|folder| {
        let mut file = File::create(folder.join("mine.toml"))?;
        file.write_all(b"id = \"")?;
        for _ in 0..50 {
            file.write_all(&[b'a'; 1 << 20])?;
        }
        Ok(file.write_all(b"\"\n")?)
    })
    .await
}

/// The program starts with this among the person's routines, names the file on Today and stays small.
async fn with_routine(put: impl Fn(&std::path::Path) -> Outcome<()>) -> Outcome<Found> {
    let mut scene = Scene::idle(None).await?;
    let before = Memory::of(scene.demo.pid())?.own_kib;
    let folder = scene.demo.profile.join("routines");
    fs::create_dir_all(&folder)?;
    put(&folder)?;
    scene.demo.kill().await?;
    let mut found = Found::default();
    let began = Instant::now();
    let restarted =
        tokio::time::timeout(Duration::from_secs(10), scene.demo.restart(&["--manual-clock", "--no-window"]));
    if !matches!(restarted.await, Ok(Ok(()))) {
        found.promise(false, "the program does not start");
        return Ok(found);
    }
    found.alarm = Some(began.elapsed());
    scene.pressed(&mut found, &["start", "cold-20-20"]).await;
    scene.faces(&mut found).await;
    found.promise(found.page.contains("mine.toml"), "the file is not named on Today");
    let after = Memory::of(scene.demo.pid())?.own_kib;
    found.promise(after < before + MORE, format!("memory went from {before} to {after} KiB"));
    Ok(found)
}

pub(super) async fn no_log_folder() -> Outcome<Found> {
    let desk = Desktop::start().await?;
    desk.folders.write("kept/log", "a file where the folder should be")?;
    desk.folders.write("kept/demo", r#"{"speed":60,"manual_clock":true,"window":false,"remove":false}"#)?;
    let mut found = Found::default();
    match tokio::time::timeout(Duration::from_secs(10), Scene::idle_on(desk, None)).await {
        Ok(Ok(scene)) => {
            scene.pressed(&mut found, &["start", "cold-20-20"]).await;
            scene.faces(&mut found).await;
            found.promise(found.page.contains("log"), "Today does not say that there is no log");
            found.lost = "the log".to_owned();
        }
        Ok(Err(trouble)) => {
            found.command = trouble.to_string();
            found.promise(false, "the program does not start");
        }
        Err(_) => found.promise(false, "the program does not start"),
    }
    Ok(found)
}

pub(super) async fn guards_killed() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    for _ in 0..4 {
        let guard = scene.desk.expect_guard().await;
        if let Ok(guard) = guard {
            guard.kill()?;
            guard.wait_gone().await?;
        }
    }
    let unguarded = Instant::now();
    while scene.desk.guards().is_empty() && unguarded.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(20)).await;
    }
    let after = unguarded.elapsed();
    found.promise(after < Duration::from_secs(10), format!("unguarded for {:.0} s", after.as_secs_f64()));
    scene.killed(&mut found).await?;
    scene.faces(&mut found).await;
    Ok(found)
}

pub(super) async fn hung() -> Outcome<Found> {
    let scene = Scene::idle(None).await?;
    let pid = scene.demo.pid();
    pid.freeze()?;
    let mut found = Found::default();
    let pressed = scene.press(&["quit", "--force"], Duration::from_secs(25)).await;
    found.command =
        format!("`quit --force` exit {:?} after {:.1} s: {}", pressed.code, pressed.took.as_secs_f64(), pressed.said);
    found.promise(pressed.took < Duration::from_secs(7), format!("answered after {:.0} s", pressed.took.as_secs_f64()));
    found.promise(pressed.code.is_some() && !pressed.said.is_empty(), "nothing is said");
    found.lost = "nothing was on".to_owned();
    if pid.is_alive() {
        pid.thaw()?;
    }
    Ok(found)
}
