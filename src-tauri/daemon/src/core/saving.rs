//! Decides what may be confirmed, and as what: what a press changed is shown to nobody before it has reached the disk, or
//! before it is plain that the disk does not take it in time.

use std::time::Duration;

use lumbar_engine::Worn;
use lumbar_engine::time::Now;
use lumbar_ui::Why;
use tokio::time::Instant;

use super::inbox::Kept;
use crate::store::writer::{Save, Writer};
use crate::store::{Entry, Prefs, StoreError};
use crate::witness::{Mark, Record};

/// After this long a silent disk counts as one that takes nothing. Every press is answered within 4 s.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);
/// After this long what is on its way to the disk is told to the witnesses outside of it.
const SLOW: Duration = Duration::from_secs(1);

/// How long to wait before the next try to save, after so many failures.
const AGAIN: [u64; 4] = [2, 10, 30, 60];

/// What is saved, what is on its way, and what has to wait for it.
#[derive(Debug)]
pub(crate) struct Saving {
    writer: Writer,
    /// What the steps of this run count on from.
    from: Mark,
    /// Counts the changes of the engine's state.
    step: u64,
    /// The last one that reached the disk, or never will: a newer version wrote the data.
    kept: u64,
    /// The last one the disk would not take.
    refused: u64,
    in_flight: Option<(u64, Record)>,
    /// When that was begun.
    begun: Option<Instant>,
    /// It has been waited for long enough.
    hung: bool,
    /// When to try again, after a failure.
    again: Option<Instant>,
    /// A newer version wrote the data: nothing is ever added to them.
    read_only: bool,
    entries: Vec<Entry>,
    trouble: Option<Why>,
    failures: usize,
}

impl Saving {
    /// Nothing has changed yet.
    pub(crate) fn new(writer: Writer, from: Mark) -> Self {
        Self {
            writer,
            from,
            step: 0,
            kept: 0,
            refused: 0,
            in_flight: None,
            begun: None,
            hung: false,
            again: None,
            read_only: false,
            entries: Vec::new(),
            trouble: None,
            failures: 0,
        }
    }

    /// The engine's state changed.
    pub(crate) fn changed(&mut self) {
        self.step += 1;
    }

    /// Something belongs into the diary; goes along with the next save.
    pub(crate) fn record(&mut self, entry: impl Into<Entry>) {
        self.entries.push(entry.into());
    }

    /// The change a confirmation has to wait for.
    pub(crate) fn step(&self) -> u64 {
        self.step
    }

    /// The mark of the present step, as its state and its witnesses carry it.
    pub(crate) fn mark(&self) -> Mark {
        self.from.later(self.step)
    }

    /// Tells whether what `step` changed may be confirmed: it is saved, or the disk was asked and would not take it.
    pub(crate) fn may_confirm(&self, step: u64) -> bool {
        step <= self.kept.max(self.refused) || self.hung
    }

    /// As what it is confirmed.
    pub(crate) fn confirmed(&self, step: u64) -> Kept {
        if step <= self.kept && !self.read_only { Kept::OnDisk } else { Kept::InMemory }
    }

    /// Tells whether all that changed has reached the disk.
    pub(crate) fn is_kept(&self) -> bool {
        self.kept == self.step
    }

    /// Tells whether something is not saved and nothing is on its way.
    pub(crate) fn is_due(&self) -> bool {
        self.in_flight.is_none() && self.kept < self.step
    }

    /// Tells whether something is neither saved nor on its way.
    pub(crate) fn is_behind(&self) -> bool {
        self.in_flight.as_ref().map_or(self.kept, |(step, _)| *step).max(self.kept) < self.step
    }

    /// Sends the present state on its way.
    pub(crate) fn begin(&mut self, saved: String, worn: Option<Worn>, prefs: Prefs, now: Now) {
        let record = Record::new(self.mark(), worn);
        self.in_flight = Some((self.step, record.clone()));
        self.begun = Some(Instant::now());
        self.again = None;
        let entries = std::mem::take(&mut self.entries);
        self.writer.save(Save { step: self.step, record, saved, prefs, entries, now });
    }

    /// A save ended; gives back what its step had on. The store keeps the entries of a failed one itself.
    pub(crate) fn ended(&mut self, step: u64, result: Result<(), StoreError>) -> Option<Record> {
        let ended = self.in_flight.take_if(|(sent, _)| *sent == step).map(|(_, record)| record);
        self.hung = self.hung && self.in_flight.is_some();
        self.begun = None;
        match result {
            Ok(()) => {
                self.kept = self.kept.max(step);
                self.trouble = None;
                self.failures = 0;
            }
            // A person is told on its own, and no later try goes better: there is nothing to wait for.
            Err(StoreError::NewerSchema { .. }) => {
                self.kept = self.kept.max(step);
                self.read_only = true;
            }
            Err(why) => {
                // What came after it would have to wait for the next try, which may be a minute away.
                self.refused = self.step;
                self.trouble = Some(why.why());
                self.failures += 1;
                let nth = self.failures - 1;
                let seconds = AGAIN.get(nth).or(AGAIN.last()).copied().unwrap_or(60);
                self.again = Some(Instant::now() + Duration::from_secs(seconds));
            }
        }
        ended
    }

    /// What waits has waited long enough: it is let out, and so is all that comes until this save has ended.
    pub(crate) fn gave_up(&mut self) {
        self.hung = self.in_flight.is_some();
        if self.hung {
            tracing::error!("the disk does not answer");
            self.trouble = Some(Why::new("data-silent"));
        } else {
            // Not even the attempt could be made.
            self.refused = self.step;
            self.again = None;
        }
    }

    /// When what is on its way is slow (where that is `unwitnessed`), and when it has been waited for long enough.
    pub(crate) fn deadline(&self, unwitnessed: bool) -> Option<Instant> {
        let begun = self.begun?;
        let slow = unwitnessed.then_some(begun + SLOW);
        slow.into_iter().chain((!self.hung).then_some(begun + PATIENCE)).min()
    }

    /// Tells whether what is on its way should be told to the witnesses.
    pub(crate) fn is_slow(&self, now: Instant) -> bool {
        self.begun.is_some_and(|begun| begun + SLOW <= now)
    }

    /// Tells whether what is on its way has been waited for long enough.
    pub(crate) fn is_overdue(&self, now: Instant) -> bool {
        self.begun.is_some_and(|begun| begun + PATIENCE <= now)
    }

    /// Why the last presses are in memory only.
    pub(crate) fn trouble(&self) -> Option<&Why> {
        self.trouble.as_ref()
    }

    /// When to try again, after a failure.
    pub(crate) fn again(&self) -> Option<Instant> {
        self.again.filter(|_| self.is_due())
    }

    /// The thread that writes.
    pub(crate) fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Keeps what is on its way and ends; `false` when the disk did not take the last of it.
    pub(crate) fn finish(self) -> bool {
        self.writer.finish(PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::witness::Place;
    use lumbar_engine::time::BootId;

    const NOW: Now = Now { boot: BootId(1), ticks: Duration::ZERO, wall: chrono::DateTime::UNIX_EPOCH };

    /// Nothing is told back: each end is told by hand.
    fn saving() -> (tempfile::TempDir, Saving) {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path()).unwrap();
        let (handle, _inbox, _rev) = crate::core::channel(NOW);
        let witness = Place::beside(folder.path().join("witness"));
        let writer = Writer::start(store, witness, handle, None).unwrap();
        let mut saving = Saving::new(writer, Mark { lineage: 1, generation: 10 });
        saving.changed();
        saving.begin("state".to_owned(), None, Prefs::default(), NOW);
        (folder, saving)
    }

    fn full() -> StoreError {
        StoreError::Full { path: "lumbar.db".into() }
    }

    #[test]
    fn what_is_saved_is_confirmed_as_saved_and_what_came_later_waits() {
        let (_folder, mut saving) = saving();
        saving.changed();
        assert!(!saving.may_confirm(1));
        let record = saving.ended(1, Ok(())).unwrap();
        assert_eq!(record.mark().generation, 11);
        assert_eq!((saving.may_confirm(1), saving.confirmed(1)), (true, Kept::OnDisk));
        assert!(!saving.may_confirm(2) && saving.is_due());
    }

    #[test]
    fn a_refusal_lets_out_all_that_changed_by_then_as_not_saved() {
        let (_folder, mut saving) = saving();
        saving.changed();
        saving.ended(1, Err(full()));
        for step in 1..=2 {
            assert_eq!((saving.may_confirm(step), saving.confirmed(step)), (true, Kept::InMemory), "{step}");
        }
        assert!(saving.trouble().is_some() && !saving.is_kept());
        // What comes after it is tried at once.
        saving.changed();
        assert!(!saving.may_confirm(3) && saving.is_due());
        saving.begin("state".to_owned(), None, Prefs::default(), NOW);
        saving.ended(3, Ok(()));
        assert!((1..=3).all(|step| saving.confirmed(step) == Kept::OnDisk));
        assert_eq!(saving.trouble(), None);
    }

    #[test]
    fn a_disk_that_hangs_holds_nothing_until_it_answers() {
        let (_folder, mut saving) = saving();
        saving.gave_up();
        saving.changed();
        for step in 1..=2 {
            assert_eq!((saving.may_confirm(step), saving.confirmed(step)), (true, Kept::InMemory), "{step}");
        }
        saving.ended(1, Ok(()));
        assert_eq!(saving.confirmed(1), Kept::OnDisk);
        assert!(!saving.may_confirm(2) && saving.is_due());
    }

    #[test]
    fn to_the_data_of_a_newer_version_nothing_is_saved_and_nothing_is_tried_again() {
        let (_folder, mut saving) = saving();
        saving.ended(1, Err(StoreError::NewerSchema { found: 9, known: 1 }));
        assert_eq!((saving.may_confirm(1), saving.confirmed(1), saving.is_due()), (true, Kept::InMemory, false));
        assert_eq!(saving.trouble(), None);
    }
}
