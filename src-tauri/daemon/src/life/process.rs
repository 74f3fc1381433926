//! Owns what this program does with processes: its own session and output, its parent, one that hangs.

#[cfg(unix)]
use std::{fs, io};

/// Read by glibc at the start of a program: how many heaps its threads may have.
pub(crate) const HEAPS: &str = "MALLOC_ARENA_MAX";

/// Begins this program once more, in this process, with one heap for all its threads. Otherwise glibc gives each thread one of
/// its own, what a burst took stays in each of them, and a program that mostly sleeps is a megabyte larger for it. Nothing here
/// allocates so often that threads would wait for each other. Only for the very beginning: nothing else is carried over.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn share_one_heap() {
    use std::os::unix::process::CommandExt;
    if std::env::var_os(HEAPS).is_some() {
        return;
    }
    let mut words = std::env::args_os();
    if let (Ok(program), Some(name)) = (std::env::current_exe(), words.next()) {
        // It comes back only with an error, and goes on as it is.
        let _error = std::process::Command::new(program).arg0(name).args(words).env(HEAPS, "1").exec();
    }
}

/// Other systems share one among all threads, or give it back.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn share_one_heap() {}

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
