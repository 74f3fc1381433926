//! Decides by which name a routine is called.

use std::collections::BTreeMap;

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::words::RoutineId;

use crate::Ui;

impl Ui {
    /// Knows routines of a person's own by the names they gave them from now on.
    pub fn learn_names(&self, catalogue: &Catalogue) {
        self.own.learn(catalogue);
    }

    /// Knows routines by these names from now on; a command learns them from the program that it asks.
    pub fn learn_names_from(&self, names: BTreeMap<RoutineId, String>) {
        self.own.learn_from(names);
    }

    /// The names that a person gave, as a command learns them.
    pub fn learnt_names(&self) -> BTreeMap<RoutineId, String> {
        self.own.all()
    }

    /// The name of a routine: its own, its text, and its id where it has neither.
    pub fn routine_name(&self, id: &str) -> String {
        self.own.name(id).unwrap_or_else(|| self.name("routine", id))
    }

    /// What a routine is in one line, where there is a word about it.
    pub(crate) fn routine_short(&self, id: &str) -> Option<String> {
        self.own.short(id).or_else(|| self.maybe(&format!("routine-{id}.short")))
    }

    /// The names of the built-in routines in the language that is spoken and in English, which no other may look like.
    pub fn built_in_names(&self, catalogue: &Catalogue) -> Vec<String> {
        let english = self.texts.in_language("en");
        let spoken = |id: &str| self.maybe(&format!("routine-{id}"));
        let ids = catalogue.built_in_routines().map(|routine| routine.id.as_str());
        ids.flat_map(|id| [spoken(id), english.find(&format!("routine-{id}"), &[])]).flatten().collect()
    }
}
