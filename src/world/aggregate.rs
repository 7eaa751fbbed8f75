//! Samples make a minute, minutes make a summary: least, mean, greatest.

use super::lanes::{Lanes, Mask, SAMPLES};
use super::media::{ComputerLanes, PictureLanes, StreamLanes};
use super::mos::score;
use super::qos::{
    CpuUsage, Gateway, Minute, Notification, PerStream, Picture, PictureSummary, PressureLevel, Range,
    Scores, Stream, StreamSummary, Summary,
};
use crate::scenario::plan::{Device, StreamKind};
use crate::time::Moment;
use crate::units::{Bitrate, FrameRate, Jitter, Latency, Loss, Mos, Percent, Resolution, Rssi};

/// Least, sum and greatest of some integers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    least: i64,
    greatest: i64,
    sum: i64,
    count: i64,
}

impl Tally {
    pub(crate) const EMPTY: Self = Self { least: i64::MAX, greatest: i64::MIN, sum: 0, count: 0 };

    pub(crate) fn of(values: impl IntoIterator<Item = i64>) -> Self {
        let mut tally = Self::EMPTY;
        for value in values {
            tally.add(value);
        }
        tally
    }

    pub(crate) fn add(&mut self, value: i64) {
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
        self.sum += value;
        self.count += 1;
    }

    fn add_lanes(&mut self, values: &Lanes<i32>, mask: &Mask) {
        self.least = self.least.min(i64::from(mask.least(values)));
        self.greatest = self.greatest.max(i64::from(mask.greatest(values)));
        self.sum += i64::from(mask.sum(values));
        self.count += i64::from(mask.count());
    }

    /// The mean, rounded half up; 0 of nothing.
    pub(crate) fn mean(&self) -> i64 {
        if self.count == 0 { 0 } else { (2 * self.sum + self.count).div_euclid(2 * self.count) }
    }

    pub(crate) fn mean_u32(&self) -> u32 {
        unsigned(self.mean())
    }

    /// The greatest; 0 of nothing.
    pub(crate) fn greatest_u32(&self) -> u32 {
        unsigned(self.greatest)
    }

    /// `None` of nothing.
    fn range<T>(&self, unit: impl Fn(i64) -> T) -> Option<Range<T>> {
        (self.count > 0).then(|| Range {
            min: unit(self.least),
            avg: unit(self.mean()),
            max: unit(self.greatest),
        })
    }
}

fn tally_u32(values: impl IntoIterator<Item = u32>) -> Tally {
    Tally::of(values.into_iter().map(i64::from))
}

fn unsigned(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(0)
}

/// The samples of a minute, added up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MinuteTally {
    streams: PerStream<StreamTally>,
    zoom: Tally,
    system: Tally,
    rssi: Tally,
}

#[derive(Clone, Copy, Debug, Default)]
struct StreamTally {
    count: u32,
    bitrate: u32,
    latency: u32,
    jitter: u32,
    loss: u32,
    max_loss: u32,
    resolutions: [u8; Resolution::ALL.len()],
    frames: u32,
    frame_rates: u32,
}

impl StreamTally {
    #[inline]
    fn add(&mut self, stream: &StreamLanes, mask: &Mask) {
        self.count += mask.count();
        self.bitrate += mask.sum(&stream.bitrate) as u32;
        self.latency += mask.sum(&stream.latency) as u32;
        self.jitter += mask.sum(&stream.jitter) as u32;
        self.loss += mask.sum(&stream.loss) as u32;
        self.max_loss = self.max_loss.max(mask.greatest(&stream.loss) as u32);
        if let Some(picture) = &stream.picture {
            self.add_picture(picture, mask);
        }
    }

    fn add_picture(&mut self, picture: &PictureLanes, mask: &Mask) {
        for resolution in &picture.resolution[mask.samples()] {
            self.resolutions[*resolution as usize] += 1;
        }
        if let Some(rates) = &picture.frame_rate {
            self.frames += mask.sum(rates) as u32;
            self.frame_rates += mask.count();
        }
    }

    /// `None` if the stream was off in all samples.
    fn stream(&self) -> Option<Stream> {
        let mean = |sum: u32| half_up(sum, self.count);
        // Places that show jitter of streams show whole milliseconds.
        let jitter = (half_up(self.jitter, self.count) + 50) / 100;
        (self.count > 0).then(|| Stream {
            bitrate: Bitrate(mean(self.bitrate)),
            latency: Latency(mean(self.latency)),
            jitter: Jitter::from_millis(jitter),
            avg_loss: Loss(mean(self.loss)),
            max_loss: Loss(self.max_loss),
            picture: self.picture(),
        })
    }

    fn picture(&self) -> Option<Picture> {
        let resolution = most_frequent(self.resolutions)?;
        let frame_rate = (self.frame_rates > 0).then(|| FrameRate(half_up(self.frames, self.frame_rates)));
        Some(Picture { resolution, frame_rate })
    }
}

/// The mean, rounded half up; 0 of nothing.
#[inline]
fn half_up(sum: u32, count: u32) -> u32 {
    const FULL: u32 = SAMPLES as u32;
    match count {
        0 => 0,
        // Most minutes are full, and dividing by a constant takes a fraction of the time.
        FULL => (sum + FULL / 2) / FULL,
        _ => (sum + count / 2) / count,
    }
}

/// The most frequent size, the smaller one of two as frequent; `None` of nothing.
fn most_frequent<N: Copy + Ord + Default>(counts: [N; Resolution::ALL.len()]) -> Option<Resolution> {
    let mut best = None;
    let mut most = N::default();
    for (resolution, count) in Resolution::ALL.into_iter().zip(counts) {
        if count > most {
            best = Some(resolution);
            most = count;
        }
    }
    best
}

impl MinuteTally {
    pub(crate) const fn new() -> Self {
        const NONE: StreamTally = StreamTally {
            count: 0,
            bitrate: 0,
            latency: 0,
            jitter: 0,
            loss: 0,
            max_loss: 0,
            resolutions: [0; Resolution::ALL.len()],
            frames: 0,
            frame_rates: 0,
        };
        Self {
            streams: [NONE; StreamKind::ALL.len()],
            zoom: Tally::EMPTY,
            system: Tally::EMPTY,
            rssi: Tally::EMPTY,
        }
    }

    /// Adds the samples of a stream that are in the mask.
    #[inline]
    pub(crate) fn add_stream(&mut self, kind: StreamKind, stream: &StreamLanes, mask: &Mask) {
        self.streams[kind as usize].add(stream, mask);
    }

    /// Adds the samples of a computer that are in the mask.
    pub(crate) fn add_computer(&mut self, computer: &ComputerLanes, mask: &Mask) {
        self.zoom.add_lanes(&computer.zoom, mask);
        self.system.add_lanes(&computer.system, mask);
        if let Some(rssi) = &computer.rssi {
            self.rssi.add_lanes(rssi, mask);
        }
    }

    /// The aggregate of what was added.
    pub(crate) fn minute(&self, index: u32, end: Moment, device: Device) -> Minute {
        let streams = self.streams.map(|tally| tally.stream());
        let percent = |value| Percent(unsigned(value));
        let measures_cpu = !matches!(device, Device::Browser | Device::Room | Device::Phone);
        Minute {
            index,
            end,
            gateway: gateway(device).map(|gateway| (gateway, streams.map(|stream| stream.map(hop)))),
            cpu: self
                .zoom
                .range(percent)
                .filter(|_| measures_cpu)
                .map(|zoom| CpuUsage { zoom, system_max: percent(self.system.greatest) }),
            pressure: self.system.range(pressure).filter(|_| device == Device::Browser),
            rssi: self.rssi.range(|value| Rssi(value as i32)),
            scores: scores(&streams),
            notification: notification(&streams),
            streams,
        }
    }
}

const fn gateway(device: Device) -> Option<Gateway> {
    match device {
        Device::Room => Some(Gateway::Crc),
        Device::Browser => Some(Gateway::Rwg),
        _ => None,
    }
}

/// The part of a stream's way that lies between a client and its gateway: most of it.
fn hop(stream: Stream) -> Stream {
    Stream {
        latency: Latency(stream.latency.0 * 7 / 10),
        jitter: Jitter::from_millis(stream.jitter.0 * 8 / 1000),
        avg_loss: Loss(stream.avg_loss.0 * 9 / 10),
        max_loss: Loss(stream.max_loss.0 * 9 / 10),
        ..stream
    }
}

/// The level that stands for so much of the processor.
fn pressure(percent: i64) -> PressureLevel {
    match percent {
        ..35 => PressureLevel::Normal,
        35..65 => PressureLevel::Fair,
        65..90 => PressureLevel::Serious,
        _ => PressureLevel::Critical,
    }
}

/// The score of a medium is that of its worse direction.
fn scores(streams: &PerStream<Option<Stream>>) -> Scores {
    let of = |kind: StreamKind| {
        streams[kind as usize].map(|stream| score(stream.latency, stream.jitter, stream.avg_loss))
    };
    let worse = |a: StreamKind, b: StreamKind| match (of(a), of(b)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Scores {
        audio: worse(StreamKind::AudioInput, StreamKind::AudioOutput),
        video: worse(StreamKind::VideoInput, StreamKind::VideoOutput),
        share: worse(StreamKind::ShareInput, StreamKind::ShareOutput),
    }
}

/// Loss of a stream from which on a client warns of an unstable connection.
const UNSTABLE_LOSS: Loss = Loss(800);
/// Jitter from which on it does.
const UNSTABLE_JITTER: Jitter = Jitter::from_millis(150);

fn notification(streams: &PerStream<Option<Stream>>) -> Option<Notification> {
    let streams = streams.iter().flatten();
    if streams.clone().any(|stream| stream.avg_loss >= UNSTABLE_LOSS || stream.jitter >= UNSTABLE_JITTER) {
        return Some(Notification::Unstable);
    }
    let narrow =
        |stream: &Stream| stream.picture.is_some_and(|picture| picture.resolution == Resolution::P180);
    streams.into_iter().any(narrow).then_some(Notification::BandwidthLow)
}

/// The aggregate of the minutes of a stay.
pub(crate) fn summary(minutes: &[Minute]) -> Summary {
    let percent = |value| Percent(unsigned(value));
    let zoom_min = tally_u32(minutes.iter().filter_map(|m| m.cpu).map(|cpu| cpu.zoom.min.0));
    let zoom_avg = tally_u32(minutes.iter().filter_map(|m| m.cpu).map(|cpu| cpu.zoom.avg.0));
    let zoom_max = tally_u32(minutes.iter().filter_map(|m| m.cpu).map(|cpu| cpu.zoom.max.0));
    let system = tally_u32(minutes.iter().filter_map(|m| m.cpu).map(|cpu| cpu.system_max.0));
    let mean_score = |score: fn(&Scores) -> Option<Mos>| {
        let tally = tally_u32(minutes.iter().filter_map(|m| score(&m.scores)).map(|mos| mos.0));
        (tally.count > 0).then(|| Mos(tally.mean_u32()))
    };
    let gateway = minutes.first().and_then(|minute| minute.gateway.as_ref()).map(|&(gateway, _)| gateway);
    Summary {
        streams: StreamKind::ALL.map(|kind| {
            stream_summary(minutes.iter().filter_map(move |m| m.streams[kind as usize].as_ref()))
        }),
        gateway: gateway.map(|gateway| {
            let streams = StreamKind::ALL.map(|kind| {
                stream_summary(
                    minutes
                        .iter()
                        .filter_map(|m| m.gateway.as_ref())
                        .filter_map(move |(_, streams)| streams[kind as usize].as_ref()),
                )
            });
            (gateway, streams)
        }),
        cpu: (system.count > 0).then(|| CpuUsage {
            zoom: Range {
                min: percent(zoom_min.least),
                avg: percent(zoom_avg.mean()),
                max: percent(zoom_max.greatest),
            },
            system_max: percent(system.greatest),
        }),
        pressure: pressure_summary(minutes),
        rssi: rssi_summary(minutes),
        scores: Scores {
            audio: mean_score(|scores| scores.audio),
            video: mean_score(|scores| scores.video),
            share: mean_score(|scores| scores.share),
        },
    }
}

fn stream_summary<'m>(minutes: impl Iterator<Item = &'m Stream> + Clone) -> Option<StreamSummary> {
    let range = |value: fn(&Stream) -> u32| tally_u32(minutes.clone().map(value)).range(unsigned);
    let map = |range: Range<u32>, unit: fn(u32) -> _| Range {
        min: unit(range.min),
        avg: unit(range.avg),
        max: unit(range.max),
    };
    let bitrate = range(|stream| stream.bitrate.0)?;
    let latency = range(|stream| stream.latency.0)?;
    let jitter = range(|stream| stream.jitter.0 / 100)?;
    let loss = range(|stream| stream.avg_loss.0)?;
    let worst = range(|stream| stream.max_loss.0)?;
    let pictures = minutes.filter_map(|stream| stream.picture);
    let mut sizes = [0u32; Resolution::ALL.len()];
    pictures.clone().for_each(|picture| sizes[picture.resolution as usize] += 1);
    Some(StreamSummary {
        bitrate: Range { min: Bitrate(bitrate.min), avg: Bitrate(bitrate.avg), max: Bitrate(bitrate.max) },
        latency: Range { min: Latency(latency.min), avg: Latency(latency.avg), max: Latency(latency.max) },
        jitter: map(jitter, Jitter::from_millis),
        loss: Range { min: Loss(loss.min), avg: Loss(loss.avg), max: Loss(worst.max) },
        picture: most_frequent(sizes).map(|resolution| PictureSummary {
            resolution,
            frame_rate: tally_u32(pictures.filter_map(|picture| picture.frame_rate).map(|rate| rate.0))
                .range(|value| FrameRate(unsigned(value))),
        }),
    })
}

fn pressure_summary(minutes: &[Minute]) -> Option<Range<PressureLevel>> {
    const LEVELS: [PressureLevel; 4] =
        [PressureLevel::Normal, PressureLevel::Fair, PressureLevel::Serious, PressureLevel::Critical];
    let level = |value: i64| LEVELS[value.clamp(0, 3) as usize];
    let tally = |of: fn(&Range<PressureLevel>) -> PressureLevel| {
        Tally::of(minutes.iter().filter_map(|m| m.pressure.as_ref()).map(|range| of(range) as i64))
    };
    let mean = tally(|range| range.avg);
    (mean.count > 0).then(|| Range {
        min: level(tally(|range| range.min).least),
        avg: level(mean.mean()),
        max: level(tally(|range| range.max).greatest),
    })
}

fn rssi_summary(minutes: &[Minute]) -> Option<Range<Rssi>> {
    let tally = |of: fn(&Range<Rssi>) -> Rssi| {
        Tally::of(minutes.iter().filter_map(|m| m.rssi.as_ref()).map(|range| i64::from(of(range).0)))
    };
    let mean = tally(|range| range.avg);
    (mean.count > 0).then(|| Range {
        min: Rssi(tally(|range| range.min).least as i32),
        avg: Rssi(mean.mean() as i32),
        max: Rssi(tally(|range| range.max).greatest as i32),
    })
}
