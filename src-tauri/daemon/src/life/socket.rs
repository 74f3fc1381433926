//! The port for the local socket: only its user can open it, and only here systems differ.

#[cfg(unix)]
pub(crate) use unix::{connect, listen};
#[cfg(windows)]
pub(crate) use windows::{connect, listen};

use std::path::PathBuf;

use thiserror::Error;

/// Why there is no connection.
#[derive(Debug, Error)]
pub(crate) enum NoConnection {
    /// Nobody listens there, or not within the time.
    #[error(transparent)]
    Nobody(#[from] std::io::Error),
    /// A program of another user listens there; it was told nothing.
    #[error("a program of another user listens there")]
    Foreign,
}

/// A place that could not be used for the socket, and why.
pub(crate) type PassedOver = (PathBuf, std::io::Error);

/// Who is told where the socket is: at the first opening and after each move.
pub(crate) type Published = Box<dyn Fn(&str) + Send>;

#[cfg(unix)]
mod unix {
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

    use super::{NoConnection, PassedOver, Published};
    use crate::store::files::{make_folder, own_user, private_folder};

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
            private_folder(folder)?;
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
        let own =
            runtime.block_on(async { UnixStream::from_std(asked)?.peer_cred() }).map(|peer| peer.uid() == own_user());
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
}

#[cfg(windows)]
mod windows {
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

    use super::{NoConnection, PassedOver, Published};

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
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use axum::serve::Listener as _;
    use tokio::sync::Notify;

    use super::*;

    const SHORT: Duration = Duration::from_secs(1);

    /// A private folder, as a runtime folder is.
    fn private() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        folder
    }

    fn listen_at(places: &[&Path]) -> std::io::Result<(unix::Listener, Vec<PassedOver>)> {
        listen(places.iter().map(|place| place.to_path_buf()).collect(), Arc::default(), Box::new(|_| {}))
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn a_socket_left_by_a_crash_is_replaced_only_its_user_may_open_it_and_it_goes_with_its_program() {
        let folder = private();
        let path = folder.path().join("socket");
        let address = path.to_str().unwrap();
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(connect(address, SHORT).is_err());
        let listening = listen_at(&[&path]).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert!(connect(address, SHORT).is_ok());
        drop(listening);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_folder_that_is_not_private_or_not_a_real_one_is_passed_over_and_left_as_it_is() {
        let folder = private();
        let at = |name: &str| folder.path().join(name);
        // What a link leads to is somebody's folder with somebody's file in it.
        fs::create_dir(at("elsewhere")).unwrap();
        fs::set_permissions(at("elsewhere"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(at("elsewhere/socket"), "mine").unwrap();
        symlink(at("elsewhere"), at("link")).unwrap();
        fs::create_dir(at("open")).unwrap();
        fs::set_permissions(at("open"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::create_dir(at("taken")).unwrap();
        fs::set_permissions(at("taken"), fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(at("taken/socket"), "mine").unwrap();
        fs::create_dir(at("linked")).unwrap();
        fs::set_permissions(at("linked"), fs::Permissions::from_mode(0o700)).unwrap();
        symlink(at("elsewhere/socket"), at("linked/socket")).unwrap();
        fs::write(at("file"), "mine").unwrap();
        let bad = ["link", "open", "taken", "linked", "file"].map(|name| at(name).join("socket"));
        let good = at("run/lumbar/socket");
        let mut places: Vec<&Path> = bad.iter().map(|place| place.as_path()).collect();
        assert!(listen_at(&places).is_err());
        places.push(&good);
        let (_listening, passed_over) = listen_at(&places).unwrap();
        assert_eq!(passed_over.iter().map(|(place, _)| place.clone()).collect::<Vec<_>>(), bad);
        assert!(connect(good.to_str().unwrap(), SHORT).is_ok());
        assert_eq!((mode(&at("elsewhere")), mode(&at("open"))), (0o755, 0o755));
        for file in ["elsewhere/socket", "taken/socket", "file"] {
            assert_eq!(fs::read_to_string(at(file)).unwrap(), "mine");
        }
    }

    #[tokio::test]
    async fn a_socket_whose_folder_went_away_is_there_again_when_it_is_missed_elsewhere_if_need_be() {
        let folder = private();
        let usual = folder.path().join("run/lumbar/socket");
        let other = folder.path().join("other");
        let missed = Arc::new(Notify::new());
        let told = Arc::new(Mutex::new(Vec::new()));
        let tell = Arc::clone(&told);
        let published: Published = Box::new(move |address| tell.lock().unwrap().push(PathBuf::from(address)));
        let (mut listener, _) = listen(vec![usual.clone(), other.clone()], Arc::clone(&missed), published).unwrap();
        let connected = connect(usual.to_str().unwrap(), SHORT).unwrap();
        // Missed by mistake, it keeps the connection that waits.
        missed.notify_one();
        listener.accept().await;
        drop(connected);

        fs::remove_dir_all(folder.path().join("run")).unwrap();
        for place in [&usual, &other] {
            missed.notify_one();
            let address = place.to_str().unwrap();
            let taken = tokio::time::timeout(SHORT * 60, async {
                tokio::join!(listener.accept(), async {
                    while connect(address, SHORT).is_err() {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                })
            });
            taken.await.expect("nobody is at the socket");
            assert_eq!(mode(place), 0o600);
            // The next time the folder cannot be made again.
            if fs::remove_dir_all(folder.path().join("run")).is_ok() {
                fs::write(folder.path().join("run"), "").unwrap();
            }
        }
        assert_eq!(told.lock().unwrap().last(), Some(&other));
    }

    #[test]
    fn one_that_takes_nobody_in_is_not_waited_for_for_ever() {
        let folder = private();
        let path = folder.path().join("socket");
        let address = path.to_str().unwrap();
        let hung = std::os::unix::net::UnixListener::bind(&path).unwrap();
        rustix::net::listen(&hung, 1).unwrap();
        let short = Duration::from_millis(50);
        let mut queued = Vec::new();
        let refused = loop {
            match connect(address, short) {
                Ok(stream) => queued.push(stream),
                Err(why) => break why,
            }
        };
        assert!(matches!(refused, NoConnection::Nobody(_)) && (1..10).contains(&queued.len()), "{refused}");
    }
}
