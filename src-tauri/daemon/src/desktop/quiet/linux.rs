//! Linux: each notification server has a way of its own to say it.

use zbus::Connection;
use zbus::names::BusName;
use zbus::zvariant::OwnedValue;

use crate::desktop::gsettings;

const SERVER: &str = "org.freedesktop.Notifications";
const SERVER_PATH: &str = "/org/freedesktop/Notifications";

/// Whether the server that is there now holds notifications back; `None` = it does not say.
pub(super) async fn ask() -> Option<bool> {
    let bus = Connection::session().await.ok()?;
    let (name, ..): (String, String, String, String) =
        call(&bus, SERVER, SERVER_PATH, SERVER, "GetServerInformation", &()).await?;
    match name.as_str() {
        "gnome-shell" => {
            gsettings::read("org.gnome.desktop.notifications", "show-banners").await.map(|on| on == "false")
        }
        "Plasma" => property(&bus, SERVER, "Inhibited").await,
        "dunst" => property(&bus, "org.dunstproject.cmd0", "paused").await,
        "SwayNotificationCenter" | "Sway Notification Center" => {
            const CENTER: &str = "org.erikreider.swaync.cc";
            call(&bus, CENTER, "/org/erikreider/swaync/cc", CENTER, "GetDnd", &()).await
        }
        "Xfce Notify Daemon" => {
            let body = ("xfce4-notifyd", "/do-not-disturb");
            let value: OwnedValue =
                call(&bus, "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf", "GetProperty", &body).await?;
            bool::try_from(value).ok()
        }
        _ => None,
    }
}

/// A switch among the properties of the server.
async fn property(bus: &Connection, interface: &str, name: &str) -> Option<bool> {
    let body = (interface, name);
    let value: OwnedValue = call(bus, SERVER, SERVER_PATH, "org.freedesktop.DBus.Properties", "Get", &body).await?;
    bool::try_from(value).ok()
}

/// Calls a service that is there; none is started for a question.
async fn call<B, T>(bus: &Connection, service: &str, path: &str, interface: &str, method: &str, body: &B) -> Option<T>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
    T: serde::de::DeserializeOwned + zbus::zvariant::Type,
{
    let daemon = zbus::fdo::DBusProxy::new(bus).await.ok()?;
    let is_there = daemon.name_has_owner(BusName::try_from(service).ok()?).await;
    if !is_there.unwrap_or_default() {
        return None;
    }
    let answer = bus.call_method(Some(service), path, Some(interface), method, body).await.ok()?;
    answer.body().deserialize().ok()
}
