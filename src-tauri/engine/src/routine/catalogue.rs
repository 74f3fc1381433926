//! Owns the built-in routines and preparation timers: data files, read and checked once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use crate::routine::bad::BadRoutine;
use crate::routine::check::check;
use crate::routine::names::skeleton;
use crate::routine::{Move, Routine, Step};
use crate::words::{Modality, RoutineId, Tool};

/// The built-in files; a new routine is a new line here, its file and its texts.
pub(super) const FILES: &[&str] = &[
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
    /// How many of them are built in; the others are the person's own.
    built_in: usize,
    /// Names for people that are taken, by what is left of them when what looks alike is made the same.
    taken: BTreeMap<String, String>,
    /// The same of the ids of the built-in ones.
    taken_ids: BTreeMap<String, RoutineId>,
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
        catalogue.built_in = catalogue.order.len();
        catalogue.taken_ids = catalogue.order.iter().map(|id| (skeleton(id), id.clone())).collect();
        Ok(catalogue)
    }

    /// Keeps the names that people know the built-in routines by from being given to another.
    pub fn keep_names(&mut self, names: impl IntoIterator<Item = String>) {
        self.taken.extend(names.into_iter().map(|name| (skeleton(&name), name)));
    }

    /// Reads one more routine file and checks it (R21).
    ///
    /// # Errors
    /// Why the file is not taken, an id that is taken among the reasons; nothing is changed then.
    pub fn add(&mut self, text: &str) -> Result<(), BadRoutine> {
        let routine = Routine::read(text)?;
        check(&routine)?;
        if let Some(bad) = self.against(&routine).into_iter().next() {
            return Err(bad);
        }
        if self.built_in > 0 {
            let shown = routine.name.as_ref().unwrap_or(&routine.id);
            self.taken.insert(skeleton(shown), shown.clone());
        }
        self.order.push(routine.id.clone());
        self.routines.insert(routine.id.clone(), Arc::new(routine));
        Ok(())
    }

    /// All that keeps a routine from being added: its own faults, then what is wrong with it beside the others.
    pub fn faults(&self, routine: &Routine) -> Vec<BadRoutine> {
        let mut faults = routine.faults();
        faults.extend(self.against(routine));
        faults
    }

    /// What is wrong with it beside the routines there are.
    fn against(&self, routine: &Routine) -> Vec<BadRoutine> {
        let mut faults = Vec::new();
        if self.routines.contains_key(&routine.id) {
            faults.push(BadRoutine::Taken(routine.id.clone()));
        } else if let Some(other) = like(&self.taken_ids, &routine.id) {
            faults.push(BadRoutine::Misleading { field: "id", name: routine.id.clone(), other: other.clone() });
        }
        // What people see where it has no name of its own is its id.
        let field = if routine.name.is_some() { "name" } else { "id" };
        let shown = routine.name.as_ref().unwrap_or(&routine.id);
        if let Some(other) = like(&self.taken, shown) {
            faults.push(BadRoutine::Misleading { field, name: shown.clone(), other: other.clone() });
        }
        faults.extend(self.other_questions(routine));
        faults
    }

    /// A routine of one's own asks the same about health as the built-in ones that its steps come from.
    fn other_questions(&self, routine: &Routine) -> Option<BadRoutine> {
        (1..).zip(&routine.steps).find_map(|(step, done)| {
            let Step::Move(movement) = done else { return None };
            let from = self.homes(movement);
            let tools = from.iter().filter_map(|home| home.tool);
            let other = |tool: &Tool| routine.kind != Modality::Massage || routine.tool != Some(*tool);
            let massage = from.iter().all(|home| home.kind == Modality::Massage);
            if let Some(tool) = tools.into_iter().find(other).filter(|_| massage) {
                return Some(BadRoutine::MassageStep { step, tool: tool.code() });
            }
            let everyday = !from.is_empty() && from.iter().all(|home| home.everyday);
            (self.built_in > 0 && routine.everyday && !everyday).then_some(BadRoutine::NotEveryday { step })
        })
    }

    /// The built-in routines that a step of movement comes from, by its text.
    pub fn homes(&self, movement: &Move) -> Vec<&Routine> {
        let same = |step: &Step| matches!(step, Step::Move(known) if known.text == movement.text);
        self.built_in_routines().filter(|routine| routine.steps.iter().any(same)).map(Arc::as_ref).collect()
    }

    /// The built-in routines, in their order.
    pub fn built_in_routines(&self) -> impl Iterator<Item = &Arc<Routine>> {
        self.order.iter().take(self.built_in).filter_map(|id| self.routines.get(id))
    }

    /// The person's own routines, by the name of their files.
    pub fn own(&self) -> impl Iterator<Item = &Arc<Routine>> {
        self.order.iter().skip(self.built_in).filter_map(|id| self.routines.get(id))
    }

    /// Tells whether a routine is one of the person's own.
    pub fn is_own(&self, id: &str) -> bool {
        self.order.iter().skip(self.built_in).any(|own| own == id)
    }

    /// The same without one of the person's own: a routine that is changed is no other beside itself.
    pub fn without(&self, id: &str) -> Self {
        let mut catalogue = self.clone();
        if self.is_own(id) {
            catalogue.order.retain(|own| own != id);
            if let Some(gone) = catalogue.routines.remove(id) {
                catalogue.taken.remove(&skeleton(gone.name.as_ref().unwrap_or(&gone.id)));
            }
        }
        catalogue
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

/// What of this is taken by a name that looks like this one; among the built-in ones nothing is.
fn like<'a, T>(taken: &'a BTreeMap<String, T>, name: &str) -> Option<&'a T> {
    if taken.is_empty() { None } else { taken.get(&skeleton(name)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
mod tests;
