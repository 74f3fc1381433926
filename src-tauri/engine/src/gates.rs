//! Owns what a person has answered about their health and safety, and which routines that leaves open (R12 to R16, R22).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::routine::Modality;
use crate::rules;
use crate::time::{Anchor, Now, Timeline};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }
        impl $name {
            /// All of them, in the order they are asked.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// The word for it in forms and texts.
            pub fn code(self) -> &'static str { match self { $(Self::$variant => $code,)* } }
            /// Reads the word back.
            pub fn from_code(code: &str) -> Option<Self> { match code { $($code => Some(Self::$variant),)* _ => None } }
        }
    };
}

codes! {
    /// A lasting condition that closes one or more kinds until a clinician says it is fine (CONTENT 2.4, R14).
    Condition {
        /// Raynaud's.
        Raynauds = "raynauds",
        /// Poor blood flow, vessel disease.
        PoorFlow = "poor-flow",
        /// A blood clot.
        Clot = "clot",
        /// Diabetes with numb skin.
        Diabetes = "diabetes",
        /// Heart trouble or high blood pressure.
        Heart = "heart",
        /// Cold allergy or an earlier bad reaction to cold.
        ColdAllergy = "cold-allergy",
        /// A skin disease at the low back.
        SkinDisease = "skin-disease",
        /// Pregnancy.
        Pregnant = "pregnant",
        /// Blood thinners or a bleeding disorder.
        Thinners = "thinners",
        /// Thin bones.
        ThinBones = "thin-bones",
        /// Slipped disc, narrow spine or a slipped vertebra.
        Disc = "disc",
        /// Cancer, now or before.
        Cancer = "cancer",
    }
}

impl Condition {
    /// Tells whether it closes what warms, cools, massages or stretches.
    pub fn closes(self, modality: Modality) -> bool {
        let cold = matches!(modality, Modality::Cold | Modality::Contrast);
        let heat = matches!(modality, Modality::Heat | Modality::Contrast);
        match self {
            Self::Raynauds | Self::ColdAllergy => cold,
            Self::PoorFlow | Self::Diabetes | Self::SkinDisease | Self::Cancer => {
                cold || heat || (modality == Modality::Massage && matches!(self, Self::SkinDisease | Self::Cancer))
            }
            Self::Clot => heat || modality == Modality::Massage,
            Self::Heart => cold || heat,
            Self::Pregnant => heat || modality == Modality::Massage,
            Self::Thinners => modality == Modality::Massage,
            Self::ThinBones => modality == Modality::Massage,
            Self::Disc => modality == Modality::Massage,
        }
    }
}

codes! {
    /// What the red-flag questions came to.
    Flags {
        /// None of these.
        None = "none",
        /// "Call a doctor today": yes or not sure.
        Urgent = "urgent",
        /// "Get emergency help now": yes or not sure.
        Emergency = "emergency",
    }
}

/// The red-flag answer that stands, and what was said about it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagAnswer {
    /// What was answered.
    pub flags: Flags,
    /// When.
    pub at: Anchor,
    /// "I know and choose to go on" (urgent) or "I have been seen about this" (emergency).
    pub lifted: Option<Anchor>,
}

/// What only a clinician can open, each by a word of its own (R12, R14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clinical {
    /// What a lasting condition closes.
    Condition(Condition),
    /// A heating pad after a drink, sleep medicine or strong pain medicine.
    WarmthWithMedicine,
    /// A wrap in the bed hours.
    WrapInBed,
}

impl Clinical {
    /// The word for it in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Condition(condition) => condition.code(),
            Self::WarmthWithMedicine => "warmth-with-medicine",
            Self::WrapInBed => "wrap-in-bed",
        }
    }

    /// Reads the word back.
    pub fn from_code(code: &str) -> Option<Self> {
        let conditions = Condition::ALL.iter().copied().map(Self::Condition);
        conditions.chain([Self::WarmthWithMedicine, Self::WrapInBed]).find(|about| about.code() == code)
    }
}

/// What the person said about the skin of their low back and what they took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Warm and cold are felt normally there.
    pub feels_normally: bool,
    /// The skin there is whole: no wound, burn or infection.
    pub skin_whole: bool,
    /// Lasting conditions.
    pub conditions: BTreeSet<Condition>,
    /// When the questions were answered.
    pub at: Anchor,
}

/// Everything answered so far; empty on the first run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Gates {
    /// When the disclaimer was read and accepted, and that the person is an adult.
    pub disclaimer: Option<Anchor>,
    /// The person is under 18 and went on after the warning (R22).
    #[serde(default)]
    pub minor: bool,
    /// The red-flag answer that stands.
    pub flags: Option<FlagAnswer>,
    /// The person said that the pain changed: the red-flag questions are due.
    #[serde(default)]
    pub pain_changed: bool,
    /// The skin and health answers.
    pub health: Option<Health>,
    /// A clinician said this is fine, by condition.
    #[serde(default)]
    pub clinician: BTreeMap<Condition, Anchor>,
    /// A clinician said that warmth after a drink or strong medicine is fine.
    #[serde(default)]
    pub clinician_drowsy: Option<Anchor>,
    /// A clinician said that a wrap in bed is fine.
    #[serde(default)]
    pub clinician_bed: Option<Anchor>,
    /// A drink, sleep or strong pain medicine.
    #[serde(default)]
    pub drowsy: Option<Anchor>,
    /// Swelling, a bruise or a knock.
    #[serde(default)]
    pub swelling: Option<Anchor>,
    /// "I may doze."
    #[serde(default)]
    pub may_doze: bool,
}

/// A question that must be answered before anything starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// What Lumbar is and is not.
    Disclaimer,
    /// The red-flag questions.
    Flags,
    /// The skin and health questions.
    Health,
}

impl Gates {
    /// The next question that is due, if any.
    pub fn due(&self, timeline: &Timeline, now: Now) -> Option<Gate> {
        if self.disclaimer.is_none() {
            return Some(Gate::Disclaimer);
        }
        // An emergency that stands is not asked about again: it waits for "I have been seen about this".
        let stands = |f: &FlagAnswer| f.flags == Flags::Emergency && f.lifted.is_none();
        let old = |f: &FlagAnswer| timeline.least(f.at, now) >= rules::FLAGS_AGAIN.time();
        let stale = self.flags.as_ref().is_none_or(|f| !stands(f) && old(f));
        if stale || self.pain_changed {
            return Some(Gate::Flags);
        }
        self.health.is_none().then_some(Gate::Health)
    }

    /// Tells whether something said at `anchor` still counts.
    pub(crate) fn counts(timeline: &Timeline, anchor: Option<Anchor>, lasts: rules::Number, now: Now) -> bool {
        anchor.is_some_and(|a| timeline.least(a, now) < lasts.time())
    }

    /// When a clinician said that this is fine, if ever.
    pub fn clinician_said(&self, about: Clinical) -> Option<Anchor> {
        match about {
            Clinical::Condition(condition) => self.clinician.get(&condition).copied(),
            Clinical::WarmthWithMedicine => self.clinician_drowsy,
            Clinical::WrapInBed => self.clinician_bed,
        }
    }

    pub(crate) fn set_clinician(&mut self, about: Clinical, said: Option<Anchor>) {
        match (about, said) {
            (Clinical::Condition(condition), Some(at)) => {
                self.clinician.insert(condition, at);
            }
            (Clinical::Condition(condition), None) => {
                self.clinician.remove(&condition);
            }
            (Clinical::WarmthWithMedicine, said) => self.clinician_drowsy = said,
            (Clinical::WrapInBed, said) => self.clinician_bed = said,
        }
    }

    /// Tells whether a clinician's word about this stands.
    pub(crate) fn clinician_says_fine(&self, about: Clinical, timeline: &Timeline, now: Now) -> bool {
        // Time in doubt must not stretch a permission, so it ends by the longer reading.
        self.clinician_said(about)
            .is_some_and(|a| !timeline.since(a, now).may_have_reached(rules::CLINICIAN_AGAIN.time()))
    }
}
