//! Measures the real programs against the budgets, on a played desktop.

mod alerts;
mod history;
mod row;
mod window;

use std::{
    fs,
    time::{Duration, Instant},
};

use lumbar_played_desktop::{Outcome, Pid, Trouble};
use tokio::time::sleep;

use row::{Row, median, ms};

use crate::{Demo, Desktop, Memory, Switches, lumbar_binary, window_binary};

/// How long switches are counted. A tray shows minutes, so less than one would flatter the result.
const COUNTED: Duration = Duration::from_secs(60);
/// How often short things are measured.
const STARTS: usize = 10;
const STATUSES: usize = 50;

/// Measures everything, or what `LUMBAR_BENCH` names (`start`, `rest`, `answers`, `alerts`, `window`, `history`), prints the
/// table, and says whether all budgets were kept.
pub async fn measure() -> Outcome<bool> {
    let only = std::env::var("LUMBAR_BENCH").ok();
    let wanted = |part: &str| only.as_deref().is_none_or(|only| only.split(',').any(|word| word == part));
    let mut rows = sizes();
    let mut measured: Vec<(&str, Outcome<Vec<Row>>)> = Vec::new();
    if wanted("start") {
        measured.push(("start", start().await));
    }
    if wanted("rest") {
        measured.push(("memory and switches", at_rest().await));
    }
    if wanted("answers") {
        measured.push(("status and page", answers().await));
    }
    if wanted("alerts") {
        measured.push(("alerts", alerts().await));
    }
    if wanted("window") {
        measured.push(("the window's first page", window().await));
    }
    if wanted("history") {
        measured.push(("ten years of history", history::rows().await));
    }
    for (what, result) in measured {
        match result {
            Ok(more) => rows.extend(more),
            Err(trouble) => {
                println!("{what}: not measured: {trouble}");
                rows.push(Row {
                    what: "not measured, see above",
                    measured: what.to_owned(),
                    budget: "",
                    kept: Some(false),
                });
            }
        }
    }
    Ok(print(&rows))
}

/// Prints the table; tells whether all budgets were kept.
fn print(rows: &[Row]) -> bool {
    println!("\n{:<58} {:>16}  {:<22} ", "what", "measured", "budget");
    for row in rows {
        let verdict = match row.kept {
            Some(true) => "kept",
            Some(false) => "MISSED",
            None => "",
        };
        println!("{:<58} {:>16}  {:<22} {verdict}", row.what, row.measured, row.budget);
    }
    rows.iter().all(|row| row.kept != Some(false))
}

fn sizes() -> Vec<Row> {
    let size = |path: Outcome<std::path::PathBuf>| Some(fs::metadata(path.ok()?).ok()?.len());
    let mib = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    let (lumbar, window) = (size(lumbar_binary()), size(window_binary()));
    let mut rows = Vec::new();
    if let Some(bytes) = lumbar {
        rows.push(Row { what: "size of lumbar", measured: mib(bytes), budget: "", kept: None });
    }
    if let Some((one, other)) = lumbar.zip(window) {
        let both = one + other;
        let kept = Some(both <= 16_000_000);
        rows.push(Row {
            what: "both programs, as built (release is stripped)",
            measured: mib(both),
            budget: "16 MB",
            kept,
        });
    }
    rows
}

async fn start() -> Outcome<Vec<Row>> {
    let (mut to_socket, mut to_tray) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let desk = Desktop::start().await?;
        let began = Instant::now();
        let _demo = desk.demo(&["--no-window"]).await?;
        to_socket.push(began.elapsed());
        desk.tray.item().await?;
        to_tray.push(began.elapsed());
    }
    let ready = median(to_tray).max(median(to_socket));
    let kept = Some(ready <= Duration::from_millis(15));
    Ok(vec![Row { what: "start to tray and socket ready, median", measured: ms(ready), budget: "15 ms", kept }])
}

async fn at_rest() -> Outcome<Vec<Row>> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--no-window", "--speed", "1"]).await?;
    desk.tray.item().await?;
    println!("counting context switches: {} s idle, {} s with a session running", COUNTED.as_secs(), COUNTED.as_secs());
    let idle = switches_per_second(&desk).await?;
    bring_on(&demo).await?;
    let running = switches_per_second(&desk).await?;
    let mut rows = vec![
        Row {
            what: "context switches per s, idle",
            measured: format!("{idle:.3}"),
            budget: "0",
            kept: Some(idle < 0.02),
        },
        Row {
            what: "context switches per s, session running",
            measured: format!("{running:.3}"),
            budget: "0.05",
            kept: Some(running <= 0.05),
        },
    ];
    let mut sum = 0;
    for pid in desk.processes("lumbar") {
        let memory = Memory::of(pid)?;
        println!("PSS {:>6} KiB, RSS {:>6} KiB: {}", memory.pss_kib, memory.rss_kib, pid.command_line());
        sum += memory.pss_kib;
    }
    rows.push(Row {
        what: "lumbar and guard, session running, no window: PSS",
        measured: format!("{:.1} MB", sum as f64 * 1024.0 / 1e6),
        budget: "8 MB",
        kept: Some(sum > 0 && sum * 1024 <= 8_000_000),
    });
    Ok(rows)
}

async fn answers() -> Outcome<Vec<Row>> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["cold-20-20", "--no-window", "--speed", "1"]).await?;
    bring_on(&demo).await?;
    let (mut statuses, mut pages) = (Vec::new(), Vec::new());
    for _ in 0..STATUSES {
        statuses.push(demo.run(&["status"]).await?.done()?.took);
        let began = Instant::now();
        demo.http().fetch("/").await?;
        pages.push(began.elapsed());
    }
    let status = median(statuses);
    Ok(vec![
        Row {
            what: "`lumbar status`, whole run of the program, median",
            measured: ms(status),
            budget: "4 ms",
            kept: Some(status <= Duration::from_millis(4)),
        },
        Row { what: "page Today, median", measured: ms(median(pages)), budget: "", kept: None },
    ])
}

async fn alerts() -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    for (busy, p99, longest) in [
        (false, "deadline to Notify, p99", "the same, longest"),
        (true, "deadline to Notify with every core busy, p99", "the same with every core busy, longest"),
    ] {
        let late = alerts::lateness(busy).await?;
        let Some(most) = late.last().copied() else { return Err(Trouble::new("no alert came")) };
        let late_most = late.get(late.len() * 99 / 100).copied().unwrap_or(most);
        println!("alerts{}: {} measured, median {}", if busy { ", busy" } else { "" }, late.len(), ms(median(late)));
        let kept = |is: Duration, budget| Some(is <= Duration::from_millis(budget));
        rows.push(Row { what: p99, measured: ms(late_most), budget: "5 ms", kept: kept(late_most, 5) });
        rows.push(Row { what: longest, measured: ms(most), budget: "50 ms", kept: kept(most, 50) });
    }
    Ok(rows)
}

/// The window on the running program, and a window of the same library with an empty page, in turns.
async fn window() -> Outcome<Vec<Row>> {
    let [ours, empty] = window::first_pages().await?.map(median);
    let share = ours.as_secs_f64() / empty.as_secs_f64();
    Ok(vec![
        Row { what: "empty Tauri window, start to first paint, median", measured: ms(empty), budget: "", kept: None },
        Row { what: "lumbar-window, start to first paint, median", measured: ms(ours), budget: "", kept: None },
        Row {
            what: "the one by the other",
            measured: format!("{share:.2} x"),
            budget: "1.2 x",
            kept: Some(share <= 1.2),
        },
    ])
}

async fn bring_on(demo: &Demo) -> Outcome<()> {
    if demo.phase().await?.is_none() {
        demo.done(&["start", "cold-20-20"]).await?;
    }
    demo.done(&["on"]).await?;
    demo.expect_status(|status| status.pointer("/thermal/phase").is_some_and(|phase| phase == "running")).await?;
    Ok(())
}

/// Counts over all processes of the program, the guard among them, after a while of settling.
async fn switches_per_second(desk: &Desktop) -> Outcome<f64> {
    // Threads that answered the last request end after ten seconds.
    sleep(Duration::from_secs(12)).await;
    let count = |pids: &[Pid]| pids.iter().map(|pid| Switches::of(*pid).map(Switches::total)).sum::<Outcome<u64>>();
    let pids = desk.processes("lumbar");
    let (began, before) = (Instant::now(), count(&pids)?);
    sleep(COUNTED).await;
    Ok(count(&pids)?.saturating_sub(before) as f64 / began.elapsed().as_secs_f64())
}
