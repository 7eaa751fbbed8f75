//! The units of quality of service, each as precise as the most precise place that shows it.

/// Bits per second in steps of 10: hundredths of a kbit/s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bitrate(pub u32);

impl Bitrate {
    /// So many kbit/s.
    pub const fn from_kbps(kbps: u32) -> Self {
        Self(kbps.saturating_mul(100))
    }
}

/// How long a packet travels, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Latency(pub u32);

/// Variation of the packets' delay, in hundredths of a millisecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jitter(pub u32);

impl Jitter {
    /// So many milliseconds.
    pub const fn from_millis(millis: u32) -> Self {
        Self(millis.saturating_mul(100))
    }
}

/// Share of packets that did not arrive, in hundredths of a percent: 10,000 is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Loss(pub u32);

impl Loss {
    /// Every packet lost.
    pub const ALL: Self = Self(10_000);
}

/// Frames per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameRate(pub u32);

/// A share of a hundred, 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub u32);

/// Strength of a received Wi-Fi signal in dBm, -100 (none) to 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rssi(pub i32);

/// Mean opinion score in hundredths: 100 (bad) to 500 (excellent), ITU-T P.800.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mos(pub u32);

/// Size of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// On, with nothing to show yet: `0*0`.
    #[default]
    Empty,
    /// 320*180
    P180,
    /// 640*360
    P360,
    /// 1280*720
    P720,
    /// 1920*1080
    P1080,
}

impl Resolution {
    /// All sizes, smallest first.
    pub const ALL: [Self; 5] = [Self::Empty, Self::P180, Self::P360, Self::P720, Self::P1080];

    /// The spelling of the API: `1280*720`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "0*0",
            Self::P180 => "320*180",
            Self::P360 => "640*360",
            Self::P720 => "1280*720",
            Self::P1080 => "1920*1080",
        }
    }
}
