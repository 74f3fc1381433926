//! Owns the records of the sessions that can still change, and the question how it was right after.
//!
//! Each change marks its record, and the engine hands the marked ones out (`Effect::Keep`): taking a press back brings the
//! person back as they are without it, and marks what differs.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diary::{DiaryKind, SessionRecord};
use crate::time::{Anchor, Moment};

/// A record stays at hand for this long after the last change: for a corrected answer, a word taken back, how it felt.
const AT_HAND: Duration = Duration::from_secs(3600);
/// Of so many sessions at most one is asked about.
const ASKED_OF: u8 = 3;

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
    pub(super) moving: Option<Anchor>,
    /// Time moved before that, ms.
    pub(super) moved_ms: u64,
    /// When it was over, or changed by hand.
    pub(super) touched: Option<Anchor>,
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

    /// A session begins.
    pub(super) fn begin(&mut self, record: SessionRecord) {
        self.at_hand.retain(|known| known.record.session != record.session);
        self.at_hand.push(AtHand { record, moving: None, moved_ms: 0, touched: None, changed: true });
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

    /// Changes a record, and marks it where it differs then.
    pub(super) fn change(&mut self, session: u64, change: impl FnOnce(&mut AtHand)) {
        if let Some(known) = self.at_hand.iter_mut().find(|known| known.record.session == session) {
            let before = known.record.clone();
            change(known);
            known.changed |= known.record != before;
        }
    }

    /// At most one session in three is asked about, and nothing that is over in a moment.
    pub(super) fn ask_about(&mut self, session: u64) {
        let wanted = |record: &SessionRecord| record.counts() && record.kind != DiaryKind::Move && !record.by_hand;
        if !self.asks_felt || !self.find(session).is_some_and(wanted) {
            return;
        }
        let due = self.since_asked.is_none_or(|since| since + 1 >= ASKED_OF);
        self.asks = due.then_some(session);
        self.since_asked = Some(if due { 0 } else { self.since_asked.unwrap_or(0) + 1 });
    }
}
