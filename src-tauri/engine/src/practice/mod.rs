//! Owns the practice turn: put on, a look at the skin, take off, within half a minute and with nothing on the body.
//!
//! It knows of no session and no person, and nothing of it is recorded: it cannot count for a rule, nor against one. It runs
//! only while no session does, and gives way to one ([`Practice::advance`]).

pub mod wish;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::{ALARM, ASIDE, ASK, About, Alert, Manner, QUIET, Tag};
use crate::outbox::Outbox;
pub use crate::practice::wish::{PracticeAt, PracticeWish};
use crate::refusal::Refused;
use crate::time::{Anchor, Moment};
use crate::view::PracticeView;
use crate::words::{Answer, Skin, Token};

/// How long the practice turn is.
pub const LENGTH: Duration = Duration::from_secs(30);
/// When it asks about the skin, after "it is on".
const CHECK: Duration = Duration::from_secs(10);
/// How often its bell rings again, and how many times.
const AGAIN: Duration = Duration::from_secs(15);
const REPEATS: u8 = 4;
/// Without an answer for so long it is over: nobody is to be called back to a rehearsal.
const LAPSES: Duration = Duration::from_secs(180);
/// For so long it is said that it is done.
const SHOWN: Duration = Duration::from_secs(180);

/// A practice turn that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Practice {
    /// Its number, so that no button of an earlier one answers it.
    number: u64,
    /// Prompts of it so far. It counts its own: what it asks takes no number from a session.
    prompt: u64,
    phase: Phase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "kebab-case")]
enum Phase {
    Ready { since: Anchor },
    On { since: Anchor, check: Check },
    TakeOff { rung: Anchor, said: u8 },
    Done { since: Anchor },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Check {
    Ahead,
    Asked,
    Answered,
}

/// What falls due in it.
enum Due {
    Check { since: Anchor },
    Bell { rung: Anchor },
    Again,
    Over,
}

impl Practice {
    /// Begins one. `number` is given out once.
    pub(crate) fn begin(number: u64, at: Moment<'_>, out: &mut Outbox) -> Self {
        let practice = Self { number, prompt: 1, phase: Phase::Ready { since: at.anchor() } };
        practice.say(out);
        practice
    }

    /// Lets time pass; `None` = it is over. It is never there beside something that is real (`busy`).
    pub(crate) fn advance(self, busy: bool, at: Moment<'_>, out: &mut Outbox) -> Option<Self> {
        if busy {
            out.withdraw(Tag::Practice);
            return None;
        }
        let mut practice = self;
        while let Some((wait, due)) = practice.first_due(at) {
            if !wait.is_zero() {
                break;
            }
            practice.phase = match due {
                Due::Check { since } => Phase::On { since, check: Check::Asked },
                Due::Bell { rung } => Phase::TakeOff { rung, said: 0 },
                Due::Again => match practice.phase {
                    Phase::TakeOff { rung, said } => Phase::TakeOff { rung, said: said + 1 },
                    phase @ (Phase::Ready { .. } | Phase::On { .. } | Phase::Done { .. }) => phase,
                },
                Due::Over => {
                    out.withdraw(Tag::Practice);
                    return None;
                }
            };
            // The bell that rings again asks the same as before.
            practice.prompt += u64::from(!matches!(due, Due::Again));
            practice.say(out);
        }
        Some(practice)
    }

    /// Time until something falls due.
    pub(crate) fn wait(&self, at: Moment<'_>) -> Option<Duration> {
        self.first_due(at).map(|(wait, _)| wait)
    }

    /// Answers what it asks; `None` = it is over.
    ///
    /// # Errors
    /// It asks something else now, or did not ask this.
    pub(crate) fn answer(self, wish: PracticeWish, at: Moment<'_>, out: &mut Outbox) -> Result<Option<Self>, Refused> {
        let token = match wish {
            PracticeWish::On { token } | PracticeWish::Skin { token, .. } | PracticeWish::Off { token } => token,
            PracticeWish::Begin | PracticeWish::End => None,
        };
        if token.is_some_and(|token| token != self.token()) {
            return Err(Refused::Outdated);
        }
        let now = at.anchor();
        let phase = match (wish, self.phase) {
            (PracticeWish::End, _) => {
                out.withdraw(Tag::Practice);
                return Ok(None);
            }
            (PracticeWish::On { .. }, Phase::Ready { .. }) => Phase::On { since: now, check: Check::Ahead },
            (PracticeWish::Skin { skin: Skin::Fine, .. }, Phase::On { since, check: Check::Asked }) => {
                Phase::On { since, check: Check::Answered }
            }
            // Skin that does not look fine comes off at once, as in earnest.
            (PracticeWish::Skin { skin: Skin::Red | Skin::Bad, .. }, Phase::On { check: Check::Asked, .. }) => {
                Phase::TakeOff { rung: now, said: 0 }
            }
            (PracticeWish::Off { .. }, Phase::On { .. } | Phase::TakeOff { .. }) => Phase::Done { since: now },
            (_, Phase::Ready { .. } | Phase::On { .. } | Phase::TakeOff { .. } | Phase::Done { .. }) => {
                return Err(Refused::NotNow);
            }
        };
        let practice = Self { prompt: self.prompt + 1, phase, ..self };
        match practice.at() {
            PracticeAt::On => out.withdraw(Tag::Practice),
            PracticeAt::Ready | PracticeAt::Skin | PracticeAt::TakeOff | PracticeAt::Done => practice.say(out),
        }
        Ok(Some(practice))
    }

    /// Says again, once, what waits for an answer: after a restart.
    pub(crate) fn repeat(&self, out: &mut Outbox) {
        match self.at() {
            PracticeAt::Ready | PracticeAt::Skin | PracticeAt::TakeOff => self.say(out),
            PracticeAt::On | PracticeAt::Done => {}
        }
    }

    pub(crate) fn view(&self, at: Moment<'_>) -> PracticeView {
        let ends = match self.phase {
            Phase::On { since, .. } => Some(since.later(LENGTH)),
            Phase::Ready { .. } | Phase::TakeOff { .. } | Phase::Done { .. } => None,
        };
        PracticeView {
            at: self.at(),
            ends: ends.map(|ends| at.show(ends)),
            token: self.token(),
            answers: self.answers().to_vec(),
        }
    }

    fn at(&self) -> PracticeAt {
        match self.phase {
            Phase::Ready { .. } => PracticeAt::Ready,
            Phase::On { check: Check::Asked, .. } => PracticeAt::Skin,
            Phase::On { check: Check::Ahead | Check::Answered, .. } => PracticeAt::On,
            Phase::TakeOff { .. } => PracticeAt::TakeOff,
            Phase::Done { .. } => PracticeAt::Done,
        }
    }

    fn answers(&self) -> &'static [Answer] {
        match self.at() {
            PracticeAt::Ready => &[Answer::On, Answer::NotNow],
            PracticeAt::Skin => &[Answer::SkinFine, Answer::SkinRed, Answer::SkinBad],
            PracticeAt::On | PracticeAt::TakeOff => &[Answer::Off],
            PracticeAt::Done => &[],
        }
    }

    fn token(&self) -> Token {
        Token { session: 0, exposure: self.number, prompt: self.prompt }
    }

    fn say(&self, out: &mut Outbox) {
        let at = self.at();
        let manner: Manner = match at {
            PracticeAt::Ready | PracticeAt::On => QUIET,
            PracticeAt::Skin => ASK,
            PracticeAt::TakeOff => ALARM,
            PracticeAt::Done => ASIDE,
        };
        let alert = Alert::new(Tag::Practice, About::Practice { at }, manner, self.token());
        out.alert(Alert { answers: self.answers().to_vec(), ..alert });
    }

    /// What falls due next, and in how long.
    fn first_due(&self, at: Moment<'_>) -> Option<(Duration, Due)> {
        let left = |since: Anchor, length: Duration| length.saturating_sub(at.least(since));
        Some(match self.phase {
            Phase::Ready { since } => (left(since, LAPSES), Due::Over),
            Phase::On { since, check: Check::Ahead } => (left(since, CHECK), Due::Check { since }),
            Phase::On { since, check: Check::Asked | Check::Answered } => {
                (left(since, LENGTH), Due::Bell { rung: since.later(LENGTH) })
            }
            Phase::TakeOff { rung, said } if said < REPEATS => (left(rung, AGAIN * u32::from(said + 1)), Due::Again),
            Phase::TakeOff { rung, .. } => (left(rung, LAPSES), Due::Over),
            Phase::Done { since } => (left(since, SHOWN), Due::Over),
        })
    }
}
