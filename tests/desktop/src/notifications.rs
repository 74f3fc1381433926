//! Plays the notification server: keeps every notification as it arrived and presses buttons as a person would.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Instant,
};

use tokio::sync::Mutex;
use zbus::{Connection, connection, fdo, interface, message::Header, zvariant::OwnedValue};

use crate::{Bus, Context, Outcome, Trouble, watched::Watched};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Why a notification closed, in the numbers of the specification.
const DISMISSED: u32 = 2;
const CLOSED_BY_CALL: u32 = 3;

/// How urgent the program said it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// May be kept back.
    Low,
    /// As usual, also when nothing was said.
    Normal,
    /// Stays until it is answered.
    Critical,
}

/// One button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What the program is told when it is pressed.
    pub key: String,
    /// What the person reads.
    pub label: String,
}

impl Action {
    /// Whether it has this key, or one of Lumbar's keys (`off/3.1.7/thermal`) that gives this answer.
    pub fn gives(&self, key: &str) -> bool {
        self.key == key || self.key.split_once('/').is_some_and(|(answer, _)| answer == key)
    }
}

/// A hint's value, as far as tests look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Yes or no.
    Flag(bool),
    /// Any whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// Anything else, such as image data, as its D-Bus type.
    Other(String),
}

/// A notification as the server received it.
#[derive(Clone, Debug)]
pub struct Notification {
    /// The id that the server gave it.
    pub id: u32,
    /// The id of the one it asked to replace, or 0.
    pub replaces: u32,
    /// The program's name.
    pub app: String,
    /// The icon's name or path.
    pub icon: String,
    /// The title.
    pub summary: String,
    /// The text, with markup as it was sent.
    pub body: String,
    /// The buttons in their order.
    pub actions: Vec<Action>,
    /// The hints by name.
    pub hints: BTreeMap<String, Hint>,
    /// Milliseconds until it goes by itself; 0 never, -1 as the server likes.
    pub timeout: i32,
    /// When it arrived.
    pub arrived: Instant,
    /// The bus connection it came from.
    pub sender: String,
}

impl Notification {
    /// Whether it has a button with this key, or with one of Lumbar's keys (`off/3.1.7/thermal`) that gives this answer.
    pub fn has_action(&self, key: &str) -> bool {
        self.whole_key(key).is_some()
    }

    /// The key as it was sent of the button with this key or answer.
    pub fn whole_key(&self, key: &str) -> Option<&str> {
        self.actions.iter().find(|action| action.gives(key)).map(|action| action.key.as_str())
    }

    /// The key of the button with this label.
    pub fn key_of(&self, label: &str) -> Option<&str> {
        self.actions.iter().find(|action| action.label == label).map(|action| action.key.as_str())
    }

    /// What the person reads on the buttons; a press on the notification itself (`default`) is none.
    pub fn labels(&self) -> Vec<&str> {
        self.actions.iter().filter(|action| action.key != "default").map(|action| action.label.as_str()).collect()
    }

    /// Whether title or text contain this.
    pub fn says(&self, words: &str) -> bool {
        self.summary.contains(words) || self.body.contains(words)
    }

    /// How urgent it is.
    pub fn urgency(&self) -> Urgency {
        match self.hints.get("urgency") {
            Some(Hint::Number(0)) => Urgency::Low,
            Some(Hint::Number(2)) => Urgency::Critical,
            _ => Urgency::Normal,
        }
    }
}

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

#[derive(Debug)]
struct State {
    arrivals: Vec<(Notification, bool)>,
    standing: BTreeMap<u32, Notification>,
    withdrawn: Vec<u32>,
    capabilities: Vec<String>,
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
            arrivals: Vec::new(),
            standing: BTreeMap::new(),
            withdrawn: Vec::new(),
            capabilities: able.map(str::to_owned).to_vec(),
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

    /// Sets how it takes the next calls.
    pub fn behave(&self, behaviour: Behaviour) {
        self.state.change(|state| state.behaviour = behaviour);
    }

    /// Waits for the earliest notification not yet expected that fits, and counts it as expected.
    ///
    /// A repeated alert is an arrival of its own, so it is expected again. Fails with the list of what came.
    pub async fn expect(&self, fits: impl Fn(&Notification) -> bool) -> Outcome<Notification> {
        let pick = |state: &mut State| {
            let (found, expected) = state.arrivals.iter_mut().find(|(one, expected)| !expected && fits(one))?;
            *expected = true;
            Some(found.clone())
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

    /// Waits until the program has withdrawn this one.
    pub async fn expect_withdrawn(&self, id: u32) -> Outcome<()> {
        let pick = |state: &mut State| state.withdrawn.contains(&id).then_some(());
        self.state.until(pick).await.trying(format!("notification {id} was not withdrawn"))
    }

    /// Every notification that arrived, expected or not, oldest first.
    pub fn arrived(&self) -> Vec<Notification> {
        self.state.read(|state| state.arrivals.iter().map(|(one, _)| one.clone()).collect())
    }

    /// Those that no `expect` has taken yet.
    pub fn unexpected(&self) -> Vec<Notification> {
        self.state.read(|state| state.arrivals.iter().filter(|(_, taken)| !taken).map(|(one, _)| one.clone()).collect())
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
        self.signal("ActivationToken", &(notification.id, token)).await?;
        self.press(notification, key).await
    }

    /// Sends `ActionInvoked` and nothing else, also for an id or key that was never there.
    pub async fn invoke(&self, id: u32, key: &str) -> Outcome<()> {
        self.signal("ActionInvoked", &(id, key)).await
    }

    /// Closes it as the person's swipe does.
    pub async fn dismiss(&self, notification: &Notification) -> Outcome<()> {
        self.close(notification.id, DISMISSED).await
    }

    /// Sends `NotificationClosed` with one of the specification's reasons: 1 expired, 2 dismissed, 3 by call, 4 other.
    pub async fn close(&self, id: u32, reason: u32) -> Outcome<()> {
        self.state.change(|state| state.standing.remove(&id));
        self.signal("NotificationClosed", &(id, reason)).await
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

    async fn signal<B>(&self, name: &str, body: &B) -> Outcome<()>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let connection = self.connection.lock().await;
        let connection = connection.as_ref().trying("the notification server has left")?;
        connection.emit_signal(None::<&str>, PATH, NAME, name, body).await.trying(name)
    }
}

struct Server {
    state: Arc<Watched<State>>,
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
            hints: hints.iter().map(|(name, value)| (name.clone(), hint(value))).collect(),
            timeout: expire_timeout,
            arrived: Instant::now(),
            sender: header.sender().map(ToString::to_string).unwrap_or_default(),
        };
        let id = self.state.change(|state| {
            if replaces_id == 0 {
                state.last_id += 1;
                one.id = state.last_id;
            }
            let id = one.id;
            state.standing.insert(id, one.clone());
            state.arrivals.push((one, false));
            id
        });
        let answers = |state: &mut State| (state.behaviour != Behaviour::Hangs).then_some(());
        if self.state.read(|state| state.behaviour) == Behaviour::Hangs {
            self.state.until(answers).await;
        }
        id.ok_or_else(|| fdo::Error::Failed("nothing was recorded".to_owned()))
    }

    async fn close_notification(&self, #[zbus(connection)] connection: &Connection, id: u32) -> fdo::Result<()> {
        let stood = self.state.change(|state| {
            state.withdrawn.push(id);
            state.standing.remove(&id).is_some()
        });
        if stood == Some(true) {
            connection.emit_signal(None::<&str>, PATH, NAME, "NotificationClosed", &(id, CLOSED_BY_CALL)).await?;
        }
        Ok(())
    }

    fn get_capabilities(&self) -> Vec<String> {
        self.state.read(|state| state.capabilities.clone())
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("lumbar-tests", "lumbar", env!("CARGO_PKG_VERSION"), "1.2")
    }
}

fn hint(value: &OwnedValue) -> Hint {
    if let Ok(flag) = bool::try_from(value) {
        return Hint::Flag(flag);
    }
    let small = u8::try_from(value).map(i64::from).or_else(|_| i32::try_from(value).map(i64::from));
    if let Ok(number) = small.or_else(|_| u32::try_from(value).map(i64::from)).or_else(|_| i64::try_from(value)) {
        return Hint::Number(number);
    }
    match <&str>::try_from(value) {
        Ok(text) => Hint::Text(text.to_owned()),
        Err(_) => Hint::Other(value.value_signature().to_string()),
    }
}
