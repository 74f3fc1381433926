//! Finds the background program beside the window's own and asks it to be running.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::time::timeout;

use crate::words::Sentence;

/// How long starting may take, a database migration on a slow disk included.
const UP_WITHIN: Duration = Duration::from_secs(30);

/// How long output is waited for once the program has ended; a child it left behind may hold the pipe open.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// The most output kept, in bytes; more than an address or a sentence needs.
const LONGEST_OUTPUT: usize = 64 * 1024;

/// Why the background program is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StartError {
    /// No program of that name was found.
    #[error("no program {0}")]
    NotFound(String),
    /// It was found and could not be run.
    #[error("not run: {0}")]
    NotRun(String),
    /// It ended with a sentence of its own.
    #[error("refused: {0}")]
    Refused(String),
    /// It ended without a word, or without the address.
    #[error("it ended without a word")]
    Mute,
    /// It did not come up in time.
    #[error("not up within {} s", UP_WITHIN.as_secs())]
    TooSlow,
}

impl StartError {
    /// What the person is told.
    pub(crate) fn sentence(&self) -> Sentence {
        match self {
            Self::NotFound(program) => Sentence::With("window-not-found", "program", program.clone()),
            Self::NotRun(why) => Sentence::With("window-not-run", "why", why.clone()),
            Self::Refused(said) => Sentence::Said(said.clone()),
            Self::Mute => Sentence::Key("window-mute"),
            Self::TooSlow => Sentence::With("window-too-slow", "seconds", UP_WITHIN.as_secs().to_string()),
        }
    }
}

/// Knows which program to ask, and for which profile.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    program: PathBuf,
    profile: Option<PathBuf>,
}

impl Start {
    /// Takes the program that lies beside this one, or else the one on the search path.
    pub(crate) fn beside_us(profile: Option<PathBuf>) -> Self {
        let own = std::env::current_exe().unwrap_or_default();
        let program =
            candidates(&own).into_iter().find(|path| path.is_file()).unwrap_or_else(|| PathBuf::from(program_name()));
        Self { program, profile }
    }

    /// Takes the program named.
    #[cfg(test)]
    pub(crate) fn with(program: PathBuf, profile: Option<PathBuf>) -> Self {
        Self { program, profile }
    }

    /// Runs `lumbar up`, which starts the background program unless it runs already, and answers the socket's address.
    ///
    /// # Errors
    /// See [`StartError`].
    #[expect(clippy::disallowed_methods, reason = "it is told below to show none")]
    pub(crate) async fn up(&self) -> Result<String, StartError> {
        let mut command = Command::new(&self.program);
        command
            .args(self.arguments())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(windows)]
        command.creation_flags(CREATE_NO_WINDOW);
        let mut child = command.spawn().map_err(|error| self.not_run(&error))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (mut said, mut complained) = (Vec::new(), Vec::new());
        let status = timeout(UP_WITHIN, async {
            let mut talk = std::pin::pin!(async {
                tokio::join!(listen(stdout, &mut said), listen(stderr, &mut complained));
            });
            tokio::select! {
                status = child.wait() => {
                    // The pipes may stay open in a child that was left behind; what came so far is what there is.
                    let _ = timeout(LAST_WORDS, talk).await;
                    status
                }
                () = &mut talk => child.wait().await,
            }
        })
        .await
        .map_err(|_| StartError::TooSlow)?
        .map_err(|error| self.not_run(&error))?;

        if status.success() {
            last_line(&said).ok_or(StartError::Mute)
        } else {
            Err(sentence(&complained).map_or(StartError::Mute, StartError::Refused))
        }
    }

    fn arguments(&self) -> Vec<OsString> {
        let profile =
            self.profile.iter().flat_map(|folder| [OsString::from("--profile"), folder.clone().into_os_string()]);
        profile.chain([OsString::from("up")]).collect()
    }

    fn not_run(&self, error: &io::Error) -> StartError {
        if error.kind() == io::ErrorKind::NotFound {
            StartError::NotFound(self.program.display().to_string())
        } else {
            StartError::NotRun(error.to_string())
        }
    }
}

/// Starts a console program without a console window flashing up.
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

fn program_name() -> String {
    format!("lumbar{}", std::env::consts::EXE_SUFFIX)
}

/// Lists where the background program may lie: beside this one, or, in a bundle, in the outer `Contents/MacOS`.
fn candidates(own: &Path) -> Vec<PathBuf> {
    let beside = own.parent().map(|folder| folder.join(program_name()));
    let bundles = own.ancestors().filter(|folder| folder.ends_with("Contents"));
    beside.into_iter().chain(bundles.map(|contents| contents.join("MacOS").join(program_name()))).collect()
}

async fn listen(pipe: Option<impl AsyncRead + Unpin>, heard: &mut Vec<u8>) {
    let Some(mut pipe) = pipe else { return };
    let mut piece = [0; 1024];
    // Reads on past the limit, so that the program never blocks on a full pipe.
    while let Ok(count @ 1..) = pipe.read(&mut piece).await {
        if heard.len() < LONGEST_OUTPUT {
            heard.extend(piece.iter().take(count));
        }
    }
}

fn last_line(output: &[u8]) -> Option<String> {
    String::from_utf8_lossy(output).lines().map(str::trim).rfind(|line| !line.is_empty()).map(str::to_owned)
}

fn sentence(output: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(output);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_program_is_looked_for_beside_us_and_in_the_outer_bundle() {
        let name = program_name();
        assert_eq!(candidates(Path::new("/usr/bin/lumbar-window")), [PathBuf::from("/usr/bin").join(&name)]);
        let inner = Path::new("/Applications/Lumbar.app/Contents/Helpers/Window.app/Contents/MacOS/lumbar-window");
        assert!(candidates(inner).contains(&PathBuf::from("/Applications/Lumbar.app/Contents/MacOS").join(&name)));
    }

    #[test]
    fn the_profile_goes_before_the_command() {
        let start = Start::with("lumbar".into(), Some("/tmp/a b".into()));
        assert_eq!(start.arguments(), ["--profile", "/tmp/a b", "up"]);
        assert_eq!(Start::with("lumbar".into(), None).arguments(), ["up"]);
    }

    #[test]
    fn the_address_is_the_last_line_that_says_something() {
        for (output, expected) in [
            ("/run/lumbar.sock\n", Some("/run/lumbar.sock")),
            ("starting\n/run/lumbar.sock\n\n", Some("/run/lumbar.sock")),
            ("/run/lumbar.sock", Some("/run/lumbar.sock")),
            ("\r\n", None),
            ("", None),
        ] {
            assert_eq!(last_line(output.as_bytes()).as_deref(), expected, "{output:?}");
        }
    }

    #[cfg(unix)]
    mod with_a_real_program {
        use std::fs;

        use super::*;

        /// A program that does what the file `up` in its profile folder says.
        fn program(profile: &Path, script: &str) -> Start {
            fs::write(profile.join("up"), script).unwrap();
            let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests-data/lumbar");
            Start::with(program, Some(profile.to_owned()))
        }

        #[tokio::test]
        async fn what_it_prints_decides() {
            let refused = |text: &str| Err(StartError::Refused(text.to_owned()));
            for (script, expected) in [
                ("echo noise; echo /run/x.sock", Ok("/run/x.sock".to_owned())),
                ("echo 'The folder cannot be written.' >&2; exit 1", refused("The folder cannot be written.")),
                ("exit 1", Err(StartError::Mute)),
                ("exit 0", Err(StartError::Mute)),
            ] {
                let folder = tempfile::tempdir().unwrap();
                assert_eq!(program(folder.path(), script).up().await, expected, "{script}");
            }
        }

        #[tokio::test]
        async fn a_child_left_behind_with_the_pipe_open_is_not_waited_for() {
            let folder = tempfile::tempdir().unwrap();
            let start = program(folder.path(), "sleep 20 & echo $! >\"$2/pid\"; echo /run/x.sock");
            assert_eq!(start.up().await, Ok("/run/x.sock".to_owned()));
            let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
            std::process::Command::new("kill").arg(pid.trim()).status().unwrap();
        }

        #[tokio::test]
        async fn a_missing_program_is_named() {
            let start = Start::with("/nowhere/lumbar".into(), None);
            assert_eq!(start.up().await, Err(StartError::NotFound("/nowhere/lumbar".to_owned())));
        }
    }
}
