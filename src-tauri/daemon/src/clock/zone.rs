//! Owns where the person is: the local time of the system, read anew each time.

use chrono::{DateTime, Utc};
use lumbar_engine::plan::zone::Zone;

use super::Clock;

/// The system's own zone, whatever it is by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Here;

impl Zone for Here {
    fn offset(&self, at: DateTime<Utc>) -> i32 {
        Clock::offset(at).local_minus_utc()
    }
}
