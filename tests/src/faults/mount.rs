//! Owns a file system made for one fault: small, frozen, read-only. Dropping it thaws and unmounts it.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use lumbar_played_desktop::{Context, Outcome, Trouble};
use tempfile::TempDir;

/// A mounted folder.
#[derive(Debug)]
pub(super) struct Mount {
    folder: TempDir,
    frozen: bool,
}

impl Mount {
    /// A file system in memory.
    pub(super) fn memory(size: &str) -> Outcome<Self> {
        let folder = Self::folder()?;
        run("mount", &["-t", "tmpfs", "-o", &format!("size={size},mode=700"), "lumbar-faults", &text(folder.path())])?;
        Ok(Self { folder, frozen: false })
    }

    /// An ext4 in a file of so many MiB.
    pub(super) fn device(mib: u64) -> Outcome<Self> {
        let folder = Self::folder()?;
        let file = folder.path().join("device");
        File::create(&file)?.set_len(mib << 20)?;
        run("mkfs.ext4", &["-q", "-m", "0", "-O", "^has_journal", &text(&file)])?;
        run("mount", &["-o", "loop", &text(&file), &text(folder.path())])?;
        Ok(Self { folder, frozen: false })
    }

    fn folder() -> Outcome<TempDir> {
        tempfile::Builder::new().prefix("lbm").rand_bytes(6).tempdir_in("/tmp").trying("a folder to mount on")
    }

    /// Where a profile lies in it.
    pub(super) fn profile(&self) -> PathBuf {
        self.folder.path().join("kept")
    }

    /// Takes all the room there is.
    pub(super) fn fill(&self) -> Outcome<()> {
        let mut filler = File::create(self.folder.path().join("filler"))?;
        for chunk in [vec![1_u8; 1 << 16], vec![1_u8; 1]] {
            while filler.write_all(&chunk).is_ok() {}
        }
        Ok(())
    }

    /// Lets nothing more be written to a device, as the kernel does when it finds the file system damaged. A plain remount
    /// is not allowed while files are open for writing.
    pub(super) fn make_read_only(&self) -> Outcome<()> {
        run("mount", &["-o", "remount,abort", &text(self.folder.path())])
    }

    /// Lets every write wait until `thaw`.
    pub(super) fn freeze(&mut self) -> Outcome<()> {
        run("fsfreeze", &["--freeze", &text(self.folder.path())])?;
        self.frozen = true;
        Ok(())
    }

    pub(super) fn thaw(&mut self) -> Outcome<()> {
        self.frozen = false;
        run("fsfreeze", &["--unfreeze", &text(self.folder.path())])
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        if self.frozen {
            let _thawed = self.thaw();
        }
        // Lazily: a process that is just ending must not keep it.
        let _unmounted = run("umount", &["--lazy", &text(self.folder.path())]);
        let _removed = fs::remove_dir_all(self.folder.path());
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

pub(super) fn run(program: &str, words: &[&str]) -> Outcome<()> {
    let ran = Command::new(program).args(words).stdin(Stdio::null()).output().trying(program)?;
    match ran.status.success() {
        true => Ok(()),
        false => Err(Trouble::new(format!("{program}: {}", String::from_utf8_lossy(&ran.stderr).trim()))),
    }
}
