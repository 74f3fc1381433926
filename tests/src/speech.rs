//! Plays Speech Dispatcher: answers its protocol on a socket and notes each sentence, as it would be heard.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use lumbar_played_desktop::{Context, Outcome, Trouble, Watched, patience};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{UnixListener, UnixStream},
    task::JoinHandle,
    time::timeout,
};

/// The server; dropping it ends it.
#[derive(Debug)]
pub struct Speech {
    socket: PathBuf,
    heard: Arc<Watched<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Speech {
    /// Listens on a socket of this path.
    pub fn start(socket: &Path) -> Outcome<Self> {
        let listener = UnixListener::bind(socket).trying(socket.display())?;
        let heard = Arc::new(Watched::new(Vec::new()));
        let notes = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&notes)));
            }
        });
        Ok(Self { socket: socket.to_owned(), heard, task })
    }

    /// What `SPEECHD_ADDRESS` must be for a program to find it.
    pub fn address(&self) -> String {
        format!("unix_socket:{}", self.socket.display())
    }

    /// All that was said so far.
    pub fn heard(&self) -> Vec<String> {
        self.heard.read(Clone::clone)
    }

    /// Waits for the first sentence after the first `known` ones that fits.
    pub async fn expect_after(&self, known: usize, fits: impl Fn(&str) -> bool) -> Outcome<String> {
        let pick = |all: &mut Vec<String>| all.iter().skip(known).find(|said| fits(said)).cloned();
        match timeout(patience(), self.heard.until(pick)).await {
            Ok(Some(said)) => Ok(said),
            Ok(None) | Err(_) => Err(Trouble::new(format!("after {known} sentences nothing fits: {:?}", self.heard()))),
        }
    }
}

impl Drop for Speech {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: UnixStream, heard: Arc<Watched<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    let mut is_text = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or_default() == 0 {
            return;
        }
        let line = line.trim_end();
        let answer = match (is_text, line) {
            (true, ".") => {
                is_text = false;
                "225-1\r\n225 OK MESSAGE QUEUED\r\n"
            }
            (true, text) => {
                heard.change(|heard| heard.push(text.to_owned()));
                continue;
            }
            (false, "SPEAK") => {
                is_text = true;
                "230 OK RECEIVING DATA\r\n"
            }
            (false, _) => "208 OK\r\n",
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
