//! What a person at a terminal gets: full devices, readers that are gone, warnings with the flag to pass, and nothing that can call.
#![cfg(target_os = "linux")]

use std::fs::OpenOptions;
use std::process::Stdio;
use std::time::Duration;

use lumbar_tests::{Context, Desktop, Outcome, lumbar_binary};

#[tokio::test]
async fn what_cannot_be_written_is_an_error_with_a_code_of_its_own() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    demo.done(&["start", "cold-20-20"]).await?;
    let profile = demo.profile.display().to_string();
    for words in [
        &["status"][..],
        &["status", "--json"],
        &["status", "--watch"],
        &["routines"],
        &["routines", "--json"],
        &["up"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full")?;
        let mut command = desk.command(lumbar_binary()?);
        let ran = command.args(["--profile", &profile]).args(words).stdout(full).stderr(Stdio::piped()).output()?;
        assert_eq!(ran.status.code(), Some(4), "{words:?}: {ran:?}");
        assert!(String::from_utf8_lossy(&ran.stderr).contains("could not be written"), "{words:?}: {ran:?}");
    }
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_watch_ends_with_its_reader_and_leaves_room_for_others() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let profile = demo.profile.display().to_string();
    let mut watches = Vec::new();
    for _ in 0..70 {
        let mut command = desk.command(lumbar_binary()?);
        command.args(["--profile", &profile, "status", "--watch"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut watch = command.spawn()?;
        // Nobody reads any more, and nothing changes that it could learn it from.
        drop(watch.stdout.take());
        watches.push(watch);
    }
    for mut watch in watches {
        let ended = async {
            while watch.try_wait()?.is_none() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Outcome::Ok(())
        };
        tokio::time::timeout(lumbar_tests::patience(), ended).await.trying("a watch outlives its reader")??;
    }
    demo.done(&["status"]).await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_start_that_is_warned_of_says_everything_at_once_and_the_flag_to_pass() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    demo.done(&["start", "cold-20-20"]).await?;
    demo.done(&["on"]).await?;
    demo.done(&["clock", "advance", "3"]).await?;
    demo.done(&["off"]).await?;
    let view = demo.http().json("/api/v1/view").await?;
    let asks = view["offers"].as_object().trying("offers")?.iter().find_map(|(id, offer)| {
        let usual = usize::try_from(offer["usual"].as_u64()?).ok()?;
        let rules = offer["turns"][usual - 1]["may_start"]["after-warnings"].as_array()?.clone();
        Some((id.clone(), rules.iter().filter_map(|rule| rule.as_str().map(str::to_owned)).collect::<Vec<_>>()))
    });
    let (routine, rules) = asks.trying("nothing asks after cold")?;
    let said = demo.refused(&["start", &routine]).await?;
    let flag = said.lines().find(|line| line.contains("--accept")).trying(format!("no flag is named: {said}"))?;
    let words: Vec<&str> = flag.split_once("--accept ").trying("no rule")?.1.split(' ').collect();
    assert!(rules.iter().all(|rule| words.contains(&rule.as_str())), "{rules:?}: {said}");
    demo.done(&[&["start", &routine, "--accept"][..], &words].concat()).await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn where_nothing_can_call_a_start_says_so_and_asks_for_a_word_more() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    for name in ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"] {
        desk.unset_variable(name);
    }
    let options = ["--signs", "none", "--told", "none", "--adult"];
    desk.lumbar(&[&["questions", "heat-bottle"][..], &options].concat()).await?.done()?;
    let first = desk.lumbar(&["start", "heat-bottle"]).await?;
    if desk.lumbar(&["doctor"]).await?.done()?.out.contains("ok  Sound:") {
        println!("skipped: this machine has a sound card");
        return Ok(());
    }
    let said = first.refused()?;
    assert!(said.contains("Nothing here can call you") && said.contains("--anyway"), "{said}");
    desk.lumbar(&["start", "heat-bottle", "--anyway"]).await?.done()?;
    desk.lumbar(&["quit", "--force"]).await?.done().map(|_| ())
}

#[tokio::test]
async fn the_doctor_says_what_works_here_and_nothing_about_the_person() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    demo.done(&["start", "cold-20-20"]).await?;
    let said = demo.done(&["doctor"]).await?;
    for part in [
        "ok  Background program: ",
        "ok  Data folder: ",
        "ok  Session bus: ",
        "ok  Notifications: ",
        "ok  Everything saved:",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("cold") && !said.contains("doctor-"), "{said}");
    let json: serde_json::Value = serde_json::from_str(&demo.done(&["doctor", "--json"]).await?)?;
    assert!(
        json.as_array().is_some_and(|all| all.iter().all(|one| one["what"].is_string() && one["state"].is_string()))
    );
    // Nobody runs: that is what is found, and no reason to fail or to start anything.
    let none = desk.folders.path("nobody").display().to_string();
    let said = desk.lumbar(&["--profile", &none, "doctor"]).await?.done()?.out;
    assert!(said.contains("no  Background program: ") && said.contains("?   Notifications:"), "{said}");
    assert!(!std::path::Path::new(&none).exists(), "it only looks");
    for words in [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"]] {
        assert!(desk.lumbar(words).await?.done()?.out.contains("settings"), "{words:?}");
    }
    demo.expect_no_panic()
}
