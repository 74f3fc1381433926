//! Lays out `Lumbar.app` for macOS: both programs, the icon, and what the system reads of them.
//!
//! Tauri's own bundler knows one program and starts that; here the background program is what is opened, and it starts the window.

use std::path::{Path, PathBuf};

use super::{
    files,
    ground::{APP_ID, Part, VERSION, dist},
    licences,
};
use crate::shell::{Done, root, target};

/// The oldest macOS that it is made for: the web view of older ones hands no body of a form to a scheme of ours.
pub(super) const OLDEST: &str = "11.0";

pub(super) fn make() -> Done<PathBuf> {
    let app = dist().join("Lumbar.app");
    files::clear(&app)?;
    lay_out(&app, &target().join("release"))?;
    for part in Part::BOTH {
        let file = app.join(format!("Contents/Resources/{}-third-party.txt", part.name()));
        files::write(&file, licences::of(part, None)?.as_bytes(), 0o644)?;
    }
    Ok(app)
}

/// Everything but what has to be collected.
fn lay_out(app: &Path, programs: &Path) -> Done {
    let contents = app.join("Contents");
    for part in Part::BOTH {
        let program = files::read(&programs.join(part.name()))?;
        files::write(&contents.join("MacOS").join(part.name()), &program, 0o755)?;
    }
    let icon = files::read(&root().join("icons/icon.icns"))?;
    files::write(&contents.join("Resources/lumbar.icns"), &icon, 0o644)?;
    files::write(&contents.join("Resources/LICENSE"), &files::read(&root().join("LICENSE"))?, 0o644)?;
    files::write(&contents.join("PkgInfo"), b"APPL????", 0o644)?;
    files::write(&contents.join("Info.plist"), plist().as_bytes(), 0o644)
}

/// `LSUIElement`: the background program has its sign in the menu bar and none in the Dock. The window, which is a process of
/// its own, asks for one while it is open.
fn plist() -> String {
    let texts = [
        ("CFBundleDevelopmentRegion", "en"),
        ("CFBundleDisplayName", "Lumbar"),
        ("CFBundleExecutable", Part::Background.name()),
        ("CFBundleIconFile", "lumbar.icns"),
        ("CFBundleIdentifier", APP_ID),
        ("CFBundleInfoDictionaryVersion", "6.0"),
        ("CFBundleName", "Lumbar"),
        ("CFBundlePackageType", "APPL"),
        ("CFBundleShortVersionString", VERSION),
        ("CFBundleVersion", VERSION),
        ("LSApplicationCategoryType", "public.app-category.healthcare-fitness"),
        ("LSMinimumSystemVersion", OLDEST),
        ("NSHumanReadableCopyright", "The Lumbar authors, MIT"),
    ];
    let texts: String =
        texts.iter().map(|(key, text)| format!("  <key>{key}</key>\n  <string>{text}</string>\n")).collect();
    let yes: String = ["LSUIElement", "NSHighResolutionCapable"]
        .iter()
        .map(|key| format!("  <key>{key}</key>\n  <true/>\n"))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n{texts}{yes}</dict>\n</plist>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_bundle_holds_both_programs_beside_each_other_and_names_what_it_opens() {
        let folder = target().join("app-test");
        files::clear(&folder).unwrap();
        for part in Part::BOTH {
            files::write(&folder.join("built").join(part.name()), b"program", 0o755).unwrap();
        }
        let app = folder.join("Lumbar.app");
        lay_out(&app, &folder.join("built")).unwrap();
        let contents = app.join("Contents");
        // The background program looks for the window beside itself.
        for part in Part::BOTH {
            assert_eq!(fs::read(contents.join("MacOS").join(part.name())).unwrap(), b"program");
        }
        let list = fs::read_to_string(contents.join("Info.plist")).unwrap();
        let after =
            |key: &str| list.split_once(&format!("<key>{key}</key>\n  ")).unwrap().1.lines().next().unwrap().to_owned();
        assert_eq!(after("CFBundleExecutable"), "<string>lumbar</string>");
        assert_eq!(after("LSUIElement"), "<true/>");
        let icon = after("CFBundleIconFile").replace("<string>", "").replace("</string>", "");
        assert!(fs::read(contents.join("Resources").join(icon)).unwrap().starts_with(b"icns"));
        fs::remove_dir_all(folder).unwrap();
    }
}
