//! Owns what the engine asks the world to do: alerts, cues and things to keep.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::gates::Gate;
use crate::request::{Slot, Token};
use crate::routine::{RoutineId, Side};
use crate::rules::Method;

/// What a notification replaces: one at a time for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tag {
    /// About the session that warms or cools.
    Thermal,
    /// About the session of movement or massage.
    Activity,
    /// About a preparation timer, by its number.
    Timer(u64),
    /// About Lumbar itself (a due question, data trouble).
    App,
}

impl From<Slot> for Tag {
    fn from(slot: Slot) -> Self {
        match slot {
            Slot::Thermal => Self::Thermal,
            Slot::Activity => Self::Activity,
        }
    }
}

/// How much an alert insists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// May pass by.
    Low,
    /// Is seen.
    Normal,
    /// Stays until it is answered.
    Critical,
}

/// What is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sound {
    /// Nothing.
    Silent,
    /// One soft tone.
    Gentle,
    /// The bell.
    Bell,
    /// The take-off alarm.
    Alarm,
}

/// A button of an alert, and the same answer in pages, tray and command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// "Cloth between, skin fine: it is on".
    On,
    /// "On since about N min".
    OnSince,
    /// "Not now".
    NotNow,
    /// "In 10 minutes".
    Snooze,
    /// "Fine".
    SkinFine,
    /// "Very red or numb".
    SkinRed,
    /// "White, blistered, or pain".
    SkinBad,
    /// "It is off".
    Off,
    /// "It came off at the bell".
    OffAtBell,
    /// "Yes, it is on" (is a pack on your body now?).
    StillOn,
    /// "No, it is off".
    NotOn,
    /// "5 more minutes".
    Extend,
    /// "Leave it out" (optional step).
    Skip,
    /// "Open Lumbar".
    Open,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 14] = [
        Self::On,
        Self::OnSince,
        Self::NotNow,
        Self::Snooze,
        Self::SkinFine,
        Self::SkinRed,
        Self::SkinBad,
        Self::Off,
        Self::OffAtBell,
        Self::StillOn,
        Self::NotOn,
        Self::Extend,
        Self::Skip,
        Self::Open,
    ];

    /// The word for it in forms, notification keys and `lumbar status --json`.
    pub fn code(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::OnSince => "on-since",
            Self::NotNow => "not-now",
            Self::Snooze => "snooze",
            Self::SkinFine => "skin-fine",
            Self::SkinRed => "skin-red",
            Self::SkinBad => "skin-bad",
            Self::Off => "off",
            Self::OffAtBell => "off-at-bell",
            Self::StillOn => "still-on",
            Self::NotOn => "not-on",
            Self::Extend => "extend",
            Self::Skip => "skip",
            Self::Open => "open",
        }
    }

    /// Reads the word back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }
}

/// What an alert says; texts are `alert-NAME` and `alert-NAME-body`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum About {
    /// Get ready and put it on; `again` counts the reminders.
    PutOn {
        /// Which turn, from 1.
        turn: u8,
        /// How many.
        turns: u8,
        /// How often it was asked before.
        again: u8,
        /// The battery is nearly empty, so something else should keep time too.
        battery_low: bool,
    },
    /// Nobody answered: the session lapsed.
    Lapsed,
    /// Look at (feel) your skin.
    SkinCheck {
        /// Asked a second time.
        again: bool,
        /// A silent reminder: no answer is needed.
        reminder: bool,
    },
    /// The end is near.
    Soon {
        /// Seconds left.
        seconds: u32,
    },
    /// The next part begins (side, warm or cool).
    Segment {
        /// What to do (`cue-NAME`).
        cue: String,
    },
    /// Take it off now.
    TakeOff {
        /// On for at least this long, s.
        least: u32,
        /// On for at most this long, s; `None` = nobody can say.
        most: Option<u32>,
        /// How often it was said before.
        again: u8,
    },
    /// It may still be on; nobody answered for 20 minutes.
    MaybeStillOn {
        /// On for at least this long, s.
        least: u32,
    },
    /// Water and sauna: time to get out.
    GetOut,
    /// It is off; the rest runs.
    Resting {
        /// Seconds of rest.
        seconds: u32,
    },
    /// It stayed on too long: look at your skin (first aid).
    Overran {
        /// On for at least this long, s.
        least: u32,
        /// Closed for this long, s; 0 = not closed.
        locked: u32,
    },
    /// The skin answer ended the turn.
    SkinStop {
        /// Closed for this long, s; 0 = normal gap.
        locked: u32,
    },
    /// The session is done.
    Done,
    /// The session was stopped.
    Stopped,
    /// A preparation timer is done.
    Prepared {
        /// `prep-towel` …
        timer: String,
    },
    /// The computer is going to sleep while something is on.
    GoingToSleep,
    /// Battery low while something is on.
    BatteryLow,
    /// Is a pack on your body now?
    IsItOn,
    /// The bed hours have begun: no further turn.
    BedHours,
    /// A question must be answered first.
    GateDue {
        /// Which.
        gate: Gate,
    },
    /// The next beat of movement or massage: shown in the window, heard as a soft tone.
    Beat {
        /// The step's text name.
        step: String,
        /// What to do (`cue-NAME`).
        cue: Option<String>,
        /// The side.
        side: Option<Side>,
        /// Which repetition.
        rep: u8,
        /// Of how many.
        reps: u8,
    },
    /// The next step of movement or massage.
    NextStep {
        /// The step's text name.
        step: String,
    },
}

/// Something to tell the person, by notification, sound, tray and window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// What it replaces.
    pub tag: Tag,
    /// What it says.
    pub about: About,
    /// The routine it is about.
    pub routine: Option<RoutineId>,
    /// The method, where something is or goes on the body.
    pub method: Option<Method>,
    /// What it is done with.
    pub pack: Option<String>,
    /// How much it insists.
    pub urgency: Urgency,
    /// What is heard.
    pub sound: Sound,
    /// Bring the window up.
    pub raise: bool,
    /// Its buttons.
    pub answers: Vec<Answer>,
    /// The prompt the buttons answer.
    pub token: Token,
}

/// What the engine asks of the world; drained after every call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
pub enum Effect {
    /// Tell the person.
    Alert(Box<Alert>),
    /// Take back what stands under the tag.
    Withdraw(Tag),
    /// Keep this in the diary.
    Record(Event),
}

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

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All of it.
    Done,
    /// The person stopped.
    Stopped,
    /// It hurt.
    Hurt,
    /// The skin answer ended it.
    Skin,
    /// It stayed on too long.
    Overran,
    /// Never put on.
    Lapsed,
    /// "Not now".
    NotNow,
}

impl Outcome {
    /// The word for it (`outcome-NAME`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Hurt => "hurt",
            Self::Skin => "skin",
            Self::Overran => "overran",
            Self::Lapsed => "lapsed",
            Self::NotNow => "not-now",
        }
    }
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
    /// A skin answer.
    SkinSaid {
        /// `fine`, `red` or `bad`.
        skin: crate::request::Skin,
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
        rule: crate::rules::RuleId,
    },
    /// A safety question was answered or changed.
    GateAnswered {
        /// Which.
        gate: Gate,
    },
}
