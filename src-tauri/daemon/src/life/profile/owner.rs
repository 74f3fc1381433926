//! Who owns a profile: the lock, and what its holder wrote into it.

#[cfg(any(target_os = "linux", windows))]
use std::fs;
use std::fs::{OpenOptions, TryLockError};
#[cfg(target_os = "linux")]
use std::io;
use std::path::{Path, PathBuf};

use super::{Profile, ProfileError};
use crate::life::lock::Lock;
#[cfg(windows)]
use crate::life::places::OWNER;
use crate::store::files::{open_plain, read_plain};

/// The most that is read of what the owner wrote down, bytes: a number and an address.
const LONGEST_LOCK: usize = 4096;

impl Profile {
    /// Becomes the owner of the profile; `None` when another program is.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(crate) fn lock(&self) -> Result<Option<Lock>, ProfileError> {
        let open = || open_plain(OpenOptions::new().create(true).truncate(false).write(true), &self.lock_file());
        let not_writable = |why| ProfileError::NotWritable { folder: self.data.clone(), why };
        let file = open().map_err(not_writable)?;
        match file.try_lock() {
            Ok(()) => {
                #[cfg(unix)]
                let lock = Lock { file };
                #[cfg(windows)]
                let lock = Lock { file, beside: self.data.join(OWNER) };
                // What a crash has left names a process that is gone.
                lock.name_nobody().map_err(not_writable)?;
                Ok(Some(lock))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(why)) => Err(not_writable(why)),
        }
    }

    /// Tells whether a program owns the profile.
    pub(crate) fn is_locked(&self) -> bool {
        let lock = open_plain(OpenOptions::new().write(true), &self.lock_file());
        lock.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// Tells whether a program owns the profile, or is still clearing a demo away.
    pub(crate) fn is_owned(&self) -> bool {
        // Never made again: a folder that is being removed must become empty.
        match open_plain(OpenOptions::new().write(true), &self.lock_file()) {
            Ok(file) => file.try_lock().is_err(),
            Err(_) => self.data.exists(),
        }
    }

    /// The process that owns the profile, if it can be called; see [`Lock::name_owner`].
    #[cfg(target_os = "linux")]
    pub(crate) fn owner(&self) -> Option<rustix::process::Pid> {
        let (pid, _) = self.written_down()?;
        (self.is_locked() && has_open(pid, &self.lock_file())).then_some(pid)
    }

    /// The process that owns the profile, if it can be told: the one that has its number now was there when it wrote that
    /// down, and runs Lumbar.
    #[cfg(windows)]
    pub(crate) fn owner(&self) -> Option<lumbar_platform::windows::Process> {
        let (pid, _) = self.owner_file().filter(|_| self.is_locked())?;
        let process = lumbar_platform::windows::Process::open(pid.cast_unsigned()).ok()?;
        let written = fs::metadata(self.data.join(OWNER)).and_then(|file| file.modified()).ok()?;
        let name = process.program().ok()?.file_name()?.to_string_lossy().to_ascii_lowercase();
        (process.began().ok()? <= written && name.starts_with("lumbar")).then_some(process)
    }

    /// The process and the address that the owner wrote down.
    #[cfg(unix)]
    pub(super) fn written_down(&self) -> Option<(rustix::process::Pid, String)> {
        let (pid, address) = self.owner_file()?;
        Some((rustix::process::Pid::from_raw(pid)?, address))
    }

    /// The address that the owner wrote down; what a crash has left there may be anybody's by now.
    #[cfg(windows)]
    pub(super) fn written_down(&self) -> Option<String> {
        self.owner_file().map(|(_, address)| address).filter(|_| self.is_locked())
    }

    fn owner_file(&self) -> Option<(i32, String)> {
        #[cfg(unix)]
        let file = self.lock_file();
        // A locked file cannot be read there.
        #[cfg(windows)]
        let file = self.data.join(OWNER);
        let text = String::from_utf8(read_plain(&file, LONGEST_LOCK).ok()?).ok()?;
        let mut lines = text.lines();
        let pid = lines.next()?.parse().ok().filter(|pid| *pid > 0)?;
        let address = lines.next().filter(|address| Path::new(address).is_absolute())?;
        Some((pid, address.to_owned()))
    }

    fn lock_file(&self) -> PathBuf {
        self.data.join("lock")
    }
}

/// Tells whether a process has a file open: its number may have gone to another one since it was written down.
#[cfg(target_os = "linux")]
fn has_open(pid: rustix::process::Pid, file: &Path) -> bool {
    let Ok(file) = fs::canonicalize(file) else { return false };
    match fs::read_dir(format!("/proc/{pid}/fd")) {
        Ok(open) => open.filter_map(Result::ok).any(|open| fs::read_link(open.path()).is_ok_and(|path| path == file)),
        // A program with a right that this one lacks (to wake the machine) keeps its files to itself; its name it tells.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim_end() == "lumbar")
        }
        Err(_) => false,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn only_an_owner_that_listens_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        profile.prepare().unwrap();
        assert_eq!(profile.owner(), None);
        let lock = profile.lock().unwrap().unwrap();
        assert_eq!(profile.owner(), None, "it does not listen yet");
        lock.name_owner("/run/x/socket").unwrap();
        assert_eq!(profile.owner(), Some(rustix::process::getpid()));
        lock.name_nobody().unwrap();
        assert_eq!(profile.owner(), None);
        lock.name_owner("/run/x/socket").unwrap();
        drop(lock);
        assert_eq!(profile.owner(), None, "what a crash has left");
        let lock = profile.lock().unwrap().unwrap();
        assert_eq!(profile.owner(), None, "and its number is forgotten");
        // Some other process got the number.
        lock.write("1\n/run/x/socket\n").unwrap();
        assert_eq!(profile.owner().is_some(), cfg!(not(target_os = "linux")));
    }

    #[test]
    fn the_address_that_the_owner_wrote_down_is_found_from_every_environment() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().to_str().unwrap();
        let at_login = Profile::own(&places(&[("HOME", home), ("XDG_RUNTIME_DIR", "/run/user/1")])).unwrap();
        let by_cron = Profile::own(&places(&[("HOME", home)])).unwrap();
        at_login.prepare().unwrap();
        let lock = at_login.lock().unwrap().unwrap();
        assert_ne!(at_login.address(), by_cron.address(), "nobody has said where it listens");
        for address in ["/run/user/1/lumbar/socket", "/tmp/lumbar-1/abc"] {
            lock.name_owner(address).unwrap();
            assert_eq!((at_login.address().as_str(), by_cron.address().as_str()), (address, address));
        }
        for odd in ["", "x", "1", "1\nrelative", "-1\n/abs", "\0\0"] {
            lock.write(odd).unwrap();
            assert_eq!(by_cron.address(), by_cron.places()[0].to_str().unwrap(), "{odd:?}");
        }
    }
}
