//! Owns the reasons why a routine file is not taken.

use thiserror::Error;

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
    /// A file far larger than any routine.
    #[error("a routine file has at most 256 KiB")]
    TooLong,
    /// More names in a list than a page can show.
    #[error("a routine names at most 32 supplies, packs, cautions, warnings or sources each")]
    TooMany,
    /// A name that is too long or holds control characters.
    #[error("“{0}” cannot be a name in a routine: at most 80 characters, none of them a control character")]
    Text(String),
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
    /// Neither seconds nor beats, or both.
    #[error("step {step} needs either its seconds or its beats, and at least one repetition")]
    Beats {
        /// Which step, from 1.
        step: usize,
    },
    /// Against a safety rule that cannot be lifted (R21).
    #[error("step {step} is against rule {rule}: {limit}")]
    Rule {
        /// Which step, from 1.
        step: usize,
        /// The rule.
        rule: &'static str,
        /// What the rule says.
        limit: String,
    },
}

impl BadRoutine {
    pub(crate) fn unreadable(text: &str, error: &toml::de::Error) -> Self {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(0, |before| before.matches('\n').count() + 1);
        Self::Unreadable { line, why: error.message().chars().take(WHY_MOST).collect() }
    }

    /// The word for it in the log, which never quotes what a person wrote.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::Text(_) => "text",
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

    /// The line it is about, from 1, where that is known.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Unreadable { line, .. } => (*line > 0).then_some(*line),
            Self::TooLong
            | Self::TooMany
            | Self::Text(_)
            | Self::Name(_)
            | Self::Taken(_)
            | Self::Turns { .. }
            | Self::Lengths
            | Self::Steps(_)
            | Self::Length { .. }
            | Self::Checks { .. }
            | Self::Segments { .. }
            | Self::Beats { .. }
            | Self::Rule { .. } => None,
        }
    }
}

/// The most that is told of what is wrong with a file, characters.
const WHY_MOST: usize = 300;
