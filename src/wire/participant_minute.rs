//! A member of `user_qos` of meetings and webinars: one minute of one participant.
//!
//! It always has every stream section; one that is off or does not apply has every member `""`.
//! `cpu_pressure_level` and `wifi_rssi` are there only where they apply: `""` is no member of their types.

use super::details;
use super::json::{Object, OrEmpty, Ready, Word};
use super::spelling::{self, DASHBOARD};
use crate::world::StreamKind::{self, *};
use crate::world::qos::{Gateway, Minute, PerStream, Stream};

const AUDIO_OFF: Ready = Ready(r#"{"avg_loss":"","bitrate":"","jitter":"","latency":"","max_loss":""}"#);
const PICTURE_OFF: Ready = Ready(concat!(
    r#"{"avg_loss":"","bitrate":"","jitter":"","latency":"","max_loss":"","#,
    r#""frame_rate":"","resolution":""}"#
));
const CPU_USAGE_UNKNOWN: Ready = Ready(concat!(
    r#"{"system_max_cpu_usage":"","zoom_avg_cpu_usage":"","#,
    r#""zoom_max_cpu_usage":"","zoom_min_cpu_usage":""}"#
));

pub(super) fn write(o: &mut Object<'_>, minute: &Minute) {
    let direct = &minute.streams;
    let crc = hop(minute, Gateway::Crc);
    let rwg = hop(minute, Gateway::Rwg);

    section(o, "as_device_from_crc", crc, ShareInput);
    section(o, "as_device_to_crc", crc, ShareOutput);
    section(o, "as_input", direct, ShareInput);
    section(o, "as_output", direct, ShareOutput);
    section(o, "audio_device_from_crc", crc, AudioInput);
    section(o, "audio_device_to_crc", crc, AudioOutput);
    section(o, "audio_input", direct, AudioInput);
    section(o, "audio_output", direct, AudioOutput);
    cpu_usage(o, minute);
    if let Some(pressure) = &minute.pressure {
        o.object("cpu_pressure_level", |o| details::pressure(o, pressure));
    }
    o.field("date_time", minute.end);
    section(o, "video_device_from_crc", crc, VideoInput);
    section(o, "video_device_to_crc", crc, VideoOutput);
    section(o, "video_input", direct, VideoInput);
    section(o, "video_output", direct, VideoOutput);
    section(o, "as_device_from_rwg", rwg, ShareInput);
    section(o, "as_device_to_rwg", rwg, ShareOutput);
    section(o, "audio_device_from_rwg", rwg, AudioInput);
    section(o, "audio_device_to_rwg", rwg, AudioOutput);
    section(o, "video_device_from_rwg", rwg, VideoInput);
    section(o, "video_device_to_rwg", rwg, VideoOutput);
    if let Some(rssi) = &minute.rssi {
        o.object("wifi_rssi", |o| details::rssi(o, rssi));
    }
}

/// The streams between a client and `gateway`: all off for those who do not use it.
pub(super) fn hop(minute: &Minute, gateway: Gateway) -> &PerStream<Option<Stream>> {
    const OFF: PerStream<Option<Stream>> = [None; StreamKind::ALL.len()];
    match &minute.gateway {
        Some((through, streams)) if *through == gateway => streams,
        _ => &OFF,
    }
}

fn section(o: &mut Object<'_>, name: &'static str, streams: &PerStream<Option<Stream>>, kind: StreamKind) {
    match &streams[kind as usize] {
        Some(stream) => o.object(name, |o| stream_section(o, stream)),
        None => o.field(name, if kind.has_pictures() { PICTURE_OFF } else { AUDIO_OFF }),
    };
}

fn stream_section(o: &mut Object<'_>, stream: &Stream) {
    o.field("avg_loss", DASHBOARD.loss(stream.avg_loss));
    o.field("bitrate", DASHBOARD.bitrate(stream.bitrate));
    o.field("jitter", DASHBOARD.jitter(stream.jitter));
    o.field("latency", DASHBOARD.latency(stream.latency));
    o.field("max_loss", DASHBOARD.loss(stream.max_loss));
    if let Some(picture) = stream.picture {
        o.field("frame_rate", OrEmpty(picture.frame_rate.map(spelling::frame_rate)));
        o.field("resolution", Word(picture.resolution.as_str()));
    }
}

fn cpu_usage(o: &mut Object<'_>, minute: &Minute) {
    match &minute.cpu {
        Some(cpu) => o.object("cpu_usage", |o| {
            o.field("system_max_cpu_usage", spelling::percent(cpu.system_max));
            o.field("zoom_avg_cpu_usage", spelling::percent(cpu.zoom.avg));
            o.field("zoom_max_cpu_usage", spelling::percent(cpu.zoom.max));
            o.field("zoom_min_cpu_usage", spelling::percent(cpu.zoom.min));
        }),
        None => o.field("cpu_usage", CPU_USAGE_UNKNOWN),
    };
}
