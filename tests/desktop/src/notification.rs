//! A notification as a program sends it and a person sees it.

use std::{collections::BTreeMap, time::Instant};

use zbus::zvariant::OwnedValue;

/// How urgent the program said it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// May be kept back.
    Low,
    /// As usual, also when nothing was said.
    Normal,
    /// Stays until it is answered.
    Critical,
}

/// One button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What the program is told when it is pressed.
    pub key: String,
    /// What the person reads.
    pub label: String,
}

impl Action {
    /// Whether it has this key, or one of Lumbar's keys (`off/3.1.7/thermal`) that gives this answer.
    pub fn gives(&self, key: &str) -> bool {
        self.key == key || self.key.split_once('/').is_some_and(|(answer, _)| answer == key)
    }
}

/// A hint's value, as far as tests look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Yes or no.
    Flag(bool),
    /// A byte, the only type in which a server reads the urgency.
    Byte(u8),
    /// Any other whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// Anything else, such as image data, as its D-Bus type.
    Other(String),
}

/// A notification as the server received it.
#[derive(Clone, Debug)]
pub struct Notification {
    /// The id that the server gave it.
    pub id: u32,
    /// The id of the one it asked to replace, or 0.
    pub replaces: u32,
    /// The program's name.
    pub app: String,
    /// The icon's name or path.
    pub icon: String,
    /// The title.
    pub summary: String,
    /// The text, with markup as it was sent.
    pub body: String,
    /// The buttons in their order.
    pub actions: Vec<Action>,
    /// The hints by name.
    pub hints: BTreeMap<String, Hint>,
    /// Milliseconds until it goes by itself; 0 never, -1 as the server likes.
    pub timeout: i32,
    /// When it arrived.
    pub arrived: Instant,
    /// The bus connection it came from.
    pub sender: String,
}

impl Notification {
    /// Whether it has a button with this key, or with one of Lumbar's keys (`off/3.1.7/thermal`) that gives this answer.
    pub fn has_action(&self, key: &str) -> bool {
        self.whole_key(key).is_some()
    }

    /// The key as it was sent of the button with this key or answer.
    pub fn whole_key(&self, key: &str) -> Option<&str> {
        self.actions.iter().find(|action| action.gives(key)).map(|action| action.key.as_str())
    }

    /// The key of the button with this label.
    pub fn key_of(&self, label: &str) -> Option<&str> {
        self.actions.iter().find(|action| action.label == label).map(|action| action.key.as_str())
    }

    /// What the person reads on the buttons; a press on the notification itself (`default`) is none.
    pub fn labels(&self) -> Vec<&str> {
        self.actions.iter().filter(|action| action.key != "default").map(|action| action.label.as_str()).collect()
    }

    /// Whether title or text contain this.
    pub fn says(&self, words: &str) -> bool {
        self.summary.contains(words) || self.body.contains(words)
    }

    /// How urgent it is.
    pub fn urgency(&self) -> Urgency {
        match self.hints.get("urgency") {
            Some(Hint::Byte(0)) => Urgency::Low,
            Some(Hint::Byte(2)) => Urgency::Critical,
            _ => Urgency::Normal,
        }
    }
}

impl From<&OwnedValue> for Hint {
    fn from(value: &OwnedValue) -> Self {
        if let Ok(flag) = bool::try_from(value) {
            return Self::Flag(flag);
        }
        if let Ok(byte) = u8::try_from(value) {
            return Self::Byte(byte);
        }
        let number = i32::try_from(value).map(i64::from).or_else(|_| u32::try_from(value).map(i64::from));
        if let Ok(number) = number.or_else(|_| i64::try_from(value)) {
            return Self::Number(number);
        }
        match <&str>::try_from(value) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Other(value.value_signature().to_string()),
        }
    }
}
