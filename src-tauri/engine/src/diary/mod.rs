//! Owns the diary's plain data: the record of each session, and what a day, a month and a year of them sum up to.
//!
//! Times carry the offset from UTC that the clocks had then, so that a record reads the same after a journey. A record belongs
//! to the day that began with the end of the bed hours before it: 00:20 belongs to the evening before.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::words::{Method, Modality, Outcome, RoutineId, Skin, codes};

pub mod wish;

/// The routine whose minutes are minutes walked.
const WALK: &str = "walk";
/// The routine of standing up for a moment.
const UP_AND_MOVE: &str = "move-break";

/// What is over sooner was begun, not done, s: a pack put on by mistake, a walk that ended at the door.
pub const BEGUN_ONLY: u32 = 120;

/// A wall time, and how far it was from UTC where the person was.
pub type LocalTime = DateTime<FixedOffset>;

codes! {
    /// What a session counts as in the history (`diary-kind-NAME`).
    DiaryKind {
        /// A walk.
        Walk = "walk",
        /// Up and move, for a moment.
        Move = "move",
        /// On the mat: stretches, strength, rest.
        Stretch = "stretch",
        /// Warm.
        Heat = "heat",
        /// Cold.
        Cold = "cold",
        /// Warm and cold in turn.
        Contrast = "contrast",
        /// Balls, roller, a partner's hands.
        Massage = "massage",
    }
}

impl DiaryKind {
    /// What a routine counts as.
    pub fn of(routine: &str, kind: Modality) -> Self {
        match (routine, kind) {
            (WALK, _) => Self::Walk,
            (UP_AND_MOVE, _) => Self::Move,
            (_, Modality::Stretch) => Self::Stretch,
            (_, Modality::Heat) => Self::Heat,
            (_, Modality::Cold) => Self::Cold,
            (_, Modality::Contrast) => Self::Contrast,
            (_, Modality::Massage) => Self::Massage,
        }
    }

    /// Something is on the body, and limits count it.
    pub fn is_thermal(self) -> bool {
        match self {
            Self::Heat | Self::Cold | Self::Contrast => true,
            Self::Walk | Self::Move | Self::Stretch | Self::Massage => false,
        }
    }
}

codes! {
    /// How it was right after, in the person's word (`felt-NAME`).
    Felt {
        /// Easier.
        Easier = "easier",
        /// The same.
        Same = "same",
        /// Worse.
        Worse = "worse",
    }
}

codes! {
    /// How much the back stopped the person in a week (`stopped-NAME`).
    Stopped {
        /// Not at all.
        NotAtAll = "not-at-all",
        /// A little.
        ALittle = "a-little",
        /// Some.
        Some = "some",
        /// A lot.
        ALot = "a-lot",
        /// Completely.
        Completely = "completely",
    }
}

/// One time on the body, as it really was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExposureRecord {
    /// Its number in the exposure ledger.
    pub exposure: u64,
    /// What it was done with.
    pub method: Method,
    /// When it went on, a backdated press counted in.
    pub on: LocalTime,
    /// When it was confirmed to be off; `None` = it is on.
    pub off: Option<LocalTime>,
    /// How long it was to be on, s.
    pub planned: u32,
    /// How long it was on, s, by the shorter reading of the clocks; 0 while it is on.
    pub seconds: u32,
    /// How far beyond the most for its kind it was on, s; 0 = within it.
    pub over: u32,
}

impl ExposureRecord {
    /// Came off at once, and counts as no turn.
    pub fn is_begun_only(&self) -> bool {
        self.off.is_some() && self.seconds < BEGUN_ONLY
    }
}

/// An answer about the skin, or a question about it that got none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkinRecord {
    /// When.
    pub at: LocalTime,
    /// `None` = nobody answered.
    pub said: Option<Skin>,
}

impl SkinRecord {
    /// The skin was not fine.
    pub fn is_event(&self) -> bool {
        matches!(self.said, Some(Skin::Red | Skin::Bad))
    }
}

/// A session as it really was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// The session's number.
    pub session: u64,
    /// The day of the diary it belongs to.
    pub day: NaiveDate,
    /// The routine.
    pub routine: RoutineId,
    /// What it counts as.
    pub kind: DiaryKind,
    /// What it was done with.
    pub pack: Option<String>,
    /// Turns chosen.
    pub turns: u8,
    /// When it began.
    pub began: LocalTime,
    /// When it ended; `None` = it goes on.
    pub ended: Option<LocalTime>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What was on the body, oldest first.
    pub exposures: Vec<ExposureRecord>,
    /// Time moved, s, pauses left out.
    pub moved: u32,
    /// What was said about the skin, oldest first.
    pub skin: Vec<SkinRecord>,
    /// How it was right after; `None` = not asked, or not answered.
    pub felt: Option<Felt>,
    /// What the person wrote about it.
    pub note: String,
    /// It was added by hand.
    pub by_hand: bool,
    /// It was changed by hand.
    pub edited: bool,
}

impl SessionRecord {
    /// Something was really done: it is shown, and counted.
    pub fn counts(&self) -> bool {
        let on_body = self.exposures.iter().any(|exposure| !exposure.is_begun_only());
        let moved = self.exposures.is_empty()
            && match self.outcome {
                Some(Outcome::Done) => true,
                Some(Outcome::Lapsed | Outcome::NotNow) => false,
                Some(Outcome::Stopped | Outcome::Hurt | Outcome::Skin | Outcome::Overran) | None => {
                    self.moved >= BEGUN_ONLY
                }
            };
        on_body || moved || !self.note.is_empty() || self.skin.iter().any(SkinRecord::is_event)
    }

    /// When it really began: what was on the body counts from when it went on.
    pub fn from(&self) -> LocalTime {
        self.exposures.first().map_or(self.began, |exposure| exposure.on)
    }

    /// When it really ended: what was on the body ends when it comes off, also where a rest follows. `None` = it goes on.
    pub fn until(&self) -> Option<LocalTime> {
        let off = self.exposures.last().map(|exposure| exposure.off);
        if self.moved > 0 { self.ended.or(off.flatten()) } else { off.unwrap_or(self.ended) }
    }

    /// What it is counted with, s: the time on the body, else the time moved.
    pub fn seconds(&self) -> u32 {
        if self.exposures.is_empty() { self.moved } else { self.on_body(|_| true) }
    }

    /// Time walked, s.
    pub fn walked(&self) -> u32 {
        if self.kind == DiaryKind::Walk { self.moved } else { 0 }
    }

    /// Time on the body of what is cold, s.
    pub fn cold(&self) -> u32 {
        self.on_body(|method| method.modality() == Modality::Cold)
    }

    /// Time on the body of what is warm, s; a warm and cool shower is neither.
    pub fn warm(&self) -> u32 {
        self.on_body(|method| method.modality() == Modality::Heat)
    }

    /// Time with a wrap on, s: it is warm, and no turn of warmth.
    pub fn worn(&self) -> u32 {
        self.on_body(|method| method == Method::Wrap)
    }

    /// How often it was on for too long.
    pub fn overran(&self) -> u32 {
        count(self.exposures.iter().filter(|exposure| exposure.over > 0))
    }

    /// How often the skin was not fine.
    pub fn skin_events(&self) -> u32 {
        count(self.skin.iter().filter(|said| said.is_event()))
    }

    fn on_body(&self, wanted: impl Fn(Method) -> bool) -> u32 {
        let wanted = self.exposures.iter().filter(|exposure| wanted(exposure.method));
        wanted.map(|exposure| exposure.seconds).fold(0, u32::saturating_add)
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> LocalTime {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    /// A session of ice from 21:00 to 21:15, in Berlin's winter.
    fn ice() -> SessionRecord {
        SessionRecord {
            session: 7,
            day: NaiveDate::from_ymd_opt(2026, 11, 18).unwrap(),
            routine: "cold-15".into(),
            kind: DiaryKind::of("cold-15", Modality::Cold),
            pack: Some("gel".into()),
            turns: 1,
            began: time("2026-11-18T20:58:00+01:00"),
            ended: Some(time("2026-11-18T21:15:00+01:00")),
            outcome: Some(Outcome::Done),
            exposures: vec![ExposureRecord {
                exposure: 3,
                method: Method::StillCold,
                on: time("2026-11-18T21:00:00+01:00"),
                off: Some(time("2026-11-18T21:15:00+01:00")),
                planned: 900,
                seconds: 900,
                over: 0,
            }],
            moved: 0,
            skin: vec![SkinRecord { at: time("2026-11-18T21:05:00+01:00"), said: Some(Skin::Fine) }],
            felt: Some(Felt::Easier),
            note: String::new(),
            by_hand: false,
            edited: false,
        }
    }

    #[test]
    fn a_record_keeps_its_offset_when_it_is_written_and_read() {
        let text = serde_json::to_string(&ice()).unwrap();
        assert!(text.contains("2026-11-18T21:00:00+01:00"), "{text}");
        assert_eq!(serde_json::from_str::<SessionRecord>(&text).unwrap(), ice());
    }

    #[test]
    fn only_what_was_really_done_counts() {
        assert!(ice().counts());
        let mut mistake = ice();
        mistake.skin.clear();
        mistake.exposures[0].seconds = BEGUN_ONLY - 1;
        assert!(!mistake.counts(), "put on by mistake");
        let never = SessionRecord { exposures: vec![], outcome: Some(Outcome::Lapsed), ..mistake.clone() };
        assert!(!never.counts());
        let walk = |moved, outcome| SessionRecord { exposures: vec![], moved, outcome, ..mistake.clone() };
        assert!(walk(300, Some(Outcome::Stopped)).counts());
        assert!(!walk(BEGUN_ONLY - 1, Some(Outcome::Stopped)).counts());
        assert!(walk(90, Some(Outcome::Done)).counts(), "up and move is done in 90 s");
    }

    #[test]
    fn totals_count_every_kind_by_itself() {
        let walk = SessionRecord {
            session: 8,
            routine: "walk".into(),
            kind: DiaryKind::Walk,
            exposures: vec![],
            skin: vec![],
            moved: 900,
            felt: None,
            ..ice()
        };
        let mut red = ice();
        red.skin[0].said = Some(Skin::Red);
        (red.exposures[0].seconds, red.exposures[0].over, red.felt) = (1300, 100, Some(Felt::Worse));
        let mut totals = Totals::default();
        for record in [&ice(), &walk, &red] {
            totals.add(record);
        }
        let cold = KindTotals { sessions: 2, seconds: 2200, easier: 1, same: 0, worse: 1 };
        assert_eq!((totals.kind(DiaryKind::Cold), cold.answers()), (cold, 2));
        assert_eq!((totals.cold, totals.warm, totals.walked), (2200, 0, 900));
        assert_eq!((totals.overran, totals.skin_events), (1, 1));
        let mut wrap = ice();
        wrap.exposures[0].method = Method::Wrap;
        totals.add(&wrap);
        assert_eq!((totals.warm, totals.worn), (900, 900), "a wrap is warm, and counted apart");
    }
}
