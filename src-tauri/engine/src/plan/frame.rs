//! Decides when a plan's day begins and ends: with the end of the bed hours, not at midnight.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::plan::Clock;
use crate::plan::zone::{Zone, local, moment};

/// Without bed hours a day begins at five.
const DAY_BEGINS: u16 = 300;

/// One day of a plan, in one zone and with one set of bed hours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    zone: &'a dyn Zone,
    /// Minutes after midnight, local.
    begins: u16,
    bed: Option<(u16, u16)>,
    pub(crate) date: NaiveDate,
}

impl<'a> Frame<'a> {
    /// The day that a moment belongs to: 00:20 belongs to the evening before.
    pub(crate) fn of(zone: &'a dyn Zone, bed: Option<(u16, u16)>, now: DateTime<Utc>) -> Self {
        let bed = bed.filter(|(from, until)| from != until);
        let begins = bed.map_or(DAY_BEGINS, |(_, until)| until);
        let date = (local(zone, now) - TimeDelta::minutes(begins.into())).date();
        let day = Self { zone, begins, bed, date };
        // Where the hour of waking does not exist, the day begins with the first minute that does.
        if now >= day.ends() { day.on(day.next_date()) } else { day }
    }

    /// Another day.
    pub(crate) fn on(self, date: NaiveDate) -> Self {
        Self { date, ..self }
    }

    pub(crate) fn next_date(self) -> NaiveDate {
        self.date.succ_opt().unwrap_or(self.date)
    }

    /// The local time of a time of day: what comes before the day begins belongs to its night.
    pub(crate) fn local_at(self, Clock(minutes): Clock) -> NaiveDateTime {
        let date = if minutes < self.begins { self.next_date() } else { self.date };
        date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minutes.into())
    }

    /// The moment of a local time.
    pub(crate) fn moment(self, local: NaiveDateTime) -> DateTime<Utc> {
        moment(self.zone, local)
    }

    /// What clocks show at a moment.
    pub(crate) fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        local(self.zone, at)
    }

    /// When it begins.
    pub(crate) fn begins(self) -> DateTime<Utc> {
        self.moment(self.local_at(Clock(self.begins)))
    }

    /// When the next one begins.
    pub(crate) fn ends(self) -> DateTime<Utc> {
        self.on(self.next_date()).begins()
    }

    /// When its reminders end: with the bed hours.
    pub(crate) fn bed(self) -> DateTime<Utc> {
        self.bed.map_or(self.ends(), |(from, _)| self.moment(self.local_at(Clock(from))))
    }

    /// Tells whether a moment lies within hours of each day, as clocks show them.
    pub(crate) fn is_in(self, (from, until): (u16, u16), at: DateTime<Utc>) -> bool {
        use chrono::Timelike;
        let minute = u16::try_from(self.local(at).num_seconds_from_midnight() / 60).unwrap_or(0);
        if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
    }

    /// When such hours begin or end next.
    pub(crate) fn next_edge(self, (from, until): (u16, u16), at: DateTime<Utc>) -> DateTime<Utc> {
        let today = self.local(at).date();
        let dates = [today.pred_opt(), Some(today), today.succ_opt()].into_iter().flatten();
        let edges = dates.flat_map(|date| [from, until].map(|minutes| (date, minutes)));
        let moments = edges.map(|(date, minutes)| {
            self.moment(date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minutes.into()))
        });
        moments.filter(|moment| *moment > at).min().unwrap_or(at + TimeDelta::days(1))
    }
}

/// The day that a moment belongs to where clocks run like `zone`: 00:20 belongs to the evening before. `bed`: the bed hours,
/// minutes after midnight.
pub fn day_of(zone: &dyn Zone, bed: Option<(u16, u16)>, at: DateTime<Utc>) -> NaiveDate {
    Frame::of(zone, bed, at).date
}

/// The moment of a time of day on a day: what comes before the day begins belongs to its night.
pub fn moment_on(zone: &dyn Zone, bed: Option<(u16, u16)>, date: NaiveDate, time: Clock) -> DateTime<Utc> {
    let day = Frame::of(zone, bed, DateTime::UNIX_EPOCH).on(date);
    day.moment(day.local_at(time))
}
