//! Decides how a picture stands in a page: inlined, named for those who cannot see it, and never a reason to break.

use lumbar_engine::words::Modality;

use crate::Ui;
use crate::asset;
use crate::icon::icon;

impl Ui {
    /// A picture that may move: `.fig-move` and `.fig-still` are chosen by the page's style.
    pub(crate) fn moving(&self, id: &str, kind: Modality) -> String {
        self.picture(id, kind, false, true)
    }

    /// The still picture with its words, for pages about one thing.
    pub(crate) fn still(&self, id: &str, kind: Modality) -> String {
        self.picture(id, kind, true, true)
    }

    /// The still picture beside a title that already says it.
    pub(crate) fn ornament(&self, id: &str, kind: Modality) -> String {
        self.picture(id, kind, true, false)
    }

    fn picture(&self, id: &str, kind: Modality, still: bool, named: bool) -> String {
        // A list may ask for a still that was not drawn apart: the moving one shows its still by style.
        let drawn = asset::figure(id, still).or_else(|| asset::figure(id, !still));
        let Some((view_box, lines)) = drawn.as_deref().and_then(inner) else {
            return format!(r#"<span class="no-fig" data-kind="{}">{}</span>"#, kind.code(), icon(kind.code()));
        };
        let name = if named {
            self.maybe(&format!("figure-{id}.alt")).or_else(|| self.maybe(&format!("figure-{id}")))
        } else {
            None
        };
        let named = match name {
            Some(name) => format!(r#"role="img" aria-label="{}""#, escape(&name)),
            None => r#"aria-hidden="true""#.to_owned(),
        };
        format!(r#"<svg class="fig" viewBox="{view_box}" focusable="false" {named}>{lines}</svg>"#)
    }
}

/// The frame and the lines of a figure file, without its own opening tag.
fn inner(file: &str) -> Option<(&str, &str)> {
    let open = file.find("<svg")?;
    let close = open + file[open..].find('>')?;
    let lines = file[close + 1..].trim_end().strip_suffix("</svg>")?;
    let tag = &file[open..close];
    let from = tag.find("viewBox=\"")? + "viewBox=\"".len();
    let view_box = &tag[from..from + tag[from..].find('"')?];
    Some((view_box, lines))
}

/// Tells whether a picture is for one side of the body. Such a picture shows the person's left, and is turned over for the right.
pub(crate) fn shows_a_side(picture: &str) -> bool {
    picture.contains(r#"data-side="left""#)
}

/// Escapes a text for an attribute in double quotes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_was_never_drawn_gives_the_sign_of_its_kind() {
        let ui = Ui::new("en");
        assert!(ui.moving("no-such-figure", Modality::Heat).contains("no-fig"));
        assert!(ui.still("<img src=x onerror=alert(1)>", Modality::Cold).contains("no-fig"));
    }
}
