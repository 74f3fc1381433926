//! Owns the file of a routine: its version, its lines, what is written, and what others put into it.

use std::fmt::Write as _;

use serde::Deserialize;
use toml::de::{DeTable, DeValue, ValueDeserializer};
use toml::{Spanned, Table, Value};

use crate::routine::names::shortened;
use crate::routine::{Routine, Step};

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

/// The version that a file gives.
///
/// # Errors
/// It is no number.
pub(super) fn version_of(file: &DeTable<'_>) -> Result<i64, toml::de::Error> {
    let given = file.get("version").cloned();
    given.map_or(Ok(1), |version| i64::deserialize(ValueDeserializer::from(version)))
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
    table.retain(|name, _| !known.contains(&name));
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
            let DeValue::Array(steps) = routine.get("step")?.get_ref() else { return None };
            let step = steps.get(step.checked_sub(1)?)?;
            let DeValue::Table(fields) = step.get_ref() else { return None };
            let first = fields.iter().map(|(key, _)| key.span().start).min();
            // A step of cues has its seconds in them.
            let instead = |field| if field == "seconds" { found(fields, "beats") } else { None };
            let at = field.and_then(|field| found(fields, field).or_else(|| instead(field)));
            at.or(first).or(Some(step.span().start))
        }
    };
    at.map(|at| line_at(text, at))
}

/// The line of the first step that is none, which the error of the whole file does not tell: of its field where the reason names
/// the value.
pub(super) fn line_of_unreadable_step(text: &str) -> Option<usize> {
    let all: Table = toml::from_str(text).ok()?;
    let Some(Value::Array(steps)) = all.get("step") else { return None };
    let (nth, why, step) = (1..).zip(steps).find_map(|(nth, step)| {
        let why = Step::deserialize(step.clone()).err()?;
        Some((nth, why.message().to_owned(), step))
    })?;
    let named = |value: &Value| why.contains(&format!("`{value}`")) || why.contains(value.as_str().unwrap_or("`"));
    let field = step.as_table()?.iter().find(|(_, value)| named(value)).map(|(field, _)| field.as_str());
    line_of(text, Some(nth), field)
}

/// The line of the first text in a file that is quoted so ([`shortened`]).
pub(super) fn line_of_text(text: &str, quoted: &str) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let at = table.get_ref().iter().find_map(|(_, value)| place_of_text(value, quoted))?;
    Some(line_at(text, at))
}

fn place_of_text(value: &Spanned<DeValue<'_>>, quoted: &str) -> Option<usize> {
    match value.get_ref() {
        DeValue::String(said) => {
            // A cue stands there with its seconds.
            let cue = said.rsplit_once(' ').is_some_and(|(cue, _)| shortened(cue) == quoted);
            (shortened(said) == quoted || cue).then(|| value.span().start)
        }
        DeValue::Array(list) => list.iter().find_map(|one| place_of_text(one, quoted)),
        DeValue::Table(table) => table.iter().find_map(|(_, one)| place_of_text(one, quoted)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => None,
    }
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
            assert!(Others::of(&text).names().is_empty(), "every field that is written is known: {text}");
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
        for line in ["\"my colour\" = \"red\"", "made = 2026-11-28", "song = { at = [1, 2], title = \"x\" }"] {
            assert!(written.lines().any(|written| written == line), "{line}: {written}");
        }
    }

    fn as_json(text: &str) -> serde_json::Value {
        serde_json::to_value(toml::from_str::<Table>(text).unwrap()).unwrap()
    }

    #[test]
    fn the_schema_takes_every_built_in_routine_and_every_file_that_is_written_and_no_other() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../../../docs/routine.schema.json")).unwrap();
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.add_resource("routine.json", schema.clone()).unwrap();
        let compiled = compiler.compile("routine.json", &mut schemas).unwrap();
        let takes = |text: &str| schemas.validate(&as_json(text), compiled).map_err(|why| why.to_string());
        for text in crate::routine::catalogue::FILES {
            let written = Routine::read(text).unwrap().write(&Others::default());
            assert_eq!((takes(text), takes(&written)), (Ok(()), Ok(())), "{text}");
        }
        let base = crate::routine::catalogue::FILES.iter().find(|text| text.contains("id = \"ball-floor\"")).unwrap();
        for (from, to) in [
            ("id = \"ball-floor\"", "id = \"Ball Floor\""),
            ("kind = \"massage\"", "kind = \"surgery\""),
            ("kind = \"massage\"", "version = 2\nkind = \"massage\""),
            ("tool = \"floor-balls\"\n", ""),
            ("seconds = 60", "seconds = 0"),
            ("seconds = 60", "seconds = 28801"),
            ("seconds = 60\n", ""),
            ("do = \"move\"", "do = \"run\""),
            ("\"roll 60\"", "\"roll\""),
        ] {
            let other = base.replacen(from, to, 1);
            assert!(&other != base && takes(&other).is_err() && Routine::read(&other).is_err(), "{from} → {to}");
        }
        // It names every field, and no other.
        let fields =
            |of: &serde_json::Value| -> Vec<String> { of["properties"].as_object().unwrap().keys().cloned().collect() };
        let mut known = FIELDS.map(String::from).to_vec();
        known.sort();
        assert_eq!(fields(&schema), known);
        let mut steps: Vec<String> =
            ["expose", "rest", "move"].iter().flat_map(|step| fields(&schema["$defs"][step])).collect();
        let mut known = STEP_FIELDS.map(String::from).to_vec();
        steps.sort();
        steps.dedup();
        known.sort();
        assert_eq!(steps, known);
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
