//! Owns what sessions sum up to: over a day, a month, a year.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::diary::record::{DiaryKind, Felt, SessionRecord, Stopped};

/// What one kind sums up to over some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KindTotals {
    /// Sessions.
    pub sessions: u32,
    /// Time on the body, else moved, s.
    pub seconds: u32,
    /// "Easier" right after.
    pub easier: u32,
    /// "The same" right after.
    pub same: u32,
    /// "Worse" right after.
    pub worse: u32,
}

impl KindTotals {
    /// How many answers about how it was right after there are.
    pub fn answers(&self) -> u32 {
        self.easier + self.same + self.worse
    }
}

/// What sessions sum up to over some time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// By kind; a kind without any is not in it.
    pub kinds: BTreeMap<DiaryKind, KindTotals>,
    /// Time walked, s.
    pub walked: u32,
    /// Time on the body of what is cold, s.
    pub cold: u32,
    /// Time on the body of what is warm, s.
    pub warm: u32,
    /// The part of it that a wrap was worn, s: the limits of warmth of a day do not count it.
    pub worn: u32,
    /// How often something was on for too long.
    pub overran: u32,
    /// How often the skin was not fine.
    pub skin_events: u32,
}

impl Totals {
    /// Counts a record in.
    pub fn add(&mut self, record: &SessionRecord) {
        if !record.counts() {
            return;
        }
        let felt = |wanted| u32::from(record.felt == Some(wanted));
        let kind = KindTotals {
            sessions: 1,
            seconds: record.seconds(),
            easier: felt(Felt::Easier),
            same: felt(Felt::Same),
            worse: felt(Felt::Worse),
        };
        self.sum(&Self {
            kinds: [(record.kind, kind)].into(),
            walked: record.walked(),
            cold: record.cold(),
            warm: record.warm(),
            worn: record.worn(),
            overran: record.overran(),
            skin_events: record.skin_events(),
        });
    }

    /// Counts another time in.
    pub fn sum(&mut self, other: &Self) {
        for (kind, more) in &other.kinds {
            let own = self.kinds.entry(*kind).or_default();
            own.sessions += more.sessions;
            own.seconds += more.seconds;
            own.easier += more.easier;
            own.same += more.same;
            own.worse += more.worse;
        }
        self.walked += other.walked;
        self.cold += other.cold;
        self.warm += other.warm;
        self.worn += other.worn;
        self.overran += other.overran;
        self.skin_events += other.skin_events;
    }

    /// One kind; zeros where there was none.
    pub fn kind(&self, kind: DiaryKind) -> KindTotals {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Nothing was done.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

/// What a day sums up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotals {
    /// The day of the diary.
    pub day: NaiveDate,
    /// What was done on it.
    pub totals: Totals,
}

/// What a month of a year sums up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotals {
    /// Its first day.
    pub month: NaiveDate,
    /// Days on which something was done.
    pub days: u32,
    /// Days on which the person walked.
    pub days_walked: u32,
    /// What was done in it.
    pub totals: Totals,
}

/// The answer to "How much did your back stop you this week?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekAnswer {
    /// The last of the seven days it is about: the day it was given on.
    pub until: NaiveDate,
    /// How much.
    pub stopped: Stopped,
    /// One activity of the person's own, as they named it; empty = none.
    pub activity: String,
    /// How that went, in their words.
    pub went: String,
}

/// So many days from one answer to the next at most, for them to be about two weeks in a row.
const WEEKS_APART: i64 = 10;

/// Two worse weeks in a row: the last two answers were each worse than the one before. Oldest first.
pub fn two_worse_weeks(answers: &[WeekAnswer]) -> bool {
    let Some([first, second, third]) = answers.last_chunk() else { return false };
    let worse = |before: &WeekAnswer, after: &WeekAnswer| {
        after.stopped > before.stopped && (after.until - before.until).num_days() <= WEEKS_APART
    };
    worse(first, second) && worse(second, third)
}

/// A stretch of days: a week, or a month. Days on which nothing was done are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Days {
    /// Oldest first.
    pub days: Vec<DayTotals>,
    /// Answers about whole weeks that lie in it, oldest first.
    pub weeks: Vec<WeekAnswer>,
    /// The first day of the whole diary; `None` = nothing is in it.
    pub first: Option<NaiveDate>,
    /// The last day of it.
    pub last: Option<NaiveDate>,
}

impl Days {
    /// All of it together.
    pub fn totals(&self) -> Totals {
        self.days.iter().fold(Totals::default(), |mut all, day| {
            all.sum(&day.totals);
            all
        })
    }

    /// One day; nothing where nothing was done on it.
    pub fn on(&self, day: NaiveDate) -> Option<&Totals> {
        self.days.iter().find(|totals| totals.day == day).map(|totals| &totals.totals)
    }
}

/// A year, by month. Months in which nothing was done are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Year {
    /// Oldest first.
    pub months: Vec<MonthTotals>,
    /// Answers about whole weeks that lie in it, oldest first.
    pub weeks: Vec<WeekAnswer>,
    /// The first day of the whole diary; `None` = nothing is in it.
    pub first: Option<NaiveDate>,
    /// The last day of it.
    pub last: Option<NaiveDate>,
}

/// One day, session by session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayDetail {
    /// The day of the diary.
    pub day: NaiveDate,
    /// What counts of it, in the order in which it really began.
    pub records: Vec<SessionRecord>,
    /// What it sums up to.
    pub totals: Totals,
    /// What the person wrote about the day.
    pub note: String,
    /// The last day before it on which something was done.
    pub before: Option<NaiveDate>,
    /// The first day after it on which something was done.
    pub after: Option<NaiveDate>,
}
