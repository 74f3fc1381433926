//! Reads the diary for its pages, by the reader's own connection: the loop that keeps time is never asked.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use lumbar_engine::diary::{
    DayDetail, DayTotals, Days, LocalTime, MonthTotals, SessionRecord, Totals, WeekAnswer, Year,
};
use rusqlite::{Connection, OptionalExtension, params};

use super::diary::{day, key, number};
use super::error::StoreError;
use super::reader::Reader;

impl Reader {
    /// The days from `from` up to and with `until`: a week, or a month.
    ///
    /// # Errors
    /// The file cannot be read.
    #[cfg_attr(not(test), allow(dead_code, reason = "the pages of the history read it"))]
    pub(crate) fn days(&self, from: NaiveDate, until: NaiveDate) -> Result<Days, StoreError> {
        self.read(|connection| {
            let (first, last) = ends(connection)?;
            Ok(Days { days: days(connection, from, until)?, weeks: weeks(connection, from, until)?, first, last })
        })
    }

    /// A year, by month.
    ///
    /// # Errors
    /// The file cannot be read.
    #[cfg_attr(not(test), allow(dead_code, reason = "the pages of the history read it"))]
    pub(crate) fn year(&self, year: i32) -> Result<Year, StoreError> {
        let date = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let (from, until) = (date(1, 1), date(12, 31));
        self.read(|connection| {
            let (first, last) = ends(connection)?;
            let mut months: BTreeMap<NaiveDate, MonthTotals> = BTreeMap::new();
            for DayTotals { day, totals } in days(connection, from, until)? {
                let month = day.with_day(1).unwrap_or(day);
                let fresh = || MonthTotals { month, days: 0, days_walked: 0, totals: Totals::default() };
                let sum = months.entry(month).or_insert_with(fresh);
                sum.days += 1;
                sum.days_walked += u32::from(totals.walked > 0);
                sum.totals.sum(&totals);
            }
            Ok(Year { months: months.into_values().collect(), weeks: weeks(connection, from, until)?, first, last })
        })
    }

    /// One day, session by session.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn day(&self, of: NaiveDate) -> Result<DayDetail, StoreError> {
        self.read(|connection| {
            let records = records(
                connection,
                "SELECT body FROM record WHERE day = ?1 AND counts ORDER BY began, session",
                params![number(of)],
            )?;
            let mut totals = Totals::default();
            records.iter().for_each(|record| totals.add(record));
            let note = connection
                .query_row("SELECT text FROM day_note WHERE day = ?1", [number(of)], |row| row.get(0))
                .optional()?;
            let beside = |query: &str| -> rusqlite::Result<Option<NaiveDate>> {
                let found: Option<i32> = connection.query_row(query, [number(of)], |row| row.get(0))?;
                Ok(found.and_then(day))
            };
            let before = beside("SELECT max(day) FROM day_total WHERE day < ?1")?;
            let after = beside("SELECT min(day) FROM day_total WHERE day > ?1")?;
            Ok(DayDetail { day: of, records, totals, note: note.unwrap_or_default(), before, after })
        })
    }

    /// The record of a session; `None` = there is none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn record(&self, session: u64) -> Result<Option<SessionRecord>, StoreError> {
        self.read(|connection| {
            let found = records(connection, "SELECT body FROM record WHERE session = ?1", params![key(session)])?;
            Ok(found.into_iter().next())
        })
    }

    /// The records that count and began before `before`, newest first, at most `limit`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn recent(&self, before: DateTime<Utc>, limit: u32) -> Result<Vec<SessionRecord>, StoreError> {
        self.read(|connection| {
            records(
                connection,
                "SELECT body FROM record WHERE began < ?1 AND counts ORDER BY began DESC, session DESC LIMIT ?2",
                params![before.timestamp(), limit],
            )
        })
    }

    /// Whether two of the same kind (`thermal`, or movement) would be at once: the record of another session than `but` that
    /// meets this time.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn meets(
        &self,
        (from, until): (LocalTime, LocalTime),
        thermal: bool,
        but: Option<u64>,
    ) -> Result<Option<SessionRecord>, StoreError> {
        // No record lasts longer than two days, so that the index is enough.
        let earliest = from.timestamp() - 2 * 86_400;
        self.read(|connection| {
            let found = records(
                connection,
                "SELECT body FROM record WHERE began >= ?1 AND began < ?2 AND until > ?3 AND thermal = ?4 AND counts
                 AND session IS NOT ?5 ORDER BY began LIMIT 20",
                params![earliest, until.timestamp(), from.timestamp(), thermal, but.map(key)],
            )?;
            // Between two turns nothing is on.
            let meets = |record: &SessionRecord| {
                let on = |from_: LocalTime, until_: Option<LocalTime>| {
                    from_ < until && until_.is_none_or(|until_| from < until_)
                };
                record.exposures.iter().any(|known| on(known.on, known.off))
                    || (record.exposures.is_empty() && on(record.from(), record.until()))
            };
            Ok(found.into_iter().find(meets))
        })
    }

    /// The newest answers about weeks, at most three, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn last_weeks(&self) -> Result<Vec<WeekAnswer>, StoreError> {
        self.read(|connection| {
            let mut query = connection.prepare("SELECT body FROM week_answer ORDER BY until DESC LIMIT 3")?;
            let bodies: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(bodies.iter().rev().filter_map(|body| serde_json::from_str(body).ok()).collect())
        })
    }
}

/// The first and the last day on which something was done.
pub(super) fn ends(connection: &Connection) -> rusqlite::Result<(Option<NaiveDate>, Option<NaiveDate>)> {
    let end = |query: &str| connection.query_row(query, [], |row| row.get::<_, Option<i32>>(0));
    let (first, last) = (end("SELECT min(day) FROM day_total")?, end("SELECT max(day) FROM day_total")?);
    Ok((first.and_then(day), last.and_then(day)))
}

pub(super) fn days(connection: &Connection, from: NaiveDate, until: NaiveDate) -> rusqlite::Result<Vec<DayTotals>> {
    let mut query = connection.prepare("SELECT day, totals FROM day_total WHERE day BETWEEN ?1 AND ?2 ORDER BY day")?;
    let rows =
        query.query_map([number(from), number(until)], |row| Ok((row.get::<_, i32>(0)?, row.get::<_, String>(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (of, totals) = row?;
        if let (Some(day), Ok(totals)) = (day(of), serde_json::from_str(&totals)) {
            found.push(DayTotals { day, totals });
        }
    }
    Ok(found)
}

pub(super) fn weeks(connection: &Connection, from: NaiveDate, until: NaiveDate) -> rusqlite::Result<Vec<WeekAnswer>> {
    let mut query = connection.prepare("SELECT body FROM week_answer WHERE until BETWEEN ?1 AND ?2 ORDER BY until")?;
    let rows = query.query_map([number(from), number(until)], |row| row.get::<_, String>(0))?;
    let bodies: Vec<String> = rows.collect::<Result<_, _>>()?;
    Ok(bodies.iter().filter_map(|body| serde_json::from_str(body).ok()).collect())
}

/// What this version cannot read is passed over.
pub(super) fn records(
    connection: &Connection,
    query: &str,
    with: impl rusqlite::Params,
) -> rusqlite::Result<Vec<SessionRecord>> {
    let mut query = connection.prepare(query)?;
    let bodies: Vec<String> = query.query_map(with, |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(bodies.iter().filter_map(|body| serde_json::from_str(body).ok()).collect())
}
