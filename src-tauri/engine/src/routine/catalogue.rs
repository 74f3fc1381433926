//! Owns the built-in routines and preparation timers: data files, read and checked once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use crate::routine::Routine;
use crate::routine::bad::BadRoutine;
use crate::routine::check::check;
use crate::words::RoutineId;

/// The built-in files; a new routine is a new line here, its file and its texts.
const FILES: &[&str] = &[
    include_str!("../../catalogue/cold-20-20.toml"),
    include_str!("../../catalogue/cold-15.toml"),
    include_str!("../../catalogue/cold-10.toml"),
    include_str!("../../catalogue/ice-massage-5.toml"),
    include_str!("../../catalogue/heat-bottle.toml"),
    include_str!("../../catalogue/heat-pad.toml"),
    include_str!("../../catalogue/heat-gel.toml"),
    include_str!("../../catalogue/heat-towel.toml"),
    include_str!("../../catalogue/heat-wrap.toml"),
    include_str!("../../catalogue/warm-bath.toml"),
    include_str!("../../catalogue/sauna-steam.toml"),
    include_str!("../../catalogue/jet-tub.toml"),
    include_str!("../../catalogue/contrast-packs.toml"),
    include_str!("../../catalogue/contrast-shower.toml"),
    include_str!("../../catalogue/ball-floor.toml"),
    include_str!("../../catalogue/ball-wall.toml"),
    include_str!("../../catalogue/roller.toml"),
    include_str!("../../catalogue/partner.toml"),
    include_str!("../../catalogue/stretch-start.toml"),
    include_str!("../../catalogue/stretch-full.toml"),
    include_str!("../../catalogue/childs-pose.toml"),
    include_str!("../../catalogue/warm-stretch-cool.toml"),
    include_str!("../../catalogue/walk.toml"),
    include_str!("../../catalogue/move-break.toml"),
    include_str!("../../catalogue/press-up.toml"),
    include_str!("../../catalogue/stronger.toml"),
    include_str!("../../catalogue/hip-flexor.toml"),
    include_str!("../../catalogue/breathe.toml"),
    include_str!("../../catalogue/rest-position.toml"),
];

const TIMERS: &str = include_str!("../../catalogue/timers.toml");

/// A preparation timer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PrepTimer {
    /// `prep-towel` …; also its text name.
    pub id: String,
    /// How long, s.
    pub seconds: u32,
    /// The pack it prepares.
    pub pack: String,
    /// The sources it rests on.
    #[serde(default)]
    pub sources: Vec<String>,
}

impl PrepTimer {
    /// How long it runs.
    pub fn length(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

#[derive(Deserialize)]
struct TimerFile {
    timer: Vec<PrepTimer>,
}

/// The routines and timers that can be started.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    order: Vec<RoutineId>,
    routines: BTreeMap<RoutineId, Arc<Routine>>,
    timers: Vec<PrepTimer>,
}

impl Catalogue {
    /// Reads the built-in files. Every one is checked against the safety rules (R21), as any other would be.
    ///
    /// # Errors
    /// The first built-in file that is not sound; a test keeps this from happening in a release.
    pub fn built_in() -> Result<Self, BadRoutine> {
        let mut catalogue = Self::default();
        for text in FILES {
            catalogue.add(text)?;
        }
        let timers: TimerFile = toml::from_str(TIMERS).map_err(|error| BadRoutine::unreadable(TIMERS, &error))?;
        catalogue.timers = timers.timer;
        Ok(catalogue)
    }

    /// Reads one more routine file and checks it (R21).
    ///
    /// # Errors
    /// Why the file is not taken, an id that is taken among the reasons; nothing is changed then.
    pub fn add(&mut self, text: &str) -> Result<(), BadRoutine> {
        let routine = Routine::read(text)?;
        check(&routine)?;
        if self.routines.contains_key(&routine.id) {
            return Err(BadRoutine::Taken(routine.id));
        }
        self.order.push(routine.id.clone());
        self.routines.insert(routine.id.clone(), Arc::new(routine));
        Ok(())
    }

    /// The routine of this name.
    pub fn routine(&self, id: &str) -> Option<&Arc<Routine>> {
        self.routines.get(id)
    }

    /// All routines, in the order of the files.
    pub fn routines(&self) -> impl Iterator<Item = &Arc<Routine>> {
        self.order.iter().filter_map(|id| self.routines.get(id))
    }

    /// The preparation timer of this name.
    pub fn timer(&self, id: &str) -> Option<&PrepTimer> {
        self.timers.iter().find(|t| t.id == id)
    }

    /// All preparation timers.
    pub fn timers(&self) -> &[PrepTimer] {
        &self.timers
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
mod tests;
