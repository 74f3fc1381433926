//! Knows what Lumbar needs of the system, finds out what is missing, and installs it (apt) or says how to.

use std::{
    env,
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use crate::shell::{self, Done};

/// What something is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To build both programs.
    Build,
    /// For a virtual desktop, and for the tests on one.
    Desktop,
    /// To look at the pages in a browser, under axe-core.
    Pages,
    /// To break disks and watch system calls.
    Faults,
    /// To build for Windows and run that.
    Windows,
    /// To check what packages hold.
    Package,
    /// To make packages for Debian.
    Deb,
    /// To install packages in new systems.
    Installs,
}

/// How the presence of something shows.
enum Sign {
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A program in the path.
    Program(&'static str),
    /// At least one font.
    Font,
    /// Any of the browsers that the pages are looked at in.
    Browser,
}

struct Need {
    sign: Sign,
    purpose: Purpose,
    /// The package's name for apt, dnf, pacman, zypper and apk. Only the first was tried.
    packages: [&'static str; 5],
}

const fn need(purpose: Purpose, sign: Sign, packages: [&'static str; 5]) -> Need {
    Need { sign, purpose, packages }
}

use Purpose::{Build, Deb, Desktop, Faults, Installs, Package, Pages, Windows};
use Sign::{Browser, Font, Library, Program};

const NEEDS: [Need; 35] = [
    need(Build, Program("cc"), ["build-essential", "gcc", "base-devel", "gcc", "build-base"]),
    need(
        Build,
        Program("pkg-config"),
        ["pkg-config", "pkgconf-pkg-config", "pkgconf", "pkgconf-pkg-config", "pkgconf"],
    ),
    need(
        Build,
        Library("webkit2gtk-4.1"),
        ["libwebkit2gtk-4.1-dev", "webkit2gtk4.1-devel", "webkit2gtk-4.1", "webkit2gtk3-devel", "webkit2gtk-4.1-dev"],
    ),
    need(Build, Library("alsa"), ["libasound2-dev", "alsa-lib-devel", "alsa-lib", "alsa-devel", "alsa-lib-dev"]),
    need(Desktop, Program("dbus-daemon"), ["dbus", "dbus-daemon", "dbus", "dbus-1", "dbus"]),
    need(
        Desktop,
        Program("Xvfb"),
        ["xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb", "xorg-x11-server-Xvfb", "xvfb"],
    ),
    need(Desktop, Program("openbox"), ["openbox"; 5]),
    need(Desktop, Program("dunst"), ["dunst"; 5]),
    need(Desktop, Program("xfce4-panel"), ["xfce4-panel"; 5]),
    need(Desktop, Program("xfconf-query"), ["xfconf"; 5]),
    need(
        Desktop,
        Program("WebKitWebDriver"),
        ["webkit2gtk-driver", "webkitgtk6.0", "webkitgtk-6.0", "webkit2gtk-4_1-webdriver", "webkit2gtk-4.1"],
    ),
    need(Desktop, Program("xdotool"), ["xdotool"; 5]),
    need(Desktop, Program("import"), ["imagemagick", "ImageMagick", "imagemagick", "ImageMagick", "imagemagick"]),
    need(Desktop, Program("xwininfo"), ["x11-utils", "xwininfo", "xorg-xwininfo", "xwininfo", "xwininfo"]),
    need(Desktop, Program("wmctrl"), ["wmctrl"; 5]),
    need(Desktop, Program("faketime"), ["faketime", "libfaketime", "libfaketime", "libfaketime", "libfaketime"]),
    need(Desktop, Program("setsid"), ["util-linux"; 5]),
    need(Desktop, Font, ["fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu", "dejavu-fonts", "font-dejavu"]),
    need(Faults, Program("mkfs.ext4"), ["e2fsprogs"; 5]),
    need(Faults, Program("fsfreeze"), ["util-linux"; 5]),
    need(Faults, Program("strace"), ["strace"; 5]),
    need(
        Windows,
        Program("x86_64-w64-mingw32-gcc-posix"),
        ["gcc-mingw-w64-x86-64-posix", "mingw64-gcc", "mingw-w64-gcc", "mingw64-cross-gcc", "mingw-w64-gcc"],
    ),
    need(
        Windows,
        Program("x86_64-w64-mingw32-g++-posix"),
        ["g++-mingw-w64-x86-64-posix", "mingw64-gcc-c++", "mingw-w64-gcc", "mingw64-cross-gcc-c++", "mingw-w64-gcc"],
    ),
    need(Windows, Program("wine"), ["wine"; 5]),
    need(Windows, Program("makensis"), ["nsis", "mingw32-nsis", "nsis", "mingw64-cross-nsis", "nsis"]),
    need(
        Windows,
        Program("x86_64-w64-mingw32-strip"),
        [
            "binutils-mingw-w64-x86-64",
            "mingw64-binutils",
            "mingw-w64-binutils",
            "mingw64-cross-binutils",
            "mingw-w64-binutils",
        ],
    ),
    need(Package, Program("desktop-file-validate"), ["desktop-file-utils"; 5]),
    need(Package, Program("appstreamcli"), ["appstream", "appstream", "appstream", "AppStream", "appstream"]),
    need(Deb, Program("dpkg-shlibdeps"), ["dpkg-dev", "dpkg-dev", "dpkg", "dpkg", "dpkg-dev"]),
    need(Deb, Program("lintian"), ["lintian"; 5]),
    need(Installs, Program("debootstrap"), ["debootstrap"; 5]),
    need(Installs, Program("unshare"), ["util-linux"; 5]),
    need(Pages, Browser, ["chromium"; 5]),
    need(Pages, Program("node"), ["nodejs"; 5]),
    need(Pages, Program("npm"), ["npm", "nodejs-npm", "npm", "npm-default", "npm"]),
];

/// Browsers that understand Chromium's developer tools, by program.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The package managers, in the order of `Need::packages`, with the words that install.
const INSTALLERS: [(&str, &[&str]); 5] = [
    ("apt-get", &["install", "-y", "--no-install-recommends"]),
    ("dnf", &["install", "-y"]),
    ("pacman", &["-S", "--needed", "--noconfirm"]),
    ("zypper", &["install", "-y"]),
    ("apk", &["add"]),
];

/// Sees to it that everything for these purposes is there. A failure says what is missing and how to get it.
pub(crate) fn ensure(purposes: &[Purpose], yes: bool) -> Done {
    if !cfg!(target_os = "linux") {
        println!("{}", elsewhere());
        return Ok(());
    }
    let missing: Vec<&Need> =
        NEEDS.iter().filter(|need| purposes.contains(&need.purpose) && !is_there(&need.sign)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| name(&need.sign)).collect();
    println!("The system lacks: {}", names.join(", "));
    let found = INSTALLERS.iter().enumerate().find(|(_, (program, _))| shell::which(program).is_some());
    let Some((at, (program, words))) = found else {
        return Err(format!("no package manager known here; install these by hand: {}", names.join(", ")));
    };
    let mut packages: Vec<&str> = missing.iter().filter_map(|need| need.packages.get(at).copied()).collect();
    packages.sort_unstable();
    packages.dedup();
    let as_root = root_words()?;
    let shown = format!(
        "{}{program} {} {}",
        as_root.join(" ") + if as_root.is_empty() { "" } else { " " },
        words.join(" "),
        packages.join(" ")
    );
    if *program != "apt-get" {
        return Err(format!("install it with (names not tried here, this is known for apt only):\n  {shown}"));
    }
    println!("It comes with:\n  {shown}");
    if !yes && !consents(&as_root)? {
        return Err("nothing was installed; run the command above, then this again".to_owned());
    }
    apt_install(&as_root, &packages)?;
    match missing.iter().find(|need| !is_there(&need.sign)) {
        Some(need) => Err(format!("{} is still missing after the installation", name(&need.sign))),
        None => Ok(()),
    }
}

/// Installs packages of Debian, after asking.
pub(crate) fn install(packages: &[&str], yes: bool) -> Done {
    if packages.is_empty() {
        return Ok(());
    }
    if shell::which("apt-get").is_none() {
        return Err(format!("known for apt only; what is missing here: {}", packages.join(" ")));
    }
    let as_root = root_words()?;
    println!("Missing: {}", packages.join(" "));
    if !yes && !consents(&as_root)? {
        return Err("nothing was installed".to_owned());
    }
    apt_install(&as_root, packages)
}

fn apt_install(as_root: &[&str], packages: &[&str]) -> Done {
    let (program, words) = INSTALLERS[0];
    let quiet = ["env", "DEBIAN_FRONTEND=noninteractive", program];
    let apt = |words: &[&str]| {
        let all: Vec<&str> = as_root.iter().copied().chain(quiet).chain(words.iter().copied()).collect();
        match all.split_first() {
            Some((first, rest)) => shell::run(&mut shell::command(first, rest)),
            None => Ok(()),
        }
    };
    // Old lists may still do, so a failure here is only told.
    if let Err(sentence) = apt(&["update", "-qq"]) {
        println!("{sentence}; going on with the lists at hand");
    }
    apt(&words.iter().copied().chain(["-qq"]).chain(packages.iter().copied()).collect::<Vec<_>>())
}

/// Where a browser for the pages is.
pub(crate) fn browser() -> Option<PathBuf> {
    BROWSERS.iter().find_map(|program| shell::which(program))
}

fn is_there(sign: &Sign) -> bool {
    match sign {
        Browser => browser().is_some(),
        Library(library) => shell::ask(&mut shell::command("pkg-config", ["--exists", library])).0,
        Program(program) => shell::which(program).is_some(),
        Font => {
            let (known, fonts) = shell::ask(&mut shell::command("fc-list", [":", "family"]));
            known && !fonts.trim().is_empty()
        }
    }
}

fn name(sign: &Sign) -> &'static str {
    match sign {
        Library(name) | Program(name) => name,
        Font => "a font",
        Browser => "chromium",
    }
}

/// What stands before a command that needs root: nothing for root itself, else sudo.
fn root_words() -> Done<Vec<&'static str>> {
    let (_, id) = shell::ask(&mut shell::command("id", ["-u"]));
    if id.trim() == "0" {
        return Ok(Vec::new());
    }
    match shell::which("sudo") {
        // Without a terminal nobody can type a password: sudo must do without, or fail at once.
        Some(_) if io::stdin().is_terminal() => Ok(vec!["sudo"]),
        Some(_) => Ok(vec!["sudo", "-n"]),
        None => Err("packages are missing, and there is neither root nor sudo to install them".to_owned()),
    }
}

/// Asks at a terminal; where nobody sits at one, goes on.
fn consents(as_root: &[&str]) -> Done<bool> {
    if !io::stdin().is_terminal() || env::var_os("CI").is_some() {
        return Ok(true);
    }
    let who = if as_root.is_empty() { "as root" } else { "with sudo" };
    print!("Run it {who} now? [y/N] ");
    io::stdout().flush().map_err(|error| error.to_string())?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| error.to_string())?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn elsewhere() -> &'static str {
    if cfg!(target_os = "macos") {
        "macOS: needs the command line tools (`xcode-select --install`); nothing else is installed here."
    } else if cfg!(windows) {
        "Windows: needs the C++ build tools (`winget install Microsoft.VisualStudio.2022.BuildTools`) and WebView2, \
         which Windows 11 has; nothing is installed here."
    } else {
        "What this system needs is not known here; nothing is installed."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_has_a_package_for_every_installer() {
        for need in &NEEDS {
            assert!(need.packages.iter().all(|package| !package.is_empty()), "{}", name(&need.sign));
        }
    }
}
