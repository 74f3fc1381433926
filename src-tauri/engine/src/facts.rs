//! Decides what a person's word about the body does: on, off, skin, stop. Facts are never refused.

use std::time::Duration;

use crate::alert::{About, Answer, Happened, Outcome, Tag};
use crate::engine::{ALARM, ASIDE, Engine, Manner, QUIET, TELL};
use crate::exposure::{CheckState, Exposure, OnBody};
use crate::permission::{Lock, Permission};
use crate::request::{CameOff, Obstacle, Refused, Slot, Token};
use crate::routine::Modality;
use crate::rules::{self, Force, Method};
use crate::session::{Phase, READY_LAPSES, Session, Why};
use crate::time::{Anchor, seconds};

/// No word about the past reaches back further than this, s.
const AGO_MOST: u32 = 86_400;

/// "On since you asked" on a message older than this is no answer to it.
const ASKED_MOST: Duration = Duration::from_secs(3600);

/// "On since" reaches back as far as the longest time on the body, s: a wrap that is worn all day.
const ON_SINCE_MOST: u32 = rules::WRAP_MOST.value;

impl Engine {
    /// "Cloth between, skin fine: it is on", for `since` s already.
    pub(crate) fn put_on(&mut self, token: Option<Token>, since: u32) -> Result<(), Refused> {
        let since = Duration::from_secs(since.min(ON_SINCE_MOST).into());
        self.is_on(token, Anchor::at(self.now).earlier(since))
    }

    /// "On since you asked": since the session got ready, also when it has lapsed by now.
    pub(crate) fn put_on_since_asked(&mut self, token: Option<Token>) -> Result<(), Refused> {
        let now = Anchor::at(self.now);
        let since = match (&self.state.thermal, &self.state.ended_thermal) {
            (Some(Session { phase: Phase::Ready { since, .. }, .. }), _) => *since,
            // A session that lapsed keeps the moment at which it did.
            (None, Some(Session { waited: true, phase: Phase::Ready { since, .. }, .. })) => {
                since.earlier(Duration::from_secs(READY_LAPSES.into()))
            }
            (Some(_) | None, _) => now,
        };
        // An old message knows no more since when than anybody.
        let old = self.state.timeline.least(since, self.now) >= ASKED_MOST;
        if old {
            self.on_unexpectedly(token, now);
            return Ok(());
        }
        self.is_on(token, since)
    }

    fn is_on(&mut self, token: Option<Token>, since: Anchor) -> Result<(), Refused> {
        match self.state.thermal.take() {
            Some(session) if token.is_none_or(|t| session.is_meant(t)) => match session.phase {
                Phase::Ready { .. } | Phase::Snoozed { .. } if session.expose().is_some() => {
                    self.begin_exposure(session, since);
                }
                Phase::On { .. } | Phase::TakeOff { .. } => self.on_for_longer(session, since),
                // It is on although it is to be off: it comes off now, and that is counted.
                Phase::Ready { .. }
                | Phase::Snoozed { .. }
                | Phase::Resting { .. }
                | Phase::Moving { .. }
                | Phase::Paused { .. } => {
                    self.state.thermal = Some(session);
                    self.on_unexpectedly(token, since);
                }
            },
            // An old button of this session, and it is on: that is known.
            Some(session) if session.on_body().is_some() && token.is_some_and(|t| t.session == session.id) => {
                self.state.thermal = Some(session);
            }
            Some(session) => {
                self.state.thermal = Some(session);
                self.on_unexpectedly(token, since);
            }
            None => {
                let late = self.state.ended_thermal.clone().filter(|s| token.is_none_or(|t| t.session == s.id));
                match late.map(|session| self.gone_on_with(session)) {
                    // The session lapsed, the pack is on: the session goes on where it was, if it could still be granted.
                    Some(Some(session)) => self.begin_exposure(session, since),
                    None if token.is_none() && self.state.is_it_on.is_none() => return Err(Refused::NothingRunning),
                    Some(None) | None => self.on_unexpectedly(token, since),
                }
            }
        }
        Ok(())
    }

    /// "It is on" again for what is on: it may have been on for longer than was said first, never for shorter.
    fn on_for_longer(&mut self, mut session: Session, since: Anchor) {
        self.is_it_on_answered();
        let since = self.not_before_the_last(since);
        let (timeline, now) = (&self.state.timeline, self.now);
        let mut in_doubt = false;
        if let Phase::On { on } | Phase::TakeOff { on, .. } = &mut session.phase {
            let (known, said) = (on.elapsed(timeline, now), timeline.since(since, now));
            on.pressed = Some(Anchor::at(now));
            let grace = rules::PRESS_GRACE.time();
            let maybe_longer = match (said.most, known.most) {
                (Some(said), Some(known)) => said > known + grace,
                (None, Some(_)) => true,
                (_, None) => false,
            };
            let longer = said.least > known.least + grace || maybe_longer;
            in_doubt = longer && known.in_doubt() && known.may_have_reached(said.least);
            if longer && !in_doubt {
                on.began_earlier(since, seconds(said.least), seconds(known.least));
                self.state.ledger.began_earlier(on.exposure, since);
                let exposure = on.exposure;
                self.record(Some(&session), Happened::BeganEarlier { exposure, since: seconds(said.least) });
            }
        }
        if in_doubt {
            // The clock does not know how long it has been on, and the person says long: it comes off, and stays called off.
            return self.must_come_off(session, Why::Silence, Anchor::at(now));
        }
        self.state.thermal = Some(session);
    }

    /// Two things do not lie on the body at the same time: what is said to have been on before the last came off has not.
    fn not_before_the_last(&self, since: Anchor) -> Anchor {
        let least = |anchor: Anchor| self.state.timeline.least(anchor, self.now);
        let last = self.state.ledger.last(|e| e.off.is_some()).and_then(|e| e.off);
        last.filter(|off| least(since) > least(*off)).unwrap_or(since)
    }

    /// A session that lapsed, as it goes on: when it would still be granted, with what was accepted at its start, and as
    /// short as it would be now.
    fn gone_on_with(&self, session: Session) -> Option<Session> {
        let turns = session.turns - session.turn + 1;
        let may = session.lapsed
            && session.expose().is_some()
            && self.make_room(&session.routine).is_ok()
            && !self.read_only
            && self.state.gates.due(&self.state.timeline, self.now).is_none();
        let obstacles = Permission::check(&self.state, &session.routine, turns, self.now);
        let accepted = |o: &Obstacle| o.force == Force::Warning && session.accepted.contains(&o.rule);
        let cap = self.cap(&session.routine, &obstacles);
        (may && obstacles.iter().all(accepted)).then_some(Session { lapsed: false, cap, ..session })
    }

    pub(crate) fn begin_exposure(&mut self, mut session: Session, on_since: Anchor) {
        let Some(step) = session.expose().cloned() else { return };
        self.state.exposures += 1;
        let on_since = self.said_since(on_since);
        let on_since = self.not_before_the_last(on_since);
        let follows = std::mem::replace(&mut session.exposure, self.state.exposures);
        session.prompt = self.next_prompt();
        let since = seconds(self.state.timeline.least(on_since, self.now));
        let mut planned = session.planned(&step);
        if step.method == Method::Wrap {
            planned = planned.min(u32::try_from(self.state.wrap_left(self.now)).unwrap_or(planned)).max(1);
            // Nobody looks at their skin asleep: it comes off when the bed hours begin, counted from the press.
            if let Some(left) = self.state.until_bed(Method::Wrap, self.now) {
                planned = planned.min(left.saturating_add(since)).max(1);
            }
        }
        let thin = step.method == Method::StillCold && self.state.calm >= rules::SKIN_THIN_AFTER.value;
        let pressed = Some(Anchor::at(self.now));
        let on = OnBody { follows, pressed, ..OnBody::new(session.exposure, &step, planned, thin, on_since, since) };
        self.state.ledger.open(Exposure {
            id: session.exposure,
            session: session.id,
            method: step.method,
            on: on_since,
            off: None,
            ran: 0,
        });
        self.record(Some(&session), Happened::WentOn { exposure: session.exposure, method: step.method, since });
        session.phase = Phase::On { on };
        self.withdraw(Tag::Thermal);
        self.state.thermal = Some(session);
    }

    /// "It is off."
    pub(crate) fn took_off(&mut self, token: Option<Token>, when: CameOff) -> Result<(), Refused> {
        // Whoever says that it is off has said that nothing is on.
        let Some(session) = self.state.thermal.take() else {
            self.off_unexpectedly();
            return Ok(());
        };
        let meant =
            token.is_none_or(|t| t.session == session.id && (t.exposure == session.exposure || t.exposure == 0));
        if !meant {
            let on = session.on_body().is_some();
            self.state.thermal = Some(session);
            if on {
                self.ask_is_it_on(token);
            } else {
                self.off_unexpectedly();
            }
            return Ok(());
        }
        let (on, why) = match session.phase.clone() {
            Phase::On { on } => (on, None),
            Phase::TakeOff { on, why, .. } => (on, Some(why)),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. } => {
                self.state.thermal = Some(session);
                self.off_unexpectedly();
                return Ok(());
            }
        };
        self.is_it_on_answered();
        self.came_off(session, &on, why, when);
        Ok(())
    }

    fn came_off(&mut self, mut session: Session, on: &OnBody, why: Option<Why>, when: CameOff) {
        let elapsed = on.elapsed(&self.state.timeline, self.now).least;
        let planned = Duration::from_secs(on.planned.into());
        let before_press = |at| elapsed.saturating_sub(self.state.timeline.least(at, self.now));
        let pressed = on.pressed.map_or(Duration::from_secs(on.backdated.into()), before_press);
        // A claim about the past never reaches back before the planned end, nor before the press that said "it is on":
        // the off-time starts there at the earliest.
        // Said later than a few minutes after the bell it shortens an over-run, but does not undo it.
        let certain = planned + rules::BELL_BELIEVED.time();
        let believed = |claimed: Duration| if elapsed > certain { claimed.max(certain) } else { claimed };
        // Counted back from now: since when it was on may be known better some day, and then lie further back.
        let back_to = |ran: Duration| Anchor::at(self.now).earlier(elapsed.saturating_sub(ran));
        let (off, ran) = match when {
            CameOff::Now => (Anchor::at(self.now), elapsed),
            CameOff::Bell if elapsed > planned => {
                let ran = planned.max(pressed).min(elapsed);
                (back_to(ran), believed(ran))
            }
            CameOff::Bell => (Anchor::at(self.now), elapsed),
            CameOff::Ago(seconds) => {
                let ago = Duration::from_secs(seconds.min(AGO_MOST).into());
                let ran = elapsed.saturating_sub(ago).max(elapsed.min(planned.max(pressed)));
                (back_to(ran), believed(ran))
            }
        };
        let seconds = seconds(ran);
        self.state.ledger.close(on.exposure, off, seconds);
        self.begin_time_off_anew();
        self.record(Some(&session), Happened::CameOff { exposure: on.exposure, seconds });
        let unanswered = on.checks.iter().any(|c| c.state == CheckState::Missed);
        session.trouble |= unanswered || matches!(why, Some(Why::Silence | Why::Red | Why::Bad));
        session.prompt = self.next_prompt();

        if let Some(locked) = self.overrun(on, ran) {
            session.trouble = true;
            self.lock(on.method, locked, None, Some(&session));
            self.say(&session, About::Overran { least: seconds, locked }, TELL_UP, &[Answer::Open]);
            return self.end(session, Outcome::Overran, Anchor::at(self.now), false);
        }
        if why == Some(Why::Bad) {
            let locked = rules::SKIN_LOCK.value;
            self.say(&session, About::SkinStop { locked }, TELL_UP, &[Answer::Open]);
            return self.end(session, Outcome::Skin, Anchor::at(self.now), false);
        }
        if let Some(outcome) = why.and_then(Why::ends) {
            return self.end(session, outcome, Anchor::at(self.now), true);
        }
        self.next_step_after(session, off);
    }

    /// The lock that follows from staying on too long, s. Counts from the ceiling, by the shorter reading.
    fn overrun(&self, on: &OnBody, ran: Duration) -> Option<u32> {
        if on.class().is_away() || on.doubted {
            return None;
        }
        let ceiling = if on.beyond { on.method.hard_ceiling() } else { on.method.ceiling() };
        match on.method.modality() {
            Modality::Cold if ran >= rules::OVERRUN_LONG.time() => Some(rules::OVERRUN_LOCK_LONG.value),
            Modality::Cold if ran >= rules::OVERRUN_SHORT.time() => Some(rules::OVERRUN_LOCK_SHORT.value),
            Modality::Cold | Modality::Contrast | Modality::Massage | Modality::Stretch => None,
            Modality::Heat => {
                let over = ran.saturating_sub(ceiling.time());
                if over <= rules::PRESS_GRACE.time() {
                    None
                } else if on.method == Method::Wrap {
                    Some(rules::WRAP_LOCK.value)
                } else if over <= rules::HEAT_OVERRUN_LONG.time() {
                    Some(rules::OVERRUN_LOCK_SHORT.value)
                } else {
                    Some(rules::OVERRUN_LOCK_LONG.value)
                }
            }
        }
    }

    pub(crate) fn lock(&mut self, method: Method, seconds: u32, skin_of: Option<u64>, session: Option<&Session>) {
        let modality = method.modality();
        let only = (method == Method::Wrap && skin_of.is_none()).then_some(method);
        self.state.locks.push(Lock { modality, method: only, since: Anchor::at(self.now), seconds, skin_of });
        self.record(session, Happened::Locked { seconds });
    }

    /// Stop: always allowed. What is on the body must still come off.
    pub(crate) fn stop(&mut self, slot: Slot, hurts: bool) -> Result<(), Refused> {
        // Whoever said that something is on, and now stops, takes it off.
        if slot == Slot::Thermal
            && self.state.thermal.is_none()
            && self.state.is_it_on.is_some_and(|asked| asked.said_on)
        {
            self.still_on(None, true);
        }
        let Some(session) = self.state.session_mut(slot).take() else { return Ok(()) };
        let outcome = if hurts { Outcome::Hurt } else { Outcome::Stopped };
        match &session.phase {
            Phase::On { .. } => {
                let why = if hurts { Why::Hurts } else { Why::Stopped };
                self.must_come_off(session, why, Anchor::at(self.now));
            }
            Phase::TakeOff { on, rung, said, why, besides } => {
                // Already called off: the rest of the session goes.
                let stopped = if hurts { Why::Hurts } else { Why::Stopped };
                let (why, besides) = ((*why).max(stopped), (*besides).max(stopped));
                let phase = Phase::TakeOff { on: on.clone(), rung: *rung, said: *said, why, besides };
                *self.state.session_mut(slot) = Some(Session { phase, ..session });
            }
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. } => self.end(session, outcome, Anchor::at(self.now), true),
        }
        Ok(())
    }

    /// It must come off now: the alarm stands until somebody says that it is off.
    pub(crate) fn must_come_off(&mut self, mut session: Session, why: Why, rung: Anchor) {
        let own = why.besides_skin();
        let (on, why, besides) = match session.phase.clone() {
            Phase::On { on } => (on, why, own),
            Phase::TakeOff { on, why: before, besides, .. } => (on, why.max(before), own.max(besides)),
            Phase::Ready { .. }
            | Phase::Snoozed { .. }
            | Phase::Resting { .. }
            | Phase::Moving { .. }
            | Phase::Paused { .. } => return,
        };
        session.prompt = self.next_prompt();
        session.phase = Phase::TakeOff { on, rung, said: 0, why, besides };
        self.say_take_off(&session, 0);
        self.state.thermal = Some(session);
    }

    pub(crate) fn say_take_off(&mut self, session: &Session, again: u8) {
        let Phase::TakeOff { on, .. } = &session.phase else { return };
        let elapsed = on.elapsed(&self.state.timeline, self.now);
        let least = seconds(elapsed.least);
        let late = self.is_late(on);
        let mut answers = vec![Answer::Off];
        if late {
            answers.push(Answer::OffAtBell);
        }
        if on.class().is_away() {
            return self.say(session, About::GetOut, ALARM, &answers);
        }
        answers.push(Answer::SkinBad);
        let about = About::TakeOff { least, most: elapsed.most.map(seconds), again };
        self.say(session, about, ALARM, &answers);
    }

    /// Tells whether "at the bell" is another answer than "now".
    pub(crate) fn is_late(&self, on: &OnBody) -> bool {
        let elapsed = on.elapsed(&self.state.timeline, self.now);
        let bell = Duration::from_secs(on.planned.into());
        elapsed.least > bell + rules::PRESS_GRACE.time() || (elapsed.in_doubt() && elapsed.may_have_reached(bell))
    }

    /// Ends a session, which was over `at`, and says so unless something stronger was said.
    pub(crate) fn end(&mut self, session: Session, outcome: Outcome, at: Anchor, say: bool) {
        self.record_at(Some(&session), at.wall(), Happened::Ended { outcome });
        let slot = session.slot();
        if say {
            let (about, manner): (_, Manner) = match outcome {
                Outcome::Done => (About::Done, TELL),
                Outcome::Lapsed => (About::Lapsed, QUIET),
                Outcome::Stopped | Outcome::Hurt | Outcome::Skin | Outcome::Overran => (About::Stopped, ASIDE),
                Outcome::NotNow => (About::Stopped, ASIDE),
            };
            let late: &[Answer] = &[Answer::On, Answer::OnSince];
            let answers = if outcome == Outcome::Lapsed { late } else { &[] };
            if outcome == Outcome::NotNow {
                self.withdraw(slot.into())
            } else {
                self.say(&session, about, manner, answers)
            }
        }
        // Only cold that was on long enough to be asked about says anything.
        let cold =
            self.state.ledger.entries().iter().any(|e| {
                e.session == session.id && e.method == Method::StillCold && e.ran >= rules::SKIN_FIRST_BY.value
            });
        if session.trouble {
            self.state.calm = 0;
        } else if cold && outcome == Outcome::Done {
            self.state.calm += 1;
        }
        if outcome == Outcome::Done {
            self.state.known.insert(session.routine.id.clone());
            self.state.done_today.push(crate::engine::DoneToday {
                routine: session.routine.id.clone(),
                kind: session.routine.kind,
                at,
            });
        }
        *self.state.session_mut(slot) = None;
        self.state.ended = Some(crate::engine::Ended {
            session: session.id,
            routine: session.routine.id.clone(),
            kind: session.routine.kind,
            outcome,
            at: at.wall(),
        });
        if slot == Slot::Thermal {
            let lapsed = outcome == Outcome::Lapsed;
            self.state.ended_thermal = Some(Session { phase: Phase::Ready { since: at, asked: 0 }, lapsed, ..session });
        }
    }
}

/// Is seen and heard, brings the window up: it shows the first-aid card.
pub(crate) const TELL_UP: Manner = Manner(crate::alert::Urgency::Critical, crate::alert::Sound::Bell, true);
