//! Owns what faces show: ends and codes, no texts and no remaining time, so that it only differs when something changed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::diary::DiaryKind;
use crate::offer::Offer;
use crate::person::gates::Gates;
use crate::plan::Plan;
use crate::plan::today::PlanView;
use crate::practice::wish::PracticeAt;
use crate::refusal::Obstacle;
use crate::routine::Routine;
use crate::time::At;
use crate::words::{Advice, Answer, Gate, Method, Modality, Outcome, RoutineId, Said, Side, Skin, Slot, Token, codes};

/// Everything a face needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct View {
    /// The session that warms or cools.
    pub thermal: Option<SessionView>,
    /// The session of movement or massage.
    pub activity: Option<SessionView>,
    /// Preparation timers.
    pub timers: Vec<TimerView>,
    /// Questions that wait for an answer, most urgent first.
    pub pending: Vec<Question>,
    /// The last session that ended.
    pub last: Option<LastView>,
    /// The question that must be answered before anything starts. What is asked about health before one routine stands
    /// in its offer.
    pub gate: Option<Gate>,
    /// A warning sign stands: warmth, cold and movement are closed, and its page comes before any other.
    pub emergency: Option<EmergencyView>,
    /// "Still none of these?": a card that stops nothing (R16).
    pub flags_again: bool,
    /// The answers about health and safety, for the Safety page.
    pub gates: Gates,
    /// For every routine of the catalogue whether it may start now, and what stands against it.
    pub offers: BTreeMap<RoutineId, Offer>,
    /// Kinds that are closed, each once, and until when.
    pub locks: Vec<LockView>,
    /// The day as people live it against the limits (R3).
    pub day: DayView,
    /// A skin answer that can still be corrected.
    pub correctable: Option<CorrectableView>,
    /// A first-aid card to show.
    pub first_aid: Option<FirstAid>,
    /// What it is about has happened only now, so it is called for.
    pub first_aid_now: bool,
    /// What was said last about the body, while it can be taken back.
    pub undo: Option<UndoView>,
    /// How it was right after is asked about this session, of a person who wants to be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub felt: Option<FeltView>,
    /// The person wants to be asked how it was right after.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_felt: bool,
    /// The person wants to be asked once a week how much it stopped them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_week: bool,
    /// The bed hours, minutes after midnight, local (R12).
    pub bed: Option<(u16, u16)>,
    /// Reasons to see someone, until the person has noted them (R16, R23).
    pub advice: Vec<Advice>,
    /// The plan that is followed, and what the day holds.
    pub plan: Option<PlanView>,
    /// The plan the person made.
    pub own_plan: Option<Plan>,
    /// Quiet hours, minutes after midnight, local.
    pub quiet: Option<(u16, u16)>,
    /// The practice turn, which is never there beside a session that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<PracticeView>,
    /// Nothing is in the way of a practice turn.
    #[serde(default)]
    pub may_practise: bool,
    /// The battery is nearly empty: said before something goes on.
    pub battery_low: bool,
    /// The data is from a newer version: nothing new starts.
    pub read_only: bool,
}

impl View {
    /// What the rules say against any routine as it is usually done.
    pub fn obstacles(&self) -> impl Iterator<Item = &Obstacle> {
        self.offers.values().filter_map(|offer| offer.with_turns(offer.usual)).flat_map(|terms| &terms.obstacles)
    }
}

codes! {
    /// The phase of a session.
    PhaseView {
        /// Waits for "it is on".
        Ready = "ready",
        /// On the body, or moving.
        Running = "running",
        /// Must come off.
        TakeOff = "take_off",
        /// Off, the rest runs.
        Resting = "resting",
        /// Movement that was paused.
        Paused = "paused",
        /// Put off before the start.
        Snoozed = "snoozed",
    }
}

/// A session as faces see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Its number.
    pub id: u64,
    /// Its routine, as it was when the session began.
    pub routine: Arc<Routine>,
    /// Where it stands.
    pub slot: Slot,
    /// What it is done with.
    pub pack: Option<String>,
    /// Its phase.
    pub phase: PhaseView,
    /// Which turn, from 1.
    pub turn: u8,
    /// How many.
    pub turns: u8,
    /// Which step of the turn, from 0.
    pub step: usize,
    /// What the present exposure is done with.
    pub method: Option<Method>,
    /// When the phase (exposure, rest, step) began.
    pub since: At,
    /// When it ends; `None` = waits for a press. In take-off: the bell.
    pub ends: Option<At>,
    /// Planned length of what runs.
    pub planned: Duration,
    /// On the body for longer than can be measured: at most this long more than `since` says (`None` in doubt = unknown).
    pub doubt: Option<Doubt>,
    /// Skin checks and cues of the present exposure.
    pub marks: Vec<Mark>,
    /// The beat of a movement step.
    pub beat: Option<BeatView>,
    /// It may still be on: nobody answered for 20 minutes.
    pub maybe_still_on: bool,
    /// Whether the end of the rest calls; `None` = no rest runs that ends with "put it on".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<bool>,
    /// The prompt that stands, for forms.
    pub token: Token,
    /// What can be answered now, the main one first.
    pub answers: Vec<Answer>,
    /// What else can be asked now.
    pub can: Can,
}

/// How far the time on the body is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// It may have been on for this long; `None` = nobody can say.
    pub most: Option<Duration>,
}

/// Secondary things that are possible in the present phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Can {
    /// Pause movement.
    pub pause: bool,
    /// Go on.
    pub resume: bool,
    /// The step before.
    pub back: bool,
    /// Leave out.
    pub skip: bool,
    /// Five more minutes.
    pub extend: bool,
}

/// A mark on the ring and in the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: At,
    /// Seconds after the start of the exposure.
    pub seconds: u32,
    /// What.
    pub kind: MarkKind,
    /// How it stands.
    pub state: MarkState,
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// A skin check that wants an answer.
    Skin,
    /// A silent reminder.
    Reminder,
    /// A change of side or of warm and cool.
    Segment,
}

/// How a mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkState {
    /// To come.
    Ahead,
    /// Asked, no answer yet.
    Asked,
    /// Answered or passed.
    Done,
    /// Nobody answered.
    Missed,
}

/// The beat of a movement step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeatView {
    /// What to do (`cue-NAME`).
    pub cue: Option<String>,
    /// The side.
    pub side: Option<Side>,
    /// Which repetition.
    pub rep: u8,
    /// Of how many.
    pub reps: u8,
    /// Planned length.
    pub seconds: u32,
    /// When the beat ends; `None` when paused.
    pub ends: Option<At>,
    /// Left when paused.
    pub left: Option<Duration>,
    /// When the whole routine ends, if nothing else comes between.
    pub all_ends: Option<At>,
}

/// A question that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The prompt.
    pub token: Token,
    /// Which question (`put-on`, `skin`, `take-off`, `get-out`, `skin-after`, `is-it-on`).
    pub question: Asked,
    /// Which session.
    pub slot: Slot,
    /// Possible answers.
    pub answers: Vec<Answer>,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Is it off?
    TakeOff,
    /// When did you get out?
    GetOut,
    /// Is a pack on your body now?
    IsItOn,
    /// How is your skin?
    Skin,
    /// It is off: is the skin fine?
    SkinAfter,
    /// Is it on?
    PutOn,
}

/// A practice turn that runs: nothing is on the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeView {
    /// What it is at.
    pub at: PracticeAt,
    /// When its bell rings, where its clock runs.
    pub ends: Option<At>,
    /// The prompt that stands.
    pub token: Token,
    /// What can be answered, the main one first.
    pub answers: Vec<Answer>,
}

/// A preparation timer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerView {
    /// Its number.
    pub id: u64,
    /// `prep-towel` …
    pub timer: String,
    /// When it began.
    pub since: At,
    /// When it is done.
    pub ends: At,
}

/// The last session that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastView {
    /// Its number.
    pub session: u64,
    /// Its routine.
    pub routine: RoutineId,
    /// Its kind.
    pub kind: Modality,
    /// How it ended.
    pub outcome: Outcome,
    /// When, by the wall.
    pub ended_at: DateTime<Utc>,
    /// It lapsed because nobody answered: a late "it is on" may still be said.
    pub late: Option<LateView>,
}

/// A session that lapsed, and may be on all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateView {
    /// What the answer carries.
    pub token: Token,
    /// When it was asked for first.
    pub since: At,
}

/// A kind that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockView {
    /// Cold or heat.
    pub modality: Modality,
    /// Only this method, where not the whole kind.
    pub method: Option<Method>,
    /// Until when.
    pub until: At,
}

/// The day, which begins when the bed hours end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayView {
    /// Turns of cold, the one that is on included.
    pub cold: u32,
    /// Heat sessions, wraps not counted.
    pub heat: u32,
    /// Ice massages.
    pub ice_massage: u32,
    /// Finished massages.
    pub massage: u32,
    /// Finished stretches.
    pub stretch: u32,
}

/// A skin answer that can still be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectableView {
    /// What was answered.
    pub skin: Skin,
    /// Until when it can be answered again.
    pub until: At,
    /// The prompt to answer with.
    pub token: Token,
}

/// A warning sign that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyView {
    /// The person is not sure.
    pub unsure: bool,
    /// Until when the answer can be corrected; `None` = no longer, only "I have been seen about this" lifts it.
    pub correct_until: Option<At>,
}

/// A word about the body that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoView {
    /// What was said.
    pub said: Said,
    /// The session it was about; `None` = the diary.
    pub slot: Option<Slot>,
    /// What is or goes on the body once it is taken back.
    pub method: Option<Method>,
    /// What the press that takes it back carries.
    pub token: Token,
    /// Until when it can be.
    pub until: At,
}

/// A session about which it is asked how it was right after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeltView {
    /// The session.
    pub session: u64,
    /// The routine.
    pub routine: RoutineId,
    /// What it counts as.
    pub kind: DiaryKind,
}

/// Which first-aid card is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstAid {
    /// After cold.
    Cold,
    /// After heat.
    Heat,
}
