//! The faults that other planners had (docs/plan.md lists where), each as a test of its name, and those this one had.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use lumbar_engine::alert::{Alert, Tag};
use lumbar_engine::command::{Choice, Report, Wish};
use lumbar_engine::plan::today::{DayItem, ItemState, Why};
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::plan::zone::{Fixed, Zone};
use lumbar_engine::plan::{OWN, Plan};
use lumbar_engine::refusal::Refused;
use lumbar_engine::words::{CameOff, Skin};
use support::Desk;

const WALKS: &str = "do = [\"walk\"]\nevery = 120\nfrom = \"09:00\"\nuntil = \"18:00\"\nmost = 4";
const STRETCH: &str = "do = [\"stretch-start\"]\nat = \"10:00\"";
const HINTS: &str = "do = [\"move-break\"]\nevery = 45\nfrom = \"09:00\"\nuntil = \"17:00\"\nmost = 11\nquiet = true";

/// Berlin, New York and others: the offset from a moment on.
#[derive(Debug)]
struct Scripted(i32, DateTime<Utc>, i32);

impl Zone for Scripted {
    fn offset(&self, at: DateTime<Utc>) -> i32 {
        if at < self.1 { self.0 } else { self.2 }
    }
}

/// The morning after the story begins, at seven, with bed hours from 22:30 and a plan of these items.
fn morning(items: &[&str]) -> Desk {
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 22 * 60 + 30, until: 7 * 60, offset_seconds: 0 }).unwrap();
    desk.pass(19 * 3600);
    follow(&mut desk, items);
    desk
}

fn plan(items: &[&str]) -> Plan {
    let items: String = items.iter().map(|item| format!("[[step.item]]\n{item}\n")).collect();
    Plan::read(&format!("id = \"own\"\nendless = true\n[[step]]\ndays = 30\n{items}")).unwrap()
}

fn follow(desk: &mut Desk, items: &[&str]) {
    desk.plan(PlanWish::Own { own: Box::new(plan(items)) }).unwrap();
    desk.choose(OWN);
}

fn until(desk: &mut Desk, hour: u32, minute: u32) {
    let now = desk.machine.now().wall;
    let day = i64::from(hour) * 3600 + i64::from(minute) * 60 - now.timestamp().rem_euclid(86_400);
    desk.pass(u64::try_from(day.rem_euclid(86_400)).unwrap());
}

fn clock(at: DateTime<Utc>) -> String {
    at.format("%H:%M").to_string()
}

fn times(items: &[DayItem]) -> Vec<String> {
    items.iter().map(|item| clock(item.due)).collect()
}

fn reminders(desk: &mut Desk) -> Vec<Alert> {
    std::mem::take(&mut desk.alerts).into_iter().filter(|alert| alert.tag == Tag::Plan).collect()
}

/// What is over by now, as it is shown.
fn over(desk: &Desk) -> Vec<DayItem> {
    let now = desk.machine.now().wall;
    desk.planned().day.items.into_iter().filter(|item| item.is_over(now)).collect()
}

#[test]
fn the_chain_does_not_die_of_an_item_that_is_never_answered() {
    let mut desk = morning(&[WALKS]);
    for day in 0..30 {
        assert_eq!(desk.items("walk").len(), 4, "day {day}");
        desk.pass(86_400);
    }
}

#[test]
fn the_next_day_is_the_next_local_day_and_not_24_hours_later() {
    let change = support::noon() + TimeDelta::hours(13);
    for (before, after) in [(3600, 7200), (7200, 3600), (37_800, 39_600), (39_600, 37_800)] {
        let mut desk = Desk::healthy();
        desk.go(Arc::new(Scripted(before, change, after)));
        desk.ask(Report::BedHours { from: 22 * 60 + 30, until: 7 * 60, offset_seconds: before }).unwrap();
        follow(&mut desk, &[STRETCH]);
        for _ in 0..4 {
            desk.pass(86_400);
            let day = desk.planned().day;
            let local = |at: DateTime<Utc>| clock(at + TimeDelta::seconds(desk.zone.offset(at).into()));
            assert_eq!(
                (local(day.begins), local(day.ends), local(day.bed)),
                ("07:00".into(), "07:00".into(), "22:30".into())
            );
            assert_eq!(day.items.iter().map(|item| local(item.due)).collect::<Vec<_>>(), ["10:00"]);
        }
    }
}

#[test]
fn the_day_of_a_clock_change_is_planned_once_and_ends() {
    // What looped elsewhere: an interval that meets the hour that is not there, or is there twice.
    let change = support::noon() + TimeDelta::hours(13);
    for (before, after) in [(3600, 7200), (7200, 3600), (-14_400, -10_800), (-36_000, 50_400), (50_400, -36_000)] {
        let mut desk = Desk::healthy();
        desk.go(Arc::new(Scripted(before, change, after)));
        desk.ask(Report::BedHours { from: 4 * 60, until: 5 * 60, offset_seconds: before }).unwrap();
        follow(&mut desk, &["do = [\"breathe\"]\nevery = 5\nfrom = \"00:00\"\nuntil = \"23:59\"\nmost = 48"]);
        for _ in 0..3 * 24 {
            desk.pass(3600);
            assert!(desk.planned().day.items.len() <= 48);
            assert!(desk.engine.next_wake().wall.is_none_or(|wake| wake > desk.machine.now().wall));
        }
    }
}

#[test]
fn hours_between_items_are_elapsed_hours_and_times_of_day_are_local() {
    let mut desk = Desk::healthy();
    // Clocks go forward at two local, one UTC.
    desk.go(Arc::new(Scripted(3600, support::noon() + TimeDelta::hours(13), 7200)));
    desk.ask(Report::BedHours { from: 22 * 60, until: 0, offset_seconds: 3600 }).unwrap();
    follow(&mut desk, &["do = [\"walk\"]\nevery = 180\nfrom = \"01:00\"\nuntil = \"18:00\"\nmost = 2", STRETCH]);
    desk.pass(12 * 3600);
    let walks = desk.items("walk");
    assert_eq!(walks[1].due - walks[0].due, TimeDelta::minutes(195), "a walk and three hours that passed");
    assert_eq!(clock(desk.items("stretch-start")[0].due), "08:00", "ten, local");
}

#[test]
fn a_daily_item_does_not_drift_by_the_time_it_was_really_done() {
    let mut desk = morning(&[STRETCH]);
    for _ in 0..5 {
        until(&mut desk, 10, 40);
        desk.start("stretch-start").unwrap();
        desk.pass(20 * 3600 + 1200);
        assert_eq!(times(&desk.items("stretch-start")), ["10:00"]);
    }
}

#[test]
fn what_was_logged_by_hand_moves_the_plan() {
    let mut desk = morning(&[WALKS]);
    until(&mut desk, 8, 50);
    desk.start("walk").unwrap();
    desk.pass(900);
    assert_eq!(times(&desk.items("walk")), ["09:00", "11:05", "13:20", "15:35"]);
}

#[test]
fn unanswered_items_do_not_pile_up() {
    let mut desk = morning(&[WALKS, STRETCH]);
    desk.sleep(3 * 86_400 + 7 * 3600);
    assert!(reminders(&mut desk).len() <= 1);
    let day = desk.planned().day;
    assert!(day.items.iter().filter(|item| item.is_open() && item.due <= desk.machine.now().wall).count() <= 1);
}

#[test]
fn a_dismissed_reminder_is_no_answer() {
    let mut desk = morning(&[WALKS]);
    until(&mut desk, 9, 1);
    assert_eq!(reminders(&mut desk).len(), 1);
    // Nothing tells the engine that it was dismissed: the item is as open as before, and is not told again.
    desk.pass(1800);
    assert_eq!(desk.items("walk")[0].state, ItemState::Next);
    assert_eq!(reminders(&mut desk), []);
}

#[test]
fn so_many_a_day_inside_a_window_and_not_one_after_it() {
    let mut desk = morning(&["do = [\"breathe\"]\nevery = 60\nfrom = \"09:00\"\nuntil = \"12:00\"\nmost = 40"]);
    desk.pass(14 * 3600);
    let items = desk.items("breathe");
    assert!(items.iter().all(|item| clock(item.due).as_str() <= "12:00"), "{:?}", times(&items));
    assert_eq!(reminders(&mut desk).len(), 4);
}

#[test]
fn travel_keeps_local_times_and_says_so_once() {
    let mut desk = morning(&[STRETCH]);
    until(&mut desk, 8, 0);
    desk.go(Arc::new(Fixed(3 * 3600)));
    assert!(desk.planned().zone_changed);
    desk.pass(86_400);
    assert!(!desk.planned().zone_changed, "said on the day of the journey");
    assert_eq!(clock(desk.items("stretch-start")[0].due), "07:00", "ten, there");
}

#[test]
fn the_offset_is_not_kept_beyond_a_clock_change_until_a_restart() {
    let mut desk = Desk::healthy();
    let change = support::noon() + TimeDelta::hours(37);
    desk.go(Arc::new(Scripted(3600, change, 7200)));
    desk.ask(Report::BedHours { from: 22 * 60, until: 6 * 60, offset_seconds: 3600 }).unwrap();
    follow(&mut desk, &[STRETCH]);
    desk.pass(4 * 86_400);
    assert_eq!(clock(desk.items("stretch-start")[0].due), "08:00");
}

#[test]
fn what_is_due_while_the_computer_is_off_is_still_shown() {
    let mut desk = morning(&[STRETCH]);
    until(&mut desk, 9, 30);
    desk.reboot(3600, 0);
    assert_eq!(desk.items("stretch-start")[0].state, ItemState::Next);
    assert_eq!(reminders(&mut desk).len(), 1, "it is open, and told once");
}

#[test]
fn an_interval_counts_from_the_first_moment_also_before_anything_was_done() {
    let mut desk = morning(&["do = [\"walk\"]\nevery = 120\nmost = 4"]);
    assert_eq!(clock(desk.items("walk")[0].due), "07:00", "from the beginning of the day");
    desk.pass(60);
    assert_eq!(reminders(&mut desk).len(), 1);
}

#[test]
fn a_window_past_midnight_belongs_to_the_day_it_began() {
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 3 * 60, until: 11 * 60, offset_seconds: 0 }).unwrap();
    desk.pass(86_400);
    follow(&mut desk, &["do = [\"breathe\"]\nat = \"23:30\"\nwindow = 120"]);
    let date = desk.planned().day.date;
    until(&mut desk, 0, 20);
    let breathe = desk.items("breathe").remove(0);
    assert_eq!((desk.planned().day.date, breathe.state), (date, ItemState::Next));
}

#[test]
fn other_bed_hours_take_nothing_out_of_the_day() {
    for (from, hour) in [(21, 11), (22, 5), (23, 12), (1, 9), (12, 20)] {
        let mut desk = morning(&[WALKS, STRETCH, HINTS]);
        until(&mut desk, 8, 15);
        desk.start("breathe").unwrap();
        until(&mut desk, 10, 30);
        let before = over(&desk);
        assert!(before.iter().any(|item| item.by_hand), "{before:?}");
        desk.ask(Report::BedHours { from: from * 60, until: hour * 60, offset_seconds: 0 }).unwrap();
        assert_eq!(over(&desk), before, "bed from {from} until {hour}");
    }
}

#[test]
fn a_flight_of_many_zones_takes_nothing_out_of_the_day() {
    for hours in [-26, -18, -12, -6, -1, 1, 5] {
        let mut desk = morning(&[WALKS, STRETCH, HINTS]);
        until(&mut desk, 8, 15);
        desk.start("breathe").unwrap();
        until(&mut desk, 12, 30);
        let before = over(&desk);
        let date = desk.planned().day.date;
        desk.go(Arc::new(Fixed(hours * 3600)));
        assert_eq!((desk.planned().day.date, over(&desk)), (date, before), "{hours} h");
    }
}

#[test]
fn a_press_that_is_taken_back_after_other_bed_hours_leaves_the_count_of_hints_as_it_was() {
    let mut desk = morning(&[WALKS, HINTS]);
    until(&mut desk, 10, 40);
    desk.start("stretch-start").unwrap();
    desk.pass(30);
    let mut silent = desk.clone();
    desk.ask(lumbar_engine::command::Fact::Stop { slot: lumbar_engine::words::Slot::Activity, hurts: false }).unwrap();
    for desk in [&mut desk, &mut silent] {
        desk.pass(20);
        desk.ask(Report::BedHours { from: 21 * 60, until: 6 * 60, offset_seconds: 0 }).unwrap();
        desk.pass(60);
    }
    desk.ask(Wish::Undo { token: None }).unwrap();
    assert_eq!(desk.planned().day, silent.planned().day);
}

#[test]
fn what_held_an_item_back_is_still_said_when_its_time_is_over() {
    // Bad skin closes ice for the day.
    let mut desk = morning(&["do = [\"cold-15\"]\nat = \"11:00\"", "do = [\"cold-10\"]\nat = \"09:00\""]);
    until(&mut desk, 9, 0);
    let item = desk.planned().reminder.unwrap();
    desk.plan(PlanWish::Start { item, routine: None, accept: support::all_rules() }).unwrap();
    desk.on();
    desk.pass(120);
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    until(&mut desk, 11, 30);
    let held = desk.items("cold-15").remove(0);
    assert_eq!((held.state, held.why), (ItemState::HeldBack, Some(Why::Closed)));
    until(&mut desk, 14, 0);
    let missed = desk.items("cold-15").remove(0);
    assert_eq!((missed.state, missed.why), (ItemState::Missed, Some(Why::Closed)));
    // Also after the day's lock is over, and after a restart.
    desk.restart();
    assert_eq!(desk.items("cold-15").remove(0), missed);

    // A session was on for as long as the item was open.
    let mut desk = morning(&["do = [\"breathe\"]\nat = \"09:30\"\nwindow = 20"]);
    until(&mut desk, 9, 20);
    desk.start("heat-wrap").unwrap();
    desk.on();
    until(&mut desk, 9, 55);
    assert_eq!(desk.items("breathe")[0].state, ItemState::Missed);
    // And what nothing stood against was simply not done.
    let mut desk = morning(&[STRETCH]);
    until(&mut desk, 13, 0);
    assert_eq!((desk.items("stretch-start")[0].state, desk.items("stretch-start")[0].why), (ItemState::Missed, None));
}

#[test]
fn of_two_that_are_due_at_the_same_minute_one_calls_and_then_the_other() {
    let mut desk = morning(&[
        "do = [\"breathe\"]\nevery = 180\nfrom = \"09:00\"\nmost = 2",
        "do = [\"walk\"]\nevery = 150\nfrom = \"09:00\"\nmost = 2",
    ]);
    until(&mut desk, 9, 0);
    let told = |desk: &mut Desk| reminders(desk).into_iter().filter_map(|alert| alert.routine).collect::<Vec<_>>();
    assert_eq!(told(&mut desk), ["breathe"]);
    assert!(desk.planned().day.items.iter().all(|item| item.state != ItemState::Missed));
    desk.start("breathe").unwrap();
    desk.pass(900);
    assert_eq!(told(&mut desk), ["walk"]);
}

#[test]
fn a_clock_that_is_set_back_shows_no_reminder_again() {
    // By a little the plan waits; by more the day comes once more, in silence.
    for back in [60, 1800, 3600, 3 * 3600, 5 * 3600, 9 * 3600] {
        let mut desk = morning(&[WALKS, STRETCH, HINTS]);
        until(&mut desk, 12, 30);
        let told = reminders(&mut desk).len();
        assert_eq!(told, 3, "two walks and a stretch");
        desk.alerts.clear();
        desk.machine.wall_error = -back;
        desk.sleep(0);
        desk.pass(u64::try_from(back).unwrap());
        let again: Vec<_> =
            std::mem::take(&mut desk.alerts).into_iter().map(|alert| (alert.tag, alert.routine)).collect();
        assert_eq!(again, [], "set back by {back} s");
        // Then it goes on as usual.
        desk.pass(3 * 3600);
        assert!(!reminders(&mut desk).is_empty(), "set back by {back} s");
    }
}

#[test]
fn a_clock_that_is_set_back_a_little_leaves_what_is_over() {
    let mut desk = morning(&[WALKS, STRETCH]);
    until(&mut desk, 9, 10);
    desk.start("walk").unwrap();
    until(&mut desk, 13, 40);
    let before = over(&desk);
    desk.machine.wall_error = -2 * 3600;
    desk.sleep(0);
    assert_eq!(desk.planned().day.items.into_iter().filter(|item| before.contains(item)).count(), before.len());
}

#[test]
fn a_flat_battery_does_not_take_the_day_away() {
    let mut desk = morning(&[WALKS, STRETCH]);
    until(&mut desk, 9, 10);
    desk.start("walk").unwrap();
    until(&mut desk, 13, 40);
    let (before, date) = (over(&desk), desk.planned().day.date);
    desk.reboot(60, support::story::DEAD);
    desk.pass(120);
    desk.machine.wall_error = 0;
    desk.sleep(0);
    assert_eq!((desk.planned().day.date, over(&desk)), (date, before));
}

#[test]
fn reminders_are_quiet_in_quiet_hours_and_come_when_they_end_if_they_are_still_due() {
    let mut desk =
        morning(&["do = [\"breathe\"]\nat = \"12:30\"", HINTS, "do = [\"walk\"]\nat = \"11:30\"\nwindow = 60"]);
    desk.ask(Choice::QuietHours { hours: Some((11 * 60, 13 * 60)) }).unwrap();
    assert_eq!(desk.engine.view().quiet, Some((660, 780)));
    until(&mut desk, 10, 59);
    desk.alerts.clear();
    until(&mut desk, 12, 59);
    assert_eq!(desk.alerts.iter().filter(|alert| matches!(alert.tag, Tag::Plan | Tag::Hint)).count(), 0);
    desk.pass(60);
    let told = reminders(&mut desk);
    assert_eq!(told.iter().map(|alert| alert.routine.as_deref()).collect::<Vec<_>>(), [Some("breathe")]);
    // Past midnight, and bounded.
    desk.ask(Choice::QuietHours { hours: Some((23 * 60, 6 * 60)) }).unwrap();
    for hours in [(600, 600), (600, 605), (600, 599), (0, 1500), (2000, 100)] {
        assert!(
            matches!(desk.ask(Choice::QuietHours { hours: Some(hours) }), Err(Refused::QuietHours { .. })),
            "{hours:?}"
        );
    }
    assert_eq!(desk.engine.view().quiet, Some((1380, 360)), "a refusal changes nothing");
    desk.ask(Choice::QuietHours { hours: None }).unwrap();
    assert_eq!(desk.engine.view().quiet, None);
}

#[test]
fn quiet_hours_and_a_pause_hold_through_a_restart() {
    let mut desk = morning(&[WALKS]);
    desk.ask(Choice::QuietHours { hours: Some((8 * 60, 10 * 60)) }).unwrap();
    desk.plan(PlanWish::Pause { length: PauseFor::Open }).unwrap();
    desk.restart();
    assert_eq!(desk.engine.view().quiet, Some((480, 600)));
    assert_eq!(desk.planned().paused.map(|paused| paused.until), Some(None));
}

#[test]
fn a_plan_over_a_hard_limit_is_refused_and_names_the_item() {
    let mut desk = morning(&[WALKS]);
    let before = desk.engine.saved();
    for (items, item) in [
        (&["do = [\"cold-15\"]\nevery = 60\nmost = 11"][..], 0),
        (&[WALKS, "do = [\"cold-20-20\"]\nturns = 3\nat = \"08:00\"", "do = [\"cold-15\"]\nevery = 60\nmost = 8"], 2),
        (&["do = [\"heat-pad\"]\nevery = 60\nmost = 7"], 0),
        (&["do = [\"cold-20-20\"]\nevery = 19\nmost = 4"], 0),
    ] {
        match desk.plan(PlanWish::Own { own: Box::new(plan(items)) }) {
            Err(Refused::BadPlan(bad)) => assert_eq!(bad.item, Some(item), "{bad:?}"),
            other => panic!("{items:?}: {other:?}"),
        }
    }
    assert_eq!(desk.engine.saved(), before);
    // On different days it is no more than the limit.
    let apart = [
        "do = [\"cold-15\"]\nevery = 60\nmost = 10\nweekdays = [\"mon\"]",
        "do = [\"cold-15\"]\nevery = 60\nmost = 10\nweekdays = [\"tue\"]",
    ];
    desk.plan(PlanWish::Own { own: Box::new(plan(&apart)) }).unwrap();
}
