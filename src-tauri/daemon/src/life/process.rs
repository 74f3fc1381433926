//! Owns what this program does with processes: its own session and output, its parent, one that hangs.

use std::ffi::OsStr;
use std::process::Command;
#[cfg(unix)]
use std::{fs, io};

/// Starts a session of its own, so that closing a terminal ends nothing.
pub(crate) fn leave_terminal() {
    #[cfg(unix)]
    if let Err(why) = rustix::process::setsid() {
        // It is the first of a session already.
        tracing::debug!("no session of its own: {why}");
    }
}

/// Lets go of the output of the program that started this one. Nobody reads there any more, and a library that complains into
/// a broken pipe ends the program.
pub(crate) fn leave_output() {
    #[cfg(unix)]
    if let Err(why) = into_nothing() {
        tracing::warn!("the output of the parent stays open: {why}");
    }
}

#[cfg(unix)]
fn into_nothing() -> io::Result<()> {
    let nothing = fs::OpenOptions::new().write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdout(&nothing)?;
    rustix::stdio::dup2_stderr(&nothing)?;
    Ok(())
}

/// A process; none where it is not known.
#[cfg(unix)]
pub(crate) type Process = Option<rustix::process::Pid>;
/// A process; none where it is not known. As long as this is kept, its number goes to no other one.
#[cfg(windows)]
pub(crate) type Process = Option<lumbar_platform::windows::Process>;

/// The process that started this one.
#[cfg(unix)]
pub(crate) fn parent() -> Process {
    rustix::process::getppid()
}

/// The process that started this one. Where that has ended already, its number may be another's, which began later.
#[cfg(windows)]
pub(crate) fn parent() -> Process {
    use lumbar_platform::windows::{Process, processes};
    let own = std::process::id();
    let found = processes().and_then(|listed| {
        let started_by = listed.iter().find(|listed| listed.number == own).map(|listed| listed.parent);
        let parent = Process::open(started_by.ok_or(std::io::ErrorKind::NotFound)?)?;
        Ok((parent.began()? <= Process::open(own)?.began()?).then_some(parent))
    });
    found.unwrap_or_else(|why| {
        tracing::warn!("who started this program is not known: {why}");
        None
    })
}

/// Ends a process that does not answer, without asking it.
pub(crate) fn kill(process: Process) {
    #[cfg(unix)]
    let killed = process.map(|pid| rustix::process::kill_process(pid, rustix::process::Signal::KILL));
    #[cfg(windows)]
    let killed = process.map(|process| process.kill());
    if let Some(Err(why)) = killed {
        tracing::warn!("the hung program could not be ended: {why}");
    }
}

/// The program to start in the background: this one, or on Windows the one without a console beside it.
///
/// # Errors
/// When the system does not say where this program is.
pub(crate) fn background_program() -> std::io::Result<std::path::PathBuf> {
    let own = std::env::current_exe()?;
    if cfg!(windows) {
        let quiet = own.with_file_name(WITHOUT_CONSOLE);
        if quiet.is_file() {
            return Ok(quiet);
        }
    }
    Ok(own)
}

/// The same program without a console.
const WITHOUT_CONSOLE: &str = "lumbard.exe";

/// What starts a program. Its console has no window (Windows): the background program has none to share, and one would come up
/// for each program of the console that it starts.
#[expect(clippy::disallowed_methods, reason = "the one place")]
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    #[cfg_attr(not(windows), expect(unused_mut, reason = "there is nothing to add elsewhere"))]
    let mut command = Command::new(program);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, CREATE_NO_WINDOW);
    command
}

/// The console of the program that is started has no window.
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// Keeps this program's streams from the programs it starts: who reads its output to the end (an installer, a script) does not
/// wait for them. On other systems no program gets more than it is given.
pub(crate) fn keep_streams() {
    #[cfg(windows)]
    lumbar_platform::windows::keep_streams();
}

/// The locale in which times are written, which may be another one than that of the words.
pub(crate) fn time_locale() -> String {
    let said = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_TIME"].into_iter().find_map(said).unwrap_or_else(locale)
}

/// The language of the person, as the system names it.
pub(crate) fn locale() -> String {
    sys_locale::get_locale().unwrap_or_default()
}
