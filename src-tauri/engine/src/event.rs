//! Owns what happened, as the diary keeps it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::RuleId;
use crate::words::{Gate, Method, Outcome, RoutineId, Said, Skin, codes};

/// Something that happened, for the diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, by the wall.
    pub at: DateTime<Utc>,
    /// The session, where there is one.
    pub session: Option<u64>,
    /// The routine, where there is one.
    pub routine: Option<RoutineId>,
    /// What.
    #[serde(flatten)]
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happened {
    /// A session began.
    Began {
        /// Turns chosen.
        turns: u8,
        /// What it is done with.
        pack: Option<String>,
    },
    /// It went on the body.
    WentOn {
        /// The exposure.
        exposure: u64,
        /// The method.
        method: Method,
        /// On for this long before the press, s.
        since: u32,
    },
    /// It was on for longer than was said first.
    BeganEarlier {
        /// The exposure.
        exposure: u64,
        /// On for this long before the later word, s.
        since: u32,
    },
    /// It came off.
    CameOff {
        /// The exposure.
        exposure: u64,
        /// On for at least this long, s.
        seconds: u32,
    },
    /// A person took back what they had said about the body: what that press recorded, from its time on, was not so.
    TakenBack {
        /// What they had said.
        said: Said,
        /// When, by the wall.
        pressed: DateTime<Utc>,
    },
    /// A skin answer.
    SkinSaid {
        /// `fine`, `red` or `bad`.
        skin: Skin,
    },
    /// A skin check got no answer.
    SkinUnanswered,
    /// A session ended.
    Ended {
        /// How.
        outcome: Outcome,
    },
    /// A kind was closed for a while.
    Locked {
        /// For how long, s.
        seconds: u32,
    },
    /// A warning was read and passed.
    Overrode {
        /// The rule.
        rule: RuleId,
    },
    /// Something was said about the plan.
    Plan {
        /// What.
        deed: PlanDeed,
    },
    /// A safety question was answered or changed.
    GateAnswered {
        /// Which.
        gate: Gate,
    },
}

codes! {
    /// What was said about the plan.
    PlanDeed {
        /// One was chosen.
        Chosen = "chosen",
        /// It was left.
        Left = "left",
        /// A person's own was kept.
        OwnKept = "own-kept",
        /// Reminders were paused.
        Paused = "paused",
        /// They come again.
        Resumed = "resumed",
        /// "Today is worse".
        Worse = "worse",
        /// "As usual".
        Usual = "usual",
        /// It still fits.
        Kept = "kept",
        /// "In 10 min".
        Later = "later",
        /// "Not this time".
        LeftOut = "left-out",
    }
}
