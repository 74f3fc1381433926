//! Decides which routine files of the person's own are taken: small regular files, and nothing that could hold up a start.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use lumbar_engine::catalogue::Catalogue;
use lumbar_engine::routine::{BadRoutine, FILE_MOST};
use lumbar_ui::{Notice, Ui};
use thiserror::Error;

/// The most files that are read; more would make every list on every page too long.
const FILES_MOST: usize = 200;

/// Why a file is not taken.
#[derive(Debug, Error)]
enum NotTaken {
    #[error("not a regular file")]
    NotAFile,
    #[error("larger than {FILE_MOST} bytes")]
    TooLarge,
    #[error("not text")]
    NotText,
    #[error("more than {FILES_MOST} files")]
    TooMany,
    #[error("not readable: {0}")]
    Unreadable(io::Error),
    #[error("no routine")]
    Bad(BadRoutine),
}

/// Adds the files in `folder` that end in `.toml`, by name. One that is not taken is told and takes nothing with it.
///
/// The log names a file, a code and a line, and never what the file holds.
pub(crate) fn load(folder: &Path, catalogue: &mut Catalogue, ui: &Ui) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut files: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(_) => Vec::new(),
    };
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    for (nth, file) in files.iter().take(FILES_MOST + 1).enumerate() {
        let taken = if nth < FILES_MOST { read(file) } else { Err(NotTaken::TooMany) };
        let taken = taken.and_then(|text| catalogue.add(&text).map_err(NotTaken::Bad));
        if let Err(why) = taken {
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            tracing::warn!("the routine file {name} is not taken: {}", why.for_log());
            notices.push(Notice::BadRoutine { file: name, why: why.sentence(ui) });
        }
    }
    notices
}

impl NotTaken {
    fn for_log(&self) -> String {
        match self {
            Self::Bad(bad) => match bad.line() {
                Some(line) => format!("{} at line {line}", bad.code()),
                None => bad.code().to_owned(),
            },
            Self::NotAFile | Self::TooLarge | Self::NotText | Self::TooMany | Self::Unreadable(_) => self.to_string(),
        }
    }

    fn sentence(&self, ui: &Ui) -> String {
        match self {
            Self::NotAFile => ui.text("routine-file-not-a-file", &[]),
            Self::TooLarge => ui.text("routine-file-too-large", &[]),
            Self::NotText => ui.text("routine-file-not-text", &[]),
            Self::TooMany => ui.text("routine-file-too-many", &[("most", FILES_MOST.into())]),
            Self::Unreadable(why) => ui.text("routine-file-unreadable", &[("why", why.to_string().into())]),
            Self::Bad(bad) => bad.to_string(),
        }
    }
}

fn read(file: &Path) -> Result<String, NotTaken> {
    let opened = open(file).map_err(NotTaken::Unreadable)?;
    if !opened.metadata().map_err(NotTaken::Unreadable)?.is_file() {
        return Err(NotTaken::NotAFile);
    }
    let mut content = Vec::new();
    // By what is read rather than by the length it tells, which may grow.
    opened.take(FILE_MOST as u64 + 1).read_to_end(&mut content).map_err(NotTaken::Unreadable)?;
    if content.len() > FILE_MOST {
        return Err(NotTaken::TooLarge);
    }
    String::from_utf8(content).map_err(|_| NotTaken::NotText)
}

/// Opens without waiting: a FIFO has no other end here, and a device may never answer.
#[cfg(unix)]
fn open(file: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(file)
}

#[cfg(not(unix))]
fn open(file: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(file)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n[[step]]\ndo = \"move\"\n\
        text = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";

    fn load_from(folder: &Path) -> (Catalogue, Vec<(String, String)>) {
        let mut catalogue = Catalogue::built_in().unwrap();
        let notices = load(folder, &mut catalogue, &Ui::new("en"));
        let said = notices.into_iter().map(|notice| {
            let Notice::BadRoutine { file, why } = notice else { panic!("{notice:?}") };
            (file, why)
        });
        (catalogue, said.collect())
    }

    #[test]
    fn only_small_regular_text_files_are_taken_and_each_other_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let fifo = std::process::Command::new("mkfifo").arg(at("a-fifo.toml")).status().unwrap();
        assert!(fifo.success());
        fs::create_dir(at("b-folder.toml")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("c-socket.toml")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("d-device.toml")).unwrap();
        fs::write(at("e-large.toml"), " ".repeat(FILE_MOST + 1)).unwrap();
        fs::write(at("f-latin.toml"), b"id = \"\xfc\"").unwrap();
        fs::write(at("g-nul.toml"), vec![0; FILE_MOST]).unwrap();
        std::os::unix::fs::symlink("nowhere", at("h-dangling.toml")).unwrap();
        fs::write(at("z-good.toml"), GOOD).unwrap();
        fs::write(at("notes.txt"), "not looked at").unwrap();
        let (catalogue, said) = load_from(folder.path());
        assert!(catalogue.routine("mine").is_some(), "the good one is there");
        let names: Vec<&str> = said.iter().map(|(file, _)| file.as_str()).collect();
        let expected = ["a-fifo", "b-folder", "c-socket", "d-device", "e-large", "f-latin", "g-nul", "h-dangling"];
        assert_eq!(names, expected.map(|name| format!("{name}.toml")));
        for (file, why) in said {
            assert!(!why.is_empty() && why.len() < 400, "{file}: {why}");
        }
    }

    #[test]
    fn so_many_files_are_read_and_that_there_are_more_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        for nth in 0..FILES_MOST + 5 {
            fs::write(folder.path().join(format!("{nth:04}.toml")), GOOD.replace("mine", &format!("mine-{nth}")))
                .unwrap();
        }
        let (catalogue, said) = load_from(folder.path());
        assert!(catalogue.routine(&format!("mine-{}", FILES_MOST - 1)).is_some());
        assert!(catalogue.routine(&format!("mine-{FILES_MOST}")).is_none());
        assert_eq!(said.len(), 1);
    }

    #[test]
    fn the_log_never_quotes_what_a_file_holds() {
        let bad = BadRoutine::Unreadable { line: 3, why: "unknown field `my-secret-pain`".into() };
        assert_eq!(NotTaken::Bad(bad).for_log(), "unreadable at line 3");
        assert_eq!(NotTaken::Bad(BadRoutine::Name("my-secret".into())).for_log(), "name");
    }
}
