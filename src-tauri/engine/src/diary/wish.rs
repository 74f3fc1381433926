//! Owns what a person can say about the diary by hand, and why an entry is not taken.

use serde::{Deserialize, Serialize};

use crate::diary::record::{Felt, LocalTime, SessionRecord};
use crate::words::{RoutineId, codes};

/// The longest that can be entered as one time, s: a heat wrap worn for a long working day.
pub const ENTRY_MOST: u32 = 12 * 3600;
/// No entry lies further back, days.
pub const ENTRY_OLDEST: i64 = 3660;
/// The longest note, characters.
pub const NOTE_MOST: usize = 2000;

/// Something about the diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "kebab-case")]
pub enum DiaryWish {
    /// It was done without Lumbar.
    Add(Box<ByHand>),
    /// It was otherwise than the record says.
    Change {
        /// The record as the diary has it: one that is over is not in the engine.
        before: Box<SessionRecord>,
        /// What is so.
        change: Box<Change>,
    },
    /// Take the record out of the diary.
    Delete {
        /// As the diary has it.
        before: Box<SessionRecord>,
    },
    /// How it was right after; `None` = closed without an answer.
    Felt {
        /// The session that was asked about.
        session: u64,
        /// The answer.
        felt: Option<Felt>,
    },
}

/// What was done without Lumbar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// The routine.
    pub routine: RoutineId,
    /// What it was done with; `None` = not said.
    #[serde(default)]
    pub pack: Option<String>,
    /// When it began.
    pub from: LocalTime,
    /// How long it took, s.
    pub seconds: u32,
    /// How it was right after.
    #[serde(default)]
    pub felt: Option<Felt>,
    /// What the person wrote about it.
    #[serde(default)]
    pub note: String,
}

/// How a record really was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// From and until: one for each time on the body, else one for the whole.
    pub times: Vec<(LocalTime, LocalTime)>,
    /// How it was right after.
    pub felt: Option<Felt>,
    /// What the person wrote about it.
    pub note: String,
}

codes! {
    /// A field of an entry (`diary-field-NAME`).
    EntryField {
        /// When it began, or went on.
        From = "from",
        /// When it ended, or came off.
        Until = "until",
        /// How long it took.
        Minutes = "minutes",
        /// The note.
        Note = "note",
    }
}

/// Why an entry is not taken. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum BadEntry {
    /// It lies ahead.
    Ahead {
        /// Which field.
        field: EntryField,
    },
    /// It is over before it began, or at once.
    NoTime {
        /// Which field.
        field: EntryField,
    },
    /// It took longer than can be entered.
    TooLong {
        /// Which field.
        field: EntryField,
        /// The most, s.
        most: u32,
    },
    /// It lies too far back.
    TooLongAgo {
        /// Which field.
        field: EntryField,
    },
    /// Something of the same kind was going on then.
    Overlaps {
        /// Which field.
        field: EntryField,
        /// From then.
        from: LocalTime,
        /// Until then.
        until: LocalTime,
    },
    /// The note is too long.
    NoteTooLong {
        /// The most, characters.
        most: u32,
    },
    /// It has another number of times than were told.
    Times {
        /// How many it has.
        has: u32,
    },
    /// It still goes on.
    GoesOn,
    /// The diary does not have it (any more).
    Unknown,
}

/// A time to be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// From.
    pub from: LocalTime,
    /// Until.
    pub until: LocalTime,
    /// The field that says how long it took.
    pub length: EntryField,
}

/// What is entered to the minute may end within the present one, s.
const THIS_MINUTE: i64 = 60;

impl Entry {
    /// Looks at the times alone.
    ///
    /// # Errors
    /// See [`BadEntry`].
    pub fn check(&self, now: chrono::DateTime<chrono::Utc>) -> Result<(), BadEntry> {
        let lies_ahead = |time: LocalTime| (time.to_utc() - now).num_seconds() > THIS_MINUTE;
        let seconds = (self.until - self.from).num_seconds();
        if lies_ahead(self.from) {
            Err(BadEntry::Ahead { field: EntryField::From })
        } else if (now - self.from.to_utc()).num_days() > ENTRY_OLDEST {
            Err(BadEntry::TooLongAgo { field: EntryField::From })
        } else if seconds <= 0 {
            Err(BadEntry::NoTime { field: self.length })
        } else if seconds > i64::from(ENTRY_MOST) {
            Err(BadEntry::TooLong { field: self.length, most: ENTRY_MOST })
        } else if lies_ahead(self.until) {
            Err(BadEntry::Ahead { field: self.length })
        } else {
            Ok(())
        }
    }

    /// Looks whether something else was going on then.
    ///
    /// # Errors
    /// [`BadEntry::Overlaps`].
    pub fn check_beside(&self, others: impl IntoIterator<Item = (LocalTime, LocalTime)>) -> Result<(), BadEntry> {
        let met = others.into_iter().find(|(from, until)| *from < self.until && self.from < *until);
        match met {
            Some((from, until)) => {
                let field = if from <= self.from { EntryField::From } else { self.length };
                Err(BadEntry::Overlaps { field, from, until })
            }
            None => Ok(()),
        }
    }
}

/// A person's words without signs that show nothing and can make a text look like another one: controls but the end of a
/// line and the tabulator, and what turns the direction of writing around.
pub fn clean(words: &str) -> String {
    words.chars().filter(|sign| is_shown(*sign)).collect()
}

/// Tells whether [`clean`] leaves this as it is.
pub fn is_clean(words: &str) -> bool {
    words.chars().all(is_shown)
}

fn is_shown(sign: char) -> bool {
    let turns = matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !turns && (!sign.is_control() || matches!(sign, '\n' | '\t'))
}

/// Looks at the length of a note.
///
/// # Errors
/// [`BadEntry::NoteTooLong`].
pub fn check_note(note: &str) -> Result<(), BadEntry> {
    let most = u32::try_from(NOTE_MOST).unwrap_or(u32::MAX);
    if note.chars().count() > NOTE_MOST { Err(BadEntry::NoteTooLong { most }) } else { Ok(()) }
}
