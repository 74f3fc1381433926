//! Decides the page for a visit: one sheet of paper for a doctor, nurse or physiotherapist. What the person can do comes first,
//! then what to know about, then what was done. Counts with their number, no pain curve, no averages.

pub(crate) mod asked;
mod columns;

use askama::Template;
use chrono::NaiveDate;
use lumbar_engine::diary::{Days, DiaryKind, SessionRecord, Stopped, Totals, WeekAnswer};
use lumbar_engine::words::Skin;

use crate::Ui;
use crate::charts::{Amount, Bars, Column};
use crate::pages::history::parts::{Rung, SHOWN_FROM};
use crate::pages::parts::shortened;
use crate::pages::visit::asked::{LONGEST, QUESTIONS, Span, VisitAsked, VisitPart};
use crate::pages::visit::columns::{Bucket, Unit, buckets};
use crate::pages::{Head, written};
use crate::scene::Scene;

/// What the diary holds for the days that were asked for.
#[derive(Debug, Clone, Copy)]
pub struct VisitData<'a> {
    /// The days.
    pub days: &'a Days,
    /// Sessions on which something was on for too long or the skin was not fine, latest first; the latest few are enough.
    pub events: &'a [SessionRecord],
    /// What the person wrote about days, latest first; the latest few are enough.
    pub notes: &'a [(NaiveDate, String)],
}

/// Weekly answers, lines about skin and time, and notes that fit beside all else on one sheet.
const WEEKS: usize = 6;
const EVENTS: usize = 3;
const NOTES: usize = 2;
/// The longest that is shown of the person's own measure, characters.
const OWN: usize = 70;
/// The longest name of a routine on the sheet, characters.
const NAME: usize = 40;
/// The longest note on the sheet, characters.
const NOTE: usize = 150;

#[derive(Template)]
#[template(path = "visit.html")]
struct VisitPage<'a> {
    ui: &'a Ui,
    spans: Vec<(&'static str, String, bool)>,
    from: &'a str,
    to: &'a str,
    /// Why own days cannot be shown: the field, and the sentence.
    bad: Option<(&'static str, String)>,
    parts: Vec<(&'static str, String, bool)>,
    written: &'a str,
    /// What of the questions does not fit.
    too_much: Option<String>,
    title: String,
    lead: String,
    questions: Vec<String>,
    function: Option<Function>,
    walk: Option<Walk>,
    know: Vec<(String, String)>,
    done: Option<Done>,
    felt: Option<Felt>,
    notes: Vec<(String, String)>,
    /// Nothing was done in these days.
    nothing: bool,
}

/// How much the back stopped the person.
struct Function {
    rungs: Vec<Rung>,
    /// The heading of the person's own measure, where there is any.
    own: Option<String>,
    /// The counts of all answers, where not all of them are shown.
    counts: Option<String>,
}

struct Walk {
    title: String,
    drawn: String,
}

/// What was done, by column.
struct Done {
    title: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

/// How it felt; kinds with too few answers say so.
struct Felt {
    rows: Vec<FeltCount>,
    few: String,
}

struct FeltCount {
    kind: String,
    /// `None` = too few.
    counts: Option<[u32; 3]>,
    answers: u32,
}

impl Ui {
    /// The page for a visit: the form, and the sheet that is printed.
    pub fn visit(&self, scene: &Scene<'_>, asked: &VisitAsked, data: &VisitData<'_>, today: NaiveDate) -> String {
        let (from, to, bad) = asked.read_days(data.days.first, today);
        let inside = |day: NaiveDate| (from..=to).contains(&day);
        let with = |part| asked.parts.contains(&part);
        let totals = data.days.days.iter().filter(|day| inside(day.day)).fold(Totals::default(), |mut all, day| {
            all.sum(&day.totals);
            all
        });
        let (unit, columns) = buckets(from, to, &data.days.days);
        let weeks: Vec<&WeekAnswer> = data.days.weeks.iter().filter(|week| inside(week.until)).collect();
        let (questions, too_much) = asked.questions();
        let span = |span: Span| (span.code(), self.t(&format!("visit-span-{}", span.code())), span == asked.span);
        let part = |part: VisitPart| (part.code(), self.t(&format!("visit-part-{}", part.code())), with(part));
        let too_long = [("most", QUESTIONS.into()), ("letters", LONGEST.into())];
        let notes = data.notes.iter().filter(|(day, note)| inside(*day) && !note.trim().is_empty()).take(NOTES);
        let page = VisitPage {
            ui: self,
            spans: Span::ALL.into_iter().map(span).collect(),
            from: &asked.from,
            to: &asked.to,
            bad: bad.map(|bad| {
                let args = [("written", bad.written.into())];
                (bad.field, self.text(&format!("visit-bad-{}", bad.key), &args))
            }),
            parts: VisitPart::ALL.into_iter().map(part).collect(),
            written: &asked.questions,
            too_much: too_much.then(|| self.text("visit-too-much", &too_long)),
            title: self.sheet_title(asked.span),
            lead: self.sheet_lead(from, to, today),
            questions: if with(VisitPart::Questions) { questions } else { Vec::new() },
            function: (with(VisitPart::Function) && !weeks.is_empty()).then(|| self.function(&weeks)),
            walk: (with(VisitPart::Done) && totals.walked > 0).then(|| self.walk(unit, &columns)),
            know: self.to_know(scene, asked, &totals, data),
            done: (with(VisitPart::Done) && !totals.is_empty()).then(|| self.done(unit, &columns, &totals)),
            felt: with(VisitPart::Felt).then(|| self.felt_counts(&totals)).flatten(),
            notes: if with(VisitPart::Notes) {
                notes.map(|(day, note)| (self.day_short(*day), one_line(note))).collect()
            } else {
                Vec::new()
            },
            nothing: totals.is_empty() && weeks.is_empty(),
        };
        let head = Head { title: self.t("visit"), page: "visit", nav: Some("history"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn sheet_title(&self, span: Span) -> String {
        self.t(&format!("visit-title-{}", span.code()))
    }

    fn sheet_lead(&self, from: NaiveDate, to: NaiveDate, today: NaiveDate) -> String {
        let period = if from == to { self.day_of_year(to) } else { self.span(from, to) };
        self.text("visit-kept", &[("period", period.into()), ("day", self.day_of_year(today).into())])
    }

    fn function(&self, weeks: &[&WeekAnswer]) -> Function {
        let shown = weeks.iter().skip(weeks.len().saturating_sub(WEEKS));
        let counts = (weeks.len() > WEEKS).then(|| {
            let counted = Stopped::ALL.iter().filter_map(|stopped| {
                let count = weeks.iter().filter(|week| week.stopped == *stopped).count();
                let word = self.t(&format!("history-stopped-{}.within", stopped.code()));
                let args = [("word", word.into()), ("count", count.into())];
                (count > 0).then(|| self.text("visit-count-of", &args))
            });
            let counted: Vec<String> = counted.collect();
            let counted = counted.join(&self.t("visit-join"));
            self.text("visit-all-weeks", &[("count", weeks.len().into()), ("counts", counted.into())])
        });
        let shown: Vec<&WeekAnswer> = shown.copied().collect();
        let activity = shown.last().map(|week| week.activity.trim()).filter(|activity| !activity.is_empty());
        // The same measure all along stands once, above.
        let common = activity.filter(|activity| shown.iter().all(|week| week.activity.trim() == *activity));
        let rung = |week: &WeekAnswer| {
            let rung = self.rung(week);
            let own = if common.is_some() { Some(week.went.clone()) } else { rung.own };
            Rung { own: own.map(|own| shortened(own.trim(), OWN)), ..rung }
        };
        let rungs: Vec<Rung> = shown.iter().map(|week| rung(week)).collect();
        let own = rungs.iter().any(|rung| rung.own.is_some()).then(|| match common {
            Some(activity) => self.text("visit-own-named", &[("activity", shortened(activity, OWN).into())]),
            None => self.t("visit-own"),
        });
        Function { own, rungs, counts }
    }

    fn walk(&self, unit: Unit, columns: &[Bucket]) -> Walk {
        let minutes = |bucket: &Bucket| u64::from(bucket.totals.walked.div_ceil(60));
        let said: Vec<String> = columns
            .iter()
            .map(|bucket| {
                let length = self.whole_minutes(bucket.totals.walked);
                self.text("visit-column-of", &[("column", self.column(unit, bucket).into()), ("length", length.into())])
            })
            .collect();
        let title = self.t(&format!("visit-walk-{}", unit.code()));
        let column = |bucket: &Bucket| Column {
            label: Some(self.column(unit, bucket)),
            amount: Amount::Of(minutes(bucket)),
            ..Column::default()
        };
        let bars = Bars {
            id: "visit-walk",
            kind: "move",
            title: title.clone(),
            desc: said.join(&self.t("history-join")),
            columns: columns.iter().map(column).collect(),
            limit: None,
            amounts: true,
            begins: self.side(),
        };
        Walk { title, drawn: bars.svg() }
    }

    /// The name of a column: "31 Oct", "Nov", "Oct – Dec", "2026".
    fn column(&self, unit: Unit, bucket: &Bucket) -> String {
        let month = |day: NaiveDate| self.t(&format!("month-short-{}", chrono::Datelike::month(&day)));
        let year = |day: NaiveDate| chrono::Datelike::year(&day).to_string();
        let (first, last) = (bucket.from, bucket.until);
        match unit {
            Unit::Week => self.day_short(first),
            Unit::Month => month(first),
            Unit::Quarter if month(first) == month(last) => month(first),
            Unit::Quarter => {
                self.text("history-span-short", &[("from", month(first).into()), ("until", month(last).into())])
            }
            Unit::Years if year(first) != year(last) => self.text("visit-until", &[("year", year(last).into())]),
            Unit::Year | Unit::Years => year(first),
        }
    }

    fn done(&self, unit: Unit, columns: &[Bucket], totals: &Totals) -> Done {
        let kinds = DiaryKind::ALL.iter().filter(|kind| totals.kind(**kind).sessions > 0);
        let row = |kind: &DiaryKind| {
            let amount = |bucket: &Bucket| {
                let minutes = bucket.totals.walked.div_ceil(60);
                let times = bucket.totals.kind(*kind).sessions;
                (if *kind == DiaryKind::Walk { minutes } else { times }).to_string()
            };
            (self.t(&format!("visit-did-{}", kind.code())), columns.iter().map(amount).collect())
        };
        Done {
            title: self.t(&format!("visit-done-{}", unit.code())),
            columns: columns.iter().map(|bucket| self.column(unit, bucket)).collect(),
            rows: kinds.map(row).collect(),
        }
    }

    fn felt_counts(&self, totals: &Totals) -> Option<Felt> {
        let answered = DiaryKind::ALL.iter().filter(|kind| totals.kind(**kind).answers() > 0);
        let row = |kind: &DiaryKind| {
            let of = totals.kind(*kind);
            FeltCount {
                kind: self.t(&format!("history-kind-{}", kind.code())),
                counts: (of.answers() >= SHOWN_FROM).then_some([of.easier, of.same, of.worse]),
                answers: of.answers(),
            }
        };
        let rows: Vec<FeltCount> = answered.map(row).collect();
        (!rows.is_empty()).then(|| Felt { rows, few: self.text("visit-few", &[("least", SHOWN_FROM.into())]) })
    }

    /// What a clinician must see: skin, too long on, warning signs, answers about health; each with its lead.
    fn to_know(
        &self,
        scene: &Scene<'_>,
        asked: &VisitAsked,
        totals: &Totals,
        data: &VisitData<'_>,
    ) -> Vec<(String, String)> {
        let lead = |key: &str| self.t(key);
        let mut lines = Vec::new();
        if asked.parts.contains(&VisitPart::Skin) {
            let skin: Vec<String> = data.events.iter().filter_map(|record| self.skin_event(record)).collect();
            lines.push((lead("visit-skin"), self.events(&skin, totals.skin_events, "visit-skin-none")));
            let over: Vec<String> = data.events.iter().flat_map(|record| self.overruns(record)).collect();
            lines.push((lead("visit-over"), self.events(&over, totals.overran, "visit-over-none")));
        }
        if asked.parts.contains(&VisitPart::Health) {
            let gates = &scene.view.gates;
            if let Some(answer) = &gates.flags {
                let date = self.date_of_year(answer.at.wall(), scene.offset);
                let said = self.text(&format!("flags-said-{}", answer.flags.code()), &[("date", date.into())]);
                lines.push((lead("visit-signs"), said));
            }
            if !gates.health.answered.is_empty() {
                let named: Vec<String> =
                    gates.health.conditions.iter().map(|of| self.name("condition", of.code())).collect();
                let said = if named.is_empty() { self.t("visit-health-none") } else { named.join("; ") };
                lines.push((lead("visit-health"), said));
            }
        }
        lines
    }

    /// The latest few, and how many there were in all.
    fn events(&self, latest: &[String], all: u32, none: &str) -> String {
        if all == 0 {
            return self.t(none);
        }
        let shown: Vec<&str> = latest.iter().take(EVENTS).map(String::as_str).collect();
        let more = all.saturating_sub(u32::try_from(shown.len()).unwrap_or(u32::MAX));
        let mut said = shown.join(&self.t("history-join"));
        if more > 0 {
            let key = if shown.is_empty() { "visit-times" } else { "visit-more" };
            said.push_str(&self.text(key, &[("count", more.into())]));
        }
        said
    }

    /// "18 Nov, Ice, calm pace: very red, sore or numb".
    fn skin_event(&self, record: &SessionRecord) -> Option<String> {
        let worst = record.skin.iter().filter_map(|skin| skin.said).fold(None, |worst, said| match (worst, said) {
            (_, Skin::Bad) | (Some(Skin::Bad), _) => Some(Skin::Bad),
            (_, Skin::Red) => Some(Skin::Red),
            (worst, Skin::Fine) => worst,
        });
        let answer = match worst? {
            Skin::Red => "visit-skin-red",
            Skin::Bad => "visit-skin-bad",
            Skin::Fine => return None,
        };
        let args = [
            ("day", self.day_short(record.day).into()),
            ("routine", shortened(&self.routine_name(&record.routine), NAME).into()),
            ("said", self.t(answer).into()),
        ];
        Some(self.text("visit-skin-event", &args))
    }

    /// "18 Nov, Ice, 20 on 20 off: 22 min, 2 min too long", for each time.
    fn overruns(&self, record: &SessionRecord) -> Vec<String> {
        let over = record.exposures.iter().filter(|exposure| exposure.over > 0);
        over.map(|exposure| {
            let args = [
                ("day", self.day_short(record.day).into()),
                ("routine", shortened(&self.routine_name(&record.routine), NAME).into()),
                ("length", self.whole_minutes(exposure.seconds).into()),
                ("over", self.duration(std::time::Duration::from_secs(exposure.over.into())).into()),
            ];
            self.text("visit-over-event", &args)
        })
        .collect()
    }
}

/// A note as one line that fits.
fn one_line(note: &str) -> String {
    shortened(&note.split_whitespace().collect::<Vec<_>>().join(" "), NOTE)
}
