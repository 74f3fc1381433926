//! Owns the sign in the panel: an icon for each state, a line of text, a menu. What stands in it is decided in `menu`.
//!
//! Nothing is sent that is there already. A desktop without a place for it is no error: the window, the notifications
//! and the command line are the other doors.

mod icon;
pub(crate) mod menu;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc::UnboundedSender;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod imp;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod imp;

pub(crate) use imp::main_loop;
pub(crate) use menu::{Menu, TrayAction};

/// The sign that stands in the panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TrayIcon {
    /// Nothing is on.
    #[default]
    Idle,
    /// Something cold is on.
    Cold,
    /// Something warm is on.
    Heat,
    /// A rest between two turns.
    Rest,
    /// Something must be done now.
    Alert,
    /// Movement or massage, shown as idle: nothing is on the body.
    Move,
}

/// What the tray shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TrayState {
    /// The sign.
    pub(crate) icon: TrayIcon,
    /// A few characters, where the panel shows them.
    pub(crate) title: String,
    /// Shown when the pointer rests on the sign.
    pub(crate) tooltip: String,
    /// The menu.
    pub(crate) menu: Menu,
}

/// What came from the tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrayEvent {
    /// Something was chosen.
    Pressed {
        /// What.
        action: TrayAction,
        /// What lets a window come to the front because of this press.
        activation: Option<String>,
    },
}

/// The way to the panel.
#[derive(Debug, Clone)]
pub(crate) struct Tray {
    line: imp::Line,
    shown: Arc<AtomicBool>,
}

impl Tray {
    /// Starts to look for a panel, in the runtime it is called in. The sign appears with the first state.
    pub(crate) fn start(events: UnboundedSender<TrayEvent>) -> Self {
        let shown = Arc::new(AtomicBool::new(false));
        Self { line: imp::start(events, Arc::clone(&shown)), shown }
    }

    /// Shows a state; sends nothing if it is shown already.
    pub(crate) fn show(&self, state: TrayState) {
        self.line.show(state);
    }

    /// Tells whether a panel shows the sign now.
    pub(crate) fn shown(&self) -> bool {
        self.shown.load(Ordering::Relaxed)
    }

    /// Connects anew, after the session bus was lost and is there again.
    pub(crate) fn reconnect(&self) {
        self.line.reconnect();
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
