//! Dispatches: an input first lets time pass, then goes to the part it is about; what follows of it fills the outbox.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::command::{Choice, Fact, Input, Report, Wish};
use crate::context::Context;
use crate::event::Happened;
use crate::outbox::{Effect, Outbox};
use crate::person::Person;
use crate::person::bed::BedHours;
use crate::person::gates::FlagAnswer;
use crate::person::ledger::Exposure;
use crate::refusal::Refused;
use crate::routine::catalogue::Catalogue;
use crate::rules;
use crate::slots::Slots;
use crate::time::{Moment, Now, Timeline};
use crate::timers::Timers;
use crate::view::{Question, SessionView, View};
use crate::view_of::Look;
use crate::view_session::session_view;
use crate::words::{Gate, Skin, Slot};
use crate::worn::Worn;

/// The form of [`Saved`]; a newer one is opened read-only.
pub const SAVED_VERSION: u32 = 1;

/// An alarm that rang while no program ran for this long was heard by nobody.
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
    battery_low: bool,
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
    read_only: bool,
}

impl Engine {
    /// An engine that knows nothing yet.
    pub fn new(catalogue: Catalogue, now: Now) -> Self {
        let mut state = State::default();
        state.timeline.see(now);
        Self { state, catalogue, outbox: Outbox::default(), now, read_only: false }
    }

    /// The engine as it was saved, moved on to `now`; what must stand before the person is said again, once.
    pub fn restore(saved: Saved, catalogue: Catalogue, now: Now) -> Self {
        let unheard = saved.state.timeline.unseen_for(now).is_none_or(|gap| gap >= UNHEARD);
        let mut engine = Self { state: saved.state, catalogue, outbox: Outbox::default(), now, read_only: false };
        engine.advance(now);
        let (slots, _, mut cx) = engine.parts();
        if unheard {
            slots.restart_alarms(cx.at);
        }
        slots.repeat(&mut cx);
        engine
    }

    /// Carries out what is said, after letting time pass up to `now`.
    ///
    /// # Errors
    /// Why a wish or a choice is refused; a fact about the body never is.
    pub fn apply(&mut self, input: impl Into<Input>, now: Now) -> Result<(), Refused> {
        self.advance(now);
        let result = match input.into() {
            Input::Fact(fact) => self.fact(fact),
            Input::Wish(wish) => self.wish(wish),
            Input::Choice(Choice::BedHours { from, until }) => self.choose_bed_hours(from, until),
            Input::Report(report) => {
                self.report(report);
                Ok(())
            }
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
    }

    /// The next thing to do, oldest first; drain after every call.
    pub fn poll_effect(&mut self) -> Option<Effect> {
        self.outbox.pop()
    }

    /// When [`Engine::advance`] has something to do again; always later than the `now` given last.
    pub fn next_wake(&self) -> Wake {
        let Look { at, person, slots, timers, .. } = self.look();
        let lock = person.locks.iter().map(|l| l.length().saturating_sub(at.least(l.since)));
        let said = person.skin_said.map(|s| rules::SKIN_CORRECT.time().saturating_sub(at.least(s.at)));
        let sign = person.gates.flags.filter(FlagAnswer::stands);
        let sign = sign.and_then(|f| at.left(f.at, rules::FLAGS_CORRECT.time()));
        let waits = [slots.wait(at), timers.wait(at), self.look().first_aid_calls(), said, sign];
        let after = waits.into_iter().flatten().chain(lock).min();
        Wake { after: after.map(|wait| wait.max(Duration::from_millis(1))), wall: None }
    }

    /// What faces show now. It differs from the last one only when something changed.
    pub fn view(&self) -> View {
        self.look().view()
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

    /// Alarms go on, nothing new starts: the data was written by a newer version.
    pub fn set_read_only(&mut self, yes: bool) {
        self.read_only = yes;
    }

    /// The data was damaged and starts over, or from a backup: the person is asked what is on, and the time off starts now.
    pub fn lost_data(&mut self) {
        let (slots, _, mut cx) = self.parts();
        slots.data_lost(&mut cx);
    }

    /// What a witness outside of the saved state should keep; `None` = nothing is on.
    pub fn worn(&self) -> Option<Worn> {
        self.state.slots.worn()
    }

    /// The restored state may be older than the last press that was confirmed, and a witness knows what was on then.
    pub fn doubt_state(&mut self, worn: Option<&Worn>) {
        let (slots, _, mut cx) = self.parts();
        slots.doubt(worn, &mut cx);
        self.advance(self.now);
    }

    fn fact(&mut self, fact: Fact) -> Result<(), Refused> {
        let (slots, _, mut cx) = self.parts();
        let cx = &mut cx;
        match fact {
            Fact::On { token, since } => return slots.put_on(token, since, cx),
            Fact::OnSinceAsked { token } => return slots.put_on_since_asked(token, cx),
            Fact::Off { token, when } => slots.took_off(token, when, cx),
            Fact::SkinRed { token } => return slots.skin(token, Skin::Red, cx),
            Fact::SkinBad { token } => return slots.skin(token, Skin::Bad, cx),
            Fact::Stop { slot, hurts } => slots.stop(slot, hurts, cx),
            Fact::StillOn { token, on } => slots.still_on(token, on, cx),
            Fact::AcceptDisclaimer => {
                cx.person.gates.disclaimer = Some(cx.at.anchor());
                cx.record(None, Happened::GateAnswered { gate: Gate::Disclaimer });
            }
            Fact::AnswerFlags { flags } => {
                let stands = cx.person.gates.answer_flags(flags, cx.at);
                cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
                if stands {
                    slots.stop_all(cx);
                }
            }
            Fact::SeeSomeone { see } => {
                cx.person.see_someone(see, cx.at);
                cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
            }
            Fact::AnswerHealth(answers) => {
                cx.person.gates.answer_health(answers, cx.at);
                cx.record(None, Happened::GateAnswered { gate: Gate::Health });
                slots.stop_for_health(cx);
            }
            Fact::SinceLast(said) => {
                cx.person.gates.since_last(said, cx.at);
                cx.record(None, Happened::GateAnswered { gate: Gate::Health });
                slots.stop_for_health(cx);
                slots.shorten_for_drowsiness(cx);
            }
            Fact::ClinicianSaysFine { about, fine } => {
                cx.person.gates.set_clinician(about, fine.then(|| cx.at.anchor()));
                cx.record(None, Happened::GateAnswered { gate: Gate::Health });
                slots.stop_for_health(cx);
            }
            Fact::PainChanged => {
                cx.person.gates.pain_changed = true;
                cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
            }
            Fact::Noted { advice } => cx.person.note(advice, cx.at),
        }
        Ok(())
    }

    fn wish(&mut self, wish: Wish) -> Result<(), Refused> {
        let (slots, timers, mut cx) = self.parts();
        let cx = &mut cx;
        let moving = slots.moving_slot();
        match wish {
            Wish::Start(start) => slots.start(start, cx),
            Wish::SkinFine { token } => slots.skin(token, Skin::Fine, cx),
            Wish::Snooze { token, seconds } => slots.wish(Slot::Thermal, token, cx, |s, cx| s.snooze(seconds, cx)),
            Wish::NotNow { token } => slots.wish(Slot::Thermal, token, cx, |s, cx| s.not_now(cx)),
            Wish::Extend { token, accept } => slots.wish(Slot::Thermal, token, cx, |s, cx| s.extend(&accept, cx)),
            Wish::Pause => slots.wish(moving, None, cx, |s, cx| s.pause(cx)),
            Wish::Resume => slots.wish(moving, None, cx, |s, cx| s.resume(cx)),
            Wish::Back => slots.wish(moving, None, cx, |s, cx| s.back(cx)),
            Wish::Skip { slot, token } => {
                let slot = if slot == Slot::Activity { moving } else { slot };
                slots.wish(slot, token, cx, |s, cx| s.skip(cx))
            }
            Wish::Prepare { timer } => timers.prepare(&timer, cx),
            Wish::Unprepare { id } => timers.unprepare(id, cx),
            Wish::LiftFlags => {
                cx.person.gates.lift_flags(cx.at)?;
                cx.record(None, Happened::GateAnswered { gate: Gate::Flags });
                Ok(())
            }
        }
    }

    fn choose_bed_hours(&mut self, from: u16, until: u16) -> Result<(), Refused> {
        let (slots, _, mut cx) = self.parts();
        cx.person.bed = Some(BedHours::choose(from, until, cx.person.bed, cx.at.now())?);
        slots.shorten_for_bed(&mut cx);
        cx.record(None, Happened::GateAnswered { gate: Gate::Health });
        Ok(())
    }

    fn report(&mut self, report: Report) {
        if let Report::BatteryLow(low) = report {
            let before = std::mem::replace(&mut self.state.battery_low, low);
            if before == low {
                return;
            }
        }
        let (slots, _, mut cx) = self.parts();
        match report {
            Report::BedHours { from, until, offset_seconds } => {
                cx.person.bed = Some(BedHours::reported(from, until, offset_seconds, cx.person.bed));
                slots.shorten_for_bed(&mut cx);
            }
            Report::GoingToSleep => slots.going_to_sleep(&mut cx),
            Report::Woke { told } => slots.woke(told, &mut cx),
            Report::BatteryLow(low) => {
                if let Some(session) = slots.thermal() {
                    session.say_battery(low, &mut cx);
                }
            }
        }
    }

    /// What runs, and the rest as it is handed along.
    fn parts(&mut self) -> (&mut Slots, &mut Timers, Context<'_>) {
        let State { timeline, person, slots, timers, battery_low, prompts } = &mut self.state;
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
        let State { timeline, person, slots, timers, battery_low, .. } = &self.state;
        let at = Moment::new(timeline, self.now);
        let (catalogue, battery_low, read_only) = (&self.catalogue, *battery_low, self.read_only);
        Look { at, person, slots, timers, catalogue, battery_low, read_only }
    }
}
