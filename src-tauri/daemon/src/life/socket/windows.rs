//! A named pipe that only its owner can open; who owns it is asked before anything is said.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::os::windows::io::AsHandle;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use interprocess::local_socket::tokio::{Listener as Pipe, Stream, prelude::*};
use interprocess::local_socket::{GenericFilePath, ListenerOptions, ToFsName};
use interprocess::os::windows::local_socket::ListenerOptionsExt;
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use lumbar_platform::windows::{owner_of, this_user};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use super::port::{NoConnection, PassedOver, Published};
use crate::store::files::fingerprint;

/// What the address of every pipe of ours begins with.
const PIPE: &str = r"\\.\pipe\lumbar-";

/// The system's reason where every instance of a pipe is taken (`ERROR_PIPE_BUSY`).
const BUSY: i32 = 231;

/// How often it is looked whether a pipe lets somebody in.
const LOOK: Duration = Duration::from_millis(10);

/// Takes connections over a named pipe that only its owner can open.
pub(crate) struct Listener {
    pipe: Pipe,
}

/// Opens a pipe under a name that nobody can know beforehand; it is gone with its last holder, so nothing can be left by a
/// crash, and nothing can be missed. It belongs to this user whether or not the program runs with the rights of an
/// administrator, and opens for nobody else but the system.
///
/// # Errors
/// When the name is taken by someone else.
pub(crate) fn listen(
    places: Vec<PathBuf>,
    _: Arc<Notify>,
    published: Published,
) -> io::Result<(Listener, Vec<PassedOver>)> {
    let place = places.into_iter().next().ok_or(io::ErrorKind::NotFound)?;
    let address = format!("{PIPE}{:016x}-{}", fingerprint(place.as_os_str().as_encoded_bytes()), unguessable());
    let pipe = open_for(&this_user()?, &address)?;
    published(&address);
    Ok((Listener { pipe }, Vec::new()))
}

/// Opens a pipe that belongs to this user, with full access for them and the system, nobody else, nothing inherited.
fn open_for(user: &str, address: &str) -> io::Result<Pipe> {
    let name = address.to_fs_name::<GenericFilePath>()?;
    let rights = format!("O:{user}D:P(A;;GA;;;{user})(A;;GA;;;SY)");
    let rights = widestring::U16CString::from_str(rights).map_err(io::Error::other)?;
    let descriptor = SecurityDescriptor::deserialize(&rights)?;
    ListenerOptions::new().name(name).security_descriptor(descriptor).create_tokio()
}

/// 128 bits in hexadecimal: the standard library seeds its hashers from the system's random numbers.
fn unguessable() -> String {
    let half = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", half(), half())
}

/// A connection as a client has it. Every part of it has a limit, also with a program that hangs.
pub(crate) struct Connection {
    // The pipe goes before the runtime that it belongs to.
    pipe: NamedPipeClient,
    runtime: Runtime,
}

impl Connection {
    /// Reads what comes within this time.
    ///
    /// # Errors
    /// The system's reason, or that the time is over.
    pub(crate) fn read_within(&mut self, limit: Duration, into: &mut [u8]) -> io::Result<usize> {
        self.runtime.block_on(async { timeout(limit, self.pipe.read(into)).await })?
    }

    /// Writes what is taken within this time.
    ///
    /// # Errors
    /// The system's reason, or that the time is over.
    pub(crate) fn write_within(&mut self, limit: Duration, from: &[u8]) -> io::Result<usize> {
        self.runtime.block_on(async { timeout(limit, self.pipe.write(from)).await })?
    }
}

/// Connects as a client that waits at most `patience` to be let in. Only a program of the same user is spoken to.
///
/// # Errors
/// When nobody listens there, when the one who does lets nobody in ([`io::ErrorKind::TimedOut`]), or when it is another user.
pub(crate) fn connect(address: &str, patience: Duration) -> Result<Connection, NoConnection> {
    if !address.starts_with(PIPE) {
        return Err(NoConnection::Nobody(io::ErrorKind::NotFound.into()));
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let pipe = runtime.block_on(async { timeout(patience, open(address)).await }).map_err(io::Error::from)??;
    if owner_of(pipe.as_handle())? == this_user()? {
        Ok(Connection { pipe, runtime })
    } else {
        Err(NoConnection::Foreign)
    }
}

/// Opens the pipe as soon as it lets somebody in. A program that hangs lets in one, and no other.
async fn open(address: &str) -> io::Result<NamedPipeClient> {
    loop {
        match ClientOptions::new().open(address) {
            Err(why) if why.raw_os_error() == Some(BUSY) => sleep(LOOK).await,
            opened => return opened,
        }
    }
}

impl axum::serve::Listener for Listener {
    type Io = Stream;
    type Addr = ();

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.pipe.accept().await {
                Ok(stream) => return (stream, ()),
                Err(error) => {
                    tracing::warn!("a connection could not be taken: {error}");
                    sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use axum::serve::Listener as _;

    use super::*;

    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_secs(60);

    /// A pipe for the profile of this name, and its address.
    fn listening(name: &str) -> (Listener, String) {
        let (tell, told) = mpsc::channel();
        let published: Published = Box::new(move |address| tell.send(address.to_owned()).unwrap());
        let (listener, passed_over) = listen(vec![name.into()], Arc::default(), published).unwrap();
        assert!(passed_over.is_empty());
        (listener, told.recv().unwrap())
    }

    #[tokio::test]
    async fn each_start_has_a_pipe_of_its_own_that_its_user_finds_and_speaks_over() {
        let (mut listener, address) = listening("a");
        assert_ne!(address, listening("a").1);
        let client = std::thread::spawn(move || {
            let mut connection = connect(&address, LONG).unwrap();
            assert_eq!(connection.write_within(LONG, b"hello").unwrap(), 5);
            let mut answer = [0; 5];
            assert_eq!(connection.read_within(LONG, &mut answer).unwrap(), 5);
            assert_eq!(&answer, b"there");
            // Nothing more comes.
            assert_eq!(connection.read_within(SHORT, &mut answer).unwrap_err().kind(), io::ErrorKind::TimedOut);
        });
        let (mut stream, ()) = listener.accept().await;
        let mut heard = [0; 5];
        stream.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"hello");
        stream.write_all(b"there").await.unwrap();
        tokio::task::spawn_blocking(move || client.join().unwrap()).await.unwrap();
    }

    #[tokio::test]
    async fn one_that_lets_nobody_in_is_waited_for_no_longer_than_is_said() {
        let (listener, address) = listening("b");
        let refused = tokio::task::spawn_blocking(move || {
            // Nobody takes connections: the first is let in by the system, and is the only one.
            let mut first = connect(&address, LONG).unwrap();
            assert_eq!(first.read_within(SHORT, &mut [0]).unwrap_err().kind(), io::ErrorKind::TimedOut);
            connect(&address, SHORT).err().unwrap()
        });
        let refused = refused.await.unwrap();
        assert!(matches!(&refused, NoConnection::Nobody(why) if why.kind() == io::ErrorKind::TimedOut), "{refused}");
        drop(listener);
    }

    #[test]
    fn a_pipe_that_is_not_there_or_none_of_ours_is_nobody() {
        for address in [r"\\.\pipe\lumbar-0", r"\\.\pipe\other", "", r"C:\a"] {
            let why = connect(address, SHORT).err().unwrap();
            assert!(matches!(&why, NoConnection::Nobody(why) if why.kind() == io::ErrorKind::NotFound), "{why}");
        }
    }

    #[tokio::test]
    async fn one_that_belongs_to_anybody_else_is_told_nothing() {
        const ADMINISTRATORS: &str = "S-1-5-32-544";
        /// This user is none of them (`ERROR_INVALID_OWNER`), so nobody else's pipe can be made here.
        const NOT_ONE: i32 = 1307;
        let address = format!("{PIPE}{}", unguessable());
        let pipe = match open_for(ADMINISTRATORS, &address) {
            Err(why) if why.raw_os_error() == Some(NOT_ONE) => return,
            pipe => pipe.unwrap(),
        };
        let refused = tokio::task::spawn_blocking(move || connect(&address, LONG).err().unwrap()).await.unwrap();
        assert!(matches!(refused, NoConnection::Foreign), "{refused}");
        drop(pipe);
    }
}
