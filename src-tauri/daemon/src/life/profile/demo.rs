//! Profiles that are thrown away: how one is marked, and where a fresh one lies.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Profile, ProfileError};
use crate::life::places::Places;
use crate::store::files::{make_private, read_plain, write_whole};

/// The most that is read of a mark, bytes: it has four fields.
const LONGEST_MARK: usize = 4096;

/// Says that a profile is thrown away and takes a fast or a manual clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DemoMark {
    /// How many times as fast time passes while nothing waits for an answer.
    pub(crate) speed: u32,
    /// The clock only moves when it is told to.
    pub(crate) manual_clock: bool,
    /// Windows may be opened.
    pub(crate) window: bool,
    /// The folder goes when the demo ends.
    pub(crate) remove: bool,
}

impl Profile {
    /// Reads the demo mark; `None` for a profile of a person.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub(crate) fn demo(&self) -> Result<Option<DemoMark>, ProfileError> {
        let bad = |why: String| ProfileError::BadMark { folder: self.data.clone(), why };
        match read_plain(&self.mark(), LONGEST_MARK) {
            Ok(text) => serde_json::from_slice(&text).map(Some).map_err(|why| bad(why.to_string())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(bad(error.to_string())),
        }
    }

    /// Marks the profile as a demo. A folder that holds anything else is never marked.
    ///
    /// # Errors
    /// When it holds something, or cannot be written.
    pub(crate) fn mark_demo(&self, mark: DemoMark) -> Result<(), ProfileError> {
        let not_writable = |why| ProfileError::NotWritable { folder: self.data.clone(), why };
        let empty = match fs::read_dir(&self.data) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        if !empty && self.demo()?.is_none() {
            return Err(ProfileError::NotADemo(self.data.clone()));
        }
        if empty {
            // A demo that was killed in a folder of this name may have left one; this is another.
            let _ = fs::remove_file(&self.elsewhere);
        }
        make_private(&self.data).map_err(not_writable)?;
        write_whole(&self.mark(), &serde_json::to_vec(&mark).unwrap_or_default()).map_err(not_writable)
    }

    fn mark(&self) -> PathBuf {
        self.data.join("demo")
    }
}

/// A fresh folder for a demo, in the person's runtime folder where there is one.
///
/// # Errors
/// When none can be made.
pub(crate) fn fresh_demo_folder() -> Result<PathBuf, ProfileError> {
    let places = Places::of_this_system(|name| std::env::var_os(name).filter(|value| !value.is_empty()));
    let parent = places.runtime.unwrap_or(places.temp);
    for nth in 0..1000 {
        let folder = parent.join(format!("lumbar-demo-{}-{nth}", std::process::id()));
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix is told more"))]
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(ProfileError::NotWritable { folder: parent, why }),
        }
    }
    Err(ProfileError::NotWritable { folder: parent, why: io::ErrorKind::AlreadyExists.into() })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn only_an_empty_folder_or_a_demo_is_marked_as_demo() {
        let mark = DemoMark { speed: 60, manual_clock: true, window: false, remove: false };
        let folder = tempfile::tempdir().unwrap();
        let demo = Profile::find(Some(&folder.path().join("demo"))).unwrap();
        assert_eq!(demo.demo().unwrap(), None);
        demo.mark_demo(mark).unwrap();
        demo.mark_demo(DemoMark { speed: 2, ..mark }).unwrap();
        assert_eq!(demo.demo().unwrap(), Some(DemoMark { speed: 2, ..mark }));

        let persons = Profile::find(Some(&folder.path().join("own"))).unwrap();
        persons.prepare().unwrap();
        fs::write(persons.data().join("lumbar.db"), "data").unwrap();
        assert!(matches!(persons.mark_demo(mark), Err(ProfileError::NotADemo(_))));
        assert_eq!(persons.demo().unwrap(), None);

        fs::write(demo.data().join("demo"), "{").unwrap();
        assert!(matches!(demo.demo(), Err(ProfileError::BadMark { .. })));
    }
}
