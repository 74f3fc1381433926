//! Plays two turns of cold on one desktop, looks at the screen, and presses what is there.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use lumbar_played_desktop::{Context, Outcome, Trouble};
use tokio::time::sleep;

use super::{
    ground::Ground,
    heard::Sent,
    kinds::{Instead, Kind, Stage},
    row::{Column, Row, Seen},
    screen::{Area, Reading, changes, eval, find, text, words},
};
use crate::{Demo, lumbar_binary};

/// How long a desktop takes to show what was sent to it.
pub(super) const SHOWN: Duration = Duration::from_millis(1800);
/// How long an alarm is watched that nobody answers.
const WATCHED: Duration = Duration::from_secs(20);
/// How long a press takes from the screen to the engine.
const COUNTED: Duration = Duration::from_secs(4);
/// How often a deadline is gone to before it is given up that one is the alarm.
const DEADLINES: usize = 14;
/// The frame around what came, pixels.
const FRAME: i32 = 4;

/// The play on one desktop.
pub(super) struct Turn<'a> {
    pub(super) kind: &'a Kind,
    pub(super) ground: Ground,
    pub(super) demo: Demo,
    /// The screen before Lumbar was started.
    empty: PathBuf,
    row: Row,
    /// Where pictures for the document go.
    pictures: &'a Path,
}

/// What is on the screen.
pub(super) struct Look {
    pub(super) words: Vec<Reading>,
    pub(super) picture: PathBuf,
}

impl Look {
    fn shows(&self, title: &str) -> bool {
        find(&self.words, &beginning(title)).is_some()
    }
}

/// As much of a title as fits into a line everywhere.
fn beginning(title: &str) -> String {
    title.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// Plays it all; what goes wrong on the way is told in the row.
pub(super) async fn play(kind: &Kind, pictures: &Path) -> Row {
    let mut row = Row::new(kind.title);
    let turn = match begin(kind, row.clone(), pictures).await {
        Ok(turn) => turn,
        Err(trouble) => {
            row.skipped = Some(format!("could not be started here: {trouble}"));
            return row;
        }
    };
    turn.all().await
}

async fn begin<'a>(kind: &'a Kind, mut row: Row, pictures: &'a Path) -> Outcome<Turn<'a>> {
    let ground = kind.start().await?;
    if let Ok(server) = ground.server().await {
        row.title = format!("{}: {server}", kind.title);
    }
    sleep(SHOWN).await;
    let empty = ground.picture("empty").await?;
    let words = ["cold-20-20", "--turns", "2", "--no-window", "--manual-clock"];
    let demo = ground.seat.demo(lumbar_binary()?, &words).await?;
    Ok(Turn { kind, ground, demo, empty, row, pictures })
}

impl Turn<'_> {
    async fn all(mut self) -> Row {
        if let Err(trouble) = self.first_turn().await {
            self.row.skipped = Some(format!("the first turn came to no end: {trouble}"));
        } else if let Err(trouble) = self.second_turn().await {
            self.row.skipped = Some(format!("the second turn came to no end: {trouble}"));
        }
        if let Err(trouble) = self.end().await {
            self.seen(Column::Quit, Seen::Untried(trouble.to_string()));
        }
        let by_mouse = self.tray_by_mouse().await.unwrap_or_else(|trouble| Seen::No(trouble.to_string()));
        self.seen(Column::TrayMouse, by_mouse);
        let window = self.window().await.unwrap_or_else(|trouble| Seen::Untried(trouble.to_string()));
        self.seen(Column::Window, window);
        self.row
    }

    /// Put on, skin, alarm, again, server and tray killed, off: with the mouse.
    async fn first_turn(&mut self) -> Outcome<()> {
        sleep(SHOWN).await;
        let asked = self.last()?;
        let look = self.look("put-on", &asked, Some("on")).await?;
        self.seen(Column::Shown, Seen::when(look.shows(&asked.title), format!("read: {}", text(&look.words))));
        self.keep(&look, "put-on");
        let on = self.press(&look, &asked, "on").await?;
        self.until("on", &["on"]).await?;
        let check = self.go_to_check().await?;
        let look = self.look("skin", &check, Some("skin-fine")).await?;
        let fine = self.press(&look, &check, "skin-fine").await?;
        self.seen(Column::Buttons, both(on, fine));
        self.go_to_alarm().await?;
        let alarm = self.last()?;
        let look = self.look("alarm", &alarm, Some("off")).await?;
        self.keep(&look, "alarm");
        sleep(WATCHED).await;
        let look = self.look("stays", &alarm, None).await?;
        self.seen(
            Column::Stays,
            match (self.kind.instead, look.shows(&alarm.title)) {
                (Instead::Nothing, false) => Seen::Untried("nothing stays there; it comes again each 30 s".into()),
                (_, stays) => Seen::when(stays, "it is gone"),
            },
        );
        self.demo.clock_advance("30s").await?;
        sleep(SHOWN).await;
        let again = self.last()?;
        let look = self.look("again", &again, Some("off")).await?;
        let came = again.at > alarm.at;
        let button = self.label(&again, "off").is_some_and(|label| find(&look.words, &label).is_some());
        let draws = self.kind.instead == Instead::Mouse;
        self.seen(
            Column::Again,
            match (came && look.shows(&again.title), button || !draws) {
                (true, true) => Seen::Yes(String::new()),
                (true, false) => Seen::No("its button is not seen".into()),
                (false, _) => Seen::No(format!("read: {}", text(&look.words))),
            },
        );
        self.keep(&look, "again");
        self.kill_tray().await;
        let killed = self.kill_server().await;
        let killed = killed.unwrap_or_else(|trouble| Seen::No(trouble.to_string()));
        self.seen(Column::Killed, killed);
        self.until("off", &["off"]).await
    }

    /// The alarm is answered elsewhere; then nobody answers, and what stands is put away.
    async fn second_turn(&mut self) -> Outcome<()> {
        for _ in 0..4 {
            self.demo.clock_next().await?;
            if self.phase().await?.as_deref() == Some("ready") {
                break;
            }
        }
        self.demo.done(&["on"]).await?;
        self.go_to_alarm().await?;
        let alarm = self.last()?;
        let stood = self.look("alarm-2", &alarm, None).await?.shows(&alarm.title);
        // "May still be on", after 20 min of alarms.
        for _ in 0..30 {
            self.demo.clock_next().await.ok();
        }
        sleep(SHOWN).await;
        let stands = self.last()?;
        let id = stands.id.trying("the server has given it no number")?;
        self.put_away(id).await?;
        self.demo.clock_advance("5m").await?;
        sleep(SHOWN).await;
        let back = self.last()?;
        let look = self.look("back", &back, None).await?;
        self.seen(
            Column::ComesBack,
            match (back.at > stands.at, look.shows(&back.title)) {
                (true, true) => Seen::Yes(String::new()),
                (true, false) => Seen::No(format!("sent and not seen; read: {}", text(&look.words))),
                (false, _) => Seen::No("nothing came".into()),
            },
        );
        self.demo.done(&["off"]).await?;
        sleep(SHOWN).await;
        let look = self.look("answered", &back, None).await?;
        let gone = !look.shows(&alarm.title) && !look.shows(&back.title);
        self.seen(
            Column::Withdrawn,
            if stood { Seen::when(gone, "it still stands") } else { Seen::Untried("the alarm was not seen".into()) },
        );
        Ok(())
    }

    /// Puts a notification away without an answer, as a person does.
    async fn put_away(&self, id: u32) -> Outcome<()> {
        match self.kind.stage {
            // It lets nobody but its owner close one over the bus.
            Stage::GnomeShell => {
                let all = "Main.messageTray.getSources().flatMap(source => source.notifications)";
                eval(&self.ground.seat, &format!("{all}.forEach(one => one.destroy(2)); 'ok'")).await.map(drop)
            }
            Stage::Openbox | Stage::Sway | Stage::Plasma | Stage::Cinnamon | Stage::Budgie => {
                self.ground.close(id).await
            }
        }
    }

    /// The program ends with a question standing.
    async fn end(&mut self) -> Outcome<()> {
        // After two turns it is over: one more question, as fault 1 had it.
        self.demo.run(&["start", "heat-pad", "--anyway"]).await?;
        sleep(SHOWN).await;
        let asked = self.last()?;
        self.demo.run(&["quit", "--force"]).await?;
        sleep(SHOWN).await;
        let look = self.look("after", &asked, None).await?;
        self.seen(Column::Quit, Seen::when(!look.shows(&asked.title), "the question still stands"));
        Ok(())
    }

    pub(super) async fn read(&self, before: &Path) -> Outcome<String> {
        let now = self.ground.picture("now").await?;
        Ok(text(&self.words_since(before, &now, &[]).await?))
    }

    pub(super) async fn words_since(&self, before: &Path, now: &Path, wanted: &[String]) -> Outcome<Vec<Reading>> {
        let parts = changes(&self.ground.seat, before, now).await?;
        let parts: Vec<Area> = parts.into_iter().map(inner).collect();
        words(&self.ground.seat, now, &parts, wanted).await
    }

    /// Goes from deadline to deadline until the first question about the skin.
    async fn go_to_check(&mut self) -> Outcome<Sent> {
        for _ in 0..DEADLINES {
            self.demo.clock_next().await?;
            sleep(SHOWN).await;
            let asks = self.demo.look().await?.pointer("/pending/0/question").is_some_and(|asked| asked == "skin");
            if asks {
                return self.last();
            }
        }
        Err(Trouble::new(format!("no question about the skin after {DEADLINES} deadlines")))
    }

    /// Goes from deadline to deadline, saying that the skin is fine, until the alarm.
    pub(super) async fn go_to_alarm(&mut self) -> Outcome<()> {
        for _ in 0..DEADLINES {
            if self.phase().await?.as_deref() == Some("take_off") {
                sleep(SHOWN).await;
                return Ok(());
            }
            self.demo.clock_next().await?;
            self.demo.run(&["skin", "fine"]).await?;
        }
        Err(Trouble::new(format!("no alarm after {DEADLINES} deadlines")))
    }

    /// Ends the server in mid-alarm and starts it again; the alarm must be back, and its button work.
    async fn kill_server(&mut self) -> Outcome<Seen> {
        self.kind.kill_server(&mut self.ground).await?;
        sleep(Duration::from_millis(800)).await;
        self.kind.start_server(&mut self.ground).await?;
        sleep(SHOWN * 2).await;
        let back = self.last()?;
        let look = self.look("killed", &back, Some("off")).await?;
        self.keep(&look, "killed");
        if !look.shows(&back.title) {
            return Ok(Seen::No(format!("read: {}", text(&look.words))));
        }
        self.press(&look, &back, "off").await
    }

    /// Presses the button of an answer: with the mouse where it is drawn, else in the server's own way, else by command.
    async fn press(&mut self, look: &Look, sent: &Sent, answer: &str) -> Outcome<Seen> {
        if self.kind.instead == Instead::Nothing {
            self.by_command(answer).await?;
            return Ok(match sent.buttons.is_empty() {
                true => Seen::Yes("it has none, and none is sent".into()),
                false => Seen::No("it has none, and some are sent".into()),
            });
        }
        let Some(button) = sent.buttons.iter().find(|button| button.gives(answer)).cloned() else {
            self.by_command(answer).await?;
            return Ok(Seen::No(format!("“{}” was sent without the button {answer}", sent.title)));
        };
        let before = self.ground.witness.read(|heard| heard.pressed.len());
        let place = self.place(look, sent, answer).await?;
        let how = match (place, self.kind.instead) {
            (Some(place), Instead::Mouse) => {
                self.ground.screen.click(&self.ground.seat, place).await?;
                Seen::Yes(String::new())
            }
            (_, Instead::Dunst | Instead::Mako) => {
                self.pick(sent, &button.label).await?;
                Seen::Yes("none drawn; its own menu works".into())
            }
            (None, Instead::Mouse | Instead::Nothing) | (Some(_), Instead::Nothing) => {
                self.by_command(answer).await?;
                return Ok(Seen::No(format!("“{}” is not seen; read: {}", button.label, text(&look.words))));
            }
        };
        let began = std::time::Instant::now();
        while began.elapsed() < COUNTED {
            if self.ground.witness.read(|heard| heard.pressed.len()) > before {
                return Ok(how);
            }
            sleep(Duration::from_millis(50)).await;
        }
        self.by_command(answer).await?;
        Ok(Seen::No(format!("the press on “{}” did not come back", button.label)))
    }

    /// Where a button is drawn: at once, or when the mouse is over its notification.
    async fn place(&mut self, look: &Look, sent: &Sent, answer: &str) -> Outcome<Option<(i32, i32)>> {
        let Some(label) = self.label(sent, answer).filter(|_| self.kind.instead == Instead::Mouse) else {
            return Ok(None);
        };
        if let Some(area) = find(&look.words, &label) {
            return Ok(Some(area.middle()));
        }
        let Some(title) = find(&look.words, &beginning(&sent.title)) else { return Ok(None) };
        self.ground.screen.hover(&self.ground.seat, title.middle()).await?;
        let look = self.look("hover", sent, Some(answer)).await?;
        Ok(find(&look.words, &label).map(|area| area.middle()))
    }

    /// Picks a button in the menu of a server that draws none.
    async fn pick(&mut self, sent: &Sent, label: &str) -> Outcome<()> {
        let choose = format!("#!/bin/sh\nexec grep -m1 -F -- '{}'\n", label.replace('\'', "'\\''"));
        let script = self.ground.folders.write("choose", &choose)?;
        fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        let script = script.display().to_string();
        match self.kind.instead {
            Instead::Mako => self.ground.seat.run("makoctl", &["menu", &script]).await?.done().map(drop),
            Instead::Dunst | Instead::Mouse | Instead::Nothing => {
                // The menu of dunst is named in its settings, and its first action is the main one.
                let main = sent.buttons.first().is_some_and(|first| first.label == label);
                match main {
                    true => self.ground.seat.run("dunstctl", &["action", "0"]).await?.done().map(drop),
                    false => Err(Trouble::new(format!("{label} is not its first button"))),
                }
            }
        }
    }

    async fn by_command(&self, answer: &str) -> Outcome<()> {
        let words: &[&str] = match answer {
            "on" => &["on"],
            "off" => &["off"],
            _ => &["skin", "fine"],
        };
        self.demo.run(words).await.map(drop)
    }

    /// Waits until a press has counted; else gives it by command, so that the play goes on.
    async fn until(&self, phase: &str, words: &[&str]) -> Outcome<()> {
        let reached = |now: &Option<String>| match phase {
            "on" => now.as_deref() == Some("running"),
            _ => !matches!(now.as_deref(), Some("take_off")),
        };
        let began = std::time::Instant::now();
        while began.elapsed() < COUNTED {
            if reached(&self.phase().await?) {
                return Ok(());
            }
            sleep(Duration::from_millis(100)).await;
        }
        self.demo.done(words).await.map(drop)
    }

    pub(super) async fn phase(&self) -> Outcome<Option<String>> {
        let status = self.demo.look().await?;
        Ok(status.pointer("/thermal/phase").and_then(|phase| phase.as_str()).map(str::to_owned))
    }

    fn label(&self, sent: &Sent, answer: &str) -> Option<String> {
        sent.buttons.iter().find(|button| button.gives(answer)).map(|button| button.label.clone())
    }

    fn last(&self) -> Outcome<Sent> {
        self.ground.witness.last().trying("no notification was sent")
    }

    /// Reads what differs from the empty screen.
    async fn look(&mut self, name: &str, sent: &Sent, answer: Option<&str>) -> Outcome<Look> {
        let picture = self.ground.picture(name).await?;
        let label = answer.and_then(|answer| self.label(sent, answer)).filter(|_| self.kind.instead == Instead::Mouse);
        let wanted: Vec<String> = [beginning(&sent.title)].into_iter().chain(label).collect();
        let words = self.words_since(&self.empty, &picture, &wanted).await?;
        Ok(Look { words, picture })
    }

    /// Keeps a picture for the document.
    pub(super) fn keep(&mut self, look: &Look, name: &str) {
        let file = format!("{}-{name}.png", self.kind.name);
        if fs::copy(&look.picture, self.pictures.join(&file)).is_ok() {
            self.row.pictures.push(file);
        }
    }

    pub(super) fn seen(&mut self, column: Column, seen: Seen) {
        println!("  {column:?}: {seen:?}");
        self.row.seen.push((column, seen));
    }
}

/// Without the frame, which is taken for letters.
fn inner(area: Area) -> Area {
    let frame = if area.width > 40 && area.height > 40 { FRAME } else { 0 };
    Area { x: area.x + frame, y: area.y + frame, width: area.width - 2 * frame, height: area.height - 2 * frame }
}

/// The first question goes by itself after some seconds, so that it may be gone before it is read; the second one stays.
fn both(first: Seen, second: Seen) -> Seen {
    match (first, second) {
        (Seen::No(_), Seen::Yes(_)) => Seen::Yes("that of “put it on” went before it was pressed".into()),
        (_, other) => other,
    }
}
