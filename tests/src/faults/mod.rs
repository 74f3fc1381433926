//! Plays faults of machine, disk, desktop and clients on the real programs, and says what a person gets on each face.
//!
//! `cargo xtask faults` prints the table. A fault is one function in a file of its kind; what is promised of it stands there,
//! so that the table is a test as well.

mod clients;
mod data;
mod desktop;
mod disk;
mod found;
mod machine;
mod mount;
mod scene;
mod stranger;

pub use stranger::listen;

use std::{future::Future, pin::Pin, time::Duration};

use found::Found;
use lumbar_played_desktop::Outcome;
use tokio::time::timeout;

/// A fault that does not come to its end by then is a failure; the slowest, a hung program, waits for a minute.
const LIMIT: Duration = Duration::from_secs(180);

type Play = Pin<Box<dyn Future<Output = Outcome<Found>>>>;

/// One line of the table.
struct Fault {
    name: &'static str,
    /// It mounts a file system or plays another user.
    as_root: bool,
    play: fn() -> Play,
}

macro_rules! faults {
    ($($name:literal $($root:ident)? => $play:path),* $(,)?) => {
        &[$(Fault { name: $name, as_root: faults!(@ $($root)?), play: || Box::pin($play()) }),*]
    };
    (@ root) => { true };
    (@) => { false };
}

const FAULTS: &[Fault] = faults![
    "disk full (tmpfs of 3 MB), then killed" root => disk::full,
    "disk full, two presses at once" root => disk::full_with_two_presses,
    "quota used up (small loop device), then killed" root => disk::quota,
    "disk read-only, then killed" root => disk::read_only,
    "disk frozen (fsfreeze), then killed" root => disk::frozen,
    "files may not grow (RLIMIT_FSIZE)" => machine::file_size_limit,
    "database locked by another program, then killed" => data::locked,
    "profile moved away, then killed" => data::moved,
    "profile emptied, then killed" => data::emptied,
    "database replaced, then killed" => data::replaced,
    "-wal with one flipped bit, both killed" => data::wal_flipped,
    "-wal cut in half, both killed" => data::wal_cut,
    "-wal deleted, both killed" => data::wal_deleted,
    "-wal may not be changed (chattr +i), both killed" root => data::wal_immutable,
    "-wal is a folder, both killed" => data::wal_folder,
    "100 random damages to database, log and backup" => data::random_damage,
    "clock before 1970" => machine::clock_1970,
    "clock at 2106" => machine::clock_2106,
    "session bus gone and back" => desktop::bus_gone,
    "notification server slow" => desktop::server_slow,
    "notification server mute" => desktop::server_mute,
    "notification server hostile (queued signals)" => desktop::server_hostile,
    "tray host gone and back" => desktop::tray_gone,
    "tray host slow" => desktop::tray_slow,
    "tray host hostile" => desktop::tray_hostile,
    "64 event streams that nobody reads" => clients::streams,
    "1,000 clients" => clients::thousand,
    "half requests" => clients::half,
    "bodies of 100 MB" => clients::bodies,
    "out of descriptors" => machine::descriptors,
    "another user prepared the socket's folder" root => stranger::prepared_folder,
    "another user's link in the socket's folder" root => stranger::prepared_link,
    "a FIFO among the routines" => machine::fifo,
    "a routine file of 50 MB" => machine::large_routine,
    "no log folder can be made" => machine::no_log_folder,
    "guard killed four times" => machine::guards_killed,
    "program hung, nothing on, asked to quit" => machine::hung,
];

/// Plays every fault whose name contains one of the words (all without words) and prints the table; whether all promises were kept.
pub async fn play(words: &[String]) -> bool {
    let wanted = FAULTS.iter().filter(|fault| words.is_empty() || words.iter().any(|word| fault.name.contains(word)));
    let mut counts = [0_usize; 3];
    println!("{}", Found::HEAD);
    for fault in wanted {
        let found = match rustix::process::geteuid().is_root() || !fault.as_root {
            true => match timeout(LIMIT, (fault.play)()).await {
                Ok(Ok(found)) => found,
                Ok(Err(trouble)) => Found::broken(&trouble.to_string()),
                Err(_) => Found::broken("it did not come to its end"),
            },
            false => Found::skipped("needs root"),
        };
        println!("{}", found.row(fault.name));
        counts[found.place()] += 1;
    }
    let [passed, failed, skipped] = counts;
    println!("\n{skipped} skipped\n{passed} passed, {failed} failed");
    failed == 0
}
