//! The tray on a private bus, with a played panel.

use lumbar_engine::words::{Answer, Token};
use lumbar_played_desktop::{TrayHost, patience};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::state::{Entry, Menu, TrayIcon};
use super::*;
use crate::desktop::private_bus::{next, nothing, on_private_bus, without_bus};

fn shown() -> TrayState {
    let press = |label: &str, action| Entry::Press { label: label.to_owned(), action };
    TrayState {
        icon: TrayIcon::Cold,
        title: "12 min".to_owned(),
        tooltip: "Cold pack & cloth\n12 min".to_owned(),
        menu: Menu {
            entries: vec![
                Entry::Text("Cold, 12 min".to_owned()),
                press("It is_off", answered()),
                Entry::Separator,
                Entry::Sub {
                    label: "Start".to_owned(),
                    entries: vec![press("Ice", TrayAction::Start("cold-20-20".to_owned()))],
                },
                press("Quit", TrayAction::Quit),
            ],
        },
    }
}

fn answered() -> TrayAction {
    TrayAction::Answer { token: Token { session: 1, exposure: 2, prompt: 3 }, answer: Answer::Off }
}

fn started() -> (Tray, UnboundedReceiver<TrayEvent>) {
    let (told, events) = unbounded_channel();
    (Tray::start(told), events)
}

async fn until(what: impl Fn() -> bool) {
    tokio::time::timeout(patience(), async {
        while !what() {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    })
    .await
    .expect("it never came to be");
}

#[test]
fn a_panel_shows_the_sign_the_words_and_the_menu() {
    on_private_bus("desktop::tray::tests::a_panel_shows_the_sign_the_words_and_the_menu", async |buses| {
        let panel = TrayHost::start(&buses.session).await.unwrap();
        let (tray, mut events) = started();
        assert!(!tray.shown());
        tray.show(shown());
        let item = panel.item().await.unwrap();
        assert!(tray.shown());
        assert_eq!(item.title().await.unwrap(), "12 min");
        assert_eq!(item.status().await.unwrap(), "Active");
        assert_eq!(item.tooltip().await.unwrap().1, "Cold pack &amp; cloth<br/>12 min");
        let pictures = item.icon_pixels().await.unwrap();
        assert_eq!(pictures.iter().map(|p| p.0).collect::<Vec<_>>(), [16, 22, 24, 32, 48]);
        // Opacity first: the corners are clear, something is not.
        assert!(pictures.iter().all(|p| p.2.len() == (p.0 * p.1 * 4) as usize && p.2[0] == 0));
        assert!(pictures.iter().all(|p| p.2.iter().step_by(4).any(|opacity| *opacity == 255)));

        let menu = item.menu().await.unwrap().to_string();
        let lines = ["Cold, 12 min (off)", "It is_off", "--", "Start", "  Ice", "Quit"];
        assert_eq!(menu.lines().collect::<Vec<_>>(), lines);

        for (label, action) in
            [("It is_off", answered()), ("Ice", TrayAction::Start("cold-20-20".to_owned())), ("Quit", TrayAction::Quit)]
        {
            item.press(label).await.unwrap();
            assert_eq!(next(&mut events).await, TrayEvent::Pressed { action, activation: None });
        }
        item.activate(Some("from the panel")).await.unwrap();
        let activation = Some("from the panel".to_owned());
        assert_eq!(next(&mut events).await, TrayEvent::Pressed { action: TrayAction::Open, activation });
    });
}

#[test]
fn only_what_differs_is_sent() {
    on_private_bus("desktop::tray::tests::only_what_differs_is_sent", async |buses| {
        let panel = TrayHost::start(&buses.session).await.unwrap();
        let (tray, _events) = started();
        tray.show(shown());
        let item = panel.item().await.unwrap();
        let mut signals = item.signals().await.unwrap();
        tray.show(shown());
        tray.show(shown());
        nothing(&mut signals).await;

        tray.show(TrayState { title: "11 min".to_owned(), ..shown() });
        assert_eq!(next(&mut signals).await, "NewTitle");
        nothing(&mut signals).await;

        let mut state = TrayState { title: "11 min".to_owned(), ..shown() };
        state.menu.entries[0] = Entry::Text("Cold, 11 min".to_owned());
        tray.show(state.clone());
        assert_eq!(next(&mut signals).await, "ItemsPropertiesUpdated");
        nothing(&mut signals).await;

        state.menu.entries.pop();
        tray.show(state.clone());
        assert_eq!(next(&mut signals).await, "LayoutUpdated");
        nothing(&mut signals).await;
        assert_eq!(item.menu().await.unwrap().to_string().lines().count(), 5);

        tray.show(TrayState { icon: TrayIcon::Alert, ..state });
        let mut told = std::collections::BTreeSet::new();
        while !(told.contains("NewStatus") && told.contains("NewIcon")) {
            told.insert(next(&mut signals).await);
        }
        assert!(!told.contains("LayoutUpdated"), "{told:?}");
        assert_eq!(item.status().await.unwrap(), "NeedsAttention");
    });
}

#[test]
fn a_panel_that_comes_late_or_comes_back_shows_what_stands_now() {
    on_private_bus(
        "desktop::tray::tests::a_panel_that_comes_late_or_comes_back_shows_what_stands_now",
        async |buses| {
            let (tray, mut events) = started();
            tray.show(shown());
            tray.show(TrayState { title: "late".to_owned(), ..shown() });
            for title in ["late", "again"] {
                tray.show(TrayState { title: title.to_owned(), ..shown() });
                until(|| !tray.shown()).await;
                let panel = TrayHost::start(&buses.session).await.unwrap();
                let item = panel.item_titled(title).await.unwrap();
                until(|| tray.shown()).await;
                item.press("Quit").await.unwrap();
                assert!(matches!(next(&mut events).await, TrayEvent::Pressed { action: TrayAction::Quit, .. }));
                panel.leave().await.unwrap();
            }
            // Dropped by a panel that takes it for gone, it is there again, time after time.
            let panel = TrayHost::start(&buses.session).await.unwrap();
            for _ in 0..2 {
                panel.item_titled("again").await.unwrap();
                panel.drop_items().await.unwrap();
            }
            panel.item_titled("again").await.unwrap();
            panel.leave().await.unwrap();
            // Connected again, it is there once.
            tray.reconnect();
            let panel = TrayHost::start(&buses.session).await.unwrap();
            panel.item_titled("again").await.unwrap();
        },
    );
}

#[test]
fn without_a_bus_there_is_no_tray_and_no_error() {
    without_bus("desktop::tray::tests::without_a_bus_there_is_no_tray_and_no_error", async || {
        let (tray, mut events) = started();
        tray.show(shown());
        tray.show(TrayState { title: "later".to_owned(), ..shown() });
        tray.reconnect();
        nothing(&mut events).await;
        assert!(!tray.shown());
    });
}
