//! Speaks HTTP over the local socket as the command line does: one request, one answer, no runtime.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::time::Duration;

use lumbar_protocol::{PROTOCOL, VERSION, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use crate::clock::Clock;
use crate::life::profile::Profile;
use crate::life::socket::{self, NoConnection};

/// How long a whole answer may take: a press is answered within 4 s whatever the disk does.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for what is held back until something changes; longer than the 50 s for which that is.
const HELD: Duration = Duration::from_secs(70);

/// The largest answer taken, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Asks the background program of one profile.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    profile: Profile,
    patience: Duration,
}

/// What it answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// The conversation the program speaks, and its version, where it says so.
    protocol: Option<u64>,
    version: String,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub(crate) enum NoAnswer {
    /// Nobody listens at the socket.
    #[error("nobody listens there: {0}")]
    NotRunning(io::Error),
    /// It speaks another protocol, and what it said may mean something else.
    #[error("the background program speaks protocol {protocol}, this one {PROTOCOL}")]
    OtherProtocol {
        /// Its protocol.
        protocol: u64,
        /// Its version.
        version: String,
    },
    /// It listens and does not answer, or breaks off. What was asked may have been carried out.
    #[error("the answer broke off: {0}")]
    Broken(io::Error),
    /// A program of another user listens there; nothing was sent to it.
    #[error("a program of another user listens at {0}")]
    Foreign(String),
}

impl Answer {
    /// What a program answers that is ending.
    pub(super) fn ending() -> Self {
        Self { status: 503, body: Vec::new(), protocol: None, version: String::new() }
    }
}

impl Client {
    /// Speaks to the program of this profile, wherever it listens at the moment of each request.
    pub(crate) fn of(profile: &Profile) -> Self {
        Self { profile: profile.clone(), patience: PATIENCE }
    }

    /// The same, with another patience for an answer.
    pub(crate) fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Asks for something.
    ///
    /// # Errors
    /// See [`NoAnswer`].
    pub(crate) fn fetch(&self, path: &str) -> Result<Answer, NoAnswer> {
        self.exchange("GET", path, None)
    }

    /// Asks for something that is held back until there is news.
    ///
    /// # Errors
    /// See [`NoAnswer`].
    pub(crate) fn wait_for(&self, path: &str) -> Result<Answer, NoAnswer> {
        self.clone().patient_for(HELD).fetch(path)
    }

    /// Sends JSON.
    ///
    /// # Errors
    /// See [`NoAnswer`].
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Answer, NoAnswer> {
        self.exchange("POST", path, Some(body.to_string()))
    }

    fn exchange(&self, method: &str, path: &str, body: Option<String>) -> Result<Answer, NoAnswer> {
        let address = self.profile.address();
        let stream = socket::connect(&address, self.patience).map_err(|why| match why {
            // Somebody is there and lets nobody in.
            NoConnection::Nobody(why) if why.kind() == io::ErrorKind::TimedOut => NoAnswer::Broken(why),
            NoConnection::Nobody(why) => NoAnswer::NotRunning(why),
            NoConnection::Foreign => NoAnswer::Foreign(address),
        })?;
        let mut stream = InTime { stream, clock: Clock::system(), until: Duration::MAX };
        stream.until = stream.clock.now().ticks.saturating_add(self.patience);
        let body = body.unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{}: {VERSION}\r\n\
             {}: {PROTOCOL}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            header::VERSION,
            header::PROTOCOL,
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).map_err(NoAnswer::Broken)?;
        let answer = read(BufReader::new(stream)).map_err(NoAnswer::Broken)?;
        match answer.protocol {
            Some(protocol) if protocol != PROTOCOL => {
                Err(NoAnswer::OtherProtocol { protocol, version: answer.version })
            }
            Some(_) | None => Ok(answer),
        }
    }
}

/// A connection on which the whole exchange has a limit: one that sends a byte now and then is not waited for for ever.
struct InTime<S> {
    stream: S,
    clock: Clock,
    /// The ticks at which it is over.
    until: Duration,
}

impl<S> InTime<S> {
    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_sub(self.clock.now().ticks);
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

#[cfg(unix)]
impl Read for InTime<std::os::unix::net::UnixStream> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(into)
    }
}

#[cfg(unix)]
impl Write for InTime<std::os::unix::net::UnixStream> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(windows)]
impl Read for InTime<socket::Connection> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.left()?;
        self.stream.read_within(left, into)
    }
}

#[cfg(windows)]
impl Write for InTime<socket::Connection> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let left = self.left()?;
        self.stream.write_within(left, from)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.left().map(drop)
    }
}

impl Answer {
    /// Reads the body as JSON.
    ///
    /// # Errors
    /// When it is something else.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

/// Reads an answer that gives its length; the background program gives it with all that the command line asks for.
fn read(mut stream: impl BufRead) -> io::Result<Answer> {
    let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let first = line(&mut stream)?;
    let status = first
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3))
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| broken("no HTTP"))?;
    let mut length = None;
    let (mut protocol, mut version) = (None, String::new());
    loop {
        let line = line(&mut stream)?;
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':').map(|(name, value)| (name, value.trim())) else { continue };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Some(value.parse::<u64>().map_err(|_| broken("no length"))?),
            header::PROTOCOL => protocol = Some(value.parse().map_err(|_| broken("no protocol"))?),
            header::VERSION => version = value.to_owned(),
            _ => {}
        }
    }
    let length = length.filter(|length| *length <= LARGEST).ok_or_else(|| broken("no length"))?;
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    if body.len() as u64 == length {
        Ok(Answer { status, body, protocol, version })
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut text = String::new();
    if stream.take(16 * 1024).read_line(&mut text)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whole_or_not_at_all() {
        let whole = read(&b"HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\nx: y\r\n\r\n{}rest"[..]).unwrap();
        assert_eq!((whole.status, whole.body.as_slice()), (409, &b"{}"[..]));
        let other =
            read(&b"HTTP/1.1 200 OK\r\nX-Lumbar-Protocol: 2\r\nx-lumbar-version: 9.1\r\ncontent-length: 0\r\n\r\n"[..]);
        let other = other.unwrap();
        assert_eq!((other.protocol, other.version.as_str(), whole.protocol), (Some(2), "9.1", None));
        for broken in [
            "",
            "HTTP/1.1 200 OK\r\nx-lumbar-protocol: new\r\ncontent-length: 0\r\n\r\n",
            "SSH-2.0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999\r\n\r\n",
        ] {
            assert!(read(broken.as_bytes()).is_err(), "{broken:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_speaks_another_protocol_is_not_understood_whatever_it_says() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        let listener = std::os::unix::net::UnixListener::bind(profile.address()).unwrap();
        let program = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let said =
                b"HTTP/1.1 200 OK\r\nx-lumbar-protocol: 2\r\nx-lumbar-version: 9.1\r\ncontent-length: 2\r\n\r\n{}";
            stream.write_all(said).unwrap();
            let mut asked = BufReader::new(stream);
            let asked: Vec<String> =
                std::iter::repeat_with(|| line(&mut asked).unwrap()).take_while(|l| !l.is_empty()).collect();
            assert!(asked.contains(&format!("{}: {PROTOCOL}", header::PROTOCOL)), "{asked:?}");
        });
        let answer = Client::of(&profile).fetch("/");
        assert!(matches!(answer, Err(NoAnswer::OtherProtocol { protocol: 2, version }) if version == "9.1"));
        program.join().unwrap();
    }

    #[test]
    fn nobody_at_the_socket_is_told_apart_from_a_broken_answer() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        assert!(matches!(Client::of(&profile).fetch("/"), Err(NoAnswer::NotRunning(_))));
    }

    #[cfg(unix)]
    #[test]
    fn one_that_trickles_is_given_up_when_the_time_for_the_whole_answer_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        let listener = std::os::unix::net::UnixListener::bind(profile.address()).unwrap();
        let trickle = std::thread::spawn(move || {
            let (mut asked, _) = listener.accept().unwrap();
            // Each byte comes well within the patience; the client ends it.
            while asked.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let client = Client::of(&profile).patient_for(Duration::from_millis(200));
        assert!(matches!(client.fetch("/"), Err(NoAnswer::Broken(_))));
        trickle.join().unwrap();
    }
}
