//! Proves that the virtual desktop of real programs works: dunst's notifications are read and pressed, the panel shows items.
#![cfg(target_os = "linux")]

use std::{collections::HashMap, process::Command};

use ksni::TrayMethods;
use lumbar_tests::{Outcome, Process, RealDesktop, Urgency};
use zbus::{MatchRule, MessageStream, connection, zvariant::Value};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

#[tokio::test]
async fn a_chosen_button_is_pressed_through_dunst_and_the_screen_can_be_pictured() -> Outcome<()> {
    let desk = RealDesktop::start().await?;
    let program = connection::Builder::address(desk.session_address())?.build().await?;
    let rule = MatchRule::builder().interface(NAME)?.member("ActionInvoked")?.build();
    let mut presses = MessageStream::for_match_rule(rule, &program, None).await?;
    let hints = HashMap::from([("urgency", Value::from(2_u8))]);
    let buttons = ["fine", "Fine", "red", "Very red, sore or numb"];
    let body = ("lumbar", 0_u32, "", "How is the skin?", "Look under the cloth", &buttons[..], hints, 0_i32);
    let id: u32 = program.call_method(Some(NAME), PATH, Some(NAME), "Notify", &body).await?.body().deserialize()?;

    let shown = desk.expect(|one| one.summary == "How is the skin?").await?;
    assert_eq!((shown.id, shown.urgency, shown.actions.len()), (id, Urgency::Critical, 2));
    desk.press(&shown, "red").await?;
    let press = futures_util::StreamExt::next(&mut presses).await.unwrap()?;
    assert_eq!(press.body().deserialize::<(u32, String)>()?, (id, "red".to_owned()));

    let picture = desk.folders.path("screen.png");
    desk.display.screenshot(&picture).await?;
    let size = Command::new("identify").args(["-format", "%wx%h"]).arg(&picture).output()?;
    assert_eq!(String::from_utf8_lossy(&size.stdout), "1280x800");
    Ok(())
}

struct Item(bool);

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "item".to_owned()
    }

    fn title(&self) -> String {
        if self.0 { "pressed" } else { "waiting" }.to_owned()
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        // Opaque orange, as ARGB.
        vec![ksni::Icon { width: 22, height: 22, data: [255, 255, 128, 0].repeat(22 * 22) }]
    }

    fn menu(&self) -> Vec<ksni::MenuItem<Self>> {
        let press = Box::new(|item: &mut Self| item.0 = true);
        vec![ksni::menu::StandardItem { label: "Press".to_owned(), activate: press, ..Default::default() }.into()]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_panel_shows_the_item_and_its_menu_is_pressed() -> Outcome<()> {
    let desk = RealDesktop::start().await?;
    // ksni looks the bus up in the environment, so a process of its own has to carry it.
    let mut program = desk.command(std::env::current_exe()?);
    program.args(["--ignored", "--exact", "tray_program"]).stdout(std::process::Stdio::null());
    let _own = Process::spawn(&mut program)?;
    let item = desk.tray_item().await?;
    assert_eq!(item.title().await?, "waiting");
    item.press("Press").await?;
    item.expect_title(|title| title == "pressed").await?;

    // The icon is drawn a moment after it was registered: the screen is looked at until its colour is there.
    let picture = desk.folders.path("panel.png");
    let deadline = std::time::Instant::now() + lumbar_tests::patience();
    loop {
        desk.display.screenshot(&picture).await?;
        let counted =
            Command::new("convert").arg(&picture).args(["-fill", "black", "+opaque", "#ff8000", "txt:-"]).output()?;
        let orange = String::from_utf8_lossy(&counted.stdout).matches("#FF8000").count();
        if orange > 100 {
            return Ok(());
        }
        assert!(std::time::Instant::now() < deadline, "the panel drew no icon ({orange} pixels of it)");
    }
}

/// Not a test: the program that the test above starts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "is started by another test as a program of its own"]
async fn tray_program() {
    let _handle = Item(false).spawn().await.unwrap();
    std::future::pending::<()>().await;
}
