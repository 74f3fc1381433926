//! Linux: logind for sleep and shutdown, UPower for the battery, both over the system bus.

use std::os::fd::AsFd;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use zbus::zvariant::OwnedFd;
use zbus::{Connection, proxy};

use super::{Command, Done, PowerEvent};

/// Below this a battery that is not charged is low, %.
const LOW: f64 = 10.0;
/// What UPower calls a battery that is being emptied.
const DISCHARGING: u32 = 2;

/// A lock of logind: held as long as the descriptor is open.
pub(super) type Hold = OwnedFd;

#[proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Login {
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
    #[zbus(signal)]
    fn prepare_for_shutdown(&self, start: bool) -> zbus::Result<()>;
}

#[proxy(
    interface = "org.freedesktop.UPower.Device",
    default_service = "org.freedesktop.UPower",
    default_path = "/org/freedesktop/UPower/devices/DisplayDevice",
    gen_blocking = false
)]
trait DisplayDevice {
    #[zbus(property)]
    fn percentage(&self) -> zbus::Result<f64>;
    #[zbus(property)]
    fn state(&self) -> zbus::Result<u32>;
    #[zbus(property)]
    fn is_present(&self) -> zbus::Result<bool>;
}

pub(super) async fn run(commands: UnboundedReceiver<Command>, events: UnboundedSender<PowerEvent>) {
    if let Err(why) = listen(commands, &events).await {
        tracing::info!("sleep and shutdown are not announced on this system: {why}");
    }
}

async fn listen(
    mut commands: UnboundedReceiver<Command>,
    events: &UnboundedSender<PowerEvent>,
) -> Result<(), zbus::Error> {
    let connection = Connection::system().await?;
    let login = LoginProxy::builder(&connection).cache_properties(zbus::proxy::CacheProperties::No).build().await?;
    let mut sleeps = login.receive_prepare_for_sleep().await?;
    let mut shutdowns = login.receive_prepare_for_shutdown().await?;
    let mut holds = Holds { login: &login, delay_wanted: false, delay: None, leaving: false, idle: None, told: false };
    let mut battery = Battery::new(&connection, events);
    loop {
        tokio::select! {
            command = commands.recv() => match command {
                None => return Ok(()),
                Some(Command::SleepDelay(yes)) => holds.delay_sleep(yes).await,
                Some(Command::LookAtBattery) => battery.look().await,
                Some(Command::WatchBattery(yes)) => battery.want(yes).await,
                Some(Command::Idle(yes)) => holds.keep_awake(yes).await,
            },
            signal = sleeps.next() => {
                let Some(signal) = signal else { break };
                let Ok(args) = signal.args() else { continue };
                if args.start {
                    // Whoever handles the event decides when the machine may go on.
                    let _ = events.send(PowerEvent::GoingToSleep(Done { _hold: holds.leave() }));
                } else {
                    let _ = events.send(PowerEvent::Woke);
                    holds.stay().await;
                }
            }
            signal = shutdowns.next() => {
                let Some(signal) = signal else { break };
                let Ok(args) = signal.args() else { continue };
                if args.start {
                    let _ = events.send(PowerEvent::ShuttingDown(Done { _hold: holds.leave() }));
                } else {
                    // Called off.
                    holds.stay().await;
                }
            }
            () = battery.changed() => battery.look().await,
        }
    }
    tracing::warn!("the system bus was lost: sleep and shutdown are no longer announced");
    Ok(())
}

/// The locks of logind this program holds.
struct Holds<'a> {
    login: &'a LoginProxy<'a>,
    delay_wanted: bool,
    delay: Option<Hold>,
    /// Sleep or shutdown was announced: what holds them up was handed out, and another lock would hold them up for nothing.
    leaving: bool,
    idle: Option<Hold>,
    /// That a lock was refused is said once.
    told: bool,
}

impl Holds<'_> {
    async fn delay_sleep(&mut self, yes: bool) {
        self.delay_wanted = yes;
        if yes {
            self.take_delay().await;
        } else {
            self.delay = None;
        }
    }

    async fn take_delay(&mut self) {
        if self.delay_wanted && !self.leaving && self.delay.is_none() {
            self.delay = self.lock("sleep:shutdown", "Says that a pack is still on your body", "delay").await;
        }
    }

    fn leave(&mut self) -> Option<Hold> {
        self.leaving = true;
        self.delay.take()
    }

    async fn stay(&mut self) {
        self.leaving = false;
        self.take_delay().await;
    }

    async fn keep_awake(&mut self, yes: bool) {
        if !yes {
            self.idle = None;
        } else if self.idle.is_none() {
            self.idle = self.lock("idle", "A pack is on your body", "block").await;
        }
    }

    async fn lock(&mut self, what: &str, why: &str, mode: &str) -> Option<Hold> {
        match self.login.inhibit(what, "Lumbar", why, mode).await {
            Ok(fd) => {
                tracing::debug!("holding {what} ({mode}) with descriptor {:?}", fd.as_fd());
                Some(fd)
            }
            Err(refused) => {
                if !self.told {
                    self.told = true;
                    tracing::info!("{what} cannot be held ({mode}): {refused}");
                }
                None
            }
        }
    }
}

/// Knows whether the battery is low. It is watched only while somebody needs to know, for every change wakes the program.
struct Battery<'a> {
    connection: &'a Connection,
    events: &'a UnboundedSender<PowerEvent>,
    /// A session stands, or something is about to start.
    wanted: bool,
    watch: Option<BatteryWatch>,
    /// What was told last; `None` before the first look, for what an earlier life was told may be of another day.
    low: Option<bool>,
}

/// A machine with a battery.
struct BatteryWatch {
    proxy: DisplayDeviceProxy<'static>,
    changes: BoxStream<'static, ()>,
}

impl<'a> Battery<'a> {
    fn new(connection: &'a Connection, events: &'a UnboundedSender<PowerEvent>) -> Self {
        Self { connection, events, wanted: false, watch: None, low: None }
    }

    /// Asked for with every step of a session; the first one looks.
    async fn want(&mut self, yes: bool) {
        if yes != self.wanted {
            self.wanted = yes;
            self.look().await;
        }
    }

    /// Tells when the battery has become low, or is no longer; goes on watching as long as one of both needs it.
    async fn look(&mut self) {
        if self.watch.is_none() {
            self.watch = BatteryWatch::start(self.connection).await;
        }
        let low = match &mut self.watch {
            Some(watch) => watch.is_low().await,
            None => Some(false),
        };
        if let Some(low) = low
            && self.low.replace(low) != Some(low)
        {
            let _ = self.events.send(PowerEvent::Battery { low });
        }
        // That it is low must be taken back some day.
        if !self.wanted && self.low != Some(true) {
            self.watch = None;
        }
    }

    async fn changed(&mut self) {
        match &mut self.watch {
            // A stream that ends has lost its bus, which the other signals tell of.
            Some(watch) => match watch.changes.next().await {
                Some(()) => {}
                None => std::future::pending().await,
            },
            None => std::future::pending().await,
        }
    }
}

impl BatteryWatch {
    async fn start(connection: &Connection) -> Option<Self> {
        let proxy = DisplayDeviceProxy::new(connection).await.ok()?;
        if !proxy.is_present().await.unwrap_or(false) {
            return None;
        }
        let percentage = proxy.receive_percentage_changed().await.map(|_| ());
        let state = proxy.receive_state_changed().await.map(|_| ());
        let changes = futures_util::stream::select(percentage, state).boxed();
        Some(Self { proxy, changes })
    }

    async fn is_low(&mut self) -> Option<bool> {
        let (percentage, state) = (self.proxy.percentage().await.ok()?, self.proxy.state().await.ok()?);
        Some(percentage < LOW && state == DISCHARGING)
    }
}
