//! Draws counts beside each other: one square for each answer while they can be counted, a bar in three parts beyond, and the
//! bar of a row in a table. What they say stands in words beside them, so none of them is read out.

use std::fmt::Write as _;

use super::draw::Side;

/// Answers that are drawn one by one; more can no longer be counted by eye.
const SQUARES: u64 = 40;

/// Answers of one kind: easier, the same, worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) easier: u64,
    pub(crate) same: u64,
    pub(crate) worse: u64,
    pub(crate) begins: Side,
}

impl Share {
    /// Squares, or a bar in three parts.
    pub(crate) fn html(&self) -> String {
        let all = self.easier.saturating_add(self.same).saturating_add(self.worse);
        if all == 0 {
            return String::new();
        }
        if all > SQUARES {
            return self.bar(all);
        }
        let mut out = String::from(r#"<span class="squares" aria-hidden="true">"#);
        let mut first = true;
        for (count, class) in [(self.easier, "e"), (self.same, "s"), (self.worse, "w")] {
            if count > 0 && !first {
                out.push_str(r#"<i class="gap"></i>"#);
            }
            first &= count == 0;
            for _ in 0..count {
                let _ = write!(out, r#"<i class="{class}"></i>"#);
            }
        }
        out.push_str("</span>");
        out
    }

    fn bar(&self, all: u64) -> String {
        let mut out =
            String::from(r#"<svg class="hbar" width="100%" height="16" aria-hidden="true" focusable="false">"#);
        let mut from = 0.0;
        for (count, class) in [(self.easier, "bar"), (self.same, "bar same"), (self.worse, "bar worse")] {
            let width = count as f64 / all as f64 * 100.0;
            if count > 0 {
                let x = self.begins.x(from, width);
                let _ =
                    write!(out, r#"<rect class="{class}" x="{x:.2}%" y="2" width="{width:.2}%" height="12" rx="2"/>"#);
            }
            from += width;
        }
        out.push_str("</svg>");
        out
    }
}

/// The bar of a row in a table: this much of the most.
pub(crate) fn row_bar(kind: &str, amount: u64, most: u64, begins: Side) -> String {
    let width = if amount == 0 { 0.0 } else { (amount as f64 / most.max(amount) as f64 * 100.0).max(1.0) };
    let x = begins.x(0.0, width);
    format!(
        r#"<svg class="hbar" data-kind="{kind}" width="100%" height="12" aria-hidden="true" focusable="false"><rect class="bar" x="{x:.1}%" y="1" width="{width:.1}%" height="10" rx="2"/></svg>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::draw::probe::numbers;

    fn share(easier: u64, same: u64, worse: u64) -> Share {
        Share { easier, same, worse, begins: Side::Left }
    }

    #[test]
    fn few_answers_are_counted_one_by_one() {
        let html = share(5, 4, 1).html();
        assert_eq!(
            [html.matches("\"e\"").count(), html.matches("\"s\"").count(), html.matches("\"w\"").count()],
            [5, 4, 1]
        );
        assert_eq!(html.matches("gap").count(), 2);
        assert_eq!(share(0, 4, 0).html().matches("gap").count(), 0);
        assert_eq!(share(0, 0, 0).html(), "");
    }

    #[test]
    fn many_answers_are_a_bar_in_parts_that_fill_it() {
        for many in [share(4_000, 900, 100), share(u64::MAX / 2, u64::MAX / 4, 1), share(0, 41, 0)] {
            let html = many.html();
            let sum: f64 = numbers(&html, "bar", "width").iter().sum();
            assert!((sum - 100.0).abs() < 0.05, "{html}");
        }
    }

    #[test]
    fn a_row_has_a_bar_of_its_part_of_the_most() {
        let width = |amount, most| numbers(&row_bar("move", amount, most, Side::Left), "bar", "width")[0];
        let pairs = [((0, 0), 0.0), ((0, 9), 0.0), ((3, 6), 50.0), ((6, 6), 100.0), ((1, 100_000), 1.0)];
        for ((amount, most), expected) in pairs {
            assert!((width(amount, most) - expected).abs() < 0.01, "{amount} of {most}");
        }
        assert!(row_bar("move", 1, 4, Side::Right).contains("x=\"75.0%\""));
    }
}
