//! Reads one Rust file as words, without comments, strings and what is built for tests only.

/// A word or sign, and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) line: usize,
}

/// One file.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) lines: usize,
    pub(super) words: Vec<Word>,
}

impl Source {
    pub(super) fn read(text: &str) -> Self {
        Self { lines: text.lines().count(), words: without_tests(words(text)) }
    }

    /// The word at a place; nothing past the end.
    pub(super) fn at(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text.as_str())
    }

    /// How many functions stand in `impl NAME` blocks; those of traits are none.
    pub(super) fn methods_of(&self, name: &str) -> usize {
        let mut count = 0;
        for at in (0..self.words.len()).filter(|at| self.at(*at) == "impl" && self.at(at + 1) == name) {
            if self.at(at + 2) != "{" {
                continue;
            }
            let mut depth = 0;
            for word in &self.words[at + 2..] {
                match word.text.as_str() {
                    "{" => depth += 1,
                    "}" if depth == 1 => break,
                    "}" => depth -= 1,
                    "fn" if depth == 1 => count += 1,
                    _ => {}
                }
            }
        }
        count
    }

    /// Each mention of `NAME::Variant`.
    pub(super) fn variants_of(&self, name: &str) -> Vec<String> {
        let mentions = (0..self.words.len()).filter(|at| self.at(*at) == name && self.at(at + 1) == "::");
        let variants = mentions.map(|at| self.at(at + 2).to_owned());
        variants.filter(|variant| variant.starts_with(char::is_uppercase)).collect()
    }
}

/// Splits into names and signs; comments are left out, and a string or number is one empty word.
fn words(text: &str) -> Vec<Word> {
    let all: Vec<char> = text.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while at < all.len() {
        let (begin, first) = (at, all[at]);
        let next = all.get(at + 1).copied().unwrap_or('\0');
        let word = match first {
            '/' if next == '/' => {
                at = past(&all, at, |rest| rest[0] == '\n');
                None
            }
            '/' if next == '*' => {
                at = past(&all, at, |rest| rest.starts_with(&['*', '/'])) + 2;
                None
            }
            'r' | 'b' if raw_string(&all, at).is_some() => {
                at = raw_string(&all, at).unwrap_or(at + 1);
                Some(String::new())
            }
            '"' => {
                at = past_quote(&all, at + 1, '"');
                Some(String::new())
            }
            // A character, not a lifetime.
            '\'' if next == '\\' || all.get(at + 2) == Some(&'\'') => {
                at = past_quote(&all, at + 1, '\'');
                Some(String::new())
            }
            first if first.is_alphanumeric() || first == '_' => {
                at = past(&all, at, |rest| !rest[0].is_alphanumeric() && rest[0] != '_');
                Some(all[begin..at].iter().collect())
            }
            ':' if next == ':' => {
                at += 2;
                Some("::".to_owned())
            }
            first => {
                at += 1;
                (!first.is_whitespace()).then(|| first.to_string())
            }
        };
        found.extend(word.map(|text| Word { text, line }));
        line += all[begin..at.min(all.len())].iter().filter(|one| **one == '\n').count();
    }
    found
}

/// The first place from `at` on whose rest fits, or the end.
fn past(all: &[char], at: usize, fits: impl Fn(&[char]) -> bool) -> usize {
    (at..all.len()).find(|at| fits(&all[*at..])).unwrap_or(all.len())
}

fn past_quote(all: &[char], mut at: usize, quote: char) -> usize {
    while at < all.len() && all[at] != quote {
        at += if all[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Where the raw string that begins here ends; nothing where none begins.
fn raw_string(all: &[char], at: usize) -> Option<usize> {
    let after_letters = past(all, at, |rest| !matches!(rest[0], 'r' | 'b'));
    let quote = past(all, after_letters, |rest| rest[0] != '#');
    let is_raw = all[at..after_letters].contains(&'r') && all.get(quote) == Some(&'"');
    let mut end = vec!['"'];
    end.extend(vec!['#'; quote - after_letters]);
    is_raw.then(|| past(all, quote + 1, |rest| rest.starts_with(&end)) + end.len())
}

/// Leaves out every item behind `#[cfg(test)]`, but for the line `mod NAME;` as `test mod NAME;`.
fn without_tests(words: Vec<Word>) -> Vec<Word> {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < words.len() {
        if !texts[at..].starts_with(&["#", "[", "cfg", "(", "test", ")", "]"]) {
            kept.push(words[at].clone());
            at += 1;
            continue;
        }
        let begin = at + 7;
        let mut depth = 0;
        at = begin;
        while at < words.len() {
            match texts[at] {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 && matches!(texts[at - 1], ";" | "}") {
                break;
            }
        }
        if texts[at - 1] == ";" && texts[begin..at].contains(&"mod") {
            kept.push(Word { text: "test".to_owned(), line: words[begin].line });
            kept.extend_from_slice(&words[begin..at]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        Source::read(text).words.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn comments_strings_and_tests_are_no_words_of_the_code() {
        let text =
            "/* a { */ use x::y; // b\n#[cfg(test)]\nmod tests { fn t() { \"}\"; '}'; r#\"}\"#; } }\nfn z<'a>() {}";
        assert_eq!(texts(text).join(" "), "use x :: y ; fn z < ' a > ( ) { }");
        assert_eq!(texts("#[cfg(test)] mod tests;\nmod a;").join(" "), "test mod tests ; mod a ;");
    }

    #[test]
    fn methods_and_phases_are_counted_where_they_stand() {
        let text = "impl Engine { fn a() { fn inner() {} } fn b() {} } impl Show for Engine { fn c() {} }\n\
                    fn d(p: Phase) { match p { Phase::On { .. } | Phase::Off => Phase::new() } }";
        let source = Source::read(text);
        assert_eq!(source.methods_of("Engine"), 2);
        assert_eq!(source.variants_of("Phase"), ["On", "Off"]);
    }
}
