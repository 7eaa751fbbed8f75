//! Streams and processor load at one sample: what a network carries of what is switched on.

use super::link::LinkSample;
use super::qos::PerStream;
use super::seed::Key;
use crate::scenario::plan::{Device, Pin, StreamKind, StreamPin};
use crate::units::{Bitrate, FrameRate, Jitter, Latency, Loss, Percent, Resolution, Rssi};

/// What one client measured at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Each stream that was on.
    pub streams: PerStream<Option<StreamSample>>,
    /// What the client used of the processor.
    pub zoom_cpu: Percent,
    /// What all programs used of it.
    pub system_cpu: Percent,
    /// Strength of the Wi-Fi signal, on Wi-Fi.
    pub rssi: Option<Rssi>,
}

/// One stream at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct StreamSample {
    pub bitrate: Bitrate,
    pub latency: Latency,
    pub jitter: Jitter,
    pub loss: Loss,
    /// Of video and screen share.
    pub picture: Option<PictureSample>,
}

/// A picture at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSample {
    /// Its size.
    pub resolution: Resolution,
    /// `None` while there is nothing to show yet.
    pub frame_rate: Option<FrameRate>,
}

/// What is going on around and at a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scene {
    pub(crate) device: Device,
    pub(crate) camera: bool,
    pub(crate) microphone: bool,
    /// Whether they share their own screen.
    pub(crate) sharing: bool,
    /// Whether anybody else's camera is on.
    pub(crate) sees_video: bool,
    /// Whether anybody else shares.
    pub(crate) sees_share: bool,
    /// Whether the screen that is shared has something to show yet.
    pub(crate) share_shows: bool,
}

/// The streams that `receiving` and `sending` carry in a scene.
pub(crate) fn streams(
    scene: &Scene,
    receiving: &LinkSample,
    sending: &LinkSample,
    load: Percent,
) -> PerStream<Option<StreamSample>> {
    StreamKind::ALL.map(|kind| match kind {
        StreamKind::AudioInput => Some(audio(receiving, true)),
        StreamKind::AudioOutput => Some(audio(sending, scene.microphone)),
        StreamKind::VideoInput => scene.sees_video.then(|| video(receiving, scene.device, load)),
        StreamKind::VideoOutput => scene.camera.then(|| video(sending, scene.device, load)),
        StreamKind::ShareInput => scene.sees_share.then(|| share(receiving, scene.share_shows)),
        StreamKind::ShareOutput => scene.sharing.then(|| share(sending, scene.share_shows)),
    })
}

/// What speech needs at most, and what silence is coded with, in kbit/s.
const SPEECH: f64 = 72.0;
const SILENCE: f64 = 3.0;

fn audio(link: &LinkSample, speaking: bool) -> StreamSample {
    let wanted = if speaking { SPEECH } else { SILENCE } * (0.85 + 0.25 * link.flutter);
    StreamSample {
        bitrate: fitting(link, wanted, 0.3),
        latency: link.latency,
        jitter: link.jitter,
        loss: link.loss,
        picture: None,
    }
}

/// Video takes what the other streams leave of the bandwidth.
const VIDEO_SHARE: f64 = 0.9;

fn video(link: &LinkSample, device: Device, load: Percent) -> StreamSample {
    let (resolution, wanted, nominal) = match link.bandwidth.0 / 100 {
        2500.. if is_large(device) => (Resolution::P1080, 2700.0, 29.0),
        1200.. => (Resolution::P720, 1350.0, 28.0),
        500.. => (Resolution::P360, 600.0, 21.0),
        _ => (Resolution::P180, 220.0, 12.0),
    };
    // Lost frames are missed twice: once themselves, once as the base of others.
    let lost = (f64::from(link.loss.0) / 10_000.0 * 2.0).min(0.7);
    let busy = f64::from(load.0.saturating_sub(40)) / 100.0;
    let frame_rate = nominal * (0.88 + 0.12 * link.flutter) * (1.0 - lost) * (1.0 - busy);
    StreamSample {
        bitrate: fitting(link, wanted * (0.85 + 0.3 * link.flutter), VIDEO_SHARE),
        latency: Latency(link.latency.0 + 2),
        jitter: Jitter(link.jitter.0 + link.jitter.0 / 8),
        loss: Loss(link.loss.0 + link.loss.0 / 10).min(Loss::ALL),
        picture: Some(PictureSample {
            resolution,
            frame_rate: Some(FrameRate((frame_rate + 0.5).max(1.0) as u32)),
        }),
    }
}

const fn is_large(device: Device) -> bool {
    matches!(device, Device::Room)
}

fn share(link: &LinkSample, shows: bool) -> StreamSample {
    let wide = link.bandwidth.0 / 100 >= 500;
    let (resolution, nominal) = if wide { (Resolution::P1080, 12.0) } else { (Resolution::P720, 6.0) };
    let wanted = if shows { 50.0 + 100.0 * link.flutter } else { 0.0 };
    StreamSample {
        bitrate: fitting(link, wanted, 0.4),
        latency: Latency(link.latency.0 + 1),
        jitter: link.jitter,
        loss: link.loss,
        picture: Some(if shows {
            let frame_rate = FrameRate((nominal * (0.7 + 0.6 * link.flutter) + 0.5) as u32);
            PictureSample { resolution, frame_rate: Some(frame_rate) }
        } else {
            PictureSample { resolution: Resolution::Empty, frame_rate: None }
        }),
    }
}

/// What arrives of a bitrate that is wanted when a stream may have a share of the bandwidth.
fn fitting(link: &LinkSample, wanted: f64, share: f64) -> Bitrate {
    let arriving = 1.0 - f64::from(link.loss.0) / 10_000.0;
    let available = f64::from(link.bandwidth.0) * share;
    Bitrate(((wanted * 100.0).min(available) * arriving + 0.5) as u32)
}

/// What the client and what all programs use of the processor: it follows video and share.
pub(crate) fn processor(key: Key, scene: &Scene, load: Percent) -> (Percent, Percent) {
    let noise = key.unit();
    let mobile = matches!(scene.device, Device::Ios | Device::Android | Device::Browser);
    let work = 3.0
        + if scene.camera { 7.0 } else { 0.0 }
        + if scene.sees_video { 5.0 } else { 0.0 }
        + if scene.sharing { 6.0 } else { 0.0 }
        + if scene.sees_share { 2.0 } else { 0.0 };
    let zoom = work * if mobile { 1.5 } else { 1.0 } * (0.75 + 0.5 * noise);
    let others = 8.0 + 20.0 * key.at(1).unit();
    let zoom = (zoom + 0.5) as u32;
    let system = (f64::from(zoom) + others.max(f64::from(load.0)) + 0.5).min(100.0) as u32;
    (Percent(zoom), Percent(system))
}

/// Puts a pinned value in the place of a measured one.
pub(crate) fn pin(sample: &mut Sample, pin: Pin) {
    match pin {
        Pin::Stream(kind, value) => {
            if let Some(stream) = &mut sample.streams[kind as usize] {
                pin_stream(stream, value);
            }
        }
        Pin::ZoomCpu(percent) => {
            sample.zoom_cpu = percent;
            sample.system_cpu = sample.system_cpu.max(percent);
        }
        Pin::SystemCpu(percent) => {
            sample.system_cpu = percent;
            sample.zoom_cpu = sample.zoom_cpu.min(percent);
        }
        Pin::Rssi(rssi) => sample.rssi = sample.rssi.map(|_| rssi),
    }
}

fn pin_stream(stream: &mut StreamSample, value: StreamPin) {
    match value {
        StreamPin::Bitrate(bitrate) => stream.bitrate = bitrate,
        StreamPin::Latency(latency) => stream.latency = latency,
        StreamPin::Jitter(jitter) => stream.jitter = jitter,
        StreamPin::Loss(loss) => stream.loss = loss,
        StreamPin::FrameRate(frame_rate) => {
            if let Some(picture) = &mut stream.picture {
                picture.frame_rate = Some(frame_rate);
            }
        }
        StreamPin::Resolution(resolution) => {
            if let Some(picture) = &mut stream.picture {
                picture.resolution = resolution;
            }
        }
    }
}
