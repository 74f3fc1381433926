//! Owns the entry in the list of what starts at login on macOS and Windows; a port of auto-launch.

use auto_launch::{AutoLaunch, AutoLaunchBuilder, MacOSLaunchMode, Result};

/// The entry of this program.
#[derive(Debug, Clone)]
pub(super) struct Entry(AutoLaunch);

impl Entry {
    /// The entry of `program`; `None` = the system has no such list.
    pub(super) fn of(program: &str) -> Option<Self> {
        // It is written down as it is given; on Windows a path with spaces is one word only in quotes.
        let written = if cfg!(windows) { format!("\"{program}\"") } else { program.to_owned() };
        AutoLaunchBuilder::new()
            .set_app_name("Lumbar")
            .set_app_path(&written)
            .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
            // The program that is started asks the settings whether a window is wanted.
            .set_args(&["up", "--at-login"])
            .build()
            .map(Self)
            .map_err(|why| tracing::info!("starting at login cannot be offered: {why}"))
            .ok()
    }

    /// Whether Lumbar starts at login.
    pub(super) fn is_on(&self) -> Result<bool> {
        self.0.is_enabled()
    }

    /// Writes the entry, or takes it away.
    pub(super) fn set(&self, on: bool) -> Result<()> {
        if on { self.0.enable() } else { self.0.disable() }
    }
}
