//! Decides what may be begun, put off, made longer or left out. Wishes may be refused, with the reason.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::alert::{About, Answer, Happened, Outcome, Sound, Tag};
use crate::engine::{ALARM, Engine, HINT, Preparing};
use crate::exposure::{Check, CheckState, OnBody};
use crate::permission::Permission;
use crate::request::{Obstacle, Refused, Slot, Start, Token};
use crate::routine::{Modality, Routine, Step};
use crate::rules::{self, Force, Method, Number, RuleId};
use crate::session::{Phase, SNOOZE_MOST, Session, Why};
use crate::time::{Anchor, seconds};

impl Engine {
    /// Begins a session, if nothing stands against it.
    pub(crate) fn start(&mut self, start: Start) -> Result<(), Refused> {
        if self.read_only {
            return Err(Refused::ReadOnly);
        }
        let Some(routine) = self.catalogue.routine(&start.routine).cloned() else {
            return Err(Refused::UnknownRoutine { routine: start.routine });
        };
        let pack = match start.pack {
            Some(pack) if !routine.packs.contains(&pack) => {
                return Err(Refused::UnknownPack { routine: routine.id.clone(), pack });
            }
            Some(pack) => Some(pack),
            None => routine.packs.first().cloned(),
        };
        let turns = start.turns.unwrap_or(routine.turns.usual);
        if turns == 0 || turns > routine.turns.most {
            return Err(Refused::Turns { routine: routine.id.clone(), most: routine.turns.most });
        }
        if let Some(gate) = self.state.gates.due(&self.state.timeline, self.now) {
            return Err(Refused::Gate { gate });
        }
        self.make_room(&routine)?;
        let obstacles = Permission::check(&self.state, &routine, turns, self.now);
        let accepted = |rule: RuleId, force: Force| force == Force::Warning && start.accept.contains(&rule);
        if let Some(obstacle) = obstacles.iter().find(|o| !accepted(o.rule, o.force)) {
            return Err(Refused::Rule(obstacle.clone()));
        }
        let cap = self.cap(&routine, &obstacles);
        let passed: BTreeSet<RuleId> = obstacles.iter().map(|o| o.rule).collect();
        self.finish_rest(&routine);

        self.state.sessions += 1;
        // Who went four weeks without was well in between: the count of weeks begins anew (R23).
        let was_well = |last: &Anchor| self.state.timeline.least(*last, self.now) >= rules::NO_BETTER.time();
        if self.state.last_session.as_ref().is_some_and(was_well) {
            self.state.first_session = None;
        }
        self.state.last_session = Some(Anchor::at(self.now));
        self.state.first_session = self.state.first_session.or(self.state.last_session);
        let first_time = !self.state.known.contains(&routine.id);
        let session = Session {
            pack,
            turns,
            cap,
            first_time,
            accepted: passed.clone(),
            ..Session::begin(self.state.sessions, routine, Anchor::at(self.now))
        };
        self.record(Some(&session), Happened::Began { turns, pack: session.pack.clone() });
        for rule in passed {
            self.record(Some(&session), Happened::Overrode { rule });
        }
        self.enter_step(session, Anchor::at(self.now), true);
        Ok(())
    }

    /// A shorter time on the body for what the warnings that were passed are about: cold after a drink and in bed hours, and a
    /// wrap before them, s.
    pub(crate) fn cap(&self, routine: &Routine, passed: &[Obstacle]) -> Option<u32> {
        let wraps = routine.exposures().any(|e| e.method == Method::Wrap);
        let before_bed = self.state.until_bed(Method::Wrap, self.now).filter(|left| wraps && *left > 0);
        let short = routine.cools() && passed.iter().any(|o| matches!(o.rule, RuleId::R12 | RuleId::R14));
        short.then_some(rules::DRINK_COLD_MOST.value).or(before_bed)
    }

    /// At most one session that warms or cools, at most one of movement; a last rest gives way.
    pub(crate) fn make_room(&self, routine: &Routine) -> Result<(), Refused> {
        let busy = |s: &Session| Err(Refused::Busy { routine: s.routine.id.clone() });
        if routine.is_thermal() {
            if self.state.is_it_on.is_some() {
                return Err(Refused::IsItOn);
            }
            if let Some(session) = self.state.thermal.as_ref().filter(|s| !s.rests_last()) {
                return busy(session);
            }
        }
        if routine.is_activity() {
            let other = self.state.thermal.as_ref().filter(|s| s.routine.is_activity() && !s.rests_last());
            if let Some(session) = self.state.activity.as_ref().or(other) {
                return busy(session);
            }
        }
        Ok(())
    }

    /// A session that only rests for the last time is done when the next one is granted.
    fn finish_rest(&mut self, routine: &Routine) {
        if routine.is_thermal()
            && let Some(session) = self.state.thermal.take()
        {
            self.end(session, Outcome::Done, Anchor::at(self.now), false);
        }
    }

    /// The session a wish is about, where its token is the prompt that stands.
    fn wished(&mut self, slot: Slot, token: Option<Token>) -> Result<Session, Refused> {
        let Some(session) = self.state.session_mut(slot).take() else { return Err(Refused::NothingRunning) };
        if token.is_some_and(|t| t != session.token()) {
            *self.state.session_mut(slot) = Some(session);
            return Err(Refused::Outdated);
        }
        Ok(session)
    }

    fn keep(&mut self, session: Session) {
        let slot = session.slot();
        *self.state.session_mut(slot) = Some(session);
    }

    /// "In ten minutes": only before something is on.
    pub(crate) fn snooze(&mut self, token: Option<Token>, seconds: u32) -> Result<(), Refused> {
        let mut session = self.wished(Slot::Thermal, token)?;
        if !matches!(session.phase, Phase::Ready { .. }) {
            let refused = match &session.phase {
                Phase::On { on } | Phase::TakeOff { on, .. } if on.method.modality() == Modality::Cold => {
                    Refused::Rule(principle(RuleId::R19, "R19-cold"))
                }
                Phase::On { .. }
                | Phase::TakeOff { .. }
                | Phase::Ready { .. }
                | Phase::Snoozed { .. }
                | Phase::Resting { .. }
                | Phase::Moving { .. }
                | Phase::Paused { .. } => Refused::NotNow,
            };
            self.keep(session);
            return Err(refused);
        }
        let seconds = seconds.clamp(60, SNOOZE_MOST);
        // What could not be started then must not be put off to then (R12).
        let later = self.now.after(Duration::from_secs(seconds.into()));
        let asleep = Permission::check(&self.state, &session.routine, 1, later)
            .into_iter()
            .find(|o| o.rule == RuleId::R12 && !(o.force == Force::Warning && session.accepted.contains(&o.rule)));
        if let Some(obstacle) = asleep {
            self.keep(session);
            return Err(Refused::Rule(obstacle));
        }
        session.phase = Phase::Snoozed { since: Anchor::at(self.now), seconds };
        session.prompt = self.next_prompt();
        self.withdraw(Tag::Thermal);
        self.keep(session);
        Ok(())
    }

    /// "Not now" before the first turn, "enough" before the next.
    pub(crate) fn not_now(&mut self, token: Option<Token>) -> Result<(), Refused> {
        let session = self.wished(Slot::Thermal, token)?;
        match session.phase {
            Phase::Ready { .. } | Phase::Snoozed { .. } => {
                let begun = session.exposure > 0;
                let outcome = if begun { Outcome::Done } else { Outcome::NotNow };
                self.end(session, outcome, Anchor::at(self.now), begun);
                Ok(())
            }
            Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. } => {
                self.keep(session);
                Err(Refused::NotNow)
            }
        }
    }

    /// "5 more minutes" of warmth, up to the ceiling (R19). Cold is never made longer.
    pub(crate) fn extend(&mut self, token: Option<Token>, accept: &BTreeSet<RuleId>) -> Result<(), Refused> {
        let mut session = self.wished(Slot::Thermal, token)?;
        let (on, planned) = match self.longer(&session, accept.contains(&RuleId::R6)) {
            Ok(longer) => longer,
            Err(refused) => {
                self.keep(session);
                return Err(refused);
            }
        };
        let mut longer = on;
        longer.beyond |= planned > longer.method.ceiling().value;
        // The skin is asked on through the time that is added (R10; a pad beyond its usual ceiling: R6).
        let every = if longer.method == Method::Wrap { rules::SKIN_EVERY_WRAP } else { rules::SKIN_EVERY };
        let from = longer.checks.iter().map(|c| c.at).max().unwrap_or(0);
        let more = (1..).map(|n| from + n * every.value).take_while(|at| *at < planned);
        longer.checks.extend(more.map(|at| Check { at, reminder: false, state: CheckState::Ahead }));
        longer.planned = planned;
        longer.warned = false;
        session.prompt = self.next_prompt();
        session.phase = Phase::On { on: longer };
        self.withdraw(Tag::Thermal);
        self.keep(session);
        Ok(())
    }

    /// What is on, and the time on the body it would have when made longer, s; `beyond`: past its usual ceiling as well.
    ///
    /// # Errors
    /// What stands against it: a ceiling, or that nothing is on.
    pub(crate) fn longer(&self, session: &Session, beyond: bool) -> Result<(OnBody, u32), Refused> {
        let Some(on) = session.on_body() else { return Err(Refused::NotNow) };
        if on.class().is_away() {
            let most = on.method.ceiling();
            return Err(Refused::Rule(hard(most, RuleId::R6, most.name)));
        }
        if on.method.modality() != Modality::Heat {
            return Err(Refused::Rule(principle(RuleId::R19, "R19-cold")));
        }
        if matches!(session.phase, Phase::TakeOff { why, .. } if why != Why::Bell) {
            return Err(Refused::NotNow);
        }
        let elapsed = on.elapsed(&self.state.timeline, self.now);
        let mut ceiling = if on.beyond || beyond { on.method.hard_ceiling() } else { on.method.ceiling() };
        let worn = seconds(elapsed.least);
        if on.method == Method::Wrap {
            let left = u32::try_from(self.state.wrap_left(self.now)).unwrap_or(0);
            ceiling.value = ceiling.value.min(worn.saturating_add(left));
        }
        // Nobody looks at their skin asleep.
        if let Some(left) = self.state.until_bed(on.method, self.now)
            && worn.saturating_add(left) < ceiling.value
        {
            ceiling.value = worn.saturating_add(left);
            if ceiling.value <= on.planned {
                return Err(Refused::Rule(self.state.bed_obstacle(on.method, self.now)));
            }
        }
        let by = if on.method == Method::Wrap { rules::WRAP_EXTEND } else { rules::HEAT_EXTEND };
        let planned = (on.planned + by.value).min(ceiling.value);
        if planned <= on.planned || elapsed.may_have_reached(Duration::from_secs(planned.into())) {
            let passable = on.method.hard_ceiling() != on.method.ceiling() && !on.beyond && !beyond;
            let force = if passable { Force::Warning } else { Force::Hard };
            return Err(Refused::Rule(Obstacle { force, ..hard(ceiling, RuleId::R6, ceiling.name) }));
        }
        Ok((on.clone(), planned))
    }

    /// Movement stops and keeps its place. What is on the body can't be paused (R18).
    pub(crate) fn pause(&mut self) -> Result<(), Refused> {
        let slot = self.moving_slot();
        let mut session = self.wished(slot, None)?;
        let result = match &session.phase {
            Phase::Moving { since, .. } => {
                let done = self.state.timeline.least(*since, self.now);
                session.phase = Phase::Paused { done_ms: u64::try_from(done.as_millis()).unwrap_or(0) };
                session.prompt = self.next_prompt();
                self.withdraw(slot.into());
                Ok(())
            }
            Phase::On { .. } | Phase::TakeOff { .. } => Err(Refused::Rule(principle(RuleId::R18, "R18-pause"))),
            Phase::Ready { .. } | Phase::Snoozed { .. } | Phase::Resting { .. } | Phase::Paused { .. } => {
                Err(Refused::NotNow)
            }
        };
        self.keep(session);
        result
    }

    /// Movement goes on where it was paused.
    pub(crate) fn resume(&mut self) -> Result<(), Refused> {
        let slot = self.moving_slot();
        let mut session = self.wished(slot, None)?;
        let result = match &session.phase {
            Phase::Paused { done_ms } => {
                let done = Duration::from_millis(*done_ms);
                let since = Anchor::at(self.now).earlier(done);
                // The beat it was paused in is not said again.
                let said = session.movement().map_or(0, |step| step.cue_at(done));
                session.phase = Phase::Moving { since, said };
                session.prompt = self.next_prompt();
                Ok(())
            }
            Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. } => Err(Refused::NotNow),
        };
        self.keep(session);
        result
    }

    /// The session that movement is in: the activity, else a warm session that has movement in it.
    pub(crate) fn moving_slot(&self) -> Slot {
        let moves = |s: &Session| matches!(s.phase, Phase::Moving { .. } | Phase::Paused { .. });
        match (&self.state.activity, &self.state.thermal) {
            (None, Some(session)) if moves(session) || session.on_body().is_some() => Slot::Thermal,
            (Some(_) | None, _) => Slot::Activity,
        }
    }

    /// Leaves out the present step where that is safe.
    pub(crate) fn skip(&mut self, slot: Slot, token: Option<Token>) -> Result<(), Refused> {
        let slot = if slot == Slot::Activity { self.moving_slot() } else { slot };
        let session = self.wished(slot, token)?;
        if !session.can_skip() {
            self.keep(session);
            return Err(Refused::NotNow);
        }
        self.next_step_after(session, Anchor::at(self.now));
        Ok(())
    }

    /// Back to the start of this step, or to the one before when it has only just begun.
    pub(crate) fn back(&mut self) -> Result<(), Refused> {
        let slot = self.moving_slot();
        let mut session = self.wished(slot, None)?;
        let done = match &session.phase {
            Phase::Moving { since, .. } => self.state.timeline.least(*since, self.now),
            Phase::Paused { done_ms } => Duration::from_millis(*done_ms),
            Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. } => {
                self.keep(session);
                return Err(Refused::NotNow);
            }
        };
        let before = session.step.checked_sub(1);
        let before_moves = before.is_some_and(|i| matches!(session.routine.steps.get(i), Some(Step::Move(_))));
        if done < JUST_BEGUN && before_moves {
            session.step -= 1;
        }
        self.enter_step(session, Anchor::at(self.now), true);
        Ok(())
    }

    /// Starts a preparation timer.
    pub(crate) fn prepare(&mut self, timer: &str) -> Result<(), Refused> {
        let Some(found) = self.catalogue.timer(timer).cloned() else {
            return Err(Refused::UnknownTimer { timer: timer.into() });
        };
        if self.read_only {
            return Err(Refused::ReadOnly);
        }
        let id = self.next_prompt();
        let since = Anchor::at(self.now);
        self.state.timers.push(Preparing { id, timer: found.id, since, seconds: found.seconds });
        Ok(())
    }

    /// Ends a preparation timer.
    pub(crate) fn unprepare(&mut self, id: u64) -> Result<(), Refused> {
        let before = self.state.timers.len();
        self.state.timers.retain(|t| t.id != id);
        if self.state.timers.len() == before {
            return Err(Refused::NothingRunning);
        }
        self.withdraw(Tag::Timer(id));
        Ok(())
    }

    // ---- what the system says ----

    pub(crate) fn going_to_sleep(&mut self) -> Result<(), Refused> {
        if let Some(session) = self.state.thermal.clone().filter(|s| s.on_body().is_some()) {
            self.say(&session, About::GoingToSleep, ALARM, &[Answer::Off]);
        } else if self.is_it_on_rings() {
            self.say_is_it_on_as(ALARM);
        }
        Ok(())
    }

    /// Awake again: what must come off is said once more, with the time as it is now, and rung from the beginning.
    pub(crate) fn woke(&mut self, told: bool) -> Result<(), Refused> {
        self.ring_anew();
        if told {
            return Ok(());
        }
        // "The computer is going to sleep" is over; with nothing to ask, nothing takes its place.
        let quietly_on = |s: &Session| matches!(&s.phase, Phase::On { on } if !on.is_asking());
        if self.state.thermal.as_ref().is_some_and(quietly_on) {
            self.withdraw(Tag::Thermal);
        }
        self.say_what_stands();
        Ok(())
    }

    /// Said before something goes on and while it is on; an alarm or a question about the body is not covered by a hint.
    pub(crate) fn battery(&mut self, low: bool) -> Result<(), Refused> {
        let before = std::mem::replace(&mut self.state.battery_low, low);
        if before == low {
            return Ok(());
        }
        let Some(session) = self.state.thermal.clone() else { return Ok(()) };
        match &session.phase {
            Phase::Ready { asked, .. } => {
                let heard = if low { Sound::Gentle } else { Sound::Silent };
                self.say_put_on_with(&session, *asked, Some(heard));
            }
            Phase::On { on } if low && !on.is_asking() => {
                self.say(&session, About::BatteryLow, HINT, &[Answer::Off]);
            }
            Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Resting { .. }
            | Phase::Snoozed { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. } => {}
        }
        Ok(())
    }
}

/// "Back" within this time of a step's start goes to the step before.
const JUST_BEGUN: Duration = Duration::from_secs(3);

/// A rule that cannot be overridden and rests on no number.
fn principle(rule: RuleId, name: &str) -> Obstacle {
    Obstacle::of(Number::choice(rule, Force::Hard), name, Force::Hard)
}

/// A rule that cannot be overridden, with the number it rests on.
pub(crate) fn hard(number: Number, rule: RuleId, name: &str) -> Obstacle {
    Obstacle { rule, ..Obstacle::of(number, name, Force::Hard) }
}

impl Session {
    /// Only the last rest of the last turn is left.
    pub(crate) fn rests_last(&self) -> bool {
        matches!(self.phase, Phase::Resting { .. }) && self.turn == self.turns && self.next_step().is_none()
    }

    /// Tells whether the present step may be left out without cutting a safety time short.
    pub(crate) fn can_skip(&self) -> bool {
        match &self.phase {
            Phase::Moving { .. } | Phase::Paused { .. } => true,
            Phase::Ready { .. } => self.expose().is_some_and(|e| e.optional),
            Phase::Resting { .. } => matches!(self.next_step(), Some(Step::Move(_))),
            Phase::On { .. } | Phase::TakeOff { .. } | Phase::Snoozed { .. } => false,
        }
    }
}
