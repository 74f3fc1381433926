//! What a fault came to, and its row in the table.

use std::time::Duration;

/// What the folder of each fault begins with; the rest is drawn by chance, and is not shown.
const FOLDERS: &str = "/tmp/lbr";
/// A cell holds so many letters; a page says more than a table can.
const LONGEST: usize = 300;

/// What a person got, and which promises were broken.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) command: String,
    pub(super) notification: String,
    pub(super) tray: String,
    pub(super) page: String,
    /// From the deadline, or from the death of the program, to the alarm or to the return of the program.
    pub(super) alarm: Option<Duration>,
    pub(super) lost: String,
    broken: Vec<String>,
    skipped: Option<String>,
}

impl Found {
    /// The head of the table, in Markdown.
    pub(super) const HEAD: &'static str = "\
| fault | command line | notification | tray | page | alarm or return after | lost | promise |
| --- | --- | --- | --- | --- | --- | --- | --- |";

    /// One that could not be played to its end.
    pub(super) fn broken(why: &str) -> Self {
        Self { broken: vec![why.to_owned()], ..Self::default() }
    }

    /// One that cannot be played here.
    pub(super) fn skipped(why: &str) -> Self {
        Self { skipped: Some(why.to_owned()), ..Self::default() }
    }

    /// Holds it to a promise.
    pub(super) fn promise(&mut self, kept: bool, broken: impl Into<String>) {
        if !kept {
            self.broken.push(broken.into());
        }
    }

    /// Its place among passed, failed, skipped.
    pub(super) fn place(&self) -> usize {
        match (&self.skipped, self.broken.is_empty()) {
            (Some(_), _) => 2,
            (None, true) => 0,
            (None, false) => 1,
        }
    }

    /// Its row, in Markdown.
    pub(super) fn row(&self, name: &str) -> String {
        let alarm = self.alarm.map_or_else(String::new, |after| format!("{:.2} s", after.as_secs_f64()));
        let verdict = match (&self.skipped, self.broken.is_empty()) {
            (Some(why), _) => format!("skipped: {why}"),
            (None, true) => "PASS".to_owned(),
            (None, false) => format!("FAIL: {}", self.broken.join("; ")),
        };
        let cells = [name, &self.command, &self.notification, &self.tray, &self.page, &alarm, &self.lost, &verdict];
        format!("| {} |", cells.map(cell).join(" | "))
    }
}

/// The beginning of a text in one line, without the sign that ends a cell.
fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "/");
    let line = line.split(FOLDERS).enumerate().fold(String::new(), |line, (nth, part)| match nth {
        0 => part.to_owned(),
        // The rest of its name is drawn by chance.
        _ => line + "…" + part.split_once('/').map_or("", |(_, rest)| &part[part.len() - rest.len() - 1..]),
    });
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
