//! Owns the sign in the panel: an icon for each state, a line of text, a menu. What stands in it is decided in `menu`.
//!
//! Nothing is sent that is there already. A desktop without a place for it is no error: the window, the notifications
//! and the command line are the other doors.

#[cfg(target_os = "linux")]
mod dropped;
mod icon;
pub(crate) mod menu;
mod state;

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
pub(crate) use state::{TrayAction, TrayEvent};

use state::TrayState;

/// The way to the panel.
#[derive(Debug, Clone)]
pub(crate) struct Tray {
    link: imp::PanelLink,
    shown: Arc<AtomicBool>,
}

impl Tray {
    /// Starts to look for a panel, in the runtime it is called in. The sign appears with the first state.
    pub(crate) fn start(events: UnboundedSender<TrayEvent>) -> Self {
        let shown = Arc::new(AtomicBool::new(false));
        Self { link: imp::start(events, Arc::clone(&shown)), shown }
    }

    /// Shows a state; sends nothing if it is shown already.
    pub(crate) fn show(&self, state: TrayState) {
        self.link.show(state);
    }

    /// Tells whether a panel shows the sign now.
    pub(crate) fn shown(&self) -> bool {
        self.shown.load(Ordering::Relaxed)
    }

    /// Connects again, after the session bus was lost and is there again.
    pub(crate) fn reconnect(&self) {
        self.link.reconnect();
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
