//! Owns the rows of the diary: records of sessions, what each day of them sums up to, and what happened.

use chrono::{Datelike, NaiveDate};
use lumbar_engine::diary::{SessionRecord, Totals};
use lumbar_engine::event::Event;
use rusqlite::{Connection, OptionalExtension, params};

/// A day as the tables number it.
pub(super) fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The day of a number.
pub(super) fn day(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}

pub(super) fn write_event(step: &Connection, event: &Event) -> rusqlite::Result<()> {
    step.prepare_cached("INSERT INTO event (at, session, routine, what) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        event.at.timestamp_millis(),
        event.session.map(key),
        event.routine,
        json(&event.what)?
    ])?;
    Ok(())
}

pub(super) fn keep(step: &Connection, record: &SessionRecord) -> rusqlite::Result<()> {
    step.prepare_cached(
        "INSERT INTO record (session, day, began, until, thermal, counts, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (session) DO UPDATE
         SET day = ?2, began = ?3, until = ?4, thermal = ?5, counts = ?6, body = ?7",
    )?
    .execute(params![
        key(record.session),
        number(record.day),
        record.from().timestamp(),
        record.until().map(|until| until.timestamp()),
        record.kind.is_thermal(),
        record.counts(),
        json(record)?
    ])?;
    Ok(())
}

/// Sums up a day anew from its records: a sum that is only added to would keep every slip.
pub(super) fn sum_up(step: &Connection, day: i32) -> rusqlite::Result<()> {
    let mut totals = Totals::default();
    let mut rows = step.prepare_cached("SELECT body FROM record WHERE day = ?1 AND counts")?;
    for body in rows.query_map([day], |row| row.get::<_, String>(0))? {
        if let Ok(record) = serde_json::from_str(&body?) {
            totals.add(&record);
        }
    }
    if totals.is_empty() {
        step.prepare_cached("DELETE FROM day_total WHERE day = ?1")?.execute([day])?;
    } else {
        step.prepare_cached(
            "INSERT INTO day_total (day, totals) VALUES (?1, ?2) ON CONFLICT (day) DO UPDATE SET totals = ?2",
        )?
        .execute(params![day, json(&totals)?])?;
    }
    Ok(())
}

pub(super) fn day_of(step: &Connection, session: u64) -> rusqlite::Result<Option<i32>> {
    step.prepare_cached("SELECT day FROM record WHERE session = ?1")?
        .query_row([key(session)], |row| row.get(0))
        .optional()
}

/// The highest number of a session of which there is a record; 0 = there is none.
pub(super) fn last_session(connection: &Connection) -> rusqlite::Result<u64> {
    let last: Option<i64> = connection.query_row("SELECT max(session) FROM record", [], |row| row.get(0))?;
    Ok(last.and_then(|last| u64::try_from(last).ok()).unwrap_or(0))
}

/// A number of a session as the tables have it.
pub(super) fn key(session: u64) -> i64 {
    i64::try_from(session).unwrap_or(i64::MAX)
}

pub(super) fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
