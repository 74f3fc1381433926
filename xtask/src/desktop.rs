//! `cargo xtask desktop`: a demo on a virtual desktop, told and pictured, that ends by itself.

use std::{
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::{
    asked::Asked,
    shell::{self, Done},
    system::{self, Purpose},
};

/// Turns of the routine, and how much faster than real time: two turns of 20/20 take about a minute and a half.
const TURNS: &str = "2";
const SPEED: &str = "60";
/// The demo gives itself up before; this is for a demo that hangs.
const LIMIT: Duration = Duration::from_secs(420);

/// Builds, then plays the routine with everything that a desktop has.
pub(crate) fn desktop(asked: &Asked) -> Done {
    if !cfg!(target_os = "linux") {
        return Err("a virtual desktop can be played on Linux only".to_owned());
    }
    system::ensure(&[Purpose::Build, Purpose::Desktop], asked.yes)?;
    let packages = ["-p", "lumbar", "-p", "lumbar-window", "-p", "lumbar-tests"];
    shell::run(&mut shell::cargo(["build", "--bins"].into_iter().chain(packages)))?;
    let routine = asked.words.first().map_or("cold-20-20", String::as_str);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let pictures = shell::target().join("demo-shots").join(format!("{routine}-{now}"));
    println!("Pictures go to {}", pictures.display());
    play(routine, &pictures.display().to_string())
}

fn play(routine: &str, pictures: &str) -> Done {
    let program = shell::target().join("debug/lumbar-desktop").display().to_string();
    let mut child =
        shell::command(&program, [routine, TURNS, SPEED, pictures]).spawn().map_err(|error| error.to_string())?;
    let began = Instant::now();
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("the demo failed ({status})")),
            None if began.elapsed() > LIMIT => {
                child.kill().map_err(|error| error.to_string())?;
                child.wait().map_err(|error| error.to_string())?;
                return Err(format!("the demo hung and was ended after {} s", LIMIT.as_secs()));
            }
            None => thread::sleep(Duration::from_millis(100)),
        }
    }
}
