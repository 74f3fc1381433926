//! Carries out what is about everything at once: taking in all that came from a file, and deleting all.

use lumbar_engine::refusal::Refused;

use super::driver::Driver;
use super::inbox::Coming;
use crate::desktop::port::Desktop;
use crate::store::{Entry, Prefs};

impl<D: Desktop> Driver<D> {
    /// Puts what came from a file in the place of what is here, in one step.
    ///
    /// # Errors
    /// Something is on, or asked; nothing was changed.
    pub(super) fn take_in(&mut self, coming: Coming) -> Result<(), Refused> {
        let Coming { portable, recent, last, prefs, diary } = coming;
        let now = self.clock.now();
        self.pass_time(now);
        self.engine.take_in(portable, &recent, last, now)?;
        self.instead(Entry::Everything(Some(diary)), prefs);
        Ok(())
    }

    /// Deletes everything but what limits go by, in one step.
    ///
    /// # Errors
    /// Something is on, or asked; nothing was changed.
    pub(super) fn forget_everything(&mut self) -> Result<(), Refused> {
        let now = self.clock.now();
        self.pass_time(now);
        self.engine.forget_everything(now)?;
        self.instead(Entry::Everything(None), Prefs::default());
        Ok(())
    }

    fn instead(&mut self, diary: Entry, prefs: Prefs) {
        let now = self.clock.now();
        // What belongs to the diary before goes into it first, and away with it.
        self.drain(false, now);
        self.saving.record(diary);
        self.report_bed(now);
        self.use_prefs(prefs);
    }
}
