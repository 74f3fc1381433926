//! Decides what of a person goes along to another computer, what of it is taken in there, and what stays when all is deleted.
//!
//! Limits only ever get stricter by it: what was on the body is added to the ledger and never taken out, a lock or a warning
//! sign that stands here stays, and of two answers about health the more careful one holds.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::diary::SessionRecord;
use crate::health::{Condition, HealthKind};
use crate::person::bed::BedHours;
use crate::person::gates::{FlagAnswer, Gates, SeeAnswer};
use crate::person::ledger::Exposure;
use crate::person::log::Entry;
use crate::person::records::Records;
use crate::person::{Done, Lock, Person};
use crate::routine::catalogue::Catalogue;
use crate::rules;
use crate::time::{Anchor, Moment};
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

/// By the calendar, to the millisecond: what an anchor that is made of it gives back.
fn calendar(anchor: Anchor) -> DateTime<Utc> {
    let wall = anchor.wall();
    DateTime::from_timestamp_millis(wall.timestamp_millis()).unwrap_or(wall)
}

/// The moment of a time of the past, as the wall stands now; what lies ahead is now.
fn anchored(time: DateTime<Utc>, at: Moment<'_>) -> Anchor {
    let ago = (at.now().wall - time).to_std().unwrap_or_default();
    at.anchor().earlier(ago)
}

fn map<K: Ord + Copy, A: Copy, B>(of: &BTreeMap<K, A>, to: impl Fn(A) -> B) -> BTreeMap<K, B> {
    of.iter().map(|(key, value)| (*key, to(*value))).collect()
}

impl PortablePerson {
    /// What is known of a person.
    pub(crate) fn of(person: &Person) -> Self {
        let exposures = person.ledger.entries().iter().filter_map(|entry| {
            Some(PastExposure {
                exposure: entry.id,
                session: entry.session,
                method: entry.method,
                on: calendar(entry.on),
                off: calendar(entry.off?),
                seconds: entry.ran,
            })
        });
        let locks = person.locks.iter().map(|lock| PastLock {
            modality: lock.modality,
            method: lock.method,
            since: calendar(lock.since),
            seconds: lock.seconds,
            skin_of: lock.skin_of,
        });
        Self {
            exposures: exposures.collect(),
            locks: locks.collect(),
            answers: PastAnswers::of(&person.gates),
            bed_hours: person.bed.filter(|bed| bed.chosen).map(|bed| (bed.from, bed.until)),
            asks_felt: person.records.asks_felt,
            asks_week: person.records.asks_week,
            calm_turns: person.calm_turns,
            done_ever: person.done_ever.clone(),
            first_session: person.first_session.map(calendar),
            last_session: person.last_session.map(calendar),
            noted: map(&person.noted, calendar),
        }
    }

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
    fn of(gates: &Gates) -> Self {
        let said = |anchor: Option<Anchor>| anchor.map(calendar);
        Self {
            disclaimer: said(gates.disclaimer),
            flags: gates.flags.map(|f| PastFlags { flags: f.flags, at: calendar(f.at), seen: said(f.seen) }),
            pain_changed: gates.pain_changed,
            see: gates.see.map(|s| PastSee { see: s.see, at: calendar(s.at) }),
            feels_normally: gates.health.feels_normally,
            skin_whole: gates.health.skin_whole,
            conditions: gates.health.conditions.clone(),
            answered: map(&gates.health.answered, calendar),
            asked_first: gates.asked_first.iter().map(|(of, kinds)| (*of, map(kinds, calendar))).collect(),
            clinician: map(&gates.clinician, calendar),
            clinician_bed: said(gates.clinician_bed),
            alcohol: said(gates.alcohol),
            medicine: said(gates.medicine),
            swelling: said(gates.swelling),
            may_doze: gates.may_doze,
        }
    }

    fn times(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let flags = self.flags.iter().flat_map(|f| [Some(f.at), f.seen]);
        let asked = self.asked_first.values().flat_map(|kinds| kinds.values());
        let kept = self.answered.values().chain(self.clinician.values()).chain(asked).map(|time| Some(*time));
        let single = [self.disclaimer, self.clinician_bed, self.alcohol, self.medicine, self.swelling];
        flags.chain(kept).chain(single).chain([self.see.as_ref().map(|see| see.at)]).flatten()
    }
}

impl Person {
    /// Takes in what was checked, and the sessions of the last days as the diary has them (`recent`).
    pub(crate) fn take_in(
        &mut self,
        portable: PortablePerson,
        recent: &[SessionRecord],
        catalogue: &Catalogue,
        at: Moment<'_>,
    ) {
        let PortablePerson { exposures, locks, answers, bed_hours, asks_felt, asks_week, .. } = portable;
        let added = exposures.into_iter().map(|entry| Exposure {
            id: entry.exposure,
            session: entry.session,
            method: entry.method,
            on: anchored(entry.on, at),
            off: Some(anchored(entry.off, at)),
            ran: entry.seconds,
        });
        self.ledger.merge(added.collect(), |anchor| calendar(*anchor), at);
        for lock in locks {
            let same = |known: &Lock| {
                (known.modality, known.method, known.seconds) == (lock.modality, lock.method, lock.seconds)
                    && known.skin_of.is_some() == lock.skin_of.is_some()
                    && calendar(known.since) == lock.since
            };
            if !self.locks.iter().any(same) {
                let since = anchored(lock.since, at);
                let PastLock { modality, method, seconds, skin_of, .. } = lock;
                self.locks.push(Lock { modality, method, since, seconds, skin_of });
            }
        }
        self.gates.take_in(answers, at);
        self.take_in_bed(bed_hours, at);
        self.records = Records::default();
        (self.records.asks_felt, self.records.asks_week) = (asks_felt, asks_week);
        // Fewer turns without trouble are asked about more often.
        self.calm_turns = portable.calm_turns;
        self.done_ever = portable.done_ever;
        self.first_session = portable.first_session.map(|time| anchored(time, at));
        self.last_session = portable.last_session.map(|time| anchored(time, at));
        self.noted = map(&portable.noted, |time| anchored(time, at));
        (self.log, self.done_today) = Default::default();
        self.told.clear();
        for record in recent {
            self.take_in_record(record, catalogue, at);
        }
    }

    /// Forgets all but what limits and locks go by.
    pub(crate) fn forget(&mut self, at: Moment<'_>) {
        let stands = self.gates.flags.filter(FlagAnswer::stands);
        let Gates { alcohol, medicine, swelling, may_doze, .. } = self.gates;
        let gates = Gates { flags: stands, alcohol, medicine, swelling, may_doze, ..Gates::default() };
        *self = Self {
            ledger: std::mem::take(&mut self.ledger),
            locks: std::mem::take(&mut self.locks),
            old_locks: std::mem::take(&mut self.old_locks),
            bed: self.bed.map(|bed| bed.forgotten(at.now())),
            data_lost: self.data_lost,
            gates,
            ..Self::default()
        };
    }

    /// Hours that are settled for the night stay, as for any other choice; what cannot be chosen is as without a choice.
    fn take_in_bed(&mut self, hours: Option<(u16, u16)>, at: Moment<'_>) {
        let before = self.bed.map(|bed| bed.forgotten(at.now()));
        let chosen = hours.map(|(from, until)| BedHours::choose(from, until, before, at.now()));
        self.bed = match chosen {
            Some(Ok(bed)) => Some(bed),
            Some(Err(_)) | None => before,
        };
    }

    /// The plan goes along the sessions of the last days, and what was done today is known.
    fn take_in_record(&mut self, record: &SessionRecord, catalogue: &Catalogue, at: Moment<'_>) {
        let (Some(ended), Some(outcome)) = (record.ended, record.outcome) else { return };
        let (began, ended) = (anchored(record.began.to_utc(), at), anchored(ended.to_utc(), at));
        let routine = catalogue.routine(&record.routine);
        let whole = routine.map(|routine| routine.length().as_secs() * u64::from(record.turns));
        self.log.add(
            Entry {
                session: record.session,
                routine: record.routine.clone(),
                moves: !record.kind.is_thermal(),
                seconds: whole.unwrap_or_else(|| record.seconds().into()),
                began,
                ended: Some((outcome, ended)),
            },
            at,
        );
        if let Some(routine) = routine
            && outcome == crate::words::Outcome::Done
            && at.least(ended) < rules::DAY
        {
            self.done_today.push(Done { routine: record.routine.clone(), kind: routine.kind, at: ended });
        }
    }
}

impl Gates {
    /// Of two answers the more careful one holds; where nothing was answered here, it is as it was told.
    fn take_in(&mut self, past: PastAnswers, at: Moment<'_>) {
        let told = |time: Option<DateTime<Utc>>| time.map(|time| anchored(time, at));
        let later = |here: Option<Anchor>, there: Option<DateTime<Utc>>| match (here, told(there)) {
            (Some(here), Some(there)) => Some(if at.least(here) <= at.least(there) { here } else { there }),
            (here, there) => here.or(there),
        };
        let careful = |here: Option<bool>, there: Option<bool>| match (here, there) {
            (Some(here), Some(there)) => Some(here && there),
            (here, there) => here.or(there),
        };
        self.disclaimer = later(self.disclaimer, past.disclaimer);
        let there = past.flags.map(|f| FlagAnswer { flags: f.flags, at: anchored(f.at, at), seen: told(f.seen) });
        self.flags = match (self.flags, there) {
            (Some(here), Some(there)) if here.stands() || !there.stands() => Some(here),
            (here, there) => there.or(here),
        };
        self.pain_changed |= past.pain_changed;
        self.see = self.see.or(past.see.map(|s| SeeAnswer { see: s.see, at: anchored(s.at, at) }));
        // What a clinician allowed before a condition was told here says nothing about what is so now.
        let known = std::mem::take(&mut self.health.conditions);
        let fresh = |condition: &Condition| !known.contains(condition);
        let clinician = past.clinician.into_iter().filter(|(condition, _)| fresh(condition));
        self.clinician.extend(clinician.map(|(condition, time)| (condition, anchored(time, at))));
        let asked = past.asked_first.into_iter().filter(|(condition, _)| fresh(condition));
        self.asked_first.extend(asked.map(|(condition, kinds)| (condition, map(&kinds, |time| anchored(time, at)))));
        self.health.conditions = known.union(&past.conditions).copied().collect();
        self.health.feels_normally = careful(self.health.feels_normally, past.feels_normally);
        self.health.skin_whole = careful(self.health.skin_whole, past.skin_whole);
        for (kind, time) in past.answered {
            self.health.answered.entry(kind).or_insert_with(|| anchored(time, at));
        }
        self.clinician_bed = self.clinician_bed.or(told(past.clinician_bed));
        self.alcohol = later(self.alcohol, past.alcohol);
        self.medicine = later(self.medicine, past.medicine);
        self.swelling = later(self.swelling, past.swelling);
        self.may_doze |= past.may_doze;
    }
}

/// No plan looks back further than this for what was done.
pub const RECENT: Duration = Duration::from_secs(4 * 86_400);
