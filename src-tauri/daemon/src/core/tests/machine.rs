//! What comes from around the program: sleep, battery, clock, bus, the end, and files that are read again.

use super::*;

#[test]
fn the_alarm_of_going_to_sleep_is_not_heard_after_waking_and_what_is_told_then_is() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let asleep = || life.handle.send(Input::Power(PowerEvent::GoingToSleep(Done::default())));
        let woke = || life.handle.send(Input::Power(PowerEvent::Woke));
        let heard = || life.desktop.seen(|seen| std::mem::take(&mut seen.sounds));
        heard();
        asleep();
        life.view().await;
        assert_eq!(heard(), [Sound::Alarm]);
        woke();
        life.view().await;
        assert_eq!(heard(), [Sound::Silent]);
        // The clock of the machine may tell of the time before the system tells of the waking.
        asleep();
        life.view().await;
        life.clock(ClockMove::Sleep { seconds: 1260 }).await;
        woke();
        life.view().await;
        assert_eq!(heard(), [Sound::Alarm, Sound::Silent, Sound::Alarm]);
    });
}

#[test]
fn the_machine_is_held_until_its_last_words_stand_and_no_other_notification_lets_it_go() {
    play(async |folder| {
        let (mut driver, ..) = Life::driver(folder.path(), None);
        let now = driver.clock.now();
        for request in healthy().into_iter().chain([start(1), ON]) {
            driver.engine.apply(request, now).unwrap();
        }
        let id = || NoteId { id: 1, server: "s".into() };
        let shown = |tag: &str, serial| Input::Notifier(NotifierEvent::Shown { tag_key: tag.into(), id: id(), serial });
        let sleeps = Input::Power(PowerEvent::GoingToSleep(Done::default()));
        let shuts_down = Input::Power(PowerEvent::ShuttingDown(Done::default()));
        for (event, words) in [(sleeps, "thermal"), (shuts_down, "session-ends")] {
            driver.take(event);
            let serial = driver.teller.shown_so_far();
            for (other, number) in [("activity", serial + 1), (words, serial - 1)] {
                driver.take(shown(other, number));
                assert!(driver.teller.last_words().is_some(), "{other} lets it go before {words} stands");
            }
            driver.take(shown(words, serial));
            assert!(driver.teller.last_words().is_none(), "{words} stands");
        }
    });
}

#[test]
fn an_alert_told_on_waking_is_not_told_again_when_the_system_tells_of_the_sleep_late() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        let before = life.titles().len();
        // With nothing on the body nobody waits for Lumbar: the machine sleeps before it was heard.
        life.clock(ClockMove::Sleep { seconds: 120 }).await;
        life.handle.send(Input::Power(PowerEvent::GoingToSleep(Done::default())));
        life.handle.send(Input::Power(PowerEvent::Woke));
        life.view().await;
        assert_eq!(life.titles().len(), before + 1, "{:?}", life.titles());
    });
}

#[test]
fn an_alarm_slept_through_rings_from_the_beginning_though_no_system_tells_of_waking() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let rang = || life.desktop.seen(|seen| std::mem::take(&mut seen.sounds)).len();
        rang();
        life.clock(ClockMove::Sleep { seconds: 8 * 3600 }).await;
        assert_eq!(rang(), 1, "one alarm with the true time");
        life.advance(300).await;
        assert_eq!(rang(), 10);
    });
}

#[test]
fn the_battery_is_looked_at_when_somebody_may_start_something_and_watched_while_a_session_stands() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let looks = || life.desktop.seen(|seen| seen.battery_looks);
        life.view().await;
        let before = looks();
        life.view().await;
        assert_eq!(looks(), before, "not with every page");
        life.advance(60).await;
        life.view().await;
        assert_eq!(looks(), before + 1);
        let watched = || life.desktop.seen(|seen| seen.battery_watched);
        assert!(!watched());
        life.must(start(1)).await;
        assert!(watched(), "before anything is on");
        life.handle.send(Input::Power(PowerEvent::Battery { low: true }));
        life.view().await;
        let note = life.desktop.seen(|seen| seen.notes.last().cloned()).unwrap();
        assert!(note.body.contains("Your battery is nearly empty"), "{}", note.body);
        life.must(Fact::Stop { slot: Slot::Thermal, hurts: false }).await;
        assert!(!watched());
    });
}

#[test]
fn a_program_that_went_on_in_its_own_place_counts_changes_from_elsewhere() {
    let now = Clock::manual(None).now();
    let later = Now { wall: now.wall + chrono::TimeDelta::seconds(1), ..now };
    assert!(first_revision(later) > first_revision(now) + 100_000, "more than could change in this second");
    assert!(first_revision(later) < 1 << 53);
}

#[test]
fn quitting_asks_first_while_something_is_on_the_body() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let quit = async |force| life.handle.call(|reply| Input::Quit { force, reply }).await.unwrap();
        assert_eq!(quit(false).await, Err(Stays::OnBody));
        life.handle.send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Quit, activation: None }));
        life.view().await;
        assert_eq!(life.desktop.seen(|seen| seen.notes.last().unwrap().tag_key.clone()), "quit");
        assert_eq!(quit(true).await, Ok(()));
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
        let left = life
            .desktop
            .seen(|seen| seen.withdrawn.contains(&"thermal".to_owned()) && seen.withdrawn.contains(&"quit".to_owned()));
        assert!(left, "no button is left that nobody hears");
        let life = Life::begin(folder.path());
        assert_eq!(life.phase().await, Some(PhaseView::Running));
    });
}

#[test]
fn the_question_whether_to_quit_goes_when_nothing_is_on_the_body_any_more() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let asked_back = || life.desktop.seen(|seen| seen.withdrawn.iter().filter(|tag| *tag == "quit").count());
        life.handle.send(Input::Tray(TrayEvent::Pressed { action: TrayAction::Quit, activation: None }));
        life.view().await;
        assert_eq!(asked_back(), 0);
        life.must(OFF).await;
        life.advance(600).await;
        assert_eq!(asked_back(), 1);
    });
}

#[test]
fn the_end_of_the_session_says_so_when_something_is_on_and_saves() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        life.handle.send(Input::SessionEnds);
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
        assert_eq!(life.desktop.seen(|seen| seen.notes.last().unwrap().tag_key.clone()), "session-ends");
        assert_eq!(life.desktop.seen(|seen| seen.last_sound), Some(Sound::Bell), "heard to its end");
    });
}

#[test]
fn a_lost_bus_ends_the_program_only_when_nothing_is_on_the_body() {
    play(async |folder| {
        tokio::time::pause();
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.must(ON).await;
        let bus = |up| life.handle.send(Input::Notifier(NotifierEvent::Bus { up }));
        bus(true);
        bus(false);
        life.view().await;
        tokio::time::sleep(LEAVE * 3).await;
        assert_eq!(life.phase().await, Some(PhaseView::Running));
        life.must(OFF).await;
        assert_eq!(life.loop_.await.unwrap(), End::Quit);
    });
}

#[test]
fn notifications_of_an_earlier_run_are_replaced_or_closed() {
    play(async |folder| {
        let id = |id| NoteId { id, server: "s".into() };
        let shown = |tag: &str, n| Input::Notifier(NotifierEvent::Shown { tag_key: tag.into(), id: id(n), serial: 0 });
        let life = Life::begin(folder.path());
        life.healthy().await;
        life.must(start(1)).await;
        life.handle.send(shown("thermal", 7));
        life.handle.send(shown("app", 8));
        life.must(ON).await;
        life.handle.send(shown("thermal", 9));
        life.advance(1200).await;
        life.crash().await;
        let life = Life::begin(folder.path());
        life.view().await;
        assert_eq!(life.desktop.seen(|seen| seen.notes.last().unwrap().replaces.clone()), Some(id(9)));
        assert_eq!(life.desktop.seen(|seen| seen.stale.clone()), [id(8)]);
    });
}

#[test]
fn only_a_manual_clock_is_moved_by_hand_and_its_wall_steps_alone() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        let before = life.handle.look().await.unwrap().now;
        life.clock(ClockMove::StepWall { seconds: -10_800 }).await;
        let after = life.handle.look().await.unwrap().now;
        assert_eq!(after.ticks, before.ticks);
        assert_eq!((before.wall - after.wall).num_seconds(), 10_800);
    });
}

#[test]
fn the_status_has_the_form_that_readers_rely_on() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        let status = async || {
            let snapshot = life.handle.look().await.unwrap();
            serde_json::to_value(Status::of(&snapshot)).unwrap()
        };
        let idle = status().await;
        let keys: Vec<&str> = idle.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            ["actions", "activity", "last", "next", "pending", "thermal", "timers", "undo", "unsaved", "version"]
        );
        assert_eq!(idle["thermal"], serde_json::Value::Null);
        assert_eq!(idle["actions"], serde_json::json!(["start", "prepare"]));

        life.must(start(2)).await;
        let ready = status().await;
        assert_eq!(ready["thermal"]["phase"], "ready");
        assert_eq!(ready["pending"][0]["question"], "put-on");
        assert_eq!(ready["pending"][0]["answers"][0], "on");

        life.must(ON).await;
        life.advance(300).await;
        let running = status().await;
        let session = &running["thermal"];
        let keys: Vec<&str> = session.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "elapsed_seconds",
                "ends_at",
                "modality",
                "phase",
                "remaining_seconds",
                "routine",
                "session",
                "since",
                "step",
                "step_kind",
                "turn",
                "turns",
            ]
        );
        assert_eq!(session["phase"], "running");
        assert_eq!(session["step_kind"], "expose");
        assert_eq!((session["turn"].as_u64(), session["turns"].as_u64()), (Some(1), Some(2)));
        assert_eq!(session["elapsed_seconds"], 300);
        assert_eq!(session["remaining_seconds"], 900);
        assert!(session["ends_at"].as_str().unwrap().ends_with('Z'));
        assert_eq!(running["pending"][0]["question"], "skin");
        for action in ["off", "skin", "stop"] {
            assert!(running["actions"].as_array().unwrap().contains(&action.into()), "{action}");
        }
    });
}

#[test]
fn routines_that_are_read_again_can_be_started_and_what_runs_stays_as_it_was() {
    play(async |folder| {
        let life = Life::begin(folder.path());
        life.healthy().await;
        assert!(life.handle.tell(Wish::Start(Start::plain("mine"))).await.unwrap().is_err());
        let mut catalogue = Catalogue::built_in().unwrap();
        let mine = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n[[step]]\ndo = \"move\"\n\
            text = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";
        catalogue.add(mine).unwrap();
        let bad = || Notice::BadRoutine { file: "bad.toml".into(), why: Why::new("routine-file-not-text") };
        life.handle.send(Input::Routines(Arc::new(catalogue), vec![bad()]));
        let looked = life.handle.look().await.unwrap();
        assert!(looked.catalogue.routine("mine").is_some() && looked.notices.contains(&bad()));
        life.must(Wish::Start(Start::plain("mine"))).await;
        life.handle.send(Input::Routines(Arc::new(Catalogue::built_in().unwrap()), Vec::new()));
        let looked = life.handle.look().await.unwrap();
        assert!(looked.catalogue.routine("mine").is_none() && !looked.notices.contains(&bad()));
        assert_eq!(looked.view.activity.as_ref().map(|session| session.routine.id.as_str()), Some("mine"));
    });
}
