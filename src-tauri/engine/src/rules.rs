//! Owns every safety number, with its unit, its source and whether it may be overridden; nothing else in Lumbar states one.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::words::{Class, Method, Modality, codes};

codes! {
    /// A safety rule, R1 to R23 of the content base.
    #[allow(missing_docs, reason = "the names are the numbers of the rules; docs/rules.md says what each is")]
    RuleId {
        R1 = "R1",
        R2 = "R2",
        R3 = "R3",
        R4 = "R4",
        R5 = "R5",
        R6 = "R6",
        R7 = "R7",
        R8 = "R8",
        R9 = "R9",
        R10 = "R10",
        R11 = "R11",
        R12 = "R12",
        R13 = "R13",
        R14 = "R14",
        R15 = "R15",
        R16 = "R16",
        R17 = "R17",
        R18 = "R18",
        R19 = "R19",
        R20 = "R20",
        R21 = "R21",
        R22 = "R22",
        R23 = "R23",
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a person may do about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// Cannot be overridden (N).
    Hard,
    /// Can be overridden after a plain warning (O).
    Warning,
    /// Only with "a clinician told me this is fine" (Cl).
    Clinician,
    /// Is told, and stops nothing.
    Told,
}

/// The unit of a number in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// A count.
    Times,
    /// Days.
    Days,
    /// Years of age.
    Years,
}

/// One safety number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Number {
    /// The rule it belongs to.
    pub rule: RuleId,
    /// What it says, as a text name (`rule-NAME`).
    pub name: &'static str,
    /// The value.
    pub value: u32,
    /// Its unit.
    pub unit: Unit,
    /// Whether a person may go beyond it.
    pub force: Force,
    /// Where it comes from, by source key; `PC` is our own choice.
    pub sources: &'static [&'static str],
}

impl Number {
    /// A rule that rests on no number: our own choice.
    pub(crate) const fn choice(rule: RuleId, force: Force) -> Self {
        Self { rule, name: "", value: 0, unit: Unit::Times, force, sources: &["PC"] }
    }

    /// The value as a duration; counts give seconds of the same number.
    pub const fn time(&self) -> Duration {
        let day = match self.unit {
            Unit::Days => 86_400,
            Unit::Seconds | Unit::Times | Unit::Years => 1,
        };
        Duration::from_secs(self.value as u64 * day)
    }
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $const:ident = $rule:ident $name:literal $value:literal $unit:ident $force:ident [$($source:literal),*];)*) => {
        $($(#[$doc])* pub const $const: Number = Number {
            rule: RuleId::$rule, name: $name, value: $value, unit: Unit::$unit, force: Force::$force, sources: &[$($source),*],
        };)*
        /// Every safety number.
        pub const NUMBERS: &[Number] = &[$($const),*];
    };
}

numbers! {
    /// Longest still cold.
    STILL_COLD_MOST = R1 "still-cold-most" 1200 Seconds Hard ["5", "SH-ice-old", "MPFT-cold"];
    /// Time off after cold, from the confirmed removal: as long as it was on, and so long at the most.
    COLD_OFF = R2 "cold-off" 1200 Seconds Hard ["5"];
    /// Time off after cold, at the least.
    COLD_OFF_LEAST = R2 "cold-off-least" 300 Seconds Hard ["PC"];
    /// Cold that was on for less is a false start: no time off, no turn.
    FALSE_START = R2 "false-start" 120 Seconds Hard ["PC"];
    /// Time off that health services advise after a calm turn of cold; told by the routines that name it.
    COLD_OFF_SOFT = R2 "cold-off-soft" 7200 Seconds Told ["MPFT-cold", "SFH"];
    /// Cold turns in a day as people live it ([`PLAN_DAY`]).
    COLD_PER_DAY = R3 "cold-per-day" 10 Times Hard ["5", "SH-ice-old"];
    /// Cold turns in any 24 hours.
    COLD_PER_24H = R3 "cold-per-24h" 12 Times Hard ["PC", "SH-ice-old"];
    /// The turn of cold of a day that is told about.
    COLD_PER_DAY_SOFT = R3 "cold-per-day-soft" 7 Times Told ["PC", "MPFT-cold"];
    /// Turns of cold in a row.
    COLD_IN_A_ROW = R4 "cold-in-a-row" 3 Times Warning ["PC", "KHOSH"];
    /// Time off after so many in a row.
    COLD_ROW_OFF = R4 "cold-row-off" 3600 Seconds Warning ["PC", "KHOSH"];
    /// Longest ice massage.
    ICE_MASSAGE_MOST = R5 "ice-massage-most" 300 Seconds Warning ["SH-ice-massage"];
    /// Longest ice massage after a warning.
    ICE_MASSAGE_HARD = R5 "ice-massage-hard" 600 Seconds Hard ["MPFT-cold"];
    /// Ice massages in 24 hours.
    ICE_MASSAGE_PER_DAY = R5 "ice-massage-per-day" 5 Times Hard ["SH-ice-massage"];
    /// Longest with a hot water bottle ("under 30 minutes").
    BOTTLE_MOST = R6 "bottle-most" 1740 Seconds Hard ["4"];
    /// Longest with a warm gel pack.
    GEL_MOST = R6 "gel-most" 1800 Seconds Hard ["4", "SH-heat"];
    /// Longest with an electric pad.
    PAD_MOST = R6 "pad-most" 1800 Seconds Warning ["SH-heat", "FDA"];
    /// Longest with an electric pad on LOW, after a warning.
    PAD_LOW_MOST = R6 "pad-low-most" 3600 Seconds Hard ["HL-pad"];
    /// Skin checks of a pad on LOW beyond its usual ceiling.
    PAD_LOW_CHECK = R6 "pad-low-check" 900 Seconds Hard ["FDA"];
    /// Longest with a warm towel.
    TOWEL_MOST = R6 "towel-most" 1200 Seconds Hard ["SH-heat-blog"];
    /// Longest in a bath.
    BATH_MOST = R6 "bath-most" 1200 Seconds Warning ["CPSC-B", "TUB-C"];
    /// A bath is made longer once, by this much, after a warning.
    BATH_EXTEND = R6 "bath-extend" 600 Seconds Warning ["PC"];
    /// Longest in a bath that was made longer.
    BATH_LONG_MOST = R6 "bath-long-most" 1800 Seconds Hard ["PC"];
    /// Longest in a jet tub.
    TUB_MOST = R6 "tub-most" 1200 Seconds Hard ["CPSC-B", "TUB-C"];
    /// Longest in a sauna or steam bath.
    SAUNA_MOST = R6 "sauna-most" 1200 Seconds Hard ["HARV-sauna"];
    /// Longest contrast shower.
    SHOWER_MOST = R6 "shower-most" 1200 Seconds Hard ["PC", "CAMERON"];
    /// Longest with a heat wrap, in one go and in 24 hours.
    WRAP_MOST = R6 "wrap-most" 28800 Seconds Hard ["THERMA", "NADLER"];
    /// Days in a row with a heat wrap.
    WRAP_DAYS = R6 "wrap-days" 7 Days Hard ["THERMA"];
    /// Warmth is made longer by this much at a time.
    HEAT_EXTEND = R19 "heat-extend" 300 Seconds Warning ["PC"];
    /// A wrap is made longer by this much at a time.
    WRAP_EXTEND = R19 "wrap-extend" 3600 Seconds Warning ["PC"];
    /// Time off after warmth: as long as it was on, and so long at the most.
    HEAT_OFF = R7 "heat-off" 1200 Seconds Hard ["PC", "SFH"];
    /// Time off after warmth, at the least.
    HEAT_OFF_LEAST = R7 "heat-off-least" 300 Seconds Hard ["PC"];
    /// Recommended time between two heat sessions.
    HEAT_OFF_SOFT = R7 "heat-off-soft" 7200 Seconds Told ["SFH", "MAYO-HL"];
    /// The time of warmth of a day (wraps not counted) that is told about.
    HEAT_PER_DAY_SOFT = R7 "heat-per-day-soft" 4 Times Told ["MPFT-heat", "MAYO-HL", "SFH"];
    /// Heat sessions in a day as people live it (wraps not counted).
    HEAT_PER_DAY = R7 "heat-per-day" 6 Times Hard ["PC"];
    /// Time between heat and cold, with a look at the skin.
    HEAT_COLD_APART = R8 "heat-cold-apart" 300 Seconds Hard ["THERMA", "PC"];
    /// The first skin check of a pack or of ice comes by then.
    SKIN_FIRST_BY = R10 "skin-first-by" 300 Seconds Hard ["TM", "SIRONA"];
    /// The first skin check of a wrap comes by then.
    SKIN_FIRST_BY_WRAP = R10 "skin-first-by-wrap" 1800 Seconds Hard ["THERMA", "PC"];
    /// Between two skin checks of something warm at the most.
    SKIN_EVERY = R10 "skin-every" 900 Seconds Hard ["TM", "PC"];
    /// Between two skin checks of a wrap at the most.
    SKIN_EVERY_WRAP = R10 "skin-every-wrap" 7200 Seconds Hard ["PC"];
    /// A skin check that gets no answer is asked again after this time.
    SKIN_REPEAT = R10 "skin-repeat" 120 Seconds Hard ["TM", "PC"];
    /// Turns without trouble after which the second check of still cold is a silent reminder.
    SKIN_THIN_AFTER = R10 "skin-thin-after" 3 Times Warning ["PC"];
    /// "Put it on" is asked again after this time, quietly: what lies in the freezer must be fetched.
    PUT_ON_AGAIN = R9 "put-on-again" 180 Seconds Hard ["PC"];
    /// "Put it on" is asked a last time after this time.
    PUT_ON_LAST = R9 "put-on-last" 480 Seconds Hard ["PC"];
    /// A word about the body can be taken back for this time.
    UNDO = R20 "undo" 120 Seconds Hard ["PC"];
    /// "It has been on for so long", beyond this time, is asked about once: a slip of the finger must not count.
    ON_SINCE_SURE = R1 "on-since-sure" 3600 Seconds Warning ["PC"];
    /// An answer about the skin can be corrected for this time.
    SKIN_CORRECT = R11 "skin-correct" 600 Seconds Hard ["PC"];
    /// "Is your skin fine?", asked after something has come off, is asked for this time.
    SKIN_ASKED_LASTS = R11 "skin-asked-lasts" 7200 Seconds Hard ["PC"];
    /// Lock after skin that looks wrong.
    SKIN_LOCK = R11 "skin-lock" 86400 Seconds Hard ["PC"];
    /// Longest cold in bed hours, after a warning.
    BED_COLD_MOST = R12 "bed-cold-most" 600 Seconds Warning ["PC"];
    /// Shortest bed hours.
    BED_LEAST = R12 "bed-least" 18000 Seconds Hard ["PC"];
    /// Bed hours that begin within this time are no longer changed for the coming night.
    BED_SETTLED = R12 "bed-settled" 10800 Seconds Hard ["PC"];
    /// Answers about health, "ask first" and a clinician's word are renewed after this time.
    HEALTH_AGAIN = R14 "health-again" 365 Days Clinician ["PC"];
    /// A drink counts for this time.
    ALCOHOL_LASTS = R14 "alcohol-lasts" 21600 Seconds Warning ["FDA", "PC"];
    /// Sleeping tablets and strong painkillers count for this time.
    MEDICINE_LASTS = R14 "medicine-lasts" 28800 Seconds Warning ["FDA", "PC"];
    /// Longest cold after a drink or such medicine, after a warning.
    DROWSY_COLD_MOST = R14 "drowsy-cold-most" 600 Seconds Hard ["PC"];
    /// Swelling, a bruise or a knock counts for this time.
    SWELLING_LASTS = R15 "swelling-lasts" 172800 Seconds Warning ["TM", "THERMA"];
    /// "Still none of these?" is shown again; it stops nothing.
    FLAGS_AGAIN = R16 "flags-again" 14 Days Told ["PC"];
    /// An answer to the emergency list can be corrected for this time.
    FLAGS_CORRECT = R16 "flags-correct" 600 Seconds Hard ["PC"];
    /// Time without roller or stretch after cold.
    AFTER_COLD = R17 "after-cold" 1800 Seconds Warning ["MACAULEY", "PC"];
    /// Youngest age.
    ADULT = R22 "adult" 18 Years Warning ["PC", "NICE"];
    /// Days of wraps after which Lumbar suggests to see someone.
    NO_BETTER_WRAPS = R23 "no-better-wraps" 7 Days Warning ["THERMA"];
    /// Days of pain after which Lumbar suggests to see someone.
    NO_BETTER = R23 "no-better" 28 Days Warning ["MAYO-red"];
    /// Cold that stayed on this long locks for [`OVERRUN_LOCK_SHORT`].
    OVERRUN_SHORT = R1 "overrun-short" 1500 Seconds Hard ["PC", "BJSM-chips"];
    /// Cold that stayed on this long locks for [`OVERRUN_LOCK_LONG`].
    OVERRUN_LONG = R1 "overrun-long" 1800 Seconds Hard ["PC", "BJSM-chips"];
    /// A press this long after the bell still counts as on time, and offers no other answers.
    PRESS_GRACE = R1 "press-grace" 60 Seconds Hard ["PC"];
    /// "It came off at the bell", said up to this long after it, counts as on time; later the skin is asked about.
    BELL_BELIEVED = R1 "bell-believed" 300 Seconds Hard ["PC"];
    /// The short lock after an over-run.
    OVERRUN_LOCK_SHORT = R1 "overrun-lock-short" 7200 Seconds Hard ["PC"];
    /// The long lock after an over-run.
    OVERRUN_LOCK_LONG = R1 "overrun-lock-long" 86400 Seconds Hard ["PC"];
    /// Heat beyond its ceiling by more than this takes the long lock.
    HEAT_OVERRUN_LONG = R6 "heat-overrun-long" 600 Seconds Hard ["PC"];
    /// No wrap for this time after one beyond its ceiling.
    WRAP_LOCK = R6 "wrap-lock" 57600 Seconds Hard ["PC", "THERMA"];
}

impl Unit {
    /// The word for it in messages about routine files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Times => "times",
            Self::Days => "days",
            Self::Years => "years",
        }
    }
}

/// A rolling day: counts look back this far.
pub const DAY: Duration = Duration::from_secs(86_400);

/// Where nobody has said when they get up, a day as people live it begins so long after midnight (R3): nobody ices for the
/// evening before at five.
pub const PLAN_DAY: Duration = Duration::from_secs(5 * 3600);

impl Method {
    /// The longest it may be on without a warning.
    pub fn ceiling(self) -> Number {
        match self {
            Self::StillCold => STILL_COLD_MOST,
            Self::IceMassage => ICE_MASSAGE_MOST,
            Self::Bottle => BOTTLE_MOST,
            Self::Pad => PAD_MOST,
            Self::Gel => GEL_MOST,
            Self::Towel => TOWEL_MOST,
            Self::Wrap => WRAP_MOST,
            Self::Bath => BATH_MOST,
            Self::Tub => TUB_MOST,
            Self::Sauna => SAUNA_MOST,
            Self::Shower => SHOWER_MOST,
        }
    }

    /// The longest it may be on at all; above [`Method::ceiling`] only after a warning.
    pub fn hard_ceiling(self) -> Number {
        match self {
            Self::IceMassage => ICE_MASSAGE_HARD,
            Self::Pad => PAD_LOW_MOST,
            Self::Bath => BATH_LONG_MOST,
            Self::StillCold
            | Self::Bottle
            | Self::Gel
            | Self::Towel
            | Self::Wrap
            | Self::Tub
            | Self::Sauna
            | Self::Shower => self.ceiling(),
        }
    }

    /// The longest a routine may plan it (R21). A bath is made longer by the person in it alone.
    pub fn file_ceiling(self) -> Number {
        if self == Self::Bath { self.ceiling() } else { self.hard_ceiling() }
    }

    /// It is made longer by this much at a time (R6, R19).
    pub fn extend_by(self) -> Number {
        match self {
            Self::Wrap => WRAP_EXTEND,
            Self::Bath => BATH_EXTEND,
            Self::StillCold
            | Self::IceMassage
            | Self::Bottle
            | Self::Pad
            | Self::Gel
            | Self::Towel
            | Self::Tub
            | Self::Sauna
            | Self::Shower => HEAT_EXTEND,
        }
    }

    /// Time off the body before the same kind comes on again, after so long on it, s: as long, within bounds. Nothing
    /// after cold that was on for a moment only.
    pub fn off_after(self, ran: u32) -> u32 {
        let (least, most) = match self.modality() {
            Modality::Cold if ran < FALSE_START.value => return 0,
            Modality::Cold => (COLD_OFF_LEAST, COLD_OFF),
            Modality::Heat | Modality::Contrast | Modality::Massage | Modality::Stretch => (HEAT_OFF_LEAST, HEAT_OFF),
        };
        ran.clamp(least.value, most.value)
    }

    /// The most time off the body before the same kind comes on again.
    pub fn off(self) -> Number {
        match self.modality() {
            Modality::Cold => COLD_OFF,
            Modality::Heat | Modality::Contrast | Modality::Massage | Modality::Stretch => HEAT_OFF,
        }
    }

    /// The first skin check comes by then (R10).
    pub fn first_check(self) -> Number {
        if self.class() == Class::Wrap { SKIN_FIRST_BY_WRAP } else { SKIN_FIRST_BY }
    }

    /// The longest time between two skin checks (R10).
    pub fn check_every(self) -> Number {
        if self.class() == Class::Wrap { SKIN_EVERY_WRAP } else { SKIN_EVERY }
    }
}
