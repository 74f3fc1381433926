//! Decides which names a person may give a routine, and when two names look alike.

/// The longest name for people, characters: a tray and a notification show it in one line.
pub const TITLE_MOST: usize = 60;

/// The longest name in a routine file, bytes.
pub(super) const TEXT_MOST: usize = 80;

/// Says in a message what [`is_hidden`] is about.
pub(crate) const HIDDEN_WHY: &str = "a character that cannot be seen or turns the writing round";

/// Tells whether a name can be shown to people: something to read, short, and all of it to be seen.
pub fn is_title(name: &str) -> bool {
    name == name.trim()
        && name.chars().any(char::is_alphanumeric)
        && name.chars().count() <= TITLE_MOST
        && !name.chars().any(is_hidden)
}

/// Tells whether a character cannot be seen, or changes the direction in which others are read. The two joiners that
/// Persian and the scripts of India need are no such characters.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The first part of a text that is quoted to the person who wrote it, without what cannot be seen.
pub(super) fn shortened(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).take(TEXT_MOST).collect()
}

/// What is left of a name when signs and spaces are taken out and what looks alike is made the same.
///
/// It knows the letters that are drawn alike in Latin, Greek and Cyrillic, letters with marks, full-width ones and digits
/// that pass for letters. A name that stays different here may still resemble another in some typeface.
pub fn skeleton(name: &str) -> String {
    let plain: String = name.chars().flat_map(char::to_lowercase).filter_map(alike).collect();
    plain.replace("rn", "m").replace("vv", "w")
}

/// The character that stands for all that look like it; `None` = a sign, a space or a mark.
fn alike(c: char) -> Option<char> {
    let c = match c {
        '\u{ff10}'..='\u{ff19}' | '\u{ff41}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    match c {
        'i' | '1' | '|' => Some('l'),
        '0' => Some('o'),
        '2' => Some('z'),
        '5' | '$' => Some('s'),
        // Most letters end here: this runs for every name at each start.
        _ if c.is_ascii() => c.is_ascii_alphanumeric().then_some(c),
        _ => match ALIKE.iter().find(|(_, others)| others.contains(c)) {
            Some((plain, _)) => Some(*plain),
            None => c.is_alphanumeric().then_some(c),
        },
    }
}

/// Small letters, and those beyond ASCII that are drawn like each.
const ALIKE: &[(char, &str)] = &[
    ('a', "àáâãäåāăąǎạɑαаӑӓ"),
    ('b', "ьвβ"),
    ('c', "çćĉċčсϲ"),
    ('d', "ďđԁ"),
    ('e', "èéêëēĕėęěẹεеѐёє"),
    ('g', "ĝğġģɡ"),
    ('h', "ĥħһнη"),
    ('j', "ĵјʝ"),
    ('k', "ķĸκкқ"),
    ('l', "іїìíîïĩīĭįıĺļľŀłιӏǀ"),
    ('m', "мμ"),
    ('n', "ñńņňŋпπ"),
    ('o', "òóôõöøōŏőọοоөσ"),
    ('p', "ρрþ"),
    ('q', "ԛ"),
    ('r', "ŕŗřгѓ"),
    ('s', "śŝşšșѕ"),
    ('t', "ţťŧțтτ"),
    ('u', "ùúûüũūŭůűųụυцџ"),
    ('v', "ѵν"),
    ('w', "ŵωшѡԝ"),
    ('x', "хχ×"),
    ('y', "ýÿŷуўγүұ"),
    ('z', "źżžζ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_have_the_same_skeleton_and_others_do_not() {
        for (one, other) in [
            ("Ice, calm pace", "ice calm PACE"),
            ("Ice, calm pace", "Ісе, саlm расе"),
            ("Ice, calm pace", "lce, calrn pace"),
            ("Ice, calm pace", "I c e - calm… pace!"),
            ("Warm bath", "\u{ff37}arm bath"),
            ("Warm bath", "Wärm báth"),
            ("Warm bath", "VVarm bath"),
            ("cold-15", "co1d-l5"),
            ("cold-20-20", "cold-2o-2o"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        for (one, other) in [("Ice, calm pace", "Ice, short pace"), ("walk", "walk-2"), ("Утро", "Вечер"), ("朝", "夜")]
        {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }

    #[test]
    fn a_name_is_short_and_all_of_it_can_be_seen() {
        for good in
            ["My morning", "Утро", "صبح من", "نمی\u{200c}خواهم", "朝の体操", "Back & legs <3", "7", &"x".repeat(60)]
        {
            assert!(is_title(good), "{good}");
        }
        let long = "x".repeat(61);
        for bad in ["", " ", "…", " a", "a\u{202e}b", "a\nb", "a\u{200b}b", "\u{2066}a\u{2069}", "a\u{e0041}", &long]
        {
            assert!(!is_title(bad), "{bad:?}");
        }
    }
}
