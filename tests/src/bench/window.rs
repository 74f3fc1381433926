//! Measures from the start of a window's process to the first paint of its page, as the page itself reports it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use lumbar_played_desktop::{Context, Outcome, Trouble, patience};
use rustix::time::{ClockId, clock_gettime};
use tokio::time::{Instant, sleep};

use crate::{Desktop, Window, window_binary};

/// Times that each window is opened.
const TIMES: usize = 7;
const GLANCE: Duration = Duration::from_millis(20);
/// In which the kernel tells when a process was started, on every architecture.
const PER_SECOND: f64 = 100.0;
/// Milliseconds since 1970 of the first paint; nothing before it.
const PAINTED: &str = "const paint = performance.getEntriesByName('first-contentful-paint')[0];\
                       return paint ? performance.timeOrigin + paint.startTime : null";

/// How long `lumbar-window` and the empty window in `LUMBAR_EMPTY_WINDOW_BIN` took, opened in turns.
pub(super) async fn first_pages() -> Outcome<[Vec<Duration>; 2]> {
    let empty =
        env::var_os("LUMBAR_EMPTY_WINDOW_BIN").map(PathBuf::from).trying("LUMBAR_EMPTY_WINDOW_BIN is not set")?;
    let ours = window_binary()?;
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--no-window", "--speed", "1"]).await?;
    let profile = demo.profile.display().to_string();
    let mut spans = [Vec::new(), Vec::new()];
    for _ in 0..TIMES {
        spans[0].push(opened(&desk, &ours, &["--profile", &profile]).await?);
        spans[1].push(opened(&desk, &empty, &[]).await?);
    }
    Ok(spans)
}

async fn opened(desk: &Desktop, program: &Path, words: &[&str]) -> Outcome<Duration> {
    let window = Window::open_program(desk, program, words).await?;
    let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let began = began(desk, &name)?;
    let deadline = Instant::now() + patience();
    let painted = loop {
        if let Some(painted) = window.page.execute(PAINTED, Vec::new()).await?.as_f64() {
            break Duration::from_secs_f64(painted / 1e3);
        }
        if Instant::now() > deadline {
            return Err(Trouble::new(format!("{name} paints nothing")));
        }
        sleep(GLANCE).await;
    };
    window.close().await?;
    painted.checked_sub(began).trying("painted before it was started")
}

/// When the process of this name was started, since 1970. The kernel keeps it in hundredths of a second.
fn began(desk: &Desktop, name: &str) -> Outcome<Duration> {
    let pid = desk.processes(name).first().copied().trying(format!("{name} does not run"))?;
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit_once(") ").trying("no stat")?.1;
    let ticks: f64 = after_name.split(' ').nth(19).trying("no start time")?.parse()?;
    let boot = clock_gettime(ClockId::Boottime);
    let age = boot.tv_sec as f64 + boot.tv_nsec as f64 / 1e9 - ticks / PER_SECOND;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    now.checked_sub(Duration::from_secs_f64(age)).trying("a process older than 1970")
}
