//! Owns what the machine says about sleep, shutdown and battery, and the two holds on its sleep.
//!
//! Everything here is optional: without a system bus, logind or a battery Lumbar keeps time as well as ever.

mod event;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

pub(crate) use event::{Done, PowerEvent};

use event::PowerCommand;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod imp;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod imp;

/// The way to the machine's power. Dropping it gives up its holds.
#[derive(Debug, Clone)]
pub(crate) struct Power {
    commands: UnboundedSender<PowerCommand>,
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
        let _ = self.commands.send(PowerCommand::SleepDelay(yes));
    }

    /// Looks at the battery once: someone may be about to start something.
    pub(crate) fn look_at_battery(&self) {
        let _ = self.commands.send(PowerCommand::LookAtBattery);
    }

    /// Watches the battery, while a session that warms or cools stands; every change of its charge wakes the program.
    pub(crate) fn watch_battery(&self, yes: bool) {
        let _ = self.commands.send(PowerCommand::WatchBattery(yes));
    }

    /// Keeps the machine awake though nobody touches it, while a still pack is on.
    pub(crate) fn hold_idle(&self, yes: bool) {
        let _ = self.commands.send(PowerCommand::Idle(yes));
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
