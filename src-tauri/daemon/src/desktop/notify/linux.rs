//! Linux: org.freedesktop.Notifications over one session bus connection that is kept open.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::bus_link::{Answer, BusLink, Came, Introduction, ShowResult};
use super::early::Early;
use super::note::{Caps, NoteId, NotifierCommand, NotifierEvent, Urgency};
use super::quirks::Quirks;
use super::standing::{Call, Standing};

/// First and longest pause between attempts to reach a bus, while one that was there is gone or something waits to be shown.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// The longest pause where there was a bus: the person is about to be back, or the program ends soon.
const PAUSE_BACK: Duration = Duration::from_secs(3);

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
pub(super) struct Desk {
    app_name: String,
    events: UnboundedSender<NotifierEvent>,
    /// What should stand, by tag.
    pub(super) notes: BTreeMap<String, Standing>,
    /// What the server can do, as far as it said.
    caps: Caps,
    /// How often it was asked to show something.
    calls: u64,
    /// Which question to the server, who it is, counts.
    pub(super) meeting: u64,
    /// Who waits until all is answered.
    flushes: Vec<oneshot::Sender<()>>,
    /// The last activation token and the notification it belongs to: it comes right before the press.
    pub(super) token: Option<(u32, String)>,
    /// What was said of notifications that are asked for and have no number yet.
    pub(super) early: Early,
    /// When what should stand and does not is shown again.
    pub(super) again_at: Option<Instant>,
    /// How often in a row that came to nothing.
    pub(super) in_vain: u32,
    /// The server that is there has not said who it is.
    unmet: bool,
    /// Whether the listener was last told that the bus is there.
    bus_told: Option<bool>,
    /// There was one: it comes back with the person.
    bus_seen: bool,
}

impl Desk {
    fn new(app_name: &str, events: UnboundedSender<NotifierEvent>) -> Self {
        Self {
            app_name: app_name.to_owned(),
            events,
            notes: BTreeMap::new(),
            caps: Caps::default(),
            calls: 0,
            meeting: 0,
            flushes: Vec::new(),
            token: None,
            early: Early::default(),
            again_at: None,
            in_vain: 0,
            unmet: false,
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
                        (standing.call, standing.shown) = (None, None);
                    }
                    self.flushes.clear();
                    self.early.forget();
                    self.again_at = None;
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
        let over = Instant::now() + pause;
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
                        self.tell(NotifierEvent::Closed { tag_key: tag, taken_back: true });
                    }
                }
                // What stood on a bus that is gone is gone with it.
                NotifierCommand::WithdrawButtons => {
                    self.notes.retain(|_, standing| standing.note.buttons.is_empty());
                }
                NotifierCommand::CloseStale(stale) => self.tell_closed(stale),
                NotifierCommand::Flush(done) => {
                    let _ = done.send(());
                }
            }
        }
    }

    /// Talks to the desktop until the bus is lost (`Some`) or the program ends (`None`).
    async fn talk(&mut self, line: &mut BusLink, commands: &mut UnboundedReceiver<NotifierCommand>) -> Option<()> {
        self.meet(line);
        loop {
            let waits = line.is_waiting();
            let again_at = self.again_at;
            let again = async {
                match again_at {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                // A press that is already here comes before what would take its notification away.
                biased;
                came = line.next() => match came {
                    Came::Answer(answer) => self.take(line, answer),
                    Came::Signal(message) => self.hear(line, &message),
                    Came::Slow => {
                        tracing::warn!("the notification server is slow");
                        self.show_missing(line);
                    }
                    Came::End => return Some(()),
                },
                command = commands.recv(), if !waits => self.obey(line, command?),
                () = again, if !waits => {
                    self.again_at = None;
                    match self.unmet {
                        true => self.meet(line),
                        false => self.show_missing(line),
                    }
                }
            }
            if line.is_idle() {
                for done in self.flushes.drain(..) {
                    let _ = done.send(());
                }
            }
        }
    }

    fn obey(&mut self, line: &mut BusLink, command: NotifierCommand) {
        match command {
            NotifierCommand::Show(note) => {
                let tag = note.tag_key.clone();
                let before = match self.notes.remove(&tag) {
                    // A press closes a notification, and the word of that may still be on its way: under the same
                    // number it would end the new one, whose buttons would then be dead.
                    Some(Standing { shown: Some((id, owner)), pressed: true, note, .. }) if !note.resident => {
                        if line.owner.as_ref() == Some(&owner) {
                            line.close(id);
                        }
                        None
                    }
                    standing => standing.and_then(|standing| standing.shown),
                };
                self.notes.insert(tag.clone(), Standing { shown: before, ..Standing::of(note) });
                self.show(line, &tag);
            }
            NotifierCommand::Withdraw(tag) => {
                if let Some(standing) = self.notes.remove(&tag) {
                    if let Some((id, owner)) = standing.shown
                        && line.owner.as_ref() == Some(&owner)
                    {
                        line.close(id);
                    }
                    self.tell(NotifierEvent::Closed { tag_key: tag, taken_back: true });
                    self.made_room();
                }
            }
            NotifierCommand::WithdrawButtons => {
                let with_buttons = self.notes.iter().filter(|(_, standing)| !standing.note.buttons.is_empty());
                let tags: Vec<String> = with_buttons.map(|(tag, _)| tag.clone()).collect();
                for tag in tags {
                    self.obey(line, NotifierCommand::Withdraw(tag));
                }
            }
            NotifierCommand::CloseStale(stale) => {
                let server = line.server();
                for (_, id) in stale.iter().filter(|(_, id)| server.as_ref() == Some(&id.server)) {
                    line.close(id.id);
                }
                self.tell_closed(stale);
            }
            NotifierCommand::Flush(done) => self.flushes.push(done),
        }
    }

    /// Asks the server who it is and what it can do.
    pub(super) fn meet(&mut self, line: &mut BusLink) {
        self.meeting += 1;
        line.meet(self.meeting);
    }

    fn met(&mut self, line: &mut BusLink, introduction: Introduction) {
        self.unmet = introduction.is_err();
        match introduction {
            Ok((info, owner)) => {
                self.caps = info.caps;
                line.quirks = Quirks::of(&info);
                line.owner = Some(owner);
                self.tell(NotifierEvent::Server(info));
            }
            Err(why) => {
                tracing::info!("there is no notification server: {why}");
                self.tell(NotifierEvent::ServerGone);
                self.try_again(line);
            }
        }
        self.show_missing(line);
    }

    /// Shows what should stand and does not stand on the server that is there now.
    fn show_missing(&mut self, line: &mut BusLink) {
        let missing = self.notes.iter().filter(|(_, standing)| standing.is_missing(line.owner.as_ref(), self.caps));
        let missing: Vec<String> = missing.map(|(tag, _)| tag.clone()).filter(|tag| !self.waits(line, tag)).collect();
        for tag in missing {
            self.show(line, &tag);
        }
    }

    /// Puts the notification of a tag on the server, in the place of the one that stands there. Where another call for the tag
    /// is not answered, nobody knows its number yet: it goes as soon as it is known.
    fn show(&mut self, line: &mut BusLink, tag: &str) {
        self.make_room(line, tag);
        let Some(standing) = self.notes.get_mut(tag) else { return };
        let server = line.server();
        let mut replaces = match (&standing.shown, &standing.note.replaces) {
            (Some((id, owner)), _) if line.owner.as_ref() == Some(owner) => *id,
            (_, Some(stored)) if server.as_ref() == Some(&stored.server) => stored.id,
            _ => 0,
        };
        if line.quirks.renews && replaces != 0 {
            line.close(replaces);
            (replaces, standing.shown, standing.note.replaces) = (0, None, None);
        }
        self.calls += 1;
        standing.call = Some(Call { number: self.calls, owner: line.owner.clone(), caps: self.caps });
        (standing.answered, standing.waits) = (None, false);
        line.notify(&self.app_name, &standing.note, self.caps, replaces, self.calls);
    }

    /// Takes in what the server answered.
    fn take(&mut self, line: &mut BusLink, answer: Answer) {
        match answer {
            Answer::Close => {}
            Answer::Meet { number, answer } if number == self.meeting => self.met(line, answer),
            // Another server is there since.
            Answer::Meet { .. } => {}
            Answer::Show { tag, call, answer } => {
                let id = answer.as_ref().ok().map(|(id, ..)| *id);
                let last = self.notes.get(&tag).and_then(|standing| standing.call.as_ref());
                if last.is_some_and(|last| last.number == call) {
                    self.shown(line, &tag, answer);
                } else if let Ok((id, owner, _)) = answer
                    // A newer one stands, or none should. Under the number it took the place of, the newer one may stand.
                    && self.standing(id).is_none_or(|(_, standing)| standing.shown != Some((id, owner)))
                {
                    line.close(id);
                }
                for (id, said) in id.map(|id| self.early.take(id)).unwrap_or_default() {
                    self.heard(&tag, id, said);
                }
            }
        }
    }

    /// Takes in what the server said of the notification of a tag, however late.
    fn shown(&mut self, line: &mut BusLink, tag: &str, answer: ShowResult) {
        let Some(standing) = self.notes.get_mut(tag) else { return };
        let tag_key = tag.to_owned();
        match answer {
            Ok((id, owner, answered)) => {
                let server = line.server_of(&owner);
                standing.shown = Some((id, owner.clone()));
                standing.answered = Some(answered);
                standing.pressed = false;
                self.in_vain = 0;
                // A server that was started by this very call: what is told of its coming must not show it twice.
                let is_new = line.owner.as_ref() != Some(&owner);
                line.owner = Some(owner);
                let serial = standing.note.serial;
                self.tell(NotifierEvent::Shown { tag_key, id: NoteId { id, server }, serial });
                if is_new {
                    self.meet(line);
                }
            }
            Err(why) => {
                tracing::warn!("the notification for {tag_key} could not be shown: {why}");
                // One that came since was never asked for it.
                let asked = standing.call.take().and_then(|call| call.owner);
                if line.owner.is_some() && line.owner != asked {
                    return self.show(line, &tag_key);
                }
                if !std::mem::replace(&mut standing.failed, true) {
                    self.tell(NotifierEvent::Failed { tag_key, why });
                }
                self.try_again(line);
            }
        }
    }

    /// What an earlier run left is gone; a newer one may stand under the same tag.
    fn tell_closed(&self, stale: Vec<(String, NoteId)>) {
        for (tag_key, _) in stale.into_iter().filter(|(tag, _)| !self.notes.contains_key(tag)) {
            self.tell(NotifierEvent::Closed { tag_key, taken_back: true });
        }
    }

    pub(super) fn standing(&mut self, id: u32) -> Option<(&String, &mut Standing)> {
        self.notes.iter_mut().find(|(_, standing)| standing.is_shown_as(id))
    }

    fn tell_bus(&mut self, up: bool) {
        if self.bus_told != Some(up) {
            self.bus_told = Some(up);
            self.tell(NotifierEvent::Bus { up });
        }
    }

    pub(super) fn tell(&self, event: NotifierEvent) {
        // The listener only goes away with the program.
        let _ = self.events.send(event);
    }
}
