//! Decides what may be confirmed: what a press changed is shown to nobody before it has reached the disk, or before it
//! is plain that the disk takes nothing.

use std::time::Duration;

use lumbar_engine::alert::Event;
use lumbar_engine::time::Now;

use crate::store::StoreError;
use crate::store::writer::Keeper;

/// After this long a silent disk counts as one that takes nothing.
pub(crate) const PATIENCE: Duration = Duration::from_secs(4);

/// How long to wait before the next try to save, after so many failures.
const AGAIN: [u64; 4] = [2, 10, 30, 60];

/// What is saved, what is on its way, and what has to wait for it.
#[derive(Debug)]
pub(crate) struct Saving {
    keeper: Keeper,
    /// Counts the changes of the engine's state.
    step: u64,
    /// The last one that reached the disk.
    kept: u64,
    /// The last one the disk would not take.
    refused: u64,
    in_flight: Option<u64>,
    /// What is in flight has been so for longer than [`PATIENCE`].
    hung: bool,
    events: Vec<Event>,
    trouble: Option<String>,
    failures: usize,
}

impl Saving {
    /// Nothing has changed yet.
    pub(crate) fn new(keeper: Keeper) -> Self {
        Self {
            keeper,
            step: 0,
            kept: 0,
            refused: 0,
            in_flight: None,
            hung: false,
            events: Vec::new(),
            trouble: None,
            failures: 0,
        }
    }

    /// The engine's state changed.
    pub(crate) fn changed(&mut self) {
        self.step += 1;
    }

    /// Something happened that belongs into the diary; goes along with the next save.
    pub(crate) fn record(&mut self, event: Event) {
        self.events.push(event);
    }

    /// The change a confirmation has to wait for.
    pub(crate) fn step(&self) -> u64 {
        self.step
    }

    /// Tells whether what `step` changed may be confirmed: it is saved, or the disk was asked and would not take it.
    pub(crate) fn may_confirm(&self, step: u64) -> bool {
        step <= self.kept.max(self.refused) || self.hung
    }

    /// Tells whether all that changed has reached the disk.
    pub(crate) fn is_kept(&self) -> bool {
        self.kept == self.step
    }

    /// Tells whether something is not saved and nothing is on its way.
    pub(crate) fn is_due(&self) -> bool {
        self.in_flight.is_none() && self.kept < self.step
    }

    /// Tells whether something is neither saved nor on its way.
    pub(crate) fn is_behind(&self) -> bool {
        self.in_flight.unwrap_or(self.kept).max(self.kept) < self.step
    }

    /// Sends the present state on its way.
    pub(crate) fn begin(&mut self, saved: String, now: Now) {
        self.in_flight = Some(self.step);
        self.keeper.save(self.step, saved, std::mem::take(&mut self.events), now);
    }

    /// A save ended. The store keeps the events of a failed one itself.
    pub(crate) fn ended(&mut self, step: u64, result: Result<(), StoreError>) {
        if self.in_flight == Some(step) {
            self.in_flight = None;
            self.hung = false;
        }
        match result {
            Ok(()) => {
                self.kept = self.kept.max(step);
                self.trouble = None;
                self.failures = 0;
            }
            // A person is told on its own, and no later try goes better: there is nothing to wait for.
            Err(StoreError::NewerSchema { .. }) => self.kept = self.kept.max(step),
            Err(why) => {
                self.refused = self.refused.max(step);
                self.trouble = Some(why.to_string());
                self.failures += 1;
            }
        }
    }

    /// The disk has been silent for [`PATIENCE`].
    pub(crate) fn gave_up(&mut self) {
        if self.in_flight.is_some() {
            tracing::error!("the disk does not answer");
            self.hung = true;
            self.trouble = Some("the disk does not answer".into());
        }
    }

    /// Why the last presses are in memory only.
    pub(crate) fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// When to try again, after a failure.
    pub(crate) fn again(&self) -> Option<Duration> {
        let nth = self.failures.checked_sub(1)?;
        let seconds = AGAIN.get(nth).or(AGAIN.last()).copied().unwrap_or(60);
        self.is_due().then(|| Duration::from_secs(seconds))
    }

    /// The thread that writes.
    pub(crate) fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    /// Keeps what is on its way and ends; `false` when the disk did not take the last of it.
    pub(crate) fn finish(self) -> bool {
        self.keeper.finish(PATIENCE)
    }
}
