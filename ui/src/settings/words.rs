//! Names the words that settings may have.

/// Makes an enum of words that are written down as they are said on the command line.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// Their words in forms, on the command line and in the data.
            pub const CODES: &[&str] = &[$($code),+];

            /// Its word.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads the word back.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.code() == code)
            }
        }

        impl super::Held for $name {
            fn from_value(value: &serde_json::Value) -> Option<Self> {
                Self::from_code(value.as_str()?)
            }

            fn to_value(&self) -> serde_json::Value {
                self.code().into()
            }
        }
    )+ };
}

words! {
    /// Light or dark.
    Theme {
        /// As the desktop says.
        #[default]
        Desktop = "desktop",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }

    /// How times of day are written.
    ClockHours {
        /// As the desktop says.
        #[default]
        Desktop = "desktop",
        /// 2:35 pm
        Twelve = "12h",
        /// 14:35
        TwentyFour = "24h",
    }

    /// How large the words of the pages are.
    TextSize {
        /// As they are drawn.
        #[default]
        Normal = "normal",
        /// A fifth larger.
        Large = "large",
        /// Two fifths larger.
        Larger = "larger",
    }

    /// Whether pictures and parts of the pages move.
    Motion {
        /// As the desktop says.
        #[default]
        Desktop = "desktop",
        /// Nothing moves by itself.
        Still = "still",
    }

    /// How fast the voice speaks.
    Speed {
        /// Slower than it is set in the system.
        Slow = "slow",
        /// As it is set there.
        #[default]
        Normal = "normal",
        /// Faster.
        Fast = "fast",
    }

    /// How loud a sound is.
    Volume {
        /// Not heard.
        Off = "off",
        /// A quarter.
        Low = "low",
        /// A half.
        Mid = "mid",
        /// All.
        #[default]
        Full = "full",
    }

    /// How loud the alarm is, which is always heard.
    AlarmVolume {
        /// A quarter.
        Low = "low",
        /// A half.
        Mid = "mid",
        /// All.
        #[default]
        Full = "full",
    }

    /// What becomes of an alert while "do not disturb" is on.
    Disturb {
        /// It is heard, and the window comes up.
        #[default]
        Always = "always",
        /// Only the notification is left, which the desktop may hold.
        Hold = "hold",
    }
}
