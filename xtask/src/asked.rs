//! Reads the words that `cargo xtask` was called with.

/// The commands and flags.
pub(crate) const USAGE: &str = "\
cargo xtask COMMAND [--yes]

  run [-- ARGS]        install what the system lacks, build, start Lumbar; without a display, as `desktop`
  test [--keep-going]  install what the system lacks, then every check and test; ends with `N passed, M failed`
  axe                  look at every page and state under axe-core in a browser (some minutes)
  desktop [ROUTINE]    play a demo on a virtual desktop of its own and end by itself (default cold-20-20, two turns)
  desktops [NAME...]   play on real desktops (GNOME Shell, Plasma, dunst ...), press, kill, restart; prints a table. What is not
                       installed is skipped; with --install, it is installed first (apt)
  bench                measure the release build against the budgets
  faults [WORD]        break disk, data, desktop, clients on the real programs; prints what a person gets of each
  smoke [PROGRAM]      play one turn through a `lumbar` that was built or installed (default the release build); any system
  soak                 play two weeks on the release build and print what it costs after each day
  week [FOLDER]        live a week with the real programs and write its pages to target/week, or to FOLDER
  entered              count the files that one press and one deadline enter (builds with coverage counters)
  windows [STAGE...]   build the Windows programs, test and install them under Wine (first build some minutes);
                       all stages, or some of: build, pages, parts, session, hung, install
  house [--check]      count long files, circles of imports and more; with --check, fail at a circle
  package [KIND...]    build for release and make packages under dist/: tar, deb, rpm (default), nsis (all made on Linux);
                       alone: app (Lumbar.app, on a Mac), flatpak (what flatpak-builder needs, without a network)
  installs [STAGE...]  make the packages, then install, update and remove them with a pack on, in new systems (root, debootstrap);
                       all stages, or some of: pack, debian12, debian13, home, dnf

  --yes                do not ask before packages are installed
";

/// What may begin with a dash.
const FLAGS: [&str; 6] = ["--yes", "--install", "--keep-going", "--check", "--help", "-h"];

/// What was asked for besides the command.
pub(crate) struct Asked {
    /// Packages may be installed without a question.
    pub(crate) yes: bool,
    /// What is missing for what was asked for is installed.
    pub(crate) install: bool,
    /// A stage that fails does not keep the next ones from running.
    pub(crate) keep_going: bool,
    /// What was counted must also hold.
    pub(crate) check: bool,
    /// Only the usage is asked for.
    pub(crate) help: bool,
    /// What stands behind the command.
    pub(crate) words: Vec<String>,
    /// What stands behind `--`.
    pub(crate) passed_on: Vec<String>,
}

impl Asked {
    /// Tells the command from the rest; an error is a flag that is not known. Without a command it is empty.
    pub(crate) fn read(words: impl IntoIterator<Item = String>) -> Result<(String, Self), String> {
        let mut words: Vec<String> = words.into_iter().collect();
        let passed_on = match words.iter().position(|word| word == "--") {
            Some(at) => words.split_off(at).into_iter().skip(1).collect(),
            None => Vec::new(),
        };
        let (flags, mut words): (Vec<String>, Vec<String>) = words.into_iter().partition(|word| word.starts_with('-'));
        if let Some(unknown) = flags.iter().find(|flag| !FLAGS.contains(&flag.as_str())) {
            return Err(format!("{unknown} is not known"));
        }
        let has = |flag: &str| flags.iter().any(|one| one == flag);
        let command = if words.is_empty() { String::new() } else { words.remove(0) };
        let asked = Self {
            yes: has("--yes"),
            install: has("--install"),
            keep_going: has("--keep-going"),
            check: has("--check"),
            help: has("--help") || has("-h"),
            words,
            passed_on,
        };
        Ok((command, asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_words_and_what_is_passed_on_are_told_apart() {
        let read = |line: &str| Asked::read(line.split_whitespace().map(str::to_owned));
        let (command, asked) = read("run --yes cold-15 -- demo --speed 10").unwrap();
        assert_eq!((command.as_str(), asked.yes, asked.check), ("run", true, false));
        assert_eq!((asked.words.join(" "), asked.passed_on.join(" ")), ("cold-15".into(), "demo --speed 10".into()));
        assert_eq!(read("").unwrap().0, "");
        assert_eq!(read("test --quick").err().unwrap(), "--quick is not known");
    }
}
