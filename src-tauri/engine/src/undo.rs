//! Owns what would be so if the last word about the body had not come, as long as that word can be taken back.
//!
//! It is kept in step with all that happens since: time passes in it, and what is no word about the body reaches it too. So
//! taking a press back loses nothing that came after it, and needs no reckoning of what the press had changed.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::Tag;
use crate::by_hand;
use crate::command::{Fact, Input, Report, Wish};
use crate::context::Context;
use crate::event::{Event, Happened};
use crate::outbox::{Effect, Outbox};
use crate::person::Person;
use crate::plan::given::Missed;
use crate::rules;
use crate::session::Session;
use crate::slots::Slots;
use crate::time::{Anchor, Moment, secs};
use crate::view::UndoView;
use crate::words::{Answer, RoutineId, Said, Slot, Token};

/// A word about the body that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Undo {
    said: Said,
    /// The session it was about; `None` = the diary.
    slot: Option<Slot>,
    /// What a button that takes it back carries.
    token: Token,
    pressed: Anchor,
    without: Without,
    /// What time has brought there, for the diary.
    happened: Vec<(u64, RoutineId, Happened)>,
}

/// What a word about the body can change, as it is without that word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Without {
    pub(crate) slots: Slots,
    pub(crate) person: Person,
    /// Numbers of prompts given out there so far.
    pub(crate) prompts: u64,
    /// What was kept of the day as missed.
    pub(crate) missed: Vec<Missed>,
}

impl Undo {
    /// A word that was said just now.
    pub(crate) fn new((said, slot): (Said, Option<Slot>), without: Without, at: Moment<'_>, prompt: u64) -> Self {
        let token = Token { session: 0, exposure: 0, prompt };
        Self { said, slot, token, pressed: at.anchor(), without, happened: Vec::new() }
    }

    /// Lets what is said about it (`out`) offer to take it back; the button carries what that message carries.
    pub(crate) fn offer(&mut self, now: &Slots, out: &mut Outbox) {
        let Some(slot) = self.slot else { return };
        let asked = |slots: &Slots| slots.unsure().map(|unsure| unsure.token);
        let before = &self.without.slots;
        self.token = out
            .offer(slot.into(), Answer::Undo)
            .or_else(|| now.token(slot))
            .or_else(|| before.token(slot))
            .or_else(|| asked(now))
            .or_else(|| asked(before))
            .unwrap_or(self.token);
    }

    /// After a restart, lets what is said again of it (`out`) offer once more to take it back.
    pub(crate) fn offer_again(&self, out: &mut Outbox) {
        if let Some(slot) = self.slot {
            out.offer_again(slot.into(), self.token, Answer::Undo);
        }
    }

    /// Tells whether a press that carries `token` means this word.
    pub(crate) fn is_meant(&self, token: Option<Token>) -> bool {
        token.is_none_or(|token| token == self.token)
    }

    /// Time left to take it back; `None` = it is over.
    pub(crate) fn left(&self, at: Moment<'_>) -> Option<Duration> {
        at.left(self.pressed, rules::UNDO.time())
    }

    pub(crate) fn without(&mut self) -> &mut Without {
        &mut self.without
    }

    /// The number of the session it is about, as it is without this word.
    pub(crate) fn session(&self) -> Option<u64> {
        self.slot.and_then(|slot| self.without.slots.session(slot)).map(|s| s.course.id)
    }

    /// Keeps for the diary what time has brought to one of these sessions.
    pub(crate) fn keep(&mut self, sessions: [Option<u64>; 2], mut out: Outbox) {
        while let Some(effect) = out.pop() {
            if let Effect::Record(Event { session: Some(session), routine: Some(routine), what, .. }) = effect
                && sessions.contains(&Some(session))
            {
                self.happened.push((session, routine, what));
            }
        }
    }

    /// Makes so what is so without the word; gives what is kept of the day there. Numbers that were given out are not given
    /// out again.
    pub(crate) fn take_back(self, slots: &mut Slots, cx: &mut Context<'_>) -> Vec<Missed> {
        let Self { said, slot, pressed, without, happened, .. } = self;
        let at = cx.at.now().wall;
        let about = |slot: Slot| slots.session(slot).map(|s| s.course.clone()).or_else(|| slots.known().cloned());
        let course = slot.and_then(about);
        let was_asked = slots.unsure().is_some();
        let Without { slots: before, person, prompts, missed } = without;
        let opened = cx.person.ledger.opened();
        let since = std::mem::replace(slots, before);
        let recorded = std::mem::take(&mut cx.person.records);
        *cx.person = person;
        for session in cx.person.records.instead_of(&recorded) {
            cx.out.forget(session);
        }
        cx.person.ledger.number_after(opened);
        *cx.prompts = (*cx.prompts).max(prompts);
        slots.number_as(&since, slot, cx);

        cx.record(course.as_ref(), Happened::TakenBack { said, pressed: pressed.wall() });
        for (session, routine, what) in happened {
            cx.out.record(Event { at, session: Some(session), routine: Some(routine), what });
        }
        let Some(slot) = slot else { return missed };
        cx.withdraw(slot.into());
        if was_asked && slots.unsure().is_none() {
            cx.withdraw(Tag::App);
        }
        if slot == Slot::Thermal {
            slots.repeat(cx);
        }
        missed
    }

    pub(crate) fn view(&self, at: Moment<'_>) -> UndoView {
        let method = self.slot.and_then(|slot| self.without.slots.session(slot)).and_then(Session::method);
        let until = at.show(self.pressed.later(secs(rules::UNDO.value)));
        UndoView { said: self.said, slot: self.slot, method, token: self.token, until }
    }
}

/// The word about the body that an input is, and the session it is about.
pub(crate) fn said(input: &Input) -> Option<(Said, Option<Slot>)> {
    if let Input::Wish(Wish::Diary(wish)) = input {
        return by_hand::said(wish).map(|said| (said, None));
    }
    about_body(input).map(|(said, slot)| (said, Some(slot)))
}

fn about_body(input: &Input) -> Option<(Said, Slot)> {
    match input {
        Input::Fact(fact) => match fact {
            Fact::On { .. } | Fact::OnSinceAsked { .. } => Some((Said::On, Slot::Thermal)),
            Fact::Off { .. } => Some((Said::Off, Slot::Thermal)),
            Fact::SkinRed { .. } => Some((Said::SkinRed, Slot::Thermal)),
            Fact::SkinBad { .. } => Some((Said::SkinBad, Slot::Thermal)),
            Fact::Stop { slot, hurts } => Some((if *hurts { Said::Hurts } else { Said::Stop }, *slot)),
            Fact::StillOn { on, .. } => Some((if *on { Said::StillOn } else { Said::NotOn }, Slot::Thermal)),
            Fact::AcceptDisclaimer
            | Fact::AnswerFlags { .. }
            | Fact::AnswerHealth(_)
            | Fact::ClinicianSaysFine { .. }
            | Fact::SeeSomeone { .. }
            | Fact::SinceLast(_)
            | Fact::PainChanged
            | Fact::Noted { .. } => None,
        },
        Input::Wish(Wish::SkinFine { .. }) => Some((Said::SkinFine, Slot::Thermal)),
        Input::Wish(_) | Input::Choice(_) | Input::Report(_) => None,
    }
}

/// The same input for what is so without the last word: its prompts have other numbers, and the granted wish is the same.
/// `None` = nothing of it can differ there.
pub(crate) fn same_without(input: Input) -> Option<Input> {
    let wish = match input {
        Input::Wish(wish) => wish,
        Input::Report(Report::GoingToSleep | Report::BatteryLow(_)) => return None,
        Input::Fact(_) | Input::Choice(_) | Input::Report(Report::BedHours { .. } | Report::Woke { .. }) => {
            return Some(input);
        }
    };
    Some(Input::Wish(match wish {
        Wish::Snooze { seconds, .. } => Wish::Snooze { token: None, seconds },
        Wish::NotNow { .. } => Wish::NotNow { token: None },
        Wish::Extend { accept, .. } => Wish::Extend { token: None, accept },
        Wish::Skip { slot, .. } => Wish::Skip { slot, token: None },
        Wish::Start(_)
        | Wish::UsePack { .. }
        | Wish::Call { .. }
        | Wish::Pause
        | Wish::Resume
        | Wish::Back
        | Wish::Diary(_)
        | Wish::LiftFlags => wish,
        Wish::SkinFine { .. }
        | Wish::Undo { .. }
        | Wish::Plan(_)
        | Wish::Practice(_)
        | Wish::Prepare { .. }
        | Wish::Unprepare { .. } => {
            return None;
        }
    }))
}
