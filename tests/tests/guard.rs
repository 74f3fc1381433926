//! Holds the real programs to surviving: while something is on, a dead, hung or lost program comes back by itself, or is cried for.
#![cfg(target_os = "linux")]

use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use lumbar_tests::{
    Context, Demo, Desktop, Notification, Outcome, Pid, Trouble, Urgency, kill_run::KillRun, lumbar_binary, patience,
};
use serde_json::Value;
use tokio::time::sleep;

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];
/// What the bell says.
const BELL: &str = "Take the ice pack off now";
/// From the shelf to the bell.
const TO_THE_BELL: &[&str] =
    &["start cold-20-20", "on", "clock advance 5m", "skin fine", "clock advance 5m", "skin fine", "clock advance 10m"];

#[tokio::test]
async fn a_guard_is_there_only_while_something_is_on() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    do_all(&demo, &["start cold-20-20 --turns 2"]).await?;
    for _ in 0..2 {
        assert_eq!(desk.guards(), [], "nothing is on yet");
        do_all(&demo, &["on"]).await?;
        let guard = desk.expect_guard().await?;
        do_all(&demo, &["clock advance 5m", "skin fine"]).await?;
        assert_eq!(desk.expect_guard().await?, guard, "one is enough for a turn");
        do_all(&demo, &["off"]).await?;
        guard.wait_gone().await?;
        do_all(&demo, &["clock advance 20m"]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_program_killed_with_something_on_is_back_by_itself_with_all_that_stood() -> Outcome<()> {
    type Standing = Option<(&'static str, &'static str)>;
    let phases: [(&str, &[&str], Standing); 4] = [
        ("running", &["start cold-20-20", "on", "clock advance 1m"], None),
        (
            "skin asked",
            &["start cold-20-20", "on", "clock advance 5m"],
            Some(("Time to look at your skin", "skin-fine")),
        ),
        ("take-off", TO_THE_BELL, Some((BELL, "off"))),
        ("a wrap worn", &["start heat-wrap", "on", "clock advance 1m"], None),
    ];
    for (phase, before, standing) in phases {
        let desk = Desktop::start().await?;
        let demo = desk.demo(&MANUAL).await?;
        do_all(&demo, before).await?;
        let stood = match standing {
            Some((title, _)) => Some(desk.notifications.expect(|one| one.says(title)).await?),
            None => None,
        };
        let view = view(&demo).await?;
        let guard = desk.expect_guard().await?;
        demo.expect_noted(&desk.notifications.standing()).await?;
        let (pid, took) = kill_and_wait(&demo, demo.pid()).await?;
        println!("{phase}: back after {} ms", took.as_millis());
        assert_eq!(self::view(&demo).await?, view, "{phase}: another state");
        if let (Some((title, answer)), Some(stood)) = (standing, stood) {
            let again = desk.notifications.expect(|one| one.says(title)).await?;
            assert_eq!(again.replaces, stood.id, "{phase}: in the old one's place");
            assert_eq!(desk.notifications.standing().len(), 1, "{phase}: a pile");
            // Its buttons are alive again.
            desk.notifications.press(&again, answer).await?;
            demo.expect_status(|status| status["pending"] == Value::Array(Vec::new())).await?;
        } else {
            assert_eq!(desk.notifications.arrived().iter().filter(|one| !one.has_action("on")).count(), 0, "{phase}");
        }
        guard.wait_gone().await?;
        if phase != "take-off" {
            // The one that was brought back is watched as well.
            desk.expect_guard().await?;
            let (_, took) = kill_and_wait(&demo, pid).await?;
            println!("{phase}: back once more after {} ms", took.as_millis());
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_guard_that_is_killed_is_started_again_however_often() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    do_all(&demo, &["start cold-20-20", "on"]).await?;
    let own = demo.answering_pid().await?;
    // More often than it is started at once; the next beat is most of a minute away.
    for nth in 1..=7 {
        let guard = desk.expect_guard().await?;
        guard.kill()?;
        guard.wait_gone().await?;
        let killed = Instant::now();
        let next = desk.expect_guard().await?;
        println!("guard killed {nth} times, the next is there after {} ms", killed.elapsed().as_millis());
        assert_ne!(next, guard);
        assert!(killed.elapsed() < Duration::from_secs(10), "nobody watched for {:?}", killed.elapsed());
    }
    assert_eq!(demo.answering_pid().await?, own, "the program itself was not touched");
    kill_and_wait(&demo, own).await?;
    Ok(())
}

#[tokio::test]
async fn with_both_killed_nobody_is_left_and_the_next_start_brings_everything_back() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let kept = desk.folders.path("kept").display().to_string();
    let mut demo = desk.demo(&["--manual-clock", "--no-window", "--profile", &kept]).await?;
    do_all(&demo, TO_THE_BELL).await?;
    let stood = desk.notifications.expect(|one| one.says(BELL)).await?;
    let view = view(&demo).await?;
    demo.expect_noted(&desk.notifications.standing()).await?;
    // Frozen, neither can start the other before both are dead.
    let guard = desk.expect_guard().await?;
    guard.freeze()?;
    demo.pid().freeze()?;
    guard.kill()?;
    demo.kill().await?;
    guard.wait_gone().await?;
    assert_eq!(desk.processes("lumbar"), [], "nobody is left");
    assert_eq!(demo.run(&["status"]).await?.code, Some(3), "and that is said");
    let before = desk.notifications.arrived().len();

    // As the login or the person does.
    demo.done(&["up"]).await?;
    assert_eq!(self::view(&demo).await?, view);
    let again = desk.notifications.expect(|one| one.says(BELL)).await?;
    assert_eq!(again.replaces, stood.id, "in the old one's place");
    desk.expect_guard().await?;
    assert_eq!(desk.notifications.arrived().len(), before + 1, "said once");
    desk.notifications.press(&again, "off").await?;
    demo.expect_status(|status| status["thermal"]["phase"] == "resting").await?;
    Ok(())
}

#[tokio::test]
async fn a_hung_program_is_ended_and_brought_back() -> Outcome<()> {
    // The patience of every real profile is a minute; that one is waited for when asked.
    let slow = env::var_os("LUMBAR_SLOW").is_some();
    let mut desk = Desktop::start().await?;
    if !slow {
        desk.set_variable("LUMBAR_GUARD_PATIENCE", "2");
    }
    let demo = desk.demo(&MANUAL).await?;
    do_all(&demo, TO_THE_BELL).await?;
    let stood = desk.notifications.expect(|one| one.says(BELL)).await?;
    let view = view(&demo).await?;
    desk.expect_guard().await?;
    let hung = demo.pid();
    hung.freeze()?;
    let frozen = Instant::now();
    let limit = patience() + Duration::from_secs(if slow { 75 } else { 0 });
    while hung.is_alive() {
        if frozen.elapsed() > limit {
            return Err(Trouble::new("the hung program was left alone"));
        }
        sleep(Duration::from_millis(10)).await;
    }
    let ended = frozen.elapsed();
    wait_until_answering(&demo, hung).await?;
    println!(
        "hung (patience {}): ended after {:.1} s, back after {:.1} s",
        if slow { "60 s" } else { "2 s, set for the demo" },
        ended.as_secs_f32(),
        frozen.elapsed().as_secs_f32()
    );
    assert_eq!(self::view(&demo).await?, view);
    let again = desk.notifications.expect(|one| one.says(BELL)).await?;
    assert_eq!(again.replaces, stood.id);
    Ok(())
}

#[tokio::test]
async fn a_program_that_was_replaced_by_an_upgrade_is_still_brought_back() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let program = desk.folders.path("bin/lumbar");
    install(&program)?;
    let demo = desk.demo_of(&program, &MANUAL).await?;
    do_all(&demo, &["start cold-20-20", "on"]).await?;
    desk.expect_guard().await?;
    install(&program)?;
    let (_, took) = kill_and_wait(&demo, demo.pid()).await?;
    println!("replaced: back after {} ms", took.as_millis());
    desk.expect_guard().await?;
    Ok(())
}

#[tokio::test]
async fn a_guard_that_cannot_bring_the_program_back_alarms_by_itself_until_it_is_there() -> Outcome<()> {
    let slow = env::var_os("LUMBAR_SLOW").is_some();
    let desk = Desktop::start().await?;
    let program = desk.folders.path("bin/lumbar");
    install(&program)?;
    let demo = desk.demo_of(&program, &MANUAL).await?;
    do_all(&demo, &["start cold-20-20", "on", "clock advance 1m"]).await?;
    let guard = desk.expect_guard().await?;
    let first = desk.notifications.expect(|one| one.has_action("on")).await?;
    replace(&program, |fresh| Ok(fs::write(fresh, "#!/bin/sh\nexit 1\n")?))?;

    let killed = Instant::now();
    demo.pid().kill()?;
    let alarm = desk.notifications.expect(|one| one.says("Lumbar has stopped")).await?;
    println!("cannot come back: the guard alarms after {} ms\n  {}", killed.elapsed().as_millis(), line(&alarm));
    assert!(alarm.says("Ice or warmth may still be on your back") && alarm.urgency() == Urgency::Critical);
    assert_ne!(alarm.sender, first.sender, "the program is dead");
    assert!(guard.is_alive());

    if slow {
        // It says so again after half a minute, and goes on trying: a repaired program is brought back with the next try.
        sleep(Duration::from_secs(30)).await;
        desk.notifications.expect(|one| one.says("Lumbar has stopped")).await?;
        install(&program)?;
        sleep(Duration::from_secs(20)).await;
        wait_until_answering(&demo, demo.pid()).await?;
        println!("  repaired: back {:.1} s after the kill", killed.elapsed().as_secs_f32());
    } else {
        demo.done(&["up"]).await?;
    }
    desk.notifications.expect_withdrawn(alarm.id).await?;
    guard.wait_gone().await?;
    assert_eq!(demo.phase().await?.as_deref(), Some("running"));
    Ok(())
}

/// `LUMBAR_KILLS=1000` makes it the long run; `LUMBAR_SEED` plays one again.
#[tokio::test]
async fn killed_at_random_moments_it_keeps_every_confirmed_press_and_misses_no_alarm() -> Outcome<()> {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let run = KillRun::new(number("LUMBAR_KILLS").unwrap_or(30), number("LUMBAR_SEED"));
    let seed = run.seed();
    let report = run.play().await.trying(format!("LUMBAR_SEED={seed}"))?;
    println!("{report}");
    Ok(())
}

async fn do_all(demo: &Demo, commands: &[&str]) -> Outcome<()> {
    for words in commands {
        demo.done(&words.split(' ').collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// What every face shows, apart from the count of changes, which begins elsewhere in every life of the program.
async fn view(demo: &Demo) -> Outcome<Value> {
    let mut view = demo.http().json("/api/v1/view").await?;
    view.as_object_mut().trying("no view")?.remove("rev");
    Ok(view)
}

/// Kills the program and waits until another one answers: which, and after how long.
async fn kill_and_wait(demo: &Demo, pid: Pid) -> Outcome<(Pid, Duration)> {
    let killed = Instant::now();
    pid.kill()?;
    let next = wait_until_answering(demo, pid).await?;
    Ok((next, killed.elapsed()))
}

async fn wait_until_answering(demo: &Demo, old: Pid) -> Outcome<Pid> {
    let began = Instant::now();
    loop {
        match demo.answering_pid().await {
            Ok(pid) if pid != old => return Ok(pid),
            last if began.elapsed() > patience() => {
                return Err(Trouble::new(format!("it did not come back by itself: {last:?}")));
            }
            _ => sleep(Duration::from_millis(2)).await,
        }
    }
}

/// Puts the program under test at `path`, as a package does: whatever ran from there goes on with the old file.
fn install(path: &Path) -> Outcome<()> {
    let program = lumbar_binary()?;
    // By another process: what this one has open for writing, a program that it starts in the same moment has open as
    // well, and such a file cannot be run.
    replace(path, |fresh| {
        let copied = Command::new("cp").arg(program).arg(fresh).status()?;
        copied.success().then_some(()).trying("the program was not copied")
    })
}

fn replace(path: &Path, write: impl FnOnce(&Path) -> Outcome<()>) -> Outcome<()> {
    fs::create_dir_all(path.parent().trying("no folder")?)?;
    let fresh = path.with_extension("new");
    write(&fresh)?;
    fs::set_permissions(&fresh, fs::Permissions::from_mode(0o755))?;
    Ok(fs::rename(&fresh, path)?)
}

fn line(one: &Notification) -> String {
    format!("{:?} \"{}\": {} {:?}", one.urgency(), one.summary, one.body, one.labels())
}
