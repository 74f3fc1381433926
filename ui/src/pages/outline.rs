//! Gives the pages that are still to be written their names, so that addresses can be laid out.

use lumbar_engine::request::Refused;
use lumbar_engine::view::FirstAid;

use super::Head;
use crate::Ui;
use crate::figure::escape;
use crate::scene::{ColdOrWarm, Filter, RetryForm, Scene};

impl Ui {
    fn plain(&self, scene: &Scene<'_>, page: &str, body: &str) -> String {
        let head = Head { title: page.into(), page, nav: Some(page), ..Head::default() };
        self.frame(scene, &head, &format!("<h1 tabindex=\"-1\">{page}</h1>{body}"))
    }

    /// The list of routines.
    pub fn routines(&self, scene: &Scene<'_>, _filter: &Filter) -> String {
        self.plain(scene, "routines", "")
    }

    /// One routine in full; `None` where there is none of this name.
    pub fn routine(&self, scene: &Scene<'_>, id: &str) -> Option<String> {
        scene.catalogue.routine(id).map(|r| self.plain(scene, "routine", &escape(&r.id)))
    }

    /// Answers, limits, locks.
    pub fn safety(&self, scene: &Scene<'_>) -> String {
        self.plain(scene, "safety", "")
    }

    /// The red-flag questions; `next` is where to go afterwards.
    pub fn flags(&self, scene: &Scene<'_>, _next: Option<&str>) -> String {
        self.plain(scene, "flags", "")
    }

    /// After "yes or not sure": on which list is it?
    pub fn which(&self, scene: &Scene<'_>, _next: Option<&str>) -> String {
        self.plain(scene, "which", "")
    }

    /// The skin and health questions.
    pub fn health(&self, scene: &Scene<'_>, _next: Option<&str>) -> String {
        self.plain(scene, "health", "")
    }

    /// What Lumbar is and is not, on the first run.
    pub fn welcome(&self, scene: &Scene<'_>, _next: Option<&str>) -> String {
        self.plain(scene, "welcome", "")
    }

    /// A first-aid card.
    pub fn first_aid(&self, scene: &Scene<'_>, _card: FirstAid) -> String {
        self.plain(scene, "first-aid", "")
    }

    /// Three questions that help to choose.
    pub fn cold_or_warm(&self, scene: &Scene<'_>, _answers: &ColdOrWarm) -> String {
        self.plain(scene, "cold-or-warm", "")
    }

    /// Every reference, and what is taken from it.
    pub fn sources(&self, scene: &Scene<'_>) -> String {
        self.plain(scene, "sources", "")
    }

    /// What Lumbar is, its version and licence.
    pub fn about(&self, scene: &Scene<'_>) -> String {
        self.plain(scene, "about", "")
    }

    /// How Lumbar can be heard and seen on this desktop, and a test of it.
    pub fn sound(&self, scene: &Scene<'_>) -> String {
        self.plain(scene, "sound", "")
    }

    /// A refusal: the sentence, when it will be possible, and the way on where a warning may be passed.
    pub fn refused(&self, scene: &Scene<'_>, refused: &Refused, _form: &RetryForm) -> String {
        let sentence = self.refusal(refused, scene.now, scene.offset);
        self.plain(scene, "refused", &escape(&sentence))
    }

    /// Something went wrong that is not the person's doing.
    pub fn error(&self, scene: &Scene<'_>, sentence: &str) -> String {
        self.plain(scene, "error", &escape(sentence))
    }

    /// There is no such page.
    pub fn not_found(&self, scene: &Scene<'_>) -> String {
        self.plain(scene, "not-found", "")
    }
}
