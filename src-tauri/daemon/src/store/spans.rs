//! Reads stretches of the diary session by session: a week, and what is told on a visit.

use chrono::NaiveDate;
use lumbar_engine::diary::{Days, SessionRecord};
use rusqlite::params;

use super::diary::{day, number};
use super::error::StoreError;
use super::history::{days, ends, records, weeks};
use super::reader::Reader;

/// Sessions with an event, and notes, that a page for a visit can show.
const FEW: usize = 4;

/// What the diary holds for the page for a visit.
#[derive(Debug, Default)]
pub(crate) struct Visit {
    /// The days.
    pub(crate) days: Days,
    /// The latest sessions on which something was on for too long or the skin was not fine, latest first.
    pub(crate) events: Vec<SessionRecord>,
    /// The latest notes of days, latest first.
    pub(crate) notes: Vec<(NaiveDate, String)>,
}

impl Reader {
    /// What was really done from `from` up to and with `until`, session by session.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn records_of(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<SessionRecord>, StoreError> {
        self.read(|connection| {
            records(
                connection,
                "SELECT body FROM record WHERE day BETWEEN ?1 AND ?2 AND counts ORDER BY began, session",
                params![number(from), number(until)],
            )
        })
    }

    /// What is told on a visit; `which` says the days, by the first day of the diary.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn visit(
        &self,
        which: impl FnOnce(Option<NaiveDate>) -> (NaiveDate, NaiveDate),
    ) -> Result<Visit, StoreError> {
        self.read(|connection| {
            let (first, last) = ends(connection)?;
            let (from, until) = which(first);
            let days =
                Days { days: days(connection, from, until)?, weeks: weeks(connection, from, until)?, first, last };
            let mut events = Vec::new();
            // The sums of the days know on which ones to look.
            for of in days.days.iter().rev().filter(|day| day.totals.overran + day.totals.skin_events > 0) {
                if events.len() >= FEW {
                    break;
                }
                let query = "SELECT body FROM record WHERE day = ?1 AND counts ORDER BY began DESC, session DESC";
                let of_day = records(connection, query, params![number(of.day)])?;
                events.extend(of_day.into_iter().filter(|record| record.overran() + record.skin_events() > 0));
            }
            let mut query = connection.prepare(
                "SELECT day, text FROM day_note WHERE day BETWEEN ?1 AND ?2 AND text <> '' ORDER BY day DESC LIMIT ?3",
            )?;
            let few = i64::try_from(FEW).unwrap_or(i64::MAX);
            let rows = query.query_map(params![number(from), number(until), few], |row| {
                Ok((row.get::<_, i32>(0)?, row.get::<_, String>(1)?))
            })?;
            let rows: Vec<(i32, String)> = rows.collect::<Result<_, _>>()?;
            let notes = rows.into_iter().filter_map(|(of, note)| Some((day(of)?, note))).collect();
            Ok(Visit { days, events, notes })
        })
    }
}
