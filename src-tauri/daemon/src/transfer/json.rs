//! Decides how everything is written as JSON: the same data always give the same bytes, one thing a line.

use std::io::{self, Write};
use std::path::Path;

use lumbar_engine::Saved;
use lumbar_ui::settings::{Standing, row};
use serde::Serialize;

use super::format::{Counts, FORMAT, NoteLine, SettingLine, VERSION};
use super::routines;
use crate::store::Prefs;
use crate::store::everything::{Everything, NotTold};

/// Writes it all.
///
/// # Errors
/// The data cannot be read, or the file not written.
pub(super) fn write(from: &Everything<'_>, routines: &Path, out: &mut impl Write) -> Result<Counts, NotTold> {
    let saved = from.saved_state()?;
    let running = saved.as_ref().map(Saved::running).unwrap_or_default();
    let portable = saved.map(|saved| saved.portable()).unwrap_or_default();
    let mut counts = Counts::default();
    writeln!(out, "{{\n\"format\": \"{FORMAT}\",\n\"version\": {VERSION},")?;
    writeln!(out, "\"person\": {},", json(&portable)?)?;
    let mut list = List::begin("settings", out)?;
    for setting in settings(&from.prefs()?) {
        list.add(&setting)?;
    }
    counts.settings = list.end()?;
    let mut list = List::begin("routines", out)?;
    for routine in routines::sound(routines) {
        list.add(&routine)?;
    }
    counts.routines = list.end()?;
    let mut list = List::begin("notes", out)?;
    from.notes(|day, note| list.add(&NoteLine { day, note }))?;
    counts.notes = list.end()?;
    let mut list = List::begin("weeks", out)?;
    from.weeks(|answer| list.add(&answer))?;
    counts.weeks = list.end()?;
    let mut list = List::begin("sessions", out)?;
    // What goes on is not whole yet: it would go on for ever where it is read.
    from.records(|record| if running.contains(&record.session) { Ok(()) } else { list.add(&record) })?;
    counts.sessions = list.end()?;
    let mut list = List::begin("events", out)?;
    from.events(|event| list.add(&event))?;
    counts.events = list.end()?;
    writeln!(out, "\"counts\": {}\n}}", json(&counts)?)?;
    Ok(counts)
}

/// What lies in the data, each as what it is.
fn settings(prefs: &Prefs) -> Vec<SettingLine> {
    let line = |(key, text): (&String, &String)| {
        let odd = row(key).is_some_and(|row| matches!(prefs.standing(row), Standing::NotUnderstood(_)));
        let value = serde_json::from_str(text).ok().filter(|_| !odd);
        let text = value.is_none().then(|| text.clone());
        SettingLine { key: key.clone(), value, text }
    };
    prefs.rows().iter().map(line).collect()
}

/// A list, an element a line.
struct List<'a, W> {
    out: &'a mut W,
    so_far: usize,
}

impl<'a, W: Write> List<'a, W> {
    fn begin(name: &str, out: &'a mut W) -> io::Result<Self> {
        write!(out, "\"{name}\": [")?;
        Ok(Self { out, so_far: 0 })
    }

    fn add(&mut self, element: &impl Serialize) -> io::Result<()> {
        self.out.write_all(if self.so_far == 0 { b"\n" } else { b",\n" })?;
        self.so_far += 1;
        serde_json::to_writer(&mut *self.out, element).map_err(io::Error::from)
    }

    fn end(self) -> io::Result<usize> {
        self.out.write_all(if self.so_far == 0 { b"],\n" } else { b"\n],\n" })?;
        Ok(self.so_far)
    }
}

fn json(value: &impl Serialize) -> io::Result<String> {
    serde_json::to_string(value).map_err(io::Error::from)
}
