//! The notifications on a private bus, against servers that behave like GNOME's (answers only the sender), like dunst
//! (answers all), like one without buttons, and against none.

mod coming;
mod own_ways;
mod slow;

use lumbar_played_desktop::{Call, Hint, Notification, Notifications, patience};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::note::*;
use super::*;
use crate::desktop::private_bus::{Buses, SHORT, never, next, nothing, on_private_bus, without_bus};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The title of a notification that the server answers late.
const SLOW: &str = "slow";

/// It was taken back, and what is written down of it can go.
fn closed(tag: &str) -> NotifierEvent {
    NotifierEvent::Closed { tag_key: tag.to_owned(), taken_back: true }
}

/// A person put it away, it ran out, or the server closed it.
fn gone(tag: &str) -> NotifierEvent {
    NotifierEvent::Closed { tag_key: tag.to_owned(), taken_back: false }
}

/// The next call of the program, which shows this.
async fn shown(server: &Notifications) -> Notification {
    match server.next_call().await.unwrap() {
        Call::Show(one) => one,
        other @ Call::Withdraw(_) => panic!("{other:?}"),
    }
}

/// The next call of the program, which takes this one back.
async fn withdrawn(server: &Notifications) -> u32 {
    match server.next_call().await.unwrap() {
        Call::Withdraw(id) => id,
        other @ Call::Show(_) => panic!("{other:?}"),
    }
}

async fn server(buses: &Buses) -> Notifications {
    Notifications::start(&buses.session).await.unwrap()
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
        opens: "Open Lumbar".to_owned(),
        urgency: Urgency::Critical,
        replaces: None,
        resident: true,
        serial: 0,
    }
}

#[test]
fn a_notification_arrives_as_it_was_meant() {
    on_private_bus("desktop::notify::tests::a_notification_arrives_as_it_was_meant", async |buses| {
        let server = server(buses).await;
        let mut program = Program::met().await;
        program
            .notifier
            .show(Note { body: "Put <b>\"Ann & Bob's\"</b> pack on".to_owned(), ..note("thermal", "A < B") });
        let call = shown(&server).await;
        assert_eq!((call.app.as_str(), call.summary.as_str(), call.replaces, call.timeout), ("Lumbar", "A < B", 0, 0));
        assert_eq!(call.body, "Put &lt;b&gt;&quot;Ann &amp; Bob&apos;s&quot;&lt;/b&gt; pack on");
        let buttons: Vec<_> = call.actions.iter().map(|action| (action.key.as_str(), action.label.as_str())).collect();
        assert_eq!(buttons, [("off", "It is off"), ("open", "Open"), ("default", "Open Lumbar")]);
        assert_eq!(call.hints["urgency"], Hint::Byte(2));
        assert_eq!(call.hints["resident"], Hint::Flag(true));
        assert_eq!(call.hints["suppress-sound"], Hint::Flag(true));
        assert_eq!(call.hints["desktop-entry"], Hint::Text(DESKTOP_ENTRY.to_owned()));
        assert_eq!(program.shown().await.id, call.id);

        program.notifier.show(Note { urgency: Urgency::Normal, ..note("app", "t") });
        let call = shown(&server).await;
        assert_eq!((call.timeout, &call.hints["urgency"]), (-1, &Hint::Byte(1)));
    });
}

#[test]
fn what_the_server_cannot_do_is_not_asked_of_it() {
    on_private_bus("desktop::notify::tests::what_the_server_cannot_do_is_not_asked_of_it", async |buses| {
        let server = server(buses).await;
        server.can(&["body"]);
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        let NotifierEvent::Server(info) = program.next().await else { panic!("no server") };
        assert_eq!((info.name.as_str(), info.spec.as_str()), ("played", "1.2"));
        assert_eq!(info.caps, Caps { replace: true, withdraw: true, ids: true, ..Caps::default() });
        program.notifier.show(Note { body: "A < B & C".to_owned(), ..note("thermal", "t") });
        let call = shown(&server).await;
        assert_eq!(call.body, "A < B & C");
        assert_eq!(call.actions, []);
    });
}

#[test]
fn a_later_one_takes_the_place_of_the_earlier_of_its_tag_alone() {
    on_private_bus(
        "desktop::notify::tests::a_later_one_takes_the_place_of_the_earlier_of_its_tag_alone",
        async |buses| {
            let server = server(buses).await;
            let mut program = Program::met().await;
            let mut senders = std::collections::BTreeSet::new();
            let mut ids = Vec::new();
            for (tag, title) in
                [("thermal", "a"), ("activity", "b"), ("thermal", "c"), ("activity", "d"), ("thermal", "e")]
            {
                program.notifier.show(note(tag, title));
                let call = shown(&server).await;
                assert_eq!(call.summary, title);
                senders.insert(call.sender);
                ids.push(call.id);
                program.shown().await;
            }
            assert_eq!(ids, [1, 2, 1, 2, 1]);
            assert_eq!(senders.len(), 1, "all over one connection");
        },
    );
}

#[test]
fn a_press_is_heard_whether_it_is_told_to_all_or_to_the_sender_alone() {
    on_private_bus(
        "desktop::notify::tests::a_press_is_heard_whether_it_is_told_to_all_or_to_the_sender_alone",
        async |buses| {
            let server = server(buses).await;
            let mut program = Program::met().await;
            for round in 0..20 {
                program.notifier.show(note("thermal", "t"));
                let call = shown(&server).await;
                program.shown().await;
                let to = (round % 2 == 0).then_some(call.sender.as_str());
                // The token comes right before, on GNOME in the same breath.
                server.say(to, "ActivationToken", &(call.id, format!("token-{round}"))).await.unwrap();
                server.say(to, "ActionInvoked", &(call.id, "off")).await.unwrap();
                let activation = Some(format!("token-{round}"));
                let pressed = NotifierEvent::Pressed { tag_key: "thermal".into(), key: "off".into(), activation };
                assert_eq!(program.next().await, pressed, "round {round}");
            }
            // A press without a token, and the end that a server tells after it.
            server.invoke(1, DEFAULT).await.unwrap();
            server.say(None, "NotificationClosed", &(1_u32, 2_u32)).await.unwrap();
            let pressed = NotifierEvent::Pressed { tag_key: "thermal".into(), key: DEFAULT.into(), activation: None };
            assert_eq!(program.next().await, pressed);
            assert_eq!(program.next().await, gone("thermal"));
        },
    );
}

#[test]
fn the_end_of_a_pressed_one_does_not_end_the_one_that_took_its_place() {
    on_private_bus(
        "desktop::notify::tests::the_end_of_a_pressed_one_does_not_end_the_one_that_took_its_place",
        async |buses| {
            let server = server(buses).await;
            let mut program = Program::met().await;
            let once = |title| Note { resident: false, ..note("thermal", title) };
            program.notifier.show(once("Is your skin fine?"));
            let asked = shown(&server).await;
            program.shown().await;
            server.invoke(asked.id, "off").await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { .. }));
            // The press has its answer before the server has told that it closed what was pressed.
            program.notifier.show(once("Take it off"));
            assert_eq!(withdrawn(&server).await, asked.id);
            let alarm = shown(&server).await;
            assert_eq!((alarm.replaces, alarm.id == asked.id), (0, false));
            program.shown().await;
            server.say(None, "NotificationClosed", &(asked.id, 2_u32)).await.unwrap();
            server.invoke(alarm.id, "off").await.unwrap();
            let event = program.next().await;
            assert!(matches!(&event, NotifierEvent::Pressed { key, .. } if key == "off"), "{event:?}");
        },
    );
}

#[test]
fn only_the_server_is_believed_and_only_about_what_stands() {
    on_private_bus("desktop::notify::tests::only_the_server_is_believed_and_only_about_what_stands", async |buses| {
        let server = server(buses).await;
        let mut program = Program::met().await;
        program.notifier.show(note("thermal", "t"));
        let call = shown(&server).await;
        program.shown().await;
        let stranger = buses.session.connect().await.unwrap();
        stranger.emit_signal(None::<&str>, PATH, SERVICE, "ActionInvoked", &(call.id, "off")).await.unwrap();
        server.invoke(call.id + 40, "off").await.unwrap();
        server.say(None, "ActionInvoked", &"nonsense").await.unwrap();
        server.say(None, "SomethingNew", &7_u32).await.unwrap();
        nothing(&mut program.events).await;
        server.invoke(call.id, "off").await.unwrap();
        assert!(matches!(program.next().await, NotifierEvent::Pressed { .. }));
    });
}

#[test]
fn what_lumbar_takes_back_itself_is_told_from_what_goes_for_another_reason() {
    let name = "desktop::notify::tests::what_lumbar_takes_back_itself_is_told_from_what_goes_for_another_reason";
    on_private_bus(name, async |buses| {
        let server = server(buses).await;
        let mut program = Program::met().await;
        for reason in 1..=4_u32 {
            program.notifier.show(Note { urgency: Urgency::Normal, ..note("thermal", "t") });
            let call = shown(&server).await;
            assert_eq!(call.replaces, 0, "what was closed is not replaced");
            program.shown().await;
            server.say(None, "NotificationClosed", &(call.id, reason)).await.unwrap();
            assert_eq!(program.next().await, gone("thermal"), "reason {reason}");
        }
        program.notifier.show(note("thermal", "t"));
        let call = shown(&server).await;
        program.shown().await;
        program.notifier.withdraw("thermal");
        assert_eq!(withdrawn(&server).await, call.id);
        assert_eq!(program.next().await, closed("thermal"));
        // The server confirms it, as the specification asks.
        server.close(call.id, 3).await.unwrap();
        nothing(&mut program.events).await;
    });
}

#[test]
fn what_is_withdrawn_is_closed_and_what_stood_before_a_restart_is_replaced_or_closed() {
    let name =
        "desktop::notify::tests::what_is_withdrawn_is_closed_and_what_stood_before_a_restart_is_replaced_or_closed";
    on_private_bus(name, async |buses| {
        let server = server(buses).await;
        let mut program = Program::met().await;
        program.notifier.show(note("thermal", "t"));
        let thermal = {
            shown(&server).await;
            program.shown().await
        };
        program.notifier.show(note("app", "t"));
        let app = {
            shown(&server).await;
            program.shown().await
        };
        program.notifier.withdraw("app");
        program.notifier.withdraw("never shown");
        assert_eq!(withdrawn(&server).await, app.id);
        drop(program);

        let mut program = Program::met().await;
        program.notifier.show(Note { replaces: Some(thermal.clone()), ..note("thermal", "again") });
        assert_eq!(shown(&server).await.replaces, thermal.id);
        assert_eq!(program.shown().await, thermal);
        let stranger = NoteId { id: 77, server: "another server".to_owned() };
        program.notifier.close_stale(vec![
            ("old-1".to_owned(), stranger.clone()),
            ("old-2".to_owned(), NoteId { id: 12, ..thermal.clone() }),
        ]);
        assert_eq!(withdrawn(&server).await, 12);
        program.notifier.show(Note { replaces: Some(stranger), ..note("activity", "t") });
        assert_eq!(shown(&server).await.replaces, 0, "a number of another server says nothing here");
        program.notifier.flush(patience()).await;
    });
}
