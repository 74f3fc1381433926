//! Owns the clock that stands still until it is moved: for demos and tests in marked profiles.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::time::Now;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::{keep, kept, later, moved};

/// A clock moved by hand; clones are handles to the same one.
#[derive(Debug, Clone)]
pub(crate) struct ManualClock {
    state: Arc<watch::Sender<State>>,
    file: Option<Arc<PathBuf>>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct State {
    now: Now,
    /// Steps of the wall nobody has heard of yet.
    #[serde(skip)]
    steps: u32,
}

impl ManualClock {
    /// Stands at `now`, or where `file` says it stood.
    pub(super) fn new(now: Now, file: Option<PathBuf>) -> Self {
        let fresh = State { now, steps: 0 };
        let state = file.as_deref().and_then(kept::<State>).unwrap_or(fresh);
        let clock = Self { state: Arc::new(watch::Sender::new(state)), file: file.map(Arc::new) };
        clock.remember();
        clock
    }

    pub(crate) fn now(&self) -> Now {
        self.state.borrow().now
    }

    /// Lets `by` pass: ticks and wall go on together.
    pub(crate) fn advance(&self, by: Duration) {
        self.state.send_modify(|state| {
            state.now.ticks = state.now.ticks.saturating_add(by);
            state.now.wall = later(state.now.wall, by);
        });
        self.remember();
    }

    /// Sets the wall forward or back by `seconds`; the ticks stay.
    pub(crate) fn step_wall(&self, seconds: i64) {
        self.state.send_modify(|state| {
            state.now.wall = moved(state.now.wall, seconds);
            state.steps = state.steps.saturating_add(1);
        });
        self.remember();
    }

    pub(super) async fn sleep(&self, after: Duration) {
        let until = self.now().ticks.saturating_add(after);
        let mut changes = self.state.subscribe();
        // The sender lives as long as self, so that this can only end by the time.
        let _ = changes.wait_for(|state| state.now.ticks >= until).await;
    }

    pub(super) async fn stepped(&self) {
        let mut changes = self.state.subscribe();
        let _ = changes.wait_for(|state| state.steps > 0).await;
        drop(changes);
        self.state.send_if_modified(|state| {
            state.steps = 0;
            false
        });
    }

    fn remember(&self) {
        if let Some(file) = self.file.as_deref() {
            keep(file, &*self.state.borrow());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lumbar_engine::time::BootId;

    fn start() -> Now {
        Now { boot: BootId(7), ticks: Duration::from_secs(100), wall: chrono::DateTime::UNIX_EPOCH }
    }

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_time_has_been_moved_past_its_end_and_not_before() {
        let clock = ManualClock::new(start(), None);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(Duration::from_secs(60)).await }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(59));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
        assert_eq!(clock.now().ticks, Duration::from_secs(160));
        assert_eq!(clock.now().wall.timestamp(), 60);
    }

    #[tokio::test]
    async fn a_step_moves_the_wall_alone_and_is_told_once_even_between_two_calls() {
        let clock = ManualClock::new(start(), None);
        clock.step_wall(-3 * 3600);
        clock.step_wall(60);
        assert_eq!(clock.now().ticks, start().ticks);
        assert_eq!(clock.now().wall.timestamp(), 60 - 3 * 3600);
        clock.stepped().await;
        let again = tokio::time::timeout(Duration::from_millis(20), clock.stepped()).await;
        assert!(again.is_err(), "one step is told once");
    }

    #[test]
    fn after_a_kill_it_stands_where_it_stood() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock.json");
        let clock = ManualClock::new(start(), Some(file.clone()));
        clock.advance(Duration::from_secs(5));
        clock.step_wall(7200);
        let before = clock.now();
        let other = Now { boot: BootId(9), ticks: Duration::ZERO, wall: chrono::DateTime::UNIX_EPOCH };
        assert_eq!(ManualClock::new(other, Some(file)).now(), before);
    }

    #[test]
    fn a_damaged_state_file_only_starts_it_anew() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock.json");
        std::fs::write(&file, "not json").unwrap();
        assert_eq!(ManualClock::new(start(), Some(file)).now(), start());
    }
}
