//! A named pipe that only its owner can open.

use std::fs::{File, OpenOptions};
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

/// Full access for the pipe's owner and the system, nobody else, nothing inherited.
const OWNER_AND_SYSTEM: &str = "D:P(A;;GA;;;OW)(A;;GA;;;SY)";

/// Takes connections over a named pipe that only its owner can open.
pub(crate) struct Listener {
    pipe: Pipe,
}

/// Opens the pipe; it is gone with its last holder, so nothing can be left by a crash, and nothing can be missed.
///
/// # Errors
/// When the name is taken by someone else.
pub(crate) fn listen(
    places: Vec<PathBuf>,
    _: Arc<Notify>,
    published: Published,
) -> io::Result<(Listener, Vec<PassedOver>)> {
    let place = places.into_iter().next().ok_or(io::ErrorKind::NotFound)?;
    let address = place.to_string_lossy();
    let name = address.to_fs_name::<GenericFilePath>()?;
    let text = widestring::U16CString::from_str(OWNER_AND_SYSTEM).map_err(io::Error::other)?;
    let descriptor = SecurityDescriptor::deserialize(&text)?;
    let pipe = ListenerOptions::new().name(name).security_descriptor(descriptor).create_tokio()?;
    published(&address);
    Ok((Listener { pipe }, Vec::new()))
}

/// Connects as a client. A pipe knows no patience of its own, and who owns it cannot be asked without unsafe code: that
/// the first program of a session creates the name, and lets in its owner alone, must do.
///
/// # Errors
/// When nobody listens there.
pub(crate) fn connect(address: &str, _patience: Duration) -> Result<File, NoConnection> {
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
