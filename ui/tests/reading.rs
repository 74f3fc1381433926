//! Holds the texts to plain words: the reading grade of each file, and no sentence that is too long to be read aloud in one breath.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use std::fs;
use std::path::Path;

/// The Flesch-Kincaid grade a file may have: an age of about eleven or twelve.
const GRADE_MOST: f64 = 6.0;
/// Words in the longest sentence.
const WORDS_MOST: usize = 25;

/// A single text of some length may be this hard: lists of illnesses have long words.
const TEXT_GRADE_MOST: f64 = 9.0;
/// Words from which on a single text is measured; the formula says little about shorter ones.
const TEXT_WORDS_LEAST: usize = 15;

/// One text of a file.
struct Said {
    key: String,
    text: String,
}

/// What one file reads like.
struct Reading {
    file: String,
    grade: f64,
    sentences: usize,
    /// Too long, with their number of words; the longest first.
    long: Vec<(usize, String)>,
    /// The longest sentence there is.
    longest: usize,
    /// Texts that are too hard, the hardest first.
    hard: Vec<(f64, String)>,
}

/// The texts of a Fluent file. What is data (addresses, grades) and what others gave their work as a name (titles of sources) is left out.
fn said(file: &str) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    let mut message = String::new();
    for line in file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let name = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let (key, text) = match line.split_once('=') {
            Some((key, text)) if name(key.trim_end()) => {
                message = key.trim_end().to_owned();
                (Some(message.clone()), text)
            }
            Some((key, text)) if key.starts_with("    .") && name(key.trim().trim_start_matches('.')) => {
                (Some(format!("{message}{}", key.trim())), text)
            }
            Some(_) | None => (None, line),
        };
        let text = text.trim();
        // `{ $n ->`, the variants of a choice, and its end.
        let choice = text.starts_with('{') && text.ends_with("->");
        let variant = text.strip_prefix('*').unwrap_or(text).strip_prefix('[').and_then(|t| t.split_once(']'));
        match (key, variant) {
            (Some(key), _) => found.push(Said { key, text: if choice { String::new() } else { text.to_owned() } }),
            (None, Some((_, text))) => found.push(Said { key: message.clone(), text: text.trim().to_owned() }),
            (None, None) if choice || text == "}" => {}
            (None, None) => {
                if let Some(last) = found.last_mut() {
                    last.text = format!("{} {text}", last.text);
                }
            }
        }
    }
    found.retain(|s| {
        let data = [".url", ".url-2", ".grade"].iter().any(|end| s.key.ends_with(end));
        let title = s.key.starts_with("source-") && !s.key.contains('.');
        !data && !title && !s.text.is_empty()
    });
    found
}

/// A text with a short word where Lumbar puts something in.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str("ten");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

fn sentences(text: &str) -> Vec<String> {
    let text = filled(text);
    let mut found = Vec::new();
    let mut now = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        now.push(c);
        let closes = letters.peek().is_none_or(|next| next.is_whitespace() || "”’)".contains(*next));
        if ".!?…".contains(c) && closes {
            found.push(std::mem::take(&mut now));
        }
    }
    if !now.trim().is_empty() {
        found.push(now);
    }
    found.retain(|s| s.chars().any(char::is_alphanumeric));
    found
}

fn words(sentence: &str) -> Vec<&str> {
    sentence.split([' ', '/', '–', '\u{a0}']).filter(|w| w.chars().any(char::is_alphanumeric)).collect()
}

/// Syllables by groups of vowels; a number counts as one.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| "aeiouyé".contains(c);
    let letters: Vec<char> = word.chars().collect();
    let groups = letters.iter().enumerate().filter(|(i, c)| vowel(**c) && (*i == 0 || !vowel(letters[i - 1]))).count();
    let silent = |end: &str| word.ends_with(end);
    let quiet =
        (silent("e") && !silent("le")) || (silent("es") && !silent("ses") && !silent("ches") && !silent("shes"));
    let quiet = quiet || (silent("ed") && !silent("ted") && !silent("ded"));
    groups.saturating_sub(usize::from(quiet && groups > 1)).max(1)
}

fn grade(sentences: &[String]) -> f64 {
    let all: Vec<&str> = sentences.iter().flat_map(|s| words(s)).collect();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let (w, s) = (count(all.len()), count(sentences.len()));
    let sounds = count(all.iter().map(|w| syllables(w)).sum());
    if w == 0.0 || s == 0.0 { 0.0 } else { 0.39 * w / s + 11.8 * sounds / w - 15.59 }
}

/// Whole sentences only: labels and single words would make every file look easy.
fn whole(text: &str) -> Vec<String> {
    sentences(text)
        .into_iter()
        .filter(|s| s.trim_end_matches(['”', '’', ')']).ends_with(['.', '!', '?', '…']))
        .collect()
}

fn read() -> Vec<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let reading = |path: &Path| {
        let said = said(&fs::read_to_string(path).unwrap());
        let every: Vec<String> = said.iter().flat_map(|s| whole(&s.text)).collect();
        let mut long: Vec<(usize, String)> = said
            .iter()
            .flat_map(|s| {
                sentences(&s.text).into_iter().map(move |t| (words(&t).len(), format!("{}: {}", s.key, t.trim())))
            })
            .collect();
        long.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let longest = long.first().map_or(0, |(n, _)| *n);
        long.retain(|(n, _)| *n > WORDS_MOST);
        let enough = |w: &[String]| w.iter().map(|s| words(s).len()).sum::<usize>() >= TEXT_WORDS_LEAST;
        let texts = said.iter().map(|s| (s, whole(&s.text))).filter(|(_, w)| enough(w));
        let mut hard: Vec<(f64, String)> = texts.map(|(s, w)| (grade(&w), format!("{}: {}", s.key, s.text))).collect();
        hard.retain(|(grade, _)| *grade > TEXT_GRADE_MOST);
        hard.sort_by(|a, b| b.0.total_cmp(&a.0));
        Reading {
            file: path.file_name().unwrap().to_string_lossy().into_owned(),
            grade: grade(&every),
            sentences: every.len(),
            long,
            longest,
            hard,
        }
    };
    files.iter().map(|path| reading(path)).collect()
}

#[test]
fn every_file_is_plain_to_read_and_no_sentence_is_too_long() {
    let mut bad = Vec::new();
    for r in read() {
        println!(
            "{:14} grade {:4.1} in {:3} sentences, longest {:2} words, {} too long, {} texts too hard",
            r.file,
            r.grade,
            r.sentences,
            r.longest,
            r.long.len(),
            r.hard.len()
        );
        r.long.iter().for_each(|(n, text)| println!("    {n} words: {text}"));
        r.hard.iter().for_each(|(grade, text)| println!("    grade {grade:.1}: {text}"));
        if r.grade > GRADE_MOST || !r.long.is_empty() || !r.hard.is_empty() {
            bad.push(r.file);
        }
    }
    assert!(bad.is_empty(), "too hard, see the list above: {bad:?}");
}

#[test]
fn the_measure_tells_plain_from_hard() {
    let plain = [String::from("Take the pack off now."), String::from("Look at your skin.")];
    let hard = [String::from(
        "Considerable heterogeneity between investigations precluded a quantitative evaluation of superficial interventions.",
    )];
    assert!(grade(&plain) < 2.0, "{}", grade(&plain));
    assert!(grade(&hard) > 15.0, "{}", grade(&hard));
    assert_eq!(
        ["ice", "table", "walked", "wanted", "infection", "20", "breathe"].map(syllables),
        [1, 2, 1, 2, 3, 1, 1]
    );
    let file = "a = One. Two, { $n } three!\n    .url = https://x.y\n    .lead = Four?\nb = { $n ->\n    [one] five.\n   *[other] six.\n }\nsource-X = A Title\n    .takes = Seven.\n";
    let texts: Vec<String> = said(file).into_iter().map(|s| s.text).collect();
    assert_eq!(texts, ["One. Two, { $n } three!", "Four?", "five.", "six.", "Seven."]);
    assert_eq!(sentences("One. Two, { $n } three! At 2.5 km.").len(), 3);
}
