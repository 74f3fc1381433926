//! Owns the records of the sessions that can still change, and the question how it was right after.
//!
//! Each change marks its record, and the engine hands the marked ones out (`Effect::Keep`): taking a press back brings the
//! person back as they are without it, and marks what differs.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate, Offset, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use crate::diary::{DiaryKind, ExposureRecord, Felt, LocalTime, SessionRecord, SkinRecord};
use crate::person::Person;
use crate::plan::frame::Frame;
use crate::plan::zone::Fixed;
use crate::session::course::Course;
use crate::time::{Anchor, Moment, millis};
use crate::words::{Method, Outcome, Skin};

/// A record stays at hand for this long after the last change: for a corrected answer, a word taken back, how it felt.
const AT_HAND: Duration = Duration::from_secs(3600);
/// Of so many sessions at most one is asked about (CONTENT 3.8).
const ASKED_OF: u8 = 3;
/// More is not kept of what was said about the skin in one session.
const SKIN_MOST: usize = 60;
/// Nor of times on the body.
const EXPOSURES_MOST: usize = 60;

/// The records at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Records {
    at_hand: Vec<AtHand>,
    /// The person wants to be asked how it was right after.
    #[serde(default)]
    pub(crate) asks_felt: bool,
    /// The person wants to be asked once a week how much it stopped them.
    #[serde(default)]
    pub(crate) asks_week: bool,
    /// How it was right after is asked about this session.
    asks: Option<u64>,
    /// Sessions that ended since one was asked about; `None` = none ever was.
    #[serde(default)]
    since_asked: Option<u8>,
}

/// A record, and what is known of it beside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AtHand {
    pub(crate) record: SessionRecord,
    /// Movement runs since then.
    moving: Option<Anchor>,
    /// Time moved before that, ms.
    moved_ms: u64,
    /// When it was over, or changed by hand.
    touched: Option<Anchor>,
    /// It has not been handed out as it is now.
    changed: bool,
}

impl Records {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SessionRecord> {
        self.at_hand.iter().map(|known| &known.record)
    }

    pub(crate) fn find(&self, session: u64) -> Option<&SessionRecord> {
        self.iter().find(|record| record.session == session)
    }

    /// The session whose "how was it right after?" is open.
    pub(crate) fn asks(&self) -> Option<&SessionRecord> {
        self.asks.and_then(|session| self.find(session)).filter(|record| record.felt.is_none())
    }

    /// The person wants to be asked how it was right after, or no longer.
    pub(crate) fn ask_felt(&mut self, on: bool) {
        self.asks_felt = on;
        (self.asks, self.since_asked) = (self.asks.filter(|_| on), None);
    }

    /// How long the question is still open.
    pub(crate) fn wait(&self, at: Moment<'_>) -> Option<Duration> {
        let asked = self.asks()?.session;
        let over = self.at_hand.iter().find(|known| known.record.session == asked)?.touched?;
        at.left(over, AT_HAND)
    }

    /// Nothing is asked about it any more.
    pub(crate) fn close_question(&mut self, session: u64) {
        self.asks = self.asks.filter(|asked| *asked != session);
    }

    /// Takes the changed ones out, to be kept.
    pub(crate) fn handed_out(&mut self) -> Vec<SessionRecord> {
        let changed = self.at_hand.iter_mut().filter(|known| known.changed);
        changed
            .map(|known| {
                known.changed = false;
                known.record.clone()
            })
            .collect()
    }

    /// What was handed out since a word is taken back: what differs is handed out again, what was not there is forgotten;
    /// gives the sessions that are.
    pub(crate) fn instead_of(&mut self, since: &Self) -> Vec<u64> {
        for known in &mut self.at_hand {
            known.changed = since.find(known.record.session) != Some(&known.record);
        }
        since.iter().map(|record| record.session).filter(|session| self.find(*session).is_none()).collect()
    }

    /// Puts a record at hand, to be changed, in the place of the one that may be there.
    pub(crate) fn put(&mut self, record: SessionRecord, changed: bool, at: Anchor) {
        self.at_hand.retain(|known| known.record.session != record.session);
        let moved_ms = u64::from(record.moved) * 1000;
        self.at_hand.push(AtHand { record, moving: None, moved_ms, touched: Some(at), changed });
    }

    /// Takes a record out: it is no more.
    pub(crate) fn remove(&mut self, session: u64) {
        self.at_hand.retain(|known| known.record.session != session);
        self.close_question(session);
    }

    /// Drops what can no longer change; sessions of `going_on` still can.
    pub(crate) fn prune(&mut self, going_on: [Option<u64>; 3], at: Moment<'_>) {
        let is_old = |known: &AtHand| {
            !going_on.contains(&Some(known.record.session))
                && known.touched.is_none_or(|touched| at.least(touched) >= AT_HAND)
        };
        self.at_hand.retain(|known| !is_old(known));
        self.asks = self.asks.filter(|session| {
            self.at_hand.iter().any(|known| {
                known.record.session == *session && known.touched.is_none_or(|over| at.least(over) < AT_HAND)
            })
        });
    }

    fn change(&mut self, session: u64, change: impl FnOnce(&mut AtHand)) {
        if let Some(known) = self.at_hand.iter_mut().find(|known| known.record.session == session) {
            let before = known.record.clone();
            change(known);
            known.changed |= known.record != before;
        }
    }

    /// At most one session in three is asked about, and nothing that is over in a moment.
    fn ask_about(&mut self, session: u64) {
        let wanted = |record: &SessionRecord| record.counts() && record.kind != DiaryKind::Move && !record.by_hand;
        if !self.asks_felt || !self.find(session).is_some_and(wanted) {
            return;
        }
        let due = self.since_asked.is_none_or(|since| since + 1 >= ASKED_OF);
        self.asks = due.then_some(session);
        self.since_asked = Some(if due { 0 } else { self.since_asked.unwrap_or(0) + 1 });
    }
}

impl Person {
    /// A moment as clocks here show it, to the second.
    pub(crate) fn local(&self, at: DateTime<Utc>) -> LocalTime {
        let offset = self.bed.map_or(0, |bed| bed.offset());
        let here = FixedOffset::east_opt(offset).unwrap_or_else(|| Utc.fix());
        at.with_timezone(&here).trunc_subsecs(0)
    }

    /// The day of the diary that a local time belongs to, with the bed hours as they are.
    pub(crate) fn diary_day(&self, at: LocalTime) -> NaiveDate {
        let bed = self.bed.map(|bed| (bed.from, bed.until));
        Frame::of(&Fixed(at.offset().local_minus_utc()), bed, at.to_utc()).date
    }

    /// A session begins.
    pub(crate) fn record_begin(&mut self, course: &Course, at: Anchor) {
        let began = self.local(at.wall());
        let record = SessionRecord {
            session: course.id,
            day: self.diary_day(began),
            routine: course.routine.id.clone(),
            kind: DiaryKind::of(&course.routine.id, course.routine.kind),
            pack: course.pack.clone(),
            turns: course.turns,
            began,
            ended: None,
            outcome: None,
            exposures: Vec::new(),
            moved: 0,
            skin: Vec::new(),
            felt: None,
            note: String::new(),
            by_hand: false,
            edited: false,
        };
        self.records.at_hand.retain(|known| known.record.session != course.id);
        self.records.at_hand.push(AtHand { record, moving: None, moved_ms: 0, touched: None, changed: true });
    }

    /// Something goes on; one that had lapsed goes on with it.
    pub(crate) fn record_on(&mut self, course: &Course, exposure: u64, method: Method, on: Anchor, planned: u32) {
        if self.records.find(course.id).is_none() {
            self.record_begin(course, on);
        }
        let on = self.local(on.wall());
        self.records.close_question(course.id);
        self.records.change(course.id, |known| {
            let record = &mut known.record;
            (record.ended, record.outcome, known.touched) = (None, None, None);
            record.pack.clone_from(&course.pack);
            if record.exposures.len() < EXPOSURES_MOST {
                record.exposures.push(ExposureRecord { exposure, method, on, off: None, planned, seconds: 0, over: 0 });
            }
        });
    }

    /// It went on earlier than was said first.
    pub(crate) fn record_backdated(&mut self, session: u64, exposure: u64, on: Anchor) {
        let on = self.local(on.wall());
        self.change_exposure(session, exposure, |known| known.on = on);
    }

    /// It came off then, after so many seconds of which it was `over` the most.
    pub(crate) fn record_off(
        &mut self,
        session: u64,
        exposure: u64,
        off: Anchor,
        (planned, ran, over): (u32, u32, u32),
    ) {
        let off = self.local(off.wall());
        self.change_exposure(session, exposure, |known| {
            (known.off, known.planned, known.seconds, known.over) = (Some(off.max(known.on)), planned, ran, over);
        });
    }

    fn change_exposure(&mut self, session: u64, exposure: u64, change: impl FnOnce(&mut ExposureRecord)) {
        self.records.change(session, |known| {
            if let Some(known) = known.record.exposures.iter_mut().find(|known| known.exposure == exposure) {
                change(known);
            }
        });
    }

    /// It is done with something else.
    pub(crate) fn record_pack(&mut self, session: u64, pack: &str) {
        self.records.change(session, |known| known.record.pack = Some(pack.to_owned()));
    }

    /// Something was said about the skin, or nobody answered.
    pub(crate) fn record_skin(&mut self, session: u64, said: Option<Skin>, at: Anchor) {
        let at = self.local(at.wall());
        self.records.change(session, |known| {
            if known.record.skin.len() < SKIN_MOST {
                known.record.skin.push(SkinRecord { at, said });
            }
        });
    }

    /// The last answer about the skin was another one.
    pub(crate) fn record_skin_corrected(&mut self, session: u64, said: Skin) {
        self.records.change(session, |known| {
            if let Some(last) = known.record.skin.iter_mut().rev().find(|skin| skin.said.is_some()) {
                last.said = Some(said);
            }
        });
    }

    /// Movement runs since then, or goes on.
    pub(crate) fn record_moving(&mut self, session: u64, since: Anchor) {
        self.records.change(session, |known| known.moving = known.moving.or(Some(since)));
    }

    /// Movement stopped then, or was paused.
    pub(crate) fn record_still(&mut self, session: u64, then: Anchor, at: Moment<'_>) {
        self.records.change(session, |known| {
            if let Some(since) = known.moving.take() {
                let moved = at.least(since).saturating_sub(at.least(then));
                known.moved_ms = known.moved_ms.saturating_add(u64::try_from(millis(moved)).unwrap_or(0));
                known.record.moved = u32::try_from(known.moved_ms / 1000).unwrap_or(u32::MAX);
            }
        });
    }

    /// A session is over.
    pub(crate) fn record_end(&mut self, session: u64, outcome: Outcome, then: Anchor) {
        let ended = self.local(then.wall());
        self.records.change(session, |known| {
            let record = &mut known.record;
            (record.ended, record.outcome) = (Some(ended.max(record.began)), Some(outcome));
            known.touched = Some(then);
        });
        self.records.ask_about(session);
    }

    /// How it was right after.
    pub(crate) fn record_felt(&mut self, session: u64, felt: Option<Felt>) {
        self.records.change(session, |known| known.record.felt = felt);
        self.records.close_question(session);
    }
}
