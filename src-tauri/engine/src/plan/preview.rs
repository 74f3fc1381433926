//! Decides what a day of a plan would hold if everything began at its time: for looking at it before it is chosen.

use chrono::{DateTime, NaiveDate, Utc};

use crate::plan::chosen::{Chosen, Sheet};
use crate::plan::frame::Frame;
use crate::plan::given::{Given, Permit, Verdict};
use crate::plan::today::{Day, Why};
use crate::plan::zone::Zone;
use crate::plan::{Item, Plan};
use crate::routine::Step;
use crate::routine::catalogue::Catalogue;
use crate::words::RoutineId;

/// Nothing stands against anything.
struct Free<'a>(&'a Catalogue);

impl Permit for Free<'_> {
    fn when(&self, item: &Item, _: u8, due: DateTime<Utc>) -> (RoutineId, Verdict) {
        (item.routines.first().cloned().unwrap_or_default(), Verdict::At(due, None))
    }

    fn stood_against(&self, _: &Item, _: u8, _: DateTime<Utc>) -> Option<Why> {
        None
    }

    fn seconds(&self, routine: &str, turns: u8) -> u64 {
        seconds(self.0, routine, turns)
    }

    fn fitting(&self, routine: &str, seconds: u32) -> u32 {
        fitting(self.0, routine, seconds)
    }
}

/// How long so many turns take, to the end of the last that is more than rest, s.
pub fn seconds(catalogue: &Catalogue, routine: &str, turns: u8) -> u64 {
    let Some(routine) = catalogue.routine(routine) else { return 0 };
    let rests = routine.steps.iter().rev().take_while(|step| matches!(step, Step::Rest(_)));
    let rest: u64 = rests.map(|step| step.length().as_secs()).sum();
    (routine.length().as_secs() * u64::from(turns)).saturating_sub(rest)
}

/// The longest length of a routine that is not longer than this, else its shortest, s.
pub(crate) fn fitting(catalogue: &Catalogue, routine: &str, seconds: u32) -> u32 {
    let lengths = catalogue.routine(routine).map_or(&[][..], |routine| &routine.lengths);
    let found = lengths.iter().rev().find(|length| **length <= seconds).or(lengths.first());
    found.copied().unwrap_or(seconds)
}

impl Plan {
    /// A day of the plan, from 0, all of it ahead; `None` = it is over by then.
    pub fn preview(
        &self,
        day: u16,
        turns: Option<u8>,
        date: NaiveDate,
        bed: Option<(u16, u16)>,
        zone: &dyn Zone,
        catalogue: &Catalogue,
    ) -> Option<Day> {
        let (nth, of_step) = self.step_on(day)?;
        let step = self.steps.get(nth)?;
        let items = step.items.iter().enumerate().filter(|(_, item)| item.is_for(date, day)).collect();
        let sheet = Sheet { step: nth, items, day: (of_step, step.days) };
        Some(all_ahead(sheet, turns.or(self.usual_turns()), date, bed, zone, catalogue))
    }
}

impl Chosen {
    /// A date of the plan that is followed, all of it ahead; `None` = it is over by then.
    pub(crate) fn preview(
        &self,
        date: NaiveDate,
        bed: Option<(u16, u16)>,
        zone: &dyn Zone,
        catalogue: &Catalogue,
    ) -> Option<Day> {
        Some(all_ahead(self.sheet(date)?, self.turns, date, bed, zone, catalogue))
    }
}

fn all_ahead(
    sheet: Sheet<'_>,
    turns: Option<u8>,
    date: NaiveDate,
    bed: Option<(u16, u16)>,
    zone: &dyn Zone,
    catalogue: &Catalogue,
) -> Day {
    let frame = Frame::of(zone, bed, date.and_time(chrono::NaiveTime::MIN).and_utc()).on(date);
    let given = Given {
        frame,
        now: frame.begins() - chrono::TimeDelta::seconds(1),
        items: sheet.items,
        turns,
        day: sheet.day,
        part: 0,
        carried: None,
        sessions: &[],
        answers: &[],
        missed: &[],
        called_until: None,
        quiet: None,
        busy: false,
        permit: &Free(catalogue),
        reasons: false,
    };
    given.hold().day
}
