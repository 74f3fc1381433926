//! Decides which file is offered for an export: in the person's documents, under a name that is free.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::export::Kind;

/// The file that is offered; `None` = no home is known.
pub(crate) fn suggested(kind: Kind, today: NaiveDate) -> Option<PathBuf> {
    let folder = documents()?;
    let named = |nth: u32| match nth {
        1 => format!("lumbar-{}-{today}.{}", kind.word(), kind.ending()),
        nth => format!("lumbar-{}-{today}-{nth}.{}", kind.word(), kind.ending()),
    };
    (1..1000).map(|nth| folder.join(named(nth))).find(|file| !file.exists())
}

/// The folder of documents, else the home.
fn documents() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = variable("HOME").or_else(|| variable("USERPROFILE"))?;
    let config = variable("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
    let named = std::fs::read_to_string(config.join("user-dirs.dirs")).ok().and_then(|text| told(&text, &home));
    [named, Some(home.join("Documents"))].into_iter().flatten().find(|folder| folder.is_dir()).or(Some(home))
}

/// What the desktop's list of folders says, in the words of a shell.
fn told(text: &str, home: &Path) -> Option<PathBuf> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix("XDG_DOCUMENTS_DIR="))?;
    let path = line.trim().trim_matches('"');
    let folder = match path.strip_prefix("$HOME") {
        Some(below) => home.join(below.trim_start_matches('/')),
        None => PathBuf::from(path),
    };
    folder.is_absolute().then_some(folder)
}

/// Only desktops of Unix have that list.
#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_desktops_list_of_folders_is_read_as_it_is_written() {
        let home = Path::new("/home/rosa");
        for (text, folder) in [
            ("# x\nXDG_DOCUMENTS_DIR=\"$HOME/Dokumente\"\n", Some("/home/rosa/Dokumente")),
            ("XDG_DOCUMENTS_DIR=\"/data/papers\"", Some("/data/papers")),
            ("XDG_DOCUMENTS_DIR=\"$HOME/\"", Some("/home/rosa/")),
            ("XDG_DOCUMENTS_DIR=\"papers\"", None),
            ("XDG_MUSIC_DIR=\"$HOME/Music\"", None),
            ("", None),
        ] {
            assert_eq!(told(text, home), folder.map(PathBuf::from), "{text}");
        }
    }
}
