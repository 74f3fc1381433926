//! Owns what goes into the diary with a step, and writes it in the transaction of that step, the sums of its days included.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use lumbar_engine::diary::{SessionRecord, WeekAnswer};
use lumbar_engine::event::Event;
use rusqlite::{Connection, params};

use super::diary::{day_of, json, keep, key, number, sum_up, write_event};
use super::everything;
use super::staged::Staged;

/// Something that goes into the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// It happened.
    Event(Event),
    /// The record of a session, in the place of the one before.
    Keep(Box<SessionRecord>),
    /// There is no record of this session.
    Forget(u64),
    /// What the person wrote about a day; empty = nothing.
    Note(NaiveDate, String),
    /// How much the back stopped the person in a week.
    Week(WeekAnswer),
    /// This is the whole diary from now on, and what was in it is gone; `None` = nothing is.
    Everything(Option<Arc<Staged>>),
}

impl From<Event> for Entry {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

/// Writes entries in their order, and sums up the days they touch.
pub(super) fn write(step: &Connection, entries: &[Entry]) -> rusqlite::Result<()> {
    let mut touched = BTreeSet::new();
    for entry in entries {
        match entry {
            Entry::Event(event) => write_event(step, event)?,
            Entry::Keep(record) => {
                touched.extend(day_of(step, record.session)?);
                touched.insert(number(record.day));
                keep(step, record)?;
            }
            Entry::Forget(session) => {
                touched.extend(day_of(step, *session)?);
                step.prepare_cached("DELETE FROM record WHERE session = ?1")?.execute([key(*session)])?;
            }
            Entry::Note(day, text) if text.is_empty() => {
                step.prepare_cached("DELETE FROM day_note WHERE day = ?1")?.execute([number(*day)])?;
            }
            Entry::Note(day, text) => {
                step.prepare_cached(
                    "INSERT INTO day_note (day, text) VALUES (?1, ?2) ON CONFLICT (day) DO UPDATE SET text = ?2",
                )?
                .execute(params![number(*day), text])?;
            }
            Entry::Everything(instead) => {
                touched.clear();
                everything::replace(step, instead.as_deref())?;
            }
            Entry::Week(answer) => {
                step.prepare_cached(
                    "INSERT INTO week_answer (until, body) VALUES (?1, ?2) ON CONFLICT (until) DO UPDATE SET body = ?2",
                )?
                .execute(params![number(answer.until), json(answer)?])?;
            }
        }
    }
    touched.into_iter().try_for_each(|day| sum_up(step, day))
}
