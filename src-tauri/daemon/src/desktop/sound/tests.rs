use super::*;

#[test]
fn every_sound_has_its_own_word_and_they_rise_in_what_they_insist_on() {
    let codes: std::collections::BTreeSet<_> = SoundKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), SoundKind::ALL.len());
    assert!(SoundKind::ALL.is_sorted());
    assert!(SoundKind::Gentle < SoundKind::Bell && SoundKind::Bell < SoundKind::Alarm);
}

#[test]
fn a_player_that_ends_late_does_not_speak_for_the_one_after_it() {
    let ready = SoundState::Ready { device: "Speaker".to_owned() };
    let sound = Sound::with_player(PathBuf::new(), SoundState::None { why: "nothing yet".to_owned() });
    let of = |number| Wanted { number, kind: SoundKind::Bell, loudness: Loudness::FULL };
    sound.learn(of(2), ready.clone());
    sound.learn(of(1), SoundState::None { why: "it was ended".to_owned() });
    assert_eq!(sound.state(), ready);
    let gone = SoundState::None { why: "unplugged".to_owned() };
    sound.learn(of(2), gone.clone());
    assert_eq!(sound.state(), gone);
}

#[cfg(unix)]
mod with_a_player {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    struct Player {
        sound: Sound,
        folder: tempfile::TempDir,
    }

    impl Player {
        /// A player that runs this script; its notes go to `$N`.
        fn new(script: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("player");
            let notes = folder.path().join("notes");
            std::fs::write(&path, format!("#!/bin/sh\nN={}\n{script}\n", notes.display())).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
            let state = SoundState::Ready { device: String::new() };
            Self { sound: Sound::with_player(path, state), folder }
        }

        fn notes(&self) -> String {
            std::fs::read_to_string(self.folder.path().join("notes")).unwrap_or_default()
        }

        fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
            for _ in 0..20_000 {
                if holds(self) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            panic!("it never came to be that {what}; notes: {}, state: {:?}", self.notes(), self.sound.state());
        }
    }

    /// Says that it plays, and plays until its line is cut.
    const RINGS: &str =
        r#"echo "on $1 $2" >>$N; echo "noise of a library"; echo "ready Speaker"; cat >/dev/null; echo "off $2" >>$N"#;

    #[test]
    fn a_sound_plays_until_it_is_silenced_and_its_device_is_known_then() {
        let player = Player::new(RINGS);
        player.sound.play(SoundKind::Alarm);
        player.until("it plays", |p| p.sound.state() == SoundState::Ready { device: "Speaker".to_owned() });
        assert_eq!(player.notes(), "on ring alarm\n");
        player.sound.silence();
        player.until("it is silent", |p| p.notes().ends_with("off alarm\n"));
    }

    #[test]
    fn the_player_is_told_how_loud_it_is_and_whether_it_rises() {
        let player = Player::new(r#"echo "on $*" >>$N; echo "ready"; cat >/dev/null"#);
        player.sound.play_at(SoundKind::Tick, Loudness { percent: 25, rises: true });
        player.until("it ticks", |p| p.notes() == "on ring tick 25\n");
        player.sound.play_at(SoundKind::Alarm, Loudness { percent: 50, rises: false });
        player.until("it rings", |p| p.notes().ends_with("on ring alarm 50 at-once\n"));
        player.sound.silence();
    }

    #[test]
    fn silence_where_nothing_plays_keeps_no_later_sound_from_playing() {
        let player = Player::new(RINGS);
        player.sound.silence();
        player.sound.play(SoundKind::Alarm);
        player.until("it plays", |p| p.notes() == "on ring alarm\n");
        player.sound.silence();
        player.until("it is silent", |p| p.notes().ends_with("off alarm\n"));
        player.sound.silence();
        assert_eq!(player.notes(), "on ring alarm\noff alarm\n");
    }

    #[test]
    fn a_louder_sound_takes_the_place_of_a_softer_one_and_not_the_other_way() {
        let player = Player::new(RINGS);
        player.sound.play(SoundKind::Gentle);
        player.until("the first plays", |p| p.sound.shared().line.is_some());
        player.sound.play(SoundKind::Alarm);
        player.until("the second plays", |p| p.notes().contains("off gentle") && p.notes().contains("on ring alarm"));
        player.until("it is known", |p| p.sound.shared().line.is_some());
        player.sound.play(SoundKind::Bell);
        player.sound.play(SoundKind::Alarm);
        player.until("the alarm begins again", |p| p.notes().matches("on ring alarm").count() == 2);
        assert!(!player.notes().contains("bell"));
        player.sound.silence();
    }

    #[test]
    fn a_softer_sound_does_not_cut_off_an_alarm_whose_player_is_still_on_its_way_up() {
        let player = Player::new(RINGS);
        player.sound.play(SoundKind::Alarm);
        player.sound.play(SoundKind::Bell);
        player.sound.play(SoundKind::Gentle);
        player.until("the alarm plays", |p| p.sound.shared().line.is_some());
        player.until("it is heard", |p| p.notes() == "on ring alarm\n");
        player.sound.silence();
        player.until("it is silent", |p| p.notes() == "on ring alarm\noff alarm\n");
    }

    #[test]
    fn the_last_sound_takes_the_place_of_another_and_nothing_of_the_program_holds_it() {
        let player = Player::new(r#"echo "on $2 $4" >>$N; cat >/dev/null; echo "off $2" >>$N"#);
        player.sound.play(SoundKind::Alarm);
        player.until("the alarm plays", |p| p.notes() == "on alarm \n");
        player.sound.play_out(SoundKind::Bell);
        player.until("all have ended", |p| p.notes().contains("off alarm") && p.notes().contains("off bell"));
        assert!(player.notes().contains("on bell to-its-end\n"), "{}", player.notes());
    }

    #[test]
    fn silence_right_after_the_start_is_silence() {
        let player = Player::new(RINGS);
        for _ in 0..5 {
            player.sound.play(SoundKind::Alarm);
            player.sound.silence();
        }
        // Softer than an alarm: it comes up only if none of them goes on, and after the players of all of them.
        player.sound.play(SoundKind::Gentle);
        player.until("the next sound plays", |p| p.notes().contains("on ring gentle"));
        let alarms = |sign: &str| player.notes().matches(&format!("{sign} alarm")).count();
        player.sound.silence();
        // A player of an alarm may be so late that it says its two lines after those of the gentle sound.
        let silent = |p: &Player| p.notes().contains("off gentle\n") && alarms("on ring") == alarms("off");
        player.until("it is silent", silent);
    }

    #[test]
    fn a_player_that_fails_is_told_and_tried_again() {
        for (script, why) in [
            ("echo 'none no sound card'; exit 1", "no sound card"),
            ("exit 3", "said nothing"),
            ("kill -9 $$", "said nothing"),
        ] {
            let player = Player::new(script);
            player.sound.play(SoundKind::Bell);
            player.until("it is told", |p| matches!(p.sound.state(), SoundState::None { why: w } if w.contains(why)));
            player.until("nothing plays", |p| p.sound.shared().wanted.is_none());
        }
        let missing = Sound::with_player("/nowhere/at/all".into(), SoundState::Ready { device: String::new() });
        missing.play(SoundKind::Bell);
        let player = Player { sound: missing, folder: tempfile::tempdir().unwrap() };
        player.until(
            "it is told",
            |p| matches!(p.sound.state(), SoundState::None { why } if why.contains("could not be started")),
        );
    }
}
