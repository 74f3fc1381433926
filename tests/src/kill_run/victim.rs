//! Who is killed, and what is promised then.

use std::time::Duration;

use crate::random::Random;

/// How long the guard waits for a beat before it takes the program for hung, s. Long enough for a busy machine.
pub(super) const GUARD_PATIENCE: u64 = 4;
/// While something lives, no alarm comes later than this; a program that hangs has to be found out first.
const ALARMED: Duration = Duration::from_secs(10);

/// Who is killed, or stopped as by a hung machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Victim {
    Program,
    Guard,
    Both,
    Stopped,
}

impl Victim {
    pub(super) fn pick(random: &mut Random) -> Self {
        match random.below(100) {
            0..70 => Self::Program,
            70..82 => Self::Guard,
            82..97 => Self::Both,
            // Each takes as long as the guard has patience.
            _ => Self::Stopped,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Guard => "guard",
            Self::Both => "both",
            Self::Stopped => "program stopped",
        }
    }

    /// Until an alarm that stood is repeated, at most.
    pub(super) fn alarmed_within(self) -> Duration {
        match self {
            Self::Program | Self::Guard | Self::Both => ALARMED,
            Self::Stopped => ALARMED + Duration::from_secs(GUARD_PATIENCE),
        }
    }
}
