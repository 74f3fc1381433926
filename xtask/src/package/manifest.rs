//! Writes what cargo-deb and cargo-generate-rpm read, both from the list of assets.

use std::{fmt::Write as _, path::Path};

use super::{
    assets, files,
    ground::{Part, VERSION, revision, tree},
    rpm,
};
use crate::shell::Done;

/// Who answers for the packages; whoever publishes them sets this to an address that is read.
const MAINTAINER: &str = "The Lumbar authors <lumbar@users.noreply.github.com>";

/// What one package says of itself.
struct About {
    summary: &'static str,
    description: &'static str,
}

const fn about(part: Part) -> About {
    match part {
        Part::Background => About {
            summary: "timer for ice, warmth, massage and stretching of a sore low back",
            description: "Lumbar helps adults with low back pain who use ice, warmth, massage and stretching at home. \
                          It says when to put a pack on, when to feel the skin, when to take it off, and when the next \
                          turn is: by notification, by sound and in the tray.\n\nThis package holds the background \
                          program and the command line. Its window is in lumbar-window.",
        },
        Part::Window => About {
            summary: "window of Lumbar, the timer for a sore low back",
            description: "Lumbar helps adults with low back pain who use ice, warmth, massage and stretching at home.\n\nThis \
                          package holds the window, which shows its pages with WebKitGTK.",
        },
    }
}

/// Writes a package of cargo that builds nothing and names the files in `tree` beside it.
pub(super) fn write(part: Part, folder: &Path) -> Done {
    files::write(&folder.join("src/lib.rs"), b"", 0o644)?;
    files::write(&folder.join("changelog"), changelog(part)?.as_bytes(), 0o644)?;
    files::write(&folder.join("lintian"), lintian(part).as_bytes(), 0o644)?;
    files::write(&folder.join("Cargo.toml"), text(part)?.as_bytes(), 0o644)
}

fn text(part: Part) -> Done<String> {
    let (name, About { summary, description }, revision) = (part.name(), about(part), revision()?);
    let assets = assets::of(part)?;
    let (mut deb, mut rpm) = (String::new(), String::new());
    for asset in &assets {
        let (from, mode) = (format!("tree/{}", asset.to), asset.mode);
        let _ = writeln!(deb, "  [{from:?}, {:?}, \"{mode:o}\"],", debian_place(&asset.to));
        let _ = writeln!(rpm, "  {{ source = {from:?}, dest = \"/usr/{}\", mode = \"100{mode:o}\" }},", asset.to);
    }
    let _ = writeln!(deb, "  [\"lintian\", \"usr/share/lintian/overrides/{name}\", \"644\"],");
    let (deb_words, rpm_words) = match part {
        Part::Background => (
            "depends = \"$auto\"\nrecommends = \"lumbar-window\"\nsuggests = \"speech-dispatcher\"\n",
            "recommends = { lumbar-window = \"*\" }\nsuggests = { speech-dispatcher = \"*\" }\n".to_owned(),
        ),
        Part::Window => ("depends = \"$auto, lumbar (= $version)\"\n", String::new()),
    };
    let mut requires: String = rpm::needs(&tree(part).join("bin").join(name))?
        .iter()
        .fold(String::new(), |list, one| format!("{list}{one:?} = \"*\"\n"));
    if part == Part::Window {
        let _ = writeln!(requires, "lumbar = \"= {VERSION}-{revision}\"");
    }
    let deb_words = deb_words.replace("$version", &format!("{VERSION}-{revision}"));
    Ok(format!(
        "[package]\nname = {name:?}\nversion = {VERSION:?}\nedition = \"2024\"\nlicense = \"MIT\"\nauthors = [{MAINTAINER:?}]\n\
         description = {summary:?}\n\n[workspace]\n\n\
         [package.metadata.deb]\nmaintainer = {MAINTAINER:?}\nrevision = \"{revision}\"\nsection = \"utils\"\n\
         priority = \"optional\"\nextended-description = {description:?}\nchangelog = \"changelog\"\n\
         license-file = [\"tree/share/doc/{name}/copyright\", \"0\"]\n{deb_words}assets = [\n{deb}]\n\n\
         [package.metadata.generate-rpm]\nrelease = \"{revision}\"\nsummary = {summary:?}\ndescription = {description:?}\n\
         {rpm_words}assets = [\n{rpm}]\n\n\
         [package.metadata.generate-rpm.requires]\n{requires}"
    ))
}

/// Where a file of the prefix lies on Debian, which has a folder of its own for completions of zsh that packages bring.
fn debian_place(to: &str) -> String {
    format!("usr/{}", to.replace("share/zsh/site-functions/", "share/zsh/vendor-completions/"))
}

/// Debian's own form; the changes for people are in NEWS.md.
fn changelog(part: Part) -> Done<String> {
    Ok(format!(
        "{} ({VERSION}-{}) unstable; urgency=medium\n\n  * This version; what changed is in NEWS.md of lumbar.\n\n \
         -- {MAINTAINER}  {}\n",
        part.name(),
        revision()?,
        built()?
    ))
}

/// When the last commit was made, so that packing twice gives the same.
fn built() -> Done<String> {
    let (success, said) = crate::shell::ask(&mut crate::shell::command("git", ["log", "-1", "--format=%cD"]));
    if success {
        Ok(said.trim().to_owned())
    } else {
        Err(format!("git does not tell the time of the last commit: {said}"))
    }
}

/// What lintian would call a fault and is none.
fn lintian(part: Part) -> String {
    let name = part.name();
    match part {
        Part::Background => format!(
            "# SQLite is built in on purpose: two of them in one program would break each other's locks, and the version is\n\
             # the one that the tests ran with.\n{name}: embedded-library *sqlite*\n"
        ),
        Part::Window => String::from("# Nothing here differs from what lintian expects.\n"),
    }
}
