//! Decides what a person's word about the body does: on, off, still on, stop. Facts are never refused.

use std::time::Duration;

use crate::context::Context;
use crate::person::permission::Permission;
use crate::refusal::{Reason, Refused};
use crate::rules::{self, Force, RuleId};
use crate::session::body::Why;
use crate::session::course::Course;
use crate::session::due::READY_LAPSES;
use crate::session::{Ended, Phase, Session, Then};
use crate::slots::Slots;
use crate::time::{Anchor, secs};
use crate::unsure::earlier_of;
use crate::words::{CameOff, Method, Outcome, Slot, Token};

/// "On since you asked" on a message older than this is no answer to it.
const ASKED_MOST: Duration = Duration::from_secs(3600);

/// "On since" reaches back as far as the longest time on the body: a wrap that is worn all day.
const ON_SINCE_MOST: u32 = rules::WRAP_MOST.value;

impl Slots {
    /// "Cloth between, skin fine: it is on", for `since` s already.
    ///
    /// # Errors
    /// Nothing runs and nothing ever did that it could count for; or it is said to be on for very long, and not for sure.
    pub(crate) fn put_on(
        &mut self,
        token: Option<Token>,
        since: u32,
        sure: bool,
        cx: &mut Context<'_>,
    ) -> Result<(), Refused> {
        if since > rules::ON_SINCE_SURE.value && !sure {
            return Err(Refused::ReallySoLong { seconds: since });
        }
        let since = cx.at.anchor().earlier(secs(since.min(ON_SINCE_MOST)));
        self.is_on(token, since, cx)
    }

    /// "On since you asked": since the session got ready, also when it has lapsed by now.
    ///
    /// # Errors
    /// As of [`Slots::put_on`].
    pub(crate) fn put_on_since_asked(&mut self, token: Option<Token>, cx: &mut Context<'_>) -> Result<(), Refused> {
        let now = cx.at.anchor();
        let since = match (self.thermal().map(|s| &s.phase), self.ended()) {
            (Some(Phase::Ready { since, .. }), _) => *since,
            (None, Some(ended)) if ended.unanswered => ended.at.earlier(secs(READY_LAPSES)),
            (Some(_) | None, _) => now,
        };
        // An old message knows no more since when than anybody.
        if cx.at.least(since) >= ASKED_MOST {
            self.on_unexpectedly(token, now, cx);
            return Ok(());
        }
        self.is_on(token, since, cx)
    }

    fn is_on(&mut self, token: Option<Token>, since: Anchor, cx: &mut Context<'_>) -> Result<(), Refused> {
        match self.thermal() {
            Some(session) if token.is_none_or(|t| session.is_meant(t)) => {
                if session.waits_for_on() {
                    self.begin_exposure(since, cx);
                } else if session.on_body().is_some() {
                    self.answered(cx);
                    self.change(Slot::Thermal, cx, |session, cx| {
                        session.on_since(since, cx);
                        Then::Stay
                    });
                } else {
                    // It is on although it is to be off: it comes off now, and that is counted.
                    self.on_unexpectedly(token, since, cx);
                }
            }
            // An old button of this session, and it is on: that is known.
            Some(session) if session.on_body().is_some() && token.is_some_and(|t| t.session == session.course.id) => {}
            Some(_) => self.on_unexpectedly(token, since, cx),
            None => {
                let late = self.ended().filter(|ended| token.is_none_or(|t| t.session == ended.course.id));
                match late.map(|ended| self.resumed(ended, cx)) {
                    // The session lapsed, the pack is on: the session goes on where it was, if it could still be granted.
                    Some(Some(session)) => {
                        self.put(session, cx);
                        self.begin_exposure(since, cx);
                    }
                    None if token.is_none() && self.unsure().is_none() => return Err(Refused::NothingRunning),
                    Some(None) | None => self.on_unexpectedly(token, since, cx),
                }
            }
        }
        Ok(())
    }

    /// What goes on now answers the question; what a person has said to be on before is on since then.
    pub(crate) fn begin_exposure(&mut self, since: Anchor, cx: &mut Context<'_>) {
        let said = self.answered(cx).filter(|unsure| unsure.said_on);
        let since = said.map_or(since, |said| earlier_of(said.since, since, cx.at));
        self.change(Slot::Thermal, cx, |session, cx| {
            session.put_on(since, cx);
            Then::Stay
        });
    }

    /// A session that lapsed, as it goes on: where it would still be granted, with what was accepted at its start, and as
    /// short as it would be now.
    fn resumed(&self, ended: &Ended, cx: &Context<'_>) -> Option<Session> {
        let course = &ended.course;
        let lapsed = ended.outcome == Outcome::Lapsed && course.expose().is_some();
        if !lapsed || self.blocked(&course.routine, cx.person, cx.read_only, cx.at).is_some() {
            return None;
        }
        let turns = course.turns - course.turn + 1;
        let Permission { obstacles, .. } = Permission::check(cx.person, &course.routine, turns, cx.at);
        let cap = cx.person.shortened(&course.routine, &obstacles, cx.at);
        let accepted = obstacles.iter().all(|o| o.is_accepted_by(&course.accepted));
        accepted.then(|| Session::new(Course { cap, ..course.clone() }, ended.at))
    }

    /// "It is off." Whoever says that has said that nothing is on.
    pub(crate) fn took_off(&mut self, token: Option<Token>, when: CameOff, cx: &mut Context<'_>) {
        let Some(session) = self.thermal().filter(|s| s.on_body().is_some()) else {
            return self.off_unexpectedly(cx);
        };
        let (id, exposure) = (session.course.id, session.course.exposure);
        let meant = |t: Token| t.session == id && (t.exposure == exposure || t.exposure == 0);
        if token.is_none_or(meant) {
            self.answered(cx);
            self.change(Slot::Thermal, cx, |session, cx| session.take_off(when, cx));
            // The question about the skin stands before what comes next.
            self.say_skin_asked(cx);
        } else {
            self.ask_is_it_on(token, cx.at.anchor(), false, cx);
        }
    }

    /// The answer to "Is something on your body now?". "No" to another question than the one that stands asks again.
    pub(crate) fn still_on(&mut self, token: Option<Token>, on: bool, cx: &mut Context<'_>) {
        let other = self.unsure().is_some_and(|asked| token.is_some_and(|token| token != asked.token));
        if !on && other {
            return self.say_unsure(cx);
        }
        let Some(asked) = self.answered(cx) else { return };
        if on {
            // A fear is no word about the past, and punishes nobody.
            self.is_on_since(if asked.said_on { asked.since } else { cx.at.anchor() }, cx);
        } else if self.has_on() {
            self.took_off(None, CameOff::Now, cx);
        }
    }

    /// Stop: always allowed. What is on the body must still come off.
    pub(crate) fn stop(&mut self, slot: Slot, hurts: bool, cx: &mut Context<'_>) {
        // Whoever said that something is on, and now stops, takes it off.
        if slot == Slot::Thermal && self.thermal().is_none() && self.unsure().is_some_and(|asked| asked.said_on) {
            self.still_on(None, true, cx);
        }
        self.change(slot, cx, |session, cx| session.stop(hurts, cx));
    }

    /// A warning sign: nothing goes on but taking off what is on.
    pub(crate) fn stop_all(&mut self, cx: &mut Context<'_>) {
        for slot in Slot::ALL {
            self.stop(*slot, false, cx);
        }
    }

    /// What the answers about health close now does not go on: it comes off (R12 to R14).
    pub(crate) fn stop_for_health(&mut self, cx: &mut Context<'_>) {
        for slot in Slot::ALL {
            let Some(session) = self.session(*slot) else { continue };
            let check = Permission::check(cx.person, &session.course.routine, 1, cx.at);
            let closed = check.obstacles.iter().any(|o| {
                let about_health = matches!(o.rule, RuleId::R13 | RuleId::R14) || o.name == Reason::Doze.code();
                about_health && o.force != Force::Warning
            });
            if closed {
                self.stop(*slot, false, cx);
            }
        }
    }

    /// Cold is short after a drink or strong medicine (R14).
    pub(crate) fn shorten_for_drowsiness(&mut self, cx: &mut Context<'_>) {
        if cx.person.gates.drowsy(cx.at).is_some() {
            self.change(Slot::Thermal, cx, |session, cx| {
                session.shorten_cold(rules::DROWSY_COLD_MOST.value, cx.at);
                Then::Stay
            });
        }
    }

    /// A wrap comes off when the bed hours begin, as they are now: after another choice, or a journey (R12).
    pub(crate) fn shorten_for_bed(&mut self, cx: &mut Context<'_>) {
        if let Some(left) = cx.person.until_bed(Method::Wrap, cx.at) {
            self.change(Slot::Thermal, cx, |session, cx| {
                session.limit_wrap(left, cx.at);
                Then::Stay
            });
        }
    }

    /// A pack is said to be on where none is expected: said again it is the answer to the question that stands.
    fn on_unexpectedly(&mut self, token: Option<Token>, since: Anchor, cx: &mut Context<'_>) {
        let answers = token.is_none() && self.unsure().is_some();
        self.ask_is_it_on(token, since, true, cx);
        if answers {
            self.still_on(None, true, cx);
        }
    }

    /// "It is off" where nothing is known to be on: what was said to be on has been on until now. No bell was promised it.
    fn off_unexpectedly(&mut self, cx: &mut Context<'_>) {
        if let Some(asked) = self.answered(cx).filter(|asked| asked.said_on) {
            self.is_on_since(asked.since, cx);
            self.took_off(None, CameOff::Now, cx);
        }
    }

    fn is_on_since(&mut self, since: Anchor, cx: &mut Context<'_>) {
        match self.thermal() {
            Some(session) if session.on_body().is_some() => {}
            Some(session) if session.waits_for_on() => self.begin_exposure(since, cx),
            Some(_) | None => self.on_out_of_turn(since, cx),
        }
    }

    /// Something is on outside of its time: it is counted from when it was asked about, and comes off at once. What it was
    /// done with last is taken for it. Nobody asks from the bath: then it is something else, and nobody knows what.
    fn on_out_of_turn(&mut self, since: Anchor, cx: &mut Context<'_>) {
        let Some(course) = self.known().cloned().or_else(|| self.unknown(cx)) else { return };
        let Some(step) = course.last_expose_step() else { return };
        let at_step = Course { step, ..course };
        let away = at_step.expose().is_some_and(|e| e.method.class().is_away());
        if away {
            self.change(Slot::Thermal, cx, |session, cx| {
                session.course.step = step;
                Then::end_silently(Outcome::Stopped, cx.at.anchor())
            });
        }
        if self.thermal().is_none() {
            let course = if away { self.unknown(cx) } else { Some(at_step) };
            let Some(course) = course else { return };
            self.put(Session::new(course, cx.at.anchor()), cx);
        }
        self.change(Slot::Thermal, cx, |session, _| {
            session.course.step = session.course.last_expose_step().unwrap_or(session.course.step);
            session.course.trouble = true;
            Then::Stay
        });
        self.begin_exposure(since, cx);
        self.change(Slot::Thermal, cx, |session, cx| {
            session.begin_take_off(Why::Stopped, cx.at.anchor(), cx);
            Then::Stay
        });
    }
}
