//! Dispatches: an input first lets time pass, then goes to the part it is about; what follows of it fills the outbox.

mod change;
pub(crate) mod portable;
mod taking_back;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::by_hand;
use crate::command::{Choice, Input, Wish};
use crate::context::Context;
use crate::diary::SessionRecord;
use crate::diary::wish::DiaryWish;
use crate::outbox::{Effect, Outbox};
use crate::person::Person;
use crate::person::gates::FlagAnswer;
use crate::person::ledger::Exposure;
use crate::plan::choosing::Done;
use crate::plan::state::{Around, Planned};
use crate::plan::today::Day;
use crate::plan::wish::PlanWish;
use crate::plan::zone::Zone;
use crate::practice::{Practice, PracticeWish};
use crate::refusal::Refused;
use crate::routine::catalogue::Catalogue;
use crate::rules;
use crate::slots::Slots;
use crate::time::{Moment, Now, Timeline};
use crate::timers::Timers;
use crate::undo::{self, Undo};
use crate::view::{Question, SessionView, View};
use crate::view_of::Look;
use crate::view_session::session_view;
use crate::words::{Said, Slot};
use crate::worn::Worn;

/// The form of [`Saved`]; a newer one is opened read-only.
pub const SAVED_VERSION: u32 = 1;

/// An alarm that rang while no program ran for this long was heard by nobody. Counted from the last save, the last moment in
/// which a program is known to have run: it may be too long, and then an alarm rings once more, never too short.
const UNHEARD: Duration = Duration::from_secs(60);

/// When to call [`Engine::advance`] again: after a wait in ticks, and apart from it at a wall time (plan items).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wake {
    /// From the `now` given last.
    pub after: Option<Duration>,
    /// By the calendar.
    pub wall: Option<DateTime<Utc>>,
}

/// The whole engine, to be kept in one row and given back after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    version: u32,
    state: State,
}

impl Saved {
    /// The form it was written in.
    pub fn version(&self) -> u32 {
        self.version
    }
}

/// Everything the engine knows; saved as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
struct State {
    timeline: Timeline,
    person: Person,
    slots: Slots,
    timers: Timers,
    planned: Planned,
    battery_low: bool,
    /// The last word about the body, while it can be taken back.
    undo: Option<Box<Undo>>,
    /// Apart from all the rest, which it neither reads nor changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    practice: Option<Practice>,
    /// Numbers of prompts given out so far.
    prompts: u64,
}

/// Decides. See the crate's page for how it is driven.
#[derive(Debug, Clone)]
pub struct Engine {
    state: State,
    catalogue: Catalogue,
    outbox: Outbox,
    now: Now,
    /// Where the person is; the plan rests until it is known.
    zone: Option<Arc<dyn Zone>>,
    read_only: bool,
}

impl Engine {
    /// An engine that knows nothing yet.
    pub fn new(catalogue: Catalogue, now: Now) -> Self {
        let mut state = State::default();
        state.timeline.see(now);
        Self { state, catalogue, outbox: Outbox::default(), now, zone: None, read_only: false }
    }

    /// The engine as it was saved, moved on to `now`; what must stand before the person is said again, once.
    pub fn restore(saved: Saved, catalogue: Catalogue, now: Now) -> Self {
        let unheard = saved.state.timeline.unseen_for(now).is_none_or(|gap| gap >= UNHEARD);
        let (state, outbox) = (saved.state, Outbox::default());
        let mut engine = Self { state, catalogue, outbox, now, zone: None, read_only: false };
        // A reminder that stands is said again, once it is known where the person is.
        engine.state.planned.told = None;
        engine.advance(now);
        if unheard {
            let (slots, _, cx) = engine.parts();
            slots.restart_alarms(cx.at);
            engine.without(|slots, cx| slots.restart_alarms(cx.at));
        }
        let (slots, _, mut cx) = engine.parts();
        slots.repeat(&mut cx);
        if let Some(undo) = &engine.state.undo {
            undo.offer_again(&mut engine.outbox);
        }
        if let Some(practice) = engine.state.practice {
            practice.repeat(&mut engine.outbox);
        }
        engine
    }

    /// Carries out what is said, after letting time pass up to `now`.
    ///
    /// # Errors
    /// Why a wish or a choice is refused; a fact about the body never is.
    pub fn apply(&mut self, input: impl Into<Input>, now: Now) -> Result<(), Refused> {
        self.advance(now);
        let input = input.into();
        let result = match (undo::said(&input), &input) {
            (_, Input::Wish(Wish::Undo { token })) => self.take_back(*token),
            (_, Input::Wish(Wish::Plan(wish))) => self.plan(wish.clone()),
            (said, Input::Wish(Wish::Diary(wish))) => self.diary(said, wish.clone()),
            (_, Input::Choice(Choice::QuietHours { hours })) => self.state.planned.be_quiet(*hours),
            (_, Input::Wish(Wish::Practice(wish))) => self.practise(*wish),
            (Some(said), _) => self.say(said, input),
            (None, _) => self.carry_out(input),
        };
        // A change may be due at once (an exposure backdated beyond its end).
        self.advance(now);
        result
    }

    /// Lets time pass up to `now`: the same whether it is called on every deadline or once, late. Safe at any moment, and as
    /// often as one likes.
    pub fn advance(&mut self, now: Now) {
        self.now = self.state.timeline.forward(now);
        self.state.timeline.see(self.now);
        let (slots, timers, mut cx) = self.parts();
        slots.advance(&mut cx);
        timers.advance(&mut cx);
        cx.person.prune(slots.may_have_on(), cx.at);
        self.advance_undo();
        self.hand_out_records();
        self.advance_practice();
        self.advance_plan();
    }

    /// The next thing to do, oldest first; drain after every call.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.outbox.pop()
    }

    /// When [`Engine::advance`] has something to do again; always later than the `now` given last.
    pub fn next_wake(&self) -> Wake {
        let Look { at, person, slots, timers, undo, .. } = self.look();
        let lock = person.locks.iter().map(|l| l.length().saturating_sub(at.least(l.since)));
        let said = person.skin_said.map(|s| rules::SKIN_CORRECT.time().saturating_sub(at.least(s.at)));
        let sign = person.gates.flags.filter(FlagAnswer::stands);
        let sign = sign.and_then(|f| at.left(f.at, rules::FLAGS_CORRECT.time()));
        let undo = undo.and_then(|undo| undo.left(at));
        let asked = person.skin_asked.and_then(|asked| at.left(asked.since, rules::SKIN_ASKED_LASTS.time()));
        let felt = person.records.wait(at);
        let practice = self.state.practice.and_then(|practice| practice.wait(at));
        let calls = self.look().first_aid_calls();
        let waits = [slots.wait(at), timers.wait(at), calls, said, sign, undo, asked, felt, practice];
        let after = waits.into_iter().flatten().chain(lock).min();
        let wall = self.look().around().and_then(|around| self.state.planned.wake(around));
        Wake { after: after.map(|wait| wait.max(Duration::from_millis(1))), wall }
    }

    /// What faces show now. It differs from the last one only when something changed.
    pub fn view(&self) -> View {
        self.look().view()
    }

    /// What the plan holds for so many days, today first.
    pub fn days_ahead(&self, days: i64) -> Vec<Day> {
        self.look().around().map_or_else(Vec::new, |around| self.state.planned.days_ahead(days, around))
    }

    /// One of the two sessions, as faces see it.
    pub fn session(&self, slot: Slot) -> Option<SessionView> {
        let look = self.look();
        look.slots.session(slot).map(|s| session_view(s, look.person, look.at))
    }

    /// Questions that wait for an answer, most urgent first.
    pub fn pending(&self) -> Vec<Question> {
        self.look().pending()
    }

    /// What was on the body in the last eight days, oldest first.
    pub fn exposures(&self) -> &[Exposure] {
        self.state.person.ledger.entries()
    }

    /// The records of the sessions that can still change.
    pub fn records(&self) -> impl Iterator<Item = &SessionRecord> {
        self.state.person.records.iter()
    }

    /// The next sessions are numbered after this one: the diary has records of those before it, also where the state that
    /// counted them was lost.
    pub fn number_sessions_after(&mut self, session: u64) {
        self.state.slots.number_after(session);
        if let Some(undo) = &mut self.state.undo {
            undo.without().slots.number_after(session);
        }
    }

    /// Tells whether something may be on the body.
    pub fn on_body(&self) -> bool {
        self.state.slots.may_have_on()
    }

    /// Tells whether the computer must not fall asleep by itself: a still pack is on, or something may be.
    pub fn keeps_awake(&self) -> bool {
        self.state.slots.keeps_awake()
    }

    /// The bed hours the person has chosen, minutes after midnight, local.
    pub fn chosen_bed_hours(&self) -> Option<(u16, u16)> {
        self.state.person.bed.filter(|bed| bed.chosen).map(|bed| (bed.from, bed.until))
    }

    /// What to keep. The same state always gives the same value.
    pub fn saved(&self) -> Saved {
        Saved { version: SAVED_VERSION, state: self.state.clone() }
    }

    /// Takes other routines from now on; a session that runs keeps the one it was started with.
    pub fn replace_catalogue(&mut self, catalogue: Catalogue) {
        self.catalogue = catalogue;
    }

    /// The routines and timers that can be started.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Tells where the person is. The plan asks it anew each time, so that a journey or a change of season needs no word.
    pub fn set_zone(&mut self, zone: Arc<dyn Zone>) {
        self.zone = Some(zone);
        self.advance_plan();
    }

    /// Alarms go on, nothing new starts: the data was written by a newer version.
    pub fn set_read_only(&mut self, yes: bool) {
        self.read_only = yes;
    }

    /// The data was damaged and starts over, or from a backup: the person is asked what is on, and the time off starts now.
    pub fn lost_data(&mut self) {
        self.state.undo = None;
        let (slots, _, mut cx) = self.parts();
        slots.data_lost(&mut cx);
        self.hand_out_records();
    }

    /// What a witness outside of the saved state should keep; `None` = nothing is on.
    pub fn worn(&self) -> Option<Worn> {
        self.state.slots.worn()
    }

    /// The restored state may be older than the last press that was confirmed, and a witness knows what was on then.
    pub fn doubt_state(&mut self, worn: Option<&Worn>) {
        self.state.undo = None;
        let (slots, _, mut cx) = self.parts();
        slots.doubt(worn, &mut cx);
        self.advance(self.now);
    }

    /// Carries out a word about the diary.
    fn diary(&mut self, said: Option<(Said, Option<Slot>)>, wish: DiaryWish) -> Result<(), Refused> {
        if self.read_only {
            return Err(Refused::ReadOnly);
        }
        let (slots, _, cx) = self.parts();
        by_hand::check(&wish, slots, cx.person, cx.catalogue, cx.at)?;
        by_hand::know(&wish, cx.person, cx.at);
        let input = Input::Wish(Wish::Diary(wish));
        match said {
            Some(said) => self.say(said, input),
            None => self.carry_out(input),
        }
    }

    /// Hands out the records that have changed. What can no longer change is let go, and nothing is while a word can be
    /// taken back: a record that is not there then is one that was never so.
    fn hand_out_records(&mut self) {
        let State { timeline, person, slots, undo, .. } = &mut self.state;
        for record in person.records.handed_out() {
            self.outbox.keep(record);
        }
        if undo.is_none() {
            person.records.prune(slots.recorded(), Moment::new(timeline, self.now));
        }
    }

    /// Carries out a word about the plan; a planned start goes the way of every other.
    fn plan(&mut self, wish: PlanWish) -> Result<(), Refused> {
        if self.read_only {
            return Err(Refused::ReadOnly);
        }
        let done = self.planned(|planned, around| planned.wish(wish, around)).ok_or(Refused::NotNow)??;
        let (_, _, mut cx) = self.parts();
        match done {
            Done::Begin(start) => return self.carry_out(Wish::Start(start).into()),
            Done::Deed(deed, routine) => cx.record_planned(deed, routine),
        }
        Ok(())
    }

    /// Carries out a word about the practice turn. Nothing of it reaches the person or the sessions.
    fn practise(&mut self, wish: PracticeWish) -> Result<(), Refused> {
        let State { timeline, slots, practice, prompts, .. } = &mut self.state;
        let at = Moment::new(timeline, self.now);
        *practice = match (wish, *practice) {
            (PracticeWish::Begin, _) => {
                if let Some(refused) = slots.in_use() {
                    return Err(refused);
                }
                *prompts += 1;
                Some(Practice::begin(*prompts, at, &mut self.outbox))
            }
            (_, Some(practice)) => practice.answer(wish, at, &mut self.outbox)?,
            (_, None) => return Err(Refused::NothingRunning),
        };
        Ok(())
    }

    /// Lets time pass in the practice turn, which ends where something real is on or asked.
    fn advance_practice(&mut self) {
        let State { timeline, slots, practice, .. } = &mut self.state;
        let (at, busy) = (Moment::new(timeline, self.now), slots.in_use().is_some());
        *practice = practice.and_then(|practice| practice.advance(busy, at, &mut self.outbox));
    }

    /// Lets the plan go along with what has happened.
    fn advance_plan(&mut self) {
        self.planned(|planned, around| planned.advance(around));
        let State { timeline, person, slots, planned, .. } = &mut self.state;
        if let Some(zone) = self.zone.as_deref() {
            let (at, catalogue) = (Moment::new(timeline, self.now), &self.catalogue);
            planned.remind(Around { at, person, slots, catalogue, zone }, &mut self.outbox);
        }
    }

    /// Changes what is kept of the plan; `None` = it is not known where the person is.
    fn planned<T>(&mut self, change: impl FnOnce(&mut Planned, Around<'_>) -> T) -> Option<T> {
        let State { timeline, person, slots, planned, .. } = &mut self.state;
        let zone = self.zone.as_deref()?;
        let (at, catalogue) = (Moment::new(timeline, self.now), &self.catalogue);
        Some(change(planned, Around { at, person, slots, catalogue, zone }))
    }

    /// What runs, and the rest as it is handed along.
    fn parts(&mut self) -> (&mut Slots, &mut Timers, Context<'_>) {
        let State { timeline, person, slots, timers, battery_low, undo: _, practice: _, prompts, planned: _ } =
            &mut self.state;
        let cx = Context {
            at: Moment::new(timeline, self.now),
            person,
            out: &mut self.outbox,
            prompts,
            catalogue: &self.catalogue,
            battery_low: *battery_low,
            read_only: self.read_only,
        };
        (slots, timers, cx)
    }

    fn look(&self) -> Look<'_> {
        let State { timeline, person, slots, timers, planned, battery_low, undo, practice, .. } = &self.state;
        let at = Moment::new(timeline, self.now);
        let (catalogue, battery_low, read_only) = (&self.catalogue, *battery_low, self.read_only);
        let (undo, zone) = (undo.as_deref(), self.zone.as_deref());
        let practice = practice.as_ref();
        Look { at, person, slots, timers, planned, zone, undo, practice, catalogue, battery_low, read_only }
    }
}
