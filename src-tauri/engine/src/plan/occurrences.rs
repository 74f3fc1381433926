//! Decides when each item of a day is due, and what came of it: goes through the day once, along what really happened.
//!
//! Nothing is remembered from the last time it was asked, so the answer is the same however often and however late it is.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::plan::Item;
use crate::plan::given::{Chain, Given, Session, Verdict};
use crate::plan::permit::whole_minute;
use crate::plan::today::Why;
use crate::words::RoutineId;

/// What is done so long before its time counts for it, min.
const EARLY: i64 = 60;

/// One time at which an item is due.
pub(super) struct Occurrence<'a> {
    pub(super) place: usize,
    pub(super) nth: u64,
    pub(super) item: &'a Item,
    pub(super) turns: u8,
    pub(super) due: DateTime<Utc>,
    /// As it would be if all before had been on time.
    pub(super) planned: DateTime<Utc>,
    pub(super) closes: DateTime<Utc>,
    pub(super) session: Option<usize>,
    pub(super) why: Option<Why>,
    pub(super) missed: bool,
    pub(super) bed: bool,
    pub(super) verdict: Option<(RoutineId, Verdict)>,
}

impl<'a> Given<'a> {
    pub(super) fn at_time(&self, place: usize, item: &'a Item, taken: &mut BTreeSet<usize>) -> Option<Occurrence<'a>> {
        let local = self.frame.local_at(item.at?);
        if let Some(carried) = self.carried
            && (carried.settled.contains(&place) || (carried.other_items && local <= carried.local))
        {
            return None;
        }
        let due = self.frame.moment(local);
        let bed = due >= self.frame.bed();
        let left_out = self.answer(place, 0).filter(|answered| answered.again.is_none());
        let closes = due + TimeDelta::minutes(item.window().into());
        let closes = if bed { closes } else { closes.min(self.frame.bed()) };
        let closes = left_out.map_or(closes, |answered| closes.min(answered.at));
        let early = due - TimeDelta::minutes(EARLY);
        let mut done = self.of(item).filter(|(nth, _)| !taken.contains(nth));
        let session = done.find(|(_, s)| s.real.from >= early && s.real.from < closes).map(|(nth, _)| nth);
        taken.extend(session);
        let was_missed = self.was_missed(place, 0).filter(|_| session.is_none());
        let closes = was_missed.map_or(closes, |missed| missed.closed);
        let missed = session.is_none() && (self.now >= closes || left_out.is_some());
        let turns = item.block();
        let open = session.is_none() && !missed && !bed;
        let verdict = open.then(|| self.permit.when(item, turns, self.asked_again(place, 0, due)));
        let why = left_out.map(|_| Why::LeftOut);
        Some(Occurrence { place, nth: 0, item, turns, due, planned: due, closes, session, why, missed, bed, verdict })
    }

    /// The due time, or that of "in 10 min".
    pub(super) fn asked_again(&self, place: usize, nth: u64, due: DateTime<Utc>) -> DateTime<Utc> {
        self.answer(place, nth).and_then(|answered| answered.again).map_or(due, |again| again.max(due))
    }

    /// Follows an item that comes again and again; gives how far it is by what is over.
    pub(super) fn chain(
        &self,
        place: usize,
        item: &'a Item,
        taken: &mut BTreeSet<usize>,
        found: &mut Vec<Occurrence<'a>>,
    ) -> Chain {
        let gap = TimeDelta::minutes(item.every.unwrap_or(u16::MAX).into());
        let bed = self.frame.bed();
        let last = item.until.map_or(bed, |until| self.frame.moment(self.frame.local_at(until)));
        let first = item.from.map_or(self.frame.begins(), |from| self.frame.moment(self.frame.local_at(from)));
        let mut at = self.chain_start(place, item, first, gap);
        let mut planned = at.due;
        let mut over = None;
        let sessions: Vec<(usize, &Session)> = self.of(item).filter(|(nth, _)| !taken.contains(nth)).collect();
        let mut sessions = sessions.into_iter().peekable();
        let most = item.most(self.turns);
        while at.used < most {
            // A word about the session before it may have moved it since: it stays as it was shown.
            let was_missed = self.was_missed(place, at.nth);
            if was_missed.is_none() && (at.due > last || at.due >= bed) {
                break;
            }
            let left_out = self.answer(place, at.nth).filter(|answered| answered.again.is_none());
            let (due, turns, closes) = if let Some(missed) = was_missed {
                (missed.due, missed.turns, missed.closed)
            } else {
                let turns = u8::try_from((most - at.used).min(item.block().into())).unwrap_or(1);
                let closes = (at.due + gap).min(bed);
                (at.due, turns, left_out.map_or(closes, |answered| closes.min(answered.at)))
            };
            let session = sessions.next_if(|(_, s)| s.real.from < closes);
            let missed = session.is_none() && (self.now >= closes || left_out.is_some());
            let why = left_out.map(|_| Why::LeftOut);
            let mut occurrence = Occurrence {
                place,
                nth: at.nth,
                item,
                turns,
                due,
                planned,
                closes,
                session: session.map(|(nth, _)| nth),
                why,
                missed,
                bed: false,
                verdict: None,
            };
            let goes_on = session.is_some_and(|(_, s)| s.real.until.is_none());
            // What was left out before its time is not over yet.
            if (session.is_none() && !(missed && due <= self.now)) || goes_on {
                over.get_or_insert(at);
            }
            planned += self.length(item, turns) + gap;
            match session {
                Some((nth, session)) => {
                    taken.insert(nth);
                    at.used += u32::from(session.real.turns.max(1));
                    at.due = whole_minute(session.ended_by(self.now) + gap).max(first);
                }
                // A missed one does not stop the chain: the next comes as if this had been left out when it was due.
                None if missed => {
                    at.used += u32::from(turns);
                    at.due = was_missed.map_or(at.due + gap, |missed| at.due.max(missed.due + gap));
                    planned = at.due;
                }
                None => {
                    let verdict = self.permit.when(item, turns, self.asked_again(place, at.nth, at.due));
                    let begins = match verdict.1 {
                        Verdict::At(begins, _) => begins,
                        Verdict::Never(_) => at.due,
                    };
                    occurrence.verdict = Some(verdict);
                    at.used += u32::from(turns);
                    at.due = whole_minute(begins + self.length(item, turns) + gap);
                }
            }
            at.nth += 1;
            found.push(occurrence);
        }
        over.unwrap_or(at)
    }

    /// What gave way is over, too: the chain goes on after it.
    pub(super) fn pass_missed(&self, place: usize, chain: &mut Chain, found: &[Occurrence<'_>]) {
        let missed = |chain: &Chain| {
            found.iter().find(|o| o.place == place && o.nth == chain.nth && o.missed && o.due <= self.now)
        };
        while let Some(occurrence) = missed(chain) {
            let gap = TimeDelta::minutes(occurrence.item.every.unwrap_or(u16::MAX).into());
            let (used, due) = (chain.used + u32::from(occurrence.turns), occurrence.due + gap);
            *chain = Chain { used, nth: chain.nth + 1, due };
        }
    }

    pub(super) fn chain_start(&self, place: usize, item: &Item, first: DateTime<Utc>, gap: TimeDelta) -> Chain {
        let Some(carried) = self.carried else { return Chain { used: 0, nth: 0, due: first } };
        if let Some(chain) = carried.chains.get(&place) {
            return Chain { due: chain.due.max(first), ..*chain };
        }
        // The plan began in the middle of the day: what was done before still keeps its distance.
        let done = self.sessions.iter().filter(|s| item.routines.contains(&s.routine));
        let ends =
            done.filter_map(|s| s.real.until).filter(|until| *until <= carried.at).map(|until| until + gap).max();
        let due = whole_minute(first.max(carried.at).max(ends.unwrap_or(first)));
        Chain { used: 0, nth: 0, due }
    }

    /// What calls is missed when the next that calls is due; never two reminders at once.
    pub(super) fn give_way(&self, found: &mut [Occurrence<'_>]) {
        let early = |o: &Occurrence<'_>| o.session.is_some_and(|nth| self.sessions[nth].real.from < o.due);
        let calls: Vec<usize> = (0..found.len()).filter(|nth| found[*nth].calls() && !early(&found[*nth])).collect();
        for (place, this) in calls.iter().enumerate() {
            // What is due at the same minute waits until the first is done.
            let later = calls[place..].iter().map(|nth| found[*nth].due).find(|due| *due > found[*this].due);
            let this = &mut found[*this];
            this.closes = later.map_or(this.closes, |due| this.closes.min(due));
            this.missed = this.missed || (this.session.is_none() && self.now >= this.closes);
        }
    }
}

impl Occurrence<'_> {
    /// A reminder calls for it.
    pub(super) fn calls(&self) -> bool {
        self.item.remind && !self.bed
    }
}
