//! Linux: Speech Dispatcher, over its socket. One that does not run is started by its own program, as its own clients do it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::net::UnixStream;
use tokio::process::Command;
use tokio::time::sleep;

use super::Manner;
use super::ssip::Talk;
use crate::life::process::command;

/// How often it is looked whether a server that was started is there.
const LOOK: Duration = Duration::from_millis(50);
/// How often at most: within the patience for a sentence.
const LOOKS: u32 = 50;

/// Where the server is, and what starts it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) socket: Option<PathBuf>,
    pub(super) starter: PathBuf,
}

impl Place {
    pub(super) fn usual() -> Self {
        Self { socket: socket(), starter: "speech-dispatcher".into() }
    }
}

/// A line to the server.
#[derive(Debug)]
pub(super) struct Line(Talk<UnixStream>);

impl Line {
    /// Opens it, and starts the server where there is none.
    pub(super) async fn open(place: &Place, manner: &Manner) -> Result<Self, String> {
        let socket = place.socket.as_deref().ok_or("this session has no place for its socket")?;
        let stream = match UnixStream::connect(socket).await {
            Ok(stream) => stream,
            Err(_) => started(&place.starter, socket).await?,
        };
        Talk::begin(stream, manner).await.map(Self).map_err(|why| why.to_string())
    }

    pub(super) async fn say(&mut self, text: &str, insists: bool, cuts: bool) -> Result<(), String> {
        self.0.say(text, insists, cuts).await.map_err(|why| why.to_string())
    }
}

/// Where the socket is: as the person's environment says, else where it is by itself. An address on the network is not for us.
fn socket() -> Option<PathBuf> {
    let of_env = std::env::var("SPEECHD_ADDRESS").ok();
    match of_env.as_deref() {
        Some(address) => address.strip_prefix("unix_socket:").map(PathBuf::from),
        None => {
            let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute())?;
            Some(runtime.join("speech-dispatcher/speechd.sock"))
        }
    }
}

async fn started(starter: &Path, socket: &Path) -> Result<UnixStream, String> {
    let mut command = Command::from(command(starter));
    command.args(["--spawn", "--communication-method", "unix_socket", "--socket-path"]).arg(socket);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    // It comes back once it has gone into the background.
    let status = command.status().await.map_err(|why| format!("speech-dispatcher cannot be started ({why})"))?;
    for _ in 0..LOOKS {
        if let Ok(stream) = UnixStream::connect(socket).await {
            return Ok(stream);
        }
        sleep(LOOK).await;
    }
    Err(format!("speech-dispatcher does not listen ({status})"))
}
