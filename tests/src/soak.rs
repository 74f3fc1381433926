//! Plays days of a person's life at high speed on the real program, with kills and restarts, and counts what grows.

use std::{collections::BTreeMap, env, fs, time::Duration};

use lumbar_played_desktop::{Context, Outcome, Pid, Trouble};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tokio::time::sleep;

use crate::{Demo, Desktop, Memory, random::Random};

/// A day in seconds.
const DAY: u64 = 86_400;
/// Threads that answered the last request end after ten seconds.
const SETTLED: Duration = Duration::from_secs(12);
/// More deeds than a week holds: a story that stands still ends here.
const DEEDS: u64 = 200_000;
/// Routines of every kind.
const ROUTINES: [&str; 9] = [
    "cold-20-20",
    "cold-10",
    "ice-massage-5",
    "heat-pad",
    "heat-bottle",
    "heat-wrap",
    "contrast-packs",
    "stretch-start",
    "ball-wall",
];
const PAGES: [&str; 8] =
    ["/", "/routines", "/routines/cold-20-20", "/safety", "/sources", "/notifications", "/about", "/static/style.css"];

/// What the program costs while nothing is on.
#[derive(Clone, Debug)]
struct Cost {
    pss_kib: u64,
    own_kib: u64,
    descriptors: usize,
    threads: usize,
    rows: BTreeMap<String, u64>,
    database: u64,
    log: u64,
}

/// Plays `LUMBAR_SOAK_DAYS` (7) in one life and as many with kills and restarts, and prints what it costs after each day.
pub async fn soak() -> Outcome<()> {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let days = number("LUMBAR_SOAK_DAYS").unwrap_or(7);
    let seed = number("LUMBAR_SEED").unwrap_or_else(|| Random::fresh().seed());
    println!("LUMBAR_SEED={seed}: {days} days in one life, then {days} with kills and restarts\n");
    let mut week = Week::begin(seed).await?;
    let head = ["day", "lives", "presses", "PSS KiB", "of it own", "descriptors", "threads", "database", "log", "rows"];
    println!("{}", head.map(|name| format!("{name:>11}")).join(" "));
    week.print(0).await?;
    for day in 1..=days * 2 {
        week.kills = day > days;
        week.day().await.trying(format!("day {day}, LUMBAR_SEED={seed}"))?;
        week.print(day).await?;
    }
    week.demo.expect_no_panic()
}

struct Week {
    random: Random,
    demo: Demo,
    desk: Desktop,
    kills: bool,
    lives: u64,
    presses: u64,
}

impl Week {
    async fn begin(seed: u64) -> Outcome<Self> {
        let desk = Desktop::start().await?;
        let kept = desk.folders.path("kept").display().to_string();
        let demo = desk.demo(&["--manual-clock", "--no-window", "--profile", &kept]).await?;
        Ok(Self { random: Random::new(seed), demo, desk, kills: false, lives: 1, presses: 0 })
    }

    /// Lives until a day has passed, and ends it with nothing on.
    async fn day(&mut self) -> Outcome<()> {
        let until = self.ticks().await? + DAY;
        for _ in 0..DEEDS {
            if self.ticks().await? >= until {
                return self.rest().await;
            }
            self.turn().await?;
        }
        Err(Trouble::new("the day does not end"))
    }

    async fn turn(&mut self) -> Outcome<()> {
        let status = self.demo.look().await?;
        let text = |path: &str| status.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
        let question = text("/pending/0/question");
        let deed = self.random.below(100);
        match (text("/thermal/phase").as_str(), deed) {
            _ if question == "is-it-on" => self.press(&["off"]).await?,
            (_, 0..4) if self.kills => self.kill().await?,
            (_, 4..5) if self.kills => self.restart().await?,
            (_, 5..15) => self.look_around().await?,
            (_, 15..17) => self.press(&["prepare", "towel"]).await?,
            (_, 17..18) => self.pass("sleep", 8 * 3600).await?,
            ("ready", 18..70) => self.press(&["on"]).await?,
            ("ready", 70..75) => self.press(&["on", "--since", "5m"]).await?,
            ("ready", 75..85) => self.press(&["snooze", "10m"]).await?,
            ("ready", _) => self.press(&["not-now"]).await?,
            ("running", 18..22) => self.press(&["off"]).await?,
            ("running", 22..24) => self.press(&["skin", "red"]).await?,
            ("running", _) if question == "skin" && deed < 90 => self.answer("skin-fine", &["skin", "fine"]).await?,
            ("take_off", 18..80) => self.answer("off", &["off"]).await?,
            ("take_off", _) => self.pass("advance", 40).await?,
            ("resting", 18..25) => self.press(&["skip"]).await?,
            ("", 18..70) => self.start().await?,
            ("", _) => {
                let seconds = 60 + self.random.below(4 * 3600);
                self.pass("advance", seconds).await?;
            }
            _ => self.press(&["clock", "next"]).await?,
        }
        if text("/activity/phase") == "running" && self.random.chance(10) {
            self.press(&["pause"]).await?;
            self.press(&["resume"]).await?;
        }
        Ok(())
    }

    async fn start(&mut self) -> Outcome<()> {
        let nth = usize::try_from(self.random.below(ROUTINES.len() as u64)).unwrap_or(0);
        self.press(&["start", ROUTINES[nth]]).await?;
        // The questions about health come again after a year.
        let well = [("feels", "yes"), ("whole", "yes")];
        self.demo.http().post_form("/do/health", &well).await.map(|_answered| ())
    }

    /// Presses where a person may: a refusal is an answer like others.
    async fn press(&mut self, words: &[&str]) -> Outcome<()> {
        self.presses += 1;
        let ran = self.demo.run(words).await?;
        match ran.code {
            Some(0 | 1) => Ok(()),
            code => Err(Trouble::new(format!("{words:?} ended with {code:?}: {}{}", ran.out, ran.err))),
        }
    }

    /// Answers on the notification that stands, else on the command line.
    async fn answer(&mut self, key: &str, words: &[&str]) -> Outcome<()> {
        match self.desk.notifications.standing().iter().find(|one| one.has_action(key)) {
            Some(one) if self.random.chance(50) => {
                self.presses += 1;
                self.desk.notifications.press(one, key).await
            }
            Some(_) | None => self.press(words).await,
        }
    }

    async fn look_around(&mut self) -> Outcome<()> {
        let nth = usize::try_from(self.random.below(PAGES.len() as u64)).unwrap_or(0);
        self.demo.http().fetch(PAGES[nth]).await?;
        if let (true, Ok(item)) = (self.desk.tray.count() > 0, self.desk.tray.item().await) {
            // A program that was just killed has no menu.
            let _menu = item.menu().await;
        }
        Ok(())
    }

    async fn pass(&mut self, how: &str, seconds: u64) -> Outcome<()> {
        self.press(&["clock", how, &format!("{seconds}s")]).await
    }

    async fn kill(&mut self) -> Outcome<()> {
        let all = self.desk.processes("lumbar");
        let one = usize::try_from(self.random.below(all.len() as u64)).unwrap_or(0);
        if let Some(pid) = all.get(one) {
            pid.kill()?;
            pid.wait_gone().await?;
        }
        self.up().await
    }

    async fn restart(&mut self) -> Outcome<()> {
        let pid = self.demo.answering_pid().await?;
        self.press(&["quit", "--force"]).await?;
        pid.wait_gone().await?;
        self.up().await
    }

    async fn up(&mut self) -> Outcome<()> {
        self.lives += 1;
        self.demo.done(&["up"]).await?;
        self.demo.expect_status(|_| true).await.map(|_status| ())
    }

    /// Ends what goes on, so that every day is measured alike.
    async fn rest(&mut self) -> Outcome<()> {
        for words in [&["off"][..], &["stop"], &["stop"], &["off"]] {
            self.press(words).await?;
        }
        self.pass("advance", 4 * 3600).await
    }

    async fn ticks(&self) -> Outcome<u64> {
        let view = self.demo.http().json("/api/v1/view").await?;
        view.pointer("/now/ticks/secs").and_then(Value::as_u64).trying("no ticks")
    }

    async fn print(&self, day: u64) -> Outcome<()> {
        sleep(SETTLED).await;
        let Cost { pss_kib, own_kib, descriptors, threads, rows, database, log } = self.cost()?;
        let rows: Vec<String> = rows.iter().map(|(table, count)| format!("{table} {count}")).collect();
        let numbers =
            [day, self.lives, self.presses, pss_kib, own_kib, descriptors as u64, threads as u64, database, log];
        println!("{} {}", numbers.map(|number| format!("{number:>11}")).join(" "), rows.join(" "));
        Ok(())
    }

    fn cost(&self) -> Outcome<Cost> {
        let all = self.desk.processes("lumbar");
        let count = |pid: &Pid, what: &str| fs::read_dir(format!("/proc/{pid}/{what}")).map_or(0, Iterator::count);
        let size = |folder: &str, name: &str| {
            let files = fs::read_dir(self.demo.profile.join(folder)).into_iter().flatten().flatten();
            let sizes = files.filter(|file| file.file_name().to_string_lossy().starts_with(name));
            sizes.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
        };
        let memory = all.iter().map(|pid| Memory::of(*pid)).collect::<Outcome<Vec<_>>>()?;
        Ok(Cost {
            pss_kib: memory.iter().map(|memory| memory.pss_kib).sum(),
            own_kib: memory.iter().map(|memory| memory.own_kib).sum(),
            descriptors: all.iter().map(|pid| count(pid, "fd")).sum(),
            threads: all.iter().map(|pid| count(pid, "task")).sum(),
            rows: self.rows()?,
            database: size("", "lumbar.db"),
            log: size("log", ""),
        })
    }

    fn rows(&self) -> Outcome<BTreeMap<String, u64>> {
        let file = self.demo.profile.join("lumbar.db");
        let data = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut names = data.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?;
        let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let count = |name: String| {
            let rows =
                data.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get::<_, u32>(0).map(u64::from))?;
            Ok((name, rows))
        };
        names.into_iter().map(count).collect()
    }
}
