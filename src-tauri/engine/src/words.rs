//! Owns the words that are shared by all parts: kinds, methods, answers and questions, each with its code for files, forms and texts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Defines an enum whose variants have a code, and its way there and back.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code in files, forms, texts and JSON.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The variant of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use codes;

/// Names a routine in files, addresses and commands: lower-case letters, digits and dashes.
pub type RoutineId = String;

codes! {
    /// The kind of a routine, as pages show it by colour, sign and word.
    Modality {
        /// Cold packs and ice.
        Cold = "cold",
        /// Warm packs, wraps, water and steam.
        Heat = "heat",
        /// Warm and cold in turn.
        Contrast = "contrast",
        /// Balls, roller, a partner's hands.
        Massage = "massage",
        /// Stretches and gentle movement.
        Stretch = "stretch",
    }
}

codes! {
    /// The side of the body a beat is for.
    Side {
        /// The person's left.
        Left = "left",
        /// The person's right.
        Right = "right",
    }
}

codes! {
    /// How something is on the body: decides prompts, presses and what silence means.
    Class {
        /// A pack that lies still: every rule applies.
        StillPack = "still-pack",
        /// Ice that keeps moving.
        MovingIce = "moving-ice",
        /// A low-level wrap worn for hours: quiet checks.
        Wrap = "wrap",
        /// Bath, tub, shower: the person is away from the screen.
        Water = "water",
        /// Sauna and steam: away as well.
        WholeBody = "whole-body",
    }
}

impl Class {
    /// Tells whether the person is away from the screen: no skin prompts, no presses between rounds, no lock from silence.
    pub fn is_away(self) -> bool {
        match self {
            Self::Water | Self::WholeBody => true,
            Self::StillPack | Self::MovingIce | Self::Wrap => false,
        }
    }
}

codes! {
    /// What an exposure is done with; names the row of its limits.
    Method {
        /// A wrapped cold pack.
        StillCold = "still-cold",
        /// An ice cup in small circles.
        IceMassage = "ice-massage",
        /// A hot water bottle.
        Bottle = "bottle",
        /// An electric heating pad.
        Pad = "pad",
        /// A warm gel pack.
        Gel = "gel",
        /// A warm damp towel.
        Towel = "towel",
        /// A low-level heat wrap.
        Wrap = "wrap",
        /// A warm bath.
        Bath = "bath",
        /// A jet tub.
        Tub = "tub",
        /// Sauna or steam.
        Sauna = "sauna",
        /// A warm and cool shower.
        Shower = "shower",
    }
}

impl Method {
    /// Whether it warms or cools.
    pub fn modality(self) -> Modality {
        match self {
            Self::StillCold | Self::IceMassage => Modality::Cold,
            Self::Bottle | Self::Pad | Self::Gel | Self::Towel | Self::Wrap | Self::Bath | Self::Tub | Self::Sauna => {
                Modality::Heat
            }
            Self::Shower => Modality::Contrast,
        }
    }

    /// Its exposure class.
    pub fn class(self) -> Class {
        match self {
            Self::StillCold | Self::Bottle | Self::Pad | Self::Gel | Self::Towel => Class::StillPack,
            Self::IceMassage => Class::MovingIce,
            Self::Wrap => Class::Wrap,
            Self::Bath | Self::Tub | Self::Shower => Class::Water,
            Self::Sauna => Class::WholeBody,
        }
    }
}

codes! {
    /// What presses in a massage (`tool` in a routine's file): some conditions leave one out.
    Tool {
        /// A partner's hands.
        Hands = "hands",
        /// A foam roller on the floor.
        Roller = "roller",
        /// Balls on the floor.
        FloorBalls = "floor-balls",
        /// A ball on the wall.
        WallBalls = "wall-balls",
    }
}

impl Tool {
    /// Tells whether body weight lies on it: more force than stiff, cold muscle should get (R17).
    pub fn bears_weight(self) -> bool {
        match self {
            Self::Roller | Self::FloorBalls => true,
            Self::Hands | Self::WallBalls => false,
        }
    }
}

codes! {
    /// Which of the two sessions that can run at once.
    Slot {
        /// The session that warms or cools.
        Thermal = "thermal",
        /// The session of movement or massage.
        Activity = "activity",
    }
}

codes! {
    /// The answer to a skin check.
    Skin {
        /// Fine; pink is normal.
        Fine = "fine",
        /// Very red or numb.
        Red = "red",
        /// White, grey, blistered, blotchy, hives, or pain that stays.
        Bad = "bad",
    }
}

codes! {
    /// What a person said about the body, as long as it can be taken back (`undo-NAME`).
    Said {
        /// It is on.
        On = "on",
        /// It is off.
        Off = "off",
        /// The skin is fine.
        SkinFine = "skin-fine",
        /// The skin is very red, sore or numb.
        SkinRed = "skin-red",
        /// The skin is white or blistered.
        SkinBad = "skin-bad",
        /// Stop.
        Stop = "stop",
        /// It hurts.
        Hurts = "hurts",
        /// It is still on.
        StillOn = "still-on",
        /// Nothing is on.
        NotOn = "not-on",
        /// Something was added to the diary by hand.
        DiaryAdded = "diary-added",
        /// A record of the diary was changed by hand.
        DiaryChanged = "diary-changed",
        /// A record was taken out of the diary.
        DiaryDeleted = "diary-deleted",
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

codes! {
    /// How a session ended (`outcome-NAME`).
    Outcome {
        /// All of it.
        Done = "done",
        /// The person stopped.
        Stopped = "stopped",
        /// It hurt.
        Hurt = "hurt",
        /// The skin answer ended it.
        Skin = "skin",
        /// It stayed on too long.
        Overran = "overran",
        /// Never put on.
        Lapsed = "lapsed",
        /// "Not now".
        NotNow = "not-now",
    }
}

codes! {
    /// A button of an alert, and the same answer in pages, tray and command line.
    Answer {
        /// "Cloth between, skin fine: it is on".
        On = "on",
        /// "On since about N min".
        OnSince = "on-since",
        /// "Not now".
        NotNow = "not-now",
        /// "In 10 minutes".
        Snooze = "snooze",
        /// "Fine".
        SkinFine = "skin-fine",
        /// "Very red or numb".
        SkinRed = "skin-red",
        /// "White, blistered, or pain".
        SkinBad = "skin-bad",
        /// "It is off".
        Off = "off",
        /// "It came off at the bell".
        OffAtBell = "off-at-bell",
        /// "Yes, it is on" (is a pack on your body now?).
        StillOn = "still-on",
        /// "No, it is off".
        NotOn = "not-on",
        /// "5 more minutes".
        Extend = "extend",
        /// "Leave it out" (optional step).
        Skip = "skip",
        /// "Undo": what was said last about the body was not so.
        Undo = "undo",
        /// "Start" (an item of the plan).
        StartPlanned = "start-planned",
        /// "In 10 min" (an item of the plan).
        PlannedLater = "planned-later",
        /// "Not this time" (an item of the plan).
        LeaveOut = "leave-out",
        /// "Open Lumbar".
        Open = "open",
    }
}

codes! {
    /// A question that must be answered before anything starts.
    Gate {
        /// What Lumbar is and is not.
        Disclaimer = "disclaimer",
        /// The emergency list.
        Flags = "flags",
        /// The questions about skin and health that belong to what is about to start.
        Health = "health",
    }
}

codes! {
    /// The answer to the emergency list.
    Flags {
        /// None of these.
        None = "none",
        /// Not sure: what is done about a yes, with another number to call first.
        Unsure = "unsure",
        /// Yes, one of these.
        Emergency = "emergency",
    }
}

codes! {
    /// How soon the second list of warning signs says to see someone. It closes nothing.
    See {
        /// Call today.
        Today = "today",
        /// Book a visit.
        Book = "book",
    }
}

codes! {
    /// A reason to see a doctor or physiotherapist although nothing is closed (R16, R23).
    Advice {
        /// Four weeks of using Lumbar, and still in need of it.
        NoBetter = "no-better",
        /// A heat wrap on seven days in a row.
        ManyWraps = "many-wraps",
        /// The second list of warning signs: call today.
        SeeToday = "see-today",
        /// The second list of warning signs: book a visit.
        SeeBook = "see-book",
    }
}

/// Names the prompt a press answers. Written `3.1.7`.
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
