//! Owns what was last known of the machine the program runs on: the session bus, the battery, where local time is.

use std::time::Duration;

use tokio::time::Instant;

/// Without the desktop's bus and with nothing on the body the program ends after this time.
pub(super) const LEAVE: Duration = Duration::from_secs(60);
/// A look at the battery holds for this long; while a session stands it is watched anyway.
const BATTERY_KEEPS: Duration = Duration::from_secs(60);

/// What was last known.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    bus_seen: bool,
    bus_lost: bool,
    /// When the program ends for lack of a bus.
    leave: Option<Instant>,
    /// The ticks of the last look at the battery.
    battery_seen: Option<Duration>,
    /// The local offset that was told last, s east of UTC.
    offset: Option<i32>,
}

impl Surroundings {
    /// The session bus is there, or is not; tells whether it is back. Where there never was one nobody logged out.
    pub(super) fn bus(&mut self, up: bool) -> bool {
        let back = up && self.bus_lost;
        self.bus_lost = !up && (self.bus_lost || self.bus_seen);
        self.bus_seen = self.bus_seen || up;
        back
    }

    /// Sets when to end for lack of a bus: never while something is on the body.
    pub(super) fn consider_leaving(&mut self, on_body: bool) {
        match (self.bus_lost && !on_body, self.leave) {
            (true, None) => self.leave = Some(Instant::now() + LEAVE),
            (false, Some(_)) => self.leave = None,
            (true, Some(_)) | (false, None) => {}
        }
    }

    /// When to end for lack of a bus.
    pub(super) fn leave(&self) -> Option<Instant> {
        self.leave
    }

    /// Tells whether the battery should be looked at, and remembers that it was.
    pub(super) fn battery_is_due(&mut self, ticks: Duration) -> bool {
        let due = self.battery_seen.is_none_or(|seen| ticks.saturating_sub(seen) >= BATTERY_KEEPS);
        if due {
            self.battery_seen = Some(ticks);
        }
        due
    }

    /// Where local time was last, s east of UTC.
    #[cfg(test)]
    pub(super) fn offset(&self) -> Option<i32> {
        self.offset
    }

    /// Tells whether local time is elsewhere than it was, and remembers where it is.
    pub(super) fn moved_to(&mut self, offset_seconds: i32) -> bool {
        self.offset.replace(offset_seconds) != Some(offset_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_a_bus_that_was_there_is_missed_and_not_while_something_is_on() {
        let mut surroundings = Surroundings::default();
        assert!(!surroundings.bus(false));
        surroundings.consider_leaving(false);
        assert_eq!(surroundings.leave(), None, "there never was one");
        assert!(!surroundings.bus(true) && !surroundings.bus(false));
        surroundings.consider_leaving(true);
        assert_eq!(surroundings.leave(), None, "something is on");
        surroundings.consider_leaving(false);
        assert_eq!(surroundings.leave(), Some(Instant::now() + LEAVE));
        assert!(surroundings.bus(true), "it is back");
        surroundings.consider_leaving(false);
        assert_eq!(surroundings.leave(), None);
    }
}
