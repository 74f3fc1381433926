//! Watches for consoles that show a window while something is done: each would flash up before a person.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use super::build::out;
use crate::shell::Done;

/// How often it is looked; Wine's program of a console takes longer than that to begin, also where there is no display for it.
const LOOK: Duration = Duration::from_millis(5);

/// Does something, and fails where a console with a window was there meanwhile, or none at all that could have had one.
pub(super) fn none_shows(what: impl FnOnce() -> Done) -> Done {
    let over = AtomicBool::new(false);
    let (done, (hidden, shown)) = thread::scope(|scope| {
        let watch = scope.spawn(|| watch(&over));
        let done = what();
        over.store(true, Ordering::Relaxed);
        (done, watch.join().unwrap_or_default())
    });
    done?;
    match (hidden, shown) {
        (_, Some(shown)) => Err(format!("a console showed its window: {shown}")),
        (false, None) => Err("no console was started, so it shows nothing that none had a window".to_owned()),
        (true, None) => Ok(()),
    }
}

/// Tells whether there was a console without a window, and one with a window, as it was started.
fn watch(over: &AtomicBool) -> (bool, Option<String>) {
    let (mut hidden, mut shown) = (false, None);
    while !over.load(Ordering::Relaxed) {
        for words in consoles() {
            if words.contains("--headless") {
                hidden = true;
            } else {
                shown = Some(words);
            }
        }
        thread::sleep(LOOK);
    }
    (hidden, shown)
}

/// The consoles of this Wine, as they were started.
fn consoles() -> Vec<String> {
    let prefix = format!("WINEPREFIX={}", out().join("wine").display());
    let read = |process: &Path, file: &str| fs::read(process.join(file)).unwrap_or_default();
    let listed = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
    let words = listed.filter_map(|process| {
        let words = String::from_utf8_lossy(&read(&process, "cmdline")).replace('\0', " ");
        let ours = || read(&process, "environ").split(|byte| *byte == 0).any(|line| line == prefix.as_bytes());
        (words.contains("conhost.exe") && ours()).then(|| words.trim().to_owned())
    });
    words.collect()
}
