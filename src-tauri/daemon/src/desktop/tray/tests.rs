//! The tray on a private bus, with a panel played by the test.

use std::collections::HashMap;

use lumbar_engine::words::{Answer, Token};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, interface, proxy};

use super::state::{Entry, Menu, TrayIcon};
use super::*;
use crate::desktop::notify::testbus::{LONG, next, nothing, on_private_bus, without_bus};

struct Watcher {
    items: UnboundedSender<String>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.items.send(service).unwrap();
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

#[proxy(interface = "org.kde.StatusNotifierItem", default_path = "/StatusNotifierItem", gen_blocking = false)]
trait Item {
    fn activate(&self, x: i32, y: i32) -> zbus::Result<()>;
    fn provide_xdg_activation_token(&self, token: &str) -> zbus::Result<()>;
    #[zbus(property)]
    fn title(&self) -> zbus::Result<String>;
    #[zbus(property)]
    fn status(&self) -> zbus::Result<String>;
    #[zbus(property)]
    fn icon_pixmap(&self) -> zbus::Result<Vec<(i32, i32, Vec<u8>)>>;
    #[zbus(property)]
    fn tool_tip(&self) -> zbus::Result<(String, Vec<(i32, i32, Vec<u8>)>, String, String)>;
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

#[proxy(interface = "com.canonical.dbusmenu", default_path = "/MenuBar", gen_blocking = false)]
trait PanelMenu {
    fn get_layout(&self, parent: i32, depth: i32, names: &[&str]) -> zbus::Result<(u32, Layout)>;
    fn event(&self, id: i32, what: &str, data: &Value<'_>, time: u32) -> zbus::Result<()>;
}

/// A panel that shows status items.
struct Panel {
    connection: Connection,
    items: UnboundedReceiver<String>,
}

impl Panel {
    async fn new() -> Self {
        let (told, items) = unbounded_channel();
        let connection = zbus::connection::Builder::session()
            .unwrap()
            .serve_at("/StatusNotifierWatcher", Watcher { items: told })
            .unwrap()
            .name("org.kde.StatusNotifierWatcher")
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { connection, items }
    }

    async fn item(&mut self) -> (ItemProxy<'static>, PanelMenuProxy<'static>) {
        let name = next(&mut self.items).await;
        let item = ItemProxy::builder(&self.connection)
            .destination(name.clone())
            .unwrap()
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
            .unwrap();
        (item, PanelMenuProxy::builder(&self.connection).destination(name).unwrap().build().await.unwrap())
    }

    /// The menu of the item that comes to have this title; it may have another one for a moment, or take the place of one
    /// that goes.
    async fn titled(&mut self, title: &str) -> PanelMenuProxy<'static> {
        loop {
            let (item, menu) = self.item().await;
            while let Ok(read) = item.title().await {
                if read == title {
                    return menu;
                }
            }
        }
    }

    /// All signals of the item and its menu from now on, by name.
    async fn signals(&self) -> UnboundedReceiver<String> {
        use futures_util::StreamExt;
        let (told, signals) = unbounded_channel();
        let rule = zbus::MatchRule::builder().msg_type(zbus::message::Type::Signal);
        let own = self.connection.unique_name().unwrap().to_string();
        let mut stream = zbus::MessageStream::for_match_rule(rule.build(), &self.connection, None).await.unwrap();
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                let header = message.header();
                let interface = header.interface().map(|i| i.to_string()).unwrap_or_default();
                if interface.starts_with("org.freedesktop.DBus") && !interface.ends_with("Properties")
                    || header.sender().is_some_and(|sender| sender.as_str() == own)
                {
                    continue;
                }
                let _ = told.send(header.member().unwrap().to_string());
            }
        });
        signals
    }
}

/// The lines of a layout, each with its number, as a person reads them.
fn lines(layout: &Layout) -> Vec<(i32, String)> {
    layout
        .2
        .iter()
        .flat_map(|child| {
            let child: Layout = child.try_clone().unwrap().try_into().unwrap();
            let text = |name: &str| child.1.get(name).and_then(|v| String::try_from(v.try_clone().unwrap()).ok());
            let enabled = child.1.get("enabled").and_then(|v| bool::try_from(v.try_clone().unwrap()).ok());
            let label = match (text("type"), text("label")) {
                (Some(kind), _) if kind == "separator" => "---".to_owned(),
                (_, Some(label)) if enabled == Some(false) => format!("({label})"),
                (_, label) => label.unwrap_or_default(),
            };
            let mut all = vec![(child.0, label)];
            all.extend(lines(&child).into_iter().map(|(id, label)| (id, format!("> {label}"))));
            all
        })
        .collect()
}

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
    tokio::time::timeout(LONG, async {
        while !what() {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    })
    .await
    .expect("it never came to be");
}

#[test]
fn a_panel_shows_the_sign_the_words_and_the_menu() {
    on_private_bus("desktop::tray::tests::a_panel_shows_the_sign_the_words_and_the_menu", || async {
        let mut panel = Panel::new().await;
        let (tray, mut events) = started();
        assert!(!tray.shown());
        tray.show(shown());
        let (item, menu) = panel.item().await;
        assert!(tray.shown());
        assert_eq!(item.title().await.unwrap(), "12 min");
        assert_eq!(item.status().await.unwrap(), "Active");
        assert_eq!(item.tool_tip().await.unwrap().3, "Cold pack &amp; cloth<br/>12 min");
        let pictures = item.icon_pixmap().await.unwrap();
        assert_eq!(pictures.iter().map(|p| p.0).collect::<Vec<_>>(), [16, 22, 24, 32, 48]);
        // Opacity first: the corners are clear, something is not.
        assert!(pictures.iter().all(|p| p.2.len() == (p.0 * p.1 * 4) as usize && p.2[0] == 0));
        assert!(pictures.iter().all(|p| p.2.iter().step_by(4).any(|opacity| *opacity == 255)));

        let (_, layout) = menu.get_layout(0, -1, &[]).await.unwrap();
        let lines = lines(&layout);
        let read: Vec<&str> = lines.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(read, ["(Cold, 12 min)", "It is__off", "---", "Start", "> Ice", "Quit"]);

        for (line, action) in [(1, answered()), (4, TrayAction::Start("cold-20-20".to_owned())), (5, TrayAction::Quit)]
        {
            menu.event(lines[line].0, "clicked", &Value::from(0), 0).await.unwrap();
            assert_eq!(next(&mut events).await, TrayEvent::Pressed { action, activation: None });
        }
        item.provide_xdg_activation_token("from the panel").await.unwrap();
        item.activate(1, 2).await.unwrap();
        let activation = Some("from the panel".to_owned());
        assert_eq!(next(&mut events).await, TrayEvent::Pressed { action: TrayAction::Open, activation });
    });
}

#[test]
fn only_what_differs_is_sent() {
    on_private_bus("desktop::tray::tests::only_what_differs_is_sent", || async {
        let mut panel = Panel::new().await;
        let (tray, _events) = started();
        tray.show(shown());
        let (item, menu) = panel.item().await;
        let mut signals = panel.signals().await;
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
        assert_eq!(lines(&menu.get_layout(0, -1, &[]).await.unwrap().1).len(), 5);

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
    on_private_bus("desktop::tray::tests::a_panel_that_comes_late_or_comes_back_shows_what_stands_now", || async {
        let (tray, mut events) = started();
        tray.show(shown());
        tray.show(TrayState { title: "late".to_owned(), ..shown() });
        for title in ["late", "again"] {
            tray.show(TrayState { title: title.to_owned(), ..shown() });
            until(|| !tray.shown()).await;
            let mut panel = Panel::new().await;
            let menu = panel.titled(title).await;
            until(|| tray.shown()).await;
            let lines = lines(&menu.get_layout(0, -1, &[]).await.unwrap().1);
            menu.event(lines[5].0, "clicked", &Value::from(0), 0).await.unwrap();
            assert!(matches!(next(&mut events).await, TrayEvent::Pressed { action: TrayAction::Quit, .. }));
            panel.connection.close().await.unwrap();
        }
        // Connected again, it is there once.
        tray.reconnect();
        let mut panel = Panel::new().await;
        panel.titled("again").await;
    });
}

#[test]
fn without_a_bus_there_is_no_tray_and_no_error() {
    without_bus("desktop::tray::tests::without_a_bus_there_is_no_tray_and_no_error", || async {
        let (tray, mut events) = started();
        tray.show(shown());
        tray.show(TrayState { title: "later".to_owned(), ..shown() });
        tray.reconnect();
        nothing(&mut events).await;
        assert!(!tray.shown());
    });
}
