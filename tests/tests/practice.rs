//! Practises a turn on the real program: by notification buttons, in the tray, on the command line and on the page.
#![cfg(target_os = "linux")]

use lumbar_tests::{Demo, Desktop, Outcome, Urgency};
use serde_json::{Value, json};

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];

/// Waits until the practice turn is there.
async fn until(demo: &Demo, at: &str) -> Outcome<Value> {
    demo.expect_status(|status| status.pointer("/practice/at") == Some(&json!(at))).await
}

/// What a face must not show any trace of.
fn untouched(status: &Value) {
    let nothing = (&status["thermal"], &status["activity"], &status["last"], &status["undo"]);
    assert_eq!(nothing, (&Value::Null, &Value::Null, &Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_turn_is_practised_on_notifications_and_leaves_nothing_behind() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let item = desk.tray.item().await?;
    let shown = &desk.notifications;
    let said = demo.done(&["practice"]).await?;
    assert!(said.contains("nothing is on your back"), "{said}");

    let ready = shown.next().await?;
    assert_eq!((ready.summary.as_str(), ready.labels()), ("Practice: put it on", vec!["It is on", "End the practice"]));
    item.expect_title(|title| title == "practice").await?;
    shown.press(&ready, "on").await?;
    until(&demo, "on").await?;

    demo.pass(10).await?;
    let skin = shown.next().await?;
    assert_eq!(skin.summary, "Practice: feel your skin");
    assert_eq!(skin.labels(), ["Fine", "Very red, sore or numb", "White or blistered"]);
    untouched(&until(&demo, "skin").await?);
    shown.press(&skin, "skin-fine").await?;
    until(&demo, "on").await?;

    demo.pass(20).await?;
    let bell = shown.next().await?;
    assert_eq!((bell.summary.as_str(), bell.urgency()), ("Practice: take it off now", Urgency::Critical));
    until(&demo, "take-off").await?;
    shown.press(&bell, "off").await?;
    untouched(&until(&demo, "done").await?);
    demo.pass(200).await?;
    let over = demo.status().await?;
    assert_eq!(over.get("practice"), None);
    untouched(&over);
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_turn_is_practised_in_the_tray_and_ends_for_a_real_start() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let item = desk.tray.item().await?;
    demo.done(&["practice"]).await?;
    item.expect_menu(|menu| menu.find("It is on").is_some()).await?;
    item.press("It is on").await?;
    until(&demo, "on").await?;
    demo.done(&["start", "cold-15"]).await?;
    let status = demo.status().await?;
    assert_eq!((status.get("practice"), &status["thermal"]["phase"]), (None, &json!("ready")));
    let refused = demo.refused(&["practice"]).await?;
    assert!(refused.contains("Ice, calm pace"), "{refused}");
    // Its words are no words about the body.
    let refused = demo.refused(&["practice", "off"]).await?;
    assert!(!refused.is_empty());
    assert_eq!(demo.status().await?["thermal"]["phase"], json!("ready"));
    demo.expect_no_panic()
}

#[tokio::test]
async fn it_is_offered_in_one_line_until_it_is_done_or_refused() -> Outcome<()> {
    for refuses in [true, false] {
        let desk = Desktop::start().await?;
        let demo = desk.demo(&MANUAL).await?;
        let http = demo.http();
        let today = || async { Ok::<_, lumbar_tests::Trouble>(http.fetch("/").await?.with_status(200)?.body) };
        let offer = "Practise first, 30 seconds";
        assert!(today().await?.contains(offer));
        if refuses {
            http.post_form("/do/refuse-practice", &[("next", "/")]).await?;
        } else {
            http.post_form("/do/practice", &[("do", "begin"), ("next", "/practice")]).await?;
            let page = http.fetch("/practice").await?.with_status(200)?.body;
            assert!(page.contains("Practice: nothing is on your back") && page.contains("It is on"), "{page}");
            for word in ["on", "off"] {
                http.post_form("/do/practice", &[("do", word), ("next", "/practice")]).await?;
            }
            assert!(http.fetch("/practice").await?.body.contains("That is all there is to it"));
            demo.pass(200).await?;
        }
        assert!(!today().await?.contains(offer), "refused: {refuses}");
        // It is found again by who looks for it.
        assert!(http.fetch("/settings").await?.body.contains("href=\"/practice\""));
        let mut demo = demo;
        demo.kill().await?;
        demo.restart(&MANUAL).await?;
        assert!(!demo.http().fetch("/").await?.body.contains(offer), "after a restart");
    }
    Ok(())
}
