//! Faults of the desktop around the program. Promised: none of them delays the bell, and what stands comes back with the desktop.

use std::time::{Duration, Instant};

use lumbar_played_desktop::{Behaviour, Bus, Outcome};
use tokio::time::sleep;
use zbus::zvariant::Value;

use super::{
    found::Found,
    scene::{ALARMED, Scene},
};

/// A desktop that is back shows what stands within this time.
const BACK: Duration = Duration::from_secs(10);
/// Messages of a hostile desktop at once.
const SIGNALS: u32 = 200;

pub(super) async fn bus_gone() -> Outcome<Found> {
    let mut scene = Scene::on(None).await?;
    let mut found = Found::default();
    scene.desk.session.end().await?;
    scene.pressed(&mut found, &["status"]).await;
    scene.pressed(&mut found, &["skin", "bad"]).await;
    scene.desk.session.come_back()?;
    scene.desk.notifications.come_back().await?;
    scene.desk.tray.come_back().await?;
    let back = Instant::now();
    let stands = || !scene.desk.notifications.standing().is_empty() && scene.desk.tray.count() > 0;
    while !stands() && back.elapsed() < BACK * 3 {
        sleep(Duration::from_millis(10)).await;
    }
    let after = back.elapsed();
    scene.faces(&mut found).await;
    found.alarm = stands().then_some(after);
    found.lost = "nothing".to_owned();
    found.promise(stands(), "alarm and icon do not come back with the bus");
    found.promise(after <= BACK, format!("back only {:.1} s after the bus", after.as_secs_f64()));
    Ok(found)
}

pub(super) async fn server_slow() -> Outcome<Found> {
    bell_with(Behaviour::Hangs).await
}

pub(super) async fn server_mute() -> Outcome<Found> {
    bell_with(Behaviour::Refuses).await
}

async fn bell_with(behaviour: Behaviour) -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    scene.desk.notifications.behave(behaviour);
    if behaviour == Behaviour::Refuses {
        // Nothing arrives there: tray and page have to say it.
        scene.demo.pass(1200).await?;
        scene.pressed(&mut found, &["status"]).await;
        scene.faces(&mut found).await;
        found.promise(found.tray.contains("off"), "the tray does not say to take it off");
        let page = scene.demo.http().fetch("/").await?.body;
        found.promise(page.contains("Take the ice pack off"), "the page does not say to take it off");
        found.lost = "the notification".to_owned();
        return Ok(found);
    }
    scene.bell_within(&mut found, ALARMED).await?;
    scene.pressed(&mut found, &["off"]).await;
    scene.faces(&mut found).await;
    scene.desk.notifications.behave(Behaviour::Answers);
    Ok(found)
}

/// A program beside the server floods the bus with signals that look like the server's, which itself speaks of notifications
/// that are not there, all the while.
pub(super) async fn server_hostile() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    let foreign = scene.desk.session.connect().await?;
    let flood = async {
        let (path, name) = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications");
        for nth in 0.. {
            for key in ["off/1.1.1/thermal", "", "default", "<img src=x>"] {
                let _sent = foreign.emit_signal(None::<&str>, path, name, "ActionInvoked", &(nth, key)).await;
            }
            // A server that is only broken says so much; what it says of buttons that are not there presses nothing.
            if nth % SIGNALS == 0 {
                let _sent = scene.desk.notifications.invoke(nth, "skin-fine/9.9.9/thermal").await;
                let _sent = scene.desk.notifications.close(nth, nth).await;
                sleep(Duration::from_millis(1)).await;
            }
        }
    };
    let played = async {
        scene.bell(&mut found).await?;
        scene.pressed(&mut found, &["off"]).await;
        scene.faces(&mut found).await;
        Outcome::Ok(())
    };
    tokio::select! {
        played = played => played?,
        () = flood => {}
    }
    Ok(found)
}

pub(super) async fn tray_gone() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    scene.desk.tray.leave().await?;
    scene.bell(&mut found).await?;
    scene.desk.tray.come_back().await?;
    let back = Instant::now();
    while scene.desk.tray.count() == 0 && back.elapsed() < BACK {
        sleep(Duration::from_millis(10)).await;
    }
    scene.pressed(&mut found, &["off"]).await;
    scene.faces(&mut found).await;
    found.promise(scene.desk.tray.count() == 1, "the icon does not come back with the panel");
    Ok(found)
}

/// A host that takes calls and answers none, in place of the one that was there.
pub(super) async fn tray_slow() -> Outcome<Found> {
    let scene = Scene::idle(None).await?;
    let mut found = Found::default();
    scene.desk.tray.leave().await?;
    let _silent = Silent::take(&scene.desk.session, "org.kde.StatusNotifierWatcher").await?;
    scene.demo.done(&["start", "cold-20-20"]).await?;
    scene.demo.done(&["on"]).await?;
    scene.bell(&mut found).await?;
    scene.pressed(&mut found, &["off"]).await;
    scene.faces(&mut found).await;
    Ok(found)
}

/// A host that presses what is not there, as fast as it can.
pub(super) async fn tray_hostile() -> Outcome<Found> {
    let scene = Scene::on(None).await?;
    let mut found = Found::default();
    let item = scene.desk.tray.item().await?;
    let menu: zbus::zvariant::OwnedObjectPath = item.property("Menu").await?.try_into()?;
    let foreign = scene.desk.session.connect().await?;
    for nth in 0..SIGNALS {
        let id = i32::from_ne_bytes(nth.wrapping_mul(0x9e37_79b9).to_ne_bytes());
        let event = (id, "clicked", Value::from(0_i32), 0_u32);
        let message = zbus::Message::method_call(menu.as_str(), "Event")?.destination(item.service())?;
        let message = message.interface("com.canonical.dbusmenu")?.with_flags(zbus::message::Flags::NoReplyExpected)?;
        foreign.send(&message.build(&event)?).await?;
    }
    let status = scene.demo.look().await?;
    found.promise(super::scene::is_on(&status), "a press on nothing took the pack off");
    scene.bell(&mut found).await?;
    scene.pressed(&mut found, &["off"]).await;
    scene.faces(&mut found).await;
    Ok(found)
}

/// Owns a name on the bus and answers nothing that is sent to it.
struct Silent {
    _connection: zbus::Connection,
}

impl Silent {
    async fn take(bus: &Bus, name: &str) -> Outcome<Self> {
        let connection = bus.connect().await?;
        connection.request_name(name.to_owned()).await?;
        Ok(Self { _connection: connection })
    }
}
