//! Plays UPower on a private system bus: one battery for the whole machine.

use std::{future, sync::Arc};

use zbus::{Connection, connection, interface};

use crate::{Bus, Context, Outcome, watched::Watched};

const NAME: &str = "org.freedesktop.UPower";
const PATH: &str = "/org/freedesktop/UPower/devices/DisplayDevice";

/// What happens to the battery, in the numbers of UPower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supply {
    /// It is plugged in.
    Charging = 1,
    /// It is used up.
    Discharging = 2,
}

/// How much is in the battery, %, and what happens to it.
type Charge = (f64, Supply);

/// The battery on a private system bus.
#[derive(Debug)]
pub struct Upower {
    connection: Connection,
    charge: Arc<Watched<Charge>>,
}

impl Upower {
    /// Takes the name on the bus, with this battery.
    pub async fn start(bus: &Bus, percent: f64, supply: Supply) -> Outcome<Self> {
        Self::serve(bus, percent, supply, true).await
    }

    /// Takes the name on the bus and answers nothing.
    pub async fn start_mute(bus: &Bus) -> Outcome<Self> {
        Self::serve(bus, 0.0, Supply::Discharging, false).await
    }

    /// Changes the charge and tells it.
    pub async fn set(&self, percent: f64, supply: Supply) -> Outcome<()> {
        self.charge.change(|charge| *charge = (percent, supply));
        let battery = self.connection.object_server().interface::<_, Battery>(PATH).await?;
        let (device, to) = (battery.get().await, battery.signal_emitter());
        device.percentage_changed(to).await?;
        device.state_changed(to).await.trying("telling the charge")
    }

    async fn serve(bus: &Bus, percent: f64, supply: Supply, answers: bool) -> Outcome<Self> {
        let charge = Arc::new(Watched::new((percent, supply)));
        let battery = Battery { charge: Arc::clone(&charge), answers };
        let builder = connection::Builder::address(bus.address())?.serve_at(PATH, battery)?.name(NAME)?;
        Ok(Self { connection: builder.build().await.trying("UPower")?, charge })
    }
}

struct Battery {
    charge: Arc<Watched<Charge>>,
    answers: bool,
}

impl Battery {
    async fn charge(&self) -> Charge {
        match self.answers {
            true => self.charge.read(|charge| *charge),
            false => future::pending().await,
        }
    }
}

#[interface(name = "org.freedesktop.UPower.Device")]
impl Battery {
    #[zbus(property)]
    async fn percentage(&self) -> f64 {
        self.charge().await.0
    }

    #[zbus(property)]
    async fn state(&self) -> u32 {
        self.charge().await.1 as u32
    }

    #[zbus(property)]
    async fn is_present(&self) -> bool {
        self.charge().await;
        true
    }
}
