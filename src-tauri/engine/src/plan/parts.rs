//! Owns what is kept of the day itself: the parts of it that are over, what was answered, how far the clock has come.
//!
//! A part keeps what it was made of, never what came of it: each answer goes through the whole day anew. So a press that is
//! taken back, or a session that is added by hand, changes exactly what it would have changed at its time.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::plan::Item;
use crate::plan::chosen::Chosen;
use crate::plan::frame::Frame;
use crate::plan::given::{Answered, Carried, Given, Missed, Permit, Session, Verdict};
use crate::plan::today::Why;
use crate::plan::zone::{Offsets, Zone};
use crate::words::RoutineId;

/// Bed hours or quiet hours, minutes after midnight, local.
pub(crate) type Bed = Option<(u16, u16)>;

/// Where the clock is set back by no more, what was over stays over: the plan waits until the clock is there again.
const WAITS: TimeDelta = TimeDelta::hours(3);
/// More parts than a person makes in a day. Of still more, the oldest keep what came of them.
const PARTS_MOST: usize = 16;

/// The day as far as it is not computed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Today {
    pub(crate) date: NaiveDate,
    /// Oldest first.
    parts: Vec<Part>,
    /// What parts left that are no longer kept, and how often the items changed in them.
    sealed: Option<(Carried, u64)>,
    pub(crate) answers: Vec<Answered>,
    /// What was missed when a word about the body came, which could move it.
    pub(crate) missed: Vec<Missed>,
    pub(crate) bed: Bed,
    pub(crate) zone: Offsets,
    pub(crate) zone_changed: bool,
    /// The latest that the clock has read in it.
    pub(crate) latest: DateTime<Utc>,
    /// What was due by then has called, before the clock was set back.
    pub(crate) called_until: Option<DateTime<Utc>>,
}

/// A part of the day that ended when zone, bed hours or items changed in its middle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    until: DateTime<Utc>,
    zone: Offsets,
    bed: Bed,
    followed: Followed,
}

/// Which plan was followed in a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Followed {
    /// The one that was followed after it, too.
    TheSame,
    /// None.
    Nothing,
    /// Another one, or another day of the same.
    Other(Box<Chosen>),
}

/// What does not change from one part of a day to the next.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a> {
    /// Oldest first.
    pub(crate) sessions: &'a [Session],
    pub(crate) permit: &'a dyn Permit,
    /// Quiet hours.
    pub(crate) quiet: Bed,
    /// Says of what was missed what stood against it.
    pub(crate) reasons: bool,
}

impl Today {
    pub(crate) fn new(date: NaiveDate, bed: Bed, zone: &dyn Zone, now: DateTime<Utc>) -> Self {
        let (parts, sealed, answers, missed) = (Vec::new(), None, Vec::new(), Vec::new());
        let zone = Offsets::around(zone, date);
        Self { date, parts, sealed, answers, missed, bed, zone, zone_changed: false, latest: now, called_until: None }
    }

    pub(crate) fn frame(&self) -> Frame<'_> {
        Frame::of(&self.zone, self.bed, self.latest).on(self.date)
    }

    /// Ends a part of the day: what is over stays as it is, what is to come is planned anew.
    pub(crate) fn end_part(&mut self, followed: Followed, chosen: Option<&Chosen>, facts: Facts<'_>) {
        self.parts.push(Part { until: self.latest, zone: self.zone.clone(), bed: self.bed, followed });
        if self.parts.len() > PARTS_MOST {
            self.sealed = self.carried(1, chosen, facts);
            self.parts.remove(0);
        }
    }

    /// The clock was set back within the day, further than the plan waits for: the rest of the day comes once more, but
    /// what has called does not call again.
    pub(crate) fn set_back(&mut self, now: DateTime<Utc>) {
        self.parts.retain(|part| part.until <= now);
        self.called_until = self.called_until.max(Some(self.latest));
        self.latest = now;
    }

    /// What the first so many parts leave for the one after them, and how often the items changed in them.
    fn carried(&self, parts: usize, chosen: Option<&Chosen>, facts: Facts<'_>) -> Option<(Carried, u64)> {
        let mut carried = self.sealed.clone();
        for (nth, part) in self.parts.iter().enumerate().take(parts) {
            let later = self.parts[nth..].iter().find_map(|part| part.followed.plan());
            let before = |session: &Session| session.real.from < part.until;
            let sessions: Vec<Session> =
                facts.sessions.iter().filter(|s| before(s)).map(|s| s.as_of(part.until)).collect();
            let facts = Facts { sessions: &sessions, permit: &Over(facts.permit), ..facts };
            let frame = Frame::of(&part.zone, part.bed, part.until).on(self.date);
            let (other, changes) = (part.followed != Followed::TheSame, carried.as_ref().map_or(0, |(_, n)| *n));
            let given = self.given(frame, part.until, later.unwrap_or(chosen), carried.as_ref(), facts);
            carried = Some((given.hold().carry(&given, other), changes + u64::from(other)));
        }
        carried
    }

    /// Asks what the present part of the day holds.
    pub(crate) fn ask<T>(&self, chosen: &Chosen, busy: bool, facts: Facts<'_>, ask: impl FnOnce(&Given<'_>) -> T) -> T {
        let carried = self.carried(self.parts.len(), Some(chosen), facts);
        let given = self.given(self.frame(), self.latest, Some(chosen), carried.as_ref(), facts);
        ask(&Given { busy, ..given })
    }

    fn given<'a>(
        &'a self,
        frame: Frame<'a>,
        now: DateTime<Utc>,
        chosen: Option<&'a Chosen>,
        carried: Option<&'a (Carried, u64)>,
        facts: Facts<'a>,
    ) -> Given<'a> {
        let sheet = chosen.and_then(|chosen| chosen.sheet(self.date));
        let (items, day) = sheet.map_or_else(|| (Vec::new(), (0, 0)), |sheet| (sheet.items, sheet.day));
        Given {
            frame,
            now,
            items,
            turns: chosen.and_then(|chosen| chosen.turns),
            day,
            part: carried.map_or(0, |(_, changes)| *changes),
            carried: carried.map(|(carried, _)| carried),
            sessions: facts.sessions,
            answers: &self.answers,
            missed: &self.missed,
            called_until: self.called_until,
            quiet: facts.quiet,
            busy: false,
            permit: facts.permit,
            reasons: facts.reasons,
        }
    }
}

/// How far the clock may fall behind what it has read, before the plan takes the new time for the true one.
pub(crate) fn waits(latest: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    latest - now <= WAITS
}

impl Followed {
    /// The plan of a part; `None` = that of the part after it.
    fn plan(&self) -> Option<Option<&Chosen>> {
        match self {
            Self::TheSame => None,
            Self::Nothing => Some(None),
            Self::Other(chosen) => Some(Some(chosen)),
        }
    }
}

impl Session {
    /// As it stood at a moment.
    fn as_of(&self, at: DateTime<Utc>) -> Self {
        let mut then = self.clone();
        then.real.until = then.real.until.filter(|until| *until <= at);
        then
    }
}

/// In a part that is over, nothing is to come, so nobody asks when.
struct Over<'a>(&'a dyn Permit);

impl Permit for Over<'_> {
    fn when(&self, item: &Item, _: u8, due: DateTime<Utc>) -> (RoutineId, Verdict) {
        (item.routines.first().cloned().unwrap_or_default(), Verdict::At(due, None))
    }

    fn stood_against(&self, item: &Item, turns: u8, at: DateTime<Utc>) -> Option<Why> {
        self.0.stood_against(item, turns, at)
    }

    fn seconds(&self, routine: &str, turns: u8) -> u64 {
        self.0.seconds(routine, turns)
    }

    fn fitting(&self, routine: &str, seconds: u32) -> u32 {
        self.0.fitting(routine, seconds)
    }
}
