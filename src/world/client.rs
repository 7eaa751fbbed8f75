//! What a client measures: samples, minutes, a summary of its stay.

use super::aggregate;
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
        let start = self.actor.stay.join + 60 * i64::from(minute);
        let receiving = MinuteNoise::new(self.actor.key.of(Purpose::Receiving), minute);
        let sending = MinuteNoise::new(self.actor.key.of(Purpose::Sending), minute);
        (0..SAMPLES)
            .map(|index| (index, start + SAMPLE_SECONDS * index as i64))
            .take_while(|&(_, at)| at < self.actor.stay.leave)
            .map(|(index, at)| {
                let conditions = self.conditions(at);
                let load = self.actor.effects.load(at).unwrap_or(Percent(0));
                let scene = self.scene(at);
                let number = u64::from(minute) * SAMPLES as u64 + index as u64;
                let (zoom_cpu, system_cpu) =
                    media::processor(self.actor.key.of(Purpose::Processor).at(number), &scene, load);
                let signal = self.actor.key.of(Purpose::Signal).at(number).below(9) as i32 - 4;
                let mut sample = Sample {
                    streams: media::streams(
                        &scene,
                        &receiving.sample(index, &conditions),
                        &sending.sample(index, &conditions),
                        load,
                    ),
                    zoom_cpu,
                    system_cpu,
                    rssi: conditions.rssi.map(|rssi| Rssi((rssi + signal).clamp(-100, 0))),
                };
                if !self.actor.effects.is_empty() {
                    for pin in self.actor.effects.pins(at) {
                        media::pin(&mut sample, pin);
                    }
                }
                sample
            })
            .collect()
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

    fn scene(&self, at: i64) -> Scene {
        let around = self.cast.surroundings(&self.actor, at);
        Scene {
            device: self.actor.device,
            camera: around.settings.camera,
            microphone: around.settings.microphone,
            sharing: around.settings.sharing_since.is_some(),
            sees_video: around.sees_video,
            sees_share: around.sees_share,
            share_shows: around.share_shows,
        }
    }

    /// One minute of the stay.
    pub(crate) fn minute(&self, index: u32) -> Minute {
        let end = (self.actor.stay.join + 60 * (i64::from(index) + 1)).min(self.actor.stay.leave);
        aggregate::minute(index, Moment::from_seconds(end), self.actor.device, &self.samples(index))
    }

    /// The whole stay.
    pub(crate) fn summary(&self) -> Summary {
        let minutes: Vec<Minute> = (0..self.actor.stay.minutes()).map(|index| self.minute(index)).collect();
        aggregate::summary(&minutes)
    }
}
