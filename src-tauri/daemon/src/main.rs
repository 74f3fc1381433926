//! Wires the command line to the parts: a command that asks, the background program itself, its guard, a demo.

mod client;
mod clock;
mod core;
mod desktop;
mod guard;
mod life;
mod store;
mod web;

use std::process::ExitCode;

use clap::Parser;
use lumbar_ui::Ui;

use crate::client::cli::{Command, Line};
use crate::client::commands::{Commands, Exit, complain, profile_trouble, why_not};
use crate::desktop::{sound, tray};
use crate::life::background::{self, Background, NoStart};
use crate::life::profile::Profile;
use crate::life::{demo, log, start};

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
            complain(&profile_trouble(&Ui::new(&start::locale()), &why));
            return ExitCode::from(1);
        }
    };
    match command {
        Some(Command::Run { detached }) => tray::main_loop(move || run(profile, detached, verbose).into()).into(),
        Some(Command::Guard) => guard::child::run(&profile),
        command => {
            log::on_terminal(verbose);
            Commands::new(profile).run(command).into()
        }
    }
}

fn run(profile: Profile, detached: bool, verbose: u8) -> Exit {
    if detached {
        start::leave_terminal();
    }
    let ready = profile.clone();
    let ran = Background::own(profile).and_then(|background| {
        background.run(verbose, move |_| {
            if detached {
                background::say_ready(&ready);
                start::leave_output();
            }
        })
    });
    match ran {
        Ok(()) => Exit::Done,
        // Whoever started this one wants Lumbar to run, and it does.
        Err(NoStart::RunsAlready) if detached => Exit::Done,
        Err(why) => {
            complain(&why_not(&Ui::new(&start::locale()), &why));
            Exit::Refused
        }
    }
}
