//! A checked scenario: typed, every reference resolved, no positions in a text left.
//!
//! Whoever holds a [`Plan`] need not ask whether it makes sense: names became indices, units became numbers
//! and impossible values were refused when the text was checked.

pub use super::accounts::{Account, AccountPlan, ApiPlan, App, SdkKey, StatusOfCode300, SubAccount};
pub use super::events::EventKind;
pub use super::webhooks::{
    DEFAULT_IN_FLIGHT, MOST_IN_FLIGHT, WEBHOOKS_PER_APP, Webhook, WebhookAuthorization, is_reserved_header,
};
use crate::time::{Moment, Span};
use crate::units::{Bitrate, FrameRate, Jitter, Latency, Loss, Percent, Resolution, Rssi};

/// All that a scenario says.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What every random choice is drawn from.
    pub seed: u64,
    /// How time passes.
    pub clock: ClockPlan,
    /// The account that the data belongs to.
    pub account: Account,
    /// The apps that may ask for tokens; at least one.
    pub apps: Vec<App>,
    /// How the emulated API behaves.
    pub api: ApiPlan,
    /// Who receives events.
    pub webhooks: Vec<Webhook>,
    /// Built-in network profiles and the scenario's own ones.
    pub networks: Vec<NetworkProfile>,
    /// Where people work; at least one.
    pub offices: Vec<Office>,
    /// Meetings, webinars, sessions and calls that nobody named.
    pub population: Population,
    /// Meetings, webinars and sessions that the scenario names.
    pub gatherings: Vec<GatheringFixture>,
    /// Calls that the scenario names.
    pub calls: Vec<CallFixture>,
    /// What happens when, in the order of the file.
    pub timeline: Vec<TimelineEntry>,
}

/// How time passes, and from when on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockPlan {
    /// The instant at which the emulator starts; the real one if absent.
    pub start: Option<Moment>,
    /// How fast.
    pub mode: ClockMode,
}

/// How fast time passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClockMode {
    /// As fast as real time.
    Real,
    /// So many times as fast as real time; finite, greater than 0, at most 86,400.
    Scaled(f64),
    /// Only when told to.
    Manual,
}

/// What a network is like when nothing goes wrong on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkProfile {
    /// How a scenario calls it: `home-wifi`.
    pub name: String,
    /// What the client says it is connected by.
    pub medium: Medium,
    /// Typical latency.
    pub latency: Latency,
    /// Typical jitter.
    pub jitter: Jitter,
    /// Mean loss.
    pub loss: Loss,
    /// What is left for the conference, each way.
    pub bandwidth: Bitrate,
    /// Strength of the signal where the medium is Wi-Fi; `None` on any other.
    pub rssi: Option<Rssi>,
}

/// `network_type` of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Medium {
    Wired,
    Wifi,
    Ppp,
    Cellular,
    Other,
}

/// A place where people of the account work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// How a scenario calls it.
    pub name: String,
    /// Its city, an index of [`CITIES`].
    pub city: usize,
    /// The network of those who sit there and were not given another, an index of [`Plan::networks`].
    pub network: usize,
    /// How many of the population's people sit there, relative to the other offices.
    pub weight: u32,
}

/// A city with people in it, and the data centre that serves them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    /// `New York`
    pub name: &'static str,
    /// `United States`
    pub country: &'static str,
    /// `US`, ISO 3166-1
    pub country_code: &'static str,
    /// `America/New_York`, of the IANA time zone database.
    pub time_zone: &'static str,
    /// Short name of the data centre, `SC`.
    pub data_center: &'static str,
    /// Long name of the data centre, `United States (SC Top)`.
    pub full_data_center: &'static str,
}

const fn city(
    name: &'static str,
    country: &'static str,
    country_code: &'static str,
    time_zone: &'static str,
    data_center: &'static str,
    full_data_center: &'static str,
) -> City {
    City { name, country, country_code, time_zone, data_center, full_data_center }
}

/// The cities of the world.
pub const CITIES: [City; 20] = [
    city("New York", "United States", "US", "America/New_York", "NY", "United States (NY Top)"),
    city("San Jose", "United States", "US", "America/Los_Angeles", "SC", "United States (SC Top)"),
    city("Chicago", "United States", "US", "America/Chicago", "NY", "United States (NY Top)"),
    city("Austin", "United States", "US", "America/Chicago", "SC", "United States (SC Top)"),
    city("Seattle", "United States", "US", "America/Los_Angeles", "SC", "United States (SC Top)"),
    city("Toronto", "Canada", "CA", "America/Toronto", "TR", "Canada (TR Top)"),
    city("São Paulo", "Brazil", "BR", "America/Sao_Paulo", "SP", "Brazil (SP Top)"),
    city("London", "United Kingdom", "GB", "Europe/London", "AM", "Netherlands (AM Top)"),
    city("Dublin", "Ireland", "IE", "Europe/Dublin", "AM", "Netherlands (AM Top)"),
    city("Paris", "France", "FR", "Europe/Paris", "FR", "Germany (FR Top)"),
    city("Berlin", "Germany", "DE", "Europe/Berlin", "FR", "Germany (FR Top)"),
    city("Munich", "Germany", "DE", "Europe/Berlin", "FR", "Germany (FR Top)"),
    city("Zürich", "Switzerland", "CH", "Europe/Zurich", "FR", "Germany (FR Top)"),
    city("Madrid", "Spain", "ES", "Europe/Madrid", "FR", "Germany (FR Top)"),
    city("Warsaw", "Poland", "PL", "Europe/Warsaw", "FR", "Germany (FR Top)"),
    city("Bengaluru", "India", "IN", "Asia/Kolkata", "MB", "India (MB Top)"),
    city("Singapore", "Singapore", "SG", "Asia/Singapore", "SG", "Singapore (SG Top)"),
    city("Tokyo", "Japan", "JP", "Asia/Tokyo", "TY", "Japan (TY Top)"),
    city("Sydney", "Australia", "AU", "Australia/Sydney", "SY", "Australia (SY Top)"),
    city("Cape Town", "South Africa", "ZA", "Africa/Johannesburg", "AM", "Netherlands (AM Top)"),
];

/// Meetings, webinars, sessions and calls that nobody named: how many are going on at any time.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// Meetings.
    pub meetings: Option<Crowd>,
    /// Webinars.
    pub webinars: Option<Crowd>,
    /// Video SDK sessions.
    pub sessions: Option<Crowd>,
    /// Phone calls; their `participants` are the two sides.
    pub calls: Option<Crowd>,
    /// What people connect with, by weight; at least one.
    pub devices: Vec<(Device, u32)>,
    /// The networks of people who are not in an office, by weight, indices of [`Plan::networks`]; at least one.
    pub networks: Vec<(usize, u32)>,
    /// How well their networks do, by weight: good, fair, poor. The sum is at least 1.
    pub quality: [u32; 3],
}

/// One kind of gathering of the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// How many are going on at any time; at most 1,000,000.
    pub live: u32,
    /// How long an ended one can still be asked for.
    pub history: Span,
    /// How many people each has, least and most; 1 to 1,000,000, and live × most ≤ 1,000,000 or so.
    pub participants: (u32, u32),
    /// How long each lasts, shortest and longest; at least a minute, in whole seconds.
    pub duration: (Span, Span),
}

/// What somebody connects with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Device {
    /// The desktop client on Windows.
    Windows,
    /// The desktop client on macOS.
    Mac,
    /// The desktop client on Linux.
    Linux,
    /// The mobile client on an iPhone or iPad.
    Ios,
    /// The mobile client on Android.
    Android,
    /// A browser.
    Browser,
    /// An H.323 or SIP room system.
    Room,
    /// A telephone that dialled in: audio only.
    Phone,
}

impl Device {
    /// Every device.
    pub const ALL: [Self; 8] = [
        Self::Windows,
        Self::Mac,
        Self::Linux,
        Self::Ios,
        Self::Android,
        Self::Browser,
        Self::Room,
        Self::Phone,
    ];
}

/// A time that a scenario names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// So long after (or, negative, before) the start of the emulator.
    FromStart(Span),
    /// At this instant.
    At(Moment),
}

/// Meeting, webinar or session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GatheringKind {
    /// A meeting.
    Meeting,
    /// A webinar.
    Webinar,
    /// A session of the Video SDK.
    Session,
}

/// A meeting, webinar or session that a scenario names.
#[derive(Clone, Debug, PartialEq)]
pub struct GatheringFixture {
    /// What it is.
    pub kind: GatheringKind,
    /// ID of the series, 9 to 11 digits; drawn from the seed if absent. Sessions have none.
    pub number: Option<u64>,
    /// UUID of its first instance; drawn from the seed if absent.
    pub uuid: Option<[u8; 16]>,
    /// Its topic, or the name of the session.
    pub topic: String,
    /// When its first instance starts; if absent, the timeline starts it.
    pub start: Option<When>,
    /// How long it lasts; at least a second.
    pub duration: Span,
    /// The named ones, in the order of the file; the first is the host.
    pub participants: Vec<ParticipantFixture>,
    /// How many people of the population join besides; at most 1,000,000.
    pub crowd: u32,
}

/// A participant that a scenario names.
#[derive(Clone, Debug, PartialEq)]
pub struct ParticipantFixture {
    /// Name on the screen.
    pub name: String,
    /// E-mail; one of the account's domain makes them a user of the account.
    pub email: Option<String>,
    /// What they connect with; drawn if absent.
    pub device: Option<Device>,
    /// Where they are; drawn if absent.
    pub location: Option<Location>,
    /// An index of [`Plan::networks`]; that of their office or drawn if absent.
    pub network: Option<usize>,
    /// When they join, after the start of the gathering; less than its duration.
    pub join: Span,
    /// When they leave, after the start of the gathering; after `join`; at its end if absent.
    pub leave: Option<Span>,
    /// Whether the camera is on when they join.
    pub camera: bool,
    /// Whether they share their screen when they join.
    pub share: bool,
    /// Whether the microphone is on when they join.
    pub microphone: bool,
}

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In an office, an index of [`Plan::offices`].
    Office(usize),
    /// At home in a city, an index of [`CITIES`].
    Home(usize),
}

/// A phone call that a scenario names.
#[derive(Clone, Debug, PartialEq)]
pub struct CallFixture {
    /// `call_id`, up to 19 digits; drawn from the seed if absent.
    pub id: Option<u64>,
    /// When it starts; if absent, the timeline starts it.
    pub start: Option<When>,
    /// How long it lasts; at least a second.
    pub duration: Span,
    /// Who called.
    pub caller: PartyFixture,
    /// Who was called.
    pub callee: PartyFixture,
}

/// One side of a call that a scenario names.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyFixture {
    /// Name on the display.
    pub name: String,
    /// E-mail; one of the account's domain makes them a user of the account.
    pub email: Option<String>,
    /// E.164 number; drawn if absent.
    pub number: Option<String>,
    /// What they phone with; drawn if absent.
    pub device: Option<Device>,
    /// Where they are; drawn if absent.
    pub location: Option<Location>,
    /// An index of [`Plan::networks`]; that of their office or drawn if absent.
    pub network: Option<usize>,
}

/// Something that happens, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineEntry {
    /// When.
    pub occurs: Occurs,
    /// What.
    pub action: Action,
}

/// When something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurs {
    /// Once.
    At(When),
    /// Again and again.
    Every {
        /// From one time to the next; at least a second.
        interval: Span,
        /// The first time.
        from: When,
        /// Not at or after this; for ever if absent.
        until: Option<When>,
    },
}

/// What happens.
///
/// A `lasting` of `None` is for ever, or until something undoes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Their network becomes another one.
    Degrade {
        /// Whose.
        who: Vec<Target>,
        /// Which, an index of [`Plan::networks`].
        network: usize,
        /// How long.
        lasting: Option<Span>,
    },
    /// Their network becomes what it was before anybody degraded it.
    Repair {
        /// Whose.
        who: Vec<Target>,
    },
    /// A metric has an exact value.
    Pin {
        /// Whose.
        who: Vec<Target>,
        /// Which, and the value.
        pin: Pin,
        /// How long.
        lasting: Option<Span>,
    },
    /// Their computer is busy with other things.
    Cpu {
        /// Whose.
        who: Vec<Target>,
        /// How busy.
        load: Percent,
        /// How long.
        lasting: Option<Span>,
    },
    /// Somebody who is out comes in.
    Join {
        /// Named participants only.
        who: Vec<Target>,
    },
    /// Somebody who is in leaves.
    Leave {
        /// Named participants only.
        who: Vec<Target>,
    },
    /// A camera, screen share or microphone goes on or off.
    Switch {
        /// Named participants only.
        who: Vec<Target>,
        /// Which.
        what: Switch,
        /// On or off.
        on: bool,
    },
    /// Somebody takes another microphone.
    Microphone {
        /// Named participants only.
        who: Vec<Target>,
        /// Its name.
        name: String,
    },
    /// A meeting, webinar or session starts, as a new instance; nothing happens if it is running.
    StartGathering {
        /// An index of [`Plan::gatherings`].
        gathering: usize,
    },
    /// A meeting, webinar or session ends; nothing happens if it is not running.
    EndGathering {
        /// An index of [`Plan::gatherings`].
        gathering: usize,
    },
    /// A call starts; nothing happens if it has started already, since a call ID names one call.
    StartCall {
        /// An index of [`Plan::calls`].
        call: usize,
    },
    /// A call ends; nothing happens if it is not going on.
    EndCall {
        /// An index of [`Plan::calls`].
        call: usize,
    },
}

/// What can be switched on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Switch {
    Camera,
    Share,
    Microphone,
}

/// Whom something happens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A named participant.
    Participant {
        /// An index of [`Plan::gatherings`].
        gathering: usize,
        /// An index of [`GatheringFixture::participants`].
        participant: usize,
    },
    /// One side of a named call.
    Party {
        /// An index of [`Plan::calls`].
        call: usize,
        /// Which side.
        side: Side,
    },
    /// All who are in a named gathering.
    Gathering(usize),
    /// All who are in an office, an index of [`Plan::offices`].
    Office(usize),
    /// Everybody.
    Everyone,
}

/// A side of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Side {
    Caller,
    Callee,
}

/// A kind of media, in one direction: `input` is what the participant receives, `output` what they send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamKind {
    /// `audio_input`
    AudioInput,
    /// `audio_output`
    AudioOutput,
    /// `video_input`
    VideoInput,
    /// `video_output`
    VideoOutput,
    /// `as_input`: screen share (application sharing)
    ShareInput,
    /// `as_output`
    ShareOutput,
}

impl StreamKind {
    /// Every stream, in the order of the API.
    pub const ALL: [Self; 6] = [
        Self::AudioInput,
        Self::AudioOutput,
        Self::VideoInput,
        Self::VideoOutput,
        Self::ShareInput,
        Self::ShareOutput,
    ];

    /// The spelling of the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AudioInput => "audio_input",
            Self::AudioOutput => "audio_output",
            Self::VideoInput => "video_input",
            Self::VideoOutput => "video_output",
            Self::ShareInput => "as_input",
            Self::ShareOutput => "as_output",
        }
    }

    /// Whether it carries pictures, and so has a resolution and a frame rate.
    pub const fn has_pictures(self) -> bool {
        !matches!(self, Self::AudioInput | Self::AudioOutput)
    }
}

/// An exact value for a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// Of a stream, `audio_input.jitter`. It has no effect while the stream is off.
    Stream(StreamKind, StreamPin),
    /// `cpu_usage.zoom`: what the client itself uses.
    ZoomCpu(Percent),
    /// `cpu_usage.system`: what the whole computer uses; not less than what the client uses.
    SystemCpu(Percent),
    /// `wifi_rssi`. It has no effect on media other than Wi-Fi.
    Rssi(Rssi),
}

/// An exact value for a metric of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum StreamPin {
    Bitrate(Bitrate),
    Latency(Latency),
    Jitter(Jitter),
    Loss(Loss),
    FrameRate(FrameRate),
    Resolution(Resolution),
}
