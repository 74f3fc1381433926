//! Decides what a day holds: one answer from all that is due in it, done, and hinted at.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::plan::REMINDERS_PER_DAY;
use crate::plan::given::{Carried, Chain, Given, Hint, Missed, Session, Verdict};
use crate::plan::hints::Hints;
use crate::plan::occurrences::Occurrence;
use crate::plan::today::{Day, DayItem, ItemState, Why};
use crate::words::Token;

/// The day, and what only the planner itself needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) day: Day,
    /// The item whose reminder stands.
    pub(crate) standing: Option<Token>,
    /// The last quiet hint that was due.
    pub(crate) hint: Option<Hint>,
    /// When the answer changes by itself.
    pub(crate) changes: Option<DateTime<Utc>>,
    /// What was missed by now.
    pub(crate) missed: Vec<Missed>,
    chains: BTreeMap<usize, Chain>,
    settled: BTreeSet<usize>,
    hints: BTreeMap<usize, (u32, DateTime<Utc>)>,
    reminders: u32,
    called: BTreeSet<Token>,
}

impl Given<'_> {
    /// What the day holds.
    pub(crate) fn hold(&self) -> Held {
        let mut chains = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let mut found: Vec<Occurrence<'_>> = Vec::new();
        let loud = || self.items.iter().filter(|(_, item)| !item.quiet);
        for (place, item) in loud().filter(|(_, item)| item.at.is_some()) {
            found.extend(self.at_time(*place, item, &mut taken));
        }
        for (place, item) in loud().filter(|(_, item)| item.at.is_none()) {
            chains.insert(*place, self.chain(*place, item, &mut taken, &mut found));
        }
        found.sort_by_key(|o| (o.due, o.place, o.nth));
        self.give_way(&mut found);
        for (place, chain) in &mut chains {
            self.pass_missed(*place, chain, &found);
        }
        self.finish(&found, chains, &taken)
    }

    fn finish(&self, found: &[Occurrence<'_>], chains: BTreeMap<usize, Chain>, taken: &BTreeSet<usize>) -> Held {
        let frame = self.frame;
        let (begins, bed, ends) = (frame.begins(), frame.bed(), frame.ends());
        let quiet =
            self.now < begins || self.now >= bed || self.quiet.is_some_and(|hours| frame.is_in(hours, self.now));
        let mut changes = vec![begins, bed, ends];
        changes.extend(self.quiet.map(|hours| frame.next_edge(hours, self.now)));
        let past = self.carried.iter().flat_map(|carried| &carried.past);
        // What was missed after a session that goes on again is gone through once more.
        let found_again = |token: Token| found.iter().any(|o| self.token(o.place, o.nth) == token);
        let comes_again = |item: &DayItem| self.goes_on_again(item) || found_again(item.token);
        let mut items: Vec<DayItem> = past.filter(|item| !comes_again(item)).cloned().collect();
        let carried = self.carried.map_or(0, |carried| carried.reminders);
        let mut due_reminders = carried;
        let (mut calls, mut standing, mut called) = (carried, None, BTreeSet::new());
        let mut settled = self.carried.map_or_else(BTreeSet::new, |carried| carried.settled.clone());
        let before = self.carried.iter().flat_map(|carried| &carried.missed);
        let mut missed: Vec<Missed> = before.filter(|missed| !found_again(missed.item)).copied().collect();
        for occurrence in found {
            let mut item = self.item(occurrence);
            if item.state == ItemState::Missed {
                missed.push(Missed { item: item.token, due: item.due, turns: item.turns, closed: occurrence.closes });
            }
            let early = item.real.as_ref().is_some_and(|real| real.from < occurrence.due);
            if occurrence.calls() && !early {
                let again = self.has_called(&item, occurrence.due);
                item.reminds = again || calls < REMINDERS_PER_DAY;
                calls += u32::from(!again);
                due_reminders += u32::from(!again && occurrence.due <= self.now);
                // It has called: it counts, and is silent.
                item.reminds &= self.called_until.is_none_or(|until| item.due > until);
            }
            if item.is_open() {
                changes.extend([item.due, occurrence.closes]);
                changes.extend(occurrence.verdict.as_ref().and_then(|(_, verdict)| verdict.time()));
                if item.reminds && occurrence.due <= self.now {
                    called.insert(item.token);
                }
                if item.reminds && item.due <= self.now && !self.busy && !quiet {
                    standing = standing.or(Some(item.token));
                }
                if self.busy && item.due <= self.now {
                    item.why = Some(Why::SessionOn);
                }
            } else if item.state == ItemState::HeldBack {
                changes.push(occurrence.closes);
            }
            if occurrence.item.at.is_some() && item.is_over(self.now) {
                settled.insert(occurrence.place);
            }
            items.push(item);
        }
        let at_times = self.items.iter().filter(|(_, item)| item.at.is_some()).map(|(place, _)| *place);
        settled.extend(at_times.filter(|place| found.iter().all(|o| o.place != *place)));
        items.extend(self.by_hand(taken));
        items.sort_by_key(|item| (item.stands_at(), item.token));
        if let Some(next) = items.iter_mut().find(|item| item.is_open()) {
            next.state = ItemState::Next;
        }
        let (mut breaks, mut hints, mut hint) = (Vec::new(), BTreeMap::new(), None::<Hint>);
        for (place, item) in self.items.iter().filter(|(_, item)| item.quiet) {
            let Hints { breaks: found, seen, then } = self.hints(*place, item);
            changes.extend(found.next);
            hints.insert(*place, (found.so_far, then));
            let last = seen.filter(|at| self.called_until.is_none_or(|until| *at > until));
            let last = last.map(|at| Hint { routine: found.routine.clone(), at });
            hint = hint.into_iter().chain(last).max_by_key(|hint| hint.at);
            if found.all > 0 {
                breaks.push(found);
            }
        }
        let changes = changes.into_iter().filter(|at| *at > self.now).min();
        let day = Day { date: frame.date, items, breaks, begins, bed, ends };
        let hint = hint.filter(|_| !quiet && !self.busy);
        Held { day, standing, hint, changes, missed, chains, settled, hints, reminders: due_reminders, called }
    }

    /// It called in an earlier part of the day, and is open since.
    fn has_called(&self, item: &DayItem, due: DateTime<Utc>) -> bool {
        self.carried.is_some_and(|carried| carried.called.contains(&item.token) && due <= carried.at)
    }

    /// What stood against an item for as long as it was open, as its last minute shows.
    fn missed_for(&self, occurrence: &Occurrence<'_>) -> Option<Why> {
        if !self.reasons {
            return None;
        }
        let last = (occurrence.closes - TimeDelta::minutes(1)).max(occurrence.due);
        let on = |s: &Session| s.real.from <= occurrence.due && s.real.until.is_none_or(|until| until > last);
        let session = self.sessions.iter().any(on).then_some(Why::SessionOn);
        session.or_else(|| self.permit.stood_against(occurrence.item, occurrence.turns, last))
    }

    fn item(&self, occurrence: &Occurrence<'_>) -> DayItem {
        let Occurrence { place, nth, item, turns, due, planned, closes, .. } = *occurrence;
        let session = occurrence.session.map(|nth| &self.sessions[nth]);
        let moved = |to: DateTime<Utc>| (to - planned).abs() >= TimeDelta::minutes(1);
        let (state, at, why) = match (session, &occurrence.verdict) {
            (Some(session), _) if session.real.until.is_some() => (ItemState::Done, due, None),
            (Some(_), _) => (ItemState::Now, due, None),
            (None, _) if occurrence.missed => {
                (ItemState::Missed, due, occurrence.why.or_else(|| self.missed_for(occurrence)))
            }
            (None, _) if occurrence.bed => (ItemState::HeldBack, due, Some(Why::Bed)),
            (None, Some((_, Verdict::At(at, why)))) if *at < closes => {
                let again = self.answer(place, nth).is_some_and(|answered| answered.again.is_some_and(|a| a > due));
                let own = why.or(again.then_some(Why::AskedLater));
                let late = (*at == due && moved(due)).then_some(Why::RealEnd);
                (ItemState::Later, *at, own.or(late))
            }
            (None, Some((_, Verdict::At(_, why)))) => (ItemState::HeldBack, due, why.or(Some(Why::AskedLater))),
            (None, Some((_, Verdict::Never(why)))) => (ItemState::HeldBack, due, Some(*why)),
            (None, None) => (ItemState::HeldBack, due, None),
        };
        let offered = || occurrence.verdict.as_ref().map(|(routine, _)| routine.clone());
        let routine = session.map(|s| s.routine.clone()).or_else(offered).or_else(|| item.routines.first().cloned());
        let open = state == ItemState::Later;
        DayItem {
            token: self.token(place, nth),
            routine: routine.unwrap_or_default(),
            routines: item.routines.clone(),
            name: item.name.clone(),
            turns,
            seconds: self.seconds_of(item),
            state,
            due: at,
            moved_from: (open && moved(at)).then_some(planned),
            why,
            real: session.map(|s| s.real.clone()),
            reminds: false,
            by_hand: false,
        }
    }

    /// What was over in an earlier part of the day, and is said to be on once more.
    fn goes_on_again(&self, item: &DayItem) -> bool {
        let Some(real) = &item.real else { return false };
        let since = self.since();
        let again = |s: &Session| s.real.session == real.session && s.real.until.is_none_or(|until| until > since);
        self.sessions.iter().any(again)
    }

    /// What was done and nothing had planned.
    fn by_hand(&self, taken: &BTreeSet<usize>) -> Vec<DayItem> {
        let past = |s: &Session| {
            let past = self.carried.iter().flat_map(|carried| &carried.past);
            past.filter(|item| !self.goes_on_again(item))
                .flat_map(|item| &item.real)
                .any(|real| real.session == s.real.session)
        };
        let since = self.since().min(self.frame.begins());
        let today = |s: &Session| s.real.from >= since && s.real.from < self.frame.ends();
        let here = |s: &Session| (self.is_here(s) || today(s)) && !past(s);
        let free = self.sessions.iter().enumerate().filter(|(nth, s)| !taken.contains(nth) && here(s));
        let item = |(_, s): (usize, &Session)| DayItem {
            token: Token { exposure: 99, prompt: s.real.session, ..self.token(0, 0) },
            routine: s.routine.clone(),
            routines: vec![s.routine.clone()],
            name: None,
            turns: s.real.turns.max(1),
            seconds: None,
            state: if s.real.until.is_some() { ItemState::Done } else { ItemState::Now },
            due: s.real.from,
            moved_from: None,
            why: None,
            real: Some(s.real.clone()),
            reminds: false,
            by_hand: true,
        };
        free.map(item).collect()
    }
}

impl Held {
    /// What this part of the day leaves for the next, when something changes in its middle.
    pub(crate) fn carry(self, given: &Given<'_>, other_items: bool) -> Carried {
        Carried {
            at: given.now,
            local: given.frame.local(given.now),
            past: self.day.items.into_iter().filter(|item| item.is_over(given.now)).collect(),
            missed: self.missed,
            reminders: self.reminders,
            called: if other_items { BTreeSet::new() } else { self.called },
            settled: if other_items { BTreeSet::new() } else { self.settled },
            chains: if other_items { BTreeMap::new() } else { self.chains },
            other_items,
            hints: if other_items { BTreeMap::new() } else { self.hints },
        }
    }
}
