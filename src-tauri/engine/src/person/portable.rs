//! Decides what of a person goes along to another computer, what of it is taken in there, and what stays when all is deleted.
//!
//! Limits only ever get stricter by it: what was on the body is added to the ledger and never taken out, a lock or a warning
//! sign that stands here stays, and of two answers about health the more careful one holds.

mod form;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};

pub(crate) use form::not_portable;
pub use form::{NotPortable, ON_MOST, PastAnswers, PastExposure, PastFlags, PastLock, PastSee, PortablePerson, Wrong};

use crate::diary::SessionRecord;
use crate::health::Condition;
use crate::person::bed::BedHours;
use crate::person::gates::{FlagAnswer, Gates, SeeAnswer};
use crate::person::ledger::Exposure;
use crate::person::log::Entry;
use crate::person::records::Records;
use crate::person::{Done, Lock, Person};
use crate::routine::catalogue::Catalogue;
use crate::rules;
use crate::time::{Anchor, Moment};

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
