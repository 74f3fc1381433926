//! Owns an X display that exists only in memory, with a window manager, and takes pictures of it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
};

use lumbar_played_desktop::{Context, Outcome, Process, Trouble};

use crate::program::Seat;

/// An Xvfb, with openbox on it or bare, ended when dropped.
#[derive(Debug)]
pub struct Display {
    name: String,
    seat: Seat,
    /// Held for its end alone.
    #[allow(dead_code, reason = "it ends when it is dropped")]
    manager: Option<Process>,
    _server: Process,
}

impl Display {
    /// Starts one of this size with a window manager.
    pub(crate) fn start(seat: &Seat, width: u32, height: u32) -> Outcome<Self> {
        let mut display = Self::bare(seat, width, height)?;
        display.seat.set("GDK_BACKEND", "x11");
        let mut manager = display.seat.command("openbox");
        manager.arg("--sm-disable").stdout(Stdio::null()).stderr(Stdio::null());
        display.manager = Some(Process::spawn(&mut manager)?);
        Ok(display)
    }

    /// Starts one of this size with nothing on it; the X server itself picks a number that is free.
    pub(crate) fn bare(seat: &Seat, width: u32, height: u32) -> Outcome<Self> {
        let mut command = seat.command("Xvfb");
        command
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Process::spawn(&mut command)?;
        let mut number = String::new();
        let printed = server.child().stdout.take().trying("Xvfb has no output")?;
        BufReader::new(printed).read_line(&mut number)?;
        let number: u32 = number.trim().parse().trying("Xvfb started no display")?;
        let name = format!(":{number}");
        let mut seat = seat.clone();
        seat.set("DISPLAY", &name);
        Ok(Self { name, manager: None, _server: server, seat })
    }

    /// What `DISPLAY` is set to.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Writes a picture of the whole screen.
    pub async fn screenshot(&self, to: &Path) -> Outcome<()> {
        let to = to.display().to_string();
        let ran = self.seat.run("import", &["-window", "root", &to]).await?;
        match ran.code {
            Some(0) => Ok(()),
            _ => Err(Trouble::new(format!("no screenshot: {}", ran.err))),
        }
    }

    pub(crate) fn seat(&self) -> &Seat {
        &self.seat
    }
}
