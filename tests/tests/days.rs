//! Lives a whole day by one way alone: the command line; the tray; voice and keys with the window closed and the screen off. The
//! counts are those of docs/days.md.
#![cfg(target_os = "linux")]
#![allow(clippy::panic, reason = "a test may fail by panicking")]

use lumbar_tests::{Context, Demo, Desktop, Outcome, Speech, Trouble};
use serde_json::{Value, json};

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];
/// More than any session has deadlines and questions.
const MOST: usize = 400;

/// What a way asks of a person in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Asked {
    /// Commands, or presses in the tray.
    presses: usize,
    /// Words that Lumbar printed or spoke.
    words: usize,
    /// Notifications that came; nobody pressed one.
    notifications: usize,
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The question that waits, the most urgent first; `None` = nothing waits.
fn question(status: &Value) -> Option<&str> {
    status.pointer("/pending/0/question").and_then(Value::as_str)
}

fn is_over(status: &Value) -> bool {
    status["thermal"].is_null() && status["activity"].is_null()
}

/// Lives a session to its end: each question is answered with what `answer` does, and otherwise time goes on.
async fn to_the_end(demo: &Demo, mut answer: impl AsyncFnMut(&str) -> Outcome<()>) -> Outcome<()> {
    for _ in 0..MOST {
        let status = demo.look().await?;
        if is_over(&status) {
            return Ok(());
        }
        match question(&status) {
            Some(question) => answer(question).await.trying(format!("{question}: {status}"))?,
            None => {
                let next = json!({ "do": "next" });
                demo.http().post_json("/api/v1/clock", &next).await?.with_status(200)?;
            }
        }
    }
    Err(Trouble::new("the session has no end"))
}

/// The command that answers a question as one does when all is well.
fn command(question: &str) -> &'static [&'static str] {
    match question {
        "put-on" => &["on"],
        "skin" | "skin-after" => &["skin", "fine"],
        "is-it-on" | "take-off" | "get-out" => &["off"],
        other => panic!("{other} is a question of no day"),
    }
}

#[tokio::test]
async fn a_whole_day_from_the_command_line_only() -> Outcome<()> {
    let desk = Desktop::start().await?;
    // The first start, on the person's own profile: what is asked is asked there as well.
    let mut first = Asked::default();
    for (asked, said) in [
        (&["start", "cold-15"][..], "Answer it in the window, or see: lumbar questions cold-15"),
        (&["questions", "cold-15"], "lumbar questions cold-15 --signs none --told none --adult"),
        (&["questions", "cold-15", "--signs", "none", "--told", "none", "--adult"], "Begin with: lumbar start cold-15"),
        (&["start", "cold-15"], "ready when you are"),
        (&["stop"], "Nothing is on."),
        (&["quit"], ""),
    ] {
        let ran = desk.lumbar(asked).await?;
        assert!(ran.out.contains(said) || ran.err.contains(said), "{asked:?}: {}{}", ran.out, ran.err);
        first.presses += 1;
        first.words += words(&ran.out) + words(&ran.err);
    }
    println!("first start: {first:?}");
    assert!(first.presses == 6 && first.words < 560, "{first:?}");

    let demo = desk.demo(&MANUAL).await?;
    let mut day = Asked::default();
    let run = async |asked: &mut Asked, line: &[&str]| -> Outcome<String> {
        let out = demo.done(line).await?;
        asked.presses += 1;
        asked.words += words(&out);
        Ok(out)
    };
    let came = desk.notifications.arrived().len();
    run(&mut day, &["plan"]).await?;
    run(&mut day, &["start", "cold-20-20", "--turns", "2"]).await?;
    to_the_end(&demo, async |question| run(&mut day, command(question)).await.map(drop)).await?;
    assert!(run(&mut day, &["status"]).await?.contains("Last: Ice, 20 on 20 off"));
    demo.clock_advance("2h").await?;
    run(&mut day, &["start", "walk", "--for", "10m"]).await?;
    to_the_end(&demo, async |question| run(&mut day, command(question)).await.map(drop)).await?;
    run(&mut day, &["prepare", "towel"]).await?;
    demo.clock_advance("2h").await?;
    run(&mut day, &["start", "heat-bottle"]).await?;
    run(&mut day, &["on"]).await?;
    assert!(run(&mut day, &["off"]).await?.contains("lumbar undo") || demo.look().await?["undo"].is_object());
    run(&mut day, &["undo"]).await?;
    to_the_end(&demo, async |question| run(&mut day, command(question)).await.map(drop)).await?;
    run(&mut day, &["log", "--limit", "5"]).await?;
    run(&mut day, &["settings", "set", "clock", "12h"]).await?;
    let file = desk.folders.path("home/day.json").display().to_string();
    run(&mut day, &["export", &file]).await?;
    day.notifications = desk.notifications.arrived().len() - came;
    println!("command line: {day:?}");
    assert!(day.presses <= 24 && day.words <= 620 && day.notifications <= 40, "{day:?}");
    let log = demo.run(&["log", "--json"]).await?.done()?.json()?;
    let done: Vec<&str> = log.as_array().into_iter().flatten().filter_map(|one| one["routine"].as_str()).collect();
    for routine in ["cold-20-20", "walk", "heat-bottle"] {
        assert!(done.contains(&routine), "{routine} is in no record: {log}");
    }
    demo.done(&["quit"]).await?;
    demo.expect_no_panic()
}

/// What the tray offers to say when all is well, the first that is there.
const FINE: [&str; 6] =
    ["It is off", "Fine", "Cloth between, skin fine: it is on", "It is on", "Begin", "Leave it out"];

#[tokio::test]
async fn a_whole_day_from_the_tray_only() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let item = desk.tray.item().await?;
    let mut day = Asked::default();
    let press = async |day: &mut Asked, labels: &[&str]| -> Outcome<()> {
        let menu = item.expect_menu(|menu| labels.iter().any(|label| menu.find(label).is_some())).await?;
        let label = labels.iter().find(|label| menu.find(label).is_some()).trying("it is gone")?;
        day.words += menu.labels().iter().map(|label| words(label)).sum::<usize>();
        day.presses += 1;
        let before = demo.look().await?;
        item.press(label).await?;
        // The press goes from the panel to the program by itself.
        demo.expect_status(|now| {
            now["pending"] != before["pending"]
                || now["thermal"] != before["thermal"]
                || now["activity"] != before["activity"]
        })
        .await
        .map(drop)
    };
    let start = async |day: &mut Asked, label: &str| -> Outcome<()> {
        press(day, &[label]).await?;
        to_the_end(&demo, async |_| press(day, &FINE).await).await
    };
    start(&mut day, "Ice, 20 on 20 off, 2 turns").await?;
    demo.clock_advance("3h").await?;
    start(&mut day, "Gentle start").await?;
    start(&mut day, "Electric heating pad").await?;
    day.notifications = desk.notifications.arrived().len();
    println!("tray: {day:?}");
    assert!(day.presses <= 20 && day.words <= 900 && day.notifications <= 40, "{day:?}");
    let log = demo.run(&["log", "--json"]).await?.done()?.json()?;
    assert!(log.as_array().is_some_and(|all| all.len() == 3), "{log}");
    demo.expect_no_panic()
}

/// What a person who only hears Lumbar presses, by the words they heard last.
fn heard(said: &str) -> Option<&'static [&'static str]> {
    let has = |part: &str| said.contains(part);
    match () {
        () if has("Then press: it is on") || has("Begin when you are ready") => Some(&["on", "--aloud"]),
        () if has("Is your skin fine?") || has("Feel your skin now") => Some(&["skin", "fine", "--aloud"]),
        () if has("Take the ice off now") || has("Take it off now") => Some(&["off", "--aloud"]),
        () => None,
    }
}

#[tokio::test]
async fn a_whole_day_by_voice_and_keys_with_the_window_closed_and_the_screen_off() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    let speech = Speech::start(&desk.folders.path("run/speechd.sock"))?;
    desk.set_variable("SPEECHD_ADDRESS", &speech.address());
    // Nobody sees a notification: no server is there.
    desk.notifications.leave().await?;
    let demo = desk.demo(&MANUAL).await?;
    // Without a voice the press counts, and it is said why nothing is heard.
    let mute = demo.run(&["status", "--aloud"]).await?.done()?;
    assert_eq!(mute.err.trim(), "Not said aloud: the voice is off. “lumbar settings set voice on” switches it on.");
    demo.done(&["settings", "set", "voice", "on"]).await?;
    let mut day = Asked::default();
    // A key of the desktop runs a command; what it says is heard.
    let key = async |day: &mut Asked, line: &[&str]| -> Outcome<String> {
        let known = speech.heard().len();
        demo.run(line).await?;
        day.presses += 1;
        speech.expect_after(known, |_| true).await
    };
    assert_eq!(key(&mut day, &["status", "--aloud"]).await?, "Nothing is on.");
    for line in [
        &["start", "cold-20-20", "--turns", "2", "--aloud"][..],
        &["start", "walk", "--for", "10m", "--aloud"],
        &["start", "heat-bottle", "--aloud"],
    ] {
        let mut known = speech.heard().len();
        key(&mut day, line).await?;
        for turn in 0..MOST {
            assert!(turn + 1 < MOST, "no end: {:?}", speech.heard());
            let status = demo.look().await?;
            if is_over(&status) {
                break;
            }
            if question(&status).is_none() {
                known = speech.heard().len();
                demo.http().post_json("/api/v1/clock", &json!({ "do": "next" })).await?.with_status(200)?;
                continue;
            }
            // Only what was heard since time went on tells what to press.
            let said = speech.expect_after(known, |said| heard(said).is_some()).await?;
            let line = heard(&said).trying("nothing to press")?;
            known = speech.heard().len();
            let answer = key(&mut day, line).await?;
            if line[0] == "off" && !is_over(&demo.look().await?) {
                assert!(answer.contains("It is off") || answer.contains("skin"), "after off it says: {answer}");
            }
        }
        demo.clock_advance("3h").await?;
    }
    // A key pressed at the wrong moment is answered aloud as well.
    assert_eq!(key(&mut day, &["snooze", "--aloud"]).await?, "Nothing is running.");
    // "It is off" pressed by mistake is taken back by a key.
    key(&mut day, &["start", "cold-15", "--aloud"]).await?;
    key(&mut day, &["on", "--aloud"]).await?;
    demo.clock_advance("1m").await?;
    key(&mut day, &["off", "--aloud"]).await?;
    let known = speech.heard().len();
    demo.done(&["undo", "--aloud"]).await?;
    day.presses += 1;
    speech.expect_after(known, |said| said.starts_with("It is on.")).await?;
    demo.done(&["off"]).await?;
    let all = speech.heard();
    day.words = all.iter().map(|said| words(said)).sum();
    println!("voice and keys: {day:?}\n{}", all.join("\n"));
    assert!(day.presses <= 30 && day.words <= 900, "{day:?}");
    assert!(desk.processes("lumbar-window").is_empty());
    let log = demo.run(&["log", "--json"]).await?.done()?.json()?;
    assert!(log.as_array().is_some_and(|all| all.len() >= 3), "{log}");
    demo.expect_no_panic()
}
