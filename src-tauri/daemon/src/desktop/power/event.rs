//! What the machine says, and what is asked of it.

/// An inhibitor of logind; the machine goes on when it is closed.
#[cfg(target_os = "linux")]
pub(super) type Hold = zbus::zvariant::OwnedFd;
/// Nothing can be held here.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
pub(super) struct Hold;

/// What the machine is about to do, or did.
#[derive(Debug)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "other systems are not asked yet"))]
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
    pub(super) _hold: Option<Hold>,
}

/// What is asked of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PowerCommand {
    /// Sleep and shutdown wait until Lumbar has said its last word.
    SleepDelay(bool),
    /// The battery is looked at now.
    LookAtBattery,
    /// The battery is looked at now and whenever it changes.
    WatchBattery(bool),
    /// The machine does not sleep by itself while nobody touches it.
    Idle(bool),
}
