//! The one list of what is installed: each file, its place below the prefix, its mode, and which of the two packages has it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    files,
    ground::{APP_ID, Part, printed},
    licences,
};
use crate::shell::{Done, root, target};

/// Where a file comes from.
pub(super) enum From {
    /// A file of the repository.
    File(String),
    /// A program of the release build.
    Program(&'static str),
    /// What the built program prints to these words.
    Printed(&'static [&'static str]),
    /// The licences of all that is linked into a program.
    Licences(Part),
    /// The terms of the package, as Debian reads them.
    Terms,
}

/// One file of one package.
pub(super) struct Asset {
    part: Part,
    from: From,
    /// Below the prefix (`/usr`, `/usr/local`, `~/.local`), without a `/` before it.
    pub(super) to: String,
    pub(super) mode: u32,
}

/// What was built, and where it lies.
pub(super) struct Built {
    /// The folder of the programs.
    pub(super) programs: PathBuf,
    /// What their names end with.
    pub(super) ending: &'static str,
    /// What they were built for, where that is another system than this one.
    pub(super) target: Option<&'static str>,
}

impl Built {
    /// The release build for this system.
    pub(super) fn here() -> Self {
        Self { programs: target().join("release"), ending: "", target: None }
    }
}

/// All files. What stands here is in every kind of package.
pub(super) fn all() -> Done<Vec<Asset>> {
    use From::{File, Licences, Printed, Program, Terms};
    use Part::{Background, Window};
    let file = |part, from: &str, to: String| Asset { part, from: File(from.to_owned()), to, mode: 0o644 };
    let other = |part, from, to: &str| Asset { part, from, to: to.to_owned(), mode: 0o644 };
    let program =
        |part: Part| Asset { part, from: Program(part.name()), to: format!("bin/{}", part.name()), mode: 0o755 };
    let asset = |name: &str| format!("xtask/assets/{name}");
    let mut all = vec![
        program(Background),
        program(Window),
        file(Background, &asset(&format!("{APP_ID}.desktop")), format!("share/applications/{APP_ID}.desktop")),
        file(Background, &asset(&format!("{APP_ID}.metainfo.xml")), format!("share/metainfo/{APP_ID}.metainfo.xml")),
        // Not enabled: who wants systemd to start Lumbar says `systemctl --user enable lumbar`.
        file(Background, &asset("lumbar.service"), "lib/systemd/user/lumbar.service".to_owned()),
        other(Background, Printed(&["man"]), "share/man/man1/lumbar.1"),
        file(Window, &asset("lumbar-window.1"), "share/man/man1/lumbar-window.1".to_owned()),
        other(Background, Printed(&["completions", "bash"]), "share/bash-completion/completions/lumbar"),
        other(Background, Printed(&["completions", "zsh"]), "share/zsh/site-functions/_lumbar"),
        other(Background, Printed(&["completions", "fish"]), "share/fish/vendor_completions.d/lumbar.fish"),
        file(Background, "README.md", "share/doc/lumbar/README.md".to_owned()),
        file(Background, "CHANGELOG.md", "share/doc/lumbar/NEWS.md".to_owned()),
    ];
    for part in Part::BOTH {
        let documents = format!("share/doc/{}", part.name());
        all.push(other(part, Terms, &format!("{documents}/copyright")));
        all.push(other(part, Licences(part), &format!("{documents}/third-party.txt")));
    }
    all.push(file(Background, "icons/lumbar.svg", icon("scalable", "svg")));
    for (size, from) in squares()? {
        all.push(file(Background, &from, icon(&size, "png")));
    }
    Ok(all)
}

/// Writes the files of a part below a folder that stands for the prefix.
pub(super) fn lay_out(part: Part, prefix: &Path) -> Done {
    for asset in all()?.into_iter().filter(|asset| asset.part == part) {
        files::write(&prefix.join(&asset.to), &asset.bytes(&Built::here())?, asset.mode)?;
    }
    Ok(())
}

/// What lies in the one folder on Windows: each file's place in it, and what it holds.
pub(super) fn windows(built: &Built) -> Done<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for asset in all()? {
        if let Some(place) = asset.on_windows() {
            files.push((place, asset.bytes(built)?));
        }
    }
    for only_there in ["lumbard.exe", "WebView2Loader.dll"] {
        let file = built.programs.join(only_there);
        // The library is linked in by some compilers.
        if file.is_file() || only_there.ends_with(".exe") {
            files.push((only_there.to_owned(), files::read(&file)?));
        }
    }
    Ok(files)
}

/// The lines of the menu: what each is called, and the words behind the program. The first is Lumbar itself.
pub(super) fn menu() -> Done<Vec<(String, String)>> {
    let file = root().join("xtask/assets").join(format!("{APP_ID}.desktop"));
    let entry = String::from_utf8(files::read(&file)?).map_err(|error| error.to_string())?;
    let value = |group: &str, name: &str| {
        let line = group.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.map(str::to_owned).ok_or_else(|| format!("{}: a group has no {name}", file.display()))
    };
    entry
        .split("\n[")
        .map(|group| {
            let run = value(group, "Exec")?;
            let words = run.strip_prefix("lumbar").ok_or_else(|| format!("{}: {run}", file.display()))?;
            Ok((value(group, "Name")?, words.trim().to_owned()))
        })
        .collect()
}

/// The files of a part, for the lists of the packagers.
pub(super) fn of(part: Part) -> Done<Vec<Asset>> {
    Ok(all()?.into_iter().filter(|asset| asset.part == part).collect())
}

impl Asset {
    /// Its place in the folder on Windows; none for what belongs to a desktop or a shell of Unix.
    fn on_windows(&self) -> Option<String> {
        let (folder, name) = self.to.rsplit_once('/')?;
        match folder {
            "bin" => Some(format!("{name}.exe")),
            "share/doc/lumbar" if name == "copyright" => Some("LICENSE.txt".to_owned()),
            "share/doc/lumbar" | "share/doc/lumbar-window" if name == "third-party.txt" => {
                Some(format!("third-party-{}.txt", self.part.name()))
            }
            "share/doc/lumbar" => Some(name.to_owned()),
            "share/icons/hicolor/128x128/apps" => Some("lumbar.png".to_owned()),
            _ => None,
        }
    }

    fn bytes(&self, built: &Built) -> Done<Vec<u8>> {
        match &self.from {
            From::File(file) => files::read(&root().join(file)),
            From::Program(name) => files::read(&built.programs.join(format!("{name}{}", built.ending))),
            From::Printed(words) => printed(words).map(String::into_bytes),
            From::Licences(part) => licences::of(*part, built.target).map(String::into_bytes),
            From::Terms => licences::terms().map(String::into_bytes),
        }
    }
}

fn icon(size: &str, ending: &str) -> String {
    format!("share/icons/hicolor/{size}/apps/{APP_ID}.{ending}")
}

/// The pixels in every size that icons/ has as `NxN.png`: size and file.
fn squares() -> Done<Vec<(String, String)>> {
    let listed = fs::read_dir(root().join("icons")).map_err(|error| format!("icons: {error}"))?;
    let names = listed.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut squares: Vec<(String, String)> = names
        .filter_map(|name| {
            let size = name.strip_suffix(".png")?;
            let (width, height) = size.split_once('x')?;
            (width == height && width.parse::<u32>().is_ok()).then(|| (size.to_owned(), format!("icons/{name}")))
        })
        .collect();
    squares.sort();
    Ok(squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = include_str!("../../assets/app.lumbar.Lumbar.desktop");
    const METAINFO: &str = include_str!("../../assets/app.lumbar.Lumbar.metainfo.xml");

    #[test]
    fn every_action_of_the_desktop_entry_has_its_own_group_and_starts_a_routine() {
        let listed = ENTRY.lines().find_map(|line| line.strip_prefix("Actions=")).unwrap();
        let actions: Vec<&str> = listed.split(';').filter(|action| !action.is_empty()).collect();
        assert_eq!(actions, ["cold-20-20", "heat-pad", "stretch-start"]);
        for action in actions {
            let group = format!("[Desktop Action {action}]\n");
            let text = ENTRY.split_once(&group).unwrap().1.split("\n[").next().unwrap();
            assert!(text.contains(&format!("Exec=lumbar start {action} --tell\n")), "{text}");
        }
    }

    #[test]
    fn no_place_is_taken_twice_and_every_file_of_the_repository_is_there() {
        let all = all().unwrap();
        let mut places: Vec<&str> = all.iter().map(|asset| asset.to.as_str()).collect();
        places.sort_unstable();
        assert!(places.windows(2).all(|pair| pair[0] != pair[1]), "{places:?}");
        for asset in &all {
            if let From::File(file) = &asset.from {
                assert!(root().join(file).is_file(), "{file}");
            }
        }
    }

    #[test]
    fn the_window_is_in_a_package_of_its_own() {
        let programs = |part| of(part).unwrap().into_iter().map(|a| a.to).filter(|to| to.starts_with("bin/"));
        assert_eq!(programs(Part::Background).collect::<Vec<_>>(), ["bin/lumbar"]);
        assert_eq!(programs(Part::Window).collect::<Vec<_>>(), ["bin/lumbar-window"]);
    }

    #[test]
    fn windows_has_the_programs_and_papers_and_nothing_of_a_desktop() {
        let mut places: Vec<String> = all().unwrap().iter().filter_map(Asset::on_windows).collect();
        places.sort();
        let papers = ["LICENSE.txt", "NEWS.md", "README.md"];
        let rest = ["lumbar-window.exe", "lumbar.exe", "lumbar.png", "third-party-lumbar-window.txt"];
        assert_eq!(places, [&papers[..], &rest[..], &["third-party-lumbar.txt"]].concat());
    }

    #[test]
    fn the_menu_has_lumbar_first_and_then_what_can_be_started() {
        let menu = menu().unwrap();
        assert_eq!(menu[0], ("Lumbar".to_owned(), String::new()));
        assert_eq!(menu[1], ("Ice, 20 on 20 off".to_owned(), "start cold-20-20 --tell".to_owned()));
        assert_eq!(menu.len(), 4);
        // Each name is that of a file there.
        assert!(menu.iter().all(|(name, _)| !name.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|', '$'])));
    }

    #[test]
    fn the_metainfo_names_this_version() {
        assert!(METAINFO.contains(&format!("<release version=\"{}\"", env!("CARGO_PKG_VERSION"))));
    }
}
