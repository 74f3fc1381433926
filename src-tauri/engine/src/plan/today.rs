//! Owns the answer to "what does this day hold, given what really happened": plain data that every face shows.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::plan::PlanId;
use crate::words::{RoutineId, Token, codes};

codes! {
    /// How an item of the day stands.
    ItemState {
        /// It was done.
        Done = "done",
        /// A session for it is on.
        Now = "now",
        /// It is the next one, or due by now.
        Next = "next",
        /// To come after that.
        Later = "later",
        /// Its time went by, or the person left it out. Nothing is added later.
        Missed = "missed",
        /// Something stands against it for as long as it is open.
        HeldBack = "held-back",
    }
}

codes! {
    /// Why an item is not as it was planned (`plan-why-NAME`).
    Why {
        /// The one before ended at another time.
        RealEnd = "real-end",
        /// The time off since the last one is not over.
        Gap = "gap",
        /// A session is on.
        SessionOn = "session-on",
        /// The most there may be of it is reached.
        Limit = "limit",
        /// Skin, a warning sign or a condition stands against it.
        Closed = "closed",
        /// It is in the bed hours.
        Bed = "bed",
        /// "In 10 min".
        AskedLater = "asked-later",
        /// "Not this time".
        LeftOut = "left-out",
    }
}

/// One item of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayItem {
    /// Names it in presses.
    pub token: Token,
    /// The routine that was done, or that is offered.
    pub routine: RoutineId,
    /// Everything that counts for it.
    pub routines: Vec<RoutineId>,
    /// The text that names it, where that is not the routine.
    pub name: Option<String>,
    /// How many turns.
    pub turns: u8,
    /// How long, s, where the plan says it.
    pub seconds: Option<u32>,
    /// How it stands.
    pub state: ItemState,
    /// When it is due, by what is known now; of what was done, when it was due.
    pub due: DateTime<Utc>,
    /// When it was planned before it was moved.
    pub moved_from: Option<DateTime<Utc>>,
    /// Why it is not as it was planned.
    pub why: Option<Why>,
    /// When it was really done.
    pub real: Option<Real>,
    /// A reminder calls when it is due.
    pub reminds: bool,
    /// It was done without being planned.
    pub by_hand: bool,
}

impl DayItem {
    /// Its place in the day: what was done stands where it was done.
    pub fn stands_at(&self) -> DateTime<Utc> {
        self.real.as_ref().map_or(self.due, |real| real.from)
    }

    /// It is done, or its time is over. What was left out ahead of its time still moves with the day.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.state == ItemState::Done || (self.state == ItemState::Missed && self.due <= now)
    }

    /// It is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ItemState::Next | ItemState::Later)
    }
}

/// When something was really done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Real {
    /// The session.
    pub session: u64,
    /// When it began, or went on the body.
    pub from: DateTime<Utc>,
    /// When it ended, or came off; `None` = it goes on.
    pub until: Option<DateTime<Utc>>,
    /// How often something was on the body.
    pub turns: u8,
}

/// A quiet hint that comes again and again: no press is asked for, nothing of it is missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breaks {
    /// The routine.
    pub routine: RoutineId,
    /// Minutes from one to the next.
    pub every: u16,
    /// When the first was due.
    pub from: DateTime<Utc>,
    /// How many were due so far.
    pub so_far: u32,
    /// How many the day has by now.
    pub all: u32,
    /// When the next is due.
    pub next: Option<DateTime<Utc>>,
    /// When the last is due.
    pub last: DateTime<Utc>,
}

/// What a day holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Its date; the hours after midnight belong to it until the bed hours end.
    pub date: NaiveDate,
    /// In the order in which they stand in the day.
    pub items: Vec<DayItem>,
    /// Quiet hints.
    pub breaks: Vec<Breaks>,
    /// When it began.
    pub begins: DateTime<Utc>,
    /// When its reminders end: the bed hours begin.
    pub bed: DateTime<Utc>,
    /// When the next day begins.
    pub ends: DateTime<Utc>,
}

impl Day {
    /// What is due, or due next.
    pub fn next(&self) -> Option<&DayItem> {
        self.items.iter().find(|item| item.state == ItemState::Next)
    }

    /// The item of this name.
    pub fn item(&self, token: Token) -> Option<&DayItem> {
        self.items.iter().find(|item| item.token == token)
    }
}

/// The plan that was chosen, as faces see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    /// Which.
    pub plan: PlanId,
    /// The name the person gave it.
    pub title: Option<String>,
    /// Which day of the plan it is, from 1; a day that went back a step is not counted.
    pub day_number: u16,
    /// How many it has; `None` = no end.
    pub days: Option<u16>,
    /// Which step, from 0.
    pub step: usize,
    /// How many steps there are.
    pub steps: usize,
    /// "Today is worse": it went one step back.
    pub worse: bool,
    /// "Today is worse" changes what the day holds.
    pub has_branch: bool,
    /// It is over; this is what may follow.
    pub ended: bool,
    /// What may follow.
    pub then: Vec<PlanId>,
    /// It asks whether it still fits.
    pub review: bool,
    /// Turns a day, where they were chosen.
    pub turns: Option<u8>,
    /// What asks first is agreed until the end of this day.
    pub agreed_until: Option<NaiveDate>,
    /// Reminders are paused.
    pub paused: Option<Paused>,
    /// The local time changed today; the plan follows it.
    pub zone_changed: bool,
    /// A reminder that stands.
    pub reminder: Option<Token>,
    /// What the day holds.
    pub day: Day,
}

/// For how long reminders are paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// Until then; `None` = until the person says so.
    pub until: Option<DateTime<Utc>>,
}
