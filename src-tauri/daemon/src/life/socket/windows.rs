//! A named pipe that only its owner can open.

use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use interprocess::local_socket::tokio::{Listener as Pipe, Stream, prelude::*};
use interprocess::local_socket::{GenericFilePath, ListenerOptions, ToFsName};
use interprocess::os::windows::local_socket::ListenerOptionsExt;
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use tokio::sync::Notify;

use super::port::{NoConnection, PassedOver, Published};
use crate::store::files::fingerprint;

/// What the address of every pipe of ours begins with.
const PIPE: &str = r"\\.\pipe\lumbar-";

/// Full access for the pipe's owner and the system, nobody else, nothing inherited.
const OWNER_AND_SYSTEM: &str = "D:P(A;;GA;;;OW)(A;;GA;;;SY)";

/// Takes connections over a named pipe that only its owner can open.
pub(crate) struct Listener {
    pipe: Pipe,
}

/// Opens a pipe under a name that nobody can know beforehand; it is gone with its last holder, so nothing can be left by a
/// crash, and nothing can be missed. Who owns a pipe cannot be asked without unsafe code. So a client takes the name from
/// the owner's file in the profile, which other users cannot write, and only while the profile's lock is held: as long as
/// that holder lives, nobody else can make a pipe of that name.
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
    let name = address.as_str().to_fs_name::<GenericFilePath>()?;
    let text = widestring::U16CString::from_str(OWNER_AND_SYSTEM).map_err(io::Error::other)?;
    let descriptor = SecurityDescriptor::deserialize(&text)?;
    let pipe = ListenerOptions::new().name(name).security_descriptor(descriptor).create_tokio()?;
    published(&address);
    Ok((Listener { pipe }, Vec::new()))
}

/// 128 bits in hexadecimal: the standard library seeds its hashers from the system's random numbers.
fn unguessable() -> String {
    let half = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", half(), half())
}

/// Connects as a client. A pipe knows no patience of its own.
///
/// # Errors
/// When nobody listens there, or no pipe is named yet.
pub(crate) fn connect(address: &str, _patience: Duration) -> Result<File, NoConnection> {
    if !address.starts_with(PIPE) {
        return Err(NoConnection::Nobody(io::ErrorKind::NotFound.into()));
    }
    Ok(OpenOptions::new().read(true).write(true).open(address)?)
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
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(())
    }
}
