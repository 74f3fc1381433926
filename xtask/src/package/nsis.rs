//! Makes the installer for Windows, from programs that were built here or there.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use super::{
    assets::{self, Built},
    files,
    ground::{dist, stage},
};
use crate::{
    shell::{self, Done, command, root},
    windows::build,
};

pub(crate) use super::ground::VERSION;

/// The installer of the release build.
pub(crate) fn make(as_built: bool) -> Done<PathBuf> {
    if !as_built {
        build::build(true)?;
    }
    let file = dist().join(format!("lumbar-{VERSION}-windows-x64-setup.exe"));
    pack(&build::programs(true), VERSION, &file, false)?;
    Ok(file)
}

/// The installer of the programs in a folder; `quick`: larger, and made in seconds.
pub(crate) fn pack(programs: &Path, version: &str, to: &Path, quick: bool) -> Done {
    let folder = stage().join("windows");
    files::clear(&folder)?;
    let built = Built { programs: programs.to_owned(), ending: ".exe", target: Some(build::TARGET) };
    let laid_out = assets::windows(&built)?;
    for (place, bytes) in &laid_out {
        files::write(&folder.join(place), bytes, 0o644)?;
    }
    let places: Vec<&str> = laid_out.iter().map(|(place, _)| place.as_str()).collect();
    files::write(&folder.join("files.nsh"), script(&places, &assets::menu()?, &folder).as_bytes(), 0o644)?;
    files::make(to.parent().unwrap_or(to))?;
    let size = laid_out.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() / 1024;
    let icon = root().join("icons/icon.ico");
    let mut words = vec!["-V2".to_owned(), "-WX".to_owned(), "-INPUTCHARSET".to_owned(), "UTF8".to_owned()];
    for (name, value) in [
        ("VERSION", version),
        ("STAGE", &folder.display().to_string()),
        ("OUT", &to.display().to_string()),
        ("ICON", &icon.display().to_string()),
        ("SIZE_KB", &size.to_string()),
    ] {
        words.push(format!("-D{name}={value}"));
    }
    words.extend(quick.then(|| "-DQUICK".to_owned()));
    words.push("xtask/assets/windows/lumbar.nsi".to_owned());
    shell::run(&mut command("makensis", words))
}

/// What puts the files and the lines of the menu in their places, and takes the files away.
fn script(places: &[&str], menu: &[(String, String)], stage: &Path) -> String {
    let mut out = String::from("; Written by `cargo xtask package nsis`.\n!macro PUT_FILES\n");
    let folder = |place: &str| place.rsplit_once('/').map(|(folder, _)| folder.replace('/', "\\"));
    for place in places {
        let below = folder(place).map(|folder| format!("\\{folder}")).unwrap_or_default();
        let _ = writeln!(out, "  SetOutPath \"$INSTDIR{below}\"");
        let _ = writeln!(out, "  File \"{}\"", stage.join(place).display());
    }
    out.push_str("!macroend\n!macro TAKE_FILES\n");
    for place in places {
        let _ = writeln!(out, "  Delete \"$INSTDIR\\{}\"", place.replace('/', "\\"));
    }
    for folder in places.iter().filter_map(|place| folder(place)).collect::<BTreeSet<_>>() {
        let _ = writeln!(out, "  RMDir \"$INSTDIR\\{folder}\"");
    }
    out.push_str("!macroend\n!macro PUT_SHORTCUTS\n");
    for (name, words) in menu {
        let _ = writeln!(
            out,
            "  CreateShortcut \"$SMPROGRAMS\\Lumbar\\{name}.lnk\" \"$INSTDIR\\lumbard.exe\" \"{words}\" \
             \"$INSTDIR\\lumbar-window.exe\""
        );
    }
    out.push_str("!macroend\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = include_str!("../../assets/windows/words.nsh");

    /// The texts, with what the script puts between them as spaces.
    fn said() -> Vec<String> {
        let texts = WORDS.lines().filter_map(|line| line.strip_prefix("!define SAY_")?.split_once(" \""));
        texts.map(|(_, text)| text.trim_end_matches('"').replace("$\\r$\\n", " ")).collect()
    }

    #[test]
    fn the_installer_speaks_in_short_sentences() {
        assert!(said().len() > 12);
        for text in said() {
            for sentence in text.split(['.', '?', ':']) {
                assert!(sentence.split_whitespace().count() <= 25, "{sentence}");
            }
        }
    }

    #[test]
    fn every_file_that_is_put_there_is_taken_away() {
        let script = script(&["a.exe", "b/c d.txt"], &[("Ice, 20".to_owned(), "start x".to_owned())], Path::new("/s"));
        for line in [
            "  SetOutPath \"$INSTDIR\"\n  File \"/s/a.exe\"\n",
            "  SetOutPath \"$INSTDIR\\b\"\n  File \"/s/b/c d.txt\"\n",
            "  Delete \"$INSTDIR\\a.exe\"\n  Delete \"$INSTDIR\\b\\c d.txt\"\n  RMDir \"$INSTDIR\\b\"\n",
            "\"$SMPROGRAMS\\Lumbar\\Ice, 20.lnk\" \"$INSTDIR\\lumbard.exe\" \"start x\"",
        ] {
            assert!(script.contains(line), "{script}");
        }
    }
}
