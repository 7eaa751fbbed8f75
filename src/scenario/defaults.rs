//! What a world is like where its scenario is silent.

use super::plan::{Account, AccountPlan, App, Device};
use crate::time::Span;

/// The seed.
pub(super) const SEED: u64 = 1;
/// How long a gathering with a name lasts.
pub(super) const GATHERING_DURATION: Span = Span::HOUR;
/// How long a call with an ID lasts.
pub(super) const CALL_DURATION: Span = Span::from_minutes(10);
/// How long what has ended in the population can still be asked for.
pub(super) const HISTORY: Span = Span::from_millis(7 * Span::DAY.millis());
/// The network of an office.
pub(super) const OFFICE_NETWORK: &str = "office-wired";
/// Good, fair and poor networks.
pub(super) const QUALITY: [u32; 3] = [85, 11, 4];

/// The account.
pub(super) fn account() -> Account {
    Account::new("Emulator-Account-00001", AccountPlan::Business, "example.com")
}

/// The only app.
pub(super) fn app() -> App {
    App::new("Emulator-Client-000001", "Emulator-Secret-0000000000000001")
}

/// Offices: name and city, network, weight.
pub(super) const OFFICES: [(&str, &str, u32); 5] = [
    ("New York", "office-wired", 5),
    ("San Jose", "office-wifi", 4),
    ("London", "office-wifi", 3),
    ("Berlin", "office-wired", 3),
    ("Bengaluru", "office-wifi", 4),
];

/// What people connect with.
pub(super) const DEVICES: [(Device, u32); 8] = [
    (Device::Windows, 42),
    (Device::Mac, 27),
    (Device::Ios, 11),
    (Device::Android, 7),
    (Device::Browser, 5),
    (Device::Linux, 3),
    (Device::Room, 3),
    (Device::Phone, 2),
];

/// The networks of people who are not in an office.
pub(super) const NETWORKS: [(&str, u32); 8] = [
    ("home-wifi", 48),
    ("home-wired", 22),
    ("vpn", 9),
    ("mobile-5g", 7),
    ("mobile-4g", 6),
    ("cafe", 3),
    ("hotel", 3),
    ("train", 2),
];

/// One kind of gathering of the population: people in it, least and most, and minutes, shortest and longest.
pub(super) struct Usual {
    pub(super) participants: (u32, u32),
    pub(super) minutes: (i64, i64),
}

pub(super) const MEETINGS: Usual = Usual { participants: (2, 12), minutes: (15, 60) };
pub(super) const WEBINARS: Usual = Usual { participants: (20, 200), minutes: (45, 90) };
pub(super) const SESSIONS: Usual = Usual { participants: (2, 6), minutes: (10, 45) };
pub(super) const CALLS: Usual = Usual { participants: (2, 2), minutes: (2, 20) };
