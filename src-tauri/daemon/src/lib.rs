//! Wires the command line to the parts: a command that asks, the background program itself, its guard, a demo.
//!
//! Two programs are made of it, each a few lines: `lumbar`, and on Windows `lumbard`, the same without a console.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "a console may show while tests run"))]

mod client;
mod clock;
mod core;
mod desktop;
mod guard;
mod life;
mod store;
mod transfer;
mod web;
mod witness;

use std::process::ExitCode;
use std::time::Duration;

use clap::{CommandFactory, Parser};
use lumbar_ui::Ui;

use crate::client::cli::{CommandLine, Verb};
use crate::client::commands::Commands;
use crate::client::doctor::doctor_without_profile;
use crate::client::output::complain;
use crate::client::program::Exit;
use crate::client::trouble::{profile_trouble, why_not};
use crate::client::words::{print_completions, print_manual};
use crate::desktop::{sound, tray};
use crate::life::background::{self, Background, NoStart, Told};
use crate::life::profile::Profile;
use crate::life::{demo, log, process};
use crate::witness::Found;

/// What both programs do: what their command line says.
#[must_use]
pub fn main() -> ExitCode {
    process::keep_streams();
    if let Some(rung) = sound::rung() {
        return rung;
    }
    let CommandLine { profile: folder, verbose, aloud, command } = CommandLine::parse();
    if matches!(command, Some(Verb::Demo(_) | Verb::Run { .. })) {
        lumbar_platform::use_one_heap();
    }
    if let Some(Verb::Demo(demo)) = command {
        return tray::main_loop(move || demo::run(folder.as_deref(), demo, verbose).into()).into();
    }
    let profile = match (Profile::find(folder.as_deref()), &command) {
        (_, Some(Verb::Completions { shell })) => return print_completions(*shell, CommandLine::command()).into(),
        (_, Some(Verb::Man)) => return print_manual(CommandLine::command()).into(),
        (Ok(profile), _) => profile,
        (Err(why), Some(Verb::Doctor { json })) => return doctor_without_profile(&why, *json).into(),
        (Err(why), _) => {
            complain(&profile_trouble(&Ui::new(&process::locale()), &why));
            return ExitCode::from(1);
        }
    };
    match command {
        Some(Verb::Run { detached, from_guard, update_failed }) => {
            // Read by the thread that goes on, as a pipe is.
            let told =
                move || Told { worn: if from_guard { witness::handed() } else { Found::Nothing }, update_failed };
            tray::main_loop(move || run(profile, detached, told, verbose).into()).into()
        }
        Some(Verb::Guard { patience }) => guard::child::run(profile, patience.map(Duration::from_secs)),
        command => {
            log::on_terminal(verbose);
            Commands::new(profile, aloud).run(command).into()
        }
    }
}

fn run(profile: Profile, detached: bool, told: impl FnOnce() -> Told, verbose: u8) -> Exit {
    if detached {
        process::leave_terminal();
    }
    let told = told();
    let ready = profile.clone();
    let ran = Background::own(profile).and_then(|background| {
        background.run(told, verbose, move |_| {
            if detached {
                background::say_ready(&ready);
                process::leave_output();
            }
        })
    });
    match ran {
        Ok(()) => Exit::Done,
        // The caller wants Lumbar to run, and it does.
        Err(NoStart::RunsAlready) if detached => Exit::Done,
        Err(why) => {
            complain(&why_not(&Ui::new(&process::locale()), &why));
            Exit::Refused
        }
    }
}
