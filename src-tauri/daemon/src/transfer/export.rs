//! Decides what can be written for a person to take along, and why it was not.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lumbar_engine::Engine;
use lumbar_engine::time::Now;
use lumbar_ui::settings::DISCREET;
use lumbar_ui::{Ui, Why};

use super::calendar::{DAYS, Words, calendar, whose};
use super::file::NewFile;
use super::routines::FOLDER;
use super::{csv, json};
use crate::clock::zone::Here;
use crate::store::StoreError;
use crate::store::everything::{Everything, NotTold};
use crate::store::files::free_name;
use crate::store::folder::BEFORE_IMPORT;
use crate::store::reader::Reader;
use crate::store::routine_files::RoutineFiles;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Everything, to be read back.
    Json,
    /// The diary, for a spreadsheet.
    Csv,
    /// The days ahead, for a calendar.
    Ics,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Ics];

    /// Its word in forms and texts.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Ics => "ics",
        }
    }

    /// Its word in the name of a file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Json => "everything",
            Self::Csv => "diary",
            Self::Ics => "days",
        }
    }

    /// How the name of its file ends.
    pub(super) fn ending(self) -> &'static str {
        self.code()
    }

    /// Reads its word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Into this file.
    pub(crate) file: PathBuf,
    /// So many sessions, or events of a calendar.
    pub(crate) count: usize,
}

/// Why nothing was written. There is no file then.
#[derive(Debug)]
pub(crate) enum NotWritten {
    /// No file is named in full.
    NoName,
    /// There is a file of this name.
    There(PathBuf),
    /// Its folder is not there.
    NoFolder(PathBuf),
    /// The folder does not take it.
    Closed(PathBuf),
    /// The disk is full.
    Full(PathBuf),
    /// The system refuses for another reason.
    Other(PathBuf, io::Error),
    /// The data cannot be read.
    Data(StoreError),
    /// No plan is followed, so no day holds anything.
    NoPlan,
}

impl NotWritten {
    /// In words, when they are said.
    pub(crate) fn why(&self, ui: &Ui) -> Why {
        let file = |key, path: &Path| Why::new(key).with("file", path.display().to_string());
        let folder = |path: &Path| path.parent().unwrap_or(Path::new("/")).display().to_string();
        match self {
            Self::NoName => Why::new("export-no-name"),
            Self::There(path) => file("export-there", path),
            Self::NoFolder(path) => Why::new("export-no-folder").with("folder", folder(path)),
            Self::Closed(path) => Why::new("export-closed").with("folder", folder(path)),
            Self::Full(path) => file("export-full", path),
            Self::Other(path, why) => file("export-other", path).with("why", why.to_string()),
            Self::Data(why) => Why::new("export-data").with("why", ui.why(&why.why())),
            Self::NoPlan => Why::new("export-no-plan"),
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "the system's list of reasons may grow")]
    fn of(path: &Path, why: io::Error) -> Self {
        let path = path.to_owned();
        match why.kind() {
            io::ErrorKind::AlreadyExists => Self::There(path),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFolder(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Closed(path),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path),
            io::ErrorKind::InvalidInput => Self::NoName,
            _ => Self::Other(path, why),
        }
    }
}

/// Writes the data of a profile into a new file.
///
/// # Errors
/// Why not; then there is no file.
pub(crate) fn export(kind: Kind, profile: &Path, file: &Path, ui: &Ui, now: Now) -> Result<Written, NotWritten> {
    if !file.is_absolute() || file.file_name().is_none() {
        return Err(NotWritten::NoName);
    }
    let wrong = |why: NotTold| match why {
        NotTold::Data(why) => NotWritten::Data(why),
        NotTold::Out(why) => NotWritten::of(file, why),
    };
    let count = Reader::of(profile).everything(|all| {
        // Nothing is made where there is nothing to say.
        let days = if kind == Kind::Ics { days(all, profile, ui, now)? } else { Some(Default::default()) };
        let Some((days, events)) = days else { return Ok(None) };
        let mut out = NewFile::begin(file)?;
        let count = match kind {
            Kind::Json => json::write(all, &profile.join(FOLDER), &mut out)?.sessions,
            Kind::Csv => csv::write(all, &mut out)?,
            Kind::Ics => {
                out.write_all(days.as_bytes())?;
                events
            }
        };
        out.end()?;
        Ok(Some(count))
    });
    match count.map_err(wrong)? {
        Some(count) => Ok(Written { file: file.to_owned(), count }),
        None => Err(NotWritten::NoPlan),
    }
}

/// Writes everything beside the data before an import takes its place.
///
/// # Errors
/// Why not.
pub(super) fn keep_before_import(profile: &Path, ui: &Ui, now: Now) -> Result<PathBuf, NotWritten> {
    let file = free_name(profile, BEFORE_IMPORT);
    export(Kind::Json, profile, &file, ui, now).map(|written| written.file)
}

/// The days ahead as the plan answers them, as a calendar; `None` = no plan is followed.
fn days(all: &Everything<'_>, profile: &Path, ui: &Ui, now: Now) -> Result<Option<(String, usize)>, NotTold> {
    let Some(saved) = all.saved_state()? else { return Ok(None) };
    let Ok((_, (catalogue, _))) = RoutineFiles::read(profile.join(FOLDER), ui) else { return Ok(None) };
    let mut engine = Engine::restore(saved, catalogue.clone(), now);
    engine.set_zone(std::sync::Arc::new(Here));
    let days = engine.days_ahead(DAYS);
    if days.is_empty() {
        return Ok(None);
    }
    let words = Words { ui, discreet: all.prefs()?.get(&DISCREET) };
    Ok(Some(calendar(&days, &catalogue, &words, &whose(profile), now.wall)))
}
