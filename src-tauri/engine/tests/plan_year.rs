//! A simulated year of each plan, with a person who does this and leaves that: what it asks of them, and that no rule breaks.
//! `cargo nextest run -p lumbar-engine --test plan_year --no-capture` prints the table of docs/plan.md.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking, and prints a table"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use lumbar_engine::alert::Tag;
use lumbar_engine::command::{Fact, Report};
use lumbar_engine::plan::catalogue::plans;
use lumbar_engine::plan::today::ItemState;
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::plan::{OWN, Plan, REMINDERS_PER_DAY};
use lumbar_engine::refusal::Refused;
use lumbar_engine::rules;
use lumbar_engine::view::{Asked, PhaseView};
use lumbar_engine::words::{CameOff, Flags, Modality, Skin, Token};
use support::Desk;

const DAYS: u32 = 365;
/// The person looks this often, s.
const STEP: u64 = 600;
const DAY: u64 = 86_400;

const DESK_DAYS: &str = r#"
id = "own"
endless = true
[[step]]
days = 1
item = [
    { do = ["stretch-start"], at = "08:30", weekdays = ["mon", "tue", "wed", "thu", "fri"] },
    { do = ["cold-15"], every = 180, from = "09:00", until = "18:00", most = 3 },
    { do = ["walk"], every = 150, from = "09:00", until = "18:00", most = 4 },
    { do = ["move-break"], every = 45, from = "09:00", until = "17:00", most = 11, quiet = true },
]
"#;

/// What a year came to.
#[derive(Default)]
struct Year {
    done: u32,
    missed: u32,
    held_back: u32,
    reminders: u32,
    most_reminders: u32,
    /// Shown once more: "in 10 min", or after a session that came between.
    again: u32,
    hints: u32,
    /// Starts that were not granted at once: questions and warnings before them.
    asked: u32,
    refused: u32,
}

/// A person of whom nobody knows what they will do next, the same one in each run.
struct Person(u64);

impl Person {
    /// One of so many.
    fn one_of(&mut self, many: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }

    /// Answers what is asked, and what the plan has called for; what is answered calls no more.
    fn act(&mut self, desk: &mut Desk, called: &mut Option<Token>, year: &mut Year) {
        let questions: Vec<Asked> = desk.engine.pending().into_iter().map(|question| question.question).collect();
        if questions.contains(&Asked::SkinAfter) || questions.contains(&Asked::Skin) {
            let skin = if self.one_of(400) == 0 { Skin::Red } else { Skin::Fine };
            let _ = desk.skin(skin);
        }
        match desk.phase() {
            Some(PhaseView::Ready) => desk.on(),
            Some(PhaseView::TakeOff) => desk.off(CameOff::Now),
            _ => {}
        }
        let Some(item) = *called else { return };
        match self.one_of(10) {
            0 => drop(desk.plan(PlanWish::Later { item })),
            1 => drop(desk.plan(PlanWish::LeaveOut { item })),
            2..=4 => return,
            _ => Self::start(desk, item, year),
        }
        *called = None;
    }

    fn start(desk: &mut Desk, item: Token, year: &mut Year) {
        let start = |accept| PlanWish::Start { item, routine: None, accept };
        match desk.plan(start(Default::default())) {
            // Its time is over, or something is on.
            Ok(()) | Err(Refused::Outdated | Refused::Busy { .. } | Refused::IsItOn) => {}
            Err(Refused::Gate { .. }) => {
                year.asked += 1;
                let _ = desk.ask(Fact::AnswerFlags { flags: Flags::None });
                year.refused += u32::from(desk.plan(start(support::all_rules())).is_err());
            }
            Err(_) => {
                year.asked += 1;
                year.refused += u32::from(desk.plan(start(support::all_rules())).is_err());
            }
        }
    }
}

/// What must hold of all that was on the body.
fn no_rule_is_broken(desk: &Desk, plan: &str) {
    let mut last: BTreeMap<Modality, (i64, u32)> = BTreeMap::new();
    for exposure in desk.engine.exposures() {
        let (kind, on) = (exposure.method.modality(), exposure.on.wall().timestamp());
        if let Some((off, apart)) = last.get(&kind) {
            assert!(on - off >= i64::from(*apart), "{plan}: {kind:?} again after {} s", on - off);
        }
        if let Some(off) = exposure.off {
            last.insert(kind, (off.wall().timestamp(), exposure.method.off_after(exposure.ran)));
        }
    }
    let cold = |e: &&lumbar_engine::person::ledger::Exposure| e.method.modality() == Modality::Cold;
    let since = desk.machine.now().wall.timestamp() - i64::try_from(DAY).unwrap();
    let today = desk.engine.exposures().iter().filter(cold).filter(|e| e.on.wall().timestamp() > since).count();
    assert!(today <= usize::try_from(rules::COLD_PER_24H.value).unwrap(), "{plan}: {today} turns of cold");
}

fn live(id: &str) -> (Year, u128) {
    let mut desk = Desk::healthy();
    desk.ask(Report::BedHours { from: 22 * 60 + 30, until: 7 * 60, offset_seconds: 0 }).unwrap();
    if id == OWN {
        desk.plan(PlanWish::Own { own: Box::new(Plan::read(DESK_DAYS).unwrap()) }).unwrap();
    }
    desk.sleep(19 * 3600);
    desk.choose(id);
    let (mut person, mut year) = (Person(7), Year::default());
    let began = Instant::now();
    for _ in 0..DAYS {
        let morning = desk.machine.truth;
        let plan = desk.planned();
        if plan.ended {
            desk.choose(id);
        } else if plan.review {
            desk.plan(PlanWish::Keep).unwrap();
        }
        if person.one_of(30) == 0 {
            let _ = desk.plan(PlanWish::Worse);
        }
        // The computer is on until late, or only in the evening, or not at all.
        let from = [0, 0, 0, 0, 3, 6, 10, 16][usize::try_from(person.one_of(8)).unwrap()] * 3600;
        desk.sleep(from);
        let (mut told, mut called) = (BTreeSet::new(), None);
        while desk.machine.truth - morning < DAY - 9 * 3600 {
            if person.one_of(60) == 0 {
                let _ = desk.start("walk");
            }
            person.act(&mut desk, &mut called, &mut year);
            desk.pass(STEP);
            for alert in std::mem::take(&mut desk.alerts) {
                if alert.tag == Tag::Plan {
                    year.again += u32::from(!told.insert(alert.token));
                    called = Some(alert.token);
                }
                year.hints += u32::from(alert.tag == Tag::Hint);
            }
        }
        let evening = desk.planned().day.items;
        no_rule_is_broken(&desk, id);
        let count = |state: ItemState| u32::try_from(evening.iter().filter(|i| i.state == state).count()).unwrap();
        year.done += count(ItemState::Done);
        year.missed += count(ItemState::Missed);
        year.held_back += count(ItemState::HeldBack);
        let told = u32::try_from(told.len()).unwrap();
        year.reminders += told;
        year.most_reminders = year.most_reminders.max(told);
        desk.events.clear();
        let passed = desk.machine.truth - morning;
        desk.sleep(DAY - passed);
    }
    (year, began.elapsed().as_millis())
}

#[test]
fn a_year_of_each_plan_breaks_no_rule_and_asks_little() {
    println!(
        "| plan | done a day | not done | held back | reminders a day (most) | shown again | quiet hints | asked at a start, a year | time |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let ids = plans().iter().map(|plan| plan.id.as_str()).chain([OWN]);
    for id in ids {
        let (year, took) = live(id);
        let a_day = |n: u32| f64::from(n) / f64::from(DAYS);
        println!(
            "| {id} | {:.1} | {:.1} | {:.1} | {:.1} ({}) | {:.1} | {:.1} | {} | {took} ms |",
            a_day(year.done),
            a_day(year.missed),
            a_day(year.held_back),
            a_day(year.reminders),
            year.most_reminders,
            a_day(year.again),
            a_day(year.hints),
            year.asked,
        );
        assert!(year.most_reminders <= REMINDERS_PER_DAY, "{id}: {} reminders", year.most_reminders);
        assert!(year.done > DAYS, "{id}: nothing is done");
        assert!(year.refused < DAYS / 4, "{id}: {} starts that it called for were refused", year.refused);
    }
}
