//! Plays the panel: takes tray items, reads what they show, and presses entries of their menus.

use std::{collections::HashMap, sync::Arc};

use futures_util::StreamExt;
use tokio::{
    sync::{
        Mutex,
        mpsc::{UnboundedReceiver, unbounded_channel},
    },
    time::{Instant, sleep},
};
use zbus::{
    Connection, MatchRule, MessageStream, connection, fdo, interface,
    message::{self, Header},
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::{Bus, Context, MenuItem, Outcome, Trouble, bus, watched::Watched, watched::patience};

const NAME: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
/// How often an item is read again while a test waits for it to show something.
const GLANCE: std::time::Duration = std::time::Duration::from_millis(20);

/// Id, properties and children of a menu entry, as `GetLayout` answers.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// Which item registered: service, object path, and the connection it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Registered {
    service: String,
    path: String,
    owner: String,
}

/// The tray host on a private session bus.
#[derive(Debug)]
pub struct TrayHost {
    address: String,
    client: Connection,
    server: Mutex<Option<Connection>>,
    items: Arc<Watched<Vec<Registered>>>,
}

impl TrayHost {
    /// Takes the watcher's name on the bus.
    pub async fn start(bus: &Bus) -> Outcome<Self> {
        let client = bus.connect().await?;
        let items = Arc::new(Watched::new(Vec::new()));
        forget_those_who_leave(&client, Arc::clone(&items)).await?;
        let host = Self { address: bus.address().to_owned(), client, server: Mutex::new(None), items };
        host.come_back().await?;
        Ok(host)
    }

    /// Waits for an item and hands back the latest.
    pub async fn item(&self) -> Outcome<TrayItem> {
        let pick = |items: &mut Vec<Registered>| items.last().cloned();
        let found = self.items.until(pick).await.trying("no tray item was registered")?;
        Ok(TrayItem { connection: self.client.clone(), service: found.service, path: found.path })
    }

    /// Waits for an item that has this title; another may stand there for a moment, such as one that is about to go.
    pub async fn item_titled(&self, title: &str) -> Outcome<TrayItem> {
        let deadline = Instant::now() + patience();
        loop {
            let item = self.item().await?;
            // Whoever goes while it is read has no title any more.
            let read = item.title().await.unwrap_or_default();
            if read == title {
                return Ok(item);
            }
            if Instant::now() > deadline {
                return Err(Trouble::new(format!("the tray's title stays \"{read}\"")));
            }
            sleep(GLANCE).await;
        }
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.items.read(Vec::len)
    }

    /// Waits until there are no items.
    pub async fn expect_none(&self) -> Outcome<()> {
        let none = |items: &mut Vec<Registered>| items.is_empty().then_some(());
        self.items.until(none).await.trying("a tray item is still there")
    }

    /// Drops every item though its program is there, as a panel that takes it for gone, and says so.
    pub async fn drop_items(&self) -> Outcome<()> {
        let names = self.items.read(|all| all.iter().map(|item| format!("{}{}", item.service, item.path)).collect());
        let names: Vec<String> = names;
        self.items.change(Vec::clear);
        let server = self.server.lock().await;
        let server = server.as_ref().trying("the tray host has left")?;
        for name in names {
            server.emit_signal(None::<&str>, PATH, NAME, "StatusNotifierItemUnregistered", &name).await?;
        }
        Ok(())
    }

    /// Goes away, as a panel that crashed or a shell that restarts.
    pub async fn leave(&self) -> Outcome<()> {
        if let Some(server) = self.server.lock().await.take() {
            server.close().await?;
        }
        self.items.change(Vec::clear);
        Ok(())
    }

    /// Takes the name again; items must register anew.
    pub async fn come_back(&self) -> Outcome<()> {
        let mut server = self.server.lock().await;
        let watcher = Watcher { items: Arc::clone(&self.items) };
        let builder = connection::Builder::address(self.address.as_str())?.serve_at(PATH, watcher)?.name(NAME)?;
        let connection = builder.build().await.trying("the tray host")?;
        connection.emit_signal(None::<&str>, PATH, NAME, "StatusNotifierHostRegistered", &()).await?;
        *server = Some(connection);
        Ok(())
    }
}

/// A tray item as a panel sees it.
#[derive(Clone, Debug)]
pub struct TrayItem {
    connection: Connection,
    service: String,
    path: String,
}

impl TrayItem {
    /// The first item known to whatever host runs on this bus, such as a real panel.
    pub async fn on(address: &str) -> Outcome<Self> {
        let connection = bus::connect(address).await?;
        let deadline = Instant::now() + patience();
        loop {
            let known = property(&connection, NAME, PATH, NAME, "RegisteredStatusNotifierItems").await;
            let first =
                known.ok().and_then(|value| Vec::<String>::try_from(value).ok()).and_then(|all| all.into_iter().next());
            if let Some(name) = first {
                let (service, path) = match name.split_once('/') {
                    Some((service, path)) => (service.to_owned(), format!("/{path}")),
                    None => (name, "/StatusNotifierItem".to_owned()),
                };
                return Ok(Self { connection, service, path });
            }
            if Instant::now() > deadline {
                return Err(Trouble::new("the panel shows no tray item"));
            }
            sleep(GLANCE).await;
        }
    }

    /// The name of its program on the bus.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// Its title.
    pub async fn title(&self) -> Outcome<String> {
        self.text("Title").await
    }

    /// Title and text of its tooltip.
    pub async fn tooltip(&self) -> Outcome<(String, String)> {
        let value = self.property("ToolTip").await?;
        let Value::Structure(fields) = &*value else { return Err(Trouble::new("the tooltip is of another type")) };
        match fields.fields() {
            [_, _, Value::Str(title), Value::Str(text)] => Ok((title.to_string(), text.to_string())),
            _ => Err(Trouble::new("the tooltip is of another type")),
        }
    }

    /// `Passive`, `Active` or `NeedsAttention`.
    pub async fn status(&self) -> Outcome<String> {
        self.text("Status").await
    }

    /// The name of its icon, empty where it sends pixels only.
    pub async fn icon_name(&self) -> Outcome<String> {
        self.text("IconName").await
    }

    /// Its pixels in all sizes: width, height, bytes as ARGB.
    pub async fn icon_pixels(&self) -> Outcome<Vec<(i32, i32, Vec<u8>)>> {
        let value = self.property("IconPixmap").await?;
        let Value::Array(sizes) = &*value else { return Err(Trouble::new("the icon is of another type")) };
        let read = |size: &Value<'_>| {
            let Value::Structure(fields) = size else { return None };
            let [Value::I32(width), Value::I32(height), Value::Array(bytes)] = fields.fields() else { return None };
            let bytes = bytes.iter().filter_map(|byte| u8::try_from(byte).ok()).collect();
            Some((*width, *height, bytes))
        };
        Ok(sizes.iter().filter_map(read).collect())
    }

    /// Any property of the item.
    pub async fn property(&self, name: &str) -> Outcome<OwnedValue> {
        property(&self.connection, &self.service, &self.path, ITEM, name).await
    }

    /// Its menu as a tree.
    pub async fn menu(&self) -> Outcome<MenuItem> {
        let path = self.menu_path().await?;
        let service = self.service.as_str();
        // A menu may be filled only when it is about to be seen; that it need not be is no failure.
        let _needs_update = self.connection.call_method(Some(service), &path, Some(MENU), "AboutToShow", &0_i32).await;
        let asked = (0_i32, -1_i32, Vec::<String>::new());
        let reply = self.connection.call_method(Some(service), &path, Some(MENU), "GetLayout", &asked).await?;
        let body = reply.body();
        let (_revision, layout): (u32, Layout) = body.deserialize()?;
        let children = layout.2.iter().filter_map(|child| MenuItem::read(child)).collect();
        Ok(MenuItem {
            id: layout.0,
            label: String::new(),
            enabled: true,
            visible: true,
            separator: false,
            checked: None,
            children,
        })
    }

    /// Presses the entry with this label, wherever in the menu it is.
    pub async fn press(&self, label: &str) -> Outcome<()> {
        let menu = self.menu().await?;
        let entry = menu.find(label).trying(format!("the tray menu has no \"{label}\":\n{menu}"))?;
        if !entry.enabled {
            return Err(Trouble::new(format!("\"{label}\" in the tray menu is off")));
        }
        let path = self.menu_path().await?;
        let event = (entry.id, "clicked", Value::from(0_i32), 0_u32);
        self.connection.call_method(Some(self.service.as_str()), &path, Some(MENU), "Event", &event).await?;
        Ok(())
    }

    /// Clicks the icon itself, with the token a panel gives first.
    pub async fn activate(&self, token: Option<&str>) -> Outcome<()> {
        let (service, path) = (Some(self.service.as_str()), self.path.as_str());
        if let Some(token) = token {
            self.connection.call_method(service, path, Some(ITEM), "ProvideXdgActivationToken", &token).await?;
        }
        self.connection.call_method(service, path, Some(ITEM), "Activate", &(0_i32, 0_i32)).await?;
        Ok(())
    }

    /// The names of all signals that it and its menu send from now on.
    pub async fn signals(&self) -> Outcome<UnboundedReceiver<String>> {
        let bus = fdo::DBusProxy::new(&self.connection).await?;
        let owner = bus.get_name_owner(self.service.as_str().try_into()?).await.trying("the tray item has no owner")?;
        let rule = MatchRule::builder().msg_type(message::Type::Signal).sender(owner)?.build();
        let mut sent = MessageStream::for_match_rule(rule, &self.connection, None).await?;
        let (tell, names) = unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = sent.next().await {
                let name = message.header().member().map(ToString::to_string).unwrap_or_default();
                if tell.send(name).is_err() {
                    break;
                }
            }
        });
        Ok(names)
    }

    /// Waits until the title fits and hands it back.
    pub async fn expect_title(&self, fits: impl Fn(&str) -> bool) -> Outcome<String> {
        let deadline = Instant::now() + patience();
        loop {
            let title = self.title().await?;
            if fits(&title) {
                return Ok(title);
            }
            if Instant::now() > deadline {
                return Err(Trouble::new(format!("the tray's title stays \"{title}\"")));
            }
            sleep(GLANCE).await;
        }
    }

    /// Waits until the menu fits and hands it back.
    pub async fn expect_menu(&self, fits: impl Fn(&MenuItem) -> bool) -> Outcome<MenuItem> {
        let deadline = Instant::now() + patience();
        loop {
            let menu = self.menu().await?;
            if fits(&menu) {
                return Ok(menu);
            }
            if Instant::now() > deadline {
                return Err(Trouble::new(format!("the tray's menu stays\n{menu}")));
            }
            sleep(GLANCE).await;
        }
    }

    async fn menu_path(&self) -> Outcome<OwnedObjectPath> {
        OwnedObjectPath::try_from(self.property("Menu").await?).trying("the item's menu")
    }

    async fn text(&self, name: &str) -> Outcome<String> {
        String::try_from(self.property(name).await?).trying(name)
    }
}

async fn property(connection: &Connection, service: &str, path: &str, of: &str, name: &str) -> Outcome<OwnedValue> {
    let asked = (of, name);
    let properties = Some("org.freedesktop.DBus.Properties");
    let reply = connection.call_method(Some(service), path, properties, "Get", &asked).await.trying(name)?;
    reply.body().deserialize().trying(name)
}

async fn forget_those_who_leave(client: &Connection, items: Arc<Watched<Vec<Registered>>>) -> Outcome<()> {
    let mut changes = fdo::DBusProxy::new(client).await?.receive_name_owner_changed().await?;
    tokio::spawn(async move {
        while let Some(change) = changes.next().await {
            let Ok(change) = change.args() else { continue };
            if change.new_owner().is_none() {
                let gone = change.name().as_str();
                items.change(|all| all.retain(|item| item.owner != gone && item.service != gone));
            }
        }
    });
    Ok(())
}

struct Watcher {
    items: Arc<Watched<Vec<Registered>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &Connection,
    ) -> fdo::Result<()> {
        let owner = header.sender().map(ToString::to_string).unwrap_or_default();
        // Programs send either their bus name or only the path of their item.
        let (service, path) = match service.starts_with('/') {
            true => (owner.clone(), service),
            false => (service, "/StatusNotifierItem".to_owned()),
        };
        let name = format!("{service}{path}");
        let item = Registered { service, path, owner };
        self.items.change(|all| {
            all.retain(|known| *known != item);
            all.push(item);
        });
        connection.emit_signal(None::<&str>, PATH, NAME, "StatusNotifierItemRegistered", &name).await?;
        Ok(())
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.items.read(|all| all.iter().map(|item| format!("{}{}", item.service, item.path)).collect())
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}
