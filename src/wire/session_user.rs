//! The quality of service of a session's users: `/videosdk/sessions/{sessionId}/users/qos` and
//! `…/users/{userId}/qos`.

use super::json::{self, Object, Quoted, Ready};
use super::page::Page;
use super::participant_minute::hop;
use super::spelling::{SESSION, SESSION_LIST_SHARE, Spelling};
use super::{details, places};
use crate::time::Moment;
use crate::world::qos::{Gateway, Minute};
use crate::world::{Gathering, Participant, StreamKind, World};

const AUDIO_OFF: Ready = Ready(r#"{"bitrate":"","latency":"","jitter":"","avg_loss":"","max_loss":""}"#);
const PICTURE_OFF: Ready = Ready(concat!(
    r#"{"bitrate":"","latency":"","jitter":"","avg_loss":"","max_loss":"","#,
    r#""resolution":"","frame_rate":""}"#
));
const CPU_USAGE_UNKNOWN: Ready = Ready(concat!(
    r#"{"zoom_min_cpu_usage":"","zoom_avg_cpu_usage":"","#,
    r#""zoom_max_cpu_usage":"","system_max_cpu_usage":""}"#
));

/// A page of the list.
pub(super) fn list<'w>(
    world: &'w World,
    session: &Gathering,
    page: &Page<'_>,
    users: impl IntoIterator<Item = Participant<'w>>,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        o.field("page_size", page.page_size);
        o.field("next_page_token", page.next_page_token);
        o.array("users", |elements| {
            for user in users {
                elements.object(|o| {
                    names(o, &user);
                    o.field("client", user.station.client);
                    software(o, &user);
                    stay(o, &user, now);
                    quality(o, world, session, &user, now, &SESSION_LIST_SHARE);
                });
            }
        });
    })
}

/// A single user.
pub(super) fn single(world: &World, session: &Gathering, user: &Participant<'_>, now: Moment) -> Vec<u8> {
    json::object(|o| {
        names(o, user);
        software(o, user);
        o.field("client", user.station.client);
        stay(o, user, now);
        quality(o, world, session, user, now, &SESSION);
    })
}

fn names(o: &mut Object<'_>, user: &Participant<'_>) {
    o.field("id", Quoted(user.id.0));
    o.field("name", user.person.name);
    o.field("device", user.station.device_class);
}

fn software(o: &mut Object<'_>, user: &Participant<'_>) {
    let (browser_name, browser_version) = user.station.browser.unwrap_or_default();
    o.field("os", user.station.os);
    o.field("os_version", user.station.os_version);
    o.field("browser_name", browser_name);
    o.field("browser_version", browser_version);
}

fn stay(o: &mut Object<'_>, user: &Participant<'_>, now: Moment) {
    let station = &user.station;
    o.field("ip_address", station.public_ip);
    o.field("location", places::city_and_country(station.city));
    o.field("network_type", places::network_type(station.network.medium));
    o.field("microphone", station.microphone);
    o.field("speaker", station.speaker);
    o.field("camera", station.camera);
    o.field("data_center", station.city.data_center);
    o.field("connection_type", station.connection);
    o.field("join_time", user.join);
    o.optional("leave_time", (user.leave <= now).then_some(user.leave));
    o.field("user_key", user.person.user_key);
    o.field("is_original_host", user.is_host);
}

fn quality(
    o: &mut Object<'_>,
    world: &World,
    session: &Gathering,
    user: &Participant<'_>,
    now: Moment,
    share: &Spelling,
) {
    o.array("user_qos", |minutes| {
        for minute in world.minutes(session, user, now) {
            minutes.object(|o| write_minute(o, &minute, share));
        }
    });
}

/// One minute. As in meetings every stream section is there, `""` where it is off; sessions know no
/// conference room connector.
fn write_minute(o: &mut Object<'_>, minute: &Minute, share: &Spelling) {
    let gateway = hop(minute, Gateway::Rwg);
    o.field("date_time", minute.end);
    for kind in StreamKind::ALL {
        section(o, kind.name(), kind, minute.streams[kind as usize].as_ref(), share);
    }
    for kind in StreamKind::ALL {
        section(o, details::hop_name(Gateway::Rwg, kind), kind, gateway[kind as usize].as_ref(), share);
    }
    if let Some(rssi) = &minute.rssi {
        o.object("wifi_rssi", |o| details::rssi(o, rssi));
    }
    match &minute.cpu {
        Some(cpu) => o.object("cpu_usage", |o| details::cpu(o, cpu)),
        None => o.field("cpu_usage", CPU_USAGE_UNKNOWN),
    };
    if let Some(pressure) = &minute.pressure {
        o.object("cpu_pressure_level", |o| details::pressure(o, pressure));
    }
}

fn section(
    o: &mut Object<'_>,
    name: &'static str,
    kind: StreamKind,
    stream: Option<&crate::world::qos::Stream>,
    share: &Spelling,
) {
    let spelling = match kind {
        StreamKind::ShareInput | StreamKind::ShareOutput => share,
        _ => &SESSION,
    };
    match stream {
        Some(stream) => o.object(name, |o| details::stream(o, stream, spelling)),
        None => o.field(name, if kind.has_pictures() { PICTURE_OFF } else { AUDIO_OFF }),
    };
}
