//! Lists the routines of a profile; whether one may start now only a running program knows.

use lumbar_engine::offer::MayStart;
use lumbar_engine::routine::Routine;
use serde_json::{Value, json};

use crate::client::program::{Exit, Looked, Program};
use crate::life::start::{self, LifeError};
use crate::store::routine_files::RoutineFiles;

impl Program {
    pub(super) fn routines(&self, json: bool) -> Result<(), Exit> {
        let (_, (catalogue, _)) = RoutineFiles::read(self.profile.routines(), &self.ui)
            .map_err(|why| self.complain("program-bad-catalogue", &[("why", why.to_string())]))?;
        self.ui.learn_names(&catalogue);
        let looked = match start::find(&self.profile) {
            Ok(_) => Some(self.look()?),
            Err(LifeError::NotRunning) => None,
            Err(why) => return Err(self.lifeless(&why)),
        };
        // A file that the running program has not read yet, or not taken, cannot be started.
        let known = |id: &str| looked.as_ref().is_none_or(|looked| looked.view.offers.contains_key(id));
        let routines = catalogue.routines().filter(|routine| known(&routine.id));
        if json {
            let all: Vec<Value> = routines
                .map(|routine| self.routine_json(routine, catalogue.is_own(&routine.id), looked.as_ref()))
                .collect();
            return self.print(&Value::from(all).to_string());
        }
        for routine in routines {
            let length = self.ui.duration(routine.whole(routine.turns.usual));
            let mut line = format!(
                "{:<18} {} · {} · {length}",
                routine.id,
                self.ui.routine_name(&routine.id),
                self.ui.kind(routine.kind)
            );
            if let Some(Looked { now, view, .. }) = &looked {
                let offset = crate::clock::Clock::offset(now.wall);
                line = format!("{line} · {}", self.ui.availability(view, &routine.id, *now, offset));
            }
            self.print(&line)?;
        }
        Ok(())
    }

    /// `free`: it may start without a word more; `may_start` says on which terms with the usual number of turns.
    fn routine_json(&self, routine: &Routine, own: bool, looked: Option<&Looked>) -> Value {
        let offer = looked.and_then(|looked| looked.view.offers.get(&routine.id));
        let usual = offer.and_then(|offer| offer.with_turns(offer.usual));
        json!({
            "id": routine.id,
            "name": self.ui.routine_name(&routine.id),
            "kind": routine.kind.code(),
            "own": own,
            "seconds": routine.length().as_secs(),
            "turns": routine.turns.usual,
            "most_turns": routine.turns.most,
            "lengths": routine.lengths,
            "packs": routine.packs,
            "free": looked.map(|_| usual.is_some_and(|terms| terms.may_start == MayStart::Allowed)),
            "may_start": usual.map(|terms| &terms.may_start),
        })
    }
}
