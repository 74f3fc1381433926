//! Decides what each thing from outside means for the engine, the window and the end of the program.

use std::path::PathBuf;

use lumbar_engine::command::{Command, Fact, Report, Start, Wish};
use lumbar_engine::plan::wish::PlanWish;
use lumbar_engine::words::{Answer, CameOff, RoutineId, Slot, Token};
use lumbar_protocol::window::Opening;
use lumbar_ui::settings::TOLD_GOES_ON;
use lumbar_ui::{Notice, ServerInfo, Waiting};

use super::answer::{Of, Press, page_of};
use super::driver::{Driver, End};
use super::front::Shown;
use super::held::{Held, reply};
use super::inbox::{Input, OnBody, Stays};
use super::tell::{OPEN, QUIT_ANYWAY, SEEN, TRIAL};
use crate::clock::Clock;
use crate::desktop::keys::KeyAct;
use crate::desktop::notify::{self, NotifierEvent};
use crate::desktop::port::Desktop;
use crate::desktop::power::{Done, PowerEvent};
use crate::desktop::tray::{TrayAction, TrayEvent};
use crate::store::{News, Preference};

impl<D: Desktop> Driver<D> {
    /// Takes one input.
    pub(super) fn take(&mut self, input: Input) {
        match input {
            // Nobody waits for the answer any more: nothing must begin that its sender was told nothing of. Facts stay.
            Input::Tell(Command::Wish(_), to) if to.is_closed() => tracing::info!("a wish came too late"),
            Input::Tell(command, to) => match self.apply(command) {
                Ok(()) => self.hold(Held::Done(to)),
                Err(refused) => reply(to, Err(refused)),
            },
            Input::Press { command, activation, reply: to } => {
                self.apply_unseen(command, activation);
                reply(to, ());
            }
            Input::Prefer(preference, to) => {
                self.prefer(preference);
                self.hold(Held::Done(to));
            }
            Input::Write(entry, to) => {
                self.write(entry);
                self.hold(Held::Done(to));
            }
            Input::TakeIn(coming, to) => match self.take_in(*coming) {
                Ok(()) => self.hold(Held::Done(to)),
                Err(refused) => reply(to, Err(refused)),
            },
            Input::ForgetEverything(to) => match self.forget_everything() {
                Ok(()) => self.hold(Held::Done(to)),
                Err(refused) => reply(to, Err(refused)),
            },
            Input::Alive(to) => reply(to, ()),
            Input::Look(to) => {
                self.advance();
                self.look_at_battery();
                self.hold(Held::Look(to));
            }
            Input::Silence => self.teller.silence(),
            Input::SoundTest(heard) => self.teller.test_sound(heard),
            Input::VoiceTest => self.teller.test_voice(),
            Input::SayAloud(text, to) => {
                self.advance();
                let text = text.unwrap_or_else(|| self.teller.status_aloud(&self.published, self.clock.now()));
                reply(to, self.teller.say_aloud(text));
            }
            Input::NotificationTest(to) => {
                let (now, has_server) = (self.clock.now(), self.published.has_server());
                self.teller.try_notifications(now, has_server);
                self.advance();
                reply(to, ());
            }
            Input::NotificationTestOver(number) => {
                self.teller.trial_over(number);
                self.advance();
            }
            Input::Quiet(quiet) => self.teller.quiet_known(quiet),
            Input::DesktopClock { twelve_hours } => {
                if self.teller.desktop_clock(twelve_hours) {
                    self.refresh_faces();
                }
            }
            Input::Notifier(event) => self.notifier(event),
            Input::Tray(event) => self.tray(event),
            Input::Key(act) => self.key(act),
            Input::Power(event) => self.power(event),
            Input::WindowNext { pid, reply } => {
                let (window, handle) = self.teller.window();
                window.next(pid, reply, handle);
            }
            Input::WindowReleased => {
                let (window, handle) = self.teller.window();
                window.released(handle);
            }
            Input::WindowGone => self.window_gone(),
            Input::Shows(shown) => self.teller.page_shows(shown),
            Input::WindowGraceOver(number) => self.teller.window().0.grace_over(number),
            Input::WindowFailed(why) => self.teller.no_window(&why),
            Input::WindowOpen(opening, to) => {
                let (window, handle) = self.teller.window();
                reply(to, window.open(opening, handle));
            }
            Input::ShowWindow(opening) => self.teller.open(opening),
            Input::Clock(by, to) => self.move_clock(by, to),
            Input::Quit { reply: to, .. } if to.is_closed() => tracing::info!("the wish to end came too late"),
            Input::Quit { force, reply: to } => reply(to, self.quit(force)),
            Input::Replace { program, reply: to } => reply(to, self.give_way(program)),
            Input::SessionEnds => self.session_ends(),
            Input::Saved(step, result) => self.saved(step, result),
            Input::Data(news) => self.learned(news),
            Input::Routines(catalogue, bad) => {
                self.teller.learn_names(&catalogue);
                self.engine.replace_catalogue((*catalogue).clone());
                self.published.routines(catalogue, bad);
                self.advance();
            }
            Input::GuardEnded(number) => self.watch.guard_ended(number),
        }
    }

    /// Lumbar goes on without its window; a person who closed it with something on is told so, once for good.
    fn window_gone(&mut self) {
        self.teller.page_shows(Shown { page: None, rev: 0 });
        let view = self.published.view();
        let goes_on = [&view.thermal, &view.activity].into_iter().flatten().next().is_some();
        if goes_on && self.end.is_none() && !self.published.prefs().get(&TOLD_GOES_ON) {
            self.teller.tell_goes_on(self.method_on());
            self.prefer(Preference::set(&TOLD_GOES_ON, &true));
        }
    }

    fn notifier(&mut self, event: NotifierEvent) {
        match event {
            NotifierEvent::Pressed { tag_key, key, activation } => self.pressed(&tag_key, &key, activation),
            NotifierEvent::Shown { tag_key, id, serial } => {
                // What had to be said before the machine sleeps is said; another that is shown meanwhile is not it.
                self.teller.shown(serial);
                self.saving.writer().note(tag_key, Some(id));
            }
            NotifierEvent::Closed { tag_key, taken_back } => {
                if !taken_back {
                    self.teller.closed(&tag_key, self.clock.now());
                }
                self.saving.writer().note(tag_key, None);
            }
            NotifierEvent::Failed { tag_key, why } => {
                tracing::debug!("the notification {tag_key} was not shown: {why}")
            }
            NotifierEvent::Server(server) => {
                let draws_none = notify::draws_no_buttons(&server.name);
                self.teller.buttons_drawn(server.caps.buttons && !draws_none);
                tracing::info!("notifications go to {} {}", server.name, server.version);
                self.published.server(Some(ServerInfo {
                    name: server.name,
                    version: server.version,
                    buttons: server.caps.buttons,
                    draws_none,
                    replace: server.caps.replace,
                    withdraw: server.caps.withdraw,
                    persistence: server.caps.persistence,
                }));
            }
            NotifierEvent::ServerGone => self.published.server(None),
            NotifierEvent::Bus { up } => {
                if self.surroundings.bus(up) {
                    self.teller.desktop().reconnect();
                }
                self.advance();
            }
        }
    }

    fn learned(&mut self, news: News) {
        match news {
            News::Mended { set_aside } => {
                self.published.tell(Notice::Mended { set_aside: set_aside.display().to_string() });
            }
            News::KeptAside { file } => self.published.tell(Notice::KeptAside { file: file.display().to_string() }),
            News::Preferences { begun, found } => {
                let prefs = found.with_choices(&begun, self.published.prefs());
                self.use_prefs(prefs);
            }
        }
    }

    fn pressed(&mut self, tag_key: &str, key: &str, activation: Option<String>) {
        if tag_key == TRIAL {
            self.teller.trial_came(key != notify::DEFAULT);
            self.advance();
        }
        let page = Opening { path: Some(page_of(tag_key).to_owned()), activation: activation.clone(), urgent: false };
        match key {
            QUIT_ANYWAY => self.end = Some(End::Quit),
            SEEN => {}
            OPEN | notify::DEFAULT => {
                self.teller.silence();
                self.teller.open(page);
            }
            key => match Press::read(key) {
                Some(press) => self.press(press, activation),
                None => tracing::warn!("a notification has no button “{key}”"),
            },
        }
    }

    /// Carries out a press on a notification or in the tray.
    fn press(&mut self, press: Press, activation: Option<String>) {
        match press.command() {
            Some(command) => self.apply_unseen(command, activation),
            None => {
                let about_lumbar = press.answer == Answer::Open && press.token.session == 0;
                let page = match about_lumbar {
                    true => self.teller.due_page(),
                    false => press.of.page().to_owned(),
                };
                self.teller.open(Opening { path: Some(page), activation, urgent: false });
            }
        }
    }

    /// Carries out what was pressed outside of a page; a refusal is told as a notification.
    fn apply_unseen(&mut self, command: impl Into<Command>, activation: Option<String>) {
        let command = command.into();
        let waiting = match &command {
            Command::Wish(Wish::Start(start)) => Some(Waiting::of(start)),
            Command::Fact(_) | Command::Wish(_) | Command::Choice(_) => None,
        };
        // As it stands before the start: what was told once is not told again.
        let beside = self.told_beside(&command);
        match self.apply(command) {
            Err(refused) => self.teller.tell_refusal(&refused, waiting.as_ref(), activation, self.clock.now()),
            Ok(()) => {
                if let Some((routine, lines)) = beside.filter(|(_, lines)| !lines.is_empty()) {
                    self.teller.tell_beside(&routine, &lines);
                }
            }
        }
    }

    /// What is told beside a start, a line each, and its routine; `None` = it is no start.
    fn told_beside(&mut self, command: &Command) -> Option<(RoutineId, Vec<String>)> {
        self.advance();
        let view = self.published.view();
        let start = match command {
            Command::Wish(Wish::Start(start)) => start.clone(),
            Command::Wish(Wish::Plan(PlanWish::Start { item, routine, .. })) => {
                let item = view.plan.as_ref()?.day.items.iter().find(|of| of.token == *item)?;
                let routine = routine.clone().unwrap_or_else(|| item.routine.clone());
                Start { turns: Some(item.turns), ..Start::plain(routine) }
            }
            Command::Fact(_) | Command::Wish(_) | Command::Choice(_) => return None,
        };
        let now = self.clock.now();
        let lines = self.teller.spoken().told(view, &start, now, Clock::offset(now.wall));
        Some((start.routine, lines))
    }

    fn tray(&mut self, event: TrayEvent) {
        let TrayEvent::Pressed { action, activation } = event;
        match action {
            TrayAction::Quit => match self.quit(false) {
                Ok(()) => {}
                Err(Stays::OnBody) => self.teller.ask_to_quit(self.method_on()),
                Err(Stays::Unsaved(why)) => self.teller.ask_to_quit_unsaved(&why),
            },
            TrayAction::Open => self.teller.open(Opening { path: None, activation, urgent: false }),
            TrayAction::OpenSession(slot) => {
                let path = Some(format!("/session/{}", slot.code()));
                self.teller.open(Opening { path, activation, urgent: false });
            }
            TrayAction::Start(routine) => self.apply_unseen(Wish::Start(Start::plain(routine)), activation),
            TrayAction::StartTurns(routine, turns) => {
                let start = Start { turns: Some(turns), ..Start::plain(routine) };
                self.apply_unseen(Wish::Start(start), activation);
            }
            TrayAction::Answer { token, answer } => {
                let press = self.press_in_tray(token, answer);
                self.press(press, activation);
            }
            TrayAction::Practice { token, answer } => {
                self.press(Press { answer, token, of: Of::Practice }, activation);
            }
            TrayAction::Stop(slot) => self.apply_unseen(Fact::Stop { slot, hurts: true }, activation),
            TrayAction::Pause => self.apply_unseen(Wish::Pause, activation),
            TrayAction::Resume => self.apply_unseen(Wish::Resume, activation),
            TrayAction::PausePlan(length) => self.apply_unseen(Wish::Plan(PlanWish::Pause { length }), activation),
            TrayAction::ResumePlan => self.apply_unseen(Wish::Plan(PlanWish::Resume), activation),
            TrayAction::Back => self.apply_unseen(Wish::Back, activation),
            TrayAction::Skip(slot) => self.apply_unseen(Wish::Skip { slot, token: None }, activation),
        }
    }

    /// A key of the whole desktop: pressed by one who looks elsewhere, or at nothing, so what is on then is shown and said.
    fn key(&mut self, act: KeyAct) {
        match act {
            KeyAct::Off if self.engine.on_body() => {
                self.apply_unseen(Fact::Off { token: None, when: CameOff::Now }, None);
            }
            KeyAct::Off | KeyAct::Status => self.advance(),
        }
        // As it is after the press, which faces see once it is saved.
        self.hold(Held::Status);
    }

    /// The slot says which session is meant where the answer does not.
    fn press_in_tray(&self, token: Token, answer: Answer) -> Press {
        let view = self.published.view();
        let sessions = [&view.thermal, &view.activity];
        let session = sessions.into_iter().flatten().find(|session| session.id == token.session);
        Press { answer, token, of: Of::Session(session.map_or(Slot::Thermal, |session| session.slot)) }
    }

    fn power(&mut self, event: PowerEvent) {
        match event {
            PowerEvent::GoingToSleep(done) => {
                self.report(Report::GoingToSleep);
                // What was said before the sleep is old when it ends, however short it was. Without a hold on the sleep this
                // may be heard only after it, and what was said by then is the one alert.
                if self.engine.on_body() {
                    self.teller.forget_told();
                }
                self.speak_before(done);
            }
            PowerEvent::Woke => self.wake_up(),
            PowerEvent::ShuttingDown(done) => {
                self.session_ends();
                self.speak_before(done);
            }
            PowerEvent::Battery { low } => self.report(Report::BatteryLow(low)),
        }
    }

    /// A person who looks may be about to start something; what is learned comes a moment later.
    fn look_at_battery(&mut self) {
        if self.surroundings.battery_is_due(self.clock.now().ticks) {
            self.teller.desktop().look_at_battery();
        }
    }

    /// Holds the machine until what was said last stands; without anything on the body not at all.
    fn speak_before(&mut self, done: Done) {
        if self.engine.on_body() {
            self.teller.hold_for_last_words(done);
        }
    }

    /// Hands on what the system says.
    fn report(&mut self, report: Report) {
        // Nothing is refused of it.
        let _ = self.hand_on(report, None);
    }

    fn quit(&mut self, force: bool) -> Result<(), Stays> {
        self.advance();
        if !force {
            if self.engine.on_body() {
                return Err(Stays::OnBody);
            }
            if let Some(why) = self.saving.trouble() {
                return Err(Stays::Unsaved(why.clone()));
            }
        }
        self.end = Some(End::Quit);
        Ok(())
    }

    fn give_way(&mut self, successor: PathBuf) -> Result<(), OnBody> {
        self.successor = Some(successor);
        self.advance();
        if self.engine.on_body() {
            self.published.tell(Notice::UpdateWaits);
            return Err(OnBody);
        }
        // As soon as all is saved.
        Ok(())
    }

    fn session_ends(&mut self) {
        self.advance();
        if self.engine.on_body() {
            self.teller.tell_session_ends(self.method_on());
        }
        self.end = Some(End::Quit);
    }
}
