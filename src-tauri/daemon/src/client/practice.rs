//! Decides the words of `lumbar practice`.

use clap::ValueEnum;
use lumbar_engine::practice::PracticeWish;
use lumbar_engine::words::Skin;

/// What is said to the practice turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PracticeWord {
    /// It would be on
    On,
    /// The skin would be fine
    Fine,
    /// It would be very red, sore or numb
    Red,
    /// It would be white or blistered
    Bad,
    /// It would be off
    Off,
    /// Enough of it
    End,
}

impl PracticeWord {
    /// What it says; without a word it begins.
    pub(crate) fn wish(word: Option<Self>) -> PracticeWish {
        let token = None;
        let skin = |skin| PracticeWish::Skin { token, skin };
        match word {
            None => PracticeWish::Begin,
            Some(Self::On) => PracticeWish::On { token },
            Some(Self::Fine) => skin(Skin::Fine),
            Some(Self::Red) => skin(Skin::Red),
            Some(Self::Bad) => skin(Skin::Bad),
            Some(Self::Off) => PracticeWish::Off { token },
            Some(Self::End) => PracticeWish::End,
        }
    }
}
