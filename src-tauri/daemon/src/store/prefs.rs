//! Owns what a person prefers, apart from what the engine holds to its rules: the settings that are kept in the data, and how they
//! change. Saved with the step that changed them.

use lumbar_engine::words::RoutineId;
use lumbar_ui::Settings;
use lumbar_ui::settings::{FAVOURITES, Held, PACKS, Row, Setting, TURNS};
use rusqlite::{Connection, Transaction, params};
use serde_json::Value;

/// A person's preferences.
pub(crate) type Prefs = Settings;

/// One change of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Preference {
    /// A setting is this from now on. The value was read by the kind of the setting.
    Set(&'static Row, Value),
    /// What was chosen under this name is forgotten, also where the name is not known here.
    Forget(String),
    /// Adds a routine to the favourites, as the last one, or takes it away.
    Favourite(RoutineId, bool),
    /// Moves a favourite one place up or down.
    MoveFavourite {
        /// Which.
        routine: RoutineId,
        /// Up; else down.
        up: bool,
    },
    /// What a routine is done with from now on; `None` = as if it had never been chosen.
    Pack(RoutineId, Option<String>),
    /// How many turns a routine begins with from now on; `None` = as many as are usual for it.
    Turns(RoutineId, Option<u8>),
}

impl Preference {
    /// Sets a value of the setting's own type.
    pub(crate) fn set<T: Held>(setting: &'static Setting<T>, value: &T) -> Self {
        Self::Set(setting.row(), value.to_value())
    }

    /// Makes this change.
    pub(crate) fn make(self, prefs: &mut Prefs) {
        match self {
            Self::Set(row, value) => prefs.put(row, value),
            Self::Forget(key) => prefs.forget(&key),
            Self::Favourite(routine, yes) => {
                let mut favourites = prefs.get(&FAVOURITES);
                favourites.retain(|favourite| *favourite != routine);
                if yes {
                    favourites.push(routine);
                }
                prefs.set(&FAVOURITES, &favourites);
            }
            Self::MoveFavourite { routine, up } => {
                let mut favourites = prefs.get(&FAVOURITES);
                let at = favourites.iter().position(|favourite| *favourite == routine);
                let to = at.and_then(|at| if up { at.checked_sub(1) } else { at.checked_add(1) });
                if let (Some(at), Some(to)) = (at, to.filter(|to| *to < favourites.len())) {
                    favourites.swap(at, to);
                }
                prefs.set(&FAVOURITES, &favourites);
            }
            Self::Pack(routine, pack) => {
                let mut packs = prefs.get(&PACKS);
                match pack {
                    Some(pack) => drop(packs.insert(routine, pack)),
                    None => drop(packs.remove(&routine)),
                }
                prefs.set(&PACKS, &packs);
            }
            Self::Turns(routine, number) => {
                let mut turns = prefs.get(&TURNS);
                match number {
                    Some(number) => drop(turns.insert(routine, number)),
                    None => drop(turns.remove(&routine)),
                }
                prefs.set(&TURNS, &turns);
            }
        }
    }
}

/// Reads them from the data.
pub(super) fn read(connection: &Connection) -> rusqlite::Result<Prefs> {
    let mut rows = connection.prepare_cached("SELECT key, value FROM setting")?;
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Prefs::from_rows(rows.collect::<Result<Vec<_>, _>>()?))
}

/// Writes what differs from what lies in the data; what nobody changed is not touched.
pub(super) fn write(step: &Transaction<'_>, found: &Prefs, now: &Prefs) -> rusqlite::Result<()> {
    for key in found.rows().keys().filter(|key| !now.rows().contains_key(*key)) {
        step.prepare_cached("DELETE FROM setting WHERE key = ?1")?.execute([key])?;
    }
    for (key, text) in now.rows().iter().filter(|(key, text)| found.rows().get(*key) != Some(*text)) {
        step.prepare_cached(
            "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        )?
        .execute(params![key, text])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn favourites_are_added_once_moved_and_taken_away_and_a_pack_is_the_last_one_chosen() {
        let mut prefs = Prefs::default();
        let add = |id: &str, yes| Preference::Favourite(id.to_owned(), yes);
        let shift = |id: &str, up| Preference::MoveFavourite { routine: id.to_owned(), up };
        for (preference, favourites) in [
            (add("cold-15", true), "cold-15"),
            (add("heat-pad", true), "cold-15, heat-pad"),
            (add("cold-15", true), "heat-pad, cold-15"),
            (add("walk", true), "heat-pad, cold-15, walk"),
            (shift("walk", true), "heat-pad, walk, cold-15"),
            (shift("heat-pad", true), "heat-pad, walk, cold-15"),
            (shift("cold-15", false), "heat-pad, walk, cold-15"),
            (shift("heat-pad", false), "walk, heat-pad, cold-15"),
            (shift("unknown", true), "walk, heat-pad, cold-15"),
            (add("heat-pad", false), "walk, cold-15"),
        ] {
            preference.clone().make(&mut prefs);
            assert_eq!(prefs.get(&FAVOURITES).join(", "), favourites, "{preference:?}");
        }
        for (pack, kept) in [(Some("gel"), Some("gel")), (Some("peas"), Some("peas")), (None, None)] {
            Preference::Pack("cold-15".into(), pack.map(str::to_owned)).make(&mut prefs);
            assert_eq!(prefs.get(&PACKS).get("cold-15").map(String::as_str), kept);
        }
        Preference::Forget("favourites".into()).make(&mut prefs);
        assert_eq!(prefs, Prefs::default());
    }
}
