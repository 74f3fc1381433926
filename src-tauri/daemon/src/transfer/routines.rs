//! Owns a person's own routine files in an export and an import: which go along, and how all are replaced at once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::check::FILE_MOST;

use super::format::RoutineLine;
use crate::store::files::{free_name, make_private, read_plain, write_whole};

/// Their folder in a profile.
pub(super) const FOLDER: &str = "routines";

/// The sound ones, by name: a file that is not taken is no routine.
pub(super) fn sound(folder: &Path) -> Vec<RoutineLine> {
    let Ok(mut catalogue) = Catalogue::built_in() else { return Vec::new() };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|file| is_toml(file)).collect();
    files.sort();
    let read = |file: PathBuf| {
        let content = read_plain(&file, FILE_MOST).ok().filter(|content| content.len() <= FILE_MOST)?;
        let text = String::from_utf8(content).ok()?;
        catalogue.add(&text).ok()?;
        Some(RoutineLine { file: file.file_name()?.to_str()?.to_owned(), text })
    };
    files.into_iter().filter_map(read).collect()
}

fn is_toml(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "toml")
}

/// The files of an import in the place of those that were there, until it is known whether the import is taken.
#[derive(Debug)]
pub(crate) struct Swapped {
    folder: PathBuf,
    before: Option<PathBuf>,
}

impl Swapped {
    /// Writes the files into a folder of their own and puts that in the place of the one in the profile.
    ///
    /// # Errors
    /// The system's reason; then the folder is as it was.
    pub(super) fn put(profile: &Path, files: &[RoutineLine]) -> io::Result<Self> {
        let folder = profile.join(FOLDER);
        let fresh = free_name(profile, "routines.coming");
        let written = make_private(&fresh).and_then(|()| {
            files.iter().try_for_each(|file| write_whole(&fresh.join(&file.file), file.text.as_bytes()))
        });
        let before = folder.exists().then(|| free_name(profile, "routines.before"));
        let swapped = written.and_then(|()| {
            if let Some(before) = &before {
                fs::rename(&folder, before)?;
            }
            fs::rename(&fresh, &folder).inspect_err(|_| {
                if let Some(before) = &before {
                    let _ = fs::rename(before, &folder);
                }
            })
        });
        if let Err(why) = swapped {
            let _ = fs::remove_dir_all(&fresh);
            return Err(why);
        }
        Ok(Self { folder, before })
    }

    /// The import was taken. What was there before and was no sound routine stays beside it: no export has it.
    pub(crate) fn keep(self) {
        let Some(before) = &self.before else { return };
        for routine in sound(before) {
            let _ = fs::remove_file(before.join(routine.file));
        }
        // Only an empty folder goes.
        let _ = fs::remove_dir(before);
    }

    /// It was not: all is as it was.
    pub(crate) fn back(self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let Some(before) = &self.before
            && let Err(why) = fs::rename(before, &self.folder)
        {
            tracing::error!("the routines are still in {}: {why}", before.display());
        }
    }
}

/// Deletes the routine files of a profile, sound or not.
pub(crate) fn delete(profile: &Path) {
    let entries = fs::read_dir(profile.join(FOLDER)).into_iter().flatten().flatten();
    for file in entries.map(|entry| entry.path()).filter(|file| is_toml(file)) {
        if let Err(why) = fs::remove_file(&file) {
            tracing::error!("a routine file is not deleted: {why}");
        }
    }
}
