//! Decides how long an answer, a look or a quiet word waits for the disk, and tells the witnesses what is on before it is let
//! out.

use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::alert::Effect;
use lumbar_engine::request::Refused;
use lumbar_engine::time::Now;
use tokio::time::{Instant, sleep_until};

use super::inbox::{Kept, NoManualClock, Reply};
use super::{Driver, Snapshot, answer, answered, saving};
use crate::desktop::port::Desktop;
use crate::witness::Record;

/// Whoever looks is shown what a press has just changed; a disk that takes longer than this is not waited for.
const LOOK: Duration = Duration::from_millis(500);

/// Something that waits until a step is saved.
#[derive(Debug)]
pub(super) enum Held {
    Effect(Effect),
    Done(Reply<Result<Kept, Refused>>),
    Moved(Reply<Result<(), NoManualClock>>),
    Look(Reply<Arc<Snapshot>>),
}

impl Held {
    /// How long it waits at most.
    fn patience(&self) -> Duration {
        match self {
            Self::Look(_) => LOOK,
            Self::Effect(_) | Self::Done(_) | Self::Moved(_) => saving::PATIENCE,
        }
    }
}

/// What waits, for which step, and until when at most.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) step: u64,
    pub(super) until: Instant,
    pub(super) held: Held,
}

impl<D: Desktop> Driver<D> {
    /// Lets out what is saved, or what can no longer wait.
    pub(super) fn release(&mut self, now: Now) {
        // As long as the disk may say that something is on the body, a kill must bring the program back.
        if let Some(guard) = self.guard.as_mut().filter(|_| !self.engine.on_body() && self.saving.is_kept()) {
            guard.watch(false, &self.handle);
        }
        if self.saving.may_confirm(self.saving.step()) {
            self.witness_now();
        }
        self.publish(now);
        let moment = Instant::now();
        for waiting in std::mem::take(&mut self.held) {
            let is_over = matches!(waiting.held, Held::Look(_)) && waiting.until <= moment;
            if is_over || self.saving.may_confirm(waiting.step) {
                self.let_out(waiting, now);
            } else {
                self.held.push_back(waiting);
            }
        }
        self.mind_patience();
    }

    /// Keeps something until all that has changed so far is saved.
    pub(super) fn hold_back(&mut self, held: Held) {
        let until = Instant::now() + held.patience();
        self.held.push_back(Waiting { step: self.saving.step(), until, held });
    }

    fn let_out(&mut self, Waiting { step, until: _, held }: Waiting, now: Now) {
        match held {
            Held::Effect(Effect::Alert(alert)) => self.tell(&alert),
            Held::Effect(Effect::Withdraw(tag)) => self.desktop.withdraw(&answer::tag_key(tag)),
            Held::Effect(Effect::Record(_)) => {}
            Held::Done(reply) => answered(reply, Ok(self.saving.confirmed(step))),
            Held::Moved(reply) => answered(reply, Ok(())),
            Held::Look(reply) => answered(reply, Arc::new(self.snapshot(now))),
        }
    }

    /// Tells the witnesses what is on now.
    pub(super) fn witness_now(&mut self) {
        let mark = self.saving.mark();
        if mark.generation > self.witnessed {
            self.witness(Record::new(mark, self.engine.worn()));
        }
    }

    /// Tells the witnesses outside of the data: the guard, and the file in the runtime folder. Neither is waited for.
    pub(super) fn witness(&mut self, record: Record) {
        self.witnessed = record.mark().generation;
        if let Some(guard) = &mut self.guard {
            guard.tell(&record, &self.handle);
        }
        self.scribe.write(record);
    }

    /// Sets the timer to when the first of what waits has waited long enough.
    fn mind_patience(&mut self) {
        let unwitnessed = self.saving.mark().generation > self.witnessed;
        let save = self.begun.into_iter().flat_map(|begun| {
            let slow = unwitnessed.then_some(begun + saving::SLOW);
            slow.into_iter().chain((!self.saving.is_hung()).then_some(begun + saving::PATIENCE))
        });
        let first = self.held.iter().map(|waiting| waiting.until).chain(save).min();
        if first != self.patience.as_ref().map(|patience| patience.deadline()) {
            self.patience = first.map(|first| Box::pin(sleep_until(first)));
        }
    }

    /// The timer of [`Self::mind_patience`] is over.
    pub(super) fn lose_patience(&mut self) {
        self.patience = None;
        let moment = Instant::now();
        let waited = |waiting: &Waiting| waiting.until <= moment && !matches!(waiting.held, Held::Look(_));
        let since = self.begun.map(|begun| moment.saturating_duration_since(begun));
        if self.held.iter().any(waited) || since.is_some_and(|since| since >= saving::PATIENCE) {
            self.saving.gave_up();
        } else if since.is_some_and(|since| since >= saving::SLOW) {
            self.witness_now();
        }
        self.release(self.clock.now());
    }
}
