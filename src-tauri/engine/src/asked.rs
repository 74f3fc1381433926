//! Decides the question "Is something on your body now?": when it is asked, how it insists, and what its answers mean.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::{About, Alert, Answer, Happened, Outcome, Tag};
use crate::engine::{ALARM, ASK, Engine, Manner};
use crate::request::{CameOff, Token};
use crate::routine::Step;
use crate::rules::Method;
use crate::session::{Phase, Session, TAKE_OFF_AGAIN, Why, take_off_again};
use crate::time::Anchor;

/// The question, until it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IsItOn {
    /// What its answers carry.
    pub(crate) token: Token,
    /// What is on has been on since then: since it was asked first, or since a person said.
    pub(crate) since: Anchor,
    /// A person has said that something is on; else it is only feared.
    pub(crate) said_on: bool,
    /// Where the alarms are counted from.
    rung: Anchor,
    /// How often the alarm has rung for it.
    said: u8,
}

/// Whoever pressed is there to answer; after this time without a word the question rings like a take-off alarm, s.
const ALARM_AFTER: Duration = Duration::from_secs(60);
/// How often it rings: at once, and as often again as the take-off alarm.
const ALARMS: u8 = TAKE_OFF_AGAIN + 1;

/// When alarm number `n` (1 …) comes.
fn alarm(n: u8) -> Duration {
    ALARM_AFTER + take_off_again(n.saturating_sub(1))
}

impl Engine {
    /// A press about another exposure, or lost data: nobody knows what is on, so the person is asked.
    pub(crate) fn ask_is_it_on(&mut self, token: Option<Token>) {
        self.ask_since(token, Anchor::at(self.now), false);
    }

    /// A pack is said to be on where none is expected: said again it is the answer to the question that stands.
    pub(crate) fn on_unexpectedly(&mut self, token: Option<Token>, since: Anchor) {
        let answers = token.is_none() && self.state.is_it_on.is_some();
        self.ask_since(token, since, true);
        if answers {
            self.still_on(None, true);
        }
    }

    pub(crate) fn ask_since(&mut self, token: Option<Token>, since: Anchor, said_on: bool) {
        let session = token.map_or(0, |t| t.session);
        let prompt = self.next_prompt();
        let token = Token { session, exposure: token.map_or(0, |t| t.exposure), prompt };
        // What was only feared says nothing of since when.
        let before = self.state.is_it_on.filter(|before| before.said_on);
        let since = match before {
            Some(before) if said_on => self.earlier_of(before.since, since),
            Some(before) => before.since,
            None => since,
        };
        let said_on = said_on || before.is_some();
        self.state.is_it_on = Some(IsItOn { token, since, said_on, rung: Anchor::at(self.now), said: 0 });
        self.say_is_it_on();
    }

    /// `b` where it certainly lies before `a`; a doubt about `a` stays one.
    fn earlier_of(&self, a: Anchor, b: Anchor) -> Anchor {
        let (a_most, b_least) = (self.state.timeline.since(a, self.now).most, self.state.timeline.least(b, self.now));
        if a_most.is_some_and(|most| b_least > most) { b } else { a }
    }

    /// Says what stands of it.
    pub(crate) fn say_is_it_on(&mut self) {
        let rings = self.state.is_it_on.is_some_and(|asked| asked.said > 0);
        self.say_is_it_on_as(if rings { ALARM } else { ASK });
    }

    pub(crate) fn say_is_it_on_as(&mut self, manner: Manner) {
        let Some(IsItOn { token, .. }) = self.state.is_it_on else { return };
        let known = self.state.thermal.as_ref().or(self.state.ended_thermal.as_ref());
        let (routine, pack) = known.map_or((None, None), |s| (Some(s.routine.id.clone()), s.pack.clone()));
        self.alert(Alert {
            tag: Tag::App,
            about: About::IsItOn,
            routine,
            method: None,
            pack,
            urgency: manner.0,
            sound: manner.1,
            raise: true,
            answers: vec![Answer::StillOn, Answer::NotOn],
            token,
        });
    }

    /// Rings for it where that is due: once, however many alarms were missed.
    pub(crate) fn settle_is_it_on(&mut self) {
        let Some(mut asked) = self.state.is_it_on else { return };
        let passed = self.state.timeline.least(asked.rung, self.now);
        let before = asked.said;
        while asked.said < ALARMS && passed >= alarm(asked.said + 1) {
            asked.said += 1;
        }
        if asked.said > before {
            self.state.is_it_on = Some(asked);
            self.say_is_it_on();
        }
    }

    /// It stands, and rings or will.
    pub(crate) fn is_it_on_rings(&self) -> bool {
        self.state.is_it_on.is_some_and(|asked| asked.said < ALARMS)
    }

    /// Time until it rings next.
    pub(crate) fn is_it_on_wait(&self) -> Option<Duration> {
        let asked = self.state.is_it_on.filter(|asked| asked.said < ALARMS)?;
        Some(alarm(asked.said + 1).saturating_sub(self.state.timeline.least(asked.rung, self.now)))
    }

    /// After sleep or a reboot it rings from the beginning.
    pub(crate) fn ring_is_it_on_anew(&mut self) {
        let now = Anchor::at(self.now);
        if let Some(asked) = &mut self.state.is_it_on {
            (asked.rung, asked.said) = (now, 0);
        }
    }

    /// It has found its answer.
    pub(crate) fn is_it_on_answered(&mut self) -> Option<IsItOn> {
        let asked = self.state.is_it_on.take()?;
        self.withdraw(Tag::App);
        // After lost data the time off begins when somebody has said what is on.
        self.begin_time_off_anew();
        Some(asked)
    }

    /// What goes on now answers it; what a person has said to be on before is on since then.
    pub(crate) fn said_since(&mut self, since: Anchor) -> Anchor {
        match self.is_it_on_answered().filter(|asked| asked.said_on) {
            Some(asked) => self.earlier_of(asked.since, since),
            None => since,
        }
    }

    /// Its answer. "No" to another question than the one that stands asks again.
    pub(crate) fn still_on(&mut self, token: Option<Token>, on: bool) {
        let other = |asked: &IsItOn| token.is_some_and(|token| token != asked.token);
        if !on && self.state.is_it_on.as_ref().is_some_and(other) {
            return self.say_is_it_on();
        }
        let Some(asked) = self.is_it_on_answered() else { return };
        if on {
            // A fear is no word about the past, and punishes nobody.
            self.is_on_since(if asked.said_on { asked.since } else { Anchor::at(self.now) });
        } else if self.state.wears() {
            let result = self.took_off(None, CameOff::Now);
            debug_assert!(result.is_ok(), "that it is off is a fact");
        }
    }

    /// "It is off" where nothing is on by the book: what was said to be on has been on until now. No bell was promised it.
    pub(crate) fn off_unexpectedly(&mut self) {
        if let Some(asked) = self.is_it_on_answered().filter(|asked| asked.said_on) {
            self.is_on_since(asked.since);
            let result = self.took_off(None, CameOff::Now);
            debug_assert!(result.is_ok(), "that it is off is a fact");
        }
    }

    fn is_on_since(&mut self, since: Anchor) {
        if let Some(session) = self.state.thermal.take() {
            match session.phase {
                Phase::On { .. } | Phase::TakeOff { .. } => self.state.thermal = Some(session),
                Phase::Ready { .. } | Phase::Snoozed { .. } if session.expose().is_some() => {
                    self.begin_exposure(session, since)
                }
                Phase::Ready { .. }
                | Phase::Snoozed { .. }
                | Phase::Resting { .. }
                | Phase::Moving { .. }
                | Phase::Paused { .. } => self.on_out_of_turn(session, since, true),
            }
        } else if let Some(session) = self.state.ended_thermal.clone().or_else(|| self.unknown_session()) {
            self.on_out_of_turn(session, since, false);
        }
    }

    /// Something is on outside of its time: it is counted from when it was asked about, and comes off at once.
    fn on_out_of_turn(&mut self, mut session: Session, since: Anchor, goes_on: bool) {
        // What it was done with last: the step on the body at or before the present one.
        let exposes = |s: &Step| matches!(s, Step::Expose(_));
        let steps = &session.routine.steps;
        let until_now = &steps[..steps.len().min(session.step + 1)];
        let Some(index) = until_now.iter().rposition(exposes).or_else(|| steps.iter().position(exposes)) else {
            return;
        };
        session.step = index;
        // Nobody asks from the bath: it is something else, and nobody knows what.
        if session.expose().is_some_and(|e| e.method.class().is_away()) {
            if goes_on {
                self.end(session, Outcome::Stopped, Anchor::at(self.now), false);
            }
            let Some(unknown) = self.unknown_session() else { return };
            session = unknown;
        }
        session.trouble = true;
        self.begin_exposure(session, since);
        if let Some(session) = self.state.thermal.take() {
            self.must_come_off(session, Why::Stopped, Anchor::at(self.now));
        }
    }

    /// Something is on and nobody knows what: what has the strictest limits is taken for it.
    pub(crate) fn unknown_session(&mut self) -> Option<Session> {
        let cold = self.catalogue.routines().find(|r| r.exposures().any(|e| e.method == Method::StillCold))?.clone();
        self.state.sessions += 1;
        let session = Session::begin(self.state.sessions, cold, Anchor::at(self.now));
        let first = session.routine.steps.iter().position(|s| matches!(s, Step::Expose(_)))?;
        self.record(Some(&session), Happened::Began { turns: session.turns, pack: session.pack.clone() });
        Some(Session { step: first, ..session })
    }
}
