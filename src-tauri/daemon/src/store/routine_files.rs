//! Decides which routine files of the person's own are taken: small regular files, and nothing that could hold up a start.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::check::FILE_MOST;
use lumbar_ui::{Notice, Ui, Why};
use thiserror::Error;

use super::files::read_plain;

/// The most files that are read; more would make every list on every page too long.
pub(crate) const FILES_MOST: usize = 200;

/// Why a file is not taken.
#[derive(Debug, Error)]
pub(crate) enum NotTaken {
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
    #[error("of another user")]
    #[cfg_attr(not(unix), allow(dead_code, reason = "an owner is not asked for there"))]
    NotYours,
    #[error("no routine")]
    Bad(BadRoutine, Option<usize>),
}

/// The routine files of a profile, and which of them were read last. Nobody wakes to look at them.
#[derive(Debug)]
pub(crate) struct RoutineFiles {
    pub(super) folder: PathBuf,
    /// The names of the built-in routines, which no other may look like.
    names: Vec<String>,
    /// Held while one is written, so that two that change the same file come one after the other.
    pub(super) writing: Mutex<()>,
    /// Held while they are read: a disk that does not answer holds up one reader. The error is that of the folder.
    seen: Mutex<Result<Vec<Seen>, io::ErrorKind>>,
}

/// Name, length and time of a file.
type Seen = (PathBuf, u64, Option<SystemTime>);

/// The files in the folder, or why it cannot be read.
pub(super) type Listed = Result<Vec<PathBuf>, io::Error>;

/// All routines, and a notice for each file that was not taken.
pub(crate) type Loaded = (Catalogue, Vec<Notice>);

impl RoutineFiles {
    /// Reads the files in `folder` for the first time; `ui` says by which names people know the built-in routines.
    ///
    /// # Errors
    /// A built-in routine is not sound; a test keeps this from a release.
    pub(crate) fn read(folder: PathBuf, ui: &Ui) -> Result<(Self, Loaded), BadRoutine> {
        let built_in = Catalogue::built_in()?;
        let names = ui.built_in_names(&built_in);
        let files = files_in(&folder);
        let loaded = load(built_in, &folder, &files, &names);
        let seen = Mutex::new(all_seen(&files));
        Ok((Self { folder, names, writing: Mutex::new(()), seen }, loaded))
    }

    /// Takes it that a file is another one, whatever its length and time say.
    pub(super) fn forget(&self) {
        if let Ok(mut known) = self.seen.lock() {
            *known = Err(io::ErrorKind::Other);
        }
    }

    /// Reads them again where one of them has changed; `None` = they are as they were, or are being read just now.
    pub(crate) fn reread(&self) -> Option<Loaded> {
        let mut known = self.seen.try_lock().ok()?;
        let files = files_in(&self.folder);
        let now = all_seen(&files);
        if *known == now {
            return None;
        }
        *known = now;
        let built_in =
            Catalogue::built_in().map_err(|why| tracing::error!("a built-in routine is not sound: {why}")).ok()?;
        Some(load(built_in, &self.folder, &files, &self.names))
    }
}

/// The files that end in `.toml`, by name; none where there is no folder.
pub(super) fn files_in(folder: &Path) -> Listed {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(why) => return Err(why),
    };
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    Ok(files)
}

fn all_seen(files: &Listed) -> Result<Vec<Seen>, io::ErrorKind> {
    match files {
        Ok(files) => Ok(files.iter().map(|file| seen(file)).collect()),
        Err(why) => Err(why.kind()),
    }
}

fn seen(file: &Path) -> Seen {
    let there = fs::metadata(file).ok();
    let length = there.as_ref().map_or(0, fs::Metadata::len);
    (file.to_owned(), length, there.and_then(|there| there.modified().ok()))
}

/// The built-in routines (`catalogue`) and those in the files. One that is not taken is told and takes nothing with it.
///
/// The log names a file, a code and a line, and never what the file holds.
fn load(mut catalogue: Catalogue, folder: &Path, files: &Listed, names: &[String]) -> Loaded {
    catalogue.keep_names(names.iter().cloned());
    let mut notices = Vec::new();
    if let Err(why) = files {
        tracing::warn!("the folder of routine files cannot be read: {why}");
        let why = Why::new("routine-file-unreadable").with("why", why.to_string());
        notices.push(Notice::BadRoutines { folder: folder.display().to_string(), why });
    }
    for (nth, file) in files.iter().flatten().take(FILES_MOST + 1).enumerate() {
        let taken = if nth < FILES_MOST { read(file) } else { Err(NotTaken::TooMany) };
        let taken = taken.and_then(|text| catalogue.add(&text).map_err(|bad| NotTaken::bad(bad, &text)));
        if let Err(why) = taken {
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            tracing::warn!("the routine file {name} is not taken: {}", why.for_log());
            notices.push(Notice::BadRoutine { file: name, why: why.why() });
        }
    }
    (catalogue, notices)
}

impl NotTaken {
    pub(super) fn bad(bad: BadRoutine, text: &str) -> Self {
        let line = bad.line(text);
        Self::Bad(bad, line)
    }

    /// The word for it in the log, which never quotes what a file holds.
    pub(super) fn for_log(&self) -> String {
        match self {
            Self::Bad(bad, line) => match line {
                Some(line) => format!("{} at line {line}", bad.code()),
                None => bad.code().to_owned(),
            },
            Self::NotAFile | Self::TooLarge | Self::NotText | Self::TooMany | Self::NotYours | Self::Unreadable(_) => {
                self.to_string()
            }
        }
    }

    /// What a person is told.
    pub(super) fn why(&self) -> Why {
        match self {
            Self::NotAFile => Why::new("routine-file-not-a-file"),
            Self::TooLarge => Why::new("routine-file-too-large"),
            Self::NotText => Why::new("routine-file-not-text"),
            Self::TooMany => Why::new("routine-file-too-many").with("most", FILES_MOST.to_string()),
            Self::Unreadable(why) => Why::new("routine-file-unreadable").with("why", why.to_string()),
            Self::NotYours => Why::new("routine-file-not-yours"),
            Self::Bad(bad, line) => Why::from(bad).at(*line, bad.place().0),
        }
    }
}

/// The text of a small regular file.
pub(super) fn read(file: &Path) -> Result<String, NotTaken> {
    let not_taken = |why: io::Error| {
        if why.kind() == io::ErrorKind::InvalidInput { NotTaken::NotAFile } else { NotTaken::Unreadable(why) }
    };
    let content = read_plain(file, FILE_MOST).map_err(not_taken)?;
    if content.len() > FILE_MOST {
        return Err(NotTaken::TooLarge);
    }
    String::from_utf8(content).map_err(|_| NotTaken::NotText)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    const GOOD: &str = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n[[step]]\ndo = \"move\"\n\
        text = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";

    fn load_from(folder: &Path) -> (Catalogue, Vec<(String, String)>) {
        let (_, (catalogue, notices)) = RoutineFiles::read(folder.to_owned(), &Ui::new("en")).unwrap();
        let ui = lumbar_ui::Ui::new("en");
        let said = notices.into_iter().map(|notice| {
            let Notice::BadRoutine { file, why } = notice else { panic!("{notice:?}") };
            (file, ui.why(&why))
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
    fn a_folder_that_cannot_be_read_is_told_and_one_that_is_not_there_holds_none() {
        let folder = tempfile::tempdir().unwrap();
        let routines = folder.path().join("routines");
        fs::create_dir(&routines).unwrap();
        fs::write(routines.join("mine.toml"), GOOD).unwrap();
        let (files, (catalogue, notices)) = RoutineFiles::read(routines.clone(), &Ui::new("en")).unwrap();
        assert!(catalogue.routine("mine").is_some() && notices.is_empty());
        fs::rename(&routines, folder.path().join("away")).unwrap();
        fs::write(&routines, "no folder").unwrap();
        let (catalogue, notices) = files.reread().unwrap();
        assert!(catalogue.routine("mine").is_none());
        let [Notice::BadRoutines { folder: told, why }] = &notices[..] else { panic!("{notices:?}") };
        assert_eq!(*told, routines.display().to_string());
        assert!(lumbar_ui::Ui::new("en").why(why).contains("Not a directory"), "{why:?}");
        assert!(files.reread().is_none(), "told once");
        fs::remove_file(&routines).unwrap();
        assert!(files.reread().unwrap().1.is_empty());
    }

    #[test]
    fn the_log_never_quotes_what_a_file_holds() {
        let bad = BadRoutine::Unreadable { line: 3, why: "unknown field `my-secret-pain`".into() };
        assert_eq!(NotTaken::bad(bad, "").for_log(), "unreadable at line 3");
        assert_eq!(NotTaken::bad(BadRoutine::Name("my-secret".into()), "").for_log(), "name");
        assert_eq!(NotTaken::bad(BadRoutine::Title("my-secret".into()), "\nname = 1").for_log(), "title at line 2");
    }

    #[test]
    fn files_are_read_again_only_where_one_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let routines = folder.path().join("routines");
        let (files, (catalogue, _)) = RoutineFiles::read(routines.clone(), &Ui::new("en")).unwrap();
        assert!(catalogue.routine("mine").is_none() && files.reread().is_none(), "there is no folder yet");
        fs::create_dir(&routines).unwrap();
        fs::write(routines.join("mine.toml"), GOOD).unwrap();
        let (catalogue, bad) = files.reread().unwrap();
        assert!(catalogue.routine("mine").is_some() && bad.is_empty());
        assert!(files.reread().is_none());
        fs::write(routines.join("mine.toml"), "id = 7, which is longer than nothing").unwrap();
        let (catalogue, bad) = files.reread().unwrap();
        assert!(catalogue.routine("mine").is_none() && bad.len() == 1);
        fs::remove_file(routines.join("mine.toml")).unwrap();
        assert!(files.reread().unwrap().1.is_empty());
        let _busy = files.seen.lock().unwrap();
        assert!(files.reread().is_none(), "another one is at it");
    }
}
