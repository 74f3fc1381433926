//! Owns the parts that pages share: the ring, the flow, buttons that answer, and what stands against a start.

use std::time::Duration;

use askama::Template;
use lumbar_engine::diary::DiaryKind;
use lumbar_engine::offer::Offer;
use lumbar_engine::routine::Routine;
use lumbar_engine::view::{MarkKind, MarkState, SessionView};
use lumbar_engine::words::{Answer, Modality};

use crate::Ui;
use crate::icon::icon;
use crate::scene::Scene;

/// Time left as an arc, and the number that is the truth.
#[derive(Template)]
#[template(path = "ring.html")]
pub(crate) struct Ring {
    pub(crate) label: String,
    pub(crate) remaining_ms: u128,
    pub(crate) planned_ms: u128,
    /// Counts whole seconds ("3") instead of a clock ("0:03").
    pub(crate) seconds_only: bool,
    /// Stands still.
    pub(crate) paused: bool,
    pub(crate) clock: String,
    pub(crate) sub: String,
    /// Left, in thousandths of the planned time.
    left: u128,
    gone: u128,
    pub(crate) ticks: Vec<Tick>,
}

/// A skin check on the ring.
pub(crate) struct Tick {
    pub(crate) angle: u64,
    pub(crate) done: bool,
}

impl Ring {
    pub(crate) fn new(ui: &Ui, label: String, remaining: Duration, planned: Duration, seconds_only: bool) -> Self {
        let planned = planned.max(Duration::from_secs(1));
        let left = (remaining.as_millis() * 1000 / planned.as_millis()).min(1000);
        // Rounded up as a person counts: 0:01 lasts until the end.
        let shown = Duration::from_secs(remaining.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
        Self {
            label,
            remaining_ms: remaining.as_millis(),
            planned_ms: planned.as_millis(),
            seconds_only,
            paused: false,
            clock: if seconds_only { shown.as_secs().to_string() } else { ui.clock(shown) },
            sub: String::new(),
            left,
            gone: 1000 - left,
            ticks: Vec::new(),
        }
    }

    pub(crate) fn with_ticks(mut self, session: &SessionView) -> Self {
        let planned = session.planned.as_secs().max(1);
        self.ticks = session
            .marks
            .iter()
            .filter(|m| m.kind != MarkKind::Reminder)
            .map(|m| Tick { angle: u64::from(m.seconds) * 360 / planned, done: m.state == MarkState::Done })
            .collect();
        self
    }
}

/// A button that answers: where it posts, what it says, and what goes with it.
pub(crate) struct Press {
    pub(crate) action: &'static str,
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Ui {
    /// The button of an answer.
    pub(crate) fn press(&self, session: &SessionView, answer: Answer, scene: &Scene<'_>) -> Press {
        let waited = session.since.elapsed(scene.now).as_secs();
        let (action, name, value): (_, _, String) = match answer {
            Answer::On => ("on", "since", "0".into()),
            Answer::OnSince => ("on", "since", "asked".into()),
            Answer::NotNow => ("not-now", "", String::new()),
            Answer::Snooze => ("snooze", "seconds", lumbar_engine::command::SNOOZE_USUAL.to_string()),
            Answer::SkinFine => ("skin", "skin", "fine".into()),
            Answer::SkinRed => ("skin", "skin", "red".into()),
            Answer::SkinBad => ("skin", "skin", "bad".into()),
            Answer::Off => ("off", "when", "now".into()),
            Answer::OffAtBell => ("off", "when", "bell".into()),
            Answer::StillOn => ("still-on", "on", "yes".into()),
            Answer::NotOn => ("still-on", "on", "no".into()),
            Answer::Extend => ("extend", "", String::new()),
            Answer::Skip => ("skip", "", String::new()),
            Answer::Undo => ("undo", "", String::new()),
            Answer::StartPlanned => ("plan-start", "", String::new()),
            Answer::PlannedLater => ("plan-later", "", String::new()),
            Answer::LeaveOut => ("plan-leave-out", "", String::new()),
            Answer::Open => ("silence", "", String::new()),
        };
        let label = self.answer(answer, session.method, waited / 60);
        Press { action, name, value, label }
    }

    /// The sign and the word of a kind.
    pub(crate) fn kind_mark(&self, kind: Modality) -> String {
        let word = crate::figure::escape(&self.kind(kind));
        format!(r#"<span class="kind" data-kind="{}">{}{word}</span>"#, kind.code(), icon(kind.code()))
    }

    /// The same of a routine: walking and getting up have a sign and a word of their own.
    pub(crate) fn routine_mark(&self, routine: &Routine) -> String {
        self.mark_of(&routine.id, routine.kind)
    }

    /// The same of a routine that is of this kind now.
    pub(crate) fn mark_of(&self, routine: &str, kind: Modality) -> String {
        match DiaryKind::of(routine, kind) {
            walked @ (DiaryKind::Walk | DiaryKind::Move) => self.diary_mark(walked),
            DiaryKind::Stretch | DiaryKind::Heat | DiaryKind::Cold | DiaryKind::Contrast | DiaryKind::Massage => {
                self.kind_mark(kind)
            }
        }
    }

    /// The sign and the word of a kind, as the diary counts.
    pub(crate) fn diary_mark(&self, kind: DiaryKind) -> String {
        let word = crate::figure::escape(&self.name("history-kind", kind.code()));
        let shade = shade(kind);
        format!(r#"<span class="kind" data-kind="{shade}">{}{word}</span>"#, icon(shade))
    }

    /// What stands against a routine now, as one short line; `None` = it is free.
    pub(crate) fn when(&self, routine: &Routine, scene: &Scene<'_>) -> Option<String> {
        let (_, terms) = scene.view.offers.get(&routine.id).and_then(Offer::first)?;
        self.short_reason(terms, scene.now, scene.offset)
    }

    /// What a person needs for a routine, in one line.
    pub(crate) fn things(&self, routine: &Routine) -> String {
        let named = routine.supplies.iter().filter(|s| s.as_str() != "second-timer").take(3);
        let named: Vec<String> = named.map(|s| self.supply_short(s)).collect();
        named.join(&self.t("list-join"))
    }

    fn supply_short(&self, supply: &str) -> String {
        self.maybe(&format!("supply-{supply}.short")).unwrap_or_else(|| self.name("supply", supply))
    }

    /// How long one turn of a routine takes.
    pub(crate) fn takes_one(&self, routine: &Routine) -> String {
        let on: Duration = routine.exposures().map(|e| Duration::from_secs(e.seconds.into())).sum();
        self.duration(if on.is_zero() { routine.length() } else { on })
    }

    /// How long a routine takes: "20 min a turn, up to 3 turns", "4 min 30 s".
    pub(crate) fn takes(&self, routine: &Routine) -> String {
        let on: Duration = routine.exposures().map(|e| Duration::from_secs(e.seconds.into())).sum();
        let only_cold_or_warm = routine.is_thermal() && routine.exposures().count() == 1 && !routine.is_activity();
        if only_cold_or_warm && routine.turns.most > 1 {
            return self
                .text("takes-turns", &[("length", self.duration(on).into()), ("most", routine.turns.most.into())]);
        }
        self.duration(if only_cold_or_warm { on } else { routine.whole(1) })
    }
}

/// At most so many characters, with a sign where something was cut off.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// The sign and colour of a kind: walking and getting up share one.
pub(crate) fn shade(kind: DiaryKind) -> &'static str {
    match kind {
        DiaryKind::Walk | DiaryKind::Move => "move",
        DiaryKind::Stretch => "stretch",
        DiaryKind::Heat => "heat",
        DiaryKind::Cold => "cold",
        DiaryKind::Contrast => "contrast",
        DiaryKind::Massage => "massage",
    }
}

/// The sign and colour of a routine.
pub(crate) fn shade_of(routine: &Routine) -> &'static str {
    shade(DiaryKind::of(&routine.id, routine.kind))
}
