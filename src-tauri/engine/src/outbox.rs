//! Owns what the engine wants done in the world, until the driver fetches it.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::alert::{Alert, Tag};
use crate::diary::SessionRecord;
use crate::event::Event;
use crate::words::{Answer, Token};

/// What the engine asks of the world; drained after every call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
pub enum Effect {
    /// Tell the person.
    Alert(Box<Alert>),
    /// Take back what stands under the tag.
    Withdraw(Tag),
    /// Keep this in the diary.
    Record(Event),
    /// Keep this record of a session, in the place of the one before.
    Keep(Box<SessionRecord>),
    /// There is no record of this session: it was taken back, or deleted.
    Forget(u64),
}

/// The effects that nobody has fetched yet, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    effects: VecDeque<Effect>,
}

impl Outbox {
    /// Queues an alert; one of the same tag that nobody has fetched yet is replaced, so that alerts never pile up.
    pub(crate) fn alert(&mut self, alert: Alert) {
        let tag = alert.tag;
        self.effects.retain(|effect| match effect {
            Effect::Alert(other) => other.tag != tag,
            Effect::Withdraw(other) => *other != tag,
            Effect::Record(_) | Effect::Keep(_) | Effect::Forget(_) => true,
        });
        self.effects.push_back(Effect::Alert(Box::new(alert)));
    }

    /// Takes back what stands under the tag.
    pub(crate) fn withdraw(&mut self, tag: Tag) {
        self.effects.retain(|effect| !matches!(effect, Effect::Alert(alert) if alert.tag == tag));
        self.effects.push_back(Effect::Withdraw(tag));
    }

    /// Gives the alert of this tag that nobody has fetched yet one more answer, and gives its token.
    pub(crate) fn offer(&mut self, tag: Tag, answer: Answer) -> Option<Token> {
        self.effects.iter_mut().find_map(|effect| match effect {
            Effect::Alert(alert) if alert.tag == tag => {
                alert.answers.push(answer);
                Some(alert.token)
            }
            Effect::Alert(_) | Effect::Withdraw(_) | Effect::Record(_) | Effect::Keep(_) | Effect::Forget(_) => None,
        })
    }

    /// Gives the alert of this tag and token that nobody has fetched yet one more answer.
    pub(crate) fn offer_again(&mut self, tag: Tag, token: Token, answer: Answer) {
        for effect in &mut self.effects {
            if let Effect::Alert(alert) = effect
                && (alert.tag, alert.token) == (tag, token)
            {
                alert.answers.push(answer);
            }
        }
    }

    pub(crate) fn record(&mut self, event: Event) {
        self.effects.push_back(Effect::Record(event));
    }

    pub(crate) fn keep(&mut self, record: SessionRecord) {
        self.effects.push_back(Effect::Keep(Box::new(record)));
    }

    pub(crate) fn forget(&mut self, session: u64) {
        self.effects.push_back(Effect::Forget(session));
    }

    pub(crate) fn pop(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }
}
