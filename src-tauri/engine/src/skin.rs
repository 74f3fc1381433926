//! Decides what an answer about the skin does, asked or not, in time or corrected (R11).

use crate::alert::{ASK, About, Alert, CALL, Tag};
use crate::context::Context;
use crate::event::Happened;
use crate::person::{SkinAsked, SkinSaid};
use crate::refusal::Refused;
use crate::rules;
use crate::session::body::{OnBody, Why};
use crate::session::course::Course;
use crate::session::{SKIN_ANSWERS, Session, Then};
use crate::slots::Slots;
use crate::words::{Answer, Method, Outcome, Skin, Slot, Token};

impl Slots {
    /// An answer about the skin. That it is red or bad is never refused.
    ///
    /// # Errors
    /// "Fine" where nothing asks, or to a prompt that no longer stands.
    pub(crate) fn skin(&mut self, token: Option<Token>, skin: Skin, cx: &mut Context<'_>) -> Result<(), Refused> {
        let asked = |token: Token| cx.person.skin_asked.filter(|asked| asked.token == token);
        let unnamed = cx.person.skin_asked.filter(|_| self.unsure().is_none());
        if let Some(asked) = token.map_or(unnamed, asked) {
            self.skin_after(asked, skin, cx);
            return Ok(());
        }
        if let Some(said) = cx.person.correctable(token, cx.at).or_else(|| self.taken_back(token, skin, cx)) {
            if said.skin != skin {
                self.correct(said, skin, cx);
            }
            return Ok(());
        }
        // Skin that looks wrong while it is asked whether something is on: it is, and comes off.
        let unasked = skin != Skin::Fine && !self.has_on() && self.unsure().is_some();
        if unasked {
            self.still_on(None, true, cx);
        }
        let token = token.filter(|_| !unasked);
        let Some(session) = self.thermal().filter(|s| s.on_body().is_some()) else {
            return match (skin, token, self.thermal()) {
                (Skin::Fine, None, None) => Err(Refused::NothingRunning),
                (Skin::Fine, _, _) => Err(Refused::Outdated),
                (Skin::Red | Skin::Bad, ..) => {
                    self.skin_wrong_late(skin, cx);
                    Ok(())
                }
            };
        };
        let current = session.course.token();
        let same_exposure = token.is_none_or(|t| t.session == current.session && t.exposure == current.exposure);
        match skin {
            Skin::Fine if !same_exposure => return Err(Refused::Outdated),
            Skin::Red if !same_exposure => {
                self.ask_is_it_on(token, cx.at.anchor(), false, cx);
                return Ok(());
            }
            // Bad skin is never only a question, whichever prompt it answers: what is on comes off.
            Skin::Fine | Skin::Red | Skin::Bad => {}
        }
        let mut result = Ok(());
        self.change(Slot::Thermal, cx, |session, cx| {
            result = session.skin(skin, token.is_none_or(|t| t == current), cx);
            Then::Stay
        });
        result
    }

    /// Asks about the skin under what has come off.
    pub(crate) fn say_skin_asked(&self, cx: &mut Context<'_>) {
        if let (Some(asked), Some(course)) = (cx.person.skin_asked, self.known()) {
            cx.out.alert(skin_after(course, asked));
        }
    }

    /// The answer about the skin under what has come off. That it is fine closes nothing.
    fn skin_after(&mut self, asked: SkinAsked, skin: Skin, cx: &mut Context<'_>) {
        let SkinAsked { token, method, .. } = asked;
        cx.person.skin_asked = None;
        cx.person.skin_said = Some(SkinSaid { skin, at: cx.at.anchor(), token, method });
        let known = [self.thermal().map(|s| &s.course), self.ended().map(|e| &e.course)];
        let course = known.into_iter().flatten().find(|c| c.id == token.session).cloned();
        cx.person.record_skin(token.session, Some(skin), cx.at.anchor());
        cx.record(course.as_ref(), Happened::SkinSaid { skin });
        cx.withdraw(Tag::Thermal);
        if skin != Skin::Fine {
            self.change(Slot::Thermal, cx, |session, _| {
                session.course.trouble |= session.course.id == token.session;
                Then::Stay
            });
        }
        let locked = if skin == Skin::Bad { rules::SKIN_LOCK.value } else { 0 };
        match skin {
            // What waited for the answer is asked now.
            Skin::Fine => self.repeat(cx),
            Skin::Red => {}
            Skin::Bad => {
                lock_for_skin(method, token.session, course.as_ref(), cx);
                self.change(Slot::Thermal, cx, |_, cx| Then::end_silently(Outcome::Skin, cx.at.anchor()));
            }
        }
        if let Some(course) = course.filter(|_| skin != Skin::Fine) {
            cx.out.alert(skin_stop(&course, locked));
        }
    }

    /// Skin that looks wrong with nothing on the body: it is about what was on last.
    fn skin_wrong_late(&mut self, skin: Skin, cx: &mut Context<'_>) {
        let Some(course) = self.known().cloned().or_else(|| self.unknown(cx)) else { return };
        cx.person.record_skin(course.id, Some(skin), cx.at.anchor());
        cx.record(Some(&course), Happened::SkinSaid { skin });
        // A session that has only just begun had nothing on yet: then it is about what was on before it.
        let ledger = &cx.person.ledger;
        let last = ledger.last(|e| e.session == course.id).or_else(|| ledger.last(|_| true));
        let method = last.map(|e| e.method).or_else(|| course.routine.exposures().next().map(|e| e.method));
        let Some(method) = method else { return };
        cx.person.skin_said = Some(SkinSaid { skin, at: cx.at.anchor(), token: course.token(), method });
        if skin == Skin::Bad {
            lock_for_skin(method, course.id, Some(&course), cx);
            cx.out.alert(skin_stop(&course, rules::SKIN_LOCK.value));
            self.change(Slot::Thermal, cx, |_, cx| Then::end_silently(Outcome::Skin, cx.at.anchor()));
        }
        cx.person.calm_turns = 0;
    }

    /// "Fine" without a question that waits takes back what was said last (from the command line, which knows no prompts).
    fn taken_back(&self, token: Option<Token>, skin: Skin, cx: &Context<'_>) -> Option<SkinSaid> {
        let asks = self.thermal().and_then(Session::on_body).is_some_and(OnBody::is_asking);
        if skin != Skin::Fine || token.is_some() || asks {
            return None;
        }
        // What is on now has skin of its own, which "fine" may be about.
        let of = |said: &SkinSaid, c: &Course| (c.id, c.exposure) == (said.token.session, said.token.exposure);
        let other = |said: &SkinSaid| self.thermal().is_some_and(|s| !of(said, &s.course));
        let said = cx.person.skin_said.filter(|said| said.skin != Skin::Fine && !other(said))?;
        cx.person.correctable(Some(said.token), cx.at)
    }

    fn correct(&mut self, said: SkinSaid, skin: Skin, cx: &mut Context<'_>) {
        cx.person.skin_said = Some(SkinSaid { skin, ..said });
        let about = said.token.session;
        // What was closed before by another answer stays so, though it be of the same moment.
        if said.skin == Skin::Bad {
            let said_ago = cx.at.least(said.at);
            cx.person.locks.retain(|l| l.skin_of != Some(about) || cx.at.least(l.since) > said_ago);
        }
        let known = [self.thermal().map(|s| &s.course), self.ended().map(|e| &e.course)];
        let course = known.into_iter().flatten().find(|c| c.id == about).cloned();
        cx.person.record_skin_corrected(about, skin);
        cx.record(course.as_ref(), Happened::SkinSaid { skin });
        if skin == Skin::Bad {
            lock_for_skin(said.method, about, course.as_ref(), cx);
        }
        match self.thermal() {
            Some(session) if session.course.id == about => {
                self.change(Slot::Thermal, cx, |session, cx| session.correct_skin(skin, cx));
            }
            // Bad skin is about the body: what is on now comes off too, and its alarm stands before any card.
            Some(other) if skin == Skin::Bad && other.on_body().is_some() => {
                self.change(Slot::Thermal, cx, |other, cx| {
                    other.begin_take_off(Why::Bad, cx.at.anchor(), cx);
                    Then::Stay
                });
            }
            Some(_) | None => {
                if skin != Skin::Bad {
                    return;
                }
                if let Some(ended) = course {
                    cx.out.alert(skin_stop(&ended, rules::SKIN_LOCK.value));
                }
                // What was granted since does not go on, warm or cold.
                self.change(Slot::Thermal, cx, |_, cx| Then::end_silently(Outcome::Skin, cx.at.anchor()));
            }
        }
    }
}

fn lock_for_skin(method: Method, session: u64, course: Option<&Course>, cx: &mut Context<'_>) {
    let seconds = rules::SKIN_LOCK.value;
    cx.person.lock(method, seconds, Some(session), cx.at);
    cx.record(course, Happened::Locked { seconds });
}

fn skin_stop(course: &Course, locked: u32) -> Alert {
    course.alert(None, About::SkinStop { locked }, CALL, &[Answer::Open])
}

/// The question about the skin under what has come off.
pub(crate) fn skin_after(course: &Course, asked: SkinAsked) -> Alert {
    let about = About::SkinAfter { locked: asked.locked };
    Alert { token: asked.token, ..course.alert(Some(asked.method), about, ASK, &SKIN_ANSWERS) }
}
