//! Streams and processor load: what a network carries of what is switched on.

use super::lanes::{Lanes, MOST, Noise, SAMPLES, all, each, whole};
use super::link::Link;
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

/// One stream over one minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StreamLanes {
    pub(crate) bitrate: Lanes<i32>,
    pub(crate) latency: Lanes<i32>,
    pub(crate) jitter: Lanes<i32>,
    pub(crate) loss: Lanes<i32>,
    pub(crate) picture: Option<PictureLanes>,
}

/// A picture over one minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PictureLanes {
    pub(crate) resolution: Lanes<Resolution>,
    pub(crate) frame_rate: Option<Lanes<i32>>,
}

impl StreamLanes {
    /// What was measured at one sample.
    pub(crate) fn sample(&self, lane: usize) -> StreamSample {
        StreamSample {
            bitrate: Bitrate(self.bitrate[lane] as u32),
            latency: Latency(self.latency[lane] as u32),
            jitter: Jitter(self.jitter[lane] as u32),
            loss: Loss(self.loss[lane] as u32),
            picture: self.picture.map(|picture| PictureSample {
                resolution: picture.resolution[lane],
                frame_rate: picture.frame_rate.map(|rate| FrameRate(rate[lane] as u32)),
            }),
        }
    }

    /// Puts a pinned value in the place of the measured ones.
    fn pin(&mut self, value: StreamPin) {
        match value {
            StreamPin::Bitrate(Bitrate(bitrate)) => self.bitrate = all(bitrate),
            StreamPin::Latency(Latency(latency)) => self.latency = all(latency),
            StreamPin::Jitter(Jitter(jitter)) => self.jitter = all(jitter),
            StreamPin::Loss(Loss(loss)) => self.loss = all(loss),
            StreamPin::FrameRate(FrameRate(rate)) => {
                if let Some(picture) = &mut self.picture {
                    picture.frame_rate = Some(all(rate));
                }
            }
            StreamPin::Resolution(resolution) => {
                if let Some(picture) = &mut self.picture {
                    picture.resolution = each(|_| resolution);
                }
            }
        }
    }
}

/// The stream of a kind that `receiving` or `sending` carries in a scene, if it is on.
#[inline]
pub(crate) fn stream(
    kind: StreamKind,
    scene: &Scene,
    receiving: &Link,
    sending: &Link,
    load: Percent,
    pins: &[Pin],
) -> Option<StreamLanes> {
    let mut stream = match kind {
        StreamKind::AudioInput => Some(audio(receiving, true)),
        StreamKind::AudioOutput => Some(audio(sending, scene.microphone)),
        StreamKind::VideoInput => scene.sees_video.then(|| video(receiving, scene.device, load)),
        StreamKind::VideoOutput => scene.camera.then(|| video(sending, scene.device, load)),
        StreamKind::ShareInput => scene.sees_share.then(|| share(receiving, scene.share_shows)),
        StreamKind::ShareOutput => scene.sharing.then(|| share(sending, scene.share_shows)),
    };
    if let Some(stream) = &mut stream {
        for pin in pins {
            if let &Pin::Stream(of, value) = pin
                && of == kind
            {
                stream.pin(value);
            }
        }
    }
    stream
}

/// What speech needs at most, and what silence is coded with, in kbit/s.
const SPEECH: f32 = 72.0;
const SILENCE: f32 = 3.0;

fn audio(link: &Link, speaking: bool) -> StreamLanes {
    let wanted = if speaking { SPEECH } else { SILENCE };
    StreamLanes {
        bitrate: fitting(link, 0.3, |lane| wanted * (0.85 + 0.25 * link.flutter[lane])),
        latency: link.latency,
        jitter: link.jitter,
        loss: link.loss,
        picture: None,
    }
}

/// Video takes what the other streams leave of the bandwidth.
const VIDEO_SHARE: f32 = 0.9;

/// What the bandwidth of each sample is enough for: the last of four values whose kbit/s it reaches.
#[inline]
fn by_bandwidth<T: Copy>(link: &Link, values: [(i32, T); 4]) -> Lanes<T> {
    let [(_, smallest), larger @ ..] = values;
    link.bandwidth.map(|bandwidth| {
        let mut value = smallest;
        for (from, larger) in larger {
            value = if bandwidth >= 100 * from { larger } else { value };
        }
        value
    })
}

fn video(link: &Link, device: Device, load: Percent) -> StreamLanes {
    // Only rooms have screens that are worth the largest pictures.
    let largest = if device == Device::Room { 2500 } else { MOST / 100 };
    let size = [
        (0, Resolution::P180),
        (500, Resolution::P360),
        (1200, Resolution::P720),
        (largest, Resolution::P1080),
    ];
    let wanted = by_bandwidth(link, [(0, 220.0), (500, 600.0), (1200, 1350.0), (largest, 2700.0)]);
    let nominal = by_bandwidth(link, [(0, 12.0), (500, 21.0), (1200, 28.0), (largest, 29.0)]);
    let idle = 1.0 - load.0.saturating_sub(40) as f32 / 100.0;
    let frame_rate = each(|lane| {
        // Lost frames are missed twice: once themselves, once as the base of others.
        let lost = link.loss[lane] as f32 * (2.0 / 10_000.0);
        let complete = if lost < 0.7 { 1.0 - lost } else { 0.3 };
        whole(nominal[lane] * (0.88 + 0.12 * link.flutter[lane]) * complete * idle).max(1)
    });
    StreamLanes {
        bitrate: fitting(link, VIDEO_SHARE, |lane| wanted[lane] * (0.85 + 0.3 * link.flutter[lane])),
        latency: link.latency.map(|latency| latency + 2),
        jitter: link.jitter.map(|jitter| jitter + (jitter >> 3)),
        loss: link.loss.map(|loss| (loss + (loss >> 3)).min(Loss::ALL.0 as i32)),
        picture: Some(PictureLanes { resolution: by_bandwidth(link, size), frame_rate: Some(frame_rate) }),
    }
}

fn share(link: &Link, shows: bool) -> StreamLanes {
    let is_wide = link.bandwidth.map(|bandwidth| bandwidth >= 500 * 100);
    let picture = if shows {
        PictureLanes {
            resolution: is_wide.map(|wide| if wide { Resolution::P1080 } else { Resolution::P720 }),
            frame_rate: Some(each(|lane| {
                let nominal = if is_wide[lane] { 12.0 } else { 6.0 };
                whole(nominal * (0.7 + 0.6 * link.flutter[lane]))
            })),
        }
    } else {
        PictureLanes { resolution: each(|_| Resolution::Empty), frame_rate: None }
    };
    let (least, more) = if shows { (50.0, 100.0) } else { (0.0, 0.0) };
    StreamLanes {
        bitrate: fitting(link, 0.4, |lane| least + more * link.flutter[lane]),
        latency: link.latency.map(|latency| latency + 1),
        jitter: link.jitter,
        loss: link.loss,
        picture: Some(picture),
    }
}

/// What arrives of so many kbit/s that are wanted when a stream may have a share of the bandwidth.
#[inline]
fn fitting(link: &Link, share: f32, wanted: impl Fn(usize) -> f32) -> Lanes<i32> {
    each(|lane| {
        let arriving = 1.0 - link.loss[lane] as f32 * (1.0 / 10_000.0);
        let wanted = 100.0 * wanted(lane);
        let available = share * link.bandwidth[lane] as f32;
        whole(if wanted < available { wanted } else { available } * arriving)
    })
}

/// A client's computer over one minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ComputerLanes {
    /// What the client uses of the processor, in percent.
    pub(crate) zoom: Lanes<i32>,
    /// What all programs use of it, in percent.
    pub(crate) system: Lanes<i32>,
    /// Strength of the Wi-Fi signal, in dBm.
    pub(crate) rssi: Option<Lanes<i32>>,
}

/// The processor follows video and share; the signal swings around that of the network.
pub(crate) fn computer(
    key: Key,
    minute: u32,
    scene: &Scene,
    load: Percent,
    rssi: Option<i32>,
    pins: &[Pin],
) -> ComputerLanes {
    let number = u64::from(minute) * SAMPLES as u64;
    let noise = Noise::new(|lane| key.at(number + lane as u64).bits());
    let is_slow = matches!(scene.device, Device::Ios | Device::Android | Device::Browser);
    let work = 3.0
        + if scene.camera { 7.0 } else { 0.0 }
        + if scene.sees_video { 5.0 } else { 0.0 }
        + if scene.sharing { 6.0 } else { 0.0 }
        + if scene.sees_share { 2.0 } else { 0.0 };
    let work = work * if is_slow { 1.5 } else { 1.0 };
    let zoom = noise.quarter::<0>().map(|noise| whole(work * (0.75 + 0.5 * noise)));
    let others = noise.quarter::<1>().map(|noise| whole(8.0 + 20.0 * noise).max(load.0 as i32));
    let system = each(|lane| (zoom[lane] + others[lane]).min(100));
    let rssi =
        rssi.map(|rssi| noise.quarter::<2>().map(|noise| (rssi - 4 + whole(8.0 * noise)).clamp(-100, 0)));
    let mut computer = ComputerLanes { zoom, system, rssi };
    for &pin in pins {
        computer.pin(pin);
    }
    computer
}

impl ComputerLanes {
    fn pin(&mut self, pin: Pin) {
        match pin {
            Pin::ZoomCpu(Percent(percent)) => {
                self.zoom = all(percent);
                self.system = each(|lane| self.system[lane].max(self.zoom[lane]));
            }
            Pin::SystemCpu(Percent(percent)) => {
                self.system = all(percent);
                self.zoom = each(|lane| self.zoom[lane].min(self.system[lane]));
            }
            Pin::Rssi(Rssi(rssi)) => self.rssi = self.rssi.map(|_| each(|_| rssi)),
            Pin::Stream(..) => {}
        }
    }
}
