//! Draws one day from left to right as what was done when: each kind by colour and form.

use std::fmt::Write as _;

use super::draw::{Side, opening, wide, word};

/// The hours of one day.
#[derive(Debug, Clone)]
pub(crate) struct Strip<'a> {
    /// Names it on its page.
    pub(crate) id: &'a str,
    pub(crate) title: String,
    /// What was done when, in words.
    pub(crate) desc: String,
    /// Whole hours from the midnight of the day, the first and the last; the last may lie after midnight.
    pub(crate) hours: (u32, u32),
    pub(crate) marks: Vec<Mark>,
    pub(crate) height: u32,
    pub(crate) begins: Side,
}

/// Something that was done; minutes from the midnight of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its kind, as in `data-kind`.
    pub(crate) kind: &'static str,
    pub(crate) from: u32,
    pub(crate) until: u32,
    /// It was on for too long.
    pub(crate) over: bool,
}

/// Hours between the lines.
const EVERY: u32 = 3;
/// The narrowest a day gets, px.
const NARROW: f64 = 230.0;
/// The narrowest mark, per cent: five minutes can be seen.
const LEAST: f64 = 1.0;

impl Strip<'_> {
    /// The chart; a day with nothing is not read out, for nothing is to be heard.
    pub(crate) fn svg(&self) -> String {
        let mut out = if self.marks.is_empty() {
            let height = self.height;
            format!(r#"<svg class="strip" width="100%" height="{height}" aria-hidden="true" focusable="false">"#)
        } else {
            opening("strip", "", self.height, self.id, &self.title, &self.desc)
        };
        let middle = f64::from(self.height) / 2.0;
        let _ = write!(out, r#"<rect class="band" x="0" y="{:.1}" width="100%" height="10" rx="5"/>"#, middle - 5.0);
        for hour in self.lines() {
            let x = self.begins.x(self.at(hour * 60), 0.0);
            let below = f64::from(self.height) - 4.0;
            let _ = write!(out, r#"<line class="grid" x1="{x:.2}%" x2="{x:.2}%" y1="4" y2="{below:.1}"/>"#);
        }
        for mark in &self.marks {
            self.mark(&mut out, mark, middle);
        }
        out.push_str("</svg>");
        out
    }

    /// The hours below strips of the same hours. They are in the description of each strip, so this one is not read out.
    pub(crate) fn hours(&self, say: &dyn Fn(u32) -> String) -> String {
        let mut out =
            String::from(r#"<svg class="strip" width="100%" height="20" aria-hidden="true" focusable="false">"#);
        let place = 100.0 * f64::from(EVERY) / f64::from(self.length().max(1));
        for hour in self.lines() {
            let said = say(hour % 24);
            let at = self.at(hour * 60);
            if wide(&said) > place / 100.0 * NARROW {
                continue;
            }
            // Half a word would stand outside at the edges.
            let anchor = match self.begins {
                _ if (1.0..=99.0).contains(&at) => "middle",
                Side::Left if at < 1.0 => "start",
                Side::Right if at > 99.0 => "start",
                Side::Left | Side::Right => "end",
            };
            let x = self.begins.x(at, 0.0);
            word(&mut out, "tick", &format!("{x:.2}%"), 15.0, anchor, &said);
        }
        out.push_str("</svg>");
        out
    }

    fn lines(&self) -> impl Iterator<Item = u32> {
        let (first, last) = self.hours;
        (first.next_multiple_of(EVERY)..=last).step_by(EVERY as usize)
    }

    /// Hours from the first to the last.
    fn length(&self) -> u32 {
        self.hours.1.saturating_sub(self.hours.0).max(1)
    }

    /// Where a minute lies, per cent; what lies outside is drawn at the edge.
    fn at(&self, minute: u32) -> f64 {
        let since = f64::from(minute) - f64::from(self.hours.0) * 60.0;
        (since / (f64::from(self.length()) * 60.0) * 100.0).clamp(0.0, 100.0)
    }

    fn mark(&self, out: &mut String, mark: &Mark, middle: f64) {
        let width = (self.at(mark.until.max(mark.from)) - self.at(mark.from)).max(LEAST);
        let from = self.at(mark.from).min(100.0 - width);
        let x = self.begins.x(from, width);
        let class = if mark.over { "mark over" } else { "mark" };
        let tall = f64::from(self.height) - 6.0;
        let mut rect = |kind: &str, y: f64, height: f64, corner: u32| {
            let _ = write!(
                out,
                r#"<rect class="{class}" data-kind="{kind}" x="{x:.2}%" y="{y:.1}" width="{width:.2}%" height="{height:.1}" rx="{corner}"/>"#
            );
        };
        match mark.kind {
            "cold" => rect("cold", 3.0, tall, 1),
            "heat" => rect("heat", 3.0, tall, 7),
            // Both: warm above, cold below.
            "contrast" => {
                rect("heat", 3.0, tall / 2.0, 7);
                rect("cold", middle, tall / 2.0, 1);
            }
            "stretch" => rect("stretch", middle - 9.0, 18.0, 1),
            "move" => rect("move", middle - 5.0, 10.0, 5),
            _ => {
                let x = self.begins.x(from + width / 2.0, 0.0);
                let _ = write!(
                    out,
                    r#"<circle class="{class}" data-kind="{}" cx="{x:.2}%" cy="{middle:.1}" r="6"/>"#,
                    mark.kind
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::draw::probe::{numbers, words};

    fn strip(marks: &[Mark]) -> Strip<'static> {
        Strip {
            id: "s",
            title: "Monday".into(),
            desc: String::new(),
            hours: (6, 23),
            marks: marks.to_vec(),
            height: 30,
            begins: Side::Left,
        }
    }

    fn mark(kind: &'static str, from: u32, until: u32) -> Mark {
        Mark { kind, from, until, over: false }
    }

    #[test]
    fn what_was_done_lies_where_its_hours_are() {
        let svg = strip(&[mark("cold", 6 * 60, 6 * 60 + 20), mark("cold", 22 * 60 + 40, 23 * 60)]).svg();
        let (x, width) = (numbers(&svg, "mark", "x"), numbers(&svg, "mark", "width"));
        assert!(x[0].abs() < 0.01 && (x[1] + width[1] - 100.0).abs() < 0.02, "{x:?} {width:?}");
    }

    #[test]
    fn what_lies_outside_of_the_hours_or_took_no_time_is_still_seen() {
        for odd in
            [mark("move", 0, 5), mark("heat", 29 * 60, 30 * 60), mark("stretch", 700, 700), mark("cold", 700, 600)]
        {
            let svg = strip(&[odd]).svg();
            let (x, width) = (numbers(&svg, "mark", "x")[0], numbers(&svg, "mark", "width")[0]);
            assert!(x >= 0.0 && width >= LEAST && x + width <= 100.01, "{odd:?}: {x} {width}");
        }
        assert!(strip(&[]).svg().contains("aria-hidden"), "nothing is to be heard of nothing");
        assert!(strip(&[mark("move", 0, 5)]).svg().contains("role=\"img\""));
    }

    #[test]
    fn each_kind_has_a_form_of_its_own() {
        let kinds = ["cold", "heat", "stretch", "move", "massage", "contrast"];
        let forms: std::collections::BTreeSet<String> = kinds
            .iter()
            .map(|kind| {
                let svg = strip(&[mark(kind, 600, 700)]).svg();
                let marks = svg.split('<').filter(|tag| tag.contains("class=\"mark"));
                // The form without its colour.
                marks
                    .map(|tag| tag.replace("data-kind=\"heat\"", "").replace(&format!("data-kind=\"{kind}\""), ""))
                    .collect()
            })
            .collect();
        assert_eq!(forms.len(), kinds.len(), "{forms:#?}");
    }

    #[test]
    fn hours_below_are_not_cut_off_at_the_edges() {
        let say = |hour: u32| format!("{hour:02}");
        assert_eq!(words(&strip(&[]).hours(&say), "tick"), ["06", "09", "12", "15", "18", "21"]);
        let long = |hour: u32| format!("{hour} o’clock in the morning");
        assert!(words(&strip(&[]).hours(&long), "tick").is_empty());
    }

    #[test]
    fn from_right_to_left_the_morning_is_on_the_right() {
        let mut day = strip(&[mark("cold", 7 * 60, 8 * 60), mark("cold", 20 * 60, 21 * 60)]);
        day.begins = Side::Right;
        let x = numbers(&day.svg(), "mark", "x");
        assert!(x[0] > x[1], "{x:?}");
    }
}
