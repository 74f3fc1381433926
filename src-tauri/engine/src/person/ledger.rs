//! Owns the exposure ledger: what was on the body in the last eight days, only ever added to.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::rules;
use crate::time::{Anchor, Moment};
use crate::words::{Method, Modality};

/// What counts is kept this long: a day more than the longest rule looks back.
pub(crate) const KEPT: Duration = Duration::from_secs(8 * 86_400);

/// No time off is longer.
const OFF_MOST: Duration =
    if rules::COLD_OFF.value > rules::HEAT_OFF.value { rules::COLD_OFF.time() } else { rules::HEAT_OFF.time() };

/// One interval on the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// Its number.
    pub id: u64,
    /// The session it belongs to.
    pub session: u64,
    /// What it was done with.
    pub method: Method,
    /// When it went on.
    pub on: Anchor,
    /// Where the off-time is counted from; `None` while it is on.
    pub off: Option<Anchor>,
    /// How long it was on, s, by the shorter reading.
    pub ran: u32,
}

impl Exposure {
    /// The time off that it asks for before its kind comes on again, s (R2, R7).
    pub(crate) fn time_off(&self) -> u32 {
        self.method.off_after(self.ran)
    }

    /// Cold that came off at once: no turn (R2).
    pub(crate) fn is_false_start(&self) -> bool {
        self.off.is_some() && self.method.modality() == Modality::Cold && self.ran < rules::FALSE_START.value
    }
}

/// Every interval of the last eight days. There is no way to take one out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Ledger {
    entries: Vec<Exposure>,
    /// Numbers given out so far.
    opened: u64,
}

impl Ledger {
    /// The next intervals are numbered after this one.
    pub(crate) fn number_after(&mut self, exposure: u64) {
        self.opened = self.opened.max(exposure);
    }

    /// What was on by a moment, and off by then: those for which `was` holds.
    pub(crate) fn as_of(&self, was: impl Fn(Anchor) -> bool) -> Self {
        let entries = self.entries.iter().filter(|e| was(e.on));
        let entries = entries.map(|e| Exposure { off: e.off.filter(|off| was(*off)), ..e.clone() }).collect();
        Self { entries, opened: self.opened }
    }

    /// Numbers given out so far.
    pub(crate) fn opened(&self) -> u64 {
        self.opened
    }

    /// Begins an interval; gives its number.
    pub(crate) fn open(&mut self, session: u64, method: Method, on: Anchor) -> u64 {
        self.opened += 1;
        self.entries.push(Exposure { id: self.opened, session, method, on, off: None, ran: 0 });
        self.opened
    }

    /// Moves the beginning of an open interval back; the caller never moves it forward.
    pub(crate) fn backdate(&mut self, id: u64, on: Anchor) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|e| e.id == id && e.off.is_none()) {
            entry.on = on;
        }
    }

    /// Adds the end of an interval. An end that stands is never moved by a second one.
    pub(crate) fn close(&mut self, id: u64, off: Anchor, ran: u32) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|e| e.id == id && e.off.is_none()) {
            entry.off = Some(off);
            entry.ran = ran;
        }
    }

    /// A number for what is not counted here.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.opened += 1;
        self.opened
    }

    /// Adds an interval that was over before it was told, in its place; gives its number.
    pub(crate) fn add(
        &mut self,
        session: u64,
        method: Method,
        on: Anchor,
        off: Anchor,
        ran: u32,
        at: Moment<'_>,
    ) -> u64 {
        self.opened += 1;
        let place = self.entries.partition_point(|e| at.least(e.on) >= at.least(on));
        self.entries.insert(place, Exposure { id: self.opened, session, method, on, off: Some(off), ran });
        self.opened
    }

    /// An interval lasted from `on` to `off` by a later word: it counts for more, never for less; gives how long it was on
    /// before, s, or `None` where it is not here.
    pub(crate) fn widen(&mut self, id: u64, on: Anchor, off: Anchor, ran: u32, at: Moment<'_>) -> Option<u32> {
        let entry = self.entries.iter_mut().rev().find(|e| e.id == id)?;
        let before = entry.ran;
        if at.least(on) > at.least(entry.on) {
            entry.on = on;
        }
        entry.off = entry.off.map(|known| if at.least(off) < at.least(known) { off } else { known });
        entry.ran = before.max(ran);
        Some(before)
    }

    /// Adds what was on the body elsewhere. What is here already stays, by the number it has there; what only is here stays
    /// as well, and gets another number where that one is taken. `when` tells two intervals apart.
    pub(crate) fn merge<T: PartialEq>(&mut self, added: Vec<Exposure>, when: impl Fn(&Anchor) -> T, at: Moment<'_>) {
        let of = |e: &Exposure| (e.method, when(&e.on), e.off.as_ref().map(&when));
        let mut own = std::mem::take(&mut self.entries);
        let mut all = added;
        for entry in &mut all {
            if let Some(same) = own.iter().position(|known| of(known) == of(entry)) {
                let known = own.remove(same);
                entry.ran = entry.ran.max(known.ran);
                (entry.on, entry.off) = (known.on, known.off);
            }
        }
        let numbers: BTreeSet<u64> = all.iter().map(|e| e.id).collect();
        let sessions: BTreeSet<u64> = all.iter().map(|e| e.session).collect();
        self.opened = numbers.last().copied().unwrap_or(0).max(self.opened);
        for mut entry in own {
            if numbers.contains(&entry.id) {
                entry.id = self.next_number();
            }
            // It belongs to none of the sessions that come along: 0 is no session.
            if sessions.contains(&entry.session) {
                entry.session = 0;
            }
            all.push(entry);
        }
        all.sort_by_key(|e| (std::cmp::Reverse(at.least(e.on)), e.id));
        self.entries = all;
    }

    /// Drops what no rule looks back to; the entries lie in the order in which they went on.
    pub(crate) fn prune(&mut self, at: Moment<'_>) {
        let is_old = |e: &Exposure| e.off.is_some_and(|off| at.least(off) >= KEPT);
        while self.entries.first().is_some_and(is_old) {
            self.entries.remove(0);
        }
    }

    /// Intervals of the last rolling day, oldest first.
    pub(crate) fn of_day<'a>(&'a self, at: Moment<'a>) -> impl Iterator<Item = &'a Exposure> {
        self.entries.iter().filter(move |e| at.least(e.on) < rules::DAY)
    }

    /// The last interval that `wanted` takes.
    pub(crate) fn last(&self, wanted: impl Fn(&Exposure) -> bool) -> Option<&Exposure> {
        self.entries.iter().rev().find(|e| wanted(e))
    }

    /// The last interval of a kind.
    pub(crate) fn last_of(&self, modality: Modality) -> Option<&Exposure> {
        self.last(|e| e.method.modality() == modality)
    }

    /// What is left of the time off after a kind, and how long that is, s; `None` = it is over (R2, R7).
    pub(crate) fn time_off_left(&self, modality: Modality, at: Moment<'_>) -> Option<(Duration, u32)> {
        // Two are never on at once, so what came off before one that is over is over too. A short one after a long one
        // does not cut the time off of the long one.
        let recent = |e: &&Exposure| e.off.is_none_or(|off| at.least(off) < OFF_MOST);
        let of_kind = self.entries.iter().rev().take_while(recent).filter(|e| e.method.modality() == modality);
        let left = of_kind.filter_map(|e| {
            let apart = e.time_off();
            Some((at.left(e.off?, Duration::from_secs(apart.into()))?, apart))
        });
        left.max_by_key(|(left, _)| *left)
    }

    /// Intervals of a kind that count as turns, since so long ago, oldest first: how long ago each began.
    pub(crate) fn turns_since(&self, long: Duration, wanted: impl Fn(Method) -> bool, at: Moment<'_>) -> Vec<Duration> {
        let counted = self.entries.iter().filter(|e| wanted(e.method) && !e.is_false_start());
        counted.map(|e| at.least(e.on)).filter(|ago| *ago < long).collect()
    }

    /// Tells whether something came off in a session that counts as a turn.
    pub(crate) fn had_a_turn(&self, session: u64) -> bool {
        self.entries.iter().any(|e| e.session == session && e.off.is_some() && !e.is_false_start())
    }

    /// How many turns of still cold of a session were on long enough to be asked about (R10).
    pub(crate) fn asked_turns(&self, session: u64) -> u32 {
        let asked = |e: &&Exposure| {
            e.session == session && e.method == Method::StillCold && e.ran >= rules::SKIN_FIRST_BY.value
        };
        u32::try_from(self.entries.iter().filter(asked).count()).unwrap_or(u32::MAX)
    }

    /// How many intervals of still cold lie in a row at the end, each less than the row's rest after the one before.
    pub(crate) fn cold_in_a_row(&self, at: Moment<'_>) -> u32 {
        let mut row = 0;
        let mut next_on: Option<Duration> = None;
        for entry in self.entries.iter().rev().filter(|e| e.method == Method::StillCold && !e.is_false_start()) {
            let Some(off) = entry.off else {
                row += 1;
                next_on = Some(at.least(entry.on));
                continue;
            };
            let gap = at.least(off).saturating_sub(next_on.unwrap_or(Duration::ZERO));
            if gap >= rules::COLD_ROW_OFF.time() {
                break;
            }
            row += 1;
            next_on = Some(at.least(entry.on));
        }
        row
    }

    /// Days in a row before this rolling day on which a wrap was worn.
    pub(crate) fn wrap_days(&self, at: Moment<'_>) -> u32 {
        let worn = |day: &u32| {
            let from = rules::DAY * *day;
            self.entries.iter().filter(|e| e.method == Method::Wrap).any(|e| {
                let ago = at.least(e.on);
                ago >= from && ago < from + rules::DAY
            })
        };
        u32::try_from((1..8).take_while(worn).count()).unwrap_or(u32::MAX)
    }

    /// What may still be worn of a wrap in this rolling day, s (R6).
    pub(crate) fn wrap_left(&self, at: Moment<'_>) -> u64 {
        let worn: u64 = self
            .of_day(at)
            .filter(|e| e.method == Method::Wrap)
            .map(|e| if e.off.is_some() { u64::from(e.ran) } else { at.least(e.on).as_secs() })
            .fold(0, u64::saturating_add);
        rules::WRAP_MOST.time().as_secs().saturating_sub(worn)
    }

    /// The time off that something done with `method` lacks where it begins at `from`: since when, and how long, s
    /// (R2, R7, R8).
    pub(crate) fn time_off_lacking(&self, method: Method, from: Anchor, at: Moment<'_>) -> Option<(Anchor, u32)> {
        let kinds = [Modality::Cold, Modality::Heat, Modality::Contrast];
        let lacking = kinds.into_iter().filter_map(|kind| {
            let same = kind == method.modality();
            let lacks = |e: &Exposure| {
                let (off, apart) = (e.off?, if same { e.time_off() } else { rules::HEAT_COLD_APART.value });
                // Counted to the moment the step begins, so that a late look finds the same.
                let passed = at.least(off).saturating_sub(at.least(from));
                let left = Duration::from_secs(apart.into()).checked_sub(passed).filter(|left| !left.is_zero())?;
                Some((left, off, apart))
            };
            let passed = |off: Anchor| at.least(off).saturating_sub(at.least(from));
            let recent = self.entries.iter().rev().take_while(|e| e.off.is_none_or(|off| passed(off) < OFF_MOST));
            recent.filter(|e| e.method.modality() == kind).filter_map(lacks).max_by_key(|(left, ..)| *left)
        });
        lacking.max_by_key(|(left, ..)| *left).map(|(_, off, seconds)| (off, seconds))
    }

    /// Two things are not on the body at the same time: what is said to be on since before the last one came off is on
    /// since then.
    pub(crate) fn not_before_the_last(&self, since: Anchor, at: Moment<'_>) -> Anchor {
        let last = self.last(|e| e.off.is_some()).and_then(|e| e.off);
        last.filter(|off| at.least(since) > at.least(*off)).unwrap_or(since)
    }

    pub(crate) fn entries(&self) -> &[Exposure] {
        &self.entries
    }
}
