//! Decides what may be done to the routine files of a person's own: one is taken in, changed, handed out, deleted. Page and
//! command line come here, and nothing is written over that is not the file they saw.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use lumbar_engine::routine::Routine;
use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::check::check;
use lumbar_engine::routine::file::Others;
use lumbar_ui::Why;

use super::files::{fingerprint, make_private, write_new, write_whole};
use super::routine_files::{FILES_MOST, NotTaken, RoutineFiles, files_in, read};

/// A routine file of a person's own as it lies there.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) file: PathBuf,
    pub(crate) text: String,
}

/// A routine that was taken in.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) routine: Routine,
    /// What the file holds that is not known here; it stays there.
    pub(crate) others: Vec<String>,
}

/// Why nothing was done; everything is as it was.
#[derive(Debug)]
pub(crate) enum NotDone {
    /// What is in a file, or what kind of file it is.
    NotTaken(NotTaken),
    /// No path was typed.
    NoPath,
    /// The background program has another folder than the one who typed.
    Relative,
    /// There is a file already.
    There(PathBuf),
    /// The file is not the one that was seen.
    Changed(PathBuf),
    /// There is no such routine.
    Gone(String),
    /// The system refused.
    Unwritable(PathBuf, io::Error),
}

impl NotDone {
    /// What a person is told.
    pub(crate) fn why(&self) -> Why {
        let with = |key, file: &Path| Why::new(key).with("file", file.display().to_string());
        match self {
            Self::NotTaken(why) => why.why(),
            Self::NoPath => Why::new("routine-file-no-path"),
            Self::Relative => Why::new("routine-file-relative"),
            Self::There(file) => with("routine-file-there", file),
            Self::Changed(file) => with("routine-file-changed", file),
            Self::Gone(name) => Why::new("routine-file-gone").with("name", name),
            Self::Unwritable(file, why) => with("routine-file-unwritable", file).with("why", why.to_string()),
        }
    }

    /// The word for it in the log, without a name or a path.
    pub(crate) fn for_log(&self) -> String {
        match self {
            Self::NotTaken(why) => why.for_log(),
            Self::NoPath => "no path".into(),
            Self::Relative => "a path that is not whole".into(),
            Self::There(_) => "there is a file".into(),
            Self::Changed(_) => "the file is another one".into(),
            Self::Gone(_) => "no such routine".into(),
            Self::Unwritable(_, why) => format!("not written: {why}"),
        }
    }
}

impl Found {
    /// Tells this content from any other.
    pub(crate) fn mark(&self) -> String {
        format!("{:016x}", fingerprint(self.text.as_bytes()))
    }
}

/// The text of the file that a person names by its whole path: a small plain text file of their own.
pub(crate) fn read_from(path: &str) -> Result<String, NotDone> {
    let file = whole_path(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // What the system gives to all is everybody's.
        let others = |there: fs::Metadata| there.uid() != super::files::own_user() && there.uid() != 0;
        if fs::metadata(&file).is_ok_and(others) {
            return Err(NotDone::NotTaken(NotTaken::NotYours));
        }
    }
    read(&file).map_err(NotDone::NotTaken)
}

/// Writes a routine into a new file that a person names by its whole path.
pub(crate) fn write_to(path: &str, text: &str) -> Result<PathBuf, NotDone> {
    let file = whole_path(path)?;
    write_new(&file, text.as_bytes()).map_err(|why| not_written(&file, why))?;
    Ok(file)
}

fn whole_path(path: &str) -> Result<PathBuf, NotDone> {
    let file = PathBuf::from(path.trim());
    match file.is_absolute() {
        _ if path.trim().is_empty() => Err(NotDone::NoPath),
        true => Ok(file),
        false => Err(NotDone::Relative),
    }
}

fn not_written(file: &Path, why: io::Error) -> NotDone {
    if why.kind() == io::ErrorKind::AlreadyExists {
        NotDone::There(file.to_owned())
    } else {
        NotDone::Unwritable(file.to_owned(), why)
    }
}

/// The one decision whether a routine may be one of the person's own: the check that holds for every file.
fn judge(text: &str, mut beside: Catalogue) -> Result<Taken, NotDone> {
    let bad = |bad: BadRoutine| NotDone::NotTaken(NotTaken::bad(bad, text));
    let routine = Routine::read(text).map_err(bad)?;
    beside.add(text).map_err(bad)?;
    Ok(Taken { routine, others: Others::of(text).names() })
}

impl RoutineFiles {
    /// The folder they lie in.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a routine of one's own.
    pub(crate) fn find(&self, id: &str) -> Result<Found, NotDone> {
        let files = files_in(&self.folder).unwrap_or_default();
        let found = files.into_iter().take(FILES_MOST).find_map(|file| {
            let text = read(&file).ok()?;
            let routine = Routine::read(&text).ok()?;
            (routine.id == id && check(&routine).is_ok()).then_some(Found { file, text })
        });
        found.ok_or_else(|| NotDone::Gone(id.to_owned()))
    }

    /// Takes a routine in: checked as every file is, and written as it came.
    pub(crate) fn take(&self, text: &str, catalogue: &Catalogue) -> Result<Taken, NotDone> {
        let _one_after_the_other = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = judge(text, catalogue.clone())?;
        let there = files_in(&self.folder).unwrap_or_default();
        if there.len() >= FILES_MOST {
            return Err(NotDone::NotTaken(NotTaken::TooMany));
        }
        let file = self.folder.join(format!("{}.toml", taken.routine.id));
        make_private(&self.folder).map_err(|why| NotDone::Unwritable(self.folder.clone(), why))?;
        write_new(&file, text.as_bytes()).map_err(|why| not_written(&file, why))?;
        self.forget();
        Ok(taken)
    }

    /// Writes a changed routine in the place of the file that was seen. What else stands in it stays: for each step `places` says
    /// where it stood before.
    pub(crate) fn change(
        &self,
        routine: &Routine,
        places: &[Option<usize>],
        seen: &str,
        catalogue: &Catalogue,
    ) -> Result<Taken, NotDone> {
        let _one_after_the_other = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match self.find(&routine.id) {
            Err(NotDone::Gone(id)) => return Err(NotDone::Changed(self.folder.join(format!("{id}.toml")))),
            found => found?,
        };
        if found.mark() != seen {
            return Err(NotDone::Changed(found.file));
        }
        let before = Others::of(&found.text);
        let stood = |place: &Option<usize>| place.and_then(|nth| before.steps.get(nth)).cloned().unwrap_or_default();
        let steps = places.iter().map(stood).collect();
        let text = routine.write(&Others { routine: before.routine.clone(), steps });
        let taken = judge(&text, catalogue.without(&routine.id))?;
        write_whole(&found.file, text.as_bytes()).map_err(|why| not_written(&found.file, why))?;
        self.forget();
        Ok(taken)
    }

    /// Deletes the file of a routine of one's own.
    pub(crate) fn delete(&self, id: &str) -> Result<Found, NotDone> {
        let _one_after_the_other = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.find(id)?;
        fs::remove_file(&found.file).map_err(|why| not_written(&found.file, why))?;
        self.forget();
        Ok(found)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
