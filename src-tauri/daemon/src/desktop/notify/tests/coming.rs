//! Servers and buses that go, come late, or never were there.

use lumbar_played_desktop::Behaviour;

use super::*;

#[test]
fn what_should_stand_is_shown_again_when_the_server_comes_back() {
    on_private_bus(
        "desktop::notify::tests::coming::what_should_stand_is_shown_again_when_the_server_comes_back",
        async |buses| {
            let server = server(buses).await;
            let mut program = Program::met().await;
            for (tag, title) in
                [("thermal", "first"), ("thermal", "newest"), ("app", "withdrawn"), ("activity", "put away")]
            {
                program.notifier.show(note(tag, title));
                shown(&server).await;
                program.shown().await;
            }
            program.notifier.withdraw("app");
            withdrawn(&server).await;
            assert_eq!(program.next().await, closed("app"));
            server.say(None, "NotificationClosed", &(3_u32, 2_u32)).await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Closed { taken_back: false, .. }));
            server.leave().await.unwrap();
            assert_eq!(program.next().await, NotifierEvent::ServerGone);

            program.notifier.show(note("timer-4", "while it was gone"));
            assert!(matches!(program.next().await, NotifierEvent::Failed { tag_key, .. } if tag_key == "timer-4"));

            server.can(&["actions"]);
            server.come_back().await.unwrap();
            let NotifierEvent::Server(info) = program.next().await else { panic!("no server") };
            assert!(!info.caps.body_markup);
            let mut titles = Vec::new();
            for _ in 0..2 {
                let call = shown(&server).await;
                assert_eq!(call.replaces, 0);
                titles.push(call.summary);
                program.shown().await;
            }
            assert_eq!(titles, ["newest", "while it was gone"]);
            never(server.next_call()).await;
            server.invoke(1, "off").await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
        },
    );
}

#[test]
fn a_server_that_comes_late_gets_what_waits_for_it() {
    on_private_bus("desktop::notify::tests::coming::a_server_that_comes_late_gets_what_waits_for_it", async |buses| {
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        assert_eq!(program.next().await, NotifierEvent::ServerGone);
        program.notifier.show(note("thermal", "waits"));
        assert!(matches!(program.next().await, NotifierEvent::Failed { .. }));
        let server = server(buses).await;
        assert_eq!(shown(&server).await.summary, "waits");
        assert!(matches!(program.next().await, NotifierEvent::Server(_)));
        program.shown().await;
        never(server.next_call()).await;
    });
}

#[test]
fn without_a_bus_it_says_so_and_goes_on() {
    without_bus("desktop::notify::tests::coming::without_a_bus_it_says_so_and_goes_on", async || {
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
        program.notifier.withdraw("nothing");
        program.notifier.close_stale(vec![("old".to_owned(), NoteId { id: 1, server: "x".to_owned() })]);
        assert_eq!(program.next().await, closed("old"));
        program.notifier.flush(patience()).await;
        program.notifier.show(note("thermal", "t"));
        assert!(matches!(program.next().await, NotifierEvent::Failed { tag_key, .. } if tag_key == "thermal"));
        program.notifier.flush(patience()).await;
        program.notifier.withdraw("thermal");
        assert_eq!(program.next().await, closed("thermal"));
    });
}

#[test]
fn where_there_never_was_a_bus_only_what_insists_waits_for_one_and_each_failure_is_told_once() {
    let name = "desktop::notify::tests::coming::where_there_never_was_a_bus_only_what_insists_waits_for_one_and_each_failure_is_told_once";
    on_private_bus(name, async |buses| {
        buses.session.end().await.unwrap();
        let mut program = Program::start();
        assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
        for (tag, urgency) in [("refused", Urgency::Normal), ("thermal", Urgency::Critical)] {
            program.notifier.show(Note { urgency, ..note(tag, tag) });
            assert!(matches!(program.next().await, NotifierEvent::Failed { tag_key, .. } if tag_key == tag));
        }
        program.notifier.flush(patience()).await;
        buses.session.come_back().unwrap();
        let server = server(buses).await;
        // Tried again until it comes, without a word.
        assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        assert!(matches!(program.next().await, NotifierEvent::Server(_)));
        assert_eq!(shown(&server).await.summary, "thermal");
        program.shown().await;
        never(server.next_call()).await;
    });
}

#[test]
fn a_bus_that_was_there_is_found_again_though_nothing_is_to_be_shown() {
    on_private_bus(
        "desktop::notify::tests::coming::a_bus_that_was_there_is_found_again_though_nothing_is_to_be_shown",
        async |buses| {
            let mut program = Program::start();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
            assert_eq!(program.next().await, NotifierEvent::ServerGone);
            buses.session.end().await.unwrap();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
            buses.session.come_back().unwrap();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
        },
    );
}

#[test]
fn when_the_bus_comes_back_what_should_stand_is_shown_on_it() {
    on_private_bus(
        "desktop::notify::tests::coming::when_the_bus_comes_back_what_should_stand_is_shown_on_it",
        async |buses| {
            let mut program = Program::start();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
            assert_eq!(program.next().await, NotifierEvent::ServerGone);
            program.notifier.show(note("thermal", "through it all"));
            assert!(matches!(program.next().await, NotifierEvent::Failed { .. }));
            buses.session.end().await.unwrap();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: false });
            buses.session.come_back().unwrap();
            let server = server(buses).await;
            while !matches!(program.next().await, NotifierEvent::Shown { .. }) {}
            assert_eq!(shown(&server).await.summary, "through it all");
        },
    );
}

#[test]
fn a_server_that_refuses_at_first_is_asked_again_for_what_must_be_answered() {
    let name =
        "desktop::notify::tests::coming::a_server_that_refuses_at_first_is_asked_again_for_what_must_be_answered";
    on_private_bus(name, async |buses| {
        let server = server(buses).await;
        let mut program = Program::met().await;
        server.behave(Behaviour::Refuses);
        program.notifier.show(note("thermal", "take it off"));
        assert!(matches!(program.next().await, NotifierEvent::Failed { tag_key, .. } if tag_key == "thermal"));
        server.behave(Behaviour::Answers);
        assert_eq!(shown(&server).await.summary, "take it off");
        program.shown().await;
        nothing(&mut program.events).await;
    });
}
