//! Holds the pages of the history to what they promise: counts and never averages, nothing on small numbers, every day a link,
//! every chart with its table, and what a screen reader is told.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use std::time::{Duration, Instant};

use lumbar_engine::diary::{DayTotals, Days, DiaryKind, KindTotals, Totals};
use lumbar_ui::{Period, Ui};

mod support;

use support::diary::{Diary, TODAY, day, four_weeks, huge, pages, person};

/// A scene with nothing on.
fn with_scene<T>(what: impl FnOnce(&lumbar_ui::Scene<'_>) -> T) -> T {
    let catalogue = support::catalogue();
    let shown = support::Desk::answered().shown("idle");
    what(&support::pages::scene(&shown, &catalogue))
}

fn all(locale: &str) -> Vec<(String, String)> {
    with_scene(|scene| pages(&Ui::new(locale), scene))
}

/// The main part in the order in which it is read out: headings, names of charts, cells, links; what is hidden is left out.
fn told(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let mut out = String::new();
    let mut hidden = 0usize;
    let mut open: Vec<(String, bool)> = Vec::new();
    for part in main.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { continue };
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let empty = ["br", "input", "img"].contains(&name.as_str()) || tag.ends_with('/');
        if tag.starts_with('/') {
            while let Some((closed, was_hidden)) = open.pop() {
                hidden -= usize::from(was_hidden);
                if closed == name {
                    break;
                }
            }
            if ["tr", "h1", "h2", "li", "p", "svg", "summary", "div", "caption"].contains(&name.as_str()) {
                out.push('\n');
            }
        } else if !empty {
            let hides = tag.contains("aria-hidden=\"true\"");
            hidden += usize::from(hides);
            open.push((name.clone(), hides));
            if hidden == 0 {
                match name.as_str() {
                    "h1" | "h2" => out.push_str("# "),
                    "a" => out.push('@'),
                    "svg" => out.push_str("[chart] "),
                    _ => {}
                }
            }
        }
        if hidden == 0 {
            out.push_str(text);
            if ["/title", "/th", "/td", "/span", "/dt"].iter().any(|end| tag.starts_with(end)) {
                out.push(' ');
            }
        }
    }
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn page<'p>(pages: &'p [(String, String)], name: &str) -> &'p str {
    &pages.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("{name}")).1
}

#[test]
fn a_screen_reader_is_told_each_day_and_each_chart_in_words() {
    let pages = all("en");
    let month = told(page(&pages, "history-month"));
    for line in [
        "# November 2026",
        "November 2026. Each day leads to what was done on it.",
        "@1 November: walked 13 min; 1 on the mat; 1 warm, 20 min; 2 cold, 35 min",
        "@11 November: nothing",
        "@27 November, today: walked 16 min; 1 on the mat",
        "[chart] Walking: minutes a day, November 2026 On 26 days. The most on one day was 37 min, on 14 November.",
        "The dashed line is at 120 min.",
        "7 easier, 6 the same, 2 worse",
        "31 Oct – 6 Nov A lot",
    ] {
        assert!(month.contains(line), "{line}\n---\n{month}");
    }
    assert!(!month.contains("@28") && month.contains("28"), "a day to come is no link");
    let week = told(page(&pages, "history-week"));
    let monday = "[chart] Monday 2 November 07:20 Gentle start";
    assert!(week.contains("@Mon 2 Nov") && week.contains(monday), "{week}");
}

#[test]
fn every_chart_that_is_read_out_has_a_title_a_description_and_its_table() {
    for locale in ["en", "en-XA", "ar-XB"] {
        for (name, html) in all(locale) {
            let charts = html.matches("role=\"img\" aria-labelledby").count();
            assert_eq!(html.matches("<title id=").count(), charts, "{locale} {name}");
            assert_eq!(html.matches("<desc id=").count(), charts, "{locale} {name}");
            assert_eq!(html.matches("<desc id=\"").count() - html.matches("></desc>").count(), charts, "{name}");
            assert!(charts == 0 || html.contains("<table"), "{locale} {name}");
        }
    }
}

#[test]
fn every_day_up_to_today_is_a_link_in_a_table_and_no_day_to_come_is() {
    let pages = all("en");
    let links = |name: &str| page(&pages, name).matches("href=\"/history/day/").count();
    assert_eq!(links("history-month"), 27);
    assert_eq!(links("history-month-past"), 31);
    assert_eq!(links("history-week"), 7);
    assert_eq!(links("history-empty"), 2, "today, and adding to it");
    assert!(page(&pages, "history-month").contains("<th scope=\"col\"><abbr title=\"Monday\">Mon</abbr></th>"));
}

#[test]
fn nothing_is_said_on_fewer_than_five_answers_and_nothing_is_an_average() {
    let felt = |easier, same, worse| {
        let of = KindTotals { sessions: 9, seconds: 900, easier, same, worse };
        let totals = Totals { kinds: [(DiaryKind::Cold, of)].into(), cold: 900, ..Totals::default() };
        let days = Days {
            days: vec![DayTotals { day: day(TODAY), totals }],
            first: Some(day("2026-11-01")),
            ..Days::default()
        };
        let month = Period::read("month", "2026-11", chrono::Weekday::Mon).unwrap();
        told(&with_scene(|scene| Ui::new("en").history_month(scene, month, &days, day(TODAY))))
    };
    let few = felt(4, 0, 0);
    assert!(few.contains("Cold 4: too few to say") && !few.contains("4 easier"), "{few}");
    let enough = felt(4, 0, 1);
    assert!(enough.contains("4 easier, none the same, 1 worse") && !enough.contains("too few"), "{enough}");
    assert!(!felt(0, 0, 0).contains("How it felt"), "nobody was asked");
    for (name, html) in all("en") {
        let said = told(&html).to_lowercase();
        for word in ["average", "mean ", "per cent", " %", "score of", "streak", "goal"] {
            assert!(!said.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn before_comes_after_and_now_are_reached_and_nothing_lies_before_the_first_day() {
    let ui = Ui::new("en");
    with_scene(|scene| {
        let diary = four_weeks();
        let now = diary.month(&ui, scene, "2026-11");
        assert!(now.contains("href=\"/history/month/2026-10\" rel=\"prev\"") && !now.contains("rel=\"next\""));
        assert!(!now.contains(">This month<"));
        let before = diary.month(&ui, scene, "2026-10");
        assert!(!before.contains("rel=\"prev\""), "nothing is older");
        assert!(before.contains("href=\"/history/month/2026-11\" rel=\"next\"") && before.contains(">This month<"));
        // From a year to a month, and from a month to its week: to today where it lies in them.
        let year = diary.year(&ui, scene, 2026);
        assert!(
            year.contains("href=\"/history/month/2026-11\">Month")
                && year.contains("href=\"/history/week/2026-11-23\"")
        );
        assert!(before.contains("href=\"/history/week/2026-09-28\""), "the week of the first day");
    });
}

#[test]
fn an_empty_diary_says_what_will_be_here_and_where_to_begin() {
    let pages = all("en");
    for name in ["history-empty", "history-empty-week", "history-empty-year"] {
        let said = told(page(&pages, name));
        assert!(said.contains("# Nothing here yet") && said.contains("It counts; it does not score."), "{said}");
        assert!(page(&pages, name).contains("class=\"btn main-action\" href=\"/\""), "{name}");
    }
    let visit = told(page(&pages, "visit-empty"));
    assert!(visit.contains("Nothing was written down in these weeks."), "{visit}");
}

#[test]
fn what_a_person_wrote_is_escaped_and_cannot_break_the_sheet() {
    let ui = Ui::new("en");
    let asked = [("questions", "<script>alert(1)</script>\n</textarea><b>"), ("from", "\"><img src=x>")];
    let html = with_scene(|scene| four_weeks().visit(&ui, scene, &asked));
    assert!(
        !html.contains("<script>alert") && !html.contains("<img src=x") && html.matches("</textarea>").count() == 1
    );
    assert!(told(&html).contains("is not a day"));
    let long = with_scene(|scene| huge().visit(&ui, scene, &[("span", "all")]));
    let sheet = long.split("<article").nth(1).unwrap().split("</article>").next().unwrap();
    assert!(sheet.len() < 24_000, "{} bytes do not fit on one page", sheet.len());
}

#[test]
fn the_page_for_a_visit_says_what_a_clinician_must_see() {
    let pages = all("en");
    let visit = told(page(&pages, "visit"));
    for line in [
        "Skin: 23 Nov, Ice, calm pace: very red, sore or numb",
        "Too long on: 24 Nov, Ice, calm pace: 22 min, 2 min 10 s over the limit",
        "Warning signs: “None of these”, you said on",
        "Health answers: nothing ticked.",
        "My own measure: sitting through a meeting",
        "Cold, times 8 0 0 8",
        "Walking, minutes 118 102 127 124",
    ] {
        assert!(visit.contains(line), "{line}\n---\n{visit}");
    }
    let few = told(page(&pages, "visit-few"));
    assert!(
        few.contains("Too long on") && !few.contains("Walking, minutes") && !few.contains("Warning signs:"),
        "{few}"
    );
    let empty = told(page(&pages, "visit-empty"));
    assert!(
        empty.contains("Skin: it was always fine when I was asked.") && empty.contains("Too long on: never."),
        "{empty}"
    );
}

#[test]
fn weeks_begin_where_people_live_as_they_do_there() {
    with_scene(|scene| {
        let first = |locale: &str| {
            let html = four_weeks().month(&Ui::new(locale), scene, "2026-11");
            html.split("<abbr title=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        assert_eq!([first("en_GB"), first("en_US"), first("en")], ["Monday", "Sunday", "Monday"]);
    });
}

/// Makes one page of a diary.
type Make<'u> = Box<dyn Fn(&Diary, &lumbar_ui::Scene<'_>) -> String + 'u>;

/// Far more than a page may take in a debug build on a busy machine; the budget of 30 ms is for a release build with the data.
const MOST: Duration = Duration::from_secs(2);

#[test]
fn ten_years_are_shown_about_as_fast_as_one_week() {
    let ui = Ui::new("en");
    let diary = person(day("2016-11-28"), day(TODAY));
    let made: [(&str, Make<'_>); 4] = [
        ("week", Box::new(|diary, scene| diary.week(&ui, scene, TODAY))),
        ("month", Box::new(|diary, scene| diary.month(&ui, scene, "2026-11"))),
        ("year", Box::new(|diary, scene| diary.year(&ui, scene, 2025))),
        ("visit", Box::new(|diary, scene| diary.visit(&ui, scene, &[("span", "all")]))),
    ];
    with_scene(|scene| {
        for (name, make) in &made {
            let _ = make(&diary, scene);
            let began = Instant::now();
            let html = make(&diary, scene);
            let took = began.elapsed();
            println!("{name}: {took:?}, {} bytes, {} records", html.len(), diary.records.len());
            assert!(took < MOST, "{name}: {took:?}");
        }
    });
}
