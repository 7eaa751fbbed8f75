//! `qos` of events: one entry for each type that applied.

use super::super::details;
use super::super::json::{Array, Object};
use super::super::spelling::{self, EVENT};
use crate::time::Moment;
use crate::units::Mos;
use crate::world;
use crate::world::qos::{Minute, Notification, Scores, Summary};

/// The entries of one minute.
pub(super) fn minute(entries: &mut Array<'_>, minute: &Minute) {
    let end = minute.end;
    for (kind, stream) in details::streams_on(&minute.streams) {
        entry_at(entries, end, kind.name(), |o| details::stream(o, stream, &EVENT));
    }
    if minute.cpu.is_some() || minute.pressure.is_some() {
        entry_at(entries, end, "cpu_usage", |o| {
            details::processor(o, minute.cpu.as_ref(), minute.pressure.as_ref());
        });
    }
    if let Some((gateway, streams)) = &minute.gateway {
        for (kind, stream) in details::streams_on(streams) {
            entry_at(entries, end, details::hop_name(*gateway, kind), |o| {
                details::stream(o, stream, &EVENT);
            });
        }
    }
    for (name, score) in scored(&minute.scores) {
        entry_at(entries, end, name, |o| quality(o, score));
    }
    if let Some(rssi) = &minute.rssi {
        entry_at(entries, end, "wifi_rssi", |o| details::rssi_as_strings(o, rssi));
    }
    if let Some(notification) = minute.notification {
        let text = match notification {
            Notification::BandwidthLow => "network bandwidth low",
            Notification::Unstable => "internet connection unstable",
        };
        entry_at(entries, end, "notification", |o| {
            o.field("network_notification", text);
        });
    }
}

/// The entries of a whole stay.
pub(super) fn summary(entries: &mut Array<'_>, summary: &Summary) {
    for (kind, stream) in details::streams_on(&summary.streams) {
        entry(entries, kind.name(), |o| details::stream_summary(o, stream, &EVENT));
    }
    if summary.cpu.is_some() || summary.pressure.is_some() {
        entry(entries, "cpu_usage", |o| {
            details::processor(o, summary.cpu.as_ref(), summary.pressure.as_ref());
        });
    }
    if let Some((gateway, streams)) = &summary.gateway {
        for (kind, stream) in details::streams_on(streams) {
            entry(entries, details::hop_name(*gateway, kind), |o| {
                details::stream_summary(o, stream, &EVENT);
            });
        }
    }
    for (name, score) in scored(&summary.scores) {
        entry(entries, name, |o| quality(o, score));
    }
    if let Some(rssi) = &summary.rssi {
        entry(entries, "wifi_rssi", |o| details::rssi(o, rssi));
    }
}

fn entry_at(
    entries: &mut Array<'_>,
    at: Moment,
    name: &'static str,
    write_details: impl FnOnce(&mut Object<'_>),
) {
    entries.object(|o| {
        o.field("date_time", at).field("type", name).object("details", write_details);
    });
}

fn entry(entries: &mut Array<'_>, name: &'static str, write_details: impl FnOnce(&mut Object<'_>)) {
    entries.object(|o| {
        o.field("type", name).object("details", write_details);
    });
}

fn scored(scores: &Scores) -> impl Iterator<Item = (&'static str, Mos)> {
    [("audio_quality", scores.audio), ("video_quality", scores.video), ("as_quality", scores.share)]
        .into_iter()
        .filter_map(|(name, score)| Some((name, score?)))
}

fn quality(o: &mut Object<'_>, score: Mos) {
    o.field("quality", spelling::quality(world::quality(score)));
    o.field("quality_score", spelling::score(score));
}
