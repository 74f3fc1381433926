//! Owns a person's own routine files in an export and an import: which go along, and how all are replaced at once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lumbar_engine::routine::Routine;
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::routine::check::FILE_MOST;

use super::format::{FILE_NAME_MOST, RoutineLine};
use crate::store::files::{free_name, make_private, read_plain, write_whole};
use crate::store::routine_files::FILES_MOST;

/// Their folder in a profile.
pub(super) const FOLDER: &str = "routines";

/// The sound ones, by name: a file that is not taken is no routine. One with a name that an import refuses goes along under the
/// routine's own.
pub(super) fn sound(folder: &Path) -> Vec<RoutineLine> {
    let mut lines: Vec<RoutineLine> = Vec::new();
    for (file, id, text) in found(folder) {
        let free = |name: &str| {
            let taken = lines.iter().any(|line| line.is_called(name));
            !taken && name.chars().count() <= FILE_NAME_MOST && RoutineLine::may_be_called(name)
        };
        let of_its_own = (1_u32..).map(|nth| if nth == 1 { format!("{id}.toml") } else { format!("{id}-{nth}.toml") });
        let named = file.file_name().and_then(|name| name.to_str()).filter(|name| free(name)).map(str::to_owned);
        // So many names cannot all be taken.
        let Some(name) = named.or_else(|| of_its_own.take(FILES_MOST + 1).find(|name| free(name))) else { continue };
        lines.push(RoutineLine { file: name, text });
    }
    lines.sort_by(|one, other| one.file.cmp(&other.file));
    lines
}

/// Each sound file with the id of its routine and its text, at most as many as are read at all.
fn found(folder: &Path) -> Vec<(PathBuf, String, String)> {
    let Ok(mut catalogue) = Catalogue::built_in() else { return Vec::new() };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|file| is_toml(file)).collect();
    files.sort();
    let read = |file: PathBuf| {
        let content = read_plain(&file, FILE_MOST).ok().filter(|content| content.len() <= FILE_MOST)?;
        let text = String::from_utf8(content).ok()?;
        let id = Routine::read(&text).ok()?.id;
        catalogue.add(&text).ok()?;
        Some((file, id, text))
    };
    files.into_iter().filter_map(read).take(FILES_MOST).collect()
}

fn is_toml(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "toml")
}

/// The files of an import in the place of those that were there, until it is known whether the import is taken.
#[derive(Debug)]
pub(crate) struct Swapped {
    folder: PathBuf,
    before: Option<PathBuf>,
    kept: bool,
}

impl Swapped {
    /// Writes the files into a folder of their own and puts that in the place of the one in the profile.
    ///
    /// # Errors
    /// The system's reason; then the folder is as it was.
    pub(super) fn put(profile: &Path, files: &[RoutineLine]) -> io::Result<Self> {
        // A person may keep the folder elsewhere, behind a link: then it is replaced there, and the link stays.
        let folder = profile.join(FOLDER);
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        let beside = folder.parent().unwrap_or(profile);
        let fresh = free_name(beside, "routines.coming");
        let written = make_private(&fresh).and_then(|()| {
            files.iter().try_for_each(|file| write_whole(&fresh.join(&file.file), file.text.as_bytes()))
        });
        let before = folder.exists().then(|| free_name(beside, "routines.before"));
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
        Ok(Self { folder, before, kept: false })
    }

    /// The import was taken. What was there before and was no sound routine stays beside it: no export has it.
    pub(crate) fn keep(mut self) {
        self.kept = true;
        let Some(before) = &self.before else { return };
        for (file, ..) in found(before) {
            let _ = fs::remove_file(file);
        }
        // Only an empty folder goes.
        let _ = fs::remove_dir(before);
    }

    /// It was not: all is as it was.
    pub(crate) fn back(self) {
        drop(self);
    }
}

impl Drop for Swapped {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
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
