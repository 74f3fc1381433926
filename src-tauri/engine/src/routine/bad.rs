//! Owns the reasons why a routine file is not taken.

use thiserror::Error;

use crate::routine::file;
use crate::routine::names::HIDDEN_WHY;
use crate::rules::Number;
use crate::words::RoutineId;

/// Why a routine file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadRoutine {
    /// Not the form of a routine file.
    #[error("this is not a routine file: line {line}: {why}")]
    Unreadable {
        /// Where, from 1; 0 where it cannot be told.
        line: usize,
        /// What is wrong; it may quote the file, so it is for the person alone and never for a log.
        why: String,
    },
    /// Made by a newer Lumbar: what it means cannot be known here.
    #[error("this file is of version {version}, and only version {} is known here", file::VERSION)]
    Newer {
        /// The version it gives.
        version: i64,
    },
    /// A file far larger than any routine.
    #[error("a routine file has at most 256 KiB")]
    TooLong,
    /// More names in a list than a page can show.
    #[error("a routine names at most 32 supplies, packs, cautions, warnings or sources each")]
    TooMany,
    /// A name that is too long or holds control characters.
    #[error("“{0}” cannot be a name in a routine: at most 80 characters, none of them {HIDDEN_WHY}")]
    Text(String),
    /// A name for people that is empty, too long or holds characters that cannot be seen.
    #[error("“{0}” cannot be the name of a routine: at most 60 characters, none of them {HIDDEN_WHY}")]
    Title(String),
    /// A name that looks like that of another routine.
    #[error("the {field} “{name}” looks like that of another routine, “{other}”")]
    Misleading {
        /// Where it stands: in the id or in the name for people.
        field: &'static str,
        /// The name.
        name: String,
        /// The other one.
        other: String,
    },
    /// A name that cannot stand in an address.
    #[error("“{0}” cannot be the name of a routine: use lower-case letters, digits and dashes, at most 40")]
    Name(String),
    /// The name of another routine, built-in or the person's own.
    #[error("there is a routine “{0}” already: give this one another id")]
    Taken(RoutineId),
    /// Turns that make no sense.
    #[error(
        "turns must be at least 1 and at most 10, and the usual number not above the most ({usual} and {most} given)"
    )]
    Turns {
        /// The usual number.
        usual: u8,
        /// The most.
        most: u8,
    },
    /// Lengths to choose from that do not belong to it.
    #[error(
        "the lengths must rise, hold the usual one, and belong to a routine with one step on the body or with plain \
         movement alone"
    )]
    Lengths,
    /// No step, or too many.
    #[error("a routine has 1 to 64 steps, this one has {0}")]
    Steps(usize),
    /// A step of no length, or of more than eight hours.
    #[error("step {step} must last between 1 second and 8 hours, and its parts must lie within it")]
    Length {
        /// Which step, from 1.
        step: usize,
    },
    /// Skin checks out of order or outside of the step.
    #[error("the skin checks of step {step} must rise and lie within it")]
    Checks {
        /// Which step, from 1.
        step: usize,
    },
    /// Segments that do not sum up.
    #[error("the parts of step {step} sum up to {parts} seconds, not {whole}")]
    Segments {
        /// Which step, from 1.
        step: usize,
        /// What the parts give.
        parts: u32,
        /// What the step says.
        whole: u32,
    },
    /// A massage that does not say what presses: some conditions leave one out.
    #[error("a massage says what presses (tool): hands, roller, floor-balls or wall-balls")]
    NoTool,
    /// A step of a massage in what is no massage, or with another tool: the questions about health would be others.
    #[error("step {step} is a massage, so the kind must be massage and the tool {tool}")]
    MassageStep {
        /// Which step, from 1.
        step: usize,
        /// The tool it is done with.
        tool: &'static str,
    },
    /// Not all of it is movement of every day, and health would not be asked about.
    #[error("step {step} is no movement of every day, so the routine is none either")]
    NotEveryday {
        /// Which step, from 1.
        step: usize,
    },
    /// Neither seconds nor beats, or both.
    #[error("step {step} needs either its seconds or its beats, and at least one repetition")]
    Beats {
        /// Which step, from 1.
        step: usize,
    },
    /// Against a safety rule that cannot be lifted (R21).
    #[error("step {step} is against rule {}: {} {} ({})", number.rule.code(), number.value, number.unit.word(), number.name)]
    Rule {
        /// Which step, from 1.
        step: usize,
        /// The field of the step that is over the limit.
        field: &'static str,
        /// The limit.
        number: Number,
    },
}

impl BadRoutine {
    pub(crate) fn unreadable(text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map_or(0, |span| file::line_at(text, span.start));
        let line = file::line_of_unreadable_step(text).unwrap_or(line);
        Self::Unreadable { line, why: error.message().chars().take(WHY_MOST).collect() }
    }

    /// The word for it in the log, which never quotes what a person wrote.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::Newer { .. } => "newer",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::Text(_) => "text",
            Self::Title(_) => "title",
            Self::Misleading { .. } => "misleading",
            Self::NoTool => "no-tool",
            Self::MassageStep { .. } => "massage-step",
            Self::NotEveryday { .. } => "not-everyday",
            Self::Name(_) => "name",
            Self::Taken(_) => "taken",
            Self::Turns { .. } => "turns",
            Self::Lengths => "lengths",
            Self::Steps(_) => "steps",
            Self::Length { .. } => "length",
            Self::Checks { .. } => "checks",
            Self::Segments { .. } => "segments",
            Self::Beats { .. } => "beats",
            Self::Rule { .. } => "rule",
        }
    }

    /// Where in a routine it is: the step, from 1, and the field; neither where it is about all of it.
    pub fn place(&self) -> (Option<usize>, Option<&'static str>) {
        match self {
            Self::Unreadable { .. } | Self::TooLong | Self::TooMany | Self::Text(_) => (None, None),
            Self::Newer { .. } => (None, Some("version")),
            Self::Title(_) => (None, Some("name")),
            Self::Misleading { field, .. } => (None, Some(field)),
            Self::Name(_) | Self::Taken(_) => (None, Some("id")),
            Self::Turns { .. } => (None, Some("turns")),
            Self::Lengths => (None, Some("lengths")),
            Self::Steps(_) => (None, Some("step")),
            Self::NoTool => (None, Some("tool")),
            Self::MassageStep { step, .. } | Self::NotEveryday { step } => (Some(*step), Some("text")),
            Self::Length { step } => (Some(*step), Some("seconds")),
            Self::Checks { step } => (Some(*step), Some("checks")),
            Self::Segments { step, .. } => (Some(*step), Some("segments")),
            Self::Beats { step } => (Some(*step), Some("beats")),
            Self::Rule { step, field, .. } => (Some(*step), Some(field)),
        }
    }

    /// The line of a file that it is about, from 1, where that can be told.
    pub fn line(&self, text: &str) -> Option<usize> {
        match self {
            Self::Unreadable { line, .. } => (*line > 0).then_some(*line),
            Self::TooLong | Self::TooMany => None,
            Self::Text(quoted) => file::line_of_text(text, quoted),
            Self::Newer { .. }
            | Self::Title(_)
            | Self::Misleading { .. }
            | Self::Name(_)
            | Self::Taken(_)
            | Self::Turns { .. }
            | Self::Lengths
            | Self::Steps(_)
            | Self::NoTool
            | Self::MassageStep { .. }
            | Self::NotEveryday { .. }
            | Self::Length { .. }
            | Self::Checks { .. }
            | Self::Segments { .. }
            | Self::Beats { .. }
            | Self::Rule { .. } => {
                let (step, field) = self.place();
                file::line_of(text, step, field)
            }
        }
    }
}

/// The most that is told of what is wrong with a file, characters.
const WHY_MOST: usize = 300;
