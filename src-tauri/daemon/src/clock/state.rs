//! What the two clocks of demos share: a moment moved on, and their place kept in a file of the throw-away profile.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::store::files::{read_plain, write_whole};

/// The most that is read of a clock's state, bytes: a few numbers.
const LONGEST: usize = 4096;

/// Moves a wall time by a signed number of seconds; stays where it is at the ends of the calendar.
pub(super) fn moved(wall: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
    chrono::TimeDelta::try_seconds(seconds).and_then(|by| wall.checked_add_signed(by)).unwrap_or(wall)
}

/// Moves a wall time on.
pub(super) fn later(wall: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    chrono::TimeDelta::from_std(by).ok().and_then(|by| wall.checked_add_signed(by)).unwrap_or(wall)
}

/// Keeps a clock's state beside the profile. A demo that cannot keep it only starts from the beginning after a kill.
pub(super) fn keep<T: serde::Serialize>(path: &Path, state: &T) {
    let written = serde_json::to_vec(state).map_err(std::io::Error::other).and_then(|text| write_whole(path, &text));
    if let Err(why) = written {
        tracing::warn!("the state of the demo's clock could not be kept in {}: {why}", path.display());
    }
}

/// Reads a clock's state back, if there is a sound one.
pub(super) fn kept<T: serde::de::DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&read_plain(path, LONGEST).ok()?).ok()
}
