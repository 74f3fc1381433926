//! Goes the way from the first launch to "the ice is on" in the real window, and counts what it asks of a person: presses,
//! pages, words, scrolls; then the second time, and a warning sign that leads to help.
//!
//! `LUMBAR_FIRST_RUN=FILE` writes the counts as the table that docs/first-run.md shows.
#![cfg(target_os = "linux")]

use std::time::Duration;
use std::{env, fs};

use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use lumbar_tests::{Context, Demo, Desktop, Outcome, Trouble, Window};
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// How long the page may take to show what it must; the tests end as soon as it does.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(40);
/// Longer than the pause that `keys.js` waits for before a key counts again, and longer than a key must be held.
const PAUSE: Duration = Duration::from_millis(1700);
const HOLD: Duration = Duration::from_millis(900);
/// The window as it opens, CSS pixels.
const WINDOW: (u32, u32) = (1100, 740);
/// What the way may ask at most.
const MOST: Asked = Asked { presses: 5, pages: 3, words: 380, scrolls: 0 };
/// What Lumbar itself says outside of its window.
const SECOND_ELSEWHERE: Asked = Asked { presses: 2, pages: 0, words: 120, scrolls: 0 };
/// The press that starts the clock, as the tray names it.
const ON: &str = "Cloth between, skin fine: it is on";
/// The routine as the tray names it.
const COLD: &str = "Ice, 20 on 20 off";
const SECOND: Asked = Asked { presses: 2, pages: 2, words: 430, scrolls: 0 };

/// What a way asks of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Asked {
    presses: usize,
    pages: usize,
    words: usize,
    scrolls: usize,
}

impl Asked {
    fn is_within(self, most: Self) -> bool {
        self.presses <= most.presses
            && self.pages <= most.pages
            && self.words <= most.words
            && self.scrolls <= most.scrolls
    }
}

/// By what a person presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Mouse,
    Keys,
}

/// A person at a window of their own on a new profile.
struct Person {
    desk: Desktop,
    profile: String,
    /// Where the clock can be moved.
    demo: Option<Demo>,
    window: Window,
    by: By,
    asked: Asked,
}

impl Person {
    async fn launch(by: By) -> Outcome<Self> {
        let desk = Desktop::start().await?;
        let profile = desk.folders.path("data/first").display().to_string();
        let window = Window::open(&desk, &["--profile", &profile]).await?;
        window.resize(WINDOW.0, WINDOW.1).await?;
        Ok(Self { desk, profile, demo: None, window, by, asked: Asked::default() })
    }

    /// The next day, with the questions answered and one ice pack behind them.
    async fn comes_back(by: By) -> Outcome<Self> {
        let desk = Desktop::start().await?;
        let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
        for words in [&["start", "cold-15"][..], &["on"]] {
            demo.done(words).await?;
        }
        demo.clock_advance("4m").await?;
        demo.done(&["off"]).await?;
        demo.done(&["stop"]).await?;
        demo.clock_advance("24h").await?;
        let profile = demo.profile.display().to_string();
        let window = Window::open(&desk, &["--profile", &profile]).await?;
        window.resize(WINDOW.0, WINDOW.1).await?;
        Ok(Self { desk, profile, demo: Some(demo), window, by, asked: Asked::default() })
    }

    /// Waits for a page by its heading, and reads it as a person does.
    async fn reads(&mut self, heading: &str) -> Outcome<()> {
        self.sees("main h1", heading).await?;
        // What this machine lacks (a sound card, say) is told on top of it, and stands on no other.
        let read = "const count = e => e ? e.innerText.split(/\\s+/).filter(Boolean).length : 0; \
                    const main = document.querySelector('main'); \
                    return count(main) - count(main.querySelector('[data-live=notices]'))";
        let words = self.window.page.execute(read, Vec::new()).await?.as_u64().trying("no words")?;
        self.asked.pages += 1;
        self.asked.words += usize::try_from(words)?;
        Ok(())
    }

    async fn sees(&self, selector: &str, words: &str) -> Outcome<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut last = String::new();
        while Instant::now() < deadline {
            for found in self.window.page.find_all(Locator::Css(selector)).await.unwrap_or_default() {
                last = found.text().await.unwrap_or_default();
                if last.contains(words) {
                    return Ok(());
                }
            }
            sleep(GLANCE).await;
        }
        Err(Trouble::new(format!("“{words}” is not seen in {selector}; it says “{last}”")))
    }

    /// Presses what carries these words: a button, a link or a box. What lies below the window is scrolled to, which counts.
    async fn presses(&mut self, label: &str) -> Outcome<()> {
        self.asked.presses += 1;
        match self.by {
            By::Mouse => self.clicks(label).await,
            By::Keys => self.types(label).await,
        }
    }

    async fn clicks(&mut self, label: &str) -> Outcome<()> {
        let path =
            format!("//main//*[self::button or self::a or self::label][contains(normalize-space(.), \"{label}\")]");
        for found in self.window.page.find_all(Locator::XPath(&path)).await? {
            // Of two lists with the same answer the one that is not given yet.
            let look = "const e = arguments[0], box = e.querySelector('input'), at = e.getBoundingClientRect(); \
                        return [!!box && box.checked, at.bottom > innerHeight || at.top < 0]";
            let seen = self.window.page.execute(look, vec![serde_json::to_value(&found)?]).await?;
            if seen[0] == Value::Bool(true) {
                continue;
            }
            self.asked.scrolls += usize::from(seen[1] == Value::Bool(true));
            found.click().await?;
            return Ok(());
        }
        Err(Trouble::new(format!("nothing says “{label}”")))
    }

    /// Goes on with Tab until the focus is there, then presses it: a box with Space, the rest with Enter.
    async fn types(&mut self, label: &str) -> Outcome<()> {
        let mut passed = Vec::new();
        for _ in 0..60 {
            self.key(Key::Tab.into()).await?;
            let read = "const e = document.activeElement, at = e.getBoundingClientRect(); \
                        const said = e.closest('label') ?? e; \
                        return [said.textContent.trim(), e.type === 'checkbox', e.checked ?? false, \
                                at.bottom > innerHeight || at.top < 0]";
            let seen = self.window.page.execute(read, Vec::new()).await?;
            let text = seen[0].as_str().unwrap_or_default().to_owned();
            if text.contains(label) && seen[2] != Value::Bool(true) {
                self.asked.scrolls += usize::from(seen[3] == Value::Bool(true));
                let is_box = seen[1] == Value::Bool(true);
                return self.key(if is_box { ' ' } else { Key::Enter.into() }).await;
            }
            passed.push(text);
        }
        Err(Trouble::new(format!("Tab never comes to “{label}”, but to {passed:?}")))
    }

    async fn key(&self, key: char) -> Outcome<()> {
        self.window.page.active_element().await?.send_keys(&key.to_string()).await?;
        Ok(())
    }

    /// "It is on": by the mouse on its button, by keys with Space held.
    async fn says_on(&mut self) -> Outcome<()> {
        match self.by {
            By::Mouse => {
                // A click just after the page changed is taken for one that was meant for what stood there before.
                sleep(PAUSE).await;
                self.presses("it is on").await?;
            }
            By::Keys => {
                self.asked.presses += 1;
                sleep(PAUSE).await;
                let held = KeyActions::new("keyboard".into())
                    .then(KeyAction::Down { value: ' ' })
                    .then(KeyAction::Pause { duration: HOLD })
                    .then(KeyAction::Up { value: ' ' });
                self.window.page.perform_actions(held).await?;
            }
        }
        self.sees(".main-action", "It is off").await
    }

    async fn leaves(self) -> Outcome<()> {
        self.window.close().await?;
        self.desk.lumbar(&["--profile", &self.profile, "quit", "--force"]).await?.done()?;
        self.demo.map_or(Ok(()), |demo| demo.expect_no_panic())
    }
}

/// From a press in the tray to "on" in the tray; the first time the window asks its questions between.
async fn by_tray(first: bool) -> Outcome<Asked> {
    let mut person = if first { Person::launch(By::Mouse).await? } else { Person::comes_back(By::Mouse).await? };
    person.asked = Asked::default();
    let item = person.desk.tray.item().await?;
    let menu = item.expect_menu(|menu| menu.find(COLD).is_some()).await?;
    let starts = menu.all().into_iter().find(|entry| entry.find(COLD).is_some()).trying("no quick starts")?;
    // What is opened and read to find it.
    person.asked.words += words(&starts.labels().join(" "));
    item.press(COLD).await?;
    person.asked.presses += 1;
    if first {
        person.reads("Before your first ice").await?;
        person.presses("None of these").await?;
        person.presses("None of these").await?;
        person.presses("I am 18 or older").await?;
    }
    let menu = item.expect_menu(|menu| menu.find(ON).is_some()).await?;
    person.asked.words += menu.labels().into_iter().map(words).sum::<usize>();
    item.press(ON).await?;
    person.asked.presses += 1;
    person.window.page.goto("lumbar://localhost/session/thermal").await?;
    person.sees(".main-action", "It is off").await?;
    let asked = person.asked;
    person.leaves().await?;
    Ok(asked)
}

/// On the command line; a press is a command, and the first time the window asks its questions between.
async fn by_command(first: bool) -> Outcome<Asked> {
    let mut person = if first { Person::launch(By::Mouse).await? } else { Person::comes_back(By::Mouse).await? };
    person.asked = Asked::default();
    let profile = person.profile.clone();
    let command = async |person: &Person, words: &[&str]| {
        person.desk.lumbar(&[&["--profile", profile.as_str()], words].concat()).await
    };
    if first {
        let refused = command(&person, &["start", "cold-20-20"]).await?.refused()?;
        person.asked.presses += 1;
        person.asked.words += words(&refused);
        person.window.page.goto("lumbar://localhost/before/cold-20-20").await?;
        person.reads("Before your first ice").await?;
        person.presses("None of these").await?;
        person.presses("None of these").await?;
        person.presses("I am 18 or older").await?;
        person.sees("main h1", "Get ready").await?;
    } else {
        let said = command(&person, &["start", "cold-20-20"]).await?.done()?.out;
        person.asked.presses += 1;
        person.asked.words += words(&said);
    }
    let said = command(&person, &["on"]).await?.done()?.out;
    person.asked.presses += 1;
    person.asked.words += words(&said);
    let asked = person.asked;
    person.leaves().await?;
    Ok(asked)
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A row of the table.
fn row(way: &str, asked: Asked) -> String {
    let Asked { presses, pages, words, scrolls } = asked;
    format!("| {way} | {presses} | {pages} | {words} | {scrolls} |\n")
}

#[tokio::test]
async fn the_first_ice_is_on_after_five_presses_and_the_next_after_two() -> Outcome<()> {
    let mut table = "| way | presses | pages | words on them | scrolls |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for (by, name) in [(By::Mouse, "mouse"), (By::Keys, "keyboard")] {
        let mut person = Person::launch(by).await?;
        person.reads("Good").await?;
        person.presses("Ice now").await?;
        person.reads("Before your first ice").await?;
        person.presses("None of these").await?;
        person.presses("None of these").await?;
        person.presses("I am 18 or older").await?;
        person.reads("Get ready").await?;
        person.says_on().await?;
        let first = person.asked;
        table.push_str(&row(&format!("first launch to “on”, {name}"), first));

        person.leaves().await?;
        let mut person = Person::comes_back(by).await?;
        person.reads("").await?;
        person.presses("Ice now").await?;
        person.reads("Get ready").await?;
        person.says_on().await?;
        let second = person.asked;
        table.push_str(&row(&format!("the second time, {name}"), second));
        assert!(first.is_within(MOST), "{name}: {first:?}");
        assert!(second.is_within(SECOND), "{name}: {second:?}");
        person.leaves().await?;
    }
    for (way, asked, most) in [
        ("first launch to “on”, tray", by_tray(true).await?, MOST),
        ("the second time, tray", by_tray(false).await?, SECOND_ELSEWHERE),
        ("first launch to “on”, command line", by_command(true).await?, MOST),
        ("the second time, command line", by_command(false).await?, SECOND_ELSEWHERE),
    ] {
        table.push_str(&row(way, asked));
        assert!(asked.is_within(most), "{way}: {asked:?}");
    }
    if let Some(file) = env::var_os("LUMBAR_FIRST_RUN") {
        fs::write(file, &table)?;
    }
    println!("{table}");
    Ok(())
}

#[tokio::test]
async fn a_warning_sign_leads_straight_to_help_and_a_wrong_press_is_taken_back() -> Outcome<()> {
    for (answer, help) in [("Yes, one of these", "Call 999"), ("Not sure", "Call 111")] {
        let mut person = Person::launch(By::Mouse).await?;
        person.reads("Good").await?;
        person.presses("Ice now").await?;
        person.reads("Before your first ice").await?;
        person.presses(answer).await?;
        person.reads(help).await?;
        assert!(person.asked.presses <= 3, "{:?}", person.asked);
        // The way to help stays on every page, and nothing is offered.
        person.window.page.goto("lumbar://localhost/").await?;
        person.sees(".banner", "Whom to call").await?;
        assert!(person.window.page.find_all(Locator::Css(".choice")).await?.is_empty(), "Today still invites");
        person.presses("Whom to call").await?;
        person.sees("main h1", help).await?;
        person.presses("I pressed the wrong answer").await?;
        person.sees("main h1", "Safety").await?;
        assert!(person.window.page.find_all(Locator::Css(".banner")).await?.is_empty(), "it is taken back");
        person.leaves().await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_told_about_health_closes_only_what_it_is_about() -> Outcome<()> {
    let mut person = Person::launch(By::Mouse).await?;
    person.reads("Good").await?;
    person.presses("Ice now").await?;
    person.reads("Before your first ice").await?;
    person.presses("None of these").await?;
    person.presses("Yes, or not sure").await?;
    person.reads("Which of these?").await?;
    person.presses("White fingers").await?;
    person.presses("That is all").await?;
    // What Lumbar is has not been read yet; then the answer is no circle either.
    person.reads("Before your first ice").await?;
    person.presses("I am 18 or older").await?;
    person.reads("Not now").await?;
    person.sees("main", "your fingers and the cold").await?;
    person.presses("Warm now").await?;
    person.reads("Before you use warmth").await?;
    person.leaves().await
}
