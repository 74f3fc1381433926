//! Carries out words about the body so that the last one can be taken back: once in truth, and what follows also where that
//! word has not come. See [`crate::undo`].

use super::change::change;
use super::{Engine, State};
use crate::command::{Input, Report, Wish};
use crate::context::Context;
use crate::outbox::Outbox;
use crate::plan::state::Planned;
use crate::refusal::Refused;
use crate::slots::Slots;
use crate::time::Moment;
use crate::timers::Timers;
use crate::undo::{self, Undo, Without};
use crate::words::{Said, Slot, Token};

impl Engine {
    /// Carries out a word about the body. What it changes can be taken back for a while; a word that changes nothing leaves
    /// the one before it to be taken back.
    pub(super) fn say(&mut self, said: (Said, Option<Slot>), input: Input) -> Result<(), Refused> {
        let State { slots, person, prompts, .. } = &self.state;
        let (slots, person, prompts) = (slots.clone(), person.clone(), *prompts);
        let missed = self.planned(Planned::keep_missed).unwrap_or_default();
        let without = Without { slots, person, prompts, missed };
        let (slots, timers, mut cx) = self.parts();
        let result = change(input, slots, timers, &mut cx);
        if slots.are_as(&without.slots) && *cx.person == without.person {
            self.state.planned.restore_missed(without.missed);
            return result;
        }
        // A word about a session is named by its prompt; one about the diary needs a number of its own.
        let prompt = if said.1.is_some() { without.prompts } else { cx.next_prompt() };
        let undo = Undo::new(said, without, cx.at, prompt);
        self.state.undo = Some(Box::new(undo));
        // What follows of it at once (an exposure backdated beyond its end) offers to take it back as well.
        self.advance(self.now);
        let (State { undo, slots, .. }, out) = (&mut self.state, &mut self.outbox);
        if let Some(undo) = undo {
            undo.offer(slots, out);
        }
        result
    }

    /// Carries out what is no word about the body, in truth and where the last such word has not come. What could not have
    /// begun there is not lost: the word before it can no longer be taken back.
    pub(super) fn carry_out(&mut self, input: Input) -> Result<(), Refused> {
        if let Input::Report(Report::BatteryLow(low)) = input
            && std::mem::replace(&mut self.state.battery_low, low) == low
        {
            return Ok(());
        }
        let same = self.state.undo.as_ref().and_then(|_| undo::same_without(input.clone()));
        let (slots, timers, mut cx) = self.parts();
        let begun = slots.begun();
        change(input, slots, timers, &mut cx)?;
        if let Some(same) = same {
            let begins = matches!(same, Input::Wish(Wish::Start(_)));
            let granted = self.without(|slots, cx| {
                // What begins has the same number there.
                slots.number_after(begun);
                change(same, slots, &mut Timers::default(), cx)
            });
            if begins && granted.is_some_and(|(granted, _)| granted.is_err()) {
                self.state.undo = None;
            }
        }
        Ok(())
    }

    /// # Errors
    /// It was said too long ago, or something else was since.
    pub(super) fn take_back(&mut self, token: Option<Token>) -> Result<(), Refused> {
        let undo = self.state.undo.take_if(|undo| undo.is_meant(token)).ok_or(Refused::NothingToUndo)?;
        let (slots, _, mut cx) = self.parts();
        let missed = undo.take_back(slots, &mut cx);
        self.state.planned.restore_missed(missed);
        Ok(())
    }

    /// Lets time pass where the last word about the body has not come.
    pub(super) fn advance_undo(&mut self) {
        let at = Moment::new(&self.state.timeline, self.now);
        self.state.undo.take_if(|undo| undo.left(at).is_none());
        let session = |engine: &Self| engine.state.undo.as_ref().and_then(|undo| undo.session());
        let before = session(self);
        let passed = self.without(|slots, cx| {
            slots.advance(cx);
            cx.person.prune(slots.may_have_on(), cx.at);
        });
        let sessions = [before, session(self)];
        if let (Some(undo), Some(((), out))) = (&mut self.state.undo, passed) {
            undo.keep(sessions, out);
        }
    }

    /// Does something where the last word about the body has not come; gives what would be said of it, to nobody.
    pub(super) fn without<T>(&mut self, act: impl FnOnce(&mut Slots, &mut Context<'_>) -> T) -> Option<(T, Outbox)> {
        let State { timeline, battery_low, undo, .. } = &mut self.state;
        let Without { slots, person, prompts, missed: _ } = undo.as_mut()?.without();
        let mut out = Outbox::default();
        let mut cx = Context {
            at: Moment::new(timeline, self.now),
            person,
            out: &mut out,
            prompts,
            catalogue: &self.catalogue,
            battery_low: *battery_low,
            read_only: self.read_only,
        };
        let done = act(slots, &mut cx);
        Some((done, out))
    }
}
