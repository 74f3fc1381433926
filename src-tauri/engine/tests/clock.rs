//! What a wrong clock does: the alarm comes by the longer reading, gaps and locks go by the shorter, and the person is asked.

#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::time::Duration;

use chrono::TimeDelta;
use lumbar_engine::alert::About;
use lumbar_engine::command::{Fact, Report};
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules::RuleId;
use lumbar_engine::time::{BootId, Now};
use lumbar_engine::view::PhaseView;
use lumbar_engine::words::{CameOff, Skin};
use support::{Desk, catalogue};

const HOUR: i64 = 3600;

fn on_ice(seconds: u64) -> Desk {
    let mut desk = Desk::healthy();
    desk.start("cold-20-20").unwrap();
    desk.on();
    for _ in 0..seconds / 60 {
        desk.pass(60);
        let _ = desk.skin(Skin::Fine);
    }
    desk.said();
    desk
}

fn step(desk: &mut Desk, error: i64) {
    desk.machine.wall_error = error;
    desk.engine.advance(desk.machine.now());
    desk.drain();
}

#[test]
fn two_hours_forward_one_minute_after_removal_shortens_no_rest_and_no_gap() {
    let mut desk = on_ice(1200);
    desk.off(CameOff::Now);
    desk.pass(60);
    step(&mut desk, 2 * HOUR);
    assert_eq!(desk.phase(), Some(PhaseView::Resting), "by the ticks one minute has passed");
    let now = desk.machine.now();
    assert_eq!(desk.thermal().unwrap().ends.unwrap().remaining(now).as_secs(), 1140);
    desk.stop();
    match desk.start("cold-20-20") {
        Err(Refused::Rule(o)) => {
            assert_eq!(o.rule, RuleId::R2);
            assert_eq!(o.until.unwrap().remaining(now).as_secs(), 1140);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_hours_forward_at_minute_five_on_ice_alarms_at_once_asks_and_punishes_nothing() {
    let mut desk = on_ice(300);
    step(&mut desk, 2 * HOUR);
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    match &desk.said()[..] {
        [About::TakeOff { least: 300, most: Some(most), again: 0 }] => assert_eq!(*most, 300 + 7200),
        other => panic!("{other:?}"),
    }
    let view = desk.thermal().unwrap();
    assert!(
        view.doubt.is_some() && view.answers.contains(&lumbar_engine::words::Answer::OffAtBell),
        "the person is asked"
    );
    desk.off(CameOff::Now);
    assert!(desk.engine.view().locks.is_empty(), "by the shorter reading it was on for five minutes");
    assert_eq!(desk.phase(), Some(PhaseView::Resting));
}

#[test]
fn a_state_from_a_clock_three_hours_fast_alarms_after_a_restart_and_forgives_no_gap() {
    // On the body: nobody can say how long, so it alarms.
    let mut on = Desk::healthy();
    on.machine.wall_error = 3 * HOUR;
    on.start("cold-20-20").unwrap();
    on.on();
    on.pass(120);
    on.said();
    on.reboot(60, 0);
    assert!(matches!(on.said()[..], [About::TakeOff { least: 140, most: None, again: 0 }]));
    assert_eq!(on.phase(), Some(PhaseView::TakeOff));

    // Resting: only what has certainly passed counts.
    let mut off = Desk::healthy();
    off.machine.wall_error = 3 * HOUR;
    off.start("cold-20-20").unwrap();
    off.on();
    off.pass(120);
    off.off(CameOff::Now);
    off.pass(100);
    off.reboot(600, 0);
    let now = off.machine.now();
    assert_eq!(off.thermal().unwrap().ends.unwrap().remaining(now).as_secs(), 1200 - 100 - 20);
}

#[test]
fn three_hours_forward_and_back_again_changes_nothing() {
    let mut desk = on_ice(1200);
    desk.off(CameOff::Now);
    desk.pass(100);
    step(&mut desk, 3 * HOUR);
    step(&mut desk, 0);
    desk.pass(1099);
    assert_eq!(desk.phase(), Some(PhaseView::Resting));
    desk.pass(1);
    assert_eq!(desk.phase(), None);
}

#[test]
fn a_clock_set_back_on_ice_delays_nothing() {
    for back in [-HOUR, -5 * HOUR, -400 * 24 * HOUR] {
        let mut desk = on_ice(300);
        step(&mut desk, back);
        desk.pass(300);
        let _ = desk.skin(Skin::Fine);
        desk.pass(599);
        assert_eq!(desk.phase(), Some(PhaseView::Running));
        desk.pass(1);
        assert_eq!(desk.phase(), Some(PhaseView::TakeOff));
    }
}

#[test]
fn a_start_with_the_clock_at_1970_alarms_for_what_was_on_and_keeps_every_lock() {
    let dead = -1_700_000_000;
    let mut on = on_ice(300);
    on.reboot(30, dead);
    assert_eq!(on.phase(), Some(PhaseView::TakeOff));
    let mut locked = on_ice(300);
    locked.skin(Skin::Bad).unwrap();
    locked.off(CameOff::Now);
    locked.reboot(40_000, dead);
    locked.pass(86_400 - 100);
    assert_eq!(locked.engine.view().locks.len(), 2, "the time off is not counted while the clock cannot be believed");
    locked.machine.wall_error = 0;
    locked.pass(1);
    assert!(locked.engine.view().locks.is_empty(), "set right, the clock tells that the day is over");
}

#[test]
fn a_reboot_with_a_good_clock_counts_the_time_off() {
    let mut desk = on_ice(1200);
    desk.off(CameOff::Now);
    desk.reboot(2000, 0);
    assert_eq!(desk.phase(), None, "the rest ended while the computer was off");
    assert!(desk.start("cold-20-20").is_ok());
}

#[test]
fn daylight_saving_and_travel_change_the_local_time_only() {
    let mut desk = on_ice(300);
    let before = desk.thermal();
    for offset_seconds in [-36_000, 0, 43_200] {
        let hours = Report::BedHours { from: 0, until: 0, offset_seconds };
        desk.ask(hours).unwrap();
        assert_eq!(desk.thermal(), before);
    }
}

#[test]
fn a_long_sleep_on_ice_wakes_with_one_alarm_and_the_true_time() {
    let mut desk = on_ice(300);
    desk.sleep(43 * 60 - 300);
    match &desk.said()[..] {
        [About::MaybeStillOn { least } | About::TakeOff { least, .. }] => assert_eq!(*least, 43 * 60),
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.phase(), Some(PhaseView::TakeOff), "no step is skipped, nothing starts by itself");
}

#[test]
fn a_journey_into_the_night_shortens_a_wrap_that_is_on() {
    let bed = |offset_seconds| Report::BedHours { from: 23 * 60, until: 6 * 60, offset_seconds };
    let mut desk = Desk::healthy();
    desk.ask(bed(0)).unwrap();
    desk.start("heat-wrap").unwrap();
    desk.on();
    assert_eq!(desk.thermal().unwrap().planned, Duration::from_secs(4 * 3600), "from noon");
    // Eight hours to the east it is eight in the evening.
    desk.ask(bed(8 * 3600)).unwrap();
    assert_eq!(desk.thermal().unwrap().planned, Duration::from_secs(3 * 3600), "until the bed hours there");
}

#[test]
fn two_looks_in_the_bed_hours_see_the_same() {
    let mut desk = Desk::healthy();
    let bed = Report::BedHours { from: 11 * 60, until: 18 * 60, offset_seconds: 0 };
    desk.ask(bed).unwrap();
    let now = desk.machine.now();
    // The wall is read a little after the ticks, and not always as much.
    let look = |after: u64, read_later: i64| {
        let mut engine = desk.engine.clone();
        let wall =
            now.wall + TimeDelta::milliseconds(i64::try_from(after).unwrap()) + TimeDelta::microseconds(read_later);
        engine.advance(Now { ticks: now.ticks + Duration::from_millis(after), wall, ..now });
        engine.view()
    };
    let before = look(1, 3);
    assert!(before.offers["cold-20-20"].turns[0].obstacles.iter().any(|o| o.until.is_some()), "it is bed time");
    for (after, read_later) in [(300, 1), (700, 40), (999, 0), (1000, 90), (61_500, 7)] {
        assert_eq!(look(after, read_later), before, "{after} ms later");
    }
}

/// A clock may read anything: far beyond what it can hold, nothing runs over and what is on must come off.
#[test]
fn a_clock_that_runs_far_ahead_ends_in_no_overflow() {
    for routine in catalogue().routines() {
        for on in [true, false] {
            for ahead in [Duration::from_secs(1 << 40), Duration::from_secs(1 << 62), Duration::MAX] {
                let mut desk = Desk::healthy();
                desk.start(&routine.id).unwrap();
                if on {
                    desk.on_if_ready();
                }
                let far = Now { ticks: ahead, ..desk.machine.now() };
                desk.engine.advance(far);
                let view = desk.engine.view();
                let running = view.thermal.filter(|session| session.phase == PhaseView::Running);
                assert_eq!(running, None, "{} {ahead:?}", routine.id);
                assert!(desk.engine.next_wake().after.is_none_or(|wait| !wait.is_zero()));
                desk.engine.apply(Fact::Off { token: None, when: CameOff::Now }, far).unwrap();
                desk.engine.apply(Report::Woke { told: false }, far).unwrap();
                desk.engine.view();
                // And through its row into another boot.
                let other = Now { boot: BootId(77), ..far };
                let saved = desk.saved();
                let mut restored = lumbar_engine::Engine::restore(saved, catalogue(), other);
                restored.advance(Now { ticks: Duration::MAX, ..other });
                restored.view();
            }
        }
    }
}
