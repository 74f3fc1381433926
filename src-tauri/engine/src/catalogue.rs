//! Owns the built-in routines and preparation timers: data files, read and checked once.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use crate::routine::{BadRoutine, Routine, RoutineId};
use crate::rules;

/// The built-in files; a new routine is a new line here, its file and its texts.
const FILES: &[&str] = &[
    include_str!("../catalogue/cold-20-20.toml"),
    include_str!("../catalogue/cold-15.toml"),
    include_str!("../catalogue/heat-pad.toml"),
    include_str!("../catalogue/heat-bottle.toml"),
    include_str!("../catalogue/stretch-start.toml"),
];

const TIMERS: &str = include_str!("../catalogue/timers.toml");

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
    routines: BTreeMap<RoutineId, Routine>,
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
        let timers: TimerFile = toml::from_str(TIMERS).map_err(|e| BadRoutine::Unreadable(e.to_string()))?;
        catalogue.timers = timers.timer;
        Ok(catalogue)
    }

    /// Reads one more routine file and checks it (R21). A routine of the same name is replaced.
    ///
    /// # Errors
    /// Why the file is not taken; nothing is changed then.
    pub fn add(&mut self, text: &str) -> Result<(), BadRoutine> {
        let routine = Routine::read(text)?;
        rules::check(&routine)?;
        if !self.routines.contains_key(&routine.id) {
            self.order.push(routine.id.clone());
        }
        self.routines.insert(routine.id.clone(), routine);
        Ok(())
    }

    /// The routine of this name.
    pub fn routine(&self, id: &str) -> Option<&Routine> {
        self.routines.get(id)
    }

    /// All routines, in the order of the files.
    pub fn routines(&self) -> impl Iterator<Item = &Routine> {
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
