//! Owns what a person can say about their plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::plan::{Plan, PlanId};
use crate::rules::RuleId;
use crate::words::{RoutineId, Token, codes};

codes! {
    /// For how long reminders pause.
    PauseFor {
        /// An hour.
        Hour = "hour",
        /// Until the next day begins.
        Tomorrow = "tomorrow",
        /// Until the person says so.
        Open = "open",
    }
}

/// What is wanted of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "plan", rename_all = "kebab-case")]
pub enum PlanWish {
    /// Follow this plan from today on.
    Choose {
        /// Which; `own` is the person's own.
        id: PlanId,
        /// Turns a day, where the plan lets that be chosen.
        #[serde(default)]
        turns: Option<u8>,
        /// Agrees that what asks first is not asked, up to and with this day; `None` = to the end of the plan.
        #[serde(default)]
        agreed_until: Option<NaiveDate>,
    },
    /// Keep this as the person's own plan. It takes the place of the one before, also where that is followed.
    Own {
        /// The plan; its id is not looked at.
        own: Box<Plan>,
    },
    /// Follow none.
    Leave,
    /// Hold reminders back.
    Pause {
        /// For how long.
        length: PauseFor,
    },
    /// Let them come again.
    Resume,
    /// "Today is worse": one step back.
    Worse,
    /// "As usual": forward again.
    Usual,
    /// It still fits (the plan asked).
    Keep,
    /// Start an item of the day.
    Start {
        /// Which.
        item: Token,
        /// With what of all that counts for it; `None` = what is offered.
        #[serde(default)]
        routine: Option<RoutineId>,
        /// Warnings the person has read and goes beyond.
        #[serde(default)]
        accept: BTreeSet<RuleId>,
    },
    /// "In 10 min".
    Later {
        /// Which.
        item: Token,
    },
    /// "Not this time".
    LeaveOut {
        /// Which.
        item: Token,
    },
}
