//! Owns what can be told to the engine. What a face may send follows from the type: a [`Command`], and never a [`Report`].

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::diary::wish::DiaryWish;
use crate::health::{Clinical, Condition, HealthKind};
use crate::plan::wish::PlanWish;
use crate::practice::wish::PracticeWish;
use crate::rules::RuleId;
use crate::words::{Advice, CameOff, Flags, RoutineId, See, Skin, Slot, Token};

/// For how long a session that is ready is put off by one press, s.
pub const SNOOZE_USUAL: u32 = 600;

/// Everything that can be told to the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// What is so, by a person's word: about their body, or what they have answered or read.
    Fact(Fact),
    /// What a person wants of Lumbar; it may be refused.
    Wish(Wish),
    /// How a person wants Lumbar to be from now on; it may be refused.
    Choice(Choice),
    /// What the system says. It comes from the driver alone.
    Report(Report),
}

/// What a face can send. In JSON the one field `fact`, `wish` or `choice` names it, beside what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Command {
    /// See [`Input::Fact`].
    Fact(Fact),
    /// See [`Input::Wish`].
    Wish(Wish),
    /// See [`Input::Choice`].
    Choice(Choice),
}

/// What is so. A fact about the body is never refused: the body does not wait for a program to agree. Only "it is on"
/// where nothing was ever ready is, for there is nothing it could count for; and for very long already, until the person says
/// that they are sure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum Fact {
    /// "Cloth between, skin fine: it is on".
    On {
        /// The prompt it answers.
        token: Option<Token>,
        /// On for this long already, s.
        #[serde(default)]
        since: u32,
        /// Asked again whether it has really been so long, the person says yes.
        #[serde(default)]
        sure: bool,
    },
    /// "It has been on since you asked": since the session got ready.
    OnSinceAsked {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// It is off the body.
    Off {
        /// The prompt it answers.
        token: Option<Token>,
        /// When it came off.
        when: CameOff,
    },
    /// The skin is very red or numb, asked or not.
    SkinRed {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// The skin looks bad, asked or not.
    SkinBad {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// It hurts, or the person wants out. The pack may still be on the body.
    Stop {
        /// Which session.
        slot: Slot,
        /// It hurts.
        hurts: bool,
    },
    /// The answer to "Is a pack on your body now?".
    StillOn {
        /// The prompt it answers.
        token: Option<Token>,
        /// Whether one is.
        on: bool,
    },
    /// The disclaimer was read and accepted by an adult, or after the warning that comes before it for anyone younger (R22).
    AcceptDisclaimer,
    /// The emergency list was answered.
    AnswerFlags {
        /// With this.
        flags: Flags,
    },
    /// The second list of warning signs was answered; `None` = none of these any more.
    SeeSomeone {
        /// How soon.
        see: Option<See>,
    },
    /// The questions about skin and health were answered, for some kinds.
    AnswerHealth(HealthAnswers),
    /// What has changed since last time.
    SinceLast(SinceLast),
    /// A clinician said that this is fine.
    ClinicianSaysFine {
        /// About what.
        about: Clinical,
        /// Said so, or taken back.
        fine: bool,
    },
    /// "My pain changed".
    PainChanged,
    /// Advice to see someone was read.
    Noted {
        /// Which.
        advice: Advice,
    },
}

/// What is wanted. A wish with a token is refused when that prompt is no longer the one that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "kebab-case")]
pub enum Wish {
    /// Begin a session.
    Start(Start),
    /// The skin is fine: go on.
    SkinFine {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// Ask again later (before a start only).
    Snooze {
        /// The prompt it answers.
        token: Option<Token>,
        /// For how long, s: from a minute to an hour.
        seconds: u32,
    },
    /// Not now (before a start), or enough (instead of the next turn).
    NotNow {
        /// The prompt it answers.
        token: Option<Token>,
    },
    /// Five more minutes of warmth, up to the ceiling (R19).
    Extend {
        /// The prompt it answers.
        token: Option<Token>,
        /// Warnings read.
        #[serde(default)]
        accept: BTreeSet<RuleId>,
    },
    /// Pause movement.
    Pause,
    /// Go on with movement.
    Resume,
    /// It is another pack than was said: before it is on, or while it is.
    UsePack {
        /// One of those the routine is done with.
        pack: String,
    },
    /// Whether the end of the rest calls: heard and seen, or only shown.
    Call {
        /// It does.
        on: bool,
    },
    /// Leave out the rest of this step (movement), the optional step, or the rest before movement.
    Skip {
        /// Which session.
        slot: Slot,
        /// The prompt it answers.
        #[serde(default)]
        token: Option<Token>,
    },
    /// To the start of this step, or to the step before (movement).
    Back,
    /// Start a preparation timer.
    Prepare {
        /// `prep-towel`, `prep-sponge` or `prep-rice`.
        timer: String,
    },
    /// End a preparation timer.
    Unprepare {
        /// Its number.
        id: u64,
    },
    /// Take back what was said last about the body, which was not so: what it changed is as if it had not been said, and time
    /// has passed since. For two minutes, and only the last one.
    Undo {
        /// What the offer to take it back carries.
        #[serde(default)]
        token: Option<Token>,
    },
    /// About the plan.
    Plan(PlanWish),
    /// About the diary.
    Diary(DiaryWish),
    /// About the practice turn.
    Practice(PracticeWish),
    /// "I have been seen about this": lifts the emergency.
    LiftFlags,
}

/// A setting that the engine holds to its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "choice", rename_all = "kebab-case")]
pub enum Choice {
    /// The bed hours (R12).
    BedHours {
        /// Minutes after midnight, local.
        from: u16,
        /// Minutes after midnight, local.
        until: u16,
    },
    /// "Ask how it felt right after": off until it is switched on.
    AskFelt {
        /// On.
        on: bool,
    },
    /// "Ask once a week how much it stopped you": off until it is switched on.
    AskWeek {
        /// On.
        on: bool,
    },
    /// Hours of each day in which no reminder calls. Alarms go on.
    QuietHours {
        /// From and until, minutes after midnight, local; `None` = there are none.
        hours: Option<(u16, u16)>,
    },
}

/// What the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// The bed hours as they are kept, and where the person is.
    BedHours {
        /// Minutes after midnight, local; the same as `until` = none.
        from: u16,
        /// Minutes after midnight, local.
        until: u16,
        /// East of UTC, s.
        offset_seconds: i32,
    },
    /// The computer is going to sleep.
    GoingToSleep,
    /// It is awake again.
    Woke {
        /// What stands was said just now, as time passed over the sleep: its alarm is restarted, and it is not said twice.
        told: bool,
    },
    /// Whether the battery is below 10 % and not charging.
    BatteryLow(bool),
}

/// What a start asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The routine.
    pub routine: RoutineId,
    /// What it is done with; `None` = the usual.
    #[serde(default)]
    pub pack: Option<String>,
    /// How many turns; `None` = as usual.
    #[serde(default)]
    pub turns: Option<u8>,
    /// How long, s, of the lengths the routine has; `None` = as usual.
    #[serde(default)]
    pub length: Option<u32>,
    /// Warnings the person has read and goes beyond.
    #[serde(default)]
    pub accept: BTreeSet<RuleId>,
}

impl Start {
    /// A start with nothing chosen.
    pub fn plain(routine: impl Into<RoutineId>) -> Self {
        Self { routine: routine.into(), pack: None, turns: None, length: None, accept: BTreeSet::new() }
    }
}

/// The answers to the questions about skin and health, for the kinds that were asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthAnswers {
    /// The kinds that were asked about.
    pub kinds: BTreeSet<HealthKind>,
    /// Warm and cold are felt normally at the low back; `None` = not asked.
    #[serde(default)]
    pub feels_normally: Option<bool>,
    /// The skin there is whole: no wound, burn or infection; `None` = not asked.
    #[serde(default)]
    pub skin_whole: Option<bool>,
    /// Lasting conditions, of those that matter for these kinds.
    #[serde(default)]
    pub conditions: BTreeSet<Condition>,
}

impl HealthAnswers {
    /// The answers of somebody with nothing that stands against anything, for every kind.
    pub fn nothing_wrong() -> Self {
        Self {
            kinds: HealthKind::ALL.iter().copied().collect(),
            feels_normally: Some(true),
            skin_whole: Some(true),
            conditions: BTreeSet::new(),
        }
    }
}

/// What passes by itself, told whenever it is so. It is told whole: what is not in it is not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SinceLast {
    /// A drink in the last hours.
    pub alcohol: bool,
    /// Sleeping tablets or strong painkillers in the last hours.
    pub medicine: bool,
    /// Swelling, a bruise or a knock.
    pub swelling: bool,
    /// The skin there is no longer whole.
    pub skin_trouble: bool,
    /// "I may doze."
    pub may_doze: bool,
}

impl Command {
    /// The answer to a skin check: that it is fine lets a session go on and is a wish; that it is not is a fact.
    pub fn skin(token: Option<Token>, skin: Skin) -> Self {
        match skin {
            Skin::Fine => Wish::SkinFine { token }.into(),
            Skin::Red => Fact::SkinRed { token }.into(),
            Skin::Bad => Fact::SkinBad { token }.into(),
        }
    }
}

impl From<Command> for Input {
    fn from(command: Command) -> Self {
        match command {
            Command::Fact(fact) => Self::Fact(fact),
            Command::Wish(wish) => Self::Wish(wish),
            Command::Choice(choice) => Self::Choice(choice),
        }
    }
}

/// Each kind of word goes into what holds it.
macro_rules! into {
    ($($kind:ident => $($holder:ident),*;)*) => {$($(
        impl From<$kind> for $holder {
            fn from(said: $kind) -> Self {
                Self::$kind(said)
            }
        }
    )*)*};
}

into! {
    Fact => Command, Input;
    Wish => Command, Input;
    Choice => Command, Input;
    Report => Input;
}
