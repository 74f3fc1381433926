//! Decides what a start is done with where it does not say: the pack that was chosen last, the turns the person begins with.

use lumbar_engine::command::{Command, Start, Wish};
use lumbar_engine::offer::MayStart;
use lumbar_engine::words::{RoutineId, Slot};
use lumbar_ui::settings::{PACKS, TURNS};

use super::driver::Driver;
use crate::desktop::port::Desktop;

impl<D: Desktop> Driver<D> {
    /// A start that names no pack is done with the one that this routine was done with last.
    pub(super) fn with_usual_pack(&self, command: &mut Command) {
        if let Command::Wish(Wish::Start(start)) = command
            && start.pack.is_none()
            && let Some(pack) = self.usual_pack(&start.routine)
            && self.engine.catalogue().routine(&start.routine).is_some_and(|routine| routine.packs.contains(&pack))
        {
            start.pack = Some(pack);
        }
    }

    /// A start that names no turns has as many as the person begins this routine with, where nothing stands against that.
    pub(super) fn with_usual_turns(&self, command: &mut Command) {
        if let Command::Wish(Wish::Start(start)) = command
            && start.turns.is_none()
            && let Some(turns) = self.published.prefs().get(&TURNS).remove(&start.routine)
            && let Some(terms) = self.engine.view().offers.get(&start.routine).and_then(|offer| offer.with_turns(turns))
            && terms.may_start == MayStart::Allowed
        {
            start.turns = Some(turns);
        }
    }

    /// The pack a routine was done with last, where the person chose it.
    pub(super) fn usual_pack(&self, routine: &str) -> Option<String> {
        self.published.prefs().get(&PACKS).remove(routine)
    }

    /// The pack that a command names, and for which routine.
    pub(super) fn pack_of(&self, command: &Command) -> Option<(RoutineId, String)> {
        let Command::Wish(wish) = command else { return None };
        if let Wish::Start(Start { routine, pack: Some(pack), .. }) = wish {
            return Some((routine.clone(), pack.clone()));
        }
        let Wish::UsePack { pack } = wish else { return None };
        let session = self.engine.session(Slot::Thermal)?;
        Some((session.routine.id.clone(), pack.clone()))
    }
}
