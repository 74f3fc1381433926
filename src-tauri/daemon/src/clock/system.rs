//! Owns the machine's clocks: the ticks that count sleep, the wall, the boot, timers on both.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use lumbar_engine::time::{BootId, Now};

/// The machine's clocks; clones share the watch over steps of the wall.
#[derive(Debug, Clone)]
pub(crate) struct SystemClock {
    boot: BootId,
    ticks: imp::Ticks,
    steps: imp::Steps,
}

impl SystemClock {
    pub(super) fn new() -> Self {
        // It stays what it is; on macOS asking for it starts a program.
        static BOOT: OnceLock<BootId> = OnceLock::new();
        Self { boot: *BOOT.get_or_init(imp::boot), ticks: imp::Ticks::new(), steps: imp::Steps::new() }
    }

    pub(crate) fn now(&self) -> Now {
        Now { boot: self.boot, ticks: self.ticks.read(), wall: wall(SystemTime::now()) }
    }

    pub(super) async fn sleep(&self, after: Duration) {
        self.wait(after, false).await;
    }

    pub(super) async fn wake(&self, after: Duration) {
        self.wait(after, true).await;
    }

    async fn wait(&self, after: Duration, wakes: bool) {
        let until = self.ticks.read().saturating_add(after);
        loop {
            let left = until.saturating_sub(self.ticks.read());
            if left.is_zero() {
                return;
            }
            imp::nap(left, wakes).await;
        }
    }

    pub(super) async fn stepped(&self) {
        self.steps.next().await;
    }
}

/// Reads a wall that may be set to any year: chrono's own reading panics before 1970, and its conversion beyond its calendar.
fn wall(now: SystemTime) -> DateTime<Utc> {
    let (since, before) = match now.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (since, false),
        Err(before) => (before.duration(), true),
    };
    let millis = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    let read = DateTime::from_timestamp_millis(if before { -millis } else { millis });
    read.unwrap_or(if before { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC })
}

/// Turns any text that names a boot into its number: the same text, the same number.
#[cfg(not(windows))]
fn numbered(text: &str) -> BootId {
    let mut digits = text.chars().filter(char::is_ascii_hexdigit).take(16).collect::<String>();
    if digits.len() < 16 {
        digits.clear();
    }
    BootId(u64::from_str_radix(&digits, 16).unwrap_or_default())
}

/// A number no other run of the program has: where the boot cannot be told, each run counts as one.
#[cfg(any(windows, target_os = "macos", not(any(target_os = "linux", target_os = "macos"))))]
fn own_number() -> BootId {
    use std::hash::{BuildHasher, Hasher};
    BootId(std::collections::hash_map::RandomState::new().build_hasher().finish())
}

#[cfg(target_os = "linux")]
mod imp {
    //! Linux: CLOCK_BOOTTIME, and timerfds on it and on the wall.

    use std::os::fd::OwnedFd;
    use std::sync::{Arc, OnceLock};
    use std::time::Duration;

    use lumbar_engine::time::BootId;
    use rustix::io::Errno;
    use rustix::time::{
        ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime, timerfd_create,
        timerfd_settime,
    };
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    /// Longer waits are cut to this, far within what a timer takes.
    const FAR: Duration = Duration::from_secs(365 * 24 * 3600);
    /// Where no timer can be had (no descriptors left), naps of this length stand in for it.
    const NAP: Duration = Duration::from_secs(15);

    pub(super) fn boot() -> BootId {
        super::numbered(&std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default())
    }

    #[derive(Debug, Clone)]
    pub(super) struct Ticks;

    impl Ticks {
        pub(super) fn new() -> Self {
            Self
        }

        pub(super) fn read(&self) -> Duration {
            let now = clock_gettime(ClockId::Boottime);
            Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), u32::try_from(now.tv_nsec).unwrap_or(0))
        }
    }

    /// Waits; `wakes`: also out of the machine's sleep, for which the system wants a right (CAP_WAKE_ALARM) and a clock
    /// that can. Who lacks them waits as ever, and is told of what was missed on waking.
    pub(super) async fn nap(left: Duration, wakes: bool) {
        let left = left.min(FAR);
        let on = |clock| timer(clock, TimerfdTimerFlags::empty(), left);
        let waking = wakes.then(|| on(TimerfdClockId::BoottimeAlarm)).and_then(Result::ok);
        let timer = waking.map_or_else(|| on(TimerfdClockId::Boottime), Ok);
        let rang = match timer {
            Ok(timer) => timer.readable().await.is_ok(),
            Err(_) => false,
        };
        if !rang {
            tokio::time::sleep(left.min(NAP)).await;
        }
    }

    fn timer(clock: TimerfdClockId, how: TimerfdTimerFlags, value: Duration) -> std::io::Result<AsyncFd<OwnedFd>> {
        let fd = timerfd_create(clock, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        // A zero would disarm it.
        let value = value.max(Duration::from_nanos(1));
        let zero = Timespec { tv_sec: 0, tv_nsec: 0 };
        let value = Timespec {
            tv_sec: i64::try_from(value.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: value.subsec_nanos().into(),
        };
        timerfd_settime(&fd, how, &Itimerspec { it_interval: zero, it_value: value })?;
        #[expect(deprecated, reason = "only unsound for types that lie about their descriptor, which OwnedFd cannot")]
        AsyncFd::with_interest(fd, Interest::READABLE)
    }

    /// A timer on the wall that never rings, only is cancelled by a step. Armed at the first call and kept, so that a
    /// step between two calls waits in it.
    #[derive(Debug, Clone)]
    pub(super) struct Steps(Arc<OnceLock<Option<AsyncFd<OwnedFd>>>>);

    impl Steps {
        pub(super) fn new() -> Self {
            Self(Arc::new(OnceLock::new()))
        }

        pub(super) async fn next(&self) {
            let armed = self.0.get_or_init(|| {
                let how = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
                // Seconds since 1970, well past any calendar this will meet.
                let far = Duration::from_secs(1 << 40);
                match timer(TimerfdClockId::Realtime, how, far) {
                    Ok(timer) => Some(timer),
                    Err(why) => {
                        tracing::warn!("steps of the wall clock cannot be watched: {why}");
                        None
                    }
                }
            });
            let Some(timer) = armed else { return std::future::pending().await };
            loop {
                let Ok(mut ready) = timer.readable().await else { return std::future::pending().await };
                let mut ticks = [0; 8];
                match rustix::io::read(timer.get_ref(), &mut ticks) {
                    Err(Errno::CANCELED) => {
                        ready.clear_ready();
                        return;
                    }
                    Err(Errno::AGAIN | Errno::INTR) | Ok(_) => ready.clear_ready(),
                    Err(why) => {
                        tracing::warn!("steps of the wall clock cannot be watched: {why}");
                        return std::future::pending().await;
                    }
                }
            }
        }
    }
}

#[cfg(target_os = "macos")]
mod imp {
    //! macOS: CLOCK_MONOTONIC counts sleep there; no timer does, so waits are naps.

    use std::time::Duration;

    use lumbar_engine::time::BootId;
    use rustix::time::{ClockId, clock_gettime};

    /// After the machine slept, a wait is late by this much at most.
    const NAP: Duration = Duration::from_secs(15);

    pub(super) fn boot() -> BootId {
        let told = crate::life::process::command("/usr/sbin/sysctl").args(["-n", "kern.bootsessionuuid"]).output();
        let boot = told.map(|told| super::numbered(&String::from_utf8_lossy(&told.stdout))).unwrap_or(BootId(0));
        if boot == BootId(0) { super::own_number() } else { boot }
    }

    #[derive(Debug, Clone)]
    pub(super) struct Ticks;

    impl Ticks {
        pub(super) fn new() -> Self {
            Self
        }

        pub(super) fn read(&self) -> Duration {
            let now = clock_gettime(ClockId::Monotonic);
            Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), u32::try_from(now.tv_nsec).unwrap_or(0))
        }
    }

    pub(super) async fn nap(left: Duration, _wakes: bool) {
        tokio::time::sleep(left.min(NAP)).await;
    }

    /// Steps of the wall are not told of here; every reading is checked by the engine.
    #[derive(Debug, Clone)]
    pub(super) struct Steps;

    impl Steps {
        pub(super) fn new() -> Self {
            Self
        }

        pub(super) async fn next(&self) {
            std::future::pending().await
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
mod imp {
    //! Windows: std's Instant (the performance counter, which counts sleep) has no zero that another run could share,
    //! so that ticks count from the start of the program and every run is a boot of its own: the wall then tells the
    //! time between two runs, as far as the engine believes it.

    use std::sync::OnceLock;
    use std::time::{Duration, Instant};

    use lumbar_engine::time::BootId;

    /// After the machine slept, a wait is late by this much at most.
    const NAP: Duration = Duration::from_secs(15);

    pub(super) fn boot() -> BootId {
        super::own_number()
    }

    /// When the ticks of this program began: all its clocks count from there.
    static BEGAN: OnceLock<Instant> = OnceLock::new();

    #[derive(Debug, Clone)]
    pub(super) struct Ticks(Instant);

    impl Ticks {
        pub(super) fn new() -> Self {
            Self(*BEGAN.get_or_init(Instant::now))
        }

        pub(super) fn read(&self) -> Duration {
            self.0.elapsed()
        }
    }

    pub(super) async fn nap(left: Duration, _wakes: bool) {
        tokio::time::sleep(left.min(NAP)).await;
    }

    /// Steps of the wall are not told of here; every reading is checked by the engine.
    #[derive(Debug, Clone)]
    pub(super) struct Steps;

    impl Steps {
        pub(super) fn new() -> Self {
            Self
        }

        pub(super) async fn next(&self) {
            std::future::pending().await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(windows))]
    #[test]
    fn a_boot_is_named_by_the_first_64_bits_of_its_id() {
        assert_eq!(numbered("0c6a1c7e-92f4-4f39-a1d0-0123456789ab\n"), BootId(0x0c6a_1c7e_92f4_4f39));
        assert_eq!(numbered(""), BootId(0));
        assert_eq!(numbered("short"), BootId(0));
    }

    #[test]
    fn two_readings_are_of_one_boot_and_in_order() {
        let clock = SystemClock::new();
        let (a, b) = (clock.now(), SystemClock::new().now());
        assert_eq!(a.boot, b.boot);
        assert_ne!(a.boot, BootId(0));
        assert!(b.ticks >= a.ticks);
    }

    #[tokio::test]
    async fn a_wait_is_never_short() {
        let clock = SystemClock::new();
        for length in [Duration::ZERO, Duration::from_nanos(1), Duration::from_millis(3)] {
            let began = clock.now().ticks;
            clock.sleep(length).await;
            assert!(clock.now().ticks - began >= length);
            // With the right to wake the machine and without it.
            let began = clock.now().ticks;
            clock.wake(length).await;
            assert!(clock.now().ticks - began >= length);
        }
    }

    #[tokio::test]
    async fn a_wait_beyond_any_timer_waits_and_a_wall_that_is_not_stepped_is_silent() {
        let clock = SystemClock::new();
        tokio::select! {
            () = clock.sleep(Duration::MAX) => panic!("it rang"),
            () = clock.stepped() => panic!("nobody stepped the wall"),
            () = tokio::time::sleep(Duration::from_millis(30)) => {}
        }
    }
}
