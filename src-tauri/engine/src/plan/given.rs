//! Owns what a day is made of: its items, what really happened, what was answered, what an earlier part of it left.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::plan::Item;
use crate::plan::frame::Frame;
use crate::plan::today::{DayItem, Real, Why};
use crate::words::{RoutineId, Token};

/// From when something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// From then on, and what kept it until then.
    At(DateTime<Utc>, Option<Why>),
    /// Nobody knows.
    Never(Why),
}

/// What the day asks of the rules and routines.
pub(crate) trait Permit {
    /// What of an item may be done first, and from when, not before `due`.
    fn when(&self, item: &Item, turns: u8, due: DateTime<Utc>) -> (RoutineId, Verdict);
    /// What stood against all of an item at a moment that is over.
    fn stood_against(&self, item: &Item, turns: u8, at: DateTime<Utc>) -> Option<Why>;
    /// How long so many turns of a routine take, to the end of the last that is more than rest, s.
    fn seconds(&self, routine: &str, turns: u8) -> u64;
    /// The length that a routine has and that is not longer than this, s.
    fn fitting(&self, routine: &str, seconds: u32) -> u32;
}

/// A session that really was, or is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) routine: RoutineId,
    pub(crate) real: Real,
    /// It moves the body, so that no hint to move is due.
    pub(crate) moves: bool,
    /// When it will have ended, where it goes on.
    pub(crate) ends: DateTime<Utc>,
}

/// An answer to a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub(crate) item: Token,
    pub(crate) at: DateTime<Utc>,
    /// Ask again then; `None` = left out.
    pub(crate) again: Option<DateTime<Utc>>,
}

/// An item that was missed, as it was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Missed {
    pub(crate) item: Token,
    pub(crate) due: DateTime<Utc>,
    pub(crate) turns: u8,
    /// From when on it was missed.
    pub(crate) closed: DateTime<Utc>,
}

/// What an earlier part of the same day leaves, when plan, zone or bed hours changed in the middle of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Carried {
    /// When it changed.
    pub(super) at: DateTime<Utc>,
    /// What clocks showed before.
    pub(super) local: NaiveDateTime,
    /// What was over by then.
    pub(super) past: Vec<DayItem>,
    /// Of these, what was missed.
    pub(super) missed: Vec<Missed>,
    /// Reminders that were due.
    pub(super) reminders: u32,
    /// Of the same items: those that called and are still open.
    pub(super) called: BTreeSet<Token>,
    /// Of the same items: those at a local time that are over.
    pub(super) settled: BTreeSet<usize>,
    /// Of the same items: how far the others are.
    pub(super) chains: BTreeMap<usize, Chain>,
    /// The items are others.
    pub(super) other_items: bool,
    /// Of the same items: quiet hints that were due, and when the next one is.
    pub(super) hints: BTreeMap<usize, (u32, DateTime<Utc>)>,
}

/// How far an item is that comes again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chain {
    pub(super) used: u32,
    pub(super) nth: u64,
    pub(super) due: DateTime<Utc>,
}

/// All that a day is made of.
pub(crate) struct Given<'a> {
    pub(crate) frame: Frame<'a>,
    pub(crate) now: DateTime<Utc>,
    /// The items of this day, each with its place in the step.
    pub(crate) items: Vec<(usize, &'a Item)>,
    /// Turns a day as chosen.
    pub(crate) turns: Option<u8>,
    /// The day of the step, and how many it has.
    pub(crate) day: (u16, u16),
    /// How often the items changed in the day before.
    pub(crate) part: u64,
    pub(crate) carried: Option<&'a Carried>,
    /// Oldest first.
    pub(crate) sessions: &'a [Session],
    pub(crate) answers: &'a [Answered],
    /// What was shown as missed, and stays so.
    pub(crate) missed: &'a [Missed],
    /// What was due by then has called, before the clock was set back.
    pub(crate) called_until: Option<DateTime<Utc>>,
    /// Quiet hours, minutes after midnight, local.
    pub(crate) quiet: Option<(u16, u16)>,
    /// A session is on, which nothing else goes beside.
    pub(crate) busy: bool,
    pub(crate) permit: &'a dyn Permit,
    /// Says of what was missed what stood against it.
    pub(crate) reasons: bool,
}

/// A quiet hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hint {
    pub(crate) routine: RoutineId,
    pub(crate) at: DateTime<Utc>,
}

impl Session {
    /// When it ended, or will at the earliest: what is on for longer than planned has not ended yet.
    pub(super) fn ended_by(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.real.until.unwrap_or(self.ends.max(now))
    }
}

impl Verdict {
    pub(super) fn time(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at, _) => Some(*at),
            Self::Never(_) => None,
        }
    }
}

impl Given<'_> {
    pub(super) fn token(&self, place: usize, nth: u64) -> Token {
        use chrono::Datelike;
        let day = u64::try_from(self.frame.date.num_days_from_ce()).unwrap_or(0);
        Token { session: day, exposure: self.part * 100 + u64::try_from(place).unwrap_or(99), prompt: nth }
    }

    pub(super) fn answer(&self, place: usize, nth: u64) -> Option<&Answered> {
        let token = self.token(place, nth);
        self.answers.iter().rev().find(|answered| answered.item == token)
    }

    /// An item that was shown as missed by now.
    pub(super) fn was_missed(&self, place: usize, nth: u64) -> Option<&Missed> {
        let token = self.token(place, nth);
        self.missed.iter().find(|missed| missed.item == token && missed.closed <= self.now)
    }

    /// A session of this part of the day. What was on when it began belongs to it.
    pub(super) fn is_here(&self, session: &Session) -> bool {
        let since = self.since();
        let here = match self.carried {
            Some(_) => session.real.until.is_none_or(|until| until > since),
            None => session.real.from >= since,
        };
        here && session.real.from < self.frame.ends()
    }

    /// The moment from which this part of the day counts.
    pub(super) fn since(&self) -> DateTime<Utc> {
        self.carried.map_or(self.frame.begins(), |carried| carried.at)
    }

    /// Sessions of this part of the day that count for an item.
    pub(super) fn of<'b>(&'b self, item: &'b Item) -> impl Iterator<Item = (usize, &'b Session)> {
        self.sessions.iter().enumerate().filter(move |(_, s)| self.is_here(s) && item.routines.contains(&s.routine))
    }

    /// How long an item is today, s, where the plan says it.
    pub(super) fn seconds_of(&self, item: &Item) -> Option<u32> {
        let seconds = item.seconds_on(self.day.0, self.day.1)?;
        Some(item.routines.first().map_or(seconds, |routine| self.permit.fitting(routine, seconds)))
    }

    pub(super) fn length(&self, item: &Item, turns: u8) -> TimeDelta {
        let usual = || item.routines.first().map_or(0, |routine| self.permit.seconds(routine, turns));
        let seconds = self.seconds_of(item).map_or_else(usual, u64::from);
        TimeDelta::seconds(i64::try_from(seconds).unwrap_or(0))
    }
}
