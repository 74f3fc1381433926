//! Owns what a page is given beside the view: the time, the place, the desktop, and what a form or an address asked for.

use chrono::{DateTime, FixedOffset, Utc};
use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::view::View;

use crate::reach::DesktopInfo;
use crate::settings::{ASK_FELT, ASK_WEEK, BED_HOURS, Held, Hours, Keeper, QUIET_HOURS, Row, Settings, Standing};
use crate::why::Why;

/// Everything a page is made from.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// What is.
    pub view: &'a View,
    /// The revision of the view, for `GET /changes?after=REV`.
    pub rev: u64,
    /// The moment it is shown.
    pub now: Now,
    /// Local time.
    pub offset: FixedOffset,
    /// The routines and preparation timers.
    pub catalogue: &'a Catalogue,
    /// A marked demo profile.
    pub demo: bool,
    /// What the person should know about Lumbar itself.
    pub notices: &'a [Notice],
    /// What sound and the notification server can do.
    pub desktop: &'a DesktopInfo,
    /// What the person set.
    pub settings: &'a Settings,
    /// Lumbar's version.
    pub version: &'a str,
}

impl Scene<'_> {
    /// How a setting stands, whoever keeps it; `None` = it cannot be set here.
    pub fn standing(&self, row: &Row) -> Option<Standing> {
        let value = match row.keeper {
            Keeper::Data => return Some(self.settings.standing(row)),
            Keeper::Engine => {
                let hours = |(from, until)| Hours { from, until };
                match row {
                    row if row == BED_HOURS.row() => hours(self.view.bed?).to_value(),
                    row if row == QUIET_HOURS.row() => self.view.quiet.map(hours).to_value(),
                    row if row == ASK_FELT.row() => self.view.asks_felt.to_value(),
                    row if row == ASK_WEEK.row() => self.view.asks_week.to_value(),
                    _ => return None,
                }
            }
            Keeper::Desktop => self.desktop.login?.to_value(),
        };
        Some(if value == row.default_value() { Standing::Usual } else { Standing::Chosen(value) })
    }
}

/// What the address of the Settings page asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Words to look for.
    pub query: String,
    /// The setting that was set a moment ago.
    pub set: Option<String>,
    /// The setting that asks before it changes.
    pub asks: Option<String>,
    /// The setting whose sound was asked for a moment ago.
    pub heard: Option<String>,
}

impl Asked {
    /// Reads it from the pairs of a query.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut asked = Self::default();
        for (key, value) in pairs {
            match key.as_ref() {
                "q" => asked.query = value.as_ref().trim().chars().take(80).collect(),
                "set" => asked.set = Some(value.as_ref().to_owned()),
                "heard" => asked.heard = Some(value.as_ref().to_owned()),
                "ask" => asked.asks = Some(value.as_ref().to_owned()),
                _ => {}
            }
        }
        asked
    }
}

/// Something about Lumbar itself that a person should know; shown on Today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The last presses are kept in memory only; the reason as the system gave it.
    NotSaved {
        /// Such as that the disk is full.
        why: Why,
    },
    /// The data was damaged and set aside; Lumbar goes on with a copy.
    RestoredFromBackup {
        /// Where the damaged file is.
        set_aside: String,
    },
    /// The data was damaged, set aside, and there was no copy.
    StartedEmpty {
        /// Where the damaged file is.
        set_aside: String,
    },
    /// The data was damaged while Lumbar ran, and set aside; what goes on is saved in a new file.
    Mended {
        /// Where the damaged file is.
        set_aside: String,
    },
    /// What could not be read of the data at the start can be read now, too late to go on with it.
    KeptAside {
        /// Where it is.
        file: String,
    },
    /// The data may be older than the last press, so the person was asked what is on.
    Doubted,
    /// The data is from a newer Lumbar: alarms go on, nothing new starts.
    ReadOnly,
    /// A routine file was not taken.
    BadRoutine {
        /// The file.
        file: String,
        /// Why.
        why: Why,
    },
    /// The folder of the person's own routines cannot be read.
    BadRoutines {
        /// The folder.
        folder: String,
        /// Why.
        why: Why,
    },
    /// A newer version waits until nothing is on the body.
    UpdateWaits,
    /// A newer version was to take over and did not come up; this one goes on.
    UpdateFailed {
        /// What it said, or the system.
        why: String,
    },
    /// There is no log.
    NoLog {
        /// The folder it would be in.
        folder: String,
        /// The system's reason.
        why: String,
    },
    /// The usual place for the socket could not be used; another one is.
    OtherSocket {
        /// The usual one.
        place: String,
        /// The system's reason.
        why: String,
    },
    /// The last run ended by a fault of its own.
    Panicked {
        /// When.
        at: DateTime<Utc>,
    },
}

impl Notice {
    /// Why the last presses are in memory only, where that is what it says.
    pub fn unsaved(&self) -> Option<&Why> {
        match self {
            Self::NotSaved { why } => Some(why),
            Self::NoLog { .. }
            | Self::OtherSocket { .. }
            | Self::Panicked { .. }
            | Self::RestoredFromBackup { .. }
            | Self::StartedEmpty { .. }
            | Self::Mended { .. }
            | Self::KeptAside { .. }
            | Self::Doubted
            | Self::ReadOnly
            | Self::BadRoutine { .. }
            | Self::BadRoutines { .. }
            | Self::UpdateFailed { .. }
            | Self::UpdateWaits => None,
        }
    }
}

/// What the list of routines is narrowed to; read from the query, unknown words are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Kinds, by code; empty = all.
    pub kinds: Vec<String>,
    /// Words to look for.
    pub query: String,
    /// At most this long, min.
    pub minutes: Option<u32>,
    /// What the person has: `floor`, `cold`, `warm`, `water` or `partner`.
    pub need: Option<String>,
}

impl Filter {
    /// Reads it from the pairs of a query.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs {
            let value = value.as_ref().trim();
            match key.as_ref() {
                "kind" if !value.is_empty() => filter.kinds.push(value.into()),
                "q" => filter.query = value.chars().take(80).collect(),
                "time" => filter.minutes = value.parse().ok(),
                "need" if !value.is_empty() => filter.need = Some(value.into()),
                _ => {}
            }
        }
        filter
    }
}

/// The answers of the "cold or warm?" questions; read from the query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColdOrWarm {
    /// Swelling, a bruise, hot skin or a knock in the last 48 hours.
    pub swollen: Option<bool>,
    /// The pain is newer than three days.
    pub new: Option<bool>,
    /// It feels stiff or tight rather than sore.
    pub stiff: Option<bool>,
}

impl ColdOrWarm {
    /// Reads it from the pairs of a query.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut answers = Self::default();
        for (key, value) in pairs {
            let said = match value.as_ref() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            match key.as_ref() {
                "swollen" => answers.swollen = said,
                "new" => answers.new = said,
                "stiff" => answers.stiff = said,
                _ => {}
            }
        }
        answers
    }

    /// The query it is read from.
    pub fn query(&self) -> String {
        let all = [("swollen", self.swollen), ("new", self.new), ("stiff", self.stiff)];
        let said = |(name, said): (&str, Option<bool>)| Some(format!("{name}={}", if said? { "yes" } else { "no" }));
        all.into_iter().filter_map(said).collect::<Vec<_>>().join("&")
    }
}

/// The form that was refused, so that the page can offer to go on after a warning, or to go back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RetryForm {
    /// The action, as in `/do/ACTION`.
    pub action: String,
    /// Its fields as they were sent, without a new `accept`.
    pub fields: Vec<(String, String)>,
    /// Where the person came from: root-relative.
    pub back: Option<String>,
}

/// An address that stays inside: root-relative, so that a form cannot lead elsewhere.
pub fn inside(address: &str) -> Option<&str> {
    let inside = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.chars().any(char::is_control);
    inside.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_our_own_are_followed() {
        for (address, ok) in [
            ("/session/thermal", true),
            ("/routines?kind=cold", true),
            ("//elsewhere.example", false),
            ("https://elsewhere.example", false),
            ("/\\elsewhere.example", false),
            ("/a\r\nset-cookie: b", false),
            ("", false),
        ] {
            assert_eq!(inside(address).is_some(), ok, "{address}");
        }
    }

    #[test]
    fn a_filter_is_read_from_any_query() {
        let filter =
            Filter::from_pairs([("kind", "cold"), ("kind", "heat"), ("q", " ice "), ("time", "x"), ("zz", "1")]);
        assert_eq!(filter.kinds, ["cold", "heat"]);
        assert_eq!(filter.query, "ice");
        assert_eq!(filter.minutes, None);
    }
}
