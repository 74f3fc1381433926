//! Owns what is written of a person for another computer, and decides whether it can be so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::health::{Condition, HealthKind};
use crate::words::{Advice, Flags, Method, Modality, RoutineId, See, codes};

/// More than eight days can hold: twelve times a day on the body, with room for false starts.
const EXPOSURES_MOST: usize = 2000;
/// More than can stand at once.
const LOCKS_MOST: usize = 100;
/// The longest lock (4.1), s.
const LOCK_MOST: u32 = 86_400;
/// The longest that anything was ever left on, as far as it can be believed, s: a computer may be put away with a pack that
/// nobody said is off.
pub const ON_MOST: u32 = 366 * 86_400;
/// What lies ahead by more than this is no time of the past: two clocks are never quite the same.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// What is known of a person, by the calendar alone: ticks and boots mean nothing on another computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct PortablePerson {
    /// What was on the body in the last eight days, oldest first.
    pub exposures: Vec<PastExposure>,
    /// What is closed for a while.
    pub locks: Vec<PastLock>,
    /// What was answered about health and safety.
    pub answers: PastAnswers,
    /// The bed hours that were chosen, minutes after midnight, local.
    pub bed_hours: Option<(u16, u16)>,
    /// Asked how it was right after.
    pub asks_felt: bool,
    /// Asked once a week how much the back stopped them.
    pub asks_week: bool,
    /// Turns of still cold in a row without trouble.
    pub calm_turns: u32,
    /// Routines that were finished at least once.
    pub done_ever: BTreeSet<RoutineId>,
    /// When the first session was granted (R23).
    pub first_session: Option<DateTime<Utc>>,
    /// And the last.
    pub last_session: Option<DateTime<Utc>>,
    /// Advice that was noted, and when.
    pub noted: BTreeMap<Advice, DateTime<Utc>>,
}

/// One interval on the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastExposure {
    /// Its number.
    pub exposure: u64,
    /// The session it belongs to.
    pub session: u64,
    /// What it was done with.
    pub method: Method,
    /// When it went on.
    pub on: DateTime<Utc>,
    /// When it came off.
    pub off: DateTime<Utc>,
    /// How long it was on, s.
    pub seconds: u32,
}

/// What is closed for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastLock {
    /// What it happened under.
    pub modality: Modality,
    /// Only this method.
    pub method: Option<Method>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// For how long, s.
    pub seconds: u32,
    /// The session whose skin answer closed it; then warm and cold are closed alike.
    pub skin_of: Option<u64>,
}

/// The answer to a list of warning signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastFlags {
    /// What was answered.
    pub flags: Flags,
    /// When.
    pub at: DateTime<Utc>,
    /// "I have been seen about this".
    pub seen: Option<DateTime<Utc>>,
}

/// The answer to the second list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastSee {
    /// How soon to see someone.
    pub see: See,
    /// When it was answered.
    pub at: DateTime<Utc>,
}

/// What was answered about health and safety, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct PastAnswers {
    /// The disclaimer was accepted.
    pub disclaimer: Option<DateTime<Utc>>,
    /// The emergency list.
    pub flags: Option<PastFlags>,
    /// The person said that the pain changed.
    pub pain_changed: bool,
    /// The second list.
    pub see: Option<PastSee>,
    /// Warm and cold are felt normally at the low back.
    pub feels_normally: Option<bool>,
    /// The skin there is whole.
    pub skin_whole: Option<bool>,
    /// Lasting conditions.
    pub conditions: BTreeSet<Condition>,
    /// When the questions of each kind were answered.
    pub answered: BTreeMap<HealthKind, DateTime<Utc>>,
    /// "Ask first" was read and passed.
    pub asked_first: BTreeMap<Condition, BTreeMap<HealthKind, DateTime<Utc>>>,
    /// A clinician said this is fine.
    pub clinician: BTreeMap<Condition, DateTime<Utc>>,
    /// A clinician said that a wrap in bed is fine.
    pub clinician_bed: Option<DateTime<Utc>>,
    /// A drink.
    pub alcohol: Option<DateTime<Utc>>,
    /// Sleeping tablets or strong painkillers.
    pub medicine: Option<DateTime<Utc>>,
    /// Swelling, a bruise or a knock.
    pub swelling: Option<DateTime<Utc>>,
    /// "I may doze."
    pub may_doze: bool,
}

codes! {
    /// What is wrong with what is to be taken in (`import-wrong-NAME`).
    Wrong {
        /// There are more than there can be.
        TooMany = "too-many",
        /// The same number stands twice.
        Twice = "twice",
        /// It lies ahead.
        Ahead = "ahead",
        /// It is over before it began.
        Backwards = "backwards",
        /// It is longer than it can have been.
        TooLong = "too-long",
        /// It is no time of day, or no length of a night.
        Hours = "hours",
        /// The plan is not sound.
        Plan = "plan",
        /// More is agreed than a person can agree to at once.
        Agreed = "agreed",
    }
}

/// Why it is not taken in. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotPortable {
    /// The field.
    pub field: &'static str,
    /// Which of them, from 1; 0 = there is one.
    pub nth: usize,
    /// What is wrong with it.
    pub wrong: Wrong,
}

pub(crate) fn not_portable(field: &'static str, nth: usize, wrong: Wrong) -> NotPortable {
    NotPortable { field, nth, wrong }
}

impl PortablePerson {
    /// Looks at it without taking it in.
    pub(crate) fn check(&self, now: DateTime<Utc>) -> Result<(), NotPortable> {
        let ahead = |time: DateTime<Utc>| time > now + AHEAD;
        if self.exposures.len() > EXPOSURES_MOST {
            return Err(not_portable("exposures", 0, Wrong::TooMany));
        }
        let mut numbers = BTreeSet::new();
        for (entry, nth) in self.exposures.iter().zip(1..) {
            let wrong = |wrong| Err(not_portable("exposures", nth, wrong));
            if !numbers.insert(entry.exposure) {
                return wrong(Wrong::Twice);
            } else if ahead(entry.on) || ahead(entry.off) {
                return wrong(Wrong::Ahead);
            } else if entry.off < entry.on {
                return wrong(Wrong::Backwards);
            } else if entry.seconds > ON_MOST || entry.off - entry.on > TimeDelta::seconds(ON_MOST.into()) {
                return wrong(Wrong::TooLong);
            }
        }
        if self.locks.len() > LOCKS_MOST {
            return Err(not_portable("locks", 0, Wrong::TooMany));
        }
        for (lock, nth) in self.locks.iter().zip(1..) {
            if ahead(lock.since) {
                return Err(not_portable("locks", nth, Wrong::Ahead));
            } else if lock.seconds > LOCK_MOST {
                return Err(not_portable("locks", nth, Wrong::TooLong));
            }
        }
        if self.bed_hours.is_some_and(|(from, until)| from >= 1440 || until >= 1440 || from == until) {
            return Err(not_portable("bed_hours", 0, Wrong::Hours));
        }
        if self.answers.times().any(ahead) {
            return Err(not_portable("answers", 0, Wrong::Ahead));
        }
        let times = [self.first_session, self.last_session].into_iter().flatten();
        if times.chain(self.noted.values().copied()).any(ahead) {
            return Err(not_portable("first_session", 0, Wrong::Ahead));
        }
        Ok(())
    }
}

impl PastAnswers {
    fn times(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let flags = self.flags.iter().flat_map(|f| [Some(f.at), f.seen]);
        let asked = self.asked_first.values().flat_map(|kinds| kinds.values());
        let kept = self.answered.values().chain(self.clinician.values()).chain(asked).map(|time| Some(*time));
        let single = [self.disclaimer, self.clinician_bed, self.alcohol, self.medicine, self.swelling];
        flags.chain(kept).chain(single).chain([self.see.as_ref().map(|see| see.at)]).flatten()
    }
}
