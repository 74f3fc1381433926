//! A person's data on the real program: taken along, deleted, read back, byte for byte the same.
#![cfg(target_os = "linux")]

use std::fs;

use lumbar_tests::{Context, Desktop, Http, Outcome, Trouble};

fn expect(fits: bool, what: &str) -> Outcome<()> {
    if fits { Ok(()) } else { Err(Trouble::new(what)) }
}

/// A profile of its own on the real clock.
struct Life<'a> {
    desk: &'a Desktop,
    profile: String,
    http: Http,
}

impl<'a> Life<'a> {
    async fn begin(desk: &'a Desktop, name: &str) -> Outcome<Self> {
        let profile = desk.folders.path(&format!("data/{name}")).display().to_string();
        let up = desk.lumbar(&["--profile", &profile, "up"]).await?.done()?;
        let http = Http::at(up.out.lines().last().trying("no address")?);
        Ok(Self { desk, profile, http })
    }

    async fn done(&self, words: &[&str]) -> Outcome<String> {
        let words: Vec<&str> = ["--profile", &self.profile].into_iter().chain(words.iter().copied()).collect();
        self.desk.lumbar(&words).await?.done().map(|ran| ran.out)
    }

    async fn refused(&self, words: &[&str]) -> Outcome<String> {
        let words: Vec<&str> = ["--profile", &self.profile].into_iter().chain(words.iter().copied()).collect();
        self.desk.lumbar(&words).await?.refused()
    }

    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Outcome<String> {
        let answer = self.http.post_form(path, fields).await?.with_status(303)?;
        Ok(answer.header("location").unwrap_or_default().to_owned())
    }

    /// Somebody has used it for a while.
    async fn live(&self) -> Outcome<()> {
        self.form("/do/accept-disclaimer", &[("adult", "yes")]).await?;
        self.form("/do/flags", &[("flags", "none")]).await?;
        self.form("/do/health", &[("feels", "yes"), ("whole", "yes")]).await?;
        let today = self.http.fetch("/history/today").await?;
        let today = today.header("location").unwrap_or_default().to_owned();
        let page = self.http.fetch(&today).await?.body;
        let before = page.split("\" rel=\"prev\"").next().and_then(|before| before.rsplit('/').next());
        let day = before.unwrap_or_default().to_owned();
        for (routine, at) in [("cold-15", "10:00"), ("walk", "12:30")] {
            let add = ["log", "add", routine, "--at", at, "--minutes", "15", "--day", &day, "--note", "round, “twice”"];
            self.done(&add).await?;
        }
        self.form("/do/diary/note", &[("day", &day), ("note", "a good day")]).await?;
        self.form("/do/diary/week", &[("day", &day), ("stopped", "some"), ("activity", "tying my shoes")]).await?;
        self.done(&["plan", "choose", "plan-two-weeks"]).await?;
        self.done(&["settings", "set", "theme", "dark"]).await?;
        let folder = format!("{}/routines", self.profile);
        fs::create_dir_all(&folder).trying("a folder")?;
        let routine = "id = \"mine\"\nkind = \"stretch\"\nfigure = \"rock\"\n[[step]]\ndo = \"move\"\n\
                       text = \"rock\"\nfigure = \"rock\"\nseconds = 60\n";
        fs::write(format!("{folder}/mine.toml"), routine).trying("a file")
    }

    async fn end(self) -> Outcome<()> {
        self.done(&["quit", "--force"]).await.map(|_| ())
    }
}

#[tokio::test]
async fn what_is_exported_deleted_and_read_back_is_the_same_byte_for_byte() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let life = Life::begin(&desk, "round").await?;
    life.live().await?;
    let file = |name: &str| desk.folders.path(name).display().to_string();
    let read = |name: &str| fs::read_to_string(desk.folders.path(name)).trying("the file");

    life.done(&["export", &file("a.json")]).await?;
    let before = read("a.json")?;
    for there in ["\"cold-15\"", "a good day", "tying my shoes", "plan-two-weeks", "mine.toml", "\"dark\""] {
        expect(before.contains(there), there)?;
    }
    let refused = life.refused(&["export", &file("a.json")]).await?;
    expect(refused.contains("is there already"), &refused)?;
    life.done(&["export", &file("a.csv")]).await?;
    expect(read("a.csv")?.starts_with("\u{feff}session,day,routine"), "the table")?;
    life.done(&["export", &file("a.ics")]).await?;
    expect(read("a.ics")?.matches("BEGIN:VEVENT").count() > 13, "the calendar")?;

    // Nobody is there to ask, so nothing is deleted.
    let refused = life.refused(&["delete", "--everything"]).await?;
    expect(refused.contains("--yes"), &refused)?;
    life.refused(&["delete", "--yes"]).await?;
    life.done(&["delete", "--everything", "--yes"]).await?;
    expect(life.done(&["log"]).await?.contains("Nothing is written down"), "the diary is empty")?;
    life.done(&["export", &file("none.json")]).await?;
    let none = read("none.json")?;
    expect(!none.contains("good day") && !none.contains("shoes") && !none.contains("mine.toml"), &none)?;

    life.done(&["import", &file("a.json"), "--yes"]).await?;
    life.done(&["export", &file("b.json")]).await?;
    expect(read("b.json")? == before, "the same again")?;
    let plan = life.done(&["plan"]).await?;
    expect(plan.contains("day 1 of 14"), &plan)?;
    // It is kept, and needs no running program to be written.
    life.done(&["quit"]).await?;
    life.done(&["export", &file("c.json")]).await?;
    expect(read("c.json")? == before, "the same after a restart")?;

    // In another profile as well.
    let other = Life::begin(&desk, "other").await?;
    other.done(&["import", &file("a.json"), "--yes"]).await?;
    other.done(&["export", &file("d.json")]).await?;
    expect(read("d.json")? == before, "the same elsewhere")?;
    expect(other.done(&["routines"]).await?.contains("mine"), "the routine is there")?;
    other.end().await
}

#[tokio::test]
async fn the_page_writes_reads_and_deletes_after_asking_and_refuses_while_something_is_on() -> Outcome<()> {
    let desk = Desktop::start().await?;
    let life = Life::begin(&desk, "page").await?;
    life.live().await?;
    let page = life.http.fetch("/data").await?.with_status(200)?.body;
    expect(page.contains(&life.profile) && page.contains("lumbar-everything-"), "it says where the data is")?;
    let file = desk.folders.path("from the page.json").display().to_string();
    let form = [("kind", "json"), ("file", file.as_str())];
    let next = life.form("/do/data/export", &form).await?;
    let page = life.http.fetch(&next).await?.with_status(200)?.body;
    expect(page.contains("data-note") && page.contains("from the page.json"), "what was done is said")?;
    let again = life.http.post_form("/do/data/export", &form).await?.with_status(409)?.body;
    expect(again.contains("is there already") && again.contains("role=\"alert\""), "it is not written over")?;
    let before = fs::read_to_string(&file).trying("the file")?;

    // Each asks on a page of its own, and a form without the answer does nothing.
    for deed in ["delete", "import"] {
        life.form(&format!("/do/data/{deed}"), &[("file", &file)]).await?;
    }
    expect(life.done(&["log"]).await?.contains("12:30"), "nothing was deleted")?;
    let ask = life.http.fetch("/data/delete").await?.with_status(200)?.body;
    expect(ask.contains("Delete everything?"), "it asks")?;

    life.done(&["start", "heat-bottle"]).await?;
    life.done(&["on"]).await?;
    for (deed, fields) in [("delete", vec![("sure", "yes")]), ("import", vec![("sure", "yes"), ("file", &file)])] {
        let refused = life.http.post_form(&format!("/do/data/{deed}"), &fields).await?.with_status(409)?.body;
        expect(refused.contains("Nothing was changed."), &refused)?;
    }
    expect(life.done(&["status"]).await?.to_lowercase().contains("on"), "it goes on")?;
    life.done(&["off"]).await?;
    life.done(&["not-now"]).await.ok();
    life.done(&["stop"]).await.ok();

    let next = life.form("/do/data/delete", &[("sure", "yes")]).await?;
    expect(life.http.fetch(&next).await?.body.contains("Everything is deleted"), "it says so")?;
    let odd = life.http.post_form("/do/data/import", &[("sure", "yes"), ("file", "nowhere.json")]).await?;
    expect(odd.with_status(409)?.body.contains("nowhere.json"), "what was typed is kept")?;
    let next = life.form("/do/data/import", &[("sure", "yes"), ("file", &file)]).await?;
    expect(life.http.fetch(&next).await?.body.contains("It is read back, with 2 sessions"), "it says so")?;
    let file = desk.folders.path("again.json").display().to_string();
    life.done(&["export", &file]).await?;
    let after = fs::read_to_string(&file).trying("the file")?;
    // The warmth of just now counts for the limits, whatever was read back.
    expect(after.contains("hot-bottle") || after.contains("bottle"), "the ledger keeps it")?;
    expect(after.split("\"sessions\"").nth(1) == before.split("\"sessions\"").nth(1), "the diary is the same")?;
    life.end().await
}
