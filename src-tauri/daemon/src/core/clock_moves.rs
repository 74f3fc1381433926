//! Decides how a manual clock is moved: from deadline to deadline, as real time would pass.

use std::time::Duration;

use lumbar_protocol::clock::ClockMove;

use super::driver::Driver;
use super::held::{Held, reply};
use super::inbox::{NoManualClock, Reply};
use crate::desktop::port::Desktop;

/// More deadlines than this in one move are a mistake.
const MOST_DEADLINES: usize = 100_000;

impl<D: Desktop> Driver<D> {
    /// Moves the clock, where it is a manual one.
    pub(super) fn move_clock(&mut self, by: ClockMove, to: Reply<Result<(), NoManualClock>>) {
        let Some(manual) = self.clock.as_manual().cloned() else { return reply(to, Err(NoManualClock)) };
        match by {
            ClockMove::Next => {
                if let Some(deadline) = self.deadline {
                    manual.advance(deadline.saturating_sub(manual.now().ticks));
                }
            }
            ClockMove::Advance { seconds } => {
                let until = manual.now().ticks.saturating_add(Duration::from_secs(seconds));
                for _ in 0..MOST_DEADLINES {
                    let Some(deadline) = self.deadline.filter(|deadline| *deadline < until) else { break };
                    manual.advance(deadline.saturating_sub(manual.now().ticks));
                    self.advance();
                }
                manual.advance(until.saturating_sub(manual.now().ticks));
            }
            ClockMove::Sleep { seconds } => manual.advance(Duration::from_secs(seconds)),
            ClockMove::StepWall { seconds } => manual.step_wall(seconds),
        }
        self.advance();
        // The minutes shown have changed, though nothing else may have.
        self.teller.tray(&self.published, manual.now());
        self.hold(Held::Moved(to));
    }
}
