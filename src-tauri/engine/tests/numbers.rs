//! Each safety number is written a second time, in docs/rules.md: a number changed in one place alone is found.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

use std::fs;
use std::path::Path;

use lumbar_engine::rules::NUMBERS;

#[test]
fn each_number_is_the_one_that_stands_in_the_table_of_the_rules() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = fs::read_to_string(page).unwrap();
    let mut wrong = Vec::new();
    for number in NUMBERS {
        let name = format!("`{}` ", number.name.to_uppercase().replace('-', "_"));
        let row = format!("| {} |", number.rule);
        let written = page.lines().filter(|line| line.starts_with(&row)).find_map(|line| line.split_once(&name));
        let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
        let value = written.map(|(_, rest)| digits(rest));
        if value != Some(number.value.to_string()) {
            wrong.push(format!("{} {name}{} is {value:?} on the page", number.rule, number.value));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
