//! Decides the question "Is something on your body now?": when it is asked, how it insists, and what its answers mean.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::{About, Alert, Answer, Tag};
use crate::engine::{ALARM, ASK, Engine};
use crate::request::{CameOff, Refused, Token};
use crate::routine::Step;
use crate::rules::Method;
use crate::session::{Phase, Session, TAKE_OFF_AGAIN, Why, take_off_again};
use crate::time::Anchor;

/// The question, until it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IsItOn {
    /// What its answers carry.
    pub(crate) token: Token,
    /// When it was asked first: what is on has been on since then at least.
    since: Anchor,
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
        let session = token.map_or(0, |t| t.session);
        let prompt = self.next_prompt();
        let token = Token { session, exposure: token.map_or(0, |t| t.exposure), prompt };
        let now = Anchor::at(self.now);
        let since = self.state.is_it_on.map_or(now, |asked| asked.since);
        self.state.is_it_on = Some(IsItOn { token, since, rung: now, said: 0 });
        self.say_is_it_on();
    }

    /// Says what stands of it.
    pub(crate) fn say_is_it_on(&mut self) {
        let Some(IsItOn { token, said, .. }) = self.state.is_it_on else { return };
        let manner = if said == 0 { ASK } else { ALARM };
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
        Some(asked)
    }

    /// Its answer. What is on has been on since it was asked, or for `since` s already.
    pub(crate) fn still_on(&mut self, on: bool, since: u32) -> Result<(), Refused> {
        let Some(asked) = self.is_it_on_answered() else { return Ok(()) };
        if !on {
            return match self.state.thermal.as_ref().is_some_and(|s| s.on_body().is_some()) {
                true => self.took_off(None, CameOff::Now),
                false => Ok(()),
            };
        }
        let since = since.max(self.longest_since(asked.since));
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
                | Phase::Paused { .. } => self.on_out_of_turn(session, since),
            }
        } else if let Some(session) = self.state.ended_thermal.clone().or_else(|| self.unknown_session()) {
            self.on_out_of_turn(session, since);
        }
        Ok(())
    }

    /// The longest time that can have passed since, s.
    pub(crate) fn longest_since(&self, anchor: Anchor) -> u32 {
        let elapsed = self.state.timeline.since(anchor, self.now);
        u32::try_from(elapsed.most.unwrap_or(elapsed.least).as_secs()).unwrap_or(u32::MAX)
    }

    /// Something is on outside of its time: it is counted from when it was asked about, and comes off at once.
    fn on_out_of_turn(&mut self, mut session: Session, since: u32) {
        // What it was done with last: the step on the body at or before the present one.
        let exposes = |s: &Step| matches!(s, Step::Expose(_));
        let steps = &session.routine.steps;
        let until_now = &steps[..steps.len().min(session.step + 1)];
        let Some(index) = until_now.iter().rposition(exposes).or_else(|| steps.iter().position(exposes)) else {
            return;
        };
        session.step = index;
        session.trouble = true;
        self.begin_exposure(session, since);
        if let Some(session) = self.state.thermal.take() {
            self.must_come_off(session, Why::Stopped, Anchor::at(self.now));
        }
    }

    /// Something is on and nobody knows what: what has the strictest limits is taken for it.
    fn unknown_session(&mut self) -> Option<Session> {
        let cold = self.catalogue.routines().find(|r| r.exposures().any(|e| e.method == Method::StillCold))?.clone();
        self.state.sessions += 1;
        Some(Session::begin(self.state.sessions, cold, Anchor::at(self.now)))
    }
}
