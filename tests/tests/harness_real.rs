//! Proves that the virtual desktop of real programs works: dunst's notifications are read and pressed, the panel shows items.
#![cfg(target_os = "linux")]

use std::{collections::HashMap, process::Command};

use lumbar_tests::{Outcome, RealDesktop, Urgency};
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
    let buttons = ["fine", "Fine", "red", "Very red or numb"];
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
