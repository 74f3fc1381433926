//! Decides the Settings page: every setting of the table with what it is now, how it is changed, and the way back.

use std::collections::BTreeMap;

use askama::Template;
use lumbar_engine::health::Clinical;
use serde_json::Value;

use crate::Ui;
use crate::figure::escape;
use crate::languages::Languages;
use crate::pages::safety::{ClinicianWord, OpenPart};
use crate::pages::{Head, written};
use crate::reach::KeyState;
use crate::scene::{Asked, Scene};
use crate::settings::{
    BED_HOURS, DND_TAKE_OFF, DesktopKey, Group, Heard, Held, Hours, KEY_OFF, Kind, NotTaken, Row, Standing, TABLE,
    VOICE,
};

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage<'a> {
    ui: &'a Ui,
    query: &'a str,
    /// Whether anything is left by what was looked for.
    found: bool,
    columns: Vec<Vec<GroupPart>>,
    /// Names and texts in the data that are not known here.
    unknown: Vec<(&'a str, &'a str)>,
    /// Opens the wrap for the bed hours, where a clinician said that it is fine.
    wrap: Option<OpenPart>,
}

struct GroupPart {
    code: &'static str,
    icon: &'static str,
    title: String,
    rows: Vec<RowPart>,
    /// Pages that belong here: address, name, hint, label.
    links: Vec<(&'static str, String, String, String)>,
}

struct RowPart {
    key: &'static str,
    name: String,
    /// As markup: what was looked for is marked.
    name_html: String,
    hint_html: String,
    control: Control,
    /// The label of the way back, where something was chosen.
    back: Option<String>,
    /// What lies in the data and is not understood.
    odd: Option<String>,
    just_set: bool,
    /// Its sound can be heard.
    rings: bool,
    /// Its sound was asked for a moment ago.
    just_heard: bool,
    /// The heading of the rows that begin here and belong together.
    opens: Option<String>,
    /// What is asked before it is held back.
    asks: Option<String>,
}

enum Control {
    Switch {
        on: bool,
        /// The voice can be heard.
        speaks: bool,
    },
    /// Buttons beside each other.
    Words(Vec<Choice>),
    List(Vec<Choice>),
    Hours {
        from: String,
        until: String,
    },
    Order {
        chosen: Vec<Named>,
        more: Vec<Named>,
    },
    Packs(Vec<(Named, String)>),
    /// What is written there now, and what became of it: whether it is good, and the sentence.
    Key {
        written: String,
        became: Option<(bool, String)>,
    },
    Turns {
        chosen: Vec<(Named, u8)>,
        more: Vec<Named>,
        numbers: Vec<u8>,
    },
}

/// One of several, of which one holds.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// A routine.
struct Named {
    id: String,
    name: String,
    kind: &'static str,
}

impl Ui {
    /// Every setting, or those that have the words that are looked for.
    pub fn settings(&self, scene: &Scene<'_>, asked: &Asked) -> String {
        let mut columns = vec![Vec::new(), Vec::new()];
        for group in Group::ALL {
            let part = self.setting_group(group, scene, asked);
            if !part.rows.is_empty() || !part.links.is_empty() {
                let second = !matches!(group, Group::General | Group::Reminders);
                columns[usize::from(second)].push(part);
            }
        }
        let has_bed = columns.iter().flatten().flat_map(|group| &group.rows).any(|row| row.key == BED_HOURS.row().key);
        let page = SettingsPage {
            ui: self,
            query: &asked.query,
            found: columns.iter().any(|column| !column.is_empty()),
            columns,
            unknown: scene.settings.unknown().collect(),
            wrap: has_bed.then(|| self.open_part(Clinical::WrapInBed, "clinician-bed", String::new(), scene)),
        };
        let head = Head { title: self.t("nav-settings"), page: "settings", nav: Some("settings"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// The day in half hours, and which one is chosen.
    pub(crate) fn half_hours(&self, chosen: u16) -> Vec<(u16, String, bool)> {
        let named = |minutes: u16| self.time_of_day(u32::from(minutes / 60), u32::from(minutes % 60));
        // What was chosen may lie between.
        let mut all: std::collections::BTreeSet<u16> = (0..48).map(|n| n * 30).collect();
        all.insert(chosen);
        all.into_iter().map(|minutes| (minutes, named(minutes), minutes == chosen)).collect()
    }

    fn setting_group(&self, group: Group, scene: &Scene<'_>, asked: &Asked) -> GroupPart {
        let rows = TABLE.iter().filter(|row| row.group == group);
        let rows = rows.filter_map(|row| self.setting_row(row, scene, asked)).collect();
        let links: &[(&str, &str)] = match group {
            Group::Reminders => &[("/notifications", "settings-reach"), ("/practice", "settings-practice")],
            Group::Routines => &[("/safety", "settings-health"), ("/data", "data-open"), ("/about", "settings-about")],
            Group::General | Group::Voice | Group::Sound | Group::Diary | Group::Memory => &[],
        };
        let link = |(address, key): &(&'static str, &str)| {
            let said = |part: &str| self.t(&format!("{key}{part}"));
            let [name, hint, label] = ["", ".hint", ".link"].map(said);
            asked.finds(&[&name, &hint, &label]).then(|| (*address, asked.mark(&name), asked.mark(&hint), label))
        };
        GroupPart {
            code: group.code(),
            icon: match group {
                Group::General => "sliders",
                Group::Reminders => "bell",
                Group::Voice => "voice",
                Group::Sound => "sound",
                Group::Routines => "star",
                Group::Diary | Group::Memory => "book",
            },
            title: self.t(&format!("settings-group-{}", group.code())),
            rows,
            links: links.iter().filter_map(link).collect(),
        }
    }

    /// `None` = it cannot be set here, or is not what is looked for.
    fn setting_row(&self, row: &'static Row, scene: &Scene<'_>, asked: &Asked) -> Option<RowPart> {
        let standing = scene.standing(row)?;
        let usual = row.default_value();
        let (value, changed, odd) = match standing {
            Standing::Usual => (usual.clone(), false, None),
            Standing::Chosen(value) => (value, true, None),
            Standing::NotUnderstood(text) => (usual.clone(), true, Some(text)),
        };
        // What is remembered is there to be forgotten.
        if row.group == Group::Memory && !changed {
            return None;
        }
        let (name, hint) =
            (self.setting_name(row), self.maybe(&format!("setting-{}.hint", row.key)).unwrap_or_default());
        let control = self.setting_control(row, &value, scene);
        let words = match &control {
            Control::Words(choices) => choices.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>().join(" "),
            Control::Switch { .. }
            | Control::List(_)
            | Control::Hours { .. }
            | Control::Order { .. }
            | Control::Turns { .. }
            | Control::Key { .. }
            | Control::Packs(_) => String::new(),
        };
        if !asked.finds(&[&name, &hint, &words, row.key]) {
            return None;
        }
        let said = self.setting_value(row, &usual);
        Some(RowPart {
            key: row.key,
            name_html: asked.mark(&name),
            hint_html: asked.mark(&hint),
            control,
            back: changed.then(|| match row.kind {
                Kind::Routines | Kind::Packs | Kind::Turns => self.t("settings-forget.all"),
                Kind::Switch | Kind::OneOf(_) | Kind::Language | Kind::Hours | Kind::MaybeHours | Kind::Key => {
                    self.text("settings-back", &[("value", said.clone().into())])
                }
            }),
            odd: odd
                .map(|text| self.text("settings-odd", &[("text", shortened(&text).into()), ("value", said.into())])),
            just_set: asked.set.as_deref() == Some(row.key),
            just_heard: asked.heard.as_deref() == Some(row.key),
            rings: Heard::of_setting(row.key).is_some(),
            opens: (row.key == DND_TAKE_OFF.row().key).then(|| self.t("settings-dnd")),
            asks: (asked.asks.as_deref() == Some(row.key) && row.key == DND_TAKE_OFF.row().key)
                .then(|| self.t("setting-dnd-take-off-ask")),
            name,
        })
    }

    fn setting_control(&self, row: &Row, value: &Value, scene: &Scene<'_>) -> Control {
        let choice = |word: &str| Choice {
            value: word.to_owned(),
            label: self.setting_word(row, word),
            chosen: value.as_str() == Some(word),
        };
        match row.kind {
            Kind::Switch => {
                let on = value == &Value::Bool(true);
                Control::Switch { on, speaks: on && row.key == VOICE.row().key }
            }
            Kind::OneOf(words) => Control::Words(words.iter().map(|word| choice(word)).collect()),
            Kind::Language => {
                Control::List(std::iter::once(Kind::SYSTEM).chain(Languages::all()).map(choice).collect())
            }
            Kind::Hours => {
                let Hours { from, until } = Hours::from_value(value).unwrap_or_default();
                let said = |minutes: u16| self.time_of_day(u32::from(minutes / 60), u32::from(minutes % 60));
                Control::Hours { from: said(from), until: said(until) }
            }
            Kind::MaybeHours => match <Option<Hours>>::from_value(value).flatten() {
                Some(hours) => self.setting_control(BED_HOURS.row(), &hours.to_value(), scene),
                None => Control::Hours { from: String::new(), until: String::new() },
            },
            Kind::Key => {
                let key = <Option<DesktopKey>>::from_value(value).flatten();
                let written = key.map(|key| key.to_string()).unwrap_or_default();
                Control::Key { written, became: key.and_then(|_| self.key_became(row, scene)) }
            }
            Kind::Routines => {
                let chosen = <Vec<String>>::from_value(value).unwrap_or_default();
                let more = scene.catalogue.routines().filter(|routine| !chosen.contains(&routine.id));
                let more = more.map(|routine| self.setting_routine(&routine.id, scene)).collect();
                Control::Order { chosen: chosen.iter().map(|id| self.setting_routine(id, scene)).collect(), more }
            }
            Kind::Packs => {
                let packs = <BTreeMap<String, String>>::from_value(value).unwrap_or_default();
                let part = |(of, pack): (&String, &String)| (self.setting_routine(of, scene), self.name("pack", pack));
                Control::Packs(packs.iter().map(part).collect())
            }
            Kind::Turns => {
                let turns = <BTreeMap<String, u8>>::from_value(value).unwrap_or_default();
                let part = |(of, turns): (&String, &u8)| (self.setting_routine(of, scene), *turns);
                let several: Vec<_> = scene.catalogue.routines().filter(|routine| routine.turns.most > 1).collect();
                let most = several.iter().map(|routine| routine.turns.most).max().unwrap_or(1);
                Control::Turns {
                    chosen: turns.iter().map(part).collect(),
                    more: several.iter().map(|routine| self.setting_routine(&routine.id, scene)).collect(),
                    numbers: (1..=most).collect(),
                }
            }
        }
    }

    /// What became of the key that is chosen.
    fn key_became(&self, row: &Row, scene: &Scene<'_>) -> Option<(bool, String)> {
        let (state, command) = match row {
            row if row == KEY_OFF.row() => (scene.desktop.keys.off, "lumbar off --aloud"),
            _ => (scene.desktop.keys.status, "lumbar status --aloud"),
        };
        let good = match state {
            KeyState::NotWanted => return None,
            KeyState::Works | KeyState::ByDesktop => true,
            KeyState::Taken | KeyState::NoSuchKey | KeyState::NotHere => false,
        };
        Some((good, self.text(&format!("key-{}", state.code()), &[("command", command.into())])))
    }

    fn setting_routine(&self, id: &str, scene: &Scene<'_>) -> Named {
        let kind = scene.catalogue.routine(id).map_or("", |routine| routine.kind.code());
        Named { id: id.to_owned(), name: self.routine_name(id), kind }
    }

    /// The name of a setting.
    pub fn setting_name(&self, row: &Row) -> String {
        self.t(&format!("setting-{}", row.key))
    }

    /// A value of a setting in words.
    pub fn setting_value(&self, row: &Row, value: &Value) -> String {
        match (row.kind, value) {
            (Kind::Switch, Value::Bool(on)) => self.t(if *on { "settings-on" } else { "settings-off" }),
            (Kind::OneOf(_) | Kind::Language, Value::String(word)) => self.setting_word(row, word),
            (Kind::MaybeHours | Kind::Key, Value::String(word)) if word == Kind::NEVER => self.t("settings-off"),
            (Kind::Hours | Kind::MaybeHours, value) => {
                let Hours { from, until } = Hours::from_value(value).unwrap_or_default();
                let said = |minutes: u16| self.time_of_day(u32::from(minutes / 60), u32::from(minutes % 60));
                self.text("settings-hours", &[("from", said(from).into()), ("until", said(until).into())])
            }
            (kind, value) => kind.written(value),
        }
    }

    fn setting_word(&self, row: &Row, word: &str) -> String {
        if row.kind == Kind::Language {
            return match word {
                Kind::SYSTEM => self.t("setting-language.system"),
                locale => Ui::new(locale).t("language-name"),
            };
        }
        self.maybe(&format!("setting-{}-{word}", row.key)).unwrap_or_else(|| self.t(&format!("word-{word}")))
    }

    /// Why a value is not taken.
    pub fn setting_not_taken(&self, bad: &NotTaken) -> String {
        let words = match bad.kind {
            Kind::OneOf(words) => words.join(", "),
            Kind::Language => std::iter::once(Kind::SYSTEM).chain(Languages::all()).collect::<Vec<_>>().join(", "),
            Kind::Switch | Kind::Hours | Kind::MaybeHours | Kind::Routines | Kind::Packs | Kind::Turns | Kind::Key => {
                String::new()
            }
        };
        let args = [("said", bad.said.as_str().into()), ("words", words.into())];
        self.text(&format!("setting-bad-{}", bad.kind.code()), &args)
    }
}

/// A text that may be of any length, as one glance.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

impl Asked {
    /// Tells whether each word that is looked for stands somewhere in these texts.
    fn finds(&self, texts: &[&str]) -> bool {
        let all = texts.join(" ").to_lowercase();
        self.query.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }

    /// A text as markup, with what is looked for marked. Letters that change their length in lower case are only not marked.
    fn mark(&self, text: &str) -> String {
        let query = self.query.to_lowercase();
        let lower = text.to_lowercase();
        let word = query.split_whitespace().find(|word| lower.contains(word)).filter(|_| lower.len() == text.len());
        let found = word.and_then(|word| lower.find(word).map(|at| at..at + word.len()));
        match found.and_then(|at| Some((text.get(..at.start)?, text.get(at.clone())?, text.get(at.end..)?))) {
            Some((before, found, after)) => {
                format!("{}<mark>{}</mark>{}", escape(before), escape(found), escape(after))
            }
            None => escape(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_is_found_and_marked_and_never_becomes_markup() {
        let asked = |query: &str| Asked { query: query.to_owned(), ..Asked::default() };
        for (query, text, marked) in [
            ("dark", "Light or Dark", Some("Light or <mark>Dark</mark>")),
            ("or dark", "Light or Dark", Some("Light <mark>or</mark> Dark")),
            ("", "a < b", Some("a &lt; b")),
            ("<", "a < b", Some("a <mark>&lt;</mark> b")),
            ("zzz", "Light", None),
        ] {
            assert_eq!(asked(query).finds(&[text]).then(|| asked(query).mark(text)).as_deref(), marked, "{query}");
        }
        assert!(asked("bed night").finds(&["Bed hours", "of the night"]), "each word may stand elsewhere");
    }
}
