//! Owns what a person prefers, apart from what the engine holds to its rules. Saved with the step that changed it; values by
//! names this version does not know are kept as they are.

use std::collections::BTreeMap;

use lumbar_engine::words::RoutineId;
use lumbar_ui::Theme;
use rusqlite::Connection;
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
    /// The practice turn was done or refused: it is never offered again.
    pub(crate) practice_over: bool,
    /// A plan was followed or refused: none is offered again.
    pub(crate) plan_over: bool,
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
    /// See [`Prefs::practice_over`].
    PracticeOver,
    /// See [`Prefs::plan_over`].
    PlanOver,
}

impl Prefs {
    /// Reads them from names and JSON texts. What was never set, or is of another kind, is as it is without a choice.
    fn from_rows(rows: &[(String, String)]) -> Self {
        Self {
            theme: read::<String>(rows, "theme").and_then(|code| Theme::from_code(&code)).unwrap_or_default(),
            language: read(rows, "language"),
            discreet: read(rows, "discreet").unwrap_or_default(),
            favourites: read(rows, "favourites").unwrap_or_default(),
            packs: read(rows, "packs").unwrap_or_default(),
            told_goes_on: read(rows, "told-goes-on").unwrap_or_default(),
            login_refused: read(rows, "login-refused").unwrap_or_default(),
            practice_over: read(rows, "practice-over").unwrap_or_default(),
            plan_over: read(rows, "plan-over").unwrap_or_default(),
        }
    }

    /// What is to be written where `self` was found only after `begun` was begun with, and has become `now` since: what was
    /// chosen since counts, all else is as it was found.
    #[must_use]
    pub(crate) fn with_choices(&self, begun: &Self, now: &Self) -> Self {
        let chosen =
            |new: &Self| (new.theme != begun.theme, new.language != begun.language, new.discreet != begun.discreet);
        let (theme, language, discreet) = chosen(now);
        let mut favourites = self.favourites.clone();
        favourites.retain(|known| now.favourites.contains(known) || !begun.favourites.contains(known));
        let added = now.favourites.iter().filter(|new| !begun.favourites.contains(new));
        for new in added {
            favourites.retain(|known| known != new);
            favourites.push(new.clone());
        }
        let mut packs = self.packs.clone();
        packs.extend(
            now.packs
                .iter()
                .filter(|(of, pack)| begun.packs.get(*of) != Some(*pack))
                .map(|(of, pack)| (of.clone(), pack.clone())),
        );
        Self {
            theme: if theme { now.theme } else { self.theme },
            language: if language { now.language.clone() } else { self.language.clone() },
            discreet: if discreet { now.discreet } else { self.discreet },
            favourites,
            packs,
            told_goes_on: self.told_goes_on || now.told_goes_on,
            login_refused: self.login_refused || now.login_refused,
            practice_over: self.practice_over || now.practice_over,
            plan_over: self.plan_over || now.plan_over,
        }
    }

    /// Reads them from the data.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut rows = connection.prepare_cached("SELECT key, value FROM setting")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self::from_rows(&rows.collect::<Result<Vec<_>, _>>()?))
    }

    /// Names and values as they are written.
    pub(super) fn rows(&self) -> [(&'static str, Value); 9] {
        [
            ("theme", json!(self.theme.code())),
            ("language", json!(self.language)),
            ("discreet", json!(self.discreet)),
            ("favourites", json!(self.favourites)),
            ("packs", json!(self.packs)),
            ("told-goes-on", json!(self.told_goes_on)),
            ("login-refused", json!(self.login_refused)),
            ("practice-over", json!(self.practice_over)),
            ("plan-over", json!(self.plan_over)),
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
            Preference::PracticeOver => self.practice_over = true,
            Preference::PlanOver => self.plan_over = true,
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
    fn what_was_chosen_before_the_data_could_be_read_counts_and_all_else_is_as_it_is_found() {
        let prefs = |theme, discreet, favourites: &[&str]| Prefs {
            theme,
            language: Some("de".into()),
            discreet,
            favourites: favourites.iter().map(|id| (*id).to_owned()).collect(),
            ..Prefs::default()
        };
        let found = prefs(Theme::Dark, true, &["a", "b"]);
        let begun = Prefs::default();
        assert_eq!(found.with_choices(&begun, &begun), found);
        let now = Prefs { theme: Theme::Light, favourites: vec!["b".into(), "c".into()], ..begun.clone() };
        assert_eq!(found.with_choices(&begun, &now), prefs(Theme::Light, true, &["a", "b", "c"]));
        // Begun with an older copy: what was taken away since is taken away.
        let begun = prefs(Theme::Dark, true, &["a"]);
        let now = prefs(Theme::Dark, false, &[]);
        assert_eq!(found.with_choices(&begun, &now), prefs(Theme::Dark, false, &["b"]));
    }

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
            Preference::PracticeOver,
            Preference::PlanOver,
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
            "practice-over",
            "plan-over",
            "from-the-future",
        ]
        .map(|name| (name.into(), "7".into()));
        assert_eq!(Prefs::from_rows(&odd), Prefs::default());
    }
}
