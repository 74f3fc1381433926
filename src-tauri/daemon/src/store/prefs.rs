//! Owns what a person prefers, apart from what the engine holds to its rules. Saved with the step that changed it; values by
//! names this version does not know are kept as they are.

use std::collections::BTreeMap;

use lumbar_engine::words::RoutineId;
use lumbar_ui::Theme;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A person's preferences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prefs {
    /// Light or dark.
    pub(crate) theme: Theme,
    /// A locale name; `None` = as the system says.
    pub(crate) language: Option<String>,
    /// Notifications say nothing about the body, for a person who shares a screen.
    pub(crate) discreet: bool,
    /// First among the quick starts, in this order; none = the built-in quick starts.
    pub(crate) favourites: Vec<RoutineId>,
    /// What each routine was done with last, where the person chose it.
    pub(crate) packs: BTreeMap<RoutineId, String>,
    /// The person was told that Lumbar goes on when its window is closed.
    pub(crate) told_goes_on: bool,
    /// Starting at login is never offered again.
    pub(crate) login_refused: bool,
}

/// One change of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Preference {
    /// See [`Prefs::theme`].
    Theme(Theme),
    /// See [`Prefs::language`].
    Language(Option<String>),
    /// See [`Prefs::discreet`].
    Discreet(bool),
    /// Adds a routine to the favourites, as the last one, or takes it away.
    Favourite(RoutineId, bool),
    /// What a routine is done with from now on.
    Pack(RoutineId, String),
    /// See [`Prefs::told_goes_on`].
    ToldGoesOn,
    /// See [`Prefs::login_refused`].
    RefuseLogin,
}

impl Prefs {
    /// Reads them from names and JSON texts. What was never set, or is of another kind, is as it is without a choice.
    pub(super) fn from_rows(rows: &[(String, String)]) -> Self {
        Self {
            theme: read::<String>(rows, "theme").and_then(|code| Theme::from_code(&code)).unwrap_or_default(),
            language: read(rows, "language"),
            discreet: read(rows, "discreet").unwrap_or_default(),
            favourites: read(rows, "favourites").unwrap_or_default(),
            packs: read(rows, "packs").unwrap_or_default(),
            told_goes_on: read(rows, "told-goes-on").unwrap_or_default(),
            login_refused: read(rows, "login-refused").unwrap_or_default(),
        }
    }

    /// Names and values as they are written.
    pub(super) fn rows(&self) -> [(&'static str, Value); 7] {
        [
            ("theme", json!(self.theme.code())),
            ("language", json!(self.language)),
            ("discreet", json!(self.discreet)),
            ("favourites", json!(self.favourites)),
            ("packs", json!(self.packs)),
            ("told-goes-on", json!(self.told_goes_on)),
            ("login-refused", json!(self.login_refused)),
        ]
    }

    /// Makes one change.
    pub(crate) fn choose(&mut self, preference: Preference) {
        match preference {
            Preference::Theme(theme) => self.theme = theme,
            Preference::Language(language) => self.language = language,
            Preference::Discreet(discreet) => self.discreet = discreet,
            Preference::Pack(routine, pack) => drop(self.packs.insert(routine, pack)),
            Preference::ToldGoesOn => self.told_goes_on = true,
            Preference::RefuseLogin => self.login_refused = true,
            Preference::Favourite(routine, yes) => {
                self.favourites.retain(|favourite| *favourite != routine);
                if yes {
                    self.favourites.push(routine);
                }
            }
        }
    }
}

fn read<T: DeserializeOwned>(rows: &[(String, String)], name: &str) -> Option<T> {
    rows.iter().find(|(key, _)| key == name).and_then(|(_, value)| serde_json::from_str(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_what_makes_no_sense_is_as_without_a_choice() {
        let mut prefs = Prefs::default();
        for preference in [
            Preference::Theme(Theme::Dark),
            Preference::Language(Some("de".into())),
            Preference::Discreet(true),
            Preference::Favourite("cold-15".into(), true),
            Preference::Favourite("heat-pad".into(), true),
            Preference::Favourite("cold-15".into(), true),
            Preference::Pack("cold-15".into(), "gel".into()),
            Preference::Pack("cold-15".into(), "peas".into()),
            Preference::ToldGoesOn,
            Preference::RefuseLogin,
        ] {
            prefs.choose(preference);
        }
        assert_eq!(prefs.favourites, ["heat-pad", "cold-15"]);
        assert_eq!(prefs.packs["cold-15"], "peas");
        let rows = prefs.rows().map(|(name, value)| (name.to_owned(), value.to_string()));
        assert_eq!(Prefs::from_rows(&rows), prefs);
        prefs.choose(Preference::Favourite("heat-pad".into(), false));
        assert_eq!(prefs.favourites, ["cold-15"]);

        let odd = [
            "theme",
            "language",
            "discreet",
            "favourites",
            "packs",
            "told-goes-on",
            "login-refused",
            "from-the-future",
        ]
        .map(|name| (name.into(), "7".into()));
        assert_eq!(Prefs::from_rows(&odd), Prefs::default());
    }
}
