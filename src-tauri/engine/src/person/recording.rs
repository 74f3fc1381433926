//! Decides what goes into the record of a session when something happens in it.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset, SubsecRound, Utc};

use crate::diary::{DiaryKind, ExposureRecord, Felt, LocalTime, SessionRecord, SkinRecord};
use crate::person::Person;
use crate::plan::frame::Frame;
use crate::plan::zone::Fixed;
use crate::session::course::Course;
use crate::time::{Anchor, Moment, millis};
use crate::words::{Method, Outcome, Skin};

/// More is not kept of what was said about the skin in one session.
const SKIN_MOST: usize = 60;
/// Nor of times on the body.
const EXPOSURES_MOST: usize = 60;

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
        self.records.begin(record);
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
