//! What people sit at: computers, telephones and room systems with their peripherals, places and addresses.

use std::fmt;
use std::net::Ipv4Addr;

use super::seed::{Key, Purpose};
use crate::scenario::plan::{City, Device, NetworkProfile};

/// What somebody sits at.
#[derive(Clone, Debug, PartialEq)]
pub struct Station<'w> {
    /// What it is.
    pub device: Device,
    /// `device`, a member of the API's enumeration. It has none for Linux and browsers: Linux is told as
    /// `Windows` and a browser as the system it runs on; `os` tells the truth.
    pub device_class: &'static str,
    /// `os`; empty for telephones and rooms.
    pub os: &'static str,
    /// `os_version`
    pub os_version: &'static str,
    /// `version` of the client: `6.2.11.50939`
    pub version: &'static str,
    /// `client`: `Zoom Workplace`, `Web Client`
    pub client: &'static str,
    /// `browser_name` and `browser_version`
    pub browser: Option<(&'static str, &'static str)>,
    /// `device_name`: `iPhone 15 Pro`; empty for computers.
    pub device_name: &'static str,
    /// `pc_name` of computers.
    pub pc_name: Option<PcName>,
    /// `domain` of the computer; empty where there is no `pc_name`.
    pub domain: &'w str,
    /// `harddisk_id` of computers.
    pub harddisk_id: Option<HarddiskId>,
    /// `mac_addr`: locally administered, so that it is nobody's.
    pub mac: [u8; 6],
    /// `ip_address`, of the ranges for documentation (RFC 5737).
    pub public_ip: Ipv4Addr,
    /// `internal_ip_addresses`, a private address (RFC 1918).
    pub internal_ip: Ipv4Addr,
    /// The first of four local ports in a row: signaling, audio, video, share.
    pub local_port: u16,
    /// `microphone`
    pub microphone: &'w str,
    /// `speaker`
    pub speaker: &'static str,
    /// `camera`; empty while it is off and where there is none.
    pub camera: &'static str,
    /// Where it stands, and the data centre that serves it.
    pub city: &'static City,
    /// `connection_type`: `UDP`, `TCP`, `SSL`, …
    pub connection: &'static str,
    /// The network it is on.
    pub network: &'w NetworkProfile,
}

/// `pc_name`: `LT-0A1B2C`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PcName {
    /// What it is.
    pub prefix: &'static str,
    /// Which one: 24 bits.
    pub number: u32,
}

impl fmt::Display for PcName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06X}", self.prefix, self.number)
    }
}

/// `harddisk_id`: `0a1b2c3d`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HarddiskId(pub u32);

impl fmt::Display for HarddiskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

#[derive(Clone, Copy)]
struct Model {
    os: &'static str,
    os_version: &'static str,
    version: &'static str,
    device_name: &'static str,
}

const fn model(
    os: &'static str,
    os_version: &'static str,
    version: &'static str,
    device_name: &'static str,
) -> Model {
    Model { os, os_version, version, device_name }
}

const WINDOWS: [Model; 4] = [
    model("Windows", "11 (10.0.26100)", "6.2.11.50939", ""),
    model("Windows", "11 (10.0.22631)", "6.2.6.49050", ""),
    model("Windows", "10 (10.0.19045)", "6.1.10.45028", ""),
    model("Windows", "10 (10.0.19045)", "5.17.11.34827", ""),
];
const MAC: [Model; 4] = [
    model("macOS", "15.1.1", "6.2.11.43613", ""),
    model("macOS", "14.7.1", "6.2.6.41824", ""),
    model("macOS", "14.5", "6.1.10.38141", ""),
    model("macOS", "13.6.9", "5.17.11.31580", ""),
];
const LINUX: [Model; 3] = [
    model("Linux", "Ubuntu 24.04", "6.2.11.5069", ""),
    model("Linux", "Ubuntu 22.04", "6.1.10.1245", ""),
    model("Linux", "Fedora 40", "6.2.6.2503", ""),
];
const IOS: [Model; 4] = [
    model("iOS", "18.1.1", "6.2.11.19621", "iPhone 15 Pro"),
    model("iOS", "17.7", "6.2.5.18940", "iPhone 13"),
    model("iOS", "17.6.1", "6.1.11.17211", "iPhone SE (3rd generation)"),
    model("iPadOS", "18.1", "6.2.11.19621", "iPad Pro (11-inch)"),
];
const ANDROID: [Model; 4] = [
    model("Android", "15", "6.2.11.25854", "Pixel 9"),
    model("Android", "14", "6.2.5.24989", "Galaxy S24"),
    model("Android", "14", "6.1.11.23421", "Pixel 7a"),
    model("Android", "13", "5.17.11.20383", "Galaxy A54"),
];
const BROWSER: [Model; 3] = [
    model("Windows", "11 (10.0.26100)", "6.2.11", ""),
    model("macOS", "15.1.1", "6.2.11", ""),
    model("Linux", "Ubuntu 24.04", "6.2.11", ""),
];
const ROOM: [Model; 3] = [
    model("", "", "11.22.1.7", "Webex Room Kit"),
    model("", "", "8.1.2.389421", "Poly Studio X50"),
    model("", "", "3.3.7.12", "Lifesize Icon 500"),
];

const BROWSERS: [(&str, &str); 4] =
    [("Chrome", "131"), ("Chrome", "130"), ("Edge", "131"), ("Firefox", "133")];

const HEADSETS: [&str; 6] = [
    "Plantronics BT600",
    "Jabra Evolve2 65",
    "Logitech Zone Wired",
    "Poly Voyager Focus 2",
    "EPOS IMPACT 1061",
    "AirPods Pro",
];
const WINDOWS_AUDIO: (&str, &str) = ("Microphone Array (Realtek(R) Audio)", "Speakers (Realtek(R) Audio)");
const MAC_AUDIO: (&str, &str) = ("MacBook Pro Microphone", "MacBook Pro Speakers");
const LINUX_AUDIO: (&str, &str) = ("Built-in Audio Analog Stereo", "Built-in Audio Analog Stereo");
const IOS_AUDIO: (&str, &str) = ("iPhone Microphone", "iPhone Speaker");
const ANDROID_AUDIO: (&str, &str) = ("Built-in Microphone", "Built-in Speaker");
const ROOM_AUDIO: (&str, &str) = ("Table Microphone", "Soundbar");
const WEBCAMS: [&str; 3] = ["Logitech BRIO", "Logitech HD Pro Webcam C920", "Dell UltraSharp WB7022"];

/// `connection_type`s, as the API enumerates them, by how often firewalls leave no better one.
const CONNECTIONS: [(&str, u32); 5] =
    [("UDP", 86), ("TCP", 6), ("SSL", 4), ("HTTP+Proxy", 2), ("UDP+Proxy", 2)];

/// The three ranges for documentation.
const PUBLIC: [[u8; 3]; 3] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]];

/// What makes a station besides its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fittings<'w> {
    pub(crate) device: Device,
    pub(crate) city: &'static City,
    /// Of an office: its people share a public address.
    pub(crate) office: Option<usize>,
    pub(crate) network: &'w NetworkProfile,
    /// Domain of the account, for the computers of its users.
    pub(crate) domain: Option<&'w str>,
    pub(crate) camera_on: bool,
    /// A microphone that somebody took in the place of the one they had.
    pub(crate) microphone: Option<&'w str>,
}

/// The station of `key` (a person) with these fittings.
pub(crate) fn station<'w>(key: Key, fittings: &Fittings<'w>) -> Station<'w> {
    let device = fittings.device;
    let choice = key.of(Purpose::Computer).bits();
    let model = model_of(key.of(Purpose::Computer), device);
    let is_computer = matches!(device, Device::Windows | Device::Mac | Device::Linux | Device::Browser);
    let (microphone, speaker, camera) = peripherals(key, device, &model);
    let address = key.of(Purpose::Address).bits();
    Station {
        device,
        device_class: device_class(device, model.os),
        os: model.os,
        os_version: model.os_version,
        version: model.version,
        client: client(device),
        browser: (device == Device::Browser).then(|| key.of(Purpose::Connection).at(1).pick(&BROWSERS)),
        device_name: model.device_name,
        pc_name: is_computer.then(|| pc_name(device, choice)),
        domain: if is_computer { fittings.domain.unwrap_or("WORKGROUP") } else { "" },
        harddisk_id: is_computer.then_some(HarddiskId(choice as u32)),
        mac: mac(address),
        public_ip: public_ip(fittings.office, address),
        internal_ip: internal_ip(fittings.office, address),
        local_port: 49_152 + (address >> 40) as u16 % 16_000,
        microphone: fittings.microphone.unwrap_or(microphone),
        speaker,
        camera: if fittings.camera_on { camera } else { "" },
        city: fittings.city,
        connection: key.of(Purpose::Connection).weighted(&CONNECTIONS),
        network: fittings.network,
    }
}

/// Operating system and version of the client of `key` (a person) on a device.
pub(crate) fn software(key: Key, device: Device) -> (&'static str, &'static str) {
    let model = model_of(key.of(Purpose::Computer), device);
    (model.os, model.version)
}

fn model_of(key: Key, device: Device) -> Model {
    match device {
        Device::Windows => key.pick(&WINDOWS),
        Device::Mac => key.pick(&MAC),
        Device::Linux => key.pick(&LINUX),
        Device::Ios => key.pick(&IOS),
        Device::Android => key.pick(&ANDROID),
        Device::Browser => key.pick(&BROWSER),
        Device::Room => key.pick(&ROOM),
        Device::Phone => model("", "", "", ""),
    }
}

/// A microphone that somebody takes in the place of the one they have.
pub(crate) fn another_microphone(key: Key, current: &str) -> &'static str {
    let first = key.of(Purpose::Peripheral).below(HEADSETS.len() as u64) as usize;
    if HEADSETS[first] == current { HEADSETS[(first + 1) % HEADSETS.len()] } else { HEADSETS[first] }
}

/// Whether it can show and take pictures.
pub(crate) const fn has_video(device: Device) -> bool {
    !matches!(device, Device::Phone)
}

fn device_class(device: Device, os: &str) -> &'static str {
    match device {
        Device::Mac => "Mac",
        Device::Ios => "iOS",
        Device::Android => "Android",
        Device::Room => "H.323/SIP",
        Device::Phone => "Phone",
        Device::Browser if os == "macOS" => "Mac",
        Device::Windows | Device::Linux | Device::Browser => "Windows",
    }
}

fn client(device: Device) -> &'static str {
    match device {
        Device::Windows | Device::Mac | Device::Linux | Device::Ios | Device::Android => "Zoom Workplace",
        Device::Browser => "Web Client",
        Device::Room => "Conference Room Connector",
        Device::Phone => "Telephone",
    }
}

fn peripherals(key: Key, device: Device, model: &Model) -> (&'static str, &'static str, &'static str) {
    let (built_in, camera) = match (device, model.os) {
        (Device::Phone, _) => return ("", "", ""),
        (Device::Room, _) => return (ROOM_AUDIO.0, ROOM_AUDIO.1, model.device_name),
        (Device::Ios, _) => (IOS_AUDIO, "Front Camera"),
        (Device::Android, _) => (ANDROID_AUDIO, "Front Camera"),
        (_, "macOS") => (MAC_AUDIO, "FaceTime HD Camera"),
        (_, "Linux") => (LINUX_AUDIO, "Integrated Camera"),
        _ => (WINDOWS_AUDIO, "Integrated Camera"),
    };
    let choice = key.of(Purpose::Peripheral);
    let (microphone, speaker) =
        if choice.at(0).chance(0.6) { (choice.pick(&HEADSETS), choice.pick(&HEADSETS)) } else { built_in };
    let mobile = matches!(device, Device::Ios | Device::Android);
    let camera = if !mobile && choice.at(1).chance(0.3) { choice.at(2).pick(&WEBCAMS) } else { camera };
    (microphone, speaker, camera)
}

fn pc_name(device: Device, choice: u64) -> PcName {
    let prefix = match device {
        Device::Mac => "MBP",
        Device::Linux => "dev",
        _ => "LT",
    };
    PcName { prefix, number: (choice >> 40) as u32 }
}

fn mac(address: u64) -> [u8; 6] {
    let [_, _, a, b, c, d, e, f] = address.to_be_bytes();
    // The second bit from the right marks an address as given by an administrator, not a manufacturer; the
    // first one is for groups.
    [a & !0b11 | 0b10, b, c, d, e, f]
}

fn public_ip(office: Option<usize>, address: u64) -> Ipv4Addr {
    let (net, host) = match office {
        Some(office) => (office % 3, 1 + (office / 3) % 254),
        None => (address as usize % 3, 1 + (address >> 8) as usize % 254),
    };
    let [a, b, c] = PUBLIC[net];
    Ipv4Addr::new(a, b, c, host as u8)
}

fn internal_ip(office: Option<usize>, address: u64) -> Ipv4Addr {
    let host = 2 + (address >> 16) as u8 % 250;
    match office {
        Some(office) => Ipv4Addr::new(10, office as u8, (address >> 24) as u8, host),
        None => Ipv4Addr::new(192, 168, (address >> 24) as u8 % 2, host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_nobodys() {
        for address in (0..1000u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) {
            assert!(public_ip(None, address).is_documentation());
            assert!(public_ip(Some(address as usize % 100), address).is_documentation());
            assert!(internal_ip(None, address).is_private());
            assert!(internal_ip(Some(3), address).is_private());
            assert_eq!(mac(address)[0] & 0b11, 0b10);
        }
    }
}
