//! Proves that the played desktop behaves as a real one does, with small programs in place of Lumbar.
#![cfg(target_os = "linux")]

use std::collections::HashMap;

use ksni::TrayMethods;
use lumbar_tests::{Behaviour, Desktop, Outcome, Process, Urgency};
use zbus::{Connection, MatchRule, MessageStream, zvariant::Value};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

async fn notify(from: &Connection, replaces: u32, summary: &str, buttons: &[&str]) -> zbus::Result<u32> {
    let hints = HashMap::from([("urgency", Value::from(2_u8)), ("desktop-entry", Value::from("app.lumbar.Lumbar"))]);
    let body = ("lumbar", replaces, "", summary, "Now", buttons, hints, 0_i32);
    from.call_method(Some(NAME), PATH, Some(NAME), "Notify", &body).await?.body().deserialize()
}

#[tokio::test]
async fn a_notification_is_recorded_and_its_pressed_button_reaches_the_program() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let program = desk.session.connect().await?;
    let rule = MatchRule::builder().interface(NAME)?.member("ActionInvoked")?.build();
    let mut presses = MessageStream::for_match_rule(rule, &program, None).await?;
    let id = notify(&program, 0, "Take the pack off now", &["off", "It is off"]).await?;

    let shown = desk.notifications.expect(|n| n.says("pack off")).await?;
    assert_eq!((shown.id, shown.urgency(), shown.key_of("It is off")), (id, Urgency::Critical, Some("off")));
    assert!(desk.notifications.press(&shown, "on").await.is_err(), "there is no such button");
    desk.notifications.press(&shown, "off").await?;

    let press = futures_util::StreamExt::next(&mut presses).await.unwrap()?;
    assert_eq!(press.body().deserialize::<(u32, String)>()?, (id, "off".to_owned()));
    assert!(desk.notifications.standing().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_replaced_notification_stands_once_and_counts_as_a_new_arrival() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let program = desk.session.connect().await?;
    let first = notify(&program, 0, "Take off", &[]).await?;
    assert_eq!(notify(&program, first, "Take off", &[]).await?, first);
    for _ in 0..2 {
        desk.notifications.expect(|n| n.says("Take off")).await?;
    }
    assert_eq!((desk.notifications.standing().len(), desk.notifications.unexpected().len()), (1, 0));
    program.call_method(Some(NAME), PATH, Some(NAME), "CloseNotification", &first).await?;
    desk.notifications.expect_withdrawn(first).await
}

#[tokio::test]
async fn a_server_that_refuses_leaves_or_hangs_is_played_too() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let program = desk.session.connect().await?;
    desk.notifications.behave(Behaviour::Refuses);
    assert!(notify(&program, 0, "refused", &[]).await.is_err());
    desk.notifications.behave(Behaviour::Answers);
    desk.notifications.leave().await?;
    assert!(notify(&program, 0, "nobody there", &[]).await.is_err());
    desk.notifications.come_back().await?;
    desk.notifications.behave(Behaviour::Hangs);
    let hanging = {
        let program = program.clone();
        tokio::spawn(async move { notify(&program, 0, "late", &[]).await })
    };
    desk.notifications.expect(|n| n.summary == "late").await?;
    assert!(!hanging.is_finished());
    desk.notifications.behave(Behaviour::Answers);
    assert_eq!(hanging.await??, 1);
    Ok(())
}

struct Item {
    presses: Vec<&'static str>,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "item".to_owned()
    }

    fn title(&self) -> String {
        format!("pressed {:?}", self.presses)
    }

    fn tool_tip(&self) -> ksni::ToolTip {
        ksni::ToolTip { title: "Ice".to_owned(), description: "12 min left".to_owned(), ..ksni::ToolTip::default() }
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        vec![ksni::Icon { width: 1, height: 2, data: vec![255; 8] }]
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.presses.push("icon");
    }

    fn menu(&self) -> Vec<ksni::MenuItem<Self>> {
        let start = ksni::menu::StandardItem {
            label: "Ice, 20 on 20 off".to_owned(),
            activate: Box::new(|item: &mut Self| item.presses.push("ice")),
            ..ksni::menu::StandardItem::default()
        };
        let off = ksni::menu::StandardItem {
            label: "Stop".to_owned(),
            enabled: false,
            ..ksni::menu::StandardItem::default()
        };
        let quick = ksni::menu::SubMenu {
            label: "Quick start".to_owned(),
            submenu: vec![start.into()],
            ..ksni::menu::SubMenu::default()
        };
        vec![quick.into(), ksni::MenuItem::Separator, off.into()]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tray_item_is_read_pressed_and_registers_again_when_the_panel_comes_back() -> Outcome<()> {
    let desk = Desktop::start().await?;
    // ksni looks the bus up in the environment, so a process of its own has to carry it.
    let mut program = desk.command(std::env::current_exe()?);
    program.args(["--ignored", "--exact", "tray_program"]).stdout(std::process::Stdio::null());
    let mut own = Process::spawn(&mut program)?;
    let item = desk.tray.item().await?;
    assert_eq!(item.tooltip().await?, ("Ice".to_owned(), "12 min left".to_owned()));
    assert_eq!(item.icon_pixels().await?, [(1, 2, vec![255; 8])]);
    let menu = item.menu().await?;
    assert_eq!(menu.labels(), ["Quick start", "Ice, 20 on 20 off", "Stop"], "{menu}");
    assert!(item.press("Stop").await.is_err(), "it is off");
    item.press("Ice, 20 on 20 off").await?;
    item.activate(None).await?;
    item.expect_title(|title| title == "pressed [\"ice\", \"icon\"]").await?;
    desk.tray.leave().await?;
    desk.tray.come_back().await?;
    desk.tray.item().await?;
    own.pid().kill()?;
    own.wait().await?;
    desk.tray.expect_none().await
}

/// Not a test: the program that the test above starts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "is started by another test as a program of its own"]
async fn tray_program() {
    let handle = Item { presses: Vec::new() }.spawn().await.unwrap();
    while !handle.is_closed() {
        std::future::pending::<()>().await;
    }
}

#[tokio::test]
async fn sleep_waits_for_the_delay_inhibitor_and_knows_when_it_is_let_go() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let program = desk.system.connect().await?;
    let path = "/org/freedesktop/login1";
    let manager = "org.freedesktop.login1.Manager";
    let rule = MatchRule::builder().interface(manager)?.member("PrepareForSleep")?.build();
    let mut signals = MessageStream::for_match_rule(rule, &program, None).await?;
    let taken = program
        .call_method(
            Some("org.freedesktop.login1"),
            path,
            Some(manager),
            "Inhibit",
            &("sleep", "Lumbar", "why", "delay"),
        )
        .await?;
    let held: zbus::zvariant::OwnedFd = taken.body().deserialize()?;
    drop(taken);
    let inhibitor = desk.logind.expect_inhibitor(|one| one.covers("sleep") && one.who == "Lumbar").await?;
    let lets_go = tokio::spawn(async move {
        let began: bool =
            futures_util::StreamExt::next(&mut signals).await.unwrap().unwrap().body().deserialize().unwrap();
        drop(held);
        began
    });
    desk.logind.go_to_sleep().await?;
    assert!(lets_go.await?);
    desk.logind.expect_released(&inhibitor).await?;
    desk.logind.wake_up().await
}

#[tokio::test]
async fn what_was_started_in_a_desktop_ends_with_it_also_when_it_detached() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut shell = desk.command("setsid");
    shell.args(["--fork", "sleep", "1000"]).status()?;
    let left = loop {
        let found = desk.processes("sleep");
        if !found.is_empty() {
            break found;
        }
        tokio::task::yield_now().await;
    };
    drop(desk);
    for pid in left {
        pid.wait_gone().await?;
    }
    Ok(())
}
