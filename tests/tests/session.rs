//! Plays whole sessions on the real program as a person would: from the tray, by notification buttons, to their end.
#![cfg(target_os = "linux")]

use lumbar_tests::{Context, Demo, Desktop, Notification, Outcome, TrayItem, Trouble, Urgency};
use serde_json::{Value, json};

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];
const COLD: &str = "Ice, 20 on 20 off";

const STATUS: [&str; 10] =
    ["version", "thermal", "activity", "timers", "pending", "actions", "last", "undo", "next", "unsaved"];
const SESSION: [&str; 12] = [
    "session",
    "routine",
    "modality",
    "phase",
    "step",
    "step_kind",
    "turn",
    "turns",
    "since",
    "ends_at",
    "remaining_seconds",
    "elapsed_seconds",
];
const PHASES: [&str; 6] = ["ready", "running", "take_off", "resting", "paused", "snoozed"];
const QUESTIONS: [&str; 5] = ["take-off", "get-out", "is-it-on", "skin", "put-on"];
const MODALITIES: [&str; 5] = ["cold", "heat", "contrast", "massage", "stretch"];
const STEP_KINDS: [&str; 3] = ["expose", "rest", "move"];

/// Every field of the object that `lumbar status --json` prints, with what may stand in it.
fn documented(status: &Value) -> Outcome<()> {
    keys(status, "", &STATUS)?;
    is(status, "/version", |version| version == 1)?;
    for slot in ["/thermal", "/activity"] {
        let session = at(status, slot)?;
        if session.is_null() {
            continue;
        }
        keys(session, slot, &SESSION)?;
        for number in ["/session", "/step", "/turn", "/turns", "/elapsed_seconds"] {
            is(session, number, Value::is_u64)?;
        }
        is(session, "/routine", Value::is_string)?;
        is(session, "/since", is_moment)?;
        one_of(session, "/modality", &MODALITIES)?;
        one_of(session, "/phase", &PHASES)?;
        one_of(session, "/step_kind", &STEP_KINDS)?;
        // Ready waits for a press; paused movement has time left and no moment at which it ends.
        let (ready, paused) = (session["phase"] == "ready", session["phase"] == "paused");
        is(session, "/ends_at", |ends| if ready || paused { ends.is_null() } else { is_moment(ends) })?;
        is(session, "/remaining_seconds", |left| if ready { left.is_null() } else { left.is_u64() })?;
    }
    for timer in list(status, "/timers")? {
        keys(timer, "/timers", &["id", "timer", "since", "ends_at", "remaining_seconds"])?;
        is(timer, "/id", Value::is_u64)?;
        is(timer, "/timer", Value::is_string)?;
        is(timer, "/since", is_moment)?;
        is(timer, "/ends_at", is_moment)?;
        is(timer, "/remaining_seconds", Value::is_u64)?;
    }
    for question in list(status, "/pending")? {
        keys(question, "/pending", &["token", "question", "answers"])?;
        one_of(question, "/question", &QUESTIONS)?;
        is(question, "/answers", |answers| answers.as_array().is_some_and(|all| !all.is_empty()))?;
    }
    is(status, "/actions", |all| all.as_array().is_some_and(|all| all.iter().all(Value::is_string)))?;
    if !at(status, "/last")?.is_null() {
        keys(at(status, "/last")?, "/last", &["routine", "outcome", "ended_at"])?;
        is(status, "/last/ended_at", is_moment)?;
    }
    is(status, "/next", Value::is_null)
}

fn at<'a>(value: &'a Value, path: &str) -> Outcome<&'a Value> {
    value.pointer(path).trying(format!("no {path} in {value}"))
}

fn list<'a>(value: &'a Value, path: &str) -> Outcome<&'a [Value]> {
    at(value, path)?.as_array().map(Vec::as_slice).trying(format!("{path} is no list in {value}"))
}

fn keys(value: &Value, of: &str, wanted: &[&str]) -> Outcome<()> {
    let object = value.as_object().trying(format!("{of} is no object: {value}"))?;
    let mut found: Vec<&str> = object.keys().map(String::as_str).collect();
    let mut wanted = wanted.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    if found == wanted { Ok(()) } else { Err(Trouble::new(format!("{of} has {found:?} instead of {wanted:?}"))) }
}

fn is(value: &Value, path: &str, fits: impl Fn(&Value) -> bool) -> Outcome<()> {
    if fits(at(value, path)?) { Ok(()) } else { Err(Trouble::new(format!("{path} is odd in {value}"))) }
}

fn one_of(value: &Value, path: &str, words: &[&str]) -> Outcome<()> {
    is(value, path, |found| found.as_str().is_some_and(|word| words.contains(&word)))
}

/// RFC 3339 in UTC, whole seconds: `2026-03-01T12:00:00Z`.
fn is_moment(value: &Value) -> bool {
    let shape = |text: &str| text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>();
    value.as_str().is_some_and(|text| shape(text) == "0000-00-00T00:00:00Z")
}

/// The documented object in its documented form, as the command prints it.
async fn status(demo: &Demo) -> Outcome<Value> {
    let status = demo.status().await?;
    documented(&status)?;
    assert_eq!(status, demo.look().await?, "the command prints what the socket answers");
    Ok(status)
}

/// Waits until the session that warms or cools is in this phase.
async fn until(demo: &Demo, phase: &str) -> Outcome<Value> {
    let status = demo.expect_status(|status| status.pointer("/thermal/phase") == Some(&json!(phase))).await?;
    documented(&status)?;
    Ok(status)
}

fn thermal<'a>(status: &'a Value, field: &str) -> &'a Value {
    status.pointer(&format!("/thermal/{field}")).unwrap_or(&Value::Null)
}

/// Reads the questions that wait, as `question: answers`.
fn pending(status: &Value) -> Vec<String> {
    let words = |one: &Value| {
        let answers: Vec<&str> = one["answers"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        format!("{}: {}", one["question"].as_str().unwrap_or_default(), answers.join(" "))
    };
    status["pending"].as_array().into_iter().flatten().map(words).collect()
}

fn actions(status: &Value) -> Vec<&str> {
    status["actions"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What a panel shows: title, tooltip, whether it wants attention, the picture.
async fn sign(item: &TrayItem, title: &str, tooltip: &str) -> Outcome<(String, Vec<u8>)> {
    item.expect_title(|shown| shown == title).await.trying(format!("the title {title}"))?;
    assert_eq!(item.tooltip().await?, ("Lumbar".to_owned(), tooltip.to_owned()));
    let pixels = item.icon_pixels().await?;
    let sizes: Vec<_> = pixels.iter().map(|(width, height, _)| (*width, *height)).collect();
    assert_eq!(sizes, [16, 22, 24, 32, 48].map(|side| (side, side)));
    Ok((item.status().await?, pixels.into_iter().flat_map(|(_, _, bytes)| bytes).collect()))
}

struct Expected<'a> {
    title: &'a str,
    body: &'a str,
    buttons: &'a [&'a str],
    urgency: Urgency,
}

fn says(shown: &Notification, expected: &Expected<'_>) {
    let all = (shown.summary.as_str(), shown.body.as_str(), shown.labels(), shown.urgency());
    assert_eq!(all, (expected.title, expected.body, expected.buttons.to_vec(), expected.urgency));
    assert_eq!(shown.app, "Lumbar");
    // What must be answered stays until it is.
    assert_eq!(shown.timeout == 0, expected.urgency == Urgency::Critical, "{}", shown.summary);
}

const ON: &str = "Cloth between, skin fine: it is on";
/// The same on a notification.
const ON_SHORT: &str = "It is on";
const SKIN: [&str; 3] = ["Fine", "Very red, sore or numb", "White or blistered"];
const SKIN_BODY: &str = "Feel it with your hand, use a mirror, or ask a helper. White, grey, bright red, blotchy, \
                         blistered or numb is not fine.";

fn put_on(turn: u8) -> String {
    format!(
        "{COLD}, turn {turn} of 2. Thin damp towel around it, and your skin fine? Then put it on and press. The clock starts then."
    )
}

/// One turn on the body, each question answered on its notification; four presses for the first.
async fn a_turn(desk: &Desktop, demo: &Demo, item: &TrayItem, turn: u8) -> Outcome<usize> {
    let shown = &desk.notifications;
    let mut presses = 0;
    let ready = shown.next().await?;
    let body = put_on(turn);
    let title = "Put the ice pack on when you are ready";
    says(&ready, &Expected { title, body: &body, buttons: &[ON_SHORT, "Not now"], urgency: Urgency::Normal });
    let now = status(demo).await?;
    assert_eq!(
        (thermal(&now, "phase"), thermal(&now, "turn"), thermal(&now, "turns")),
        (&json!("ready"), &json!(turn), &json!(2))
    );
    assert_eq!((thermal(&now, "ends_at"), thermal(&now, "remaining_seconds")), (&Value::Null, &Value::Null));
    assert_eq!(pending(&now), ["put-on: on on-since snooze not-now"]);
    assert!(["on", "snooze", "not-now", "stop"].iter().all(|one| actions(&now).contains(one)), "{now}");
    sign(item, "ready", &format!("{COLD}: ready when you are")).await?;

    shown.press(&ready, "on").await?;
    presses += 1;
    until(demo, "running").await?;
    let now = status(demo).await?;
    assert_eq!((thermal(&now, "step"), thermal(&now, "step_kind")), (&json!(1), &json!("expose")));
    assert_eq!((thermal(&now, "remaining_seconds"), thermal(&now, "elapsed_seconds")), (&json!(1200), &json!(0)));
    assert_eq!(pending(&now), Vec::<String>::new());
    assert!(!actions(&now).contains(&"pause"), "what is on the body cannot be paused: {now}");
    let (attention, cold) = sign(item, "20 min", &format!("{COLD}: 20 min left")).await?;
    assert_eq!(attention, "Active");

    for checked in [300, 600] {
        demo.pass(300).await?;
        let question = shown.next().await?;
        let title = "Time to look at your skin: lift the ice pack";
        says(&question, &Expected { title, body: SKIN_BODY, buttons: &SKIN, urgency: Urgency::Critical });
        let now = status(demo).await?;
        assert_eq!(thermal(&now, "elapsed_seconds"), &json!(checked));
        assert_eq!(pending(&now), ["skin: skin-fine skin-red skin-bad"]);
        shown.press(&question, "skin-fine").await?;
        presses += 1;
        demo.expect_status(|status| pending(status).is_empty()).await?;
    }
    sign(item, "10 min", &format!("{COLD}: 10 min left")).await?;

    demo.pass(540).await?;
    let soon = shown.next().await?;
    let (title, body) = ("The ice pack comes off in 1 min", format!("{COLD}."));
    says(&soon, &Expected { title, body: &body, buttons: &["It is off"], urgency: Urgency::Normal });

    demo.pass(60).await?;
    let bell = shown.next().await?;
    take_off(&bell, "20 min", false);
    let now = status(demo).await?;
    assert_eq!((thermal(&now, "phase"), thermal(&now, "remaining_seconds")), (&json!("take_off"), &json!(0)));
    assert_eq!(pending(&now), ["take-off: off skin-red skin-bad"]);
    let (attention, alert) = sign(item, "take off", &format!("{COLD}: take it off now, on for 20 min")).await?;
    assert_eq!(attention, "NeedsAttention");

    // Nobody pressed: it is said again in the same place until somebody does.
    let mut last = bell.clone();
    for again in ["20 min 30 s", "21 min"] {
        demo.pass(30).await?;
        last = shown.next().await?;
        take_off(&last, again, false);
        assert_eq!((last.id, last.replaces), (bell.id, bell.id), "it takes the place of the first");
    }
    assert_eq!(shown.standing().len(), 1);
    shown.press(&last, "off").await?;
    presses += 1;
    until(demo, "resting").await?;
    let now = status(demo).await?;
    assert_eq!((thermal(&now, "step"), thermal(&now, "step_kind")), (&json!(2), &json!("rest")));
    assert_eq!(thermal(&now, "remaining_seconds"), &json!(1200), "the rest counts from the press: {now}");
    let resting = shown.next().await?;
    let body = format!("{COLD}: the rest counts from now. Let your skin feel normal again.");
    let title = "Rest now for 20 min, with nothing on your back";
    says(&resting, &Expected { title, body: &body, buttons: &["Undo"], urgency: Urgency::Normal });
    let (attention, rest) = sign(item, "20 min", &format!("{COLD}: rest, 20 min left")).await?;
    assert_eq!(attention, "Active");
    assert!(cold != alert && alert != rest && cold != rest, "each state has its own picture");

    demo.pass(1199).await?;
    assert_eq!(thermal(&demo.look().await?, "remaining_seconds"), &json!(1));
    assert_eq!(shown.unexpected().len(), 0, "nothing is offered before the rest is over:\n{}", shown.transcript());
    demo.pass(1).await?;
    Ok(presses)
}

/// `undo`: what made it ring was a press.
fn take_off(shown: &Notification, on_for: &str, undo: bool) {
    let body = format!("On for {on_for}. Press “It is off” when it is off your skin.");
    let mut buttons = vec!["It is off", "White or blistered"];
    buttons.extend(undo.then_some("Undo"));
    says(
        shown,
        &Expected { title: "Take the ice pack off now", body: &body, buttons: &buttons, urgency: Urgency::Critical },
    );
}

#[test]
fn the_document_names_every_field_and_every_word_of_the_status() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/status.md")).unwrap();
    for name in STATUS.iter().chain(&SESSION).chain(&PHASES).chain(&QUESTIONS).chain(&MODALITIES).chain(&STEP_KINDS) {
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
    for braces in
        ["{id, timer, since, ends_at, remaining_seconds}", "{token, question, answers}", "{routine, outcome, ended_at}"]
    {
        assert!(text.contains(braces), "{braces}");
    }
}

#[tokio::test]
async fn ice_of_two_turns_goes_from_the_tray_to_its_end_by_notification_buttons_alone() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let item = desk.tray.item().await?;
    let (attention, idle) = sign(&item, "Lumbar", "Lumbar: nothing is on").await?;
    assert_eq!(attention, "Active");
    let now = status(&demo).await?;
    assert_eq!((thermal(&now, "phase"), &now["last"]), (&Value::Null, &Value::Null));
    assert_eq!(actions(&now), ["start", "prepare"]);
    let menu = item.menu().await?;
    assert_eq!(menu.labels().first(), Some(&"Quick starts"), "{menu}");
    assert_eq!(menu.labels()[menu.labels().len() - 2..], ["Open Lumbar", "Quit"], "{menu}");

    item.press(&format!("{COLD}, 2 turns")).await?;
    until(&demo, "ready").await?;
    let menu = item.expect_menu(|menu| menu.find(ON).is_some()).await?;
    for label in ["Not now", "In 10 minutes", "Show what is on", "It hurts: stop", "Quit"] {
        assert!(menu.find(label).is_some(), "{label} in\n{menu}");
    }
    assert!(menu.find(COLD).is_none(), "a second thermal session is not offered:\n{menu}");

    assert_eq!(a_turn(&desk, &demo, &item, 1).await?, 4, "four presses for the first turn");
    // The next turn was offered and has not begun by itself.
    demo.expect_status(|status| thermal(status, "phase") == "ready" && thermal(status, "turn") == 2).await?;
    a_turn(&desk, &demo, &item, 2).await?;

    let done = desk.notifications.next().await?;
    let (title, body) = (format!("{COLD} is done"), "That was all of it. Move a little before you sit down for long.");
    says(&done, &Expected { title: &title, body, buttons: &[], urgency: Urgency::Normal });
    let now = status(&demo).await?;
    assert_eq!((&now["thermal"], &now["last"]["outcome"]), (&Value::Null, &json!("done")));
    assert_eq!(now["last"]["routine"], "cold-20-20");
    let (_, after) = sign(&item, "Lumbar", "Lumbar: nothing is on").await?;
    assert_eq!(after, idle);

    let came = desk.notifications.arrived();
    println!("The notifications as the server received them:\n{}", desk.notifications.transcript());
    assert_eq!((came.len(), desk.notifications.unexpected().len()), (17, 0));
    demo.done(&["quit"]).await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn stretching_beside_warmth_and_a_preparation_timer_go_on_at_once_and_each_says_its_own() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    demo.done(&["start", "heat-pad"]).await?;
    demo.done(&["on"]).await?;
    demo.done(&["start", "stretch-start"]).await?;
    demo.done(&["prepare", "towel"]).await?;
    let now = status(&demo).await?;
    assert_eq!((&now["thermal"]["phase"], &now["thermal"]["modality"]), (&json!("running"), &json!("heat")));
    assert_eq!((&now["activity"]["phase"], &now["activity"]["step_kind"]), (&json!("running"), &json!("move")));
    assert_eq!(
        (&now["timers"][0]["timer"], &now["timers"][0]["remaining_seconds"]),
        (&json!("prep-towel"), &json!(1200))
    );
    assert!(actions(&now).contains(&"pause") && !actions(&now).contains(&"start"), "{now}");
    let item = desk.tray.item().await?;
    let lines = "Electric heating pad: 20 min left<br/>Gentle start: 5 min left<br/>Towel in the freezer: 20 min left";
    sign(&item, "20 min", lines).await?;
    assert!(demo.refused(&["start", "stretch-full"]).await?.contains("is on now"));

    // The stretch pauses, the warmth does not.
    demo.pass(35).await?;
    demo.done(&["pause"]).await?;
    demo.pass(60).await?;
    let now = status(&demo).await?;
    assert_eq!((&now["activity"]["phase"], &now["thermal"]["remaining_seconds"]), (&json!("paused"), &json!(1105)));
    // Five seconds into one knee to the chest, of a minute; a minute of pause changed nothing.
    assert_eq!((&now["activity"]["step"], &now["activity"]["elapsed_seconds"]), (&json!(2), &json!(5)));
    assert_eq!(now["activity"]["remaining_seconds"], json!(55));
    demo.done(&["resume"]).await?;
    demo.pass(235).await?;
    let now = status(&demo).await?;
    assert_eq!((&now["activity"], &now["last"]["routine"]), (&Value::Null, &json!("stretch-start")));

    let shown = &desk.notifications;
    let done = shown.expect(|one| one.summary.ends_with(" is done")).await?;
    let skin = shown.expect(|one| one.has_action("skin-fine")).await?;
    assert_ne!(done.id, skin.id, "one does not take the place of the other");
    shown.press(&skin, "skin-fine").await?;
    demo.expect_status(|status| pending(status).is_empty()).await?;
    demo.pass(870).await?;
    let ready = shown.expect(|one| one.says("Towel in the freezer is ready")).await?;
    let off = shown.expect(|one| one.has_action("off") && one.urgency() == Urgency::Critical).await?;
    assert_ne!(ready.id, off.id);
    shown.press(&off, "off").await?;
    demo.expect_status(|status| status["last"]["routine"] == "heat-pad").await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn ready_asks_again_and_on_since_counts_the_time_it_was_on_before_the_press() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    demo.done(&["start", "cold-20-20"]).await?;
    let shown = &desk.notifications;
    let first = shown.next().await?;
    for (wait, since) in [(180, "On since about 3 min")] {
        demo.pass(wait).await?;
        let again = shown.next().await?;
        assert_eq!((again.summary.as_str(), again.replaces), ("Is it on? The clock has not started", first.id));
        assert_eq!(again.labels(), [ON_SHORT, since, "Not now"]);
    }
    let again = shown.arrived().pop().trying("nothing came")?;
    shown.press(&again, "on-since").await?;
    let now = until(&demo, "running").await?;
    assert_eq!((thermal(&now, "elapsed_seconds"), thermal(&now, "remaining_seconds")), (&json!(180), &json!(1020)));
    // The skin is asked at its second after the real start.
    demo.pass(120).await?;
    shown.expect(|one| one.has_action("skin-fine")).await?;
    Ok(())
}

#[tokio::test]
async fn a_session_nobody_answers_lapses_after_a_quarter_of_an_hour_and_a_late_press_still_counts() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    demo.done(&["start", "cold-20-20"]).await?;
    let shown = &desk.notifications;
    demo.pass(899).await?;
    assert_eq!(demo.phase().await?.as_deref(), Some("ready"));
    demo.pass(1).await?;
    let now = status(&demo).await?;
    assert_eq!((&now["thermal"], &now["last"]["outcome"]), (&Value::Null, &json!("lapsed")));
    let lapsed = shown.expect(|one| one.summary == format!("You did not press, so {COLD} was closed")).await?;
    shown.press(&lapsed, "on").await?;
    until(&demo, "running").await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn put_off_by_ten_minutes_it_comes_again_and_not_now_ends_it_without_a_word() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&MANUAL).await?;
    let shown = &desk.notifications;
    demo.done(&["start", "cold-20-20"]).await?;
    let first = shown.next().await?;
    demo.done(&["snooze", "10m"]).await?;
    let now = status(&demo).await?;
    assert_eq!((thermal(&now, "phase"), thermal(&now, "remaining_seconds")), (&json!("snoozed"), &json!(600)));
    shown.expect_withdrawn(first.id).await?;
    let item = desk.tray.item().await?;
    sign(&item, "10 min", &format!("{COLD}: asks again in 10 min")).await?;
    demo.pass(600).await?;
    let again = shown.next().await?;
    assert_eq!(again.summary, "Put the ice pack on when you are ready");
    shown.press(&again, "not-now").await?;
    let now = demo.expect_status(|status| status["thermal"].is_null()).await?;
    assert_eq!(now["last"]["outcome"], "not-now");
    assert_eq!(shown.unexpected().len(), 0, "{}", shown.transcript());
    Ok(())
}

#[tokio::test]
async fn red_skin_ends_the_turn_and_only_the_turn() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--turns", "2", "--manual-clock", "--no-window"]).await?;
    let shown = &desk.notifications;
    let ready = shown.next().await?;
    shown.press(&ready, "on").await?;
    until(&demo, "running").await?;
    demo.pass(300).await?;
    let skin = shown.next().await?;
    shown.press(&skin, "skin-red").await?;
    until(&demo, "take_off").await?;
    let off = shown.next().await?;
    take_off(&off, "5 min", true);
    shown.press(&off, "off").await?;
    let now = until(&demo, "resting").await?;
    assert_eq!((thermal(&now, "turn"), thermal(&now, "remaining_seconds")), (&json!(1), &json!(1200)));
    demo.expect_no_panic()
}

#[tokio::test]
async fn white_skin_closes_warm_and_cold_in_the_tray_and_a_start_that_shows_no_answer_is_refused_in_a_notification()
-> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    let shown = &desk.notifications;
    let ready = shown.next().await?;
    shown.press(&ready, "on").await?;
    until(&demo, "running").await?;
    demo.pass(300).await?;
    let skin = shown.next().await?;
    shown.press(&skin, "skin-bad").await?;
    until(&demo, "take_off").await?;
    let off = shown.next().await?;
    shown.press(&off, "off").await?;
    let stopped = shown.next().await?;
    assert_eq!(stopped.summary, "Stopped because of your skin. Read what to do now");
    assert!(stopped.body.starts_with("No ice and no warmth for 24 h"), "{}", stopped.body);
    assert_eq!((stopped.urgency(), stopped.labels()), (Urgency::Critical, vec!["Open Lumbar", "Undo"]));
    let now = status(&demo).await?;
    assert_eq!((&now["thermal"], &now["last"]["outcome"]), (&Value::Null, &json!("skin")));

    let item = desk.tray.item().await?;
    let closed = |label: &&str| label.starts_with("Ice, calm pace: ");
    item.expect_menu(|menu| menu.all().iter().any(|line| closed(&line.label.as_str()) && !line.enabled)).await?;
    demo.done(&["start", "cold-15", "--tell"]).await?;
    let refused = shown.next().await?;
    assert_eq!((refused.summary.as_str(), refused.labels()), ("That is not possible", vec!["Open Lumbar"]));
    assert_eq!(refused.body, demo.refused(&["start", "cold-15"]).await?, "every face says the same sentence");
    assert!(demo.look().await?["thermal"].is_null());
    // It is the skin that is hurt: warmth is closed as well, however long ago the cold came off.
    demo.pass(300).await?;
    demo.refused(&["start", "heat-bottle"]).await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn an_answer_to_an_older_question_is_refused_when_it_is_a_wish_and_counts_when_it_is_a_fact() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    let shown = &desk.notifications;
    let ready = shown.next().await?;
    let snooze =
        format!("snooze/{}", ready.whole_key("on").and_then(|key| key.split_once('/')).trying("no button on")?.1);
    shown.press(&ready, "on").await?;
    until(&demo, "running").await?;
    demo.pass(300).await?;
    let skin = shown.next().await?;
    // A wish about a question that is over, from a notification that was left standing somewhere.
    shown.invoke(skin.id, &snooze).await?;
    let refused = shown.next().await?;
    assert_eq!(refused.summary, "That is not possible");
    // "It is off" is a fact, whichever notification of this exposure it comes from.
    let off = format!("off/{}", skin.whole_key("skin-fine").and_then(|key| key.split_once('/')).trying("no button")?.1);
    demo.pass(900).await?;
    let bell = shown.expect(|one| one.summary == "Take the ice pack off now").await?;
    shown.invoke(bell.id, &off).await?;
    until(&demo, "resting").await?;
    // A key that is not ours changes nothing.
    shown.invoke(bell.id, "dance").await?;
    demo.expect_no_panic()
}

#[tokio::test]
async fn quitting_asks_first_while_something_is_on_and_ends_at_once_otherwise() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&["cold-20-20", "--manual-clock", "--no-window"]).await?;
    demo.done(&["on"]).await?;
    let item = desk.tray.item().await?;
    item.press("Quit").await?;
    let asked = desk.notifications.expect(|one| one.summary == "The ice pack is still on").await?;
    assert_eq!((asked.urgency(), asked.labels()), (Urgency::Critical, vec!["Open Lumbar", "Quit anyway"]));
    assert_eq!(demo.phase().await?.as_deref(), Some("running"), "it stays");
    let refused = demo.refused(&["quit"]).await?;
    assert!(refused.starts_with("The ice or warmth is still on your back, so Lumbar stays."), "{refused}");
    assert_eq!(demo.phase().await?.as_deref(), Some("running"), "it stays");
    desk.notifications.press(&asked, "quit-anyway").await?;
    assert_eq!(demo.wait().await?, Some(0));
    desk.tray.expect_none().await?;
    assert!(desk.processes("lumbar").is_empty(), "the guard ends with it");

    let mut idle = desk.demo(&MANUAL).await?;
    desk.tray.item().await?.press("Quit").await?;
    assert_eq!(idle.wait().await?, Some(0));
    assert!(!idle.profile.exists(), "a demo's folder goes with it");
    Ok(())
}
