//! Owns whether the background program starts when the person logs in; a port of auto-launch.

use std::path::Path;

use auto_launch::{AutoLaunch, AutoLaunchBuilder, LinuxLaunchMode, MacOSLaunchMode};

/// The desktop's own list of what starts at login.
#[derive(Debug, Clone, Default)]
pub(crate) struct Login {
    entry: Option<AutoLaunch>,
}

impl Login {
    /// The entry of `program`; on a system without such a list there is nothing to switch.
    pub(crate) fn of(program: &Path) -> Self {
        let entry = program.to_str().and_then(|program| {
            AutoLaunchBuilder::new()
                .set_app_name("Lumbar")
                .set_app_path(program)
                .set_linux_launch_mode(LinuxLaunchMode::XdgAutostart)
                .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
                // The background program alone: nobody asked for a window.
                .set_args(&["up"])
                .build()
                .map_err(|why| tracing::info!("starting at login cannot be offered: {why}"))
                .ok()
        });
        Self { entry }
    }

    /// Whether it starts at login; `None` where that cannot be switched.
    pub(crate) fn state(&self) -> Option<bool> {
        let entry = self.entry.as_ref()?;
        entry.is_enabled().map_err(|why| tracing::info!("whether Lumbar starts at login is not known: {why}")).ok()
    }

    /// Switches it.
    ///
    /// # Errors
    /// The system's own words.
    pub(crate) fn set(&self, yes: bool) -> Result<(), String> {
        let Some(entry) = &self.entry else { return Err("this system keeps no list of what starts at login".into()) };
        if yes { entry.enable() } else { entry.disable() }.map_err(|why| why.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demo_has_nothing_to_switch() {
        let none = Login::default();
        assert_eq!(none.state(), None);
        assert!(none.set(true).is_err());
    }
}
