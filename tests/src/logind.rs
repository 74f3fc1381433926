//! Plays logind on a private system bus: announces sleep and the end of the session, and hands out inhibitors.

use std::{io, sync::Arc};

use tokio::{io::AsyncReadExt, net::unix::pipe};
use zbus::{Connection, connection, fdo, interface, zvariant};

use crate::{Bus, Context, Outcome, watched::Watched};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";

/// One inhibitor that a program took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inhibitor {
    /// Which one, counted from 0 in the order they were taken.
    pub number: usize,
    /// What it holds up, such as `sleep` or `idle`.
    pub what: String,
    /// Who holds it.
    pub who: String,
    /// The reason given.
    pub why: String,
    /// `block` or `delay`.
    pub mode: String,
    /// Whether it was let go.
    pub released: bool,
}

/// The login manager on a private system bus.
#[derive(Debug)]
pub struct Logind {
    connection: Connection,
    inhibitors: Arc<Watched<Vec<Inhibitor>>>,
}

impl Logind {
    /// Takes the name on the bus.
    pub async fn start(bus: &Bus) -> Outcome<Self> {
        let inhibitors = Arc::new(Watched::new(Vec::new()));
        let server = Server { inhibitors: Arc::clone(&inhibitors) };
        let builder = connection::Builder::address(bus.address())?.serve_at(PATH, server)?.name(NAME)?;
        Ok(Self { connection: builder.build().await.trying("logind")?, inhibitors })
    }

    /// Announces that sleep begins (`true`) or has ended (`false`). The real one waits for delay inhibitors in between.
    pub async fn prepare_for_sleep(&self, begins: bool) -> Outcome<()> {
        self.signal("PrepareForSleep", begins).await
    }

    /// Announces that the machine goes down (`true`), or that this was called off.
    pub async fn prepare_for_shutdown(&self, begins: bool) -> Outcome<()> {
        self.signal("PrepareForShutdown", begins).await
    }

    /// Announces sleep and waits until every delay inhibitor on it was let go, as the real one does before it sleeps.
    pub async fn go_to_sleep(&self) -> Outcome<()> {
        self.prepare_for_sleep(true).await?;
        let held = |one: &Inhibitor| !one.released && one.mode == "delay" && one.covers("sleep");
        let quiet = |all: &mut Vec<Inhibitor>| (!all.iter().any(held)).then_some(());
        self.inhibitors.until(quiet).await.trying("a delay inhibitor on sleep was not let go")
    }

    /// Announces that sleep has ended.
    pub async fn wake_up(&self) -> Outcome<()> {
        self.prepare_for_sleep(false).await
    }

    /// Waits for an inhibitor that is held and fits.
    pub async fn expect_inhibitor(&self, fits: impl Fn(&Inhibitor) -> bool) -> Outcome<Inhibitor> {
        let pick = |all: &mut Vec<Inhibitor>| all.iter().find(|one| !one.released && fits(one)).cloned();
        self.inhibitors.until(pick).await.trying(format!("no such inhibitor; taken were {:?}", self.inhibitors()))
    }

    /// Waits until this one is let go.
    pub async fn expect_released(&self, inhibitor: &Inhibitor) -> Outcome<()> {
        let number = inhibitor.number;
        let pick = |all: &mut Vec<Inhibitor>| all.get(number)?.released.then_some(());
        self.inhibitors.until(pick).await.trying(format!("the inhibitor on {} was not let go", inhibitor.what))
    }

    /// All inhibitors taken so far.
    pub fn inhibitors(&self) -> Vec<Inhibitor> {
        self.inhibitors.read(Clone::clone)
    }

    async fn signal(&self, name: &str, begins: bool) -> Outcome<()> {
        self.connection.emit_signal(None::<&str>, PATH, MANAGER, name, &begins).await.trying(name)
    }
}

impl Inhibitor {
    /// Whether it holds up this, one of the words between the colons.
    pub fn covers(&self, what: &str) -> bool {
        self.what.split(':').any(|word| word == what)
    }
}

struct Server {
    inhibitors: Arc<Watched<Vec<Inhibitor>>>,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl Server {
    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> fdo::Result<zvariant::OwnedFd> {
        let failed = |error: io::Error| fdo::Error::IOError(error.to_string());
        let (ours, theirs) = io::pipe().map_err(failed)?;
        let mut ours = pipe::Receiver::from_owned_fd(ours.into()).map_err(failed)?;
        let number = self.inhibitors.change(|all| {
            all.push(Inhibitor { number: all.len(), what, who, why, mode, released: false });
            all.len() - 1
        });
        let inhibitors = Arc::clone(&self.inhibitors);
        tokio::spawn(async move {
            // Nobody writes into an inhibitor: the read ends when its last holder closes it.
            let _end = ours.read(&mut [0]).await;
            inhibitors.change(|all| number.and_then(|number| all.get_mut(number)).map(|one| one.released = true));
        });
        Ok(zvariant::OwnedFd::from(std::os::fd::OwnedFd::from(theirs)))
    }

    fn list_inhibitors(&self) -> Vec<(String, String, String, String, u32, u32)> {
        let held = self.inhibitors.read(|all| all.iter().filter(|one| !one.released).cloned().collect::<Vec<_>>());
        held.into_iter().map(|one| (one.what, one.who, one.why, one.mode, 0, 0)).collect()
    }

    #[zbus(property)]
    fn block_inhibited(&self) -> String {
        String::new()
    }

    /// Microseconds, five seconds as the real one has.
    #[zbus(property, name = "InhibitDelayMaxUSec")]
    fn inhibit_delay_max(&self) -> u64 {
        5_000_000
    }
}
