//! Drives the real window on the real background program: by keyboard through a whole turn, and what closing it leaves.
//!
//! `LUMBAR_SHOTS=FOLDER` keeps a picture of every state at 360 and 1400 px; `LUMBAR_DARK=1` on a dark desktop.
#![cfg(target_os = "linux")]

use std::{env, path::PathBuf, time::Duration};

use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use lumbar_tests::{Demo, Desktop, Outcome, Trouble, Window};
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// How long the page may take to show what it must; the tests end as soon as it does.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than the pause that `keys.js` waits for before a key counts again.
const PAUSE: Duration = Duration::from_millis(1700);
/// Longer than a key must be held on a button that nobody moved to.
const HOLD: Duration = Duration::from_millis(900);
const GLANCE: Duration = Duration::from_millis(40);

struct Stage {
    desk: Desktop,
    demo: Demo,
    window: Window,
    shots: Option<PathBuf>,
}

/// A session of ice in each of its states, and the command or the time that leads to it.
const STATES: [(&str, &str); 5] = [
    ("ready", "start cold-20-20 --turns 2"),
    ("on", "on"),
    ("skin", "clock advance 5m"),
    ("take-off", "clock advance 16m"),
    ("resting", "off"),
];

/// What lies under the buttons, or outside of the window without a way to it.
const COVERED: &str = "const dock = document.querySelector('.dock-wrap, .dock').getBoundingClientRect(); \
     const shown = [...document.querySelectorAll('.stage *, .face *')].filter(e => e.checkVisibility() && e.children.length === 0 \
         && !e.closest('svg, .vh') && e.textContent.trim()); \
     return shown.filter(e => e.getBoundingClientRect().bottom > dock.top + 1).map(e => e.textContent.trim())";

/// Whether the main action is whole on the screen.
const IN_REACH: &str = "const at = document.querySelector('#main-action, .dock .answer, .dock .btn').getBoundingClientRect(); \
     return at.height > 40 && at.top >= 0 && at.left >= 0 && at.bottom <= innerHeight && at.right <= innerWidth";

impl Stage {
    async fn set() -> Outcome<Self> {
        Self::set_on((1600, 1200)).await
    }

    /// With the window on a display of this size, in pixels.
    async fn set_on(display: (u32, u32)) -> Outcome<Self> {
        let mut desk = Desktop::start().await?;
        if env::var_os("LUMBAR_DARK").is_some() {
            desk.set_variable("GTK_THEME", "Adwaita:dark");
        }
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        let folder = demo.profile.display().to_string();
        let window = Window::open_on(&desk, display, &["--profile", &folder]).await?;
        let stage = Self { desk, demo, window, shots: env::var_os("LUMBAR_SHOTS").map(PathBuf::from) };
        stage.sees("main h1", "").await?;
        Ok(stage)
    }

    /// Waits until something the selector finds shows these words.
    async fn sees(&self, selector: &str, words: &str) -> Outcome<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = String::new();
        while Instant::now() < deadline {
            for found in self.window.page.find_all(Locator::Css(selector)).await.unwrap_or_default() {
                last = found.text().await.unwrap_or_default();
                if last.to_lowercase().contains(&words.to_lowercase()) {
                    return Ok(());
                }
            }
            sleep(GLANCE).await;
        }
        Err(Trouble::new(format!("“{words}” is not seen in {selector}; it says “{last}”")))
    }

    /// Tells whether something the selector finds shows these words at this moment.
    async fn sees_now(&self, selector: &str, words: &str) -> bool {
        let found = self.window.page.find(Locator::Css(selector)).await;
        let Ok(found) = found else { return false };
        found.text().await.is_ok_and(|text| text.to_lowercase().contains(words))
    }

    /// Answers the skin check that is shown with the main action.
    async fn skin_is_fine(&self) -> Outcome<()> {
        self.space(|s| s["pending"].as_array().is_some_and(Vec::is_empty)).await?;
        self.sees(".main-action", "It is off").await
    }

    /// Holds Space, the main action, and waits until it counted. Just after a page changed by itself no key counts, so that
    /// nobody answers a question they have not seen: that moment is let pass first.
    async fn space(&self, counted: impl Fn(&Value) -> bool) -> Outcome<()> {
        sleep(PAUSE).await;
        self.hold(' ').await?;
        self.demo.expect_status(counted).await.map(|_| ())
    }

    async fn hold(&self, key: char) -> Outcome<()> {
        let held = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Pause { duration: HOLD })
            .then(KeyAction::Up { value: key });
        self.window.page.perform_actions(held).await?;
        Ok(())
    }

    /// Leads the session to its next state, and waits until the page shows it.
    async fn lead_to(&self, state: &str, words: &str) -> Outcome<()> {
        self.demo.done(&words.split(' ').collect::<Vec<_>>()).await?;
        if state == "ready" {
            self.window.page.goto("lumbar://localhost/session/thermal").await?;
        }
        self.sees_page(&format!("session-thermal-{state}")).await
    }

    /// Waits until the page has this name.
    async fn sees_page(&self, name: &str) -> Outcome<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Value::Null;
        while Instant::now() < deadline {
            last = self.window.page.execute("return document.getElementById('main').dataset.page", Vec::new()).await?;
            if last == name {
                return Ok(());
            }
            sleep(GLANCE).await;
        }
        Err(Trouble::new(format!("the page {name} is not seen, but {last}")))
    }

    /// Presses a key where the focus is.
    async fn key(&self, key: char) -> Outcome<()> {
        self.window.page.active_element().await?.send_keys(&key.to_string()).await?;
        Ok(())
    }

    /// Goes on with Tab until the focus is on something with this text, and presses Enter.
    async fn enter_on(&self, label: &str) -> Outcome<()> {
        let mut passed = Vec::new();
        for _ in 0..80 {
            self.key(Key::Tab.into()).await?;
            let read = self.window.page.execute("return document.activeElement.textContent", Vec::new()).await?;
            let text = read.as_str().unwrap_or_default().to_owned();
            if text.trim() == label {
                return self.key(Key::Enter.into()).await;
            }
            passed.push(text);
        }
        Err(Trouble::new(format!("Tab never comes to “{label}”, but to {passed:?}")))
    }

    async fn expect_phase(&self, phase: &str) -> Outcome<()> {
        self.demo.expect_status(|s| s["thermal"]["phase"] == phase).await.map(|_| ())
    }

    /// Keeps a picture of the page as it stands.
    async fn shoot_now(&self, name: &str) -> Outcome<()> {
        let Some(folder) = &self.shots else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        self.window.screenshot(&folder.join(format!("{name}.png"))).await
    }

    async fn shoot(&self, name: &str) -> Outcome<()> {
        let Some(folder) = &self.shots else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        let theme = if env::var_os("LUMBAR_DARK").is_some() { "dark" } else { "light" };
        for (width, height) in [(360, 740), (1400, 900)] {
            self.window.resize(width, height).await?;
            sleep(Duration::from_millis(300)).await;
            self.window.screenshot(&folder.join(format!("{name}-{theme}-{width}.png"))).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_whole_turn_of_ice_is_gone_through_by_keyboard_alone() -> Outcome<()> {
    let stage = Stage::set().await?;
    stage.shoot("1-today-empty").await?;
    stage.enter_on("Routines").await?;
    stage.sees("main h1", "Routines").await?;
    stage.shoot("2-routines").await?;
    stage.enter_on("Ice, 20 on 20 off").await?;
    stage.sees("main h1", "Ice, 20 on 20 off").await?;
    stage.shoot("3-routine").await?;
    stage.enter_on("Get ready").await?;
    stage.expect_phase("ready").await?;
    stage.sees(".main-action", "it is on").await?;
    stage.shoot("4-ready").await?;

    // Space is the main action on session pages, wherever the focus is.
    stage.space(|s| s["thermal"]["phase"] == "running").await?;
    stage.sees(".main-action", "It is off").await?;
    stage.shoot("5-running").await?;

    // The question comes by itself.
    stage.demo.clock_advance("5m").await?;
    stage.sees(".main-action", "Fine").await?;
    stage.shoot("6-skin").await?;
    stage.skin_is_fine().await?;
    stage.demo.clock_advance("5m").await?;
    stage.sees(".main-action", "Fine").await?;
    stage.skin_is_fine().await?;

    // The alarm finds the person on whatever page they are.
    stage.window.page.goto("lumbar://localhost/").await?;
    stage.sees("main h1", "").await?;
    stage.shoot("7-today-running").await?;
    stage.demo.clock_advance("10m").await?;
    stage.expect_phase("take_off").await?;
    stage.sees("main h1", "off now").await?;
    stage.shoot("8-take-off").await?;
    stage.space(|s| s["thermal"]["phase"] == "resting").await?;
    stage.sees("main", "rest").await?;
    stage.shoot("9-resting").await?;
    stage.demo.clock_advance("20m").await?;
    stage.demo.expect_status(|s| s["thermal"].is_null()).await?;
    stage.sees("main", "done").await?;
    stage.shoot("10-finished").await?;
    stage.demo.expect_no_panic()?;
    stage.window.close().await
}

#[tokio::test]
async fn who_types_when_the_alarm_comes_does_not_say_that_it_is_off() -> Outcome<()> {
    let stage = Stage::set().await?;
    stage.demo.done(&["start", "cold-20-20"]).await?;
    stage.demo.done(&["on"]).await?;
    stage.window.page.goto("lumbar://localhost/session/thermal").await?;
    stage.sees(".main-action", "It is off").await?;
    // One stray Space, or Enter, is no answer, wherever the focus is by itself.
    sleep(PAUSE).await;
    for stray in [' ', Key::Enter.into()] {
        stage.key(stray).await?;
    }
    // Somebody writes a letter while the alarm comes up over it.
    stage.window.page.goto("lumbar://localhost/").await?;
    stage.sees("main h1", "").await?;
    stage.demo.clock_advance("21m").await?;
    let mut seen = false;
    for _ in 0..40 {
        for typed in ['i', 's', ' ', Key::Tab.into(), ' ', 'i', 't', Key::Enter.into()] {
            stage.key(typed).await?;
        }
        seen = seen || stage.sees_now("main h1", "off now").await;
        if seen && stage.demo.phase().await?.as_deref() != Some("take_off") {
            break;
        }
    }
    assert!(seen, "the alarm is not on the page");
    stage.expect_phase("take_off").await?;
    // Who has come to look says it: by a key that is held, or by a button they go to.
    stage.space(|s| s["thermal"]["phase"] == "resting").await?;
    stage.demo.expect_no_panic()?;
    stage.window.close().await
}

#[tokio::test]
async fn a_stretch_runs_on_by_itself_and_is_paused_by_space() -> Outcome<()> {
    let stage = Stage::set().await?;
    stage.demo.done(&["start", "stretch-start"]).await?;
    stage.window.page.goto("lumbar://localhost/session/activity").await?;
    stage.sees("main h1", "back").await?;
    stage.demo.clock_advance("32s").await?;
    stage.sees("main h1", "knee").await?;
    stage.shoot("11-stretch").await?;
    stage.space(|s| s["activity"]["phase"] == "paused").await?;
    stage.sees(".main-action", "Go on").await?;
    stage.space(|s| s["activity"]["phase"] == "running").await?;
    stage.window.close().await
}

#[tokio::test]
async fn a_press_made_while_another_waits_for_a_program_that_stands_still_is_carried_out_after_it() -> Outcome<()> {
    let stage = Stage::set().await?;
    stage.demo.done(&["start", "cold-20-20"]).await?;
    stage.demo.done(&["on"]).await?;
    stage.demo.clock_advance("5m").await?;
    stage.window.page.goto("lumbar://localhost/session/thermal").await?;
    stage.sees("main h1", "skin").await?;
    // Past the moment in which a press is taken for one that was meant for what stood there before.
    sleep(PAUSE).await;
    let program = stage.demo.answering_pid().await?;
    program.freeze()?;
    let press = "const by = text => [...document.querySelectorAll('.dock button')].find(b => b.textContent.trim() === text); \
                 const [fine, off] = [by('Fine'), by('It is off')]; fine.click(); fine.click(); off.click(); \
                 return [!!fine, !!off]";
    let found = stage.window.page.execute(press, Vec::new()).await?;
    assert_eq!(found, serde_json::json!([true, true]));
    program.thaw()?;
    let status = stage.demo.expect_status(|s| s["thermal"]["phase"] == "resting").await?;
    assert_eq!(status["pending"], serde_json::json!([]), "the first press was carried out as well");
    stage.demo.expect_no_panic()?;
    stage.window.close().await
}

#[tokio::test]
async fn closing_the_window_ends_its_process_and_nothing_else() -> Outcome<()> {
    let stage = Stage::set().await?;
    stage.demo.done(&["start", "cold-15"]).await?;
    stage.demo.done(&["on"]).await?;
    assert_eq!(stage.desk.processes("lumbar-window").len(), 1);
    stage.window.close().await?;
    let deadline = Instant::now() + PATIENCE;
    while !stage.desk.processes("lumbar-window").is_empty() && Instant::now() < deadline {
        sleep(GLANCE).await;
    }
    assert!(stage.desk.processes("lumbar-window").is_empty());
    assert_eq!(stage.demo.phase().await?.as_deref(), Some("running"));
    Ok(())
}

#[tokio::test]
async fn pages_obey_their_policy_and_open_nothing_foreign() -> Outcome<()> {
    let stage = Stage::set().await?;
    let tried = "const s = document.createElement('script'); s.textContent = 'window.bad = 1'; document.body.append(s); \
                 return [window.bad === undefined, typeof window.__TAURI__]";
    let found = stage.window.page.execute(tried, Vec::new()).await?;
    assert_eq!(found, serde_json::json!([true, "undefined"]), "an inline script ran, or a command is exposed");
    for page in [
        "/",
        "/routines",
        "/safety",
        "/sources",
        "/about",
        "/cold-or-warm",
        "/good-to-know",
        "/notifications",
        "/no-such-page",
    ] {
        stage.window.page.goto(&format!("lumbar://localhost{page}")).await?;
        stage.sees("main h1", "").await?;
    }
    stage.demo.expect_no_panic()?;
    stage.window.close().await
}

#[tokio::test]
async fn the_large_clock_is_one_key_away_and_nothing_lies_under_the_buttons() -> Outcome<()> {
    let stage = Stage::set().await?;
    let page = &stage.window.page;
    stage.window.resize(1100, 740).await?;
    for (state, words) in STATES {
        stage.lead_to(state, words).await?;
        stage.shoot_now(&format!("use-1100-{state}")).await?;
        assert_eq!(page.execute(COVERED, Vec::new()).await?, serde_json::json!([]), "{state}");
        // There and back by the same key, whatever the session is at.
        sleep(PAUSE).await;
        stage.key(Key::F11.into()).await?;
        stage.sees_page(&format!("session-thermal-{state}-face-down")).await?;
        stage.shoot_now(&format!("face-1100-{state}")).await?;
        assert_eq!(page.execute(COVERED, Vec::new()).await?, serde_json::json!([]), "{state}, face down");
        let fills = "const c = document.querySelector('.face-clock').getBoundingClientRect(), \
                     b = document.querySelector('.dock .btn').parentElement.getBoundingClientRect(); \
                     return [c.height / innerHeight, b.width / innerWidth]";
        let fills = page.execute(fills, Vec::new()).await?;
        let share = |nth: usize| fills.get(nth).and_then(Value::as_f64).unwrap_or_default();
        assert!(share(0) > if state == "skin" { 0.2 } else { 0.3 } && share(1) > 0.95, "{state}: {fills}");
        stage.key(if state == "on" { Key::Escape } else { Key::F11 }.into()).await?;
        stage.sees_page(&format!("session-thermal-{state}")).await?;
    }
    stage.demo.expect_no_panic()?;
    stage.window.close().await
}

#[tokio::test]
async fn on_a_small_or_much_enlarged_screen_the_window_fits_and_it_is_off_stays_in_reach() -> Outcome<()> {
    // 1366 by 768 at twice its size, 800 by 480, and 1100 by 820 at 200 %.
    for display in [(683, 384), (800, 480), (550, 410)] {
        let stage = Stage::set_on(display).await?;
        let [width, height] = stage.window.inner().await?;
        assert!(width <= i64::from(display.0) && height <= i64::from(display.1), "{width} x {height} on {display:?}");
        for (state, words) in STATES {
            stage.lead_to(state, words).await?;
            stage.shoot_now(&format!("use-{}-{state}", display.0)).await?;
            assert_eq!(stage.window.page.execute(IN_REACH, Vec::new()).await?, true, "{state} on {display:?}");
        }
        stage.window.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_question_in_the_window_before_ones_eyes_is_heard_and_not_said_again_beside_it() -> Outcome<()> {
    let stage = Stage::set().await?;
    stage.demo.done(&["start", "cold-20-20"]).await?;
    stage.demo.done(&["on"]).await?;
    stage.window.page.goto("lumbar://localhost/session/thermal").await?;
    stage.sees(".main-action", "It is off").await?;
    let focused = stage.window.page.execute("return document.hasFocus()", Vec::new()).await?;
    stage.demo.clock_advance("5m").await?;
    stage.sees(".main-action", "Fine").await?;
    // Longer than a page is given to show it.
    sleep(Duration::from_secs(3)).await;
    let said = stage.desk.notifications.arrived().iter().any(|note| note.summary.contains("look at your skin"));
    assert_eq!(said, focused != true, "focused: {focused}");
    stage.window.close().await
}
