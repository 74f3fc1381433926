//! Decides how a length is typed into a form, and how one is shown there.

/// The longest that is read, s: a day. What a routine may last is a matter of the engine.
const MOST: u32 = 86_400;

/// A length in a field for minutes: `20`, and `2:30` where it is not whole.
pub(crate) fn minutes(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes, 0) => minutes.to_string(),
        (minutes, rest) => format!("{minutes}:{rest:02}"),
    }
}

/// A length in a field for seconds.
pub(crate) fn seconds_only(seconds: u32) -> String {
    seconds.to_string()
}

/// Reads a length, s: a bare number counts `unit` seconds each, `2:30` minutes and seconds, and `1 h 30 min`, `90 s` say it
/// themselves.
pub(crate) fn read(text: &str, unit: u32) -> Option<u32> {
    let text = text.trim().to_lowercase();
    if text.contains(':') {
        let mut whole: u32 = 0;
        for part in text.split(':') {
            let part: u32 = Some(part).filter(|part| (1..=4).contains(&part.len()))?.parse().ok()?;
            whole = whole.checked_mul(60)?.checked_add(part)?;
        }
        return Some(whole).filter(|seconds| *seconds <= MOST);
    }
    let mut rest = text.as_str();
    let mut whole: u32 = 0;
    let mut parts = 0;
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(letters);
        let each = match word {
            "" if parts == 0 && after.trim().is_empty() => unit,
            "s" | "sec" | "second" | "seconds" => 1,
            "m" | "min" | "minute" | "minutes" => 60,
            "h" | "hour" | "hours" => 3600,
            _ => return None,
        };
        whole = whole.checked_add(times(number, each)?)?;
        parts += 1;
        rest = after;
    }
    Some(whole).filter(|seconds| parts > 0 && *seconds <= MOST)
}

/// Reads times that follow each other, in minutes: `5, 15`.
pub(crate) fn read_all(text: &str) -> Option<Vec<u32>> {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| read(part, 60)).collect()
}

/// A number with up to two digits after the point or the comma, times a whole one.
fn times(number: &str, each: u32) -> Option<u32> {
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let digits = |text: &str, most: usize| {
        let plain = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        Some(text).filter(|_| plain)?.parse::<u32>().ok()
    };
    let hundredths = digits(part, 2)? * if part.len() == 1 { 10 } else { 1 };
    let all = digits(whole, 5)?.checked_mul(each)?;
    all.checked_add(hundredths * each / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_people_write_it() {
        for (text, seconds) in [
            ("20", Some(1200)),
            (" 2.5 ", Some(150)),
            ("2,5", Some(150)),
            ("2:30", Some(150)),
            ("1:00:00", Some(3600)),
            ("90 s", Some(90)),
            ("90s", Some(90)),
            ("1 h 30 min", Some(5400)),
            ("16 min 30 s", Some(990)),
            ("0", Some(0)),
            ("", None),
            ("-5", None),
            ("ten", None),
            ("1e3", None),
            ("5 10", None),
            ("1:2:3:4:5:6", None),
            ("99999999999", None),
            ("2000", None),
            ("٣", None),
        ] {
            assert_eq!(read(text, 60), seconds, "{text}");
        }
        assert_eq!(read("45", 1), Some(45));
        assert_eq!((read_all("5, 15"), read_all(""), read_all("5, x")), (Some(vec![300, 900]), Some(Vec::new()), None));
    }

    #[test]
    fn what_is_shown_is_read_as_the_same() {
        for seconds in [1, 59, 60, 90, 150, 990, 3600, 28_800] {
            assert_eq!(read(&minutes(seconds), 60), Some(seconds));
            assert_eq!(read(&seconds_only(seconds), 1), Some(seconds));
        }
    }
}
