//! Owns the keys that are heard on the whole desktop, whatever program is in front. None is taken unless the person chose one.
//!
//! On X11 a key is grabbed; another program may have it already. On Wayland only the desktop's own portal hands keys out, and
//! the desktop decides which. Elsewhere no key is taken. Nothing is watched while no key is chosen: no thread, no connection.

#[cfg(target_os = "linux")]
mod portal;
mod wanted;
#[cfg(target_os = "linux")]
mod x11;

#[cfg(target_os = "linux")]
use lumbar_ui::settings::DesktopKey;
use lumbar_ui::{KeyState, KeysInfo};
use tokio::sync::mpsc::UnboundedSender;

use wanted::States;
pub(crate) use wanted::{KeyAct, Wanted};

/// Takes keys of the desktop, and tells of presses.
#[derive(Debug)]
pub(crate) struct Keys {
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "no key is taken elsewhere"))]
    pressed: UnboundedSender<KeyAct>,
    wanted: Wanted,
    states: States,
    #[cfg(target_os = "linux")]
    taken: Taken,
    /// The keys taken before, until the X server has taken them back.
    #[cfg(target_os = "linux")]
    before: Option<x11::LettingGo>,
}

/// What holds the keys; dropped, it lets them go.
#[cfg(target_os = "linux")]
#[derive(Debug, Default)]
enum Taken {
    #[default]
    Nothing,
    X11(x11::Grabs),
    Portal(tokio::task::JoinHandle<()>),
}

impl Keys {
    /// Takes none yet.
    pub(crate) fn start(pressed: UnboundedSender<KeyAct>) -> Self {
        Self {
            pressed,
            wanted: Wanted::default(),
            states: States::default(),
            #[cfg(target_os = "linux")]
            taken: Taken::Nothing,
            #[cfg(target_os = "linux")]
            before: None,
        }
    }

    /// Takes these from now on, and lets go of others.
    pub(crate) fn want(&mut self, wanted: Wanted) {
        if wanted != self.wanted {
            self.wanted = wanted;
            self.take();
        }
    }

    /// Tries again what could not be taken: the desktop has come back.
    pub(crate) fn reconnect(&mut self) {
        let KeysInfo { off, status } = self.info();
        if [off, status].contains(&KeyState::NotHere) {
            self.take();
        }
    }

    /// What became of them.
    pub(crate) fn info(&self) -> KeysInfo {
        self.states.get()
    }

    fn begin_states(&mut self) {
        // What still holds the keys from before tells its own states, which nobody reads any more.
        self.states = States::default();
        for (act, _) in self.wanted.chosen() {
            self.states.set(act, KeyState::NotHere);
        }
    }

    #[cfg(target_os = "linux")]
    fn take(&mut self) {
        self.begin_states();
        match std::mem::take(&mut self.taken) {
            Taken::X11(grabs) => self.before = Some(grabs.let_go()),
            Taken::Portal(task) => task.abort(),
            Taken::Nothing => {}
        }
        let keys: Vec<(KeyAct, DesktopKey)> = self.wanted.chosen().collect();
        if keys.is_empty() {
            return;
        }
        let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let (pressed, states) = (self.pressed.clone(), self.states.clone());
        self.taken = if has("WAYLAND_DISPLAY") {
            Taken::Portal(tokio::spawn(portal::serve(self.wanted.clone(), pressed, states)))
        } else if has("DISPLAY") {
            match x11::Grabs::start(keys, self.before.take(), pressed, states) {
                Ok(grabs) => Taken::X11(grabs),
                Err(why) => {
                    tracing::warn!("no thread for the keys of the desktop: {why}");
                    Taken::Nothing
                }
            }
        } else {
            Taken::Nothing
        };
    }

    /// No way is known that asks no right a person must give in the system's settings first.
    #[cfg(not(target_os = "linux"))]
    fn take(&mut self) {
        self.begin_states();
    }
}
