//! Decides the list of routines: what is shown for a filter, and how each routine looks in it.

use std::collections::BTreeSet;
use std::time::Duration;

use askama::Template;
use lumbar_engine::routine::{Routine, Step};
use lumbar_engine::words::Modality;

use crate::Ui;
use crate::pages::parts::shade_of;
use crate::pages::{Head, written};
use crate::scene::{Filter, Scene};

/// The kinds in the order they are offered.
const KINDS: [Modality; 5] = [Modality::Cold, Modality::Heat, Modality::Massage, Modality::Stretch, Modality::Contrast];

/// What a person may have at hand: the word in the address, and the supplies that need it.
const NEEDS: [(&str, &[&str]); 6] = [
    ("floor", &[]),
    ("cold", &["cold-pack", "ice-cup"]),
    ("warm", &["bottle", "pad", "warm-gel-pack", "warm-towel", "wrap"]),
    ("water", &["thermometer", "sauna-towel", "shower"]),
    ("roll", &["two-balls", "one-ball", "soft-roller"]),
    ("partner", &["partner"]),
];

#[derive(Template)]
#[template(path = "routines.html")]
struct RoutinesPage<'a> {
    ui: &'a Ui,
    filter: &'a Filter,
    kinds: Vec<KindChip>,
    times: Vec<Choice>,
    needs: Vec<Choice>,
    tiles: Vec<Tile>,
    count: String,
    narrowed: bool,
}

struct KindChip {
    code: &'static str,
    word: String,
    on: bool,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

struct Tile {
    id: String,
    own: bool,
    kind: &'static str,
    kind_mark: String,
    name: String,
    short: String,
    takes: String,
    things: String,
    figure: String,
    when: Option<String>,
}

impl Ui {
    /// The list of routines.
    pub fn routines(&self, scene: &Scene<'_>, filter: &Filter) -> String {
        // A person looks for their own first.
        let in_order = scene.catalogue.own().chain(scene.catalogue.built_in_routines());
        let tiles: Vec<Tile> = in_order.filter(|r| self.fits(r, filter)).map(|r| self.tile(r, scene)).collect();
        let choice =
            |value: &str, key: String, chosen: bool| Choice { value: value.into(), label: self.t(&key), chosen };
        let all = scene.catalogue.routines().count();
        let page = RoutinesPage {
            ui: self,
            filter,
            kinds: KINDS
                .into_iter()
                .map(|k| KindChip {
                    code: k.code(),
                    word: self.kind(k),
                    on: filter.kinds.iter().any(|c| c == k.code()),
                })
                .collect(),
            times: [("", None), ("5", Some(5)), ("20", Some(20))]
                .into_iter()
                .map(|(value, minutes)| {
                    choice(
                        value,
                        format!("time-{}", if value.is_empty() { "any" } else { value }),
                        filter.minutes == minutes,
                    )
                })
                .collect(),
            needs: std::iter::once(choice("", "need-any".into(), filter.need.is_none()))
                .chain(
                    NEEDS
                        .iter()
                        .map(|(code, _)| choice(code, format!("need-{code}"), filter.need.as_deref() == Some(code))),
                )
                .collect(),
            count: self.text("routines-count", &[("count", tiles.len().into()), ("all", all.into())]),
            narrowed: *filter != Filter::default(),
            tiles,
        };
        let title = self.t("nav-routines");
        let head = Head { title, page: "routines", nav: Some("routines"), ..Head::default() };
        self.frame(scene, &head, &written(&page))
    }

    fn fits(&self, routine: &Routine, filter: &Filter) -> bool {
        let kind = filter.kinds.is_empty() || filter.kinds.iter().any(|k| k == routine.kind.code());
        let time = filter.minutes.is_none_or(|m| self.busy_time(routine) <= Duration::from_secs(u64::from(m) * 60));
        let need = filter.need.as_deref().is_none_or(|n| enough(routine, n));
        kind && time && need && self.found(routine, &filter.query)
    }

    /// How long a person is bound: a rest after the last turn binds nobody.
    fn busy_time(&self, routine: &Routine) -> Duration {
        let last_rest = match routine.steps.last() {
            Some(Step::Rest(rest)) => Duration::from_secs(rest.seconds.into()),
            Some(_) | None => Duration::ZERO,
        };
        routine.length().saturating_sub(last_rest)
    }

    /// Every word stands somewhere in what a routine says about itself.
    fn found(&self, routine: &Routine, query: &str) -> bool {
        let mut said = vec![self.routine_name(&routine.id), self.kind(routine.kind)];
        said.extend(self.maybe(&format!("routine-{}.lead", routine.id)));
        said.extend(self.routine_short(&routine.id));
        for step in &routine.steps {
            said.push(self.step_title(step));
            // Files name a step by the word that is known for it, such as "hamstring".
            if let Step::Move(movement) = step {
                said.push(movement.text.replace('-', " "));
            }
        }
        said.extend(routine.supplies.iter().map(|s| self.name("supply", s)));
        said.extend(routine.packs.iter().map(|p| self.name("pack", p)));
        let said = said.join(" ").to_lowercase();
        query.to_lowercase().split_whitespace().all(|word| said.contains(word))
    }

    pub(crate) fn tile_words(&self, routine: &Routine) -> (String, String) {
        (self.routine_name(&routine.id), self.routine_short(&routine.id).unwrap_or_default())
    }

    fn tile(&self, routine: &Routine, scene: &Scene<'_>) -> Tile {
        let (name, short) = self.tile_words(routine);
        Tile {
            id: routine.id.clone(),
            own: scene.catalogue.is_own(&routine.id),
            kind: shade_of(routine),
            kind_mark: self.routine_mark(routine),
            name,
            short,
            takes: self.takes(routine),
            things: self.things(routine),
            figure: self.ornament(&routine.figure, routine.kind),
            when: self.when(routine, scene),
        }
    }
}

/// Whether what the person has at hand is enough: nothing that needs more than the one thing chosen.
fn enough(routine: &Routine, have: &str) -> bool {
    let needs: BTreeSet<&str> = NEEDS
        .iter()
        .filter(|(_, supplies)| supplies.iter().any(|s| routine.supplies.iter().any(|own| own == s)))
        .map(|(code, _)| *code)
        .collect();
    match have {
        "floor" => needs.is_empty(),
        have => needs.len() == 1 && needs.contains(have),
    }
}
