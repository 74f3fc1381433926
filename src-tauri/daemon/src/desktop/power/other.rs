//! macOS and Windows: sleep is not announced here and cannot be held. Waking late is dealt with by the clock, which
//! counts sleep: the first thing after waking is the alert with the true time.

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::{Command, PowerEvent};

/// There is nothing to hold.
#[derive(Debug)]
pub(super) struct Hold;

pub(super) async fn run(mut commands: UnboundedReceiver<Command>, events: UnboundedSender<PowerEvent>) {
    tracing::info!("sleep and shutdown are not announced on this system");
    while let Some(command) = commands.recv().await {
        tracing::debug!("{command:?} has no meaning on this system");
    }
    drop(events);
}
