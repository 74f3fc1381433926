//! Owns what is known of the desktop: how Lumbar reaches the person there, and how a test of it went.

use chrono::{DateTime, Utc};

/// What the desktop can do, as far as it was found out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DesktopInfo {
    /// Sound.
    pub sound: SoundInfo,
    /// The notification server, where there is one.
    pub notifications: Option<ServerInfo>,
    /// The voice.
    pub voice: VoiceInfo,
    /// What became of the keys of the whole desktop.
    pub keys: KeysInfo,
    /// How the last test of notifications went, in this run of the program.
    pub trial: Option<Trial>,
    /// Whether a panel shows the tray sign.
    pub tray: bool,
    /// Whether "do not disturb" is on, as far as the desktop says; looked up for the page that shows it.
    pub quiet: Quiet,
    /// Whether Lumbar starts when the person logs in; `None` where that cannot be switched.
    pub login: Option<bool>,
}

/// What became of each key of the whole desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeysInfo {
    /// Of the one for "it is off".
    pub off: KeyState,
    /// Of the one for "what is on".
    pub status: KeyState,
}

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyState {
    /// None is chosen.
    #[default]
    NotWanted,
    /// It is heard.
    Works,
    /// The desktop listens for it, or for another that the person chose there.
    ByDesktop,
    /// Another program has it, or the desktop did not hand it out.
    Taken,
    /// The keyboard has no such key.
    NoSuchKey,
    /// Nobody hands out keys here.
    NotHere,
}

impl KeyState {
    /// Its word: in texts and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotWanted => "not-wanted",
            Self::Works => "works",
            Self::ByDesktop => "by-desktop",
            Self::Taken => "taken",
            Self::NoSuchKey => "no-such-key",
            Self::NotHere => "not-here",
        }
    }
}

/// Whether the voice can be heard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum VoiceInfo {
    /// It is switched off.
    #[default]
    Off,
    /// Nothing was to be said yet.
    NotTried,
    /// The last sentence was taken.
    Speaks,
    /// There is none, or it failed.
    Missing {
        /// Why, as the system gave it.
        why: String,
    },
    /// It takes sentences and does not answer.
    Mute,
}

/// A test of notifications: one with a button that a person was asked to press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub came: Came,
}

/// What came of a test of notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// It still may come.
    Waiting,
    /// The button was pressed.
    Back {
        /// So long after it was sent, ms.
        after_ms: u32,
    },
    /// The notification itself was pressed, not its button.
    Opened {
        /// So long after it was sent, ms.
        after_ms: u32,
    },
    /// Nothing in time.
    Nothing,
    /// There was no server to send it to.
    NoServer,
}

/// Whether the desktop's "do not disturb" is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quiet {
    /// It is on.
    On,
    /// It is off.
    Off,
    /// This desktop does not say.
    #[default]
    NotKnown,
}

/// Whether Lumbar can be heard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SoundInfo {
    /// Not tried yet.
    #[default]
    Unknown,
    /// There is a device.
    Ready {
        /// Its name.
        device: String,
    },
    /// There is none.
    Missing {
        /// Why, as the system gave it.
        why: String,
    },
}

/// The notification server and what it can do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// It says that it shows buttons.
    pub buttons: bool,
    /// It is known to draw none, whatever it says.
    pub draws_none: bool,
    /// A new notification can take the place of an old one.
    pub replace: bool,
    /// A notification can be taken back.
    pub withdraw: bool,
    /// Urgent ones stay until they are answered.
    pub persistence: bool,
}

impl ServerInfo {
    /// Whether a person sees buttons.
    pub fn shows_buttons(&self) -> bool {
        self.buttons && !self.draws_none
    }
}
