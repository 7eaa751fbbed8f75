//! Measurements as members of an object, in the order that sessions, summaries and events share.

use super::json::{Object, OrEmpty, Quoted};
use super::spelling::{self, Spelling};
use crate::units::Rssi;
use crate::world::StreamKind;
use crate::world::qos::{CpuPressure, CpuUsage, Gateway, PerStream, Range, Stream, StreamSummary};

/// `wifi_rssi.rssi_unit`
const RSSI_UNIT: &str = "dBm";

/// One stream in one minute.
pub(super) fn stream(o: &mut Object<'_>, stream: &Stream, spelling: &Spelling) {
    o.field("bitrate", spelling.bitrate(stream.bitrate));
    o.field("latency", spelling.latency(stream.latency));
    o.field("jitter", spelling.jitter(stream.jitter));
    o.field("avg_loss", spelling.loss(stream.avg_loss));
    o.field("max_loss", spelling.loss(stream.max_loss));
    if let Some(picture) = stream.picture {
        o.field("resolution", picture.resolution.as_str());
        o.field("frame_rate", OrEmpty(picture.frame_rate.map(spelling::frame_rate)));
    }
}

/// One stream over a whole stay.
pub(super) fn stream_summary(o: &mut Object<'_>, stream: &StreamSummary, spelling: &Spelling) {
    o.field("min_bitrate", spelling.bitrate(stream.bitrate.min));
    o.field("avg_bitrate", spelling.bitrate(stream.bitrate.avg));
    o.field("max_bitrate", spelling.bitrate(stream.bitrate.max));
    o.field("min_latency", spelling.latency(stream.latency.min));
    o.field("avg_latency", spelling.latency(stream.latency.avg));
    o.field("max_latency", spelling.latency(stream.latency.max));
    o.field("min_jitter", spelling.jitter(stream.jitter.min));
    o.field("avg_jitter", spelling.jitter(stream.jitter.avg));
    o.field("max_jitter", spelling.jitter(stream.jitter.max));
    o.field("min_loss", spelling.loss(stream.loss.min));
    o.field("avg_loss", spelling.loss(stream.loss.avg));
    o.field("max_loss", spelling.loss(stream.loss.max));
    if let Some(picture) = stream.picture {
        let rate = picture.frame_rate;
        o.field("resolution", picture.resolution.as_str());
        o.field("min_frame_rate", OrEmpty(rate.map(|rate| spelling::frame_rate(rate.min))));
        o.field("avg_frame_rate", OrEmpty(rate.map(|rate| spelling::frame_rate(rate.avg))));
        o.field("max_frame_rate", OrEmpty(rate.map(|rate| spelling::frame_rate(rate.max))));
    }
}

/// `cpu_usage` of desktop and mobile clients.
pub(super) fn cpu(o: &mut Object<'_>, cpu: &CpuUsage) {
    o.field("zoom_min_cpu_usage", spelling::percent(cpu.zoom.min));
    o.field("zoom_avg_cpu_usage", spelling::percent(cpu.zoom.avg));
    o.field("zoom_max_cpu_usage", spelling::percent(cpu.zoom.max));
    o.field("system_max_cpu_usage", spelling::percent(cpu.system_max));
}

/// `cpu_pressure_level` of browsers.
pub(super) fn pressure(o: &mut Object<'_>, pressure: &CpuPressure) {
    o.field("system_min_cpu_pressure_level", spelling::pressure(pressure.min));
    o.field("system_avg_cpu_pressure_level", spelling::pressure(pressure.avg));
    o.field("system_max_cpu_pressure_level", spelling::pressure(pressure.max));
}

/// The entry `cpu_usage`: CPU pressure has no entry of its own, browsers report it here.
pub(super) fn processor(o: &mut Object<'_>, usage: Option<&CpuUsage>, level: Option<&CpuPressure>) {
    if let Some(usage) = usage {
        cpu(o, usage);
    }
    if let Some(level) = level {
        pressure(o, level);
    }
}

/// `wifi_rssi`, in whole dBm.
pub(super) fn rssi(o: &mut Object<'_>, rssi: &Range<Rssi>) {
    o.field("max_rssi", rssi.max.0);
    o.field("avg_rssi", rssi.avg.0);
    o.field("min_rssi", rssi.min.0);
    o.field("rssi_unit", RSSI_UNIT);
}

/// `wifi_rssi` of the events of a minute: the same as strings.
pub(super) fn rssi_as_strings(o: &mut Object<'_>, rssi: &Range<Rssi>) {
    o.field("max_rssi", Quoted(rssi.max.0));
    o.field("avg_rssi", Quoted(rssi.avg.0));
    o.field("min_rssi", Quoted(rssi.min.0));
    o.field("rssi_unit", RSSI_UNIT);
}

/// The streams that are on, each with its name.
pub(super) fn streams_on<T>(streams: &PerStream<Option<T>>) -> impl Iterator<Item = (StreamKind, &T)> {
    StreamKind::ALL.into_iter().zip(streams).filter_map(|(kind, stream)| Some((kind, stream.as_ref()?)))
}

/// `type` of a stream on the hop to a gateway: `audio_device_from_crc` is what the client receives.
pub(super) const fn hop_name(gateway: Gateway, kind: StreamKind) -> &'static str {
    match (gateway, kind) {
        (Gateway::Crc, StreamKind::AudioInput) => "audio_device_from_crc",
        (Gateway::Crc, StreamKind::AudioOutput) => "audio_device_to_crc",
        (Gateway::Crc, StreamKind::VideoInput) => "video_device_from_crc",
        (Gateway::Crc, StreamKind::VideoOutput) => "video_device_to_crc",
        (Gateway::Crc, StreamKind::ShareInput) => "as_device_from_crc",
        (Gateway::Crc, StreamKind::ShareOutput) => "as_device_to_crc",
        (Gateway::Rwg, StreamKind::AudioInput) => "audio_device_from_rwg",
        (Gateway::Rwg, StreamKind::AudioOutput) => "audio_device_to_rwg",
        (Gateway::Rwg, StreamKind::VideoInput) => "video_device_from_rwg",
        (Gateway::Rwg, StreamKind::VideoOutput) => "video_device_to_rwg",
        (Gateway::Rwg, StreamKind::ShareInput) => "as_device_from_rwg",
        (Gateway::Rwg, StreamKind::ShareOutput) => "as_device_to_rwg",
    }
}
