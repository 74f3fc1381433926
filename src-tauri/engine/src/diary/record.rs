//! Owns the record of a session: its real times, what was said, what it counts as.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::words::{Method, Modality, Outcome, RoutineId, Skin, codes};

/// The routine whose minutes are minutes walked.
const WALK: &str = "walk";
/// The routine of standing up for a moment.
const UP_AND_MOVE: &str = "move-break";

/// What is over sooner was begun, not done, s: a pack put on by mistake, a walk that ended at the door.
pub const BEGUN_ONLY: u32 = 120;

/// A wall time, and how far it was from UTC where the person was.
pub type LocalTime = DateTime<FixedOffset>;

codes! {
    /// What a session counts as in the history (`diary-kind-NAME`).
    DiaryKind {
        /// A walk.
        Walk = "walk",
        /// Up and move, for a moment.
        Move = "move",
        /// On the mat: stretches, strength, rest.
        Stretch = "stretch",
        /// Warm.
        Heat = "heat",
        /// Cold.
        Cold = "cold",
        /// Warm and cold in turn.
        Contrast = "contrast",
        /// Balls, roller, a partner's hands.
        Massage = "massage",
    }
}

impl DiaryKind {
    /// What a routine counts as.
    pub fn of(routine: &str, kind: Modality) -> Self {
        match (routine, kind) {
            (WALK, _) => Self::Walk,
            (UP_AND_MOVE, _) => Self::Move,
            (_, Modality::Stretch) => Self::Stretch,
            (_, Modality::Heat) => Self::Heat,
            (_, Modality::Cold) => Self::Cold,
            (_, Modality::Contrast) => Self::Contrast,
            (_, Modality::Massage) => Self::Massage,
        }
    }

    /// Something is on the body, and limits count it.
    pub fn is_thermal(self) -> bool {
        match self {
            Self::Heat | Self::Cold | Self::Contrast => true,
            Self::Walk | Self::Move | Self::Stretch | Self::Massage => false,
        }
    }
}

codes! {
    /// How it was right after, in the person's word (`felt-NAME`).
    Felt {
        /// Easier.
        Easier = "easier",
        /// The same.
        Same = "same",
        /// Worse.
        Worse = "worse",
    }
}

codes! {
    /// How much the back stopped the person in a week (`stopped-NAME`).
    Stopped {
        /// Not at all.
        NotAtAll = "not-at-all",
        /// A little.
        ALittle = "a-little",
        /// Some.
        Some = "some",
        /// A lot.
        ALot = "a-lot",
        /// Completely.
        Completely = "completely",
    }
}

/// One time on the body, as it really was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExposureRecord {
    /// Its number in the exposure ledger.
    pub exposure: u64,
    /// What it was done with.
    pub method: Method,
    /// When it went on, a backdated press counted in.
    pub on: LocalTime,
    /// When it was confirmed to be off; `None` = it is on.
    pub off: Option<LocalTime>,
    /// How long it was to be on, s.
    pub planned: u32,
    /// How long it was on, s, by the shorter reading of the clocks; 0 while it is on.
    pub seconds: u32,
    /// How far beyond the most for its kind it was on, s; 0 = within it.
    pub over: u32,
}

impl ExposureRecord {
    /// Came off at once, and counts as no turn.
    pub fn is_begun_only(&self) -> bool {
        self.off.is_some() && self.seconds < BEGUN_ONLY
    }
}

/// An answer about the skin, or a question about it that got none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkinRecord {
    /// When.
    pub at: LocalTime,
    /// `None` = nobody answered.
    pub said: Option<Skin>,
}

impl SkinRecord {
    /// The skin was not fine.
    pub fn is_event(&self) -> bool {
        matches!(self.said, Some(Skin::Red | Skin::Bad))
    }
}

/// A session as it really was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// The session's number.
    pub session: u64,
    /// The day of the diary it belongs to.
    pub day: NaiveDate,
    /// The routine.
    pub routine: RoutineId,
    /// What it counts as.
    pub kind: DiaryKind,
    /// What it was done with.
    pub pack: Option<String>,
    /// Turns chosen.
    pub turns: u8,
    /// When it began.
    pub began: LocalTime,
    /// When it ended; `None` = it goes on.
    pub ended: Option<LocalTime>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What was on the body, oldest first.
    pub exposures: Vec<ExposureRecord>,
    /// Time moved, s, pauses left out.
    pub moved: u32,
    /// What was said about the skin, oldest first.
    pub skin: Vec<SkinRecord>,
    /// How it was right after; `None` = not asked, or not answered.
    pub felt: Option<Felt>,
    /// What the person wrote about it.
    pub note: String,
    /// It was added by hand.
    pub by_hand: bool,
    /// It was changed by hand.
    pub edited: bool,
}

impl SessionRecord {
    /// Something was really done: it is shown, and counted.
    pub fn counts(&self) -> bool {
        let on_body = self.exposures.iter().any(|exposure| !exposure.is_begun_only());
        let moved = self.exposures.is_empty()
            && match self.outcome {
                Some(Outcome::Done) => true,
                Some(Outcome::Lapsed | Outcome::NotNow) => false,
                Some(Outcome::Stopped | Outcome::Hurt | Outcome::Skin | Outcome::Overran) | None => {
                    self.moved >= BEGUN_ONLY
                }
            };
        on_body || moved || !self.note.is_empty() || self.skin.iter().any(SkinRecord::is_event)
    }

    /// When it really began: what was on the body counts from when it went on.
    pub fn from(&self) -> LocalTime {
        self.exposures.first().map_or(self.began, |exposure| exposure.on)
    }

    /// When it really ended: what was on the body ends when it comes off, also where a rest follows. `None` = it goes on.
    pub fn until(&self) -> Option<LocalTime> {
        let off = self.exposures.last().map(|exposure| exposure.off);
        if self.moved > 0 { self.ended.or(off.flatten()) } else { off.unwrap_or(self.ended) }
    }

    /// What it is counted with, s: the time on the body, else the time moved.
    pub fn seconds(&self) -> u32 {
        if self.exposures.is_empty() { self.moved } else { self.on_body(|_| true) }
    }

    /// Time walked, s.
    pub fn walked(&self) -> u32 {
        if self.kind == DiaryKind::Walk { self.moved } else { 0 }
    }

    /// Time on the body of what is cold, s.
    pub fn cold(&self) -> u32 {
        self.on_body(|method| method.modality() == Modality::Cold)
    }

    /// Time on the body of what is warm, s; a warm and cool shower is neither.
    pub fn warm(&self) -> u32 {
        self.on_body(|method| method.modality() == Modality::Heat)
    }

    /// Time with a wrap on, s: it is warm, and no turn of warmth.
    pub fn worn(&self) -> u32 {
        self.on_body(|method| method == Method::Wrap)
    }

    /// How often it was on for too long.
    pub fn overran(&self) -> u32 {
        count(self.exposures.iter().filter(|exposure| exposure.over > 0))
    }

    /// How often the skin was not fine.
    pub fn skin_events(&self) -> u32 {
        count(self.skin.iter().filter(|said| said.is_event()))
    }

    fn on_body(&self, wanted: impl Fn(Method) -> bool) -> u32 {
        let wanted = self.exposures.iter().filter(|exposure| wanted(exposure.method));
        wanted.map(|exposure| exposure.seconds).fold(0, u32::saturating_add)
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}
