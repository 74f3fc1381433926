//! Servers that do other than the specification says.

use super::*;

/// The specification's reason for one that ran out.
const EXPIRED: u32 = 1;

/// A server of this name and maker, met.
async fn met(buses: &Buses, name: &str, maker: &str) -> (Notifications, Program) {
    let server = server(buses).await;
    server.named(name, maker);
    (server, Program::met().await)
}

#[test]
fn where_a_replaced_one_has_no_buttons_or_old_ones_it_is_closed_and_shown_anew() {
    on_private_bus(
        "desktop::notify::tests::own_ways::where_a_replaced_one_has_no_buttons_or_old_ones_it_is_closed_and_shown_anew",
        async |buses| {
            let (server, mut program) = met(buses, "gnome-shell", "GNOME").await;
            program.notifier.show(note("thermal", "1 min to go"));
            let first = shown(&server).await;
            program.shown().await;
            for _ in 0..2 {
                let before = server.standing();
                program.notifier.show(note("thermal", "take it off"));
                assert_eq!(withdrawn(&server).await, before[0].id);
                let alarm = shown(&server).await;
                assert_eq!(alarm.replaces, 0);
                assert_eq!(program.shown().await.id, alarm.id);
                assert_eq!(server.standing().len(), 1);
            }
            nothing(&mut program.events).await;

            // What an earlier run left is not replaced either.
            let server_name = program.notifier.clone();
            let stale = NoteId { id: first.id, server: String::new() };
            server_name.close_stale(vec![("activity".to_owned(), stale)]);
            assert_eq!(program.next().await, closed("activity"));
        },
    );
}

/// Takes in that one is taken off a screen on which a closed one would stay: it is replaced by one that goes at once and is
/// kept nowhere, and closed.
async fn goes(server: &Notifications, id: u32) {
    let last = server.next().await.unwrap();
    assert_eq!(
        (last.replaces, last.urgency(), last.timeout, last.hints.get("transient")),
        (id, lumbar_played_desktop::Urgency::Low, 1, Some(&Hint::Flag(true)))
    );
    server.expect_withdrawn(id).await.unwrap();
}

#[test]
fn where_a_closed_one_stays_it_is_replaced_by_one_that_goes() {
    on_private_bus(
        "desktop::notify::tests::own_ways::where_a_closed_one_stays_it_is_replaced_by_one_that_goes",
        async |buses| {
            let (server, mut program) = met(buses, "Notification Daemon", "GNOME").await;
            program.notifier.show(note("thermal", "look at your skin"));
            let check = shown(&server).await;
            program.shown().await;
            program.notifier.withdraw("thermal");
            goes(&server, check.id).await;
            assert_eq!(program.next().await, closed("thermal"));
            assert_eq!(server.standing().len(), 0);
        },
    );
}

#[test]
fn where_one_stands_at_a_time_it_is_the_newest_that_must_be_answered() {
    on_private_bus(
        "desktop::notify::tests::own_ways::where_one_stands_at_a_time_it_is_the_newest_that_must_be_answered",
        async |buses| {
            let (server, mut program) = met(buses, "Notification Daemon", "GNOME").await;
            let numbered = |serial, tag, title| Note { serial, ..note(tag, title) };
            program.notifier.show(numbered(1, "trial", "this is a test"));
            let trial = server.next().await.unwrap();
            program.shown().await;
            program.notifier.show(Note { urgency: Urgency::Normal, ..numbered(2, "refused", "not now") });
            let refused = server.next().await.unwrap();
            program.shown().await;
            program.notifier.show(numbered(3, "thermal", "take it off"));
            goes(&server, refused.id).await;
            goes(&server, trial.id).await;
            assert_eq!(program.next().await, gone("refused"), "it would have run out");
            let alarm = server.next().await.unwrap();
            assert_eq!((alarm.summary.as_str(), program.shown().await.id), ("take it off", alarm.id));

            // The alarm is said again and again: what waits does not come before it is answered.
            program.notifier.show(numbered(4, "thermal", "take it off"));
            assert_eq!(server.next().await.unwrap().replaces, alarm.id);
            program.shown().await;
            server.leave().await.unwrap();
            assert_eq!(program.next().await, NotifierEvent::ServerGone);
            server.come_back().await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Server(_)));
            let alarm = server.next().await.unwrap();
            assert_eq!((alarm.summary.as_str(), program.shown().await.id), ("take it off", alarm.id));
            nothing(&mut program.events).await;
            assert_eq!(server.unexpected().len(), 0);
            program.notifier.withdraw("thermal");
            goes(&server, alarm.id).await;
            assert_eq!(program.next().await, closed("thermal"));
            let trial = server.next().await.unwrap();
            assert_eq!((trial.summary.as_str(), program.shown().await.id), ("this is a test", trial.id));
        },
    );
}

#[test]
fn what_must_stay_and_runs_out_all_the_same_comes_again() {
    on_private_bus(
        "desktop::notify::tests::own_ways::what_must_stay_and_runs_out_all_the_same_comes_again",
        async |buses| {
            let (server, mut program) = met(buses, "Budgie Notification Server", "Budgie Desktop Developers").await;
            program.notifier.show(note("thermal", "take it off"));
            program.notifier.show(Note { urgency: Urgency::Normal, ..note("app", "t") });
            let (alarm, other) = (shown(&server).await, shown(&server).await);
            program.shown().await;
            program.shown().await;
            server.close(alarm.id, EXPIRED).await.unwrap();
            server.close(other.id, EXPIRED).await.unwrap();
            assert_eq!(program.next().await, gone("app"), "what need not stay may go");
            let again = shown(&server).await;
            assert_eq!((again.summary.as_str(), again.replaces), ("take it off", 0));
            assert_eq!(program.shown().await.id, again.id);
            server.press(&again, "off").await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
            assert_eq!(program.next().await, gone("thermal"));
            nothing(&mut program.events).await;
        },
    );
}

#[test]
fn where_there_are_no_buttons_nothing_is_asked_to_stay_for_ever() {
    on_private_bus(
        "desktop::notify::tests::own_ways::where_there_are_no_buttons_nothing_is_asked_to_stay_for_ever",
        async |buses| {
            let server = server(buses).await;
            server.can(&["body"]);
            let program = Program::met().await;
            program.notifier.show(note("thermal", "take it off"));
            assert_eq!(shown(&server).await.timeout, -1, "notify-osd would make a window of it");
        },
    );
}

#[test]
fn where_one_button_more_would_cut_the_others_the_press_on_the_note_itself_is_left_out() {
    on_private_bus(
        "desktop::notify::tests::own_ways::where_one_button_more_would_cut_the_others_the_press_on_the_note_itself_is_left_out",
        async |buses| {
            let (server, program) = met(buses, "lxqt-notificationd", "lxqt.org").await;
            program.notifier.show(note("thermal", "take it off"));
            let asks = shown(&server).await;
            assert!(!asks.actions.is_empty() && !asks.has_action(DEFAULT), "{:?}", asks.actions);
            program.notifier.show(Note { buttons: Vec::new(), ..note("session-ends", "the pack is still on") });
            assert!(shown(&server).await.has_action(DEFAULT), "one that only tells opens Lumbar");
        },
    );
}

#[test]
fn at_the_end_only_what_asks_nothing_is_left() {
    on_private_bus("desktop::notify::tests::own_ways::at_the_end_only_what_asks_nothing_is_left", async |buses| {
        let server = server(buses).await;
        let mut program = Program::met().await;
        program.notifier.show(note("thermal", "is it on?"));
        program.notifier.show(Note { buttons: Vec::new(), ..note("session-ends", "the pack is still on") });
        let asked = shown(&server).await;
        let told = shown(&server).await;
        program.shown().await;
        program.shown().await;
        program.notifier.withdraw_buttons();
        program.notifier.flush(patience()).await;
        assert_eq!(withdrawn(&server).await, asked.id);
        assert_eq!(server.standing().iter().map(|one| one.id).collect::<Vec<_>>(), [told.id]);
    });
}
