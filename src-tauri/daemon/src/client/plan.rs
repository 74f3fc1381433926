//! Decides the words of `lumbar plan`, and what they print.

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use lumbar_engine::plan::catalogue::plans;
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use serde_json::json;

use crate::client::program::{Exit, Looked, Program};
use crate::clock::Clock;

/// What to do with the plan.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum PlanVerb {
    /// List the plans
    List,
    /// Follow a plan from today on
    Choose {
        /// Its name, as “lumbar plan list” lists it
        id: String,
        /// Turns a day, where the plan lets you choose
        #[arg(long)]
        turns: Option<u8>,
        /// What asks first is agreed up to and with this day, such as 2026-11-29; without it, to the end of the plan
        #[arg(long, value_name = "DATE")]
        until: Option<NaiveDate>,
    },
    /// Follow none
    #[command(alias = "end")]
    Leave,
    /// Hold reminders back
    Pause {
        /// For how long
        #[arg(value_enum, default_value = "hour")]
        length: Length,
    },
    /// Let reminders come again
    Resume,
    /// Today is worse: one step back
    Worse,
    /// Today is as usual
    Usual,
    /// The plan still fits
    Keep,
}

/// For how long.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Length {
    /// For an hour
    Hour,
    /// Until the next day begins
    Tomorrow,
    /// Until “lumbar plan resume”
    Open,
}

impl PlanVerb {
    /// What is said to the engine; `None` = nothing, it only looks.
    pub(crate) fn wish(self) -> Option<PlanWish> {
        Some(match self {
            Self::List => return None,
            Self::Choose { id, turns, until } => {
                // The short name will do, as with preparation timers.
                let known = |id: &str| plans().iter().any(|plan| plan.id == id);
                let long = format!("plan-{id}");
                let id = if known(&long) { long } else { id };
                PlanWish::Choose { id, turns, agreed_until: until }
            }
            Self::Leave => PlanWish::Leave,
            Self::Pause { length } => PlanWish::Pause {
                length: match length {
                    Length::Hour => PauseFor::Hour,
                    Length::Tomorrow => PauseFor::Tomorrow,
                    Length::Open => PauseFor::Open,
                },
            },
            Self::Resume => PlanWish::Resume,
            Self::Worse => PlanWish::Worse,
            Self::Usual => PlanWish::Usual,
            Self::Keep => PlanWish::Keep,
        })
    }
}

impl Program {
    /// Prints what the day holds.
    ///
    /// # Errors
    /// Nothing answers, or the output takes nothing.
    pub(super) fn plan(&self, as_json: bool) -> Result<(), Exit> {
        let Looked { now, view, .. } = self.look()?;
        if as_json {
            return self.print(&json!(view.plan).to_string());
        }
        self.print(&self.ui.plan_lines(view.plan.as_ref(), now.wall, &Clock::offset))
    }

    /// Prints the plans there are.
    ///
    /// # Errors
    /// Nothing answers, or the output takes nothing.
    pub(super) fn plans(&self, as_json: bool) -> Result<(), Exit> {
        let Looked { view, .. } = self.look()?;
        let followed = view.plan.as_ref().map(|plan| plan.plan.as_str());
        let all: Vec<_> = plans().iter().chain(&view.own_plan).collect();
        if as_json {
            let row =
                |plan: &&lumbar_engine::plan::Plan| json!({ "id": plan.id, "followed": followed == Some(&plan.id) });
            return self.print(&json!(all.iter().map(row).collect::<Vec<_>>()).to_string());
        }
        for plan in all {
            self.print(&self.ui.plan_row(&plan.id, plan.title.as_deref(), followed == Some(&plan.id)))?;
        }
        Ok(())
    }
}
