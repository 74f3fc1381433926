//! Owns why a file is not read back: where in it, and what is wrong there. Nothing was changed then.

use std::io;
use std::path::PathBuf;

use lumbar_engine::person::portable::{NotPortable, Wrong};
use lumbar_ui::{Ui, Why};

use super::export::NotWritten;
use crate::store::StoreError;

/// What is wrong with one thing in the file (`import-odd-NAME`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Odd {
    /// It stands in the file twice.
    Twice,
    /// It lies ahead, or before there were computers.
    Time,
    /// It is over before it began.
    Backwards,
    /// It took longer than anything does.
    TooLong,
    /// Its sums do not fit together.
    Sums,
    /// A text has signs that nobody sees, or that turn it around.
    Signs,
    /// A text is longer than it may be.
    Length,
    /// There are more than there can be.
    TooMany,
    /// It is no value of this setting.
    Value,
    /// It is no name of a file with a routine.
    FileName,
    /// The number is none.
    Number,
}

impl Odd {
    /// All of them.
    #[cfg(test)]
    pub(super) const ALL: [Self; 11] = [
        Self::Twice,
        Self::Time,
        Self::Backwards,
        Self::TooLong,
        Self::Sums,
        Self::Signs,
        Self::Length,
        Self::TooMany,
        Self::Value,
        Self::FileName,
        Self::Number,
    ];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Twice => "import-odd-twice",
            Self::Time => "import-odd-time",
            Self::Backwards => "import-odd-backwards",
            Self::TooLong => "import-odd-too-long",
            Self::Sums => "import-odd-sums",
            Self::Signs => "import-odd-signs",
            Self::Length => "import-odd-length",
            Self::TooMany => "import-odd-too-many",
            Self::Value => "import-odd-value",
            Self::FileName => "import-odd-file-name",
            Self::Number => "import-odd-number",
        }
    }
}

/// Where in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// The line, from 1; 0 = the file as a whole.
    pub(crate) line: usize,
    /// The part of the file: `sessions`.
    pub(crate) part: String,
    /// Which of its elements, from 1; 0 = the part as a whole.
    pub(crate) nth: usize,
    /// The field of it, where it is known.
    pub(crate) field: String,
}

/// Why a file is not read back.
#[derive(Debug)]
pub(crate) enum BadImport {
    /// No file is named in full.
    NoName,
    /// There is no such file, or it cannot be read.
    Unreadable(PathBuf, io::Error),
    /// It is larger than any export, bytes.
    TooLarge(u64),
    /// It is no export of Lumbar.
    Foreign,
    /// A newer version of Lumbar wrote it.
    Newer(u64),
    /// It is no JSON from here on, or not what should stand here.
    Form(Place, String),
    /// One thing of it cannot be so.
    Odd(Place, Odd),
    /// A routine in it is not sound.
    Routine(Place, Box<Why>),
    /// What the limits and the plan go by cannot be so.
    Person(NotPortable),
    /// A part of the file is missing.
    Missing(&'static str),
    /// There are other numbers of things in it than it says.
    Counts(&'static str, usize, usize),
    /// It cannot be put beside the data.
    Data(StoreError),
    /// What is here now cannot be copied first.
    NotKept(NotWritten),
    /// The routines in it cannot be written.
    Routines(io::Error),
}

impl BadImport {
    /// In words, when they are said.
    pub(crate) fn why(&self, ui: &Ui) -> Why {
        match self {
            Self::NoName => Why::new("import-no-name"),
            Self::Unreadable(path, why) => {
                Why::new("import-unreadable").with("file", path.display().to_string()).with("why", why.to_string())
            }
            Self::TooLarge(most) => Why::new("import-too-large").with("most", (most >> 20).to_string()),
            Self::Foreign => Why::new("import-foreign"),
            Self::Newer(version) => Why::new("import-newer").with("version", version.to_string()),
            Self::Form(place, why) => at(place, ui, "import-form").with("why", why),
            Self::Odd(place, odd) => at(place, ui, "import-bad").with("why", ui.text(odd.key(), &[])),
            Self::Routine(place, why) => at(place, ui, "import-bad").with("why", ui.why(why)),
            Self::Person(NotPortable { field, nth, wrong }) => {
                let place = Place { line: 0, part: "person".into(), nth: *nth, field: (*field).into() };
                at(&place, ui, "import-bad").with("why", ui.text(wrong_key(*wrong), &[]))
            }
            Self::Missing(part) => Why::new("import-missing").with("part", *part),
            Self::Counts(part, says, has) => Why::new("import-counts")
                .with("part", *part)
                .with("says", says.to_string())
                .with("has", has.to_string()),
            Self::Data(why) => Why::new("import-data").with("why", ui.why(&why.why())),
            Self::NotKept(why) => Why::new("import-not-kept").with("why", ui.why(&why.why(ui))),
            Self::Routines(why) => Why::new("import-routines").with("why", why.to_string()),
        }
    }
}

fn at(place: &Place, ui: &Ui, key: &'static str) -> Why {
    let Place { line, part, nth, field } = place;
    let names = [part.as_str(), field.as_str()].into_iter().filter(|name| !name.is_empty());
    let mut whole = names.collect::<Vec<_>>().join(" › ");
    if *nth > 0 {
        whole = ui.text("import-nth", &[("part", whole.into()), ("nth", (*nth).to_string().into())]);
    }
    let place = match line {
        0 => whole,
        line => ui.text("import-line", &[("line", line.to_string().into()), ("part", whole.into())]),
    };
    Why::new(key).with("place", place)
}

pub(super) fn wrong_key(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::TooMany => Odd::TooMany.key(),
        Wrong::Twice => Odd::Twice.key(),
        Wrong::Ahead => Odd::Time.key(),
        Wrong::Backwards => Odd::Backwards.key(),
        Wrong::TooLong => Odd::TooLong.key(),
        Wrong::Hours => "import-odd-hours",
        Wrong::Plan => "import-odd-plan",
        Wrong::Agreed => "import-odd-agreed",
    }
}
