//! Owns the one connection to the session bus: what the notification server was asked and has not answered, and what it tells.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use zbus::message::Sequence;
use zbus::names::UniqueName;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, Message, MessageStream};

use super::note::{Caps, DEFAULT, DESKTOP_ENTRY, Note, ServerInfo, Urgency, describe};
use super::quirks::Quirks;

/// The server's name on the bus, and that of its interface.
pub(super) const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The bus, an introduction, or a closing that has not been answered by then is not waited for any more.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long answers keep back what is asked for next, once: a server that takes longer is not waited for until it has
/// answered everything. An alarm is late by no more than this.
const PROMPT: Duration = Duration::from_secs(1);
/// How long one stands that is shown only so that another goes, ms.
const GOES_AFTER: i32 = 1;
/// Messages that wait to be read from the bus; beyond that the answers behind them would wait, too.
const QUEUED: usize = 1024;
/// Signals of the server that wait to be heard; what comes beyond that is lost.
const UNHEARD: usize = 256;
/// What the server tells of notifications.
const TOLD: [&str; 3] = ["ActivationToken", "ActionInvoked", "NotificationClosed"];

/// One connection to the bus.
pub(super) struct BusLink {
    connection: Connection,
    /// What the server and the bus tell.
    signals: Receiver<Message>,
    /// Reads what the bus brings, whatever else is waited for.
    _reading: JoinSet<()>,
    /// The server's name on the bus.
    pub(super) owner: Option<String>,
    /// What the server does in its own way.
    pub(super) quirks: Quirks,
    /// What was asked and is not answered yet, in the order in which it goes out.
    unanswered: FuturesUnordered<BoxFuture<'static, Answer>>,
    /// Until when an answer keeps back what is asked for next.
    wait_until: Option<Instant>,
    /// It did not answer in time, and has not answered everything since.
    is_slow: bool,
}

/// The notification's number, the name of the server that gave it, and when its answer came.
pub(super) type ShowResult = Result<(u32, String, Sequence), String>;

/// What the server, and its name on the bus, said of itself.
pub(super) type Introduction = Result<(ServerInfo, String), String>;

/// What comes over the line.
pub(super) enum Came {
    /// To something that was asked.
    Answer(Answer),
    /// The server or the bus tells something.
    Signal(Message),
    /// The server takes long to answer; from now on nothing waits for it.
    Slow,
    /// The bus is gone.
    End,
}

/// What became of something that the server was asked for.
pub(super) enum Answer {
    /// To a call to show the notification of a tag.
    Show { tag: String, call: u64, answer: ShowResult },
    /// To the question who it is and what it can do; the number of the question.
    Meet { number: u64, answer: Introduction },
    /// One was closed, or was gone before.
    Close,
}

impl BusLink {
    /// Connects to the session bus, and finds out who shows notifications.
    ///
    /// # Errors
    /// When there is no bus, or it does not answer.
    pub(super) async fn open() -> Result<Self, zbus::Error> {
        let opened = timeout(PATIENCE, Self::open_in_time()).await;
        opened.unwrap_or_else(|_| Err(zbus::Error::Failure("the session bus does not answer".into())))
    }

    async fn open_in_time() -> Result<Self, zbus::Error> {
        // Without a time limit for every call: that would throw away the number of a notification that was shown late.
        let connection = zbus::connection::Builder::session()?.max_queued(QUEUED).build().await?;
        // One stream for everything keeps the order in which the bus delivers: a token before its press, a press before
        // the end of its notification. Signals sent to this connection alone need no rule, those sent to all do.
        let all = MessageStream::from(&connection);
        let bus = zbus::fdo::DBusProxy::new(&connection).await?;
        bus.add_match_rule(
            MatchRule::builder()
                .msg_type(zbus::message::Type::Signal)
                .sender(SERVICE)?
                .interface(SERVICE)?
                .path(PATH)?
                .build(),
        )
        .await?;
        bus.add_match_rule(
            MatchRule::builder()
                .msg_type(zbus::message::Type::Signal)
                .sender("org.freedesktop.DBus")?
                .interface("org.freedesktop.DBus")?
                .member("NameOwnerChanged")?
                .arg(0, SERVICE)?
                .build(),
        )
        .await?;
        let owner = bus.get_name_owner(SERVICE.try_into()?).await.ok().map(|owner| owner.to_string());
        let (tell, signals) = channel(UNHEARD);
        let mut reading = JoinSet::new();
        reading.spawn(sort(all, owner.clone(), tell));
        let unanswered = FuturesUnordered::new();
        let (wait_until, is_slow, quirks) = (None, false, Quirks::default());
        Ok(Self { connection, signals, _reading: reading, owner, quirks, unanswered, wait_until, is_slow })
    }

    /// What comes next. The number of a notification comes before what is told of it.
    pub(super) async fn next(&mut self) -> Came {
        let wait_until = self.wait_until;
        let out_of_patience = async {
            match wait_until {
                Some(until) => tokio::time::sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            Some(answer) = self.unanswered.next() => {
                if self.unanswered.is_empty() {
                    (self.wait_until, self.is_slow) = (None, false);
                }
                Came::Answer(answer)
            }
            signal = self.signals.recv() => signal.map_or(Came::End, Came::Signal),
            () = out_of_patience => {
                self.wait_until = None;
                self.is_slow = true;
                Came::Slow
            }
        }
    }

    /// Tells whether all that was asked for is answered.
    pub(super) fn is_idle(&self) -> bool {
        self.unanswered.is_empty()
    }

    /// Tells whether an answer keeps back what is asked for next.
    pub(super) fn is_waiting(&self) -> bool {
        self.wait_until.is_some()
    }

    /// Asks the server who it is and what it can do.
    pub(super) fn meet(&mut self, number: u64) {
        let connection = self.connection.clone();
        let answer = async move {
            let answer = timeout(PATIENCE, introduction(&connection)).await;
            let answer = answer.unwrap_or_else(|_| Err("the notification server does not answer".to_owned()));
            Answer::Meet { number, answer }
        };
        self.ask(answer.boxed());
    }

    /// Asks for the notification of a tag in the place of `replaces` (0 = of none); the answer may come long after.
    pub(super) fn notify(&mut self, app_name: &str, note: &Note, caps: Caps, replaces: u32, call_number: u64) {
        let described = describe(app_name, note, caps);
        let mut actions = described.actions;
        if caps.buttons && (actions.is_empty() || !self.quirks.crowds) {
            // A press on the notification itself. Most servers do not draw it; some list it with the others.
            let opens = if note.opens.is_empty() { app_name } else { &note.opens };
            actions.extend([DEFAULT.to_owned(), opens.to_owned()]);
        }
        let urgency: u8 = match note.urgency {
            Urgency::Low => 0,
            Urgency::Normal => 1,
            Urgency::Critical => 2,
        };
        let hints: HashMap<&str, Value<'static>> = HashMap::from([
            ("urgency", urgency.into()),
            ("resident", note.resident.into()),
            ("desktop-entry", DESKTOP_ENTRY.into()),
            // Lumbar plays its own sound, so that a server's would come twice.
            ("suppress-sound", true.into()),
        ]);
        let timeout = i32::from(described.timeout);
        let (connection, tag) = (self.connection.clone(), note.tag_key.clone());
        let show = async move {
            let asked = (
                described.appname,
                replaces,
                DESKTOP_ENTRY,
                described.summary,
                described.body,
                actions,
                hints,
                timeout,
            );
            let reply = call(&connection, "Notify", &asked).await?;
            let id = reply.body().deserialize::<u32>().map_err(|e| e.to_string())?;
            Ok((id, sender(&reply), reply.recv_position()))
        };
        self.ask(show.map(move |answer| Answer::Show { tag, call: call_number, answer }).boxed());
    }

    /// Takes a notification back.
    pub(super) fn close(&mut self, id: u32) {
        let connection = self.connection.clone();
        let keeps_closed = self.quirks.one_at_a_time;
        let close = async move {
            let asked = async {
                let mut id = id;
                if keeps_closed {
                    // Where it is on the screen, this takes it off; the call below takes it out of what waits and what is kept.
                    let hints: HashMap<&str, Value<'static>> =
                        HashMap::from([("urgency", 0_u8.into()), ("transient", true.into())]);
                    let gone = ("", id, DESKTOP_ENTRY, " ", "", Vec::<&str>::new(), hints, GOES_AFTER);
                    // It has another number where the server knew nothing of it any more.
                    id = call(&connection, "Notify", &gone).await?.body().deserialize().map_err(|e| e.to_string())?;
                }
                call(&connection, "CloseNotification", &id).await
            };
            match timeout(PATIENCE, asked).await {
                Ok(Ok(_)) => {}
                Ok(Err(why)) => tracing::debug!("notification {id} could not be closed: {why}"),
                Err(_) => tracing::debug!("notification {id} could not be closed: no answer"),
            }
            Answer::Close
        };
        self.ask(close.boxed());
    }

    fn ask(&mut self, asked: BoxFuture<'static, Answer>) {
        self.unanswered.push(asked);
        if !self.is_slow && self.wait_until.is_none() {
            self.wait_until = Some(Instant::now() + PROMPT);
        }
    }

    /// Which run of which server this is, as [`NoteId`](super::note::NoteId) keeps it.
    pub(super) fn server(&self) -> Option<String> {
        self.owner.as_deref().map(|owner| self.server_of(owner))
    }

    /// The same of the server with this name on the bus.
    pub(super) fn server_of(&self, owner: &str) -> String {
        format!("{}/{owner}", self.connection.server_guid())
    }
}

async fn introduction(connection: &Connection) -> Introduction {
    let said = call(connection, "GetServerInformation", &()).await?;
    let owner = sender(&said);
    let (name, vendor, version, spec) =
        said.body().deserialize::<(String, String, String, String)>().map_err(|e| e.to_string())?;
    let caps: Vec<String> =
        call(connection, "GetCapabilities", &()).await?.body().deserialize().map_err(|e| e.to_string())?;
    let has = |cap: &str| caps.iter().any(|c| c == cap);
    let caps = Caps {
        replace: true,
        withdraw: true,
        ids: true,
        buttons: has("actions"),
        body_markup: has("body-markup"),
        persistence: has("persistence"),
        sound: has("sound"),
    };
    Ok((ServerInfo { name, vendor, version, spec, caps }, owner))
}

/// Reads all that comes and passes on what the server itself tells, and who it is. Anyone on the bus can send signals to
/// this connection; while they are not read, no answer is either.
async fn sort(mut all: MessageStream, mut owner: Option<String>, tell: Sender<Message>) {
    while let Some(message) = all.next().await {
        match message {
            Ok(message) if is_wanted(&message, &mut owner) => {
                if tell.try_send(message).is_err() {
                    tracing::debug!("the notification server tells more than can be heard");
                }
            }
            Ok(_) => {}
            Err(why) => tracing::debug!("a message of the session bus could not be read: {why}"),
        }
    }
}

fn is_wanted(message: &Message, owner: &mut Option<String>) -> bool {
    let header = message.header();
    if header.message_type() != zbus::message::Type::Signal {
        return false;
    }
    let (from, member) = (header.sender().map(UniqueName::as_str), header.member().map(|member| member.as_str()));
    if from == Some("org.freedesktop.DBus") && member == Some("NameOwnerChanged") {
        if let Ok((name, _, new)) = message.body().deserialize::<(String, String, String)>()
            && name == SERVICE
        {
            *owner = (!new.is_empty()).then_some(new);
        }
        return true;
    }
    from.is_some() && from == owner.as_deref() && member.is_some_and(|member| TOLD.contains(&member))
}

async fn call<B>(connection: &Connection, method: &str, body: &B) -> Result<Message, String>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    connection.call_method(Some(SERVICE), PATH, Some(SERVICE), method, body).await.map_err(|e| e.to_string())
}

fn sender(message: &Message) -> String {
    message.header().sender().map(|name| name.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use lumbar_played_desktop::Notifications;

    use super::*;
    use crate::desktop::private_bus::on_private_bus;

    #[test]
    fn signals_that_nobody_reads_hold_up_no_answer_and_a_strangers_are_not_heard() {
        let name = "desktop::notify::bus_link::tests::signals_that_nobody_reads_hold_up_no_answer_and_a_strangers_are_not_heard";
        on_private_bus(name, async |buses| {
            let server = Notifications::start(&buses.session).await.unwrap();
            let stranger = buses.session.connect().await.unwrap();
            let mut line = BusLink::open().await.unwrap();
            let us = line.connection.unique_name().unwrap().to_owned();
            let signal = |nth: usize| (u32::try_from(nth).unwrap(), "on");
            for nth in 0..2 * QUEUED {
                stranger.emit_signal(Some(&us), PATH, SERVICE, "ActionInvoked", &signal(nth)).await.unwrap();
            }
            introduction(&line.connection).await.unwrap();
            for nth in 0..2 * QUEUED {
                server.say(Some(us.as_str()), "ActionInvoked", &signal(nth)).await.unwrap();
            }
            let (_, server) = introduction(&line.connection).await.unwrap();
            for nth in 0..UNHEARD {
                let heard = line.signals.recv().await.unwrap();
                assert_eq!(heard.header().sender().map(UniqueName::as_str), Some(server.as_str()));
                let (id, _) = heard.body().deserialize::<(u32, String)>().unwrap();
                assert_eq!(usize::try_from(id).unwrap(), nth, "the first are kept");
            }
        });
    }
}
