//! Wires the command line to the parts: a command that asks, the background program itself, its guard, a demo.

mod background;
mod cli;
mod client;
mod clock;
mod commands;
mod demo;
mod desktop;
mod driver;
mod guard;
mod life;
mod log;
mod login;
mod notify;
mod power;
mod profile;
mod socket;
mod sound;
mod span;
mod status;
mod store;
mod tray;
mod web;
mod witness;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use lumbar_ui::Ui;

use crate::background::{Background, NoStart};
use crate::cli::{Command, Line};
use crate::commands::{Commands, Exit, complain, profile_trouble, why_not};
use crate::profile::Profile;
use crate::witness::Found;

fn main() -> ExitCode {
    if let Some(rung) = sound::rung() {
        return rung;
    }
    let Line { profile: folder, verbose, command } = Line::parse();
    if let Some(Command::Demo(demo)) = command {
        return tray::main_loop(move || demo::run(folder.as_deref(), demo, verbose).into()).into();
    }
    let profile = match Profile::find(folder.as_deref()) {
        Ok(profile) => profile,
        Err(why) => {
            complain(&profile_trouble(&Ui::new(&life::locale()), &why));
            return ExitCode::from(1);
        }
    };
    match command {
        Some(Command::Run { detached, from_guard }) => {
            tray::main_loop(move || run(profile, detached, from_guard, verbose).into()).into()
        }
        Some(Command::Guard { patience }) => guard::child::run(profile, patience.map(Duration::from_secs)),
        command => {
            log::on_terminal(verbose);
            Commands::new(profile).run(command).into()
        }
    }
}

fn run(profile: Profile, detached: bool, from_guard: bool, verbose: u8) -> Exit {
    if detached {
        life::leave_terminal();
    }
    let handed = if from_guard { witness::handed() } else { Found::Nothing };
    let ready = profile.clone();
    let ran = Background::own(profile).and_then(|background| {
        background.run(handed, verbose, move |_| {
            if detached {
                background::say_ready(&ready);
                life::leave_output();
            }
        })
    });
    match ran {
        Ok(()) => Exit::Done,
        // Whoever started this one wants Lumbar to run, and it does.
        Err(NoStart::RunsAlready) if detached => Exit::Done,
        Err(why) => {
            complain(&why_not(&Ui::new(&life::locale()), &why));
            Exit::Refused
        }
    }
}
