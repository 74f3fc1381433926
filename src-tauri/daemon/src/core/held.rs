//! Owns what waits for the disk: what a press wants of the world, and the answers to presses and looks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::alert::Tag;
use lumbar_engine::outbox::Effect;
use lumbar_engine::refusal::Refused;
use tokio::time::Instant;

use super::inbox::{Kept, NoManualClock, Reply};
use super::saving::PATIENCE;
use super::snapshot::Snapshot;

/// A look shows what a press has just changed; a disk that takes longer than this is not waited for.
const LOOK: Duration = Duration::from_millis(500);

/// Something that waits until a step is saved.
#[derive(Debug)]
pub(super) enum Held {
    /// Is done.
    Effect(Effect),
    /// Is told that the press counts.
    Done(Reply<Result<Kept, Refused>>),
    /// Is told that the manual clock was moved.
    Moved(Reply<Result<(), NoManualClock>>),
    /// A key of the desktop asked what is on.
    Status,
    /// Is shown what is.
    Look(Reply<Arc<Snapshot>>),
}

impl Held {
    /// How long it waits at most.
    fn patience(&self) -> Duration {
        match self {
            Self::Look(_) => LOOK,
            Self::Effect(_) | Self::Done(_) | Self::Moved(_) | Self::Status => PATIENCE,
        }
    }
}

/// What waits, for which step, and until when at most.
#[derive(Debug)]
struct Waiting {
    step: u64,
    until: Instant,
    held: Held,
}

/// All that waits, in the order in which it came.
#[derive(Debug, Default)]
pub(super) struct Queue(VecDeque<Waiting>);

impl Queue {
    /// Lets something wait for a step.
    pub(super) fn push(&mut self, step: u64, held: Held) {
        let until = Instant::now() + held.patience();
        self.0.push_back(Waiting { step, until, held });
    }

    /// Drops what waits under a tag: it is older than what goes out now, and would take its place.
    pub(super) fn forget(&mut self, tag: Tag) {
        self.0.retain(|waiting| match &waiting.held {
            Held::Effect(Effect::Alert(alert)) => alert.tag != tag,
            Held::Effect(Effect::Withdraw(held)) => *held != tag,
            Held::Effect(Effect::Record(_) | Effect::Keep(_) | Effect::Forget(_))
            | Held::Done(_)
            | Held::Moved(_)
            | Held::Status
            | Held::Look(_) => true,
        });
    }

    /// Takes out what need not wait any more, with the step it waited for.
    pub(super) fn ready(&mut self, may_confirm: impl Fn(u64) -> bool) -> Vec<(u64, Held)> {
        let now = Instant::now();
        let mut ready = Vec::new();
        for waiting in std::mem::take(&mut self.0) {
            let is_over = matches!(waiting.held, Held::Look(_)) && waiting.until <= now;
            if is_over || may_confirm(waiting.step) {
                ready.push((waiting.step, waiting.held));
            } else {
                self.0.push_back(waiting);
            }
        }
        ready
    }

    /// Takes everything out.
    pub(super) fn all(&mut self) -> Vec<Held> {
        std::mem::take(&mut self.0).into_iter().map(|waiting| waiting.held).collect()
    }

    /// When the first has waited long enough.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.0.iter().map(|waiting| waiting.until).min()
    }

    /// Tells whether something that must wait for the disk has waited long enough.
    pub(super) fn is_overdue(&self, now: Instant) -> bool {
        self.0.iter().any(|waiting| waiting.until <= now && !matches!(waiting.held, Held::Look(_)))
    }
}

/// Answers; the sender may have gone, which is no harm.
pub(super) fn reply<T>(to: Reply<T>, answer: T) {
    let _ = to.send(answer);
}
