//! Presses every button of every form of every page of the real program, and follows each to the page it lands on.
//!
//! A form must lead somewhere: to its own next page, to the question that opens the way there, or to a refusal with a
//! sentence, and never back to the question it answers.
#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use lumbar_tests::{Context, Desktop, Http, Outcome, Press, Trouble, links, presses};

/// More pages than Lumbar has, so that a link that makes ever new addresses is found out.
const PAGES_MOST: usize = 200;
/// How often one page may refuse or ask before a person would call it a circle.
const REDIRECTS_MOST: usize = 5;

/// Pages that a press leads to and no link.
const ALSO: [&str; 6] = [
    "/",
    "/before/cold-15",
    "/before/cold-15/which",
    "/before/partner?turns=1",
    "/before/walk",
    "/safety/since-last?next=/",
];

/// Of these one page stands for all: their forms differ by the day, or by the routine that is copied, alone.
const FAMILIES: [&str; 2] = ["/history/day/", "/own-routines/new?from="];

/// What was done before the pages are walked: forms as the pages send them, then commands.
struct Before {
    name: &'static str,
    forms: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    commands: &'static [&'static [&'static str]],
}

const ACCEPTED: (&str, &[(&str, &str)]) = ("/do/accept-disclaimer", &[("adult", "yes")]);
const NO_SIGNS: (&str, &[(&str, &str)]) = ("/do/flags", &[("flags", "none")]);
const HEALTHY: (&str, &[(&str, &str)]) = ("/do/health", &[("feels", "yes"), ("whole", "yes")]);

const BEFORE: [Before; 6] = [
    Before { name: "first run", forms: &[], commands: &[] },
    Before { name: "what Lumbar is was read", forms: &[ACCEPTED], commands: &[] },
    Before { name: "a warning sign", forms: &[ACCEPTED, ("/do/flags", &[("flags", "emergency")])], commands: &[] },
    Before { name: "all answered", forms: &[ACCEPTED, NO_SIGNS, HEALTHY], commands: &[] },
    Before {
        name: "warmth is on",
        forms: &[ACCEPTED, NO_SIGNS, HEALTHY],
        commands: &[&["start", "heat-bottle"], &["on"]],
    },
    Before { name: "a stretch runs", forms: &[ACCEPTED, NO_SIGNS, HEALTHY], commands: &[&["start", "stretch-start"]] },
];

/// A profile of its own in which all of this was done.
struct Life {
    folder: String,
    http: Http,
}

impl Life {
    async fn begin(desk: &Desktop, number: usize, before: &Before) -> Outcome<Self> {
        let folder = desk.folders.path(&format!("data/{number}")).display().to_string();
        let up = desk.lumbar(&["--profile", &folder, "up"]).await?.done()?;
        let http = Http::at(up.out.lines().last().trying("no address")?);
        for (path, fields) in before.forms {
            http.post_form(path, fields).await?.with_status(303)?;
        }
        for command in before.commands {
            desk.lumbar(&[&["--profile", &folder], *command].concat()).await?.done()?;
        }
        Ok(Self { folder, http })
    }

    async fn end(self, desk: &Desktop) -> Outcome<()> {
        desk.lumbar(&["--profile", &self.folder, "quit", "--force"]).await?.done().map(|_| ())
    }

    /// All pages that links lead to from Today, with their buttons.
    async fn pages(&self) -> Outcome<BTreeMap<String, Vec<Press>>> {
        let mut found: BTreeMap<String, Vec<Press>> = BTreeMap::new();
        let mut ahead = VecDeque::from(ALSO.map(str::to_owned));
        while let Some(address) = ahead.pop_front() {
            let mut families = FAMILIES.into_iter().filter(|family| address.starts_with(family));
            if found.contains_key(&address)
                || families.any(|family| found.keys().any(|known| known.starts_with(family)))
            {
                continue;
            }
            let page = self.follow(&address).await?;
            if found.len() > PAGES_MOST {
                return Err(Trouble::new(format!("more than {PAGES_MOST} pages, the last: {address}")));
            }
            ahead.extend(links(&page.body));
            found.insert(address, presses(&page.body));
        }
        Ok(found)
    }

    /// The page at an address, and where it lies in the end.
    async fn follow(&self, address: &str) -> Outcome<Landed> {
        let mut at = address.to_owned();
        for _ in 0..REDIRECTS_MOST {
            let answer = self.http.fetch(&at).await?;
            match answer.header("location") {
                Some(to) => at = to.to_owned(),
                None => return Ok(Landed { at, status: answer.status.as_u16(), body: answer.body }),
            }
        }
        Err(Trouble::new(format!("{address} leads in a circle")))
    }

    async fn press(&self, press: &Press) -> Outcome<Landed> {
        let fields: Vec<(&str, &str)> = press.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let answer = self.http.post_form(&press.action, &fields).await?;
        match answer.header("location") {
            Some(to) => self.follow(to).await,
            None => Ok(Landed { at: String::new(), status: answer.status.as_u16(), body: answer.body }),
        }
    }
}

struct Landed {
    /// Empty where a form was answered in place.
    at: String,
    status: u16,
    body: String,
}

/// The questions that may come between a form and the page it leads to.
fn is_question(path: &str) -> bool {
    path.starts_with("/before/") || ["/safety/flags", "/safety/health"].contains(&path)
}

fn path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

/// What is wrong with where a press landed, if anything.
fn fault(page: &str, press: &Press, landed: &Landed) -> Option<String> {
    if !landed.body.contains("<h1") {
        return Some(format!("{} without a heading", landed.status));
    }
    if landed.at.is_empty() {
        // A refusal, or the form again: with what is missing, or looked through while it is not sent yet.
        let again = landed.body.contains(&press.action)
            && match landed.status {
                200 => press.action.ends_with("-check"),
                status => [400, 422].contains(&status),
            };
        return (landed.status != 409 && !again).then(|| format!("answered {} in place", landed.status));
    }
    if landed.status != 200 {
        return Some(format!("lands on {} with {}", landed.at, landed.status));
    }
    let (from, to) = (path(page), path(&landed.at));
    let names_itself = press.next().is_some_and(|next| path(next) == from);
    if is_question(from) && to == from && !names_itself {
        return Some(format!("leads back to {to}"));
    }
    let wanted = press.next().map(path);
    let signs = press.fields.iter().rev().find(|(name, _)| ["flags", "signs"].contains(&name.as_str()));
    if signs.is_some_and(|(_, answer)| answer != "none") {
        return (to != "/help").then(|| format!("a warning sign lands on {to}"));
    }
    let between = is_question(to);
    (wanted.is_some_and(|wanted| wanted != to && wanted != "/session") && !between)
        .then(|| format!("lands on {to} instead of {wanted:?}"))
}

#[tokio::test]
async fn every_button_of_every_page_leads_to_where_it_says() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let mut faults = Vec::new();
    let (mut number, mut pressed) = (0, 0);
    // A setting leads to the same place whatever is on.
    let mut settings = BTreeSet::new();
    for before in &BEFORE {
        let life = Life::begin(&desk, number, before).await?;
        let pages = life.pages().await?;
        life.end(&desk).await?;
        // The same form stands on many pages; where it leads depends on itself and on the question it stands under.
        let mut seen = BTreeSet::new();
        for (page, presses) in pages {
            for press in presses {
                let known = (is_question(path(&page)).then(|| page.clone()), press.clone());
                if !seen.insert(known) || press.action == "/do/sound-test" || press.action == "/do/login" {
                    continue;
                }
                if press.action == "/do/set" && (press.is_incomplete() || !settings.insert(press.clone())) {
                    continue;
                }
                number += 1;
                pressed += 1;
                let life = Life::begin(&desk, number, before).await?;
                let landed = life.press(&press).await.trying(format!("{}: {page}: {press:?}", before.name))?;
                if let Some(fault) = fault(&page, &press, &landed) {
                    faults.push(format!("{}: {page}: {} {:?}: {fault}", before.name, press.action, press.fields));
                }
                life.end(&desk).await?;
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(pressed > 60, "only {pressed} buttons were found");
    Ok(())
}
