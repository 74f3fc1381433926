//! Brings the background program up, and ends it, also one that hangs.

use std::io::{self, BufRead, IsTerminal, Read};
use std::time::Duration;

use lumbar_protocol::path;
use serde_json::{Value, json};

use crate::client::http::{Answer, NoAnswer};
use crate::client::output::complain;
use crate::client::program::{Exit, LOOK, Program};
use crate::life::hung;
use crate::life::start::{self, LifeError};

/// How long it may take to answer that it ends, which waits for no disk.
const QUIT_ANSWERED: Duration = Duration::from_secs(4);
/// How long the background program may take to end.
const END: Duration = Duration::from_secs(10);
/// How often a program that ends in the wrong moment is brought up again.
const TRIES: u32 = 20;

impl Program {
    pub(super) fn up(&self) -> Result<(), Exit> {
        let up = match start::up(&self.profile) {
            Err(LifeError::Mute(_)) => {
                self.end_hung(false)?;
                start::up(&self.profile)
            }
            up => up,
        };
        up.map_err(|why| self.lifeless(&why))
    }

    /// Posts to a program that runs now, or is started for it. One that ends in this moment, to go on as a newer one
    /// or for good, has not taken it: it is brought up again.
    pub(super) fn post_up(&self, path: &str, body: &Value) -> Result<Answer, Exit> {
        for _ in 0..TRIES {
            self.up()?;
            match self.client.post(path, body) {
                Ok(Answer { status: 503, .. }) | Err(NoAnswer::NotRunning(_)) => std::thread::sleep(LOOK),
                Err(NoAnswer::Broken(_)) => return Err(self.unsure()),
                answer => return self.answered(answer),
            }
        }
        self.post(path, body)
    }

    pub(super) fn quit(&self, force: bool) -> Result<(), Exit> {
        let quick = self.client.clone().patient_for(QUIT_ANSWERED);
        match self.reached_with(|| quick.post(path::QUIT, &json!({ "force": force })))? {
            Err(NoAnswer::Broken(_)) => return self.end_hung(force),
            answer => drop(self.answered(answer)?),
        }
        let mut left = END;
        while self.profile.is_owned() {
            if left.is_zero() {
                return Err(self.complain("program-quit-slow", &[]));
            }
            std::thread::sleep(LOOK);
            left = left.saturating_sub(LOOK);
        }
        Ok(())
    }

    /// Ends a program that owns the profile and does not answer, once the person wants that (`force`, or asked here).
    /// Never one that something may be on the body with: its guard starts it again.
    fn end_hung(&self, force: bool) -> Result<(), Exit> {
        if hung::may_be_on(&self.profile) {
            return Err(self.complain("program-hung-on-body", &[]));
        }
        if !force && !self.confirmed("program-hung-ask") {
            return Err(self.complain("program-hung", &[]));
        }
        match hung::end(&self.profile) {
            Ok(()) => {
                complain(&self.ui.text("program-hung-ended", &[]));
                Ok(())
            }
            Err(LifeError::Mute(why)) => Err(self.complain("program-hung-stays", &[("why", why)])),
            Err(why) => Err(self.lifeless(&why)),
        }
    }

    /// Asks on the terminal; `false` where there is nobody to ask.
    pub(super) fn confirmed(&self, question: &str) -> bool {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return false;
        }
        complain(&self.ui.text(question, &[]));
        let mut said = String::new();
        let read = io::stdin().lock().take(64).read_line(&mut said);
        read.is_ok() && matches!(said.trim(), "y" | "Y" | "yes")
    }
}
