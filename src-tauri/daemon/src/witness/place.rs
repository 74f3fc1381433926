//! Owns the files a witness lies in, and the thread that writes the one in the runtime folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::record::{Found, Record, SIZE};
use crate::store::files;

/// Enough to write a few bytes.
const STACK: usize = 64 * 1024;
/// How often the end of the thread is looked for.
const STEP: Duration = Duration::from_millis(2);

/// Reads the witness in a file.
pub(crate) fn look(path: &Path) -> Found {
    let read = || -> io::Result<Vec<u8>> {
        // No link is followed.
        if !fs::symlink_metadata(path)?.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        files::read_plain(path, SIZE)
    };
    match read() {
        Ok(bytes) => Found::of(&bytes),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Found::Nothing,
        Err(why) => {
            tracing::error!("the witness {} cannot be read: {why}", path.display());
            Found::Unreadable
        }
    }
}

/// A file for a witness: opened once and written over in place, which a full disk takes as well.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    file: Option<File>,
    /// Its folder is made where it is missing.
    makes_folder: bool,
}

impl Place {
    /// The file in the profile. A folder that went away is not made again: the next start makes it, and sees that it is new.
    pub(crate) fn beside(path: PathBuf) -> Self {
        Self { path, file: None, makes_folder: false }
    }

    /// The file in the runtime folder, which may be taken away at a logout.
    pub(crate) fn elsewhere(path: PathBuf) -> Self {
        Self { path, file: None, makes_folder: true }
    }

    /// Writes a record over the one before; on return it has reached the disk.
    ///
    /// # Errors
    /// The system's reason.
    pub(crate) fn write(&mut self, record: &Record) -> io::Result<()> {
        if !self.file.as_ref().is_some_and(|file| is_at(file, &self.path)) {
            match self.open() {
                Ok(file) => self.file = Some(file),
                // What was opened before has been moved, and is still the best there is.
                Err(why) if self.file.is_none() => return Err(why),
                Err(_) => {}
            }
        }
        let Some(file) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
        file.rewind()?;
        file.write_all(&record.block())?;
        file.sync_data()
    }

    /// Takes the file away.
    ///
    /// # Errors
    /// The system's reason.
    fn remove(&mut self) -> io::Result<()> {
        self.file = None;
        match fs::remove_file(&self.path) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn open(&self) -> io::Result<File> {
        if let Some(folder) = self.path.parent().filter(|_| self.makes_folder) {
            own_folder(folder)?;
        }
        if fs::symlink_metadata(&self.path).is_ok_and(|there| !there.is_file()) {
            return Err(io::Error::other("something else is in its place"));
        }
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        files::open_plain(&mut options, &self.path)
    }
}

/// Makes the folder where it is missing. One that others can look into, or that only a link leads to, is left alone: the
/// runtime folder may have been prepared by another user.
#[cfg(unix)]
fn own_folder(folder: &Path) -> io::Result<()> {
    files::make_folder(folder)?;
    files::check_private(folder)
}

/// Windows: it lies among what is the user's own.
#[cfg(not(unix))]
fn own_folder(folder: &Path) -> io::Result<()> {
    files::make_private(folder)
}

/// Tells whether the open file is still the one with this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    matches!((file.metadata(), fs::symlink_metadata(path)), (Ok(open), Ok(there)) if same(&open, &there))
}

/// Windows: what is open is neither moved nor taken away.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Writes the witness in the runtime folder, on a thread of its own: no disk holds up the loop, or this one for another.
#[derive(Debug)]
pub(crate) struct Scribe {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Job {
    Write(Record),
    Remove,
}

impl Scribe {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(place: Place) -> io::Result<Self> {
        let (jobs, todo) = mpsc::channel();
        let thread =
            thread::Builder::new().name("witness".into()).stack_size(STACK).spawn(move || keep(place, &todo))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Writes a record, unless a newer one comes before there is time.
    pub(crate) fn write(&self, record: Record) {
        self.give(Job::Write(record));
    }

    /// Ends the thread once all is written, at most after `patience`. Where nothing is on and all is saved, nothing is left
    /// behind: a profile that is taken away while no program runs was taken away by the person.
    pub(crate) fn finish(mut self, nothing_left: bool, patience: Duration) {
        if nothing_left {
            self.give(Job::Remove);
        }
        self.jobs = None;
        let Some(thread) = self.thread.take() else { return };
        let mut left = patience;
        while !thread.is_finished() && !left.is_zero() {
            thread::sleep(STEP);
            left = left.saturating_sub(STEP);
        }
    }

    fn give(&self, job: Job) {
        if let Some(jobs) = &self.jobs
            && jobs.send(job).is_err()
        {
            tracing::error!("the thread that writes the witness is gone");
        }
    }
}

fn keep(mut place: Place, todo: &mpsc::Receiver<Job>) {
    while let Ok(mut job) = todo.recv() {
        while let Ok(later) = todo.try_recv() {
            job = later;
        }
        let done = match job {
            Job::Write(record) => place.write(&record),
            Job::Remove => place.remove(),
        };
        if let Err(why) = done {
            tracing::warn!("the witness {} is not written: {why}", place.path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::worn;
    use super::super::record::{Mark, Record};
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    fn record(generation: u64) -> Record {
        Record::new(Mark { lineage: 1, generation }, Some(worn(generation)))
    }

    #[test]
    fn a_witness_is_written_over_in_place_and_again_where_it_or_its_folder_went_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run/lumbar/witness");
        assert_eq!(look(&path), Found::Nothing);
        let mut place = Place::elsewhere(path.clone());
        for generation in 1..=2 {
            place.write(&record(generation)).unwrap();
            assert_eq!(look(&path), Found::Record(record(generation)));
            assert_eq!(fs::metadata(&path).unwrap().len(), SIZE as u64);
        }
        fs::remove_file(&path).unwrap();
        place.write(&record(3)).unwrap();
        assert_eq!(look(&path), Found::Record(record(3)));
        // A folder cannot go away there while something in it is open.
        #[cfg(unix)]
        {
            fs::remove_dir_all(folder.path().join("run")).unwrap();
            place.write(&record(4)).unwrap();
            assert_eq!(look(&path), Found::Record(record(4)));
        }
        place.remove().unwrap();
        assert_eq!(look(&path), Found::Nothing);
    }

    #[test]
    fn the_one_in_a_profile_that_was_moved_goes_with_it_and_leaves_nothing_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = (folder.path().join("here"), folder.path().join("there"));
        fs::create_dir(&here).unwrap();
        let mut place = Place::beside(here.join("witness"));
        place.write(&record(1)).unwrap();
        fs::rename(&here, &there).unwrap();
        place.write(&record(2)).unwrap();
        assert_eq!(look(&there.join("witness")), Found::Record(record(2)));
        assert!(!here.exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_neither_read_nor_written_nor_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("witness"));
        fs::write(&target, "a person's own").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert_eq!(look(&link), Found::Unreadable);
        assert!(Place::beside(link).write(&record(1)).is_err());
        assert_eq!(fs::read(&target).unwrap(), b"a person's own");
        assert_eq!(look(folder.path()), Found::Unreadable);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_its_folder_is_not_followed_and_what_it_leads_to_stays_as_it_is() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let (own, run) = (root.path().join("own"), root.path().join("run"));
        fs::create_dir(&own).unwrap();
        fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::symlink(&own, &run).unwrap();
        assert!(Place::elsewhere(run.join("witness")).write(&record(1)).is_err());
        assert_eq!(fs::metadata(&own).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(fs::read_dir(&own).unwrap().count(), 0);
    }

    #[test]
    fn the_last_record_is_written_by_the_end_and_nothing_is_left_where_nothing_is_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run/witness");
        for (nothing_left, found) in [(false, Found::Record(record(100))), (true, Found::Nothing)] {
            let scribe = Scribe::start(Place::elsewhere(path.clone())).unwrap();
            (1..=100).for_each(|generation| scribe.write(record(generation)));
            scribe.finish(nothing_left, PATIENCE);
            assert_eq!(look(&path), found);
        }
    }
}
