//! Decides what a session says, how much it insists, and what is said again after a restart or sleep.

use crate::alert::ALARM_REPEATS;
use crate::alert::{ALARM, ASIDE, ASK, About, HINT, Manner, QUIET, Sound, TELL};
use crate::context::Context;
use crate::event::Happened;
use crate::session::body::CheckState;
use crate::session::{Phase, SKIN_ANSWERS, Session};
use crate::skin::skin_after;
use crate::time::seconds;
use crate::words::{Answer, Class, Modality, Outcome, Slot};

/// The first question is a call, not an alarm; so is the one after it, for whoever is on the way to the freezer.
const ASK_FIRST: Manner = HINT;

impl Session {
    pub(crate) fn say(&self, about: About, manner: Manner, answers: &[Answer], cx: &mut Context<'_>) {
        cx.out.alert(self.course.alert(self.method(), about, manner, answers));
    }

    pub(crate) fn record(&self, what: Happened, cx: &mut Context<'_>) {
        cx.record(Some(&self.course), what);
    }

    /// Asks to put it on. `heard`: another sound than belongs to it, where it is only said again.
    pub(crate) fn say_put_on(&self, again: u8, heard: Option<Sound>, cx: &mut Context<'_>) {
        if let Some(asked) = cx.person.skin_asked {
            return cx.out.alert(skin_after(&self.course, asked));
        }
        let Manner(urgency, own, raise) = match again {
            _ if self.course.uncalled => ASIDE,
            0 | 1 => ASK_FIRST,
            _ => ASK,
        };
        let manner = Manner(urgency, heard.unwrap_or(own), raise);
        let mut answers = vec![Answer::On];
        answers.extend((again > 0).then_some(Answer::OnSince));
        answers.push(Answer::NotNow);
        answers.extend(self.can_skip().then_some(Answer::Skip));
        let (turn, turns, battery_low) = (self.course.turn, self.course.turns, cx.battery_low);
        self.say(About::PutOn { turn, turns, again, battery_low }, manner, &answers, cx);
    }

    pub(crate) fn say_skin(&self, again: bool, reminder: bool, cx: &mut Context<'_>) {
        let Some(on) = self.on_body() else { return };
        let cold = on.method.modality() == Modality::Cold;
        let manner = match (on.class(), reminder) {
            (_, true) => ASIDE,
            // A wrap is worn for hours among other people: quiet until it matters.
            (Class::Wrap, false) => QUIET,
            (_, false) if cold || again => ASK,
            (_, false) => TELL,
        };
        // A reminder wants no answer: what is fine is closed like any other notification.
        let answers: &[Answer] = if reminder { &[Answer::SkinRed, Answer::SkinBad] } else { &SKIN_ANSWERS };
        self.say(About::SkinCheck { again, reminder }, manner, answers, cx);
    }

    /// Says that it must come off; at last that it may still be on.
    pub(crate) fn say_take_off(&self, cx: &mut Context<'_>) {
        let Phase::TakeOff { on, said, .. } = &self.phase else { return };
        let elapsed = on.elapsed(cx.at);
        let least = seconds(elapsed.least);
        let (about, answers): (_, &[Answer]) = if *said >= ALARM_REPEATS {
            (About::MaybeStillOn { least }, &[Answer::Off, Answer::OffAtBell, Answer::SkinBad])
        } else {
            let late = on.is_late(cx.at);
            let away = on.class().is_away();
            let about = if away {
                About::GetOut
            } else {
                About::TakeOff { least, most: elapsed.most.map(seconds), again: *said }
            };
            let answers: &[Answer] = match (late, away) {
                (false, true) => &[Answer::Off],
                (true, true) => &[Answer::Off, Answer::OffAtBell],
                (false, false) => &[Answer::Off, Answer::SkinBad],
                (true, false) => &[Answer::Off, Answer::OffAtBell, Answer::SkinBad],
            };
            (about, answers)
        };
        self.say(about, ALARM, answers, cx);
    }

    pub(crate) fn say_ended(&self, outcome: Outcome, cx: &mut Context<'_>) {
        // A question about the skin is not covered by the news that it is over.
        if cx.person.skin_asked.is_some() && self.course.slot() == Slot::Thermal {
            return;
        }
        let (about, manner, answers): (_, _, &[Answer]) = match outcome {
            Outcome::Done if self.course.uncalled => (About::Done, ASIDE, &[]),
            Outcome::Done => (About::Done, TELL, &[]),
            Outcome::Lapsed => (About::Lapsed, QUIET, &[Answer::On, Answer::OnSince]),
            Outcome::Stopped | Outcome::Hurt | Outcome::Skin | Outcome::Overran => (About::Stopped, ASIDE, &[]),
            Outcome::NotNow => return cx.withdraw(self.course.slot().into()),
        };
        self.say(about, manner, answers, cx);
    }

    /// Says again, once, what waits for an answer: after a restart and after waking.
    pub(crate) fn repeat(&self, cx: &mut Context<'_>) {
        match &self.phase {
            Phase::Ready { asked, .. } => self.say_put_on(*asked, None, cx),
            Phase::On { on } => {
                if let Some(check) = on.checks.iter().find(|c| c.state.waits()) {
                    self.say_skin(check.state == CheckState::AskedAgain, false, cx);
                }
            }
            Phase::TakeOff { .. } => self.say_take_off(cx),
            Phase::Snoozed { .. } | Phase::Resting { .. } | Phase::Moving(_) | Phase::Paused { .. } => {}
        }
    }

    /// Said before something goes on and while it is on; an alarm or a question about the body is not covered by a hint.
    pub(crate) fn say_battery(&self, low: bool, cx: &mut Context<'_>) {
        match &self.phase {
            Phase::Ready { asked, .. } => {
                let heard = if low { Sound::Gentle } else { Sound::Silent };
                self.say_put_on(*asked, Some(heard), cx);
            }
            Phase::On { on } if low && !on.is_asking() => {
                self.say(About::BatteryLow, HINT, &[Answer::Off], cx);
            }
            Phase::On { .. }
            | Phase::TakeOff { .. }
            | Phase::Resting { .. }
            | Phase::Snoozed { .. }
            | Phase::Moving(_)
            | Phase::Paused { .. } => {}
        }
    }

    /// Something is on and nothing is asked about it.
    pub(crate) fn is_quietly_on(&self) -> bool {
        matches!(&self.phase, Phase::On { on } if !on.is_asking())
    }
}
