//! The plan over random stories: whatever a person does, wherever they fly, however they sleep.
//! `LUMBAR_CASES` sets how many (one for 250 of the stories of the invariants).
#![allow(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test may fail by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lumbar_engine::alert::Tag;
use lumbar_engine::command::Report;
use lumbar_engine::offer::MayStart;
use lumbar_engine::plan::today::{DayItem, ItemState, PlanView, Why};
use lumbar_engine::plan::zone::Zone;
use lumbar_engine::plan::{OWN, Plan, REMINDERS_PER_DAY};
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules::Force;
use lumbar_engine::view::PhaseView;
use lumbar_engine::words::{CameOff, Skin};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestCaseError};
use support::Desk;
use support::story::{PlanTurn, Player, Turn, about_plan};

fn config() -> ProptestConfig {
    let all = std::env::var("LUMBAR_CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(100_000);
    ProptestConfig {
        cases: (all / 250u32).max(1),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/plan.txt"))),
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    }
}

/// Clocks are set forward or back in the night of the second day of the story, or stay.
#[derive(Debug, Clone)]
struct Season {
    before: i32,
    after: i32,
}

impl Zone for Season {
    fn offset(&self, at: DateTime<Utc>) -> i32 {
        if at < support::noon() + TimeDelta::hours(37) { self.before } else { self.after }
    }
}

fn season() -> impl Strategy<Value = Season> {
    // Also half an hour, a gap at midnight, and a day that the date line takes or gives.
    prop_oneof![
        4 => (-40i32..50).prop_map(|quarters| Season { before: quarters * 900, after: quarters * 900 }),
        4 => Just(Season { before: 3600, after: 7200 }),
        4 => Just(Season { before: 7200, after: 3600 }),
        1 => Just(Season { before: 37_800, after: 39_600 }),
        1 => Just(Season { before: -36_000, after: 50_400 }),
        1 => Just(Season { before: 50_400, after: -36_000 }),
    ]
}

/// What a day with a plan is made of: mostly time.
fn turn() -> BoxedStrategy<Turn> {
    let passing = prop_oneof![3 => 60u64..900, 4 => 900u64..5400, 2 => 5400u64..30_000, 1 => 30_000u64..200_000];
    prop_oneof![
        5 => about_plan(),
        2 => (0usize..64, any::<bool>()).prop_map(|(routine, anyway)| Turn::Start { routine, turns: None, anyway }),
        5 => Just(Turn::On { since: 0, stale: false }),
        5 => Just(Turn::Off { when: CameOff::Now, stale: false }),
        4 => Just(Turn::Skin { skin: Skin::Fine, stale: false }),
        1 => Just(Turn::Skin { skin: Skin::Bad, stale: false }),
        1 => ((0u16..24), (0u16..24)).prop_map(|(from, until)| Turn::Bed(from, until)),
        8 => passing.clone().prop_map(Turn::Pass),
        3 => passing.prop_map(Turn::Sleep),
        1 => Just(Turn::Restart),
    ]
    .boxed()
}

fn day_of_life() -> impl Strategy<Value = Vec<Turn>> {
    let first = prop_oneof![(0usize..4).prop_map(PlanTurn::Choose), any::<u64>().prop_map(PlanTurn::Own)];
    (first, prop::collection::vec(turn(), 1..60)).prop_map(|(plan, mut turns)| {
        turns.insert(0, Turn::Plan(plan));
        turns
    })
}

fn desk(season: &Season) -> Desk {
    let mut desk = Desk::healthy();
    desk.go(Arc::new(season.clone()));
    desk.ask(Report::BedHours { from: 22 * 60 + 30, until: 7 * 60, offset_seconds: season.before }).unwrap();
    desk
}

/// The system reports the bed hours with the local time it has by now, as the driver does.
fn say_where(player: &mut Player) {
    let now = player.desk.machine.now().wall;
    let offset_seconds = player.desk.zone.offset(now);
    let (from, until) = player.desk.engine.view().bed.unwrap_or((0, 0));
    player.desk.ask(Report::BedHours { from, until, offset_seconds }).unwrap();
}

/// Reminders that were told, by the day of the plan.
#[derive(Default)]
struct Told(BTreeMap<u64, BTreeSet<u64>>);

impl Told {
    fn check(&mut self, player: &mut Player) -> Result<(), TestCaseError> {
        let desk = &mut player.desk;
        let view = desk.engine.view();
        for alert in std::mem::take(&mut desk.alerts).into_iter().filter(|alert| alert.tag == Tag::Plan) {
            let day = self.0.entry(alert.token.session).or_default();
            day.insert(alert.token.exposure * 1000 + alert.token.prompt);
            prop_assert!(day.len() <= usize::try_from(REMINDERS_PER_DAY).unwrap(), "{day:?}");
        }
        let Some(plan) = view.plan else { return Ok(()) };
        let now = desk.machine.now().wall;
        let Some(standing) = plan.reminder else { return Ok(()) };
        // It stands for something open and due, outside of bed hours, with nothing on.
        let item = plan.day.item(standing).unwrap();
        prop_assert!(item.state == ItemState::Next || item.state == ItemState::Later, "{item:?}");
        prop_assert!(item.due <= now && plan.day.begins <= now && now < plan.day.bed && plan.paused.is_none());
        let busy = view.thermal.as_ref().is_some_and(|s| s.phase != PhaseView::Resting) || view.activity.is_some();
        prop_assert!(!busy, "a reminder beside a session");
        // What it offers keeps every limit that nobody can lift.
        let terms = view.offers[&item.routine].with_turns(item.turns).unwrap();
        if let MayStart::Refused(Refused::Rule(obstacle)) = &terms.may_start {
            prop_assert!(obstacle.force != Force::Hard, "{} stands against {item:?}", obstacle.name);
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reminders_keep_every_limit_and_hour(season in season(), turns in day_of_life()) {
        let mut player = Player::new(desk(&season));
        let mut told = Told::default();
        for turn in &turns {
            // Hour by hour, so that no reminder is overlooked.
            match turn {
                Turn::Pass(seconds) => {
                    let mut left = *seconds;
                    while left > 0 {
                        let step = left.min(1800);
                        player.play(&Turn::Pass(step));
                        say_where(&mut player);
                        told.check(&mut player)?;
                        left -= step;
                    }
                }
                other => {
                    player.play(other);
                    say_where(&mut player);
                    told.check(&mut player)?;
                }
            }
        }
    }

    #[test]
    fn the_day_is_the_same_whether_it_is_asked_on_every_deadline_or_once_late(season in season(), turns in day_of_life()) {
        let mut awake = Player::new(desk(&season));
        let mut asleep = Player::new(desk(&season));
        for turn in &turns {
            let (prompt, late) = match turn {
                Turn::Pass(s) | Turn::Sleep(s) => (Turn::Pass(*s), Turn::Sleep(*s)),
                other => (other.clone(), other.clone()),
            };
            asleep.desk.alerts.clear();
            prop_assert_eq!(awake.play(&prompt), asleep.play(&late));
            prop_assert_eq!(awake.desk.engine.view().plan, asleep.desk.engine.view().plan, "after {:?}", turn);
            prop_assert_eq!(awake.desk.engine.saved(), asleep.desk.engine.saved(), "after {:?}", turn);
            // A plan of one's own is kept, and then followed: each may call.
            let most = if matches!(turn, Turn::Plan(PlanTurn::Own(_))) { 2 } else { 1 };
            prop_assert!(asleep.desk.alerts.iter().filter(|alert| alert.tag == Tag::Plan).count() <= most);
        }
    }

    #[test]
    fn no_item_is_there_twice_and_what_is_over_stays_over(season in season(), turns in day_of_life()) {
        let mut player = Player::new(desk(&season));
        let mut before: Option<(NaiveDate, Vec<DayItem>)> = None;
        // The number of the items that the plan before it may have left in the day.
        let mut left = None;
        for turn in &turns {
            let now = player.desk.machine.now().wall;
            if let (Turn::Plan(_), Some((_, items))) = (turn, &before) {
                left = items.iter().filter(|item| !item.by_hand).map(|item| item.token.exposure / 100).max();
            }
            player.play(turn);
            let Some(plan) = player.desk.engine.view().plan else {
                before = None;
                continue;
            };
            let tokens: BTreeSet<_> = plan.day.items.iter().map(|item| item.token).collect();
            prop_assert_eq!(tokens.len(), plan.day.items.len(), "an item is there twice");
            let sessions: Vec<u64> = plan.day.items.iter().filter_map(|i| i.real.as_ref()).map(|r| r.session).collect();
            prop_assert_eq!(sessions.len(), sessions.iter().collect::<BTreeSet<_>>().len(), "a session counts twice");
            if let Some(own) = player.desk.engine.view().own_plan {
                keeps_its_plan(&plan, &own, left).map_err(TestCaseError::fail)?;
            }
            if let Some((date, _)) = &before {
                // Neither a flight, nor other bed hours bring a day back.
                prop_assert!(plan.day.date >= *date);
            }
            if let Some((date, items)) = before.filter(|(date, _)| *date == plan.day.date) {
                for item in items.iter().filter(|item| item.is_over(now)) {
                    stays(item, &items, &plan.day.items, turn).map_err(|why| TestCaseError::fail(format!("{date}: {why}")))?;
                }
            }
            before = Some((plan.day.date, plan.day.items));
        }
    }
}

/// Each item of an own plan that comes again keeps its distance from the last real end, and its number a day; each is on
/// one of its weekdays.
fn keeps_its_plan(plan: &PlanView, own: &Plan, left: Option<u64>) -> Result<(), String> {
    let Some(step) = own.steps.get(plan.step).filter(|_| plan.plan == OWN && !plan.worse) else { return Ok(()) };
    for (place, item) in step.items.iter().enumerate().filter(|(_, item)| !item.quiet) {
        let place = u64::try_from(place).unwrap();
        // Those of this plan; what another left in the day has another number.
        let last = plan.day.items.iter().filter(|i| !i.by_hand).map(|i| i.token.exposure / 100).max().unwrap_or(0);
        if Some(last) <= left {
            continue;
        }
        let of = |i: &&DayItem| !i.by_hand && i.token.exposure == last * 100 + place && i.routines == item.routines;
        let found: Vec<&DayItem> = plan.day.items.iter().filter(of).collect();
        let most = item.most.map_or(1, usize::from);
        if found.len() > most {
            return Err(format!("{} of {most}: {found:?}", found.len()));
        }
        let Some(every) = item.every else { continue };
        for pair in found.windows(2) {
            // What is on may end at any moment.
            let real = pair[0].real.as_ref().map(|real| real.until.unwrap_or(real.from));
            let until = real.unwrap_or(pair[0].due);
            if pair[1].is_open() && pair[1].due - until < TimeDelta::minutes(every.into()) {
                return Err(format!("{every} min: {:?} {:?}", pair[0], pair[1]));
            }
        }
    }
    Ok(())
}

/// What is over stays as it was shown, whatever comes later. Only a word about a session itself says more of it: that it is
/// on after all, and, of one that lies in the past, that what was missed was done.
fn stays(item: &DayItem, before: &[DayItem], now: &[DayItem], turn: &Turn) -> Result<(), String> {
    match item.state {
        ItemState::Done => {
            let session = |item: &DayItem| item.real.as_ref().map(|real| real.session);
            let Some(found) = now.iter().find(|now| session(now) == session(item)) else {
                // What was a false start, as a word says now, was not done.
                return if turn.is_word() { Ok(()) } else { Err(format!("{item:?} is gone after {turn:?}")) };
            };
            let same = DayItem { token: item.token, why: item.why, ..found.clone() } == *item;
            if same || (turn.is_word() && matches!(found.state, ItemState::Done | ItemState::Now)) {
                return Ok(());
            }
            Err(format!("{item:?} is {found:?} after {turn:?}"))
        }
        ItemState::Missed => {
            let found = now.iter().find(|now| now.token == item.token);
            let same = found.is_some_and(|found| found == item);
            let done = |found: &DayItem| matches!(found.state, ItemState::Done | ItemState::Now);
            // The session before it was on for longer, so it is due later.
            let later = |found: &DayItem| found.due > item.due;
            // Something was on at its time, and stood against it, or what moved called before it.
            let told = |found: &DayItem| DayItem { why: item.why, reminds: item.reminds, ..found.clone() } == *item;
            // The session that a word is about stands in its place.
            let turns = |items: &[DayItem]| -> usize {
                let of = items.iter().filter(|i| item.routines.contains(&i.routine)).filter_map(|i| i.real.as_ref());
                of.map(|real| 1 + usize::from(real.turns)).sum()
            };
            let replaced = found.is_none() && turns(now) > turns(before);
            let moved = replaced || found.is_some_and(|found| done(found) || later(found) || told(found));
            // What is begun late, all the same, is done.
            let begun = found.is_some_and(done) && matches!(turn, Turn::Start { .. } | Turn::Plan(PlanTurn::Start));
            // What ran out without a word was over before, as far as anybody knows.
            let ran_out = item.why == Some(Why::SessionOn) && found.is_some_and(told);
            if same || begun || ran_out || (moved && turn.is_word()) {
                Ok(())
            } else {
                Err(format!("{item:?} is {found:?} after {turn:?}"))
            }
        }
        ItemState::Now | ItemState::Next | ItemState::Later | ItemState::HeldBack => Ok(()),
    }
}
