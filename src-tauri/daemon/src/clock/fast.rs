//! Owns the demo's fast clock: a straight line laid over the system's ticks, so that a killed demo finds its place again.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use lumbar_engine::time::{BootId, Now};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::state::{keep, kept, later};
use super::system::SystemClock;

/// A clock that runs at a multiple of the system's; clones share their state.
#[derive(Debug, Clone)]
pub(crate) struct FastClock {
    system: SystemClock,
    line: Arc<RwLock<Mapping>>,
    /// Told when the speed changes, so that waits are computed again.
    changed: Arc<watch::Sender<()>>,
    file: Option<Arc<PathBuf>>,
    speed: u32,
}

/// From `from` of the system's ticks on, time is `at` plus `rate` times what passes there.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Mapping {
    boot: BootId,
    from: Duration,
    at: Now,
    rate: u32,
}

impl Mapping {
    fn at(&self, ticks: Duration) -> Now {
        let passed = ticks.saturating_sub(self.from).saturating_mul(self.rate);
        Now { boot: self.at.boot, ticks: self.at.ticks.saturating_add(passed), wall: later(self.at.wall, passed) }
    }
}

impl FastClock {
    /// Runs at 1x until [`Self::run`] says otherwise; goes on along the line in `file` if that is of this boot.
    pub(super) fn new(system: SystemClock, speed: u32, file: Option<PathBuf>) -> Self {
        let now = system.now();
        let fresh = Mapping { boot: now.boot, from: now.ticks, at: now, rate: 1 };
        let line = file.as_deref().and_then(kept::<Mapping>).filter(|line| line.boot == now.boot).unwrap_or(fresh);
        let clock = Self {
            system,
            line: Arc::new(RwLock::new(line)),
            changed: Arc::new(watch::Sender::new(())),
            file: file.map(Arc::new),
            speed: speed.max(1),
        };
        clock.set_rate(1);
        clock
    }

    pub(crate) fn now(&self) -> Now {
        self.line().at(self.system.now().ticks)
    }

    /// Runs fast (nothing waits for an answer) or at 1x.
    pub(crate) fn run(&self, yes: bool) {
        let rate = if yes { self.speed } else { 1 };
        if self.line().rate != rate {
            self.set_rate(rate);
        }
    }

    pub(super) async fn sleep(&self, after: Duration) {
        let until = self.now().ticks.saturating_add(after);
        let mut changes = self.changed.subscribe();
        loop {
            let left = until.saturating_sub(self.now().ticks);
            if left.is_zero() {
                return;
            }
            // Rounded up, so that the last stretch is not slept in ever smaller pieces.
            let real = (left / self.line().rate).max(Duration::from_micros(100));
            tokio::select! {
                () = self.system.sleep(real) => {}
                _ = changes.changed() => {}
            }
        }
    }

    pub(super) async fn stepped(&self) {
        // Its wall is a line over the ticks, which never step.
        std::future::pending::<()>().await;
    }

    fn set_rate(&self, rate: u32) {
        let ticks = self.system.now().ticks;
        let line = {
            let mut line = self.line.write().unwrap_or_else(PoisonError::into_inner);
            *line = Mapping { at: line.at(ticks), from: ticks, rate, ..*line };
            *line
        };
        self.changed.send_replace(());
        if let Some(file) = self.file.as_deref() {
            keep(file, &line);
        }
    }

    fn line(&self) -> Mapping {
        *self.line.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_at_its_speed_only_while_told_and_never_backwards() {
        let at = Now { boot: BootId(1), ticks: Duration::from_secs(50), wall: chrono::DateTime::UNIX_EPOCH };
        let line = Mapping { boot: BootId(1), from: Duration::from_secs(10), at, rate: 60 };
        assert_eq!(line.at(Duration::from_secs(10)), at);
        assert_eq!(line.at(Duration::from_secs(11)).ticks, Duration::from_secs(110));
        assert_eq!(line.at(Duration::from_secs(11)).wall.timestamp(), 60);
        assert_eq!(line.at(Duration::from_secs(9)), at, "a reading from before the line's start is its start");

        let clock = FastClock::new(SystemClock::new(), 1000, None);
        let mut last = clock.now();
        for k in 0..200 {
            clock.run(k % 3 == 0);
            let now = clock.now();
            assert!(now.ticks >= last.ticks && now.wall >= last.wall && now.boot == last.boot);
            last = now;
        }
    }

    #[tokio::test]
    async fn a_sleeper_reckons_anew_when_the_speed_changes() {
        let clock = FastClock::new(SystemClock::new(), 1_000_000, None);
        let began = clock.now().ticks;
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(Duration::from_secs(3600)).await }
        });
        tokio::task::yield_now().await;
        clock.run(true);
        tokio::time::timeout(Duration::from_secs(30), sleeper).await.expect("an hour at a million-fold").unwrap();
        assert!(clock.now().ticks - began >= Duration::from_secs(3600));
    }

    #[test]
    fn after_a_kill_it_goes_on_along_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock.json");
        let clock = FastClock::new(SystemClock::new(), 100_000, Some(file.clone()));
        clock.run(true);
        let before = clock.now();
        drop(clock);
        let after = FastClock::new(SystemClock::new(), 100_000, Some(file)).now();
        assert!(after.ticks >= before.ticks && after.wall >= before.wall && after.boot == before.boot);
    }
}
