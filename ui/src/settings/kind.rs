//! Decides what a setting may be: how it is read from what a person writes, how it is written down, and what is no value of it.

use std::collections::BTreeMap;
use std::fmt;

use lumbar_texts::speaks;
use serde_json::{Value, json};

use crate::embedded::LANGUAGES;
use crate::settings::key::DesktopKey;

/// The largest list or map taken: far more routines than anybody has.
const MOST: usize = 200;
/// The longest name in one, bytes; the engine takes no longer one for a routine.
const LONGEST: usize = 100;
/// More turns than any routine has.
const MOST_TURNS: u64 = 20;
const DAY_MINUTES: u16 = 24 * 60;

/// What a setting may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On or off.
    Switch,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A language there are texts in, or [`Kind::SYSTEM`].
    Language,
    /// From when until when.
    Hours,
    /// The same, or [`Kind::NEVER`].
    MaybeHours,
    /// Routines in an order, each once.
    Routines,
    /// What each routine is done with.
    Packs,
    /// How many turns each routine has.
    Turns,
    /// A key of the whole desktop, or [`Kind::NEVER`].
    Key,
}

/// Why a value is not taken: what was said, and of which kind it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// What was said, cut where it is long.
    pub said: String,
    /// What it must be.
    pub kind: Kind,
}

impl Kind {
    /// The word for the language of the system.
    pub const SYSTEM: &str = "system";
    /// The word for no hours, and for no key.
    pub const NEVER: &str = "off";

    /// Its word: in texts and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Switch => "switch",
            Self::OneOf(_) => "one-of",
            Self::Language => "language",
            Self::Hours => "hours",
            Self::MaybeHours => "maybe-hours",
            Self::Routines => "routines",
            Self::Packs => "packs",
            Self::Turns => "turns",
            Self::Key => "key",
        }
    }

    /// Reads what a person wrote. Whether there is a routine of a name is asked where it is used: a file of it may come later.
    ///
    /// # Errors
    /// It is no value of this kind.
    pub fn read(self, text: &str) -> Result<Value, NotTaken> {
        let text = text.trim();
        let read = match self {
            Self::Switch => match text.to_ascii_lowercase().as_str() {
                "on" | "yes" | "true" => Some(json!(true)),
                "off" | "no" | "false" => Some(json!(false)),
                _ => None,
            },
            Self::OneOf(words) => words.iter().find(|word| word.eq_ignore_ascii_case(text)).map(|word| json!(word)),
            Self::Language => self.takes(&json!(text)).then(|| json!(text)),
            Self::MaybeHours | Self::Key if ["off", "no", "never"].contains(&text.to_ascii_lowercase().as_str()) => {
                Some(json!(Self::NEVER))
            }
            Self::Hours | Self::MaybeHours => Hours::read(text).map(|hours| json!(hours.to_string())),
            Self::Key => DesktopKey::read(text).map(|key| json!(key.to_string())),
            Self::Routines => {
                let names = names(text);
                let once = names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1);
                (once && names.iter().all(|name| is_name(name))).then(|| json!(names))
            }
            Self::Packs => pairs(text)
                .filter(|pairs| pairs.iter().all(|(of, pack)| is_name(of) && is_name(pack)))
                .map(|pairs| json!(pairs)),
            Self::Turns => {
                let turns = pairs(text).unwrap_or_else(|| BTreeMap::from([("", "")]));
                let turns = turns.into_iter().map(|(of, turns)| Some((of, turns.parse::<u8>().ok()?)));
                let turns: Option<BTreeMap<&str, u8>> = turns.collect();
                turns.filter(|turns| turns.keys().all(|of| is_name(of))).map(|turns| json!(turns))
            }
        };
        let short = || NotTaken { said: text.chars().take(60).collect(), kind: self };
        read.filter(|value| self.takes(value)).ok_or_else(short)
    }

    /// Tells whether a value as it lies in the data is of this kind.
    pub fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Switch, Value::Bool(_)) => true,
            (Self::OneOf(words), Value::String(word)) => words.contains(&word.as_str()),
            (Self::Language, Value::String(name)) => name == Self::SYSTEM || speaks(LANGUAGES, name),
            (Self::MaybeHours | Self::Key, Value::String(text)) if text == Self::NEVER => true,
            (Self::Key, Value::String(text)) => DesktopKey::read(text).is_some(),
            (Self::Hours | Self::MaybeHours, Value::String(text)) => Hours::read(text).is_some(),
            (Self::Routines, Value::Array(names)) => names.len() <= MOST && names.iter().all(Value::is_string),
            (Self::Packs, Value::Object(packs)) => packs.len() <= MOST && packs.values().all(Value::is_string),
            (Self::Turns, Value::Object(turns)) => turns.len() <= MOST && turns.values().all(is_turns),
            _ => false,
        }
    }

    /// A value as a person writes it, which [`Kind::read`] reads back.
    pub fn written(self, value: &Value) -> String {
        match value {
            Value::Bool(true) => "on".to_owned(),
            Value::Bool(false) => "off".to_owned(),
            Value::String(word) => word.clone(),
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            Value::Object(packs) => {
                let said = |what: &Value| what.as_str().map_or_else(|| what.to_string(), str::to_owned);
                let pairs = packs.iter().map(|(of, what)| format!("{of}={}", said(what)));
                pairs.collect::<Vec<_>>().join(", ")
            }
            Value::Null | Value::Number(_) => value.to_string(),
        }
    }
}

fn names(text: &str) -> Vec<&str> {
    text.split([',', ' ', '\n']).map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// What stands before each "=", and behind it.
fn pairs(text: &str) -> Option<BTreeMap<&str, &str>> {
    let pairs = names(text);
    pairs.iter().map(|pair| pair.split_once('=').map(|(of, what)| (of.trim(), what.trim()))).collect()
}

/// The engine says how many turns a routine may have; no routine has this many.
fn is_turns(value: &Value) -> bool {
    value.as_u64().is_some_and(|turns| (1..=MOST_TURNS).contains(&turns))
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len()) && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// From when until when, minutes after midnight, local.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hours {
    /// When they begin.
    pub from: u16,
    /// When they end; before `from` where they go over midnight.
    pub until: u16,
}

impl Hours {
    /// Reads `22:30-07:00`, and what people write in its place: `10:30 pm - 7 am`, `22.30–7`.
    pub fn read(text: &str) -> Option<Self> {
        let (from, until) = text.split_once(['-', '–', '—']).or_else(|| text.split_once(" to "))?;
        Some(Self { from: minutes(from)?, until: minutes(until)? })
    }
}

/// Reads a time of day, `22:30`, `22.30`, `7`, `10:30 pm`, as minutes after midnight.
fn minutes(text: &str) -> Option<u16> {
    let text = text.trim().to_ascii_lowercase().replace('.', ":");
    // "p.m." has become "p:m:" by now.
    let text = text.replace("a:m:", "am").replace("p:m:", "pm");
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim().to_owned(), Some(0)),
        (_, Some(rest)) => (rest.trim().to_owned(), Some(12)),
        (None, None) => (text, None),
    };
    let (hour, minute) = digits.split_once(':').unwrap_or((&digits, "0"));
    let number = |digits: &str, longest| {
        let plain = (1..=longest).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let all = hour * 60 + minute;
    (minute < 60 && all <= DAY_MINUTES).then_some(all % DAY_MINUTES)
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, until } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, until / 60, until % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read_and_what_is_written_is_read_back() {
        for (kind, said, value) in [
            (Kind::Switch, "on", json!(true)),
            (Kind::Switch, "No", json!(false)),
            (Kind::OneOf(&["light", "dark"]), " Dark ", json!("dark")),
            (Kind::Language, "system", json!("system")),
            (Kind::Language, "en", json!("en")),
            (Kind::Hours, "22:30-07:00", json!("22:30-07:00")),
            (Kind::Hours, "10:30 pm – 7 am", json!("22:30-07:00")),
            (Kind::Hours, "10.30 p.m. to 12 am", json!("22:30-00:00")),
            (Kind::Hours, "24:00-7", json!("00:00-07:00")),
            (Kind::Routines, "walk, cold-20-20", json!(["walk", "cold-20-20"])),
            (Kind::Routines, "walk cold-20-20", json!(["walk", "cold-20-20"])),
            (Kind::Routines, "", json!([])),
            (Kind::MaybeHours, "Off", json!("off")),
            (Kind::MaybeHours, "1 pm to 2 pm", json!("13:00-14:00")),
            (Kind::Turns, "cold-20-20=2 walk=1", json!({ "cold-20-20": 2, "walk": 1 })),
            (Kind::Turns, "", json!({})),
            (Kind::Key, "ctrl alt o", json!("Ctrl+Alt+O")),
            (Kind::Key, "no", json!("off")),
            (Kind::Packs, "cold-15=gel, heat-pad=pad", json!({ "cold-15": "gel", "heat-pad": "pad" })),
        ] {
            assert_eq!(kind.read(said), Ok(value.clone()), "{said}");
            assert_eq!(kind.read(&kind.written(&value)), Ok(value), "{said}");
        }
    }

    #[test]
    fn what_is_no_value_is_not_taken_and_is_said_back() {
        for (kind, said) in [
            (Kind::Switch, "perhaps"),
            (Kind::Switch, ""),
            (Kind::OneOf(&["light"]), "sepia"),
            (Kind::Language, "tlh"),
            (Kind::Hours, "22:30"),
            (Kind::Hours, "25:00-07:00"),
            (Kind::Hours, "22:60-07:00"),
            (Kind::Hours, "13 pm-7"),
            (Kind::Hours, "-1:00-7:00"),
            (Kind::Hours, "24:01-7"),
            (Kind::Routines, "walk, walk"),
            (Kind::Routines, "../etc/passwd"),
            (Kind::Routines, "<b>"),
            (Kind::Packs, "gel"),
            (Kind::Packs, "=gel"),
            (Kind::MaybeHours, "sometimes"),
            (Kind::Key, "ctrl+c"),
            (Kind::Turns, "walk"),
            (Kind::Turns, "walk=0"),
            (Kind::Turns, "walk=21"),
            (Kind::Turns, "walk=-1"),
            (Kind::Turns, "walk=two"),
        ] {
            assert_eq!(kind.read(said), Err(NotTaken { said: said.into(), kind }), "{said}");
        }
        let long = "x".repeat(5000);
        assert_eq!(Kind::Switch.read(&long).map_err(|bad| bad.said.len()), Err(60));
        assert!(Kind::Routines.read("a,").is_ok() && Kind::Routines.read(&long).is_err());
    }

    #[test]
    fn a_value_of_another_kind_is_none_of_this_one() {
        let kinds = [
            Kind::Switch,
            Kind::OneOf(&["7"]),
            Kind::Language,
            Kind::Hours,
            Kind::MaybeHours,
            Kind::Routines,
            Kind::Packs,
            Kind::Turns,
            Kind::Key,
        ];
        for kind in kinds {
            for value in [json!(null), json!(7), json!([7]), json!({ "a": 7 }), json!({ "a": -1 }), json!("sepia")] {
                let is_turns = kind == Kind::Turns && value == json!({ "a": 7 });
                assert_eq!(kind.takes(&value), is_turns, "{kind:?} {value}");
            }
        }
    }
}
