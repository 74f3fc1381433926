//! `cargo xtask desktops`: real Lumbar on real desktops without a screen. What was seen is a table with pictures.

use crate::{
    asked::Asked,
    shell::{self, Done, cargo, command, target},
    system::{self, Purpose},
};

/// Plays on the desktops that were named, or on all; those that are not installed are skipped, or installed with `--install`.
pub(crate) fn desktops(asked: &Asked) -> Done {
    if !cfg!(target_os = "linux") {
        return Err("desktops can be played on Linux only".to_owned());
    }
    system::ensure(&[Purpose::Build, Purpose::Desktop], asked.yes)?;
    shell::run(&mut cargo(["build", "-p", "lumbar", "-p", "lumbar-window", "-p", "lumbar-tests", "--bins"]))?;
    let program = target().join("debug/lumbar-desktops").display().to_string();
    let words = || asked.words.iter().map(String::as_str);
    if asked.install {
        let (_, missing) = shell::ask(&mut command(&program, std::iter::once("missing").chain(words())));
        system::install(&missing.lines().collect::<Vec<_>>(), asked.yes)?;
    }
    let folder = target().join("desktops").display().to_string();
    println!("Pictures and the table go to {folder}");
    shell::run(&mut command(&program, ["play", &folder].into_iter().chain(words())))
        .map_err(|_| "not all is as it should be, see the table".to_owned())
}
