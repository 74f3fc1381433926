//! Owns who knows outside of the data what is on: the guard, and the file in the runtime folder. Neither is waited for.

use std::future::pending;
use std::time::Duration;

use super::inbox::Handle;
use crate::clock::Clock;
use crate::guard::Guard;
use crate::witness::{Mark, Record, Scribe};

/// How long the last record is waited for.
const WRITTEN: Duration = Duration::from_millis(500);
/// A wake-up is not told anew where it comes sooner than promised by less than this.
const SOONER: Duration = Duration::from_secs(1);
/// A promise is kept where it is due within this: one wake-up does for both.
const NEARLY: Duration = Duration::from_millis(5);

/// The guard and the witness.
#[derive(Debug)]
pub(super) struct Watch {
    guard: Option<Guard>,
    scribe: Scribe,
    /// The last step that both were told.
    told: u64,
    handle: Handle,
    /// The guard counts real time, whatever a demo's clock does.
    real: Clock,
    /// The real ticks at which it hears of this program again at the latest.
    promised: Duration,
}

impl Watch {
    pub(super) fn new(guard: Option<Guard>, scribe: Scribe, handle: Handle) -> Self {
        let real = Clock::system();
        Self { guard, scribe, told: 0, handle, promised: real.now().ticks, real }
    }

    /// Says what is on.
    pub(super) fn tell(&mut self, record: Record) {
        self.told = record.mark().generation;
        if let Some(guard) = &mut self.guard {
            let again = self.promised.saturating_sub(self.real.now().ticks);
            guard.tell(&record, again, &self.handle);
        }
        self.scribe.write(record);
    }

    /// Tells whether both know of this step.
    pub(super) fn knows(&self, mark: Mark) -> bool {
        mark.generation <= self.told
    }

    /// Starts the guard, or lets it go.
    pub(super) fn guard(&mut self, on_body: bool) {
        if let Some(guard) = &mut self.guard {
            let again = guard.pulse();
            guard.watch(on_body, again, &self.handle);
        }
    }

    /// A guard has ended: another takes its place.
    pub(super) fn guard_ended(&mut self, number: u64) {
        if let Some(guard) = &mut self.guard {
            let again = self.promised.saturating_sub(self.real.now().ticks);
            guard.ended(number, again, &self.handle);
        }
    }

    /// Tells the guard where what it was promised has come, or something sooner: this program wakes `after` from now at the
    /// latest (real time; `None` = not known). Waits until it must hear again: one timer of the system, at the moment of the
    /// wake-up that was told, so that both programs wake once for both.
    pub(super) fn next_beat(&mut self, after: Option<Duration>) -> impl Future<Output = ()> + use<> {
        let now = self.real.now().ticks;
        let guard = self.guard.as_mut().filter(|guard| guard.is_watching());
        let watching = guard.is_some();
        match guard {
            Some(guard) => {
                let again = after.map_or(guard.pulse(), |after| after.min(guard.pulse()));
                let next = now.saturating_add(again);
                if self.promised <= now.saturating_add(NEARLY) || next.saturating_add(SOONER) < self.promised {
                    self.promised = next;
                    guard.beat(again, &self.handle);
                }
            }
            // A guard that begins hears at once.
            None => self.promised = now,
        }
        let (clock, left) = (self.real.clone(), self.promised.saturating_sub(now));
        async move {
            if watching {
                clock.sleep_until(left).await;
            } else {
                pending().await
            }
        }
    }

    /// Ends with the program. Where nothing is on and all is saved, nothing is left behind; where the guard must stay, it
    /// watches until the next program does.
    pub(super) fn finish(self, nothing_left: bool, guard_stays: bool) {
        self.scribe.finish(nothing_left, WRITTEN);
        if let Some(guard) = self.guard.filter(|_| !guard_stays) {
            guard.dismiss();
        }
    }
}
