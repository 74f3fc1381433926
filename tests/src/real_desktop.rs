//! A virtual desktop of real programs: a display in memory, dunst as the notification server, xfce4-panel as the tray.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
    sync::Arc,
    thread,
    time::Instant,
};

use lumbar_played_desktop::{
    Action, Bus, Context, Folders, Outcome, Pid, Process, TrayItem, Trouble, Urgency, Watched, connect, patience,
};
use tokio::time::sleep;

use crate::{Demo, Display, Ran, lumbar_binary, program::Seat};

/// Shows everything, lets nothing go by itself, and takes the choice of a button from a file instead of a menu.
const DUNST: &str = "[global]\n  notification_limit = 0\n  idle_threshold = 0\n  width = 420\n  offset = 16x48\n  \
    origin = top-right\n  font = Sans 11\n  markup = full\n  dmenu = @choose@\n[urgency_low]\n  timeout = 0\n\
    [urgency_normal]\n  timeout = 0\n[urgency_critical]\n  timeout = 0\n";

/// Stands in for the menu in which a person picks a button: hands back the line that the test asked for.
const CHOOSE: &str = "#!/bin/sh\nexec grep -m1 -F -- \"$(cat '@wanted@')\"\n";

/// One panel at the top with a task list and the tray.
const PANEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"><property name="expand" type="bool" value="true"/></property>
    <property name="plugin-2" type="string" value="systray"/>
  </property>
</channel>
"#;

/// A notification as dunst printed it.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The id that dunst gave it.
    pub id: u32,
    /// The program's name.
    pub app: String,
    /// The title.
    pub summary: String,
    /// The text, with markup as it was sent.
    pub body: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The buttons; dunst does not keep their order.
    pub actions: Vec<Action>,
    /// When it was printed.
    pub arrived: Instant,
}

impl Printed {
    /// Whether it has a button with this key or answer.
    pub fn has_action(&self, key: &str) -> bool {
        self.whole_key(key).is_some()
    }

    /// The key as dunst got it of the button with this key or answer.
    fn whole_key(&self, key: &str) -> Option<&str> {
        self.actions.iter().find(|action| action.gives(key)).map(|action| action.key.as_str())
    }
}

/// The desktop; dropping it ends every process that was started in it.
#[derive(Debug)]
pub struct RealDesktop {
    /// The display.
    pub display: Display,
    printed: Arc<Watched<Vec<(Printed, bool)>>>,
    seat: Seat,
    _panel: Process,
    _dunst: Process,
    _session: Bus,
    session_address: String,
    /// The folders; last, because dropping them ends what is left.
    pub folders: Folders,
}

impl RealDesktop {
    /// Starts it all on a display of 1280 by 800 and waits until notifications and tray icons are taken.
    pub async fn start() -> Outcome<Self> {
        let folders = Folders::create()?;
        let session = Bus::start_with_services(&folders, "session")?;
        let mut seat = Seat::new(folders.environment());
        seat.set("DBUS_SESSION_BUS_ADDRESS", session.address());
        let display = Display::start(&seat, 1280, 800)?;
        let seat = display.seat().clone();
        configure(&folders).await?;
        let printed = Arc::new(Watched::new(Vec::new()));
        let dunst = start_dunst(&seat, &folders, &printed)?;
        let mut panel = seat.command("xfce4-panel");
        panel.args(["--disable-wm-check", "--sm-client-disable"]).stdout(Stdio::null()).stderr(Stdio::null());
        let desktop = Self {
            display,
            printed,
            _panel: Process::spawn(&mut panel)?,
            _dunst: dunst,
            session_address: session.address().to_owned(),
            _session: session,
            seat,
            folders,
        };
        desktop.until_taken("org.freedesktop.Notifications").await?;
        desktop.until_taken("org.kde.StatusNotifierWatcher").await?;
        Ok(desktop)
    }

    /// Starts `lumbar demo` with these words.
    pub async fn demo(&self, args: &[&str]) -> Outcome<Demo> {
        self.seat.demo(lumbar_binary()?, args).await
    }

    /// Runs `lumbar` with these words to its end.
    pub async fn lumbar(&self, args: &[&str]) -> Outcome<Ran> {
        self.seat.run(lumbar_binary()?, args).await
    }

    /// Runs any program of the machine in this desktop to its end.
    pub async fn run(&self, program: &str, args: &[&str]) -> Outcome<Ran> {
        self.seat.run(program, args).await
    }

    /// A command of any program in this desktop.
    pub fn command(&self, program: impl AsRef<Path>) -> std::process::Command {
        self.seat.command(program)
    }

    /// The address of its session bus.
    pub fn session_address(&self) -> &str {
        &self.session_address
    }

    /// Every notification that dunst printed, oldest first.
    pub fn printed(&self) -> Vec<Printed> {
        self.printed.read(|all| all.iter().map(|(one, _)| one.clone()).collect())
    }

    /// Those that came since the last call.
    pub fn news(&self) -> Vec<Printed> {
        let take = |all: &mut Vec<(Printed, bool)>| {
            let news = all.iter_mut().filter(|(_, taken)| !taken);
            news.map(|(one, taken)| {
                *taken = true;
                one.clone()
            })
            .collect()
        };
        self.printed.change(take).unwrap_or_default()
    }

    /// Waits for the earliest notification not taken yet that fits.
    pub async fn expect(&self, fits: impl Fn(&Printed) -> bool) -> Outcome<Printed> {
        let pick = |all: &mut Vec<(Printed, bool)>| {
            let (one, taken) = all.iter_mut().find(|(one, taken)| !taken && fits(one))?;
            *taken = true;
            Some(one.clone())
        };
        let seen = || self.printed().iter().map(|one| one.summary.clone()).collect::<Vec<_>>();
        self.printed.until(pick).await.trying(format!("dunst printed no such notification, only {:?}", seen()))
    }

    /// Presses a button through dunst itself: opens its context menu and picks the entry of this notification.
    pub async fn press(&self, notification: &Printed, key: &str) -> Outcome<()> {
        let whole = notification.whole_key(key);
        let whole = whole.trying(format!("\"{}\" has no button {key}", notification.summary))?;
        self.folders.write("wanted", &format!("[{},{whole}]", notification.id))?;
        self.run("dunstctl", &["context"]).await?.done().map(|_ran| ())
    }

    /// `dunstctl action 0`: the default or only button of the notification on top.
    pub async fn press_top(&self) -> Outcome<()> {
        self.run("dunstctl", &["action", "0"]).await?.done().map(|_ran| ())
    }

    /// The tray item that the panel shows; its menu is read and pressed as the panel does it.
    pub async fn tray_item(&self) -> Outcome<TrayItem> {
        TrayItem::on(&self.session_address).await
    }

    /// All processes of this desktop whose executable has this name, whoever started them.
    pub fn processes(&self, program: &str) -> Vec<Pid> {
        let all = Pid::all_of(&self.folders.root().display().to_string());
        all.into_iter().filter(|pid| pid.program() == program).collect()
    }

    /// Waits until a program has taken this name on the session bus.
    async fn until_taken(&self, name: &str) -> Outcome<()> {
        let connection = connect(&self.session_address).await?;
        let bus = zbus::fdo::DBusProxy::new(&connection).await?;
        let deadline = Instant::now() + patience();
        while !bus.name_has_owner(name.try_into()?).await? {
            if Instant::now() > deadline {
                return Err(Trouble::new(format!("nobody has taken {name} on the virtual desktop")));
            }
            sleep(std::time::Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

async fn configure(folders: &Folders) -> Outcome<()> {
    let wanted = folders.write("wanted", "")?;
    let choose = folders.write("choose", &CHOOSE.replace("@wanted@", &wanted.display().to_string()))?;
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&choose, executable)?;
    folders.write("config/dunst/dunstrc", &DUNST.replace("@choose@", &choose.display().to_string()))?;
    folders.write("config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml", PANEL)?;
    Ok(())
}

fn start_dunst(seat: &Seat, folders: &Folders, printed: &Arc<Watched<Vec<(Printed, bool)>>>) -> Outcome<Process> {
    // dunst writes through stdio: without a terminal its lines would wait for a full buffer.
    let mut command = seat.command("stdbuf");
    command.args(["-oL", "dunst", "-print", "-config"]).arg(folders.path("config/dunst/dunstrc"));
    let mut dunst = Process::spawn(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
    let output = dunst.child().stdout.take().trying("dunst has no output")?;
    let printed = Arc::clone(printed);
    thread::spawn(move || {
        let mut block = Vec::new();
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let ends = line == "}";
            block.push(line);
            if ends {
                if let Some(one) = parse(&block) {
                    printed.change(|all| all.push((one, false)));
                }
                block.clear();
            }
        }
    });
    Ok(dunst)
}

/// Reads one block of `dunst -print`.
fn parse(block: &[String]) -> Option<Printed> {
    let start = block.iter().rposition(|line| line == "{")?;
    let lines = block.get(start + 1..)?;
    let quoted = |name: &str| {
        let opening = format!("\t{name}: '");
        let first = lines.iter().position(|line| line.starts_with(&opening))?;
        // A text of several lines ends where a line ends with the quote.
        let mut text = lines.get(first)?.strip_prefix(&opening)?.to_owned();
        for line in lines.get(first + 1..)? {
            if text.ends_with('\'') {
                break;
            }
            text = format!("{text}\n{line}");
        }
        Some(text.strip_suffix('\'')?.to_owned())
    };
    let plain = |name: &str| lines.iter().find_map(|line| line.strip_prefix(&format!("\t{name}: ")));
    let buttons = lines.iter().skip_while(|line| *line != "\tactions: {").skip(1).take_while(|line| *line != "\t}");
    let button = |line: &String| {
        let (key, label) = line.trim().strip_prefix('"')?.split_once("\": \"")?;
        Some(Action { key: key.to_owned(), label: label.strip_suffix('"')?.to_owned() })
    };
    Some(Printed {
        id: plain("id")?.parse().ok()?,
        app: quoted("appname")?,
        summary: quoted("summary")?,
        body: quoted("body")?,
        urgency: match plain("urgency")? {
            "LOW" => Urgency::Low,
            "CRITICAL" => Urgency::Critical,
            _ => Urgency::Normal,
        },
        actions: buttons.filter_map(button).collect(),
        arrived: Instant::now(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dunst_prints_is_read_with_its_buttons_and_lines() {
        let text = "{\n\tappname: 'lumbar'\n\tsummary: 'Sum \"q\" line'\n\tbody: 'body <b>b</b>\ntwo'\n\ticon: 'icon'\n\
            \turgency: CRITICAL\n\tformatted: '<b>Sum</b>\nbody'\n\tid: 2\n\tactions: {\n\t\t\"on\": \"It is on\"\n\
            \t\t\"later\": \"Not now\"\n\t}\n\tscript_count: 0\n}";
        let block: Vec<String> = text.lines().map(str::to_owned).collect();
        let one = parse(&block).unwrap();
        assert_eq!((one.id, one.urgency, one.summary.as_str()), (2, Urgency::Critical, "Sum \"q\" line"));
        assert_eq!(one.body, "body <b>b</b>\ntwo");
        assert!(one.has_action("on") && one.has_action("later") && one.actions.len() == 2);
    }
}
