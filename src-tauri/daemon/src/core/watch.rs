//! Owns who knows outside of the data what is on: the guard, and the file in the runtime folder. Neither is waited for.

use std::future::pending;
use std::time::Duration;

use super::inbox::Handle;
use crate::clock::Clock;
use crate::guard::Guard;
use crate::witness::{Mark, Record, Scribe};

/// How long the last record is waited for.
const WRITTEN: Duration = Duration::from_millis(500);

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
    /// The real ticks at which it hears that all is well.
    beat_due: Duration,
}

impl Watch {
    pub(super) fn new(guard: Option<Guard>, scribe: Scribe, handle: Handle) -> Self {
        let real = Clock::system();
        Self { guard, scribe, told: 0, handle, beat_due: real.now().ticks, real }
    }

    /// Says what is on.
    pub(super) fn tell(&mut self, record: Record) {
        self.told = record.mark().generation;
        if let Some(guard) = &mut self.guard {
            guard.tell(&record, &self.handle);
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
            guard.watch(on_body, &self.handle);
        }
    }

    /// A guard has ended: another takes its place.
    pub(super) fn guard_ended(&mut self, number: u64) {
        if let Some(guard) = &mut self.guard {
            guard.ended(number, &self.handle);
        }
    }

    /// Waits until the guard should hear that all is well. One timer of the system wakes the program once for it.
    pub(super) fn next_beat(&mut self) -> impl Future<Output = ()> + use<> {
        let watching = self.guard.as_ref().filter(|guard| guard.is_watching()).map(Guard::pulse);
        let now = self.real.now().ticks;
        if watching.is_none() {
            // It begins with a beat of its own.
            let pulse = self.guard.as_ref().map_or(Duration::ZERO, Guard::pulse);
            self.beat_due = now.saturating_add(pulse);
        }
        let (clock, after) = (self.real.clone(), self.beat_due.saturating_sub(now));
        async move {
            match watching {
                Some(_) => clock.sleep_until(after).await,
                None => pending().await,
            }
        }
    }

    /// Says that all is well.
    pub(super) fn beat(&mut self) {
        if let Some(guard) = &mut self.guard {
            self.beat_due = self.real.now().ticks.saturating_add(guard.pulse());
            guard.beat(&self.handle);
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
