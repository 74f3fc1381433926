//! Runs the examples of docs/api.md, from top to bottom: each is answered as it says, with the fields that it shows.
#![cfg(target_os = "linux")]

use lumbar_tests::{Context, Desktop, Outcome, Trouble};
use serde_json::Value;

const DOCUMENT: &str = include_str!("../../docs/api.md");

/// One example.
#[derive(Debug)]
struct Example {
    method: String,
    path: String,
    body: Option<Value>,
    status: u16,
    answer: Value,
}

/// The examples of the document: each block of a request, and the block of its answer right after it.
fn examples() -> Outcome<Vec<Example>> {
    let mut all = Vec::new();
    let mut asked: Option<(String, String, Option<Value>)> = None;
    for block in DOCUMENT.split("\n```").skip(1).step_by(2) {
        let (kind, text) = block.split_once('\n').trying("a block without a kind")?;
        match (kind.split(' ').collect::<Vec<_>>().as_slice(), asked.take()) {
            (["http"], None) => {
                let (line, body) = text.split_once("\n\n").unwrap_or((text, ""));
                let (method, path) = line.trim().split_once(' ').trying("a request without a path")?;
                let body = Some(body.trim()).filter(|body| !body.is_empty()).map(serde_json::from_str).transpose()?;
                asked = Some((method.to_owned(), path.to_owned(), body));
            }
            (["json", status @ ..], Some((method, path, body))) => {
                let status = status.first().map_or(Ok(200), |status| status.parse())?;
                all.push(Example { method, path, body, status, answer: serde_json::from_str(text)? });
            }
            (_, None) => {}
            (other, Some((_, path, _))) => return Err(Trouble::new(format!("{path} has no answer, but {other:?}"))),
        }
    }
    Ok(all)
}

/// What is missing in an answer, or of another kind than the example shows. A null shows no kind; of a list, the first is shown.
fn differs(shown: &Value, real: &Value, at: &str) -> Option<String> {
    match (shown, real) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Object(shown), Value::Object(real)) => shown.iter().find_map(|(key, shown)| {
            let at = format!("{at}.{key}");
            real.get(key).map_or(Some(format!("{at} is missing")), |real| differs(shown, real, &at))
        }),
        (Value::Array(shown), Value::Array(real)) => match (shown.first(), real.first()) {
            (Some(shown), Some(real)) => differs(shown, real, &format!("{at}[0]")),
            (Some(_), None) => Some(format!("{at} is empty")),
            (None, _) => None,
        },
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => None,
        (shown, real) => Some(format!("{at} is {real}, not as {shown}")),
    }
}

#[tokio::test]
async fn every_example_of_the_api_is_answered_as_it_says() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let examples = examples()?;
    assert!(examples.len() > 10, "only {} examples were found", examples.len());
    for example in &examples {
        let Example { method, path, body, status, answer } = example;
        let sent = match (method.as_str(), body) {
            ("GET", None) => demo.http().fetch(path).await?,
            ("POST", Some(body)) => demo.http().post_json(path, body).await?,
            _ => panic!("{example:?} is neither a GET nor a POST with a body"),
        };
        assert_eq!(sent.status.as_u16(), *status, "{method} {path}: {}", sent.body);
        let real: Value = serde_json::from_str(&sent.body).trying(format!("{path}: {}", sent.body))?;
        assert_eq!(differs(answer, &real, path), None, "{method} {path} {body:?}\n{}", sent.body);
        // What an example shows of a number or a word that never changes is so.
        for key in ["protocol", "saved", "accept"] {
            if let Some(shown) = answer.get(key) {
                assert_eq!(real.get(key), Some(shown), "{path}: {key}");
            }
        }
    }
    demo.expect_no_panic()
}
