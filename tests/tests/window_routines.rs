//! Makes a routine of one's own in the real window, by keyboard alone.
#![cfg(target_os = "linux")]

use std::time::Duration;

use fantoccini::key::Key;
use lumbar_tests::{Demo, Desktop, Outcome, Trouble, Window};
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// How long the page may take to show what it must; the test ends as soon as it does.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(40);

struct Walk {
    window: Window,
}

impl Walk {
    async fn script(&self, script: &str) -> Outcome<Value> {
        Ok(self.window.page.execute(script, Vec::new()).await?)
    }

    /// Waits until a script says yes.
    async fn until(&self, script: &str) -> Outcome<()> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if self.script(script).await? == Value::Bool(true) {
                return Ok(());
            }
            sleep(GLANCE).await;
        }
        let shown = "return document.activeElement.outerHTML.slice(0, 200) + document.title + location.href";
        let shown = self.script(shown).await?;
        Err(Trouble::new(format!("it never is so: {script}; the focus is on {shown}")))
    }

    async fn keys(&self, keys: &str) -> Outcome<()> {
        self.window.page.active_element().await?.send_keys(keys).await?;
        Ok(())
    }

    /// Goes on with Tab until what has the focus fits.
    async fn tab_to(&self, fits: &str) -> Outcome<()> {
        let mut passed = Vec::new();
        for _ in 0..150 {
            self.keys(&char::from(Key::Tab).to_string()).await?;
            if self.script(&format!("const it = document.activeElement; return {fits}")).await? == Value::Bool(true) {
                return Ok(());
            }
            passed.push(self.script("return document.activeElement.outerHTML.slice(0, 60)").await?);
        }
        passed.dedup();
        passed.truncate(20);
        Err(Trouble::new(format!("Tab never comes to {fits}, but to {passed:?}")))
    }

    async fn enter(&self) -> Outcome<()> {
        self.keys(&char::from(Key::Enter).to_string()).await
    }
}

async fn stage(desk: &Desktop) -> Outcome<(Demo, Walk)> {
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let folder = demo.profile.display().to_string();
    let window = Window::open_on(desk, (1600, 1200), &["--profile", &folder]).await?;
    Ok((demo, Walk { window }))
}

#[tokio::test]
async fn a_routine_of_ones_own_is_made_by_keyboard_alone() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let (demo, walk) = stage(&desk).await?;
    walk.until("return !!document.querySelector('main h1')").await?;
    walk.window.page.goto("lumbar://localhost/own-routines/new?from=stretch-start").await?;
    walk.until("return document.getElementById('main').dataset.page === 'routine-own'").await?;

    // What is typed is checked while the hand is still in the field.
    walk.tab_to("it.name === 'name'").await?;
    walk.keys("Ice, calm pace").await?;
    walk.until("return document.getElementById('name-e').textContent.includes('looks too much like')").await?;
    walk.until("return document.activeElement.name === 'name' && document.activeElement.value === 'Ice, calm pace'")
        .await?;
    walk.script("document.activeElement.select()").await?;
    walk.keys("My morning").await?;
    walk.until("return document.getElementById('name-e').textContent === ''").await?;

    // A step goes up twice, and the hand stays on its button.
    walk.tab_to("it.name === 'press' && it.value === 'up-2'").await?;
    walk.enter().await?;
    walk.until("return document.activeElement.value === 'up-1' && document.querySelector('#s1-title').value === 'Both knees to your chest'").await?;
    walk.enter().await?;
    walk.until("return document.activeElement.value === 'down-0' && document.querySelector('#s0-title').value === 'Both knees to your chest'").await?;
    walk.until("return document.querySelector('[name=name]').value === 'My morning'").await?;

    // A step is added, and its first field has the focus.
    walk.tab_to("it.id === 'add'").await?;
    walk.script("document.getElementById('add').value = 'move'").await?;
    walk.tab_to("it.value === 'add'").await?;
    walk.enter().await?;
    walk.until("return document.activeElement.id === 's8-title'").await?;
    walk.keys("Drink a glass of water").await?;
    walk.until("return document.querySelector('#s8-title')?.value === 'Drink a glass of water'").await?;

    // A length that cannot be is said at once, and keeping it leads to what is wrong.
    walk.tab_to("it.id === 's8-seconds'").await?;
    walk.script("document.activeElement.select()").await?;
    walk.keys("soon").await?;
    walk.until("return document.getElementById('s8-seconds-e').textContent.includes('is no length')").await?;
    walk.tab_to("it.matches('.edit-see .main-action')").await?;
    walk.enter().await?;
    walk.until("return document.activeElement.matches('section.problems') && document.querySelector('#s8-seconds').value === 'soon'").await?;
    walk.tab_to("it.matches('.problems a')").await?;
    walk.enter().await?;
    walk.tab_to("it.id === 's8-seconds'").await?;
    walk.script("document.activeElement.select()").await?;
    walk.keys("20").await?;
    walk.tab_to("it.matches('.edit-see .main-action')").await?;
    walk.enter().await?;
    walk.until("return document.getElementById('main').dataset.page === 'routine' && document.querySelector('h1').textContent === 'My morning'").await?;

    let kept = std::fs::read_to_string(demo.profile.join("routines/my-morning.toml"))?;
    let order = ["both-knees", "lie-down", "knee-chest", "tilt", "Drink a glass of water"];
    let places: Vec<_> = order.iter().map(|text| kept.find(&format!("text = \"{text}\""))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{kept}");
    demo.expect_no_panic()
}
