//! Owns a session: its phase, what falls due in it, and what comes of that. It knows nothing of the engine.

use serde::{Deserialize, Serialize};

use crate::alert::{ASIDE, ASK, About, CUE, HINT, Manner, QUIET, TELL};
use crate::context::Context;
use crate::event::Happened;
use crate::routine::Step;
use crate::session::body::{CheckState, OnBody, Why};
use crate::session::course::Course;
use crate::session::due::{BodyDue, Due, READY_AGAIN, READY_LAPSES, Wait};
use crate::session::moving::{Moving, about_beat};
use crate::time::{Anchor, Moment, secs};
use crate::words::{Answer, Method, Outcome};

pub(crate) mod alerts;
pub(crate) mod body;
pub(crate) mod course;
pub(crate) mod due;
pub(crate) mod moving;
pub(crate) mod pressed;
pub(crate) mod wished;

/// The three answers about the skin.
pub(crate) const SKIN_ANSWERS: [Answer; 3] = [Answer::SkinFine, Answer::SkinRed, Answer::SkinBad];

/// A session, from the start that was granted to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) course: Course,
    pub(crate) phase: Phase,
}

/// Where a session stands, with the data that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub(crate) enum Phase {
    /// Waits for "it is on".
    Ready { since: Anchor, asked: u8 },
    /// Put off before the start.
    Snoozed { since: Anchor, seconds: u32 },
    /// On the body.
    On { on: OnBody },
    /// Must come off.
    TakeOff {
        on: OnBody,
        /// Where the alarm is counted from.
        rung: Anchor,
        /// How often the alarm has come again.
        said: u8,
        why: Why,
        /// The strongest reason that is no answer about the skin: it stays when such an answer is corrected.
        besides: Why,
    },
    /// Off; the rest runs. `holds`: the present step is one on the body, and waits for the time off that it still lacks.
    Resting { off: Anchor, seconds: u32, holds: bool },
    /// Movement.
    Moving(Moving),
    /// Movement, paused after so much of the step, ms.
    Paused { done_ms: u64 },
}

/// What comes of something that happened in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Then {
    /// It stays in the step it is in.
    Stay,
    /// The step was over then.
    Next(Anchor),
    /// The session is over.
    End(End),
}

/// How a session ends, when that was, and whether the person is told unless something stronger was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) outcome: Outcome,
    pub(crate) at: Anchor,
    pub(crate) say: bool,
    /// Nobody answered "put it on", in whichever turn.
    pub(crate) unanswered: bool,
}

impl Then {
    /// The session is over, and the person is told.
    pub(crate) fn end(outcome: Outcome, at: Anchor) -> Self {
        Self::End(End { outcome, at, say: true, unanswered: false })
    }

    /// The session is over, and something else is said.
    pub(crate) fn end_silently(outcome: Outcome, at: Anchor) -> Self {
        Self::End(End { outcome, at, say: false, unanswered: false })
    }
}

/// A session that is over, for a late "it is on" and what may still be said about the skin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) course: Course,
    pub(crate) outcome: Outcome,
    pub(crate) at: Anchor,
    /// Nobody answered "put it on", in whichever turn.
    pub(crate) unanswered: bool,
}

impl Session {
    /// A session at the start of its course, not yet in any step.
    pub(crate) fn new(course: Course, since: Anchor) -> Self {
        Self { course, phase: Phase::Ready { since, asked: 0 } }
    }

    pub(crate) fn on_body(&self) -> Option<&OnBody> {
        match &self.phase {
            Phase::On { on } | Phase::TakeOff { on, .. } => Some(on),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. } => None,
        }
    }

    pub(crate) fn on_body_mut(&mut self) -> Option<&mut OnBody> {
        match &mut self.phase {
            Phase::On { on } | Phase::TakeOff { on, .. } => Some(on),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. } => None,
        }
    }

    /// What is or goes on the body in the present step.
    pub(crate) fn method(&self) -> Option<Method> {
        self.on_body().map(|on| on.method).or_else(|| self.course.expose().map(|e| e.method))
    }

    /// Tells whether "it is on" is what it waits for.
    pub(crate) fn waits_for_on(&self) -> bool {
        matches!(self.phase, Phase::Ready { .. } | Phase::Snoozed { .. }) && self.course.expose().is_some()
    }

    /// The alarm to take it off has come as often as it comes.
    pub(crate) fn alarm_exhausted(&self) -> bool {
        matches!(&self.phase, Phase::TakeOff { on, said, .. } if *said >= on.alarm_repeats())
    }

    /// Something was on in it that counts as a turn.
    pub(crate) fn had_a_turn(&self, cx: &Context<'_>) -> bool {
        cx.person.ledger.had_a_turn(self.course.id)
    }

    /// Only the last rest of the last turn is left.
    pub(crate) fn rests_last(&self) -> bool {
        matches!(self.phase, Phase::Resting { .. }) && self.course.is_last_step()
    }

    /// Whether the end of the rest calls; `None` = no rest runs that ends with "put it on".
    pub(crate) fn calls(&self) -> Option<bool> {
        let Phase::Resting { holds, .. } = self.phase else { return None };
        let goes_on = holds || self.course.comes_to_a_press();
        goes_on.then_some(!self.course.uncalled)
    }

    /// What falls due next, and in how long.
    pub(crate) fn first_due(&self, at: Moment<'_>) -> Option<(Wait, Due)> {
        Some(match &self.phase {
            Phase::Ready { since, asked } => {
                let passed = at.least(*since);
                match READY_AGAIN.get(usize::from(*asked)) {
                    Some(again) => {
                        let due = Due::PutOnAgain { since: *since, asked: asked + 1 };
                        (Wait::until(secs(*again), passed), due)
                    }
                    None => {
                        let lapses = secs(READY_LAPSES);
                        (Wait::until(lapses, passed), Due::Lapse { over: since.later(lapses) })
                    }
                }
            }
            Phase::Snoozed { since, seconds } => {
                let length = secs(*seconds);
                (Wait::until(length, at.least(*since)), Due::Snoozed { over: since.later(length) })
            }
            Phase::On { on } => {
                let (after, due) = on.next_due();
                let wait = on.elapsed(at).most.map_or(Wait::NONE, |most| Wait::until(secs(after), most));
                (wait, Due::Body { at: after, due })
            }
            Phase::TakeOff { on, rung, said, .. } if *said < on.alarm_repeats() => {
                (Wait::until(crate::alert::alarm_again(said + 1), at.least(*rung)), Due::Alarm)
            }
            Phase::Resting { off, seconds, holds } => {
                let length = secs(*seconds);
                (Wait::until(length, at.least(*off)), Due::Rested { over: off.later(length), holds: *holds })
            }
            Phase::Moving(moving) => {
                moving.first_due(self.course.movement(), self.course.next_movement().is_some(), at)
            }
            Phase::TakeOff { .. } | Phase::Paused { .. } => return None,
        })
    }

    /// Does what has fallen due.
    pub(crate) fn reach(&mut self, due: Due, cx: &mut Context<'_>) -> Then {
        match due {
            Due::PutOnAgain { since, asked } => {
                self.phase = Phase::Ready { since, asked };
                self.say_put_on(asked, None, cx);
                Then::Stay
            }
            Due::Lapse { over } => {
                let outcome = if self.had_a_turn(cx) { Outcome::Done } else { Outcome::Lapsed };
                Then::End(End { outcome, at: over, say: true, unanswered: true })
            }
            Due::Snoozed { over } => self.enter_step(over, cx),
            Due::Body { at, due } => {
                self.reach_on_body(at, due, cx);
                Then::Stay
            }
            Due::Alarm => {
                if let Phase::TakeOff { on, rung, said, .. } = &mut self.phase {
                    *said = on.alarms_due(*said, cx.at.least(*rung));
                }
                self.say_take_off(cx);
                Then::Stay
            }
            Due::Rested { over, holds: true } => self.enter_step(over, cx),
            Due::Rested { over, holds: false } | Due::Moved { over } => Then::Next(over),
            Due::Beat { since, nth } => {
                let Phase::Moving(moving) = self.phase else { return Then::Stay };
                self.phase = Phase::Moving(Moving { since, said: Some(nth), ..moving });
                if let Some(step) = self.course.movement()
                    && let Some(cue) = step.cue(nth)
                {
                    self.say(about_beat(step, nth, moving.was_named, &cue), CUE, &[], cx);
                }
                Then::Stay
            }
            Due::NameNext => {
                if let Phase::Moving(moving) = &mut self.phase {
                    moving.named_next = true;
                }
                if let Some(next) = self.course.next_movement() {
                    self.say(About::NextStep { step: next.text.clone() }, ASIDE, &[], cx);
                }
                Then::Stay
            }
        }
    }

    fn reach_on_body(&mut self, at: u32, due: BodyDue, cx: &mut Context<'_>) {
        let now = cx.at.anchor();
        let Some(on) = self.on_body_mut() else { return };
        let rung = on.alarm_from(at, on.elapsed(cx.at).in_doubt(), now);
        match due {
            BodyDue::Bell => self.begin_take_off(Why::Bell, rung, cx),
            BodyDue::Silence => {
                let unanswered = on.since.later(secs(at));
                on.miss(usize::MAX);
                cx.person.record_skin(self.course.id, None, unanswered);
                self.record(Happened::SkinUnanswered, cx);
                self.course.trouble = true;
                self.begin_take_off(Why::Silence, rung, cx);
            }
            BodyDue::Check(nth) => {
                // A wrap tolerates a check without an answer: it is noted, and the next one asks.
                on.miss(nth);
                let reminder = on.checks[nth].reminder;
                on.checks[nth].state = if reminder { CheckState::Done } else { CheckState::Asked };
                if !reminder {
                    self.course.prompt = cx.next_prompt();
                }
                self.say_skin(false, reminder, cx);
            }
            BodyDue::CheckAgain(nth) => {
                on.checks[nth].state = CheckState::AskedAgain;
                self.say_skin(true, false, cx);
            }
            BodyDue::Segment(nth) => {
                on.segments_said = nth + 1;
                let cue = on.segments[nth].1.clone();
                // Both at the same second (ice massage: look, then the other side): one alert that asks for both.
                let (manner, answers): (Manner, &[Answer]) =
                    if on.is_asking() { (ASK, &SKIN_ANSWERS) } else { (TELL, &[Answer::Off]) };
                self.say(About::Segment { cue }, manner, answers, cx);
            }
            BodyDue::Warn => {
                on.warned = true;
                let seconds = on.planned - at;
                // A skin check that waits for its answer is not covered by "soon".
                if !on.is_asking() {
                    self.say(About::Soon { seconds }, HINT, &[Answer::Off], cx);
                }
            }
        }
    }

    /// It must come off now: the alarm stands until somebody says that it is off.
    pub(crate) fn begin_take_off(&mut self, why: Why, rung: Anchor, cx: &mut Context<'_>) {
        let own = why.besides_skin();
        let (on, why, besides) = match &self.phase {
            Phase::On { on } => (on.clone(), why, own),
            Phase::TakeOff { on, why: before, besides, .. } => (on.clone(), why.max(*before), own.max(*besides)),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. } => return,
        };
        self.course.prompt = cx.next_prompt();
        self.phase = Phase::TakeOff { on, rung, said: 0, why, besides };
        self.say_take_off(cx);
    }

    /// Goes on to the step after the present one, which was over at `from`.
    pub(crate) fn next_step(&mut self, from: Anchor, cx: &mut Context<'_>) -> Then {
        if self.course.go_on() { self.enter_step(from, cx) } else { Then::end(Outcome::Done, from) }
    }

    /// Begins the present step at `from`.
    pub(crate) fn enter_step(&mut self, from: Anchor, cx: &mut Context<'_>) -> Then {
        self.course.prompt = cx.next_prompt();
        let course = &self.course;
        let step = course.routine.steps.get(course.step);
        if matches!(step, Some(Step::Move(_))) {
            cx.person.record_moving(course.id, from);
        } else {
            cx.person.record_still(course.id, from, cx.at);
        }
        match step {
            Some(Step::Expose(step)) => {
                let planned = course.planned(step);
                // Granted while awake: what would go on in the bed hours does not go on any more.
                if course.exposure > 0 && cx.person.bed_forbids(step.method, planned, &course.accepted, from, cx.at) {
                    self.say(About::BedHours, TELL, &[], cx);
                    return Then::end_silently(Outcome::Done, from);
                }
                // A step left out, or one that ended early, never cuts a safety time short.
                match cx.person.ledger.time_off_lacking(step.method, from, cx.at) {
                    Some((off, seconds)) => self.rest(off, seconds, true, cx),
                    None => {
                        self.phase = Phase::Ready { since: from, asked: 0 };
                        self.say_put_on(0, None, cx);
                    }
                }
            }
            Some(Step::Rest(rest)) => self.rest(from, rest.seconds, false, cx),
            Some(Step::Move(_)) => {
                let was_named = matches!(&self.phase, Phase::Moving(moving) if moving.named_next);
                self.phase = Phase::Moving(Moving::begin(from, was_named));
            }
            None => return Then::end(Outcome::Done, from),
        }
        Then::Stay
    }

    fn rest(&mut self, off: Anchor, seconds: u32, holds: bool, cx: &mut Context<'_>) {
        self.course.uncalled = false;
        self.phase = Phase::Resting { off, seconds, holds };
        self.say(About::Resting { seconds }, QUIET, &[], cx);
    }

    /// Ends it: says so, and hands on what may still be asked about it.
    pub(crate) fn finish(self, end: End, cx: &mut Context<'_>) -> Ended {
        let End { outcome, at, say, unanswered } = end;
        cx.out.record(self.course.event(at.wall(), Happened::Ended { outcome }));
        if say {
            self.say_ended(outcome, cx);
        }
        let course = self.course;
        cx.person.record_still(course.id, at, cx.at);
        cx.person.session_over(course.id, &course.routine, outcome, course.trouble, at);
        Ended { course, outcome, at, unanswered }
    }
}
