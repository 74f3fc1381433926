//! Owns the demo: a private instance in a throw-away profile with the questions about health answered.

use std::time::Duration;

use lumbar_engine::command::{Fact, HealthAnswers, Start, Wish};
use lumbar_engine::words::Flags;
use lumbar_ui::Ui;

use crate::client::values::Demo;

use crate::client::output::{complain, print};
use crate::client::program::Exit;
use crate::client::trouble::{profile_trouble, why_not};
use crate::clock::Clock;
use crate::core::{Ending, Handle, Input};
use crate::life::background::{Background, NoStart, Told};
use crate::life::process;
use crate::life::profile::demo::{DemoMark, fresh_demo_folder};
use crate::life::profile::{Profile, ProfileError};
use crate::life::start::{self, LifeError};
use lumbar_protocol::window::Opening;

/// How often it is looked whether a demo of somebody else has ended.
const LOOK: Duration = Duration::from_millis(500);

/// Runs a demo until it is quit. `folder`: the profile to use and to leave behind.
pub(crate) fn run(folder: Option<&std::path::Path>, demo: Demo, verbose: u8) -> Exit {
    // Made where something is to be said; the background program has its own.
    let ui = || Ui::new(&process::locale());
    let profile = match prepare(folder, &demo) {
        Ok(profile) => profile,
        Err(why) => return refused(&profile_trouble(&ui(), &why)),
    };
    let background = match Background::own(profile.clone()) {
        Ok(background) => background,
        // The guard was quicker to bring it back; this process stays with it.
        Err(NoStart::RunsAlready) => return stay_with(&profile),
        Err(why) => return refused(&why_not(&ui(), &why)),
    };
    let (tell, told) = std::sync::mpsc::channel();
    let announced = profile.clone();
    let ran = background.run(Told::nothing(), verbose, move |handle| {
        tokio::spawn(begin(handle.clone(), announced, demo, tell));
    });
    match ran {
        Ok(()) => match told.try_recv() {
            Ok(sentence) => refused(&sentence),
            Err(_) => Exit::Done,
        },
        Err(why) => refused(&why_not(&ui(), &why)),
    }
}

fn prepare(folder: Option<&std::path::Path>, demo: &Demo) -> Result<Profile, ProfileError> {
    let profile = match folder {
        Some(folder) => Profile::find(Some(folder))?,
        None => Profile::find(Some(&fresh_demo_folder()?))?,
    };
    let before = profile.demo()?;
    profile.mark_demo(DemoMark {
        speed: demo.speed,
        manual_clock: demo.manual_clock,
        window: !demo.no_window,
        // A demo that was brought back after a kill is thrown away as before.
        remove: folder.is_none() || before.is_some_and(|mark| mark.remove),
    })?;
    Ok(profile)
}

/// Answers the questions, begins the routine, and says where the demo is.
async fn begin(handle: Handle, profile: Profile, demo: Demo, tell: std::sync::mpsc::Sender<String>) {
    let begun = async {
        answer_questions(&handle).await?;
        if let Some(routine) = &demo.routine {
            let start = Start { turns: demo.turns, ..Start::plain(routine.clone()) };
            if let Err(refused) = handle.tell(Wish::Start(start)).await? {
                let now = handle.look().await?.now;
                let sentence = Ui::new(&process::locale()).refusal(&refused, now, Clock::offset(now.wall));
                // Nobody is left to hear it when the demo was quit in this moment.
                let _ = tell.send(sentence);
                handle.call(|reply| Input::Quit { force: true, reply }).await?.unwrap_or_default();
                return Ok::<(), Ending>(());
            }
        }
        // Said last, so that a caller who reads it finds the routine begun.
        let _ = print(&format!("profile: {}", profile.data().display()));
        let _ = print(&format!("socket: {}", profile.address()));
        if !demo.no_window {
            handle.send(Input::ShowWindow(Opening::default()));
        }
        Ok(())
    };
    if begun.await.is_err() {
        tracing::debug!("the demo ended before it had begun");
    }
}

/// Answers what is due, as a healthy person would.
async fn answer_questions(handle: &Handle) -> Result<(), Ending> {
    let answers = [
        Fact::AcceptDisclaimer,
        Fact::AnswerFlags { flags: Flags::None },
        Fact::AnswerHealth(HealthAnswers::nothing_wrong()),
    ];
    for answer in answers {
        if let Err(refused) = handle.tell(answer).await? {
            tracing::warn!("the demo's answer is refused: {refused}");
            return Ok(());
        }
    }
    Ok(())
}

/// Says where the demo is that runs there already, and ends with it.
fn stay_with(profile: &Profile) -> Exit {
    let _ = print(&format!("profile: {}", profile.data().display()));
    let _ = print(&format!("socket: {}", profile.address()));
    while !matches!(start::find(profile), Err(LifeError::NotRunning)) {
        std::thread::sleep(LOOK);
    }
    Exit::Done
}

fn refused(sentence: &str) -> Exit {
    complain(sentence);
    Exit::Refused
}
