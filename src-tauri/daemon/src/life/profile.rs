//! Owns what a profile is: its folders, its address, who owns it, and whether it is a demo's.

pub(crate) mod demo;
mod owner;

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::life::places::{Places, WITNESS};
use crate::store::files::make_private;
#[cfg(unix)]
use crate::store::files::of_another_user;

/// What the names of the data file, its backups and what was set aside begin with.
const DATA: &str = "lumbar.db";
/// What may lie in a profile that has no data yet, or none any more.
const BESIDE_DATA: [&str; 6] = ["lock", "log", "socket", "routines", "window.json", WITNESS];

/// A person's data, its log and its socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profile {
    data: PathBuf,
    log: PathBuf,
    /// Where the socket may be, the usual place first. Which one it is depends on the environment the program was started
    /// in, so a client asks [`Profile::address`].
    places: Vec<PathBuf>,
    /// What is on is remembered there as well: outside of the folder, which may be moved, emptied or out of reach.
    elsewhere: PathBuf,
    /// Given with `--profile`: it is named again to every program that is started for it.
    named: bool,
}

/// Why a profile cannot be used; each reads as a sentence.
#[derive(Debug, Error)]
pub(crate) enum ProfileError {
    /// No home folder is known.
    #[error("No home folder is known. Name a folder with --profile.")]
    NoHome,
    /// A folder cannot be made or written.
    #[error("Lumbar cannot write to the folder {}: {why}.", folder.display())]
    NotWritable {
        /// Which.
        folder: PathBuf,
        /// The system's reason.
        why: io::Error,
    },
    /// The demo mark is damaged.
    #[error("The mark of the demo profile {} cannot be read: {why}.", folder.display())]
    BadMark {
        /// Whose.
        folder: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The folder belongs to someone else or holds something else.
    #[error("The folder {} is not a demo profile and not empty, so no demo runs in it.", .0.display())]
    NotADemo(PathBuf),
    /// The folder holds something else, and no data of Lumbar's.
    #[error("The folder {} holds other things, so Lumbar leaves it alone. Name a new or empty one with --profile.", .0.display())]
    Foreign(PathBuf),
    /// The folder is another user's: what is written there by this one, that user could not read.
    #[error("The folder {} belongs to another user, so Lumbar leaves it alone.", .0.display())]
    #[cfg_attr(not(unix), allow(dead_code, reason = "an owner is not asked for there"))]
    OfAnotherUser(PathBuf),
    /// The name of a folder is not text: answers and the database name it, and neither can.
    #[error("The name of the folder {} is not plain text (UTF-8). Name another one with --profile.", .0.display())]
    NotText(PathBuf),
}

impl Profile {
    /// Finds the profile in `folder`, or the person's own.
    ///
    /// # Errors
    /// When the system does not say where a person's data goes, or the name of a folder is not text.
    pub(crate) fn find(folder: Option<&Path>) -> Result<Self, ProfileError> {
        let places = Places::of_this_system(|name| std::env::var_os(name).filter(|value| !value.is_empty()));
        let profile = match folder {
            Some(folder) => {
                let folder = std::path::absolute(folder)
                    .map_err(|why| ProfileError::NotWritable { folder: folder.to_owned(), why })?;
                Self::named(&places, folder)
            }
            None => Self::own(&places).ok_or(ProfileError::NoHome)?,
        };
        let profile = profile.named_in_text()?;
        #[cfg(unix)]
        profile.not_of_another_user()?;
        Ok(profile)
    }

    /// Leaves alone what is another user's: with the home of the login before (`su`, `sudo` that keeps it), presses would go to
    /// their data, and root would lock them out of it.
    #[cfg(unix)]
    fn not_of_another_user(&self) -> Result<(), ProfileError> {
        // Who names a folder that is not there yet has chosen where it goes.
        let looked_at = !self.named || self.data.exists();
        let theirs = if looked_at { of_another_user(&self.data) } else { None };
        theirs.map_or(Ok(()), |folder| Err(ProfileError::OfAnotherUser(folder.to_owned())))
    }

    fn own(places: &Places) -> Option<Self> {
        let (data, log) = places.own()?;
        let (sockets, elsewhere) = (places.sockets(&data, true), places.elsewhere(&data));
        Some(Self { data, log, places: sockets, elsewhere, named: false })
    }

    fn named(places: &Places, folder: PathBuf) -> Self {
        let (sockets, elsewhere) = (places.sockets(&folder, false), places.elsewhere(&folder));
        Self { log: folder.join("log"), data: folder, places: sockets, elsewhere, named: true }
    }

    fn named_in_text(self) -> Result<Self, ProfileError> {
        let odd = [&self.data, &self.log].into_iter().find(|folder| folder.to_str().is_none()).cloned();
        odd.map_or(Ok(self), |folder| Err(ProfileError::NotText(folder)))
    }

    /// Where the data lies.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Where the log lies.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    /// Where routine files of the person's own lie.
    pub(crate) fn routines(&self) -> PathBuf {
        self.data.join("routines")
    }

    /// Where its other witness lies: in the person's runtime folder, or else among what is temporary.
    pub(crate) fn witness_elsewhere(&self) -> &Path {
        &self.elsewhere
    }

    /// Where the program that owns the profile listens: what it wrote down, else the usual place. Whether it is there and
    /// is our own is found out on connecting.
    pub(crate) fn address(&self) -> String {
        #[cfg(unix)]
        let written_down = self.written_down().map(|(_, address)| address);
        #[cfg(windows)]
        let written_down = self.written_down();
        if let Some(address) = written_down {
            return address;
        }
        self.places.first().map(|place| place.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Where the socket may be, the usual place first.
    pub(crate) fn places(&self) -> &[PathBuf] {
        &self.places
    }

    /// It is another than the person's own.
    pub(crate) fn is_named(&self) -> bool {
        self.named
    }

    /// What to put before a command so that it means this profile.
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        if self.named { vec!["--profile".into(), self.data.clone().into()] } else { Vec::new() }
    }

    /// Makes the folders, readable by their owner alone. One that was named by mistake, such as a home, is left as it is.
    /// Without a log folder Lumbar goes on; it says so when the log begins.
    ///
    /// # Errors
    /// That the data folder cannot be made or written, and why, or that it holds something else.
    pub(crate) fn prepare(&self) -> Result<(), ProfileError> {
        if self.named && self.is_foreign() && self.demo()?.is_none() {
            return Err(ProfileError::Foreign(self.data.clone()));
        }
        make_private(&self.data).map_err(|why| ProfileError::NotWritable { folder: self.data.clone(), why })?;
        if let Err(why) = make_private(&self.log) {
            tracing::warn!("no log folder {}: {why}", self.log.display());
        }
        Ok(())
    }

    /// Tells whether something lies in the folder that belongs to no profile, and no data beside it.
    fn is_foreign(&self) -> bool {
        // One that is not there or cannot be looked into is told of when it is made and written.
        let entries = fs::read_dir(&self.data).into_iter().flatten().flatten();
        let names: Vec<OsString> = entries.map(|entry| entry.file_name()).collect();
        let is_data = |name: &OsString| name.as_encoded_bytes().starts_with(DATA.as_bytes());
        let is_ours = |name: &OsString| BESIDE_DATA.iter().any(|known| name == known);
        !names.iter().any(is_data) && !names.iter().all(is_ours)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    pub(super) fn places(pairs: &[(&str, &str)]) -> Places {
        Places::of_this_system(|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_own_profile_follows_the_folders_of_the_desktop() {
        let own = Profile::own(&places(&[("HOME", "/home/a"), ("XDG_RUNTIME_DIR", "/run/user/1")])).unwrap();
        assert_eq!(own.data, Path::new("/home/a/.local/share/lumbar"));
        assert_eq!(own.log, Path::new("/home/a/.local/state/lumbar"));
        assert_eq!(own.address(), "/run/user/1/lumbar/socket");
        assert!(own.arguments().is_empty());
        let set =
            Profile::own(&places(&[("HOME", "/home/a"), ("XDG_DATA_HOME", "/d"), ("XDG_STATE_HOME", "relative")]))
                .unwrap();
        assert_eq!((set.data.as_path(), set.address().as_str()), (Path::new("/d/lumbar"), "/d/lumbar/socket"));
        assert!(Profile::own(&places(&[])).is_none());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_socket_address_stays_short_enough_for_every_system() {
        let deep = PathBuf::from(format!("/home/{}", "long/".repeat(40)));
        let long_runtime = format!("/run/{}", "x".repeat(120));
        for runtime in ["/run/user/1000", &long_runtime] {
            let address = Profile::named(&places(&[("XDG_RUNTIME_DIR", runtime)]), deep.clone()).address();
            assert!(address.len() <= crate::life::places::LONGEST_ADDRESS, "{address}");
            assert_eq!(address, Profile::named(&places(&[("XDG_RUNTIME_DIR", runtime)]), deep.clone()).address());
            assert_ne!(address, Profile::named(&places(&[("XDG_RUNTIME_DIR", runtime)]), deep.join("other")).address());
        }
        assert_eq!(Profile::named(&places(&[]), "/tmp/p".into()).address(), "/tmp/p/socket");
    }

    #[test]
    fn folders_are_private_and_one_program_at_a_time_owns_the_profile() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("p");
        fs::create_dir(&data).unwrap();
        fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
        let profile = Profile::find(Some(&data)).unwrap();
        profile.prepare().unwrap();
        for folder in [profile.data(), profile.log()] {
            assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
        let lock = profile.lock().unwrap().unwrap();
        assert!(profile.lock().unwrap().is_none());
        assert!(profile.is_owned());
        drop(lock);
        assert!(!profile.is_owned());
        assert!(profile.lock().unwrap().is_some());
    }

    #[test]
    fn a_log_folder_that_cannot_be_made_keeps_nobody_from_starting() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::find(Some(folder.path())).unwrap();
        fs::write(folder.path().join("log"), "").unwrap();
        profile.prepare().unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_gives_a_sentence_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let profile = Profile::find(Some(&folder.path().join("file/inside"))).unwrap();
        let said = profile.prepare().unwrap_err().to_string();
        assert!(said.starts_with("Lumbar cannot write to the folder") && said.contains("file/inside"), "{said}");
    }

    #[test]
    fn a_foreign_folder_that_is_named_by_mistake_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        fs::create_dir(&home).unwrap();
        fs::set_permissions(&home, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(home.join("letter"), "").unwrap();
        let named = Profile::find(Some(&home)).unwrap();
        let refused = named.prepare().unwrap_err();
        assert!(matches!(&refused, ProfileError::Foreign(folder) if *folder == home), "{refused}");
        assert_eq!(fs::metadata(&home).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(fs::read_dir(&home).unwrap().count(), 1);

        fs::remove_file(home.join("letter")).unwrap();
        fs::create_dir(home.join("routines")).unwrap();
        named.prepare().unwrap();
        let _lock = named.lock().unwrap().unwrap();
        named.prepare().unwrap();
        fs::write(home.join("letter"), "").unwrap();
        assert!(named.prepare().is_err());
        for ours in ["lumbar.db", "lumbar.db.backup", "lumbar.db.damaged-1"] {
            fs::write(home.join(ours), "").unwrap();
            named.prepare().unwrap();
            fs::remove_file(home.join(ours)).unwrap();
        }
        let mark = r#"{"speed":1,"manual_clock":false,"window":false,"remove":false}"#;
        fs::write(home.join("demo"), mark).unwrap();
        named.prepare().unwrap();
    }

    /// macOS makes no such folder.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_whose_name_is_not_text_is_refused_with_a_sentence() {
        use std::os::unix::ffi::OsStrExt;
        let odd = |path: &[u8]| PathBuf::from(std::ffi::OsStr::from_bytes(path));
        let refused = Profile::find(Some(&odd(b"/tmp/r\xfcckgrat"))).unwrap_err();
        assert!(matches!(&refused, ProfileError::NotText(folder) if *folder == odd(b"/tmp/r\xfcckgrat")));
        assert!(refused.to_string().contains("--profile"), "{refused}");
        let own = |home: &[u8]| {
            let variables = [("HOME", odd(home)), ("XDG_RUNTIME_DIR", odd(b"/run/\xff"))];
            let find = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, path)| path.clone());
            Profile::own(&Places::of_this_system(|name| find(name).map(PathBuf::into_os_string))).unwrap()
        };
        assert!(matches!(own(b"/home/\xff").named_in_text(), Err(ProfileError::NotText(_))));
        assert_eq!(own(b"/home/a").named_in_text().unwrap().address(), "/home/a/.local/share/lumbar/socket");
    }
}
