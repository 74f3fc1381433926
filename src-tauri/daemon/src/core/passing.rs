//! Decides what the passing of time brings: by itself, after a sleep, by a clock that is moved by hand.

use std::time::Duration;

use lumbar_engine::alert::Tag;
use lumbar_engine::request::Request;
use lumbar_engine::time::Now;

use super::inbox::{NoManualClock, Reply};
use super::{Driver, Held, answered};
use crate::clock::Clock;
use crate::desktop::port::Desktop;
use lumbar_protocol::clock::ClockMove;

/// The system says that it woke a moment after it did; what was said in between need not be said again.
const JUST_NOW: Duration = Duration::from_secs(5);
/// What is done this much later than it was due was slept through.
const LATE: Duration = Duration::from_secs(30);
/// More deadlines than this in one move of a manual clock are a mistake.
const MOST_DEADLINES: usize = 100_000;

impl<D: Desktop> Driver<D> {
    /// Lets time pass up to now.
    pub(super) fn pass(&mut self) {
        let now = self.clock.now();
        self.time_passes(now);
        self.settle(now);
    }

    /// What time brings goes out at once. What fell due long ago rang for nobody: the machine slept, or stood still.
    pub(super) fn time_passes(&mut self, now: Now) {
        self.mind_the_zone(now);
        let late = self.deadline.take().is_some_and(|deadline| now.ticks.saturating_sub(deadline) >= LATE);
        self.engine.advance(now);
        self.drain(true);
        if late {
            tracing::info!("awake again after a time in which nothing ran");
            self.wake(now);
        }
    }

    /// Lets what must come off ring from the beginning, and says it unless it was said just now.
    pub(super) fn wake(&mut self, now: Now) {
        let told = self.told.is_some_and(|told| now.ticks.saturating_sub(told) <= JUST_NOW);
        if let Err(refused) = self.engine.apply(Request::Woke { told }, now) {
            tracing::debug!("the engine takes no notice of waking: {refused}");
        }
        self.saving.changed();
        self.drain(true);
    }

    /// Bed hours are local: the engine hears where the person is, at the start and after travel or a change of season.
    pub(super) fn mind_the_zone(&mut self, now: Now) {
        let offset_seconds = Clock::offset(now.wall).local_minus_utc();
        if self.offset.replace(offset_seconds) != Some(offset_seconds) {
            let (from, until) = self.bed;
            if let Err(why) = self.engine.apply(Request::BedHours { from, until, offset_seconds }, now) {
                tracing::error!("the engine does not take the bed hours: {why}");
            }
        }
    }

    /// Awake again: one alert with the true time. What fell due in the sleep was that one, told as soon as time passed.
    pub(super) fn wake_up(&mut self) {
        self.hush_sleep(Tag::Thermal);
        let now = self.clock.now();
        self.time_passes(now);
        self.wake(now);
        self.settle(now);
    }

    /// Moves a manual clock from deadline to deadline, as real time would pass.
    pub(super) fn move_clock(&mut self, by: ClockMove, reply: Reply<Result<(), NoManualClock>>) {
        let Some(manual) = self.clock.as_manual().cloned() else { return answered(reply, Err(NoManualClock)) };
        match by {
            ClockMove::Next => {
                if let Some(deadline) = self.deadline {
                    manual.advance(deadline.saturating_sub(manual.now().ticks));
                }
                self.pass();
            }
            ClockMove::Advance { seconds } => {
                let until = manual.now().ticks.saturating_add(Duration::from_secs(seconds));
                for _ in 0..MOST_DEADLINES {
                    let Some(deadline) = self.deadline.filter(|deadline| *deadline < until) else { break };
                    manual.advance(deadline.saturating_sub(manual.now().ticks));
                    self.pass();
                }
                manual.advance(until.saturating_sub(manual.now().ticks));
                self.pass();
            }
            ClockMove::Sleep { seconds } => {
                manual.advance(Duration::from_secs(seconds));
                self.pass();
            }
            ClockMove::StepWall { seconds } => {
                manual.step_wall(seconds);
                self.pass();
            }
        }
        // The minutes shown have changed, though nothing else may have.
        self.desktop.tray(&self.ui, &self.view, self.engine.catalogue(), manual.now());
        self.hold(Held::Moved(reply));
    }
}
