//! Owns the question "Is something on your body now?" while it stands: since when, and how it insists.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::alert::{ALARM, ASK, About, Alert, Manner, Tag};
use crate::alert::{ALARM_REPEATS, alarm_again};
use crate::context::Context;
use crate::session::course::Course;
use crate::time::{Anchor, Moment};
use crate::words::{Answer, Token};

/// Whoever pressed is there to answer; after this time without a word the question rings like a take-off alarm.
const ALARM_AFTER: Duration = Duration::from_secs(60);

/// How often it rings: once, and as often again as the take-off alarm.
const ALARMS: u8 = ALARM_REPEATS + 1;

/// When alarm number `n` (1 …) comes, after the question.
fn alarm(n: u8) -> Duration {
    ALARM_AFTER + alarm_again(n.saturating_sub(1))
}

/// The question, until it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unsure {
    /// What its answers carry.
    pub(crate) token: Token,
    /// What is on has been on since then: since it was asked first, or since a person said.
    pub(crate) since: Anchor,
    /// A person has said that something is on; else it is only feared.
    pub(crate) said_on: bool,
    /// Where the alarms are counted from.
    rung: Anchor,
    /// How often the alarm has rung for it.
    said: u8,
}

impl Unsure {
    /// Asks, again where the question stands already: what was only feared says nothing of since when, and a person's
    /// word about it is kept. `about`: the press that nobody can place.
    pub(crate) fn ask(
        before: Option<Self>,
        about: Option<Token>,
        since: Anchor,
        said_on: bool,
        cx: &mut Context<'_>,
    ) -> Self {
        let (session, exposure) = about.map_or((0, 0), |t| (t.session, t.exposure));
        let token = Token { session, exposure, prompt: cx.next_prompt() };
        let before = before.filter(|before| before.said_on);
        let since = match before {
            Some(before) if said_on => earlier_of(before.since, since, cx.at),
            Some(before) => before.since,
            None => since,
        };
        Self { token, since, said_on: said_on || before.is_some(), rung: cx.at.anchor(), said: 0 }
    }

    /// The manner in which it is said now.
    pub(crate) fn manner(&self) -> Manner {
        if self.said > 0 { ALARM } else { ASK }
    }

    /// Says it; `known`: what is or was on last.
    pub(crate) fn say(&self, manner: Manner, known: Option<&Course>, cx: &mut Context<'_>) {
        cx.out.alert(Alert {
            routine: known.map(|course| course.routine.id.clone()),
            pack: known.and_then(|course| course.pack.clone()),
            raise: true,
            answers: vec![Answer::StillOn, Answer::NotOn],
            ..Alert::new(Tag::App, About::IsItOn, manner, self.token)
        });
    }

    /// Counts the alarms that are due; tells whether it rings for them: once, however many were missed.
    pub(crate) fn ring(&mut self, at: Moment<'_>) -> bool {
        let (before, passed) = (self.said, at.least(self.rung));
        while self.will_ring() && passed >= alarm(self.said + 1) {
            self.said += 1;
        }
        self.said > before
    }

    /// Tells whether an alarm is still to come.
    pub(crate) fn will_ring(&self) -> bool {
        self.said < ALARMS
    }

    /// Time until it rings next.
    pub(crate) fn wait(&self, at: Moment<'_>) -> Option<Duration> {
        self.will_ring().then(|| alarm(self.said + 1).saturating_sub(at.least(self.rung)))
    }

    /// After sleep or a reboot the alarm that nobody could hear starts over.
    pub(crate) fn restart_alarm(&mut self, at: Moment<'_>) {
        (self.rung, self.said) = (at.anchor(), 0);
    }
}

/// `b` where it certainly lies before `a`; a doubt about `a` stays one.
pub(crate) fn earlier_of(a: Anchor, b: Anchor, at: Moment<'_>) -> Anchor {
    if at.since(a).most.is_some_and(|most| at.least(b) > most) { b } else { a }
}
