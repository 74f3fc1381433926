//! Owns how the window is started, and why none comes up.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use lumbar_ui::Ui;

use crate::life::process::command;
use crate::life::profile::Profile;

/// The program that shows the pages.
#[derive(Debug, Clone)]
pub(crate) struct WindowProgram {
    program: PathBuf,
    profile: Profile,
}

/// Why no window comes up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoWindow {
    /// It is a demo that opens none.
    #[error("this demo opens none")]
    NotWanted,
    /// The program is not installed.
    #[error("the program {} is not there", .0.display())]
    Missing(PathBuf),
    /// There is no display.
    #[error("there is no display")]
    NoDisplay,
    /// The system could not start it.
    #[error("{0}")]
    NotStarted(#[from] std::io::Error),
    /// It ended at once.
    #[error("it ended with {0}")]
    Ended(ExitStatus),
}

impl NoWindow {
    /// Says it to the person.
    pub(crate) fn sentence(&self, ui: &Ui) -> String {
        match self {
            Self::Missing(program) => {
                ui.text("program-window-missing", &[("program", program.display().to_string().into())])
            }
            Self::NoDisplay => ui.text("program-window-no-display", &[]),
            Self::NotWanted | Self::NotStarted(_) | Self::Ended(_) => {
                ui.text("program-window-not-started", &[("why", self.to_string().into())])
            }
        }
    }
}

impl WindowProgram {
    /// The one beside this program.
    pub(crate) fn beside(program: &Path, profile: &Profile) -> Self {
        let name = format!("lumbar-window{}", std::env::consts::EXE_SUFFIX);
        Self { program: program.with_file_name(name), profile: profile.clone() }
    }

    /// What starts it in the environment of this process.
    ///
    /// # Errors
    /// When it is missing or there is no display.
    pub(crate) fn command(&self, path: Option<&str>, activation: Option<&str>) -> Result<Command, NoWindow> {
        if !self.program.is_file() {
            return Err(NoWindow::Missing(self.program.clone()));
        }
        if !has_display() {
            return Err(NoWindow::NoDisplay);
        }
        let mut command = command(&self.program);
        command.args(self.profile.arguments()).args(["--socket", &self.profile.address()]);
        if let Some(path) = path {
            command.args(["--open", path]);
        }
        if let Some(activation) = activation {
            command.env("XDG_ACTIVATION_TOKEN", activation).env("DESKTOP_STARTUP_ID", activation);
        }
        // A session of its own, so that the keys of a terminal do not end it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command)
    }
}

/// Tells whether there is a display for a window.
pub(crate) fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos")))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
