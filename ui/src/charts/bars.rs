//! Draws one bar for each day, week or month: from nought up, a dot where nothing was, nothing for what is to come.

use std::fmt::Write as _;

use super::axis;
use super::draw::{Side, opening, wide, word};

/// A row of bars, in minutes.
pub(crate) struct Bars<'a> {
    /// Names it on its page.
    pub(crate) id: &'a str,
    /// Its colour, as in `data-kind`.
    pub(crate) kind: &'a str,
    pub(crate) title: String,
    /// What it shows, with its numbers.
    pub(crate) desc: String,
    pub(crate) columns: Vec<Column>,
    /// A dashed line at this amount; the scale always reaches it.
    pub(crate) limit: Option<u64>,
    /// The amounts stand over their bars, where all of them have room.
    pub(crate) amounts: bool,
    pub(crate) begins: Side,
}

/// One bar's place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    /// What stands below, from its left edge on; most have none.
    pub(crate) label: Option<String>,
    pub(crate) amount: Amount,
    /// A day of the weekend.
    pub(crate) shaded: bool,
    /// It is not over.
    pub(crate) now: bool,
}

/// How much there was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Amount {
    /// So much; nought is a dot.
    Of(u64),
    /// It is to come, or was before the first day: nobody knows.
    #[default]
    Unknown,
}

/// The whole height, px, and where its parts begin.
const HEIGHT: u32 = 116;
const TOP: f64 = 16.0;
const BASE: f64 = 92.0;
const WORDS: f64 = 111.0;
/// A bar that is there can be seen, px.
const LEAST: f64 = 2.0;
/// Of its place, how much a bar takes.
const PART: f64 = 0.6;
/// The narrowest a row of bars gets, px: a phone of 360, less the edges and the scale.
const NARROW: f64 = 230.0;

impl Bars<'_> {
    /// The most there was.
    fn most(&self) -> u64 {
        let known = self.columns.iter().map(|column| match column.amount {
            Amount::Of(amount) => amount,
            Amount::Unknown => 0,
        });
        known.max().unwrap_or(0)
    }

    /// The chart: the scale, and the row of bars beside it.
    pub(crate) fn svg(&self) -> String {
        let ticks = axis::ticks(self.most().max(self.limit.unwrap_or(0)));
        let top = ticks.last().copied().unwrap_or(1).max(1);
        let mut out = String::from(r#"<div class="plot-box">"#);
        self.scale(&mut out, &ticks, top);
        out.push_str(&opening("plot", self.kind, HEIGHT, self.id, &self.title, &self.desc));
        let place = 100.0 / self.columns.len().max(1) as f64;
        for (nth, _) in self.columns.iter().enumerate().filter(|(_, column)| column.shaded) {
            let x = self.begins.x(nth as f64 * place, place);
            let height = BASE - TOP;
            let _ =
                write!(out, r#"<rect class="band" x="{x:.2}%" y="{TOP}" width="{place:.2}%" height="{height:.1}"/>"#);
        }
        for tick in ticks.iter().skip(1) {
            let y = y(*tick, top);
            let _ = write!(out, r#"<line class="grid" x1="0" x2="100%" y1="{y:.1}" y2="{y:.1}"/>"#);
        }
        if let Some(limit) = self.limit {
            let y = y(limit, top);
            let _ = write!(out, r#"<line class="limit" x1="0" x2="100%" y1="{y:.1}" y2="{y:.1}"/>"#);
        }
        let _ = write!(out, r#"<line class="base" x1="0" x2="100%" y1="{BASE}" y2="{BASE}"/>"#);
        self.bars(&mut out, place, top);
        self.words(&mut out, place);
        out.push_str("</svg></div>");
        out
    }

    fn bars(&self, out: &mut String, place: f64, top: u64) {
        let amounts = self.amounts && self.has_room_for_amounts(place);
        for (nth, column) in self.columns.iter().enumerate() {
            let Amount::Of(amount) = column.amount else { continue };
            let from = nth as f64 * place;
            let middle = self.begins.x(from + place / 2.0, 0.0);
            if amount == 0 {
                let _ = write!(out, r#"<circle class="none" cx="{middle:.2}%" cy="{:.1}" r="1.6"/>"#, BASE - 4.0);
                continue;
            }
            let width = place * PART;
            let x = self.begins.x(from + (place - width) / 2.0, width);
            let y = y(amount, top).min(BASE - LEAST);
            let class = if column.now { "bar now" } else { "bar" };
            let height = BASE - y;
            let _ = write!(
                out,
                r#"<rect class="{class}" x="{x:.2}%" y="{y:.1}" width="{width:.2}%" height="{height:.1}" rx="2"/>"#
            );
            if amounts {
                word(out, "tick val", &format!("{middle:.2}%"), y - 5.0, "middle", &amount.to_string());
            }
        }
    }

    fn has_room_for_amounts(&self, place: f64) -> bool {
        let widest = self.columns.iter().filter_map(|column| match column.amount {
            Amount::Of(amount) => Some(wide(&amount.to_string())),
            Amount::Unknown => None,
        });
        widest.fold(0.0, f64::max) <= place / 100.0 * NARROW
    }

    /// What stands below: in the middle of each place where every one has a word, else from the edge of its bar on.
    fn words(&self, out: &mut String, place: f64) {
        let few = self.columns.iter().all(|column| column.label.is_some());
        let labelled = self.columns.iter().enumerate().filter_map(|(nth, column)| {
            let label = column.label.as_deref()?;
            let width = wide(label) / NARROW * 100.0;
            let from = nth as f64 * place + if few { (place - width) / 2.0 } else { place * (1.0 - PART) / 2.0 };
            // The last one would run over the edge: it ends there.
            Some((if few { from } else { from.min(100.0 - width).max(0.0) }, label, nth))
        });
        let labelled: Vec<(f64, &str, usize)> = labelled.collect();
        let spans: Vec<(f64, &str)> = labelled.iter().map(|(from, label, _)| (*from, *label)).collect();
        let shown = axis::with_room(&spans, NARROW);
        for ((from, label, nth), _) in labelled.into_iter().zip(shown).filter(|(_, shown)| *shown) {
            let last = from + wide(label) / NARROW * 100.0 > 99.9;
            let (at, anchor) = match (few, self.begins) {
                (true, _) => (nth as f64 * place + place / 2.0, "middle"),
                (false, Side::Left) => {
                    if last {
                        (100.0, "end")
                    } else {
                        (from, "start")
                    }
                }
                (false, Side::Right) => {
                    if last {
                        (100.0, "start")
                    } else {
                        (from, "end")
                    }
                }
            };
            word(out, "tick", &format!("{:.2}%", self.begins.x(at, 0.0)), WORDS, anchor, label);
        }
    }

    /// The numbers beside the bars, in a drawing of their own that keeps its width; read out they are in the description.
    fn scale(&self, out: &mut String, ticks: &[u64], top: u64) {
        let said: Vec<String> = ticks.iter().map(u64::to_string).collect();
        let width = said.iter().map(|word| wide(word)).fold(0.0, f64::max).ceil() + 8.0;
        let _ = write!(
            out,
            r#"<svg class="scale" width="{width:.0}" height="{HEIGHT}" aria-hidden="true" focusable="false">"#
        );
        let (x, anchor) = match self.begins {
            Side::Left => (width - 8.0, "end"),
            Side::Right => (8.0, "start"),
        };
        for (tick, said) in ticks.iter().zip(&said) {
            word(out, "tick", &format!("{x:.0}"), y(*tick, top) + 4.5, anchor, said);
        }
        out.push_str("</svg>");
    }
}

/// How far down an amount reaches, px.
fn y(amount: u64, top: u64) -> f64 {
    BASE - (amount as f64 / top as f64).min(1.0) * (BASE - TOP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::draw::probe::{numbers, words};

    fn bars(amounts: &[Amount]) -> Bars<'static> {
        let column = |amount: &Amount| Column { amount: *amount, ..Column::default() };
        Bars {
            id: "c",
            kind: "cold",
            title: "Cold".into(),
            desc: "Each day.".into(),
            columns: amounts.iter().map(column).collect(),
            limit: None,
            amounts: false,
            begins: Side::Left,
        }
    }

    #[test]
    fn bars_stand_on_nought_and_are_as_high_as_their_amount() {
        let svg = bars(&[Amount::Of(60), Amount::Of(30), Amount::Of(0), Amount::Unknown]).svg();
        let heights = numbers(&svg, "bar", "height");
        assert_eq!(heights.len(), 2, "a dot and what is to come are no bars");
        assert!((heights[0] - 2.0 * heights[1]).abs() < 0.2, "{heights:?}");
        assert!((heights[0] - (BASE - TOP)).abs() < 0.2, "the highest fills the scale: {heights:?}");
        assert_eq!(numbers(&svg, "none", "cx"), [62.5], "a day with nothing is a dot");
    }

    #[test]
    fn a_chart_is_named_and_described_and_its_scale_is_not_read_twice() {
        let svg = bars(&[Amount::Of(5)]).svg();
        assert!(svg.contains(r#"role="img" aria-labelledby="c-t" aria-describedby="c-d""#), "{svg}");
        assert!(svg.contains(r#"<title id="c-t">Cold</title><desc id="c-d">Each day.</desc>"#), "{svg}");
        assert!(svg.contains(r#"class="scale" width="#) && svg.contains(r#"aria-hidden="true""#), "{svg}");
        assert!(!svg.contains("style="), "{svg}");
    }

    #[test]
    fn nothing_at_all_one_value_all_nought_and_huge_values_are_drawn_within_the_chart() {
        for amounts in [
            &[][..],
            &[Amount::Unknown; 31],
            &[Amount::Of(0); 31],
            &[Amount::Of(1)],
            &[Amount::Of(1), Amount::Of(u64::MAX)],
            &[Amount::Of(u64::MAX); 400],
        ] {
            let svg = bars(amounts).svg();
            let inside = |y: &f64| (0.0..=f64::from(HEIGHT)).contains(y);
            assert!(numbers(&svg, "bar", "y").iter().all(inside), "{svg}");
            assert!(numbers(&svg, "bar", "height").iter().all(|h| *h >= LEAST && *h <= BASE - TOP + 0.1), "{svg}");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
            assert!(svg.starts_with("<div") && svg.ends_with("</svg></div>"));
        }
    }

    #[test]
    fn the_scale_reaches_the_limit_and_what_is_above_it() {
        let mut chart = bars(&[Amount::Of(30)]);
        chart.limit = Some(120);
        assert_eq!(words(&chart.svg(), "tick"), ["0", "60", "120"]);
        let line = numbers(&chart.svg(), "limit", "y1");
        assert_eq!(line, [TOP]);
        chart.columns.push(Column { amount: Amount::Of(300), ..Column::default() });
        assert!(numbers(&chart.svg(), "limit", "y1")[0] > TOP, "a bar above the limit is seen above it");
    }

    #[test]
    fn words_below_never_touch_and_stay_inside_at_the_narrowest() {
        for begins in [Side::Left, Side::Right] {
            for (count, each, label) in [
                (31, 7, "23 Nov"),
                (31, 7, "23 Nöövéémbéér"),
                (7, 1, "Wed"),
                (7, 1, "Wéédnéésdàà"),
                (12, 1, "Jan"),
                (53, 4, "Dec"),
            ] {
                let mut chart = bars(&vec![Amount::Of(9); count]);
                chart.begins = begins;
                for nth in (0..count).step_by(each) {
                    chart.columns[nth].label = Some(label.into());
                }
                let svg = chart.svg();
                let plot = svg.split("class=\"plot\"").nth(1).unwrap();
                let mut spans: Vec<(f64, f64)> = plot
                    .split("<text")
                    .skip(1)
                    .map(|tag| {
                        let x = numbers(&format!("<text{tag}"), "tick", "x")[0] / 100.0 * NARROW;
                        let width = wide(label);
                        match () {
                            () if tag.contains("\"middle\"") => (x - width / 2.0, x + width / 2.0),
                            () if tag.contains("\"end\"") => (x - width, x),
                            () => (x, x + width),
                        }
                    })
                    .collect();
                spans.sort_by(|a, b| a.0.total_cmp(&b.0));
                assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{count} {label}: {spans:?}");
            }
        }
    }

    #[test]
    fn amounts_over_bars_are_left_out_where_they_would_touch() {
        let mut chart = bars(&[Amount::Of(165), Amount::Of(130), Amount::Of(0)]);
        chart.amounts = true;
        assert_eq!(words(&chart.svg(), "tick val"), ["165", "130"]);
        chart.columns = vec![Column { amount: Amount::Of(165), ..Column::default() }; 31];
        assert!(words(&chart.svg(), "tick val").is_empty());
    }

    #[test]
    fn from_right_to_left_the_first_day_is_the_rightmost_and_the_scale_stands_there() {
        let mut chart = bars(&[Amount::Of(60), Amount::Of(10)]);
        let left = numbers(&chart.svg(), "bar", "x");
        chart.begins = Side::Right;
        let right = numbers(&chart.svg(), "bar", "x");
        assert!(left[0] < left[1] && right[0] > right[1], "{left:?} {right:?}");
        assert!(chart.svg().contains(r#"text-anchor="start""#), "the numbers lean on the bars");
    }
}
