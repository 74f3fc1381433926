//! Sessions as a person leads them: presses, notifications, refusals.

use super::*;

#[test]
fn two_turns_of_ice_are_led_by_requests_from_the_first_press_to_the_end() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(2)).await;
        for turn in 1..=2 {
            assert_eq!(life.phase().await, Some(PhaseView::Ready));
            life.must(ON).await;
            assert!(life.desktop.seen(|seen| seen.idle_held && seen.sleep_held));
            life.advance(300).await;
            life.must(FINE).await;
            life.advance(300).await;
            life.must(FINE).await;
            life.advance(600).await;
            assert_eq!(life.phase().await, Some(PhaseView::TakeOff));
            assert_eq!(life.desktop.seen(|seen| seen.sounds.last().copied()), Some(Sound::Alarm));
            life.must(OFF).await;
            assert_eq!(life.phase().await, Some(PhaseView::Resting));
            assert!(life.desktop.seen(|seen| !seen.idle_held && !seen.sleep_held));
            assert_eq!(life.view().await.thermal.as_ref().map(|session| session.turn), Some(turn));
            life.advance(1200).await;
        }
        let view = life.view().await;
        assert_eq!(view.thermal, None);
        assert_eq!(view.last.as_ref().map(|last| last.outcome.code()), Some("done"));
        let titles = life.titles();
        for said in ["off", "skin"] {
            assert!(titles.iter().any(|title| title.to_lowercase().contains(said)), "{titles:?}");
        }
    });
}

#[test]
fn one_turn_is_led_by_the_buttons_of_notifications_alone() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.handle
            .send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Start("cold-20-20".into()), activation: None }));
        assert_eq!(life.phase().await, Some(PhaseView::Ready));
        life.press("on");
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        for _ in 0..2 {
            life.advance(300).await;
            life.press("skin-fine");
        }
        life.advance(600).await;
        life.press("off");
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn a_deadline_that_passed_while_nothing_ran_is_told_once_with_the_true_time() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.crash().await;
        // The world goes on without the program.
        let clock = Clock::manual(Some(folder.path().join("clock.json")));
        clock.as_manual().unwrap().advance(Duration::from_secs(1260));
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::TakeOff));
        let notes = life.desktop.seen(|seen| seen.notes.clone());
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].body.contains("21 min") || notes[0].title.contains("21 min"), "{:?}", notes[0]);
    });
}

#[test]
fn leaving_movement_does_not_silence_the_alarm_to_take_the_pack_off() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.advance(1190).await;
        // Movement asks first while cold is on (R17).
        let accept = [RuleId::R17].into();
        life.must(Wish::Start(Start { accept, ..Start::plain("stretch-start") })).await;
        life.advance(10).await;
        let heard = || life.desktop.seen(|seen| std::mem::take(&mut seen.sounds));
        assert!(heard().contains(&Sound::Alarm));
        life.must(Fact::Stop { slot: Slot::Activity, hurts: false }).await;
        assert!(!heard().contains(&Sound::Silent));
        life.must(OFF).await;
        assert!(heard().contains(&Sound::Silent));
    });
}

#[test]
fn a_press_is_judged_by_the_hours_of_where_the_person_is_now() {
    play(async |folder| {
        let (mut driver, _, _) = Life::driver(folder.path(), None);
        let here = driver.surroundings.offset();
        // Told of another zone last: this is the first that is heard after a journey.
        driver.surroundings.moved_to(-1);
        driver.apply(Fact::AcceptDisclaimer).unwrap();
        assert_eq!(driver.surroundings.offset(), here);
    });
}

#[test]
fn refusals_are_told_where_the_press_was_and_a_due_question_opens_the_window() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        let refused = life.handle.tell(start(1)).await.unwrap().unwrap_err();
        assert!(matches!(refused, Refused::Gate { .. }));
        let tray_start =
            || Input::Tray(TrayEvent::Pressed { action: TrayAction::Start("cold-20-20".into()), activation: None });
        life.handle.send(tray_start());
        life.view().await;
        assert_eq!(life.desktop.seen(|seen| seen.windows.clone()), [Some("/before/cold-20-20".to_owned())]);

        life.healthy().await;
        assert_eq!(life.handle.tell(ON).await.unwrap(), Err(Refused::NothingRunning));
        life.must(start(1)).await;
        life.handle.send(tray_start());
        life.view().await;
        let note = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap();
        assert_eq!(note.tag_key, "refused");
        assert!(!note.body.is_empty());
        life.must(Fact::Stop { slot: Slot::Thermal, hurts: false }).await;
        life.must(start(1)).await;
        life.must(Fact::On { token: None, since: 600, sure: false }).await;
        life.must(Fact::Stop { slot: Slot::Thermal, hurts: false }).await;
        life.must(OFF).await;
        life.handle.send(tray_start());
        life.view().await;
        let body = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap().body;
        assert!(body.contains("Ice again from") && body.contains("Rule R2. It comes from: "), "{body}");
        // An entry of the desktop's menu is pressed where as little is seen as in the tray.
        let told = life.desktop.seen(|seen| std::mem::take(&mut seen.notes));
        let wish = |reply| Input::Press { command: start(1), activation: None, reply };
        life.handle.call(wish).await.unwrap();
        let again = life.desktop.seen(|seen| seen.notes.clone());
        let last = told.last().unwrap();
        assert_eq!(again, [Note { serial: last.serial + 1, ..last.clone() }]);
        assert!(life.desktop.seen(|seen| seen.notes.iter().all(|note| note.tag_key != "app")), "that asks for a pack");
    });
}

#[test]
fn whoever_presses_for_a_window_is_told_why_none_comes_and_an_alert_that_raises_one_is_enough() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let told = || life.desktop.seen(|seen| std::mem::take(&mut seen.notes));
        let open = |urgent| Input::ShowWindow(Opening { urgent, ..Opening::default() });
        for urgent in [false, true] {
            // There is nothing to start it on, or it fails a moment later.
            for no_display in [true, false] {
                life.desktop.seen(|seen| seen.no_display = no_display);
                life.handle.send(open(urgent));
                if !no_display {
                    life.handle.send(Input::WindowFailed(NoWindow::NotStarted(std::io::ErrorKind::Other.into())));
                }
                life.view().await;
                let tags: Vec<_> = told().into_iter().map(|note| (note.tag_key, note.title)).collect();
                let expected = [("no-window".to_owned(), "The window did not open".to_owned())];
                assert_eq!(tags, expected[usize::from(urgent)..], "no display: {no_display}");
            }
        }
        assert_eq!(life.desktop.seen(|seen| seen.windows.len()), 4, "each request tries again");
        life.handle.send(open(false));
        life.handle.send(Input::WindowFailed(NoWindow::NotWanted));
        life.view().await;
        assert_eq!(told(), []);
    });
}

#[test]
fn an_old_button_of_the_same_exposure_still_takes_the_pack_off() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let token = life.view().await.thermal.as_ref().unwrap().token;
        life.advance(1260).await;
        let old = Press {
            answer: lumbar_engine::words::Answer::Off,
            token,
            of: crate::core::answer::Of::Session(Slot::Thermal),
        };
        life.handle.send(Input::Notifier(NotifierEvent::Pressed {
            tag_key: "thermal".into(),
            key: old.key(),
            activation: None,
        }));
        assert_eq!(life.phase().await, Some(PhaseView::Resting));
    });
}

#[test]
fn what_nobody_waits_for_any_more_begins_and_ends_nothing_and_a_fact_counts_all_the_same() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let gone = |command: Command| {
            let (reply, _) = tokio::sync::oneshot::channel();
            life.handle.send(Input::Tell(command, reply));
        };
        gone(start(1));
        assert_eq!(life.phase().await, None);
        life.must(start(1)).await;
        gone(ON);
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        let (reply, _) = tokio::sync::oneshot::channel();
        life.handle.send(Input::Quit { force: true, reply });
        assert_eq!(life.phase().await, Some(PhaseView::Running));
    });
}

#[test]
fn a_person_who_wants_it_discreet_is_told_nothing_about_the_body_on_the_screen() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.handle
            .call(|reply| Input::Prefer(Preference::set(&lumbar_ui::settings::DISCREET, &true), reply))
            .await
            .unwrap()
            .unwrap();
        life.must(start(1)).await;
        life.must(ON).await;
        let pressed = |action| Input::Tray(TrayEvent::Pressed { action, activation: None });
        life.handle.send(pressed(TrayAction::Start("heat-pad".into())));
        life.handle.send(pressed(TrayAction::Quit));
        life.handle.send(Input::SessionEnds);
        life.loop_.await.unwrap();
        let notes = life.desktop.seen(|seen| std::mem::take(&mut seen.notes));
        let tags: Vec<&str> = notes.iter().map(|note| note.tag_key.as_str()).collect();
        assert!(["refused", "quit", "session-ends"].iter().all(|tag| tags.contains(tag)), "{tags:?}");
        for Note { title, body, .. } in notes {
            let said = format!("{title} {body}").to_lowercase();
            let bare =
                ["body", "ice", "cold", "heat", "pack", "skin", "warm"].into_iter().find(|word| said.contains(word));
            assert_eq!(bare, None, "{said}");
        }
    });
}

#[test]
fn beats_of_movement_are_heard_and_wake_no_disk() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(Wish::Start(Start::plain("stretch-start"))).await;
        // Into the first step with beats.
        life.advance(32).await;
        let generation = || Store::open(folder.path()).unwrap().0.mark().unwrap().generation;
        let sounds = || life.desktop.seen(|seen| seen.sounds.len());
        life.view().await;
        let (saved, heard) = (generation(), sounds());
        for _ in 0..4 {
            life.advance(5).await;
        }
        life.view().await;
        assert!(sounds() >= heard + 4, "{} beats", sounds() - heard);
        assert_eq!(generation(), saved, "nothing that must outlive a crash has changed");
        // The end of a step is saved.
        life.advance(60).await;
        life.view().await;
        assert!(generation() > saved);
    });
}
