//! Owns what is on the body now, and the ledger of what was: eight days, only ever added to.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::routine::{Expose, Modality};
use crate::rules::{self, Class, Method};
use crate::session::{SKIN_REPEAT, TAKE_OFF_AGAIN};
use crate::time::{Anchor, Elapsed, Now, Timeline};

/// What counts is kept this long: a day more than the longest rule looks back.
const KEPT: Duration = Duration::from_secs(8 * 86_400);

/// A skin check of the exposure that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Check {
    /// Seconds after the start.
    pub(crate) at: u32,
    /// No answer is needed.
    pub(crate) reminder: bool,
    pub(crate) state: CheckState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CheckState {
    Ahead,
    Asked,
    AskedAgain,
    Done,
    Missed,
}

impl CheckState {
    pub(crate) fn waits(self) -> bool {
        matches!(self, Self::Asked | Self::AskedAgain)
    }
}

/// Something on the body, from the press on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OnBody {
    /// Its number in the ledger.
    pub(crate) exposure: u64,
    /// Only damaged data say that it is on, and since when.
    #[serde(default)]
    pub(crate) doubted: bool,
    /// The exposure of the session before it, which its own "put it on" names.
    #[serde(default)]
    pub(crate) follows: u64,
    pub(crate) method: Method,
    /// When it went on, a backdated press counted in.
    pub(crate) since: Anchor,
    /// How long before the press that was, s.
    #[serde(default)]
    pub(crate) backdated: u32,
    /// The last press that said it is on, or how long it stays: no word about the past reaches back before it.
    #[serde(default)]
    pub(crate) pressed: Option<Anchor>,
    /// When it is to come off, s after `since`.
    pub(crate) planned: u32,
    pub(crate) checks: Vec<Check>,
    /// Starts of the segments, s after `since`, with their cue.
    pub(crate) segments: Vec<(u32, String)>,
    /// Segments whose start was said.
    pub(crate) segments_said: usize,
    /// "The end is near" is said this long before the end, s.
    pub(crate) warn: Option<u32>,
    pub(crate) warned: bool,
    /// Planned beyond its usual ceiling, after a warning (pad on LOW, ice massage).
    #[serde(default)]
    pub(crate) beyond: bool,
}

impl OnBody {
    pub(crate) fn new(exposure: u64, step: &Expose, planned: u32, thin: bool, since: Anchor, backdated: u32) -> Self {
        // What was to be asked before the press is asked once, now; nobody was silent.
        let passed = |at: u32| backdated > 0 && at <= backdated;
        let late = (backdated < planned && step.checks.iter().any(|at| passed(*at))).then_some(backdated);
        let too_soon = |at: u32| passed(at) || late.is_some_and(|late| at <= late + SKIN_REPEAT);
        let ahead = step.checks.iter().copied().filter(|at| *at < planned && !too_soon(*at));
        let thinned = |at: u32| thin && at > rules::SKIN_FIRST_BY.value && late != Some(at);
        let checks = late.into_iter().chain(ahead);
        let mut start = 0;
        let mut segments = Vec::new();
        for segment in &step.segments {
            segments.push((start, segment.cue.clone()));
            start += segment.seconds;
        }
        Self {
            exposure,
            follows: 0,
            doubted: false,
            pressed: None,
            method: step.method,
            since,
            backdated,
            planned,
            checks: checks.map(|at| Check { at, reminder: thinned(at), state: CheckState::Ahead }).collect(),
            segments_said: usize::from(!segments.is_empty()),
            segments,
            warn: step.warn,
            warned: false,
            beyond: planned > step.method.ceiling().value,
        }
    }

    /// It went on earlier than was said first: on for `on_for` s by now, not for `known` s.
    pub(crate) fn began_earlier(&mut self, since: Anchor, on_for: u32, known: u32) {
        let ahead = |c: &Check| c.state == CheckState::Ahead;
        // What was asked stays where it was.
        for check in self.checks.iter_mut().filter(|c| !ahead(c)) {
            check.at += on_for.saturating_sub(known);
        }
        // What was to be asked by now is asked once, as after a press that tells of the past.
        let passed = |c: &Check| ahead(c) && c.at <= on_for;
        let asks = on_for < self.planned && !self.is_asking() && self.checks.iter().any(passed);
        let until = if asks { on_for + SKIN_REPEAT } else { on_for };
        self.checks.retain(|c| !ahead(c) || c.at > until);
        if asks {
            self.checks.push(Check { at: on_for, reminder: false, state: CheckState::Ahead });
        }
        self.checks.sort_by_key(|c| c.at);
        (self.since, self.backdated) = (since, on_for);
    }

    pub(crate) fn elapsed(&self, timeline: &Timeline, now: Now) -> Elapsed {
        timeline.since(self.since, now)
    }

    /// The moment of the bell.
    pub(crate) fn bell(&self) -> Anchor {
        self.since.later(Duration::from_secs(self.planned.into()))
    }

    pub(crate) fn class(&self) -> Class {
        self.method.class()
    }

    /// A skin check waits for its answer.
    pub(crate) fn is_asking(&self) -> bool {
        self.checks.iter().any(|c| c.state.waits())
    }

    /// How often the alarm comes again; who is in the water or the sauna hears one more.
    pub(crate) fn calls_again(&self) -> u8 {
        if self.class().is_away() { 1 } else { TAKE_OFF_AGAIN }
    }

    /// Unanswered checks after which it must come off: a wrap is worn quietly, so it has one more.
    pub(crate) fn tolerates(&self) -> usize {
        if self.class() == Class::Wrap { 2 } else { 1 }
    }
}

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
    #[serde(default)]
    pub ran: u32,
}

/// Every interval of the last eight days. There is no way to take one out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Ledger {
    entries: Vec<Exposure>,
}

impl Ledger {
    pub(crate) fn open(&mut self, entry: Exposure) {
        self.entries.push(entry);
    }

    /// Moves the beginning of an interval back; never forward.
    pub(crate) fn began_earlier(&mut self, id: u64, on: Anchor) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|e| e.id == id && e.off.is_none()) {
            entry.on = on;
        }
    }

    /// Adds the end of an interval. An end that stands is not moved to an earlier moment by a second one.
    pub(crate) fn close(&mut self, id: u64, off: Anchor, ran: u32) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|e| e.id == id && e.off.is_none()) {
            entry.off = Some(off);
            entry.ran = ran;
        }
    }

    /// Forgets what no rule looks back to; the entries lie in the order in which they went on.
    pub(crate) fn forget_old(&mut self, timeline: &Timeline, now: Now) {
        let is_old = |e: &Exposure| e.off.is_some_and(|off| timeline.least(off, now) >= KEPT);
        while self.entries.first().is_some_and(is_old) {
            self.entries.remove(0);
        }
    }

    /// Intervals of the last rolling day, oldest first.
    pub(crate) fn of_day<'a>(&'a self, timeline: &'a Timeline, now: Now) -> impl Iterator<Item = &'a Exposure> {
        self.entries.iter().filter(move |e| timeline.least(e.on, now) < rules::DAY)
    }

    /// The last interval that `wanted` takes.
    pub(crate) fn last(&self, wanted: impl Fn(&Exposure) -> bool) -> Option<&Exposure> {
        self.entries.iter().rev().find(|e| wanted(e))
    }

    /// The last interval of a kind.
    pub(crate) fn last_of(&self, modality: Modality) -> Option<&Exposure> {
        self.last(|e| e.method.modality() == modality)
    }

    /// How many intervals of still cold lie in a row at the end, each less than the row's rest after the one before.
    pub(crate) fn cold_in_a_row(&self, timeline: &Timeline, now: Now) -> u32 {
        let mut row = 0;
        let mut next_on: Option<Duration> = None;
        for entry in self.entries.iter().rev().filter(|e| e.method == Method::StillCold) {
            let Some(off) = entry.off else {
                row += 1;
                next_on = Some(timeline.least(entry.on, now));
                continue;
            };
            let gap = timeline.least(off, now).saturating_sub(next_on.unwrap_or(Duration::ZERO));
            if gap >= rules::COLD_ROW_OFF.time() {
                break;
            }
            row += 1;
            next_on = Some(timeline.least(entry.on, now));
        }
        row
    }

    /// Days in a row before this rolling day on which a wrap was worn.
    pub(crate) fn wrap_days(&self, timeline: &Timeline, now: Now) -> u32 {
        let worn = |day: &u32| {
            let from = rules::DAY * *day;
            self.entries.iter().filter(|e| e.method == Method::Wrap).any(|e| {
                let ago = timeline.least(e.on, now);
                ago >= from && ago < from + rules::DAY
            })
        };
        u32::try_from((1..8).take_while(worn).count()).unwrap_or(u32::MAX)
    }

    pub(crate) fn entries(&self) -> &[Exposure] {
        &self.entries
    }
}
