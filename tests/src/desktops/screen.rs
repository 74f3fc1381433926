//! Takes pictures of a desktop, finds words on them, and presses what it finds with a mouse.

use std::{path::Path, time::Duration};

use lumbar_played_desktop::{Context, Outcome, Trouble};
use tokio::time::sleep;

use crate::program::Seat;

/// How much larger a picture is made before it is read: letters of a desktop are small.
const ENLARGED: i32 = 3;
/// How long a desktop takes to draw what was pressed.
const DRAWN: Duration = Duration::from_millis(900);

/// The way to see and to press.
#[derive(Clone, Debug)]
pub(super) enum Screen {
    /// An X display, also one in which a Wayland desktop has its window; its name.
    X11(String),
    /// GNOME Shell without a display, through its own `Eval`.
    GnomeShell,
}

/// Part of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Area {
    /// Its middle.
    pub(super) fn middle(&self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }
}

/// A word and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Word {
    text: String,
    area: Area,
}

impl Screen {
    /// Writes a picture of the whole screen.
    pub(super) async fn picture(&self, seat: &Seat, to: &Path) -> Outcome<()> {
        let to = to.display().to_string();
        match self {
            Self::X11(display) => {
                on_display(seat, display).run("import", &["-window", "root", &to]).await?.done().map(drop)
            }
            Self::GnomeShell => {
                let words = ["true", "false", &to];
                gnome_call(seat, "org.gnome.Shell.Screenshot", "/org/gnome/Shell/Screenshot", "Screenshot", &words)
                    .await
                    .map(drop)
            }
        }
    }

    /// Moves the mouse over a place.
    pub(super) async fn hover(&self, seat: &Seat, (x, y): (i32, i32)) -> Outcome<()> {
        match self {
            Self::X11(display) => {
                let (x, y) = (x.to_string(), y.to_string());
                on_display(seat, display).run("xdotool", &["mousemove", &x, &y]).await?.done()?;
            }
            Self::GnomeShell => {
                eval(seat, &format!("{MOUSE}global._mouse.notify_absolute_motion({NOW},{x},{y});'ok'")).await?;
            }
        }
        sleep(DRAWN).await;
        Ok(())
    }

    /// Closes a menu that is open.
    pub(super) async fn escape(&self, seat: &Seat) -> Outcome<()> {
        match self {
            Self::X11(display) => on_display(seat, display).run("xdotool", &["key", "Escape"]).await?.done().map(drop),
            Self::GnomeShell => eval(seat, "Main.panel.menuManager.activeMenu?.close(); 'ok'").await.map(drop),
        }
    }

    /// Clicks with the left button of the mouse.
    pub(super) async fn click(&self, seat: &Seat, place: (i32, i32)) -> Outcome<()> {
        self.click_with(seat, place, Button::Left).await
    }

    /// Clicks with a button of the mouse.
    pub(super) async fn click_with(&self, seat: &Seat, place: (i32, i32), button: Button) -> Outcome<()> {
        self.hover(seat, place).await?;
        let number = match button {
            Button::Left => "1",
            Button::Right => "3",
        };
        match self {
            Self::X11(display) => {
                on_display(seat, display).run("xdotool", &["click", number]).await?.done()?;
            }
            Self::GnomeShell => {
                for state in ["PRESSED", "RELEASED"] {
                    let press = format!("global._mouse.notify_button({NOW},{number},Clutter.ButtonState.{state});'ok'");
                    eval(seat, &format!("{MOUSE}{press}")).await?;
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
        sleep(DRAWN).await;
        Ok(())
    }
}

/// A button of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Button {
    Left,
    Right,
}

/// A mouse of the shell's own, made once.
const MOUSE: &str = "const {Clutter}=imports.gi;if(!global._mouse)global._mouse=Clutter.get_default_backend()\
                     .get_default_seat().create_virtual_device(Clutter.InputDeviceType.POINTER_DEVICE);";
/// The moment, as the shell counts it.
const NOW: &str = "global.get_current_time()*1000";

/// Letters and lines that are nearer than this belong together, pixels.
const TOGETHER: (i32, i32) = (25, 15);
/// What is smaller than this is no text that was sent, pixels.
const LEAST: (i32, i32) = (60, 20);

/// The same of an icon, which may stand at the edge of the screen.
const ICON_TOGETHER: (i32, i32) = (7, 7);
/// What is smaller than this is no icon, and what is larger neither, pixels.
const ICON: (i32, i32) = (10, 48);

/// The parts in which two pictures differ, where they are large enough for text.
pub(super) async fn changes(seat: &Seat, before: &Path, now: &Path) -> Outcome<Vec<Area>> {
    let parts = parts(seat, before, now, TOGETHER).await?;
    Ok(parts.into_iter().filter(|area| area.width >= LEAST.0 && area.height >= LEAST.1).collect())
}

/// The parts in which two pictures differ, where they are as small as icons.
pub(super) async fn small_changes(seat: &Seat, before: &Path, now: &Path) -> Outcome<Vec<Area>> {
    let parts = parts(seat, before, now, ICON_TOGETHER).await?;
    let fits = |length: i32| (ICON.0..=ICON.1).contains(&length);
    Ok(parts.into_iter().filter(|area| fits(area.width) && fits(area.height)).collect())
}

async fn parts(seat: &Seat, before: &Path, now: &Path, together: (i32, i32)) -> Outcome<Vec<Area>> {
    let (before, now) = (before.display().to_string(), now.display().to_string());
    let joined = format!("Rectangle:{}x{}", together.0, together.1);
    let words = [
        before.as_str(),
        &now,
        "-compose",
        "difference",
        "-composite",
        "-colorspace",
        "Gray",
        "-threshold",
        "6%",
        "-morphology",
        "Dilate",
        &joined,
        "-define",
        "connected-components:verbose=true",
        "-define",
        "connected-components:area-threshold=200",
        "-connected-components",
        "8",
        "null:",
    ];
    let ran = seat.run("convert", &words).await?;
    let parts = ran.out.lines().filter(|line| line.contains("(255")).filter_map(|line| {
        let area = geometry(line.split_whitespace().nth(1)?)?;
        // Back to where it was before neighbours were joined.
        let (wide, high) = (together.0 / 2, together.1 / 2);
        Some(Area { x: area.x + wide, y: area.y + high, width: area.width - 2 * wide, height: area.height - 2 * high })
    });
    Ok(parts.collect())
}

/// All words of a part of a picture, as they were read in one way.
pub(super) type Reading = Vec<Word>;

/// Reads the words in parts of a picture in several ways, until all that is wanted is found: letters are light or dark, in
/// lines or here and there, and each way takes a second that a notification may not stand.
pub(super) async fn words(seat: &Seat, picture: &Path, parts: &[Area], wanted: &[String]) -> Outcome<Vec<Reading>> {
    let mut readings: Vec<Reading> = Vec::new();
    let scaled = picture.with_extension("read.png");
    let (from, to) = (picture.display().to_string(), scaled.display().to_string());
    let percent = format!("{}%", ENLARGED * 100);
    for (negate, layout) in [(false, "11"), (false, "6"), (true, "11")] {
        for part in parts {
            let crop = format!("{}x{}+{}+{}", part.width, part.height, part.x, part.y);
            let first = [from.as_str(), "-crop", &crop, "+repage", "-colorspace", "Gray", "-resize", &percent];
            let last: &[&str] = if negate { &["-negate", &to] } else { &[&to] };
            let words: Vec<&str> = first.iter().chain(last).copied().collect();
            seat.run("convert", &words).await?.done()?;
            let read = seat.run("tesseract", &[&to, "-", "--psm", layout, "tsv"]).await?.done()?;
            readings.push(read.out.lines().filter_map(|line| word(line, *part)).collect());
        }
        if !wanted.is_empty() && wanted.iter().all(|one| find(&readings, one).is_some()) {
            break;
        }
    }
    let _ = std::fs::remove_file(scaled);
    Ok(readings)
}

/// Where words stand one after the other, in the first reading that has them. The last place counts, for a button stands
/// below the text that names it.
pub(super) fn find(readings: &[Reading], wanted: &str) -> Option<Area> {
    // Without the spaces between words, which are seldom read as they are.
    let wanted = plain(wanted);
    readings.iter().filter(|_| !wanted.is_empty()).find_map(|words| {
        let all: Vec<String> = words.iter().map(|word| plain(&word.text)).collect();
        (0..all.len()).rev().find_map(|first| {
            let mut joined = String::new();
            let last = (first..all.len()).find(|at| {
                joined.push_str(all.get(*at).map_or("", String::as_str));
                joined.len() >= wanted.len()
            })?;
            alike(&joined, &wanted).then(|| around(words.get(first..=last).unwrap_or_default()))
        })
    })
}

/// What all of these stand in.
fn around(words: &[Word]) -> Area {
    let least = |of: fn(&Area) -> i32| words.iter().map(|word| of(&word.area)).min().unwrap_or(0);
    let most = |of: fn(&Area) -> i32| words.iter().map(|word| of(&word.area)).max().unwrap_or(0);
    let (x, y) = (least(|area| area.x), least(|area| area.y));
    Area { x, y, width: most(|area| area.x + area.width) - x, height: most(|area| area.y + area.height) - y }
}

/// The words of the fullest reading as one text, for what is told.
pub(super) fn text(readings: &[Reading]) -> String {
    let fullest = readings.iter().max_by_key(|words| words.len()).map(Vec::as_slice).unwrap_or_default();
    fullest.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ").chars().take(120).collect()
}

/// One line of what tesseract prints (`tsv`), in the places of the whole picture.
fn word(line: &str, part: Area) -> Option<Word> {
    let fields: Vec<&str> = line.split('\t').collect();
    let number = |at: usize| fields.get(at)?.parse::<f32>().ok();
    let text = fields.get(11)?.trim();
    if text.is_empty() || number(10)? < 20.0 {
        return None;
    }
    let length = |at: usize| number(at).map(|length| length as i32 / ENLARGED);
    let area = Area { x: part.x + length(6)?, y: part.y + length(7)?, width: length(8)?, height: length(9)? };
    Some(Word { text: text.to_owned(), area })
}

/// Letters that are mistaken for each other are one; the rest is left out.
fn plain(word: &str) -> String {
    let one = |c: char| match c {
        'l' | '1' | '|' | '!' => 'i',
        '0' => 'o',
        other => other,
    };
    word.to_lowercase().chars().map(one).filter(char::is_ascii_alphanumeric).collect()
}

/// The same letters, or many with one of them misread.
fn alike(read: &str, wanted: &str) -> bool {
    let differing = || read.chars().zip(wanted.chars()).filter(|(a, b)| a != b).count();
    read == wanted || (wanted.len() > 8 && read.len() == wanted.len() && differing() == 1)
}

/// `WxH+X+Y`.
fn geometry(said: &str) -> Option<Area> {
    let mut numbers = said.split(['x', '+']).map(|number| number.parse::<i32>().ok());
    let mut next = || numbers.next().flatten();
    let (width, height, x, y) = (next()?, next()?, next()?, next()?);
    (width > 1 && height > 1).then_some(Area { x, y, width, height })
}

fn on_display(seat: &Seat, display: &str) -> Seat {
    let mut seat = seat.clone();
    seat.set("DISPLAY", display);
    seat
}

/// Runs a line of script inside of GNOME Shell and hands back what it says.
pub(super) async fn eval(seat: &Seat, script: &str) -> Outcome<String> {
    let said = gnome_call(seat, "org.gnome.Shell", "/org/gnome/Shell", "Eval", &[script]).await?;
    match said.starts_with("(true") {
        true => Ok(said),
        false => Err(Trouble::new(format!("GNOME Shell does not take `{script}`: {said}"))),
    }
}

async fn gnome_call(seat: &Seat, service: &str, path: &str, method: &str, words: &[&str]) -> Outcome<String> {
    let method = format!("{service}.{method}");
    let call = ["call", "--session", "-d", service, "-o", path, "-m", &method];
    let words: Vec<&str> = call.into_iter().chain(words.iter().copied()).collect();
    Ok(seat.run("gdbus", &words).await?.done().trying(method.as_str())?.out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Area = Area { x: 100, y: 50, width: 400, height: 200 };

    fn line(left: i32, top: i32, text: &str) -> String {
        format!("5\t1\t1\t1\t1\t1\t{left}\t{top}\t90\t30\t91.5\t{text}")
    }

    #[test]
    fn words_are_found_where_they_stand_though_a_letter_was_misread() {
        let lines =
            [line(0, 0, "It"), line(90, 0, "is"), line(0, 300, "lt"), line(90, 300, "is"), line(180, 300, "off")];
        let read: Reading = lines.iter().filter_map(|line| word(line, WHOLE)).collect();
        let off = Some(Area { x: 100, y: 150, width: 90, height: 10 });
        assert_eq!(find(&[Vec::new(), read.clone()], "It is off"), off);
        assert_eq!(find(std::slice::from_ref(&read), "It is on"), None);
        assert_eq!(find(&[read], ""), None);
        let joined: Reading = ["Itis", "on"].iter().filter_map(|text| word(&line(0, 0, text), WHOLE)).collect();
        assert!(find(&[joined], "It is on").is_some());
        let misread: Reading = word(&line(0, 0, "stretch1ngx"), WHOLE).into_iter().collect();
        assert!(find(std::slice::from_ref(&misread), "stretchings").is_some());
        assert!(find(&[misread], "stretchers").is_none());
    }

    #[test]
    fn headings_and_doubtful_words_are_left_out() {
        for left_out in
            ["level\tpage_num\ttext", "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t3.0\tx", "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\t "]
        {
            assert!(word(left_out, WHOLE).is_none(), "{left_out}");
        }
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        assert_eq!(geometry("420x120+840+48"), Some(Area { x: 840, y: 48, width: 420, height: 120 }));
        for none in ["", "0x0+0+0", "1x1+0+0", "no"] {
            assert_eq!(geometry(none), None, "{none}");
        }
    }
}
