//! Decides what a witness outside of the saved state keeps of the body, and what follows when the two do not agree.

use serde::{Deserialize, Serialize};

use crate::alert::Tag;
use crate::context::Context;
use crate::routine::Step;
use crate::session::course::Course;
use crate::session::{Phase, Session, Then};
use crate::slots::Slots;
use crate::time::{Anchor, seconds};
use crate::words::{Method, Outcome, RoutineId, Slot};

/// What is, or may be, on the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Worn {
    /// An exposure, from its press to its confirmed removal.
    On {
        /// The session it belongs to.
        session: u64,
        /// Its number.
        exposure: u64,
        /// What is played; a file of the person's own may be gone by the next start.
        routine: RoutineId,
        /// What it is done with.
        method: Method,
        /// When it went on.
        since: Anchor,
        /// How long it may stay from then on, s; 0 = it must come off now.
        planned: u32,
    },
    /// Only the question stands.
    Asked {
        /// What is on has been on since then.
        since: Anchor,
        /// A person has said that something is on.
        said: bool,
    },
}

impl Slots {
    /// What a witness should keep; `None` = nothing is on.
    pub(crate) fn worn(&self) -> Option<Worn> {
        if let Some(session) = self.thermal()
            && let Some(on) = session.on_body()
        {
            let called_off = matches!(session.phase, Phase::TakeOff { .. });
            return Some(Worn::On {
                session: session.course.id,
                exposure: on.exposure,
                routine: session.course.routine.id.clone(),
                method: on.method,
                since: on.since,
                planned: if called_off { 0 } else { on.planned },
            });
        }
        let asked = self.unsure()?;
        Some(Worn::Asked { since: asked.since, said: asked.said_on })
    }

    /// The state may be older than the last press that was confirmed, and a witness knows what was on then. The person is
    /// asked; what the witness knows counts as on until they answer, is called off in its time, and punishes nobody.
    pub(crate) fn doubt(&mut self, worn: Option<&Worn>, cx: &mut Context<'_>) {
        match worn {
            Some(Worn::On { session, exposure, routine, method, since, planned }) => {
                self.number_after(*session);
                cx.person.ledger.number_after(*exposure);
                let on = self.thermal().and_then(Session::on_body);
                if on.is_none_or(|on| on.exposure != *exposure) {
                    self.put_on_again(routine, *method, *since, *planned, cx);
                }
                self.data_lost(cx);
                // It may have had to come off already, which the older state does not know.
                self.change(Slot::Thermal, cx, |session, _| {
                    if let Phase::On { on } = &mut session.phase {
                        on.planned = on.planned.min((*planned).max(1));
                    }
                    Then::Stay
                });
            }
            Some(Worn::Asked { since, said }) => {
                self.data_lost(cx);
                if *said {
                    self.ask_is_it_on(None, *since, true, cx);
                }
            }
            None => self.data_lost(cx),
        }
    }

    /// What the older state has on came off unseen before the witness's went on, which takes its place.
    fn put_on_again(&mut self, routine: &str, method: Method, since: Anchor, planned: u32, cx: &mut Context<'_>) {
        let now = cx.at.anchor();
        if self.thermal().is_some() {
            self.change(Slot::Thermal, cx, |session, cx| {
                if let Some(on) = session.on_body() {
                    let ran = seconds(cx.at.least(on.since).saturating_sub(cx.at.least(since)));
                    cx.person.ledger.close(on.exposure, since, ran);
                }
                Then::end_silently(Outcome::Stopped, now)
            });
            cx.withdraw(Tag::Thermal);
        }
        let exposes = |step: &Step| matches!(step, Step::Expose(expose) if expose.method == method);
        let named = cx.catalogue.routine(routine).filter(|routine| routine.steps.iter().any(exposes)).cloned();
        let course = match named {
            Some(routine) => {
                let step = routine.steps.iter().position(exposes).unwrap_or(0);
                Some(Course { step, ..Course::new(self.next_session(), routine) })
            }
            None => self.unknown(cx),
        };
        if let Some(course) = course {
            let course = Course { cap: Some(planned.max(1)), trouble: true, ..course };
            self.put(Session::new(course, now), cx);
            self.begin_exposure(since, cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::Engine;
    use crate::alert::{About, Sound};
    use crate::command::{Fact, HealthAnswers, Start, Wish};
    use crate::outbox::Effect;
    use crate::routine::catalogue::Catalogue;
    use crate::time::{BootId, Now};
    use crate::view::PhaseView;
    use crate::words::{CameOff, Flags};

    fn at(second: u64) -> Now {
        let wall = DateTime::UNIX_EPOCH + TimeDelta::days(9000) + TimeDelta::seconds(i64::try_from(second).unwrap());
        Now { boot: BootId(7), ticks: Duration::from_secs(second), wall }
    }

    const ON: Fact = Fact::On { token: None, since: 0, sure: true };
    const OFF: Fact = Fact::Off { token: None, when: CameOff::Now };

    fn healthy() -> Engine {
        let mut engine = Engine::new(Catalogue::built_in().unwrap(), at(1000));
        let health = Fact::AnswerHealth(HealthAnswers::nothing_wrong());
        for answer in [Fact::AcceptDisclaimer, Fact::AnswerFlags { flags: Flags::None }, health] {
            engine.apply(answer, at(1000)).unwrap();
        }
        engine
    }

    fn started(routine: &str) -> Engine {
        let mut engine = healthy();
        engine.apply(Wish::Start(Start::plain(routine)), at(1000)).unwrap();
        engine
    }

    fn said(engine: &mut Engine) -> Vec<(About, Sound)> {
        let alerts = std::iter::from_fn(|| engine.poll_effect()).filter_map(|effect| match effect {
            Effect::Alert(alert) => Some((alert.about, alert.sound)),
            Effect::Record(_) | Effect::Keep(_) | Effect::Forget(_) | Effect::Withdraw(_) => None,
        });
        alerts.collect()
    }

    fn phase(engine: &Engine) -> Option<PhaseView> {
        engine.view().thermal.map(|session| session.phase)
    }

    /// Every state a program may find on the disk after the presses of this story.
    fn older(routine: &str) -> [Engine; 4] {
        let mut off = started(routine);
        off.apply(ON, at(1000)).unwrap();
        off.apply(OFF, at(1010)).unwrap();
        let mut on_before = started(routine);
        on_before.apply(ON, at(1000)).unwrap();
        [Engine::new(Catalogue::built_in().unwrap(), at(1000)), started(routine), off, on_before]
    }

    #[test]
    fn what_the_witness_knows_is_on_since_its_press_whatever_the_state_says_and_is_asked_about() {
        for routine in ["cold-20-20", "heat-pad", "heat-wrap", "warm-bath"] {
            let mut true_one = started(routine);
            if true_one.apply(ON, at(1100)).is_err() {
                continue;
            }
            let Some(Worn::On { session, method, since, planned, .. }) = true_one.worn() else { panic!("{routine}") };
            let worn = Worn::On { session, exposure: 9, routine: routine.to_owned(), method, since, planned };
            for (nth, mut engine) in older(routine).into_iter().enumerate() {
                engine.advance(at(1160));
                said(&mut engine);
                engine.doubt_state(Some(&worn));
                let Some(Worn::On { since: found, method: with, .. }) = engine.worn() else {
                    panic!("{routine} {nth}")
                };
                assert_eq!((found, with), (since, method), "{routine} {nth}");
                assert!(engine.on_body());
                assert!(said(&mut engine).iter().any(|(about, _)| *about == About::IsItOn), "{routine} {nth}");
                // It comes off when it was to come off.
                engine.advance(at(1100 + u64::from(planned)));
                assert_eq!(phase(&engine), Some(PhaseView::TakeOff), "{routine} {nth}");
                assert!(said(&mut engine).iter().any(|(_, sound)| *sound == Sound::Alarm), "{routine} {nth}");
                // A long answer punishes nobody.
                engine.apply(Fact::StillOn { token: None, on: false }, at(9000)).unwrap();
                assert!(!engine.on_body());
                assert_eq!(engine.view().locks, [], "{routine} {nth}");
            }
        }
    }

    #[test]
    fn what_had_to_come_off_rings_at_once() {
        let since = Anchor::at(at(1100));
        let worn = |planned| Worn::On {
            session: 1,
            exposure: 1,
            routine: "cold-20-20".to_owned(),
            method: Method::StillCold,
            since,
            planned,
        };
        for mut engine in older("cold-20-20") {
            engine.advance(at(1160));
            engine.doubt_state(Some(&worn(0)));
            assert_eq!(phase(&engine), Some(PhaseView::TakeOff));
            assert!(said(&mut engine).iter().any(|(_, sound)| *sound == Sound::Alarm));
        }
        // So does what went on in a boot that nobody remembers.
        let other = Now { boot: BootId(1), ..at(900) };
        let mut engine = healthy();
        engine.doubt_state(Some(&Worn::On {
            session: 1,
            exposure: 1,
            routine: "gone".into(),
            method: Method::StillCold,
            since: Anchor::at(other),
            planned: 1200,
        }));
        assert_eq!(phase(&engine), Some(PhaseView::TakeOff));
    }

    #[test]
    fn a_session_that_is_known_goes_on_when_the_person_says_that_it_is_on() {
        let mut engine = started("cold-20-20");
        engine.apply(ON, at(1000)).unwrap();
        let worn = engine.worn();
        engine.doubt_state(worn.as_ref());
        assert_eq!(engine.worn(), worn);
        engine.apply(Fact::StillOn { token: None, on: true }, at(1030)).unwrap();
        assert_eq!((phase(&engine), engine.worn()), (Some(PhaseView::Running), worn));
    }

    #[test]
    fn a_question_that_stood_stands_again_and_one_that_nobody_witnessed_is_asked() {
        for worn in [
            None,
            Some(Worn::Asked { since: Anchor::at(at(500)), said: true }),
            Some(Worn::Asked { since: Anchor::at(at(500)), said: false }),
        ] {
            for mut engine in older("cold-20-20") {
                said(&mut engine);
                engine.doubt_state(worn.as_ref());
                assert!(engine.on_body(), "{worn:?}");
                assert!(said(&mut engine).iter().any(|(about, _)| *about == About::IsItOn), "{worn:?}");
                if let (Some(Worn::Asked { since, said: true }), None) = (&worn, engine.session(Slot::Thermal)) {
                    assert_eq!(engine.worn(), Some(Worn::Asked { since: *since, said: true }));
                }
            }
        }
    }
}
