//! Decides what the passing of time does: the same whether it is looked at on every deadline or once, late.

use std::time::Duration;

use crate::alert::{About, Alert, Answer, Happened, Outcome, Tag};
use crate::engine::{ALARM, ASIDE, ASK, CUE, Engine, HINT, Manner, QUIET, TELL, Wake};
use crate::exposure::{CheckState, OnBody};
use crate::request::{Slot, Token};
use crate::routine::Step;
use crate::rules::{self, Class};
use crate::session::{Phase, READY_AGAIN, READY_LAPSES, SKIN_REPEAT, Session, TAKE_OFF_AGAIN, Why, take_off_again};
use crate::time::{Anchor, Elapsed, Now};

/// What happens next in an exposure, and when, s after its start.
enum Due {
    Check(usize),
    CheckAgain(usize),
    Silence,
    Segment(usize),
    Warn,
    Bell,
}

impl Engine {
    /// Lets time pass up to `now`. Safe to call at any moment, and as often as one likes.
    pub fn advance(&mut self, now: Now) {
        self.now = self.state.timeline.forward(now);
        self.state.timeline.see(self.now);
        for slot in [Slot::Thermal, Slot::Activity] {
            // Every pass settles one thing; a session has a bounded number of them.
            while self.settle(slot) {}
        }
        self.settle_timers();
        self.forget();
    }

    fn forget(&mut self) {
        let (timeline, now) = (&self.state.timeline, self.now);
        self.state.ledger.forget_old(timeline, now);
        self.state.locks.retain(|l| timeline.since(l.since, now).least < Duration::from_secs(l.seconds.into()));
        self.state.done_today.retain(|d| timeline.since(d.at, now).least < rules::DAY);
        if self.state.skin_said.is_some_and(|s| timeline.since(s.at, now).least >= rules::SKIN_CORRECT.time()) {
            self.state.skin_said = None;
        }
    }

    /// Does the next thing that is due in a slot; tells whether there was one.
    fn settle(&mut self, slot: Slot) -> bool {
        let Some(mut session) = self.state.session_mut(slot).take() else { return false };
        let least = |anchor: Anchor| self.state.timeline.since(anchor, self.now).least;
        match session.phase.clone() {
            Phase::Ready { since, asked } => {
                let waited = least(since);
                if waited >= secs(READY_LAPSES) {
                    self.lapse(session);
                    return true;
                }
                let due = READY_AGAIN.iter().filter(|at| waited >= secs(**at)).count();
                if due > usize::from(asked) {
                    let asked = u8::try_from(due).unwrap_or(u8::MAX);
                    session.phase = Phase::Ready { since, asked };
                    self.say_put_on(&session, asked);
                }
            }
            Phase::Snoozed { since, seconds } => {
                if least(since) >= secs(seconds) {
                    self.enter_step(session, since.later(secs(seconds)), true);
                    return true;
                }
            }
            Phase::On { on } => {
                let elapsed = on.elapsed(&self.state.timeline, self.now);
                let Some((at, due)) = next_due(&on) else {
                    *self.state.session_mut(slot) = Some(session);
                    return false;
                };
                if elapsed.may_have_reached(secs(at)) {
                    self.exposure_due(session, on, due, at, elapsed);
                    return true;
                }
            }
            Phase::TakeOff { on, rung, said, why } => {
                let again = (1..=TAKE_OFF_AGAIN).take_while(|n| least(rung) >= take_off_again(*n)).last().unwrap_or(0);
                if again > said && !(on.class().is_away() && said > 0) {
                    session.phase = Phase::TakeOff { on: on.clone(), rung, said: again, why };
                    if again == TAKE_OFF_AGAIN {
                        self.say_maybe_still_on(&session, &on);
                    } else {
                        self.say_take_off(&session, again);
                    }
                }
            }
            Phase::Resting { off, seconds } => {
                if least(off) >= secs(seconds) {
                    self.next_step_after(session, off.later(secs(seconds)));
                    return true;
                }
            }
            Phase::Moving { since, said } => return self.move_on(session, since, said),
            Phase::Paused { .. } => {}
        }
        *self.state.session_mut(slot) = Some(session);
        false
    }

    fn exposure_due(&mut self, mut session: Session, mut on: OnBody, due: Due, at: u32, elapsed: Elapsed) {
        // Called late and in doubt, the alarm rings from now; else from when it was due.
        let rung = if elapsed.in_doubt() { Anchor::at(self.now) } else { on.since.later(secs(at)) };
        match due {
            Due::Bell => {
                session.phase = Phase::On { on };
                return self.must_come_off(session, Why::Bell, rung);
            }
            Due::Silence => {
                for check in on.checks.iter_mut().filter(|c| c.state.waits()) {
                    check.state = CheckState::Missed;
                }
                self.record(Some(&session), Happened::SkinUnanswered);
                session.trouble = true;
                session.phase = Phase::On { on };
                return self.must_come_off(session, Why::Silence, rung);
            }
            Due::Check(nth) => {
                // A wrap tolerates a check without an answer: it is noted, and asked anew.
                for check in on.checks.iter_mut().take(nth).filter(|c| c.state.waits()) {
                    check.state = CheckState::Missed;
                }
                let reminder = on.checks[nth].reminder;
                on.checks[nth].state = if reminder { CheckState::Done } else { CheckState::Asked };
                session.phase = Phase::On { on };
                if !reminder {
                    session.prompt = self.next_prompt();
                }
                self.say_skin(&session, false, reminder);
            }
            Due::CheckAgain(nth) => {
                on.checks[nth].state = CheckState::AskedAgain;
                session.phase = Phase::On { on };
                self.say_skin(&session, true, false);
            }
            Due::Segment(nth) => {
                on.segments_said = nth + 1;
                let cue = on.segments[nth].1.clone();
                session.phase = Phase::On { on };
                self.say(&session, About::Segment { cue }, TELL, &[Answer::Off]);
            }
            Due::Warn => {
                on.warned = true;
                let seconds = on.planned - at;
                let waiting = on.checks.iter().any(|c| c.state.waits());
                session.phase = Phase::On { on };
                // A skin check that waits for its answer is not covered by "soon".
                if !waiting {
                    self.say(&session, About::Soon { seconds }, HINT, &[Answer::Off]);
                }
            }
        }
        self.state.thermal = Some(session);
    }

    /// Movement runs on by itself.
    fn move_on(&mut self, mut session: Session, since: Anchor, said: usize) -> bool {
        let slot = session.slot();
        let done = self.state.timeline.since(since, self.now).least;
        let Some(step) = session.movement() else {
            // A step that is not movement ends the phase; the engine's own states never come here.
            self.next_step_after(session, since);
            return true;
        };
        let length = step.length();
        if done >= length {
            self.next_step_after(session, since.later(length));
            return true;
        }
        let cues = step.cues();
        let at = cues.iter().rposition(|c| secs(c.starts) <= done).unwrap_or(0);
        if at != said {
            let cue = &cues[at];
            let about = if at == 0 && said == FRESH {
                About::NextStep { step: step.text.clone() }
            } else {
                About::Beat {
                    step: step.text.clone(),
                    cue: cue.cue.map(Into::into),
                    side: cue.side,
                    rep: cue.rep,
                    reps: cue.reps,
                }
            };
            session.phase = Phase::Moving { since, said: at };
            self.say(&session, about, CUE, &[]);
        }
        *self.state.session_mut(slot) = Some(session);
        false
    }

    /// Goes on to the step after the present one, which ended at `from`.
    pub(crate) fn next_step_after(&mut self, mut session: Session, from: Anchor) {
        session.step += 1;
        if session.step >= session.routine.steps.len() {
            if session.turn >= session.turns {
                return self.end(session, Outcome::Done, true);
            }
            session.turn += 1;
            session.step = 0;
        }
        self.enter_step(session, from, true);
    }

    /// Begins the present step at `from`.
    pub(crate) fn enter_step(&mut self, mut session: Session, from: Anchor, say: bool) {
        let slot = session.slot();
        session.prompt = self.next_prompt();
        match session.routine.steps.get(session.step) {
            Some(Step::Expose(_)) => {
                session.phase = Phase::Ready { since: from, asked: 0 };
                if say {
                    self.say_put_on(&session, 0);
                }
            }
            Some(Step::Rest(rest)) => {
                let seconds = rest.seconds;
                session.phase = Phase::Resting { off: from, seconds };
                self.say(&session, About::Resting { seconds }, QUIET, &[]);
            }
            Some(Step::Move(_)) => session.phase = Phase::Moving { since: from, said: FRESH },
            None => return self.end(session, Outcome::Done, true),
        }
        *self.state.session_mut(slot) = Some(session);
    }

    fn lapse(&mut self, session: Session) {
        let begun = session.exposure > 0;
        self.end(session, if begun { Outcome::Done } else { Outcome::Lapsed }, true);
    }

    fn settle_timers(&mut self) {
        let (timeline, now) = (&self.state.timeline, self.now);
        let done = |t: &crate::engine::Preparing| timeline.since(t.since, now).least >= secs(t.seconds);
        let (over, running): (Vec<_>, Vec<_>) = std::mem::take(&mut self.state.timers).into_iter().partition(done);
        self.state.timers = running;
        for timer in over {
            let prompt = self.next_prompt();
            self.alert(Alert {
                tag: Tag::Timer(timer.id),
                about: About::Prepared { timer: timer.timer },
                routine: None,
                method: None,
                pack: None,
                urgency: TELL.0,
                sound: TELL.1,
                raise: TELL.2,
                answers: vec![Answer::Open],
                token: Token { session: 0, exposure: 0, prompt },
            });
        }
    }

    // ---- what is said ----

    fn say_put_on(&mut self, session: &Session, again: u8) {
        let mut answers = vec![Answer::On];
        answers.extend((again > 0).then_some(Answer::OnSince));
        answers.push(Answer::NotNow);
        if session.can_skip() {
            answers.push(Answer::Skip);
        }
        let about = About::PutOn { turn: session.turn, turns: session.turns, again };
        self.say(session, about, if again == 0 { ASK_FIRST } else { ASK }, &answers);
    }

    fn say_skin(&mut self, session: &Session, again: bool, reminder: bool) {
        let Some(on) = session.on_body() else { return };
        let answers: &[Answer] = &[Answer::SkinFine, Answer::SkinRed, Answer::SkinBad];
        let cold = on.method.modality() == crate::routine::Modality::Cold;
        let manner = match (on.class(), reminder) {
            (_, true) => ASIDE,
            // A wrap is worn for hours among other people: quiet until it matters.
            (Class::Wrap, false) => QUIET,
            (_, false) if cold || again => ASK,
            (_, false) => TELL,
        };
        self.say(session, About::SkinCheck { again, reminder }, manner, answers);
    }

    fn say_maybe_still_on(&mut self, session: &Session, on: &OnBody) {
        let least = on.elapsed(&self.state.timeline, self.now).least.as_secs();
        let least = u32::try_from(least).unwrap_or(u32::MAX);
        let answers = [Answer::Off, Answer::OffAtBell, Answer::SkinBad];
        self.say(session, About::MaybeStillOn { least }, ALARM, &answers);
    }

    /// Says again, once, what must stand before the person: after a restart and after waking.
    pub(crate) fn say_what_stands(&mut self) {
        if let Some(token) = self.state.is_it_on {
            self.say_is_it_on(token);
        }
        let Some(session) = self.state.thermal.clone() else { return };
        match &session.phase {
            Phase::Ready { asked, .. } => self.say_put_on(&session, *asked),
            Phase::On { on } => {
                if let Some(check) = on.checks.iter().find(|c| c.state.waits()) {
                    self.say_skin(&session, check.state == CheckState::AskedAgain, false);
                }
            }
            Phase::TakeOff { on, said, .. } if *said >= TAKE_OFF_AGAIN => self.say_maybe_still_on(&session, on),
            Phase::TakeOff { said, .. } => self.say_take_off(&session, *said),
            Phase::Snoozed { .. } | Phase::Resting { .. } | Phase::Moving { .. } | Phase::Paused { .. } => {}
        }
    }

    // ---- when to come back ----

    /// When [`Engine::advance`] has something to do again; always later than the `now` given last.
    pub fn next_wake(&self) -> Wake {
        let mut after: Option<Duration> = None;
        let mut sooner = |wait: Duration| {
            let wait = wait.max(Duration::from_millis(1));
            after = Some(after.map_or(wait, |a| a.min(wait)));
        };
        for session in [&self.state.thermal, &self.state.activity].into_iter().flatten() {
            if let Some(wait) = self.wait_of(session) {
                sooner(wait);
            }
        }
        let least = |anchor: Anchor| self.state.timeline.since(anchor, self.now).least;
        for timer in &self.state.timers {
            sooner(secs(timer.seconds).saturating_sub(least(timer.since)));
        }
        for lock in &self.state.locks {
            sooner(secs(lock.seconds).saturating_sub(least(lock.since)));
        }
        if let Some(said) = self.state.skin_said {
            sooner(rules::SKIN_CORRECT.time().saturating_sub(least(said.at)));
        }
        Wake { after, wall: None }
    }

    fn wait_of(&self, session: &Session) -> Option<Duration> {
        let least = |anchor: Anchor| self.state.timeline.since(anchor, self.now).least;
        match &session.phase {
            Phase::Ready { since, asked } => {
                let at = READY_AGAIN.get(usize::from(*asked)).copied().unwrap_or(READY_LAPSES);
                Some(secs(at).saturating_sub(least(*since)))
            }
            Phase::Snoozed { since, seconds } => Some(secs(*seconds).saturating_sub(least(*since))),
            Phase::On { on } => {
                let (at, _) = next_due(on)?;
                let most = on.elapsed(&self.state.timeline, self.now).most?;
                Some(secs(at).saturating_sub(most))
            }
            Phase::TakeOff { on, said, .. } if on.class().is_away() && *said > 0 => None,
            Phase::TakeOff { rung, said, .. } if *said < TAKE_OFF_AGAIN => {
                Some(take_off_again(said + 1).saturating_sub(least(*rung)))
            }
            Phase::TakeOff { .. } | Phase::Paused { .. } => None,
            Phase::Resting { off, seconds } => Some(secs(*seconds).saturating_sub(least(*off))),
            Phase::Moving { since, .. } => {
                let step = session.movement()?;
                let done = least(*since);
                let next = step.cues().iter().map(|c| secs(c.starts)).find(|at| *at > done).unwrap_or(step.length());
                Some(next.saturating_sub(done))
            }
        }
    }
}

/// A step of movement that has said nothing yet.
const FRESH: usize = usize::MAX;

/// The first question is a call, not an alarm.
const ASK_FIRST: Manner = Manner(crate::alert::Urgency::Normal, crate::alert::Sound::Gentle, false);

fn secs(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

/// The next thing in an exposure, in the order in which they fall; at the same second the stronger one.
fn next_due(on: &OnBody) -> Option<(u32, Due)> {
    let mut next: Option<(u32, Due)> = Some((on.planned, Due::Bell));
    let mut offer = |at: u32, due: Due| {
        if next.as_ref().is_none_or(|(first, _)| at < *first) {
            next = Some((at, due));
        }
    };
    let mut unanswered = 0;
    for (nth, check) in on.checks.iter().enumerate() {
        match check.state {
            CheckState::Ahead => {
                let due = if unanswered >= on.tolerates() { Due::Silence } else { Due::Check(nth) };
                offer(check.at, due);
                break;
            }
            CheckState::Asked => {
                unanswered += 1;
                offer(check.at + SKIN_REPEAT, Due::CheckAgain(nth));
            }
            CheckState::AskedAgain | CheckState::Missed => unanswered += 1,
            CheckState::Done => unanswered = 0,
        }
    }
    if let Some((start, _)) = on.segments.get(on.segments_said) {
        offer(*start, Due::Segment(on.segments_said));
    }
    if let Some(warn) = on.warn.filter(|_| !on.warned) {
        if let Some(at) = on.planned.checked_sub(warn).filter(|at| *at > 0) {
            offer(at, Due::Warn);
        }
    }
    next
}
