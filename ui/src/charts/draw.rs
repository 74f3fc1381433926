//! Owns what every chart is drawn with: the side on which time begins, its opening, its words and how wide they are.

use std::fmt::Write as _;

use crate::figure::escape;

/// The side on which time begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// As in English.
    Left,
    /// As in Arabic.
    Right,
}

impl Side {
    /// Of a language's direction, as in `<html dir>`.
    pub(crate) fn of(direction: &str) -> Self {
        if direction == "rtl" { Self::Right } else { Self::Left }
    }

    /// Where something begins that lies from `x` on and is so wide, both in per cent of the whole.
    pub(super) fn x(self, x: f64, width: f64) -> f64 {
        match self {
            Self::Left => x,
            Self::Right => 100.0 - x - width,
        }
    }
}

/// The opening of a chart that is read out: its name and what it shows.
pub(super) fn opening(class: &str, kind: &str, height: u32, id: &str, title: &str, desc: &str) -> String {
    let (title, desc) = (escape(title), escape(desc));
    let kind = if kind.is_empty() { String::new() } else { format!(r#" data-kind="{kind}""#) };
    format!(
        r#"<svg class="{class}"{kind} width="100%" height="{height}" role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d" focusable="false"><title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>"#
    )
}

/// A word in a chart.
pub(super) fn word(out: &mut String, class: &str, x: &str, y: f64, anchor: &str, text: &str) {
    let text = escape(text);
    let _ = write!(out, r#"<text class="{class}" x="{x}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#);
}

/// How wide a word of the small size is, px, reckoned high: the face is the desktop's own and not known here.
pub(super) fn wide(text: &str) -> f64 {
    // Wide letters, such as Chinese ones, take a whole em.
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 14.0 } else { 8.2 }).sum()
}

#[cfg(test)]
pub(crate) mod probe {
    //! Reads what was drawn back, for tests.

    /// The values of an attribute of every element of this class, as numbers.
    pub(crate) fn numbers(svg: &str, class: &str, attribute: &str) -> Vec<f64> {
        let wanted = format!("class=\"{class}");
        let tags = svg.split('<').filter(|tag| tag.contains(&wanted));
        let value = |tag: &str| {
            let from = tag.find(&format!(" {attribute}=\""))? + attribute.len() + 3;
            tag[from..].split('"').next()?.trim_end_matches('%').parse().ok()
        };
        tags.filter_map(value).collect()
    }

    /// The words of a chart by class, with where they stand.
    pub(crate) fn words(svg: &str, class: &str) -> Vec<String> {
        let wanted = format!("<text class=\"{class}\"");
        let rest = svg.split(&wanted).skip(1);
        rest.filter_map(|part| Some(part.split_once('>')?.1.split('<').next()?.to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_cannot_leave_its_place() {
        let svg = opening("plot", "cold", 10, "a", "<b>&\"", "x</desc><script>");
        assert!(svg.contains("&lt;b&gt;&amp;&quot;") && !svg.contains("<script"), "{svg}");
    }

    #[test]
    fn from_right_to_left_the_first_thing_stands_on_the_right() {
        assert!((Side::of("ltr").x(10.0, 5.0) - 10.0).abs() < 1e-9);
        assert!((Side::of("rtl").x(10.0, 5.0) - 85.0).abs() < 1e-9);
    }
}
