//! Settings by page, command line and file: each acts at once on every face, and what is not understood is kept and said.
#![cfg(target_os = "linux")]

use lumbar_tests::{Context, Desktop, Outcome};
use rusqlite::Connection;
use serde_json::{Value, json};

fn setting<'a>(all: &'a Value, key: &str) -> &'a Value {
    all["settings"].as_array().and_then(|all| all.iter().find(|one| one["key"] == json!(key))).unwrap_or(&Value::Null)
}

#[tokio::test]
async fn a_setting_of_one_face_is_seen_on_the_others_at_once_and_outlives_the_program() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let page = || async { Outcome::Ok(demo.http().fetch("/settings").await?.with_status(200)?.body) };
    assert!(!page().await?.contains("data-theme"));
    assert_eq!(demo.done(&["settings", "set", "theme", "dark"]).await?.trim(), "dark");
    assert!(page().await?.contains(r#"data-theme="dark""#));
    let form = [("key", "text-size"), ("value", "large"), ("q", "text & size")];
    let answer = demo.http().post_form("/do/set", &form).await?.with_status(303)?;
    assert_eq!(answer.header("location"), Some("/settings?set=text%2Dsize&q=text%20%26%20size"));
    assert!(page().await?.contains(r#"data-text="large""#));
    assert_eq!(demo.done(&["settings", "get", "text-size"]).await?.trim(), "large");
    // Times are written so on every face, the command line included.
    demo.done(&["start", "cold-20-20"]).await?;
    demo.done(&["on"]).await?;
    demo.done(&["settings", "set", "clock", "12h"]).await?;
    let http = demo.http();
    let status = demo.done(&["status"]).await?;
    assert!(status.contains(" am.") || status.contains(" pm."), "{status}");
    demo.done(&["settings", "set", "clock", "24h"]).await?;
    let status = demo.done(&["status"]).await?;
    assert!(!status.contains(" am.") && !status.contains(" pm."), "{status}");
    demo.done(&["settings", "set", "clock", "12h"]).await?;
    // The order is the one of the tray.
    demo.done(&["settings", "set", "favourites", "walk", "heat-pad"]).await?;
    http.post_form("/do/set", &[("key", "favourites"), ("up", "heat-pad")]).await?.with_status(303)?;
    assert_eq!(demo.done(&["settings", "get", "favourites"]).await?.trim(), "heat-pad, walk");
    demo.done(&["off"]).await?;
    demo.kill().await?;
    demo.restart(&["--manual-clock", "--no-window"]).await?;
    let all: Value = serde_json::from_str(&demo.done(&["settings", "--json"]).await?)?;
    for (key, value) in [
        ("theme", json!("dark")),
        ("text-size", json!("large")),
        ("clock", json!("12h")),
        ("favourites", json!(["heat-pad", "walk"])),
    ] {
        assert_eq!((&setting(&all, key)["value"], &setting(&all, key)["changed"]), (&value, &json!(true)), "{key}");
    }
    demo.done(&["settings", "reset", "theme"]).await?;
    assert!(!demo.http().fetch("/settings").await?.body.contains("data-theme"));
    demo.done(&["settings", "reset", "--all"]).await?;
    let all: Value = serde_json::from_str(&demo.done(&["settings", "--json"]).await?)?;
    assert_eq!(setting(&all, "clock")["changed"], json!(false));
    demo.expect_no_panic()
}

#[tokio::test]
async fn what_is_not_understood_is_said_by_page_and_command_and_kept_until_it_is_forgotten() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    demo.done(&["settings", "set", "discreet", "on"]).await?;
    demo.kill().await?;
    let data = Connection::open(demo.profile.join("lumbar.db"))?;
    data.execute_batch(
        r#"INSERT INTO setting VALUES ('shoe-size', '{"eu":43}'), ('theme', '"sepia"'), ('text-size', 'damaged')"#,
    )?;
    drop(data);
    demo.restart(&["--manual-clock", "--no-window"]).await?;
    let said = demo.done(&["settings"]).await?;
    for part in ["? shoe-size", "\"sepia\"", "damaged", "* discreet"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let page = demo.http().fetch("/settings").await?.with_status(200)?.body;
    for part in ["shoe-size = {&#34;eu&#34;:43}", "sepia", "makes no sense to this version"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    demo.done(&["settings", "set", "discreet", "off"]).await?;
    assert_eq!(demo.done(&["settings", "get", "shoe-size"]).await?.trim(), r#"{"eu":43}"#);
    // A choice takes the place of what was damaged; what is unknown goes when a person says so.
    demo.done(&["settings", "set", "theme", "light"]).await?;
    demo.http().post_form("/do/set", &[("key", "shoe-size"), ("reset", "yes")]).await?.with_status(303)?;
    let all: Value = serde_json::from_str(&demo.done(&["settings", "--json"]).await?)?;
    assert_eq!(all["unknown"], json!([]));
    assert_eq!(setting(&all, "theme")["value"], json!("light"));
    assert_eq!(setting(&all, "text-size")["not_understood"], json!("damaged"));
    demo.expect_no_panic()
}

#[tokio::test]
async fn what_is_no_value_is_refused_in_a_sentence_where_it_came_from() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    for (words, part) in [
        (&["settings", "set", "theme", "pink"][..], "“pink” is not one of these: desktop, light, dark."),
        (&["settings", "set", "bed-hours", "noon"], "“noon” are no hours."),
        (&["settings", "set", "bed-hours", "22:00-22:10"], "at least"),
        (&["settings", "set", "shoe-size", "43"], "no setting called “shoe-size”"),
        (&["settings", "get", "shoe-size"], "no setting called “shoe-size”"),
        (&["settings", "set", "start-at-login", "on"], "could not be switched"),
    ] {
        let said = demo.refused(words).await?;
        assert!(said.contains(part), "{words:?}: {said}");
    }
    for body in ["", "{}", "{\"key\":7}", "{\"key\":\"theme\",\"value\":{\"a\":1}}"] {
        let request = lumbar_tests::Http::request(hyper::Method::POST, "/api/v1/settings");
        demo.http().send(request, body.to_owned()).await?.with_status(400)?;
    }
    let page = demo.http().post_form("/do/set", &[("key", "theme"), ("value", "<b>")]).await?.with_status(400)?.body;
    assert!(page.contains("“&#60;b&#62;” is not one of these") || page.contains("“&lt;b&gt;” is not"), "{page}");
    demo.expect_no_panic()
}

#[tokio::test]
async fn every_setting_is_set_by_its_name_shown_by_all_and_put_back() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let all = async || -> Outcome<Value> { Ok(serde_json::from_str(&demo.done(&["settings", "--json"]).await?)?) };
    let before = all().await?;
    let rows = before["settings"].as_array().cloned().unwrap_or_default();
    let mut set = Vec::new();
    for row in rows.iter().filter(|row| row["here"] == json!(true)) {
        let key = row["key"].as_str().unwrap_or_default().to_owned();
        let usual = row["written"].as_str().unwrap_or_default();
        let value = match row["kind"].as_str().unwrap_or_default() {
            "switch" => if usual == "on" { "off" } else { "on" }.to_owned(),
            "one-of" => {
                let words = row["words"].as_array().cloned().unwrap_or_default();
                let other = words.iter().filter_map(Value::as_str).find(|word| *word != usual);
                other.unwrap_or_default().to_owned()
            }
            "language" => "en".to_owned(),
            "hours" | "maybe-hours" => "13:00-14:30".to_owned(),
            "routines" => "walk, cold-15".to_owned(),
            "packs" => "cold-15=gel".to_owned(),
            "turns" => "cold-20-20=1".to_owned(),
            "key" => "Ctrl+Alt+F9".to_owned(),
            other => panic!("{key} is of a kind that is not tried: {other}"),
        };
        // What takes away a way of being told is refused until the person says yes.
        if key == "dnd-take-off" {
            let said = demo.refused(&["settings", "set", &key, "hold"]).await?;
            assert!(said.contains("Do you want that?") && said.contains("--accept"), "{said}");
            assert_eq!(demo.done(&["settings", "get", &key]).await?.trim(), "always");
        }
        let accept: &[&str] = if key == "dnd-take-off" { &["--accept"] } else { &[] };
        let words = [&["settings", "set"], accept, &[key.as_str(), value.as_str()]].concat();
        assert_eq!(demo.done(&words).await?.trim(), value, "{key}");
        set.push((key, value));
    }
    assert!(set.len() > 25, "{set:?}");
    let now = all().await?;
    for (key, value) in &set {
        let row = setting(&now, key);
        assert_eq!((&row["written"], &row["changed"]), (&json!(value), &json!(true)), "{key}");
    }
    let page = demo.http().fetch("/settings").await?.with_status(200)?.body;
    for (key, _) in set.iter().filter(|(key, _)| setting(&now, key)["group"] != json!("memory")) {
        assert!(page.contains(&format!("id=\"back-{key}\"")), "the page has no way back for {key}");
    }
    demo.done(&["settings", "reset", "--all"]).await?;
    assert_eq!(all().await?, before);
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_test_of_notifications_comes_back_or_is_said_not_to() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let page = async || -> Outcome<String> { Ok(demo.http().fetch("/notifications").await?.with_status(200)?.body) };
    assert!(page().await?.contains("played"), "the server is named");
    let sent = demo.http().post_form("/do/notification-test", &[("next", "/notifications")]).await?;
    assert_eq!(sent.with_status(303)?.header("location"), Some("/notifications"));
    let note = desk.notifications.next().await?;
    assert_eq!((note.summary.as_str(), note.labels()), ("Lumbar: press the button", vec!["I see it"]));
    assert!(page().await?.contains("Waiting for your press"));
    desk.notifications.press(&note, "seen").await?;
    // The press goes from the server to the program by itself.
    for _ in 0..2000 {
        if page().await?.contains("It came back after") {
            return demo.expect_no_panic();
        }
        tokio::task::yield_now().await;
    }
    panic!("the press never came back")
}

#[tokio::test]
async fn a_window_comes_up_at_login_only_where_it_was_wanted() -> Outcome<()> {
    let mut desk = Desktop::start().await?;
    let folder = desk.folders.path("program");
    std::fs::create_dir_all(&folder)?;
    let (program, opened) = (folder.join("lumbar"), folder.join("opened"));
    // Both written by other processes: what this one has open for writing, no test beside it can start. The second stands
    // where the window does, and says that it was started.
    let window = format!(
        "printf '#!/bin/sh\\ntouch \"%s\"\\n' '{0}' > lumbar-window && chmod +x lumbar-window",
        opened.display()
    );
    assert!(desk.command("cp").arg(lumbar_tests::lumbar_binary()?).arg(&program).status()?.success());
    assert!(desk.command("sh").args(["-c", &window]).current_dir(&folder).status()?.success());
    let display = desk.display(400, 300)?;
    desk.set_variable("DISPLAY", display.name());
    let lumbar = |words: &[&str]| desk.command(&program).args(words).output();
    for (hidden, comes) in [("on", false), ("off", true)] {
        lumbar(&["up"])?;
        assert!(lumbar(&["settings", "set", "start-hidden", hidden])?.status.success());
        assert!(lumbar(&["quit"])?.status.success());
        let _ = std::fs::remove_file(&opened);
        assert!(lumbar(&["up", "--at-login"])?.status.success());
        // The order to open it is given before the command ends; the window is started by the program in its own time.
        let come = async {
            while !opened.exists() {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        if comes {
            tokio::time::timeout(lumbar_tests::patience(), come).await.trying("no window came up")?;
        }
        assert!(lumbar(&["quit"])?.status.success());
        assert_eq!(opened.exists(), comes, "start-hidden {hidden}");
    }
    Ok(())
}
