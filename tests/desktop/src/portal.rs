//! Plays the part of a desktop's portal that hands out keys (org.freedesktop.portal.GlobalShortcuts).

use std::{collections::HashMap, sync::Arc};

use zbus::{
    Connection, connection, interface,
    object_server::SignalEmitter,
    zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value},
};

use crate::{Bus, Context, Outcome, watched::Watched};

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";

type Options = HashMap<String, OwnedValue>;

/// The portal; it goes when it is dropped.
#[derive(Debug)]
pub struct Portal {
    connection: Connection,
    state: Arc<Watched<State>>,
}

#[derive(Debug, Default)]
struct State {
    app: Option<String>,
    session: Option<String>,
    /// Names of the keys with what was asked for.
    bound: Vec<(String, String)>,
    refuses: bool,
}

impl Portal {
    /// Takes the portal's name. One that `refuses` hands out nothing.
    ///
    /// # Errors
    /// When the bus does not take it.
    pub async fn start(bus: &Bus, refuses: bool) -> Outcome<Self> {
        let state = Arc::new(Watched::new(State { refuses, ..State::default() }));
        let connection = connection::Builder::address(bus.address())?
            .serve_at(PATH, Shortcuts(Arc::clone(&state)))?
            .serve_at(PATH, Registry(Arc::clone(&state)))?
            .name(NAME)?;
        Ok(Self { connection: connection.build().await.trying("the portal")?, state })
    }

    /// Waits until this many keys are bound; each with the keys that were asked for, as the portal writes them.
    ///
    /// # Errors
    /// When they are not in time.
    pub async fn bound(&self, count: usize) -> Outcome<Vec<(String, String)>> {
        let all = self.state.until(|state| (state.bound.len() == count).then(|| state.bound.clone())).await;
        all.trying(format!("not {count} keys are bound"))
    }

    /// Which program registered itself.
    pub fn app(&self) -> Option<String> {
        self.state.read(|state| state.app.clone())
    }

    /// Presses a key that was handed out.
    ///
    /// # Errors
    /// When none was, or the bus is gone.
    pub async fn press(&self, id: &str) -> Outcome<()> {
        let session = self.state.read(|state| state.session.clone()).trying("no session")?;
        let body = (ObjectPath::try_from(session)?, id, 7_u64, HashMap::<&str, Value<'_>>::new());
        Ok(self.connection.emit_signal(None::<&str>, PATH, SHORTCUTS, "Activated", &body).await?)
    }
}

struct Registry(Arc<Watched<State>>);

#[interface(name = "org.freedesktop.host.portal.Registry")]
impl Registry {
    fn register(&self, app: String, _options: Options) {
        self.0.change(|state| state.app = Some(app));
    }
}

struct Shortcuts(Arc<Watched<State>>);

#[interface(name = "org.freedesktop.portal.GlobalShortcuts")]
impl Shortcuts {
    async fn create_session(
        &self,
        options: Options,
        #[zbus(header)] header: zbus::message::Header<'_>,
        #[zbus(connection)] connection: &Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let token = text(&options, "session_handle_token");
        let session = format!("{PATH}/session/{}/{token}", sender(&header));
        self.0.change(|state| state.session = Some(session.clone()));
        answer(connection, &header, &options, 0, HashMap::from([("session_handle", Value::from(session))])).await
    }

    async fn bind_shortcuts(
        &self,
        _session: OwnedObjectPath,
        shortcuts: Vec<(String, Options)>,
        _parent: String,
        options: Options,
        #[zbus(header)] header: zbus::message::Header<'_>,
        #[zbus(connection)] connection: &Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        if self.0.read(|state| state.refuses) {
            return answer(connection, &header, &options, 1, HashMap::new()).await;
        }
        let bound: Vec<(String, String)> =
            shortcuts.iter().map(|(id, of)| (id.clone(), text(of, "preferred_trigger"))).collect();
        let told: Vec<(String, HashMap<String, Value<'_>>)> = shortcuts
            .iter()
            .map(|(id, of)| (id.clone(), HashMap::from([("description".to_owned(), text(of, "description").into())])))
            .collect();
        let request = answer(connection, &header, &options, 0, HashMap::from([("shortcuts", Value::from(told))])).await;
        self.0.change(|state| state.bound = bound);
        request
    }

    #[zbus(signal)]
    async fn activated(
        emitter: &SignalEmitter<'_>,
        session: ObjectPath<'_>,
        id: &str,
        timestamp: u64,
        options: HashMap<&str, Value<'_>>,
    ) -> zbus::Result<()>;
}

/// Answers a request by its signal, as the portal does; the request's address is known beforehand.
async fn answer(
    connection: &Connection,
    header: &zbus::message::Header<'_>,
    options: &Options,
    code: u32,
    results: HashMap<&str, Value<'_>>,
) -> zbus::fdo::Result<OwnedObjectPath> {
    let request = format!("{PATH}/request/{}/{}", sender(header), text(options, "handle_token"));
    let to = header.sender().map(ToString::to_string);
    let body = (code, results);
    connection
        .emit_signal(to.as_deref(), request.as_str(), "org.freedesktop.portal.Request", "Response", &body)
        .await?;
    OwnedObjectPath::try_from(request).map_err(|why| zbus::fdo::Error::Failed(why.to_string()))
}

fn sender(header: &zbus::message::Header<'_>) -> String {
    header.sender().map(|name| name.trim_start_matches(':').replace('.', "_")).unwrap_or_default()
}

fn text(options: &Options, name: &str) -> String {
    options.get(name).and_then(|value| value.try_clone().ok()?.try_into().ok()).unwrap_or_default()
}
