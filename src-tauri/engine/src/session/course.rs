//! Owns which routine a session follows and how far it is: its turn, its step, its prompt.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::alert::{About, Alert, Manner};
use crate::event::{Event, Happened};
use crate::routine::{Expose, Move, Routine, Step};
use crate::rules::RuleId;
use crate::words::{Answer, Method, Slot, Token};

/// The way of a session through its routine. It outlives the session: a late press may go on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Course {
    /// The session's number.
    pub(crate) id: u64,
    /// As it was when the session began.
    pub(crate) routine: Arc<Routine>,
    pub(crate) pack: Option<String>,
    /// From 1.
    pub(crate) turn: u8,
    pub(crate) turns: u8,
    /// From 0.
    pub(crate) step: usize,
    /// The prompt that stands.
    pub(crate) prompt: u64,
    /// The exposure that is or was on last; 0 before the first press.
    pub(crate) exposure: u64,
    /// Warnings that were read at the start.
    pub(crate) accepted: BTreeSet<RuleId>,
    /// A shorter time on the body, s (a drink, bed hours).
    pub(crate) cap: Option<u32>,
    /// The person does this routine for the first time.
    pub(crate) first_time: bool,
    /// Something was not right: skin, silence, over-run.
    pub(crate) trouble: bool,
    /// The person does not want to be called when the present rest is over.
    #[serde(default)]
    pub(crate) uncalled: bool,
}

impl Course {
    /// One turn of a routine, from its first step, with nothing chosen.
    pub(crate) fn new(id: u64, routine: Arc<Routine>) -> Self {
        Self {
            id,
            pack: routine.packs.first().cloned(),
            routine,
            turn: 1,
            turns: 1,
            step: 0,
            prompt: 0,
            exposure: 0,
            accepted: BTreeSet::new(),
            cap: None,
            first_time: false,
            trouble: false,
            uncalled: false,
        }
    }

    pub(crate) fn slot(&self) -> Slot {
        if self.routine.is_thermal() { Slot::Thermal } else { Slot::Activity }
    }

    pub(crate) fn token(&self) -> Token {
        Token { session: self.id, exposure: self.exposure, prompt: self.prompt }
    }

    /// The present step, where it is one on the body.
    pub(crate) fn expose(&self) -> Option<&Expose> {
        match self.routine.steps.get(self.step) {
            Some(Step::Expose(e)) => Some(e),
            Some(Step::Rest(_) | Step::Move(_)) | None => None,
        }
    }

    /// The present step, where it is one of movement.
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

    /// The step of movement that follows the present one by itself.
    pub(crate) fn next_movement(&self) -> Option<&Move> {
        match self.next_step() {
            Some(Step::Move(m)) => Some(m),
            Some(Step::Rest(_) | Step::Expose(_)) | None => None,
        }
    }

    /// Tells whether what follows the present step, in this turn or the next, waits for "it is on".
    pub(crate) fn comes_to_a_press(&self) -> bool {
        let first_again = || self.routine.steps.first().filter(|_| self.turn < self.turns);
        matches!(self.next_step().or_else(first_again), Some(Step::Expose(_)))
    }

    /// Tells whether the present step is the last of the last turn.
    pub(crate) fn is_last_step(&self) -> bool {
        self.turn == self.turns && self.next_step().is_none()
    }

    /// Goes to the step after the present one, in the next turn where this one is over; `false` = it was the last.
    pub(crate) fn go_on(&mut self) -> bool {
        self.step += 1;
        if self.step >= self.routine.steps.len() {
            if self.turn >= self.turns {
                return false;
            }
            self.turn += 1;
            self.step = 0;
        }
        true
    }

    /// The step on the body at or before the present one, else the first.
    pub(crate) fn last_expose_step(&self) -> Option<usize> {
        let exposes = |s: &Step| matches!(s, Step::Expose(_));
        let steps = &self.routine.steps;
        let until_now = &steps[..steps.len().min(self.step + 1)];
        until_now.iter().rposition(exposes).or_else(|| steps.iter().position(exposes))
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

    /// Something that happened in it.
    pub(crate) fn event(&self, at: DateTime<Utc>, what: Happened) -> Event {
        Event { at, session: Some(self.id), routine: Some(self.routine.id.clone()), what }
    }

    /// An alert about it.
    pub(crate) fn alert(&self, method: Option<Method>, about: About, manner: Manner, answers: &[Answer]) -> Alert {
        Alert {
            routine: Some(self.routine.id.clone()),
            method: method.or_else(|| self.expose().map(|e| e.method)),
            pack: self.pack.clone(),
            answers: answers.to_vec(),
            ..Alert::new(self.slot().into(), about, manner, self.token())
        }
    }
}
