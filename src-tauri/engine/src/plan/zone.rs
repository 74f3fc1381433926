//! Owns what the planner asks of a time zone, and which moment a local time means where a clock was set forward or back.

use std::fmt::Debug;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Where a person is. The daemon reads the system's own zone; tests play scripted ones.
pub trait Zone: Debug + Send + Sync {
    /// How far local time is east of UTC at a moment, s.
    fn offset(&self, at: DateTime<Utc>) -> i32;

    /// The moments at which clocks here show `local`.
    fn moments(&self, local: NaiveDateTime) -> Moments {
        // A zone is never further than 26 h from UTC, and the date line is a jump of 24 h.
        let near = [-50, -26, -12, -6, 0, 6, 12, 26, 50];
        let mut found: Vec<DateTime<Utc>> = Vec::new();
        for hours in near {
            let offset = self.offset(local.and_utc() + TimeDelta::hours(hours));
            let moment = local.and_utc() - TimeDelta::seconds(offset.into());
            if self.offset(moment) == offset && !found.contains(&moment) {
                found.push(moment);
            }
        }
        found.sort();
        match (found.first(), found.last()) {
            (Some(first), Some(last)) if first == last => Moments::One(*first),
            (Some(first), Some(last)) => Moments::Two(*first, *last),
            (None, _) | (_, None) => Moments::Gap,
        }
    }
}

/// What a local time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moments {
    /// One moment.
    One(DateTime<Utc>),
    /// None: the clocks are set forward over it.
    Gap,
    /// Two, the earlier first: the clocks are set back over it.
    Two(DateTime<Utc>, DateTime<Utc>),
}

/// A longest gap: a day that the date line takes away, and an hour.
const GAP_MOST: i64 = 25 * 60;

/// The moment of a local time: of two the first, of none the first minute after it that exists.
pub(crate) fn moment(zone: &dyn Zone, local: NaiveDateTime) -> DateTime<Utc> {
    for minute in 0..=GAP_MOST {
        match zone.moments(local + TimeDelta::minutes(minute)) {
            Moments::One(at) | Moments::Two(at, _) => return at,
            Moments::Gap => {}
        }
    }
    // Clocks that skip more than a day are none we know of.
    local.and_utc() - TimeDelta::seconds(zone.offset(local.and_utc()).into())
}

/// What clocks show at a moment.
pub(crate) fn local(zone: &dyn Zone, at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc() + TimeDelta::seconds(zone.offset(at).into())
}

/// A zone that never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fixed(
    /// East of UTC, s.
    pub i32,
);

impl Zone for Fixed {
    fn offset(&self, _: DateTime<Utc>) -> i32 {
        self.0
    }
}

/// How often a zone is looked at: no clock change is shorter.
const LOOK: TimeDelta = TimeDelta::minutes(30);
/// Days before a date and after it: with a journey over the date line, a day of a plan lasts three.
const DAYS: (i64, i64) = (2, 4);

/// How often two zones are compared, h: they differ for longer, or by so little that no item of a day is moved.
const COMPARED: usize = 6;

/// A zone as it is around a date, so that what was planned by it can be told when the person is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Offsets {
    first: i32,
    /// From when on it is another, oldest first.
    then: Vec<(DateTime<Utc>, i32)>,
}

impl Offsets {
    pub(crate) fn around(zone: &dyn Zone, date: NaiveDate) -> Self {
        let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc();
        let (from, until) = (midnight - TimeDelta::days(DAYS.0), midnight + TimeDelta::days(DAYS.1));
        let first = zone.offset(from);
        let (mut then, mut at, mut offset) = (Vec::new(), from, first);
        while at < until {
            let next = at + LOOK;
            if zone.offset(next) != offset {
                // The second at which it changes.
                let (mut before, mut after) = (at, next);
                while after - before > TimeDelta::seconds(1) {
                    let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
                    if zone.offset(middle) == offset { before = middle } else { after = middle }
                }
                offset = zone.offset(next);
                then.push((after, offset));
            }
            at = next;
        }
        Self { first, then }
    }

    /// Clocks elsewhere show another time, around the same date. It is looked at the same moments each time, so that a
    /// late look finds what an early one does.
    pub(crate) fn differ(&self, zone: &dyn Zone, date: NaiveDate) -> bool {
        let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc();
        let hours = (DAYS.0 * -24..DAYS.1 * 24).step_by(COMPARED);
        hours.map(|hours| midnight + TimeDelta::hours(hours)).any(|at| self.offset(at) != zone.offset(at))
    }
}

impl Zone for Offsets {
    fn offset(&self, at: DateTime<Utc>) -> i32 {
        self.then.iter().rev().find(|(from, _)| at >= *from).map_or(self.first, |(_, offset)| *offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Offsets from a moment on.
    #[derive(Debug)]
    struct Scripted(i32, Vec<(DateTime<Utc>, i32)>);

    impl Zone for Scripted {
        fn offset(&self, at: DateTime<Utc>) -> i32 {
            self.1.iter().rev().find(|(from, _)| at >= *from).map_or(self.0, |(_, offset)| *offset)
        }
    }

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn a_time_that_does_not_exist_is_the_first_minute_that_does_and_of_a_doubled_one_the_first_counts() {
        let berlin = Scripted(3600, vec![(at(29, 1, 0).and_utc(), 7200)]);
        assert_eq!(berlin.moments(at(29, 2, 30)), Moments::Gap);
        assert_eq!(moment(&berlin, at(29, 2, 30)), at(29, 1, 0).and_utc());
        let back = Scripted(7200, vec![(at(29, 1, 0).and_utc(), 3600)]);
        assert_eq!(back.moments(at(29, 2, 30)), Moments::Two(at(29, 0, 30).and_utc(), at(29, 1, 30).and_utc()));
        assert_eq!(moment(&back, at(29, 2, 30)), at(29, 0, 30).and_utc());
    }

    #[test]
    fn half_an_hour_a_gap_at_midnight_and_a_day_that_the_date_line_takes_away() {
        let lord_howe = Scripted(37_800, vec![(at(10, 15, 30).and_utc(), 39_600)]);
        assert_eq!(moment(&lord_howe, at(11, 2, 10)), at(10, 15, 30).and_utc());
        let midnight = Scripted(-14_400, vec![(at(10, 4, 0).and_utc(), -10_800)]);
        assert_eq!(local(&midnight, moment(&midnight, at(10, 0, 0))), at(10, 1, 0));
        let samoa = Scripted(-36_000, vec![(at(10, 10, 0).and_utc(), 50_400)]);
        assert_eq!(samoa.moments(at(10, 12, 0)), Moments::Gap);
        assert_eq!(local(&samoa, moment(&samoa, at(10, 12, 0))), at(11, 0, 0));
    }
}
