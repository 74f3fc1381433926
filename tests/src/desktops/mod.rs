//! `cargo xtask desktops`: real Lumbar on real desktops, looked at and pressed as a person would, and a table of what was seen.

mod ground;
mod heard;
mod kinds;
mod row;
mod screen;
mod stages;
mod start;
mod tray;
mod turn;
mod window;

use std::{collections::BTreeSet, fs, path::Path};

use lumbar_played_desktop::{Context, Outcome};

use kinds::{ALL, Kind};
use row::{Row, table};

/// The desktops that these words ask for; all without words.
fn wanted(words: &[String]) -> Vec<&'static Kind> {
    ALL.iter().filter(|kind| words.is_empty() || words.iter().any(|word| kind.name == word)).collect()
}

/// Names the packages that bring what is missing for these desktops, one a line.
pub fn missing(words: &[String]) -> String {
    let packages: BTreeSet<&str> =
        wanted(words).iter().flat_map(|kind| kind.missing()).map(|(_, package)| package).collect();
    packages.into_iter().map(|package| format!("{package}\n")).collect()
}

/// Plays on each desktop that is installed, prints the table, and writes it with its pictures into a folder. Tells whether
/// all that was tried is as it should be.
pub async fn play(words: &[String], folder: &Path) -> Outcome<bool> {
    fs::create_dir_all(folder).trying(folder.display())?;
    let mut rows = Vec::new();
    for kind in wanted(words) {
        let missing = kind.missing();
        if missing.is_empty() {
            println!("{}", kind.title);
            rows.push(turn::play(kind, folder).await);
        } else {
            let mut row = Row::new(kind.title);
            let packages: BTreeSet<&str> = missing.iter().map(|(_, package)| *package).collect();
            let packages: Vec<&str> = packages.into_iter().collect();
            row.skipped = Some(format!("skipped, not installed here (packages {})", packages.join(", ")));
            rows.push(row);
        }
        // After each, so that one that hangs loses nothing of those before.
        fs::write(folder.join("matrix.md"), table(&rows)).trying("matrix.md")?;
    }
    println!("\n{}", table(&rows));
    Ok(rows.iter().all(Row::holds))
}
