//! Decides the commands and their words; `commands` carries them out.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use lumbar_engine::rules::RuleId;
use lumbar_engine::words::CameOff;

use crate::client::log::LogVerb;
use crate::client::own_routines::RoutinesVerb;
use crate::client::plan::PlanVerb;
use crate::client::practice::PracticeWord;
use crate::client::settings::SettingsVerb;
use crate::client::span;
use crate::client::values::{Clock, Demo, SignsAre, SkinIs, Which, parse_rule, parse_when};
use crate::client::words::Shell;

/// Tells you when to put ice or warmth on your low back, when to feel your skin, and when to take it off.
///
/// Without a command the window opens; the background program starts if it does not run yet.
#[derive(Debug, Parser)]
#[command(name = "lumbar", version, max_term_width = 100)]
pub(crate) struct CommandLine {
    /// Folder of the profile; without it your own
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) profile: Option<PathBuf>,
    /// Say more on the terminal; twice for still more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Say aloud as well what is on then, or why not: for a key of your desktop, with the screen off
    #[arg(long, global = true)]
    pub(crate) aloud: bool,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Option<Verb>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Begin a routine
    Start {
        /// Its name, as “lumbar routines” lists it
        id: String,
        /// What it is done with
        #[arg(long)]
        pack: Option<String>,
        /// How long, where the routine has lengths to choose from: 20m, 6h
        #[arg(long = "for", value_name = "LENGTH", value_parser = span::parse)]
        length: Option<Duration>,
        /// How many turns
        #[arg(long)]
        turns: Option<u8>,
        /// Go on in spite of a warning you have read, such as R7
        #[arg(long, value_name = "RULE", num_args = 1.., value_parser = parse_rule)]
        accept: Vec<RuleId>,
        /// Also where nothing can call you: no notifications, no display, no sound
        #[arg(long)]
        anyway: bool,
        /// Tell by notification what becomes of it; used by the desktop entry, whose output nobody sees
        #[arg(long, hide = true)]
        tell: bool,
    },
    /// Show what is asked before a first start, or answer it
    Questions {
        /// The routine, as “lumbar routines” lists it
        id: String,
        /// Whether one of the warning signs is there
        #[arg(long, value_enum)]
        signs: Option<SignsAre>,
        /// What is true of you, by the words it is listed with; or none
        #[arg(long, value_name = "WORD", num_args = 1..)]
        told: Vec<String>,
        /// You are 18 or older, or an adult is with you
        #[arg(long)]
        adult: bool,
    },
    /// Cloth between, skin fine: it is on
    On {
        /// It has been on for this long already: 5 (minutes), 90s, 1h30m
        #[arg(long, value_name = "SPAN", value_parser = span::parse, default_value = "0s")]
        since: Duration,
        /// Yes, it has really been on for more than an hour
        #[arg(long)]
        sure: bool,
    },
    /// It is off
    Off {
        /// When it came off: bell, now, or how long ago: 5 (minutes), 90s, 1h30m
        #[arg(long, value_name = "WHEN", value_parser = parse_when, default_value = "now")]
        at: CameOff,
    },
    /// Take back what you said last, such as “it is off” by mistake; for 2 minutes
    Undo,
    /// Say what your skin is like
    Skin {
        /// What it is like
        #[arg(value_enum)]
        is: SkinIs,
    },
    /// Ask again later, before it is on
    Snooze {
        /// After this time: 10 (minutes), 90s, 1h
        #[arg(value_parser = span::parse, default_value = "10m")]
        after: Duration,
    },
    /// Not now, or no further turn
    NotNow,
    /// Leave out the rest of the step, or the wait before it
    Skip(Which),
    /// Go back one step of movement
    Back,
    /// Pause movement
    Pause,
    /// Go on with movement
    Resume,
    /// Stop; always possible
    Stop {
        /// Which session
        #[command(flatten)]
        which: Which,
        /// Because it hurts
        #[arg(long)]
        hurts: bool,
    },
    /// Five more minutes of warmth
    Extend {
        /// Go on in spite of a warning you have read
        #[arg(long, value_name = "RULE", num_args = 1.., value_parser = parse_rule)]
        accept: Vec<RuleId>,
    },
    /// Start a preparation timer
    Prepare {
        /// Its name, such as towel
        id: String,
    },
    /// Say what is on
    Status {
        /// As one object of JSON
        #[arg(long)]
        json: bool,
        /// As a line of JSON now and after every change
        #[arg(long)]
        watch: bool,
    },
    /// Show what the day holds, or change the plan
    Plan {
        /// What to change; without it the day is shown
        #[command(subcommand)]
        verb: Option<PlanVerb>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what you did, or add, change and delete by hand
    Log {
        /// What to do; without it the last records are shown
        #[command(subcommand)]
        verb: Option<LogVerb>,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// How many
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Write all of it into this new file, as a table for a spreadsheet
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    /// Write your data into a new file: everything, the diary as a table, or the next 14 days as a calendar
    Export {
        /// The file; there must be none of this name. It says what is written by its ending, .json, .csv or .ics
        file: PathBuf,
        /// Everything, to be read back
        #[arg(long, group = "kind")]
        json: bool,
        /// The diary, for a spreadsheet
        #[arg(long, group = "kind")]
        csv: bool,
        /// The next 14 days of the plan, for a calendar
        #[arg(long, group = "kind")]
        ics: bool,
    },
    /// Read a file with everything in it back: all of it takes the place of what is here, or nothing does
    Import {
        /// The file
        file: PathBuf,
        /// Without asking first
        #[arg(long)]
        yes: bool,
    },
    /// Delete everything but what keeps your skin safe
    Delete {
        /// Diary, plan, answers, settings, own routines, and all copies of them
        #[arg(long)]
        everything: bool,
        /// Without asking first
        #[arg(long)]
        yes: bool,
    },
    /// Practise a turn for half a minute, with nothing on your back; nothing of it is kept
    Practice {
        /// What you would say; without it the practice turn begins
        #[arg(value_enum)]
        say: Option<PracticeWord>,
    },
    /// List the routines, or bring one of your own in, hand it out, delete it
    Routines {
        /// What to do; without it they are listed
        #[command(subcommand)]
        verb: Option<RoutinesVerb>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what can be set, or set it
    Settings {
        /// What to do; without it all are listed
        #[command(subcommand)]
        verb: Option<SettingsVerb>,
        /// As JSON
        #[arg(long, global = true)]
        json: bool,
    },
    /// Say what works here: program, files, clock, notifications, tray, sound; for bug reports, without health words
    Doctor {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print what a shell needs to complete commands
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page
    Man,
    /// Make sure that the background program runs, and print the address of its socket
    Up {
        /// As the desktop does it: with a window only where the setting “start-hidden” is off
        #[arg(long, hide = true)]
        at_login: bool,
    },
    /// End the background program
    Quit {
        /// Also while something is on your body
        #[arg(long)]
        force: bool,
    },
    /// Run a demo in a throw-away profile, in the foreground
    Demo(Demo),
    /// Move the clock of a demo that was started with --manual-clock
    #[command(subcommand)]
    Clock(Clock),
    /// Be the background program, in the foreground
    #[command(hide = true)]
    Run {
        /// Leave the terminal; used by the program itself
        #[arg(long, hide = true)]
        detached: bool,
        /// What is on stands in the input; used by the guard
        #[arg(long, hide = true)]
        from_guard: bool,
        /// Why a newer version did not take over; used by the program itself
        #[arg(long, hide = true)]
        update_failed: Option<String>,
    },
    /// Watch the background program; used by the program itself
    #[command(hide = true)]
    Guard {
        /// Without a sign of life for so many seconds it is hung
        #[arg(long, hide = true)]
        patience: Option<u64>,
    },
}

#[cfg(test)]
mod tests;
