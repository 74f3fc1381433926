//! Wayland: asks the desktop's portal for the keys (org.freedesktop.portal.GlobalShortcuts). The desktop may show them to the
//! person first, and may hand out others than were asked for: it decides.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt;
use lumbar_ui::KeyState;
use lumbar_ui::settings::DesktopKey;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, MatchRule, MessageStream};

use super::wanted::{KeyAct, States, Wanted};
use crate::desktop::notify::DESKTOP_ENTRY;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";
const REQUEST: &str = "org.freedesktop.portal.Request";
const SESSION: &str = "org.freedesktop.portal.Session";
const REGISTRY: &str = "org.freedesktop.host.portal.Registry";
/// How long the portal may take to open a session. The person may take any time over the keys themselves.
const OPENED: Duration = Duration::from_secs(10);

type Options<'a> = HashMap<&'a str, Value<'a>>;
type Results = HashMap<String, OwnedValue>;

/// Asks for the keys, and tells of presses; asks again when the portal has come or come back, until the bus goes.
pub(super) async fn serve(wanted: Wanted, pressed: UnboundedSender<KeyAct>, states: States) {
    if let Err(why) = go_on(&wanted, &pressed, &states).await {
        tracing::info!("the keys of the desktop are asked for no more: {why}");
    }
}

async fn go_on(wanted: &Wanted, pressed: &UnboundedSender<KeyAct>, states: &States) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let daemon = DBusProxy::new(&bus).await?;
    // Listened to from before the portal is asked: whoever takes its name later is told here.
    let mut owners = daemon.receive_name_owner_changed_with_args(&[(0, PORTAL)]).await?;
    loop {
        if let Err(why) = hold(&bus, &mut owners, wanted, pressed, states).await {
            tracing::info!("the desktop hands out no keys: {why}");
        }
        for (act, _) in wanted.chosen() {
            states.set(act, KeyState::NotHere);
        }
        while owners.next().await.ok_or_else(gone)?.args()?.new_owner.is_none() {}
    }
}

fn gone() -> zbus::Error {
    zbus::Error::Failure("the bus is gone".into())
}

/// Takes the keys and tells of presses until the portal goes, or ends the session.
async fn hold(
    bus: &Connection,
    owners: &mut NameOwnerChangedStream,
    wanted: &Wanted,
    pressed: &UnboundedSender<KeyAct>,
    states: &States,
) -> zbus::Result<()> {
    // An older portal has no such list, and takes programs by their desktop entry or not at all.
    let registered =
        bus.call_method(Some(PORTAL), PATH, Some(REGISTRY), "Register", &(DESKTOP_ENTRY, Options::new())).await;
    if let Err(why) = registered {
        tracing::debug!("the portal takes no name: {why}");
    }
    let options = Options::from([("session_handle_token", Value::from("lumbar"))]);
    let opened = timeout(OPENED, ask(bus, "CreateSession", "lumbar_open", |options| (options,), options));
    let opened = opened.await.map_err(|_| zbus::Error::Failure("it does not answer".into()))??;
    let session: String = opened
        .get("session_handle")
        .and_then(|handle| handle.try_clone().ok()?.try_into().ok())
        .ok_or_else(|| zbus::Error::Failure("it names no session".into()))?;
    let session = OwnedObjectPath::try_from(session)?;

    let keys: Vec<(&str, Options<'_>)> = wanted
        .chosen()
        .map(|(act, key)| {
            let described = [("description", name(wanted, act).into()), ("preferred_trigger", trigger(key).into())];
            (id(act), Options::from(described))
        })
        .collect();
    // Heard from before they are there: none is lost.
    let mut activated = signals(bus, SHORTCUTS, "Activated", PATH, 16).await?;
    let bound = ask(bus, "BindShortcuts", "lumbar_bind", |options| (&session, &keys, "", options), Options::new());
    let bound = bound.await?;
    let bound: Vec<(String, Results)> =
        bound.get("shortcuts").and_then(|list| list.try_clone().ok()?.try_into().ok()).unwrap_or_default();
    for (act, _) in wanted.chosen() {
        let has = bound.iter().any(|(name, _)| name == id(act));
        states.set(act, if has { KeyState::ByDesktop } else { KeyState::Taken });
    }
    let mut closed = signals(bus, SESSION, "Closed", session.as_str(), 1).await?;
    loop {
        let message = tokio::select! {
            message = activated.next() => message,
            change = owners.next() => {
                // Asking for the keys may have brought the portal up: that is told here as well.
                if change.ok_or_else(gone)?.args()?.new_owner.is_some() {
                    continue;
                }
                return Err(zbus::Error::Failure("the portal is gone".into()));
            }
            _ = closed.next() => return Err(zbus::Error::Failure("the portal has ended the session".into())),
        };
        let message = message.ok_or_else(gone)??;
        let body = message.body();
        let Ok((of, name, _, _)) = body.deserialize::<(OwnedObjectPath, String, u64, Results)>() else { continue };
        let act = KeyAct::ALL.into_iter().find(|act| id(*act) == name).filter(|_| of == session);
        if let Some(act) = act {
            // The program is ending.
            let _ = pressed.send(act);
        }
    }
}

/// The signals of one name from one object, of which so many wait to be read.
async fn signals(
    bus: &Connection,
    interface: &str,
    member: &str,
    path: &str,
    queued: usize,
) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal);
    let rule = rule.interface(interface)?.member(member)?.path(path)?.build().to_owned();
    MessageStream::for_match_rule(rule, bus, Some(queued)).await
}

/// Calls a method of the portal and waits for the answer, which comes as a signal.
async fn ask<'a, B>(
    bus: &Connection,
    method: &str,
    token: &'a str,
    body: impl FnOnce(Options<'a>) -> B,
    mut options: Options<'a>,
) -> zbus::Result<Results>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    let own = bus.unique_name().map(|name| name.trim_start_matches(':').replace('.', "_")).unwrap_or_default();
    let request = format!("{PATH}/request/{own}/{token}");
    let mut answers = signals(bus, REQUEST, "Response", &request, 1).await?;
    options.insert("handle_token", token.into());
    bus.call_method(Some(PORTAL), PATH, Some(SHORTCUTS), method, &body(options)).await?;
    let answer = answers.next().await.ok_or_else(gone)??;
    let (code, results): (u32, Results) = answer.body().deserialize()?;
    match code {
        0 => Ok(results),
        _ => Err(zbus::Error::Failure(format!("{method} was refused ({code})"))),
    }
}

fn id(act: KeyAct) -> &'static str {
    match act {
        KeyAct::Off => "off",
        KeyAct::Status => "status",
    }
}

fn name(wanted: &Wanted, act: KeyAct) -> String {
    match act {
        KeyAct::Off => wanted.off_name.clone(),
        KeyAct::Status => wanted.status_name.clone(),
    }
}

/// A key as the portal's specification of shortcuts writes it: `CTRL+ALT+o`.
fn trigger(key: DesktopKey) -> String {
    use lumbar_ui::settings::Pressed;
    let mut text = String::new();
    for (held, name) in [(key.ctrl, "CTRL+"), (key.alt, "ALT+"), (key.shift, "SHIFT+"), (key.logo, "LOGO+")] {
        text.push_str(if held { name } else { "" });
    }
    match key.pressed {
        Pressed::Sign(sign) => text.push(sign.to_ascii_lowercase()),
        Pressed::Function(number) => text.push_str(&format!("F{number}")),
        Pressed::Named(name) => text.push_str(match name {
            "Space" => "space",
            "PageUp" => "Page_Up",
            "PageDown" => "Page_Down",
            other => other,
        }),
    }
    text
}
