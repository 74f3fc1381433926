//! Plays the notification server: keeps every notification as it arrived and presses buttons as a person would.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Instant,
};

use tokio::sync::Mutex;
use zbus::{Connection, connection, fdo, interface, message::Header, zvariant::OwnedValue};

use crate::{
    Bus, Context, Outcome, Trouble,
    notification::{Action, Hint, Notification},
    watched::Watched,
};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Why a notification closed, in the numbers of the specification.
const DISMISSED: u32 = 2;
const CLOSED_BY_CALL: u32 = 3;

/// How the server takes calls of `Notify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Records it and answers.
    Answers,
    /// Answers with an error and shows nothing.
    Refuses,
    /// Records it but does not answer until its behaviour changes.
    Hangs,
}

/// What a program asked of the server.
#[derive(Clone, Debug)]
pub enum Call {
    /// To show this one.
    Show(Notification),
    /// To take the one with this id back, whether it stands or not.
    Withdraw(u32),
}

#[derive(Debug)]
struct State {
    /// Every call in its order, and whether the test has taken it.
    calls: Vec<(Call, bool)>,
    standing: BTreeMap<u32, Notification>,
    /// The title of those that are answered late, and how many of them may be answered now.
    late: Option<String>,
    released: usize,
    /// Shows what it is given, and answers nothing else but so many more times.
    silent: Option<usize>,
    capabilities: Vec<String>,
    /// What it says its name and its maker's are.
    named: (String, String),
    behaviour: Behaviour,
    last_id: u32,
}

/// The server on a private session bus.
#[derive(Debug)]
pub struct Notifications {
    address: String,
    connection: Mutex<Option<Connection>>,
    state: Arc<Watched<State>>,
}

impl Notifications {
    /// Takes the name on the bus. It can do what a full desktop can; `can` changes that.
    pub async fn start(bus: &Bus) -> Outcome<Self> {
        let able = ["actions", "body", "body-markup", "persistence", "icon-static"];
        let state = State {
            calls: Vec::new(),
            standing: BTreeMap::new(),
            late: None,
            released: 0,
            silent: None,
            capabilities: able.map(str::to_owned).to_vec(),
            named: ("played".to_owned(), "tests".to_owned()),
            behaviour: Behaviour::Answers,
            last_id: 0,
        };
        let server = Self {
            address: bus.address().to_owned(),
            connection: Mutex::new(None),
            state: Arc::new(Watched::new(state)),
        };
        server.come_back().await?;
        Ok(server)
    }

    /// Sets what the server says it can do.
    pub fn can(&self, capabilities: &[&str]) {
        self.state.change(|state| state.capabilities = capabilities.iter().map(|name| (*name).to_owned()).collect());
    }

    /// Sets what it says its name and its maker's are.
    pub fn named(&self, name: &str, maker: &str) {
        self.state.change(|state| state.named = (name.to_owned(), maker.to_owned()));
    }

    /// Sets how it takes the next calls.
    pub fn behave(&self, behaviour: Behaviour) {
        self.state.change(|state| state.behaviour = behaviour);
    }

    /// Answers notifications with this title only when `release_late` lets it, all others at once.
    pub fn answer_late(&self, title: &str) {
        self.state.change(|state| state.late = Some(title.to_owned()));
    }

    /// Answers one of those that are answered late.
    pub fn release_late(&self) {
        self.state.change(|state| state.released += 1);
    }

    /// Answers from now on what shows a notification, and nothing else but so many more times.
    pub fn answer_only(&self, times: usize) {
        self.state.change(|state| state.silent = Some(times));
    }

    /// Waits for the earliest notification not yet expected that fits, and counts it as expected.
    ///
    /// A repeated alert is an arrival of its own, so it is expected again. Fails with the list of what came.
    pub async fn expect(&self, fits: impl Fn(&Notification) -> bool) -> Outcome<Notification> {
        let pick = |state: &mut State| {
            let open = state.calls.iter_mut().filter(|(_, expected)| !expected);
            open.filter_map(|(call, expected)| Some((call.shown()?, expected))).find(|(one, _)| fits(one)).map(
                |(found, expected)| {
                    *expected = true;
                    found.clone()
                },
            )
        };
        match self.state.until(pick).await {
            Some(found) => Ok(found),
            None => Err(Trouble::new(format!("no such notification came; these did:\n{}", self.transcript()))),
        }
    }

    /// Waits for the earliest notification not yet expected, whatever it says: for a test that knows the order.
    pub async fn next(&self) -> Outcome<Notification> {
        self.expect(|_| true).await
    }

    /// Waits for the earliest call not yet expected, whatever it asks for: where it counts what came before what.
    pub async fn next_call(&self) -> Outcome<Call> {
        let pick = |state: &mut State| {
            let (call, expected) = state.calls.iter_mut().find(|(_, expected)| !expected)?;
            *expected = true;
            Some(call.clone())
        };
        self.state.until(pick).await.trying(format!("no further call came; these did:\n{}", self.transcript()))
    }

    /// Waits until the program has withdrawn this one.
    pub async fn expect_withdrawn(&self, id: u32) -> Outcome<()> {
        let pick = |state: &mut State| {
            let asked = |(call, _): &(Call, bool)| matches!(call, Call::Withdraw(withdrawn) if *withdrawn == id);
            state.calls.iter().any(asked).then_some(())
        };
        self.state.until(pick).await.trying(format!("notification {id} was not withdrawn"))
    }

    /// Every notification that arrived, expected or not, oldest first.
    pub fn arrived(&self) -> Vec<Notification> {
        self.state.read(|state| state.calls.iter().filter_map(|(call, _)| call.shown().cloned()).collect())
    }

    /// Those that no `expect` has taken yet.
    pub fn unexpected(&self) -> Vec<Notification> {
        self.state.read(|state| {
            let open = state.calls.iter().filter(|(_, expected)| !expected);
            open.filter_map(|(call, _)| call.shown().cloned()).collect()
        })
    }

    /// Those that a person would see now: neither replaced nor closed.
    pub fn standing(&self) -> Vec<Notification> {
        self.state.read(|state| state.standing.values().cloned().collect())
    }

    /// Presses the button with this key or answer; as most servers do, it then closes the notification.
    pub async fn press(&self, notification: &Notification, key: &str) -> Outcome<()> {
        let whole = notification.whole_key(key);
        let whole = whole.trying(format!("\"{}\" has no button {key}", notification.summary))?;
        self.invoke(notification.id, whole).await?;
        self.close(notification.id, DISMISSED).await
    }

    /// Presses, and hands over the token with which the program may raise a window.
    pub async fn press_with_token(&self, notification: &Notification, key: &str, token: &str) -> Outcome<()> {
        self.say(None, "ActivationToken", &(notification.id, token)).await?;
        self.press(notification, key).await
    }

    /// Sends `ActionInvoked` and nothing else, also for an id or key that was never there.
    pub async fn invoke(&self, id: u32, key: &str) -> Outcome<()> {
        self.say(None, "ActionInvoked", &(id, key)).await
    }

    /// Closes it as the person's swipe does.
    pub async fn dismiss(&self, notification: &Notification) -> Outcome<()> {
        self.close(notification.id, DISMISSED).await
    }

    /// Sends `NotificationClosed` with one of the specification's reasons: 1 expired, 2 dismissed, 3 by call, 4 other.
    pub async fn close(&self, id: u32, reason: u32) -> Outcome<()> {
        self.state.change(|state| state.standing.remove(&id));
        self.say(None, "NotificationClosed", &(id, reason)).await
    }

    /// Sends any signal in the server's name, also a wrong one, to all or to one connection alone.
    pub async fn say<B>(&self, to: Option<&str>, name: &str, body: &B) -> Outcome<()>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let connection = self.connection.lock().await;
        let connection = connection.as_ref().trying("the notification server has left")?;
        connection.emit_signal(to, PATH, NAME, name, body).await.trying(name)
    }

    /// Goes away, as a server that crashed: what stood is gone, nobody is told.
    pub async fn leave(&self) -> Outcome<()> {
        if let Some(connection) = self.connection.lock().await.take() {
            connection.close().await?;
        }
        self.state.change(|state| state.standing.clear());
        Ok(())
    }

    /// Takes the name again on a new connection. Its ids start anew, as those of a real server do.
    pub async fn come_back(&self) -> Outcome<()> {
        let mut connection = self.connection.lock().await;
        self.state.change(|state| state.last_id = 0);
        let server = Server { state: Arc::clone(&self.state) };
        let builder = connection::Builder::address(self.address.as_str())?.serve_at(PATH, server)?.name(NAME)?;
        *connection = Some(builder.build().await.trying("the notification server")?);
        Ok(())
    }

    /// What came, one line each: for a failing test and for the list in a report.
    pub fn transcript(&self) -> String {
        let line = |one: &Notification| {
            let buttons = one.labels();
            let urgency = one.urgency();
            format!(
                "  {} (replaces {}) {urgency:?} \"{}\": {} {buttons:?}",
                one.id, one.replaces, one.summary, one.body
            )
        };
        self.arrived().iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Call {
    fn shown(&self) -> Option<&Notification> {
        match self {
            Self::Show(one) => Some(one),
            Self::Withdraw(_) => None,
        }
    }
}

struct Server {
    state: Arc<Watched<State>>,
}

impl Server {
    /// Waits until a silent server may answer once more.
    async fn hesitate(&self) {
        let may_answer = |state: &mut State| match &mut state.silent {
            None => Some(()),
            Some(left) => left.checked_sub(1).map(|rest| *left = rest),
        };
        self.state.until(may_answer).await;
    }
}

#[interface(name = "org.freedesktop.Notifications")]
impl Server {
    // The specification fixes the number of parameters.
    #[allow(clippy::too_many_arguments)]
    async fn notify(
        &self,
        app_name: String,
        replaces_id: u32,
        app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expire_timeout: i32,
        #[zbus(header)] header: Header<'_>,
    ) -> fdo::Result<u32> {
        if self.state.read(|state| state.behaviour) == Behaviour::Refuses {
            return Err(fdo::Error::Failed("the notification server refuses".to_owned()));
        }
        let pairs = actions.chunks_exact(2);
        let mut one = Notification {
            id: replaces_id,
            replaces: replaces_id,
            app: app_name,
            icon: app_icon,
            summary,
            body,
            actions: pairs.map(|pair| Action { key: pair[0].clone(), label: pair[1].clone() }).collect(),
            hints: hints.iter().map(|(name, value)| (name.clone(), Hint::from(value))).collect(),
            timeout: expire_timeout,
            arrived: Instant::now(),
            sender: header.sender().map(ToString::to_string).unwrap_or_default(),
        };
        let recorded = self.state.change(|state| {
            if replaces_id == 0 {
                state.last_id += 1;
                one.id = state.last_id;
            }
            let id = one.id;
            state.standing.insert(id, one.clone());
            let late = state.late.as_ref() == Some(&one.summary);
            state.calls.push((Call::Show(one), false));
            (id, late)
        });
        let Some((id, late)) = recorded else {
            return Err(fdo::Error::Failed("nothing was recorded".to_owned()));
        };
        if late {
            self.state.until(|state| state.released.checked_sub(1).map(|left| state.released = left)).await;
        }
        let answers = |state: &mut State| (state.behaviour != Behaviour::Hangs).then_some(());
        if self.state.read(|state| state.behaviour) == Behaviour::Hangs {
            self.state.until(answers).await;
        }
        Ok(id)
    }

    async fn close_notification(&self, #[zbus(connection)] connection: &Connection, id: u32) -> fdo::Result<()> {
        let stood = self.state.change(|state| {
            state.calls.push((Call::Withdraw(id), false));
            state.standing.remove(&id).is_some()
        });
        self.hesitate().await;
        if stood == Some(true) {
            connection.emit_signal(None::<&str>, PATH, NAME, "NotificationClosed", &(id, CLOSED_BY_CALL)).await?;
        }
        Ok(())
    }

    async fn get_capabilities(&self) -> Vec<String> {
        self.hesitate().await;
        self.state.read(|state| state.capabilities.clone())
    }

    fn get_server_information(&self) -> (String, String, &str, &str) {
        let (name, maker) = self.state.read(|state| state.named.clone());
        (name, maker, env!("CARGO_PKG_VERSION"), "1.2")
    }
}
