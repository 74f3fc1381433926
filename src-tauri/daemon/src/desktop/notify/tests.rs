//! The notifications on a private bus, against servers that behave like GNOME's (answers only the sender), like dunst
//! (answers all), like one without buttons, and against none.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::zvariant::OwnedValue;
use zbus::{Connection, interface};

use super::note::*;
use super::testbus::{Bus, kill, next, nothing, on_private_bus, session, without_bus};
use super::*;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// What a server was asked.
#[derive(Debug)]
enum ServerCall {
    Notify(Call),
    Close(u32),
}

#[derive(Debug)]
struct Call {
    sender: String,
    app: String,
    id: u32,
    replaces: u32,
    title: String,
    body: String,
    actions: Vec<String>,
    hints: HashMap<String, OwnedValue>,
    timeout: i32,
}

impl Call {
    fn hint<T: TryFrom<OwnedValue>>(&self, name: &str) -> Option<T> {
        self.hints.get(name).and_then(|value| T::try_from(value.clone()).ok())
    }
}

/// A notification server.
struct Server {
    asked: UnboundedSender<ServerCall>,
    caps: Vec<&'static str>,
    last: Mutex<u32>,
    /// What has this title is answered only when there is a permit for it.
    slow: Arc<Semaphore>,
    /// Answers nothing but that.
    shy: bool,
}

impl Server {
    async fn hesitate(&self) {
        if self.shy {
            self.slow.acquire().await.unwrap().forget();
        }
    }
}

/// The title of a notification that the server answers late.
const SLOW: &str = "slow";

#[interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[expect(clippy::too_many_arguments, reason = "as the specification has it")]
    async fn notify(
        &self,
        #[zbus(header)] header: zbus::message::Header<'_>,
        app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        timeout: i32,
    ) -> u32 {
        let id = if replaces == 0 {
            let mut last = self.last.lock().unwrap();
            *last += 1;
            *last
        } else {
            replaces
        };
        let slow = title == SLOW;
        let sender = header.sender().unwrap().to_string();
        self.asked
            .send(ServerCall::Notify(Call { sender, app, id, replaces, title, body, actions, hints, timeout }))
            .unwrap();
        if slow {
            self.slow.acquire().await.unwrap().forget();
        }
        id
    }

    async fn close_notification(&self, id: u32) {
        self.asked.send(ServerCall::Close(id)).unwrap();
        self.hesitate().await;
    }

    async fn get_capabilities(&self) -> Vec<String> {
        self.hesitate().await;
        self.caps.iter().map(|cap| (*cap).to_owned()).collect()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("played".into(), "tests".into(), "1".into(), "1.2".into())
    }
}

/// It was taken back, and what is written down of it can go.
fn closed(tag: &str) -> NotifierEvent {
    NotifierEvent::Closed { tag_key: tag.to_owned(), by_person: false }
}

const ALL: &[&str] = &["actions", "body", "body-markup", "persistence"];

struct Desktop {
    connection: Connection,
    asked: UnboundedReceiver<ServerCall>,
    slow: Arc<Semaphore>,
}

impl Desktop {
    async fn new(caps: &[&'static str]) -> Self {
        Self::at(&session(), caps).await
    }

    async fn at(address: &str, caps: &[&'static str]) -> Self {
        Self::as_it_is(address, caps, false).await
    }

    /// One that shows everything at once, and says nothing.
    async fn shy(caps: &[&'static str]) -> Self {
        Self::as_it_is(&session(), caps, true).await
    }

    async fn as_it_is(address: &str, caps: &[&'static str], shy: bool) -> Self {
        let (told, asked) = unbounded_channel();
        let slow = Arc::new(Semaphore::new(0));
        let server = Server { asked: told, caps: caps.to_vec(), last: Mutex::new(0), slow: Arc::clone(&slow), shy };
        let connection = zbus::connection::Builder::address(address)
            .unwrap()
            .serve_at(PATH, server)
            .unwrap()
            .name(SERVICE)
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { connection, asked, slow }
    }

    async fn shown(&mut self) -> Call {
        match next(&mut self.asked).await {
            ServerCall::Notify(call) => call,
            other @ ServerCall::Close(_) => panic!("{other:?}"),
        }
    }

    async fn closed(&mut self) -> u32 {
        match next(&mut self.asked).await {
            ServerCall::Close(id) => id,
            other @ ServerCall::Notify(_) => panic!("{other:?}"),
        }
    }

    async fn say<B: serde::Serialize + zbus::zvariant::DynamicType>(&self, to: Option<&str>, what: &str, body: &B) {
        self.connection.emit_signal(to, PATH, SERVICE, what, body).await.unwrap();
    }

    async fn press(&self, to: Option<&str>, id: u32, key: &str) {
        self.say(to, "ActionInvoked", &(id, key)).await;
    }

    async fn gone(self) {
        self.connection.close().await.unwrap();
    }
}

struct Program {
    notifier: Notifier,
    events: UnboundedReceiver<NotifierEvent>,
}

impl Program {
    fn start() -> Self {
        let (told, events) = unbounded_channel();
        Self { notifier: Notifier::start("Lumbar", told), events }
    }

    /// Started beside a server that is there.
    async fn met() -> Self {
        let mut program = Self::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        assert!(matches!(program.next().await, NotifierEvent::Server(_)));
        program
    }

    async fn next(&mut self) -> NotifierEvent {
        next(&mut self.events).await
    }

    async fn shown(&mut self) -> NoteId {
        let event = self.next().await;
        let NotifierEvent::Shown { id, .. } = event else { panic!("{event:?}") };
        id
    }
}

fn note(tag: &str, title: &str) -> Note {
    Note {
        tag_key: tag.to_owned(),
        title: title.to_owned(),
        body: "Feel your skin.".to_owned(),
        buttons: vec![("off".to_owned(), "It is off".to_owned()), ("open".to_owned(), "Open".to_owned())],
        urgency: Urgency::Critical,
        replaces: None,
        resident: true,
        serial: 0,
    }
}

#[test]
fn a_notification_arrives_as_it_was_meant() {
    on_private_bus("desktop::notify::tests::a_notification_arrives_as_it_was_meant", || async {
        let mut desktop = Desktop::new(ALL).await;
        let mut program = Program::met().await;
        program
            .notifier
            .show(Note { body: "Put <b>\"Ann & Bob's\"</b> pack on".to_owned(), ..note("thermal", "A < B") });
        let call = desktop.shown().await;
        assert_eq!((call.app.as_str(), call.title.as_str(), call.replaces, call.timeout), ("Lumbar", "A < B", 0, 0));
        assert_eq!(call.body, "Put &lt;b&gt;&quot;Ann &amp; Bob&apos;s&quot;&lt;/b&gt; pack on");
        assert_eq!(call.actions, ["off", "It is off", "open", "Open", "default", "Lumbar"]);
        assert_eq!(call.hint::<u8>("urgency"), Some(2));
        assert_eq!(call.hint::<bool>("resident"), Some(true));
        assert_eq!(call.hint::<bool>("suppress-sound"), Some(true));
        assert_eq!(call.hint::<String>("desktop-entry").as_deref(), Some(DESKTOP_ENTRY));
        assert_eq!(program.shown().await.id, call.id);

        program.notifier.show(Note { urgency: Urgency::Normal, ..note("app", "t") });
        let call = desktop.shown().await;
        assert_eq!((call.timeout, call.hint::<u8>("urgency")), (-1, Some(1)));
    });
}

#[test]
fn what_the_server_cannot_do_is_not_asked_of_it() {
    on_private_bus("desktop::notify::tests::what_the_server_cannot_do_is_not_asked_of_it", || async {
        let mut desktop = Desktop::new(&["body"]).await;
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        let NotifierEvent::Server(info) = program.next().await else { panic!("no server") };
        assert_eq!((info.name.as_str(), info.spec.as_str()), ("played", "1.2"));
        assert_eq!(info.caps, Caps { replace: true, withdraw: true, ids: true, ..Caps::default() });
        program.notifier.show(Note { body: "A < B & C".to_owned(), ..note("thermal", "t") });
        let call = desktop.shown().await;
        assert_eq!(call.body, "A < B & C");
        assert_eq!(call.actions, [""; 0]);
    });
}

#[test]
fn a_later_one_takes_the_place_of_the_earlier_of_its_tag_alone() {
    on_private_bus("desktop::notify::tests::a_later_one_takes_the_place_of_the_earlier_of_its_tag_alone", || async {
        let mut desktop = Desktop::new(ALL).await;
        let mut program = Program::met().await;
        let mut senders = std::collections::BTreeSet::new();
        let mut ids = Vec::new();
        for (tag, title) in [("thermal", "a"), ("activity", "b"), ("thermal", "c"), ("activity", "d"), ("thermal", "e")]
        {
            program.notifier.show(note(tag, title));
            let call = desktop.shown().await;
            assert_eq!(call.title, title);
            senders.insert(call.sender);
            ids.push(call.id);
            program.shown().await;
        }
        assert_eq!(ids, [1, 2, 1, 2, 1]);
        assert_eq!(senders.len(), 1, "all over one connection");
    });
}

#[test]
fn a_press_is_heard_whether_it_is_told_to_all_or_to_the_sender_alone() {
    on_private_bus(
        "desktop::notify::tests::a_press_is_heard_whether_it_is_told_to_all_or_to_the_sender_alone",
        || async {
            let mut desktop = Desktop::new(ALL).await;
            let mut program = Program::met().await;
            for round in 0..20 {
                program.notifier.show(note("thermal", "t"));
                let call = desktop.shown().await;
                program.shown().await;
                let to = (round % 2 == 0).then_some(call.sender.as_str());
                // The token comes right before, on GNOME in the same breath.
                desktop.say(to, "ActivationToken", &(call.id, format!("token-{round}"))).await;
                desktop.press(to, call.id, "off").await;
                let activation = Some(format!("token-{round}"));
                let pressed = NotifierEvent::Pressed { tag_key: "thermal".into(), key: "off".into(), activation };
                assert_eq!(program.next().await, pressed, "round {round}");
            }
            // A press without a token, and the end that a server tells after it, which is not the person's.
            desktop.press(None, 1, DEFAULT).await;
            desktop.say(None, "NotificationClosed", &(1_u32, 2_u32)).await;
            let pressed = NotifierEvent::Pressed { tag_key: "thermal".into(), key: DEFAULT.into(), activation: None };
            assert_eq!(program.next().await, pressed);
            assert_eq!(program.next().await, NotifierEvent::Closed { tag_key: "thermal".into(), by_person: false });
        },
    );
}

#[test]
fn the_end_of_a_pressed_one_does_not_end_the_one_that_took_its_place() {
    on_private_bus(
        "desktop::notify::tests::the_end_of_a_pressed_one_does_not_end_the_one_that_took_its_place",
        || async {
            let mut desktop = Desktop::new(ALL).await;
            let mut program = Program::met().await;
            let once = |title| Note { resident: false, ..note("thermal", title) };
            program.notifier.show(once("Is your skin fine?"));
            let asked = desktop.shown().await;
            program.shown().await;
            desktop.press(None, asked.id, "off").await;
            assert!(matches!(program.next().await, NotifierEvent::Pressed { .. }));
            // The press has its answer before the server has told that it closed what was pressed.
            program.notifier.show(once("Take it off"));
            assert_eq!(desktop.closed().await, asked.id);
            let alarm = desktop.shown().await;
            assert_eq!((alarm.replaces, alarm.id == asked.id), (0, false));
            program.shown().await;
            desktop.say(None, "NotificationClosed", &(asked.id, 2_u32)).await;
            desktop.press(None, alarm.id, "off").await;
            let event = program.next().await;
            assert!(matches!(&event, NotifierEvent::Pressed { key, .. } if key == "off"), "{event:?}");
        },
    );
}

#[test]
fn what_the_server_says_late_still_counts_and_is_waited_for_at_the_end() {
    on_private_bus(
        "desktop::notify::tests::what_the_server_says_late_still_counts_and_is_waited_for_at_the_end",
        || async {
            let mut desktop = Desktop::new(ALL).await;
            let mut program = Program::met().await;
            program.notifier.show(note("thermal", SLOW));
            let alarm = desktop.shown().await;
            // Sent when the answer is no longer waited for, as what comes after it shows.
            program.notifier.show(note("app", "t"));
            desktop.shown().await;
            program.shown().await;
            program.notifier.flush(super::testbus::SHORT).await;
            nothing(&mut program.events).await;
            let flush = program.notifier.flush(super::testbus::LONG);
            desktop.slow.add_permits(1);
            flush.await;
            assert_eq!(program.shown().await.id, alarm.id);
            desktop.press(None, alarm.id, "off").await;
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
        },
    );
}

#[test]
fn what_the_server_shows_late_goes_when_a_newer_one_stands_or_none_should() {
    on_private_bus(
        "desktop::notify::tests::what_the_server_shows_late_goes_when_a_newer_one_stands_or_none_should",
        || async {
            let mut desktop = Desktop::new(ALL).await;
            let mut program = Program::met().await;
            program.notifier.show(note("thermal", SLOW));
            let late = desktop.shown().await;
            program.notifier.show(note("thermal", "newer"));
            let newer = desktop.shown().await;
            assert_eq!((newer.replaces, program.shown().await.id), (0, newer.id));
            desktop.slow.add_permits(1);
            assert_eq!(desktop.closed().await, late.id);

            program.notifier.show(note("thermal", SLOW));
            assert_eq!(desktop.shown().await.replaces, newer.id);
            program.notifier.withdraw("thermal");
            assert_eq!(desktop.closed().await, newer.id, "what stood before");
            assert_eq!(program.next().await, closed("thermal"));
            desktop.slow.add_permits(1);
            assert_eq!(desktop.closed().await, newer.id, "and what came in its place after that");
            nothing(&mut program.events).await;
        },
    );
}

#[test]
fn an_alarm_never_waits_behind_calls_that_a_slow_server_does_not_answer() {
    on_private_bus(
        "desktop::notify::tests::an_alarm_never_waits_behind_calls_that_a_slow_server_does_not_answer",
        || async {
            let mut desktop = Desktop::new(ALL).await;
            let mut program = Program::met().await;
            let began = std::time::Instant::now();
            for nth in 0..40 {
                program.notifier.show(note(if nth % 2 == 0 { "thermal" } else { "activity" }, SLOW));
            }
            program.notifier.show(note("thermal", "Take it off"));
            for _ in 0..40 {
                assert_eq!(desktop.shown().await.title, SLOW);
            }
            let alarm = desktop.shown().await;
            assert_eq!(alarm.title, "Take it off");
            // It was waited for once; forty times would be more than the 10 s that an alarm may be late.
            assert!(began.elapsed() < std::time::Duration::from_secs(10), "{:?}", began.elapsed());
            let NotifierEvent::Shown { tag_key, id, .. } = program.next().await else { panic!("not shown") };
            assert_eq!((tag_key.as_str(), id.id), ("thermal", alarm.id));
            // All but the newest of each tag go when their numbers are known.
            desktop.slow.add_permits(40);
            for _ in 0..39 {
                assert_ne!(desktop.closed().await, alarm.id);
            }
            assert!(matches!(program.next().await, NotifierEvent::Shown { tag_key, .. } if tag_key == "activity"));
            nothing(&mut desktop.asked).await;
        },
    );
}

#[test]
fn a_server_that_does_not_say_what_it_can_do_shows_without_buttons_and_with_them_when_it_has() {
    on_private_bus(
        "desktop::notify::tests::a_server_that_does_not_say_what_it_can_do_shows_without_buttons_and_with_them_when_it_has",
        || async {
            let mut desktop = Desktop::shy(ALL).await;
            let mut program = Program::start();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
            program.notifier.show(note("thermal", "Take it off"));
            let first = desktop.shown().await;
            assert!(first.actions.is_empty());
            assert_eq!(program.shown().await.id, first.id);
            desktop.press(None, first.id, DEFAULT).await;
            assert!(matches!(program.next().await, NotifierEvent::Pressed { .. }), "it is believed all the same");
            desktop.slow.add_permits(1);
            assert!(matches!(program.next().await, NotifierEvent::Server(_)));
            let second = desktop.shown().await;
            assert_eq!((second.replaces, second.actions.len()), (first.id, 6));
        },
    );
}

#[test]
fn a_server_that_never_says_that_it_closed_one_holds_up_nothing() {
    on_private_bus("desktop::notify::tests::a_server_that_never_says_that_it_closed_one_holds_up_nothing", || async {
        let mut desktop = Desktop::shy(ALL).await;
        desktop.slow.add_permits(1);
        let mut program = Program::met().await;
        let began = std::time::Instant::now();
        for _ in 0..20 {
            program.notifier.show(note("app", "t"));
            desktop.shown().await;
            program.shown().await;
            program.notifier.withdraw("app");
            desktop.closed().await;
            assert_eq!(program.next().await, closed("app"));
        }
        program.notifier.show(note("thermal", "Take it off"));
        assert_eq!(desktop.shown().await.title, "Take it off");
        assert!(began.elapsed() < std::time::Duration::from_secs(30), "{:?}", began.elapsed());
    });
}

#[test]
fn what_stood_before_may_be_put_away_while_its_successor_is_on_its_way() {
    on_private_bus(
        "desktop::notify::tests::what_stood_before_may_be_put_away_while_its_successor_is_on_its_way",
        || async {
            let mut desktop = Desktop::new(ALL).await;
            let mut program = Program::met().await;
            program.notifier.show(note("thermal", "Look at your skin"));
            let question = desktop.shown().await;
            program.shown().await;
            program.notifier.show(note("thermal", SLOW));
            desktop.shown().await;
            desktop.say(None, "NotificationClosed", &(question.id, 2_u32)).await;
            nothing(&mut program.events).await;
            desktop.slow.add_permits(1);
            let alarm = program.shown().await;
            desktop.press(None, alarm.id, "off").await;
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
        },
    );
}

#[test]
fn only_the_server_is_believed_and_only_about_what_stands() {
    on_private_bus("desktop::notify::tests::only_the_server_is_believed_and_only_about_what_stands", || async {
        let mut desktop = Desktop::new(ALL).await;
        let mut program = Program::met().await;
        program.notifier.show(note("thermal", "t"));
        let call = desktop.shown().await;
        program.shown().await;
        let stranger = zbus::connection::Builder::session().unwrap().build().await.unwrap();
        stranger.emit_signal(None::<&str>, PATH, SERVICE, "ActionInvoked", &(call.id, "off")).await.unwrap();
        desktop.press(None, call.id + 40, "off").await;
        desktop.say(None, "ActionInvoked", &"nonsense").await;
        desktop.say(None, "SomethingNew", &7_u32).await;
        nothing(&mut program.events).await;
        desktop.press(None, call.id, "off").await;
        assert!(matches!(program.next().await, NotifierEvent::Pressed { .. }));
    });
}

#[test]
fn the_person_putting_one_away_is_told_from_its_running_out() {
    on_private_bus("desktop::notify::tests::the_person_putting_one_away_is_told_from_its_running_out", || async {
        let mut desktop = Desktop::new(ALL).await;
        let mut program = Program::met().await;
        for (reason, person) in [(1_u32, false), (2, true), (3, false), (4, false)] {
            program.notifier.show(note("thermal", "t"));
            let call = desktop.shown().await;
            assert_eq!(call.replaces, 0, "what was closed is not replaced");
            program.shown().await;
            desktop.say(None, "NotificationClosed", &(call.id, reason)).await;
            let closed = NotifierEvent::Closed { tag_key: "thermal".into(), by_person: person };
            assert_eq!(program.next().await, closed, "reason {reason}");
        }
    });
}

#[test]
fn what_is_withdrawn_is_closed_and_what_stood_before_a_restart_is_replaced_or_closed() {
    let name =
        "desktop::notify::tests::what_is_withdrawn_is_closed_and_what_stood_before_a_restart_is_replaced_or_closed";
    on_private_bus(name, || async {
        let mut desktop = Desktop::new(ALL).await;
        let mut program = Program::met().await;
        program.notifier.show(note("thermal", "t"));
        let thermal = {
            desktop.shown().await;
            program.shown().await
        };
        program.notifier.show(note("app", "t"));
        let app = {
            desktop.shown().await;
            program.shown().await
        };
        program.notifier.withdraw("app");
        program.notifier.withdraw("never shown");
        assert_eq!(desktop.closed().await, app.id);
        drop(program);

        let mut program = Program::met().await;
        program.notifier.show(Note { replaces: Some(thermal.clone()), ..note("thermal", "again") });
        assert_eq!(desktop.shown().await.replaces, thermal.id);
        assert_eq!(program.shown().await, thermal);
        let stranger = NoteId { id: 77, server: "another server".to_owned() };
        program.notifier.close_stale(vec![
            ("old-1".to_owned(), stranger.clone()),
            ("old-2".to_owned(), NoteId { id: 12, ..thermal.clone() }),
        ]);
        assert_eq!(desktop.closed().await, 12);
        program.notifier.show(Note { replaces: Some(stranger), ..note("activity", "t") });
        assert_eq!(desktop.shown().await.replaces, 0, "a number of another server says nothing here");
        program.notifier.flush(super::testbus::LONG).await;
    });
}

#[test]
fn what_should_stand_is_shown_again_when_the_server_comes_back() {
    on_private_bus("desktop::notify::tests::what_should_stand_is_shown_again_when_the_server_comes_back", || async {
        let mut desktop = Desktop::new(ALL).await;
        let mut program = Program::met().await;
        for (tag, title) in
            [("thermal", "first"), ("thermal", "newest"), ("app", "withdrawn"), ("activity", "put away")]
        {
            program.notifier.show(note(tag, title));
            desktop.shown().await;
            program.shown().await;
        }
        program.notifier.withdraw("app");
        desktop.closed().await;
        assert_eq!(program.next().await, closed("app"));
        desktop.say(None, "NotificationClosed", &(3_u32, 2_u32)).await;
        assert!(matches!(program.next().await, NotifierEvent::Closed { by_person: true, .. }));
        desktop.gone().await;
        assert_eq!(program.next().await, NotifierEvent::ServerGone);

        program.notifier.show(note("timer-4", "while it was gone"));
        assert!(matches!(program.next().await, NotifierEvent::Failed { tag_key, .. } if tag_key == "timer-4"));

        let mut desktop = Desktop::new(&["actions"]).await;
        let NotifierEvent::Server(info) = program.next().await else { panic!("no server") };
        assert!(!info.caps.body_markup);
        let mut titles = Vec::new();
        for _ in 0..2 {
            let call = desktop.shown().await;
            assert_eq!(call.replaces, 0);
            titles.push(call.title);
            program.shown().await;
        }
        assert_eq!(titles, ["newest", "while it was gone"]);
        nothing(&mut desktop.asked).await;
        desktop.press(None, 1, "off").await;
        assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
    });
}

#[test]
fn a_server_that_comes_late_gets_what_waits_for_it() {
    on_private_bus("desktop::notify::tests::a_server_that_comes_late_gets_what_waits_for_it", || async {
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        assert_eq!(program.next().await, NotifierEvent::ServerGone);
        program.notifier.show(note("thermal", "waits"));
        assert!(matches!(program.next().await, NotifierEvent::Failed { .. }));
        let mut desktop = Desktop::new(ALL).await;
        assert_eq!(desktop.shown().await.title, "waits");
        assert!(matches!(program.next().await, NotifierEvent::Server(_)));
        program.shown().await;
        nothing(&mut desktop.asked).await;
    });
}

#[test]
fn without_a_bus_it_says_so_and_goes_on() {
    without_bus("desktop::notify::tests::without_a_bus_it_says_so_and_goes_on", || async {
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
        program.notifier.withdraw("nothing");
        program.notifier.close_stale(vec![("old".to_owned(), NoteId { id: 1, server: "x".to_owned() })]);
        assert_eq!(program.next().await, closed("old"));
        program.notifier.flush(super::testbus::LONG).await;
        program.notifier.show(note("thermal", "t"));
        assert!(matches!(program.next().await, NotifierEvent::Failed { tag_key, .. } if tag_key == "thermal"));
        program.notifier.flush(super::testbus::LONG).await;
        program.notifier.withdraw("thermal");
        assert_eq!(program.next().await, closed("thermal"));
    });
}

#[test]
fn where_there_never_was_a_bus_only_what_insists_waits_for_one_and_each_failure_is_told_once() {
    let name = "desktop::notify::tests::where_there_never_was_a_bus_only_what_insists_waits_for_one_and_each_failure_is_told_once";
    on_private_bus(name, || async {
        let outer = session();
        kill(&outer).await;
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
        for (tag, urgency) in [("refused", Urgency::Normal), ("thermal", Urgency::Critical)] {
            program.notifier.show(Note { urgency, ..note(tag, tag) });
            assert!(matches!(program.next().await, NotifierEvent::Failed { tag_key, .. } if tag_key == tag));
        }
        program.notifier.flush(super::testbus::LONG).await;
        let _again = Bus::start_at(&outer);
        let mut desktop = Desktop::new(ALL).await;
        // Tried again until it comes, without a word.
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        assert!(matches!(program.next().await, NotifierEvent::Server(_)));
        assert_eq!(desktop.shown().await.title, "thermal");
        program.shown().await;
        nothing(&mut desktop.asked).await;
    });
}

#[test]
fn a_bus_that_was_there_is_found_again_though_nothing_is_to_be_shown() {
    on_private_bus(
        "desktop::notify::tests::a_bus_that_was_there_is_found_again_though_nothing_is_to_be_shown",
        || async {
            let outer = session();
            let mut program = Program::start();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
            assert_eq!(program.next().await, NotifierEvent::ServerGone);
            kill(&outer).await;
            assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
            let _again = Bus::start_at(&outer);
            assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        },
    );
}

#[test]
fn when_the_bus_comes_back_what_should_stand_is_shown_on_it() {
    on_private_bus("desktop::notify::tests::when_the_bus_comes_back_what_should_stand_is_shown_on_it", || async {
        // A bus of this test's own, at the address the program looks at: the outer one only lends it.
        let outer = session();
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        assert_eq!(program.next().await, NotifierEvent::ServerGone);
        program.notifier.show(note("thermal", "through it all"));
        assert!(matches!(program.next().await, NotifierEvent::Failed { .. }));
        kill(&outer).await;
        assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
        let again = Bus::start_at(&outer);
        let mut desktop = Desktop::at(&again.address, ALL).await;
        while !matches!(program.next().await, NotifierEvent::Shown { .. }) {}
        assert_eq!(desktop.shown().await.title, "through it all");
    });
}
