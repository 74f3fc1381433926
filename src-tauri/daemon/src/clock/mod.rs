//! Owns the reading of clocks: ticks that count sleep, the wall, the boot, and waiting on them. Nothing else reads one.
//!
//! Three clocks give the same answers: the system's, a manual one that stands still until it is moved, and a fast one for
//! demos. The last two keep their state in the throw-away profile, so that a killed demo goes on where the world is.

mod fast;
mod manual;
mod state;
mod system;
pub(crate) mod zone;

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local, Offset, TimeZone, Utc};
use lumbar_engine::time::Now;

pub(crate) use fast::FastClock;
pub(crate) use manual::ManualClock;
pub(crate) use system::SystemClock;

/// The one source of time. Cheap to clone; clones share their state.
#[derive(Debug, Clone)]
pub(crate) enum Clock {
    /// The machine's clocks.
    System(SystemClock),
    /// Stands still until it is moved (demo profiles and tests only).
    Manual(ManualClock),
    /// Runs at a multiple while nothing waits for an answer (demo profiles only).
    Fast(FastClock),
}

impl Clock {
    /// The machine's clocks.
    pub(crate) fn system() -> Self {
        Self::System(SystemClock::new())
    }

    /// A clock that stands still until it is moved. `state` is the file it survives a restart in.
    pub(crate) fn manual(state: Option<PathBuf>) -> Self {
        Self::Manual(ManualClock::new(SystemClock::new().now(), state))
    }

    /// A clock that runs `speed` times as fast while it is told to. `state` is the file it survives a restart in.
    pub(crate) fn fast(speed: u32, state: Option<PathBuf>) -> Self {
        Self::Fast(FastClock::new(SystemClock::new(), speed, state))
    }

    /// The moment.
    pub(crate) fn now(&self) -> Now {
        match self {
            Self::System(clock) => clock.now(),
            Self::Manual(clock) => clock.now(),
            Self::Fast(clock) => clock.now(),
        }
    }

    /// Waits until `after` has passed on this clock, sleep of the machine included. Dropping it ends the wait.
    pub(crate) async fn sleep_until(&self, after: Duration) {
        match self {
            Self::System(clock) => clock.sleep(after).await,
            Self::Manual(clock) => clock.sleep(after).await,
            Self::Fast(clock) => clock.sleep(after).await,
        }
    }

    /// The same, and wakes the machine from its sleep for it, where the system lets it: something must come off the body.
    pub(crate) async fn wake_at(&self, after: Duration) {
        match self {
            Self::System(clock) => clock.wake(after).await,
            Self::Manual(clock) => clock.sleep(after).await,
            Self::Fast(clock) => clock.sleep(after).await,
        }
    }

    /// Waits until the wall was stepped. A step between two calls is not lost: the next call answers at once.
    pub(crate) async fn stepped(&self) {
        match self {
            Self::System(clock) => clock.stepped().await,
            Self::Manual(clock) => clock.stepped().await,
            Self::Fast(clock) => clock.stepped().await,
        }
    }

    /// Tells whether what this clock waits for comes after as much real time.
    pub(crate) fn is_real(&self) -> bool {
        match self {
            Self::System(_) => true,
            Self::Manual(_) | Self::Fast(_) => false,
        }
    }

    /// Tells a fast clock whether nothing waits for an answer, so that it may run; the others take no notice.
    pub(crate) fn run(&self, yes: bool) {
        match self {
            Self::Fast(clock) => clock.run(yes),
            Self::System(_) | Self::Manual(_) => {}
        }
    }

    /// The manual clock, where this is one.
    pub(crate) fn as_manual(&self) -> Option<&ManualClock> {
        match self {
            Self::Manual(clock) => Some(clock),
            Self::System(_) | Self::Fast(_) => None,
        }
    }

    /// Tells whether the machine's wall stands before 1970, which some libraries do not bear.
    pub(crate) fn is_before_1970() -> bool {
        SystemClock::new().now().wall < DateTime::UNIX_EPOCH
    }

    /// How far local time is from UTC at `wall`, by the machine's zone.
    pub(crate) fn offset(wall: DateTime<Utc>) -> FixedOffset {
        Local.offset_from_utc_datetime(&wall.naive_utc()).fix()
    }
}
