//! Wayland: asks the desktop's portal for the keys (org.freedesktop.portal.GlobalShortcuts). The desktop may show them to the
//! person first, and may hand out others than were asked for: it decides.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt;
use lumbar_ui::KeyState;
use lumbar_ui::settings::DesktopKey;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;
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

/// Asks for the keys, and tells of presses; asks again when the portal has come or come back.
pub(super) async fn serve(wanted: Wanted, pressed: UnboundedSender<KeyAct>, states: States) {
    loop {
        let there = is_there().await;
        if let Err(why) = hold(&wanted, &pressed, &states).await {
            tracing::info!("the desktop hands out no keys: {why}");
        }
        for (act, _) in wanted.chosen() {
            states.set(act, KeyState::NotHere);
        }
        if let Err(why) = comes(there).await {
            tracing::info!("nobody tells when the portal comes: {why}");
            return;
        }
    }
}

async fn is_there() -> bool {
    let Ok(bus) = Connection::session().await else { return false };
    let (Ok(daemon), Ok(name)) = (zbus::fdo::DBusProxy::new(&bus).await, PORTAL.try_into()) else { return false };
    daemon.name_has_owner(name).await.unwrap_or_default()
}

/// Waits until the portal takes its name. `was_there`: it had it when it was asked last, so another must take it.
async fn comes(was_there: bool) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let daemon = zbus::fdo::DBusProxy::new(&bus).await?;
    let mut owners = daemon.receive_name_owner_changed_with_args(&[(0, PORTAL)]).await?;
    // It may have come before this listens.
    if !was_there && is_there().await {
        return Ok(());
    }
    while let Some(change) = owners.next().await {
        if change.args()?.new_owner.is_some() {
            return Ok(());
        }
    }
    Err(zbus::Error::Failure("the bus is gone".into()))
}

async fn hold(wanted: &Wanted, pressed: &UnboundedSender<KeyAct>, states: &States) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    // An older portal has no such list, and takes programs by their desktop entry or not at all.
    let registered =
        bus.call_method(Some(PORTAL), PATH, Some(REGISTRY), "Register", &(DESKTOP_ENTRY, Options::new())).await;
    if let Err(why) = registered {
        tracing::debug!("the portal takes no name: {why}");
    }
    let options = Options::from([("session_handle_token", Value::from("lumbar"))]);
    let opened = timeout(OPENED, ask(&bus, "CreateSession", "lumbar_open", |options| (options,), options));
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
    let rule = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .interface(SHORTCUTS)?
        .member("Activated")?
        .path(PATH)?
        .build();
    let mut activated = MessageStream::for_match_rule(rule, &bus, Some(16)).await?;
    let bound = ask(&bus, "BindShortcuts", "lumbar_bind", |options| (&session, &keys, "", options), Options::new());
    let bound = bound.await?;
    let bound: Vec<(String, Results)> =
        bound.get("shortcuts").and_then(|list| list.try_clone().ok()?.try_into().ok()).unwrap_or_default();
    for (act, _) in wanted.chosen() {
        let has = bound.iter().any(|(name, _)| name == id(act));
        states.set(act, if has { KeyState::ByDesktop } else { KeyState::Taken });
    }
    let daemon = zbus::fdo::DBusProxy::new(&bus).await?;
    let mut owners = daemon.receive_name_owner_changed_with_args(&[(0, PORTAL)]).await?;
    let closes = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .interface(SESSION)?
        .member("Closed")?
        .path(session.as_str())?;
    let mut closed = MessageStream::for_match_rule(closes.build(), &bus, Some(1)).await?;
    loop {
        let message = tokio::select! {
            message = activated.next() => message,
            _ = owners.next() => return Err(zbus::Error::Failure("the portal is gone".into())),
            _ = closed.next() => return Err(zbus::Error::Failure("the portal has ended the session".into())),
        };
        let Some(message) = message.transpose()? else { break };
        let body = message.body();
        let Ok((of, name, _, _)) = body.deserialize::<(OwnedObjectPath, String, u64, Results)>() else { continue };
        let act = KeyAct::ALL.into_iter().find(|act| id(*act) == name).filter(|_| of == session);
        if let Some(act) = act {
            // The program is ending.
            let _ = pressed.send(act);
        }
    }
    Err(zbus::Error::Failure("the bus is gone".into()))
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
    let rule = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .interface(REQUEST)?
        .member("Response")?
        .path(request)?
        .build();
    let mut answers = MessageStream::for_match_rule(rule, bus, Some(1)).await?;
    options.insert("handle_token", token.into());
    bus.call_method(Some(PORTAL), PATH, Some(SHORTCUTS), method, &body(options)).await?;
    let answer = answers.next().await.ok_or_else(|| zbus::Error::Failure("the bus is gone".into()))??;
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
