//! Owns what was chosen: each value as it lies in the data, also one that this version does not understand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::held::{Held, Setting};
use super::kind::Kind;
use super::row::Row;
use super::table::row;

/// What a person chose, by name, as JSON texts. What is not understood is kept as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    rows: BTreeMap<String, String>,
}

/// How one setting stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was chosen.
    Usual,
    /// This was chosen.
    Chosen(Value),
    /// What lies in the data is no value of it: damaged, or of a newer version. It is as without a choice.
    NotUnderstood(String),
}

impl Settings {
    /// Takes names and JSON texts as they lie in the data.
    pub fn from_rows(rows: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { rows: rows.into_iter().collect() }
    }

    /// Names and JSON texts as they are written down.
    pub fn rows(&self) -> &BTreeMap<String, String> {
        &self.rows
    }

    /// The value that holds.
    pub fn get<T: Held>(&self, setting: &Setting<T>) -> T {
        match self.standing(setting.row()) {
            Standing::Chosen(value) => T::from_value(&value).unwrap_or_else(|| setting.usual()),
            Standing::Usual | Standing::NotUnderstood(_) => setting.usual(),
        }
    }

    /// Chooses a value.
    pub fn set<T: Held>(&mut self, setting: &Setting<T>, value: &T) {
        self.put(setting.row(), value.to_value());
    }

    /// Chooses a value that was read by the kind of the setting. What it is without a choice is no choice.
    pub fn put(&mut self, row: &Row, value: Value) {
        if value == row.default_value() {
            self.rows.remove(row.key);
        } else {
            self.rows.insert(row.key.to_owned(), value.to_string());
        }
    }

    /// Forgets what was chosen, also under a name that is not known here.
    pub fn forget(&mut self, key: &str) {
        self.rows.remove(key);
    }

    /// How a setting stands that is kept here.
    pub fn standing(&self, row: &Row) -> Standing {
        let Some(text) = self.rows.get(row.key) else { return Standing::Usual };
        match serde_json::from_str(text).ok().filter(|value| row.kind.takes(value)) {
            Some(value) if value == row.default_value() => Standing::Usual,
            Some(value) => Standing::Chosen(value),
            None => Standing::NotUnderstood(text.clone()),
        }
    }

    /// What lies in the data under names that are not known here.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|(key, text)| (key.as_str(), text.as_str())).filter(|(key, _)| row(key).is_none())
    }

    /// Tells whether something lies in the data that is not understood, under a known name or another.
    pub fn is_all_understood(&self) -> bool {
        let odd = |key: &String| row(key).is_none_or(|row| matches!(self.standing(row), Standing::NotUnderstood(_)));
        !self.rows.keys().any(odd)
    }

    /// What is to be written where `self` was found only after `begun` was begun with, and has become `now` since: what was
    /// chosen since counts, all else is as it was found.
    #[must_use]
    pub fn with_choices(&self, begun: &Self, now: &Self) -> Self {
        let mut all = self.clone();
        let keys: BTreeSet<&String> = begun.rows.keys().chain(now.rows.keys()).collect();
        for key in keys.into_iter().filter(|key| begun.rows.get(*key) != now.rows.get(*key)) {
            let part = |settings: &Self| settings.rows.get(key).and_then(|text| serde_json::from_str(text).ok());
            let merged = match row(key).map(|row| row.kind) {
                Some(Kind::Routines) => Some(listed(part(self), part(begun), part(now))),
                Some(Kind::Packs | Kind::Turns) => Some(mapped(part(self), part(begun), part(now))),
                _ => None,
            };
            match (merged.map(|value| value.to_string()), now.rows.get(key)) {
                (Some(text), _) => drop(all.rows.insert(key.clone(), text)),
                (None, Some(text)) => drop(all.rows.insert(key.clone(), text.clone())),
                (None, None) => drop(all.rows.remove(key)),
            }
        }
        all
    }
}

/// The list that was found, without what was taken away since, and with what was added.
fn listed(found: Option<Value>, begun: Option<Value>, now: Option<Value>) -> Value {
    let list = |value: Option<Value>| value.as_ref().and_then(<Vec<String>>::from_value).unwrap_or_default();
    let (mut found, begun, now) = (list(found), list(begun), list(now));
    found.retain(|known| now.contains(known) || !begun.contains(known));
    for new in now.into_iter().filter(|new| !begun.contains(new)) {
        found.retain(|known| *known != new);
        found.push(new);
    }
    json!(found)
}

/// The map that was found, with what was changed since.
fn mapped(found: Option<Value>, begun: Option<Value>, now: Option<Value>) -> Value {
    let map = |value: Option<Value>| match value {
        Some(Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (mut found, begun, now) = (map(found), map(begun), map(now));
    found.retain(|of, _| now.contains_key(of) || !begun.contains_key(of));
    found.extend(now.into_iter().filter(|(of, what)| begun.get(of) != Some(what)));
    Value::Object(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{DISCREET, FAVOURITES, LANGUAGE, PACKS, THEME, Theme};

    fn settings(rows: &[(&str, Value)]) -> Settings {
        Settings::from_rows(rows.iter().map(|(key, value)| ((*key).to_owned(), value.to_string())))
    }

    #[test]
    fn what_was_chosen_before_the_data_could_be_read_counts_and_all_else_is_as_it_is_found() {
        let of = |theme: &str, discreet: bool, favourites: &[&str]| {
            settings(&[
                ("theme", json!(theme)),
                ("language", json!("en")),
                ("discreet", json!(discreet)),
                ("favourites", json!(favourites)),
            ])
        };
        let found = of("dark", true, &["a", "b"]);
        let begun = Settings::default();
        assert_eq!(found.with_choices(&begun, &begun), found);
        let now = settings(&[("theme", json!("light")), ("favourites", json!(["b", "c"]))]);
        assert_eq!(found.with_choices(&begun, &now), of("light", true, &["a", "b", "c"]));
        // Begun with an older copy: what was taken away since is taken away.
        let (begun, now) = (of("dark", true, &["a"]), of("dark", false, &[]));
        assert_eq!(found.with_choices(&begun, &now), of("dark", false, &["b"]));
        // Gone back to what it is without a choice.
        let now = settings(&[("language", json!("en")), ("discreet", json!(true)), ("favourites", json!(["a"]))]);
        let all = found.with_choices(&of("dark", true, &["a"]), &now);
        assert_eq!((all.get(&THEME), all.get(&FAVOURITES)), (Theme::Desktop, vec!["a".into(), "b".into()]));
        let packs = |gel: &str| settings(&[("packs", json!({ "cold-15": gel, "walk": "none" }))]);
        let all = packs("gel").with_choices(&packs("peas"), &settings(&[("packs", json!({ "cold-15": "towel" }))]));
        assert_eq!(all.get(&PACKS), BTreeMap::from([("cold-15".to_owned(), "towel".to_owned())]));
    }

    #[test]
    fn what_is_chosen_holds_and_what_it_is_anyway_is_no_choice() {
        let mut settings = Settings::default();
        assert_eq!((settings.get(&THEME), settings.get(&LANGUAGE)), (Theme::Desktop, None));
        settings.set(&THEME, &Theme::Dark);
        settings.set(&LANGUAGE, &Some("en".into()));
        assert_eq!((settings.get(&THEME), settings.get(&LANGUAGE)), (Theme::Dark, Some("en".into())));
        assert_eq!(settings.standing(THEME.row()), Standing::Chosen(json!("dark")));
        settings.set(&THEME, &Theme::Desktop);
        settings.forget("language");
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn what_is_not_understood_is_kept_and_said_and_is_as_without_a_choice() {
        let odd =
            [("theme", "7"), ("discreet", "{\"broken"), ("favourites", "[1]"), ("from-the-future", "{\"a\":[1]}")];
        let mut settings = Settings::from_rows(odd.map(|(key, text)| (key.to_owned(), text.to_owned())));
        assert_eq!((settings.get(&THEME), settings.get(&DISCREET)), (Theme::Desktop, false));
        assert_eq!(settings.get(&FAVOURITES), Vec::<String>::new());
        assert_eq!(settings.standing(DISCREET.row()), Standing::NotUnderstood("{\"broken".into()));
        assert_eq!(settings.unknown().collect::<Vec<_>>(), [("from-the-future", "{\"a\":[1]}")]);
        assert!(!settings.is_all_understood());
        assert_eq!(settings.rows().len(), odd.len());
        // A choice takes its place, and what is unknown can be forgotten.
        settings.set(&DISCREET, &true);
        assert!(settings.get(&DISCREET));
        for key in ["theme", "favourites", "from-the-future"] {
            settings.forget(key);
        }
        assert!(settings.is_all_understood());
    }
}
