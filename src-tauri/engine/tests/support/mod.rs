//! Plays the driver and the world around an engine: a true time, a machine with ticks, boots and a wall, and what was said.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use lumbar_engine::alert::{About, Alert};
use lumbar_engine::command::{Command, Fact, HealthAnswers, Input, Start, Wish};
use lumbar_engine::diary::SessionRecord;
use lumbar_engine::event::Event;
use lumbar_engine::outbox::Effect;
use lumbar_engine::plan::today::{DayItem, PlanView};
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::plan::zone::{Fixed, Zone};
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::{BootId, Now};
use lumbar_engine::view::{PhaseView, SessionView};
use lumbar_engine::words::{CameOff, Flags, Skin, Slot, Token};
use lumbar_engine::{Engine, Saved};

pub(crate) mod story;

/// A machine: what its clocks read, and what truly passed.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    /// True time since the story began, s.
    pub(crate) truth: u64,
    pub(crate) boot: u64,
    pub(crate) ticks: u64,
    /// How far the wall is off, s.
    pub(crate) wall_error: i64,
}

/// Noon on a day without meaning.
pub(crate) fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 / 86_400 * 86_400 + 43_200, 0).unwrap()
}

/// Stories begin two days in, so that a word about the past lies after the beginning.
const BEGUN: u64 = 172_800;

impl Machine {
    pub(crate) fn new() -> Self {
        Self { truth: BEGUN, boot: 1, ticks: 1_000, wall_error: 0 }
    }

    pub(crate) fn now(&self) -> Now {
        let wall = noon()
            + TimeDelta::seconds(i64::try_from(self.truth).unwrap() - i64::try_from(BEGUN).unwrap() + self.wall_error);
        Now { boot: BootId(self.boot), ticks: Duration::from_secs(self.ticks), wall }
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.truth += seconds;
        self.ticks += seconds;
    }

    /// Off for a while, then up again; the wall reads `wall_error` wrong then.
    pub(crate) fn reboot(&mut self, off: u64, wall_error: i64) {
        self.truth += off + 20;
        self.ticks = 20;
        self.boot += 1;
        self.wall_error = wall_error;
    }
}

/// An engine in a machine, with everything it said.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) machine: Machine,
    pub(crate) engine: Engine,
    pub(crate) alerts: Vec<Alert>,
    pub(crate) events: Vec<Event>,
    /// What the store would have of the diary by now.
    pub(crate) diary: BTreeMap<u64, SessionRecord>,
    pub(crate) zone: Arc<dyn Zone>,
}

/// Read once: a story needs it, but not its parsing.
pub(crate) fn catalogue() -> Catalogue {
    static READ: OnceLock<Catalogue> = OnceLock::new();
    READ.get_or_init(|| Catalogue::built_in().unwrap()).clone()
}

impl Desk {
    /// First run: nothing was answered yet.
    pub(crate) fn fresh() -> Self {
        Self::fresh_with(catalogue())
    }

    pub(crate) fn fresh_with(catalogue: Catalogue) -> Self {
        let machine = Machine::new();
        let engine = Engine::new(catalogue, machine.now());
        let zone = Arc::new(Fixed(0));
        let mut desk = Self {
            machine,
            engine,
            alerts: Vec::new(),
            events: Vec::new(),
            diary: BTreeMap::new(),
            zone: zone.clone(),
        };
        desk.go(zone);
        desk
    }

    /// The questions about health are answered, nothing stands against anything.
    pub(crate) fn healthy() -> Self {
        Self::healthy_with(catalogue())
    }

    pub(crate) fn healthy_with(catalogue: Catalogue) -> Self {
        let mut desk = Self::fresh_with(catalogue);
        desk.ask(Fact::AcceptDisclaimer).unwrap();
        desk.ask(Fact::AnswerFlags { flags: Flags::None }).unwrap();
        desk.ask(health()).unwrap();
        desk
    }

    pub(crate) fn ask(&mut self, input: impl Into<Input>) -> Result<(), Refused> {
        let result = self.engine.apply(input, self.machine.now());
        self.drain();
        result
    }

    pub(crate) fn drain(&mut self) {
        while let Some(effect) = self.engine.poll_effect() {
            match effect {
                Effect::Alert(alert) => self.alerts.push(*alert),
                Effect::Record(event) => self.events.push(event),
                Effect::Withdraw(_) => {}
                Effect::Keep(record) => drop(self.diary.insert(record.session, *record)),
                Effect::Forget(session) => drop(self.diary.remove(&session)),
            }
        }
    }

    /// Time passes, and the engine is woken whenever it asked for it.
    pub(crate) fn pass(&mut self, seconds: u64) {
        let mut left = seconds;
        while left > 0 {
            let wake = self.wait().unwrap_or(left);
            let step = wake.clamp(1, left);
            self.machine.pass(step);
            left -= step;
            self.engine.advance(self.machine.now());
            self.drain();
        }
    }

    /// Time until the engine wants to be called, s: in ticks, or by the calendar.
    fn wait(&self) -> Option<u64> {
        let wake = self.engine.next_wake();
        let now = self.machine.now().wall;
        let wall = wake.wall.map(|wall| (wall - now).to_std().unwrap_or_default());
        let wait = [wake.after, wall].into_iter().flatten().min()?;
        Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }

    /// The person is elsewhere.
    pub(crate) fn go(&mut self, zone: Arc<dyn Zone>) {
        self.zone = zone.clone();
        self.engine.advance(self.machine.now());
        self.engine.set_zone(zone);
        self.drain();
    }

    pub(crate) fn plan(&mut self, wish: PlanWish) -> Result<(), Refused> {
        self.ask(Wish::Plan(wish))
    }

    pub(crate) fn choose(&mut self, id: &str) {
        self.plan(PlanWish::Choose { id: id.into(), turns: None, agreed_until: None }).unwrap();
    }

    pub(crate) fn planned(&self) -> PlanView {
        self.engine.view().plan.unwrap()
    }

    /// The items of the day that are about a routine.
    pub(crate) fn items(&self, routine: &str) -> Vec<DayItem> {
        let items = self.planned().day.items;
        items.into_iter().filter(|item| item.routines.iter().any(|id| id == routine)).collect()
    }

    /// Time passes while nobody looks (sleep); then the engine is woken once.
    pub(crate) fn sleep(&mut self, seconds: u64) {
        self.machine.pass(seconds);
        self.engine.advance(self.machine.now());
        self.drain();
    }

    /// The program ends and starts again in the same boot.
    pub(crate) fn restart(&mut self) {
        let saved = self.saved();
        self.engine = Engine::restore(saved, self.engine.catalogue().clone(), self.machine.now());
        self.engine.set_zone(self.zone.clone());
        self.drain();
    }

    /// The machine is off for a while and comes up again.
    pub(crate) fn reboot(&mut self, off: u64, wall_error: i64) {
        let saved = self.saved();
        self.machine.reboot(off, wall_error);
        self.engine = Engine::restore(saved, self.engine.catalogue().clone(), self.machine.now());
        self.engine.set_zone(self.zone.clone());
        self.drain();
    }

    /// The state as it comes back from its row.
    pub(crate) fn saved(&self) -> Saved {
        serde_json::from_str(&serde_json::to_string(&self.engine.saved()).unwrap()).unwrap()
    }

    pub(crate) fn start(&mut self, routine: &str) -> Result<(), Refused> {
        self.ask(Wish::Start(Start::plain(routine)))
    }

    /// A start that passes every warning.
    pub(crate) fn start_anyway(&mut self, routine: &str, turns: Option<u8>) -> Result<(), Refused> {
        self.ask(Wish::Start(Start { turns, accept: all_rules(), ..Start::plain(routine) }))
    }

    pub(crate) fn on(&mut self) {
        self.ask(Fact::On { token: None, since: 0, sure: true }).unwrap();
    }

    pub(crate) fn on_if_ready(&mut self) {
        if self.phase() == Some(PhaseView::Ready) {
            self.on();
        }
    }

    pub(crate) fn off(&mut self, when: CameOff) {
        self.ask(Fact::Off { token: None, when }).unwrap();
    }

    pub(crate) fn skin(&mut self, skin: Skin) -> Result<(), Refused> {
        self.ask(Command::skin(None, skin))
    }

    pub(crate) fn stop(&mut self) {
        self.ask(Fact::Stop { slot: Slot::Thermal, hurts: false }).unwrap();
    }

    pub(crate) fn thermal(&self) -> Option<SessionView> {
        self.engine.session(Slot::Thermal)
    }

    pub(crate) fn phase(&self) -> Option<PhaseView> {
        self.thermal().map(|s| s.phase)
    }

    pub(crate) fn token(&self) -> Token {
        self.thermal().unwrap().token
    }

    /// What was said since the last look, by kind.
    pub(crate) fn said(&mut self) -> Vec<About> {
        std::mem::take(&mut self.alerts).into_iter().map(|a| a.about).collect()
    }
}

pub(crate) fn health() -> Fact {
    Fact::AnswerHealth(HealthAnswers::nothing_wrong())
}

pub(crate) fn all_rules() -> BTreeSet<lumbar_engine::rules::RuleId> {
    lumbar_engine::rules::NUMBERS.iter().map(|n| n.rule).chain([lumbar_engine::rules::RuleId::R21]).collect()
}
