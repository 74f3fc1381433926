//! A socket in a private folder; who is at its other end is asked.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream as Blocking;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Notify;

use super::port::{NoConnection, PassedOver, Published};
use crate::store::files::{check_private, make_folder, own_user};

/// Takes connections of our own user and drops all others. Dropping it takes the socket away.
pub(crate) struct Listener {
    listener: UnixListener,
    own: u32,
    places: Vec<PathBuf>,
    place: PathBuf,
    file: File,
    /// Someone found nobody at the address, or the session that the folder belongs to is a new one.
    missed: Arc<Notify>,
    published: Published,
}

/// Which file the socket is: device and number.
type File = (u64, u64);

/// Opens the socket in the first of `places` that can be used, and again whenever it is `missed` and its file is gone.
/// Only the holder of the profile's lock may call this: a socket of its user that lies there is left by a crash.
///
/// Tells which places were passed over, the usual one first.
///
/// # Errors
/// When no place can be used: the reason of the usual one.
pub(crate) fn listen(
    places: Vec<PathBuf>,
    missed: Arc<Notify>,
    published: Published,
) -> io::Result<(Listener, Vec<PassedOver>)> {
    let (opened, passed_over) = open(&places)?;
    let Opened { listener, place, file } = opened;
    published(&place.to_string_lossy());
    let own = own_user();
    Ok((Listener { listener, own, places, place, file, missed, published }, passed_over))
}

struct Opened {
    listener: UnixListener,
    place: PathBuf,
    file: File,
}

fn open(places: &[PathBuf]) -> io::Result<(Opened, Vec<PassedOver>)> {
    let mut passed_over: Vec<PassedOver> = Vec::new();
    for place in places {
        match bind(place) {
            Ok((listener, file)) => return Ok((Opened { listener, place: place.clone(), file }, passed_over)),
            Err(why) => {
                tracing::warn!("no socket in {}: {why}", place.display());
                passed_over.push((place.clone(), why));
            }
        }
    }
    Err(passed_over.into_iter().next().map_or_else(|| io::ErrorKind::NotFound.into(), |(_, why)| why))
}

/// Opens a socket in a private folder of ours. What is not a socket of ours stays as it is.
fn bind(place: &Path) -> io::Result<(UnixListener, File)> {
    if let Some(folder) = place.parent() {
        make_folder(folder)?;
        check_private(folder)?;
    }
    match fs::symlink_metadata(place) {
        Ok(there) if there.file_type().is_socket() && there.uid() == own_user() => {
            fs::remove_file(place)?;
            tracing::info!("replaced a socket that a crash had left");
        }
        Ok(_) => return Err(io::Error::new(io::ErrorKind::AlreadyExists, "something else lies there")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let listener = UnixListener::bind(place)?;
    fs::set_permissions(place, Permissions::from_mode(0o600))?;
    Ok((listener, file_at(place)?))
}

fn file_at(place: &Path) -> io::Result<File> {
    fs::symlink_metadata(place).map(|there| (there.dev(), there.ino()))
}

impl Listener {
    /// Opens the socket again where its file is gone: a logout takes the runtime folder away, and a later login would
    /// find nobody there, while the lock keeps every other program out. Another place does where that one is gone.
    fn renew(&mut self) {
        if file_at(&self.place).is_ok_and(|file| file == self.file) {
            (self.published)(&self.place.to_string_lossy());
            return;
        }
        match open(&self.places) {
            Ok((Opened { listener, place, file }, _)) => {
                tracing::info!("the socket was gone and is there again");
                (self.listener, self.place, self.file) = (listener, place, file);
                (self.published)(&self.place.to_string_lossy());
            }
            Err(why) => tracing::warn!("the socket is gone and cannot be opened again: {why}"),
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if file_at(&self.place).is_ok_and(|file| file == self.file) {
            let _ = fs::remove_file(&self.place);
        }
    }
}

/// Connects as a client that waits at most `patience` to be let in, and for each part of an answer. Only a program of
/// the same user is spoken to.
///
/// # Errors
/// When nobody listens there, or another user's program does.
pub(crate) fn connect(address: &str, patience: Duration) -> Result<Blocking, NoConnection> {
    let socket = rustix::net::socket(AddressFamily::UNIX, SocketType::STREAM, None).map_err(io::Error::from)?;
    rustix::io::fcntl_setfd(&socket, rustix::io::FdFlags::CLOEXEC).map_err(io::Error::from)?;
    // A program that hangs takes nobody in once its queue is full: without the limit a connection would wait for ever.
    set_socket_timeout(&socket, Timeout::Send, Some(patience)).map_err(io::Error::from)?;
    let place = SocketAddrUnix::new(address).map_err(io::Error::from)?;
    rustix::net::connect(&socket, &place).map_err(io::Error::from)?;
    let stream = Blocking::from(socket);
    stream.set_read_timeout(Some(patience))?;
    if is_own(&stream)? { Ok(stream) } else { Err(NoConnection::Foreign) }
}

#[cfg(target_os = "linux")]
fn is_own(stream: &Blocking) -> io::Result<bool> {
    Ok(rustix::net::sockopt::socket_peercred(stream)?.uid.as_raw() == own_user())
}

/// Asks through tokio, the one safe way to ask here; its reactor lives for this question only.
#[cfg(not(target_os = "linux"))]
fn is_own(stream: &Blocking) -> io::Result<bool> {
    let asked = stream.try_clone()?;
    asked.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let own = runtime.block_on(async { UnixStream::from_std(asked)?.peer_cred() }).map(|peer| peer.uid() == own_user());
    // Both share one description of the socket.
    stream.set_nonblocking(false)?;
    own
}

impl axum::serve::Listener for Listener {
    type Io = UnixStream;
    type Addr = ();

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = self.missed.notified() => {
                    self.renew();
                    continue;
                }
            };
            match accepted {
                Ok((stream, _)) => match stream.peer_cred() {
                    Ok(peer) if peer.uid() == self.own => return (stream, ()),
                    Ok(peer) => tracing::warn!("turned away a connection of user {}", peer.uid()),
                    Err(error) => tracing::warn!("turned away a connection of an unknown user: {error}"),
                },
                Err(error) => {
                    tracing::warn!("a connection could not be taken: {error}");
                    // Out of file handles, as a rule: some will be free again.
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(())
    }
}
