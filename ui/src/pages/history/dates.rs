//! Decides how days, weeks, months and years are named in the history, long and short.

use chrono::{Datelike, NaiveDate};

use crate::Ui;
use crate::period::Period;

impl Ui {
    /// "2 Nov".
    pub(crate) fn day_short(&self, day: NaiveDate) -> String {
        let month = self.t(&format!("month-short-{}", day.month()));
        self.text("history-day-short", &[("day", day.day().into()), ("month", month.into())])
    }

    /// "2 November 2026".
    pub(crate) fn day_of_year(&self, day: NaiveDate) -> String {
        let month = self.t(&format!("month-{}", day.month()));
        let year = day.year().to_string();
        self.text("date-of-year", &[("day", day.day().into()), ("month", month.into()), ("year", year.into())])
    }

    /// "Monday 2 November".
    pub(crate) fn day_named(&self, day: NaiveDate) -> String {
        let weekday = self.t(&format!("weekday-{}", day.weekday().number_from_monday()));
        let month = self.t(&format!("month-{}", day.month()));
        self.text("date", &[("weekday", weekday.into()), ("day", day.day().into()), ("month", month.into())])
    }

    /// "2 November".
    pub(crate) fn day_of_month(&self, day: NaiveDate) -> String {
        let month = self.t(&format!("month-{}", day.month()));
        self.text("history-day", &[("day", day.day().into()), ("month", month.into())])
    }

    /// "Mon".
    pub(crate) fn weekday_short(&self, day: NaiveDate) -> String {
        self.t(&format!("weekday-short-{}", day.weekday().number_from_monday()))
    }

    /// "31 Oct – 6 Nov", "7 – 13 Nov".
    pub(crate) fn span_short(&self, from: NaiveDate, until: NaiveDate) -> String {
        if (from.year(), from.month()) == (until.year(), until.month()) {
            let month = self.t(&format!("month-short-{}", until.month()));
            let args = [("from", from.day().into()), ("until", until.day().into()), ("month", month.into())];
            return self.text("history-days-short", &args);
        }
        let args = [("from", self.day_short(from).into()), ("until", self.day_short(until).into())];
        self.text("history-span-short", &args)
    }

    /// "31 October to 6 November 2026", "7 to 13 November 2026"; the year of the first day only where it is another.
    pub(crate) fn span(&self, from: NaiveDate, until: NaiveDate) -> String {
        if (from.year(), from.month()) == (until.year(), until.month()) {
            let args = [("from", from.day().into()), ("until", self.day_of_year(until).into())];
            return self.text("history-span", &args);
        }
        let first = if from.year() == until.year() { self.day_of_month(from) } else { self.day_of_year(from) };
        self.text("history-span", &[("from", first.into()), ("until", self.day_of_year(until).into())])
    }

    /// "November 2026".
    pub(crate) fn month_of_year(&self, day: NaiveDate) -> String {
        let month = self.t(&format!("month-{}", day.month()));
        self.text("history-month-of-year", &[("month", month.into()), ("year", day.year().to_string().into())])
    }

    /// The heading of a period.
    pub(crate) fn period_name(&self, period: Period) -> String {
        match period {
            Period::Week(first) => self.span(first, period.last()),
            Period::Month(first) => self.month_of_year(first),
            Period::Year(year) => year.to_string(),
        }
    }

    /// A period as a link: "October", or "December 2025" where it is another year.
    pub(crate) fn period_short(&self, period: Period, today: NaiveDate) -> String {
        match period {
            Period::Week(first) => self.span_short(first, period.last()),
            Period::Month(first) if first.year() == today.year() => self.t(&format!("month-{}", first.month())),
            Period::Month(first) => self.month_of_year(first),
            Period::Year(year) => year.to_string(),
        }
    }
}
