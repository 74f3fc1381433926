//! Plays every built-in routine through on the real program: its steps in order, its seconds, its notifications.
#![cfg(target_os = "linux")]

use lumbar_tests::{Context, Demo, Desktop, Notification, Outcome, Urgency};
use serde_json::{Value, json};

/// Every routine and how long it takes in all, s, all turns and rests, pressed at once (content base, section 3).
const LENGTHS: [(&str, u64); 29] = [
    ("cold-20-20", 1200 + 1200),
    ("cold-15", 900 + 1200),
    ("cold-10", 2 * (600 + 1200)),
    ("ice-massage-5", 300 + 1200),
    ("heat-bottle", 1200),
    ("heat-pad", 1200),
    ("heat-gel", 1200),
    ("heat-towel", 900),
    ("heat-wrap", 14_400),
    ("warm-bath", 900 + 60 + 30),
    // The first time is shorter.
    ("sauna-steam", 600 + 600),
    ("jet-tub", 900 + 300),
    ("contrast-packs", 3900),
    ("contrast-shower", 1140),
    ("ball-floor", 330),
    ("ball-wall", 240),
    ("roller", 340),
    ("partner", 1035),
    ("stretch-start", 270),
    ("stretch-full", 740),
    ("childs-pose", 120),
    ("warm-stretch-cool", 1830),
    ("walk", 900),
    ("move-break", 90),
    ("press-up", 180),
    ("stronger", 320),
    ("hip-flexor", 200),
    ("breathe", 360),
    ("rest-position", 615),
];

/// What is said about a method: when it goes on, when the skin is asked, when it must come off.
struct Said {
    method: &'static str,
    put_on: &'static str,
    skin: Option<(&'static str, Urgency)>,
    take_off: &'static str,
    /// The labels of "it is on" and "it is off".
    buttons: [&'static str; 2],
}

/// How long before a step of movement begins it is named, s; in a short step at its half.
const NEXT_AHEAD: u64 = 10;

const IT_IS: [&str; 2] = ["It is on", "It is off"];

const SKIN: [&str; 3] = ["Fine", "Very red, sore or numb", "White or blistered"];

const SAID: [Said; 11] = [
    Said {
        method: "still-cold",
        put_on: "Put the ice pack on when you are ready",
        skin: Some(("Time to look at your skin: lift the ice pack", Urgency::Critical)),
        take_off: "Take the ice pack off now",
        buttons: IT_IS,
    },
    Said {
        method: "ice-massage",
        put_on: "Start the ice massage when you are ready",
        skin: Some(("Look at your skin. Can you still feel it?", Urgency::Critical)),
        take_off: "Stop the ice massage now",
        buttons: ["I have started", "I have stopped"],
    },
    Said {
        method: "bottle",
        put_on: "Put it on when you are ready: Hot water bottle",
        skin: Some(("Time to look at your skin", Urgency::Normal)),
        take_off: "Take the hot water bottle off now",
        buttons: IT_IS,
    },
    Said {
        method: "pad",
        put_on: "Put it on when you are ready: ",
        skin: Some(("Time to look at your skin", Urgency::Normal)),
        take_off: "Take the heating pad off now and pull the plug",
        buttons: IT_IS,
    },
    Said {
        method: "gel",
        put_on: "Put it on when you are ready: ",
        skin: Some(("Time to look at your skin", Urgency::Normal)),
        take_off: "Take the warm pack off now",
        buttons: IT_IS,
    },
    Said {
        method: "towel",
        put_on: "Put it on when you are ready: Warm damp towel",
        skin: Some(("Time to look at your skin", Urgency::Normal)),
        take_off: "Take the towel off now",
        buttons: IT_IS,
    },
    Said {
        method: "wrap",
        put_on: "Put the wrap on when you are ready",
        skin: Some(("Peel back a corner and look at your skin", Urgency::Low)),
        take_off: "Take the wrap off now",
        buttons: IT_IS,
    },
    Said {
        method: "bath",
        put_on: "Get into the bath when you are ready",
        skin: None,
        take_off: "Time to get out of the bath",
        buttons: ["I am in", "I am out"],
    },
    Said {
        method: "tub",
        put_on: "Get into the tub when you are ready",
        skin: None,
        take_off: "Time to get out of the tub",
        buttons: ["I am in", "I am out"],
    },
    Said {
        method: "sauna",
        put_on: "Go in when you are ready",
        skin: None,
        take_off: "Time to come out of the sauna",
        buttons: ["I am in", "I am out"],
    },
    Said {
        method: "shower",
        put_on: "Step into the shower when you are ready",
        skin: None,
        take_off: "Time to end the shower",
        buttons: ["I have started", "I am out"],
    },
];

/// One routine on its way.
struct Play<'a> {
    desk: &'a Desktop,
    demo: Demo,
    name: String,
    slot: &'static str,
    /// Seconds that passed since the start.
    passed: u64,
    turn: u64,
    step: u64,
    /// The step that comes was named before it begins.
    named: bool,
}

impl Play<'_> {
    async fn next(&self) -> Outcome<Notification> {
        self.desk.notifications.next().await.trying(format!("{} s after the start", self.passed))
    }

    async fn pass(&mut self, seconds: u64) -> Outcome<()> {
        self.passed += seconds;
        self.demo.pass(seconds).await
    }

    /// Waits until the session stands where it should, with so much time left.
    async fn stands(&self, phase: &str, kind: &str, left: Option<u64>) -> Outcome<()> {
        let fits = |status: &Value| {
            let session = &status[self.slot];
            session["phase"] == phase
                && session["step_kind"] == kind
                && (&session["turn"], &session["step"]) == (&json!(self.turn), &json!(self.step))
                && session["remaining_seconds"].as_u64() == left
        };
        let what = format!("turn {}, step {}: {phase} with {left:?} left", self.turn, self.step);
        self.demo.expect_status(fits).await.map(|_status| ()).trying(what)
    }

    async fn answer(&self, shown: &Notification, word: &str) -> Outcome<()> {
        self.desk.notifications.press(shown, word).await
    }

    async fn expose(&mut self, step: &Value, first_time: bool) -> Outcome<()> {
        let method = step["method"].as_str().trying("a step without a method")?;
        let said = SAID.iter().find(|said| said.method == method).trying(format!("nothing is known about {method}"))?;
        let seconds =
            step["first-seconds"].as_u64().filter(|_| first_time).or(step["seconds"].as_u64()).trying("no seconds")?;

        let ready = self.next().await?;
        assert!(ready.summary.starts_with(said.put_on), "{}", ready.summary);
        assert!(ready.body.starts_with(&self.name) && ready.body.ends_with("The clock starts then."), "{}", ready.body);
        let optional = step["optional"] == json!(true);
        let wanted: Vec<&str> =
            [said.buttons[0], "Not now"].into_iter().chain(optional.then_some("Leave it out")).collect();
        assert_eq!((ready.urgency(), ready.labels()), (Urgency::Normal, wanted));
        self.stands("ready", "expose", None).await?;
        self.answer(&ready, "on").await?;
        self.stands("running", "expose", Some(seconds)).await?;

        let mut done = 0;
        let marks = marks(step, seconds);
        for (at, due) in marks.iter().copied() {
            self.pass(at - done).await?;
            done = at;
            if due == Mark::Segment && marks.contains(&(at, Mark::Skin)) {
                continue;
            }
            let shown = self.next().await?;
            match due {
                Mark::Skin if marks.contains(&(at, Mark::Segment)) => self.skin_at_a_change(&shown).await?,
                Mark::Skin => {
                    let (title, urgency) = said.skin.trying(format!("{method} asks about the skin"))?;
                    assert_eq!((shown.summary.as_str(), shown.urgency()), (title, urgency), "at {at} s");
                    // A reminder wants no answer.
                    if urgency != Urgency::Low {
                        assert_eq!(shown.labels(), SKIN);
                        self.answer(&shown, "skin-fine").await?;
                    }
                    self.demo.expect_status(|status| status["pending"] == json!([])).await?;
                }
                Mark::Segment => {
                    assert_eq!(
                        (shown.urgency(), shown.labels()),
                        (Urgency::Normal, vec![said.buttons[1]]),
                        "at {at} s"
                    );
                    assert!(shown.summary.contains(": "), "{}", shown.summary);
                }
                Mark::Soon => {
                    let goes =
                        shown.summary.ends_with("comes off in 1 min") || shown.summary.ends_with("ends in 1 min");
                    assert!(goes && shown.body == format!("{}.", self.name), "{} at {at} s", shown.summary);
                    assert_eq!((shown.urgency(), shown.labels()), (Urgency::Normal, vec![said.buttons[1]]));
                }
            }
            self.stands("running", "expose", Some(seconds - at)).await?;
        }
        self.pass(seconds - done).await?;
        let bell = self.next().await?;
        assert_eq!((bell.summary.as_str(), bell.urgency()), (said.take_off, Urgency::Critical), "at {seconds} s");
        let bad = said.skin.map(|_| "White or blistered");
        assert_eq!(bell.labels(), [said.buttons[1]].into_iter().chain(bad).collect::<Vec<_>>());
        self.stands("take_off", "expose", Some(0)).await?;
        self.answer(&bell, "off").await
    }

    /// The question about the skin and the next side fall into the same second: neither takes the other's place.
    async fn skin_at_a_change(&self, shown: &Notification) -> Outcome<()> {
        let asks: Vec<&str> = shown.labels().into_iter().filter(|label| SKIN.contains(label)).collect();
        assert_eq!(asks, SKIN, "\"{}\" stands where the skin is to be looked at", shown.summary);
        self.answer(shown, "skin-fine").await?;
        self.demo.expect_status(|status| status["pending"] == json!([])).await?;
        let said = |one: &Notification| one.says("Right of the spine");
        if said(shown) { Ok(()) } else { self.desk.notifications.expect(said).await.map(|_one| ()) }
    }

    async fn rest(&mut self, step: &Value) -> Outcome<()> {
        let seconds = step["seconds"].as_u64().trying("a rest without seconds")?;
        let shown = self.next().await?;
        assert!(shown.summary.starts_with("Rest now for "), "{}", shown.summary);
        assert_eq!((shown.urgency(), shown.labels()), (Urgency::Normal, vec!["Undo"]));
        self.stands("resting", "rest", Some(seconds)).await?;
        self.pass(seconds).await
    }

    /// Movement runs on by itself, and its beats are for the window: only each step is said, quietly. The first says what to
    /// do now, each other one is named before it begins.
    async fn movement(&mut self, step: &Value, next: Option<&Value>) -> Outcome<()> {
        let length = length_of(step).trying(format!("the length of {step}"))?;
        if !std::mem::take(&mut self.named) {
            self.quietly("Now: ").await?;
        }
        self.stands("running", "move", Some(length)).await?;
        if next.is_some_and(|next| next["do"] == "move") {
            let ahead = NEXT_AHEAD.min(length / 2);
            self.pass(length - ahead).await?;
            self.quietly("Next: ").await?;
            self.named = true;
            return self.pass(ahead).await;
        }
        self.pass(length).await
    }

    async fn quietly(&self, begins: &str) -> Outcome<()> {
        let shown = self.next().await?;
        assert!(shown.summary.starts_with(begins) && !shown.body.is_empty(), "{}: {}", shown.summary, shown.body);
        assert_eq!((shown.urgency(), shown.labels()), (Urgency::Low, Vec::new()));
        Ok(())
    }
}

/// What comes between "it is on" and the bell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Skin,
    Segment,
    Soon,
}

/// What comes and when, s after it went on; at the same second the question about the skin is first.
fn marks(step: &Value, seconds: u64) -> Vec<(u64, Mark)> {
    let checks = step["checks"].as_array().into_iter().flatten().filter_map(Value::as_u64).map(|at| (at, Mark::Skin));
    let lengths = step["segments"].as_array().into_iter().flatten().filter_map(beat);
    let mut starts: Vec<u64> = lengths.scan(0, |end, length| Some(std::mem::replace(end, *end + length))).collect();
    starts.retain(|start| *start > 0);
    let warn = step["warn"].as_u64().map(|before| (seconds - before, Mark::Soon));
    let mut all: Vec<_> = checks.chain(starts.into_iter().map(|at| (at, Mark::Segment))).chain(warn).collect();
    all.retain(|(at, _)| *at < seconds);
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The seconds of a beat as it stands in a file, `hold 5`.
fn beat(text: &Value) -> Option<u64> {
    text.as_str()?.rsplit_once(' ')?.1.parse().ok()
}

fn length_of(step: &Value) -> Option<u64> {
    let one: u64 = step["beats"].as_array().into_iter().flatten().filter_map(beat).sum::<u64>()
        + step["seconds"].as_u64().unwrap_or(0);
    let sides = step["sides"].as_array().map_or(0, Vec::len).max(1);
    Some(one * u64::try_from(sides).ok()? * step["reps"].as_u64()?)
}

/// Plays a routine in a demo of its own, from the start to "done", and hands back how long it took.
async fn play(desk: &Desktop, id: &str) -> Outcome<u64> {
    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    let listed = demo.run(&["routines", "--json"]).await?.done()?.json()?;
    let listed =
        listed.as_array().into_iter().flatten().find(|one| one["id"] == id).cloned().trying("it is not listed")?;
    assert_eq!(listed["free"], json!(true), "{listed}");
    demo.done(&["start", id]).await?;
    let view = demo.http().json("/api/v1/view").await?;
    let slot = if view["thermal"].is_null() { "activity" } else { "thermal" };
    let routine = view[slot]["routine"].clone();
    let name = listed["name"].as_str().trying("no name")?.to_owned();
    let mut play = Play { desk, demo, name, slot, passed: 0, turn: 1, step: 1, named: false };
    let steps = routine["step"].as_array().cloned().trying("no steps")?;
    assert_eq!(routine["turns"]["usual"], listed["turns"]);
    let turns = listed["turns"].as_u64().trying("no turns")?;
    for turn in 1..=turns {
        for (nth, step) in (1..).zip(&steps) {
            (play.turn, play.step) = (turn, nth);
            let played = match step["do"].as_str() {
                Some("expose") => play.expose(step, true).await,
                Some("rest") => play.rest(step).await,
                _ => play.movement(step, steps.get(nth as usize)).await,
            };
            played.trying(format!("turn {turn}, step {nth}"))?;
        }
    }
    let done = play.next().await?;
    assert_eq!((done.summary.as_str(), done.urgency()), (format!("{} is done", play.name).as_str(), Urgency::Normal));
    let status = play.demo.expect_status(|status| status[slot].is_null()).await?;
    assert_eq!((&status["last"]["routine"], &status["last"]["outcome"]), (&json!(id), &json!("done")));
    assert_eq!(listed["seconds"].as_u64().map(|one| one * turns), Some(length(&steps, turns)), "as it is listed");
    assert_eq!(desk.notifications.unexpected().len(), 0, "{}", desk.notifications.transcript());
    play.demo.done(&["quit"]).await?;
    play.demo.expect_no_panic()?;
    Ok(play.passed)
}

fn length(steps: &[Value], turns: u64) -> u64 {
    let one = |step: &Value| if step["do"] == "move" { length_of(step) } else { step["seconds"].as_u64() };
    steps.iter().filter_map(one).sum::<u64>() * turns
}

async fn play_all(ids: &[&str]) -> Outcome<()> {
    let desk = Desktop::start().await?;
    for id in ids {
        let took = play(&desk, id).await.trying(id)?;
        println!("{id}: {took} s");
        assert_eq!(LENGTHS.iter().find(|(known, _)| known == id).map(|(_, seconds)| *seconds), Some(took), "{id}");
    }
    Ok(())
}

const COLD: [&str; 3] = ["cold-20-20", "cold-15", "cold-10"];
const ICE: [&str; 1] = ["ice-massage-5"];
const HEAT: [&str; 5] = ["heat-bottle", "heat-pad", "heat-gel", "heat-towel", "heat-wrap"];
const AWAY: [&str; 4] = ["warm-bath", "sauna-steam", "jet-tub", "contrast-shower"];
const MIXED: [&str; 2] = ["contrast-packs", "warm-stretch-cool"];
const MASSAGE: [&str; 4] = ["ball-floor", "ball-wall", "roller", "partner"];
const STRETCH: [&str; 4] = ["stretch-start", "stretch-full", "childs-pose", "hip-flexor"];
const MOVE: [&str; 4] = ["walk", "move-break", "press-up", "stronger"];
const CALM: [&str; 2] = ["breathe", "rest-position"];

#[tokio::test]
async fn the_cold_ones_ask_the_skin_ring_in_time_and_rest() -> Outcome<()> {
    play_all(&COLD).await
}

#[tokio::test]
async fn the_ice_massage_asks_about_the_skin_where_the_side_changes() -> Outcome<()> {
    play_all(&ICE).await
}

#[tokio::test]
async fn the_warm_packs_ask_the_skin_and_ring_in_time() -> Outcome<()> {
    play_all(&HEAT).await
}

#[tokio::test]
async fn in_water_and_sauna_nobody_is_asked_until_it_is_time_to_get_out() -> Outcome<()> {
    play_all(&AWAY).await
}

#[tokio::test]
async fn warm_and_cold_in_turn_keep_their_rests() -> Outcome<()> {
    play_all(&MIXED).await
}

#[tokio::test]
async fn massage_runs_on_step_by_step() -> Outcome<()> {
    play_all(&MASSAGE).await
}

#[tokio::test]
async fn stretches_run_on_step_by_step() -> Outcome<()> {
    play_all(&STRETCH).await
}

#[tokio::test]
async fn moving_and_getting_stronger_runs_on_step_by_step() -> Outcome<()> {
    play_all(&MOVE).await
}

#[tokio::test]
async fn breathing_and_resting_runs_on_step_by_step() -> Outcome<()> {
    play_all(&CALM).await
}

#[tokio::test]
async fn these_are_all_the_routines_and_the_second_sauna_is_longer() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let ran = desk.lumbar(&["routines", "--json"]).await?.done()?.json()?;
    let mut listed: Vec<&str> = ran.as_array().into_iter().flatten().filter_map(|one| one["id"].as_str()).collect();
    let mut played: Vec<&str> = [&COLD[..], &ICE, &HEAT, &AWAY, &MIXED, &MASSAGE, &STRETCH, &MOVE, &CALM].concat();
    listed.sort_unstable();
    played.sort_unstable();
    assert_eq!(listed, played);

    let demo = desk.demo(&["--manual-clock", "--no-window"]).await?;
    for (again, seconds) in [(false, 600), (true, 900)] {
        let accept: &[&str] = if again { &["--accept", "R21", "R7"] } else { &[] };
        demo.done(&[&["start", "sauna-steam"], accept].concat()).await?;
        demo.done(&["on"]).await?;
        assert_eq!(demo.look().await?["thermal"]["remaining_seconds"], json!(seconds));
        demo.pass(seconds).await?;
        demo.done(&["off"]).await?;
        demo.pass(3600).await?;
    }
    Ok(())
}
