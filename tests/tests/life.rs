//! Follows the life of the real program: one instance, detached, ended by the system, with and without its desktop.
#![cfg(target_os = "linux")]

use std::{fs, path::Path, time::Duration};

use lumbar_tests::{Context, Desktop, Http, Outcome, Pid, Urgency};
use serde_json::{Value, json};

/// The socket of the person's own profile.
fn own(desk: &Desktop) -> Http {
    Http::at(&desk.folders.path("run/lumbar/socket").display().to_string())
}

/// Brings the own profile up, answers the questions about health, and puts warmth on.
///
/// Warmth that plugs into nothing, because these tests live by the real clock and cold is closed in bed hours.
async fn warm(desk: &Desktop) -> Outcome<Http> {
    desk.lumbar(&["up"]).await?.done()?;
    let http = own(desk);
    answer_questions(&http).await?;
    desk.lumbar(&["start", "heat-bottle"]).await?.done()?;
    desk.lumbar(&["on"]).await?.done()?;
    Ok(http)
}

/// Answers as a healthy person would.
async fn answer_questions(http: &Http) -> Outcome<()> {
    http.post_form("/do/accept-disclaimer", &[("adult", "yes")]).await?.with_status(303)?;
    http.post_form("/do/flags", &[("flags", "none")]).await?.with_status(303)?;
    http.post_form("/do/health", &[("feels", "yes"), ("whole", "yes")]).await?.with_status(303)?;
    Ok(())
}

async fn pid(http: &Http) -> Outcome<Pid> {
    let hello = http.json("/api/v1/hello").await?;
    let pid = hello["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok());
    pid.map(Pid::new).trying(format!("no process id in {hello}"))
}

/// Waits until the status fits.
async fn until(http: &Http, fits: impl Fn(&Value) -> bool) -> Outcome<Value> {
    let wait = async {
        loop {
            if let Ok(status) = http.json("/api/v1/status").await
                && fits(&status)
            {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(lumbar_tests::patience(), wait).await.trying("the status does not come to fit")
}

/// The guard keeps watch beside the background program while something is on.
fn daemons(desk: &Desktop) -> Vec<Pid> {
    desk.processes("lumbar").into_iter().filter(|pid| !pid.command_line().contains(" guard --patience ")).collect()
}

#[tokio::test]
async fn started_twice_there_is_one_program_and_the_second_shows_the_first_window() -> Outcome<()> {
    let desk = Desktop::start().await?;
    // There is no display here: the background program runs all the same, and it says why no window came.
    let said = desk.lumbar(&[]).await?.refused()?;
    assert!(said.starts_with("Lumbar runs, but "), "{said}");
    let http = own(&desk);
    let first = pid(&http).await?;
    assert_eq!(daemons(&desk), [first]);

    // The test holds the line that a window holds.
    let line = tokio::spawn({
        let http = http.clone();
        async move { http.json("/api/v1/window/next?pid=4711").await }
    });
    let shown = loop {
        // The line may reach the program after the first asking; then that one found no window.
        let asked = desk.lumbar(&[]).await?;
        if asked.code == Some(0) {
            break asked;
        }
        assert!(!line.is_finished(), "the line was let go without an order");
    };
    assert_eq!((shown.out.as_str(), shown.err.as_str()), ("", ""));
    let order = line.await??;
    assert_eq!((&order["do"], &order["path"]), (&json!("show"), &Value::Null), "{order}");
    assert_eq!(daemons(&desk), [first], "one program");
    assert_eq!(pid(&http).await?, first);
    Ok(())
}

#[tokio::test]
async fn a_second_window_closes_and_the_first_comes_up() -> Outcome<()> {
    let desk = Desktop::start().await?;
    desk.lumbar(&["up"]).await?.done()?;
    let http = own(&desk);
    let hold = |pid: u32| {
        let http = http.clone();
        tokio::spawn(async move { http.json(&format!("/api/v1/window/next?pid={pid}")).await })
    };
    let (one, two) = (hold(1), hold(2));
    let (one, two) = (one.await??, two.await??);
    let mut orders = [one["do"].clone(), two["do"].clone()];
    orders.sort_by_key(Value::to_string);
    assert_eq!(orders, [json!("close"), json!("show")]);

    // An order waits for a window between two of its askings, and a quit ends it.
    let opened =
        http.post_json("/api/v1/window/open", &json!({ "path": "/routines" })).await?.with_status(200)?.json()?;
    assert_eq!(opened, json!({ "shown": true }));
    let order = hold(1).await??;
    assert_eq!((&order["do"], &order["path"]), (&json!("show"), &json!("/routines")));
    let last = hold(1);
    desk.lumbar(&["quit"]).await?.done()?;
    let last = last.await?;
    // Asked too late it finds nobody; else it is told to close.
    assert!(last.as_ref().map_or(true, |order| order["do"] == "close"), "{last:?}");
    Ok(())
}

#[tokio::test]
async fn up_prints_the_address_and_what_it_starts_is_free_of_the_terminal() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let said = desk.lumbar(&["up"]).await?.done()?;
    let address = desk.folders.path("run/lumbar/socket").display().to_string();
    assert_eq!(said.out.lines().last(), Some(address.as_str()));
    let own_pid = pid(&own(&desk)).await?;
    let stat = fs::read_to_string(format!("/proc/{own_pid}/stat"))?;
    let fields: Vec<&str> = stat.rsplit_once(") ").trying("no stat")?.1.split(' ').collect();
    // Parent, group, session, terminal: a session of its own, and no terminal.
    assert_eq!((fields[3], fields[4]), (own_pid.to_string().as_str(), "0"), "{stat}");
    // Nor the pipes it was started with: writing into one whose reader is gone would end it.
    for output in [1, 2] {
        let output = format!("/proc/{own_pid}/fd/{output}");
        let let_go = async {
            while fs::read_link(&output).is_ok_and(|to| to != Path::new("/dev/null")) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(lumbar_tests::patience(), let_go).await.trying(&output)?;
    }
    assert_eq!(desk.lumbar(&["up"]).await?.done()?.out.lines().last(), Some(address.as_str()));
    assert_eq!(daemons(&desk), [own_pid]);
    let hello = own(&desk).json("/api/v1/hello").await?;
    assert_eq!((&hello["protocol"], &hello["demo"]), (&json!(1), &json!(false)));
    // `start` brings it up as well.
    desk.lumbar(&["quit"]).await?.done()?;
    own_pid.wait_gone().await?;
    let said = desk.lumbar(&["start", "stretch-start"]).await?.refused()?;
    assert!(!said.is_empty(), "the questions come first");
    assert_eq!(daemons(&desk).len(), 1);
    Ok(())
}

#[tokio::test]
async fn ended_by_the_system_with_something_on_it_says_so_saves_and_goes_on_where_it_was() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let http = warm(&desk).await?;
    let before = http.json("/api/v1/status").await?;
    let ended = pid(&http).await?;
    ended.terminate()?;
    ended.wait_gone().await?;
    let alert = desk.notifications.expect(|one| one.body.starts_with("Lumbar is being closed")).await?;
    assert_eq!(alert.urgency(), Urgency::Critical);
    assert!(alert.body.contains("Take it off now"), "{}", alert.body);
    // Its guard was let go, for the end was wanted.
    for pid in desk.processes("lumbar") {
        pid.wait_gone().await?;
    }
    assert!(!desk.folders.path("run/lumbar/socket").exists(), "the socket went with it");
    desk.lumbar(&["up"]).await?.done()?;
    let after = http.json("/api/v1/status").await?;
    for field in ["session", "routine", "phase", "since", "ends_at"] {
        assert_eq!(before["thermal"][field], after["thermal"][field], "{field}");
    }
    // The last words are taken back: it runs again.
    desk.notifications.expect_withdrawn(alert.id).await?;
    Ok(())
}

#[tokio::test]
async fn ended_with_nothing_on_it_goes_without_a_word() -> Outcome<()> {
    let desk = Desktop::start().await?;
    desk.lumbar(&["up"]).await?.done()?;
    let ended = pid(&own(&desk)).await?;
    ended.terminate()?;
    ended.wait_gone().await?;
    let log = fs::read_dir(desk.folders.path("state/lumbar"))?.next().trying("no log")??.path();
    let log = fs::read_to_string(log)?;
    assert!(log.trim_end().ends_with("Lumbar ends"), "the last line is written: {log}");
    assert!(desk.notifications.arrived().is_empty());
    desk.tray.expect_none().await
}

#[tokio::test]
async fn without_its_session_bus_it_keeps_time_while_something_is_on_and_comes_back_with_the_bus() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    let http = warm(&desk).await?;
    let first = pid(&http).await?;
    desk.session.end().await?;
    // It serves, takes presses and keeps time. Wrong skin means an alarm, for which there is no bus.
    let status = http.json("/api/v1/status").await?;
    assert_eq!(status["thermal"]["phase"], "running");
    http.post_json("/api/v1/command", &json!({ "fact": "skin-red", "token": null })).await?.with_status(200)?;
    until(&http, |status| status["thermal"]["phase"] == "take_off").await?;
    assert_eq!(pid(&http).await?, first);

    desk.session.come_back()?;
    desk.notifications.come_back().await?;
    let alert = desk.notifications.expect(|one| one.summary == "Take the hot water bottle off now").await?;
    desk.notifications.press(&alert, "off").await?;
    until(&http, |status| status["thermal"].is_null()).await?;
    assert_eq!(pid(&http).await?, first, "the same program all along");
    Ok(())
}

/// Copies a program by another process: what this one has open for writing, a program that it starts in the same moment has
/// open as well, and such a file cannot be run.
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    let copied = std::process::Command::new("install").arg("-m755").args([from, to]).status()?;
    copied.success().then_some(()).trying("the program was not copied")
}

/// The real program under an older version: its number is written over wherever it stands.
fn older(folder: &Path) -> Outcome<std::path::PathBuf> {
    let (own, old) = (b"0.1.0", b"0.0.9");
    let mut bytes = fs::read(lumbar_tests::lumbar_binary()?)?;
    for at in 0..bytes.len() - own.len() {
        if bytes[at..].starts_with(own) {
            bytes[at..at + own.len()].copy_from_slice(old);
        }
    }
    let (patched, program) = (folder.join("patched"), folder.join("lumbar"));
    fs::create_dir_all(folder)?;
    fs::write(&patched, bytes)?;
    copy(&patched, &program)?;
    Ok(program)
}

async fn version(http: &Http) -> Outcome<String> {
    Ok(http.json("/api/v1/hello").await?["version"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn an_older_program_gives_way_at_once_where_nothing_is_on() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let old = older(&desk.folders.path("old"))?;
    assert!(desk.command(&old).arg("up").output()?.status.success());
    let http = own(&desk);
    let first = pid(&http).await?;
    assert_eq!(version(&http).await?, "0.0.9");
    // The older one takes nothing over.
    assert!(desk.command(&old).arg("status").output()?.status.success());
    assert_eq!(pid(&http).await?, first);

    desk.lumbar(&["up"]).await?.done()?;
    assert_eq!(version(&http).await?, "0.1.0");
    let second = pid(&http).await?;
    assert_ne!(second, first);
    assert!(desk.command(&old).arg("up").output()?.status.success());
    assert_eq!((pid(&http).await?, version(&http).await?.as_str()), (second, "0.1.0"));
    Ok(())
}

#[tokio::test]
async fn an_older_program_with_something_on_gives_way_when_that_is_off() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let old = older(&desk.folders.path("old"))?;
    assert!(desk.command(&old).arg("up").output()?.status.success());
    let http = own(&desk);
    answer_questions(&http).await?;
    let started = desk.command(&old).args(["start", "heat-bottle"]).output()?;
    assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
    assert!(desk.command(&old).arg("on").output()?.status.success());
    let first = pid(&http).await?;
    desk.lumbar(&["up"]).await?.done()?;
    assert_eq!((pid(&http).await?, version(&http).await?.as_str()), (first, "0.0.9"), "something is on");
    assert!(http.fetch("/").await?.body.contains("A new version is installed"), "Today says that one waits");
    desk.lumbar(&["off"]).await?.done()?;
    let taken_over = async {
        while version(&http).await.is_ok_and(|version| version != "0.1.0") || pid(&http).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(lumbar_tests::patience(), taken_over).await?;
    assert_ne!(pid(&http).await?, first);
    Ok(())
}

#[tokio::test]
async fn the_own_profile_starts_at_login_from_wherever_it_lies_and_a_named_one_never() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let program = desk.folders.path("my $apps/lumbar");
    fs::create_dir_all(desk.folders.path("my $apps"))?;
    copy(&lumbar_tests::lumbar_binary()?, &program)?;
    let entry = desk.folders.path("config/autostart/Lumbar.desktop");
    let named = desk.folders.path("named");
    for (named, exec) in
        [(Some(&named), None), (None, Some(format!("\nExec=\"{}\" up --at-login\n", program.display())))]
    {
        let mut up = desk.command(&program);
        if let Some(named) = named {
            up.arg("--profile").arg(named);
        }
        let said = String::from_utf8(up.arg("up").output()?.stdout)?;
        let http = Http::at(said.trim());
        let offered = http.fetch("/settings").await?.with_status(200)?.body.contains("start-at-login");
        assert_eq!(offered, exec.is_some(), "{named:?}");
        let status = http.post_form("/do/set", &[("key", "start-at-login"), ("value", "on")]).await?.status;
        assert_eq!((status.as_u16(), entry.exists()), if offered { (303, true) } else { (409, false) }, "{named:?}");
        if let Some(exec) = exec {
            let written = fs::read_to_string(&entry)?;
            assert!(written.contains(&exec.replace('$', r"\\$")), "{written}");
            let page = http.fetch("/settings").await?.body;
            assert!(page.contains(r#"aria-checked="true" aria-label="Start when I log in""#), "{page}");
        }
        http.post_json("/api/v1/quit", &json!({})).await?.with_status(200)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_quick_start_of_the_desktop_entry_tells_by_notification_what_nobody_would_read() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let said = desk.lumbar(&["start", "stretch-start", "--tell"]).await?.done()?;
    assert_eq!((said.out.as_str(), said.err.as_str()), ("", ""));
    let due = desk.notifications.next().await?;
    assert!(due.has_action("open"), "{due:?}");
    desk.lumbar(&["quit"]).await?.done()?;

    // No program comes up: the command has to say so itself.
    let profile = desk.folders.write("in-the-way", "")?.join("profile").display().to_string();
    let words = ["--profile", &profile, "start", "stretch-start", "--tell"];
    let command = desk.lumbar(&words);
    let (ran, told) = tokio::join!(command, async {
        let told = desk.notifications.expect(|one| one.summary == "Nothing was started").await?;
        desk.notifications.dismiss(&told).await?;
        Outcome::Ok(told)
    });
    assert_eq!(ran?.refused()?.trim(), told?.body);
    Ok(())
}

#[tokio::test]
async fn a_program_whose_socket_went_away_is_found_again_by_every_command() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let http = warm(&desk).await?;
    let first = pid(&http).await?;
    // As a logout does while something is on the body.
    fs::remove_dir_all(desk.folders.path("run/lumbar"))?;
    desk.lumbar(&["status"]).await?.done()?;
    assert_eq!(pid(&http).await?, first);
    fs::remove_file(desk.folders.path("run/lumbar/socket"))?;
    desk.lumbar(&["up"]).await?.done()?;
    assert_eq!((pid(&http).await?, daemons(&desk)), (first, vec![first]));
    fs::remove_file(desk.folders.path("run/lumbar/socket"))?;
    desk.lumbar(&["quit", "--force"]).await?.done()?;
    first.wait_gone().await
}

#[tokio::test]
async fn a_notification_server_that_comes_late_or_comes_back_is_shown_what_stands() -> Outcome<()> {
    let desk = Desktop::start().await?;
    desk.notifications.leave().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    assert_eq!(demo.phase().await?.as_deref(), Some("ready"));
    assert!(desk.notifications.arrived().is_empty());
    desk.notifications.come_back().await?;
    let ready = desk.notifications.next().await?;
    assert_eq!(ready.summary, "Put the ice pack on when you are ready");
    desk.notifications.press(&ready, "on").await?;
    demo.expect_status(|status| status["thermal"]["phase"] == "running").await?;
    demo.pass(300).await?;
    let skin = desk.notifications.next().await?;

    // It crashes with the question on the screen. The next one counts from 1 again and knows nothing of the first.
    desk.notifications.leave().await?;
    desk.notifications.come_back().await?;
    let again = desk.notifications.next().await?;
    assert_eq!((&again.summary, again.replaces), (&skin.summary, 0));
    desk.notifications.press(&again, "skin-fine").await?;
    demo.expect_status(|status| status["pending"] == json!([])).await?;
    assert!(desk.notifications.unexpected().is_empty(), "{}", desk.notifications.transcript());

    // Without a server time goes on, and what is over is not shown later.
    desk.notifications.leave().await?;
    demo.pass(300).await?;
    demo.done(&["skin", "fine"]).await?;
    demo.pass(600).await?;
    assert_eq!(demo.phase().await?.as_deref(), Some("take_off"));
    desk.notifications.come_back().await?;
    let off = desk.notifications.next().await?;
    assert_eq!(off.summary, "Take the ice pack off now");
    assert!(desk.notifications.unexpected().is_empty(), "{}", desk.notifications.transcript());
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_panel_that_comes_late_or_comes_back_shows_the_sign_as_it_is() -> Outcome<()> {
    let desk = Desktop::start().await?;
    desk.tray.leave().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    demo.done(&["on"]).await?;
    assert_eq!(desk.tray.count(), 0);
    desk.tray.come_back().await?;
    let item = desk.tray.item().await?;
    item.expect_title(|title| title == "20 min").await?;

    desk.tray.leave().await?;
    demo.pass(300).await?;
    demo.done(&["skin", "fine"]).await?;
    demo.pass(240).await?;
    desk.tray.come_back().await?;
    let item = desk.tray.item().await?;
    item.expect_title(|title| title == "11 min").await?;
    item.press("It is off").await?;
    demo.expect_status(|status| status["thermal"]["phase"] == "resting").await?;
    assert_eq!(desk.tray.count(), 1, "one sign, not two");
    demo.expect_no_panic()
}
