//! Owns the folders and the environment of one test, so that nothing of the person's own desktop is read or written.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tempfile::TempDir;

use crate::{
    Context, Outcome,
    process::{MARK, Pid},
};

/// A throw-away home with its XDG folders.
#[derive(Debug)]
pub struct Folders {
    root: TempDir,
}

impl Folders {
    /// Makes the folders, 0700, under a path short enough for the 104 bytes of a socket's address.
    pub fn create() -> Outcome<Self> {
        let root =
            tempfile::Builder::new().prefix("lbr").rand_bytes(6).tempdir_in("/tmp").trying("a folder in /tmp")?;
        let folders = Self { root };
        for name in ["home", "run", "config", "data", "cache", "state", "tmp"] {
            DirBuilder::new().mode(0o700).create(folders.path(name)).trying(name)?;
        }
        Ok(folders)
    }

    /// Where all of it lies.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// A path inside; `home`, `run`, `config`, `data`, `cache`, `state` and `tmp` exist.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Writes a file inside and makes its folder where needed.
    pub fn write(&self, name: &str, text: &str) -> Outcome<PathBuf> {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, text).trying(path.display())?;
        Ok(path)
    }

    /// The whole environment that a program of this test gets, the addresses of buses and display apart.
    pub fn environment(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = vec![
            (MARK.into(), self.root.path().display().to_string()),
            ("LANG".into(), "C.UTF-8".into()),
            ("NO_AT_BRIDGE".into(), "1".into()),
            ("GTK_A11Y".into(), "none".into()),
            ("RUST_BACKTRACE".into(), "1".into()),
            ("TZ".into(), noon()),
        ];
        let folders = [
            ("HOME", "home"),
            ("TMPDIR", "tmp"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_STATE_HOME", "state"),
        ];
        all.extend(folders.map(|(name, folder)| (name.into(), self.path(folder).display().to_string())));
        // Where programs are found stays the machine's own.
        all.extend(
            ["PATH", "LD_LIBRARY_PATH"].into_iter().filter_map(|name| Some((name.into(), std::env::var(name).ok()?))),
        );
        all
    }
}

/// Ends whatever still runs with the mark of this test: detached programs, restarted ones, and what those started.
impl Drop for Folders {
    fn drop(&mut self) {
        let root = self.root.path().display().to_string();
        let mut nobody = 0;
        // A process that is just being started cannot be seen for a moment: nobody has to be there twice in a row.
        for _ in 0..100 {
            let left = Pid::all_of(&root);
            nobody = if left.is_empty() { nobody + 1 } else { 0 };
            if nobody == 2 {
                break;
            }
            // All are frozen before the first is ended, so that none brings another back.
            for pid in &left {
                let _frozen = pid.freeze();
            }
            for pid in left {
                // One that ended by itself in between is as good.
                let _ended = pid.kill();
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A zone in which it is about noon now: in the bed hours Lumbar asks more, and a test runs at any hour.
fn noon() -> String {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let hour = i64::try_from(since_1970.as_secs() / 3600 % 24).unwrap_or_default();
    // Hours to add to the local time for UTC.
    format!("NOON{}", hour - 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_in_the_runtime_folder_stays_under_the_limit_of_its_address() {
        let folders = Folders::create().unwrap();
        assert!(folders.path("run/lumbar-demo-0123456789abcdef/socket").as_os_str().len() < 104);
    }
}
