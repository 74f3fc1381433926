//! Owns the entry in the desktop's list of what starts at login (XDG autostart): where it lies, whether it counts, what it says.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::files::{read_plain, write_whole};

/// The name of the entry, by which desktops list it.
const NAME: &str = "Lumbar.desktop";
/// More than any desktop writes into one, bytes.
const MOST: usize = 64 * 1024;

/// The entry of this program.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    file: PathBuf,
    program: String,
}

impl Entry {
    /// The entry of `program` where the desktop looks for it; `None` = there is no such place.
    pub(super) fn of(program: &str, config: Option<&OsStr>, home: Option<&OsStr>) -> Option<Self> {
        // A relative one is no place, by the Base Directory Specification.
        let config = config.map(PathBuf::from).filter(|path| path.is_absolute());
        let home = home.map(PathBuf::from).filter(|path| path.is_absolute());
        let folder = config.or_else(|| home.map(|home| home.join(".config")))?.join("autostart");
        Some(Self { file: folder.join(NAME), program: program.to_owned() })
    }

    /// Whether Lumbar starts at login: an entry that the desktop switched off is there and does not count.
    pub(super) fn is_on(&self) -> io::Result<bool> {
        match read_plain(&self.file, MOST) {
            Ok(text) => Ok(counts(&String::from_utf8_lossy(&text))),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(why) => Err(why),
        }
    }

    /// Writes the entry, or takes it away.
    pub(super) fn set(&self, on: bool) -> io::Result<()> {
        if !on {
            return match fs::remove_file(&self.file) {
                Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        fs::create_dir_all(self.file.parent().unwrap_or(Path::new("/")))?;
        write_whole(&self.file, self.text().as_bytes())
    }

    fn text(&self) -> String {
        // The program that is started asks the settings whether a window is wanted.
        format!(
            "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Lumbar\nIcon=app.lumbar.Lumbar\nExec={} up --at-login\n\
             StartupNotify=false\nTerminal=false\nX-GNOME-Autostart-enabled=true\n",
            quoted(&self.program)
        )
    }
}

/// Tells whether an entry counts. Only its own group says so; a desktop that switches it off writes one of the two.
fn counts(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != "[Desktop Entry]").skip(1);
    let own: Vec<(&str, &str)> = lines
        .by_ref()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let says = |key: &str, value: &str| own.iter().any(|(k, v)| *k == key && v.eq_ignore_ascii_case(value));
    let has_exec = own.iter().any(|(key, value)| *key == "Exec" && !value.is_empty());
    has_exec && !says("Hidden", "true") && !says("X-GNOME-Autostart-enabled", "false")
}

/// One argument by the rules of the Desktop Entry Specification, "The Exec key": quoted as a whole, what means something
/// within quotes with a backslash before it, field codes doubled; and every backslash doubled, as in all strings there.
fn quoted(argument: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:=@".contains(c);
    if argument.chars().all(plain) {
        return Cow::Borrowed(argument);
    }
    let mut text = String::from('"');
    for c in argument.chars() {
        match c {
            '"' | '`' | '$' => text.extend(["\\\\", c.encode_utf8(&mut [0; 4])]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c => text.push(c),
        }
    }
    text.push('"');
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(config: &Path) -> Entry {
        Entry::of("/opt/my apps/100% \"lumbar\"", Some(config.as_os_str()), None).unwrap()
    }

    #[test]
    fn a_path_is_written_so_that_the_desktop_reads_it_as_one_word() {
        for (path, written) in [
            ("/usr/bin/lumbar", "/usr/bin/lumbar"),
            ("/home/zoë/lumbar-1.2+b,c@d:e=f_g", "/home/zoë/lumbar-1.2+b,c@d:e=f_g"),
            ("/opt/my apps/lumbar", r#""/opt/my apps/lumbar""#),
            ("/a/it's", r#""/a/it's""#),
            ("/a/100%f", r#""/a/100%%f""#),
            (r#"/a/"b"`c`$d"#, r#""/a/\\"b\\"\\`c\\`\\$d""#),
            (r"/a\b", r#""/a\\\\b""#),
            ("/a\tb\nc", r#""/a\tb\nc""#),
        ] {
            assert_eq!(quoted(path), written, "{path}");
        }
    }

    #[test]
    fn the_entry_lies_where_the_desktop_looks_for_it() {
        for (config, home, file) in [
            (Some("/c"), Some("/h"), Some("/c/autostart/Lumbar.desktop")),
            (Some("relative"), Some("/h"), Some("/h/.config/autostart/Lumbar.desktop")),
            (Some(""), Some("/h"), Some("/h/.config/autostart/Lumbar.desktop")),
            (None, Some("/h"), Some("/h/.config/autostart/Lumbar.desktop")),
            (None, None, None),
            (None, Some("h"), None),
        ] {
            let found = Entry::of("/usr/bin/lumbar", config.map(OsStr::new), home.map(OsStr::new));
            assert_eq!(found.map(|entry| entry.file), file.map(PathBuf::from), "{config:?} {home:?}");
        }
    }

    #[test]
    fn it_is_switched_on_and_off_on_real_files_and_the_program_is_one_word_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let entry = entry(&folder.path().join("not/there/yet"));
        assert!(!entry.is_on().unwrap());
        entry.set(false).unwrap();
        entry.set(true).unwrap();
        assert!(entry.is_on().unwrap());
        let text = fs::read_to_string(&entry.file).unwrap();
        assert!(text.contains("\nExec=\"/opt/my apps/100%% \\\\\"lumbar\\\\\"\" up --at-login\n"), "{text}");
        entry.set(false).unwrap();
        assert!(!entry.is_on().unwrap() && !entry.file.exists());
    }

    #[test]
    fn what_the_desktop_switched_off_is_shown_as_off_and_can_be_switched_on_again() {
        let folder = tempfile::tempdir().unwrap();
        let entry = entry(folder.path());
        entry.set(true).unwrap();
        let on = fs::read_to_string(&entry.file).unwrap();
        for (text, counts) in [
            (on.clone(), true),
            (on.replace("enabled=true", "enabled=false"), false),
            (on.replace("enabled=true", "enabled = False"), false),
            (format!("{on}Hidden=true\n"), false),
            (format!("{on}Hidden=false\n"), true),
            (format!("{on}\n[Desktop Action quit]\nHidden=true\n"), true),
            ("[Other]\nExec=/usr/bin/lumbar up\n".to_owned(), false),
            ("[Desktop Entry]\nType=Application\n".to_owned(), false),
            (String::new(), false),
        ] {
            fs::write(&entry.file, &text).unwrap();
            assert_eq!(entry.is_on().unwrap(), counts, "{text}");
        }
        entry.set(true).unwrap();
        assert!(entry.is_on().unwrap());
    }

    #[test]
    fn a_place_that_refuses_gives_a_reason() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("autostart"), "").unwrap();
        assert!(entry(folder.path()).set(true).is_err());
        let folder = tempfile::tempdir().unwrap();
        let entry = entry(folder.path());
        fs::create_dir_all(&entry.file).unwrap();
        assert!(entry.is_on().is_err() && entry.set(true).is_err());
    }
}
