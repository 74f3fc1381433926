//! Servers that answer late, in part, or never.

use super::*;

#[test]
fn what_the_server_says_late_still_counts_and_is_waited_for_at_the_end() {
    on_private_bus(
        "desktop::notify::tests::slow::what_the_server_says_late_still_counts_and_is_waited_for_at_the_end",
        async |buses| {
            let server = server(buses).await;
            server.answer_late(SLOW);
            let mut program = Program::met().await;
            program.notifier.show(note("thermal", SLOW));
            let alarm = shown(&server).await;
            // Sent when the answer is no longer waited for, as what comes after it shows.
            program.notifier.show(note("app", "t"));
            shown(&server).await;
            program.shown().await;
            program.notifier.flush(SHORT).await;
            nothing(&mut program.events).await;
            let flush = program.notifier.flush(patience());
            server.release_late();
            flush.await;
            assert_eq!(program.shown().await.id, alarm.id);
            server.invoke(alarm.id, "off").await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
        },
    );
}

#[test]
fn a_press_that_overtakes_the_answer_of_the_server_counts() {
    on_private_bus(
        "desktop::notify::tests::slow::a_press_that_overtakes_the_answer_of_the_server_counts",
        async |buses| {
            let server = server(buses).await;
            server.answer_late(SLOW);
            let mut program = Program::met().await;
            program.notifier.show(note("thermal", SLOW));
            let alarm = shown(&server).await;
            server.press_with_token(&alarm, "off", "token").await.unwrap();
            server.invoke(alarm.id + 100, "off").await.unwrap();
            nothing(&mut program.events).await;
            server.release_late();
            assert_eq!(program.shown().await.id, alarm.id);
            let pressed = NotifierEvent::Pressed {
                tag_key: "thermal".to_owned(),
                key: "off".to_owned(),
                activation: Some("token".to_owned()),
            };
            assert_eq!(program.next().await, pressed);
            assert_eq!(program.next().await, gone("thermal"), "and it is gone, as the server said");
            nothing(&mut program.events).await;

            // Also where a newer one was asked for meanwhile.
            program.notifier.show(note("thermal", SLOW));
            let early = shown(&server).await;
            server.invoke(early.id, "off").await.unwrap();
            program.notifier.show(note("thermal", "newer"));
            shown(&server).await;
            program.shown().await;
            server.release_late();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
            assert_eq!(withdrawn(&server).await, early.id);
        },
    );
}

#[test]
fn what_the_server_shows_late_goes_when_a_newer_one_stands_or_none_should() {
    on_private_bus(
        "desktop::notify::tests::slow::what_the_server_shows_late_goes_when_a_newer_one_stands_or_none_should",
        async |buses| {
            let server = server(buses).await;
            server.answer_late(SLOW);
            let mut program = Program::met().await;
            program.notifier.show(note("thermal", SLOW));
            let late = shown(&server).await;
            program.notifier.show(note("thermal", "newer"));
            let newer = shown(&server).await;
            assert_eq!((newer.replaces, program.shown().await.id), (0, newer.id));
            server.release_late();
            assert_eq!(withdrawn(&server).await, late.id);

            program.notifier.show(note("thermal", SLOW));
            assert_eq!(shown(&server).await.replaces, newer.id);
            program.notifier.withdraw("thermal");
            assert_eq!(withdrawn(&server).await, newer.id, "what stood before");
            assert_eq!(program.next().await, closed("thermal"));
            server.release_late();
            assert_eq!(withdrawn(&server).await, newer.id, "and what came in its place after that");
            nothing(&mut program.events).await;
        },
    );
}

#[test]
fn an_alarm_never_waits_behind_calls_that_a_slow_server_does_not_answer() {
    on_private_bus(
        "desktop::notify::tests::slow::an_alarm_never_waits_behind_calls_that_a_slow_server_does_not_answer",
        async |buses| {
            let server = server(buses).await;
            server.answer_late(SLOW);
            let mut program = Program::met().await;
            let began = std::time::Instant::now();
            for nth in 0..40 {
                program.notifier.show(note(if nth % 2 == 0 { "thermal" } else { "activity" }, SLOW));
            }
            program.notifier.show(note("thermal", "Take it off"));
            for _ in 0..40 {
                assert_eq!(shown(&server).await.summary, SLOW);
            }
            let alarm = shown(&server).await;
            assert_eq!(alarm.summary, "Take it off");
            // It was waited for once; forty times would be more than the 10 s that an alarm may be late.
            assert!(began.elapsed() < std::time::Duration::from_secs(10), "{:?}", began.elapsed());
            let NotifierEvent::Shown { tag_key, id, .. } = program.next().await else { panic!("not shown") };
            assert_eq!((tag_key.as_str(), id.id), ("thermal", alarm.id));
            // All but the newest of each tag go when their numbers are known.
            for _ in 0..40 {
                server.release_late();
            }
            for _ in 0..39 {
                assert_ne!(withdrawn(&server).await, alarm.id);
            }
            assert!(matches!(program.next().await, NotifierEvent::Shown { tag_key, .. } if tag_key == "activity"));
            nothing(&mut program.events).await;
        },
    );
}

#[test]
fn a_server_that_does_not_say_what_it_can_do_shows_without_buttons_and_with_them_when_it_has() {
    on_private_bus(
        "desktop::notify::tests::slow::a_server_that_does_not_say_what_it_can_do_shows_without_buttons_and_with_them_when_it_has",
        async |buses| {
            let server = server(buses).await;
            server.answer_only(0);
            let mut program = Program::start();
            assert_eq!(program.next().await, NotifierEvent::Bus { up: true });
            program.notifier.show(note("thermal", "Take it off"));
            let first = shown(&server).await;
            assert!(first.actions.is_empty());
            assert_eq!(program.shown().await.id, first.id);
            server.invoke(first.id, DEFAULT).await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { .. }), "it is believed all the same");
            server.answer_only(1);
            assert!(matches!(program.next().await, NotifierEvent::Server(_)));
            let second = shown(&server).await;
            assert_eq!((second.replaces, second.actions.len()), (first.id, 3));
        },
    );
}

#[test]
fn a_server_that_never_says_that_it_closed_one_holds_up_nothing() {
    on_private_bus(
        "desktop::notify::tests::slow::a_server_that_never_says_that_it_closed_one_holds_up_nothing",
        async |buses| {
            let server = server(buses).await;
            server.answer_only(1);
            let mut program = Program::met().await;
            let began = std::time::Instant::now();
            for _ in 0..20 {
                program.notifier.show(note("app", "t"));
                shown(&server).await;
                program.shown().await;
                program.notifier.withdraw("app");
                withdrawn(&server).await;
                assert_eq!(program.next().await, closed("app"));
            }
            program.notifier.show(note("thermal", "Take it off"));
            assert_eq!(shown(&server).await.summary, "Take it off");
            assert!(began.elapsed() < std::time::Duration::from_secs(30), "{:?}", began.elapsed());
        },
    );
}

#[test]
fn what_stood_before_may_be_put_away_while_its_successor_is_on_its_way() {
    on_private_bus(
        "desktop::notify::tests::slow::what_stood_before_may_be_put_away_while_its_successor_is_on_its_way",
        async |buses| {
            let server = server(buses).await;
            server.answer_late(SLOW);
            let mut program = Program::met().await;
            program.notifier.show(note("thermal", "Look at your skin"));
            let question = shown(&server).await;
            program.shown().await;
            program.notifier.show(note("thermal", SLOW));
            shown(&server).await;
            server.say(None, "NotificationClosed", &(question.id, 2_u32)).await.unwrap();
            nothing(&mut program.events).await;
            server.release_late();
            let alarm = program.shown().await;
            server.invoke(alarm.id, "off").await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
        },
    );
}
