//! Plays logind on a private system bus: announces sleep and the end of the session, and hands out inhibitors.

use std::{collections::BTreeMap, io, sync::Arc};

use rustix::io::Errno;
use tokio::net::unix::pipe;
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

/// What the login manager handed out.
#[derive(Debug, Default)]
struct State {
    inhibitors: Vec<Inhibitor>,
    /// Of those still held, by number, the end that notices when the other one is closed.
    ends: BTreeMap<usize, Arc<pipe::Receiver>>,
    /// How many of them `next` has handed back.
    expected: usize,
}

/// The login manager on a private system bus.
#[derive(Debug)]
pub struct Logind {
    connection: Connection,
    state: Arc<Watched<State>>,
}

impl Logind {
    /// Takes the name on the bus.
    pub async fn start(bus: &Bus) -> Outcome<Self> {
        let state = Arc::new(Watched::new(State::default()));
        let server = Server { state: Arc::clone(&state) };
        let builder = connection::Builder::address(bus.address())?.serve_at(PATH, server)?.name(NAME)?;
        Ok(Self { connection: builder.build().await.trying("logind")?, state })
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
        let quiet = |state: &mut State| (!state.inhibitors.iter().any(held)).then_some(());
        self.state.until(quiet).await.trying("a delay inhibitor on sleep was not let go")
    }

    /// Announces that sleep has ended.
    pub async fn wake_up(&self) -> Outcome<()> {
        self.prepare_for_sleep(false).await
    }

    /// Waits for an inhibitor that is held and fits.
    pub async fn expect_inhibitor(&self, fits: impl Fn(&Inhibitor) -> bool) -> Outcome<Inhibitor> {
        let pick = |state: &mut State| state.inhibitors.iter().find(|one| !one.released && fits(one)).cloned();
        self.state.until(pick).await.trying(format!("no such inhibitor; taken were {:?}", self.inhibitors()))
    }

    /// Waits for the earliest inhibitor that it has not handed back yet: for a test that knows the order.
    pub async fn next(&self) -> Outcome<Inhibitor> {
        let pick = |state: &mut State| {
            let next = state.inhibitors.get(state.expected)?;
            state.expected += 1;
            Some(next.clone())
        };
        self.state.until(pick).await.trying(format!("no further inhibitor; taken were {:?}", self.inhibitors()))
    }

    /// Whether this one is held at this moment, also where its end has not been noticed yet.
    pub fn is_held(&self, inhibitor: &Inhibitor) -> bool {
        let end = self.state.read(|state| state.ends.get(&inhibitor.number).cloned());
        end.is_some_and(|end| rustix::io::read(&*end, &mut [0]) == Err(Errno::AGAIN))
    }

    /// Waits until this one is let go.
    pub async fn expect_released(&self, inhibitor: &Inhibitor) -> Outcome<()> {
        let number = inhibitor.number;
        let pick = |state: &mut State| state.inhibitors.get(number)?.released.then_some(());
        self.state.until(pick).await.trying(format!("the inhibitor on {} was not let go", inhibitor.what))
    }

    /// All inhibitors taken so far.
    pub fn inhibitors(&self) -> Vec<Inhibitor> {
        self.state.read(|state| state.inhibitors.clone())
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
    state: Arc<Watched<State>>,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl Server {
    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> fdo::Result<zvariant::OwnedFd> {
        let failed = |error: io::Error| fdo::Error::IOError(error.to_string());
        let (ours, theirs) = io::pipe().map_err(failed)?;
        let ours = Arc::new(pipe::Receiver::from_owned_fd(ours.into()).map_err(failed)?);
        self.state.change(|state| {
            let number = state.inhibitors.len();
            state.inhibitors.push(Inhibitor { number, what, who, why, mode, released: false });
            state.ends.insert(number, Arc::clone(&ours));
            tokio::spawn(notice_release(Arc::clone(&self.state), number, ours));
        });
        Ok(zvariant::OwnedFd::from(std::os::fd::OwnedFd::from(theirs)))
    }

    fn list_inhibitors(&self) -> Vec<(String, String, String, String, u32, u32)> {
        let held =
            self.state.read(|state| state.inhibitors.iter().filter(|one| !one.released).cloned().collect::<Vec<_>>());
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

/// Nobody writes into an inhibitor: there is something to read, its end, when its last holder closes it.
async fn notice_release(all: Arc<Watched<State>>, number: usize, end: Arc<pipe::Receiver>) {
    // It fails only with the runtime, and then nobody waits any more.
    let _end = end.readable().await;
    all.change(|state| {
        state.ends.remove(&number);
        state.inhibitors.get_mut(number).map(|one| one.released = true)
    });
}
