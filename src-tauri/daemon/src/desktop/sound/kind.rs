//! Names the sounds there are, and whether any can be heard.

/// What can be heard, from the softest to the one that insists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SoundKind {
    /// One soft tone.
    Gentle,
    /// The bell.
    Bell,
    /// The take-off alarm: rises, and goes on for 25 s or until it is silenced.
    Alarm,
}

impl SoundKind {
    pub(super) const ALL: [Self; 3] = [Self::Gentle, Self::Bell, Self::Alarm];

    /// Its word on the command line of the child that plays it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Gentle => "gentle",
            Self::Bell => "bell",
            Self::Alarm => "alarm",
        }
    }
}

/// Whether sound can be heard, as far as is known without opening a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SoundState {
    /// There is a device; its name once something was played on it.
    Ready {
        /// The device, empty while none was opened yet.
        device: String,
    },
    /// There is none, or it could not be opened.
    None {
        /// Why, as a sentence's end.
        why: String,
    },
}
