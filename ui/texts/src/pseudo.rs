//! Decides how the two made-up languages look: one longer and accented, one written from right to left.

use std::borrow::Cow;

/// A language made from English, to see what pages do with other languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pseudo {
    /// `en-XA`: every vowel accented and texts about half as long again.
    Long,
    /// `ar-XB`: from right to left.
    Mirrored,
}

impl Pseudo {
    /// Reads it from a locale name.
    pub(crate) fn of(locale: &str) -> Option<Self> {
        let plain = locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
        [Self::Long, Self::Mirrored].into_iter().find(|p| p.code().eq_ignore_ascii_case(&plain))
    }

    /// Its locale name.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Long => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }

    /// Which way it is written.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::Long => "ltr",
            Self::Mirrored => "rtl",
        }
    }

    /// What is done to each piece of text; what stands in for a placeholder is left alone.
    pub(crate) fn transform(self) -> fn(&str) -> Cow<'_, str> {
        match self {
            Self::Long => long,
            Self::Mirrored => mirrored,
        }
    }
}

fn long(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match c {
            'a' => out.push_str("àà"),
            'e' => out.push_str("éé"),
            'i' => out.push('ï'),
            'o' => out.push_str("öö"),
            'u' => out.push_str("ûû"),
            'y' => out.push('ÿ'),
            'A' => out.push('Å'),
            'E' => out.push('É'),
            'I' => out.push('Ï'),
            'O' => out.push('Ö'),
            'U' => out.push('Û'),
            's' => out.push('š'),
            'n' => out.push('ñ'),
            'c' => out.push('ç'),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// Turns each word around inside an override, so that it is read from the right as Arabic is.
fn mirrored(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut inside = false;
    for c in text.chars() {
        let letter = c.is_alphabetic();
        if letter != inside {
            out.push(if letter { '\u{202e}' } else { '\u{202c}' });
            inside = letter;
        }
        out.push(c);
    }
    if inside {
        out.push('\u{202c}');
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_made_up_languages_are_found_by_their_names_only() {
        for (name, is) in [
            ("en-XA", Some(Pseudo::Long)),
            ("en_XA.UTF-8", Some(Pseudo::Long)),
            ("ar-xb", Some(Pseudo::Mirrored)),
            ("en", None),
            ("ar", None),
            ("", None),
        ] {
            assert_eq!(Pseudo::of(name), is, "{name}");
        }
    }

    #[test]
    fn the_long_one_is_longer_and_the_mirrored_one_closes_what_it_opens() {
        let text = "Take the pack off now, please.";
        assert!(long(text).chars().count() * 10 >= text.chars().count() * 13);
        let turned = mirrored(text);
        assert_eq!(turned.matches('\u{202e}').count(), turned.matches('\u{202c}').count());
    }
}
