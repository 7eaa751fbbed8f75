//! Words of which there are only a few.

use super::decode::{Scalar, Unreadable};
use crate::scenario::plan::{AccountPlan, Device, Medium, StatusOfCode300, StreamKind};
use crate::scenario::suggest::{listed, suggest};

macro_rules! words {
    ($type:ident, $what:literal, { $first:literal => $first_value:expr $(, $word:literal => $value:expr)* $(,)? }) => {
        impl Scalar for $type {
            const WHAT: &'static str = $what;
            const EXAMPLES: &'static [&'static str] = &[$first $(, $word)*];
            const CHOICES: &'static [&'static str] = Self::EXAMPLES;
            const PATTERN: &'static str = concat!("^(", $first, $("|", $word,)* ")$");

            fn read(text: &str) -> Result<Self, Unreadable> {
                if text.eq_ignore_ascii_case($first) {
                    return Ok($first_value);
                }
                $(if text.eq_ignore_ascii_case($word) {
                    return Ok($value);
                })*
                Err(unknown(text, $what, Self::EXAMPLES))
            }
        }
    };
}

fn unknown(text: &str, what: &str, words: &[&str]) -> Unreadable {
    let hint = suggest(text, words.iter().copied()).unwrap_or_else(|| format!("write {}", listed(words)));
    Unreadable::Value(format!("`{}` is not {what}", super::decode::shortened(text)), Some(hint))
}

words!(Device, "a device", {
    "Windows" => Device::Windows,
    "Mac" => Device::Mac,
    "Linux" => Device::Linux,
    "iOS" => Device::Ios,
    "Android" => Device::Android,
    "Browser" => Device::Browser,
    "Room" => Device::Room,
    "Phone" => Device::Phone,
});

words!(AccountPlan, "a plan", {
    "free" => AccountPlan::Free,
    "pro" => AccountPlan::Pro,
    "business" => AccountPlan::Business,
    "enterprise" => AccountPlan::Enterprise,
});

words!(StatusOfCode300, "a status for code 300", {
    "400" => StatusOfCode300::BadRequest,
    "300" => StatusOfCode300::MultipleChoices,
});

words!(Medium, "a medium", {
    "wired" => Medium::Wired,
    "wifi" => Medium::Wifi,
    "ppp" => Medium::Ppp,
    "cellular" => Medium::Cellular,
    "other" => Medium::Other,
});

/// Whether something is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct OnOff(pub(in crate::scenario) bool);

words!(OnOff, "`on` or `off`", {
    "on" => OnOff(true),
    "off" => OnOff(false),
    "true" => OnOff(true),
    "false" => OnOff(false),
    "yes" => OnOff(true),
    "no" => OnOff(false),
});

/// How well networks do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Quality {
    Good,
    Fair,
    Poor,
}

words!(Quality, "a quality", {
    "good" => Quality::Good,
    "fair" => Quality::Fair,
    "poor" => Quality::Poor,
});

/// A metric of the API that a scenario can pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Metric {
    Stream(StreamKind, StreamMetric),
    ZoomCpu,
    SystemCpu,
    Rssi,
}

/// A metric of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum StreamMetric {
    Bitrate,
    Latency,
    Jitter,
    Loss,
    FrameRate,
    Resolution,
}

impl StreamMetric {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Bitrate, "bitrate"),
        (Self::Latency, "latency"),
        (Self::Jitter, "jitter"),
        (Self::Loss, "loss"),
        (Self::FrameRate, "frame_rate"),
        (Self::Resolution, "resolution"),
    ];

    const fn is_of_pictures(self) -> bool {
        matches!(self, Self::FrameRate | Self::Resolution)
    }
}

impl Metric {
    fn all() -> impl Iterator<Item = (Self, String)> {
        let streams = StreamKind::ALL.into_iter().flat_map(|stream| {
            StreamMetric::ALL
                .into_iter()
                .filter(move |(metric, _)| stream.has_pictures() || !metric.is_of_pictures())
                .map(move |(metric, name)| {
                    (Self::Stream(stream, metric), format!("{}.{name}", stream.name()))
                })
        });
        let others = [
            (Self::ZoomCpu, "cpu_usage.zoom"),
            (Self::SystemCpu, "cpu_usage.system"),
            (Self::Rssi, "wifi_rssi"),
        ];
        streams.chain(others.map(|(metric, name)| (metric, name.to_owned())))
    }
}

impl Scalar for Metric {
    const WHAT: &'static str = "a metric";
    const EXAMPLES: &'static [&'static str] =
        &["audio_input.jitter", "video_output.frame_rate", "cpu_usage.zoom", "wifi_rssi"];
    const PATTERN: &'static str = concat!(
        r"^((audio|video|as)_(input|output)\.(bitrate|latency|jitter|loss)",
        r"|(video|as)_(input|output)\.(frame_rate|resolution)",
        r"|cpu_usage\.(zoom|system)|wifi_rssi)$"
    );

    fn read(text: &str) -> Result<Self, Unreadable> {
        if let Some((metric, _)) = Self::all().find(|(_, name)| name == text) {
            return Ok(metric);
        }
        let names: Vec<String> = Self::all().map(|(_, name)| name).collect();
        let stream = text.split_once('.').map_or(text, |(stream, _)| stream);
        let of_stream: Vec<&String> =
            names.iter().filter(|name| name.split_once('.').is_some_and(|(of, _)| of == stream)).collect();
        let hint = suggest(text, names.iter().map(String::as_str)).unwrap_or_else(|| {
            if of_stream.is_empty() {
                format!("write it like {}", listed(Self::EXAMPLES))
            } else {
                format!("`{stream}` has {}", listed(&of_stream))
            }
        });
        Err(Unreadable::Value(format!("`{}` is not a metric", super::decode::shortened(text)), Some(hint)))
    }
}
