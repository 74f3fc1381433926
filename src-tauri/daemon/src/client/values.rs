//! Decides what can stand behind a command: which session, how the skin is, when it came off, how a clock is moved.

use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::{CameOff, Flags, Skin, Slot};

use crate::client::span;
use crate::web::rule;

/// Which of the two sessions that can go on at once.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Which {
    /// thermal (cold or warm) or activity (movement or massage); without it the one that goes on
    #[arg(value_enum)]
    pub(crate) session: Option<SessionIs>,
}

/// The words for the two sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SessionIs {
    /// Cold or warm
    Thermal,
    /// Movement or massage
    Activity,
}

impl From<SessionIs> for Slot {
    fn from(session: SessionIs) -> Self {
        match session {
            SessionIs::Thermal => Self::Thermal,
            SessionIs::Activity => Self::Activity,
        }
    }
}

/// The words for skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SkinIs {
    /// Fine; pink is normal
    Fine,
    /// Very red or numb
    Red,
    /// White, grey, blistered, blotchy, hives, or pain that stays
    Bad,
}

impl From<SkinIs> for Skin {
    fn from(skin: SkinIs) -> Self {
        match skin {
            SkinIs::Fine => Self::Fine,
            SkinIs::Red => Self::Red,
            SkinIs::Bad => Self::Bad,
        }
    }
}

/// The words for the warning signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SignsAre {
    /// None of them is there
    None,
    /// You are not sure
    Unsure,
    /// One is there
    Emergency,
}

impl From<SignsAre> for Flags {
    fn from(signs: SignsAre) -> Self {
        match signs {
            SignsAre::None => Self::None,
            SignsAre::Unsure => Self::Unsure,
            SignsAre::Emergency => Self::Emergency,
        }
    }
}

/// A demo: everything is real but the profile, and the questions about health are answered.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The routine to begin
    pub(crate) routine: Option<String>,
    /// How many turns
    #[arg(long, requires = "routine")]
    pub(crate) turns: Option<u8>,
    /// How many times as fast time passes while nothing waits for an answer
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub(crate) speed: u32,
    /// The clock only moves with “lumbar --profile DIR clock …”
    #[arg(long, conflicts_with = "speed")]
    pub(crate) manual_clock: bool,
    /// Open no window
    #[arg(long)]
    pub(crate) no_window: bool,
}

/// How a manual clock is moved.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum Clock {
    /// To the next moment at which something is due
    Next,
    /// On by a span: 5 (minutes), 90s, 2h
    Advance {
        /// How far
        #[arg(value_parser = span::parse)]
        by: Duration,
    },
    /// On by a span in which nothing happens, as while the computer sleeps
    Sleep {
        /// How long
        #[arg(value_parser = span::parse)]
        length: Duration,
    },
    /// Set the wall clock forward or back; the time that passes stays
    StepWall {
        /// How far, such as -3h
        #[arg(value_parser = span::parse_signed, allow_hyphen_values = true)]
        by: i64,
    },
}

/// Reads the name of a safety rule.
pub(super) fn parse_rule(name: &str) -> Result<RuleId, String> {
    rule(name).ok_or_else(|| format!("“{name}” is no rule; they are called R1 to R23"))
}

/// Reads when it came off: now, at the bell, or how long ago.
pub(super) fn parse_when(text: &str) -> Result<CameOff, String> {
    match text {
        "now" => Ok(CameOff::Now),
        "bell" => Ok(CameOff::Bell),
        span => {
            let ago = span::parse(span)
                .map_err(|_| format!("“{text}” is neither bell, now, nor how long ago, such as 5 (minutes) or 90s"))?;
            Ok(CameOff::Ago(u32::try_from(ago.as_secs()).unwrap_or(u32::MAX)))
        }
    }
}
