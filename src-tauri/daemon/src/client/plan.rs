//! Decides the words of `lumbar plan`, and what they print.

use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use lumbar_engine::command::{Choice, Command, Wish};
use lumbar_engine::plan::catalogue::plans;
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::plan::{Clock as LocalTime, Plan};
use lumbar_protocol::path;
use serde_json::json;

use crate::client::program::{Exit, Looked, Program};
use crate::clock::Clock;

/// The largest file that is read, bytes; a plan of 12 full steps has a fraction of it.
const LARGEST: u64 = 256 * 1024;

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
    /// Keep a plan of your own from a TOML file (docs/plan.md), or print the one you have
    Own {
        /// The file; “-” reads the standard input
        file: Option<PathBuf>,
    },
    /// Quiet hours of each day, such as 12:00 14:00; “off” for none
    Quiet {
        /// From, or “off”
        from: String,
        /// Until
        until: Option<String>,
    },
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
            Self::Own { .. } | Self::Quiet { .. } => return None,
        })
    }
}

/// Reads hours as they are written: `12:00` and `14:00`, or `off`.
///
/// # Errors
/// What is no time of day.
pub(crate) fn quiet(from: &str, until: Option<&str>) -> Result<Option<(u16, u16)>, String> {
    if from == "off" && until.is_none() {
        return Ok(None);
    }
    let clock = |text: &str| LocalTime::try_from(text.to_owned()).map(|LocalTime(minutes)| minutes);
    Ok(Some((clock(from)?, clock(until.unwrap_or_default())?)))
}

/// The plan of a file.
///
/// # Errors
/// It cannot be read, or is no plan: with the line.
fn read(file: &Path) -> Result<Plan, String> {
    let mut text = String::new();
    let read = match file.as_os_str() == "-" {
        true => std::io::stdin().take(LARGEST).read_to_string(&mut text),
        false => std::fs::File::open(file).and_then(|file| file.take(LARGEST).read_to_string(&mut text)),
    };
    read.map_err(|error| error.to_string())?;
    Plan::read(&text).map_err(|error| error.to_string().trim_end().to_owned())
}

impl Program {
    /// Keeps a plan of the person's own, or prints it.
    ///
    /// # Errors
    /// The file is no plan, or the engine does not take it.
    pub(super) fn own_plan(&self, file: Option<&Path>) -> Result<(), Exit> {
        let Some(file) = file else {
            let Looked { view, .. } = self.look()?;
            let text = view.own_plan.as_ref().and_then(Plan::write);
            return self
                .print(text.map_or_else(|| self.ui.text("cli-own-none", &[]), |text| text.trim_end().into()).as_str());
        };
        let plan = read(file)
            .map_err(|why| self.complain("cli-own-bad", &[("file", file.display().to_string()), ("why", why)]))?;
        self.post(path::COMMAND, &json!(Command::from(Wish::Plan(PlanWish::Own { own: Box::new(plan) }))))?;
        self.print(&self.ui.text("cli-own-kept", &[]))
    }

    /// Chooses quiet hours, and says which there are.
    ///
    /// # Errors
    /// What was written is no time of day, or the engine does not take it.
    pub(super) fn quiet_hours(&self, from: &str, until: Option<&str>) -> Result<(), Exit> {
        let hours = quiet(from, until).map_err(|why| self.complain("cli-quiet-bad", &[("why", why)]))?;
        self.post(path::COMMAND, &json!(Command::from(Choice::QuietHours { hours })))?;
        let clock = |minutes: u16| String::from(LocalTime(minutes));
        self.print(&match self.look()?.view.quiet {
            Some((from, until)) => {
                self.ui.text("cli-quiet", &[("from", clock(from).into()), ("until", clock(until).into())])
            }
            None => self.ui.text("cli-quiet-none", &[]),
        })
    }

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
