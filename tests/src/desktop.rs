//! A whole played desktop for one test: two buses, folders, a notification server, a tray host and a login manager.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Bus, Folders, Logind, Notifications, Outcome, Pid, TrayHost, Trouble, patience};
use tokio::time::sleep;

use crate::{Demo, Display, Ran, lumbar_binary, program::Seat};

/// The desktop; dropping it ends every process that was started in it, detached ones too.
#[derive(Debug)]
pub struct Desktop {
    /// The notification server.
    pub notifications: Notifications,
    /// The panel.
    pub tray: TrayHost,
    /// The login manager.
    pub logind: Logind,
    /// The session bus.
    pub session: Bus,
    /// The system bus.
    pub system: Bus,
    seat: Seat,
    /// The folders; last, because what dropping them ends must not be missed by the others.
    pub folders: Folders,
}

impl Desktop {
    /// Starts it all. Parts that a test wants absent can `leave()` before the program starts.
    pub async fn start() -> Outcome<Self> {
        let folders = Folders::create()?;
        let session = Bus::start(&folders, "session")?;
        let system = Bus::start(&folders, "system")?;
        let mut seat = Seat::new(folders.environment());
        seat.set("DBUS_SESSION_BUS_ADDRESS", session.address());
        seat.set("DBUS_SYSTEM_BUS_ADDRESS", system.address());
        Ok(Self {
            notifications: Notifications::start(&session).await?,
            tray: TrayHost::start(&session).await?,
            logind: Logind::start(&system).await?,
            session,
            system,
            seat,
            folders,
        })
    }

    /// Starts `lumbar demo` with these words and waits until it has named its profile and socket.
    pub async fn demo(&self, args: &[&str]) -> Outcome<Demo> {
        self.seat.demo(lumbar_binary()?, args).await
    }

    /// The same with another `lumbar` than the one under test, such as a copy that is replaced while it runs.
    pub async fn demo_of(&self, program: impl Into<PathBuf>, args: &[&str]) -> Outcome<Demo> {
        self.seat.demo(program.into(), args).await
    }

    /// Runs `lumbar` with these words, in the desktop's own (not a demo's) profile, to its end.
    pub async fn lumbar(&self, args: &[&str]) -> Outcome<Ran> {
        self.seat.run(lumbar_binary()?, args).await
    }

    /// A command of any program in this desktop, for what the other methods do not cover.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        self.seat.command(program)
    }

    /// Sets a variable for the programs started from now on, such as those of faketime.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        self.seat.set(name, value);
    }

    /// Takes a variable away from the programs started from now on, such as a bus address.
    pub fn unset_variable(&mut self, name: &str) {
        self.seat.unset(name);
    }

    /// Starts a display for programs that draw; set `DISPLAY` with `set_variable` to let the background program use it.
    pub fn display(&self, width: u32, height: u32) -> Outcome<Display> {
        Display::start(&self.seat, width, height)
    }

    /// The guards that watch a background program of this desktop.
    pub fn guards(&self) -> Vec<Pid> {
        let is_guard = |pid: &Pid| pid.command_line().contains(" guard --patience ");
        self.processes("lumbar").into_iter().filter(is_guard).collect()
    }

    /// Waits until exactly one guard watches, and hands it back.
    pub async fn expect_guard(&self) -> Outcome<Pid> {
        let deadline = Instant::now() + patience();
        loop {
            match self.guards().as_slice() {
                [only] => return Ok(*only),
                all if Instant::now() > deadline => return Err(Trouble::new(format!("guards: {all:?}"))),
                _ => sleep(Duration::from_millis(5)).await,
            }
        }
    }

    /// All processes of this desktop whose executable has this name, whoever started them.
    pub fn processes(&self, program: &str) -> Vec<Pid> {
        let all = Pid::all_of(&self.folders.root().display().to_string());
        all.into_iter().filter(|pid| pid.program() == program).collect()
    }
}
