//! Owns the person's real desktop: the ports for notifications, sound, tray and power, and starting the window.

use std::sync::Arc;
use std::time::Duration;

use lumbar_engine::alert::Sound as Sounds;
use lumbar_ui::settings::Heard;
use lumbar_ui::{KeysInfo, SoundInfo, Ui, VoiceInfo};
use tokio::process::Child;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::core::{Handle, Input};
use crate::desktop::keys::{Keys, Wanted};
use crate::desktop::notify::{Note, NoteId, Notifier};
use crate::desktop::port::{Chime, Desktop, TrayScene};
use crate::desktop::power::Power;
use crate::desktop::quiet;
use crate::desktop::sound::{Sound, SoundKind, SoundState};
use crate::desktop::tray::{self, Tray};
use crate::desktop::voice::{Manner, Voice};
use crate::desktop::window::{NoWindow, WindowProgram};

/// The name notifications carry.
pub(crate) const NAME: &str = "Lumbar";

/// A window that ends with an error within this time has not come up.
const BEGINNING: Duration = Duration::from_secs(10);

/// The ports of this system.
#[derive(Debug)]
pub(crate) struct RealDesktop {
    notifier: Notifier,
    sound: Sound,
    voice: Voice,
    tray: Tray,
    keys: Keys,
    power: Power,
    window: Option<WindowProgram>,
    handle: Handle,
    socket: Arc<Notify>,
}

impl RealDesktop {
    /// Starts the ports; what they tell goes to the driver. Without a window program none is started from here. `socket` is
    /// told when the folder of the socket may be a new one.
    pub(crate) fn start(handle: &Handle, window: Option<WindowProgram>, socket: Arc<Notify>) -> Self {
        let notifier = Notifier::start(NAME, forward(handle, Input::Notifier));
        let tray = Tray::start(forward(handle, Input::Tray));
        let power = Power::start(forward(handle, Input::Power));
        Self {
            notifier,
            sound: Sound::start(),
            voice: Voice::of_system(),
            tray,
            keys: Keys::start(forward(handle, Input::Key)),
            power,
            window,
            handle: handle.clone(),
            socket,
        }
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

    fn withdraw_buttons(&mut self) {
        self.notifier.withdraw_buttons();
    }

    fn close_stale(&mut self, stale: Vec<(String, NoteId)>) {
        self.notifier.close_stale(stale);
    }

    fn play(&mut self, chime: Chime) {
        if let Some(kind) = SoundKind::of(chime.sound, chime.heard).filter(|_| chime.loudness.percent > 0) {
            self.sound.play_at(kind, chime.loudness);
        }
    }

    fn play_out(&mut self, sound: Sounds) {
        if let Some(kind) = SoundKind::of(sound, Heard::TakeOff) {
            self.sound.play_out(kind);
        }
    }

    fn silence(&mut self) {
        self.sound.silence();
    }

    fn voice(&mut self, manner: Option<Manner>) {
        self.voice.prefer(manner);
    }

    fn say(&mut self, text: String, insists: bool) {
        self.voice.say(text, insists);
    }

    fn keys(&mut self, wanted: Wanted) {
        self.keys.want(wanted);
    }

    fn keys_info(&self) -> KeysInfo {
        self.keys.info()
    }

    fn voice_info(&self) -> VoiceInfo {
        self.voice.info()
    }

    fn ask_quiet(&mut self) {
        let handle = self.handle.clone();
        tokio::spawn(async move { handle.send(Input::Quiet(quiet::look().await)) });
    }

    fn tray(&mut self, ui: &Ui, scene: &TrayScene<'_>) {
        self.tray.show(tray::menu::state(ui, scene));
    }

    fn reconnect(&mut self) {
        self.tray.reconnect();
        self.keys.reconnect();
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
        let program = self.window.clone().ok_or(NoWindow::NotWanted)?;
        let (path, activation) = (path.map(str::to_owned), activation.map(str::to_owned));
        let handle = self.handle.clone();
        tokio::spawn(async move {
            // Finding a program and starting it reads a disk, which may not answer: the loop does not wait for it.
            let start = move || -> Result<Child, NoWindow> {
                let command = program.command(path.as_deref(), activation.as_deref())?;
                Ok(tokio::process::Command::from(command).spawn()?)
            };
            let mut window = match spawn_blocking(start).await {
                Ok(Ok(window)) => window,
                Ok(Err(why)) => return handle.send(Input::WindowFailed(why)),
                // The program ends.
                Err(_) => return,
            };
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
