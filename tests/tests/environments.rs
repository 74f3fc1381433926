//! Starts the real programs where something usual is missing, foreign or full, and reads what each face says of it.
//! docs/environments.md shows the sentences.
#![cfg(target_os = "linux")]

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use std::{fs, thread};

use lumbar_tests::{Desktop, Http, Outcome, disk::Disk, lumbar_binary};

/// A number no user of the machine has.
const STRANGER: u32 = 65_533;
/// With the log emptied the next save needs room.
const READ: &str = "PRAGMA wal_checkpoint(TRUNCATE); BEGIN; SELECT id FROM state";

/// Plays another user; only root can.
fn can_play_others() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("skipped: another user can only be played by root");
    }
    root
}

fn give(folder: &Path, user: u32) -> Outcome<()> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    Ok(chown(folder, Some(user), Some(user))?)
}

/// Everything below a folder that is root's.
fn of_root(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if fs::symlink_metadata(&path).is_ok_and(|there| there.uid() == 0) {
            found.push(path.clone());
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(of_root(&path));
        }
    }
    found
}

/// The home of another user, who can run the program.
struct Theirs(tempfile::TempDir);

impl Theirs {
    fn new() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        fs::copy(lumbar_binary()?, folder.path().join("lumbar"))?;
        for name in ["home", "run"] {
            fs::create_dir(folder.path().join(name))?;
            give(&folder.path().join(name), STRANGER)?;
        }
        Ok(Self(folder))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// They run it themselves.
    fn run(&self, words: &[&str]) -> Outcome<Output> {
        let mut command = Command::new("setpriv");
        command.args([&format!("--reuid={STRANGER}"), &format!("--regid={STRANGER}"), "--clear-groups"]);
        command.arg(self.path("lumbar")).args(words).env_clear().stdin(Stdio::null());
        Ok(command.env("HOME", self.path("home")).env("XDG_RUNTIME_DIR", self.path("run")).output()?)
    }

    /// A desktop of root's, with their folders in its environment.
    async fn in_the_environment(&self) -> Outcome<Desktop> {
        let mut desk = Desktop::start().await?;
        for name in ["XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            desk.unset_variable(name);
        }
        desk.set_variable("HOME", &self.path("home").display().to_string());
        desk.set_variable("XDG_RUNTIME_DIR", &self.path("run").display().to_string());
        Ok(desk)
    }
}

#[tokio::test]
async fn without_sound_bus_and_display_every_face_says_what_is_missing_and_time_is_kept() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    for name in ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"] {
        desk.unset_variable(name);
    }
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let doctor = demo.done(&["doctor"]).await?;
    for said in ["no  Session bus:", "no  Screen:", "no  Notifications:", "no  Sign in the panel:"] {
        assert!(doctor.contains(said), "{said}: {doctor}");
    }
    let silent = doctor.contains("no  Sound: ");
    let today = demo.http().fetch("/").await?.with_status(200)?.body;
    let said =
        if silent { "Nothing here can call you: no sound, no notifications." } else { "No notifications can be" };
    assert!(today.contains(said), "{today}");
    let notifications = demo.http().fetch("/notifications").await?.with_status(200)?.body;
    assert!(notifications.contains("No notifications can be shown here"), "{notifications}");
    // A demo starts in any case.
    if silent {
        let refused = desk.lumbar(&["start", "cold-15"]).await?.refused()?;
        assert_eq!(
            refused,
            "Nothing here can call you: no notifications, no display, no sound. Set a kitchen timer, and add --anyway to \
             start all the same."
        );
    }
    // The window says why it does not open, and where else to look.
    let said = desk.lumbar(&[]).await?.refused()?;
    assert_eq!(said, "Lumbar runs, but there is no display for its window here. “lumbar status” works without one.");
    desk.lumbar(&["quit"]).await?.done()?;
    demo.done(&["start", "cold-15", "--anyway"]).await?;
    demo.done(&["on"]).await?;
    demo.clock_advance("16m").await?;
    assert!(demo.done(&["status"]).await?.contains("TAKE IT OFF NOW"));
    demo.done(&["off"]).await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_bus_that_lets_nobody_in_is_told_as_none() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    let gone = desk.folders.path("gone").display().to_string();
    desk.set_variable("DBUS_SESSION_BUS_ADDRESS", &format!("unix:path={gone}"));
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let doctor = demo.done(&["doctor"]).await?;
    assert!(doctor.contains(&format!("no  Session bus: unix:path={gone}")), "{doctor}");
    assert!(doctor.contains("no  Notifications:"), "{doctor}");
    demo.expect_no_panic()
}

#[tokio::test]
async fn without_a_home_the_doctor_the_manual_and_completions_work_and_all_else_says_why_not() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    for name in ["HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        desk.unset_variable(name);
    }
    for words in [&["up"][..], &[], &["start", "cold-15"], &["status"], &["off"], &["settings"], &["quit"]] {
        let said = desk.lumbar(words).await?.refused()?;
        assert_eq!(said, "No home folder is known. Name a folder with --profile.", "{words:?}");
    }
    let said = desk.lumbar(&["doctor"]).await?.with_code(1)?.out;
    assert!(said.contains("no  Data folder: No home folder is known.") && said.contains("Clock:"), "{said}");
    assert!(desk.lumbar(&["doctor", "--json"]).await?.with_code(1)?.json()?.is_array());
    assert!(desk.lumbar(&["man"]).await?.done()?.out.contains("lumbar"));
    assert!(desk.lumbar(&["completions", "fish"]).await?.done()?.out.contains("lumbar"));
    Ok(())
}

#[tokio::test]
async fn a_home_that_cannot_be_written_is_named_with_what_helps() -> Outcome<()> {
    if !can_play_others() {
        return Ok(());
    }
    let theirs = Theirs::new()?;
    let home = theirs.path("home");
    chown(&home, Some(0), Some(0))?;
    fs::set_permissions(&home, fs::Permissions::from_mode(0o755))?;
    let said = format!(
        "Lumbar cannot write to the folder {}/.local/share/lumbar (Permission denied). Make it yours, or name another \
         folder with --profile.\n",
        home.display()
    );
    for words in [&["up"][..], &[], &["start", "cold-15"], &["run"]] {
        let ran = theirs.run(words)?;
        assert_eq!((ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned()), (Some(1), said.clone()));
    }
    for words in [["status"], ["off"]] {
        let ran = theirs.run(&words)?;
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!((ran.status.code(), said.trim()), (Some(3), "Lumbar is not running. “lumbar” starts it."));
    }
    // With a folder of their own all goes well.
    let own = theirs.path("run/profile").display().to_string();
    assert!(theirs.run(&["--profile", &own, "up"])?.status.success());
    assert!(theirs.run(&["--profile", &own, "quit"])?.status.success());
    Ok(())
}

#[tokio::test]
async fn what_a_menu_of_the_desktop_starts_tells_by_notification_why_it_does_not() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    desk.folders.write("data/lumbar", "a file where the folder should be")?;
    desk.set_variable("XDG_ACTIVATION_TOKEN", "pressed");
    let mut pressed = desk.command(lumbar_binary()?).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let told = desk.notifications.expect(|one| one.says("Nothing was started")).await;
    // It would stay until the notification has been read.
    pressed.kill()?;
    pressed.wait()?;
    let told = told?;
    assert!(told.body.contains("Lumbar cannot write to the folder"), "{told:?}");
    Ok(())
}

#[tokio::test]
async fn root_with_the_home_of_another_user_touches_nothing_there_and_says_so() -> Outcome<()> {
    if !can_play_others() {
        return Ok(());
    }
    for runs in [false, true] {
        let theirs = Theirs::new()?;
        if runs {
            assert!(theirs.run(&["up"])?.status.success());
        }
        let desk = theirs.in_the_environment().await?;
        let folder = theirs.path(if runs { "home/.local/share/lumbar" } else { "home" });
        let said = format!(
            "The folder {} belongs to another user, so Lumbar leaves it alone. Start Lumbar as that user, without “sudo”. \
             Or name a folder of your own with --profile.",
            folder.display()
        );
        for words in [
            &["up"][..],
            &[],
            &["status"],
            &["start", "cold-15"],
            &["off"],
            &["settings", "set", "theme", "dark"],
            &["quit", "--force"],
            &["run"],
        ] {
            assert_eq!(desk.lumbar(words).await?.refused()?, said, "{words:?}");
        }
        let doctor = desk.lumbar(&["doctor"]).await?.with_code(1)?.out;
        assert!(doctor.contains(&format!("no  Data folder: {said}")), "{doctor}");
        assert_eq!(of_root(&theirs.path("home")), Vec::<PathBuf>::new());
        assert_eq!(of_root(&theirs.path("run")), Vec::<PathBuf>::new());
        // A folder of one's own still goes, and theirs still runs.
        let own = desk.folders.path("own").display().to_string();
        desk.lumbar(&["--profile", &own, "up"]).await?.done()?;
        desk.lumbar(&["--profile", &own, "quit"]).await?.done()?;
        assert_eq!(theirs.run(&["status"])?.status.code(), Some(if runs { 0 } else { 3 }));
        if runs {
            assert!(theirs.run(&["quit"])?.status.success());
        }
    }
    Ok(())
}

#[tokio::test]
async fn with_the_runtime_folder_of_another_user_it_goes_elsewhere_and_says_so() -> Outcome<()> {
    if !can_play_others() {
        return Ok(());
    }
    let theirs = Theirs::new()?;
    let mut desk = Desktop::start().await?;
    desk.set_variable("XDG_RUNTIME_DIR", &theirs.path("run").display().to_string());
    let came = desk.lumbar(&["up"]).await?.done()?;
    let said = format!(
        "Lumbar could not use {}/lumbar/socket (other users can replace it). It uses another folder. Alarms go on.",
        theirs.path("run").display()
    );
    assert_eq!(came.err.trim(), said);
    assert_eq!(came.out.trim(), desk.folders.path("data/lumbar/socket").display().to_string());
    let http = Http::at(came.out.trim());
    assert!(http.fetch("/").await?.body.contains("It uses another folder"));
    desk.lumbar(&["off"]).await?.done()?;
    desk.lumbar(&["quit"]).await?.done()?;
    Ok(())
}

#[tokio::test]
async fn the_first_start_on_a_full_disk_says_that_nothing_will_call_and_goes_on_with_room() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let Some(disk) = Disk::small(&desk.folders.path("data"))? else { return Ok(()) };
    disk.fill()?;
    for words in [&["up"][..], &["start", "cold-15"], &["run"]] {
        assert_eq!(
            desk.lumbar(words).await?.refused()?,
            "The disk is full, so Lumbar cannot start, and nothing will call you. Make room, then start it again. Until \
             then use a kitchen timer.",
            "{words:?}"
        );
    }
    desk.lumbar(&["off"]).await?.with_code(3)?;
    disk.clear()?;
    desk.lumbar(&["up"]).await?.done()?;
    desk.lumbar(&["quit"]).await?.done()?;
    Ok(())
}

#[tokio::test]
async fn off_on_a_full_disk_says_on_every_face_that_it_is_not_saved() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let Some(disk) = Disk::small(&desk.folders.path("data"))? else { return Ok(()) };
    let http = Http::at(desk.lumbar(&["up"]).await?.done()?.out.trim());
    http.post_form("/do/accept-disclaimer", &[("adult", "yes")]).await?.with_status(303)?;
    http.post_form("/do/flags", &[("flags", "none")]).await?.with_status(303)?;
    http.post_form("/do/health", &[("feels", "yes"), ("whole", "yes")]).await?.with_status(303)?;
    // The day's backup is made beside all else, and a half one that is taken back makes room on a full disk.
    for _ in 0..6000 {
        if desk.folders.path("data/lumbar/lumbar.db.backup").exists() {
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    desk.lumbar(&["start", "heat-bottle"]).await?.done()?;
    desk.lumbar(&["on"]).await?.done()?;
    let reader = rusqlite::Connection::open(desk.folders.path("data/lumbar/lumbar.db"))?;
    reader.busy_timeout(lumbar_tests::patience())?;
    reader.execute_batch(READ)?;
    disk.fill()?;
    let unsaved = "This counts, but it is not saved yet: the disk did not take it. The alarms go on, and Lumbar tries again by itself.";
    let off = desk.lumbar(&["off"]).await?.done()?;
    assert_eq!(off.err.trim(), unsaved);
    assert!(off.out.contains("Not saved yet: the disk is full."), "{}", off.out);
    let set = desk.lumbar(&["settings", "set", "theme", "dark"]).await?.done()?;
    assert_eq!((set.err.trim(), set.out.trim()), (unsaved, "dark"));
    assert!(desk.lumbar(&["status"]).await?.done()?.out.contains("Not saved yet: the disk is full."));
    assert!(desk.lumbar(&["doctor"]).await?.done()?.out.contains("no  Everything saved: the disk is full"));
    let file = desk.folders.path("data/x.csv").display().to_string();
    let said = desk.lumbar(&["log", "--csv", &file]).await?.refused()?;
    assert_eq!(said, format!("The disk is full, so {file} was not written."));
    for page in ["/", "/settings", "/routines"] {
        let page = http.fetch(page).await?.with_status(200)?.body;
        assert!(page.contains("Your last presses could not be saved (the disk is full)."), "{page}");
    }
    let note = desk.notifications.expect(|one| one.says("Your last presses are not saved yet")).await?;
    assert!(note.body.starts_with("They count, and the alarms go on."), "{note:?}");
    let item = desk.tray.item().await?;
    item.expect_menu(|menu| menu.find("Your last presses are not saved yet").is_some()).await?;
    drop(reader);
    disk.clear()?;
    let again = desk.lumbar(&["settings", "set", "theme", "light"]).await?.done()?;
    assert_eq!(again.err, "");
    assert!(!desk.lumbar(&["status"]).await?.done()?.out.contains("Not saved"));
    desk.lumbar(&["quit"]).await?.done()?;
    Ok(())
}
