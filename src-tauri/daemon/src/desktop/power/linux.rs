//! Linux: logind for sleep and shutdown, UPower for the battery, both over the system bus.

use std::os::fd::AsFd;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::time::timeout;
use zbus::zvariant::OwnedFd;
use zbus::{Connection, proxy};

use super::event::{Done, Hold, PowerCommand, PowerEvent};

/// Below this a battery that is not charged is low, %.
const LOW: f64 = 10.0;
/// What UPower calls a battery that is being emptied.
const DISCHARGING: u32 = 2;

/// A service that has not answered by then is not waited for: with [`crate::core`]'s own last words it stays within the
/// 5 s for which logind waits.
const PATIENCE: Duration = Duration::from_secs(2);

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

/// What is wanted of the machine, whether there is a bus or not.
#[derive(Debug, Default)]
struct Wanted {
    delay: bool,
    idle: bool,
    battery: bool,
    /// What was told of the battery last; `None` before the first look, for what an earlier run was told may be of another
    /// day.
    low: Option<bool>,
}

impl Wanted {
    /// Takes a wish in; tells whether it is a new one that needs the bus.
    fn take(&mut self, command: PowerCommand) -> bool {
        match command {
            PowerCommand::SleepDelay(yes) => !std::mem::replace(&mut self.delay, yes) && yes,
            PowerCommand::Idle(yes) => !std::mem::replace(&mut self.idle, yes) && yes,
            PowerCommand::WatchBattery(yes) => !std::mem::replace(&mut self.battery, yes) && yes,
            PowerCommand::LookAtBattery => true,
        }
    }

    fn anything(&self) -> bool {
        self.delay || self.idle || self.battery
    }
}

pub(super) async fn run(mut commands: UnboundedReceiver<PowerCommand>, events: UnboundedSender<PowerEvent>) {
    let mut wanted = Wanted::default();
    let mut told = false;
    // There was one, and it is to come back.
    let mut lost = false;
    loop {
        match open().await {
            Ok(connection) => {
                told = false;
                lost = false;
                match listen(&connection, &mut wanted, &mut commands, &events).await {
                    Ok(Gone::Program) => return,
                    Ok(Gone::Bus) => {
                        tracing::warn!(
                            "the system bus was lost: sleep and shutdown are not announced until it is asked again"
                        );
                        lost = true;
                    }
                    Err(why) => tracing::info!("the system bus cannot be listened to: {why}"),
                }
            }
            Err(why) => {
                if !std::mem::replace(&mut told, true) {
                    tracing::info!("sleep and shutdown are not announced on this system: {why}");
                }
            }
        }
        if wait_for_a_wish(&mut wanted, &mut commands, lost).await.is_none() {
            return;
        }
    }
}

/// Waits without a bus until something is wanted of it: something new, or, where one was `lost`, anything at all. A bus
/// that is not there is not asked again and again.
async fn wait_for_a_wish(
    wanted: &mut Wanted,
    commands: &mut UnboundedReceiver<PowerCommand>,
    lost: bool,
) -> Option<()> {
    loop {
        let mut needed = wanted.take(commands.recv().await?);
        // What is said in one breath is one asking.
        while let Ok(command) = commands.try_recv() {
            needed |= wanted.take(command);
        }
        if needed || (lost && wanted.anything()) {
            return Some(());
        }
    }
}

async fn open() -> Result<Connection, zbus::Error> {
    let opened = zbus::connection::Builder::system()?.method_timeout(PATIENCE).build();
    timeout(PATIENCE, opened).await.unwrap_or_else(|_| Err(zbus::Error::Failure("the bus does not answer".into())))
}

/// Why listening came to its end.
enum Gone {
    Program,
    Bus,
}

async fn listen(
    connection: &Connection,
    wanted: &mut Wanted,
    commands: &mut UnboundedReceiver<PowerCommand>,
    events: &UnboundedSender<PowerEvent>,
) -> Result<Gone, zbus::Error> {
    let login = LoginProxy::builder(connection).cache_properties(zbus::proxy::CacheProperties::No).build().await?;
    let mut sleeps = login.receive_prepare_for_sleep().await?;
    let mut shutdowns = login.receive_prepare_for_shutdown().await?;
    let mut holds = Holds { login: &login, delay: None, leaving: false, idle: None, told: false };
    let mut battery = Battery { connection, events, watch: None };
    holds.take_delay(wanted).await;
    holds.keep_awake(wanted).await;
    if wanted.battery || wanted.low == Some(true) {
        battery.look(wanted).await;
    }
    loop {
        tokio::select! {
            // That the machine goes to sleep comes before what a slow service would hold up.
            biased;
            signal = sleeps.next() => {
                let Some(signal) = signal else { return Ok(Gone::Bus) };
                let Ok(args) = signal.args() else { continue };
                if args.start {
                    // The handler of the event decides when the machine may go on.
                    let _ = events.send(PowerEvent::GoingToSleep(Done { _hold: holds.leave() }));
                } else {
                    let _ = events.send(PowerEvent::Woke);
                    holds.stay(wanted).await;
                }
            }
            signal = shutdowns.next() => {
                let Some(signal) = signal else { return Ok(Gone::Bus) };
                let Ok(args) = signal.args() else { continue };
                if args.start {
                    let _ = events.send(PowerEvent::ShuttingDown(Done { _hold: holds.leave() }));
                } else {
                    // Called off.
                    holds.stay(wanted).await;
                }
            }
            command = commands.recv() => {
                let Some(command) = command else { return Ok(Gone::Program) };
                let watched = wanted.battery;
                wanted.take(command);
                match command {
                    PowerCommand::SleepDelay(_) => holds.take_delay(wanted).await,
                    PowerCommand::Idle(_) => holds.keep_awake(wanted).await,
                    PowerCommand::LookAtBattery => battery.look(wanted).await,
                    // Asked for with every step of a session; the first one looks.
                    PowerCommand::WatchBattery(yes) if yes != watched => battery.look(wanted).await,
                    PowerCommand::WatchBattery(_) => {}
                }
            }
            () = battery.changed() => battery.look(wanted).await,
        }
    }
}

/// The locks of logind this program holds.
struct Holds<'a> {
    login: &'a LoginProxy<'a>,
    delay: Option<Hold>,
    /// Sleep or shutdown was announced: what holds them up was handed out, and another lock would hold them up for nothing.
    leaving: bool,
    idle: Option<Hold>,
    /// That a lock was refused is said once.
    told: bool,
}

impl Holds<'_> {
    async fn take_delay(&mut self, wanted: &Wanted) {
        if !wanted.delay {
            self.delay = None;
        } else if !self.leaving && self.delay.is_none() {
            self.delay = self.lock("sleep:shutdown", "Says that a pack is still on your body", "delay").await;
        }
    }

    fn leave(&mut self) -> Option<Hold> {
        self.leaving = true;
        self.delay.take()
    }

    async fn stay(&mut self, wanted: &Wanted) {
        self.leaving = false;
        self.take_delay(wanted).await;
    }

    async fn keep_awake(&mut self, wanted: &Wanted) {
        if !wanted.idle {
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
    watch: Option<BatteryWatch>,
}

/// A machine with a battery.
struct BatteryWatch {
    proxy: DisplayDeviceProxy<'static>,
    changes: BoxStream<'static, ()>,
}

impl Battery<'_> {
    /// Tells when the battery has become low, or is no longer; goes on watching as long as one of both needs it.
    async fn look(&mut self, wanted: &mut Wanted) {
        let low = timeout(PATIENCE, self.read()).await.unwrap_or(None);
        if let Some(low) = low
            && wanted.low.replace(low) != Some(low)
        {
            let _ = self.events.send(PowerEvent::Battery { low });
        }
        // That it is low must be taken back some day.
        if !wanted.battery && wanted.low != Some(true) {
            self.watch = None;
        }
    }

    /// `None` when nobody can say.
    async fn read(&mut self) -> Option<bool> {
        if self.watch.is_none() {
            self.watch = BatteryWatch::start(self.connection).await;
        }
        match &mut self.watch {
            Some(watch) => watch.is_low().await,
            None => Some(false),
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
