//! Linux: a StatusNotifierItem by ksni, which registers again by itself when a panel comes or comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ksni::menu::{StandardItem, SubMenu};
use ksni::{Handle, MenuItem, OfflineReason, ToolTip, Tray, TrayMethods};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use super::dropped::PanelWatch;
use super::icon;
use super::state::{Entry, TrayAction, TrayEvent, TrayIcon, TrayState};

/// The owner of this name shows status items.
pub(super) const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// A panel that is going to be answered has been by then.
const ANSWERED: Duration = Duration::from_millis(300);

/// The way to the task that owns the sign.
#[derive(Debug, Clone)]
pub(super) struct PanelLink(UnboundedSender<TrayCommand>);

#[derive(Debug)]
enum TrayCommand {
    Show(TrayState),
    Reconnect,
    /// The panel has dropped the sign though it is there.
    Dropped,
}

impl PanelLink {
    pub(super) fn show(&self, state: TrayState) {
        // The task only ends with the program.
        let _ = self.0.send(TrayCommand::Show(state));
    }

    pub(super) fn reconnect(&self) {
        let _ = self.0.send(TrayCommand::Reconnect);
    }
}

pub(super) fn start(events: UnboundedSender<TrayEvent>, shown: Arc<AtomicBool>) -> PanelLink {
    let (commands, received) = unbounded_channel();
    let own = commands.downgrade();
    let dropped = move || {
        if let Some(own) = own.upgrade() {
            // The task only ends with the program.
            let _ = own.send(TrayCommand::Dropped);
        }
    };
    tokio::spawn(run(received, events, shown, dropped));
    PanelLink(commands)
}

/// Runs `work` where it is: on Linux the tray needs no thread of its own. Returns what it returns, to end with.
pub(crate) fn main_loop(work: impl FnOnce() -> u8 + Send + 'static) -> u8 {
    work()
}

async fn run(
    mut commands: UnboundedReceiver<TrayCommand>,
    events: UnboundedSender<TrayEvent>,
    shown: Arc<AtomicBool>,
    dropped: impl Fn() + Clone + Send + 'static,
) {
    let mut watch = JoinSet::new();
    let mut current = TrayState::default();
    let mut sign: Option<Handle<Sign>> = None;
    let mut told = false;
    while let Some(command) = commands.recv().await {
        match command {
            TrayCommand::Reconnect => {
                // It listened on the bus that was lost.
                watch = JoinSet::new();
                if let Some(old) = sign.take() {
                    old.shutdown().await;
                }
            }
            TrayCommand::Dropped => {
                tracing::info!("the panel has dropped the sign; it is shown again");
                if let Some(old) = sign.take() {
                    old.shutdown().await;
                }
            }
            TrayCommand::Show(state) if sign.is_some() && state == current => continue,
            TrayCommand::Show(state) => current = state,
        }
        match &sign {
            Some(sign) => {
                let state = current.clone();
                sign.update(|sign| sign.take(state)).await;
            }
            None => {
                // Before the sign appears, so that nothing is missed.
                if watch.is_empty()
                    && let Ok(panel) = PanelWatch::start().await
                {
                    watch.spawn(panel.tell(dropped.clone()));
                }
                match appear(&current, &events, &shown).await {
                    Ok(new) => sign = Some(new),
                    Err(why) if !told => {
                        told = true;
                        tracing::info!("there is no tray: {why}");
                    }
                    // Tried again with the next state.
                    Err(_) => {}
                }
            }
        }
    }
    // Its task must not outlive its handle.
    if let Some(sign) = sign {
        sign.shutdown().await;
    }
}

async fn appear(
    state: &TrayState,
    events: &UnboundedSender<TrayEvent>,
    shown: &Arc<AtomicBool>,
) -> Result<Handle<Sign>, ksni::Error> {
    let spawned = spawn(state, events, shown).await?;
    // A panel that came between the attempt to register and the watch for panels was missed by both; one that came after
    // them is answered at once.
    if !shown.load(Ordering::Relaxed) && panel_is_there().await {
        tokio::time::sleep(ANSWERED).await;
        if !shown.load(Ordering::Relaxed) {
            spawned.shutdown().await;
            return spawn(state, events, shown).await;
        }
    }
    Ok(spawned)
}

async fn panel_is_there() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let bus = zbus::fdo::DBusProxy::new(&bus).await?;
        Ok::<_, zbus::Error>(bus.name_has_owner(WATCHER.try_into()?).await?)
    };
    asked.await.unwrap_or(false)
}

async fn spawn(
    state: &TrayState,
    events: &UnboundedSender<TrayEvent>,
    shown: &Arc<AtomicBool>,
) -> Result<Handle<Sign>, ksni::Error> {
    let mut sign = Sign {
        state: TrayState::default(),
        pictures: Vec::new(),
        pictured: None,
        events: events.clone(),
        shown: Arc::clone(shown),
    };
    sign.take(state.clone());
    shown.store(true, Ordering::Relaxed);
    // In a sandbox names on the bus are not given; a panel that is not there yet may come later.
    let sandboxed = std::path::Path::new("/.flatpak-info").exists();
    let spawned = sign.disable_dbus_name(sandboxed).assume_sni_available(true).spawn().await;
    if spawned.is_err() {
        shown.store(false, Ordering::Relaxed);
    }
    spawned
}

/// What ksni asks for what is shown.
struct Sign {
    state: TrayState,
    pictures: Vec<ksni::Icon>,
    pictured: Option<TrayIcon>,
    events: UnboundedSender<TrayEvent>,
    shown: Arc<AtomicBool>,
}

impl Sign {
    fn take(&mut self, state: TrayState) {
        if self.pictured != Some(state.icon) {
            self.pictured = Some(state.icon);
            self.pictures = icon::pictures(state.icon).into_iter().map(argb).collect();
        }
        self.state = state;
    }

    fn press(&self, action: TrayAction) {
        let activation = ksni::current_xdg_activation_token();
        // The listener only goes away with the program.
        let _ = self.events.send(TrayEvent::Pressed { action, activation });
    }
}

impl Tray for Sign {
    fn id(&self) -> String {
        "lumbar".into()
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.press(TrayAction::Open);
    }

    fn title(&self) -> String {
        // Panels that list their items by title need one.
        if self.state.title.is_empty() { "Lumbar".into() } else { self.state.title.clone() }
    }

    fn status(&self) -> ksni::Status {
        match self.state.icon {
            TrayIcon::Alert => ksni::Status::NeedsAttention,
            TrayIcon::Idle | TrayIcon::Cold | TrayIcon::Heat | TrayIcon::Rest | TrayIcon::Move => ksni::Status::Active,
        }
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        self.pictures.clone()
    }

    fn attention_icon_pixmap(&self) -> Vec<ksni::Icon> {
        match self.state.icon {
            TrayIcon::Alert => self.pictures.clone(),
            TrayIcon::Idle | TrayIcon::Cold | TrayIcon::Heat | TrayIcon::Rest | TrayIcon::Move => Vec::new(),
        }
    }

    fn tool_tip(&self) -> ToolTip {
        // Hosts read it as markup.
        let description = self.state.tooltip.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br/>");
        ToolTip { title: "Lumbar".into(), description, ..ToolTip::default() }
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.state.menu.entries.iter().map(item).collect()
    }

    fn watcher_online(&self) {
        self.shown.store(true, Ordering::Relaxed);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        self.shown.store(false, Ordering::Relaxed);
        if let OfflineReason::Error(why) = reason {
            tracing::info!("no panel shows the tray: {why}");
        } else {
            tracing::info!("the panel that showed the tray is gone");
        }
        // It may come, or come back.
        true
    }
}

fn item(entry: &Entry) -> MenuItem<Sign> {
    match entry {
        Entry::Text(label) => StandardItem { label: plain(label), enabled: false, ..StandardItem::default() }.into(),
        Entry::Press { label, action } => {
            let action = action.clone();
            StandardItem {
                label: plain(label),
                activate: Box::new(move |sign: &mut Sign| sign.press(action.clone())),
                ..StandardItem::default()
            }
            .into()
        }
        Entry::Sub { label, entries } => {
            SubMenu { label: plain(label), submenu: entries.iter().map(item).collect(), ..SubMenu::default() }.into()
        }
        Entry::Separator => MenuItem::Separator,
    }
}

/// An underscore would mark an access key.
fn plain(label: &str) -> String {
    label.replace('_', "__")
}

/// From red, green, blue, opacity to opacity first, as the panel reads it.
fn argb(picture: icon::Picture) -> ksni::Icon {
    let mut data = picture.rgba;
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    let side = |length: u32| i32::try_from(length).unwrap_or(0);
    ksni::Icon { width: side(picture.width), height: side(picture.height), data }
}
