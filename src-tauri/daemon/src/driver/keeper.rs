//! Owns the thread that writes to the disk, so that a slow or full disk never holds up an alert.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::NaiveDate;
use lumbar_engine::SAVED_VERSION;
use lumbar_engine::alert::Event;

use super::inbox::{Handle, Input};
use crate::notify::NoteId;
use crate::store::{Store, StoreError};

/// How often the end of the thread is looked for.
const STEP: Duration = Duration::from_millis(2);

/// Takes what should be kept, in order.
#[derive(Debug)]
pub(crate) struct Keeper {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Job {
    Save { step: u64, saved: String, events: Vec<Event>, today: NaiveDate },
    Note { tag: String, id: Option<NoteId> },
}

impl Keeper {
    /// Starts the thread; how each save ended comes back as [`Input::Saved`]. `newer`: the version of a state that a
    /// newer program wrote; then every save is refused.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(store: Store, handle: Handle, newer: Option<u32>) -> std::io::Result<Self> {
        let (jobs, todo) = mpsc::channel();
        let thread = thread::Builder::new().name("keeper".into()).stack_size(256 * 1024).spawn(move || {
            keep(store, &todo, &handle, newer);
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Keeps the state after `step` and what happened, in one transaction.
    pub(crate) fn save(&self, step: u64, saved: String, events: Vec<Event>, today: NaiveDate) {
        self.give(Job::Save { step, saved, events, today });
    }

    /// Keeps which notification stands for a tag, to be closed or replaced after a crash.
    pub(crate) fn note(&self, tag: String, id: Option<NoteId>) {
        self.give(Job::Note { tag, id });
    }

    /// Keeps what is left and ends the thread; `false` when the disk took longer than `patience`.
    pub(crate) fn finish(mut self, patience: Duration) -> bool {
        self.jobs = None;
        let Some(thread) = self.thread.take() else { return true };
        let mut left = patience;
        while !thread.is_finished() && !left.is_zero() {
            thread::sleep(STEP);
            left = left.saturating_sub(STEP);
        }
        thread.is_finished()
    }

    fn give(&self, job: Job) {
        if let Some(jobs) = &self.jobs
            && jobs.send(job).is_err()
        {
            tracing::error!("the thread that saves is gone");
        }
    }
}

fn keep(mut store: Store, todo: &mpsc::Receiver<Job>, handle: &Handle, newer: Option<u32>) {
    for job in todo {
        match job {
            Job::Save { step, saved, events, today } => {
                let kept = match newer {
                    Some(found) => Err(StoreError::NewerSchema { found, known: SAVED_VERSION }),
                    None => store.save(&saved, &events),
                };
                if let Err(why) = &kept {
                    tracing::error!("step {step} could not be saved, {} events wait: {why}", store.unsaved());
                }
                let done = kept.is_ok();
                handle.send(Input::Saved(step, kept));
                if done && store.backup_due(today) {
                    match store.backup() {
                        Ok(_) => tracing::info!("made the day's backup"),
                        Err(why) => tracing::error!("the day's backup could not be made: {why}"),
                    }
                }
            }
            Job::Note { tag, id } => {
                if let Err(why) = store.set_notification_id(&tag, id.as_ref()) {
                    tracing::debug!("the notification of {tag} is only remembered: {why}");
                }
            }
        }
    }
}
