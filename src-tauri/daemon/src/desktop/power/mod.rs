//! Owns what the machine says about sleep, shutdown and battery, and the two holds on its sleep.
//!
//! Everything here is optional: without a system bus, logind or a battery Lumbar keeps time as well as ever.

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod imp;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod imp;

/// What the machine is about to do, or did.
#[derive(Debug)]
pub(crate) enum PowerEvent {
    /// It will sleep as soon as the hold is dropped, or after its own patience (5 s as a rule).
    GoingToSleep(Done),
    /// It is awake again.
    Woke,
    /// It will be shut down as soon as the hold is dropped, or after its own patience.
    ShuttingDown(Done),
    /// Whether the battery is below 10 % and not charged: with the first look at it, and when that has changed.
    Battery {
        /// Below it, or above it or charged again.
        low: bool,
    },
}

/// Keeps the machine from going on; drop it when all is said. The next hold is taken after waking.
#[derive(Debug, Default)]
pub(crate) struct Done {
    _hold: Option<imp::Hold>,
}

/// The way to the machine's power. Dropping it gives up its holds.
#[derive(Debug, Clone)]
pub(crate) struct Power {
    commands: UnboundedSender<Command>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    /// Sleep and shutdown wait until Lumbar has said its last word.
    SleepDelay(bool),
    /// The battery is looked at now.
    LookAtBattery,
    /// The battery is looked at now and whenever it changes.
    WatchBattery(bool),
    /// The machine does not sleep by itself for want of keys and mouse.
    Idle(bool),
}

impl Power {
    /// Starts to listen, in the runtime it is called in.
    pub(crate) fn start(events: UnboundedSender<PowerEvent>) -> Self {
        let (commands, received) = unbounded_channel();
        tokio::spawn(imp::run(received, events));
        Self { commands }
    }

    /// Holds sleep and shutdown for the moment of a last alert, while something is on the body.
    pub(crate) fn hold_sleep_delay(&self, yes: bool) {
        // Without a bus nobody listens, which was said once.
        let _ = self.commands.send(Command::SleepDelay(yes));
    }

    /// Looks at the battery once: someone may be about to start something.
    pub(crate) fn look_at_battery(&self) {
        let _ = self.commands.send(Command::LookAtBattery);
    }

    /// Watches the battery, while a session that warms or cools stands; every change of its charge wakes the program.
    pub(crate) fn watch_battery(&self, yes: bool) {
        let _ = self.commands.send(Command::WatchBattery(yes));
    }

    /// Keeps the machine awake though nobody touches it, while a still pack is on.
    pub(crate) fn hold_idle(&self, yes: bool) {
        let _ = self.commands.send(Command::Idle(yes));
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
