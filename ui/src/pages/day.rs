//! Decides the page of one day of the diary: what was done with its real times, adding, changing, deleting, the day's note.

use std::collections::BTreeSet;
use std::time::Duration;

use askama::Template;
use chrono::{FixedOffset, NaiveDate, NaiveTime, Offset, Utc};
use lumbar_engine::diary::{DayDetail, ExposureRecord, Felt, LocalTime, SessionRecord, Stopped};
use lumbar_engine::words::{Modality, Outcome, Skin};

use crate::Ui;
use crate::icon::icon;
use crate::pages::parts::shade;
use crate::pages::{Head, written};
use crate::scene::Scene;

/// A day, and what its page is asked to show of it.
#[derive(Debug, Clone)]
pub struct DayScene<'a> {
    /// The day.
    pub detail: &'a DayDetail,
    /// The day of the diary that it is now.
    pub today: NaiveDate,
    /// The record whose form is open.
    pub edit: Option<u64>,
    /// What was typed into the form that was not taken, and why.
    pub wrong: Option<&'a WrongEntry>,
    /// It is time to ask how much the back stopped the person this week, where they want to be asked.
    pub week_due: bool,
    /// The activity that was named last.
    pub activity: &'a str,
    /// The last two weeks were each worse than the one before.
    pub two_worse: bool,
}

/// An entry that was not taken, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrongEntry {
    /// Why.
    pub sentence: String,
    /// The record that was to be changed; `None` = it was to be added.
    pub session: Option<u64>,
    /// The fields by their names.
    pub fields: Vec<(String, String)>,
}

impl WrongEntry {
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Template)]
#[template(path = "day.html")]
struct DayPage<'a> {
    ui: &'a Ui,
    day: String,
    title: String,
    undo: String,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    rows: Vec<Row>,
    sums: Vec<(String, String)>,
    note: &'a str,
    edit: Option<EditForm>,
    add: Option<AddForm>,
    asks_felt: bool,
    asks_week: bool,
    /// Choices of the question of the week; empty where it is not asked now.
    week: Vec<(&'static str, String)>,
    activity: &'a str,
    /// See someone, rather than write more down.
    two_worse: bool,
    read_only: bool,
}

struct Row {
    session: u64,
    kind: &'static str,
    sign: String,
    name: String,
    by_hand: bool,
    times: String,
    lines: Vec<String>,
    flagged: Vec<String>,
    felt: Option<String>,
    note: String,
    /// It is over, so it can be changed.
    over: bool,
}

struct EditForm {
    session: u64,
    title: String,
    wrong: Option<String>,
    /// Number, from and until; the label of each where there are several.
    times: Vec<(usize, String, String)>,
    several: bool,
    on_body: bool,
    felt: Option<&'static str>,
    note: String,
}

/// A routine by its id and name, and whether it is chosen.
type RoutineChoice = (String, String, bool);

struct AddForm {
    wrong: Option<String>,
    /// Kind, and its routines: id, name, chosen.
    kinds: Vec<(String, Vec<RoutineChoice>)>,
    /// What warm and cold is done with: id, name, chosen.
    packs: Vec<RoutineChoice>,
    from: String,
    minutes: String,
    note: String,
}

impl Ui {
    /// One day.
    pub fn day_page(&self, scene: &Scene<'_>, day: &DayScene<'_>) -> String {
        let DayScene { detail, today, wrong, .. } = *day;
        let edit = wrong.and_then(|wrong| wrong.session).or(day.edit);
        let edited = edit.and_then(|session| detail.records.iter().find(|record| record.session == session));
        let link = |to: NaiveDate| (format!("/history/day/{to}"), self.day_of_week(to));
        let tomorrow = detail.day.succ_opt().filter(|next| *next <= today);
        let title = self.day_of_week(detail.day);
        let here = format!("/history/day/{}", detail.day);
        let read_only = scene.view.read_only;
        let page = DayPage {
            ui: self,
            day: detail.day.to_string(),
            title: title.clone(),
            undo: self.undo_part(scene, &here),
            before: detail.day.pred_opt().map(link),
            after: tomorrow.map(link),
            rows: detail.records.iter().map(|record| self.record_row(record)).collect(),
            sums: self.day_sums(detail),
            note: &detail.note,
            edit: edited
                .filter(|record| record.ended.is_some() && !read_only)
                .map(|record| self.edit_form(record, wrong)),
            add: (detail.day <= today && !read_only).then(|| self.add_form(scene, wrong)),
            asks_felt: scene.view.asks_felt,
            asks_week: scene.view.asks_week,
            week: if day.week_due && scene.view.asks_week && detail.day == today && !read_only {
                Stopped::ALL
                    .iter()
                    .map(|stopped| (stopped.code(), self.t(&format!("week-{}", stopped.code()))))
                    .collect()
            } else {
                Vec::new()
            },
            activity: day.activity,
            two_worse: day.two_worse && scene.view.asks_week && detail.day == today,
            read_only,
        };
        let head = Head { title, page: "day", nav: Some("history"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// That the diary cannot be read now.
    pub fn diary_unreadable(&self, why: &str) -> String {
        self.text("diary-unreadable", &[("why", why.into())])
    }

    /// A day that is no day.
    pub fn no_such_day(&self, asked: &str) -> String {
        let asked: String = asked.chars().take(40).collect();
        self.text("diary-no-day", &[("asked", asked.into())])
    }

    /// A session in one line, for people who type: times, name, how long, and its number.
    pub fn record_line(&self, record: &SessionRecord) -> String {
        let row = self.record_row(record);
        let said: Vec<String> = row.lines.into_iter().chain(row.flagged).chain(row.felt).collect();
        self.text(
            "cli-log-line",
            &[
                ("day", record.day.to_string().into()),
                ("times", row.times.into()),
                ("name", row.name.into()),
                ("said", said.join(&self.t("list-join")).into()),
                ("number", record.session.to_string().into()),
            ],
        )
    }

    fn record_row(&self, record: &SessionRecord) -> Row {
        let from = self.local_time(record.from());
        let times = match record.until() {
            Some(until) => self.text("diary-times", &[("from", from.into()), ("until", self.local_time(until).into())]),
            None => self.text("diary-since", &[("from", from.into())]),
        };
        let mut lines = vec![self.how_long(record)];
        let fine: Vec<String> = record
            .skin
            .iter()
            .filter(|skin| skin.said == Some(Skin::Fine))
            .map(|skin| self.local_time(skin.at))
            .collect();
        if !fine.is_empty() {
            let times = fine.join(&self.t("list-join"));
            lines.push(self.text("diary-skin-fine", &[("times", times.into())]));
        }
        lines.extend(record.pack.as_deref().map(|pack| self.name("pack", pack)));
        let over = record.exposures.iter().filter(|known| known.over > 0).map(|known| self.too_long(known));
        let skin = record.skin.iter().filter_map(|skin| {
            let said = match skin.said {
                Some(Skin::Fine) => return None,
                Some(Skin::Red) => "red",
                Some(Skin::Bad) => "bad",
                None => "unanswered",
            };
            Some(self.text(&format!("diary-skin-{said}"), &[("time", self.local_time(skin.at).into())]))
        });
        let hurt = (record.outcome == Some(Outcome::Hurt)).then(|| self.t("diary-hurt"));
        Row {
            session: record.session,
            kind: shade(record.kind),
            sign: icon(shade(record.kind)),
            name: self.routine_name(&record.routine),
            by_hand: record.by_hand,
            times,
            lines,
            flagged: over.chain(skin).chain(hurt).collect(),
            felt: record.felt.map(|felt| self.felt(felt)),
            note: record.note.clone(),
            over: record.ended.is_some(),
        }
    }

    fn how_long(&self, record: &SessionRecord) -> String {
        let length = |seconds: u32| self.duration(Duration::from_secs(seconds.into()));
        match record.exposures.len() {
            0 | 1 => length(record.seconds()),
            turns => {
                let each: Vec<String> = record.exposures.iter().map(|known| length(known.seconds)).collect();
                let each = each.join(&self.t("list-join"));
                self.text("diary-turns", &[("turns", turns.into()), ("each", each.into())])
            }
        }
    }

    fn too_long(&self, known: &ExposureRecord) -> String {
        let length = |seconds: u32| self.duration(Duration::from_secs(seconds.into()));
        self.text("diary-too-long", &[("length", length(known.seconds).into()), ("over", length(known.over).into())])
    }

    /// "Right after: easier".
    pub fn felt(&self, felt: Felt) -> String {
        self.text("diary-felt", &[("felt", felt.code().into())])
    }

    /// "walked, in 3 goes: 15 min".
    fn day_sums(&self, detail: &DayDetail) -> Vec<(String, String)> {
        detail
            .totals
            .kinds
            .iter()
            .map(|(kind, sum)| {
                let name = self.text(&format!("diary-sum-{}", kind.code()), &[("count", sum.sessions.into())]);
                (name, self.whole_minutes(sum.seconds))
            })
            .collect()
    }

    fn edit_form(&self, record: &SessionRecord, wrong: Option<&WrongEntry>) -> EditForm {
        let wrong = wrong.filter(|wrong| wrong.session == Some(record.session));
        let typed = |name: &str| wrong.and_then(|wrong| wrong.field(name)).map(str::to_owned);
        let own = |at: LocalTime| at.format("%H:%M").to_string();
        let spans: Vec<(LocalTime, LocalTime)> = if record.exposures.is_empty() {
            vec![(record.began, record.ended.unwrap_or(record.began))]
        } else {
            record.exposures.iter().map(|known| (known.on, known.off.unwrap_or(known.on))).collect()
        };
        let time = |(nth, (from, until)): (usize, &(LocalTime, LocalTime))| {
            let nth = nth + 1;
            let from = typed(&format!("from-{nth}")).unwrap_or_else(|| own(*from));
            (nth, from, typed(&format!("until-{nth}")).unwrap_or_else(|| own(*until)))
        };
        let name = self.routine_name(&record.routine);
        let args = [("name", name.into()), ("time", self.local_time(record.from()).into())];
        let felt = match typed("felt") {
            Some(code) => Felt::from_code(&code),
            None => record.felt,
        };
        EditForm {
            session: record.session,
            title: self.text("diary-change-title", &args),
            wrong: wrong.map(|wrong| wrong.sentence.clone()),
            times: spans.iter().enumerate().map(time).collect(),
            several: spans.len() > 1,
            on_body: !record.exposures.is_empty(),
            felt: felt.map(Felt::code),
            note: typed("note").unwrap_or_else(|| record.note.clone()),
        }
    }

    fn add_form(&self, scene: &Scene<'_>, wrong: Option<&WrongEntry>) -> AddForm {
        let wrong = wrong.filter(|wrong| wrong.session.is_none());
        let typed = |name: &str| wrong.and_then(|wrong| wrong.field(name)).unwrap_or_default().to_owned();
        let chosen = wrong.and_then(|wrong| wrong.field("routine")).unwrap_or("walk");
        let of = |wanted: Modality| {
            let routines = scene.catalogue.routines().filter(|routine| routine.kind == wanted);
            let mut named: Vec<RoutineChoice> = routines
                .map(|routine| (routine.id.clone(), self.routine_name(&routine.id), routine.id == chosen))
                .collect();
            named.sort_by(|a, b| a.1.cmp(&b.1));
            (self.kind(wanted), named)
        };
        let pack = wrong.and_then(|wrong| wrong.field("pack")).unwrap_or_default();
        let packs: BTreeSet<&String> = scene.catalogue.routines().flat_map(|routine| &routine.packs).collect();
        let mut packs: Vec<RoutineChoice> =
            packs.into_iter().map(|id| (id.clone(), self.name("pack", id), id == pack)).collect();
        packs.sort_by(|a, b| a.1.cmp(&b.1));
        let order = [Modality::Stretch, Modality::Heat, Modality::Cold, Modality::Contrast, Modality::Massage];
        AddForm {
            kinds: order.into_iter().map(of).filter(|(_, routines)| !routines.is_empty()).collect(),
            packs,
            from: typed("from"),
            minutes: typed("minutes"),
            note: typed("note"),
            wrong: wrong.map(|wrong| wrong.sentence.clone()),
        }
    }

    /// "Turn 2", where each has its own times.
    fn turn_legend(&self, nth: &usize) -> String {
        self.text("diary-turn", &[("nth", (*nth).into())])
    }

    /// "Wednesday 18 November".
    fn day_of_week(&self, day: NaiveDate) -> String {
        self.date(day.and_time(NaiveTime::MIN).and_utc(), FixedOffset::east_opt(0).unwrap_or_else(|| Utc.fix()))
    }
}
