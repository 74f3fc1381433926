//! Owns the sessions of the last days as they really were; the plan goes along them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::routine::Routine;
use crate::time::{Anchor, Moment};
use crate::words::{Outcome, RoutineId};

/// No plan looks back further: a day of its own may last two where a journey makes it longer.
const KEPT: Duration = Duration::from_secs(4 * 86_400);

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) session: u64,
    pub(crate) routine: RoutineId,
    /// It moves the body.
    pub(crate) moves: bool,
    /// How long all of it takes, s, if nothing comes between.
    pub(crate) seconds: u64,
    pub(crate) began: Anchor,
    /// How and when it ended; `None` = it goes on.
    pub(crate) ended: Option<(Outcome, Anchor)>,
}

/// Oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Log(Vec<Entry>);

impl Log {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    pub(crate) fn begin(&mut self, session: u64, routine: &Routine, turns: u8, at: Moment<'_>) {
        let seconds = routine.length().as_secs() * u64::from(turns);
        let (routine, moves) = (routine.id.clone(), routine.is_activity());
        self.0.push(Entry { session, routine, moves, seconds, began: at.anchor(), ended: None });
    }

    /// One that nobody started (it was on unexpectedly) began when it ended, as far as is known here.
    pub(crate) fn end(&mut self, session: u64, routine: &Routine, outcome: Outcome, at: Anchor) {
        let ended = Some((outcome, at));
        match self.0.iter_mut().rev().find(|entry| entry.session == session) {
            Some(entry) => entry.ended = ended,
            None => {
                let (routine, moves) = (routine.id.clone(), routine.is_activity());
                self.0.push(Entry { session, routine, moves, seconds: 0, began: at, ended });
            }
        }
    }

    /// One that was done without Lumbar, in its place.
    pub(crate) fn add(&mut self, entry: Entry, at: Moment<'_>) {
        let place = self.0.partition_point(|known| at.least(known.began) >= at.least(entry.began));
        self.0.insert(place, entry);
    }

    /// It was at another time.
    pub(crate) fn change(&mut self, session: u64, began: Anchor, ended: Anchor) {
        if let Some(entry) = self.0.iter_mut().rev().find(|entry| entry.session == session) {
            entry.began = began;
            entry.ended = entry.ended.map(|(outcome, _)| (outcome, ended));
        }
    }

    /// It was not done.
    pub(crate) fn remove(&mut self, session: u64) {
        self.0.retain(|entry| entry.session != session);
    }

    pub(crate) fn prune(&mut self, at: Moment<'_>) {
        self.0.retain(|entry| entry.ended.is_none_or(|(_, ended)| at.least(ended) < KEPT));
    }
}
