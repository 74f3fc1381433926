//! Names the sounds there are, how loud each is, and whether any can be heard.

use lumbar_engine::alert::Sound;
use lumbar_ui::settings::Heard;

/// What can be heard, from the softest to the one that insists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SoundKind {
    /// A short tick: the next beat.
    Tick,
    /// One soft tone: a reminder.
    Soft,
    /// Two falling tones: done.
    Fall,
    /// Two soft tones: put it on.
    Gentle,
    /// The bell.
    Bell,
    /// Two rising tones: feel your skin.
    Rise,
    /// The take-off alarm: rises, and goes on for 25 s or until it is silenced.
    Alarm,
}

impl SoundKind {
    pub(super) const ALL: [Self; 7] =
        [Self::Tick, Self::Soft, Self::Fall, Self::Gentle, Self::Bell, Self::Rise, Self::Alarm];

    /// The tone of what is heard; `None` = silence.
    pub(crate) fn of(sound: Sound, heard: Heard) -> Option<Self> {
        match (sound, heard) {
            (Sound::Silent, _) => None,
            (Sound::Alarm, _) => Some(Self::Alarm),
            (_, Heard::Skin) => Some(Self::Rise),
            (_, Heard::Done) => Some(Self::Fall),
            (_, Heard::Reminder) => Some(Self::Soft),
            (_, Heard::Next) => Some(Self::Tick),
            (Sound::Gentle, Heard::TakeOff | Heard::PutOn) => Some(Self::Gentle),
            (Sound::Bell, Heard::TakeOff | Heard::PutOn) => Some(Self::Bell),
        }
    }

    /// Its word on the command line of the child that plays it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Tick => "tick",
            Self::Soft => "soft",
            Self::Fall => "fall",
            Self::Gentle => "gentle",
            Self::Bell => "bell",
            Self::Rise => "rise",
            Self::Alarm => "alarm",
        }
    }
}

/// How loud a sound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Loudness {
    /// Of its full amplitude, per cent.
    pub(crate) percent: u8,
    /// The alarm begins softly.
    pub(crate) rises: bool,
}

impl Loudness {
    /// As loud as it can be, as it was drawn up.
    pub(crate) const FULL: Self = Self { percent: 100, rises: true };
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
