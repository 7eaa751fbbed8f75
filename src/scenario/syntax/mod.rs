//! A scenario as it is written: every value with its place, nothing resolved yet.

pub(in crate::scenario) mod accounts;
pub(in crate::scenario) mod decode;
pub(in crate::scenario) mod events;
pub(in crate::scenario) mod gathering;
pub(in crate::scenario) mod identity;
pub(in crate::scenario) mod population;
pub(in crate::scenario) mod quantity;
pub(in crate::scenario) mod time;
pub(in crate::scenario) mod timeline;
pub(in crate::scenario) mod webhooks;
pub(in crate::scenario) mod words;
pub(in crate::scenario) mod yaml;

use accounts::{Account, Api, App, Qss, SdkKey};
use decode::{Located, Named, Scalar, Unreadable, mapping};
use gathering::{Call, Meeting, Session};
use population::Population;
use quantity::Count;
use timeline::Entry;
use webhooks::Webhook;

use super::plan::{ClockMode, Medium};
use crate::time::Moment;
use crate::units::{Bitrate, Jitter, Latency, Loss, Rssi};

mapping! {
    /// What an emulated world is like and what happens in it. Times are lengths of time from the start of the
    /// emulator (`10m`, `-2h`) or instants (`2026-03-02T09:00:00Z`).
    Scenario("a scenario") {
        /// Version of this language: 1.
        version: required Version,
        /// What every random choice is drawn from: the same seed makes the same world. 1 if absent.
        seed: optional Seed,
        /// How time passes, and from when on.
        clock: optional Clock,
        /// The account that all data belongs to.
        account: optional Account,
        /// The apps that may ask for tokens; one with all scopes if absent.
        apps: optional Vec<App>,
        /// The key of the Video SDK, whose tokens open the paths of the Video SDK.
        video_sdk: optional SdkKey,
        /// How the emulated API behaves where the real service does so or so.
        api: optional Api,
        /// How the Quality of Service Subscription behaves.
        qss: optional Qss,
        /// Who receives events.
        webhooks: optional Vec<Webhook>,
        /// Meetings, webinars, sessions and calls that nobody names: how many, with whom.
        population: optional Population,
        /// Networks by name, besides the built-in ones; a built-in one of the same name is replaced.
        networks: optional Named<Network>,
        /// Where people of the account work; a handful of cities if absent.
        offices: optional Vec<Located<Office>>,
        /// Meetings with a name.
        meetings: optional Vec<Meeting>,
        /// Webinars with a name.
        webinars: optional Vec<Meeting>,
        /// Sessions of the Video SDK with a name.
        sessions: optional Vec<Session>,
        /// Phone calls with a caller and a callee.
        calls: optional Vec<Call>,
        /// What happens when.
        timeline: optional Vec<Entry>,
    }
}

mapping! {
    /// How time passes, and from when on.
    Clock("the clock") {
        /// The instant at which the emulator starts, `2026-03-02T09:00:00Z`; now if absent.
        start: optional Moment,
        /// `real` (if absent), so many times as fast (`60x`), or `manual`: only when told to.
        speed: optional ClockMode,
    }
}

mapping! {
    /// What a network is like when nothing goes wrong on it.
    Network("a network") {
        /// `wired`, `wifi`, `ppp`, `cellular` or `other`. If absent: `wifi` if there is a `signal`, else `other`.
        medium: optional Medium,
        /// Typical latency, `40 ms`.
        latency: required Latency,
        /// Typical jitter, `6 ms`.
        jitter: required Jitter,
        /// Mean loss, `0.3%`.
        loss: required Loss,
        /// What is left for the conference, each way: `800 kbps`, `2 Mbps`. Below 500 kbps video is 180p, below
        /// 1200 kbps 360p, above 720p; from 2500 kbps on it is 1080p on room systems.
        bandwidth: required Bitrate,
        /// Strength of the Wi-Fi signal, `-60 dBm`, which it is on Wi-Fi if absent.
        signal: optional Rssi,
    }
}

mapping! {
    /// A place where people of the account work.
    Office("an office") {
        /// How the scenario calls it; its city's name if absent.
        name: optional String,
        /// Its city.
        city: required String,
        /// The network of those who sit there and were not given another; `office-wired` if absent.
        network: optional String,
        /// How many of the population's people sit there, relative to the other offices; 1 if absent.
        weight: optional Count,
    }
}

/// Version of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Version;

impl Scalar for Version {
    const WHAT: &'static str = "a version";
    const EXAMPLES: &'static [&'static str] = &["1"];
    const CHOICES: &'static [&'static str] = &["1"];
    const PATTERN: &'static str = "^1$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        match text.parse::<u64>() {
            Ok(1) => Ok(Self),
            Ok(version) => Err(Unreadable::Value(
                format!("version {version} of the scenario language is not known here"),
                Some("write `version: 1`, or use an emulator that knows the other".to_owned()),
            )),
            Err(_) => Err(Unreadable::Form),
        }
    }
}

/// What every random choice is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Seed(pub(in crate::scenario) u64);

impl Scalar for Seed {
    const WHAT: &'static str = "a seed (a whole number)";
    const EXAMPLES: &'static [&'static str] = &["7"];
    const TYPES: &'static [&'static str] = &["integer"];
    const PATTERN: &'static str = r"^\d+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        text.parse().map(Self).map_err(|_| Unreadable::Form)
    }
}
