//! Gives the real program bad input of every kind: each is a clear sentence and the right exit code, and nothing is lost.
#![cfg(target_os = "linux")]

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use hyper::Method;
use lumbar_tests::{Context, Demo, Desktop, Http, Outcome, Ran};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];

/// One or two plain sentences for a person, and the rule behind them: no code, no debug output, no panic.
fn sentence(said: &str) -> String {
    let said = said.trim_end();
    let said = match said.split_once("\nRule R") {
        Some((said, basis)) if basis.contains("It comes from: ") && basis.lines().count() == 1 => said,
        _ => said,
    };
    // Where questions come first, a line of its own says how they are answered.
    let said = match said.split_once("\nAnswer it in the window, or see: lumbar questions ") {
        Some((said, routine)) if !routine.contains(char::is_whitespace) => said,
        _ => said,
    };
    let said = said.trim().to_owned();
    let begins = |first: char| first.is_uppercase() || first.is_ascii_digit() || ['“', '/'].contains(&first);
    let begins = said.chars().next().is_some_and(begins);
    // A system's own reason may stand at the end, without a full stop.
    assert!(begins && said.lines().count() == 1 && said.len() < 300, "no sentence: {said:?}");
    for odd in ["panicked", "Error {", "Err(", "Some(", "None", "unwrap", "{ $"] {
        assert!(!said.contains(odd), "{odd} in {said:?}");
    }
    said
}

fn refused(ran: Ran) -> Outcome<String> {
    assert_eq!(ran.out, "", "a reason is for the error output");
    Ok(sentence(&ran.refused()?))
}

/// The person's own profile, not a demo: its folder and its socket.
fn own(desk: &Desktop) -> (PathBuf, Http) {
    (desk.folders.path("data/lumbar"), Http::at(&desk.folders.path("run/lumbar/socket").display().to_string()))
}

/// Brings the own profile up with the questions about health answered.
async fn up(desk: &Desktop) -> Outcome<Http> {
    desk.lumbar(&["up"]).await?.done()?;
    let (_, http) = own(desk);
    http.post_form("/do/accept-disclaimer", &[("adult", "yes")]).await?.with_status(303)?;
    http.post_form("/do/flags", &[("flags", "none")]).await?.with_status(303)?;
    http.post_form("/do/health", &[("feels", "yes"), ("whole", "yes")]).await?.with_status(303)?;
    Ok(http)
}

#[tokio::test]
async fn what_makes_no_sense_now_is_refused_with_a_reason_and_changes_nothing() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let before = demo.look().await?;
    for (words, reason) in [
        (&["start", "dance"][..], "There is no routine called “dance”."),
        (&["start", "../../etc/passwd"], "There is no routine called “../../etc/passwd”."),
        (&["start", "cold-20-20", "--turns", "4"], "“Ice, 20 on 20 off” has 1 to 3 turns."),
        (&["start", "cold-20-20", "--turns", "0"], "“Ice, 20 on 20 off” has 1 to 3 turns."),
        (&["start", "cold-20-20", "--pack", "fire"], "“Ice, 20 on 20 off” is not done with “fire”."),
        (&["on"], "Nothing is running."),
        (&["snooze", "10m"], "Nothing is running."),
        (&["not-now"], "Nothing is running."),
        (&["skip"], "Nothing is running."),
        (&["back"], "Nothing is running."),
        (&["pause"], "Nothing is running."),
        (&["resume"], "Nothing is running."),
        (&["extend"], "Nothing is running."),
        (&["skin", "fine"], "Nothing is running."),
        (&["prepare", "dance"], "There is no timer called “prep-dance”."),
    ] {
        assert_eq!(refused(demo.run(words).await?)?, reason, "{words:?}");
    }
    assert_eq!(demo.look().await?, before);

    demo.done(&["start", "cold-20-20"]).await?;
    for (words, part) in [
        (&["start", "heat-pad"][..], "is on now"),
        (&["skin", "fine"], "no longer asked"),
        (&["resume"], "Nothing is running"),
    ] {
        let said = refused(demo.run(words).await?)?;
        assert!(said.contains(part), "{words:?}: {said}");
    }
    demo.done(&["on"]).await?;
    for words in [&["snooze", "10m"][..], &["not-now"], &["extend"], &["pause"], &["resume"], &["back"], &["skip"]] {
        refused(demo.run(words).await?).trying(format!("{words:?}"))?;
    }
    assert_eq!(demo.phase().await?.as_deref(), Some("running"));
    demo.expect_no_panic()
}

#[tokio::test]
async fn words_that_are_no_command_are_a_usage_error() -> Outcome<()> {
    let desk = Desktop::start().await?;
    for words in [
        &["dance"][..],
        &["start"],
        &["start", "cold-20-20", "--turns", "many"],
        &["skin", "green"],
        &["off", "--at", "noon"],
        &["on", "--since", "yesterday"],
        &["snooze", "-5m"],
        &["clock", "backwards"],
        &["demo", "--speed", "0"],
        &["demo", "--speed", "60", "--manual-clock"],
    ] {
        let ran = desk.lumbar(words).await?.with_code(2)?;
        assert!(ran.err.contains("error:") && ran.out.is_empty(), "{words:?}: {}", ran.err);
    }
    assert!(desk.processes("lumbar").is_empty(), "none of them starts anything");
    Ok(())
}

#[tokio::test]
async fn commands_to_a_program_that_does_not_run_end_with_3_and_say_how_to_start_it() -> Outcome<()> {
    let desk = Desktop::start().await?;
    for words in [
        &["status"][..],
        &["status", "--json"],
        &["status", "--watch"],
        &["on"],
        &["off"],
        &["skin", "fine"],
        &["stop"],
        &["pause"],
        &["quit"],
        &["clock", "next"],
    ] {
        let ran = desk.lumbar(words).await?.with_code(3)?;
        assert_eq!(sentence(&ran.err), "Lumbar is not running. “lumbar” starts it.", "{words:?}");
    }
    // What needs no running program works without one.
    assert!(desk.lumbar(&["routines"]).await?.done()?.out.contains("Ice, 20 on 20 off"));
    assert!(desk.processes("lumbar").is_empty());
    Ok(())
}

#[tokio::test]
async fn a_socket_left_by_a_crash_is_taken_over() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&MANUAL).await?;
    demo.done(&["start", "cold-20-20"]).await?;
    demo.kill().await?;
    assert!(PathBuf::from(&demo.socket).exists(), "it was left");
    let ran = demo.run(&["status"]).await?.with_code(3)?;
    sentence(&ran.err);
    demo.restart(&MANUAL).await?;
    assert_eq!(demo.phase().await?.as_deref(), Some("ready"));
    assert_eq!(fs::metadata(&demo.socket)?.permissions().mode() & 0o777, 0o600);
    Ok(())
}

#[tokio::test]
async fn a_profile_folder_that_cannot_be_written_is_named() -> Outcome<()> {
    let desk = Desktop::start().await?;
    // Permissions mean nothing to root, so that a file stands where the folder should be.
    let file = desk.folders.write("home/file", "mine")?;
    let inside = desk.folders.path("home/file/profile").display().to_string();
    for profile in [file.display().to_string(), inside] {
        for words in [&["up"][..], &["start", "cold-15"], &["run"], &["demo", "--no-window"]] {
            let all: Vec<&str> = ["--profile", &profile].into_iter().chain(words.iter().copied()).collect();
            let said = refused(desk.lumbar(&all).await?).trying(format!("{all:?}"))?;
            assert!(said.contains(&profile), "{words:?}: {said}");
        }
    }
    // The same for the person's own profile.
    desk.folders.write("data/lumbar", "a file")?;
    let said = refused(desk.lumbar(&["up"]).await?)?;
    assert!(said.contains("data/lumbar"), "{said}");
    assert_eq!(
        (fs::read_to_string(file)?, fs::read_to_string(desk.folders.path("data/lumbar"))?),
        ("mine".into(), "a file".into())
    );
    Ok(())
}

#[tokio::test]
async fn data_of_a_newer_version_keeps_its_alarms_and_starts_nothing() -> Outcome<()> {
    let desk = Desktop::start().await?;
    up(&desk).await?;
    let (folder, http) = own(&desk);
    desk.lumbar(&["start", "heat-bottle"]).await?.done()?;
    desk.lumbar(&["on", "--since", "10m"]).await?.done()?;
    desk.lumbar(&["quit", "--force"]).await?.done()?;
    let file = folder.join("lumbar.db");
    let mut bytes = fs::read(&file)?;
    // The number of the schema in SQLite's header.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&file, &bytes)?;

    desk.lumbar(&["up"]).await?.done()?;
    let status = http.json("/api/v1/status").await?;
    assert_eq!(status["thermal"]["phase"], "running", "{status}");
    assert!(status["thermal"]["elapsed_seconds"].as_u64().is_some_and(|on| on >= 600), "{status}");
    assert!(!status["actions"].to_string().contains("start"), "{status}");
    let newer = "Your data was written by a newer Lumbar. Alarms go on, but nothing new can start here. Please use the newer version.";
    for words in [&["start", "stretch-start"][..], &["prepare", "towel"]] {
        assert_eq!(refused(desk.lumbar(words).await?)?, newer);
    }
    assert!(http.fetch("/").await?.with_status(200)?.body.contains("newer Lumbar"));
    // It is off: a fact is never refused.
    desk.lumbar(&["off"]).await?.done()?;
    assert!(http.json("/api/v1/status").await?["thermal"].is_null());
    desk.lumbar(&["quit"]).await?.done()?;
    assert_eq!(fs::read(&file)?, bytes, "what the newer version wrote is as it was");
    Ok(())
}

#[tokio::test]
async fn damaged_data_is_set_aside_and_the_latest_backup_goes_on() -> Outcome<()> {
    let desk = Desktop::start().await?;
    up(&desk).await?;
    let (folder, http) = own(&desk);
    desk.lumbar(&["quit"]).await?.done()?;
    let file = folder.join("lumbar.db");
    let whole = fs::read(&file)?;
    assert!(folder.join("lumbar.db.backup").exists(), "the first save made the day's backup");
    let garbage = b"this is no database, and it is long enough to look at twice".repeat(100);
    for (nth, damage) in [garbage, whole[..whole.len() / 2].to_vec(), Vec::new()].into_iter().enumerate() {
        fs::write(&file, &damage)?;
        desk.lumbar(&["up"]).await?.done()?;
        let aside = folder.join(format!("lumbar.db.damaged-{}", nth + 1));
        assert_eq!(fs::read(&aside)?, damage, "set aside as it was");
        let page = http.fetch("/").await?.with_status(200)?.body;
        assert!(
            page.contains("It goes on with its latest copy.") && page.contains(&aside.display().to_string()),
            "{page}"
        );
        nobody_knows_what_is_on(&desk).await?;
        desk.lumbar(&["quit"]).await?.done()?;
        assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
    }
    // Without any backup it begins anew and says so; the questions come again.
    for name in ["lumbar.db.backup", "lumbar.db.backup-before"] {
        drop(fs::remove_file(folder.join(name)));
    }
    fs::write(&file, "rubbish")?;
    desk.lumbar(&["up"]).await?.done()?;
    let page = http.fetch("/").await?.with_status(200)?.body;
    assert!(page.contains("there was no copy"), "{page}");
    let said = refused(desk.lumbar(&["start", "stretch-start"]).await?)?;
    assert!(!said.is_empty());
    nobody_knows_what_is_on(&desk).await?;
    desk.lumbar(&["quit"]).await?.done()?;
    Ok(())
}

/// What was on is lost with the data: it is asked, and the program stays until it is said.
async fn nobody_knows_what_is_on(desk: &Desktop) -> Outcome<()> {
    desk.notifications.expect(|one| one.says("Is ice or warmth on your back now?")).await?;
    assert!(refused(desk.lumbar(&["quit"]).await?)?.contains("on your back"));
    desk.lumbar(&["off"]).await?.done()?;
    Ok(())
}

#[tokio::test]
async fn a_routine_file_that_is_not_sound_is_named_and_takes_nothing_with_it() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let mut demo = demo;
    let folder = demo.profile.join("routines");
    fs::create_dir_all(&folder)?;
    let mine = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"knee-chest\"\n[[step]]\ndo = \"move\"\ntext = \"lie-down\"\nfigure = \"lie-down\"\nseconds = 30\n";
    let too_long = "id = \"long\"\nkind = \"cold\"\nfigure = \"ice-front\"\n[[step]]\ndo = \"expose\"\nmethod = \"still-cold\"\nseconds = 2400\nchecks = [300]\n";
    let cross = mine.replace("mine", "<img src=x onerror=alert(1)>");
    let files = [
        ("a-garbage.toml", "\u{0}\u{1}{{{".to_owned()),
        ("b-too-long.toml", too_long.to_owned()),
        ("c-cross.toml", cross),
        ("e-mine.toml", mine.to_owned()),
        ("notes.txt", "not a routine".to_owned()),
    ];
    for (name, text) in &files {
        fs::write(folder.join(name), text)?;
    }
    fs::write(folder.join("f-binary.toml"), [0xff, 0xfe, 0x00])?;
    demo.kill().await?;
    demo.restart(&MANUAL).await?;
    let page = demo.http().fetch("/").await?.with_status(200)?.body;
    for name in ["a-garbage.toml", "b-too-long.toml", "c-cross.toml", "f-binary.toml"] {
        assert!(page.contains(name), "{name} is named on Today");
    }
    assert!(!page.contains("e-mine.toml") && !page.contains("notes.txt") && !page.contains("<img src=x"), "{page}");
    for (name, text) in &files {
        assert_eq!(&fs::read_to_string(folder.join(name))?, text, "left as it was");
    }
    demo.done(&["start", "cold-15"]).await?;
    demo.done(&["start", "mine"]).await?;
    demo.pass(30).await?;
    assert_eq!(demo.look().await?["last"]["routine"], "mine");
    demo.expect_no_panic()
}

/// A form: its address, its fields, the status of the answer, and a part of the sentence on it.
type Form = (&'static str, &'static [(&'static str, &'static str)], u16, &'static str);

#[tokio::test]
async fn bad_forms_and_bad_json_are_answered_with_a_sentence_and_change_nothing() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    let http = demo.http();
    let before = demo.look().await?;
    let forms: [Form; 13] = [
        ("/do/dance", &[], 400, "Lumbar knows no such form."),
        ("/do/start", &[], 400, "This form does not say “routine”."),
        ("/do/start", &[("routine", "dance")], 409, "There is no routine called “dance”."),
        (
            "/do/start",
            &[("routine", "<img src=x onerror=alert(1)>")],
            409,
            "There is no routine called “&#60;img src=x",
        ),
        ("/do/start", &[("routine", "cold-15"), ("turns", "lots")], 400, "which makes no sense."),
        ("/do/start", &[("routine", "cold-15"), ("accept", "R99")], 400, "which makes no sense."),
        ("/do/on", &[("token", "one")], 400, "This form says “one” for “token”"),
        ("/do/on", &[("since", "-1")], 400, "which makes no sense."),
        ("/do/off", &[("when", "ago")], 400, "This form does not say “ago”."),
        ("/do/skin", &[("skin", "green")], 400, "which makes no sense."),
        ("/do/stop", &[("slot", "both")], 400, "which makes no sense."),
        ("/do/snooze", &[("token", "9.9.9")], 409, "This question is no longer asked."),
        ("/do/health", &[("feels", "yes"), ("whole", "yes"), ("condition", "magic")], 400, "which makes no sense."),
    ];
    for (path, fields, code, part) in forms {
        let answer = http.post_form(path, fields).await?.with_status(code).trying(path)?;
        assert!(answer.body.contains(part), "{path} {fields:?}: {}", answer.body);
        assert!(!answer.body.contains("<img src=x"), "what was sent is shown as text: {path}");
    }
    // A form leads only to pages of its own.
    for next in ["https://elsewhere.example", "//elsewhere.example", "\\\\elsewhere", "javascript:alert(1)"] {
        let answer = http.post_form("/do/silence", &[("next", next)]).await?.with_status(303)?;
        let to = answer.header("location").unwrap_or_default();
        assert!(to.starts_with('/') && !to.contains("elsewhere") && !to.contains("alert"), "{next} leads to {to}");
    }
    let bad: [(&str, &str); 8] = [
        ("/api/v1/command", ""),
        ("/api/v1/command", "{"),
        ("/api/v1/command", "[1,2,3]"),
        ("/api/v1/command", r#"{"wish":"dance"}"#),
        ("/api/v1/command", r#"{"wish":"start","routine":7}"#),
        ("/api/v1/clock", r#"{"do":"advance","seconds":-5}"#),
        ("/api/v1/window/open", r#"{"path":"https://elsewhere.example"}"#),
        ("/api/v1/quit", "no"),
    ];
    for (path, body) in bad {
        let answer =
            http.send(Http::request(Method::POST, path), body.to_owned()).await?.with_status(400).trying(body)?;
        let said = answer.json()?["sentence"].as_str().map(str::to_owned).trying(body)?;
        sentence(&said);
    }
    let answer =
        http.post_json("/api/v1/command", &json!({ "wish": "start", "routine": "dance" })).await?.with_status(409)?;
    assert_eq!(answer.json()?["sentence"], "There is no routine called “dance”.");

    // What the system reports has no way in from here: bed hours that never come would lift a hard limit (R12).
    for report in [
        json!({ "report": "bed-hours", "from": 0, "until": 0, "offset_seconds": 0 }),
        json!({ "fact": "going-to-sleep" }),
        json!({ "wish": "woke", "told": false }),
        json!({ "choice": "battery-low" }),
    ] {
        http.post_json("/api/v1/command", &report).await?.with_status(400)?;
    }
    let none = json!({ "choice": "bed-hours", "from": 0, "until": 0 });
    http.post_json("/api/v1/command", &none).await?.with_status(409)?;

    http.send(Http::request(Method::POST, "/do/on").header("content-type", "text/plain"), "token".into())
        .await?
        .with_status(400)?;
    let huge = "x".repeat(1 << 20);
    let answer = http.send(Http::request(Method::POST, "/api/v1/command"), huge).await;
    // It may hang up before it has taken it all in.
    assert!(answer.as_ref().map_or(true, |answer| answer.status.is_client_error()), "{answer:?}");
    for (method, path) in [
        (Method::GET, "/nowhere"),
        (Method::GET, "/routines/nothing"),
        (Method::GET, "/static/../../Cargo.toml"),
        (Method::DELETE, "/"),
    ] {
        let answer = http.send(Http::request(method, path), String::new()).await?;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("<h1"), "a page says it: {path}");
    }
    assert_eq!(demo.look().await?, before);
    demo.expect_no_panic()
}

#[tokio::test]
async fn rubbish_on_the_socket_and_clients_that_hang_up_hold_nobody_else_up() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let http = demo.http();
    let mut silent = Vec::new();
    for rubbish in [
        &b"\x00\x01\x02\xff\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /do/on HTTP/1.1\r\ncontent-length: 99999\r\n\r\nhalf",
        b"",
    ] {
        let mut stream = http.connect().await?;
        stream.write_all(rubbish).await?;
        silent.push(stream);
    }
    let mut stream = http.connect().await?;
    stream.write_all(b"GET /api/v1/status HTTP/1.1\r\nhost: x\r\nx: \xff\xfe\r\nconnection: close\r\n\r\n").await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    assert!(answer.starts_with(b"HTTP/1.1 "), "an answer all the same");
    // Four are silent and one line is held, while others are answered.
    let held = tokio::spawn({
        let http = demo.http();
        async move { http.fetch("/api/v1/window/next?pid=7").await }
    });
    demo.done(&["start", "stretch-start"]).await?;
    assert_eq!(demo.look().await?["activity"]["phase"], "running");
    held.abort();
    drop(silent);
    assert_eq!(demo.look().await?["activity"]["phase"], "running");
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_command_of_another_protocol_is_refused_before_the_deed_and_every_answer_names_its_own() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    let http = demo.http();
    let before = demo.look().await?;
    for (path, body) in [("/api/v1/quit", "{\"force\":true}"), ("/api/v1/clock", "{\"do\":\"next\"}")] {
        let foreign =
            Http::request(Method::POST, path).header("x-lumbar-protocol", "2").header("x-lumbar-version", "9.1");
        let answer = http.send(foreign, body.to_owned()).await?.with_status(409)?;
        let said = answer.json()?["sentence"].as_str().unwrap_or_default().to_owned();
        assert!(sentence(&said).contains("another version of Lumbar (9.1)"), "{said}");
    }
    assert_eq!(demo.look().await?, before);
    for path in ["/", "/api/v1/hello", "/static/nothing"] {
        assert_eq!(http.fetch(path).await?.header("x-lumbar-protocol"), Some("1"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn what_comes_from_a_foreign_page_is_turned_away() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    let http = demo.http();
    let before = demo.look().await?;
    for (name, value) in [
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        for (path, body) in [
            ("/do/on", ""),
            ("/api/v1/quit", "{\"force\":true}"),
            ("/api/v1/command", "{\"fact\":\"stop\",\"slot\":\"thermal\",\"hurts\":false}"),
        ] {
            let request = Http::request(Method::POST, path)
                .header(name, value)
                .header("content-type", "application/x-www-form-urlencoded");
            let answer = http.send(request, body.to_owned()).await?.with_status(403)?;
            assert!(answer.body.contains("from somewhere else"), "{}", answer.body);
        }
    }
    assert_eq!(demo.look().await?, before);
    // The same from the window is pressed.
    let shell =
        Http::request(Method::POST, "/do/on").header("origin", "lumbar://localhost").header("x-lumbar-shell", "1");
    http.send(shell.header("content-type", "application/x-www-form-urlencoded"), String::new())
        .await?
        .with_status(303)?;
    assert_eq!(demo.phase().await?.as_deref(), Some("running"));
    let page = http.fetch("/").await?.with_status(200)?;
    let csp = page.header("content-security-policy").unwrap_or_default();
    assert!(csp.starts_with("default-src 'none'") && !csp.contains("unsafe"), "{csp}");
    Ok(())
}

#[tokio::test]
async fn only_a_marked_profile_takes_a_speed_or_a_manual_clock() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let http = up(&desk).await?;
    let (folder, _) = own(&desk);
    let profile = folder.display().to_string();
    for words in [&["clock", "next"][..], &["clock", "advance", "5m"], &["clock", "step-wall", "-3h"]] {
        let said = refused(desk.lumbar(words).await?)?;
        assert_eq!(said, "Only a demo that was started with --manual-clock has a clock that can be moved.");
    }
    http.post_json("/api/v1/clock", &json!({ "do": "advance", "seconds": 60 })).await?.with_status(409)?;
    for words in [&["--manual-clock", "--no-window"][..], &["--speed", "3600", "--no-window"]] {
        for running in [true, false] {
            if !running {
                desk.lumbar(&["quit"]).await?.done()?;
            }
            let all: Vec<&str> = ["--profile", &profile, "demo"].into_iter().chain(words.iter().copied()).collect();
            let said = refused(desk.lumbar(&all).await?)?;
            assert!(said.contains("is not a demo profile"), "{said}");
            desk.lumbar(&["up"]).await?.done()?;
        }
    }
    assert!(!folder.join("demo").exists(), "it was not marked");
    // A demo with a fast clock has none that is moved by hand.
    let fast = desk.demo(&["--speed", "10", "--no-window"]).await?;
    refused(fast.run(&["clock", "next"]).await?)?;
    // A mark that cannot be read is no mark.
    let broken = desk.folders.path("home/broken");
    fs::create_dir_all(&broken)?;
    fs::write(broken.join("demo"), "{")?;
    let said = refused(desk.lumbar(&["--profile", &broken.display().to_string(), "up"]).await?)?;
    assert!(said.contains("cannot be read"), "{said}");
    Ok(())
}

#[tokio::test]
async fn two_starts_at_once_are_one_session_and_one_program() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let (one, two) = tokio::join!(demo.run(&["start", "cold-20-20"]), demo.run(&["start", "heat-bottle"]));
    let mut codes = [one?, two?].map(|ran| (ran.code, ran.err));
    codes.sort();
    assert_eq!((codes[0].0, codes[1].0), (Some(0), Some(1)));
    assert!(sentence(&codes[1].1).contains("is on now"), "{}", codes[1].1);

    let ups = tokio::join!(desk.lumbar(&["up"]), desk.lumbar(&["up"]), desk.lumbar(&["up"]));
    for ran in [ups.0?, ups.1?, ups.2?] {
        assert!(ran.done()?.out.trim_end().ends_with("run/lumbar/socket"));
    }
    let own: Vec<_> = desk.processes("lumbar").into_iter().filter(|pid| *pid != demo.pid()).collect();
    assert_eq!(own.len(), 1, "{:?}", own.iter().map(|pid| pid.command_line()).collect::<Vec<_>>());
    // The second in the foreground says why it does not run.
    let said = refused(desk.lumbar(&["run"]).await?)?;
    assert_eq!(said, "Lumbar runs already in this profile.");
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_demo_with_a_routine_that_is_not_there_ends_with_the_reason_and_leaves_nothing() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let ran = desk.lumbar(&["demo", "dance", "--manual-clock", "--no-window"]).await?;
    assert_eq!(sentence(&ran.refused()?), "There is no routine called “dance”.");
    let left: Vec<_> = fs::read_dir(desk.folders.path("run"))?.flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("lumbar-demo")), "{left:?}");
    Ok(())
}

#[tokio::test]
async fn facts_are_taken_even_when_nothing_is_on() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo: Demo = desk.demo(&MANUAL).await?;
    for words in [&["off"][..], &["stop"], &["stop", "--hurts"], &["skin", "red"], &["skin", "bad"]] {
        demo.done(words).await.trying(format!("{words:?}"))?;
    }
    assert_eq!(demo.look().await?["thermal"], Value::Null);
    demo.expect_no_panic()
}
