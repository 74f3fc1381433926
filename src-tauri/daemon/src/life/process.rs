//! Owns what this program does with processes: its own session and output, its parent, one that hangs.

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

/// The process that started this one.
#[cfg(unix)]
pub(crate) type Process = Option<rustix::process::Pid>;
/// The process that started this one; it can be neither asked for nor ended here without unsafe code.
#[cfg(windows)]
pub(crate) type Process = ();

/// The process that started this one.
pub(crate) fn parent() -> Process {
    #[cfg(unix)]
    return rustix::process::getppid();
}

/// Ends a process that does not answer, without asking it.
#[cfg(unix)]
pub(crate) fn kill(process: Process) {
    if let Some(pid) = process
        && let Err(why) = rustix::process::kill_process(pid, rustix::process::Signal::KILL)
    {
        tracing::warn!("the hung program could not be ended: {why}");
    }
}

/// Ends a process that does not answer. Not done on Windows: a second start finds the pipe taken, and the guard alarms.
#[cfg(windows)]
pub(crate) fn kill((): Process) {}

/// The locale in which times are written, which may be another one than that of the words.
pub(crate) fn time_locale() -> String {
    let said = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_TIME"].into_iter().find_map(said).unwrap_or_else(locale)
}

/// The language of the person, as the system names it.
pub(crate) fn locale() -> String {
    sys_locale::get_locale().unwrap_or_default()
}
