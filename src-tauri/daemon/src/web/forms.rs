//! Reads forms as requests, and carries out each.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use lumbar_engine::command::{Choice, Command, Fact, SNOOZE_USUAL, SinceLast, Wish};
use lumbar_engine::plan::wish::{PauseFor, PlanWish};
use lumbar_engine::words::{Advice, Flags, See, Skin};
use lumbar_ui::settings::{Heard, LOGIN_REFUSED, PLAN_OVER, PRACTICE_OVER};
use lumbar_ui::{ColdOrWarm, inside};

use super::before::Before;
use super::faces::{Faces, Shared};
use super::fields::{
    BadForm, accepted, clinical, field, health, item, must, must_say, number, odd, practice, start, token, when, word,
    yes,
};
use super::onwards::{onwards, tell};
use super::query::Pairs;
use super::settings::Change;
use crate::core::{Input, slot};
use crate::store::Preference;

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// Something of the engine.
    Tell(Command),
    /// Be still.
    Silence,
    /// Ring once.
    SoundTest(Heard),
    /// Say something.
    VoiceTest,
    /// Send a notification whose button must come back.
    NotificationTest,
    /// Start when the person logs in, or no longer.
    Login(bool),
    /// Be another way from now on.
    Prefer(Preference),
    /// Change a setting.
    Set(Change),
    /// All that was due before a start, and then the start.
    Before(Box<Before>),
    /// Which to try: swelling that is told there counts as told.
    ColdOrWarm(ColdOrWarm),
}

pub(super) async fn post(
    State(faces): Shared,
    Path(action): Path<String>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Response {
    let fields = match form {
        Ok(Form(fields)) => fields,
        Err(_) => {
            tracing::warn!("{action}: the form could not be read");
            return faces.wrong(StatusCode::BAD_REQUEST, faces.ui().text("program-form-unreadable", &[])).await;
        }
    };
    let next = field(&fields, "next").and_then(inside).map(str::to_owned);
    match read(&action, &fields) {
        Ok(Deed::Silence) => {
            faces.handle.send(Input::Silence);
            onwards(next.as_deref().unwrap_or("/session"))
        }
        Ok(Deed::SoundTest(heard)) => {
            faces.handle.send(Input::SoundTest(heard));
            // Beside its setting, or on the page of what reaches a person.
            let beside = field(&fields, "sound").map(|_| format!("/settings?heard={}", heard.row().key));
            onwards(next.or(beside).as_deref().unwrap_or("/notifications"))
        }
        Ok(Deed::VoiceTest) => {
            faces.handle.send(Input::VoiceTest);
            onwards(next.as_deref().unwrap_or("/settings?heard=voice"))
        }
        Ok(Deed::NotificationTest) => match faces.handle.call(Input::NotificationTest).await {
            Ok(()) => onwards(next.as_deref().unwrap_or("/notifications")),
            Err(ending) => faces.ending(ending),
        },
        Ok(Deed::Login(on)) => match faces.login.switch(on).await {
            Ok(()) => onwards(next.as_deref().unwrap_or("/settings")),
            Err(why) => {
                tracing::warn!("starting at login could not be switched: {why:?}");
                let sentence = faces.ui().text("login-failed", &[("why", faces.ui().why(&why).into())]);
                faces.wrong(StatusCode::INTERNAL_SERVER_ERROR, sentence).await
            }
        },
        Ok(Deed::Prefer(preference)) => match faces.handle.call(|reply| Input::Prefer(preference, reply)).await {
            Ok(_) => onwards(next.as_deref().unwrap_or("/")),
            Err(ending) => faces.ending(ending),
        },
        Ok(Deed::Set(change)) => change.by_form(&faces, &fields, next.as_deref()).await,
        Ok(Deed::Before(before)) => before.carry_out(&faces, fields).await,
        Ok(Deed::ColdOrWarm(answers)) => cold_or_warm(&faces, &answers).await,
        Ok(Deed::Tell(command)) => tell(&faces, &action, fields, next, command).await,
        Err(bad) => {
            tracing::warn!("{action}: {bad}");
            let sentence = bad.sentence(&faces.ui());
            faces.wrong(StatusCode::BAD_REQUEST, sentence).await
        }
    }
}

/// Swelling that is told to the helper counts as told; then the page with the result.
async fn cold_or_warm(faces: &Faces, answers: &ColdOrWarm) -> Response {
    if answers.swollen == Some(true) {
        let snapshot = match faces.look().await {
            Ok(snapshot) => snapshot,
            Err(ending) => return faces.ending(ending),
        };
        let gates = &snapshot.view.gates;
        // What was told before stays told, and swelling that counts already counts from when it was told.
        if gates.swelling.is_none() {
            let said = SinceLast {
                alcohol: gates.alcohol.is_some(),
                medicine: gates.medicine.is_some(),
                swelling: true,
                skin_trouble: gates.health.skin_whole == Some(false),
                may_doze: gates.may_doze,
            };
            if let Err(ending) = faces.tell(Fact::SinceLast(said).into()).await {
                return faces.ending(ending);
            }
        }
    }
    onwards(&format!("/cold-or-warm?{}", answers.query()))
}

/// Reads what a form asks for.
///
/// # Errors
/// See [`BadForm`].
pub(super) fn read(action: &str, fields: &Pairs) -> Result<Deed, BadForm> {
    Ok(Deed::Tell(match action {
        "silence" => return Ok(Deed::Silence),
        "voice-test" => return Ok(Deed::VoiceTest),
        "notification-test" => return Ok(Deed::NotificationTest),
        "sound-test" => {
            let heard = field(fields, "sound").map(|key| Heard::of_setting(key).ok_or_else(|| odd("sound", key)));
            return Ok(Deed::SoundTest(heard.transpose()?.unwrap_or(Heard::TakeOff)));
        }
        "login" => return Ok(Deed::Login(must_say(fields, "on")?)),
        "set" => return Change::read(fields).map(Deed::Set),
        "refuse-practice" => return Ok(Deed::Prefer(Preference::set(&PRACTICE_OVER, &true))),
        "refuse-plan" => return Ok(Deed::Prefer(Preference::set(&PLAN_OVER, &true))),
        "refuse-login" => return Ok(Deed::Prefer(Preference::set(&LOGIN_REFUSED, &true))),
        "favourite" => {
            let routine = must(fields, "routine")?.to_owned();
            return Ok(Deed::Prefer(Preference::Favourite(routine, must_say(fields, "on")?)));
        }
        "before" => return Ok(Deed::Before(Box::new(Before::read(fields)?))),
        "cold-or-warm" => {
            let pairs = fields.iter().map(|(name, value)| (name, value));
            return Ok(Deed::ColdOrWarm(ColdOrWarm::from_pairs(pairs)));
        }
        "start" => Wish::Start(start(fields)?).into(),
        "on" if field(fields, "since") == Some("asked") => Fact::OnSinceAsked { token: token(fields)? }.into(),
        "on" => Fact::On {
            token: token(fields)?,
            since: number(fields, "since")?.unwrap_or(0),
            sure: yes(fields, "sure")?.unwrap_or(false),
        }
        .into(),
        "off" => Fact::Off { token: token(fields)?, when: when(fields)? }.into(),
        "skin" => Command::skin(token(fields)?, word(fields, "skin", Skin::from_code)?),
        "stop" => {
            Fact::Stop { slot: word(fields, "slot", slot)?, hurts: yes(fields, "hurts")?.unwrap_or(false) }.into()
        }
        "still-on" => Fact::StillOn { token: token(fields)?, on: must_say(fields, "on")? }.into(),
        "snooze" => {
            Wish::Snooze { token: token(fields)?, seconds: number(fields, "seconds")?.unwrap_or(SNOOZE_USUAL) }.into()
        }
        "not-now" => Wish::NotNow { token: token(fields)? }.into(),
        "extend" => Wish::Extend { token: token(fields)?, accept: accepted(fields)? }.into(),
        "undo" => Wish::Undo { token: token(fields)? }.into(),
        "pack" => Wish::UsePack { pack: must(fields, "pack")?.to_owned() }.into(),
        "call" => Wish::Call { on: must_say(fields, "on")? }.into(),
        "pause" => Wish::Pause.into(),
        "resume" => Wish::Resume.into(),
        // A page shows what is there now, and follows it.
        "skip" => Wish::Skip { slot: word(fields, "slot", slot)?, token: None }.into(),
        "back" => Wish::Back.into(),
        "prepare" => Wish::Prepare { timer: must(fields, "timer")?.to_owned() }.into(),
        "unprepare" => Wish::Unprepare { id: number(fields, "id")?.ok_or(BadForm::Missing("id"))? }.into(),
        "accept-disclaimer" => {
            // Both answers go on; a form without one is not this form.
            must_say(fields, "adult")?;
            Fact::AcceptDisclaimer.into()
        }
        "flags" => Fact::AnswerFlags { flags: word(fields, "flags", Flags::from_code)? }.into(),
        "lift-flags" => Wish::LiftFlags.into(),
        "health" => Fact::AnswerHealth(health(fields)?).into(),
        "since-last" => Fact::SinceLast(SinceLast {
            alcohol: yes(fields, "alcohol")?.unwrap_or(false),
            medicine: yes(fields, "medicine")?.unwrap_or(false),
            swelling: yes(fields, "swelling")?.unwrap_or(false),
            skin_trouble: yes(fields, "skin")?.unwrap_or(false),
            may_doze: yes(fields, "doze")?.unwrap_or(false),
        })
        .into(),
        "see" => {
            let see = match must(fields, "see")? {
                "none" => None,
                other => Some(See::from_code(other).ok_or_else(|| odd("see", other))?),
            };
            Fact::SeeSomeone { see }.into()
        }
        "clinician" => Fact::ClinicianSaysFine { about: clinical(fields)?, fine: must_say(fields, "fine")? }.into(),
        "bed-hours" => Choice::BedHours {
            from: number(fields, "from")?.ok_or(BadForm::Missing("from"))?,
            until: number(fields, "until")?.ok_or(BadForm::Missing("until"))?,
        }
        .into(),
        "quiet-hours" => {
            let from = number(fields, "from")?.ok_or(BadForm::Missing("from"))?;
            let until = number(fields, "until")?.ok_or(BadForm::Missing("until"))?;
            Choice::QuietHours { hours: Some((from, until)) }.into()
        }
        "quiet-hours-off" => Choice::QuietHours { hours: None }.into(),
        "plan-choose" => Wish::Plan(PlanWish::Choose {
            id: must(fields, "plan")?.to_owned(),
            turns: number(fields, "turns")?,
            agreed_until: number(fields, "until")?,
        })
        .into(),
        "plan-leave" => Wish::Plan(PlanWish::Leave).into(),
        "plan-pause" => Wish::Plan(PlanWish::Pause { length: word(fields, "length", PauseFor::from_code)? }).into(),
        "plan-resume" => Wish::Plan(PlanWish::Resume).into(),
        "plan-worse" => Wish::Plan(PlanWish::Worse).into(),
        "plan-usual" => Wish::Plan(PlanWish::Usual).into(),
        "plan-keep" => Wish::Plan(PlanWish::Keep).into(),
        "plan-start" => Wish::Plan(PlanWish::Start {
            item: item(fields)?,
            routine: field(fields, "routine").map(str::to_owned),
            accept: accepted(fields)?,
        })
        .into(),
        "plan-later" => Wish::Plan(PlanWish::Later { item: item(fields)? }).into(),
        "plan-leave-out" => Wish::Plan(PlanWish::LeaveOut { item: item(fields)? }).into(),
        "practice" => Wish::Practice(practice(fields)?).into(),
        "pain-changed" => Fact::PainChanged.into(),
        "noted" => Fact::Noted { advice: word(fields, "advice", Advice::from_code)? }.into(),
        other => return Err(BadForm::UnknownAction(other.to_owned())),
    }))
}
