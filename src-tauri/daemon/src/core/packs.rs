//! Decides which pack a start is done with: the one that was chosen last for its routine.

use lumbar_engine::command::{Command, Start, Wish};
use lumbar_engine::words::{RoutineId, Slot};
use lumbar_ui::settings::PACKS;

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
