//! macOS and Windows: tray-icon, on the main thread, where these systems want their windows.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tao::event::{Event, StartCause};
use tao::event_loop::{ControlFlow, EventLoopBuilder, EventLoopProxy};
use tokio::sync::mpsc::UnboundedSender;
use tray_icon::menu::{IsMenuItem, Menu as PanelMenu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{Icon, TrayIcon as PanelIcon, TrayIconBuilder};

use super::icon;
use super::state::{Entry, Menu, TrayAction, TrayEvent, TrayIcon, TrayState};

/// The size macOS and Windows scale best, px.
const SIZE: u32 = 32;

/// How long the loop is given to take the sign away and to end the program.
const LAST_TURN: Duration = Duration::from_secs(1);

/// The loop on the main thread, once it runs.
static LOOP: OnceLock<EventLoopProxy<Message>> = OnceLock::new();

/// What the loop is told.
#[derive(Debug)]
enum Message {
    Start(UnboundedSender<TrayEvent>, Arc<AtomicBool>),
    Show(TrayState),
    Chosen(MenuEvent),
    Ended(u8),
}

/// The way to the loop.
#[derive(Debug, Clone)]
pub(super) struct PanelLink;

impl PanelLink {
    pub(super) fn show(&self, state: TrayState) {
        tell(Message::Show(state));
    }

    /// There is no bus here that could be lost.
    pub(super) fn reconnect(&self) {}
}

pub(super) fn start(events: UnboundedSender<TrayEvent>, shown: Arc<AtomicBool>) -> PanelLink {
    tell(Message::Start(events, shown));
    PanelLink
}

/// Runs `work` beside the main thread, which belongs to the tray, and ends the program with what it returns.
pub(crate) fn main_loop(work: impl FnOnce() -> u8 + Send + 'static) -> u8 {
    let mut builder = EventLoopBuilder::<Message>::with_user_event();
    #[cfg_attr(not(target_os = "macos"), expect(unused_mut, reason = "only macOS is told more"))]
    let mut event_loop = builder.build();
    #[cfg(target_os = "macos")]
    {
        use tao::platform::macos::{ActivationPolicy, EventLoopExtMacOS};
        // A sign in the menu bar, none in the dock.
        event_loop.set_activation_policy(ActivationPolicy::Accessory);
    }
    let proxy = event_loop.create_proxy();
    let chosen = proxy.clone();
    MenuEvent::set_event_handler(Some(move |event| {
        // A loop that has ended shows no menu.
        let _ = chosen.send_event(Message::Chosen(event));
    }));
    let end = proxy.clone();
    let _ = LOOP.set(proxy);
    let thread = std::thread::Builder::new().name("lumbar".to_owned()).spawn(move || {
        let code = work();
        let _ = end.send_event(Message::Ended(code));
        // The loop ends when its window is painted next, which may never be (Wine) or not while a menu is open.
        std::thread::sleep(LAST_TURN);
        std::process::exit(code.into());
    });
    if let Err(why) = thread {
        tracing::error!("the background program could not be started: {why}");
        return 1;
    }
    let mut panel = Panel::default();
    event_loop.run(move |event, _, flow| {
        *flow = ControlFlow::Wait;
        match event {
            Event::NewEvents(StartCause::Init) => tracing::debug!("the tray's loop runs"),
            Event::UserEvent(Message::Ended(code)) => {
                panel.sign = None;
                *flow = ControlFlow::ExitWithCode(code.into());
            }
            Event::UserEvent(message) => panel.take(message),
            // macOS: the program was started once more.
            Event::Reopen { .. } => panel.press(TrayAction::Open),
            _ => {}
        }
    })
}

fn tell(message: Message) {
    match LOOP.get() {
        Some(line) => {
            // A loop that has ended has nothing to show.
            let _ = line.send_event(message);
        }
        None => tracing::debug!("no loop runs that could show a tray"),
    }
}

/// What stands in the panel; lives on the main thread.
#[derive(Default)]
struct Panel {
    events: Option<UnboundedSender<TrayEvent>>,
    shown: Option<Arc<AtomicBool>>,
    sign: Option<PanelIcon>,
    state: TrayState,
    /// What each line of the menu does, by the number that is its id.
    actions: Vec<TrayAction>,
}

impl Panel {
    fn take(&mut self, message: Message) {
        match message {
            Message::Start(events, shown) => {
                self.events = Some(events);
                // In a second run of the program it is there already.
                shown.store(self.sign.is_some(), Ordering::Relaxed);
                self.shown = Some(shown);
            }
            Message::Show(state) => {
                if let Err(why) = self.show(state) {
                    tracing::warn!("the tray could not be shown: {why}");
                }
            }
            Message::Chosen(event) => {
                let action = event.id().0.parse::<usize>().ok().and_then(|n| self.actions.get(n).cloned());
                if let Some(action) = action {
                    self.press(action);
                }
            }
            Message::Ended(_) => {}
        }
    }

    fn press(&self, action: TrayAction) {
        if let Some(events) = &self.events {
            // The listener only goes away with the program.
            let _ = events.send(TrayEvent::Pressed { action, activation: None });
        }
    }

    fn show(&mut self, state: TrayState) -> Result<(), Box<dyn std::error::Error>> {
        match &self.sign {
            Some(_) if state == self.state => return Ok(()),
            Some(sign) => {
                if state.icon != self.state.icon {
                    sign.set_icon(picture(state.icon))?;
                }
                sign.set_tooltip(Some(&state.tooltip))?;
                // Beside the icon, where the system has a place for it (macOS).
                sign.set_title(Some(&state.title));
                if state.menu != self.state.menu {
                    let (menu, actions) = built(&state.menu)?;
                    sign.set_menu(Some(Box::new(menu)));
                    self.actions = actions;
                }
            }
            None => {
                let (menu, actions) = built(&state.menu)?;
                let mut builder = TrayIconBuilder::new().with_id("lumbar").with_menu(Box::new(menu));
                if let Some(icon) = picture(state.icon) {
                    builder = builder.with_icon(icon);
                }
                self.sign = Some(builder.with_tooltip(&state.tooltip).with_title(&state.title).build()?);
                self.actions = actions;
                if let Some(shown) = &self.shown {
                    shown.store(true, Ordering::Relaxed);
                }
            }
        }
        self.state = state;
        Ok(())
    }
}

fn picture(state: TrayIcon) -> Option<Icon> {
    let picture = icon::pictures(state).into_iter().find(|picture| picture.width == SIZE)?;
    Icon::from_rgba(picture.rgba, picture.width, picture.height).ok()
}

/// The system's menu for ours, and what its lines do.
fn built(menu: &Menu) -> Result<(PanelMenu, Vec<TrayAction>), tray_icon::menu::Error> {
    let actions = RefCell::new(Vec::new());
    let panel = PanelMenu::new();
    for entry in &menu.entries {
        panel.append(line(entry, &actions)?.as_ref())?;
    }
    Ok((panel, actions.into_inner()))
}

fn line(entry: &Entry, actions: &RefCell<Vec<TrayAction>>) -> Result<Box<dyn IsMenuItem>, tray_icon::menu::Error> {
    Ok(match entry {
        Entry::Text(label) => Box::new(MenuItem::new(plain(label), false, None)),
        Entry::Press { label, action } => {
            let mut actions = actions.borrow_mut();
            actions.push(action.clone());
            Box::new(MenuItem::with_id((actions.len() - 1).to_string(), plain(label), true, None))
        }
        Entry::Sub { label, entries } => {
            let sub = Submenu::new(plain(label), true);
            for entry in entries {
                sub.append(line(entry, actions)?.as_ref())?;
            }
            Box::new(sub)
        }
        Entry::Separator => Box::new(PredefinedMenuItem::separator()),
    })
}

/// An ampersand would mark an access key.
fn plain(label: &str) -> String {
    label.replace('&', "&&")
}
