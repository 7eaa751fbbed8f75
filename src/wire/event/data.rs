//! `data` of events: what somebody sits at.

use super::super::json::{Object, OrEmpty, Quoted, Value};
use super::super::places::{self, Joined, MacWithColons};
use crate::world::{Medium, Station};

/// The members whose enumerations differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    device: &'static str,
    network_type: &'static str,
}

impl Words {
    /// The words of all events but one.
    pub(super) fn of(station: &Station<'_>) -> Self {
        Self { device: station.device_class, network_type: places::network_type(station.network.medium) }
    }

    /// `webinar.participant_data_summary` knows no devices but `Windows`, `Mac` and `Phone`, and calls a
    /// cellular network `3G`.
    pub(super) fn of_webinar_summary(station: &Station<'_>) -> Self {
        let usual = Self::of(station);
        Self {
            device: match usual.device {
                computer @ ("Windows" | "Mac") => computer,
                _ => "Phone",
            },
            network_type: match station.network.medium {
                Medium::Cellular => "3G",
                _ => usual.network_type,
            },
        }
    }
}

/// The port of the conference that clients talk to.
const DESTINATION_PORT: u16 = 8801;

/// The members that all have.
pub(super) fn station(o: &mut Object<'_>, station: &Station<'_>, words: Words) {
    o.field("device", words.device);
    o.field("location", station.city.name);
    o.field("network_type", words.network_type);
    o.field("microphone", station.microphone);
    o.field("speaker", station.speaker);
    o.field("camera", station.camera);
    o.field("data_center", station.city.data_center);
    o.field("connection_type", station.connection);
    o.field("pc_name", OrEmpty(station.pc_name));
    o.field("domain", station.domain);
    o.field("mac_addr", MacWithColons(station.mac));
    o.field("harddisk_id", OrEmpty(station.harddisk_id));
    o.field("version", station.version);
    o.field("signaling_ip_address", station.public_ip);
    let port = |place: u16| Quoted(station.local_port.saturating_add(place));
    o.field("signaling_internal_ip_address", station.internal_ip);
    o.field("signaling_internal_ip_port", port(0));
    o.field("audio_internal_ip_address", station.internal_ip);
    o.field("audio_internal_ip_port", port(1));
    o.field("video_internal_ip_address", station.internal_ip);
    o.field("video_internal_ip_port", port(2));
    o.field("as_internal_ip_address", station.internal_ip);
    o.field("as_internal_ip_port", port(3));
    o.field("destination_ip_domain", Destination(station.city.data_center));
    o.field("destination_ip_port", Quoted(DESTINATION_PORT));
}

/// `device_detail` and `client`, which summaries add: the browser, or the model of a mobile device.
pub(super) fn software(o: &mut Object<'_>, station: &Station<'_>) {
    match station.browser {
        Some((name, version)) => o.field("device_detail", Joined([name, " ", version])),
        None => o.field("device_detail", station.device_name),
    };
    o.field("client", station.client);
}

/// The conference's host in a data centre: `sc.example.com`, of the names reserved for documentation.
#[derive(Clone, Copy, Debug)]
struct Destination(&'static str);

impl Value for Destination {
    fn write(self, out: &mut Vec<u8>) {
        out.push(b'"');
        out.extend(self.0.bytes().map(|byte| byte.to_ascii_lowercase()));
        out.extend_from_slice(b".example.com\"");
    }
}
