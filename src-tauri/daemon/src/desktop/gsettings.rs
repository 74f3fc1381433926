//! Reads one setting of GNOME and the desktops beside it, through their own program: its data are in a form of their own, and the
//! library that reads it is larger than all that is read with it.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use crate::life::process::command;

/// A program that has not answered by then is ended.
const PATIENCE: Duration = Duration::from_millis(700);

/// What a setting is, without quotes; `None` = this desktop has none of this name, or does not say it in time.
pub(crate) async fn read(schema: &str, key: &str) -> Option<String> {
    let mut command = Command::from(command("gsettings"));
    command.args(["get", schema, key]).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let answer = timeout(PATIENCE, command.output()).await.ok()?.ok()?;
    answer.status.success().then(|| value(&String::from_utf8_lossy(&answer.stdout)))
}

fn value(said: &str) -> String {
    said.trim().trim_matches('\'').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_it_is_written_by_gsettings() {
        for (said, is) in [("'12h'\n", "12h"), ("true\n", "true"), ("", "")] {
            assert_eq!(value(said), is);
        }
    }

    #[tokio::test]
    async fn a_setting_that_is_not_there_is_none() {
        assert_eq!(read("app.lumbar.no-such-schema", "none").await, None);
    }
}
