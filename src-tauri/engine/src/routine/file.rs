//! Owns the file of a routine: its version, its lines, what is written, and what others put into it.

use std::fmt::Write as _;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use crate::routine::Routine;

/// The version of the form of routine files. A file that names none is of version 1.
pub const VERSION: i64 = 1;

/// The fields of a routine, in the order in which they are written.
pub const FIELDS: [&str; 19] = [
    "version",
    "id",
    "name",
    "short",
    "kind",
    "figure",
    "quick-start",
    "everyday",
    "tool",
    "per-day",
    "calm-pace",
    "turns",
    "lengths",
    "supplies",
    "packs",
    "cautions",
    "not-for",
    "sources",
    "step",
];

/// The fields of steps, in the order in which they are written.
pub const STEP_FIELDS: [&str; 14] = [
    "do",
    "method",
    "text",
    "figure",
    "seconds",
    "first-seconds",
    "checks",
    "segments",
    "warn",
    "optional",
    "beats",
    "reps",
    "sides",
    "alternate",
];

/// What is read of a file before anything else.
#[derive(Deserialize)]
pub(super) struct Head {
    #[serde(default = "first")]
    pub(super) version: i64,
}

fn first() -> i64 {
    1
}

/// What a file holds beside what is known here: it stays there when the routine is changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Others {
    /// Of the routine.
    pub routine: Table,
    /// Of each step, by its place.
    pub steps: Vec<Table>,
}

impl Others {
    /// Reads them from a file; none where it is no file.
    pub fn of(text: &str) -> Self {
        let mut all: Table = toml::from_str(text).unwrap_or_default();
        let steps = match all.remove("step") {
            Some(Value::Array(steps)) => steps
                .into_iter()
                .map(|step| match step {
                    Value::Table(step) => unknown(step, &STEP_FIELDS),
                    Value::String(_)
                    | Value::Integer(_)
                    | Value::Float(_)
                    | Value::Boolean(_)
                    | Value::Datetime(_)
                    | Value::Array(_) => Table::new(),
                })
                .collect(),
            Some(_) | None => Vec::new(),
        };
        Self { routine: unknown(all, &FIELDS), steps }
    }

    /// Their names, once each.
    pub fn names(&self) -> Vec<String> {
        let all = self.routine.keys().chain(self.steps.iter().flat_map(Table::keys));
        let mut names: Vec<String> = all.cloned().collect();
        names.sort();
        names.dedup();
        names
    }
}

fn unknown(mut table: Table, known: &[&str]) -> Table {
    table.retain(|name, _| !known.iter().any(|one| *one == name));
    table
}

impl Routine {
    /// The text of its file, with what else is to stand in it. Read again it is the same routine.
    pub fn write(&self, others: &Others) -> String {
        let mut text = format!("version = {VERSION}\n");
        let Ok(mut all) = Table::try_from(self) else { return text };
        let steps = match all.remove("step") {
            Some(Value::Array(steps)) => steps,
            Some(_) | None => Vec::new(),
        };
        lines(&mut text, &all, &FIELDS, &others.routine);
        for (nth, step) in steps.iter().enumerate() {
            text.push_str("\n[[step]]\n");
            if let Value::Table(step) = step {
                let nothing = Table::new();
                lines(&mut text, step, &STEP_FIELDS, others.steps.get(nth).unwrap_or(&nothing));
            }
        }
        text
    }
}

/// Writes fields in their order, without those that say what is so anyway, then the others.
fn lines(text: &mut String, known: &Table, order: &[&str], others: &Table) {
    let known = order.iter().filter_map(|name| Some(((*name).to_owned(), known.get(*name)?)));
    let said = known.filter(|(name, value)| !is_usual(name, value));
    for (name, value) in said.chain(others.iter().map(|(name, value)| (name.clone(), value))) {
        let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let name = if bare { name } else { Value::String(name).to_string() };
        // Writing into memory does not fail.
        let _ = writeln!(text, "{name} = {value}");
    }
}

/// Whether a field says no more than its absence.
fn is_usual(name: &str, value: &Value) -> bool {
    match value {
        Value::Boolean(yes) => !yes,
        Value::Array(list) => list.is_empty(),
        Value::Integer(number) => name == "reps" && *number == 1,
        Value::Table(table) => name == "turns" && table.values().all(|number| *number == Value::Integer(1)),
        Value::String(_) | Value::Float(_) | Value::Datetime(_) => false,
    }
}

/// The line of a field of the routine, or of one of its steps (from 1), counted from 1; of the step, or of the first line that
/// names it, where it has no such field.
pub(super) fn line_of(text: &str, step: Option<usize>, field: Option<&str>) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let found = |table: &DeTable<'_>, field: &str| {
        let named =
            |(key, _): &(&Spanned<_>, _)| AsRef::<str>::as_ref(key.get_ref() as &std::borrow::Cow<'_, str>) == field;
        table.iter().find(named).map(|(key, _)| key.span().start)
    };
    let routine = table.get_ref();
    let at = match step {
        None => field.and_then(|field| found(routine, field)),
        Some(step) => {
            let steps = match routine.get("step")?.get_ref() {
                DeValue::Array(steps) => steps,
                _ => return None,
            };
            let step = steps.get(step.checked_sub(1)?)?;
            let DeValue::Table(fields) = step.get_ref() else { return None };
            let first = fields.iter().map(|(key, _)| key.span().start).min();
            field.and_then(|field| found(fields, field)).or(first).or(Some(step.span().start))
        }
    };
    at.map(|at| line_at(text, at))
}

/// The first line that holds a text as it stands in the file.
pub(super) fn line_of_text(text: &str, quoted: &str) -> Option<usize> {
    let quoted = quoted.trim();
    let there = |line: &str| !quoted.is_empty() && line.contains(quoted);
    text.lines().position(there).map(|before| before + 1)
}

/// The line at a place in a text, from 1.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.matches('\n').count()) + 1
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use crate::routine::catalogue::Catalogue;

    #[test]
    fn every_built_in_routine_is_the_same_when_it_is_written_and_read_again() {
        for routine in Catalogue::built_in().unwrap().routines() {
            let text = routine.write(&Others::default());
            assert_eq!(&Routine::read(&text).unwrap(), &**routine, "{text}");
            assert!(text.starts_with("version = 1\nid = "), "{text}");
            assert_eq!(Others::of(&text), Others::default(), "every field that is written is known: {text}");
        }
    }

    #[test]
    fn what_others_put_into_a_file_stays_in_it() {
        let text = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n\"my colour\" = \"red\"\nmade = 2026-11-28\n\
            [[step]]\ndo = \"move\"\ntext = \"rock\"\nfigure = \"rock\"\nseconds = 60\nsong = { title = \"x\", at = [1, 2] }\n";
        let (routine, others) = (Routine::read(text).unwrap(), Others::of(text));
        assert_eq!(others.names(), ["made", "my colour", "song"]);
        let written = routine.write(&others);
        assert_eq!((Routine::read(&written).unwrap(), Others::of(&written)), (routine, others));
        for line in ["\"my colour\" = \"red\"", "made = 2026-11-28", "song = { title = \"x\", at = [1, 2] }"] {
            assert!(written.lines().any(|written| written == line), "{line}: {written}");
        }
    }

    #[test]
    fn a_place_in_a_routine_has_its_line() {
        let text = "# mine\nid = \"mine\"\nturns = { usual = 1, most = 1 }\n\n[[step]]\ndo = \"rest\"\nseconds = 60\n\n\
            [[step]]\nseconds = 70\ndo = \"rest\"\n";
        for (step, field, line) in [
            (None, Some("turns"), Some(3)),
            (None, Some("none"), None),
            (Some(1), Some("seconds"), Some(7)),
            (Some(2), Some("seconds"), Some(10)),
            (Some(2), Some("checks"), Some(10)),
            (Some(3), Some("seconds"), None),
        ] {
            assert_eq!(line_of(text, step, field), line, "{step:?} {field:?}");
        }
    }
}
