//! Decides what a key for the whole desktop may be: two keys that are held and one that is pressed, as people write them.

use std::fmt;

/// Keys that stand for one letter or digit are told by it; these by a name: as it is written, and other ways to write it.
const NAMED: [(&str, &[&str]); 12] = [
    ("Space", &[]),
    ("Pause", &["break"]),
    ("Insert", &["ins"]),
    ("Delete", &["del"]),
    ("Home", &[]),
    ("End", &[]),
    ("PageUp", &["pgup", "prior"]),
    ("PageDown", &["pgdn", "next"]),
    ("Up", &["arrowup"]),
    ("Down", &["arrowdown"]),
    ("Left", &["arrowleft"]),
    ("Right", &["arrowright"]),
];
/// The highest function key of a keyboard.
const LAST_F: u8 = 24;
/// The last one that keyboards have, and that other programs therefore use.
const USUAL_F: u8 = 12;

/// The key that is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// A letter a–z or a digit.
    Sign(char),
    /// F1 to F24.
    Function(u8),
    /// One of the named ones, by its place among them.
    Named(&'static str),
}

/// A key of the whole desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DesktopKey {
    /// Ctrl is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held.
    pub shift: bool,
    /// The key with the sign of the system is held.
    pub logo: bool,
    /// What is pressed then.
    pub pressed: Pressed,
}

impl DesktopKey {
    /// Reads `Ctrl+Alt+O`, and what people write in its place: `ctrl alt o`, `Strg-Alt-O`.
    ///
    /// `None` also where other programs need it: a letter, a digit or a named key must come with two that are held, of which
    /// one is not Shift; F1 to F12 with one; Pause and F13 to F24 may stand alone.
    pub fn read(text: &str) -> Option<Self> {
        let mut words: Vec<String> = text
            .split(['+', '-', ' '])
            .map(|word| word.trim().to_lowercase())
            .filter(|word| !word.is_empty())
            .collect();
        let pressed = pressed(&words.pop()?)?;
        let mut key = Self { ctrl: false, alt: false, shift: false, logo: false, pressed };
        for word in words {
            let held = match word.as_str() {
                "ctrl" | "control" | "strg" => &mut key.ctrl,
                "alt" | "option" => &mut key.alt,
                "shift" | "umschalt" => &mut key.shift,
                "super" | "logo" | "win" | "windows" | "meta" | "cmd" => &mut key.logo,
                _ => return None,
            };
            if std::mem::replace(held, true) {
                return None;
            }
        }
        key.leaves_others_alone().then_some(key)
    }

    fn leaves_others_alone(self) -> bool {
        let strong = [self.ctrl, self.alt, self.logo].into_iter().filter(|held| *held).count();
        let all = strong + usize::from(self.shift);
        match self.pressed {
            Pressed::Function(number) if number > USUAL_F => true,
            Pressed::Named("Pause") => true,
            Pressed::Function(_) => all >= 1,
            Pressed::Sign(_) | Pressed::Named(_) => strong >= 1 && all >= 2,
        }
    }
}

fn pressed(word: &str) -> Option<Pressed> {
    let mut signs = word.chars();
    if let (Some(sign), None) = (signs.next(), signs.next()) {
        return sign.is_ascii_alphanumeric().then_some(Pressed::Sign(sign));
    }
    if let Some(number) = word.strip_prefix('f').and_then(|number| number.parse::<u8>().ok()) {
        return (1..=LAST_F).contains(&number).then_some(Pressed::Function(number));
    }
    let named = NAMED.iter().find(|(name, others)| name.eq_ignore_ascii_case(word) || others.contains(&word));
    named.map(|(name, _)| Pressed::Named(name))
}

impl fmt::Display for DesktopKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl"), (self.alt, "Alt"), (self.shift, "Shift"), (self.logo, "Super")] {
            if held {
                write!(f, "{name}+")?;
            }
        }
        match self.pressed {
            Pressed::Sign(sign) => write!(f, "{}", sign.to_ascii_uppercase()),
            Pressed::Function(number) => write!(f, "F{number}"),
            Pressed::Named(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_one_key_and_is_read_back() {
        for (said, written) in [
            ("ctrl+alt+o", "Ctrl+Alt+O"),
            ("Alt + Ctrl + 7", "Ctrl+Alt+7"),
            ("Strg-Alt-Ins", "Ctrl+Alt+Insert"),
            ("super shift pgdn", "Shift+Super+PageDown"),
            ("Shift+F9", "Shift+F9"),
            ("pause", "Pause"),
            ("F13", "F13"),
        ] {
            let key = DesktopKey::read(said).unwrap_or_else(|| panic!("{said}"));
            assert_eq!(key.to_string(), written);
            assert_eq!(DesktopKey::read(written), Some(key), "{said}");
        }
    }

    #[test]
    fn a_key_that_other_programs_need_is_none() {
        for said in [
            "",
            "o",
            "shift+o",
            "ctrl+c",
            "alt+left",
            "F5",
            "F25",
            "F0",
            "ctrl+alt",
            "ctrl+ctrl+o",
            "hyper+alt+o",
            "ctrl+alt+ö",
            "ctrl+alt+oo",
            "space",
            "+",
        ] {
            assert_eq!(DesktopKey::read(said), None, "{said}");
        }
    }
}
