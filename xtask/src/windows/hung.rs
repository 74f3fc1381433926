//! A program that hangs under Wine: with a pack on its guard ends it, with nothing on a person does.

use std::{
    process::Child,
    thread,
    time::{Duration, Instant},
};

use super::{
    build::{lay_out, out},
    consoles::none_shows,
    wine::{Lumbar, UP, forget, processes, running, stand_for},
};
use crate::{
    shell::{self, Done, command},
    smoke::gone,
    tally::Counts,
};

/// How long a guard waits here for one that hangs, s.
const IMPATIENT: u64 = 10;
/// Said of one that was told to end and did not.
const STAYS: &str = "the one that hung is still there";

/// How often it is looked for a player, which may live for a moment only.
const GLANCE: Duration = Duration::from_millis(2);

/// Both.
pub(super) fn stage() -> Done<Counts> {
    lay_out()?;
    stand_for()?;
    hung("hung", with_a_pack_on)?;
    hung("hung-off", with_nothing_on)?;
    Ok(Counts { passed: 2, ..Counts::default() })
}

/// Plays it in a demo of its own, of which nothing is left.
fn hung(name: &str, play: fn(&Lumbar, &mut Child) -> Done) -> Done {
    let profile = out().join(name);
    forget(&profile)?;
    let lumbar = Lumbar::built(profile.clone());
    let mut demo = lumbar.demo(IMPATIENT)?;
    let played = none_shows(|| lumbar.until("\"thermal\":null").and_then(|_| play(&lumbar, &mut demo)));
    if played.is_err() {
        let _ended = demo.kill();
        let left: Vec<String> = processes(&profile).iter().map(u32::to_string).collect();
        let _ended = shell::ask(&mut command("kill", ["-KILL".to_owned()].into_iter().chain(left)));
    }
    let _collected = demo.wait();
    played
}

/// Its guard ends it and brings it back.
fn with_a_pack_on(lumbar: &Lumbar, demo: &mut Child) -> Done {
    lumbar.run(&["start", "cold-20-20"])?;
    lumbar.run(&["on"])?;
    lumbar.until("\"phase\":\"running\"")?;
    let stopped = Instant::now();
    signal(demo.id(), "-STOP")?;
    match lumbar.run(&["quit", "--force"]) {
        Ok(_) => return Err("`quit --force` ended one with a pack on".to_owned()),
        Err(why) => println!("{why}"),
    }
    lumbar.until("\"phase\":\"running\"")?;
    println!("stopped, ended and back after {:.1} s", stopped.elapsed().as_secs_f32());
    gone(demo, STAYS)?;
    lumbar.run(&["off"])?;
    lumbar.ends()
}

/// `quit --force` ends it, also beside the player of its last sound, which runs Lumbar and is no guard.
fn with_nothing_on(lumbar: &Lumbar, demo: &mut Child) -> Done {
    lumbar.run(&["prepare", "towel"])?;
    let found = thread::spawn(player);
    lumbar.run(&["clock", "next"])?;
    let player = found.join().map_err(|_| "nobody looked for the player".to_owned())??;
    signal(demo.id(), "-STOP")?;
    let ended = lumbar.run(&["quit", "--force"]).and_then(|_| gone(demo, STAYS));
    // It may have been stopped before it had begun, and nobody is left to let it begin.
    signal(player, "-KILL")?;
    ended?;
    lumbar.is_gone()
}

/// Waits for the player of a sound, and stops it.
fn player() -> Done<u32> {
    let began = Instant::now();
    while began.elapsed() < UP {
        if let Some(player) = running(" ring ").first() {
            signal(*player, "-STOP")?;
            return Ok(*player);
        }
        thread::sleep(GLANCE);
    }
    Err("nothing rang".to_owned())
}

/// Lets a process do nothing more, as one that hangs, or go on.
fn signal(process: u32, signal: &str) -> Done {
    shell::run(&mut command("kill", [signal.to_owned(), process.to_string()]))
}
