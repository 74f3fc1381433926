//! Owns the bed hours (R12): when they begin and end, and whether they may be changed.

use std::time::Duration;

use chrono::{FixedOffset, Timelike};
use serde::{Deserialize, Serialize};

use crate::refusal::{Obstacle, Reason, Refused};
use crate::rules;
use crate::time::{At, Now};

const DAY_MINUTES: u16 = 1440;
const DAY: Duration = Duration::from_secs(86_400);

/// When a person sleeps, local. Where they begin and end at the same minute there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BedHours {
    /// Minutes after midnight.
    pub(crate) from: u16,
    pub(crate) until: u16,
    /// East of UTC, s.
    offset: i32,
    /// The person has chosen them.
    pub(crate) chosen: bool,
}

impl BedHours {
    /// As they are kept outside, where the local time is `offset` s east of UTC.
    pub(crate) fn reported(from: u16, until: u16, offset: i32, before: Option<Self>) -> Self {
        let chosen = before.is_some_and(|before| before.chosen);
        Self { from: from % DAY_MINUTES, until: until % DAY_MINUTES, offset, chosen }
    }

    /// Other bed hours. While they last, and shortly before, they stay as they are, or the limit of the night could be
    /// chosen away; before the first choice nobody has said when their night is.
    ///
    /// # Errors
    /// They are too short, or settled for the night.
    pub(crate) fn choose(from: u16, until: u16, before: Option<Self>, now: Now) -> Result<Self, Refused> {
        let (from, until) = (from % DAY_MINUTES, until % DAY_MINUTES);
        let length = u32::from((until + DAY_MINUTES - from) % DAY_MINUTES) * 60;
        if length < rules::BED_LEAST.value {
            return Err(Refused::Rule(Obstacle::hard(rules::BED_LEAST)));
        }
        if let Some(left) = before.filter(|before| before.chosen).and_then(|before| before.settled_for(now)) {
            let until = Some(At::ahead(now, left));
            let obstacle = Obstacle::hard(rules::BED_LEAST).because(Reason::BedChange);
            return Err(Refused::Rule(Obstacle { until, ..obstacle }));
        }
        Ok(Self { from, until, offset: before.map_or(0, |before| before.offset), chosen: true })
    }

    /// As if they had never been chosen, which the night they are settled for does not allow.
    pub(crate) fn forgotten(self, now: Now) -> Self {
        Self { chosen: self.chosen && self.settled_for(now).is_some(), ..self }
    }

    /// East of UTC, s: where the person is.
    pub(crate) fn offset(self) -> i32 {
        self.offset
    }

    /// Time until they begin next; nothing while they last, `None` where there are none.
    pub(crate) fn ahead(self, now: Now) -> Option<Duration> {
        if self.from == self.until {
            return None;
        }
        let ahead = within_a_day(minutes(self.from) + DAY - self.local_time(now)?);
        Some(if self.left(now).is_some() { Duration::ZERO } else { ahead })
    }

    /// How long they last yet; `None` = it is not bed time.
    pub(crate) fn left(self, now: Now) -> Option<Duration> {
        if self.from == self.until {
            return None;
        }
        let since_from = within_a_day(self.local_time(now)? + DAY - minutes(self.from));
        let length = within_a_day(minutes(self.until) + DAY - minutes(self.from));
        length.checked_sub(since_from).filter(|left| !left.is_zero())
    }

    /// How long ago the day began as people live it: at the end of the bed hours (R3).
    pub(crate) fn since_day_began(self, now: Now) -> Duration {
        let begins = if self.from == self.until { rules::PLAN_DAY } else { minutes(self.until) };
        within_a_day(self.local_time(now).unwrap_or(begins) + DAY - begins)
    }

    /// Time until the night they are settled for is over; `None` = it is not near yet.
    fn settled_for(self, now: Now) -> Option<Duration> {
        let ahead = self.ahead(now)?;
        if ahead >= rules::BED_SETTLED.time() {
            return None;
        }
        self.left(now.after(ahead)).map(|left| ahead + left)
    }

    /// Since local midnight.
    fn local_time(self, now: Now) -> Option<Duration> {
        let local = now.wall.with_timezone(&FixedOffset::east_opt(self.offset)?);
        Some(Duration::new(local.num_seconds_from_midnight().into(), local.nanosecond().min(999_999_999)))
    }
}

fn minutes(minutes: u16) -> Duration {
    Duration::from_secs(u64::from(minutes) * 60)
}

/// A length of less than two days without the whole day in it.
fn within_a_day(length: Duration) -> Duration {
    length.checked_sub(DAY).unwrap_or(length)
}
