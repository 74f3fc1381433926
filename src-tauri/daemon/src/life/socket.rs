//! The port for the local socket: only its user can open it, and only here systems differ.

#[cfg(unix)]
pub(crate) use unix::{connect, listen};
#[cfg(windows)]
pub(crate) use windows::{connect, listen};

/// The longest address a socket can have: 104 bytes with the end mark, the smallest limit of the systems we know.
#[cfg(unix)]
pub(crate) const LONGEST_ADDRESS: usize = 103;

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::io;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::net::UnixStream as Blocking;
    use std::path::Path;
    use std::sync::Arc;
    use std::time::Duration;

    use tokio::net::{UnixListener, UnixStream};
    use tokio::sync::Notify;

    use crate::life::profile::make_private;

    /// Takes connections of our own user and drops all others.
    pub(crate) struct Listener {
        listener: UnixListener,
        own: u32,
        address: String,
        file: File,
        /// Someone found nobody at the address, or the session that the folder belongs to is a new one.
        missed: Arc<Notify>,
    }

    /// Which file the socket is: device and number.
    type File = (u64, u64);

    /// Opens the socket, and again whenever it is `missed` and its file is gone. Only the holder of the profile's lock may
    /// call this: what lies there is left by a crash.
    ///
    /// # Errors
    /// When the place cannot be written.
    pub(crate) fn listen(address: &str, missed: Arc<Notify>) -> io::Result<Listener> {
        let (listener, file) = bind(address)?;
        Ok(Listener { listener, own: rustix::process::getuid().as_raw(), address: address.to_owned(), file, missed })
    }

    fn bind(address: &str) -> io::Result<(UnixListener, File)> {
        match fs::remove_file(address) {
            Ok(()) => tracing::info!("replaced a socket that a crash had left"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let listener = UnixListener::bind(address)?;
        fs::set_permissions(address, Permissions::from_mode(0o600))?;
        Ok((listener, file_at(address)?))
    }

    fn file_at(address: &str) -> io::Result<File> {
        fs::symlink_metadata(address).map(|there| (there.dev(), there.ino()))
    }

    impl Listener {
        /// Opens the socket anew where its file is gone: a logout takes the runtime folder away, and whoever logs in again
        /// would find nobody there, while the lock keeps every other program out.
        fn renew(&mut self) {
            if file_at(&self.address).is_ok_and(|file| file == self.file) {
                return;
            }
            let folder = Path::new(&self.address).parent().map_or(Ok(()), make_private);
            match folder.and_then(|()| bind(&self.address)) {
                Ok((listener, file)) => {
                    tracing::info!("the socket was gone and is there again");
                    (self.listener, self.file) = (listener, file);
                }
                Err(why) => tracing::warn!("the socket is gone and cannot be opened again: {why}"),
            }
        }
    }

    /// Connects as a client that waits at most `patience` for each part of an answer.
    ///
    /// # Errors
    /// When nobody listens there.
    pub(crate) fn connect(address: &str, patience: Duration) -> io::Result<Blocking> {
        let stream = Blocking::connect(address)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        Ok(stream)
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
}

#[cfg(windows)]
mod windows {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::sync::Arc;
    use std::time::Duration;

    use interprocess::local_socket::tokio::{Listener as Pipe, Stream, prelude::*};
    use interprocess::local_socket::{GenericFilePath, ListenerOptions, ToFsName};
    use interprocess::os::windows::local_socket::ListenerOptionsExt;
    use interprocess::os::windows::security_descriptor::SecurityDescriptor;
    use tokio::sync::Notify;

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
    pub(crate) fn listen(address: &str, _: Arc<Notify>) -> io::Result<Listener> {
        let name = address.to_fs_name::<GenericFilePath>()?;
        let text = widestring::U16CString::from_str(OWNER_AND_SYSTEM).map_err(io::Error::other)?;
        let descriptor = SecurityDescriptor::deserialize(&text)?;
        let pipe = ListenerOptions::new().name(name).security_descriptor(descriptor).create_tokio()?;
        Ok(Listener { pipe })
    }

    /// Connects as a client. A pipe knows no patience of its own.
    ///
    /// # Errors
    /// When nobody listens there.
    pub(crate) fn connect(address: &str, _patience: Duration) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).open(address)
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
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;
    use std::time::Duration;

    use axum::serve::Listener as _;
    use tokio::sync::Notify;

    use super::*;

    const SHORT: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn a_socket_left_by_a_crash_is_replaced_and_only_its_user_may_open_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let address = path.to_str().unwrap();
        drop(listen(address, Arc::default()).unwrap());
        assert!(path.exists());
        assert!(connect(address, SHORT).is_err());
        let _listening = listen(address, Arc::default()).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(connect(address, SHORT).is_ok());
    }

    #[tokio::test]
    async fn a_socket_whose_folder_went_away_is_there_again_when_it_is_missed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run/lumbar/socket");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let address = path.to_str().unwrap();
        let missed = Arc::new(Notify::new());
        let mut listener = listen(address, Arc::clone(&missed)).unwrap();
        let connected = connect(address, SHORT).unwrap();
        // Missed by mistake, it keeps whoever waits to be taken.
        missed.notify_one();
        listener.accept().await;
        drop(connected);

        std::fs::remove_dir_all(folder.path().join("run")).unwrap();
        missed.notify_one();
        let taken = tokio::time::timeout(SHORT * 60, async {
            tokio::join!(listener.accept(), async {
                while connect(address, SHORT).is_err() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            })
        });
        taken.await.expect("nobody is at the socket");
        assert_eq!(std::fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
