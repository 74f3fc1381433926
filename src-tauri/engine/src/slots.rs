//! Owns what runs: at most one session that warms or cools, at most one of movement, and the question whether something is on.
//!
//! A session is put in and taken out here and nowhere else; others change it in its place and say what comes of it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::alert::{ALARM, About, Tag};
use crate::context::Context;
use crate::event::Happened;
use crate::refusal::Refused;
use crate::routine::Routine;
use crate::session::course::Course;
use crate::session::due::Due;
use crate::session::{Ended, Session, Then};
use crate::time::{Anchor, Moment};
use crate::unsure::Unsure;
use crate::words::{Answer, Class, Method, Modality, Outcome, RoutineId, Slot, Token};

/// The sessions that run and the last that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub(crate) struct Slots {
    thermal: Option<Session>,
    activity: Option<Session>,
    /// "Is something on your body now?" waits for an answer.
    unsure: Option<Unsure>,
    last: Option<Last>,
    /// The last session that warmed or cooled.
    ended: Option<Ended>,
    /// Numbers of sessions given out so far.
    sessions: u64,
}

/// The session that ended last, as faces show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Last {
    pub(crate) session: u64,
    pub(crate) routine: RoutineId,
    pub(crate) kind: Modality,
    pub(crate) outcome: Outcome,
    pub(crate) at: DateTime<Utc>,
}

// ---- looking ----

impl Slots {
    pub(crate) fn session(&self, slot: Slot) -> Option<&Session> {
        match slot {
            Slot::Thermal => self.thermal.as_ref(),
            Slot::Activity => self.activity.as_ref(),
        }
    }

    pub(crate) fn thermal(&self) -> Option<&Session> {
        self.thermal.as_ref()
    }

    /// The prompt of the session that runs there, else of the last one that warmed or cooled.
    pub(crate) fn token(&self, slot: Slot) -> Option<Token> {
        let ended = || self.ended().filter(|_| slot == Slot::Thermal).map(|e| e.course.token());
        self.session(slot).map(|s| s.course.token()).or_else(ended)
    }

    pub(crate) fn unsure(&self) -> Option<&Unsure> {
        self.unsure.as_ref()
    }

    pub(crate) fn last(&self) -> Option<&Last> {
        self.last.as_ref()
    }

    /// The last session that warmed or cooled.
    pub(crate) fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// The session that warms or cools, else the last one that did.
    pub(crate) fn known(&self) -> Option<&Course> {
        self.thermal().map(|s| &s.course).or(self.ended().map(|e| &e.course))
    }

    /// Something is on the body as far as Lumbar knows.
    pub(crate) fn has_on(&self) -> bool {
        self.thermal().is_some_and(|s| s.on_body().is_some())
    }

    /// Something may be on the body.
    pub(crate) fn may_have_on(&self) -> bool {
        self.has_on() || self.unsure.is_some()
    }

    /// A still pack is on, and its alarm has not given up: nothing else is worth staying awake for.
    pub(crate) fn keeps_awake(&self) -> bool {
        let still = |s: &Session| s.on_body().is_some_and(|on| on.class() == Class::StillPack);
        self.unsure.is_some_and(|unsure| unsure.will_ring())
            || self.thermal().is_some_and(|s| still(s) && !s.alarm_exhausted())
    }

    /// The session that movement is in: the activity, else a warm session that has movement in it.
    pub(crate) fn moving_slot(&self) -> Slot {
        match (&self.activity, &self.thermal) {
            (None, Some(session)) if session.is_moving() || session.on_body().is_some() => Slot::Thermal,
            (Some(_) | None, _) => Slot::Activity,
        }
    }

    /// What runs and is in the way of a routine; a last rest gives way.
    pub(crate) fn conflict(&self, routine: &Routine) -> Option<Refused> {
        let thermal = self.thermal().filter(|s| !s.rests_last());
        if routine.is_thermal() && self.unsure.is_some() {
            return Some(Refused::IsItOn);
        }
        let moves = |s: &&Session| s.course.routine.is_activity();
        let in_the_way = thermal
            .filter(|_| routine.is_thermal())
            .or_else(|| self.activity.as_ref().or(thermal.filter(moves)).filter(|_| routine.is_activity()));
        in_the_way.map(|s| Refused::Busy { routine: s.course.routine.id.clone() })
    }

    /// A session is on that nothing should call beside; a last rest is none.
    pub(crate) fn is_busy(&self, slot: Slot) -> bool {
        self.session(slot).is_some_and(|s| !s.rests_last())
    }

    /// What is real and goes on, or is asked: no practice turn runs beside it.
    pub(crate) fn in_use(&self) -> Option<Refused> {
        let asked = self.unsure.is_some().then_some(Refused::IsItOn);
        let busy = [&self.thermal, &self.activity].into_iter().flatten().find(|s| !s.rests_last());
        asked.or_else(|| busy.map(|s| Refused::Busy { routine: s.course.routine.id.clone() }))
    }

    /// This session is not over yet.
    pub(crate) fn goes_on(&self, slot: Slot, session: u64) -> bool {
        self.session(slot).is_some_and(|s| s.course.id == session && !s.rests_last())
    }

    /// Time until something falls due.
    pub(crate) fn wait(&self, at: Moment<'_>) -> Option<Duration> {
        let sessions = [&self.thermal, &self.activity].into_iter().flatten();
        let waits = sessions.filter_map(|s| s.first_due(at)).map(|(wait, _)| wait.ahead());
        waits.chain(self.unsure.and_then(|unsure| unsure.wait(at))).min()
    }

    /// What is due first, the longer overdue before the other.
    fn due(&self, at: Moment<'_>) -> Option<(Slot, Due)> {
        let slots = [(Slot::Thermal, &self.thermal), (Slot::Activity, &self.activity)];
        let dues = slots.into_iter().filter_map(|(slot, s)| Some((slot, s.as_ref()?.first_due(at)?)));
        let first = dues.filter(|(_, (wait, _))| wait.is_over()).min_by_key(|(_, (wait, _))| *wait);
        first.map(|(slot, (_, due))| (slot, due))
    }
}

// ---- changing ----

impl Slots {
    /// Does what has fallen due, in the order in which it did, so that it makes no difference how late this is called.
    pub(crate) fn advance(&mut self, cx: &mut Context<'_>) {
        while let Some((slot, due)) = self.due(cx.at) {
            self.change(slot, cx, |session, cx| session.reach(due, cx));
        }
        if self.unsure.as_mut().is_some_and(|unsure| unsure.ring(cx.at)) {
            self.say_unsure(cx);
        }
    }

    /// Changes a session in its place and does what comes of it.
    pub(crate) fn change(
        &mut self,
        slot: Slot,
        cx: &mut Context<'_>,
        change: impl FnOnce(&mut Session, &mut Context<'_>) -> Then,
    ) {
        let place = self.place(slot);
        let Some(session) = place.as_mut() else { return };
        let mut then = change(session, cx);
        while let Then::Next(from) = then {
            then = session.next_step(from, cx);
        }
        let Then::End(end) = then else { return };
        let Some(session) = place.take() else { return };
        let ended = session.finish(end, cx);
        let routine = &ended.course.routine;
        self.last = Some(Last {
            session: ended.course.id,
            routine: routine.id.clone(),
            kind: routine.kind,
            outcome: ended.outcome,
            at: ended.at.wall(),
        });
        if slot == Slot::Thermal {
            self.ended = Some(ended);
        }
    }

    /// Changes the session a wish is about, where its token is the prompt that stands.
    ///
    /// # Errors
    /// Nothing runs, the prompt is outdated, or the session refuses it.
    pub(crate) fn wish(
        &mut self,
        slot: Slot,
        token: Option<Token>,
        cx: &mut Context<'_>,
        wish: impl FnOnce(&mut Session, &mut Context<'_>) -> Result<Then, Refused>,
    ) -> Result<(), Refused> {
        let Some(session) = self.session(slot) else { return Err(Refused::NothingRunning) };
        if token.is_some_and(|t| t != session.course.token()) {
            return Err(Refused::Outdated);
        }
        let mut result = Ok(());
        self.change(slot, cx, |session, cx| {
            wish(session, cx).unwrap_or_else(|refused| {
                result = Err(refused);
                Then::Stay
            })
        });
        result
    }

    /// Puts a session into its place. Nothing that runs there is lost for it: only a last rest gives way.
    pub(crate) fn put(&mut self, session: Session, cx: &mut Context<'_>) {
        let slot = session.course.slot();
        self.give_way(slot, cx);
        self.place(slot).get_or_insert(session);
    }

    /// A session that only rests for the last time is done when another is to take its place.
    pub(crate) fn give_way(&mut self, slot: Slot, cx: &mut Context<'_>) {
        self.change(slot, cx, |session, cx| match session.rests_last() {
            true => Then::end_silently(Outcome::Done, cx.at.anchor()),
            false => Then::Stay,
        });
    }

    /// Sessions whose records can still change by what happens to them.
    pub(crate) fn recorded(&self) -> [Option<u64>; 3] {
        let runs = |slot: &Option<Session>| slot.as_ref().map(|s| s.course.id);
        [runs(&self.thermal), runs(&self.activity), self.ended.as_ref().map(|ended| ended.course.id)]
    }

    /// Numbers of sessions given out so far.
    pub(crate) fn begun(&self) -> u64 {
        self.sessions
    }

    /// The next sessions are numbered after this one.
    pub(crate) fn number_after(&mut self, session: u64) {
        self.sessions = self.sessions.max(session);
    }

    /// What takes the place of these slots after a press about `slot` was taken back: sessions are numbered on from them, what
    /// the press was about has prompts nobody has seen, and all else has those that people know.
    pub(crate) fn number_as(&mut self, before: &Self, slot: Option<Slot>, cx: &mut Context<'_>) {
        self.number_after(before.sessions);
        for each in Slot::ALL.iter().copied() {
            let known = before.session(each).map(|s| (s.course.id, s.course.prompt));
            let Some(session) = self.place(each) else { continue };
            match known {
                Some((id, prompt)) if Some(each) != slot && id == session.course.id => session.course.prompt = prompt,
                Some(_) | None => session.course.prompt = cx.next_prompt(),
            }
        }
        // A word about the diary leaves the question that stands as people know it.
        let known = before.unsure.filter(|_| slot.is_none());
        if let Some(unsure) = &mut self.unsure {
            unsure.token =
                known.map_or_else(|| Token { prompt: cx.next_prompt(), ..unsure.token }, |known| known.token);
        }
    }

    /// Tells whether these are the same, apart from when it was said again that something is on.
    pub(crate) fn are_as(&self, other: &Self) -> bool {
        let pressed = self.thermal().and_then(Session::on_body).map(|on| on.pressed);
        let mut other = other.clone();
        if let (Some(pressed), Some(on)) = (pressed, other.thermal.as_mut().and_then(Session::on_body_mut)) {
            on.pressed = pressed;
        }
        *self == other
    }

    /// Lets go of what is over: the rest after a last turn, and what is shown of sessions that ended. Numbers go on.
    pub(crate) fn forget(&mut self) {
        *self = Self { unsure: self.unsure.take(), sessions: self.sessions, ..Self::default() };
    }

    pub(crate) fn next_session(&mut self) -> u64 {
        self.sessions += 1;
        self.sessions
    }

    /// Something is on and nobody knows what: what has the strictest limits is taken for it.
    pub(crate) fn unknown(&mut self, cx: &mut Context<'_>) -> Option<Course> {
        let still_cold = |r: &&std::sync::Arc<Routine>| r.exposures().any(|e| e.method == Method::StillCold);
        let routine = cx.catalogue.routines().find(still_cold)?.clone();
        let mut course = Course::new(self.next_session(), routine);
        course.step = course.last_expose_step()?;
        cx.person.record_begin(&course, cx.at.anchor());
        let began = Happened::Began { turns: course.turns, pack: course.pack.clone() };
        cx.record(Some(&course), began);
        Some(course)
    }

    fn place(&mut self, slot: Slot) -> &mut Option<Session> {
        match slot {
            Slot::Thermal => &mut self.thermal,
            Slot::Activity => &mut self.activity,
        }
    }
}

// ---- the question whether something is on ----

impl Slots {
    /// A press about another exposure, or lost data: nobody knows what is on, so the person is asked.
    pub(crate) fn ask_is_it_on(&mut self, about: Option<Token>, since: Anchor, said_on: bool, cx: &mut Context<'_>) {
        self.unsure = Some(Unsure::ask(self.unsure, about, since, said_on, cx));
        self.say_unsure(cx);
    }

    /// It has found its answer. After lost data the time off begins when somebody has said what is on.
    pub(crate) fn answered(&mut self, cx: &mut Context<'_>) -> Option<Unsure> {
        let unsure = self.unsure.take()?;
        cx.withdraw(Tag::App);
        cx.person.restart_time_off(cx.at);
        Some(unsure)
    }

    pub(crate) fn say_unsure(&self, cx: &mut Context<'_>) {
        if let Some(unsure) = &self.unsure {
            unsure.say(unsure.manner(), self.known(), cx);
        }
    }
}

// ---- sleep, restarts, lost data ----

impl Slots {
    /// Says again, once, what waits for an answer: after a restart and after waking.
    pub(crate) fn repeat(&self, cx: &mut Context<'_>) {
        self.say_unsure(cx);
        if cx.person.skin_asked.is_some() {
            self.say_skin_asked(cx);
        } else if let Some(session) = self.thermal() {
            session.repeat(cx);
        }
    }

    /// The alarms that nobody could hear start over: after sleep, a reboot, or a time without any program.
    pub(crate) fn restart_alarms(&mut self, at: Moment<'_>) {
        if let Some(session) = &mut self.thermal {
            session.restart_alarm(at);
        }
        if let Some(unsure) = &mut self.unsure {
            unsure.restart_alarm(at);
        }
    }

    pub(crate) fn going_to_sleep(&self, cx: &mut Context<'_>) {
        if let Some(session) = self.thermal().filter(|s| s.on_body().is_some()) {
            session.say(About::GoingToSleep, ALARM, &[Answer::Off], cx);
        } else if let Some(unsure) = self.unsure.filter(Unsure::will_ring) {
            unsure.say(ALARM, self.known(), cx);
        }
    }

    /// Awake again. `told`: what stands was said just now.
    pub(crate) fn woke(&mut self, told: bool, cx: &mut Context<'_>) {
        self.restart_alarms(cx.at);
        if told {
            return;
        }
        // "The computer is going to sleep" is over; with nothing to ask, nothing takes its place.
        if self.thermal().is_some_and(Session::is_quietly_on) {
            cx.withdraw(Tag::Thermal);
        }
        self.repeat(cx);
    }

    /// The data was damaged and starts over, or from a backup: the person is asked what is on.
    pub(crate) fn data_lost(&mut self, cx: &mut Context<'_>) {
        cx.person.data_lost = Some(cx.at.anchor());
        let had = self.thermal.is_some();
        self.change(Slot::Thermal, cx, |session, cx| session.data_lost(cx.at));
        if had && self.thermal.is_none() {
            cx.withdraw(Tag::Thermal);
        }
        self.ask_is_it_on(None, cx.at.anchor(), false, cx);
    }
}
