//! What keys are wanted, what for, and what became of them.

use std::sync::{Arc, Mutex, PoisonError};

use lumbar_ui::settings::DesktopKey;
use lumbar_ui::{KeyState, KeysInfo};

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyAct {
    /// "It is off."
    Off,
    /// "What is on?"
    Status,
}

impl KeyAct {
    /// Each of them.
    pub(super) const ALL: [Self; 2] = [Self::Off, Self::Status];
}

/// The keys that are wanted, and what each is called where the desktop lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// For "it is off".
    pub(crate) off: Option<DesktopKey>,
    /// For "what is on".
    pub(crate) status: Option<DesktopKey>,
    /// What the first is called.
    pub(crate) off_name: String,
    /// What the second is called.
    pub(crate) status_name: String,
}

impl Wanted {
    /// The chosen ones.
    pub(super) fn chosen(&self) -> impl Iterator<Item = (KeyAct, DesktopKey)> {
        let of = |act| match act {
            KeyAct::Off => self.off,
            KeyAct::Status => self.status,
        };
        KeyAct::ALL.into_iter().filter_map(move |act| Some((act, of(act)?)))
    }
}

/// What became of the keys; shared with what takes them.
#[derive(Debug, Clone, Default)]
pub(super) struct States(Arc<Mutex<KeysInfo>>);

impl States {
    /// Says what became of a key.
    pub(super) fn set(&self, act: KeyAct, state: KeyState) {
        let mut info = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match act {
            KeyAct::Off => info.off = state,
            KeyAct::Status => info.status = state,
        }
    }

    /// What became of all.
    pub(super) fn get(&self) -> KeysInfo {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
