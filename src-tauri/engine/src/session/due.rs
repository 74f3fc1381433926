//! Owns the times of reminders and alarms, and what falls due next on the body.

use std::time::Duration;

use crate::alert::{ALARM_REPEATS, alarm_again};
use crate::rules;
use crate::session::body::{CheckState, OnBody};
use crate::time::{Anchor, millis, secs};

/// What falls due next in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// "Put it on" is asked again; so often it has been then.
    PutOnAgain { since: Anchor, asked: u8 },
    /// Nobody answered "put it on".
    Lapse { over: Anchor },
    /// It was put off until now.
    Snoozed { over: Anchor },
    /// Something about what is on, so many seconds after its start.
    Body { at: u32, due: BodyDue },
    /// The take-off alarm comes again.
    Alarm,
    /// The rest is over; `holds`: the present step waited for it.
    Rested { over: Anchor, holds: bool },
    /// The next beat of movement, by its number.
    Beat { since: Anchor, nth: usize },
    /// The next step of movement is named, before it begins.
    NameNext,
    /// The step of movement is over.
    Moved { over: Anchor },
}

/// What falls due next in an exposure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyDue {
    /// A skin check, by its number.
    Check(usize),
    /// The same once more.
    CheckAgain(usize),
    /// Too many checks got no answer.
    Silence,
    /// The next part, by its number.
    Segment(usize),
    /// The end is near.
    Warn,
    /// The end.
    Bell,
}

/// The time until something falls due, ms; zero and less = it is due, for so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wait(pub(crate) i64);

impl Wait {
    /// Nobody can say how much has passed: it is due.
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn until(at: Duration, passed: Duration) -> Self {
        Self(millis(at) - millis(passed))
    }

    pub(crate) fn is_over(self) -> bool {
        self.0 <= 0
    }

    /// As a wait from now.
    pub(crate) fn ahead(self) -> Duration {
        Duration::from_millis(u64::try_from(self.0).unwrap_or(0))
    }
}

/// When Ready asks again, s after it began: fetching what lies in the freezer takes longer than a minute.
pub(crate) const READY_AGAIN: [u32; 2] = [rules::PUT_ON_AGAIN.value, rules::PUT_ON_LAST.value];

/// Ready lapses after this time, s.
pub(crate) const READY_LAPSES: u32 = 900;

impl OnBody {
    /// How often its take-off alarm comes again; who is in the water or the sauna hears one more.
    pub(crate) fn alarm_repeats(&self) -> u8 {
        if self.class().is_away() { 1 } else { ALARM_REPEATS }
    }

    /// How many repetitions of the alarm are due `passed` after the first, where `said` were.
    pub(crate) fn alarms_due(&self, said: u8, passed: Duration) -> u8 {
        let due = (said..self.alarm_repeats()).take_while(|n| passed >= alarm_again(n + 1)).count();
        said + u8::try_from(due).unwrap_or(0)
    }

    /// The next thing, in the order in which they fall, and when, s after the start; at the same second the stronger one.
    pub(crate) fn next_due(&self) -> (u32, BodyDue) {
        let mut next = (self.planned, BodyDue::Bell);
        let mut offer = |at: u32, due: BodyDue| {
            if at < next.0 {
                next = (at, due);
            }
        };
        let mut unanswered = 0;
        for (nth, check) in self.checks.iter().enumerate() {
            match check.state {
                CheckState::Ahead => {
                    let silent = unanswered >= self.unanswered_allowed();
                    offer(check.at, if silent { BodyDue::Silence } else { BodyDue::Check(nth) });
                    break;
                }
                CheckState::Asked => {
                    unanswered += 1;
                    offer(check.at + rules::SKIN_REPEAT.value, BodyDue::CheckAgain(nth));
                }
                CheckState::AskedAgain | CheckState::Missed => unanswered += 1,
                CheckState::Done => unanswered = 0,
            }
        }
        if let Some((start, _)) = self.segments.get(self.segments_said) {
            offer(*start, BodyDue::Segment(self.segments_said));
        }
        if let Some(warn) = self.warn.filter(|_| !self.warned)
            && let Some(at) = self.planned.checked_sub(warn).filter(|at| *at > 0)
        {
            offer(at, BodyDue::Warn);
        }
        next
    }

    /// From when the take-off alarm is counted for what was due `after` s after the start: from then, or from a press
    /// that came later; called late and in doubt, from now.
    pub(crate) fn alarm_from(&self, after: u32, in_doubt: bool, now: Anchor) -> Anchor {
        if in_doubt { now } else { self.since.later(secs(after.max(self.backdated))) }
    }
}
