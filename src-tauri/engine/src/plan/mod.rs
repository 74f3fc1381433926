//! Owns what a plan is: its steps, and the items of their days, as its file gives them.
//!
//! A plan reminds; it never starts anything by itself. `hold` alone decides what a day holds ([`today`]), `state` keeps what
//! was chosen and answered, `remind` says when something is due.

use serde::{Deserialize, Serialize};

use crate::rules::RuleId;
use crate::words::RoutineId;

pub mod catalogue;
pub mod check;
pub(crate) mod choosing;
pub(crate) mod chosen;
pub mod frame;
pub(crate) mod given;
mod hints;
mod hold;
mod occurrences;
pub(crate) mod parts;
mod permit;
pub mod preview;
pub(crate) mod remind;
pub(crate) mod state;
pub mod today;
pub mod wish;
pub mod zone;

/// Names a plan in files, addresses and commands.
pub type PlanId = String;

/// The id of the plan that the person made.
pub const OWN: &str = "own";

/// Reminders a day, quiet ones not counted (CONTENT 3.6).
pub const REMINDERS_PER_DAY: u32 = 8;

/// How long quiet hours may be, min: what lasts longer is a pause.
pub const QUIET_LASTS: std::ops::RangeInclusive<u16> = 15..=16 * 60;
/// Minutes.
pub(crate) const DAY: u16 = 1440;

/// Tells whether these can be quiet hours, minutes after midnight; they may end at 24:00.
pub(crate) fn can_be_quiet((from, until): (u16, u16)) -> bool {
    from < DAY && until <= DAY && QUIET_LASTS.contains(&((until % DAY + DAY - from) % DAY))
}

/// What asks first and is agreed to once, with the plan (CONTENT 3.6). What cannot be overridden stays.
pub const AGREED: [RuleId; 3] = [RuleId::R3, RuleId::R4, RuleId::R7];

/// Without an end a plan is agreed to for so long.
pub const AGREED_DAYS: u16 = 14;

/// A plan as its file gives it: data only, checked on reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Plan {
    /// Its name in files, texts (`plan-ID…`) and commands.
    pub id: PlanId,
    /// The name a person gave it.
    #[serde(default)]
    pub title: Option<String>,
    /// How many turns a day can be chosen from; empty = nothing to choose.
    #[serde(default)]
    pub turns: Vec<u8>,
    /// It asks after so many days whether it still fits; 0 = never.
    #[serde(default)]
    pub review_days: u16,
    /// It goes on after its last step, which then has no end.
    #[serde(default)]
    pub endless: bool,
    /// What is offered when it ends.
    #[serde(default)]
    pub then: Vec<PlanId>,
    /// The plan of a bad day, where there is no step to go back to.
    #[serde(default)]
    pub flare: Option<PlanId>,
    /// Its steps, in order.
    #[serde(rename = "step")]
    pub steps: Vec<PlanStep>,
}

/// Some days with the same items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PlanStep {
    /// How many days.
    pub days: u16,
    /// What they hold.
    #[serde(rename = "item", default)]
    pub items: Vec<Item>,
}

/// What is to be done, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Item {
    /// The routines that count for it; the first is what is offered.
    #[serde(rename = "do")]
    pub routines: Vec<RoutineId>,
    /// The text that names it (`plan-item-NAME`); else the routine's own.
    #[serde(default)]
    pub name: Option<String>,
    /// At this local time …
    #[serde(default)]
    pub at: Option<Clock>,
    /// … and open for so many minutes; `None` = `WINDOW`.
    #[serde(default)]
    pub window: Option<u16>,
    /// Or again and again: minutes from the real end of one to the next.
    #[serde(default)]
    pub every: Option<u16>,
    /// The first of them, local; `None` = when the day begins.
    #[serde(default)]
    pub from: Option<Clock>,
    /// None of them begins later, local.
    #[serde(default)]
    pub until: Option<Clock>,
    /// How many of them a day at most (turns, where an item has several); `None` = as many as were chosen with the plan.
    #[serde(default)]
    pub most: Option<u8>,
    /// Turns in one go.
    #[serde(default)]
    pub turns: Option<u8>,
    /// How long it is, s, where the routine lets that be chosen.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// Grows to this length by the last day of the step, s.
    #[serde(default)]
    pub grows_to: Option<u32>,
    /// The weekdays it is for; empty = every day.
    #[serde(default)]
    pub weekdays: Vec<Day>,
    /// Every so many days; 0 and 1 = every day.
    #[serde(default)]
    pub every_days: u16,
    /// Calls when it is due; otherwise it only stands in the day.
    #[serde(default = "yes")]
    pub remind: bool,
    /// A quiet hint that wants no answer and is not counted (up and move).
    #[serde(default)]
    pub quiet: bool,
}

fn yes() -> bool {
    true
}

/// How long an item at a local time stays open, min.
const WINDOW: u16 = 90;

/// A time of day, minutes after midnight; written `08:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Clock(pub u16);

impl TryFrom<String> for Clock {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts = text.split_once(':').map(|(hour, minute)| (hour.parse::<u16>(), minute.parse::<u16>()));
        match parts {
            Some((Ok(hour), Ok(minute))) if hour < 24 && minute < 60 => Ok(Self(hour * 60 + minute)),
            _ => Err(format!("“{text}” is not a time of day like 08:30")),
        }
    }
}

impl From<Clock> for String {
    fn from(Clock(minutes): Clock) -> Self {
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

crate::words::codes! {
    /// A day of the week.
    Day {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

impl Plan {
    /// How many days it has; `None` = no end.
    pub fn days(&self) -> Option<u16> {
        (!self.endless).then(|| self.steps.iter().map(|step| step.days).fold(0, u16::saturating_add))
    }

    /// Turns a day without a choice: what lies in the middle, the fewer of two.
    pub fn usual_turns(&self) -> Option<u8> {
        self.turns.get(self.turns.len().saturating_sub(1) / 2).copied()
    }

    /// The step of a day (from 0), and which day of the step it is; `None` = it is over.
    pub fn step_on(&self, day: u16) -> Option<(usize, u16)> {
        let mut left = day;
        for (nth, step) in self.steps.iter().enumerate() {
            if left < step.days {
                return Some((nth, left));
            }
            left -= step.days;
        }
        let last = self.steps.len().checked_sub(1)?;
        self.endless.then(|| (last, left + self.steps[last].days))
    }
}

impl Item {
    /// How many a day at most, in turns.
    pub(crate) fn most(&self, chosen: Option<u8>) -> u32 {
        match self.at {
            Some(_) => self.block().into(),
            None => self.most.or(chosen).unwrap_or(1).into(),
        }
    }

    /// How long it stays open at its local time, min.
    pub(crate) fn window(&self) -> u16 {
        self.window.unwrap_or(WINDOW)
    }

    /// Turns in one go.
    pub(crate) fn block(&self) -> u8 {
        self.turns.unwrap_or(1).max(1)
    }

    /// Tells whether it is for this day.
    pub(crate) fn is_for(&self, date: chrono::NaiveDate, day: u16) -> bool {
        use chrono::Datelike;
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).ok().and_then(|n| Day::ALL.get(n));
        let on_weekday = self.weekdays.is_empty() || weekday.is_some_and(|day| self.weekdays.contains(day));
        on_weekday && day.is_multiple_of(self.every_days.max(1))
    }

    /// How long it is on the given day of a step, s.
    pub(crate) fn seconds_on(&self, day: u16, days: u16) -> Option<u32> {
        let (from, to) = (self.seconds?, self.grows_to.unwrap_or(self.seconds?));
        let grown = u64::from(to.saturating_sub(from)) * u64::from(day.min(days.saturating_sub(1)));
        let grown = grown.checked_div(u64::from(days.saturating_sub(1))).unwrap_or(0);
        u32::try_from(u64::from(from) + grown).ok()
    }
}
