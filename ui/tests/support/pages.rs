//! Every page for the states it can show, by name.

use chrono::FixedOffset;
use lumbar_engine::plan::catalogue::plans;
use lumbar_engine::refusal::Refused;
use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::rules::Force;
use lumbar_engine::view::FirstAid;
use lumbar_engine::words::{Advice, Slot};
use lumbar_ui::settings::{
    CLOCK, ClockHours, DISCREET, DND_TAKE_OFF, DesktopKey, Disturb, FAVOURITES, KEY_OFF, KEY_STATUS, LANGUAGE,
    LOGIN_REFUSED, PACKS, SOUND_NEXT, THEME, TURNS, Volume,
};
use lumbar_ui::{
    Asked, Came, ColdOrWarm, DataAsk, DataDone, DataScene, DataWrong, DesktopInfo, Filter, KeyState, KeysInfo, Notice,
    OwnDraft, Quiet, RetryForm, Scene, ServerInfo, Settings, SoundInfo, Theme, Trial, Ui, Waiting, Why,
};

use super::{Shown, catalogue, day, planned, practised, states};

/// A page by its name, as a document.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) html: String,
}

pub(crate) fn notices() -> Vec<Notice> {
    vec![
        Notice::Doubted,
        Notice::NotSaved { why: Why::new("data-full") },
        Notice::RestoredFromBackup { set_aside: "/home/me/.local/share/lumbar/lumbar.db.damaged-1".into() },
        Notice::Mended { set_aside: "/home/me/.local/share/lumbar/lumbar.db.damaged-2".into() },
        Notice::KeptAside { file: "/home/me/.local/share/lumbar/state.unread-1".into() },
        Notice::BadRoutine {
            file: "mine.toml".into(),
            why: Why::of_routine(
                &BadRoutine::Rule { step: 1, field: "seconds", number: lumbar_engine::rules::STILL_COLD_MOST },
                None,
            ),
        },
        Notice::BadRoutines {
            folder: "/home/me/.local/share/lumbar/routines".into(),
            why: Why::new("routine-file-unreadable").with("why", "Permission denied"),
        },
        Notice::UpdateFailed { why: "exit status: 127".into() },
        Notice::UpdateWaits,
        Notice::NoLog { folder: "/home/me/.local/state/lumbar".into(), why: "Permission denied".into() },
        Notice::OtherSocket { place: "/run/user/1000/lumbar/socket".into(), why: "it belongs to another user".into() },
        Notice::Panicked { at: chrono::DateTime::UNIX_EPOCH },
    ]
}

pub(crate) fn desktop() -> DesktopInfo {
    DesktopInfo {
        sound: SoundInfo::Ready { device: "Built-in Audio".into() },
        notifications: Some(ServerInfo {
            name: "dunst".into(),
            version: "1.9".into(),
            buttons: true,
            draws_none: false,
            replace: true,
            withdraw: true,
            persistence: true,
        }),
        tray: true,
        login: Some(false),
        keys: KeysInfo { off: KeyState::Works, status: KeyState::NotHere },
        ..DesktopInfo::default()
    }
}

/// What a desktop can be like, and how a test on it can go.
fn desktops() -> Vec<(&'static str, DesktopInfo)> {
    let trial = |came| Some(Trial { at: chrono::DateTime::UNIX_EPOCH, came });
    let named = |name: &str, draws_none| {
        let server = desktop().notifications.map(|server| ServerInfo { name: name.into(), draws_none, ..server });
        DesktopInfo { notifications: server, ..desktop() }
    };
    vec![
        ("untried", desktop()),
        ("waiting", DesktopInfo { trial: trial(Came::Waiting), ..desktop() }),
        (
            "back",
            DesktopInfo { trial: trial(Came::Back { after_ms: 2140 }), quiet: Quiet::Off, ..named("Plasma", false) },
        ),
        ("opened", DesktopInfo { trial: trial(Came::Opened { after_ms: 900 }), ..named("mako", true) }),
        ("nothing", DesktopInfo { trial: trial(Came::Nothing), quiet: Quiet::On, ..named("gnome-shell", false) }),
        (
            "none",
            DesktopInfo {
                trial: trial(Came::NoServer),
                sound: SoundInfo::Missing { why: "no card".into() },
                ..DesktopInfo::default()
            },
        ),
    ]
}

/// Nothing set but the theme.
pub(crate) fn with_theme(theme: Theme) -> Settings {
    let mut settings = Settings::default();
    settings.set(&THEME, &theme);
    settings
}

/// Everything set, some of it damaged or of a newer version.
pub(crate) fn full_settings() -> Settings {
    let mut settings = with_theme(Theme::Dark);
    settings.set(&LANGUAGE, &Some("en".into()));
    settings.set(&CLOCK, &ClockHours::Twelve);
    settings.set(&DISCREET, &true);
    settings.set(&FAVOURITES, &["walk", "cold-20-20", "one-of-mine"].map(String::from).to_vec());
    settings.set(&PACKS, &[("cold-20-20", "gel"), ("cold-15", "peas")].map(|(a, b)| (a.into(), b.into())).into());
    settings.set(&TURNS, &[("cold-20-20".to_owned(), 3), ("walk".to_owned(), 1)].into());
    settings.set(&DND_TAKE_OFF, &Disturb::Hold);
    settings.set(&SOUND_NEXT, &Volume::Off);
    settings.set(&LOGIN_REFUSED, &true);
    settings.set(&KEY_OFF, &DesktopKey::read("ctrl+alt+o"));
    settings.set(&KEY_STATUS, &DesktopKey::read("ctrl+alt+shift+pagedown"));
    let rows = settings.rows().clone().into_iter();
    let odd = [("text-size", "\"enormous\""), ("shoe-size", "{\"eu\":43,\"<b>\":1}")];
    Settings::from_rows(rows.chain(odd.map(|(key, text)| (key.to_owned(), text.to_owned()))))
}

/// A scene of one state, on a desktop that can do everything.
pub(crate) fn scene<'a>(shown: &'a Shown, catalogue: &'a lumbar_engine::routine::catalogue::Catalogue) -> Scene<'a> {
    Scene {
        view: &shown.view,
        rev: 7,
        now: shown.now,
        offset: FixedOffset::east_opt(3600).expect("an hour"),
        catalogue,
        demo: false,
        notices: &[],
        desktop: Box::leak(Box::new(desktop())),
        settings: Box::leak(Box::default()),
        version: "0.1.0",
    }
}

/// Every page and state.
pub(crate) fn all(ui: &Ui, theme: Theme) -> Vec<Page> {
    let catalogue = catalogue();
    let desktop = desktop();
    let poor = DesktopInfo { sound: SoundInfo::Missing { why: "no such device".into() }, ..DesktopInfo::default() };
    let notices = notices();
    let settings: &'static Settings = Box::leak(Box::new(with_theme(theme)));
    let offset = FixedOffset::east_opt(3600).expect("an hour");
    let shown = states();
    let scene = |shown: &'static Shown, notices: &'static [Notice], desktop: &'static DesktopInfo| Scene {
        view: &shown.view,
        rev: 7,
        now: shown.now,
        offset,
        catalogue: Box::leak(Box::new(catalogue.clone())),
        demo: false,
        notices,
        desktop,
        settings,
        version: "0.1.0",
    };
    let desktop: &'static DesktopInfo = Box::leak(Box::new(desktop));
    let poor: &'static DesktopInfo = Box::leak(Box::new(poor));
    let notices: &'static [Notice] = Box::leak(notices.into_boxed_slice());
    let shown: &'static [Shown] = Box::leak(shown.into_boxed_slice());
    let of = |name: &str| shown.iter().find(|s| s.name == name).expect("a state of this name");

    let mut pages = Vec::new();
    let mut keep = |name: String, html: String| pages.push(Page { name, html });
    for state in shown {
        let scene = scene(state, &[], desktop);
        keep(format!("today-{}", state.name), ui.today(&scene));
        keep(format!("session-{}", state.name), ui.session(&scene, Slot::Thermal));
        if state.view.thermal.is_some() {
            keep(format!("face-{}", state.name), ui.session_face_down(&scene, Slot::Thermal));
        }
        if state.view.activity.is_some() {
            keep(format!("face-activity-{}", state.name), ui.session_face_down(&scene, Slot::Activity));
        }
        if state.view.activity.is_some() || state.name == "ended-done" {
            keep(format!("activity-{}", state.name), ui.session(&scene, Slot::Activity));
        }
    }
    keep("today-notices".into(), ui.today(&scene(of("on"), notices, poor)));
    keep("session-unsaved".into(), ui.session(&scene(of("on"), notices, desktop), Slot::Thermal));
    keep("routines-unsaved".into(), ui.routines(&scene(of("on"), notices, desktop), &Filter::default()));
    let advised = scene(of("nothing-on"), &[], desktop);
    let mut view = advised.view.clone();
    view.advice = vec![Advice::NoBetter, Advice::ManyWraps];
    view.battery_low = true;
    keep("today-advice".into(), ui.today(&Scene { view: &view, ..advised }));

    let with_plan: &'static [Shown] = Box::leak(planned().into_boxed_slice());
    for state in with_plan {
        let scene = scene(state, &[], desktop);
        keep(format!("today-{}", state.name), ui.today(&scene));
        keep(format!("plan-{}", state.name), ui.plan_page(&scene));
    }
    let practised: &'static [Shown] = Box::leak(practised().into_boxed_slice());
    for state in practised {
        let scene = scene(state, &[], desktop);
        keep(format!("today-{}", state.name), ui.today(&scene));
        keep(state.name.clone(), ui.practice(&scene));
    }
    keep("practice-begin".into(), ui.practice(&scene(of("first-run"), &[], desktop)));
    keep("practice-busy".into(), ui.practice(&scene(of("on"), &[], desktop)));
    let idle = scene(of("nothing-on"), &[], desktop);
    keep("plan-none".into(), ui.plan_page(&idle));
    for (name, html) in day::pages(ui, &idle) {
        keep(name, html);
    }
    super::diary::pages(ui, &idle).into_iter().for_each(|(name, html)| keep(name, html));
    for plan in plans() {
        keep(format!("choose-{}", plan.id), ui.choose_plan(&idle, Some(&plan.id), None).expect("it is there"));
    }
    let own = with_plan.iter().find(|state| state.name == "planned-own").expect("it is there");
    let own = scene(own, &[], desktop);
    keep("choose-own".into(), ui.choose_plan(&own, Some("own"), Some(3)).expect("it is there"));
    keep("own-plan-new".into(), ui.own_plan(&idle, None));
    keep("own-plan".into(), ui.own_plan(&own, None));
    for (name, typed) in OWN_TYPED {
        let pairs = typed.split('&').filter_map(|pair| pair.split_once('='));
        keep(format!("own-plan-{name}"), ui.own_plan(&idle, Some(&OwnDraft::from_pairs(pairs))));
    }
    super::own_routines::pages(ui, &idle).into_iter().for_each(|(name, html)| keep(name, html));
    for routine in catalogue.routines() {
        keep(format!("routine-{}", routine.id), ui.routine(&idle, &routine.id).expect("it is in the catalogue"));
    }
    keep("routines".into(), ui.routines(&idle, &Filter::default()));
    keep(
        "routines-filtered".into(),
        ui.routines(&idle, &Filter::from_pairs([("kind", "heat"), ("q", "warm"), ("time", "20")])),
    );
    keep("routines-none".into(), ui.routines(&idle, &Filter::from_pairs([("q", "zebra")])));
    for state in ["ended-not-now", "on-checked", "unwell", "flags-emergency", "first-run", "busy-day", "overran"] {
        let scene = scene(of(state), &[], desktop);
        keep(format!("routines-when-{state}"), ui.routines(&scene, &Filter::default()));
        for routine in ["cold-20-20", "heat-pad", "stretch-start"] {
            keep(format!("routine-{routine}-when-{state}"), ui.routine(&scene, routine).expect("it is there"));
        }
    }
    for state in [
        "nothing-on",
        "first-run",
        "flags-unsure",
        "see-today",
        "flags-emergency",
        "unwell",
        "unwell-later",
        "overran",
        "ended-skin",
    ] {
        keep(format!("safety-{state}"), ui.safety(&scene(of(state), &[], desktop)));
    }
    keep("flags".into(), ui.flags(&idle, Some("/routines/cold-15")));
    keep("reasons".into(), ui.reasons(&idle));
    keep("limits".into(), ui.limits_page(&idle));
    for state in ["nothing-on", "flags-unsure", "flags-emergency", "flags-emergency-later"] {
        keep(format!("help-{state}"), ui.help(&scene(of(state), &[], desktop)));
    }
    for (routine, turns) in [
        ("cold-15", "1"),
        ("cold-20-20", "3"),
        ("heat-bottle", "1"),
        ("partner", "1"),
        ("stretch-start", "1"),
        ("walk", "1"),
        ("warm-stretch-cool", "1"),
        ("sauna-steam", "1"),
    ] {
        let waiting = Waiting::from_pairs(routine, [("turns", turns)]);
        let first = scene(of("first-run"), &[], desktop);
        keep(format!("before-{routine}"), ui.before(&first, &waiting).expect("it is in the catalogue"));
        keep(format!("which-{routine}"), ui.which(&first, &waiting).expect("it is in the catalogue"));
    }
    let together = Waiting { with_adult: true, ..Waiting::from_pairs("cold-15", [("pack", "peas")]) };
    keep("before-together".into(), ui.before(&scene(of("first-run"), &[], desktop), &together).expect("it is there"));
    let again = scene(of("pain-changed"), &[], desktop);
    keep(
        "before-again".into(),
        ui.before(&again, &Waiting::from_pairs("partner", [("turns", "1")])).expect("it is there"),
    );
    keep("younger".into(), ui.younger(&idle, Some("/before/cold-15?with=adult")));
    for state in ["nothing-on", "unwell", "unwell-later"] {
        let scene = scene(of(state), &[], desktop);
        keep(format!("health-{state}"), ui.health(&scene, None));
        keep(format!("since-{state}"), ui.since_last(&scene, Some("/session/thermal")));
    }
    let asked = |query: &str, set: &str| {
        let set = Some(set.to_owned()).filter(|set| !set.is_empty());
        Asked { query: query.to_owned(), set, ..Asked::default() }
    };
    keep("settings".into(), ui.settings(&idle, &asked("", "")));
    let full = full_settings();
    let full_desktop = self::desktop();
    let chosen = Scene { settings: &full, desktop: &full_desktop, ..scene(of("nothing-on"), &[], poor) };
    keep("settings-chosen".into(), ui.settings(&chosen, &asked("", "discreet")));
    let asks = Asked { asks: Some("dnd-take-off".into()), ..Asked::default() };
    keep("settings-asks".into(), ui.settings(&idle, &asks));
    keep("settings-found".into(), ui.settings(&idle, &asked("theme", "")));
    keep("settings-none-found".into(), ui.settings(&idle, &asked("zebra", "")));
    let data = data_scene();
    keep("data".into(), ui.data_page(&idle, &data));
    let done = DataDone { what: "csv", file: "/home/me/Documents/lumbar-diary-2026-11-28.csv".into(), count: 412 };
    keep("data-done".into(), ui.data_page(&idle, &DataScene { done: Some(done), chooses: true, ..data.clone() }));
    let wrong = DataWrong {
        what: "json".into(),
        sentence: ui.why(&Why::new("export-there").with("file", format!("/home/me/{}.json", "a-long-name".repeat(20)))),
        file: format!("/home/me/{}.json", "a-long-name".repeat(20)),
    };
    keep("data-wrong".into(), ui.data_page(&idle, &DataScene { wrong: Some(wrong), ..data }));
    keep("data-read".into(), ui.data_ask(&idle, DataAsk::Read("/home/me/Documents/lumbar-everything-2026-11-28.json")));
    keep("data-delete".into(), ui.data_ask(&idle, DataAsk::Delete));
    keep("first-aid-cold".into(), ui.first_aid(&idle, FirstAid::Cold));
    keep("first-aid-heat".into(), ui.first_aid(&idle, FirstAid::Heat));
    keep("know".into(), ui.good_to_know(&idle));
    keep("cold-or-warm".into(), ui.cold_or_warm(&idle, &ColdOrWarm::default()));
    for (swollen, new, stiff) in
        [("yes", "no", "no"), ("no", "yes", "yes"), ("no", "yes", "no"), ("no", "no", "yes"), ("no", "no", "no")]
    {
        let answers = ColdOrWarm::from_pairs([("swollen", swollen), ("new", new), ("stiff", stiff)]);
        keep(format!("cold-or-warm-{swollen}-{new}-{stiff}"), ui.cold_or_warm(&idle, &answers));
    }
    keep("sources".into(), ui.sources(&idle));
    keep("about".into(), ui.about(&idle));
    keep("about-first-run".into(), ui.about(&scene(of("first-run"), &[], desktop)));
    for (name, desktop) in desktops() {
        let desktop: &'static DesktopInfo = Box::leak(Box::new(desktop));
        keep(format!("notifications-{name}"), ui.notifications(&Scene { desktop, ..idle }));
    }
    keep("notifications-poor".into(), ui.notifications(&scene(of("nothing-on"), &[], poor)));
    keep("not-found".into(), ui.not_found(&idle));
    keep("error".into(), ui.error(&idle, "The data could not be read."));
    for (name, refused) in refusals(of("busy-day")) {
        let form = RetryForm {
            action: "start".into(),
            fields: vec![("routine".into(), "cold-20-20".into()), ("turns".into(), "2".into())],
            back: Some("/routines/cold-20-20".into()),
        };
        keep(format!("refused-{name}"), ui.refused(&scene(of("busy-day"), &[], desktop), &refused, &form));
    }
    pages
}

pub(crate) fn data_scene() -> DataScene {
    let offer = |code: &'static str, word: &str| (code, format!("/home/me/Documents/lumbar-{word}-2026-11-28.{code}"));
    DataScene {
        folder: "/home/me/.local/share/lumbar".into(),
        routines: "/home/me/.local/share/lumbar/routines".into(),
        log: "/home/me/.local/state/lumbar".into(),
        bytes: 1_234_567,
        offers: vec![offer("json", "everything"), offer("csv", "diary"), offer("ics", "days")],
        chooses: false,
        done: None,
        wrong: None,
    }
}

fn refusals(busy: &Shown) -> Vec<(String, Refused)> {
    let mut refusals = vec![
        ("unknown".to_owned(), Refused::UnknownRoutine { routine: "cold-99".into() }),
        ("busy".to_owned(), Refused::Busy { routine: "cold-15".into() }),
        ("outdated".to_owned(), Refused::Outdated),
        ("nothing-to-undo".to_owned(), Refused::NothingToUndo),
        ("really-so-long".to_owned(), Refused::ReallySoLong { seconds: 18_000 }),
        ("gate".to_owned(), Refused::Gate { gate: lumbar_engine::words::Gate::Flags, routine: "cold-15".into() }),
        ("read-only".to_owned(), Refused::ReadOnly),
    ];
    for obstacle in busy.view.obstacles() {
        let force = match obstacle.force {
            Force::Hard => "hard",
            Force::Warning => "warning",
            Force::Clinician => "clinician",
            Force::Told => "told",
        };
        let name = format!("{force}-{}", obstacle.name);
        if !refusals.iter().any(|(n, _)| *n == name) {
            refusals.push((name, Refused::Rule(obstacle.clone())));
        }
    }
    refusals
}

/// Forms of a plan of one's own as they are typed: nothing in it, all of it wrong, many steps and items.
const OWN_TYPED: &[(&str, &str)] = &[
    ("empty", "title=&from=&until="),
    (
        "wrong",
        "title=Ice&day=mon&from=9&until=18:00&ends=yes&s0-days=0&s0i0-do=cold-15&s0i0-when=again&s0i0-every=5&s0i0-most=40&s0i0-calls=remind&s0i1-do=gone&s0i1-when=at&s0i1-at=25:00",
    ),
    (
        "steps",
        "title=A very long name for a plan that somebody gave it with care&day=mon&day=wed&day=fri&from=08:00&until=20:00&ends=yes&s0-days=3&s0i0-do=cold-20-20&s0i0-when=at&s0i0-at=08:30&s0i0-turns=3&s0i0-calls=remind&s0i1-do=walk&s0i1-when=again&s0i1-every=60&s0i1-most=8&s0i1-seconds=600&s0i1-calls=remind&s0i2-do=move-break&s0i2-when=again&s0i2-every=45&s0i2-most=11&s0i2-calls=quiet&s1-days=7&s1i0-do=heat-pad&s1i0-when=at&s1i0-at=19:00&s1i0-calls=shown&look=2",
    ),
];
