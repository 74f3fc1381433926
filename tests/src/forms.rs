//! Reads the links and forms of a page as a person finds them, so that a test can press every button.

/// One button of one form, with all that is sent when it is pressed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Press {
    /// Where the form goes.
    pub action: String,
    /// Its fields: the hidden ones, the first choice of each group, then the button's own.
    pub fields: Vec<(String, String)>,
}

impl Press {
    /// The page that the form itself names as the one to go on with.
    pub fn next(&self) -> Option<&str> {
        self.fields.iter().rev().find(|(name, _)| name == "next").map(|(_, value)| value.as_str())
    }

    /// Hours that a person has to fill in first; a browser sends no such form.
    pub fn is_incomplete(&self) -> bool {
        self.fields.iter().any(|(name, value)| ["from", "until"].contains(&name.as_str()) && value.is_empty())
    }
}

/// The addresses inside that a page links to, pictures and files left out, what stands behind `#` cut off.
pub fn links(page: &str) -> Vec<String> {
    let of = |tag| attribute(tag, "href").map(|to| to.split('#').next().unwrap_or_default().to_owned());
    tags(page, "<a ").filter_map(of).filter(|to| to.starts_with('/')).collect()
}

/// Every button of every form that posts.
pub fn presses(page: &str) -> Vec<Press> {
    let mut all = Vec::new();
    for form in page.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        let opening = form.split('>').next().unwrap_or_default();
        if attribute(opening, "method").as_deref() != Some("post") {
            continue;
        }
        let action = attribute(opening, "action");
        for button in tags(form, "<button") {
            let Some(action) = attribute(button, "formaction").or_else(|| action.clone()) else { continue };
            let mut fields = inputs(form);
            fields.extend(named(button));
            all.push(Press { action, fields });
        }
    }
    all
}

/// What goes along with any button: hidden fields, text as it stands, the choice of each group and list (the first, if none
/// is made).
fn inputs(form: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in tags(form, "<input") {
        let kind = attribute(input, "type").unwrap_or_default();
        let Some((name, value)) = named(input) else { continue };
        match kind.as_str() {
            // A form is not sent before a box that it requires is ticked.
            "checkbox" if input.contains(" required") => fields.push((name, value)),
            "checkbox" => {}
            "radio" => match fields.iter_mut().find(|(known, _)| *known == name) {
                Some(chosen) if input.contains(" checked") => chosen.1 = value,
                Some(_) => {}
                None => fields.push((name, value)),
            },
            _ => fields.push((name, value)),
        }
    }
    for select in form.split("<select").skip(1) {
        let select = select.split("</select>").next().unwrap_or_default();
        let options: Vec<&str> = tags(select, "<option").collect();
        let chosen = options.iter().find(|option| option.contains(" selected")).or(options.first());
        let name = attribute(select.split('>').next().unwrap_or_default(), "name");
        fields.extend(name.zip(chosen.and_then(|option| attribute(option, "value"))));
    }
    fields
}

fn named(tag: &str) -> Option<(String, String)> {
    Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
}

fn tags<'a>(page: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(opening).skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_buttons_are_found_with_what_they_send() {
        let page = r##"<a class="x" href="/safety#now">S</a><a href="https://elsewhere">E</a>
            <form method="get" action="/find"><button>Find</button></form>
            <form class="a" method="post" action="/do/flags"><input type="hidden" name="next" value="/x?a=1&#38;b=2">
            <input type="radio" name="turns" value="1"><input type="radio" name="turns" value="2" checked>
            <input type="checkbox" name="doze" value="yes"><select name="from"><option value="1">1</option>
            <option value="2" selected>2</option></select><button class="btn" name="flags" value="none">No</button>
            <button formaction="/do/pain-changed" name="next" value="/y">Yes</button></form>"##;
        assert_eq!(links(page), ["/safety"]);
        let [none, yes] = presses(page).try_into().unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(none.action, "/do/flags");
        assert_eq!(
            none.fields,
            [pair("next", "/x?a=1&b=2"), pair("turns", "2"), pair("from", "2"), pair("flags", "none")]
        );
        assert_eq!((none.next(), yes.next()), (Some("/x?a=1&b=2"), Some("/y")));
        assert_eq!(yes.action, "/do/pain-changed");
    }
}
