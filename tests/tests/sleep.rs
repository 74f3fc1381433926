//! Holds the real program to what it owes a person over sleep, shutdown and a clock that is set: told before, told once after.
#![cfg(target_os = "linux")]
#![allow(clippy::panic, reason = "a test may fail by panicking")]

use std::path::PathBuf;

use futures_util::future::try_join_all;
use lumbar_tests::{Context, Demo, Desktop, Inhibitor, Notification, Outcome, Urgency};
use serde_json::Value;

/// Where a sleep finds a session, and what the person must be told.
struct Case {
    /// The phase in words.
    phase: &'static str,
    /// The commands that lead there.
    before: &'static [&'static str],
    /// How many notifications came on the way.
    told: usize,
    /// How long the machine sleeps.
    asleep: &'static str,
    /// Something is on the body: the machine is held up for the last words.
    on_body: bool,
    /// A still pack is on: the machine does not fall asleep by itself.
    still_pack: bool,
    /// What the one alert on waking says, title and text; `None` = nothing is due, so nothing is said.
    on_waking: Option<[&'static str; 2]>,
    /// The phase after waking; `None` = the session is over.
    after: Option<&'static str>,
}

const CASES: &[Case] = &[
    Case {
        phase: "ready, asked again",
        before: &["start cold-20-20"],
        told: 1,
        asleep: "4m",
        on_body: false,
        still_pack: false,
        on_waking: Some(["Is it on? The clock has not started", "Ice"]),
        after: Some("ready"),
    },
    Case {
        phase: "ready, lapsed",
        before: &["start cold-20-20"],
        told: 1,
        asleep: "2h",
        on_body: false,
        still_pack: false,
        on_waking: Some(["You did not press, so", "Nothing more was started"]),
        after: None,
    },
    Case {
        phase: "running, nothing due",
        before: &["start cold-20-20", "on", "clock advance 1m"],
        told: 1,
        asleep: "2m",
        on_body: true,
        still_pack: true,
        on_waking: None,
        after: Some("running"),
    },
    Case {
        phase: "running, a skin check was due",
        before: &["start cold-20-20", "on", "clock advance 1m"],
        told: 1,
        asleep: "4m30s",
        on_body: true,
        still_pack: true,
        on_waking: Some(["Time to look at your skin: lift the ice pack", "Feel it with your hand"]),
        after: Some("running"),
    },
    Case {
        phase: "running, the bell was due long ago",
        before: &["start cold-20-20", "on", "clock advance 5m", "skin fine", "clock advance 5m", "skin fine"],
        told: 3,
        asleep: "14m",
        on_body: true,
        still_pack: true,
        on_waking: Some(["Take the ice pack off now", "On for 24 min"]),
        after: Some("take_off"),
    },
    Case {
        phase: "running, slept for a night",
        before: &["start cold-20-20", "on", "clock advance 1m"],
        told: 1,
        asleep: "8h",
        on_body: true,
        still_pack: true,
        on_waking: Some(["The ice pack may still be on. Take it off", "at least 8 h 1 min"]),
        after: Some("take_off"),
    },
    Case {
        phase: "skin asked",
        before: &["start cold-20-20", "on", "clock advance 5m"],
        told: 2,
        asleep: "10m",
        on_body: true,
        still_pack: true,
        on_waking: Some(["Take the ice pack off now", "On for 15 min"]),
        after: Some("take_off"),
    },
    Case {
        phase: "take-off",
        before: &[
            "start cold-20-20",
            "on",
            "clock advance 5m",
            "skin fine",
            "clock advance 5m",
            "skin fine",
            "clock advance 10m",
        ],
        told: 5,
        asleep: "4m",
        on_body: true,
        still_pack: true,
        on_waking: Some(["Take the ice pack off now", "On for 24 min"]),
        after: Some("take_off"),
    },
    Case {
        phase: "take-off, slept for an hour",
        before: &[
            "start cold-20-20",
            "on",
            "clock advance 5m",
            "skin fine",
            "clock advance 5m",
            "skin fine",
            "clock advance 10m",
        ],
        told: 5,
        asleep: "1h",
        on_body: true,
        still_pack: true,
        on_waking: Some(["The ice pack may still be on. Take it off", "at least 1 h 20 min"]),
        after: Some("take_off"),
    },
    Case {
        phase: "resting, before the next turn",
        before: &["start cold-20-20 --turns 2", "on", "clock advance 5m", "skin fine", "clock advance 2m", "off"],
        told: 3,
        asleep: "25m",
        on_body: false,
        still_pack: false,
        on_waking: Some(["Is it on? The clock has not started", "turn 2 of 2"]),
        after: Some("ready"),
    },
    Case {
        phase: "resting for the last time",
        before: &["start cold-20-20", "on", "clock advance 5m", "skin fine", "clock advance 2m", "off"],
        told: 3,
        asleep: "1h",
        on_body: false,
        still_pack: false,
        on_waking: Some(["is done", "That was all of it"]),
        after: None,
    },
    Case {
        phase: "wearing a wrap",
        before: &["start heat-wrap", "on", "clock advance 5m"],
        told: 1,
        asleep: "9h",
        on_body: true,
        still_pack: false,
        on_waking: Some(["The heat wrap may still be on. Take it off", "at least 9 h 5 min"]),
        after: Some("take_off"),
    },
    Case {
        phase: "moving",
        before: &["start stretch-start", "clock advance 1m"],
        told: 2,
        asleep: "2h",
        on_body: false,
        still_pack: false,
        on_waking: Some(["is done", "That was all of it"]),
        after: None,
    },
];

#[tokio::test]
async fn sleep_in_every_phase_is_told_before_and_once_after_with_the_true_time() -> Outcome<()> {
    // Most of the time programs are waited for, so that a few can be played at once.
    for some in CASES.chunks(4) {
        try_join_all(some.iter().map(|case| async { case.play().await.trying(case.phase) })).await?;
    }
    Ok(())
}

impl Case {
    async fn play(&self) -> Outcome<()> {
        let desk = Desktop::start().await?;
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        do_all(&demo, self.before).await?;
        let lock = self.locks(&desk).await?;
        for _ in 0..self.told {
            desk.notifications.expect(|_| true).await?;
        }
        let before = self.told;

        // Comes back when the machine may sleep: by then the last words are with the person.
        desk.logind.go_to_sleep().await?;
        let told = &desk.notifications.arrived()[before..];
        match told {
            [last] if self.on_body => {
                assert!(last.says("The computer is going to sleep"), "{}: {}", self.phase, last.summary);
                assert_eq!(last.urgency(), Urgency::Critical);
                assert!(last.has_action("off"), "it can be answered at once");
            }
            [] if !self.on_body => {}
            told => panic!("{} before the sleep: {}", self.phase, lines(told)),
        }
        if let Some(lock) = lock {
            desk.logind.expect_released(&lock).await?;
        }

        demo.clock_sleep(self.asleep).await?;
        desk.logind.wake_up().await?;
        let phase = demo.phase().await?;
        assert_eq!(phase.as_deref(), self.after, "{}", self.phase);
        if phase.is_some_and(|phase| phase == "take_off" || phase == "running") {
            // Held anew for the next sleep; the program has then heard that the machine woke.
            desk.logind.expect_inhibitor(|one| one.mode == "delay").await?;
        }
        all_have_come(&desk).await?;
        let mut woken = desk.notifications.arrived();
        woken.retain(|one| !is_mark(one));
        self.tell(&woken, before);
        let said = &woken[before + usize::from(self.on_body)..];
        match (self.on_waking, said) {
            (Some([title, body]), [alert]) => {
                assert!(alert.summary.contains(title) && alert.body.contains(body), "{}: {}", self.phase, lines(said));
            }
            (None, []) => {}
            (_, said) => panic!("{} after the sleep: {}", self.phase, lines(said)),
        }
        let standing = desk.notifications.standing().iter().filter(|one| !is_mark(one)).count();
        assert!(standing <= 1, "{}: a pile", self.phase);
        let over = |one: &Notification| !one.says("The computer is going to sleep");
        assert!(desk.notifications.standing().iter().all(over), "{}: it is awake", self.phase);
        Ok(())
    }

    /// The locks that are held: sleep is held up only while something is on, and idle sleep only by a still pack.
    async fn locks(&self, desk: &Desktop) -> Outcome<Option<Inhibitor>> {
        let mut delay = None;
        if self.on_body {
            let lock = desk.logind.expect_inhibitor(|one| one.mode == "delay").await?;
            assert!(lock.covers("sleep") && lock.covers("shutdown") && lock.who == "Lumbar", "{lock:?}");
            delay = Some(lock);
        }
        if self.still_pack {
            desk.logind.expect_inhibitor(|one| one.mode == "block" && one.what == "idle").await?;
        }
        for lock in desk.logind.inhibitors() {
            let wanted = if lock.mode == "delay" { self.on_body } else { self.still_pack };
            if !wanted {
                desk.logind.expect_released(&lock).await.trying(self.phase)?;
            }
        }
        Ok(delay)
    }

    fn tell(&self, all: &[Notification], before: usize) {
        let mut told = format!("\n{} · asleep for {}", self.phase, self.asleep);
        for (nth, one) in all.iter().enumerate().skip(before) {
            let when = if self.on_body && nth == before { "before" } else { "after " };
            told = format!("{told}\n  {when}  {}", line(one));
        }
        println!("{told}");
    }
}

#[tokio::test]
async fn locks_are_taken_and_given_up_with_the_pack() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    do_all(&demo, &["start cold-20-20 --turns 2"]).await?;
    assert_eq!(desk.logind.inhibitors(), [], "nothing is on yet");
    for turn in 1..=2 {
        do_all(&demo, &["on"]).await?;
        let delay = desk.logind.expect_inhibitor(|one| one.mode == "delay" && one.covers("sleep")).await?;
        let idle = desk.logind.expect_inhibitor(|one| one.mode == "block" && one.what == "idle").await?;
        do_all(&demo, &["clock advance 5m", "skin fine", "off"]).await?;
        desk.logind.expect_released(&delay).await?;
        desk.logind.expect_released(&idle).await?;
        assert_eq!(desk.logind.inhibitors().len(), 2 * turn, "one of each for a turn");
        do_all(&demo, &["clock advance 25m"]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_machine_that_is_held_by_nobody_else_sleeps_though_the_notification_server_is_mute() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    do_all(&demo, &["start cold-20-20", "on"]).await?;
    desk.logind.expect_inhibitor(|one| one.mode == "delay").await?;
    desk.notifications.behave(lumbar_tests::Behaviour::Hangs);
    // Within the five seconds that the login manager gives: the test's own patience is only for a failure.
    desk.logind.go_to_sleep().await
}

#[tokio::test]
async fn a_shutdown_with_something_on_says_so_saves_and_ends_and_the_next_start_brings_it_back() -> Outcome<()> {
    let desk = Desktop::start().await?;
    // A demo in a folder that was named outlives its end.
    let kept = desk.folders.path("kept");
    let kept = kept.display().to_string();
    let mut demo = desk.demo(&["--manual-clock", "--no-window", "--profile", &kept]).await?;
    do_all(&demo, &["start cold-20-20", "on", "clock advance 5m", "skin fine"]).await?;
    let lock = desk.logind.expect_inhibitor(|one| one.mode == "delay" && one.covers("shutdown")).await?;
    for known in ["when you are ready", "Time to look at your skin"] {
        desk.notifications.expect(|one| one.says(known)).await?;
    }
    let before = desk.notifications.arrived().len();
    desk.logind.prepare_for_shutdown(true).await?;
    desk.logind.expect_released(&lock).await?;
    let told = desk.notifications.arrived();
    println!("\nshutdown with a pack on");
    told[before..].iter().for_each(|one| println!("  before  {}", line(one)));
    assert!(matches!(&told[before..], [one] if one.says("Take it off now") && one.urgency() == Urgency::Critical));
    assert_eq!(demo.wait().await?, Some(0));
    for guard in desk.processes("lumbar") {
        guard.wait_gone().await?;
    }

    demo.restart(&["--manual-clock", "--no-window"]).await?;
    assert_eq!(demo.phase().await?.as_deref(), Some("running"));
    demo.clock_sleep("18m").await?;
    let alarm = desk.notifications.expect(|one| one.says("Take the ice pack off now")).await?;
    println!("  started again, 18 min later  {}", line(&alarm));
    assert!(alarm.says("On for 23 min"));
    desk.notifications.press(&alarm, "off").await?;
    demo.expect_status(|status| status["thermal"].is_null() || status["thermal"]["phase"] == "resting").await?;
    Ok(())
}

#[tokio::test]
async fn a_shutdown_with_nothing_on_is_not_held_up_and_nothing_is_said() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    // With nothing on the program holds no lock, so nothing tells that it listens yet: it is announced until it is heard.
    let mut heard = None;
    for _ in 0..100 {
        desk.logind.prepare_for_shutdown(true).await?;
        if let Ok(ended) = tokio::time::timeout(std::time::Duration::from_millis(300), demo.wait()).await {
            heard = ended?;
            break;
        }
    }
    assert_eq!(heard, Some(0));
    assert!(desk.notifications.arrived().is_empty() && desk.logind.inhibitors().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_wall_set_forward_on_ice_alarms_at_once_and_says_what_is_in_doubt() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    do_all(&demo, &["start cold-20-20", "on", "clock advance 5m", "skin fine"]).await?;
    demo.clock_step_wall("2h").await?;
    let alarm = desk.notifications.expect(|one| one.says("Take the ice pack off now")).await?;
    println!("\n+2 h at minute 5 on ice\n  {}", line(&alarm));
    assert!(alarm.says("It has been on for 5 min, and it may have been on for 2 h 5 min"));
    assert_eq!(alarm.urgency(), Urgency::Critical);
    // The person says that it came off just now: by the shorter reading nothing was too long, so nothing is closed.
    desk.notifications.press(&alarm, "off").await?;
    demo.expect_status(|status| status["thermal"]["phase"] == "resting").await?;
    let view = demo.http().json("/api/v1/view").await?;
    assert_eq!(view["locks"], Value::Array(Vec::new()));
    Ok(())
}

#[tokio::test]
async fn a_wall_set_after_the_pack_came_off_shortens_no_gap() -> Outcome<()> {
    for step in ["2h", "-3h"] {
        let desk = Desktop::start().await?;
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        do_all(
            &demo,
            &["start cold-20-20 --turns 2", "on", "clock advance 5m", "skin fine", "off", "clock advance 1m"],
        )
        .await?;
        desk.notifications.expect(|one| one.says("Rest now for")).await?;
        let before = desk.notifications.arrived().len();
        demo.clock_step_wall(step).await?;
        let status = demo.status().await?;
        assert_eq!(status["thermal"]["phase"], "resting", "{step}");
        assert_eq!(status["thermal"]["remaining_seconds"], 19 * 60, "{step}");
        all_have_come(&desk).await?;
        assert_eq!(desk.notifications.arrived().len(), before + 1, "{step}: nothing to say");
        demo.clock_advance("19m").await?;
        desk.notifications.expect(|one| one.says("turn 2 of 2")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_wall_set_forward_and_back_on_ice_leaves_the_alarm_that_rang_and_closes_nothing() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    do_all(&demo, &["start cold-20-20", "on", "clock advance 3m"]).await?;
    demo.clock_step_wall("3h").await?;
    let alarm = desk.notifications.expect(|one| one.says("may have been on for 3 h 3 min")).await?;
    demo.clock_step_wall("-3h").await?;
    assert_eq!(demo.phase().await?.as_deref(), Some("take_off"), "in doubt it comes off");
    desk.notifications.press(&alarm, "off").await?;
    demo.expect_status(|status| status["thermal"]["phase"] == "resting").await?;
    Ok(())
}

/// The one proof that the port to the machine's clocks leaves the ticks alone: the wall of this program is set, the rest is real.
#[tokio::test]
async fn the_real_clocks_ticks_stay_when_the_wall_is_set_and_the_step_is_seen() -> Outcome<()> {
    let library = faketime()?;
    let mut desk = Desktop::start().await?;
    let offset = desk.folders.write("faketime", "+0")?;
    desk.set_variable("LD_PRELOAD", &library.display().to_string());
    desk.set_variable("FAKETIME_TIMESTAMP_FILE", &offset.display().to_string());
    desk.set_variable("FAKETIME_NO_CACHE", "1");
    desk.set_variable("DONT_FAKE_MONOTONIC", "1");
    let demo = desk.demo(&["--speed", "1", "--no-window"]).await?;
    do_all(&demo, &["start cold-20-20", "on"]).await?;
    let reading = || async {
        let view = demo.http().json("/api/v1/view").await?;
        let ticks = view.pointer("/now/ticks/secs").and_then(Value::as_u64).trying("no ticks")?;
        let wall = view.pointer("/now/wall").and_then(Value::as_str).trying("no wall")?;
        Outcome::Ok((ticks, wall.to_owned()))
    };
    let (ticks, wall) = reading().await?;
    assert_eq!(desk.notifications.unexpected().iter().filter(|one| one.says("off now")).count(), 0);

    desk.folders.write("faketime", "+2h")?;
    let (ticks_after, wall_after) = reading().await?;
    println!("\nfaketime +2 h on the real clocks\n  {ticks} s, {wall} -> {ticks_after} s, {wall_after}");
    assert!(ticks_after - ticks < 3600, "the ticks went along with the wall: {ticks} {ticks_after}");
    assert_ne!(wall[..13], wall_after[..13], "the hour of the wall is another one");
    let alarm = desk.notifications.expect(|one| one.says("Take the ice pack off now")).await?;
    println!("  {}", line(&alarm));
    assert!(alarm.says("it may have been on for 2 h"));
    let status = demo.status().await?;
    assert!(status["thermal"]["elapsed_seconds"].as_u64().trying("no time")? < 3600);

    desk.notifications.press(&alarm, "off").await?;
    let status = demo.expect_status(|status| status["thermal"]["phase"] == "resting").await?;
    let left = status["thermal"]["remaining_seconds"].as_u64().trying("no rest")?;
    desk.folders.write("faketime", "-5h")?;
    let status = demo.status().await?;
    assert_eq!(status["thermal"]["phase"], "resting", "the rest does not care for the wall");
    assert!(status["thermal"]["remaining_seconds"].as_u64().trying("no rest")? <= left);
    // A rest that counted the wall would be over by five hours, or begin anew.
    assert!(left > 600);
    Ok(())
}

/// Waits until everything that was said has arrived: notifications keep their order, so a refused press closes the list.
async fn all_have_come(desk: &Desktop) -> Outcome<()> {
    let last = desk.notifications.arrived().pop().trying("nothing has come at all")?;
    // One that was taken back answers no more; that it went was the last thing.
    if last.says("The computer is going to sleep") {
        return desk.notifications.expect_withdrawn(last.id).await;
    }
    desk.notifications.invoke(last.id, "skin-fine/99.99.99/thermal").await?;
    desk.notifications.expect(is_mark).await.map(|_mark| ())
}

fn is_mark(one: &Notification) -> bool {
    one.summary == "That is not possible"
}

async fn do_all(demo: &Demo, commands: &[&str]) -> Outcome<()> {
    for words in commands {
        demo.done(&words.split(' ').collect::<Vec<_>>()).await?;
    }
    Ok(())
}

fn faketime() -> Outcome<PathBuf> {
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let found = folders.map(|folder| PathBuf::from(folder).join("faketime/libfaketimeMT.so.1"));
    found.into_iter().find(|path| path.is_file()).trying("libfaketimeMT.so.1 is missing: install faketime")
}

fn line(one: &Notification) -> String {
    let drawn = one.actions.iter().filter(|action| action.key != "default");
    let buttons: Vec<_> = drawn.map(|action| action.label.as_str()).collect();
    format!("{:?} \"{}\": {} {buttons:?}", one.urgency(), one.summary, one.body)
}

fn lines(all: &[Notification]) -> String {
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}
