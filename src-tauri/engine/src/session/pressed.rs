//! Decides what a person's word about the body does to a session: on, off, stop, skin.

use crate::alert::{About, CALL, Tag};
use crate::context::Context;
use crate::event::Happened;
use crate::person::{SkinAsked, SkinSaid};
use crate::refusal::Refused;
use crate::routine::Expose;
use crate::rules;
use crate::session::body::{Asked, OnBody, Removal, Why};
use crate::session::{Phase, Session, Then};
use crate::time::{Anchor, Moment, seconds};
use crate::words::{Answer, CameOff, Method, Modality, Outcome, Skin, Token};

impl Session {
    /// Tells whether a press with this token is about what this session has on, or is to put on.
    pub(crate) fn is_meant(&self, token: Token) -> bool {
        let asked_for = self.on_body().is_some_and(|on| on.follows == token.exposure);
        token.session == self.course.id && (token.exposure == self.course.exposure || asked_for)
    }

    /// "It is on", since then. Two things are not on the body at the same time.
    pub(crate) fn put_on(&mut self, since: Anchor, cx: &mut Context<'_>) {
        let Some(step) = self.course.expose().cloned() else { return };
        // "Cloth between, skin fine" answers that too.
        cx.person.skin_asked = None;
        let since = cx.person.ledger.not_before_the_last(since, cx.at);
        let backdated = seconds(cx.at.least(since));
        let planned = self.planned_now(&step, backdated, cx);
        let thin = step.method == Method::StillCold && self.turns_are_calm(cx);
        // A wrap is looked at by the way; skin that may not tell in time is asked about.
        let aside = step.method == Method::Wrap && !cx.person.has_sensitive_skin();
        let exposure = cx.person.ledger.open(self.course.id, step.method, since);
        let follows = std::mem::replace(&mut self.course.exposure, exposure);
        self.course.uncalled = false;
        self.course.prompt = cx.next_prompt();
        cx.person.record_on(&self.course, exposure, step.method, since, planned);
        self.record(Happened::WentOn { exposure, method: step.method, since: backdated }, cx);
        let on = OnBody::new(&step, planned, Asked { thin, aside }, since, backdated, cx.at);
        self.phase = Phase::On { on: OnBody { exposure, follows, ..on } };
        cx.withdraw(Tag::Thermal);
    }

    /// Turns of still cold in a row went without trouble, those of this session counted in (R10).
    fn turns_are_calm(&self, cx: &Context<'_>) -> bool {
        let own = cx.person.ledger.asked_turns(self.course.id);
        !self.course.trouble && cx.person.calm_turns.saturating_add(own) >= rules::SKIN_THIN_AFTER.value
    }

    /// Planned time on the body of what goes on now and has been on for so long, s: a wrap has a day's limit, and nobody
    /// looks at their skin asleep, so it comes off when the bed hours begin, counted from the press.
    fn planned_now(&self, step: &Expose, backdated: u32, cx: &Context<'_>) -> u32 {
        let planned = self.course.planned(step);
        if step.method != Method::Wrap {
            return planned;
        }
        let left = u32::try_from(cx.person.ledger.wrap_left(cx.at)).unwrap_or(planned);
        let until_bed =
            cx.person.until_bed(Method::Wrap, cx.at).map_or(u32::MAX, |left| left.saturating_add(backdated));
        planned.min(left).min(until_bed).max(1)
    }

    /// "It is on" again for what is on: it may have been on for longer than was said first, never for shorter.
    pub(crate) fn on_since(&mut self, since: Anchor, cx: &mut Context<'_>) {
        let since = cx.person.ledger.not_before_the_last(since, cx.at);
        let Some(on) = self.on_body_mut() else { return };
        let (known, said) = (on.elapsed(cx.at), cx.at.since(since));
        on.pressed = cx.at.anchor();
        let grace = rules::PRESS_GRACE.time();
        let maybe_longer = match (said.most, known.most) {
            (Some(said), Some(known)) => said > known + grace,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if said.least <= known.least + grace && !maybe_longer {
            return;
        }
        if known.in_doubt() && known.may_have_reached(said.least) {
            // The clock does not know how long it has been on, and the person says long: it comes off, and stays called off.
            return self.begin_take_off(Why::Silence, cx.at.anchor(), cx);
        }
        let on_for = seconds(said.least);
        on.backdate(since, on_for, seconds(known.least));
        let exposure = on.exposure;
        cx.person.ledger.backdate(exposure, since);
        cx.person.record_backdated(self.course.id, exposure, since);
        self.record(Happened::BeganEarlier { exposure, since: on_for }, cx);
    }

    /// "It is off."
    pub(crate) fn take_off(&mut self, when: CameOff, cx: &mut Context<'_>) -> Then {
        let (on, why) = match &self.phase {
            Phase::On { on } => (on, None),
            Phase::TakeOff { on, why, .. } => (on, Some(*why)),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. } => return Then::Stay,
        };
        let Removal { off, ran, ask_skin } = on.came_off(when, cx.at);
        let (exposure, method, seconds) = (on.exposure, on.method, seconds(ran));
        let (missed, overrun) = (on.has_missed(), on.overrun(ran));
        let measured = (on.planned, seconds, on.over(ran));
        let short = method.modality() == Modality::Cold && seconds < rules::FALSE_START.value;
        let false_start = why.is_none() && short;
        cx.person.ledger.close(exposure, off, seconds);
        cx.person.record_off(self.course.id, exposure, off, measured);
        cx.person.restart_time_off(cx.at);
        self.record(Happened::CameOff { exposure, seconds }, cx);
        self.course.trouble |= missed || matches!(why, Some(Why::Silence | Why::Red | Why::Bad));
        self.course.prompt = cx.next_prompt();

        let now = cx.at.anchor();
        // Whoever has just said that the skin looks wrong is not asked.
        let ask_skin = ask_skin && !matches!(why, Some(Why::Red | Why::Bad));
        if ask_skin {
            let (token, locked) = (self.course.token(), overrun.unwrap_or(0));
            cx.person.skin_asked = Some(SkinAsked { token, method, since: now, locked });
        }
        if let Some(locked) = overrun {
            self.course.trouble = true;
            self.lock(method, locked, None, cx);
            if !ask_skin {
                self.say(About::Overran { least: seconds, locked }, CALL, &[Answer::Open], cx);
            }
            return Then::end_silently(Outcome::Overran, now);
        }
        if why == Some(Why::Bad) {
            self.say_skin_stop(cx);
            return Then::end_silently(Outcome::Skin, now);
        }
        match why.and_then(Why::ends) {
            Some(outcome) => Then::end(outcome, now),
            // Cold that came off at once is no turn (R2): this one is still to come, and may go on again now.
            None if false_start => self.enter_step(now, cx),
            None => Then::Next(off),
        }
    }

    /// Stop: always allowed. What is on the body must still come off.
    pub(crate) fn stop(&mut self, hurts: bool, cx: &mut Context<'_>) -> Then {
        let (reason, outcome) = if hurts { (Why::Hurts, Outcome::Hurt) } else { (Why::Stopped, Outcome::Stopped) };
        match &mut self.phase {
            Phase::On { .. } => {
                self.begin_take_off(reason, cx.at.anchor(), cx);
                Then::Stay
            }
            // Already called off: the rest of the session goes.
            Phase::TakeOff { why, besides, .. } => {
                (*why, *besides) = (reason.max(*why), reason.max(*besides));
                Then::Stay
            }
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. } => Then::end(outcome, cx.at.anchor()),
        }
    }

    /// A word about the skin under what is on. `current`: it answers the prompt that stands, where it names one.
    ///
    /// # Errors
    /// "Fine" where nothing asks.
    pub(crate) fn skin(&mut self, skin: Skin, current: bool, cx: &mut Context<'_>) -> Result<(), Refused> {
        let called_off = matches!(self.phase, Phase::TakeOff { .. });
        let Some(on) = self.on_body_mut() else { return Ok(()) };
        let method = on.method;
        if skin == Skin::Fine && (called_off || !current || !on.is_asking()) {
            return Err(if current { Refused::NotNow } else { Refused::Outdated });
        }
        on.answer();
        let token = self.course.token();
        cx.person.record_skin(self.course.id, Some(skin), cx.at.anchor());
        self.record(Happened::SkinSaid { skin }, cx);
        cx.person.skin_said = Some(SkinSaid { skin, at: cx.at.anchor(), token, method });
        let why = match skin {
            Skin::Fine => {
                cx.withdraw(Tag::Thermal);
                // The next question is another one; this answer can still be corrected.
                self.course.prompt = cx.next_prompt();
                return Ok(());
            }
            Skin::Red => Why::Red,
            Skin::Bad => {
                self.lock(method, rules::SKIN_LOCK.value, Some(self.course.id), cx);
                Why::Bad
            }
        };
        self.course.trouble = true;
        self.begin_take_off(why, cx.at.anchor(), cx);
        Ok(())
    }

    /// What a corrected answer about the skin does.
    pub(crate) fn correct_skin(&mut self, skin: Skin, cx: &mut Context<'_>) -> Then {
        let reason = if skin == Skin::Bad { Why::Bad } else { Why::Red };
        self.course.trouble |= skin != Skin::Fine;
        match &mut self.phase {
            // A wrong "fine" ends the turn now.
            Phase::On { .. } if skin != Skin::Fine => self.begin_take_off(reason, cx.at.anchor(), cx),
            // Taking it off is never taken back; what ends the session with it can be.
            Phase::TakeOff { why: why @ (Why::Red | Why::Bad), besides, .. } => *why = reason.max(*besides),
            Phase::TakeOff { why, .. } if skin != Skin::Fine => *why = reason.max(*why),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. }
                if skin == Skin::Bad =>
            {
                self.say_skin_stop(cx);
                return Then::end_silently(Outcome::Skin, cx.at.anchor());
            }
            Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. } => {}
        }
        Then::Stay
    }

    /// The data that says what is on was damaged: what is on stays, in doubt; anything else is as little known as the time
    /// before it.
    pub(crate) fn data_lost(&mut self, at: Moment<'_>) -> Then {
        match self.on_body_mut() {
            Some(on) => {
                on.from_lost_data = true;
                Then::Stay
            }
            None => Then::end_silently(Outcome::Stopped, at.anchor()),
        }
    }

    /// After sleep or a reboot the alarm that nobody could hear starts over.
    pub(crate) fn restart_alarm(&mut self, at: Moment<'_>) {
        if let Phase::TakeOff { rung, said, .. } = &mut self.phase {
            (*rung, *said) = (at.anchor(), 0);
        }
    }

    /// Cold that is on, or comes on in a further turn, is short after a drink or strong medicine (R14).
    pub(crate) fn shorten_cold(&mut self, most: u32, at: Moment<'_>) {
        if !self.course.routine.cools() {
            return;
        }
        self.course.cap = Some(self.course.cap.map_or(most, |cap| cap.min(most)));
        if let Phase::On { on } = &mut self.phase
            && on.method.modality() == Modality::Cold
            && on.planned > most
        {
            on.planned = most;
            // It was not planned to be off before this was said.
            on.pressed = at.anchor();
            on.backdated = on.backdated.max(seconds(at.least(on.since)));
        }
    }

    /// A wrap that is on stays no longer than until the bed hours as they are now, s from now.
    pub(crate) fn limit_wrap(&mut self, left: u32, at: Moment<'_>) {
        if let Phase::On { on } = &mut self.phase
            && on.method == Method::Wrap
        {
            on.planned = on.planned.min(seconds(at.least(on.since)).saturating_add(left));
        }
    }

    pub(crate) fn say_skin_stop(&self, cx: &mut Context<'_>) {
        self.say(About::SkinStop { locked: rules::SKIN_LOCK.value }, CALL, &[Answer::Open], cx);
    }

    /// Closes a kind for what happened in this session.
    pub(crate) fn lock(&self, method: Method, seconds: u32, skin_of: Option<u64>, cx: &mut Context<'_>) {
        cx.person.lock(method, seconds, skin_of, cx.at);
        self.record(Happened::Locked { seconds }, cx);
    }
}
