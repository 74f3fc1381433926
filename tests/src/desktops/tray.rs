//! Looks at the tray: on the bus, with its host killed in mid-alarm, and with the mouse.

use std::time::Duration;

use lumbar_played_desktop::{Context, MenuItem, Outcome, TrayItem};
use tokio::time::sleep;

use super::{
    kinds::{Stage, TRAY_EXTENSION},
    row::{Column, Seen},
    screen::{Area, Button, eval, find, small_changes, text},
    turn::{Look, SHOWN, Turn},
};
use crate::lumbar_binary;

/// How long a start takes from the mouse to the engine.
const STARTED: Duration = Duration::from_secs(4);

impl Turn<'_> {
    /// Looks at the tray, ends its host in mid-alarm and starts it again.
    pub(super) async fn kill_tray(&mut self) {
        if !self.kind.has_tray() {
            self.seen(Column::Tray, Seen::Untried("it has none".into()));
            return;
        }
        let seen = self.tray().await.unwrap_or_else(|trouble| Seen::No(trouble.to_string()));
        self.seen(Column::Tray, seen);
    }

    async fn tray(&mut self) -> Outcome<Seen> {
        let there = self.registered().await?;
        if self.kind.stage == Stage::GnomeShell {
            for set in ["disable", "enable"] {
                eval(&self.ground.seat, &format!("Main.extensionManager.{set}Extension('{TRAY_EXTENSION}'); 'ok'"))
                    .await?;
                sleep(SHOWN).await;
            }
        } else {
            self.ground.kill("panel").await?;
            sleep(Duration::from_millis(500)).await;
            self.kind.start_panel(&mut self.ground).await?;
            sleep(SHOWN).await;
        }
        let back = self.registered().await?;
        let menu = TrayItem::on(self.ground.session()).await?.menu().await?;
        let entries = menu.labels().len();
        Ok(match (there, back, entries > 3) {
            (true, true, true) => Seen::Yes(format!("{entries} entries")),
            (false, ..) => Seen::No("it was not there".into()),
            (_, false, _) => Seen::No("it did not come back".into()),
            (.., false) => Seen::No(format!("menu: {menu}")),
        })
    }

    async fn registered(&self) -> Outcome<bool> {
        Ok(TrayItem::on(self.ground.session()).await.is_ok())
    }

    /// A Lumbar with nothing on: its icon is seen, a click on it brings its menu, and a click on a quick start starts.
    pub(super) async fn tray_by_mouse(&mut self) -> Outcome<Seen> {
        if !self.kind.has_tray() {
            return Ok(Seen::Untried("it has none".into()));
        }
        let before = self.ground.picture("no-icon").await?;
        self.demo = self.ground.seat.demo(lumbar_binary()?, &["--no-window", "--manual-clock"]).await?;
        sleep(SHOWN * 2).await;
        let with = self.ground.picture("icon").await?;
        let icons = small_changes(&self.ground.seat, &before, &with).await?;
        let menu = TrayItem::on(self.ground.session()).await?.menu().await?;
        let (group, start) = quick_start(&menu).trying(format!("no quick start in the menu:\n{menu}"))?;
        let mut seen = Seen::No("its icon is not seen".into());
        for icon in icons {
            seen = self.start_by(icon, &group, &start).await?;
            if matches!(seen, Seen::Yes(_)) {
                break;
            }
            self.ground.screen.escape(&self.ground.seat).await?;
        }
        self.demo.run(&["quit", "--force"]).await?;
        if !matches!(seen, Seen::Yes(_)) {
            self.keep(&Look { words: Vec::new(), picture: before }, "no-icon");
            self.keep(&Look { words: Vec::new(), picture: with }, "icon");
        }
        Ok(seen)
    }

    /// Clicks an icon, a group of its menu, and an entry of that.
    async fn start_by(&mut self, icon: Area, group: &str, start: &str) -> Outcome<Seen> {
        let without = self.ground.picture("no-menu").await?;
        let screen = self.ground.screen.clone();
        // The plugin of Budgie has the menu on the other button.
        let button = if self.kind.stage == Stage::Budgie { Button::Left } else { Button::Right };
        screen.click_with(&self.ground.seat, icon.middle(), button).await?;
        for label in [group, start] {
            sleep(SHOWN).await;
            let picture = self.ground.picture("menu").await?;
            let words = self.words_since(&without, &picture, &[label.to_owned()]).await?;
            let look = Look { words, picture };
            let Some(entry) = find(&look.words, label) else {
                return Ok(Seen::No(format!("“{label}” is not seen in its menu; read: {}", text(&look.words))));
            };
            if label == start {
                self.keep(&look, "tray");
            }
            screen.click(&self.ground.seat, entry.middle()).await?;
        }
        let began = std::time::Instant::now();
        while began.elapsed() < STARTED {
            let status = self.demo.look().await?;
            if ["thermal", "activity"].iter().any(|slot| status.get(slot).is_some_and(|session| !session.is_null())) {
                return Ok(Seen::Yes(format!("“{start}”")));
            }
            sleep(Duration::from_millis(100)).await;
        }
        Ok(Seen::No(format!("a click on “{start}” started nothing")))
    }
}

/// The group of quick starts, and the first of them that can be pressed.
fn quick_start(menu: &MenuItem) -> Option<(String, String)> {
    menu.children.iter().find_map(|group| {
        let start = group.children.iter().find(|entry| entry.enabled && entry.visible && !entry.separator)?;
        Some((group.label.clone(), start.label.clone()))
    })
}
