//! Decides the words of `lumbar log`, and what they print.

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use lumbar_engine::diary::Felt;
use lumbar_protocol::path;
use serde_json::{Map, Value, json};

use crate::client::http::Answer;
use crate::client::program::{Exit, Program};

/// What to do with the diary.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum LogVerb {
    /// Add what you did without Lumbar
    Add {
        /// The routine, as “lumbar routines” lists it
        id: String,
        /// When it began: 18:20
        #[arg(long, value_name = "TIME")]
        at: String,
        /// How long it took, minutes
        #[arg(long)]
        minutes: u32,
        /// On which day, such as 2026-11-18; without it, today
        #[arg(long, value_name = "DATE")]
        day: Option<NaiveDate>,
        /// What it was done with
        #[arg(long)]
        pack: Option<String>,
        /// How it was right after
        #[arg(long, value_enum)]
        felt: Option<FeltIs>,
        /// What you want to write about it
        #[arg(long)]
        note: Option<String>,
    },
    /// Change a record
    Edit {
        /// Its number, as “lumbar log” shows it
        number: u64,
        /// When it began, or went on
        #[arg(long, value_name = "TIME")]
        from: Option<String>,
        /// When it ended, or came off
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        /// Which turn the times are about
        #[arg(long, default_value_t = 1)]
        turn: u32,
        /// How it was right after
        #[arg(long, value_enum)]
        felt: Option<FeltIs>,
        /// What you want to write about it
        #[arg(long)]
        note: Option<String>,
    },
    /// Take a record out of the diary; for the limits it still counts
    Delete {
        /// Its number, as “lumbar log” shows it
        number: u64,
    },
}

/// How it was right after.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FeltIs {
    /// Easier
    Easier,
    /// The same
    Same,
    /// Worse
    Worse,
    /// Not said
    None,
}

impl FeltIs {
    fn code(self) -> &'static str {
        match self {
            Self::Easier => Felt::Easier.code(),
            Self::Same => Felt::Same.code(),
            Self::Worse => Felt::Worse.code(),
            Self::None => "none",
        }
    }
}

impl LogVerb {
    /// The deed, its fields, and what is said when it is done.
    fn said(self) -> (&'static str, Vec<(String, Option<String>)>, &'static str) {
        let named = |name: &str, value: Option<String>| (name.to_owned(), value);
        match self {
            Self::Add { id, at, minutes, day, pack, felt, note } => (
                "add",
                vec![
                    named("routine", Some(id)),
                    named("from", Some(at)),
                    named("minutes", Some(minutes.to_string())),
                    named("day", day.map(|day| day.to_string())),
                    named("pack", pack),
                    named("felt", felt.map(|felt| felt.code().to_owned())),
                    named("note", note),
                ],
                "cli-log-added",
            ),
            Self::Edit { number, from, until, turn, felt, note } => (
                "change",
                vec![
                    named("session", Some(number.to_string())),
                    named(&format!("from-{turn}"), from),
                    named(&format!("until-{turn}"), until),
                    named("felt", felt.map(|felt| felt.code().to_owned())),
                    named("note", note),
                ],
                "cli-log-changed",
            ),
            Self::Delete { number } => ("delete", vec![named("session", Some(number.to_string()))], "cli-log-deleted"),
        }
    }
}

impl Program {
    /// Prints the last records, the newest last, as one reads a terminal.
    pub(super) fn log(&self, limit: u32, as_json: bool) -> Result<(), Exit> {
        let answer: Value = self.parsed(&self.fetch(&format!("{}?limit={limit}", path::LOG))?)?;
        if as_json {
            return self.print(&answer["records"].to_string());
        }
        let lines: Vec<&str> = answer["lines"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if lines.is_empty() {
            return self.print(&self.ui.text("cli-log-empty", &[]));
        }
        lines.iter().rev().try_for_each(|line| self.print(line))
    }

    /// Adds, changes or deletes a record; gives the answer, and what is to be said when it is done.
    pub(super) fn keep_log(&self, verb: LogVerb) -> Result<(Answer, String), Exit> {
        let (deed, fields, done) = verb.said();
        let fields: Map<String, Value> =
            fields.into_iter().filter_map(|(name, value)| Some((name, json!(value?)))).collect();
        let answer = self.post_up(&format!("{}/{deed}", path::LOG), &Value::Object(fields))?;
        Ok((answer, self.ui.text(done, &[])))
    }
}
