//! Linux: org.freedesktop.Notifications over one session bus connection that is kept open.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::mpsc::{Receiver, Sender, UnboundedReceiver, UnboundedSender, channel};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::timeout;
use zbus::message::Sequence;
use zbus::names::UniqueName;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, Message, MessageStream};

use super::note::{
    Caps, DEFAULT, DESKTOP_ENTRY, Note, NoteId, NotifierCommand, NotifierEvent, ServerInfo, Urgency, describe,
};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// A server that has not answered by then is not waited for; what it says of a notification later still counts.
const PATIENCE: Duration = if cfg!(test) { Duration::from_secs(1) } else { Duration::from_secs(5) };
/// First and longest pause between attempts to reach a bus, while one that was there is gone or something waits to be shown.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// The longest pause where there was a bus: the person is about to be back, or the program ends soon.
const PAUSE_BACK: Duration = Duration::from_secs(3);
/// Messages that wait to be read from the bus; beyond that the answers behind them would wait, too.
const QUEUED: usize = 1024;
/// Signals of the server that wait to be heard; what comes beyond that is lost.
const UNHEARD: usize = 256;
/// What the server tells of notifications.
const TOLD: [&str; 3] = ["ActivationToken", "ActionInvoked", "NotificationClosed"];

/// Runs until the other end of `commands` is dropped.
pub(super) fn run(
    app_name: &str,
    commands: UnboundedReceiver<NotifierCommand>,
    events: UnboundedSender<NotifierEvent>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
    match runtime {
        Ok(runtime) => runtime.block_on(Desk::new(app_name, events).serve(commands)),
        Err(why) => tracing::error!("notifications cannot be shown: {why}"),
    }
}

/// What this program has on the desktop.
struct Desk {
    app_name: String,
    events: UnboundedSender<NotifierEvent>,
    /// What should stand, by tag.
    notes: BTreeMap<String, Standing>,
    /// What the server can do, as far as it said.
    caps: Caps,
    /// How often it was asked to show something.
    calls: u64,
    /// The last activation token and the notification it belongs to: it comes right before the press.
    token: Option<(u32, String)>,
    /// Whether the listener was last told that the bus is there.
    bus_told: Option<bool>,
    /// There was one: it comes back with the person.
    bus_seen: bool,
}

struct Standing {
    note: Note,
    /// The call that showed it last, or is to.
    call: u64,
    /// Its number and the server's name on the bus, once it has been shown there.
    shown: Option<(u32, String)>,
    /// The server's answer to it: what the bus brought before that is about the one it took the place of.
    answered: Option<Sequence>,
    pressed: bool,
    /// It was told that it could not be shown.
    failed: bool,
}

impl Standing {
    fn of(note: Note) -> Self {
        Self { note, call: 0, shown: None, answered: None, pressed: false, failed: false }
    }
}

/// One connection to the bus.
struct BusLink {
    connection: Connection,
    signals: Receiver<Message>,
    /// Reads what the bus brings, whatever else is waited for.
    _reading: JoinSet<()>,
    /// The server's name on the bus.
    owner: Option<String>,
    /// What it was asked to show and has not answered yet.
    late: FuturesUnordered<BoxFuture<'static, Late>>,
    /// Who waits until it has.
    flushes: Vec<oneshot::Sender<()>>,
}

/// The notification's number, the name of the server that gave it, and when its answer came.
type ShowResult = Result<(u32, String, Sequence), String>;

/// An answer that was no longer waited for.
struct Late {
    tag: String,
    call: u64,
    answer: ShowResult,
}

impl Desk {
    fn new(app_name: &str, events: UnboundedSender<NotifierEvent>) -> Self {
        Self {
            app_name: app_name.to_owned(),
            events,
            notes: BTreeMap::new(),
            caps: Caps::default(),
            calls: 0,
            token: None,
            bus_told: None,
            bus_seen: false,
        }
    }

    async fn serve(mut self, mut commands: UnboundedReceiver<NotifierCommand>) {
        let mut pause = PAUSES.0;
        loop {
            match BusLink::open().await {
                Ok(mut line) => {
                    pause = PAUSES.0;
                    self.bus_seen = true;
                    self.tell_bus(true);
                    if self.talk(&mut line, &mut commands).await.is_none() {
                        return;
                    }
                    tracing::warn!("the session bus was lost; notifications wait for it");
                    for standing in self.notes.values_mut() {
                        standing.shown = None;
                    }
                }
                Err(why) => {
                    if self.bus_told != Some(false) {
                        tracing::warn!("there is no session bus, notifications wait for one: {why}");
                    }
                    self.fail_all(&why.to_string());
                }
            }
            self.tell_bus(false);
            if self.rest(&mut commands, pause).await.is_none() {
                return;
            }
            pause = (pause * 2).min(if self.bus_seen { PAUSE_BACK } else { PAUSES.1 });
        }
    }

    /// There is no bus for what should stand. Where there never was one, a note that nobody has to take back would be tried
    /// for ever: only what insists is.
    fn fail_all(&mut self, why: &str) {
        for (tag_key, standing) in self.notes.iter_mut().filter(|(_, standing)| !standing.failed) {
            standing.failed = true;
            let _ = self.events.send(NotifierEvent::Failed { tag_key: tag_key.clone(), why: why.to_owned() });
        }
        if !self.bus_seen {
            self.notes.retain(|_, standing| standing.note.urgency == Urgency::Critical);
        }
    }

    /// Waits without a bus: for the pause while one may come back or something is to be shown, else until something is.
    async fn rest(&mut self, commands: &mut UnboundedReceiver<NotifierCommand>, pause: Duration) -> Option<()> {
        let over = tokio::time::Instant::now() + pause;
        loop {
            let command = if self.bus_seen || !self.notes.is_empty() {
                match tokio::time::timeout_at(over, commands.recv()).await {
                    Ok(command) => command?,
                    Err(_) => return Some(()),
                }
            } else {
                commands.recv().await?
            };
            match command {
                NotifierCommand::Show(note) => {
                    self.notes.insert(note.tag_key.clone(), Standing::of(note));
                    // What is new is tried at once.
                    return Some(());
                }
                NotifierCommand::Withdraw(tag) => {
                    if self.notes.remove(&tag).is_some() {
                        self.tell(NotifierEvent::Closed { tag_key: tag, by_person: false });
                    }
                }
                // What stood on a bus that is gone is gone with it.
                NotifierCommand::CloseStale(stale) => self.tell_closed(stale),
                NotifierCommand::Flush(done) => {
                    let _ = done.send(());
                }
            }
        }
    }

    /// Talks to the desktop until the bus is lost (`Some`) or the program ends (`None`).
    async fn talk(&mut self, line: &mut BusLink, commands: &mut UnboundedReceiver<NotifierCommand>) -> Option<()> {
        self.meet(line).await;
        self.show_again(line).await;
        loop {
            tokio::select! {
                // A press that is already here comes before what would take its notification away.
                biased;
                signal = line.signals.recv() => match signal {
                    Some(message) => self.hear(line, &message).await,
                    None => return Some(()),
                },
                Some(late) = line.late.next() => self.take_late(line, late).await,
                command = commands.recv() => match command? {
                    NotifierCommand::Show(note) => {
                        let tag = note.tag_key.clone();
                        let before = match self.notes.remove(&tag) {
                            // A press closes a notification, and the word of that may still be on its way: under the same
                            // number it would end the new one, whose buttons would then be dead.
                            Some(Standing { shown: Some((id, owner)), pressed: true, note, .. }) if !note.resident => {
                                if line.owner.as_ref() == Some(&owner) {
                                    line.close(id).await;
                                }
                                None
                            }
                            standing => standing.and_then(|standing| standing.shown),
                        };
                        self.notes.insert(tag.clone(), Standing { shown: before, ..Standing::of(note) });
                        self.send(line, &tag).await;
                    }
                    NotifierCommand::Withdraw(tag) => {
                        if let Some(standing) = self.notes.remove(&tag) {
                            if let Some((id, owner)) = standing.shown
                                && line.owner.as_ref() == Some(&owner)
                            {
                                line.close(id).await;
                            }
                            self.tell(NotifierEvent::Closed { tag_key: tag, by_person: false });
                        }
                    }
                    NotifierCommand::CloseStale(stale) => {
                        let server = line.server();
                        for (_, id) in stale.iter().filter(|(_, id)| server.as_ref() == Some(&id.server)) {
                            line.close(id.id).await;
                        }
                        self.tell_closed(stale);
                    }
                    NotifierCommand::Flush(done) => line.flushes.push(done),
                },
            }
            if line.late.is_empty() {
                for done in line.flushes.drain(..) {
                    let _ = done.send(());
                }
            }
        }
    }

    /// Asks the server who it is and what it can do.
    async fn meet(&mut self, line: &mut BusLink) {
        match line.introduction().await {
            Ok((info, owner)) => {
                self.caps = info.caps;
                line.owner = Some(owner);
                self.tell(NotifierEvent::Server(info));
            }
            Err(why) => {
                tracing::info!("there is no notification server: {why}");
                line.owner = None;
                self.tell(NotifierEvent::ServerGone);
            }
        }
    }

    /// Shows what should stand and does not stand on the server that is there now.
    async fn show_again(&mut self, line: &mut BusLink) {
        let missing = self.notes.iter().filter(|(_, standing)| {
            standing.shown.as_ref().is_none_or(|(_, owner)| line.owner.as_ref() != Some(owner))
        });
        let missing: Vec<String> = missing.map(|(tag, _)| tag.clone()).collect();
        for tag in missing {
            self.send(line, &tag).await;
        }
    }

    /// Puts the notification of a tag on the server, in the place of the one that stands there.
    async fn send(&mut self, line: &mut BusLink, tag: &str) {
        let Some(standing) = self.notes.get_mut(tag) else { return };
        let server = line.server();
        let replaces = match (&standing.shown, &standing.note.replaces) {
            (Some((id, owner)), _) if line.owner.as_ref() == Some(owner) => *id,
            (_, Some(stored)) if server.as_ref() == Some(&stored.server) => stored.id,
            _ => 0,
        };
        self.calls += 1;
        let call = self.calls;
        standing.call = call;
        let mut answer = line.notify(&self.app_name, &standing.note, self.caps, replaces);
        match timeout(PATIENCE, &mut answer).await {
            Ok(answer) => self.take(line, tag, answer).await,
            Err(_) => {
                tracing::warn!("the notification server has not answered for {tag} yet");
                let tag = tag.to_owned();
                line.late.push(async move { Late { tag, call, answer: answer.await } }.boxed());
            }
        }
    }

    /// Takes in what was said of a notification after nobody waited for it any more: it stands all the same.
    async fn take_late(&mut self, line: &mut BusLink, Late { tag, call, answer }: Late) {
        if self.notes.get(&tag).is_some_and(|standing| standing.call == call) {
            return self.take(line, &tag, answer).await;
        }
        // A newer one stands, or none should. Under the number it took the place of, the newer one may stand.
        if let Ok((id, owner, _)) = answer
            && self.standing(id).is_none_or(|(_, standing)| standing.shown != Some((id, owner)))
        {
            line.close(id).await;
        }
    }

    /// Takes in what the server said of the notification of a tag.
    async fn take(&mut self, line: &mut BusLink, tag: &str, answer: ShowResult) {
        let Some(standing) = self.notes.get_mut(tag) else { return };
        match answer {
            Ok((id, owner, answered)) => {
                let server = line.server_of(&owner);
                standing.shown = Some((id, owner.clone()));
                standing.answered = Some(answered);
                standing.pressed = false;
                // A server that was started by this very call: what is told of its coming must not show it twice.
                let new = line.owner.as_ref() != Some(&owner);
                line.owner = Some(owner);
                let (tag_key, serial) = (tag.to_owned(), standing.note.serial);
                self.tell(NotifierEvent::Shown { tag_key, id: NoteId { id, server }, serial });
                if new {
                    self.meet(line).await;
                }
            }
            Err(why) => {
                tracing::warn!("the notification for {tag} could not be shown: {why}");
                if !std::mem::replace(&mut standing.failed, true) {
                    self.tell(NotifierEvent::Failed { tag_key: tag.to_owned(), why });
                }
            }
        }
    }

    /// Takes in what the server or the bus said.
    async fn hear(&mut self, line: &mut BusLink, message: &Message) {
        let header = message.header();
        let from = header.sender().map(UniqueName::as_str);
        let member = header.member().map(|m| m.as_str().to_owned()).unwrap_or_default();
        if member == "NameOwnerChanged" && from == Some("org.freedesktop.DBus") {
            self.owner_changed(line, message).await;
            return;
        }
        // Only the server that was asked is believed.
        if from.map(str::to_owned) != line.owner {
            return;
        }
        let body = message.body();
        match member.as_str() {
            "ActivationToken" => {
                if let Ok((id, token)) = body.deserialize::<(u32, String)>() {
                    self.token = Some((id, token));
                }
            }
            "ActionInvoked" => {
                let Ok((id, key)) = body.deserialize::<(u32, String)>() else { return };
                let activation = self.token.take_if(|(of, _)| *of == id).map(|(_, token)| token);
                if let Some((tag, standing)) = self.standing(id) {
                    standing.pressed = true;
                    let tag_key = tag.clone();
                    self.tell(NotifierEvent::Pressed { tag_key, key, activation });
                }
            }
            "NotificationClosed" => {
                let Ok((id, reason)) = body.deserialize::<(u32, u32)>() else { return };
                if let Some((tag, standing)) = self.standing(id)
                    && standing.answered.is_none_or(|answered| answered < message.recv_position())
                {
                    let by_person = reason == 2 && !standing.pressed;
                    let tag_key = tag.clone();
                    self.notes.remove(&tag_key);
                    self.tell(NotifierEvent::Closed { tag_key, by_person });
                }
            }
            _ => {}
        }
    }

    async fn owner_changed(&mut self, line: &mut BusLink, message: &Message) {
        let Ok((name, _, new)) = message.body().deserialize::<(String, String, String)>() else { return };
        if name != SERVICE {
            return;
        }
        if new.is_empty() {
            line.owner = None;
            self.tell(NotifierEvent::ServerGone);
        } else if line.owner.as_ref() != Some(&new) {
            self.meet(line).await;
            self.show_again(line).await;
        }
    }

    /// What an earlier run left is gone; a newer one may stand under the same tag.
    fn tell_closed(&self, stale: Vec<(String, NoteId)>) {
        for (tag_key, _) in stale.into_iter().filter(|(tag, _)| !self.notes.contains_key(tag)) {
            self.tell(NotifierEvent::Closed { tag_key, by_person: false });
        }
    }

    fn standing(&mut self, id: u32) -> Option<(&String, &mut Standing)> {
        self.notes.iter_mut().find(|(_, standing)| standing.shown.as_ref().is_some_and(|(number, _)| *number == id))
    }

    fn tell_bus(&mut self, up: bool) {
        if self.bus_told != Some(up) {
            self.bus_told = Some(up);
            self.tell(NotifierEvent::Bus { up });
        }
    }

    fn tell(&self, event: NotifierEvent) {
        // The listener only goes away with the program.
        let _ = self.events.send(event);
    }
}

impl BusLink {
    async fn open() -> Result<Self, zbus::Error> {
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
        reading.spawn(sort(all, owner, tell));
        let (late, flushes) = (FuturesUnordered::new(), Vec::new());
        Ok(Self { connection, signals, _reading: reading, owner: None, late, flushes })
    }

    async fn introduction(&self) -> Result<(ServerInfo, String), String> {
        let said = self.call("GetServerInformation", &()).await?;
        let owner = sender(&said);
        let (name, vendor, version, spec) =
            said.body().deserialize::<(String, String, String, String)>().map_err(|e| e.to_string())?;
        let caps: Vec<String> =
            self.call("GetCapabilities", &()).await?.body().deserialize().map_err(|e| e.to_string())?;
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

    /// Asks for a notification; the answer may come long after.
    fn notify(&self, app_name: &str, note: &Note, caps: Caps, replaces: u32) -> BoxFuture<'static, ShowResult> {
        let described = describe(app_name, note, caps);
        let mut actions = described.actions;
        if caps.buttons {
            // A press on the notification itself. Most servers do not draw it; some list it with the others.
            actions.extend([DEFAULT.to_owned(), app_name.to_owned()]);
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
        let connection = self.connection.clone();
        async move {
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
        }
        .boxed()
    }

    async fn close(&self, id: u32) {
        if let Err(why) = self.call("CloseNotification", &id).await {
            tracing::debug!("notification {id} could not be closed: {why}");
        }
    }

    async fn call<B>(&self, method: &str, body: &B) -> Result<Message, String>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let answer = timeout(PATIENCE, call(&self.connection, method, body)).await;
        answer.unwrap_or_else(|_| Err("the notification server does not answer".to_owned()))
    }

    /// Which run of which server this is, as [`NoteId`] keeps it.
    fn server(&self) -> Option<String> {
        self.owner.as_deref().map(|owner| self.server_of(owner))
    }

    fn server_of(&self, owner: &str) -> String {
        format!("{}/{owner}", self.connection.server_guid())
    }
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
        let name =
            "desktop::notify::imp::tests::signals_that_nobody_reads_hold_up_no_answer_and_a_strangers_are_not_heard";
        on_private_bus(name, async |buses| {
            let server = Notifications::start(&buses.session).await.unwrap();
            let stranger = buses.session.connect().await.unwrap();
            let mut line = BusLink::open().await.unwrap();
            let us = line.connection.unique_name().unwrap().to_owned();
            let signal = |nth: usize| (u32::try_from(nth).unwrap(), "on");
            for nth in 0..2 * QUEUED {
                stranger.emit_signal(Some(&us), PATH, SERVICE, "ActionInvoked", &signal(nth)).await.unwrap();
            }
            line.introduction().await.unwrap();
            for nth in 0..2 * QUEUED {
                server.say(Some(us.as_str()), "ActionInvoked", &signal(nth)).await.unwrap();
            }
            let (_, server) = line.introduction().await.unwrap();
            for nth in 0..UNHEARD {
                let heard = line.signals.recv().await.unwrap();
                assert_eq!(heard.header().sender().map(UniqueName::as_str), Some(server.as_str()));
                let (id, _) = heard.body().deserialize::<(u32, String)>().unwrap();
                assert_eq!(usize::try_from(id).unwrap(), nth, "the first are kept");
            }
        });
    }
}
