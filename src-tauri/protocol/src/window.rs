//! How the background program and the one that starts a window agree on which one shows what.

use serde::{Deserialize, Serialize};

/// What a window should do: the answer to the request it holds open ([`crate::path::WINDOW_NEXT`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum WindowOrder {
    /// The request was held long enough; ask again.
    Nothing,
    /// Come to the front.
    Show(Opening),
    /// End.
    Close,
    /// An order of a later version.
    #[serde(other)]
    Unknown,
}

/// How a window is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The page, root-relative; `None` = the one it is on.
    #[serde(default)]
    pub path: Option<String>,
    /// The desktop's proof that a person asked (XDG activation token).
    #[serde(default)]
    pub activation: Option<String>,
    /// Ask for attention even if the desktop does not let the window come to the front.
    #[serde(default)]
    pub urgent: bool,
}

/// What came of an [`Opening`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Opened {
    /// A window shows it.
    Shown,
    /// There is none: the caller starts one.
    Start,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_and_unknown_ones_do_no_harm() {
        let show = |path: Option<&str>, activation: Option<&str>, urgent| {
            WindowOrder::Show(Opening {
                path: path.map(str::to_owned),
                activation: activation.map(str::to_owned),
                urgent,
            })
        };
        for (text, expected) in [
            (r#"{"do":"nothing"}"#, WindowOrder::Nothing),
            (r#"{"do":"close"}"#, WindowOrder::Close),
            (r#"{"do":"dance","speed":2}"#, WindowOrder::Unknown),
            (r#"{"do":"show"}"#, show(None, None, false)),
            (r#"{"do":"show","path":null,"activation":null,"urgent":false}"#, show(None, None, false)),
            (
                r#"{"do":"show","path":"/session","activation":"t_TIME1","urgent":true,"more":1}"#,
                show(Some("/session"), Some("t_TIME1"), true),
            ),
        ] {
            assert_eq!(serde_json::from_str::<WindowOrder>(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn an_order_says_all_that_a_window_needs() {
        let order = WindowOrder::Show(Opening { path: Some("/".into()), activation: None, urgent: true });
        let written = r#"{"do":"show","path":"/","activation":null,"urgent":true}"#;
        assert_eq!(serde_json::to_string(&order).unwrap(), written);
    }
}
