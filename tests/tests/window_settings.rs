//! Walks through Settings and Notifications in the real window by keyboard alone: every control is reached by Tab, is changed by keys,
//! and keeps the focus.
#![cfg(target_os = "linux")]

use std::time::Duration;

use fantoccini::key::Key;
use lumbar_tests::{Demo, Desktop, Outcome, Trouble, Window};
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// How long the page may take to show what it must; the test ends as soon as it does.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(40);
/// More than a page has controls.
const MOST: usize = 400;

/// Numbers what can be pressed, chosen or typed into on the page; how many there are.
const NUMBER: &str = "const all = [...document.querySelectorAll('main a[href], main button, main input, main select, main summary')]\
     .filter(it => !it.disabled && it.type !== 'hidden' && it.getClientRects().length); \
     all.forEach((it, n) => it.dataset.walk = n); return all.length";
const AT: &str = "return document.activeElement?.dataset?.walk ?? null";

struct Walk {
    demo: Demo,
    window: Window,
}

impl Walk {
    async fn on(desk: &Desktop, page: &str) -> Outcome<Self> {
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        let folder = demo.profile.display().to_string();
        let window = Window::open_on(desk, (1600, 1200), &["--profile", &folder]).await?;
        window.page.goto(&format!("lumbar://localhost{page}")).await?;
        let walk = Self { demo, window };
        walk.until("return !!document.querySelector('main h1') && document.readyState === 'complete'").await?;
        Ok(walk)
    }

    async fn script(&self, script: &str) -> Outcome<Value> {
        Ok(self.window.page.execute(script, Vec::new()).await?)
    }

    async fn until(&self, script: &str) -> Outcome<()> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            // Between two pages there is none to ask.
            if matches!(self.script(script).await, Ok(Value::Bool(true))) {
                return Ok(());
            }
            sleep(GLANCE).await;
        }
        let shown =
            self.script("return document.activeElement.outerHTML.slice(0, 300) + ' on ' + location.href").await?;
        Err(Trouble::new(format!("it never is so: {script}; the focus is on {shown}")))
    }

    async fn keys(&self, keys: &str) -> Outcome<()> {
        self.window.page.active_element().await?.send_keys(keys).await?;
        Ok(())
    }

    async fn key(&self, key: Key) -> Outcome<()> {
        self.keys(&char::from(key).to_string()).await
    }

    /// Goes on with Tab until what has the focus fits.
    async fn tab_to(&self, fits: &str) -> Outcome<()> {
        for _ in 0..MOST {
            if self.script(&format!("const it = document.activeElement; return !!({fits})")).await? == Value::Bool(true)
            {
                return Ok(());
            }
            self.key(Key::Tab).await?;
        }
        Err(Trouble::new(format!("Tab never comes to {fits}")))
    }

    /// Goes once around the page with Tab; what it never came to.
    async fn never_reached(&self) -> Outcome<Vec<String>> {
        let count = usize::try_from(self.script(NUMBER).await?.as_u64().unwrap_or_default())?;
        let mut reached = vec![false; count];
        for _ in 0..count + MOST / 4 {
            self.key(Key::Tab).await?;
            let at = self.script(AT).await?;
            if let Some(at) = at.as_str().and_then(|at| at.parse::<usize>().ok()).and_then(|at| reached.get_mut(at)) {
                *at = true;
            }
            if reached.iter().all(|one| *one) {
                break;
            }
        }
        let mut never = Vec::new();
        for (nth, _) in reached.iter().enumerate().filter(|(_, reached)| !**reached) {
            let it = format!("return document.querySelector('[data-walk=\"{nth}\"]').outerHTML.slice(0, 120)");
            never.push(self.script(&it).await?.to_string());
        }
        println!("{count} controls, {} never reached", never.len());
        Ok(never)
    }
}

#[tokio::test]
async fn every_control_of_settings_and_notifications_is_reached_by_tab() -> Outcome<()> {
    let desk = Desktop::start().await?;
    for page in ["/settings", "/notifications"] {
        let walk = Walk::on(&desk, page).await?;
        assert_eq!(walk.never_reached().await?, Vec::<String>::new(), "{page}");
        // Each has a name that a screen reader says.
        let nameless = "return [...document.querySelectorAll('main [data-walk]')].filter(it => !(it.innerText || '').trim() \
                        && !it.ariaLabel && !it.labels?.length).map(it => it.outerHTML.slice(0, 120))";
        assert_eq!(walk.script(nameless).await?, serde_json::json!([]), "{page}");
        walk.demo.expect_no_panic()?;
        walk.window.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn settings_are_changed_found_and_put_back_by_keys_and_the_focus_stays_where_it_was() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let walk = Walk::on(&desk, "/settings").await?;
    let set =
        async |key: &str| -> Outcome<String> { Ok(walk.demo.done(&["settings", "get", key]).await?.trim().to_owned()) };
    // A switch, with Space.
    walk.tab_to("it.closest('#set-discreet') && it.role === 'switch'").await?;
    walk.keys(" ").await?;
    walk.until("return document.querySelector('#set-discreet [role=switch]')?.ariaChecked === 'true'").await?;
    assert_eq!(set("discreet").await?, "on");
    // It is still under the finger, and the next press need not be held.
    let on_the_switch = "return !!document.activeElement.matches('#set-discreet [role=switch]')";
    walk.until(on_the_switch).await?;
    walk.keys(" ").await?;
    walk.until("return document.querySelector('#set-discreet [role=switch]')?.ariaChecked === 'false'").await?;
    walk.until(on_the_switch).await?;
    walk.keys(" ").await?;
    walk.until("return document.querySelector('#set-discreet [role=switch]')?.ariaChecked === 'true'").await?;
    // Its way back, with Enter.
    walk.tab_to("it.getAttribute('form') === 'back-discreet'").await?;
    walk.key(Key::Enter).await?;
    walk.until("return document.querySelector('#set-discreet [role=switch]')?.ariaChecked === 'false'").await?;
    assert_eq!(set("discreet").await?, "off");
    walk.until("return !!document.activeElement.closest('#set-discreet')").await?;
    // One of several words.
    walk.tab_to("it.closest('#set-text-size') && it.value === 'large'").await?;
    walk.key(Key::Enter).await?;
    walk.until("return document.documentElement.dataset.text === 'large'").await?;
    walk.until("return !!document.activeElement.closest('#set-text-size')").await?;
    assert_eq!(set("text-size").await?, "large");
    // Hours, typed; what makes no sense is said beside them, and what was typed stays.
    walk.tab_to("it.closest('#set-quiet-hours') && it.name === 'from'").await?;
    let empty = "const it = document.activeElement; it.select(); return true";
    walk.script(empty).await?;
    walk.keys("12:30").await?;
    walk.key(Key::Tab).await?;
    walk.script(empty).await?;
    walk.keys("14:00").await?;
    walk.key(Key::Enter).await?;
    walk.until("return !!document.querySelector('#back-quiet-hours')").await?;
    assert_eq!(set("quiet-hours").await?, "12:30-14:00");
    // The box that finds: only what fits is left, and a change there leads back to it.
    walk.tab_to("it.name === 'q' && it.type === 'search'").await?;
    walk.keys("theme").await?;
    walk.key(Key::Enter).await?;
    walk.until("return location.search.includes('q=theme') && !document.querySelector('#set-voice') && !!document.querySelector('#set-theme')")
        .await?;
    walk.tab_to("it.closest('#set-theme') && it.value === 'dark'").await?;
    walk.key(Key::Enter).await?;
    walk.until("return document.documentElement.dataset.theme === 'dark' && location.search.includes('q=theme')")
        .await?;
    assert_eq!(set("theme").await?, "dark");
    walk.until("return !!document.activeElement.closest('#set-theme')").await?;
    walk.demo.expect_no_panic()?;
    walk.window.close().await
}

#[tokio::test]
async fn the_test_of_notifications_is_sent_and_comes_back_by_keys() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let walk = Walk::on(&desk, "/notifications").await?;
    walk.tab_to("it.closest('form')?.getAttribute('action') === '/do/notification-test' && it.tagName === 'BUTTON'")
        .await?;
    walk.key(Key::Enter).await?;
    let note = desk.notifications.next().await?;
    desk.notifications.press(&note, "seen").await?;
    walk.until("return document.querySelector('main').innerText.includes('It came back after')").await?;
    walk.demo.expect_no_panic()?;
    walk.window.close().await
}
