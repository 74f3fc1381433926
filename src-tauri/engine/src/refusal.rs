//! Owns the reasons why something is refused. Faces make the sentence from the code and the numbers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::rules::{Force, Number, RuleId};
use crate::time::At;
use crate::words::Gate;

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Refused {
    /// No routine has this name.
    #[error("there is no routine “{routine}”")]
    UnknownRoutine {
        /// The name.
        routine: String,
    },
    /// No preparation timer has this name.
    #[error("there is no preparation timer “{timer}”")]
    UnknownTimer {
        /// The name.
        timer: String,
    },
    /// The routine has no such pack.
    #[error("“{routine}” is not done with “{pack}”")]
    UnknownPack {
        /// The routine.
        routine: String,
        /// The pack.
        pack: String,
    },
    /// More turns than the routine has.
    #[error("“{routine}” has 1 to {most} turns")]
    Turns {
        /// The routine.
        routine: String,
        /// The most.
        most: u8,
    },
    /// A session of this kind is on.
    #[error("another session is on")]
    Busy {
        /// Its routine.
        routine: String,
    },
    /// Nothing is running that this could mean.
    #[error("nothing is running")]
    NothingRunning,
    /// It was asked whether something is on the body, and nobody has answered yet.
    #[error("it was asked whether something is on the body")]
    IsItOn,
    /// Not possible in the present phase.
    #[error("this is not possible now")]
    NotNow,
    /// The prompt this answers is no longer asked.
    #[error("this question is no longer asked")]
    Outdated,
    /// A question must be answered first.
    #[error("a question must be answered first")]
    Gate {
        /// Which.
        gate: Gate,
    },
    /// A rule stands against it.
    #[error("rule {} stands against it", .0.rule)]
    Rule(Obstacle),
    /// The data was written by a newer version: alarms go on, nothing new starts.
    #[error("the data is from a newer version")]
    ReadOnly,
}

/// A rule that stands against a start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// The rule.
    pub rule: RuleId,
    /// What it says, as a text name (`rule-NAME`).
    pub name: String,
    /// Its number, in the unit of the table.
    pub value: u32,
    /// What a person may do about it.
    pub force: Force,
    /// Where the number comes from, by source key.
    pub sources: Vec<String>,
    /// It goes away by itself at this moment.
    pub until: Option<At>,
    /// What it is about, where the rule alone does not tell (a condition, a routine).
    pub about: Option<String>,
}

impl Obstacle {
    /// A number that stands against something, under the name of its sentence; nobody knows from when it is possible.
    pub(crate) fn of(number: Number, name: &str, force: Force) -> Self {
        let sources = number.sources.iter().map(|s| (*s).into()).collect();
        Self { rule: number.rule, name: name.into(), value: number.value, force, sources, until: None, about: None }
    }

    /// A rule that cannot be overridden and rests on no number.
    pub(crate) fn principle(rule: RuleId, name: &str) -> Self {
        Self::of(Number::choice(rule, Force::Hard), name, Force::Hard)
    }

    /// A rule that cannot be overridden, with the number it rests on.
    pub(crate) fn hard(number: Number, rule: RuleId, name: &str) -> Self {
        Self { rule, ..Self::of(number, name, Force::Hard) }
    }

    /// Tells whether a person who accepts these warnings may go on.
    pub fn is_accepted_by(&self, accept: &BTreeSet<RuleId>) -> bool {
        self.force == Force::Warning && accept.contains(&self.rule)
    }
}
