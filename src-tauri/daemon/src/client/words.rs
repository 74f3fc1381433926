//! Writes the completions of the shells and the manual page, both from the one definition of the commands.

use std::io::{self, Write};

use clap::{Command, ValueEnum};
use clap_complete::{Generator, generate};

use lumbar_ui::Ui;

use crate::client::output::{complain, print};
use crate::client::program::Exit;
use crate::client::trouble::sentence;
use crate::life::process;

/// The shells that complete what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// GNU Bash
    Bash,
    /// Z shell
    Zsh,
    /// Fish
    Fish,
    /// PowerShell
    Powershell,
}

impl Shell {
    fn completions(self, command: Command) -> Vec<u8> {
        use clap_complete::shells::{Bash, Fish, PowerShell, Zsh};
        match self {
            Self::Bash => written(Bash, command),
            Self::Zsh => written(Zsh, command),
            Self::Fish => written(Fish, command),
            Self::Powershell => written(PowerShell, command),
        }
    }
}

fn written(shell: impl Generator, mut command: Command) -> Vec<u8> {
    let mut text = Vec::new();
    generate(shell, &mut command, "lumbar", &mut text);
    text
}

/// One page for each command that is not hidden, the program's own first.
fn manual(command: Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut command = command.disable_help_subcommand(true);
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    for part in command.get_subcommands().filter(|part| !part.is_hide_set()) {
        section(part, &mut text)?;
    }
    Ok(text)
}

/// A command as a section of the one page: how it is written, and what can be added.
fn section(command: &Command, text: &mut Vec<u8>) -> io::Result<()> {
    let page = clap_mangen::Man::new(command.clone());
    writeln!(text, ".SH \"{}\"", command.get_name().to_uppercase())?;
    if let Some(about) = command.get_about() {
        writeln!(text, "{}", about.to_string().replace('-', "\\-"))?;
        writeln!(text, ".PP")?;
    }
    page.render_synopsis_section(text)?;
    if command.get_arguments().any(|argument| !argument.is_hide_set()) {
        page.render_options_section(text)?;
    }
    Ok(())
}

/// Prints the completions of a shell. It needs no profile, as the manual page does not: both are made where a package is built.
pub(crate) fn print_completions(shell: Shell, command: Command) -> Exit {
    print_whole(Ok(shell.completions(command)))
}

/// Prints the manual page.
pub(crate) fn print_manual(command: Command) -> Exit {
    print_whole(manual(command))
}

fn print_whole(text: io::Result<Vec<u8>>) -> Exit {
    match text.and_then(|text| print(String::from_utf8_lossy(&text).trim_end())) {
        Ok(()) => Exit::Done,
        Err(why) => {
            complain(&sentence(&Ui::new(&process::locale()), "cli-not-written", &[("why", why.to_string())]));
            Exit::NotWritten
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::client::cli::CommandLine;

    #[test]
    fn every_command_that_is_shown_is_completed_in_every_shell_and_stands_in_the_manual() {
        let manual = String::from_utf8(manual(CommandLine::command()).unwrap()).unwrap();
        let command = CommandLine::command();
        let shown: Vec<&str> =
            command.get_subcommands().filter(|one| !one.is_hide_set()).map(Command::get_name).collect();
        assert!(shown.contains(&"settings") && shown.contains(&"off") && !shown.contains(&"guard"));
        for name in shown {
            for shell in Shell::value_variants() {
                let text = String::from_utf8(shell.completions(CommandLine::command())).unwrap();
                assert!(text.contains(name), "{name} in {shell:?}");
            }
            assert!(manual.contains(&format!(".SH \"{}\"", name.to_uppercase())), "{name}");
        }
        assert!(manual.starts_with(".ie") || manual.contains(".TH lumbar"), "{manual}");
    }
}
