//! Owns what a person is told: what an alert says, and how much it insists.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::practice::wish::PracticeAt;
use crate::words::{Answer, Gate, Method, RoutineId, Side, Slot, Token};

/// How often the take-off alarm comes again: every 30 s for 5 minutes, then every 60 s for 15.
pub const ALARM_REPEATS: u8 = 25;

/// When the take-off alarm comes for the `n`th time again (1 …), counted from the first.
pub fn alarm_again(n: u8) -> Duration {
    let n = u64::from(n);
    Duration::from_secs(if n <= 10 { 30 * n } else { 300 + 60 * (n - 10) })
}

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
    /// What the plan calls for.
    Plan,
    /// A quiet hint of the plan.
    Hint,
    /// About the practice turn.
    Practice,
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
    /// An item of the plan is due.
    Planned {
        /// The text that names it (`plan-item-NAME`); else its routine does.
        name: Option<String>,
        /// How many turns.
        turns: u8,
        /// How long, s, where the plan says it.
        seconds: Option<u32>,
    },
    /// Up and move: a hint that wants no press.
    MoveBreak,
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
    /// It came off, as was said late, or was on for long: is the skin fine?
    SkinAfter {
        /// Closed for this long, s; 0 = not closed.
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
    /// What the practice turn is at.
    Practice {
        /// Where.
        at: PracticeAt,
    },
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
    /// A step of movement or massage begins that was not named before.
    StepBegins {
        /// The step's text name.
        step: String,
    },
    /// The next step of movement or massage, before it begins.
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

/// How much an alert insists: urgency, sound, and whether the window comes up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner(pub(crate) Urgency, pub(crate) Sound, pub(crate) bool);

/// Stays until answered, rings, brings the window up.
pub(crate) const ALARM: Manner = Manner(Urgency::Critical, Sound::Alarm, true);
/// Stays until answered, one bell, brings the window up: with the first-aid card, or a question about the body.
pub(crate) const CALL: Manner = Manner(Urgency::Critical, Sound::Bell, true);
/// Stays until answered, one bell.
pub(crate) const ASK: Manner = Manner(Urgency::Critical, Sound::Bell, false);
/// Is seen, one bell.
pub(crate) const TELL: Manner = Manner(Urgency::Normal, Sound::Bell, false);
/// Is seen, one soft tone.
pub(crate) const HINT: Manner = Manner(Urgency::Normal, Sound::Gentle, false);
/// Is seen, not heard.
pub(crate) const QUIET: Manner = Manner(Urgency::Normal, Sound::Silent, false);
/// May pass by.
pub(crate) const ASIDE: Manner = Manner(Urgency::Low, Sound::Silent, false);
/// Heard softly, hardly seen.
pub(crate) const CUE: Manner = Manner(Urgency::Low, Sound::Gentle, false);

impl Alert {
    /// An alert about no session, without buttons.
    pub(crate) fn new(tag: Tag, about: About, manner: Manner, token: Token) -> Self {
        let Manner(urgency, sound, raise) = manner;
        Self { tag, about, routine: None, method: None, pack: None, urgency, sound, raise, answers: Vec::new(), token }
    }
}
