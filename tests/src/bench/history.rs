//! Measures what ten years of history cost beside one week: each page, the exports, reading back, the start, memory.

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use lumbar_played_desktop::{Context, Outcome};

use super::row::{Row, median, ms};
use crate::{Desktop, Http, Memory};

/// Sessions a day, and events of each: 500,000 events in ten years.
const SESSIONS: u64 = 9;
const EVENTS: u64 = 15;
const WEEK: u64 = 7;
const TEN_YEARS: u64 = 3653;
/// How often a page is asked for.
const TIMES: usize = 20;
/// A page must come within this.
const PAGE: Duration = Duration::from_millis(30);

/// `LUMBAR_BENCH_DAYS` takes another length for ten years, to see that it works.
pub(super) async fn rows() -> Outcome<Vec<Row>> {
    let days = std::env::var("LUMBAR_BENCH_DAYS").ok().and_then(|days| days.parse().ok()).unwrap_or(TEN_YEARS);
    let mut rows = Vec::new();
    for (days, long) in [(WEEK, false), (days, true)] {
        for (what, span) in measured(days).await? {
            let is_page = what.starts_with("page");
            let budget = if is_page && long { "30 ms" } else { "" };
            let kept = (is_page && long).then_some(span <= PAGE);
            let what = format!("{}: {what}", if long { "ten years" } else { "a week" });
            rows.push(Row { what: what.leak(), measured: ms(span), budget, kept });
        }
    }
    Ok(rows)
}

/// A profile with so many days, and how long each thing takes there.
async fn measured(days: u64) -> Outcome<Vec<(String, Duration)>> {
    let desk = Desktop::start().await?;
    let at = |name: &str| desk.folders.path(name).display().to_string();
    let profile = at("data/long");
    let said =
        |words: &[&str]| [&["--profile", &profile], words].concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let run = async |words: &[&str]| {
        let words = said(words);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let began = Instant::now();
        let ran = desk.lumbar(&words).await?.done()?;
        Outcome::Ok((began.elapsed(), ran))
    };
    let file = at("long.json");
    fs::write(&file, everything(days)).trying("the file to read")?;
    run(&["up"]).await?;
    let mut found = vec![("reading it back".to_owned(), run(&["import", &file, "--yes"]).await?.0)];
    for (what, name) in [("everything", "a.json"), ("the table", "a.csv")] {
        found.push((format!("export of {what}"), run(&["export", &at(name)]).await?.0));
    }
    run(&["quit"]).await?;
    let (start, up) = run(&["up"]).await?;
    found.push(("start of the program".to_owned(), start));
    let http = Http::at(up.out.lines().last().trying("no address")?);
    let visit = "/visit";
    let day = http.fetch("/history/today").await?.header("location").unwrap_or_default().to_owned();
    let date = day.rsplit('/').next().unwrap_or_default();
    let (year, month) = (date.get(..4).unwrap_or_default(), date.get(..7).unwrap_or_default());
    let week = format!("/history/week/{date}");
    for (name, address) in [
        ("Today", "/".to_owned()),
        ("History, week", week),
        ("History, month", format!("/history/month/{month}")),
        ("History, year", format!("/history/year/{year}")),
        ("a day", day.clone()),
        ("for a visit", visit.to_owned()),
    ] {
        let mut took = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            http.fetch(&address).await?.with_status(200)?;
            took.push(began.elapsed());
        }
        found.push((format!("page {name}, median"), median(took)));
    }
    for pid in desk.processes("lumbar") {
        println!("{days} days: PSS {:>6} KiB: {}", Memory::of(pid)?.pss_kib, pid.command_line());
    }
    run(&["quit"]).await?;
    Ok(found)
}

/// A file with everything of somebody who used it on so many days, up to yesterday.
fn everything(days: u64) -> String {
    let today = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let first = today / 86_400 - days;
    let mut text = String::from("{\n\"format\": \"lumbar-everything\",\n\"version\": 1,\n");
    text.push_str(concat!(
        "\"person\": {\"person\":{\"exposures\":[],\"locks\":[],\"answers\":{\"disclaimer\":null,\"flags\":null,",
        "\"pain_changed\":false,\"see\":null,\"feels_normally\":null,\"skin_whole\":null,\"conditions\":[],\"answered\":{},",
        "\"asked_first\":{},\"clinician\":{},\"clinician_bed\":null,\"alcohol\":null,\"medicine\":null,\"swelling\":null,",
        "\"may_doze\":false},\"bed_hours\":null,\"asks_felt\":false,\"asks_week\":false,\"calm_turns\":0,\"done_ever\":[],",
        "\"first_session\":null,\"last_session\":null,\"noted\":{}},\"plan\":null,\"own_plan\":null,\"quiet_hours\":null},\n",
        "\"settings\": [],\n\"routines\": [],\n\"notes\": [],\n\"weeks\": [],\n\"sessions\": [",
    ));
    let (mut events, mut session) = (String::new(), 0);
    for day in first..first + days {
        let date = date(day);
        for nth in 0..SESSIONS {
            session += 1;
            let (hour, comma) = (8 + nth, if session == 1 { "" } else { "," });
            let (on, off) = (format!("{date}T{hour:02}:00:00Z"), format!("{date}T{hour:02}:15:00Z"));
            let walks = nth % 3 == 2;
            let (routine, kind) = if walks { ("walk", "walk") } else { ("cold-15", "cold") };
            let exposure = format!(
                "{{\"exposure\":{session},\"method\":\"still-cold\",\"on\":\"{on}\",\"off\":\"{off}\",\"planned\":900,\"seconds\":900,\"over\":0}}"
            );
            let (exposures, moved) = if walks { (String::new(), 900) } else { (exposure, 0) };
            let _ = write!(
                text,
                "{comma}\n{{\"session\":{session},\"day\":\"{date}\",\"routine\":\"{routine}\",\"kind\":\"{kind}\",\"pack\":null,\"turns\":1,\
                 \"began\":\"{on}\",\"ended\":\"{off}\",\"outcome\":\"done\",\"exposures\":[{exposures}],\"moved\":{moved},\"skin\":[],\
                 \"felt\":null,\"note\":\"\",\"by_hand\":false,\"edited\":false}}"
            );
            for minute in 0..EVENTS {
                let comma = if events.is_empty() { "" } else { "," };
                let _ = write!(
                    events,
                    "{comma}\n{{\"at\":\"{date}T{hour:02}:{minute:02}:00Z\",\"session\":{session},\"routine\":\"{routine}\",\"what\":\"skin-said\",\"skin\":\"fine\"}}"
                );
            }
        }
    }
    let (sessions, all) = (days * SESSIONS, days * SESSIONS * EVENTS);
    let _ = write!(
        text,
        "\n],\n\"events\": [{events}\n],\n\"counts\": {{\"settings\":0,\"routines\":0,\"notes\":0,\"weeks\":0,\"sessions\":{sessions},\"events\":{all}}}\n}}\n"
    );
    text
}

/// The date of a day since 1970 (Howard Hinnant, chrono-compatible low-level date algorithms).
fn date(day: u64) -> String {
    let day = day + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (date, month) = (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_since_1970_have_their_dates() {
        for (day, written) in
            [(0, "1970-01-01"), (11_016, "2000-02-29"), (20_785, "2026-11-28"), (20_088, "2024-12-31")]
        {
            assert_eq!(date(day), written);
        }
    }
}
