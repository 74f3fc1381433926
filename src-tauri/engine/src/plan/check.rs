//! Decides whether a plan is sound: what its file, or a person's own, must keep.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::plan::{Day, Item, Plan, PlanStep};
use crate::routine::catalogue::Catalogue;
use crate::rules;
use crate::words::{Method, Modality, codes};

codes! {
    /// What is wrong with a plan; faces make the sentence from the code and the value.
    Fault {
        /// It has no step with an item.
        Empty = "empty",
        /// It has more items, steps or days than a plan may have.
        TooLong = "too-long",
        /// No routine has this name.
        UnknownRoutine = "unknown-routine",
        /// An item is neither *at* a time nor *every* so many minutes, or both.
        When = "when",
        /// Sooner again than five minutes after the last one ended, or later than in a day.
        Every = "every",
        /// It is due more often than a day has room for, or never.
        Most = "most",
        /// More turns than the routine has.
        Turns = "turns",
        /// The routine has no such length.
        Length = "length",
        /// More turns of cold a day than rule R3 grants, whatever is said to a warning.
        ColdADay = "cold-a-day",
        /// More turns of warmth a day than rule R7 grants.
        HeatADay = "heat-a-day",
        /// The time off after one (R2, R7) is longer than the time to the next.
        TooSoon = "too-soon",
        /// What should be a time of day is none.
        Hours = "hours",
        /// A step has no days, or more than a year.
        Days = "days",
        /// Two items call at the same time.
        SameTime = "same-time",
        /// Only movement can be a quiet hint.
        Quiet = "quiet",
        /// The name is empty or too long.
        Title = "title",
    }
}

/// Why a plan is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
#[error("item {item:?}: {} ({value})", fault.code())]
pub struct BadPlan {
    /// What is wrong.
    pub fault: Fault,
    /// With which item, from 0, counted through all steps.
    pub item: Option<usize>,
    /// What was found.
    pub value: String,
}

/// More than anybody plans.
const ITEMS_MOST: usize = 24;
const STEPS_MOST: usize = 12;
const DAYS_MOST: u16 = 366;
const TITLE_MOST: usize = 60;
/// Minutes.
const EVERY: std::ops::RangeInclusive<u16> = 5..=1440;

/// Checks a plan against the routines there are.
///
/// # Errors
/// The first fault found.
pub(crate) fn check(plan: &Plan, catalogue: &Catalogue) -> Result<(), BadPlan> {
    let whole = |fault, value: String| BadPlan { fault, item: None, value };
    if plan.steps.iter().all(|step| step.items.is_empty()) {
        return Err(whole(Fault::Empty, String::new()));
    }
    if let Some(step) = plan.steps.iter().find(|step| step.days == 0 || step.days > DAYS_MOST) {
        return Err(whole(Fault::Days, step.days.to_string()));
    }
    if plan.steps.len() > STEPS_MOST {
        return Err(whole(Fault::TooLong, plan.steps.len().to_string()));
    }
    if let Some(title) = &plan.title
        && (title.trim().is_empty() || title.chars().count() > TITLE_MOST || title.chars().any(char::is_control))
    {
        return Err(whole(Fault::Title, title.clone()));
    }
    let mut nth = 0;
    for step in &plan.steps {
        if step.items.len() > ITEMS_MOST {
            return Err(whole(Fault::TooLong, step.items.len().to_string()));
        }
        for (place, item) in step.items.iter().enumerate() {
            let bad = |(fault, value)| BadPlan { fault, item: Some(nth), value };
            item_is_sound(item, plan, catalogue).map_err(bad)?;
            let same = |other: &Item| other.calls() && other.at == item.at && other.meets(item);
            if item.calls() && item.at.is_some() && step.items[..place].iter().any(same) {
                let value = item.at.map_or_else(String::new, String::from);
                return Err(bad((Fault::SameTime, value)));
            }
            nth += 1;
        }
        let first = nth - step.items.len();
        within_a_day(step, plan, catalogue).map_err(|(place, (fault, value))| BadPlan {
            fault,
            item: Some(first + place),
            value,
        })?;
    }
    Ok(())
}

/// What no warning lets through at the start cannot be planned either: turns a day, on each day of the week.
fn within_a_day(step: &PlanStep, plan: &Plan, catalogue: &Catalogue) -> Result<(), (usize, (Fault, String))> {
    let limits = [
        (Modality::Cold, rules::COLD_PER_DAY, Fault::ColdADay),
        (Modality::Heat, rules::HEAT_PER_DAY, Fault::HeatADay),
    ];
    for (kind, limit, fault) in limits {
        for day in Day::ALL {
            let mut turns = 0;
            for (place, item) in step.items.iter().enumerate() {
                if !item.weekdays.is_empty() && !item.weekdays.contains(day) {
                    continue;
                }
                turns += item.most(plan.turns.iter().max().copied()) * item.exposures(kind, catalogue);
                if turns > limit.value {
                    return Err((place, (fault, limit.value.to_string())));
                }
            }
        }
    }
    Ok(())
}

fn item_is_sound(item: &Item, plan: &Plan, catalogue: &Catalogue) -> Result<(), (Fault, String)> {
    let mut kinds = Vec::new();
    for id in &item.routines {
        let Some(routine) = catalogue.routine(id) else { return Err((Fault::UnknownRoutine, id.clone())) };
        if item.block() > routine.turns.most {
            return Err((Fault::Turns, item.block().to_string()));
        }
        let wanted = [item.seconds, item.grows_to];
        if let Some(length) = wanted.into_iter().flatten().find(|length| !routine.lengths.contains(length)) {
            return Err((Fault::Length, length.to_string()));
        }
        kinds.push(routine.kind);
    }
    if kinds.is_empty() {
        return Err((Fault::UnknownRoutine, String::new()));
    }
    if item.quiet && kinds.iter().any(|kind| !matches!(kind, Modality::Stretch | Modality::Massage)) {
        return Err((Fault::Quiet, item.routines.join(", ")));
    }
    match (item.at, item.every) {
        (Some(_), None) => {}
        (None, Some(every)) if EVERY.contains(&every) => {}
        (None, Some(every)) => return Err((Fault::Every, every.to_string())),
        (Some(_), Some(_)) | (None, None) => return Err((Fault::When, String::new())),
    }
    let off = item.routines.iter().map(|id| time_off(id, catalogue)).min().unwrap_or(0);
    if item.every.is_some_and(|every| u32::from(every) * 60 < off) {
        return Err((Fault::TooSoon, off.div_ceil(60).to_string()));
    }
    let chosen = item.at.is_some() || item.most.is_some() || !plan.turns.is_empty();
    if !chosen || item.most == Some(0) || item.most.is_some_and(|most| usize::from(most) > 2 * ITEMS_MOST) {
        return Err((Fault::Most, item.most.unwrap_or(0).to_string()));
    }
    Ok(())
}

/// The time off that a routine asks for before it is done again, s.
fn time_off(routine: &str, catalogue: &Catalogue) -> u32 {
    let exposures = catalogue.routine(routine).into_iter().flat_map(|routine| routine.exposures());
    exposures.map(|e| e.method.off_after(e.seconds)).max().unwrap_or(0)
}

impl Item {
    /// How often a kind goes on in one turn, at the least: of what is done as one likes, the one with the fewest counts.
    fn exposures(&self, kind: Modality, catalogue: &Catalogue) -> u32 {
        let counts = |method: Method| method.modality() == kind && method != Method::Wrap;
        let routines = self.routines.iter().filter_map(|id| catalogue.routine(id));
        let times = routines.map(|routine| routine.exposures().filter(|e| counts(e.method)).count());
        u32::try_from(times.min().unwrap_or(0)).unwrap_or(u32::MAX)
    }

    /// It calls, and one call must not hide another.
    fn calls(&self) -> bool {
        self.remind && !self.quiet
    }

    /// Both may be due on the same day.
    fn meets(&self, other: &Self) -> bool {
        let days = |item: &Self| item.weekdays.clone();
        days(self).is_empty() || days(other).is_empty() || days(self).iter().any(|day| other.weekdays.contains(day))
    }
}
