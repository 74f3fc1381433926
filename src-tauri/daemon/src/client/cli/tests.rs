use clap::CommandFactory;

use super::*;

fn read(words: &str) -> Result<CommandLine, clap::Error> {
    CommandLine::try_parse_from(std::iter::once("lumbar").chain(words.split_whitespace()))
}

#[test]
fn the_commands_are_sound() {
    CommandLine::command().debug_assert();
}

#[test]
fn every_command_of_the_manual_is_understood() {
    for words in [
        "",
        "start cold-20-20 --pack gel --turns 2 --accept R7 --accept r3",
        "start walk --for 20m",
        "start heat-wrap --for 6h",
        "start cold-20-20 --tell",
        "start cold-20-20 --anyway",
        "on --since 5",
        "off --at 5",
        "snooze 10",
        "on --since 5m",
        "on --since 2h --sure",
        "undo",
        "off --aloud",
        "status --aloud",
        "questions cold-15",
        "questions cold-15 --signs none --told none --adult",
        "questions heat-pad --told clot cannot-feel --signs unsure",
        "off",
        "off --at bell",
        "off --at 12m",
        "skin fine",
        "snooze 10m",
        "not-now",
        "skip",
        "skip activity",
        "back",
        "pause",
        "resume",
        "stop --hurts",
        "extend",
        "prepare towel",
        "status --json --watch",
        "practice",
        "practice on",
        "practice fine",
        "practice off",
        "practice end",
        "routines --json",
        "export all.json",
        "export --csv all.txt",
        "export days.ics",
        "import all.json --yes",
        "delete --everything",
        "routines import mine.toml",
        "routines import -",
        "routines export walk",
        "routines export walk walk.toml",
        "routines delete mine --yes",
        "settings",
        "doctor --json",
        "completions bash",
        "completions powershell",
        "man",
        "settings --json",
        "settings get theme --json",
        "settings set bed-hours 22:30-07:00",
        "settings set favourites walk cold-20-20",
        "settings reset theme",
        "settings reset --all",
        "up",
        "quit --force",
        "demo cold-20-20 --turns 2 --speed 10 --no-window",
        "demo --manual-clock --profile /tmp/p",
        "clock next",
        "clock advance 5m",
        "clock sleep 2h",
        "clock step-wall -3h",
        "--profile /tmp/p -v run",
    ] {
        assert!(read(words).is_ok(), "{words}: {:?}", read(words).err());
    }
}

#[test]
fn a_bare_number_is_minutes_and_the_help_says_so() {
    for (words, seconds) in [("on --since 10", 600), ("on --since 10s", 10), ("on --since 1h", 3600)] {
        let Some(Verb::On { since, .. }) = read(words).unwrap().command else { panic!("{words}") };
        assert_eq!(since.as_secs(), seconds, "{words}");
    }
    let Some(Verb::Off { at }) = read("off --at 5").unwrap().command else { panic!("off") };
    assert_eq!(at, CameOff::Ago(300));
    let Some(Verb::Snooze { after }) = read("snooze 10").unwrap().command else { panic!("snooze") };
    assert_eq!(after.as_secs(), 600);
    for name in ["on", "off", "snooze"] {
        let mut command = CommandLine::command();
        let help = command.find_subcommand_mut(name).unwrap().render_help().to_string();
        assert!(help.contains("(minutes)"), "{help}");
    }
}

#[test]
fn what_is_not_understood_is_a_usage_error() {
    for words in [
        "dance",
        "start",
        "start cold-20-20 --turns 0x",
        "start walk --for long",
        "start cold-20-20 --accept R99",
        "skin green",
        "questions",
        "questions cold-15 --signs maybe",
        "practice maybe",
        "off --at noon",
        "on --since yesterday",
        "demo --speed 0",
        "demo --speed 60 --manual-clock",
        "demo --turns 2",
        "clock",
        "log dance",
        "export",
        "export --json --csv x",
        "import",
        "routines import",
        "routines export",
        "routines dance",
        "plan choose",
        "plan pause long",
        "settings set theme",
        "settings reset",
        "settings reset theme --all",
    ] {
        assert_eq!(read(words).err().map(|error| error.exit_code()), Some(2), "{words}");
    }
}
