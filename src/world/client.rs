//! What a client measures: samples, minutes, a summary of its stay.

use super::aggregate::{self, MinuteTally};
use super::cast::{Actor, Cast, Origin};
use super::link::{Conditions, MinuteNoise, SAMPLE_SECONDS, SAMPLES};
use super::media::{self, Sample, Scene};
use super::qos::{Minute, Summary};
use super::seed::Purpose;
use crate::scenario::plan::Medium;
use crate::time::Moment;
use crate::units::{Percent, Rssi};

/// One participant's client, ready to be asked for any minute.
pub(crate) struct Client<'w> {
    cast: Cast<'w>,
    actor: Actor<'w>,
    conditions: Conditions,
}

impl<'w> Client<'w> {
    pub(crate) fn new(cast: Cast<'w>, index: u32) -> Self {
        let actor = cast.actor(index);
        let conditions = Conditions::new(actor.network, actor.condition);
        Self { cast, actor, conditions }
    }

    /// The samples of a minute: every six seconds from its start, ten unless the stay ends within it.
    pub(crate) fn samples(&self, minute: u32) -> Vec<Sample> {
        let mut samples = Vec::with_capacity(SAMPLES);
        self.each_sample(minute, |sample| samples.push(sample.clone()));
        samples
    }

    fn each_sample(&self, minute: u32, mut take: impl FnMut(&Sample)) {
        let start = self.actor.stay.join + 60 * i64::from(minute);
        let receiving = MinuteNoise::new(self.actor.key.of(Purpose::Receiving), minute);
        let sending = MinuteNoise::new(self.actor.key.of(Purpose::Sending), minute);
        let processor = self.actor.key.of(Purpose::Processor);
        let signal = self.actor.key.of(Purpose::Signal);
        let is_calm = self.actor.effects.is_empty();
        let (mut scene, mut scene_lasts) = self.scene(start);
        for index in 0..SAMPLES {
            let at = start + SAMPLE_SECONDS * index as i64;
            if at >= self.actor.stay.leave {
                return;
            }
            if at >= scene_lasts {
                (scene, scene_lasts) = self.scene(at);
            }
            let number = u64::from(minute) * SAMPLES as u64 + index as u64;
            let conditions = if is_calm { self.conditions } else { self.conditions(at) };
            let load = if is_calm { None } else { self.actor.effects.load(at) }.unwrap_or(Percent(0));
            let (zoom_cpu, system_cpu) = media::processor(processor.at(number), &scene, load);
            let mut sample = Sample {
                streams: media::streams(
                    &scene,
                    &receiving.sample(index, &conditions),
                    &sending.sample(index, &conditions),
                    load,
                ),
                zoom_cpu,
                system_cpu,
                rssi: conditions.rssi.map(|rssi| {
                    let swing = signal.at(number).below(9) as i32 - 4;
                    Rssi((rssi + swing).clamp(-100, 0))
                }),
            };
            if !is_calm {
                for pin in self.actor.effects.pins(at) {
                    media::pin(&mut sample, pin);
                }
            }
            take(&sample);
        }
    }

    fn conditions(&self, at: i64) -> Conditions {
        let Some(network) = self.actor.effects.network(at) else {
            return self.conditions;
        };
        let network = &self.cast.networks()[network];
        let mut conditions = Conditions::new(network, self.actor.condition);
        if matches!(self.actor.origin, Origin::Drawn { .. }) {
            conditions.rssi = match self.actor.network.medium {
                Medium::Wifi => conditions.rssi.or(self.conditions.rssi),
                _ => None,
            };
        }
        conditions
    }

    /// The scene at a time, and until when it surely is the same.
    fn scene(&self, at: i64) -> (Scene, i64) {
        let around = self.cast.surroundings(&self.actor, at);
        let scene = Scene {
            device: self.actor.device,
            camera: around.settings.camera,
            microphone: around.settings.microphone,
            sharing: around.settings.sharing_since.is_some(),
            sees_video: around.sees_video,
            sees_share: around.sees_share,
            share_shows: around.share_shows,
        };
        (scene, self.cast.surroundings_last(&self.actor, at))
    }

    /// One minute of the stay.
    pub(crate) fn minute(&self, index: u32) -> Minute {
        let end = (self.actor.stay.join + 60 * (i64::from(index) + 1)).min(self.actor.stay.leave);
        let mut tally = MinuteTally::new();
        self.each_sample(index, |sample| tally.add(sample));
        tally.minute(index, Moment::from_seconds(end), self.actor.device)
    }

    /// The whole stay.
    pub(crate) fn summary(&self) -> Summary {
        let minutes: Vec<Minute> = (0..self.actor.stay.minutes()).map(|index| self.minute(index)).collect();
        aggregate::summary(&minutes)
    }
}
