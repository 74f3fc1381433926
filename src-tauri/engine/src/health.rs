//! Owns the lasting conditions and what each says against each kind of routine: the one table that questions, warnings,
//! and the "not for you" lists are made from (R14).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::routine::Routine;
use crate::words::{Method, Modality, Tool, codes};

codes! {
    /// What health is asked about: a column of the table.
    HealthKind {
        /// Cold packs and ice.
        Cold = "cold",
        /// Warm packs and wraps.
        Warm = "warm",
        /// A bath.
        Bath = "bath",
        /// Sauna, hot tub, contrast shower: what the heart feels.
        Hot = "hot",
        /// Balls, roller, a partner's hands.
        Massage = "massage",
        /// Stretches and exercises.
        Stretch = "stretch",
    }
}

codes! {
    /// A lasting condition, one tick each.
    Condition {
        /// Raynaud's, cold allergy, cold makes the fingers white.
        Raynauds = "raynauds",
        /// Poor blood flow in the legs, vasculitis.
        PoorFlow = "poor-flow",
        /// Diabetes with numb skin, or numb skin anywhere near.
        Numb = "numb",
        /// Angina, heart failure, heart rhythm trouble.
        Heart = "heart",
        /// High blood pressure.
        BloodPressure = "blood-pressure",
        /// A blood clot in a leg now.
        Clot = "clot",
        /// Bleeding disorder or blood thinners.
        Bleeding = "bleeding",
        /// Cancer being treated now, or in the spine or bones.
        Cancer = "cancer",
        /// Eczema, infection or rash there.
        SkinDisease = "skin-disease",
        /// Thin bones, or a broken bone in the last months.
        ThinBones = "thin-bones",
        /// Disc, stenosis or slipped bone the person was told of.
        Disc = "disc",
        /// Pregnant.
        Pregnant = "pregnant",
        /// 55 or older, or sensitive skin.
        Sensitive = "sensitive",
    }
}

codes! {
    /// What a condition says against a kind, the weakest first.
    Says {
        /// It does not matter for it.
        Nothing = "nothing",
        /// A line is told; nothing is asked.
        Told = "told",
        /// "Ask a pharmacist, nurse or doctor first": a warning, remembered for a year.
        Ask = "ask",
        /// A source says *do not*: only with "a clinician told me this is fine".
        Clinician = "clinician",
    }
}

codes! {
    /// How to do it with a condition (`note-NAME`).
    Note {
        /// Light hands.
        Gentle = "gentle",
        /// A partner presses with no fists.
        NoFists = "no-fists",
        /// No balls, on the floor or on the wall.
        NoBalls = "no-balls",
        /// No balls on the floor: body weight lies on them.
        NoFloorBalls = "no-floor-balls",
        /// No roller.
        NoRoller = "no-roller",
        /// Lying on the side only.
        SideOnly = "side-only",
        /// The side-lying way instead of flat on the back or front.
        SideLying = "side-lying",
        /// Low warmth, not on the bump.
        LowWarmth = "low-warmth",
        /// Not above 37 °C.
        Water37 = "water-37",
        /// Thicker cloth between.
        ThickerCloth = "thicker-cloth",
        /// A look at the skin more often.
        LookOften = "look-often",
        /// Stop when the pain goes further down the leg.
        LegPain = "leg-pain",
    }
}

/// A cell of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What the condition says.
    pub says: Says,
    /// How to do it then.
    pub notes: &'static [Note],
}

const FREE: Cell = Cell { says: Says::Nothing, notes: &[] };
const ASK: Cell = Cell { says: Says::Ask, notes: &[] };
const CLINICIAN: Cell = Cell { says: Says::Clinician, notes: &[] };

const fn told(notes: &'static [Note]) -> Cell {
    Cell { says: Says::Told, notes }
}

const fn ask(notes: &'static [Note]) -> Cell {
    Cell { says: Says::Ask, notes }
}

impl Condition {
    /// What it says against each kind, in the order of [`HealthKind::ALL`]: cold, warm, bath, hot, massage, stretch.
    const fn row(self) -> [Cell; 6] {
        use Note::{
            Gentle, LegPain, LookOften, LowWarmth, NoBalls, NoFists, NoFloorBalls, NoRoller, SideLying, SideOnly,
            ThickerCloth, Water37,
        };
        match self {
            Self::Raynauds => [CLINICIAN, FREE, FREE, FREE, FREE, FREE],
            Self::PoorFlow => [CLINICIAN, ASK, ASK, CLINICIAN, FREE, FREE],
            Self::Numb => [CLINICIAN, CLINICIAN, ASK, CLINICIAN, ASK, FREE],
            Self::Heart => [ASK, ASK, ASK, CLINICIAN, FREE, FREE],
            Self::BloodPressure => [FREE, FREE, FREE, ASK, FREE, FREE],
            Self::Clot => [FREE, CLINICIAN, CLINICIAN, CLINICIAN, CLINICIAN, FREE],
            Self::Bleeding => [FREE, FREE, FREE, FREE, ask(&[Gentle, NoFists, NoBalls]), FREE],
            Self::Cancer => [ASK, ASK, FREE, CLINICIAN, CLINICIAN, ASK],
            Self::SkinDisease => [CLINICIAN, CLINICIAN, FREE, CLINICIAN, CLINICIAN, FREE],
            Self::ThinBones => [FREE, FREE, FREE, FREE, ask(&[NoRoller, NoFloorBalls]), ASK],
            Self::Disc => [FREE, FREE, FREE, FREE, ask(&[NoRoller]), told(&[LegPain])],
            Self::Pregnant => {
                [FREE, told(&[LowWarmth]), told(&[Water37]), CLINICIAN, told(&[SideOnly]), told(&[SideLying])]
            }
            Self::Sensitive => [told(&[LookOften]), told(&[ThickerCloth]), FREE, FREE, FREE, FREE],
        }
    }

    /// What it says against a kind.
    pub fn cell(self, kind: HealthKind) -> Cell {
        self.row()[kind as usize]
    }

    /// What it says against a kind where it is done with a tool: one that it leaves out is closed as far as a clinician
    /// does not open it.
    pub fn cell_with(self, kind: HealthKind, tool: Option<Tool>) -> Cell {
        let cell = self.cell(kind);
        let left_out = tool.is_some_and(|tool| cell.notes.iter().any(|note| note.leaves_out(tool)));
        if left_out { Cell { says: Says::Clinician, ..cell } } else { cell }
    }

    /// Tells whether it closes anything that only a clinician opens.
    pub fn waits_for_clinician(self) -> bool {
        let of = |tool: Option<Tool>| self.kinds().any(|kind| self.cell_with(kind, tool).says == Says::Clinician);
        of(None) || Tool::ALL.iter().any(|tool| of(Some(*tool)))
    }

    /// The kinds it matters for.
    pub fn kinds(self) -> impl Iterator<Item = HealthKind> {
        HealthKind::ALL.iter().copied().filter(move |kind| self.cell(*kind).says != Says::Nothing)
    }
}

impl Note {
    /// Tells whether it is worth telling before something that is done with this tool: what a condition leaves out is
    /// closed, and needs no line.
    pub(crate) fn is_about(self, tool: Option<Tool>) -> bool {
        match self {
            Self::NoRoller | Self::NoFloorBalls | Self::NoBalls => false,
            Self::NoFists => tool == Some(Tool::Hands),
            Self::Gentle
            | Self::SideOnly
            | Self::SideLying
            | Self::LowWarmth
            | Self::Water37
            | Self::ThickerCloth
            | Self::LookOften
            | Self::LegPain => true,
        }
    }

    fn leaves_out(self, tool: Tool) -> bool {
        match self {
            Self::NoRoller => tool == Tool::Roller,
            Self::NoFloorBalls => tool == Tool::FloorBalls,
            Self::NoBalls => matches!(tool, Tool::FloorBalls | Tool::WallBalls),
            Self::Gentle
            | Self::NoFists
            | Self::SideOnly
            | Self::SideLying
            | Self::LowWarmth
            | Self::Water37
            | Self::ThickerCloth
            | Self::LookOften
            | Self::LegPain => false,
        }
    }
}

impl HealthKind {
    /// The kinds a routine is of; none for movement of every day, which asks nothing about health.
    pub fn of(routine: &Routine) -> BTreeSet<Self> {
        let moves = (routine.is_activity() && !routine.everyday).then_some(match routine.kind {
            Modality::Massage => Self::Massage,
            Modality::Cold | Modality::Heat | Modality::Contrast | Modality::Stretch => Self::Stretch,
        });
        routine.exposures().map(|e| Self::of_method(e.method)).chain(moves).collect()
    }

    /// The kind of something on the body.
    pub fn of_method(method: Method) -> Self {
        match method {
            Method::StillCold | Method::IceMassage => Self::Cold,
            Method::Bottle | Method::Pad | Method::Gel | Method::Towel | Method::Wrap => Self::Warm,
            Method::Bath => Self::Bath,
            Method::Tub | Method::Sauna | Method::Shower => Self::Hot,
        }
    }

    /// Tells whether the questions about feeling and whole skin belong to it (R13).
    pub fn asks_skin(self) -> bool {
        match self {
            Self::Cold | Self::Warm | Self::Bath | Self::Hot => true,
            Self::Massage | Self::Stretch => false,
        }
    }

    /// The conditions that matter for it, in the order of the table.
    pub fn conditions(self) -> impl Iterator<Item = Condition> {
        Condition::ALL.iter().copied().filter(move |condition| condition.cell(self).says != Says::Nothing)
    }
}

/// What only a clinician can open, each by a word of its own (R12, R14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clinical {
    /// What a lasting condition closes.
    Condition(Condition),
    /// A wrap in the bed hours.
    WrapInBed,
}

impl Clinical {
    /// The code in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Condition(condition) => condition.code(),
            Self::WrapInBed => "wrap-in-bed",
        }
    }

    /// The variant of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        let conditions = Condition::ALL.iter().copied().map(Self::Condition);
        conditions.chain([Self::WrapInBed]).find(|about| about.code() == code)
    }
}
