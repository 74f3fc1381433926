//! Kills the background program in every phase and looks at what came back: everything that was confirmed, said once.
#![cfg(target_os = "linux")]

use futures_util::future::try_join_all;
use lumbar_tests::{Context, Demo, Desktop, Notification, Outcome, Trouble};
use serde_json::Value;

/// One phase: how a person gets there, and what of it must stand before them again after a crash.
struct Phase {
    name: &'static str,
    routine: &'static str,
    steps: &'static [Step],
    /// The answer that the notification shown again must have; `None` = none is shown again.
    again: Option<&'static str>,
}

enum Step {
    /// A command, which has been confirmed when it ends.
    Run(&'static [&'static str]),
    /// Seconds on the manual clock.
    Pass(u64),
    /// The answer on the notification that stands.
    Press(&'static str),
}
use Step::{Pass, Press, Run};

const PHASES: [Phase; 9] = [
    Phase { name: "ready", routine: "cold-20-20", steps: &[Pass(30)], again: Some("on") },
    Phase { name: "ready, asked again", routine: "cold-20-20", steps: &[Pass(200)], again: Some("on-since") },
    Phase { name: "snoozed", routine: "cold-20-20", steps: &[Run(&["snooze", "10m"]), Pass(30)], again: None },
    Phase { name: "running", routine: "cold-20-20", steps: &[Press("on"), Pass(120)], again: None },
    Phase { name: "skin asked", routine: "cold-20-20", steps: &[Press("on"), Pass(330)], again: Some("skin-fine") },
    Phase {
        name: "take off",
        routine: "cold-20-20",
        steps: &[Press("on"), Pass(300), Press("skin-fine"), Pass(300), Press("skin-fine"), Pass(665)],
        again: Some("off"),
    },
    Phase {
        name: "resting",
        routine: "cold-20-20",
        steps: &[Press("on"), Pass(300), Press("skin-fine"), Pass(60), Run(&["off"]), Pass(200)],
        again: None,
    },
    Phase { name: "moving", routine: "stretch-start", steps: &[Pass(47)], again: None },
    Phase { name: "paused", routine: "stretch-start", steps: &[Pass(47), Run(&["pause"]), Pass(60)], again: None },
];

/// What the table shows of a status.
fn told(status: &Value) -> String {
    let slot = if status["thermal"].is_null() { "activity" } else { "thermal" };
    let session = &status[slot];
    let number = |name: &str| session[name].as_u64().map_or("-".to_owned(), |number| number.to_string());
    let asks = status["pending"][0]["question"].as_str().unwrap_or("nothing");
    let phase = session["phase"].as_str().unwrap_or("nothing on");
    format!(
        "{phase:<8} turn {} step {} on {:>4} s left {:>4} s asks {asks}",
        number("turn"),
        number("step"),
        number("elapsed_seconds"),
        number("remaining_seconds")
    )
}

async fn reach(desk: &Desktop, demo: &Demo, phase: &Phase) -> Outcome<()> {
    demo.done(&["start", phase.routine]).await?;
    for step in phase.steps {
        match step {
            Run(words) => drop(demo.done(words).await?),
            Pass(seconds) => demo.pass(*seconds).await?,
            Press(answer) => {
                let asked = desk.notifications.expect(|one| one.has_action(answer)).await?;
                let before = demo.look().await?;
                desk.notifications.press(&asked, answer).await?;
                // Shown in the status means saved: then it is confirmed.
                demo.expect_status(|status| status["pending"] != before["pending"]).await?;
            }
        }
    }
    Ok(())
}

/// What a person would still see.
fn standing(desk: &Desktop) -> Vec<Notification> {
    desk.notifications.standing()
}

#[tokio::test]
async fn after_a_kill_in_any_phase_every_confirmed_press_is_there_and_what_waits_is_said_once() -> Outcome<()> {
    let mut table = vec![format!("{:<19}   {:<58}   after kill -9 and restart", "phase", "before")];
    let survived = try_join_all(PHASES.iter().map(|phase| async { survive(phase).await.trying(phase.name) })).await?;
    for (phase, (before, after)) in PHASES.iter().zip(survived) {
        let same = if before == after { "the same" } else { "DIFFERS" };
        table.push(format!("{:<19} | {:<58} | {} ({same})", phase.name, told(&before), told(&after)));
        assert_eq!(before, after, "{}", phase.name);
    }
    println!("{}", table.join("\n"));
    Ok(())
}

async fn survive(phase: &Phase) -> Outcome<(Value, Value)> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    reach(&desk, &demo, phase).await?;
    let before = demo.status().await?;
    let shown = standing(&desk);
    demo.expect_noted(&shown).await?;
    let came = desk.notifications.arrived().len();
    demo.kill().await?;
    demo.restart(&["--manual-clock", "--no-window"]).await?;
    let after = demo.status().await?;

    let again = match phase.again {
        Some(answer) => {
            let again = desk.notifications.expect(|one| one.has_action(answer) && one.sender != old(&shown)).await?;
            let [before] = shown.as_slice() else { return Err(Trouble::new(format!("{} stood", shown.len()))) };
            assert_eq!(
                (again.replaces, &again.summary),
                (before.id, &before.summary),
                "it takes the place of the old one"
            );
            Some((again, answer))
        }
        None => {
            for old in &shown {
                desk.notifications.expect_withdrawn(old.id).await.trying("its buttons are dead")?;
            }
            None
        }
    };
    // Whatever else was on its way is out by now: the two looks have passed through the same loop. What the old program
    // had still sent is no second word of the new one.
    let from_old = old(&shown);
    let since: Vec<_> =
        desk.notifications.arrived().into_iter().skip(came).filter(|one| one.sender != from_old).collect();
    assert_eq!(since.len(), usize::from(again.is_some()), "{}: {}", phase.name, desk.notifications.transcript());
    assert_eq!(standing(&desk).len(), since.len());
    demo.expect_no_panic()?;

    // The button that came back works.
    if let Some((again, answer)) = again {
        desk.notifications.press(&again, answer).await?;
        demo.expect_status(|status| status["pending"] != after["pending"]).await?;
    }
    Ok((before, after))
}

fn old(shown: &[Notification]) -> String {
    shown.first().map(|one| one.sender.clone()).unwrap_or_default()
}

#[tokio::test]
async fn killed_right_after_each_confirmed_press_of_a_session_nothing_is_lost() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let presses: [(&[&str], u64); 6] = [
        (&["start", "cold-20-20", "--turns", "2"], 0),
        (&["on"], 0),
        (&["skin", "fine"], 300),
        (&["skin", "fine"], 300),
        (&["off"], 600),
        (&["on"], 1200),
    ];
    for (words, after) in presses {
        if after > 0 {
            demo.pass(after).await?;
        }
        let said = demo.done(words).await?;
        // No look in between: what the command confirmed is on the disk.
        demo.kill().await?;
        demo.restart(&["--manual-clock", "--no-window"]).await?;
        assert_eq!(demo.done(&["status"]).await?, said, "after {words:?}");
    }
    assert_eq!(demo.look().await?["thermal"]["turn"], 2);
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_deadline_that_passed_while_it_was_dead_is_one_alert_with_the_true_time() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    demo.done(&["on"]).await?;
    demo.pass(300).await?;
    demo.done(&["skin", "fine"]).await?;
    let came = desk.notifications.arrived().len();
    // The guard would be at it in a moment: both go, as when the machine loses its power.
    for pid in desk.processes("lumbar").into_iter().rev() {
        pid.freeze()?;
    }
    for pid in desk.processes("lumbar") {
        pid.kill()?;
    }
    demo.wait().await?;
    let file = demo.profile.join("clock.json");
    let text = std::fs::read_to_string(&file)?;
    let mut clock: Value = serde_json::from_str(&text).trying(&text)?;
    let ticks = clock.pointer_mut("/now/ticks/secs").trying(&text)?;
    *ticks = (ticks.as_u64().trying(&text)? + 25 * 60).into();
    std::fs::write(&file, clock.to_string())?;
    demo.restart(&["--manual-clock", "--no-window"]).await?;
    let status = demo.status().await?;
    assert_eq!(
        (&status["thermal"]["phase"], &status["thermal"]["elapsed_seconds"]),
        (&"take_off".into(), &1800.into())
    );
    let alert = desk.notifications.expect(|one| one.has_action("off") && one.says("30 min")).await?;
    assert_eq!(alert.labels(), ["It is off", "It came off at the bell", "White or blistered"]);
    let since: Vec<_> = desk.notifications.arrived().into_iter().skip(came).map(|one| one.summary).collect();
    assert_eq!(since, [alert.summary], "one, not a pile");
    demo.expect_no_panic()
}
