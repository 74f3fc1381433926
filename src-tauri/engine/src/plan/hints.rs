//! Decides when quiet hints of a day are due: again and again, and anew after the person has moved.

use chrono::{DateTime, TimeDelta, Utc};

use crate::plan::Item;
use crate::plan::given::Given;
use crate::plan::permit::whole_minute;
use crate::plan::today::Breaks;

/// What comes of an item that hints.
pub(super) struct Hints {
    pub(super) breaks: Breaks,
    /// The last that was due.
    pub(super) seen: Option<DateTime<Utc>>,
    /// When one more would be due.
    pub(super) then: DateTime<Utc>,
}

impl Given<'_> {
    /// The quiet hints of the day, and the last that was due.
    pub(super) fn hints(&self, place: usize, item: &Item) -> Hints {
        let every = TimeDelta::minutes(item.every.unwrap_or(u16::MAX).into());
        let frame = self.frame;
        let from = item.from.map_or(frame.begins(), |from| frame.moment(frame.local_at(from)));
        let last = item.until.map_or(frame.bed(), |until| frame.moment(frame.local_at(until))).min(frame.bed());
        let before = self.carried.filter(|carried| !carried.other_items);
        let carried = before.and_then(|carried| carried.hints.get(&place)).copied();
        let since = self.carried.map_or(from, |carried| carried.at.max(from));
        let mut moving = self.sessions.iter().filter(|s| s.moves && s.real.from >= frame.begins()).peekable();
        let begins = if since > from { since + every } else { from };
        let (counted, mut due) = carried.map_or((0, begins), |(counted, due)| (counted, due.max(from)));
        let (mut all, mut so_far, mut seen, mut next) = (counted, counted, None, None);
        let most = item.most(self.turns);
        while all < most && due <= last && due < frame.bed() {
            if let Some(session) = moving.next_if(|s| s.real.from < due) {
                due = due.max(whole_minute(session.ended_by(self.now) + every));
                continue;
            }
            if due <= self.now {
                (so_far, seen) = (so_far + 1, Some(due));
            } else {
                next = next.or(Some(due));
            }
            all += 1;
            due += every;
        }
        let routine = item.routines.first().cloned().unwrap_or_default();
        let breaks = Breaks { routine, every: item.every.unwrap_or(0), from, so_far, all, next, last };
        Hints { breaks, seen, then: next.unwrap_or(due) }
    }
}
