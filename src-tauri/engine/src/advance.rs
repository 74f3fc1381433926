//! Decides what the passing of time does: the same whether it is looked at on every deadline or once, late.

use std::time::Duration;

use crate::alert::{About, Alert, Answer, Happened, Outcome, Sound, Tag, Urgency};
use crate::engine::{ALARM, ASIDE, ASK, CUE, Engine, HINT, Manner, QUIET, TELL, Wake};
use crate::exposure::{CheckState, OnBody};
use crate::request::{Slot, Token};
use crate::routine::{Modality, Step};
use crate::rules::{self, Class, Method};
use crate::session::{Phase, READY_AGAIN, READY_LAPSES, SKIN_REPEAT, Session, TAKE_OFF_AGAIN, Why, take_off_again};
use crate::time::{Anchor, Elapsed, Now, seconds};
use crate::view_of::FIRST_AID_CALLS;

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
        // In the order in which things fell due, so that it makes no difference how late this is called.
        while let Some(slot) = self.due_slot() {
            self.settle(slot);
        }
        self.settle_is_it_on();
        self.settle_timers();
        self.forget();
    }

    fn forget(&mut self) {
        let (timeline, now) = (&self.state.timeline, self.now);
        self.state.ledger.forget_old(timeline, now);
        self.state.locks.retain(|l| timeline.least(l.since, now) < Duration::from_secs(l.seconds.into()));
        self.state.done_today.retain(|d| timeline.least(d.at, now) < rules::DAY);
        // The time off does not begin before it is known that nothing is on.
        let unknown = self.on_body();
        let off = rules::COLD_OFF.time().max(rules::HEAT_OFF.time());
        self.state.lost = self.state.lost.filter(|at| unknown || timeline.least(*at, now) < off);
        let gates = &mut self.state.gates;
        gates.drowsy = gates.drowsy.filter(|at| timeline.least(*at, now) < rules::DRINK_LASTS.time());
        gates.swelling = gates.swelling.filter(|at| timeline.least(*at, now) < rules::SWELLING_LASTS.time());
        if self.state.skin_said.is_some_and(|s| timeline.least(s.at, now) >= rules::SKIN_CORRECT.time()) {
            self.state.skin_said = None;
        }
    }

    /// The slot in which something is due, the longer overdue first.
    fn due_slot(&self) -> Option<Slot> {
        let slots = [(Slot::Thermal, &self.state.thermal), (Slot::Activity, &self.state.activity)];
        let waits =
            slots.into_iter().filter_map(|(slot, s)| s.as_ref().and_then(|s| self.wait_of(s)).map(|w| (w, slot)));
        waits.filter(|(wait, _)| *wait <= 0).min_by_key(|(wait, _)| *wait).map(|(_, slot)| slot)
    }

    /// Does the next thing that is due in a slot.
    fn settle(&mut self, slot: Slot) {
        let Some(mut session) = self.state.session_mut(slot).take() else { return };
        let least = |anchor: Anchor| self.state.timeline.least(anchor, self.now);
        match session.phase.clone() {
            Phase::Ready { since, asked } => {
                let Some(at) = READY_AGAIN.get(usize::from(asked)) else {
                    return self.lapse(session, since.later(secs(READY_LAPSES)));
                };
                if least(since) >= secs(*at) {
                    let asked = asked + 1;
                    session.phase = Phase::Ready { since, asked };
                    self.say_put_on(&session, asked);
                }
            }
            Phase::Snoozed { since, seconds } => {
                if least(since) >= secs(seconds) {
                    return self.enter_step(session, since.later(secs(seconds)), true);
                }
            }
            Phase::On { on } => {
                let elapsed = on.elapsed(&self.state.timeline, self.now);
                let (at, due) = next_due(&on);
                if elapsed.may_have_reached(secs(at)) {
                    return self.exposure_due(session, on, due, at, elapsed);
                }
            }
            Phase::TakeOff { on, rung, said, why, besides } => {
                let passed = least(rung);
                let again = (said..on.calls_again()).take_while(|n| passed >= take_off_again(n + 1)).count();
                let said = said + u8::try_from(again).unwrap_or(0);
                session.phase = Phase::TakeOff { on: on.clone(), rung, said, why, besides };
                if said == TAKE_OFF_AGAIN {
                    self.say_maybe_still_on(&session, &on);
                } else {
                    self.say_take_off(&session, said);
                }
            }
            Phase::Resting { off, seconds, holds } => {
                if least(off) >= secs(seconds) {
                    let over = off.later(secs(seconds));
                    return if holds {
                        self.enter_step(session, over, true)
                    } else {
                        self.next_step_after(session, over)
                    };
                }
            }
            Phase::Moving { since, said } => return self.move_on(session, since, said),
            Phase::Paused { .. } => {}
        }
        *self.state.session_mut(slot) = Some(session);
    }

    fn exposure_due(&mut self, mut session: Session, mut on: OnBody, due: Due, at: u32, elapsed: Elapsed) {
        // Called late and in doubt, the alarm rings from now; else from when it was due.
        // A press that was told later than its deadline rings from the press.
        let rung = if elapsed.in_doubt() { Anchor::at(self.now) } else { on.since.later(secs(at.max(on.backdated))) };
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
                let waiting = on.is_asking();
                session.phase = Phase::On { on };
                // Both at the same second (ice massage: look, then the other side): one alert that asks for both.
                let (manner, answers): (_, &[Answer]) = if waiting { (ASK, &SKIN) } else { (TELL, &[Answer::Off]) };
                self.say(&session, About::Segment { cue }, manner, answers);
            }
            Due::Warn => {
                on.warned = true;
                let seconds = on.planned - at;
                let waiting = on.is_asking();
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
    fn move_on(&mut self, mut session: Session, since: Anchor, said: usize) {
        let at = if said == FRESH { 0 } else { said + 1 };
        let Some((step, cue)) = session.movement().and_then(|step| Some((step, step.cue(at)?))) else {
            let length = session.movement().map_or(Duration::ZERO, |step| step.length());
            return self.next_step_after(session, since.later(length));
        };
        let about = if at == 0 {
            About::NextStep { step: step.text.clone() }
        } else {
            let (cue_name, side) = (cue.cue.map(Into::into), cue.side);
            About::Beat { step: step.text.clone(), cue: cue_name, side, rep: cue.rep, reps: cue.reps }
        };
        session.phase = Phase::Moving { since, said: at };
        self.say(&session, about, CUE, &[]);
        let slot = session.slot();
        *self.state.session_mut(slot) = Some(session);
    }

    /// Goes on to the step after the present one, which ended at `from`.
    pub(crate) fn next_step_after(&mut self, mut session: Session, from: Anchor) {
        session.step += 1;
        if session.step >= session.routine.steps.len() {
            if session.turn >= session.turns {
                return self.end(session, Outcome::Done, from, true);
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
            // Granted while awake: what would go on in the bed hours does not go on any more.
            Some(Step::Expose(step))
                if session.exposure > 0 && self.state.bed_forbids(&session, step, from, self.now) =>
            {
                self.say(&session, About::BedHours, TELL, &[]);
                return self.end(session, Outcome::Done, from, false);
            }
            Some(Step::Expose(step)) => match self.time_off_lacking(step.method, from) {
                // A step left out, or one that ended early, never cuts a safety time short.
                Some((off, seconds)) => {
                    session.phase = Phase::Resting { off, seconds, holds: true };
                    self.say(&session, About::Resting { seconds }, QUIET, &[]);
                }
                None => {
                    session.phase = Phase::Ready { since: from, asked: 0 };
                    if say {
                        self.say_put_on(&session, 0);
                    }
                }
            },
            Some(Step::Rest(rest)) => {
                let seconds = rest.seconds;
                session.phase = Phase::Resting { off: from, seconds, holds: false };
                self.say(&session, About::Resting { seconds }, QUIET, &[]);
            }
            Some(Step::Move(_)) => session.phase = Phase::Moving { since: from, said: FRESH },
            None => return self.end(session, Outcome::Done, from, true),
        }
        *self.state.session_mut(slot) = Some(session);
    }

    /// The time off that something done with `method` lacks at `from`: since when, and how long, s (R2, R7, R8).
    fn time_off_lacking(&self, method: Method, from: Anchor) -> Option<(Anchor, u32)> {
        let kinds = [Modality::Cold, Modality::Heat, Modality::Contrast];
        let ago = |anchor: Anchor| self.state.timeline.least(anchor, self.now);
        let lacking = kinds.into_iter().filter_map(|kind| {
            let apart = if kind == method.modality() { method.off() } else { rules::HEAT_COLD_APART };
            let off = self.state.ledger.last_of(kind)?.off?;
            // Counted to the moment the step begins, so that a late look finds the same.
            let passed = ago(off).saturating_sub(ago(from));
            let left = apart.time().checked_sub(passed).filter(|left| !left.is_zero())?;
            Some((left, off, apart.value))
        });
        lacking.max_by_key(|(left, ..)| *left).map(|(_, off, seconds)| (off, seconds))
    }

    fn lapse(&mut self, mut session: Session, at: Anchor) {
        session.waited = true;
        let begun = session.exposure > 0;
        self.end(session, if begun { Outcome::Done } else { Outcome::Lapsed }, at, true);
    }

    fn settle_timers(&mut self) {
        if self.state.timers.is_empty() {
            return;
        }
        let (timeline, now) = (&self.state.timeline, self.now);
        let done = |t: &crate::engine::Preparing| timeline.least(t.since, now) >= secs(t.seconds);
        let (over, running): (Vec<_>, Vec<_>) = std::mem::take(&mut self.state.timers).into_iter().partition(done);
        self.state.timers = running;
        for timer in over {
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
                token: Token { session: 0, exposure: 0, prompt: timer.id },
            });
        }
    }

    // ---- what is said ----

    fn say_put_on(&mut self, session: &Session, again: u8) {
        self.say_put_on_with(session, again, None);
    }

    /// Insists as much as it did, whatever is heard of it.
    pub(crate) fn say_put_on_with(&mut self, session: &Session, again: u8, sound: Option<Sound>) {
        let Manner(urgency, own, raise) = if again == 0 { ASK_FIRST } else { ASK };
        let manner = Manner(urgency, sound.unwrap_or(own), raise);
        let mut answers = vec![Answer::On];
        answers.extend((again > 0).then_some(Answer::OnSince));
        answers.push(Answer::NotNow);
        if session.can_skip() {
            answers.push(Answer::Skip);
        }
        let battery_low = self.state.battery_low;
        let about = About::PutOn { turn: session.turn, turns: session.turns, again, battery_low };
        self.say(session, about, manner, &answers);
    }

    fn say_skin(&mut self, session: &Session, again: bool, reminder: bool) {
        let Some(on) = session.on_body() else { return };
        let cold = on.method.modality() == Modality::Cold;
        let manner = match (on.class(), reminder) {
            (_, true) => ASIDE,
            // A wrap is worn for hours among other people: quiet until it matters.
            (Class::Wrap, false) => QUIET,
            (_, false) if cold || again => ASK,
            (_, false) => TELL,
        };
        self.say(session, About::SkinCheck { again, reminder }, manner, &SKIN);
    }

    fn say_maybe_still_on(&mut self, session: &Session, on: &OnBody) {
        let least = seconds(on.elapsed(&self.state.timeline, self.now).least);
        let answers = [Answer::Off, Answer::OffAtBell, Answer::SkinBad];
        self.say(session, About::MaybeStillOn { least }, ALARM, &answers);
    }

    /// After sleep or a reboot the alarm that nobody could hear is rung from the beginning.
    pub(crate) fn ring_anew(&mut self) {
        let now = Anchor::at(self.now);
        if let Some(Session { phase: Phase::TakeOff { rung, said, .. }, .. }) = &mut self.state.thermal {
            (*rung, *said) = (now, 0);
        }
        self.ring_is_it_on_anew();
    }

    /// Says again, once, what must stand before the person: after a restart and after waking.
    pub(crate) fn say_what_stands(&mut self) {
        self.say_is_it_on();
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
            if let Some(wait) = self.wait_of(session).and_then(|w| u64::try_from(w).ok()) {
                sooner(Duration::from_millis(wait));
            }
        }
        if let Some(wait) = self.is_it_on_wait() {
            sooner(wait);
        }
        let least = |anchor: Anchor| self.state.timeline.least(anchor, self.now);
        for timer in &self.state.timers {
            sooner(secs(timer.seconds).saturating_sub(least(timer.since)));
        }
        for lock in &self.state.locks {
            sooner(secs(lock.seconds).saturating_sub(least(lock.since)));
        }
        if let Some(age) = self.first_aid_age().filter(|age| *age < FIRST_AID_CALLS) {
            sooner(FIRST_AID_CALLS - age);
        }
        if let Some(said) = self.state.skin_said {
            sooner(rules::SKIN_CORRECT.time().saturating_sub(least(said.at)));
        }
        Wake { after, wall: None }
    }

    /// Time until the next thing in a session, ms; zero and less = due, for so long.
    fn wait_of(&self, session: &Session) -> Option<i64> {
        let least = |anchor: Anchor| self.state.timeline.least(anchor, self.now);
        let wait = |at: Duration, passed: Duration| Some(millis(at) - millis(passed));
        match &session.phase {
            Phase::Ready { since, asked } => {
                let at = READY_AGAIN.get(usize::from(*asked)).copied().unwrap_or(READY_LAPSES);
                wait(secs(at), least(*since))
            }
            Phase::Snoozed { since, seconds } => wait(secs(*seconds), least(*since)),
            Phase::On { on } => match on.elapsed(&self.state.timeline, self.now).most {
                Some(most) => wait(secs(next_due(on).0), most),
                None => Some(0),
            },
            Phase::TakeOff { on, rung, said, .. } if *said < on.calls_again() => {
                wait(take_off_again(said + 1), least(*rung))
            }
            Phase::TakeOff { .. } | Phase::Paused { .. } => None,
            Phase::Resting { off, seconds, .. } => wait(secs(*seconds), least(*off)),
            Phase::Moving { since, said } => {
                let done = least(*since);
                let Some(step) = session.movement() else { return Some(0) };
                let next = match said {
                    &FRESH => Duration::ZERO,
                    said => step.cue(said + 1).map_or(step.length(), |c| secs(c.starts)),
                };
                wait(next, done)
            }
        }
    }
}

/// The three answers about the skin.
const SKIN: [Answer; 3] = [Answer::SkinFine, Answer::SkinRed, Answer::SkinBad];

/// A step of movement that has said nothing yet.
const FRESH: usize = usize::MAX;

/// The first question is a call, not an alarm.
const ASK_FIRST: Manner = Manner(Urgency::Normal, Sound::Gentle, false);

fn millis(d: Duration) -> i64 {
    i64::try_from(d.as_millis()).unwrap_or(i64::MAX / 2)
}

fn secs(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

/// The next thing in an exposure, in the order in which they fall; at the same second the stronger one.
fn next_due(on: &OnBody) -> (u32, Due) {
    let mut next = (on.planned, Due::Bell);
    let mut offer = |at: u32, due: Due| {
        if at < next.0 {
            next = (at, due);
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
    if let Some(warn) = on.warn.filter(|_| !on.warned)
        && let Some(at) = on.planned.checked_sub(warn).filter(|at| *at > 0)
    {
        offer(at, Due::Warn);
    }
    next
}
