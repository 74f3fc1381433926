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
            let gone = shown(&server).await;
            assert_eq!(
                (gone.replaces, gone.urgency(), gone.timeout),
                (check.id, lumbar_played_desktop::Urgency::Low, 1000)
            );
            assert_eq!(program.next().await, closed("thermal"));
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
            assert_eq!(program.next().await, closed("app"), "what need not stay may go");
            let again = shown(&server).await;
            assert_eq!((again.summary.as_str(), again.replaces), ("take it off", 0));
            assert_eq!(program.shown().await.id, again.id);
            server.press(&again, "off").await.unwrap();
            assert!(matches!(program.next().await, NotifierEvent::Pressed { tag_key, .. } if tag_key == "thermal"));
            assert_eq!(program.next().await, closed("thermal"));
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
