//! `cargo xtask package`: builds for release and lays the programs out under dist/, for Linux.

use std::{env, fs, path::Path};

use crate::{
    asked::Asked,
    shell::{self, Done, cargo, command, root, target},
    system::{self, Purpose},
};

/// The name under which desktops know the program.
const APP_ID: &str = "app.lumbar.Lumbar";
const ENTRY: &str = include_str!("../assets/app.lumbar.Lumbar.desktop");
const INSTALL: &str = include_str!("../assets/install.sh");
const UNINSTALL: &str = include_str!("../assets/uninstall.sh");

/// Builds and lays out the folder and its archive.
pub(crate) fn package(asked: &Asked) -> Done {
    if !cfg!(target_os = "linux") {
        return Err(
            "packages are made for Linux only: there is no bundle for macOS (two nested bundles, signing) and no \
                    installer for Windows (lumbard.exe, an app id for toasts) yet"
                .to_owned(),
        );
    }
    system::ensure(&[Purpose::Build], asked.yes)?;
    shell::run(&mut cargo(["build", "--release", "-p", "lumbar", "-p", "lumbar-window"]))?;
    let name = format!("lumbar-{}-linux-{}", env!("CARGO_PKG_VERSION"), env::consts::ARCH);
    let dist = root().join("dist");
    let folder = dist.join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    lay_out(&folder)?;
    let dist = dist.display().to_string();
    let archive = format!("{dist}/{name}.tar.gz");
    let owner = ["--owner=0", "--group=0", "--numeric-owner", "--sort=name"];
    shell::run(&mut command("tar", ["-C", &dist, "-czf", &archive].into_iter().chain(owner).chain([name.as_str()])))?;
    println!("\n{}\n{archive}", folder.display());
    println!("Not made: packages for a distribution, a Flatpak, a bundle for macOS, an installer for Windows.");
    Ok(())
}

fn lay_out(folder: &Path) -> Done {
    for program in ["lumbar", "lumbar-window"] {
        copy(&target().join("release").join(program), &folder.join("bin").join(program))?;
    }
    write(&folder.join(format!("share/applications/{APP_ID}.desktop")), ENTRY)?;
    for (name, text) in [("install.sh", INSTALL), ("uninstall.sh", UNINSTALL)] {
        write(&folder.join(name), text)?;
        shell::run(&mut command("chmod", ["755", &folder.join(name).display().to_string()]))?;
    }
    icons(folder)?;
    for document in ["LICENSE", "README.md", "CHANGELOG.md"] {
        if root().join(document).is_file() {
            copy(&root().join(document), &folder.join(document))?;
        }
    }
    Ok(())
}

/// The icon as a drawing, and as pixels in every size that icons/ has as `NxN.png`.
fn icons(folder: &Path) -> Done {
    let themed = |size: &str, ending: &str| folder.join(format!("share/icons/hicolor/{size}/apps/{APP_ID}.{ending}"));
    copy(&root().join("icons/lumbar.svg"), &themed("scalable", "svg"))?;
    let listed = fs::read_dir(root().join("icons")).map_err(|error| format!("icons: {error}"))?;
    for path in listed.flatten().map(|entry| entry.path()) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let square =
            stem.split_once('x').is_some_and(|(width, height)| width == height && width.parse::<u32>().is_ok());
        if square && path.extension().is_some_and(|ending| ending == "png") {
            copy(&path, &themed(&stem, "png"))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Done {
    make_parent(to)?;
    fs::copy(from, to).map(|_bytes| ()).map_err(|error| format!("{}: {error}", from.display()))
}

fn write(to: &Path, text: &str) -> Done {
    make_parent(to)?;
    fs::write(to, text).map_err(|error| format!("{}: {error}", to.display()))
}

fn make_parent(of: &Path) -> Done {
    let parent = of.parent().unwrap_or(of);
    fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
