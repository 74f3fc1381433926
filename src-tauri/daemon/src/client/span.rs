//! Decides how a span of time is written on the command line: `5m`, `90s`, `1h30m`; a bare number is minutes, as people say it.

use std::time::Duration;

/// The longest span anyone can mean; longer ones are slips of the keyboard.
const LONGEST: u64 = 31 * 86_400;

/// Reads a span.
///
/// # Errors
/// A sentence when it is none.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let wrong = || format!("“{text}” is not a span of time such as 5 (minutes), 90s or 1h30m");
    let text = text.trim();
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) {
        let minutes: u64 = text.parse().map_err(|_| wrong())?;
        return minutes.checked_mul(60).and_then(bounded).ok_or_else(wrong);
    }
    let mut seconds = 0_u64;
    let mut digits = String::new();
    // Hours come before minutes and those before seconds, each at most once.
    let mut smallest = u64::MAX;
    for c in text.chars() {
        let unit = match c {
            '0'..='9' => {
                digits.push(c);
                continue;
            }
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return Err(wrong()),
        };
        if unit >= smallest {
            return Err(wrong());
        }
        smallest = unit;
        let count: u64 = digits.parse().map_err(|_| wrong())?;
        seconds = count.checked_mul(unit).and_then(|s| seconds.checked_add(s)).ok_or_else(wrong)?;
        digits.clear();
    }
    if !digits.is_empty() || text.is_empty() {
        return Err(wrong());
    }
    bounded(seconds).ok_or_else(wrong)
}

/// Reads a span with a sign: seconds, later is positive.
///
/// # Errors
/// A sentence when it is none.
pub(crate) fn parse_signed(text: &str) -> Result<i64, String> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let seconds = parse(rest)?.as_secs();
    Ok(sign * i64::try_from(seconds).unwrap_or(i64::MAX))
}

fn bounded(seconds: u64) -> Option<Duration> {
    (seconds <= LONGEST).then(|| Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them() {
        for (text, seconds) in
            [("5m", 300), ("90s", 90), ("10", 600), ("1h30m", 5400), ("1h5m10s", 3910), ("0", 0), ("2d", 172_800)]
        {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_span_is_refused_with_a_sentence() {
        for text in [
            "",
            "m",
            "5x",
            "-5m",
            "5m5m",
            "10s5m",
            "1.5h",
            "99999999999999999999",
            "400000000000000000",
            "44641",
            "9999999999999999h",
            "400d",
            "5m3",
            "é",
        ] {
            assert!(parse(text).is_err_and(|e| e.contains("span of time")), "{text}");
        }
    }

    #[test]
    fn a_signed_span_goes_both_ways() {
        for (text, seconds) in [("-3h", -10_800), ("+2h", 7_200), ("15m", 900)] {
            assert_eq!(parse_signed(text), Ok(seconds), "{text}");
        }
        assert!(parse_signed("--3h").is_err());
    }
}
