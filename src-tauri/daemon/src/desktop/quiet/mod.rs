//! Finds out whether the desktop's "do not disturb" is on. No two desktops say it in the same way, and many do not at all: then
//! it is not known, and never taken for off where a person reads it.
//!
//! Asked for at most when an alert is to be held back by it, or when the Notifications page is shown. Nothing is watched.

#[cfg(target_os = "linux")]
mod linux;

use std::time::Duration;

use lumbar_ui::Quiet;

/// A desktop that has not said it by then does not say it.
const PATIENCE: Duration = Duration::from_millis(800);

/// Whether it is on.
pub(crate) async fn look() -> Quiet {
    tokio::time::timeout(PATIENCE, ask()).await.ok().flatten().map_or(Quiet::NotKnown, |on| match on {
        true => Quiet::On,
        false => Quiet::Off,
    })
}

#[cfg(target_os = "linux")]
async fn ask() -> Option<bool> {
    linux::ask().await
}

/// Focus on macOS and on Windows tells no program that is not theirs.
#[cfg(not(target_os = "linux"))]
async fn ask() -> Option<bool> {
    None
}
