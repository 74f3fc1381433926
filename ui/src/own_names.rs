//! Owns the names that a person gave routines of their own, for every face that says a routine by its name.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::words::RoutineId;

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

    /// Takes names from elsewhere.
    pub(crate) fn learn_from(&self, names: BTreeMap<RoutineId, String>) {
        let named = names.into_iter().map(|(id, name)| (id, OwnName { name: Some(name), short: None }));
        self.0.write().unwrap_or_else(PoisonError::into_inner).extend(named);
    }

    /// All of them.
    pub(crate) fn all(&self) -> BTreeMap<RoutineId, String> {
        let own = self.0.read().unwrap_or_else(PoisonError::into_inner);
        own.iter().filter_map(|(id, own)| Some((id.clone(), own.name.clone()?))).collect()
    }

    /// The name of a routine.
    pub(crate) fn name(&self, id: &str) -> Option<String> {
        self.of(id, |own| own.name.clone())
    }

    /// What is said about it in one line.
    pub(crate) fn short(&self, id: &str) -> Option<String> {
        self.of(id, |own| own.short.clone())
    }

    fn of<T>(&self, id: &str, which: impl Fn(&OwnName) -> Option<T>) -> Option<T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).and_then(which)
    }
}
