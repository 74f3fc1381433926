//! Owns what may be asked of the engine, and the refusals it answers with.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::gates::{Clinical, Condition, Flags, Gate};
use crate::routine::RoutineId;
use crate::rules::{Force, Number, RuleId};
use crate::view::{Advice, At};

/// Names the prompt a request answers: session, exposure or step, and prompt. Written `3.1.7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Token {
    /// The session.
    pub session: u64,
    /// The exposure within the engine's life, 0 before the first press.
    pub exposure: u64,
    /// The prompt.
    pub prompt: u64,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.session, self.exposure, self.prompt)
    }
}

impl From<Token> for String {
    fn from(token: Token) -> Self {
        token.to_string()
    }
}

impl FromStr for Token {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, NotAToken> {
        let mut parts = text.split('.').map(str::parse::<u64>);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(session)), Some(Ok(exposure)), Some(Ok(prompt)), None) => Ok(Self { session, exposure, prompt }),
            _ => Err(NotAToken),
        }
    }
}

impl TryFrom<String> for Token {
    type Error = NotAToken;

    fn try_from(text: String) -> Result<Self, NotAToken> {
        text.parse()
    }
}

/// The text is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not the number of a question")]
pub struct NotAToken;

/// Which of the two things that can go on at once is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// The session that warms or cools.
    Thermal,
    /// The session of movement or massage.
    Activity,
}

impl Slot {
    /// The word for it in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Thermal => "thermal",
            Self::Activity => "activity",
        }
    }
}

/// When the pack came off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CameOff {
    /// Just now, or nobody is sure.
    Now,
    /// At the bell.
    Bell,
    /// This long ago, s (water and sauna: "when did you get out?").
    Ago(u32),
}

/// The answer to a skin check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skin {
    /// Fine; pink is normal.
    Fine,
    /// Very red or numb.
    Red,
    /// White, grey, blistered, blotchy, hives, or pain that stays.
    Bad,
}

/// What a start asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The routine.
    pub routine: RoutineId,
    /// What it is done with.
    #[serde(default)]
    pub pack: Option<String>,
    /// How many turns; `None` = as usual.
    #[serde(default)]
    pub turns: Option<u8>,
    /// Warnings the person has read and goes beyond (O rules).
    #[serde(default)]
    pub accept: BTreeSet<RuleId>,
}

impl Start {
    /// A start with nothing chosen.
    pub fn plain(routine: impl Into<RoutineId>) -> Self {
        Self { routine: routine.into(), pack: None, turns: None, accept: BTreeSet::new() }
    }
}

/// Something a face, the desktop or the person asks of the engine. Facts are never refused; wishes may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
pub enum Request {
    /// Wish: begin a session.
    Start(Start),
    /// Fact: "Cloth between, skin fine: it is on". `since`: it has been on for this long, s.
    On {
        /// The prompt it answers.
        token: Option<Token>,
        /// On for this long already, s.
        #[serde(default)]
        since: u32,
    },
    /// Fact: "it has been on since you asked", since the session got ready.
    OnSinceAsked {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// Fact: it is off the body.
    Off {
        /// The prompt it answers.
        token: Option<Token>,
        /// When it came off.
        when: CameOff,
    },
    /// The answer to a skin check. Fine is a wish; red and bad are facts, also unasked.
    Skin {
        /// The prompt it answers.
        token: Option<Token>,
        /// What the skin is like.
        skin: Skin,
    },
    /// Fact: it hurts, or the person wants out. Always allowed. The pack may still be on the body.
    Stop {
        /// Which session.
        slot: Slot,
        /// It hurts.
        hurts: bool,
    },
    /// Fact: the answer to "Is a pack on your body now?".
    StillOn {
        /// The prompt it answers.
        token: Option<Token>,
        /// Whether one is.
        on: bool,
    },
    /// Wish: ask again later (before a start only), s.
    Snooze {
        /// The prompt it answers.
        token: Option<Token>,
        /// For how long, s (at most an hour).
        seconds: u32,
    },
    /// Wish: not now (before a start), or enough (instead of the next turn).
    NotNow {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// Wish: five more minutes of warmth, up to the ceiling (R19).
    Extend {
        /// The prompt it answers.
        token: Option<Token>,
        /// Warnings read.
        accept: BTreeSet<RuleId>,
    },
    /// Wish: pause movement.
    Pause,
    /// Wish: go on with movement.
    Resume,
    /// Wish: leave out the rest of this step (movement), the optional step, or the preparation.
    Skip {
        /// Which session.
        slot: Slot,
        /// The prompt it answers.
        #[serde(default)]
        token: Option<Token>,
    },
    /// Wish: the step before (movement).
    Back,
    /// Wish: start a preparation timer.
    Prepare {
        /// `prep-towel`, `prep-sponge` or `prep-rice`.
        timer: String,
    },
    /// Wish: end a preparation timer.
    Unprepare {
        /// Its number.
        id: u64,
    },
    /// Fact: the disclaimer was read and accepted.
    AcceptDisclaimer {
        /// 18 or older, or went on after the warning.
        adult: bool,
    },
    /// Fact: the red-flag questions were answered.
    AnswerFlags(Flags),
    /// Wish: lift the red flags ("I know and choose to go on" or "I have been seen about this").
    LiftFlags,
    /// Fact: the skin and health questions were answered.
    AnswerHealth {
        /// Warm and cold are felt normally at the low back.
        feels_normally: bool,
        /// The skin there is whole.
        skin_whole: bool,
        /// Lasting conditions.
        conditions: BTreeSet<Condition>,
        /// Had a drink, took sleep or strong pain medicine.
        drowsy: bool,
        /// Swelling, a bruise or a knock.
        swelling: bool,
        /// "I may doze."
        may_doze: bool,
    },
    /// Fact: a clinician said that this is fine.
    ClinicianSaysFine {
        /// About what.
        about: Clinical,
        /// Said so, or taken back.
        fine: bool,
    },
    /// Fact: "my pain changed".
    PainChanged,
    /// Fact: advice to see someone was read.
    Noted {
        /// Which.
        advice: Advice,
    },
    /// Wish: other bed hours, minutes after midnight, local (R12).
    ChooseBedHours {
        /// From.
        from: u16,
        /// Until.
        until: u16,
    },
    /// Fact: the person's bed hours, minutes after midnight, local; equal = none.
    BedHours {
        /// From.
        from: u16,
        /// Until.
        until: u16,
        /// East of UTC, s, so that the engine can tell the local time.
        offset_seconds: i32,
    },
    /// Fact from the system: the computer is going to sleep.
    GoingToSleep,
    /// Fact from the system: it is awake again.
    Woke {
        /// What stands was said just now, as time passed over the sleep: it is rung anew and not said twice.
        told: bool,
    },
    /// Fact from the system: battery below 10 % and not charging.
    BatteryLow(bool),
}

impl Request {
    /// The answers about health of somebody with nothing that stands against anything.
    pub fn nothing_wrong() -> Self {
        Self::AnswerHealth {
            feels_normally: true,
            skin_whole: true,
            conditions: BTreeSet::new(),
            drowsy: false,
            swelling: false,
            may_doze: false,
        }
    }
}

/// Why a request was not carried out. Faces make the sentence from the code and the numbers.
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
    #[serde(default)]
    pub about: Option<String>,
}

impl Obstacle {
    /// A number that stands against something, under the name of its sentence; nobody knows from when it is possible.
    pub(crate) fn of(number: Number, name: &str, force: Force) -> Self {
        let sources = number.sources.iter().map(|s| (*s).into()).collect();
        Self { rule: number.rule, name: name.into(), value: number.value, force, sources, until: None, about: None }
    }
}
