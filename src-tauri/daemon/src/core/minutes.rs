//! Decides when the minutes shown in the tray are others.

use std::time::Duration;

use lumbar_engine::time::At;
use lumbar_engine::time::Now;
use lumbar_engine::view::{PhaseView, SessionView, View};

/// The display of minutes changes just after a whole one.
const JUST_AFTER: Duration = Duration::from_millis(20);
const MINUTE: Duration = Duration::from_secs(60);

/// How long until the minutes shown in the tray are others; `None` = nothing runs there.
pub(super) fn next_minute(view: &View, now: Now) -> Option<Duration> {
    let sessions = [&view.thermal, &view.activity].into_iter().flatten().filter_map(|session| minute_of(session, now));
    let timers = view.timers.iter().map(|timer| until_minute(timer.ends, now));
    sessions.chain(timers).min()
}

fn minute_of(session: &SessionView, now: Now) -> Option<Duration> {
    match session.phase {
        PhaseView::Running | PhaseView::Resting | PhaseView::Snoozed => {
            let ends = session.beat.as_ref().and_then(|beat| beat.all_ends).or(session.ends);
            ends.map(|ends| until_minute(ends, now))
        }
        // "On since about N min" goes on as well.
        PhaseView::TakeOff | PhaseView::Ready => {
            let on = session.since.elapsed(now);
            Some(MINUTE - (on - MINUTE * u32::try_from(on.as_secs() / 60).unwrap_or(0)) + JUST_AFTER)
        }
        PhaseView::Paused => None,
    }
}

/// Minutes left are rounded up, so they change when a whole one has just been passed.
fn until_minute(ends: At, now: Now) -> Duration {
    let left = ends.remaining(now);
    let over = Duration::from_millis(u64::try_from(left.as_millis() % 60_000).unwrap_or(0));
    let wait = if over.is_zero() { MINUTE } else { over };
    wait + JUST_AFTER
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use lumbar_engine::time::BootId;

    use super::*;

    #[test]
    fn the_tray_is_looked_at_just_after_the_minutes_left_have_changed() {
        let now = Now { boot: BootId(1), ticks: Duration::from_secs(1000), wall: DateTime::UNIX_EPOCH };
        for (left, wait) in [(1200, 60), (1170, 30), (61, 1), (1, 1), (0, 60)] {
            let ends = At::ahead(now, Duration::from_secs(left));
            assert_eq!(until_minute(ends, now), Duration::from_secs(wait) + JUST_AFTER, "{left}");
        }
    }
}
