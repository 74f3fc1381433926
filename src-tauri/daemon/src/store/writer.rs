//! Owns the thread that writes to the disk, so that a slow or full disk never holds up an alert.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use lumbar_engine::SAVED_VERSION;
use lumbar_engine::time::Now;

use crate::core::{Handle, Input};
use crate::desktop::notify::NoteId;
use crate::store::{Entry, Prefs, Store, StoreError};
use crate::witness::{Place, Record};

/// How often the end of the thread is looked for.
const STEP: Duration = Duration::from_millis(2);
/// After a try to make a backup, whatever became of it, the next one waits for this long.
const NEXT_BACKUP: Duration = Duration::from_secs(3600);

/// Takes what should be kept, in order.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    /// Ends with whether the last save was taken.
    thread: Option<JoinHandle<bool>>,
}

/// The state after one step, and all that is saved with it in one transaction.
#[derive(Debug)]
pub(crate) struct Save {
    /// The number of the step in this run.
    pub(crate) step: u64,
    /// What is on after it, for the witness beside the data.
    pub(crate) record: Record,
    /// The engine's state as JSON.
    pub(crate) saved: String,
    /// What the person prefers.
    pub(crate) prefs: Prefs,
    /// What goes into the diary since the step before.
    pub(crate) entries: Vec<Entry>,
    /// The moment.
    pub(crate) now: Now,
}

#[derive(Debug)]
enum Job {
    Save(Box<Save>),
    Note { tag: String, id: Option<NoteId> },
}

impl Writer {
    /// Starts the thread; how each save ended comes back as [`Input::Saved`]. `witness` is the file beside the data. `newer`:
    /// the version of a state that a newer program wrote; then every save is refused.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(store: Store, witness: Place, handle: Handle, newer: Option<u32>) -> std::io::Result<Self> {
        let (jobs, todo) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("writer".into())
            .stack_size(256 * 1024)
            .spawn(move || keep(store, witness, &todo, &handle, newer))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Saves a step.
    pub(crate) fn save(&self, save: Save) {
        self.give(Job::Save(Box::new(save)));
    }

    /// Keeps which notification stands for a tag, to be closed or replaced after a crash.
    pub(crate) fn note(&self, tag: String, id: Option<NoteId>) {
        self.give(Job::Note { tag, id });
    }

    /// Keeps what is left and ends the thread; `false` when the disk refused the last save or took longer than `patience`.
    pub(crate) fn finish(mut self, patience: Duration) -> bool {
        self.jobs = None;
        let Some(thread) = self.thread.take() else { return true };
        let mut left = patience;
        while !thread.is_finished() && !left.is_zero() {
            thread::sleep(STEP);
            left = left.saturating_sub(STEP);
        }
        thread.is_finished() && thread.join().unwrap_or(false)
    }

    fn give(&self, job: Job) {
        if let Some(jobs) = &self.jobs
            && jobs.send(job).is_err()
        {
            tracing::error!("the thread that saves is gone");
        }
    }
}

fn keep(mut store: Store, mut witness: Place, todo: &mpsc::Receiver<Job>, handle: &Handle, newer: Option<u32>) -> bool {
    let mut backups = Backups::default();
    let mut taken = true;
    for job in todo {
        match job {
            Job::Save(save) => {
                let Save { step, record, saved, prefs, entries, now } = *save;
                if backups.found_damage()
                    && let Err(why) = store.mend()
                {
                    tracing::error!("the damaged data could not be mended: {why}");
                }
                if entries.iter().any(|entry| matches!(entry, Entry::Everything(None))) {
                    // A copy that is being made would outlive what is deleted.
                    backups.settle();
                }
                let kept = match newer {
                    Some(found) => Err(StoreError::NewerSchema { found, known: SAVED_VERSION }),
                    None => store.save_step(record.mark(), &saved, &prefs, &entries),
                };
                if let Err(why) = &kept {
                    tracing::error!("step {step} could not be saved, {} entries wait: {why}", store.unsaved());
                }
                for news in store.news() {
                    handle.send(Input::Data(news));
                }
                let done = kept.is_ok();
                // To a newer version's data nothing is ever added, which a person is told on its own.
                let newer = matches!(kept, Err(StoreError::NewerSchema { .. }));
                taken = done || newer;
                // What is not saved is witnessed before anybody is told so.
                let late = if done { Some(&record) } else { None };
                if late.is_none() && !newer {
                    bear(&mut witness, &record);
                }
                handle.send(Input::Saved(step, kept));
                if let Some(record) = late {
                    if let Err(why) = store.fold() {
                        tracing::warn!("the log is not folded into the data: {why}");
                    }
                    bear(&mut witness, record);
                    backups.consider(&store, now);
                }
            }
            Job::Note { tag, id } => {
                if let Err(why) = store.set_notification_id(&tag, id.as_ref()) {
                    tracing::debug!("the notification of {tag} is only remembered: {why}");
                }
            }
        }
    }
    taken
}

fn bear(witness: &mut Place, record: &Record) {
    if let Err(why) = witness.write(record) {
        tracing::warn!("the witness beside the data is not written: {why}");
    }
}

/// The day's backups, each on a thread of its own: a long history is copied while presses go on being saved.
#[derive(Debug, Default)]
struct Backups {
    /// The ticks of the last try.
    tried: Option<Duration>,
    /// Ends with whether it found the data damaged.
    running: Option<JoinHandle<bool>>,
}

impl Backups {
    /// Tells whether the one that has just ended found the data damaged.
    fn found_damage(&mut self) -> bool {
        let ended = self.running.take_if(|thread| thread.is_finished());
        ended.is_some_and(|thread| thread.join().unwrap_or(false))
    }

    /// Waits for the one that runs.
    fn settle(&mut self) {
        if let Some(running) = self.running.take() {
            let _ = running.join();
        }
    }

    /// Begins one if it is due; tells whether it did.
    fn consider(&mut self, store: &Store, now: Now) -> bool {
        let runs = self.running.as_ref().is_some_and(|thread| !thread.is_finished());
        let soon = self.tried.is_some_and(|tried| now.ticks.saturating_sub(tried) < NEXT_BACKUP);
        if runs || soon || !store.backup_due(now.wall.date_naive()) {
            return false;
        }
        self.tried = Some(now.ticks);
        let job = store.backup_job();
        let thread =
            thread::Builder::new().name("backup".into()).stack_size(256 * 1024).spawn(move || match job.run() {
                Ok(_) => {
                    tracing::info!("made the day's backup");
                    false
                }
                Err(why) => {
                    tracing::error!("the day's backup could not be made: {why}");
                    matches!(why, StoreError::Damaged { .. })
                }
            });
        match thread {
            Ok(thread) => self.running = Some(thread),
            Err(why) => tracing::error!("the day's backup could not be begun: {why}"),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use lumbar_engine::time::BootId;

    use super::*;

    #[test]
    fn a_backup_that_finds_the_data_damaged_says_so_once() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = Store::open(folder.path()).unwrap();
        store.save("state", &[]).unwrap();
        let now = Now { boot: BootId(1), ticks: Duration::ZERO, wall: chrono::Utc::now() };
        let mut backups = Backups::default();
        assert!(!backups.found_damage());
        let file = folder.path().join("lumbar.db");
        let other = rusqlite::Connection::open(&file).unwrap();
        other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        // Where a file that is open cannot be moved aside (Windows), nobody else may have it open.
        drop(other);
        std::fs::write(file, "garbage").unwrap();
        assert!(backups.consider(&store, now));
        while backups.running.as_ref().is_some_and(|thread| !thread.is_finished()) {
            thread::sleep(STEP);
        }
        assert!(backups.found_damage());
        assert!(!backups.found_damage());
        store.mend().unwrap();
        store.save("state", &[]).unwrap();
        assert!(backups.consider(&store, Now { ticks: NEXT_BACKUP, ..now }));
    }

    #[test]
    fn a_backup_that_cannot_be_made_is_tried_once_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = Store::open(folder.path()).unwrap();
        store.save("state", &[]).unwrap();
        let in_the_way = folder.path().join("lumbar.db.backup.new");
        std::fs::create_dir(&in_the_way).unwrap();
        let wall = chrono::Utc::now();
        let mut backups = Backups::default();
        let mut begun = |minute: u64| {
            let began =
                backups.consider(&store, Now { boot: BootId(1), ticks: Duration::from_secs(60 * minute), wall });
            if let Some(thread) = backups.running.take() {
                thread.join().unwrap();
            }
            began
        };
        assert_eq!([0, 1, 59, 60, 61].map(&mut begun), [true, false, false, true, false]);
        std::fs::remove_dir(in_the_way).unwrap();
        assert_eq!([119, 120, 121, 180].map(begun), [false, true, false, false], "made, so none is due on this day");
        assert!(folder.path().join("lumbar.db.backup").exists());
    }
}
