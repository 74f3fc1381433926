//! Decides what an answer about the skin does, asked or not, in time or corrected (R11).

use crate::alert::{About, Answer, Happened, Outcome, Tag};
use crate::engine::{Engine, SkinSaid};
use crate::exposure::{CheckState, OnBody};
use crate::facts::TELL_UP;
use crate::request::{Refused, Skin, Token};
use crate::rules::{self, Method};
use crate::session::{Phase, Session, Why};
use crate::time::Anchor;

impl Engine {
    /// The answer to a skin check, asked or not.
    pub(crate) fn skin(&mut self, token: Option<Token>, skin: Skin) -> Result<(), Refused> {
        if let Some(said) = self.correctable(token).or_else(|| self.taken_back(token, skin)) {
            if said.skin != skin {
                return self.correct(said, skin);
            }
            return Ok(());
        }
        // Skin that looks wrong while it is asked whether something is on: it is, and comes off.
        let asked = skin != Skin::Fine && !self.state.wears() && self.state.is_it_on.is_some();
        if asked {
            self.still_on(None, true);
        }
        let token = token.filter(|_| !asked);
        let Some(mut session) = self.state.thermal.take() else {
            return match (skin, token) {
                (Skin::Fine, None) => Err(Refused::NothingRunning),
                (Skin::Fine, Some(_)) => Err(Refused::Outdated),
                (Skin::Red | Skin::Bad, _) => self.skin_wrong_late(skin),
            };
        };
        let current = session.token();
        let mine = token.is_none_or(|t| t == current);
        let same_exposure = token.is_none_or(|t| t.session == current.session && t.exposure == current.exposure);
        let Some(method) = session.on_body().map(|on| on.method) else {
            self.state.thermal = Some(session);
            return if skin == Skin::Fine { Err(Refused::Outdated) } else { self.skin_wrong_late(skin) };
        };
        // Bad skin is never only a question, whichever prompt it answers: what is on comes off.
        if !same_exposure && skin != Skin::Bad {
            self.state.thermal = Some(session);
            if skin != Skin::Fine {
                self.ask_is_it_on(token);
                return Ok(());
            }
            return Err(Refused::Outdated);
        }
        let called_off = matches!(session.phase, Phase::TakeOff { .. });
        let (Phase::On { on } | Phase::TakeOff { on, .. }) = &mut session.phase else { return Ok(()) };
        let waiting = on.checks.iter_mut().find(|c| c.state.waits());
        match (skin, waiting) {
            (Skin::Fine, Some(check)) if mine && !called_off => check.state = CheckState::Done,
            (Skin::Fine, _) => {
                self.state.thermal = Some(session);
                return Err(if mine { Refused::NotNow } else { Refused::Outdated });
            }
            (Skin::Red | Skin::Bad, waiting) => {
                if let Some(check) = waiting {
                    check.state = CheckState::Done;
                }
            }
        }
        self.record(Some(&session), Happened::SkinSaid { skin });
        self.said_about_skin(skin, current, method);
        let why = match skin {
            Skin::Fine => {
                self.withdraw(Tag::Thermal);
                // The next question is another one; this answer can still be corrected.
                session.prompt = self.next_prompt();
                self.state.thermal = Some(session);
                return Ok(());
            }
            Skin::Red => Why::Red,
            Skin::Bad => {
                let id = session.id;
                self.lock(method, rules::SKIN_LOCK.value, Some(id), Some(&session));
                Why::Bad
            }
        };
        session.trouble = true;
        self.must_come_off(session, why, Anchor::at(self.now));
        Ok(())
    }

    /// Skin that looks wrong with nothing on the body: the kind that was on last is closed.
    fn skin_wrong_late(&mut self, skin: Skin) -> Result<(), Refused> {
        let known = self.state.thermal.clone().or_else(|| self.state.ended_thermal.clone());
        let nothing_known = known.is_none();
        let Some(session) = known.or_else(|| self.unknown_session()) else { return Ok(()) };
        self.record(Some(&session), Happened::SkinSaid { skin });
        // A session that has only just begun had nothing on yet: then it is about what was on before it.
        let last = self.state.ledger.last(|e| e.session == session.id).or_else(|| self.state.ledger.last(|_| true));
        let method = last.map(|e| e.method).or_else(|| session.routine.exposures().next().map(|e| e.method));
        if let (Skin::Bad, Some(method)) = (skin, method) {
            self.lock(method, rules::SKIN_LOCK.value, Some(session.id), Some(&session));
            if nothing_known {
                // Whatever it was under: both kinds.
                self.lock(Method::Gel, rules::SKIN_LOCK.value, Some(session.id), Some(&session));
            }
            self.said_about_skin(skin, session.token(), method);
            self.say(&session, About::SkinStop { locked: rules::SKIN_LOCK.value }, TELL_UP, &[Answer::Open]);
            if let Some(session) = self.state.thermal.take() {
                self.end(session, Outcome::Skin, Anchor::at(self.now), false);
            }
        }
        self.state.calm = 0;
        Ok(())
    }

    fn said_about_skin(&mut self, skin: Skin, token: Token, method: Method) {
        let at = Anchor::at(self.now);
        self.state.skin_said = Some(SkinSaid { skin, at, token, modality: method.modality(), method: Some(method) });
    }

    /// The last answer, where `token` names it and ten minutes are not over (R11).
    pub(crate) fn correctable(&self, token: Option<Token>) -> Option<SkinSaid> {
        let said = self.state.skin_said?;
        let in_time = self.state.timeline.least(said.at, self.now) < rules::SKIN_CORRECT.time();
        (in_time && token == Some(said.token)).then_some(said)
    }

    /// "Fine" without a question that waits takes back what was said last (from the command line, which knows no prompts).
    fn taken_back(&self, token: Option<Token>, skin: Skin) -> Option<SkinSaid> {
        let asks = self.state.thermal.as_ref().and_then(Session::on_body).is_some_and(OnBody::is_asking);
        // What is on now has skin of its own, which "fine" may be about.
        let of = |said: &SkinSaid, s: &Session| (s.id, s.exposure) == (said.token.session, said.token.exposure);
        let other = |said: &SkinSaid| self.state.thermal.as_ref().is_some_and(|s| !of(said, s));
        let unasked = |said: &SkinSaid| token.is_none() && !asks && said.skin != Skin::Fine && !other(said);
        let said = self.state.skin_said.filter(unasked)?;
        self.correctable(Some(said.token)).filter(|_| skin == Skin::Fine)
    }

    fn correct(&mut self, said: SkinSaid, skin: Skin) -> Result<(), Refused> {
        self.state.skin_said = Some(SkinSaid { skin, ..said });
        let about = said.token.session;
        // What was closed before by another answer stays so.
        let (timeline, now) = (&self.state.timeline, self.now);
        let said_at = timeline.least(said.at, now);
        self.state.locks.retain(|l| l.skin_of != Some(about) || timeline.least(l.since, now) > said_at);
        let known = [&self.state.thermal, &self.state.ended_thermal].into_iter().flatten();
        let session = known.into_iter().find(|s| s.id == about).cloned();
        self.record(session.as_ref(), Happened::SkinSaid { skin });
        let method = said.method.or_else(|| self.state.ledger.last(|e| e.session == about).map(|e| e.method));
        if let (Skin::Bad, Some(method)) = (skin, method) {
            self.lock(method, rules::SKIN_LOCK.value, Some(about), session.as_ref());
        }
        match self.state.thermal.take() {
            Some(session) if session.id == about => self.correct_session(session, skin),
            // Bad skin is about the body: what is on now comes off too, and its alarm stands before any card.
            Some(other) if skin == Skin::Bad && other.on_body().is_some() => {
                self.must_come_off(other, Why::Bad, Anchor::at(self.now));
            }
            other => {
                self.state.thermal = other;
                if let (Skin::Bad, Some(ended)) = (skin, session) {
                    self.say(&ended, About::SkinStop { locked: rules::SKIN_LOCK.value }, TELL_UP, &[Answer::Open]);
                }
            }
        }
        Ok(())
    }

    /// What a corrected answer does to the session it is about.
    fn correct_session(&mut self, mut session: Session, skin: Skin) {
        let why = if skin == Skin::Bad { Why::Bad } else { Why::Red };
        session.trouble |= skin != Skin::Fine;
        match &mut session.phase {
            // A wrong "fine" ends the turn now.
            Phase::On { .. } if skin != Skin::Fine => {
                return self.must_come_off(session, why, Anchor::at(self.now));
            }
            // Taking it off is never taken back; what ends the session with it can be.
            Phase::TakeOff { why: now @ (Why::Red | Why::Bad), besides, .. } => *now = why.max(*besides),
            Phase::TakeOff { why: now, .. } if skin != Skin::Fine => *now = why.max(*now),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. }
                if skin == Skin::Bad =>
            {
                self.say(&session, About::SkinStop { locked: rules::SKIN_LOCK.value }, TELL_UP, &[Answer::Open]);
                return self.end(session, Outcome::Skin, Anchor::at(self.now), false);
            }
            Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. } => {}
        }
        self.state.thermal = Some(session);
    }
}
