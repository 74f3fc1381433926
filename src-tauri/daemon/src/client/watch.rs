//! Shows the status now and after every change.

use std::io::Write;

use lumbar_protocol::path;
use serde::Deserialize;

use crate::client::http::{Answer, NoAnswer};
use crate::client::output::unless_left;
use crate::client::program::{Exit, LOOK, Program, SUCCESSOR};

#[derive(Deserialize)]
struct Rev {
    rev: u64,
}

impl Program {
    /// Shows the status now and after every change. Ends when the background program does, or when nobody reads any more.
    pub(super) fn watch(&self, out: &mut impl Write) -> Result<(), Exit> {
        let mut changes = Some(self.reached(|| self.client.wait_for(&format!("{}?after=0", path::CHANGES)))?);
        let (mut known, mut left) = (0, SUCCESSOR);
        loop {
            if let Some(answer) = changes {
                let Rev { rev } = self.parsed(&answer)?;
                left = SUCCESSOR;
                if rev != known
                    && let Some(status) = self.unless_ended(self.client.fetch(path::STATUS))?
                {
                    known = rev;
                    let written =
                        out.write_all(&status.body).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
                    if let Err(why) = written {
                        return unless_left(Err(why)).map_err(|why| self.not_written(&why));
                    }
                }
            } else if left.is_zero() {
                return Ok(());
            } else {
                std::thread::sleep(LOOK);
                // One that goes on as a newer one lets go of the profile for a moment only.
                left = left.saturating_sub(if self.profile.is_owned() { LOOK } else { 4 * LOOK });
            }
            changes = self.unless_ended(self.client.wait_for(&format!("{}?after={known}", path::CHANGES)))?;
        }
    }

    /// `None` from a program that ends in this moment, or has ended.
    fn unless_ended(&self, answer: Result<Answer, NoAnswer>) -> Result<Option<Answer>, Exit> {
        match answer {
            Ok(Answer { status: 503, .. }) | Err(NoAnswer::NotRunning(_) | NoAnswer::Broken(_)) => Ok(None),
            answer => self.answered(answer).map(Some),
        }
    }
}

/// Ends this program when nobody reads its output any more: while it waits for a change it writes nothing, and would learn
/// of that only with the next one.
#[cfg(unix)]
pub(super) fn end_with_reader() {
    use rustix::event::{PollFd, PollFlags, poll};
    let watch = || {
        let out = rustix::stdio::stdout();
        // Asked for nothing, the system tells of errors only: the other end of a pipe is closed.
        let mut fds = [PollFd::new(&out, PollFlags::empty())];
        if rustix::io::retry_on_intr(|| poll(&mut fds, None)).is_ok()
            && fds.iter().any(|fd| fd.revents().intersects(PollFlags::ERR | PollFlags::HUP))
        {
            std::process::exit(0);
        }
    };
    // Without the thread it ends with the next change.
    let _ = std::thread::Builder::new().name("reader".into()).stack_size(64 * 1024).spawn(watch);
}

/// A pipe tells of its end only when it is written to.
#[cfg(windows)]
pub(super) fn end_with_reader() {}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{self, Read};
    use std::os::unix::net::UnixListener;

    use super::*;
    use crate::life::profile::Profile;

    /// Answers one request after the other; with nothing it breaks off.
    fn answer(listener: UnixListener, answers: &[Option<(u16, &str)>]) -> io::Result<()> {
        for answer in answers {
            let (mut asked, _) = listener.accept()?;
            let _ = asked.read(&mut [0; 1024])?;
            if let Some((status, body)) = answer {
                write!(asked, "HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
            }
        }
        Ok(())
    }

    #[test]
    fn watching_goes_on_with_a_newer_program_and_ends_well_with_the_last_one() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        let program = Program::of(profile.clone());
        assert_eq!(program.watch(&mut Vec::new()), Err(Exit::NotRunning));
        let lock = profile.lock().unwrap().unwrap();
        let address = profile.address();
        let listener = UnixListener::bind(&address).unwrap();
        let programs = std::thread::spawn(move || {
            answer(listener, &[Some((200, r#"{"rev":5}"#)), Some((200, "one")), Some((503, "Lumbar is closing."))])
                .unwrap();
            std::fs::remove_file(&address).unwrap();
            std::thread::sleep(2 * LOOK);
            let listener = UnixListener::bind(&address).unwrap();
            answer(listener, &[Some((200, r#"{"rev":9}"#)), Some((200, "two")), Some((200, r#"{"rev":9}"#)), None])
                .unwrap();
            drop(lock);
        });
        let mut shown = Vec::new();
        assert_eq!(program.watch(&mut shown), Ok(()));
        programs.join().unwrap();
        assert_eq!(String::from_utf8(shown).unwrap(), "one\ntwo\n");
    }
}
