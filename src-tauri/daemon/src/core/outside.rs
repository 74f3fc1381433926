//! Decides what each thing from outside means for the engine, the window and the end of the program.

use std::time::Duration;

use lumbar_engine::alert::{Answer, Sound};
use lumbar_engine::request::{Request, Slot, Start, Token};
use lumbar_ui::{Notice, ServerInfo};
use tokio::time::sleep;

use super::answer::{Press, page_of};
use super::inbox::{Input, OnBody};
use super::tell::{OPEN, QUIT_ANYWAY};
use super::{Driver, End, Held, LAST_WORDS, LastWords, answered};
use crate::desktop::notify::{self, NotifierEvent};
use crate::desktop::port::Desktop;
use crate::desktop::power::{Done, PowerEvent};
use crate::desktop::tray::{TrayAction, TrayEvent};
use crate::store::News;
use lumbar_protocol::window::Opening;

/// A look at the battery holds for this long; while a session stands it is watched anyway.
const BATTERY_KEEPS: Duration = Duration::from_secs(60);

impl<D: Desktop> Driver<D> {
    /// Takes one input.
    pub(super) fn take(&mut self, input: Input) {
        match input {
            Input::Ask(request, reply) => match self.apply(request) {
                Ok(()) => self.hold(Held::Done(reply)),
                Err(refused) => answered(reply, Err(refused)),
            },
            Input::Wish { request, activation, reply } => {
                self.wish(request, activation);
                answered(reply, ());
            }
            Input::Look(reply) => {
                self.pass();
                self.look_at_battery();
                self.hold(Held::Look(reply));
            }
            Input::Silence => self.silence(),
            Input::SoundTest => self.desktop.play(Sound::Alarm),
            Input::Notifier(event) => self.notifier(event),
            Input::Tray(event) => self.tray(event),
            Input::Power(event) => self.power(event),
            Input::WindowNext { pid, reply } => self.window.next(pid, reply, &self.handle),
            Input::WindowReleased => self.window.released(&self.handle),
            Input::WindowGraceOver(number) => self.window.grace_over(number),
            Input::WindowFailed(why) => self.no_window(&why),
            Input::WindowOpen(opening, reply) => answered(reply, self.window.open(opening, &self.handle)),
            Input::ShowWindow(opening) => self.open(opening),
            Input::Clock(by, reply) => self.move_clock(by, reply),
            Input::Quit { force, reply } => answered(reply, self.quit(force)),
            Input::SessionEnds => self.session_ends(),
            Input::Saved(step, result) => self.saved(step, result),
            Input::Data(news) => self.learned(news),
            Input::GuardEnded(number) => {
                if let Some(guard) = &mut self.guard {
                    guard.ended(number, &self.handle);
                }
            }
            // What is looked at again in a moment is not looked at before, for it may still be written.
            Input::LookForUpdate if self.look_again.is_some() => {}
            Input::LookForUpdate => self.look_for_update(),
            Input::OnDisk(found) => self.seen_on_disk(found),
        }
    }

    /// Keeps something back until all that has changed so far is saved.
    pub(super) fn hold(&mut self, held: Held) {
        self.held.push_back((self.saving.step(), held));
        self.release(self.clock.now());
    }

    fn notifier(&mut self, event: NotifierEvent) {
        match event {
            NotifierEvent::Pressed { tag_key, key, activation } => self.pressed(&tag_key, &key, activation),
            NotifierEvent::Shown { tag_key, id, serial } => {
                // What had to be said before the machine sleeps is said; another that is shown meanwhile is not it.
                self.last_words.take_if(|words| words.serial == serial);
                self.saving.keeper().note(tag_key, Some(id));
            }
            NotifierEvent::Closed { tag_key, by_person: _ } => self.saving.keeper().note(tag_key, None),
            NotifierEvent::Failed { tag_key, why } => {
                tracing::debug!("the notification {tag_key} was not shown: {why}")
            }
            NotifierEvent::Server(server) => {
                tracing::info!("notifications go to {} {}", server.name, server.version);
                self.heard_of(Some(ServerInfo {
                    name: server.name,
                    version: server.version,
                    buttons: server.caps.buttons,
                    replace: server.caps.replace,
                    withdraw: server.caps.withdraw,
                    persistence: server.caps.persistence,
                }));
            }
            NotifierEvent::ServerGone => self.heard_of(None),
            NotifierEvent::Bus { up } => {
                // Without one from the start nobody logged out.
                let back = up && self.bus_lost;
                self.bus_lost = !up && (self.bus_lost || self.bus_seen);
                self.bus_seen = self.bus_seen || up;
                if back {
                    self.desktop.reconnect();
                }
                self.pass();
            }
        }
    }

    fn learned(&mut self, news: News) {
        self.notices.push(match news {
            News::Mended { set_aside } => Notice::Mended { set_aside: set_aside.display().to_string() },
            News::KeptAside { file } => Notice::KeptAside { file: file.display().to_string() },
        });
        self.rev.send_modify(|rev| *rev += 1);
    }

    fn heard_of(&mut self, server: Option<ServerInfo>) {
        self.info.notifications = server;
        self.rev.send_modify(|rev| *rev += 1);
    }

    fn pressed(&mut self, tag_key: &str, key: &str, activation: Option<String>) {
        let page = Opening { path: Some(page_of(tag_key).to_owned()), activation: activation.clone(), urgent: false };
        match key {
            QUIT_ANYWAY => self.end = Some(End::Quit),
            OPEN | notify::DEFAULT => {
                self.silence();
                self.open(page);
            }
            key => match Press::read(key) {
                Some(press) => self.press(press, activation),
                None => tracing::warn!("a notification has no button “{key}”"),
            },
        }
    }

    /// Carries out a press on a notification or in the tray.
    fn press(&mut self, press: Press, activation: Option<String>) {
        match press.request() {
            Some(request) => self.wish(request, activation),
            None => {
                let about_lumbar = press.answer == Answer::Open && press.token.session == 0;
                let path = self.view.gate.filter(|_| about_lumbar).map(super::tell::question);
                let page = path.map_or_else(|| format!("/session/{}", press.slot.code()), str::to_owned);
                self.open(Opening { path: Some(page), activation, urgent: false });
            }
        }
    }

    /// Carries out what was pressed outside of a page; a refusal is told as a notification.
    fn wish(&mut self, request: Request, activation: Option<String>) {
        if let Err(refused) = self.apply(request) {
            self.tell_refusal(&refused, activation);
        }
    }

    fn tray(&mut self, event: TrayEvent) {
        let TrayEvent::Pressed { action, activation } = event;
        match action {
            TrayAction::Quit => {
                if self.quit(false).is_err() {
                    self.ask_to_quit();
                }
            }
            TrayAction::Open => self.open(Opening { path: None, activation, urgent: false }),
            TrayAction::OpenSession(slot) => {
                let path = Some(format!("/session/{}", slot.code()));
                self.open(Opening { path, activation, urgent: false });
            }
            TrayAction::Start(routine) => self.wish(Request::Start(Start::plain(routine)), activation),
            TrayAction::StartTurns(routine, turns) => {
                let start = Start { turns: Some(turns), ..Start::plain(routine) };
                self.wish(Request::Start(start), activation);
            }
            TrayAction::Answer { token, answer } => {
                let press = self.press_in_tray(token, answer);
                self.press(press, activation);
            }
            TrayAction::Stop(slot) => self.wish(Request::Stop { slot, hurts: true }, activation),
            TrayAction::Pause => self.wish(Request::Pause, activation),
            TrayAction::Resume => self.wish(Request::Resume, activation),
            TrayAction::Back => self.wish(Request::Back, activation),
            TrayAction::Skip(slot) => self.wish(Request::Skip { slot, token: None }, activation),
        }
    }

    /// The slot says which session is meant where the answer does not.
    fn press_in_tray(&self, token: Token, answer: Answer) -> Press {
        let sessions = [&self.view.thermal, &self.view.activity];
        let session = sessions.into_iter().flatten().find(|session| session.id == token.session);
        Press { answer, token, slot: session.map_or(Slot::Thermal, |session| session.slot) }
    }

    fn power(&mut self, event: PowerEvent) {
        match event {
            PowerEvent::GoingToSleep(done) => {
                self.system(Request::GoingToSleep);
                // What was said before the sleep is old when it ends, however short it was. Without a hold on the sleep this
                // may be heard only after it, and what was said by then is the one alert.
                if self.engine.on_body() {
                    self.told = None;
                }
                self.speak_before(done);
            }
            PowerEvent::Woke => self.wake_up(),
            PowerEvent::ShuttingDown(done) => {
                self.session_ends();
                self.speak_before(done);
            }
            PowerEvent::Battery { low } => self.system(Request::BatteryLow(low)),
        }
    }

    /// Whoever looks may be about to start something; what is learned comes a moment later.
    fn look_at_battery(&mut self) {
        let now = self.clock.now().ticks;
        if self.battery_seen.is_none_or(|seen| now.saturating_sub(seen) >= BATTERY_KEEPS) {
            self.battery_seen = Some(now);
            self.desktop.look_at_battery();
        }
    }

    /// Holds the machine until the notification shown last stands, or for [`LAST_WORDS`]; without anything on the body not at all.
    fn speak_before(&mut self, done: Done) {
        if self.engine.on_body() {
            let patience = Box::pin(sleep(LAST_WORDS));
            self.last_words = Some(LastWords { serial: self.serial, patience, _done: done });
        }
    }

    /// What the system says is a fact; what the engine could refuse of it is of no interest to anyone.
    fn system(&mut self, request: Request) {
        if let Err(refused) = self.apply(request) {
            tracing::debug!("the engine takes no notice of the system: {refused}");
        }
    }

    fn quit(&mut self, force: bool) -> Result<(), OnBody> {
        self.pass();
        if self.engine.on_body() && !force {
            return Err(OnBody);
        }
        self.end = Some(End::Quit);
        Ok(())
    }

    fn session_ends(&mut self) {
        self.pass();
        if self.engine.on_body() {
            self.tell_session_ends();
        }
        self.end = Some(End::Quit);
    }
}
