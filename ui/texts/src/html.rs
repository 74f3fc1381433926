//! Decides how text is written into markup.

/// Writes text so that HTML and the markup of notifications show it as it is, within an element or a quoted attribute.
///
/// By names only, because GNOME shows a number such as `&#39;` as it is written.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            other => escaped.push(other),
        }
    }
    escaped
}
