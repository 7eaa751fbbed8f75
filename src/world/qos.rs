//! Quality of service as numbers: a minute of samples, and the summary of minutes.

use crate::scenario::plan::StreamKind;
use crate::time::Moment;
use crate::units::{Bitrate, FrameRate, Jitter, Latency, Loss, Mos, Percent, Resolution, Rssi};

/// One value for each kind of stream, in the order of [`StreamKind::ALL`].
pub type PerStream<T> = [T; StreamKind::ALL.len()];

/// One minute of one participant: the aggregate of its samples, ten unless the stay ends earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct Minute {
    /// Position within the stay, from 0.
    pub index: u32,
    /// When it ends, and when its event fires: `date_time`.
    pub end: Moment,
    /// Each stream that was on.
    pub streams: PerStream<Option<Stream>>,
    /// The hop between the client and the gateway it reaches the conference through.
    pub gateway: Option<(Gateway, PerStream<Option<Stream>>)>,
    /// Of desktop and mobile clients.
    pub cpu: Option<CpuUsage>,
    /// Of browsers.
    pub pressure: Option<CpuPressure>,
    /// Of clients on Wi-Fi.
    pub rssi: Option<Range<Rssi>>,
    /// How well each medium that was on could be followed.
    pub scores: Scores,
    /// What the client warned its user of.
    pub notification: Option<Notification>,
}

/// One stream in one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Mean.
    pub bitrate: Bitrate,
    /// Mean, in whole milliseconds.
    pub latency: Latency,
    /// Mean, in whole milliseconds.
    pub jitter: Jitter,
    /// Mean.
    pub avg_loss: Loss,
    /// That of the worst sample.
    pub max_loss: Loss,
    /// Of video and screen share.
    pub picture: Option<Picture>,
}

/// What is seen of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The most frequent size.
    pub resolution: Resolution,
    /// Mean; `None` while there is nothing to show yet.
    pub frame_rate: Option<FrameRate>,
}

/// A gateway between a client and the conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gateway {
    /// Conference room connector, for H.323 and SIP rooms.
    Crc,
    /// The gateway of browsers.
    Rwg,
}

/// Least, mean and greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    /// The least.
    pub min: T,
    /// The mean, rounded half up.
    pub avg: T,
    /// The greatest.
    pub max: T,
}

/// How busy the processor was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CpuUsage {
    /// Of the client itself.
    pub zoom: Range<Percent>,
    /// Of the whole computer, at most.
    pub system_max: Percent,
}

/// How busy the processor was, as browsers tell it.
pub type CpuPressure = Range<PressureLevel>;

/// Levels of CPU pressure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PressureLevel {
    /// About 20 %.
    Normal,
    /// 50 %.
    Fair,
    /// 80 %.
    Serious,
    /// 100 %.
    Critical,
}

/// `quality_score` of each medium that was on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Scores {
    pub audio: Option<Mos>,
    pub video: Option<Mos>,
    pub share: Option<Mos>,
}

/// `quality`: a word for a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Quality {
    Bad,
    Poor,
    Fair,
    Good,
}

/// `network_notification`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notification {
    /// `network bandwidth low`
    BandwidthLow,
    /// `internet connection unstable`
    Unstable,
}

/// A whole stay: the least, mean and greatest of its minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Each stream that was on in at least one minute, over the minutes it was on.
    pub streams: PerStream<Option<StreamSummary>>,
    /// The same for the hop to the gateway.
    pub gateway: Option<(Gateway, PerStream<Option<StreamSummary>>)>,
    /// Of desktop and mobile clients.
    pub cpu: Option<CpuUsage>,
    /// Of browsers.
    pub pressure: Option<CpuPressure>,
    /// Of clients on Wi-Fi.
    pub rssi: Option<Range<Rssi>>,
    /// Means over the minutes in which the medium was on.
    pub scores: Scores,
}

/// One stream over a whole stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamSummary {
    /// Of the minutes' bitrates.
    pub bitrate: Range<Bitrate>,
    /// Of the minutes' latencies.
    pub latency: Range<Latency>,
    /// Of the minutes' jitters.
    pub jitter: Range<Jitter>,
    /// Least and mean of the minutes' mean losses, greatest of their greatest.
    pub loss: Range<Loss>,
    /// Of video and screen share.
    pub picture: Option<PictureSummary>,
}

/// What was seen of a stream over a whole stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSummary {
    /// The most frequent of the minutes' sizes.
    pub resolution: Resolution,
    /// Of the minutes' frame rates; `None` if there was never anything to show.
    pub frame_rate: Option<Range<FrameRate>>,
}

/// One minute of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallMinute {
    /// Position within the call, from 0.
    pub index: u32,
    /// When it ends, and when its events fire: `date_time`.
    pub end: Moment,
    /// By side, caller first.
    pub sides: [CallSide; 2],
}

/// One side of a call in one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CallSide {
    pub sending: CallStream,
    pub receiving: CallStream,
}

/// One direction of one side of a call in one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallStream {
    /// Mean.
    pub bitrate: Bitrate,
    /// Mean `network_delay`.
    pub delay: Latency,
    /// Mean, in hundredths of a millisecond.
    pub jitter: Jitter,
    /// Mean.
    pub avg_loss: Loss,
    /// That of the worst sample.
    pub max_loss: Loss,
    /// Of the means.
    pub mos: Mos,
}
