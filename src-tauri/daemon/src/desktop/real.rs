//! Owns the person's real desktop: the ports for notifications, sound, tray and power, and starting the window.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::alert::Sound as Heard;
use lumbar_engine::catalogue::Catalogue;
use lumbar_engine::time::Now;
use lumbar_engine::view::View;
use lumbar_ui::{SoundInfo, Ui};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::core::{Handle, Input};
use crate::desktop::notify::{Note, NoteId, Notifier};
use crate::desktop::port::Desktop;
use crate::desktop::power::Power;
use crate::desktop::sound::{Sound, SoundKind, SoundState};
use crate::desktop::tray::{self, Tray};
use crate::life::profile::Profile;

/// The name notifications carry.
pub(crate) const NAME: &str = "Lumbar";

/// The ports of this system.
#[derive(Debug)]
pub(crate) struct RealDesktop {
    notifier: Notifier,
    sound: Sound,
    tray: Tray,
    power: Power,
    window: Option<WindowProgram>,
    handle: Handle,
    socket: Arc<Notify>,
}

/// The program that shows the pages.
#[derive(Debug, Clone)]
pub(crate) struct WindowProgram {
    program: PathBuf,
    profile: Profile,
}

impl RealDesktop {
    /// Starts the ports; what they tell goes to the driver. Without a window program none is started from here. `socket` is
    /// told when the folder of the socket may be a new one.
    pub(crate) fn start(handle: &Handle, window: Option<WindowProgram>, socket: Arc<Notify>) -> Self {
        let notifier = Notifier::start(NAME, forward(handle, Input::Notifier));
        let tray = Tray::start(forward(handle, Input::Tray));
        let power = Power::start(forward(handle, Input::Power));
        Self { notifier, sound: Sound::start(), tray, power, window, handle: handle.clone(), socket }
    }
}

/// A sender whose messages arrive in the driver's inbox.
fn forward<T: Send + 'static>(handle: &Handle, wrap: fn(T) -> Input) -> UnboundedSender<T> {
    let (sender, mut receiver) = unbounded_channel();
    let handle = handle.clone();
    tokio::spawn(async move {
        while let Some(event) = receiver.recv().await {
            handle.send(wrap(event));
        }
    });
    sender
}

impl Desktop for RealDesktop {
    fn show(&mut self, note: Note) {
        self.notifier.show(note);
    }

    fn withdraw(&mut self, tag_key: &str) {
        self.notifier.withdraw(tag_key);
    }

    fn close_stale(&mut self, ids: Vec<NoteId>) {
        self.notifier.close_stale(ids);
    }

    fn play(&mut self, sound: Heard) {
        if let Some(kind) = kind_of(sound) {
            self.sound.play(kind);
        }
    }

    fn play_out(&mut self, sound: Heard) {
        if let Some(kind) = kind_of(sound) {
            self.sound.play_out(kind);
        }
    }

    fn silence(&mut self) {
        self.sound.silence();
    }

    fn tray(&mut self, ui: &Ui, view: &View, catalogue: &Catalogue, now: Now) {
        self.tray.show(tray::menu::state(ui, view, catalogue, &[], now));
    }

    fn reconnect(&mut self) {
        self.tray.reconnect();
        // Who comes back has logged in again, and a logout takes the runtime folder with it.
        self.socket.notify_one();
    }

    fn hold_idle(&mut self, yes: bool) {
        self.power.hold_idle(yes);
    }

    fn hold_sleep(&mut self, yes: bool) {
        self.power.hold_sleep_delay(yes);
    }

    fn look_at_battery(&mut self) {
        self.power.look_at_battery();
    }

    fn watch_battery(&mut self, yes: bool) {
        self.power.watch_battery(yes);
    }

    fn start_window(&mut self, path: Option<&str>, activation: Option<&str>) -> Result<(), NoWindow> {
        let window = self.window.as_ref().ok_or(NoWindow::NotWanted)?.command(path, activation)?;
        let mut window = tokio::process::Command::from(window).spawn()?;
        let handle = self.handle.clone();
        tokio::spawn(async move {
            match timeout(BEGINNING, window.wait()).await {
                Ok(Ok(status)) if !status.success() => handle.send(Input::WindowFailed(NoWindow::Ended(status))),
                Ok(_) => {}
                // Somebody has to take note of its end, or it stays in the list of processes.
                Err(_) => drop(window.wait().await),
            }
        });
        Ok(())
    }

    fn sound_info(&self) -> SoundInfo {
        match self.sound.state() {
            SoundState::Ready { device } => SoundInfo::Ready { device },
            SoundState::None { why } => SoundInfo::Missing { why },
        }
    }

    fn has_tray(&self) -> bool {
        self.tray.shown()
    }

    async fn flush(&mut self, limit: Duration) {
        self.notifier.flush(limit).await;
    }
}

fn kind_of(sound: Heard) -> Option<SoundKind> {
    match sound {
        Heard::Silent => None,
        Heard::Gentle => Some(SoundKind::Gentle),
        Heard::Bell => Some(SoundKind::Bell),
        Heard::Alarm => Some(SoundKind::Alarm),
    }
}

/// A window that ends with an error within this time has not come up.
const BEGINNING: Duration = Duration::from_secs(10);

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
        let mut command = Command::new(&self.program);
        command.args(self.profile.arguments()).args(["--socket", self.profile.address()]);
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

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos")))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
