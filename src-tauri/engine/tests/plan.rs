//! The plan: what a day holds, given what really happened. The faults that others had are here by name.
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use lumbar_engine::alert::{About, Alert, Tag};
use lumbar_engine::command::Report;
use lumbar_engine::plan::today::{DayItem, ItemState, Why};
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::plan::zone::{Fixed, Zone};
use lumbar_engine::plan::{Clock, Item, OWN, Plan, PlanStep};
use lumbar_engine::refusal::Refused;
use lumbar_engine::words::{CameOff, Skin, Token};
use support::Desk;

/// A person with bed hours from 22:30 until 07:00, at noon, in a place on UTC.
fn desk() -> Desk {
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 22 * 60 + 30, until: 7 * 60, offset_seconds: 0 }).unwrap();
    desk
}

/// The next morning at seven.
fn morning() -> Desk {
    let mut desk = desk();
    desk.pass(19 * 3600);
    desk
}

fn item(toml: &str) -> Item {
    let text = format!("id = \"own\"\nendless = true\n[[step]]\ndays = 1\n[[step.item]]\n{toml}");
    Plan::read(&text).unwrap().steps.remove(0).items.remove(0)
}

fn own(desk: &mut Desk, items: &[&str]) {
    let items = items.iter().map(|text| item(text)).collect();
    let plan = Plan { title: Some("Mine".into()), steps: vec![PlanStep { days: 14, items }], ..empty() };
    desk.plan(PlanWish::Own { own: Box::new(plan) }).unwrap();
    desk.choose(OWN);
}

fn empty() -> Plan {
    Plan::read("id = \"own\"\nendless = true\nstep = []").unwrap()
}

fn clock(at: DateTime<Utc>) -> String {
    at.format("%H:%M").to_string()
}

fn times(items: &[DayItem]) -> Vec<String> {
    items.iter().map(|item| clock(item.due)).collect()
}

fn states(items: &[DayItem]) -> Vec<ItemState> {
    items.iter().map(|item| item.state).collect()
}

fn reminders(desk: &mut Desk) -> Vec<Alert> {
    std::mem::take(&mut desk.alerts).into_iter().filter(|alert| alert.tag == Tag::Plan).collect()
}

/// Time passes until the clock reads this, on this day or the next.
fn until(desk: &mut Desk, hour: u32, minute: u32) {
    let now = desk.machine.now().wall;
    let day = i64::from(hour) * 3600 + i64::from(minute) * 60 - now.timestamp().rem_euclid(86_400);
    desk.pass(u64::try_from(day.rem_euclid(86_400)).unwrap());
}

/// A quarter of an hour of ice, with a look in its middle.
fn ice(desk: &mut Desk, look: impl FnOnce(&Desk)) {
    desk.start_anyway("cold-15", None).unwrap();
    desk.on();
    for _ in 0..2 {
        desk.pass(300);
        desk.skin(Skin::Fine).unwrap();
    }
    look(desk);
    desk.pass(300);
    desk.off(CameOff::Now);
}

const WALKS: &str = "do = [\"walk\"]\nevery = 120\nfrom = \"09:00\"\nuntil = \"18:00\"\nmost = 4";
const STRETCH: &str = "do = [\"stretch-start\"]\nat = \"10:00\"";
const ICE: &str = "do = [\"cold-15\"]\nevery = 180\nfrom = \"08:00\"\nuntil = \"20:00\"\nmost = 4";

#[test]
fn an_item_that_nobody_answers_does_not_stop_the_chain() {
    let mut desk = morning();
    own(&mut desk, &[WALKS]);
    assert_eq!(times(&desk.items("walk")), ["09:00", "11:15", "13:30", "15:45"]);
    until(&mut desk, 14, 0);
    let walks = desk.items("walk");
    assert_eq!(times(&walks), ["09:00", "11:00", "13:00", "15:15"]);
    assert_eq!(states(&walks), [ItemState::Missed, ItemState::Missed, ItemState::Next, ItemState::Later]);
    assert_eq!(reminders(&mut desk).len(), 3, "one for each that was due, none again");
}

#[test]
fn missed_items_do_not_pile_up_and_are_not_told_late() {
    let mut desk = morning();
    own(&mut desk, &[WALKS, STRETCH]);
    desk.sleep(6 * 3600 + 1800);
    let told = reminders(&mut desk);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].routine.as_deref(), Some("walk"));
    let missed = desk.planned().day.items.iter().filter(|item| item.state == ItemState::Missed).count();
    assert_eq!(missed, 3);
}

#[test]
fn what_really_ended_late_moves_the_next_and_says_why() {
    let mut desk = morning();
    own(&mut desk, &[ICE]);
    until(&mut desk, 8, 40);
    ice(&mut desk, |desk| assert_eq!(states(&desk.items("cold-15"))[0], ItemState::Now));
    let ice = desk.items("cold-15");
    assert_eq!(ice[0].state, ItemState::Done);
    assert_eq!(clock(ice[0].real.as_ref().unwrap().until.unwrap()), "08:55");
    assert_eq!((clock(ice[1].due), ice[1].why), ("11:55".into(), Some(Why::RealEnd)));
    assert_eq!(ice[1].moved_from.map(clock).as_deref(), Some("11:15"));
}

#[test]
fn what_was_done_by_hand_counts_and_moves_the_plan() {
    let mut desk = morning();
    own(&mut desk, &[WALKS, STRETCH]);
    until(&mut desk, 8, 30);
    desk.start("walk").unwrap();
    desk.pass(900);
    let walks = desk.items("walk");
    assert_eq!((walks[0].state, walks[0].by_hand), (ItemState::Done, false));
    assert_eq!(times(&walks), ["09:00", "10:45", "13:00", "15:15"]);
    // A stretch within the hour before its time is that stretch; another one is only shown.
    desk.start("stretch-start").unwrap();
    desk.pass(300);
    let done = |item: &DayItem| item.state == ItemState::Done;
    let stretches = desk.items("stretch-start");
    assert!(stretches.iter().filter(|item| done(item)).all(|item| item.by_hand), "so early it is not that one");
    until(&mut desk, 9, 20);
    desk.start("stretch-start").unwrap();
    desk.pass(300);
    let planned: Vec<_> = desk.items("stretch-start").into_iter().filter(|item| !item.by_hand).collect();
    assert_eq!(states(&planned), [ItemState::Done]);
    until(&mut desk, 12, 0);
    assert!(reminders(&mut desk).iter().all(|alert| alert.routine.as_deref() == Some("walk")));
}

#[test]
fn so_many_a_day_and_then_no_more() {
    let mut desk = morning();
    own(&mut desk, &["do = [\"breathe\"]\nevery = 30\nfrom = \"07:00\"\nmost = 3"]);
    for _ in 0..3 {
        desk.start("breathe").unwrap();
        desk.pass(3600);
    }
    assert_eq!(states(&desk.items("breathe")), [ItemState::Done; 3]);
    desk.pass(8 * 3600);
    assert_eq!(desk.items("breathe").len(), 3);
}

#[test]
fn twenty_past_midnight_belongs_to_yesterday() {
    let mut desk = morning();
    own(&mut desk, &[WALKS]);
    let day = desk.planned().day.date;
    until(&mut desk, 0, 20);
    assert_eq!(desk.planned().day.date, day);
    until(&mut desk, 6, 59);
    assert_eq!(desk.planned().day.date, day);
    desk.pass(60);
    assert_eq!(desk.planned().day.date, day.succ_opt().unwrap());
    assert_eq!(states(&desk.items("walk"))[0], ItemState::Next);
}

#[test]
fn no_reminder_in_the_bed_hours_and_none_while_a_session_is_on() {
    let mut desk = desk();
    own(&mut desk, &["do = [\"breathe\"]\nat = \"23:30\"", "do = [\"walk\"]\nat = \"13:00\""]);
    until(&mut desk, 12, 55);
    desk.start("heat-pad").unwrap();
    desk.on();
    desk.alerts.clear();
    desk.pass(600);
    assert_eq!(reminders(&mut desk), [], "a session is on");
    assert_eq!(desk.items("walk")[0].why, Some(Why::SessionOn));
    desk.off(CameOff::Now);
    desk.pass(60);
    assert_eq!(reminders(&mut desk).len(), 1, "it is still open");
    until(&mut desk, 23, 45);
    assert_eq!(reminders(&mut desk), []);
    let breathe = &desk.items("breathe")[0];
    assert_eq!((breathe.state, breathe.why), (ItemState::HeldBack, Some(Why::Bed)));
}

#[test]
fn eight_reminders_a_day_and_no_more() {
    let mut desk = morning();
    own(&mut desk, &["do = [\"breathe\"]\nevery = 60\nfrom = \"07:30\"\nmost = 14"]);
    desk.pass(15 * 3600);
    assert_eq!(reminders(&mut desk).len(), 8);
    assert!(desk.items("breathe").len() > 8);
}

#[test]
fn later_asks_again_in_ten_minutes_and_not_this_time_is_missed() {
    let mut desk = morning();
    own(&mut desk, &[WALKS]);
    until(&mut desk, 9, 0);
    let standing = desk.planned().reminder.unwrap();
    desk.alerts.clear();
    desk.plan(PlanWish::Later { item: standing }).unwrap();
    assert_eq!(desk.planned().reminder, None);
    let walk = desk.items("walk").remove(0);
    assert_eq!((clock(walk.due), walk.why), ("09:10".into(), Some(Why::AskedLater)));
    desk.pass(600);
    assert_eq!(reminders(&mut desk).len(), 1);
    desk.plan(PlanWish::LeaveOut { item: standing }).unwrap();
    let walks = desk.items("walk");
    assert_eq!((walks[0].state, walks[0].why), (ItemState::Missed, Some(Why::LeftOut)));
    assert_eq!(clock(walks[1].due), "11:00");
    // An answer to what is over is outdated.
    assert_eq!(desk.plan(PlanWish::Later { item: standing }), Err(Refused::Outdated));
}

#[test]
fn gaps_hold_the_next_one_back_until_nothing_stands_against_it() {
    let mut desk = morning();
    own(&mut desk, &["do = [\"cold-15\"]\nat = \"11:30\""]);
    until(&mut desk, 11, 8);
    desk.start_anyway("heat-pad", None).unwrap();
    desk.on();
    for minutes in [5, 10] {
        desk.pass(minutes * 60);
        desk.skin(Skin::Fine).unwrap();
    }
    desk.pass(300);
    desk.off(CameOff::Now);
    // Off at 11:28: five minutes lie between warm and cold.
    let ice = desk.items("cold-15");
    assert_eq!(states(&ice), [ItemState::Next]);
    assert_eq!((clock(ice[0].due), ice[0].why), ("11:33".into(), Some(Why::Gap)));
    assert_eq!(ice[0].moved_from.map(clock).as_deref(), Some("11:30"));
    until(&mut desk, 11, 32);
    assert_eq!(reminders(&mut desk), []);
    desk.pass(60);
    assert_eq!(reminders(&mut desk).len(), 1);
    let item = desk.planned().reminder.unwrap();
    desk.plan(PlanWish::Start { item, routine: None, accept: Default::default() }).unwrap();
}

#[test]
fn two_cold_items_never_follow_to_catch_up() {
    let mut desk = morning();
    own(&mut desk, &[ICE]);
    // The first two are slept through; what is then done late keeps its distance to the next.
    desk.sleep(7 * 3600 + 1800);
    ice(&mut desk, |_| {});
    let ice = desk.items("cold-15");
    assert_eq!(states(&ice)[..3], [ItemState::Missed, ItemState::Missed, ItemState::Done]);
    assert_eq!(clock(ice[3].due), "17:45");
}

#[test]
fn a_walk_is_as_long_as_the_plan_says() {
    let mut desk = morning();
    desk.choose("plan-two-weeks");
    until(&mut desk, 10, 0);
    let item = desk.planned().reminder.unwrap();
    desk.plan(PlanWish::Start { item, routine: None, accept: Default::default() }).unwrap();
    desk.pass(290);
    assert!(desk.engine.view().activity.is_some());
    desk.pass(20);
    assert!(desk.engine.view().activity.is_none(), "five minutes");
    // In the last step it grows from day to day, in the lengths a walk has.
    desk.pass(7 * 86_400);
    let mut lengths = Vec::new();
    for _ in 0..7 {
        lengths.extend(desk.items("walk").first().and_then(|walk| walk.seconds));
        desk.pass(86_400);
    }
    assert_eq!(lengths, [900, 900, 1200, 1200, 1200, 1200, 1800]);
}

#[test]
fn bad_skin_holds_warm_and_cold_back_and_leaves_the_rest() {
    let mut desk = morning();
    own(&mut desk, &[ICE, WALKS]);
    until(&mut desk, 8, 0);
    let item = desk.planned().reminder.unwrap();
    desk.plan(PlanWish::Start { item, routine: None, accept: Default::default() }).unwrap();
    desk.on();
    desk.pass(300);
    desk.skin(Skin::Bad).unwrap();
    desk.off(CameOff::Now);
    let ice = desk.items("cold-15");
    assert_eq!(ice[0].state, ItemState::Done);
    assert!(ice[1..].iter().all(|item| item.state == ItemState::HeldBack && item.why == Some(Why::Closed)), "{ice:?}");
    assert!(desk.items("walk").iter().any(|item| item.state == ItemState::Next));
}

#[test]
fn the_articles_day_is_three_and_three_and_three_and_one_and_asks_nothing_that_was_agreed() {
    let mut desk = morning();
    desk.plan(PlanWish::Choose { id: "plan-article".into(), turns: Some(10), agreed_until: None }).unwrap();
    let turns: Vec<u8> = desk.items("cold-20-20").iter().map(|item| item.turns).collect();
    assert_eq!(turns, [3, 3, 3, 1]);
    for turns in [3u8, 3, 3, 1] {
        let item = loop {
            match desk.planned().reminder {
                Some(item) => break item,
                None => desk.pass(60),
            }
        };
        desk.plan(PlanWish::Start { item, routine: None, accept: Default::default() }).unwrap();
        for turn in 1..=turns {
            desk.on();
            for _ in 0..2 {
                desk.pass(300);
                let _ = desk.skin(Skin::Fine);
            }
            desk.pass(600);
            desk.off(CameOff::Now);
            if turn < turns {
                desk.pass(1200);
            }
        }
    }
    assert_eq!(states(&desk.items("cold-20-20")), [ItemState::Done; 4]);
    let overrode = desk.events.iter().filter(|event| format!("{event:?}").contains("Overrode")).count();
    assert!(overrode <= 12, "what was agreed is passed, not asked");
}

#[test]
fn a_bad_day_goes_one_step_back_and_as_usual_goes_forward_again() {
    let mut desk = morning();
    desk.choose("plan-two-weeks");
    desk.pass(4 * 86_400);
    assert_eq!((desk.planned().step, desk.planned().day_number), (1, 5));
    assert!(!desk.items("stronger").is_empty());
    desk.plan(PlanWish::Worse).unwrap();
    assert_eq!((desk.planned().step, desk.planned().worse), (0, true));
    assert!(desk.items("stronger").is_empty(), "nothing for strength");
    desk.pass(86_400);
    assert!(desk.planned().worse, "a day or two");
    desk.pass(86_400);
    assert_eq!((desk.planned().worse, desk.planned().step, desk.planned().day_number), (false, 1, 5));
    desk.plan(PlanWish::Worse).unwrap();
    desk.plan(PlanWish::Usual).unwrap();
    assert_eq!((desk.planned().step, desk.planned().day_number), (1, 5));
    // On the first days there is no step to go back to: the plan of a flare-up takes its place.
    desk.choose("plan-two-weeks");
    desk.plan(PlanWish::Worse).unwrap();
    assert!(!desk.items("rest-position").is_empty());
}

#[test]
fn a_plan_ends_and_offers_what_may_follow() {
    let mut desk = morning();
    desk.choose("plan-article");
    assert_eq!(desk.planned().agreed_until, Some(desk.planned().day.date + TimeDelta::days(2)));
    desk.pass(3 * 86_400);
    let plan = desk.planned();
    assert!(plan.ended && plan.day.items.is_empty() && plan.agreed_until.is_none());
    assert_eq!(plan.then, ["plan-two-weeks"]);
    assert_eq!(desk.planned().reminder, None);
    desk.plan(PlanWish::Leave).unwrap();
    assert!(desk.engine.view().plan.is_none());
    assert_eq!(desk.plan(PlanWish::Leave), Err(Refused::NoPlan));
}

#[test]
fn reminders_pause_for_an_hour_until_tomorrow_or_until_i_say() {
    for (length, comes) in [(PauseFor::Hour, 10), (PauseFor::Tomorrow, 33), (PauseFor::Open, 99)] {
        let mut desk = morning();
        own(&mut desk, &[WALKS]);
        until(&mut desk, 9, 0);
        desk.plan(PlanWish::Pause { length }).unwrap();
        assert_eq!(desk.planned().reminder, None);
        desk.alerts.clear();
        let mut hours = 9;
        while reminders(&mut desk).is_empty() && hours < 99 {
            desk.pass(3600);
            hours += 1;
        }
        assert_eq!(hours, comes, "{length:?}");
        desk.plan(PlanWish::Resume).unwrap();
    }
}

#[test]
fn hints_to_move_are_quiet_ask_for_no_press_and_start_over_after_a_walk() {
    let mut desk = morning();
    own(
        &mut desk,
        &["do = [\"move-break\"]\nevery = 45\nfrom = \"09:00\"\nuntil = \"17:00\"\nmost = 11\nquiet = true"],
    );
    until(&mut desk, 9, 50);
    let hints: Vec<Alert> = std::mem::take(&mut desk.alerts).into_iter().filter(|a| a.tag == Tag::Hint).collect();
    assert_eq!(hints.len(), 2);
    assert!(hints.iter().all(|a| a.about == About::MoveBreak && a.answers.is_empty()));
    desk.start("walk").unwrap();
    desk.pass(900);
    let breaks = desk.planned().day.breaks.remove(0);
    assert_eq!((breaks.so_far, breaks.next.map(clock).as_deref()), (2, Some("10:50")));
    // What is slept through is not told late.
    desk.alerts.clear();
    desk.sleep(3600);
    assert!(desk.alerts.iter().all(|a| a.tag != Tag::Hint));
}

/// Offsets from a moment on.
#[derive(Debug)]
struct Scripted(i32, Vec<(DateTime<Utc>, i32)>);

impl Zone for Scripted {
    fn offset(&self, at: DateTime<Utc>) -> i32 {
        self.1.iter().rev().find(|(from, _)| at >= *from).map_or(self.0, |(_, offset)| *offset)
    }
}

#[test]
fn the_clock_change_keeps_the_number_of_items_local_times_and_elapsed_gaps() {
    for (before, after) in [(3600, 7200), (7200, 3600), (37_800, 39_600)] {
        let mut desk = desk();
        // In the night after the story begins.
        let change = support::noon() + TimeDelta::hours(13);
        desk.go(Arc::new(Scripted(before, vec![(change, after)])));
        desk.ask(Report::BedHours { from: 22 * 60 + 30, until: 60, offset_seconds: before }).unwrap();
        own(&mut desk, &[WALKS, STRETCH, "do = [\"breathe\"]\nat = \"02:30\"\nwindow = 30"]);
        let mut days = Vec::new();
        for _ in 0..4 {
            desk.pass(86_400);
            let items = desk.planned().day.items;
            let local: Vec<String> = items
                .iter()
                .filter(|item| item.routine == "stretch-start")
                .map(|item| clock(item.due + TimeDelta::seconds(desk.zone.offset(item.due).into())))
                .collect();
            assert_eq!(local, ["10:00"]);
            days.push(items.len());
        }
        assert!(days.windows(2).all(|pair| pair[0] == pair[1]), "{days:?}");
        assert!(!desk.planned().zone_changed, "a change of season is no journey");
    }
}

#[test]
fn a_flight_west_keeps_local_times_and_brings_nothing_back() {
    let mut desk = morning();
    own(&mut desk, &["do = [\"stretch-start\"]\nat = \"09:00\"", "do = [\"walk\"]\nat = \"15:00\"", ICE]);
    until(&mut desk, 9, 5);
    desk.start("stretch-start").unwrap();
    until(&mut desk, 14, 0);
    let before = desk.planned();
    let told = desk.alerts.iter().filter(|alert| alert.tag == Tag::Plan).count();
    desk.alerts.clear();
    desk.go(Arc::new(Fixed(-6 * 3600)));
    let plan = desk.planned();
    assert!(plan.zone_changed);
    assert_eq!(plan.day.date, before.day.date);
    let done = |plan: &lumbar_engine::plan::today::PlanView| {
        plan.day.items.iter().filter(|item| matches!(item.state, ItemState::Done | ItemState::Missed)).count()
    };
    assert_eq!(done(&plan), done(&before));
    assert_eq!(clock(desk.items("walk")[0].due), "21:00", "three in the afternoon there");
    desk.pass(12 * 3600);
    let later = desk.alerts.iter().filter(|alert| alert.tag == Tag::Plan).count();
    assert!(told + later <= 8);
    assert!(desk.alerts.iter().all(|alert| alert.routine.as_deref() != Some("stretch-start")));
}

#[test]
fn a_plan_that_is_not_sound_is_refused_and_nothing_changes() {
    let mut desk = morning();
    own(&mut desk, &[WALKS]);
    let before = desk.engine.saved();
    for toml in [
        "do = [\"nothing-like-this\"]\nat = \"10:00\"",
        "do = []\nat = \"10:00\"",
        "do = [\"walk\"]",
        "do = [\"walk\"]\nat = \"10:00\"\nevery = 60\nmost = 2",
        "do = [\"walk\"]\nevery = 1\nmost = 4",
        "do = [\"walk\"]\nevery = 60",
        "do = [\"walk\"]\nevery = 60\nmost = 0",
        "do = [\"cold-20-20\"]\nturns = 9\nat = \"10:00\"",
        "do = [\"cold-15\"]\nevery = 60\nmost = 4\nquiet = true",
    ] {
        let plan = Plan { steps: vec![PlanStep { days: 1, items: vec![item(toml)] }], ..empty() };
        let refused = desk.plan(PlanWish::Own { own: Box::new(plan) });
        assert!(matches!(refused, Err(Refused::BadPlan(_))), "{toml}: {refused:?}");
    }
    for plan in [
        empty(),
        Plan { title: Some(" ".into()), steps: vec![PlanStep { days: 1, items: vec![item(WALKS)] }], ..empty() },
    ] {
        assert!(matches!(desk.plan(PlanWish::Own { own: Box::new(plan) }), Err(Refused::BadPlan(_))));
    }
    assert_eq!(
        desk.plan(PlanWish::Choose { id: "plan-x".into(), turns: None, agreed_until: None }),
        Err(Refused::UnknownPlan { plan: "plan-x".into() })
    );
    assert!(matches!(
        desk.plan(PlanWish::Choose { id: "plan-article".into(), turns: Some(11), agreed_until: None }),
        Err(Refused::Turns { .. })
    ));
    assert_eq!(desk.engine.saved(), before);
    let _ = (Clock(0), Token { session: 0, exposure: 0, prompt: 0 });
}
