//! Walks every row of the table of settings by page, by command line and by file: the three give the same, and what no version of
//! today writes there is kept and said.
#![cfg(target_os = "linux")]
#![allow(clippy::panic, reason = "a test may fail by panicking")]

use std::collections::BTreeMap;

use lumbar_tests::{Demo, Desktop, Outcome};
use rusqlite::Connection;
use serde_json::{Value, json};

const MANUAL: [&str; 2] = ["--manual-clock", "--no-window"];
/// What only the page of a routine says.
const NOT_ON_THIS_PAGE: &str = "packs";

/// One row as the API gives it.
struct Row {
    key: String,
    /// The value as it is written on the command line.
    other: String,
    /// The same as the page's form says it.
    form: Vec<(&'static str, String)>,
}

impl Row {
    /// A value that is not the usual one.
    fn of(row: &Value) -> Self {
        let key = row["key"].as_str().unwrap_or_default().to_owned();
        let usual = row["written"].as_str().unwrap_or_default();
        let value = |value: &str| (value.to_owned(), vec![("value", value.to_owned())]);
        let (other, form) = match row["kind"].as_str().unwrap_or_default() {
            "switch" => value(if usual == "on" { "off" } else { "on" }),
            "one-of" => {
                let words = row["words"].as_array().cloned().unwrap_or_default();
                let word = words.iter().filter_map(Value::as_str).find(|word| *word != usual).unwrap_or_default();
                value(word)
            }
            "language" => value("en"),
            "hours" | "maybe-hours" => {
                ("13:00-14:30".to_owned(), vec![("from", "13:00".to_owned()), ("until", "14:30".to_owned())])
            }
            "routines" => ("walk".to_owned(), vec![("more", "walk".to_owned())]),
            "packs" => ("cold-15=gel".to_owned(), Vec::new()),
            "key" => value("Ctrl+Alt+F9"),
            "turns" => ("cold-20-20=1".to_owned(), vec![("more", "cold-20-20".to_owned()), ("turns", "1".to_owned())]),
            other => panic!("{key} is of a kind that is not tried: {other}"),
        };
        Self { key, other, form }
    }
}

async fn all(demo: &Demo) -> Outcome<BTreeMap<String, Value>> {
    let json: Value = serde_json::from_str(&demo.done(&["settings", "--json"]).await?)?;
    let rows = json["settings"].as_array().cloned().unwrap_or_default();
    Ok(rows.into_iter().map(|row| (row["key"].as_str().unwrap_or_default().to_owned(), row)).collect())
}

fn stored(demo: &Demo) -> Outcome<BTreeMap<String, String>> {
    let data = Connection::open(demo.profile.join("lumbar.db"))?;
    let mut rows = data.prepare("SELECT key, value FROM setting")?;
    Ok(rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

fn write(demo: &Demo, rows: &BTreeMap<String, String>) -> Outcome<()> {
    let data = Connection::open(demo.profile.join("lumbar.db"))?;
    data.execute("DELETE FROM setting", [])?;
    for (key, value) in rows {
        data.execute("INSERT INTO setting VALUES (?1, ?2)", [key, value])?;
    }
    Ok(())
}

#[tokio::test]
async fn every_row_set_by_page_by_command_line_and_by_file_gives_the_same_everywhere() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&MANUAL).await?;
    let usual = all(&demo).await?;
    let rows: Vec<Row> = usual.values().filter(|row| row["here"] == json!(true)).map(Row::of).collect();
    assert!(rows.len() > 25);
    for Row { key, other, form } in &rows {
        // By command line.
        demo.done(&["settings", "set", "--accept", key, other]).await?;
        let by_command = all(&demo).await?;
        assert_eq!((&by_command[key]["written"], &by_command[key]["changed"]), (&json!(other), &json!(true)), "{key}");
        demo.done(&["settings", "reset", key]).await?;
        assert_eq!(all(&demo).await?, usual, "{key} is put back, and nothing else has changed");
        // By page.
        if key == NOT_ON_THIS_PAGE {
            continue;
        }
        let mut fields = vec![("key", key.as_str()), ("accept", "yes")];
        fields.extend(form.iter().map(|(name, value)| (*name, value.as_str())));
        demo.http().post_form("/do/set", &fields).await?.with_status(303)?;
        assert_eq!(all(&demo).await?, by_command, "{key} by page is as by command");
        demo.http().post_form("/do/set", &[("key", key), ("reset", "yes")]).await?.with_status(303)?;
        assert_eq!(all(&demo).await?, usual, "{key} by page is put back");
    }
    // By file: what was written by a version of today is read as it was chosen.
    for Row { key, other, .. } in &rows {
        demo.done(&["settings", "set", "--accept", key, other]).await?;
    }
    let (chosen, lines) = (all(&demo).await?, stored(&demo)?);
    demo.kill().await?;
    demo.restart(&MANUAL).await?;
    assert_eq!(all(&demo).await?, chosen, "all of it outlives the program");
    demo.done(&["settings", "reset", "--all"]).await?;
    assert_eq!(all(&demo).await?, usual);
    demo.kill().await?;
    write(&demo, &lines)?;
    demo.restart(&MANUAL).await?;
    let by_file = all(&demo).await?;
    for key in lines.keys().filter(|key| chosen.contains_key(*key)) {
        assert_eq!(by_file[key], chosen[key], "{key} by file");
    }
    assert!(lines.len() > 20, "{lines:?}");
    demo.expect_no_panic()
}

#[tokio::test]
async fn a_damaged_or_future_value_of_every_row_is_kept_said_and_takes_no_other_with_it() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut demo = desk.demo(&MANUAL).await?;
    let usual = all(&demo).await?;
    for Row { key, other, .. } in usual.values().filter(|row| row["here"] == json!(true)).map(Row::of) {
        demo.done(&["settings", "set", "--accept", &key, &other]).await?;
    }
    let rows: Vec<String> = stored(&demo)?.into_keys().filter(|key| usual.contains_key(key)).collect();
    for odd in [r#"{"of":"the future","n":[1]}"#, "damaged {", "\"\u{1f9ca}\"", "null", "-1"] {
        demo.kill().await?;
        let mut written: BTreeMap<String, String> = rows.iter().map(|key| (key.clone(), odd.to_owned())).collect();
        written.insert("shoe-size".to_owned(), odd.to_owned());
        write(&demo, &written)?;
        demo.restart(&MANUAL).await?;
        let now = all(&demo).await?;
        let said = demo.done(&["settings"]).await?;
        let page = demo.http().fetch("/settings").await?.with_status(200)?.body;
        assert!(said.contains("? shoe-size") && page.contains("shoe-size = "), "{odd}: {said}");
        for key in &rows {
            assert_eq!(now[key]["value"], usual[key]["value"], "{key} = {odd} counts as not chosen");
            assert_eq!(now[key]["not_understood"], json!(odd), "{key}");
        }
        assert!(page.contains("makes no sense to this version"), "{odd}");
        // A choice takes the place of its own row alone.
        demo.done(&["settings", "set", "theme", "dark"]).await?;
        let kept = stored(&demo)?;
        for key in rows.iter().filter(|key| *key != "theme") {
            assert_eq!(kept.get(key).map(String::as_str), Some(odd), "{key}");
        }
        assert_eq!((kept["theme"].as_str(), kept["shoe-size"].as_str()), ("\"dark\"", odd));
    }
    demo.expect_no_panic()
}
