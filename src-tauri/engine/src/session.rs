//! Owns a session: its routine, its place in it, and its phase with the data that belongs to the phase.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::Outcome;
use crate::exposure::OnBody;
use crate::request::{Slot, Token};
use crate::routine::{Expose, Move, Routine, Step};
use crate::rules::{self, RuleId};
use crate::time::Anchor;

/// A session, from the start that was granted to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: u64,
    /// As it was when the session began.
    pub(crate) routine: Arc<Routine>,
    pub(crate) pack: Option<String>,
    pub(crate) turn: u8,
    pub(crate) turns: u8,
    pub(crate) step: usize,
    pub(crate) phase: Phase,
    /// The prompt that stands.
    pub(crate) prompt: u64,
    /// The exposure that is or was on last; 0 before the first press.
    pub(crate) exposure: u64,
    /// Warnings that were read at the start.
    #[serde(default)]
    pub(crate) accepted: BTreeSet<RuleId>,
    /// A shorter time on the body, s (a drink, bed hours).
    #[serde(default)]
    pub(crate) cap: Option<u32>,
    /// The person does this routine for the first time.
    #[serde(default)]
    pub(crate) first_time: bool,
    /// Something was not right: skin, silence, over-run.
    #[serde(default)]
    pub(crate) trouble: bool,
    /// Ended because nobody answered "put it on", in whichever turn.
    #[serde(default)]
    pub(crate) waited: bool,
    /// The same before anything was on: a late "it is on" goes on with it.
    #[serde(default)]
    pub(crate) lapsed: bool,
}

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub(crate) enum Phase {
    /// Waits for "it is on".
    Ready { since: Anchor, asked: u8 },
    /// Put off before the start.
    Snoozed { since: Anchor, seconds: u32 },
    /// On the body.
    On { on: OnBody },
    /// Must come off.
    TakeOff {
        on: OnBody,
        rung: Anchor,
        said: u8,
        why: Why,
        /// The strongest reason that is no answer about the skin: it stays when such an answer is corrected.
        #[serde(default)]
        besides: Why,
    },
    /// Off; the rest runs.
    Resting {
        off: Anchor,
        seconds: u32,
        /// The present step is one on the body, and waits for the time off that it still lacks.
        #[serde(default)]
        holds: bool,
    },
    /// Movement.
    Moving { since: Anchor, said: usize },
    /// Movement, paused after so much of the step, ms.
    Paused { done_ms: u64 },
}

/// Why it must come off, the weaker reason first: a later word never makes it weaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    /// Its time is over, or may be.
    #[default]
    Bell,
    /// Nobody answered the skin checks.
    Silence,
    /// The skin looks very red or is numb.
    Red,
    /// The person stopped.
    Stopped,
    /// It hurts.
    Hurts,
    /// The skin looks bad.
    Bad,
}

impl Why {
    /// The same where it is no answer about the skin, else the weakest.
    pub(crate) fn besides_skin(self) -> Self {
        match self {
            Self::Red | Self::Bad => Self::Bell,
            Self::Bell | Self::Silence | Self::Stopped | Self::Hurts => self,
        }
    }

    /// How the session ends once it is off; `None` = it goes on.
    pub(crate) fn ends(self) -> Option<Outcome> {
        match self {
            Self::Bell | Self::Red | Self::Silence => None,
            Self::Bad => Some(Outcome::Skin),
            Self::Stopped => Some(Outcome::Stopped),
            Self::Hurts => Some(Outcome::Hurt),
        }
    }
}

impl Session {
    /// One turn of a routine, from its first step, with nothing chosen.
    pub(crate) fn begin(id: u64, routine: Arc<Routine>, since: Anchor) -> Self {
        Self {
            id,
            pack: routine.packs.first().cloned(),
            routine,
            turn: 1,
            turns: 1,
            step: 0,
            phase: Phase::Ready { since, asked: 0 },
            prompt: 0,
            exposure: 0,
            accepted: BTreeSet::new(),
            cap: None,
            first_time: false,
            trouble: false,
            waited: false,
            lapsed: false,
        }
    }

    pub(crate) fn slot(&self) -> Slot {
        if self.routine.is_thermal() { Slot::Thermal } else { Slot::Activity }
    }

    /// The alarm to take it off has come as often as it comes.
    pub(crate) fn has_rung_out(&self) -> bool {
        matches!(&self.phase, Phase::TakeOff { on, said, .. } if *said >= on.calls_again())
    }

    pub(crate) fn token(&self) -> Token {
        Token { session: self.id, exposure: self.exposure, prompt: self.prompt }
    }

    /// Tells whether a press with this token is about what this session has on, or is to put on.
    pub(crate) fn is_meant(&self, token: Token) -> bool {
        let asked_for = self.on_body().is_some_and(|on| on.follows == token.exposure);
        token.session == self.id && (token.exposure == self.exposure || asked_for)
    }

    pub(crate) fn on_body(&self) -> Option<&OnBody> {
        match &self.phase {
            Phase::On { on } | Phase::TakeOff { on, .. } => Some(on),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. } => None,
        }
    }

    pub(crate) fn expose(&self) -> Option<&Expose> {
        match self.routine.steps.get(self.step) {
            Some(Step::Expose(e)) => Some(e),
            Some(Step::Rest(_) | Step::Move(_)) | None => None,
        }
    }

    pub(crate) fn movement(&self) -> Option<&Move> {
        match self.routine.steps.get(self.step) {
            Some(Step::Move(m)) => Some(m),
            Some(Step::Rest(_) | Step::Expose(_)) | None => None,
        }
    }

    /// The step after the present one, in this turn.
    pub(crate) fn next_step(&self) -> Option<&Step> {
        self.routine.steps.get(self.step + 1)
    }

    /// Planned time on the body of an exposure step, s.
    pub(crate) fn planned(&self, step: &Expose) -> u32 {
        let first = self.first_time.then_some(step.first_seconds).flatten();
        let whole = first.unwrap_or(step.seconds);
        self.cap.map_or(whole, |cap| whole.min(cap))
    }

    /// What is left of the movement steps after the present one, until something with a press comes.
    pub(crate) fn movement_after(&self) -> Duration {
        let after = self.routine.steps.iter().skip(self.step + 1);
        after.take_while(|s| matches!(s, Step::Move(_))).map(Step::length).sum()
    }
}

/// Re-alerts for take-off, after the bell: every 30 s for 5 minutes, then every 60 s for 15.
pub(crate) const TAKE_OFF_AGAIN: u8 = 25;

/// When the re-alert number `n` (1 …) comes, after the first.
pub(crate) fn take_off_again(n: u8) -> Duration {
    let n = u64::from(n);
    Duration::from_secs(if n <= 10 { 30 * n } else { 300 + 60 * (n - 10) })
}

/// When Ready asks again, s after it began.
pub(crate) const READY_AGAIN: [u32; 2] = [60, 180];

/// Ready lapses after this time, s.
pub(crate) const READY_LAPSES: u32 = 900;

/// The longest snooze, s.
pub(crate) const SNOOZE_MOST: u32 = 3600;

/// The shortest skin check distance from the end that is still asked again, s.
pub(crate) const SKIN_REPEAT: u32 = rules::SKIN_REPEAT.value;
