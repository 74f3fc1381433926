//! Owns the reasons why something is refused. Faces make the sentence from the code and the numbers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::diary::wish::BadEntry;
use crate::plan::check::BadPlan;
use crate::rules::{Force, Number, RuleId};
use crate::time::At;
use crate::words::{Gate, RoutineId, codes};

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
    /// A length that the routine does not have.
    #[error("“{routine}” has no such length")]
    Length {
        /// The routine.
        routine: String,
        /// What there is, s; empty = it has one length.
        lengths: Vec<u32>,
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
    /// "Is your skin fine?" waits for an answer.
    #[error("it was asked whether the skin is fine")]
    SkinAsked,
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
        /// The routine it stands before: what is asked about health depends on it.
        routine: RoutineId,
    },
    /// A rule stands against it.
    #[error("rule {} stands against it", .0.rule)]
    Rule(Obstacle),
    /// Nothing was said about the body that can still be taken back.
    #[error("there is nothing to take back")]
    NothingToUndo,
    /// "It has been on for so long" is long enough to be a slip of the finger: it counts when it is said to be sure.
    #[error("it is asked whether it has really been on for {seconds} s")]
    ReallySoLong {
        /// On for this long, as was said, s.
        seconds: u32,
    },
    /// An entry of the diary is not taken.
    #[error("the entry is not taken: {bad:?}")]
    Entry {
        /// Why.
        bad: BadEntry,
    },
    /// Quiet hours are shorter or longer than they may be.
    #[error("quiet hours last {least} to {most} min")]
    QuietHours {
        /// The least, min.
        least: u16,
        /// The most, min.
        most: u16,
    },
    /// No plan has this name.
    #[error("there is no plan “{plan}”")]
    UnknownPlan {
        /// The name.
        plan: String,
    },
    /// The plan is not sound.
    #[error("the plan is not taken: {0}")]
    BadPlan(BadPlan),
    /// No plan is followed.
    #[error("no plan is followed")]
    NoPlan,
    /// The data was written by a newer version: alarms go on, nothing new starts.
    #[error("the data is from a newer version")]
    ReadOnly,
}

/// A rule that stands against a start, or is told before one.
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

codes! {
    /// What stands against something beside the numbers of the rules, which have their own names (`rule-NAME`).
    Reason {
        /// Nobody knows what was on when the data was lost.
        DataLost = "R2-lost",
        /// Bad skin closed warm and cold.
        LockSkin = "lock-skin",
        /// An over-run closed the kind.
        LockOverrun = "lock-overrun",
        /// It is bed time.
        Bed = "R12-bed",
        /// It will be bed time.
        BedSoon = "R12-bed-soon",
        /// The bed hours are settled for the night.
        BedChange = "R12-bed-change",
        /// "I may doze."
        Doze = "R12-doze",
        /// Warm and cold are not felt normally.
        NoFeeling = "R13-feel",
        /// The skin is not whole.
        SkinBroken = "R13-skin",
        /// A drink, sleeping tablets or strong painkillers.
        Drowsy = "R14-drowsy",
        /// A lasting condition that only a clinician opens.
        Condition = "R14-condition",
        /// A lasting condition about which a person asks first.
        AskFirst = "R14-ask",
        /// How to do it with a lasting condition.
        Note = "R14-note",
        /// Swelling, a bruise or a knock.
        Swelling = "R15-swelling",
        /// A warning sign, or one the person is not sure about.
        Emergency = "R16-emergency",
        /// What is on the body cannot be paused.
        NoPause = "R18-pause",
        /// Cold is not put off or made longer once it is on.
        ColdStays = "R19-cold",
        /// The routine's own number a day.
        PerDay = "per-day",
    }
}

impl From<BadEntry> for Refused {
    fn from(bad: BadEntry) -> Self {
        Self::Entry { bad }
    }
}

impl Obstacle {
    /// A number that stands against something; nobody knows from when it is possible.
    pub(crate) fn of(number: Number) -> Self {
        Self {
            rule: number.rule,
            name: number.name.into(),
            value: number.value,
            force: number.force,
            sources: number.sources.iter().map(|s| (*s).into()).collect(),
            until: None,
            about: None,
        }
    }

    /// A number that cannot be overridden here.
    pub(crate) fn hard(number: Number) -> Self {
        Self { force: Force::Hard, ..Self::of(number) }
    }

    /// A rule that rests on no number.
    pub(crate) fn principle(rule: RuleId, reason: Reason, force: Force) -> Self {
        Self::of(Number::choice(rule, force)).because(reason)
    }

    /// The same under the name of its reason.
    pub(crate) fn because(self, reason: Reason) -> Self {
        Self { name: reason.code().into(), ..self }
    }

    /// Tells whether a person who accepts these warnings may go on.
    pub fn is_accepted_by(&self, accept: &BTreeSet<RuleId>) -> bool {
        self.force == Force::Warning && accept.contains(&self.rule)
    }
}
