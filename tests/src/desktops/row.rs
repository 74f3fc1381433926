//! What was seen on one desktop, and the table of all.

use std::fmt::Write as _;

/// What is looked at on each desktop, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The question to put it on is seen.
    Shown,
    /// Its buttons are seen, and a press on one counts.
    Buttons,
    /// The alarm stands after 20 s.
    Stays,
    /// It comes again after 30 s, with its button.
    Again,
    /// It comes back after its server was killed, and its button works.
    Killed,
    /// The tray: there, back after its host was killed in mid-alarm, its menu.
    Tray,
    /// The tray by mouse: its icon is clicked, its menu comes, an entry starts.
    TrayMouse,
    /// An alarm answered elsewhere is gone.
    Withdrawn,
    /// "May still be on" comes back after it was put away.
    ComesBack,
    /// The window comes to the front at the alarm.
    Window,
    /// After the end of the program nothing is left standing.
    Quit,
}

impl Column {
    /// All of them.
    pub(super) const ALL: [Self; 11] = [
        Self::Shown,
        Self::Buttons,
        Self::Stays,
        Self::Again,
        Self::Killed,
        Self::Tray,
        Self::TrayMouse,
        Self::Withdrawn,
        Self::ComesBack,
        Self::Window,
        Self::Quit,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Buttons => "buttons drawn, work",
            Self::Stays => "stays 20 s",
            Self::Again => "again after 30 s, with its button",
            Self::Killed => "server killed at the alarm: back, button works",
            Self::Tray => "tray: there, host killed at the alarm, menu",
            Self::TrayMouse => "tray by mouse: icon, menu, a quick start",
            Self::Withdrawn => "gone when answered elsewhere",
            Self::ComesBack => "“may still be on” put away: back after 5 min",
            Self::Window => "window comes up at the alarm, from behind another",
            Self::Quit => "nothing left after the end",
        }
    }
}

/// What was seen of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// As it should be; with what is worth saying.
    Yes(String),
    /// Not as it should be.
    No(String),
    /// It could not be tried.
    Untried(String),
}

impl Seen {
    /// As it should be where `holds`.
    pub(super) fn when(holds: bool, otherwise: impl Into<String>) -> Self {
        if holds { Self::Yes(String::new()) } else { Self::No(otherwise.into()) }
    }

    fn cell(&self) -> String {
        let with = |word: &str, more: &str| if more.is_empty() { word.to_owned() } else { format!("{word}: {more}") };
        match self {
            Self::Yes(more) => with("yes", more),
            Self::No(more) => format!("**{}**", with("no", more)),
            Self::Untried(more) => with("–", more).replacen("–: ", "– ", 1),
        }
        .replace('|', "\\|")
    }
}

/// One desktop.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its name and that of its server, with version.
    pub(super) title: String,
    /// What was seen.
    pub(super) seen: Vec<(Column, Seen)>,
    /// Why it was not tried, or not to its end.
    pub(super) skipped: Option<String>,
    /// Pictures, by file name.
    pub(super) pictures: Vec<String>,
}

impl Row {
    /// Nothing seen yet.
    pub(super) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), seen: Vec::new(), skipped: None, pictures: Vec::new() }
    }

    /// Whether all that was tried is as it should be.
    pub(super) fn holds(&self) -> bool {
        self.seen.iter().all(|(_, seen)| !matches!(seen, Seen::No(_)))
    }

    fn line(&self) -> String {
        let cell = |column: &Column| {
            let found = self.seen.iter().find(|(known, _)| known == column);
            found.map_or_else(|| "–".to_owned(), |(_, seen)| seen.cell())
        };
        let cells: Vec<String> = Column::ALL.iter().map(cell).collect();
        format!("| {} | {} |", self.title, cells.join(" | "))
    }
}

/// The table as Markdown; desktops that were skipped are listed below it.
pub(super) fn table(rows: &[Row]) -> String {
    let titles: Vec<&str> = Column::ALL.iter().map(|column| column.title()).collect();
    let mut text = format!("| desktop, server | {} |\n|{}\n", titles.join(" | "), " --- |".repeat(titles.len() + 1));
    for row in rows.iter().filter(|row| !row.seen.is_empty()) {
        let _ = writeln!(text, "{}", row.line());
    }
    for row in rows {
        if let Some(why) = &row.skipped {
            let _ = write!(text, "\n- {}: {why}", row.title);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_stands_out_and_what_was_skipped_says_why() {
        let mut good = Row::new("A 1.0");
        good.seen.push((Column::Shown, Seen::Yes(String::new())));
        good.seen.push((Column::Stays, Seen::No("gone after 6 s".into())));
        let mut skipped = Row::new("B");
        skipped.skipped = Some("not installed (package b)".into());
        let text = table(&[good.clone(), skipped]);
        assert!(text.contains("| A 1.0 | yes | – | **no: gone after 6 s** | – |"), "{text}");
        assert!(text.ends_with("- B: not installed (package b)"), "{text}");
        assert!(!good.holds());
    }
}
