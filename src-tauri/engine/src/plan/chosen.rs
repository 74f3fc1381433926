//! Owns the plan that is followed, and what a day of it is made of.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::plan::catalogue::plan;
use crate::plan::{Item, Plan};

/// The plan that is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chosen {
    /// As it was when it was chosen.
    pub(crate) plan: Plan,
    /// Its first day.
    pub(crate) since: NaiveDate,
    pub(crate) turns: Option<u8>,
    /// What asks first is agreed up to and with this day.
    pub(crate) agreed_until: NaiveDate,
    /// Days of one step back: from, and the first that is as usual again.
    pub(crate) worse: Vec<(NaiveDate, NaiveDate)>,
    /// The person said that it still fits.
    pub(crate) reviewed: NaiveDate,
}

/// What a day of the chosen plan is made of.
pub(crate) struct Sheet<'a> {
    pub(crate) step: usize,
    pub(crate) items: Vec<(usize, &'a Item)>,
    /// The day of the step, and how many it has.
    pub(crate) day: (u16, u16),
}

impl Chosen {
    /// Which day of the plan a date is, from 0. A day that went a step back is not counted.
    pub(crate) fn day_number(&self, date: NaiveDate) -> u16 {
        let days = |from: NaiveDate, until: NaiveDate| (until - from).num_days().max(0);
        let lost: i64 = self.worse.iter().map(|(from, until)| days(*from, (*until).min(date))).sum();
        u16::try_from(days(self.since, date) - lost).unwrap_or(0)
    }

    pub(crate) fn is_worse(&self, date: NaiveDate) -> bool {
        self.worse.iter().any(|(from, until)| *from <= date && date < *until)
    }

    /// "Today is worse" has a step to go back to, or a plan of its own.
    pub(crate) fn has_branch(&self, date: NaiveDate) -> bool {
        let step = self.plan.step_on(self.day_number(date));
        step.is_some_and(|(step, _)| step > 0 || self.plan.flare.is_some())
    }

    /// The items of a date; `None` = the plan is over.
    pub(crate) fn sheet(&self, date: NaiveDate) -> Option<Sheet<'_>> {
        let number = self.day_number(date);
        let (step, day) = self.plan.step_on(number)?;
        let flare = self.plan.flare.as_deref().and_then(plan).and_then(|plan| plan.steps.first());
        let (step, own, day) = match (self.is_worse(date), step.checked_sub(1)) {
            (false, _) => (step, self.plan.steps.get(step)?, day),
            (true, Some(before)) => (before, self.plan.steps.get(before)?, 0),
            (true, None) => (step, flare.or(self.plan.steps.get(step))?, 0),
        };
        let items = own.items.iter().enumerate().filter(|(_, item)| item.is_for(date, number)).collect();
        Some(Sheet { step, items, day: (day, own.days) })
    }
}
