//! Decides which wishes a session grants: put off, longer, pause, skip, back.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::alert::Tag;
use crate::context::Context;
use crate::person::Person;
use crate::person::permission::Permission;
use crate::refusal::{Obstacle, Reason, Refused};
use crate::routine::Step;
use crate::rules::{Force, RuleId};
use crate::session::body::Why;
use crate::session::moving::{JUST_BEGUN, Moving};
use crate::session::{Phase, Session, Then};
use crate::time::{Moment, secs};
use crate::words::{Modality, Outcome};

/// The shortest and the longest snooze, s.
const SNOOZE: (u32, u32) = (60, 3600);

impl Session {
    /// "In ten minutes": only before something is on. Gives the time it is put off for, s.
    ///
    /// # Errors
    /// It is on already, or what could not be started then must not be put off to then (R12).
    pub(crate) fn may_snooze(&self, seconds: u32, person: &Person, at: Moment<'_>) -> Result<u32, Refused> {
        if !matches!(self.phase, Phase::Ready { .. }) {
            let cold = self.on_body().is_some_and(|on| on.method.modality() == Modality::Cold);
            let refused = Refused::Rule(Obstacle::principle(RuleId::R19, Reason::ColdStays, Force::Hard));
            return Err(if cold { refused } else { Refused::NotNow });
        }
        let seconds = seconds.clamp(SNOOZE.0, SNOOZE.1);
        let then = Permission::check(person, &self.course.routine, 1, at.later(secs(seconds)));
        let asleep =
            then.obstacles.into_iter().find(|o| o.rule == RuleId::R12 && !o.is_accepted_by(&self.course.accepted));
        asleep.map_or(Ok(seconds), |obstacle| Err(Refused::Rule(obstacle)))
    }

    pub(crate) fn snooze(&mut self, seconds: u32, cx: &mut Context<'_>) -> Result<Then, Refused> {
        let seconds = self.may_snooze(seconds, cx.person, cx.at)?;
        self.phase = Phase::Snoozed { since: cx.at.anchor(), seconds };
        self.course.prompt = cx.next_prompt();
        cx.withdraw(Tag::Thermal);
        Ok(Then::Stay)
    }

    /// "Not now" before the first turn, "enough" before the next.
    pub(crate) fn not_now(&mut self, cx: &mut Context<'_>) -> Result<Then, Refused> {
        if !matches!(self.phase, Phase::Ready { .. } | Phase::Snoozed { .. }) {
            return Err(Refused::NotNow);
        }
        let outcome = if self.had_a_turn(cx) { Outcome::Done } else { Outcome::NotNow };
        Ok(Then::end(outcome, cx.at.anchor()))
    }

    /// The time on the body that what is on would have when made longer, s; `beyond`: past its usual ceiling as well.
    ///
    /// # Errors
    /// What stands against it: a ceiling, the bed hours, or that nothing warm is on.
    pub(crate) fn longer(&self, beyond: bool, person: &Person, at: Moment<'_>) -> Result<u32, Refused> {
        let Some(on) = self.on_body() else { return Err(Refused::NotNow) };
        on.can_be_longer()?;
        if matches!(self.phase, Phase::TakeOff { why, .. } if why != Why::Bell) {
            return Err(Refused::NotNow);
        }
        on.longer(beyond, person, at)
    }

    /// "5 more minutes" of warmth, up to the ceiling (R19). Cold is never made longer.
    pub(crate) fn extend(&mut self, accept: &BTreeSet<RuleId>, cx: &mut Context<'_>) -> Result<Then, Refused> {
        let planned = self.longer(accept.contains(&RuleId::R6), cx.person, cx.at)?;
        let Some(mut on) = self.on_body().cloned() else { return Err(Refused::NotNow) };
        on.extend(planned);
        self.course.prompt = cx.next_prompt();
        self.phase = Phase::On { on };
        cx.withdraw(Tag::Thermal);
        Ok(Then::Stay)
    }

    /// It is another pack than was said.
    ///
    /// # Errors
    /// The routine is not done with it.
    pub(crate) fn use_pack(&mut self, pack: String, cx: &mut Context<'_>) -> Result<Then, Refused> {
        if !self.course.routine.packs.contains(&pack) {
            return Err(Refused::UnknownPack { routine: self.course.routine.id.clone(), pack });
        }
        cx.person.record_pack(self.course.id, &pack);
        self.course.pack = Some(pack);
        Ok(Then::Stay)
    }

    /// Whether the end of the rest is heard. What must come off is always called.
    ///
    /// # Errors
    /// No rest runs that ends with "put it on".
    pub(crate) fn call_after_rest(&mut self, on: bool) -> Result<Then, Refused> {
        if self.calls().is_none() {
            return Err(Refused::NotNow);
        }
        self.course.uncalled = !on;
        Ok(Then::Stay)
    }

    /// Movement stops and keeps its place. What is on the body can't be paused (R18).
    pub(crate) fn pause(&mut self, cx: &mut Context<'_>) -> Result<Then, Refused> {
        let Phase::Moving(moving) = self.phase else {
            let refused = Refused::Rule(Obstacle::principle(RuleId::R18, Reason::NoPause, Force::Hard));
            return Err(if self.on_body().is_some() { refused } else { Refused::NotNow });
        };
        let done = cx.at.least(moving.since);
        cx.person.record_still(self.course.id, cx.at.anchor(), cx.at);
        self.phase = Phase::Paused { done_ms: u64::try_from(done.as_millis()).unwrap_or(0) };
        self.course.prompt = cx.next_prompt();
        cx.withdraw(self.course.slot().into());
        Ok(Then::Stay)
    }

    /// Movement goes on where it was paused.
    pub(crate) fn resume(&mut self, cx: &mut Context<'_>) -> Result<Then, Refused> {
        let Phase::Paused { done_ms } = self.phase else { return Err(Refused::NotNow) };
        cx.person.record_moving(self.course.id, cx.at.anchor());
        let moving = Moving::resume(self.course.movement(), Duration::from_millis(done_ms), cx.at);
        self.phase = Phase::Moving(moving);
        self.course.prompt = cx.next_prompt();
        Ok(Then::Stay)
    }

    /// Back to the start of this step, or to the one before when it has only just begun.
    pub(crate) fn back(&mut self, cx: &mut Context<'_>) -> Result<Then, Refused> {
        let Some(done) = self.moved(cx.at) else { return Err(Refused::NotNow) };
        let before = self.course.step.checked_sub(1);
        let moves = |step: &usize| matches!(self.course.routine.steps.get(*step), Some(Step::Move(_)));
        if let Some(before) = before.filter(moves).filter(|_| done < JUST_BEGUN) {
            self.course.step = before;
        }
        // Whatever was named as the next step, it is not the one that begins now.
        if let Phase::Moving(moving) = &mut self.phase {
            moving.named_next = false;
        }
        Ok(self.enter_step(cx.at.anchor(), cx))
    }

    /// Tells whether the present step may be left out without cutting a safety time short.
    pub(crate) fn can_skip(&self) -> bool {
        match &self.phase {
            Phase::Moving(_) | Phase::Paused { .. } => true,
            Phase::Ready { .. } => self.course.expose().is_some_and(|e| e.optional),
            Phase::Resting { .. } => matches!(self.course.next_step(), Some(Step::Move(_))),
            Phase::On { .. } | Phase::TakeOff { .. } | Phase::Snoozed { .. } => false,
        }
    }

    pub(crate) fn skip(&mut self, cx: &mut Context<'_>) -> Result<Then, Refused> {
        if self.can_skip() { Ok(Then::Next(cx.at.anchor())) } else { Err(Refused::NotNow) }
    }

    /// Tells whether movement goes on in it, or is paused.
    pub(crate) fn is_moving(&self) -> bool {
        matches!(self.phase, Phase::Moving(_) | Phase::Paused { .. })
    }

    /// How much of the step of movement is done; `None` = none is in progress.
    pub(crate) fn moved(&self, at: Moment<'_>) -> Option<Duration> {
        match &self.phase {
            Phase::Moving(moving) => Some(at.least(moving.since)),
            Phase::Paused { done_ms } => Some(Duration::from_millis(*done_ms)),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Resting { .. } => None,
        }
    }
}
