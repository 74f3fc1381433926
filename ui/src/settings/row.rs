//! Owns one row of the table of settings, apart from the type of its value.

use super::kind::Kind;

/// Where the settings stand on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// How Lumbar starts and looks.
    General,
    /// When it may call, and what it says then.
    Reminders,
    /// What is said aloud.
    Voice,
    /// What is heard, and how loud.
    Sound,
    /// What it does routines with.
    Routines,
    /// What it asks for the diary.
    Diary,
    /// What it remembers of a person's answers; not on the page unless something is to be forgotten.
    Memory,
}

impl Group {
    /// In the order of the page.
    pub const ALL: [Self; 7] =
        [Self::General, Self::Reminders, Self::Voice, Self::Sound, Self::Routines, Self::Diary, Self::Memory];

    /// Its word: in texts, in JSON, and as a part of the page.
    pub fn code(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Reminders => "reminders",
            Self::Voice => "voice",
            Self::Sound => "sound",
            Self::Routines => "routines",
            Self::Diary => "diary",
            Self::Memory => "memory",
        }
    }
}

/// Who keeps what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// The data, among the preferences.
    Data,
    /// The engine, which holds it to its rules.
    Engine,
    /// The desktop's own list of what starts at login.
    Desktop,
}

/// One setting, apart from the type of its value.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name on the command line and in the data.
    pub key: &'static str,
    /// Where it stands.
    pub group: Group,
    /// Who keeps it.
    pub keeper: Keeper,
    /// What it may be.
    pub kind: Kind,
    /// What it is without a choice, as it is written on the command line.
    pub default: &'static str,
}

impl Row {
    /// What it is without a choice.
    pub fn default_value(&self) -> serde_json::Value {
        self.kind.read(self.default).unwrap_or_default()
    }
}
