//! Decides the pages that explain: first aid, cold or warm, good to know, sources, about.

use askama::Template;
use lumbar_engine::view::FirstAid;
use lumbar_engine::words::Modality;

use crate::Ui;
use crate::embedded::SOURCES;
use crate::pages::invite::is_open;
use crate::pages::routine::Source;
use crate::pages::{Head, written};
use crate::scene::{ColdOrWarm, Scene};

#[derive(Template)]
#[template(path = "first_aid.html")]
struct FirstAidPage<'a> {
    ui: &'a Ui,
    title: String,
    lead: String,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "cold_or_warm.html")]
struct ColdOrWarmPage<'a> {
    ui: &'a Ui,
    figure: String,
    questions: Vec<Question>,
    result: Option<String>,
    links: Vec<(&'static str, String, String)>,
    /// Why kinds are closed for this person now.
    closed: Vec<String>,
}

struct Question {
    name: &'static str,
    text: String,
    said: Option<bool>,
}

#[derive(Template)]
#[template(path = "know.html")]
struct KnowPage<'a> {
    ui: &'a Ui,
    cards: Vec<KnowCard>,
}

/// A card without a timer.
struct KnowCard {
    code: &'static str,
    title: String,
    lines: Vec<String>,
    signs: Vec<String>,
    ways: Vec<KnowWay>,
    last: String,
    /// Where the warning signs are, said where a reader may have one.
    link: Option<String>,
    sources: Vec<(&'static str, String)>,
}

/// A way to lie, with its picture.
struct KnowWay {
    figure: String,
    title: String,
    what: String,
}

/// The cards in their order, with the sources they rest on.
const CARDS: [(&str, &[&str]); 4] = [
    ("eases", &["PENGEL", "SURI", "WALKBACK"]),
    ("hurt", &["NHS-sciatica", "SIRONA-back", "COCH-overview"]),
    ("sleep", &["NHS-sciatica", "SIRONA-back"]),
    ("stiff", &["NHS-IBP"]),
];

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage<'a> {
    ui: &'a Ui,
    parts: Vec<(String, Vec<Source>)>,
    disagree: Vec<String>,
    grades: Vec<String>,
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    ui: &'a Ui,
    version: String,
    accepted: bool,
}

impl Ui {
    /// A first-aid card.
    pub fn first_aid(&self, scene: &Scene<'_>, card: FirstAid) -> String {
        let code = match card {
            FirstAid::Cold => "cold",
            FirstAid::Heat => "heat",
        };
        let title = self.t(&format!("first-aid-{code}"));
        let lines = (1..).map_while(|n| self.maybe(&format!("first-aid-{code}-{n}"))).collect();
        let page =
            FirstAidPage { ui: self, title: title.clone(), lead: self.t(&format!("first-aid-{code}.lead")), lines };
        let head = Head { title, page: "first-aid", nav: Some("safety"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Three questions that help to choose.
    pub fn cold_or_warm(&self, scene: &Scene<'_>, answers: &ColdOrWarm) -> String {
        let question =
            |name: &'static str, said| Question { name, text: self.t(&format!("cold-or-warm-{name}")), said };
        let result = match (answers.swollen, answers.new, answers.stiff) {
            (Some(true), _, _) => Some("swollen"),
            (Some(false), Some(true), Some(true)) => Some("new-stiff"),
            (Some(false), Some(true), Some(false)) => Some("new-sore"),
            (Some(false), Some(false), Some(true)) => Some("old-stiff"),
            (Some(false), Some(false), Some(false)) => Some("old-sore"),
            (None, _, _) | (_, None, _) | (_, _, None) => None,
        };
        // Neither comes first by habit: what is closed for this person is left out, and swelling leaves out what warms.
        let all = [("heat", Modality::Heat), ("cold", Modality::Cold), ("contrast", Modality::Contrast)];
        let fits = |kind: Modality| match result {
            Some("swollen") => kind == Modality::Cold,
            Some("old-sore") => true,
            Some(_) => kind != Modality::Contrast,
            None => false,
        };
        let links = all.into_iter().filter(|(_, kind)| fits(*kind) && is_open(*kind, scene));
        let links: Vec<_> = links
            .map(|(code, _)| (code, format!("/routines?kind={code}"), self.t(&format!("cold-or-warm-{code}"))))
            .collect();
        let page = ColdOrWarmPage {
            ui: self,
            figure: self.ornament("helper-question", Modality::Contrast),
            questions: vec![
                question("swollen", answers.swollen),
                question("new", answers.new),
                question("stiff", answers.stiff),
            ],
            result: result.map(|r| self.t(&format!("cold-or-warm-result-{r}"))),
            closed: if result.is_some() { self.closed(scene) } else { Vec::new() },
            links,
        };
        let head = Head {
            title: self.t("cold-or-warm-title"),
            page: "cold-or-warm",
            nav: Some("routines"),
            ..Head::default()
        };
        self.frame(scene, &head, &written(&page))
    }

    /// What eases a worried mind: most pain eases, hurt is not harm, how to lie at night, and the pattern of inflamed joints.
    pub fn good_to_know(&self, scene: &Scene<'_>) -> String {
        let numbered = |stem: &str| (1..).map_while(|n| self.maybe(&format!("{stem}-{n}"))).collect::<Vec<_>>();
        let way = |way: &&str| {
            let title = self.maybe(&format!("know-sleep-{way}"))?;
            let what = self.t(&format!("know-sleep-{way}.do"));
            Some(KnowWay { figure: self.still(&format!("sleep-{way}"), Modality::Stretch), title, what })
        };
        let cards = CARDS.map(|(code, sources)| KnowCard {
            code,
            title: self.t(&format!("know-{code}")),
            lines: numbered(&format!("know-{code}")),
            signs: numbered(&format!("know-{code}-sign")),
            ways: if code == "sleep" { ["side", "back", "front"].iter().filter_map(way).collect() } else { Vec::new() },
            last: self.t(&format!("know-{code}-last")),
            link: self.maybe(&format!("know-{code}-last.link")),
            sources: sources.iter().map(|key| (*key, self.t(&format!("source-{key}")))).collect(),
        });
        let title = self.t("know-title");
        let page = KnowPage { ui: self, cards: cards.into() };
        let head = Head { title, page: "know", nav: Some("routines"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// Every reference, and what is taken from it.
    pub fn sources(&self, scene: &Scene<'_>) -> String {
        let parts = SOURCES.iter().enumerate().map(|(nth, keys)| {
            (self.t(&format!("sources-part-{}", nth + 1)), keys.iter().map(|key| self.source(key)).collect())
        });
        let page = SourcesPage {
            ui: self,
            parts: parts.collect(),
            disagree: (1..).map_while(|n| self.maybe(&format!("sources-disagree-{n}"))).collect(),
            grades: ["A", "B", "C", "none"].iter().map(|g| self.t(&format!("grade-{g}"))).collect(),
        };
        let title = self.t("nav-sources");
        let head = Head { title, page: "sources", nav: Some("sources"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    /// What Lumbar is, its version and licence.
    pub fn about(&self, scene: &Scene<'_>) -> String {
        let page = AboutPage {
            ui: self,
            version: self.text("about-version", &[("version", scene.version.into())]),
            accepted: scene.view.gates.disclaimer.is_some(),
        };
        let title = self.t("nav-about");
        let head = Head { title, page: "about", nav: Some("settings"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }
}
