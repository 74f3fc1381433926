//! Owns the names that a person gave routines of their own, for every face that says a routine by its name.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::words::RoutineId;

use crate::Ui;

/// The names, shared by all languages: a person's own words are in none of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnNames(Arc<RwLock<BTreeMap<RoutineId, OwnName>>>);

/// The words of one routine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OwnName {
    name: Option<String>,
    short: Option<String>,
}

impl OwnNames {
    /// Takes the names from the routines there are now. One that is gone keeps its name: it may be on, or in the diary.
    pub(crate) fn learn(&self, catalogue: &Catalogue) {
        let own = catalogue.own();
        let words =
            |name: &Option<String>, short: &Option<String>| OwnName { name: name.clone(), short: short.clone() };
        let all = own.map(|routine| (routine.id.clone(), words(&routine.name, &routine.short)));
        self.0.write().unwrap_or_else(PoisonError::into_inner).extend(all);
    }

    fn of<T>(&self, id: &str, which: impl Fn(&OwnName) -> Option<T>) -> Option<T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).and_then(which)
    }
}

impl Ui {
    /// Knows routines of a person's own by the names they gave them from now on.
    pub fn learn_names(&self, catalogue: &Catalogue) {
        self.own.learn(catalogue);
    }

    /// Knows routines by these names from now on; a command learns them from the program that it asks.
    pub fn learn_names_from(&self, names: BTreeMap<RoutineId, String>) {
        let named = names.into_iter().map(|(id, name)| (id, OwnName { name: Some(name), short: None }));
        self.own.0.write().unwrap_or_else(PoisonError::into_inner).extend(named);
    }

    /// The names that a person gave, as a command learns them.
    pub fn learnt_names(&self) -> BTreeMap<RoutineId, String> {
        let own = self.own.0.read().unwrap_or_else(PoisonError::into_inner);
        own.iter().filter_map(|(id, own)| Some((id.clone(), own.name.clone()?))).collect()
    }

    /// The name of a routine: its own, its text, and its id where it has neither.
    pub fn routine_name(&self, id: &str) -> String {
        self.own.of(id, |own| own.name.clone()).unwrap_or_else(|| self.name("routine", id))
    }

    /// What a routine is in one line, where there is a word about it.
    pub(crate) fn routine_short(&self, id: &str) -> Option<String> {
        self.own.of(id, |own| own.short.clone()).or_else(|| self.maybe(&format!("routine-{id}.short")))
    }

    /// The names of the built-in routines in the language that is spoken and in English, which no other may look like.
    pub fn built_in_names(&self, catalogue: &Catalogue) -> Vec<String> {
        let english = self.texts.in_language("en");
        let spoken = |id: &str| self.maybe(&format!("routine-{id}"));
        let ids = catalogue.built_in_routines().map(|routine| routine.id.as_str());
        ids.flat_map(|id| [spoken(id), english.find(&format!("routine-{id}"), &[])]).flatten().collect()
    }
}
