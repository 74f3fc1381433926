//! Decides how days are put together for the columns of the page for a visit: weeks while they fit, then months, quarters, years.

use chrono::{Datelike, Days, Months, NaiveDate};
use lumbar_engine::diary::{DayTotals, Totals};

/// Columns that fit on paper.
const MOST: usize = 8;

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Week,
    Month,
    Quarter,
    Year,
    /// More years than fit: the first column holds all before.
    Years,
}

impl Unit {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year | Self::Years => "year",
        }
    }
}

/// Some days together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) from: NaiveDate,
    pub(crate) until: NaiveDate,
    pub(crate) totals: Totals,
}

/// The days from one to another in at most eight columns.
pub(crate) fn buckets(from: NaiveDate, until: NaiveDate, days: &[DayTotals]) -> (Unit, Vec<Bucket>) {
    let by_months = |months: u32| spans_by_months(from, until, months);
    let tries = [
        (Unit::Week, spans_by_weeks(from, until)),
        (Unit::Month, by_months(1)),
        (Unit::Quarter, by_months(3)),
        (Unit::Year, by_months(12)),
    ];
    let fits = tries.into_iter().find(|(_, spans)| spans.len() <= MOST);
    let (unit, spans) = fits.unwrap_or_else(|| (Unit::Years, last_years(by_months(12))));
    let bucket = |(from, until): (NaiveDate, NaiveDate)| {
        let mut totals = Totals::default();
        days.iter().filter(|day| (from..=until).contains(&day.day)).for_each(|day| totals.sum(&day.totals));
        Bucket { from, until, totals }
    };
    (unit, spans.into_iter().map(bucket).collect())
}

/// Whole weeks back from the last day; the first one may be shorter.
fn spans_by_weeks(from: NaiveDate, until: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut spans = Vec::new();
    let mut last = until;
    while last >= from && spans.len() <= MOST {
        let first = last.checked_sub_days(Days::new(6)).unwrap_or(from).max(from);
        spans.push((first, last));
        let Some(before) = first.pred_opt() else { break };
        last = before;
    }
    spans.reverse();
    spans
}

/// Calendar months, quarters or years; the first and the last one may be shorter.
fn spans_by_months(from: NaiveDate, until: NaiveDate, months: u32) -> Vec<(NaiveDate, NaiveDate)> {
    let month = from.month0() / months * months + 1;
    let mut spans = Vec::new();
    let mut first = NaiveDate::from_ymd_opt(from.year(), month, 1).unwrap_or(from);
    while first <= until {
        let Some(next) = first.checked_add_months(Months::new(months)) else { break };
        spans.push((first.max(from), next.pred_opt().unwrap_or(next).min(until)));
        first = next;
    }
    spans
}

/// The last years one by one, and all before them together.
fn last_years(spans: Vec<(NaiveDate, NaiveDate)>) -> Vec<(NaiveDate, NaiveDate)> {
    let early = spans.len().saturating_sub(MOST - 1);
    let before = spans.first().zip(spans.get(early.saturating_sub(1))).map(|(first, last)| (first.0, last.1));
    before.into_iter().chain(spans.iter().skip(early).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn walked(text: &str, seconds: u32) -> DayTotals {
        DayTotals { day: day(text), totals: Totals { walked: seconds, ..Totals::default() } }
    }

    #[test]
    fn any_span_fits_in_eight_columns_without_a_day_lost_or_doubled() {
        for (from, until, unit, count) in [
            ("2026-11-27", "2026-11-27", Unit::Week, 1),
            ("2026-10-31", "2026-11-27", Unit::Week, 4),
            ("2026-10-03", "2026-11-27", Unit::Week, 8),
            ("2026-09-05", "2026-11-27", Unit::Month, 3),
            ("2025-12-01", "2026-11-27", Unit::Quarter, 5),
            ("2020-05-05", "2026-11-27", Unit::Year, 7),
            ("2016-11-28", "2026-11-27", Unit::Years, 8),
            ("2000-01-01", "2199-12-31", Unit::Years, 8),
        ] {
            let (got, buckets) = buckets(day(from), day(until), &[]);
            assert_eq!((got, buckets.len()), (unit, count), "{from} {until}");
            assert_eq!((buckets[0].from, buckets[count - 1].until), (day(from), day(until)));
            assert!(buckets.windows(2).all(|pair| pair[0].until.succ_opt() == Some(pair[1].from)), "{buckets:?}");
        }
    }

    #[test]
    fn a_day_is_counted_in_its_own_column() {
        let days = [walked("2026-11-20", 60), walked("2026-11-21", 600), walked("2026-11-27", 6)];
        let (_, buckets) = buckets(day("2026-11-01"), day("2026-11-27"), &days);
        let walked: Vec<u32> = buckets.iter().map(|bucket| bucket.totals.walked).collect();
        assert_eq!(walked, [0, 0, 60, 606]);
    }
}
