//! Plays disks that fill up, freeze or are held by another program, for one folder of a test.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use lumbar_played_desktop::{Outcome, Trouble};

/// A file system of its own under one folder; dropping it takes it away, thawed.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    frozen: bool,
}

impl Disk {
    /// A small disk in memory; `None` (and why, printed) where this machine does not let a test mount.
    pub fn small(folder: &Path) -> Outcome<Option<Self>> {
        Self::mounted(folder, &["-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs"])
    }

    /// A disk that can be frozen: a file system in `image`.
    pub fn freezing(folder: &Path, image: &Path) -> Outcome<Option<Self>> {
        fs::File::create(image)?.set_len(24 << 20)?;
        if let Err(why) = run("mkfs.ext4", &["-q".as_ref(), "-F".as_ref(), image.as_os_str()]) {
            println!("skipped: {why:?}");
            return Ok(None);
        }
        let image = image.display().to_string();
        Self::mounted(folder, &["-o", "loop", &image])
    }

    fn mounted(folder: &Path, how: &[&str]) -> Outcome<Option<Self>> {
        let mut words: Vec<_> = how.iter().map(AsRef::as_ref).collect();
        words.push(folder.as_os_str());
        if let Err(why) = run("mount", &words) {
            println!("skipped: {why:?}");
            return Ok(None);
        }
        Ok(Some(Self { folder: folder.to_owned(), frozen: false }))
    }

    /// Fills it up to the last byte.
    pub fn fill(&self) -> Outcome<()> {
        let mut file = fs::File::create(self.folder.join("filler"))?;
        for piece in [vec![0; 4096], vec![0]] {
            while file.write_all(&piece).is_ok() {}
        }
        Ok(())
    }

    /// Makes room again.
    pub fn clear(&self) -> Outcome<()> {
        Ok(fs::remove_file(self.folder.join("filler"))?)
    }

    /// Lets every write to it wait; `false` (and why, printed) where this machine does not let a test freeze.
    pub fn freeze(&mut self) -> Outcome<bool> {
        if let Err(why) = run("fsfreeze", &["--freeze".as_ref(), self.folder.as_os_str()]) {
            println!("skipped: {why:?}");
            return Ok(false);
        }
        self.frozen = true;
        Ok(true)
    }

    /// Lets them go on.
    pub fn thaw(&mut self) -> Outcome<()> {
        self.frozen = false;
        run("fsfreeze", &["--unfreeze".as_ref(), self.folder.as_os_str()])
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.frozen {
            let _thawed = self.thaw();
        }
        // A program of the test may still be there for a moment: it is detached now and goes with the last of them.
        let _gone = run("umount", &["-l".as_ref(), self.folder.as_os_str()]);
    }
}

fn run(program: &str, words: &[&std::ffi::OsStr]) -> Outcome<()> {
    // What belongs to the administrator need not be on a person's path.
    let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
    let output = Command::new("env").arg(format!("PATH={path}")).arg(program).args(words).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(Trouble::new(format!("{program} is not possible here: {}", String::from_utf8_lossy(&output.stderr).trim())))
}
