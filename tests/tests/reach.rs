//! Follows who reaches the real program and from where: other environments, other users, hung programs, crowds.
#![cfg(target_os = "linux")]

use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{fs, io::Read};

use lumbar_tests::{Context, Desktop, Http, Outcome, Pid, lumbar_binary};
use tokio::io::AsyncWriteExt;

/// A number no user of the machine has.
const STRANGER: u32 = 65_533;
/// A command says something within this time whatever becomes of the program it speaks to; twice the 5 s that are promised,
/// for a busy machine.
const SOON: Duration = Duration::from_secs(10);

async fn answer_questions(http: &Http) -> Outcome<()> {
    http.post_form("/do/accept-disclaimer", &[("adult", "yes")]).await?.with_status(303)?;
    http.post_form("/do/flags", &[("flags", "none")]).await?.with_status(303)?;
    http.post_form("/do/health", &[("feels", "yes"), ("whole", "yes")]).await?.with_status(303)?;
    Ok(())
}

/// Brings the own profile up, with the questions answered; where it listens.
async fn up(desk: &Desktop) -> Outcome<Http> {
    let http = Http::at(desk.lumbar(&["up"]).await?.done()?.out.trim());
    answer_questions(&http).await?;
    Ok(http)
}

async fn pid(http: &Http) -> Outcome<Pid> {
    let hello = http.json("/api/v1/hello").await?;
    hello["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()).map(Pid::new).trying("no process id")
}

/// Waits until Today says this.
async fn expect_on_today(http: &Http, said: &str) -> Outcome<()> {
    let told = async {
        while !http.fetch("/").await?.body.contains(said) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Outcome::Ok(())
    };
    tokio::time::timeout(lumbar_tests::patience(), told).await.trying(format!("Today does not say “{said}”"))?
}

#[tokio::test]
async fn a_program_is_found_with_and_without_the_runtime_folder_of_the_login() -> Outcome<()> {
    for started_with in [true, false] {
        let mut desk = Desktop::start().await?;
        let runtime = desk.folders.path("run").display().to_string();
        if !started_with {
            desk.unset_variable("XDG_RUNTIME_DIR");
        }
        up(&desk).await?;
        desk.lumbar(&["start", "heat-bottle"]).await?.done()?;
        // As from cron, "su -" or ssh.
        if started_with {
            desk.unset_variable("XDG_RUNTIME_DIR");
        } else {
            desk.set_variable("XDG_RUNTIME_DIR", &runtime);
        }
        desk.lumbar(&["on"]).await?.done()?;
        desk.lumbar(&["off"]).await?.done()?;
        desk.lumbar(&["up"]).await?.done()?;
        desk.lumbar(&["quit", "--force"]).await?.done()?;
        desk.lumbar(&["status"]).await?.with_code(3)?;
    }
    Ok(())
}

#[tokio::test]
async fn one_that_owns_the_profile_and_is_not_at_its_address_is_never_called_not_running() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let program = pid(&up(&desk).await?).await?;
    fs::remove_dir_all(desk.folders.path("run/lumbar"))?;
    program.freeze()?;
    let said = desk.lumbar(&["off"]).await?.refused()?;
    assert!(said.starts_with("Lumbar is running but does not answer at /"), "{said}");
    program.thaw()?;
    desk.lumbar(&["status"]).await?.done()?;
    desk.lumbar(&["quit"]).await?.done()?;
    Ok(())
}

#[tokio::test]
async fn a_hung_program_is_told_within_seconds_and_ended_only_with_nothing_on() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let http = up(&desk).await?;
    let program = pid(&http).await?;
    desk.lumbar(&["start", "heat-bottle"]).await?.done()?;
    desk.lumbar(&["on"]).await?.done()?;
    let guard = desk.expect_guard().await?;
    program.freeze()?;
    for words in [&["quit", "--force"][..], &["quit"], &["start", "cold-20-20"]] {
        let ran = desk.lumbar(words).await?;
        assert!(ran.took < SOON, "{words:?} took {:?}", ran.took);
        assert!(ran.refused()?.contains("Take it off now"), "{words:?}");
        assert!(program.is_alive() && guard.is_alive());
    }
    program.thaw()?;
    desk.lumbar(&["off"]).await?.done()?;
    guard.wait_gone().await?;

    program.freeze()?;
    for words in [&["quit"][..], &["start", "heat-bottle"]] {
        let ran = desk.lumbar(words).await?;
        assert!(ran.took < SOON, "{words:?} took {:?}", ran.took);
        assert!(ran.refused()?.contains("“lumbar quit --force” ends it"), "{words:?}");
        assert!(program.is_alive());
    }
    let unsure = desk.lumbar(&["prepare", "towel"]).await?.refused()?;
    assert!(unsure.contains("may have counted"), "{unsure}");
    let ran = desk.lumbar(&["quit", "--force"]).await?;
    assert!(ran.took < SOON, "{:?}", ran.took);
    assert_eq!(ran.done()?.err.trim(), "Lumbar did not answer and was ended.");
    program.wait_gone().await
}

#[tokio::test]
async fn nothing_is_said_to_another_users_program_and_a_prepared_folder_keeps_nobody_out() -> Outcome<()> {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: another user can only be played by root");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let theirs = |name: &str| folder.path().join(name);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
    fs::copy(lumbar_binary()?, theirs("lumbar"))?;
    for name in ["home", "run"] {
        fs::create_dir(theirs(name))?;
        chown(theirs(name), Some(STRANGER), Some(STRANGER))?;
    }
    let stranger = |words: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args([&format!("--reuid={STRANGER}"), &format!("--regid={STRANGER}"), "--clear-groups"]);
        command.arg(theirs("lumbar")).args(words).env_clear().stdin(Stdio::null());
        command.env("HOME", theirs("home")).env("XDG_RUNTIME_DIR", theirs("run"));
        command.output()
    };
    let came = stranger(&["up"])?;
    assert!(came.status.success(), "{}", String::from_utf8_lossy(&came.stderr));
    for path in [theirs("run"), theirs("run/lumbar"), theirs("run/lumbar/socket")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777))?;
    }
    let asked = async {
        let mut desk = Desktop::start().await?;
        desk.set_variable("XDG_RUNTIME_DIR", &theirs("run").display().to_string());
        let before = fs::metadata(theirs("run/lumbar"))?.permissions().mode();
        desk.lumbar(&["status"]).await?.with_code(3)?;
        desk.lumbar(&["off"]).await?.with_code(3)?;
        let came = desk.lumbar(&["up"]).await?.done()?;
        assert!(came.err.contains("It uses another folder"), "{}", came.err);
        assert!(!came.out.starts_with(&*folder.path().to_string_lossy()), "{}", came.out);
        let http = Http::at(came.out.trim());
        answer_questions(&http).await?;
        desk.lumbar(&["start", "heat-bottle"]).await?.done()?;
        assert_eq!(http.json("/api/v1/status").await?["thermal"]["phase"], "ready");
        assert!(http.fetch("/").await?.body.contains("It uses another folder"), "Today says it");
        assert_eq!(fs::metadata(theirs("run/lumbar"))?.permissions().mode(), before);
        desk.lumbar(&["quit", "--force"]).await?.done()?;
        Ok(())
    }
    .await;
    let theirs_now = stranger(&["status"])?;
    assert!(stranger(&["quit"])?.status.success());
    let said = String::from_utf8_lossy(&theirs_now.stdout).into_owned();
    assert!(theirs_now.status.success() && !said.contains("bottle"), "{said}");
    asked
}

#[tokio::test]
async fn links_in_the_runtime_folder_are_not_followed() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let (runtime, elsewhere) = (desk.folders.path("run/lumbar"), desk.folders.path("elsewhere"));
    fs::create_dir(&elsewhere)?;
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o755))?;
    fs::write(elsewhere.join("socket"), "a letter")?;
    symlink(&elsewhere, &runtime)?;
    up(&desk).await?;
    desk.lumbar(&["status"]).await?.done()?;
    desk.lumbar(&["quit"]).await?.done()?;
    assert_eq!(fs::read_to_string(elsewhere.join("socket"))?, "a letter");
    assert_eq!(fs::metadata(&elsewhere)?.permissions().mode() & 0o777, 0o755);
    Ok(())
}

#[tokio::test]
async fn a_press_finds_room_beside_every_watcher_and_client_that_says_nothing() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let http = up(&desk).await?;
    desk.lumbar(&["start", "heat-bottle"]).await?.done()?;
    desk.lumbar(&["on"]).await?.done()?;
    let mut held = Vec::new();
    for nth in 0..200 {
        let mut stream = http.connect().await?;
        let asked = ["GET /api/v1/events HTTP/1.1\r\nhost: x\r\n\r\n", "GET / HT", ""][nth % 3];
        // One that was closed to make room.
        let _ = stream.write_all(asked.as_bytes()).await;
        held.push(stream);
    }
    let ran = desk.lumbar(&["off"]).await?;
    assert!(ran.took < SOON, "{:?}", ran.took);
    ran.done()?;
    Ok(())
}

#[tokio::test]
async fn watching_ends_when_its_reader_is_gone() -> Outcome<()> {
    let desk = Desktop::start().await?;
    up(&desk).await?;
    let mut command = desk.command(lumbar_binary()?);
    let mut watching = command.args(["status", "--watch"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut out = watching.stdout.take().trying("no output")?;
    out.read_exact(&mut [0; 16])?;
    drop(out);
    let ended = async {
        loop {
            if let Some(status) = watching.try_wait()? {
                return Outcome::Ok(status);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(lumbar_tests::patience(), ended).await.trying("it goes on")??.success());
    Ok(())
}

#[tokio::test]
async fn no_log_and_an_odd_routine_file_keep_nobody_from_starting_and_today_says_so() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    let in_the_way = desk.folders.write("no-folder", "")?;
    desk.set_variable("XDG_STATE_HOME", &in_the_way.display().to_string());
    let routines = desk.folders.path("data/lumbar/routines");
    fs::create_dir_all(&routines)?;
    fs::set_permissions(routines.parent().trying("it has one")?, fs::Permissions::from_mode(0o700))?;
    assert!(Command::new("mkfifo").arg(routines.join("pipe.toml")).status()?.success());
    fs::write(routines.join("large.toml"), "x".repeat(50 << 20))?;
    let came = desk.lumbar(&["up"]).await?.done()?;
    assert!(came.err.contains("Lumbar keeps no log"), "{}", came.err);
    let today = Http::at(came.out.trim()).fetch("/").await?.body;
    for said in ["keeps no log", "pipe.toml", "large.toml"] {
        assert!(today.contains(said), "{said}");
    }
    desk.lumbar(&["quit"]).await?.done()?;
    Ok(())
}

#[tokio::test]
async fn a_file_that_may_not_grow_is_a_press_that_is_not_saved_and_no_end() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let http = up(&desk).await?;
    let program = pid(&http).await?;
    assert!(Command::new("prlimit").args(["--pid", &program.to_string(), "--fsize=1"]).status()?.success());
    http.post_form("/do/accept-disclaimer", &[("adult", "yes")]).await?;
    expect_on_today(&http, "could not be saved").await?;
    assert!(program.is_alive());
    desk.lumbar(&["quit", "--force"]).await?;
    Ok(())
}

/// Where the library lies that fakes a wall clock.
fn faketime() -> Option<PathBuf> {
    let folders = ["/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime", "/usr/lib/faketime"];
    folders.iter().map(|folder| Path::new(folder).join("libfaketimeMT.so.1")).find(|library| library.exists())
}

#[tokio::test]
async fn a_wall_clock_before_1970_ends_nothing() -> Outcome<()> {
    let Some(library) = faketime() else {
        println!("skipped: libfaketime is not installed");
        return Ok(());
    };
    let mut desk = Desktop::start().await?;
    desk.set_variable("LD_PRELOAD", &library.display().to_string());
    desk.set_variable("FAKETIME", "-70y");
    desk.set_variable("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    desk.lumbar(&["up"]).await?.done()?;
    for words in [&["status"][..], &["off"], &["start", "heat-bottle"]] {
        let said = desk.lumbar(words).await?.refused()?;
        assert!(said.starts_with("The computer’s clock stands before 1970"), "{words:?}: {said}");
    }
    let programs = desk.processes("lumbar");
    let [program] = programs.as_slice() else { panic!("{programs:?}") };
    program.terminate()?;
    program.wait_gone().await
}

#[tokio::test]
async fn a_folder_that_is_moved_away_is_told_and_its_presses_are_not_called_saved() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let http = up(&desk).await?;
    let (at, away) = (desk.folders.path("data/lumbar"), desk.folders.path("data/away"));
    fs::rename(&at, &away)?;
    http.post_form("/do/accept-disclaimer", &[("adult", "yes")]).await?;
    expect_on_today(&http, "was moved or replaced").await?;
    fs::rename(&away, &at)?;
    desk.lumbar(&["quit", "--force"]).await?.done()?;
    Ok(())
}
