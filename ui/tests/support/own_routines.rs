//! Routines of one's own to look at: none yet, a believable one, one with everything wrong, one that is as full as can be.

use std::fmt::Write as _;

use lumbar_engine::routine::catalogue::Catalogue;
use lumbar_ui::{FileAsk, FileSaid, RoutineDraft, Scene, Ui};

/// Where such files lie.
const FOLDER: &str = "/home/me/.local/share/lumbar/routines";

/// A believable routine of a person's own, as its file.
pub(crate) const MINE: &str = "version = 1\nid = \"warm-move-cool\"\nname = \"Warm, move, cool\"\n\
    short = \"Bottle, two moves, a short cold\"\nkind = \"stretch\"\nfigure = \"knee-rolls\"\nsupplies = [\"bottle\", \"mat\", \"My blue cushion\"]\n\
    cautions = [\"no-boiling\"]\n\
    [[step]]\ndo = \"expose\"\nmethod = \"bottle\"\nseconds = 1200\nchecks = [300, 900]\nwarn = 60\nfigure = \"bottle-sit\"\n\
    [[step]]\ndo = \"move\"\ntext = \"knee-chest\"\nfigure = \"knee-chest\"\nbeats = [\"hold 5\", \"release 5\"]\nreps = 3\nsides = [\"left\", \"right\"]\n\
    [[step]]\ndo = \"move\"\ntext = \"Shake my legs out\"\nfigure = \"walk\"\nseconds = 40\n\
    [[step]]\ndo = \"rest\"\nseconds = 300\n\
    [[step]]\ndo = \"expose\"\nmethod = \"still-cold\"\nseconds = 600\nchecks = [300]\nwarn = 60\noptional = true\n";

/// The built-in routines, and this one of a person's own.
pub(crate) fn with_own() -> Catalogue {
    let mut catalogue = super::catalogue();
    catalogue.keep_names(Ui::new("en").built_in_names(&catalogue));
    catalogue.add(MINE).expect("it is sound");
    catalogue
}

/// A form as a browser sends it.
pub(crate) fn draft(ui: &Ui, catalogue: &Catalogue, form: &str) -> RoutineDraft {
    RoutineDraft::from_pairs(ui, catalogue, form.split('&').filter_map(|pair| pair.split_once('=')))
}

/// Over limits, with words where numbers belong, without a name, and with a step that is nowhere.
pub(crate) const WRONG: &str = "name=Ice, calm pace&kind=stretch&usual=1&most=99&figure=knee-rolls&supply=mat\
    &s0-what=expose:bottle&s0-was=heat-bottle:0&s0-seconds=35&s0-checks=5, soon\
    &s1-what=move:knee-chest&s1-was=stretch-start:1&s1-title=One knee to your chest&s1-figure=knee-chest&s1-reps=3&s1-sides=both&s1-b0-cue=hold&s1-b0-for=long&s1-b1-cue=release&s1-b1-for=5\
    &s2-what=rest:rest&s2-title=Rest&s2-seconds=2\
    &s3-what=move:&s3-title=&s3-figure=walk&s3-seconds=&s3-reps=0\
    &s4-what=expose:still-cold&s4-was=cold-15:0&s4-seconds=10&s4-checks=5&press=check";

/// A form with as many steps as a person may well make, and names that are far too long.
pub(crate) fn full() -> String {
    let long = "A very long name that somebody gave it, with care and without a thought of the tray or a small window";
    let mut form = format!("name={long}&short={long}&kind=stretch&usual=1&most=1&figure=walk&other={long}, {long}");
    for nth in 0..30 {
        let _ = write!(
            form,
            "&s{nth}-what=move:knee-chest&s{nth}-was=stretch-start:1&s{nth}-title={nth} {long}&s{nth}-figure=knee-chest\
             &s{nth}-reps=3&s{nth}-sides=turn&s{nth}-b0-cue=hold&s{nth}-b0-for=5&s{nth}-b1-cue=release&s{nth}-b1-for=5"
        );
    }
    form
}

pub(crate) fn pages(ui: &Ui, idle: &Scene<'_>) -> Vec<(String, String)> {
    let catalogue = with_own();
    ui.learn_names(&catalogue);
    let scene = Scene { catalogue: &catalogue, ..*idle };
    let mine = catalogue.routine("warm-move-cool").expect("it is there");
    let built_in = catalogue.routine("warm-stretch-cool").expect("it is there");
    let edit = |draft: &RoutineDraft, changed: Option<&str>| ui.own_routine(&scene, draft, changed);
    let typed = |form: &str| draft(ui, &catalogue, form);
    let changed = RoutineDraft::of(ui, mine, Some("1".into()));
    let wrong = FileSaid::Wrong(ui.text("routine-file-no-path", &[]));
    let done = FileSaid::Done(ui.text("export-done", &[("file", "/home/me/warm-move-cool.toml".into())]));
    let pages = [
        ("own-routine-new", edit(&RoutineDraft::empty(), None)),
        ("own-routine-copy", edit(&RoutineDraft::of(ui, built_in, None), None)),
        ("own-routine-change", edit(&changed, None)),
        (
            "own-routine-other",
            edit(
                &changed.clone().at_its_problems(),
                Some(&ui.text("routine-file-changed", &[("file", "/home/me/x.toml".into())])),
            ),
        ),
        ("own-routine-wrong", edit(&typed(WRONG), None)),
        ("own-routine-full", edit(&typed(&full()), None)),
        ("own-routine-import", ui.import_routine(&scene, FileAsk::default(), FOLDER)),
        (
            "own-routine-import-wrong",
            ui.import_routine(&scene, FileAsk { path: "/home/me/x.toml", said: Some(&wrong), chooses: false }, FOLDER),
        ),
        ("own-routine-export", ui.export_routine(&scene, "warm-move-cool", FileAsk::default()).expect("it is there")),
        (
            "own-routine-export-done",
            ui.export_routine(
                &scene,
                "warm-move-cool",
                FileAsk { path: "/home/me/warm-move-cool.toml", said: Some(&done), chooses: false },
            )
            .expect("it is there"),
        ),
        (
            "own-routine-import-window",
            ui.import_routine(&scene, FileAsk { path: "", said: Some(&wrong), chooses: true }, FOLDER),
        ),
        (
            "own-routine-export-window",
            ui.export_routine(&scene, "warm-move-cool", FileAsk { chooses: true, ..FileAsk::default() })
                .expect("it is there"),
        ),
        ("own-routine-delete", ui.delete_routine(&scene, "warm-move-cool").expect("it is there")),
        ("own-routine-page", ui.routine(&scene, "warm-move-cool").expect("it is there")),
        ("own-routine-list", ui.routines(&scene, &lumbar_ui::Filter::default())),
    ];
    pages.map(|(name, html)| (name.to_owned(), html)).into()
}
