//! A routine of one's own, as it is typed: nothing typed is lost, each fault is said beside its field, and what is kept is what the
//! form says.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use lumbar_engine::routine::Step;
use lumbar_engine::routine::bad::BadRoutine;
use lumbar_engine::rules;
use lumbar_engine::words::{Modality, Tool};
use lumbar_ui::{Made, RoutineDraft, Ui, Why};

mod support;

use support::own_routines::{WRONG, draft, full, with_own};
use support::{Desk, catalogue, pages::scene, states};

/// The fields of a page, as a browser would send them with this button.
fn sent(html: &str, press: &str) -> Vec<(String, String)> {
    let form = html.split("<form class=\"edit-form\"").nth(1).expect("the form").split("</form>").next().unwrap();
    let value = |tag: &str, name: &str| {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        let text = &tag[from..from + tag[from..].find('"')?];
        Some(
            text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&#38;", "&"),
        )
    };
    let mut pairs = Vec::new();
    let mut select = None;
    for tag in form.split('<').skip(1) {
        if tag.starts_with("select") {
            select = value(tag, "name");
        } else if tag.starts_with("option") && tag.contains(" selected") {
            pairs.push((select.clone().unwrap(), value(tag, "value").unwrap_or_default()));
        } else if tag.starts_with("input") {
            let box_of_choice = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
            let head = tag.split('>').next().unwrap();
            if !box_of_choice || head.contains(" checked") {
                pairs.push((value(tag, "name").unwrap(), value(tag, "value").unwrap_or_default()));
            }
        }
    }
    pairs.push(("press".into(), press.into()));
    pairs
}

fn again(ui: &Ui, html: &str, press: &str) -> RoutineDraft {
    let pairs = sent(html, press);
    RoutineDraft::from_pairs(ui, &with_own(), pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn page(ui: &Ui, draft: &RoutineDraft) -> String {
    let shown = states().into_iter().find(|state| state.name == "nothing-on").unwrap();
    let catalogue = with_own();
    ui.own_routine(&lumbar_ui::Scene { catalogue: &catalogue, ..scene(&shown, &catalogue) }, draft, None)
}

fn made(draft: &RoutineDraft) -> Made {
    draft.make(&Ui::new("en"), &with_own())
}

#[test]
fn the_form_of_every_routine_makes_the_same_routine_again() {
    let ui = Ui::new("en");
    let catalogue = with_own();
    ui.learn_names(&catalogue);
    for routine in catalogue.routines() {
        let copy = RoutineDraft::of(&ui, routine, None);
        let html = page(&ui, &copy);
        let form = again(&ui, &html, "").make(&ui, &catalogue).routine;
        assert_eq!(form.steps, routine.steps, "{}", routine.id);
        let same = [
            (form.kind == routine.kind, "kind"),
            (form.turns == routine.turns, "turns"),
            (form.tool == routine.tool, "tool"),
            (form.packs == routine.packs, "packs"),
            (form.everyday == routine.everyday, "everyday"),
            (form.lengths == routine.lengths, "lengths"),
            (form.per_day == routine.per_day, "per day"),
            (form.figure == routine.figure, "figure"),
            (form.supplies.iter().all(|supply| routine.supplies.contains(supply)), "supplies"),
            (routine.supplies.iter().all(|supply| form.supplies.contains(supply)), "all supplies"),
            (routine.cautions.iter().all(|caution| form.cautions.contains(caution)), "cautions"),
            (routine.not_for.iter().all(|who| form.not_for.contains(who)), "who should not"),
        ];
        for (so, what) in same {
            assert!(so, "{}: {what}: {form:?}", routine.id);
        }
    }
}

#[test]
fn a_copy_needs_a_name_of_its_own_and_is_a_new_routine() {
    let ui = Ui::new("en");
    for routine in catalogue().routines() {
        let mut pairs = sent(&page(&ui, &RoutineDraft::of(&ui, routine, None)), "");
        let nameless = RoutineDraft::from_pairs(&ui, &with_own(), pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())));
        assert!(!made(&nameless).is_sound(), "{}", routine.id);
        pairs.retain(|(name, _)| name != "name");
        pairs.push(("name".into(), format!("My own {}", routine.id)));
        let named = RoutineDraft::from_pairs(&ui, &with_own(), pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())));
        let made = made(&named);
        assert!(made.is_sound(), "{}: {:?}", routine.id, page(&ui, &named));
        assert_eq!(
            made.routine.id,
            format!("my-own-{}", routine.id).chars().take(32).collect::<String>().trim_end_matches('-')
        );
    }
}

#[test]
fn nothing_that_was_typed_is_lost_and_each_fault_stands_beside_its_field() {
    let ui = Ui::new("en");
    let catalogue = with_own();
    let typed = draft(&ui, &catalogue, WRONG);
    let html = page(&ui, &typed);
    assert_eq!(again(&ui, &html, "check"), typed, "it comes back as it was typed");
    for (field, said) in [
        ("name", "looks too much like"),
        ("turns", "“99” is no number from 1 to 10."),
        ("s0-seconds", "29 min is the most for a hot water bottle."),
        ("s0-checks", "“5, soon” is no list of times."),
        ("s1-beats", "“long” is no length."),
        ("s3-title", "Say what this step is called."),
        ("s3-seconds", "“” is no length."),
        ("s3-reps", "“0” is no number from 1 to 100."),
        ("s4-other", "Between warm and cold come 5 min."),
    ] {
        let from = html.find(&format!("id=\"{field}-e\"")).unwrap_or_else(|| panic!("{field}"));
        let line = &html[from..from + html[from..].find("</p>").unwrap()];
        assert!(line.contains(said), "{field}: {line}");
    }
    let list = html.split("class=\"problems\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(list.matches("<li>").count(), 9, "{list}");
    assert!(list.contains("9 things keep it"), "{list}");
    for part in list.split("href=\"#").skip(1) {
        let id = part.split('"').next().unwrap();
        assert!(html.contains(&format!("id=\"{id}\"")), "#{id} is nowhere");
    }
}

#[test]
fn words_that_are_too_long_are_said_beside_their_field() {
    let ui = Ui::new("en");
    let long = "so ".repeat(40);
    let plain = "name=Mine&kind=stretch&usual=1&most=1&s0-what=move:&s0-figure=walk&s0-seconds=30&s0-reps=1";
    for (field, form) in [
        ("short", format!("{plain}&s0-title=Walk&short={long}")),
        ("other", format!("{plain}&s0-title=Walk&other={long}")),
        ("s0-title", format!("{plain}&s0-title={long}")),
    ] {
        let html = page(&ui, &draft(&ui, &with_own(), &form));
        let from = html.find(&format!("id=\"{field}-e\"")).unwrap();
        let line = &html[from..from + html[from..].find("</p>").unwrap()];
        assert!(line.contains("cannot be a name in it"), "{field}: {line}");
    }
}

#[test]
fn a_form_with_as_much_as_it_can_hold_comes_back_whole() {
    let ui = Ui::new("en");
    let typed = draft(&ui, &with_own(), &full());
    let html = page(&ui, &typed);
    assert_eq!(again(&ui, &html, ""), typed);
    assert!(html.len() < 3_000_000, "{}", html.len());
}

#[test]
fn buttons_move_and_add_and_the_focus_goes_where_the_hand_is() {
    let ui = Ui::new("en");
    let routine = catalogue().routine("stretch-start").unwrap().clone();
    let start = page(&ui, &RoutineDraft::of(&ui, &routine, None));
    let order = |draft: &RoutineDraft| -> Vec<String> {
        let step = |step: &Step| match step {
            Step::Move(movement) => movement.text.clone(),
            Step::Rest(_) => "rest".into(),
            Step::Expose(expose) => expose.method.code().into(),
        };
        made(draft).routine.steps.iter().map(step).collect()
    };
    let focus = |html: &str| -> Vec<String> {
        let focused = html.split('<').filter(|tag| tag.split('>').next().unwrap().contains(" autofocus"));
        focused.map(|tag| tag.split('>').next().unwrap().to_owned()).collect()
    };
    let plain = order(&again(&ui, &start, ""));
    for (press, moved, at) in [
        ("up-1", (0, 1), "value=\"down-0\""),
        ("up-3", (2, 3), "value=\"up-2\""),
        ("down-0", (0, 1), "value=\"down-1\""),
        ("down-6", (6, 7), "value=\"up-7\""),
    ] {
        let draft = again(&ui, &start, press);
        let mut expected = plain.clone();
        expected.swap(moved.0, moved.1);
        assert_eq!(order(&draft), expected, "{press}");
        let focus = focus(&page(&ui, &draft));
        assert!(focus.len() == 1 && focus[0].contains(at), "{press}: {focus:?}");
        assert!(!focus[0].contains("disabled"), "{press}: {focus:?}");
    }
    let without = again(&ui, &start, "out-7");
    assert_eq!(order(&without).len(), plain.len() - 1);
    assert!(focus(&page(&ui, &without))[0].contains("value=\"out-6\""));
    let cue = again(&ui, &start, "cue-0");
    assert!(focus(&page(&ui, &cue))[0].contains("name=\"s0-b0-cue\""));
    for odd in ["up-0", "down-7", "out-99", "cue-99", "up-", "dance", "out--1", "up-99999999999999999999999"] {
        assert_eq!(order(&again(&ui, &start, odd)), plain, "{odd}");
    }
    for (add, what, at) in [
        ("cold-15:0", "still-cold", "s8-seconds"),
        ("move", "", "s8-title"),
        ("rest", "rest", "s8-title"),
        ("zzz:9", "", "s8-title"),
    ] {
        let mut pairs = sent(&start, "add");
        pairs.retain(|(name, _)| name != "add");
        pairs.push(("add".into(), add.into()));
        let draft = RoutineDraft::from_pairs(&ui, &with_own(), pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())));
        assert_eq!(order(&draft).last().map(String::as_str), Some(what), "{add}");
        let focus = focus(&page(&ui, &draft));
        assert!(focus.len() == 1 && focus[0].contains(&format!("id=\"{at}\"")), "{add}: {focus:?}");
    }
}

#[test]
fn hostile_forms_are_bounded_and_break_nothing() {
    let ui = Ui::new("en");
    let many: String =
        (0..5000).map(|nth| format!("&s{nth}-what=move:&s{nth}-b11-cue=hold&s{nth}-b99999-cue=hold")).collect();
    for form in [
        "",
        "name=%00&kind=none&tool=hammer&usual=-1&most=999999999999",
        "s18446744073709551616-what=rest:&s-what=rest:&s1-=x&s1=y&-x=y",
        "s0-what=expose:lava&s0-seconds=999999999999999999",
        "s0-what=expose:gel&s0-was=gel:99999999999999999999&s0-checks=1,2,3,4,5;;;,,,&s0-seconds=1e9",
        "name=<script>alert(1)</script>&s0-what=move:<b>&s0-title=<i>&s0-figure=\"><img src=x>&other=<u>,,,<u>&supply=<s>",
        "from=../../etc/passwd&id=../x&seen=\"'&name=x",
        &many,
    ] {
        let typed = draft(&ui, &with_own(), form);
        let html = page(&ui, &typed);
        assert!(!made(&typed).is_sound(), "{form:.60}");
        for tag in ["<script>alert", "<img src=x>", "<b>", "<i>", "<u>", "<s>"] {
            assert!(!html.contains(tag), "{tag} in {form:.60}");
        }
    }
}

#[test]
fn what_is_made_of_massage_steps_asks_what_massage_asks() {
    let ui = Ui::new("en");
    let form = "name=Rolling&kind=stretch&usual=1&most=1&figure=walk&s0-what=move:roller-ribs&s0-was=roller:1&s0-figure=roller-ribs&s0-reps=1&s0-seconds=60";
    assert!(!made(&draft(&ui, &with_own(), form)).is_sound());
    let massage = form.replace("kind=stretch", "kind=massage");
    assert!(!made(&draft(&ui, &with_own(), &massage)).is_sound(), "what presses is not said");
    let made = made(&draft(&ui, &with_own(), &format!("{massage}&tool=roller")));
    assert!(made.is_sound());
    assert_eq!((made.routine.kind, made.routine.tool), (Modality::Massage, Some(Tool::Roller)));
    let roller = catalogue().routine("roller").unwrap().clone();
    assert_eq!((&made.routine.cautions, &made.routine.not_for), (&roller.cautions, &roller.not_for));
}

#[test]
fn every_reason_why_a_routine_is_not_taken_has_its_sentence() {
    let ui = Ui::new("en");
    let (step, name) = (1, || "x".to_owned());
    let mut bad = vec![
        BadRoutine::Unreadable { line: 3, why: name() },
        BadRoutine::Newer { version: 2 },
        BadRoutine::TooLong,
        BadRoutine::TooMany,
        BadRoutine::Text(name()),
        BadRoutine::Title(name()),
        BadRoutine::Title(String::new()),
        BadRoutine::Misleading { field: "name", name: name(), other: name() },
        BadRoutine::Name(name()),
        BadRoutine::Taken(name()),
        BadRoutine::Turns { usual: 1, most: 2 },
        BadRoutine::Lengths,
        BadRoutine::Steps(0),
        BadRoutine::Steps(65),
        BadRoutine::NoTool,
        BadRoutine::MassageStep { step, tool: "roller" },
        BadRoutine::NotEveryday { step },
        BadRoutine::Length { step },
        BadRoutine::Checks { step },
        BadRoutine::Segments { step, parts: 2, whole: 3 },
        BadRoutine::Beats { step },
    ];
    let methods = lumbar_engine::words::Method::ALL.iter();
    let ceilings = methods.clone().map(|method| method.file_ceiling());
    let checks = methods.flat_map(|method| [method.first_check(), method.check_every(), method.off()]);
    let others = [rules::HEAT_COLD_APART, rules::HEAT_PER_DAY, rules::COLD_PER_DAY];
    let numbers = ceilings.chain(checks).chain(others);
    bad.extend(numbers.map(|number| BadRoutine::Rule { step, field: "seconds", number }));
    for bad in bad {
        let said = ui.why(&Why::of_routine(&bad, None));
        let whole = !said.contains(['{', '}']) && said.ends_with(['.', 'x']) && !said.starts_with("routine-");
        assert!(whole && !said.contains("safety rule"), "{bad:?}: {said}");
    }
}

#[test]
fn a_routine_of_ones_own_is_called_by_its_name_everywhere() {
    let ui = Ui::new("en");
    let catalogue = with_own();
    ui.learn_names(&catalogue);
    let mut desk = Desk::answered();
    desk.engine.replace_catalogue(catalogue.clone());
    desk.ask(lumbar_engine::command::Wish::Start(lumbar_engine::command::Start::plain("warm-move-cool")));
    let view = desk.engine.view();
    assert!(ui.status(&view, desk.now, chrono::FixedOffset::east_opt(0).unwrap()).contains("Warm, move, cool"));
    let shown = support::Shown { name: "own".into(), view, now: desk.now };
    let scene = lumbar_ui::Scene { catalogue: &catalogue, ..scene(&shown, &catalogue) };
    for html in [ui.today(&scene), ui.routines(&scene, &lumbar_ui::Filter::from_pairs([("q", "two moves")]))] {
        assert!(html.contains("Warm, move, cool") && !html.contains(">warm-move-cool<"));
    }
}
