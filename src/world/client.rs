//! What a client measures: samples, minutes, a summary of its stay.

use std::ops::Range;

use super::aggregate::{self, MinuteTally};
use super::cast::{Actor, Cast, Origin};
use super::lanes::{Mask, SAMPLE_SECONDS, SAMPLES};
use super::link::{Conditions, Link, MinuteNoise};
use super::media::{self, ComputerLanes, Sample, Scene, StreamLanes};
use super::qos::{Minute, PerStream, Summary};
use super::seed::Purpose;
use crate::scenario::plan::{Medium, Pin, StreamKind};
use crate::time::Moment;
use crate::units::{Percent, Rssi};

/// One participant's client, ready to be asked for any minute.
pub(crate) struct Client<'w> {
    cast: Cast<'w>,
    actor: Actor<'w>,
    conditions: Conditions,
}

/// All that a sample depends on besides noise.
#[derive(Clone, Debug, PartialEq)]
struct Circumstances {
    scene: Scene,
    conditions: Conditions,
    load: Percent,
    pins: Vec<Pin>,
}

/// A minute, or a part of one, throughout which the circumstances are the same.
struct Spell {
    samples: Range<usize>,
    circumstances: Circumstances,
    minute: u32,
    receiving: Link,
    sending: Link,
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
        self.each_spell(minute, |spell| {
            let streams = StreamKind::ALL.map(|kind| spell.stream(kind));
            let computer = self.computer(&spell);
            samples.extend(spell.samples.map(|lane| sample(&streams, &computer, lane)));
        });
        samples
    }

    /// One minute of the stay.
    pub(crate) fn minute(&self, index: u32) -> Minute {
        let end = (self.actor.stay.join + 60 * (i64::from(index) + 1)).min(self.actor.stay.leave);
        let mut tally = MinuteTally::new();
        self.each_spell(index, |spell| {
            let mask = Mask::of(spell.samples.clone());
            for kind in StreamKind::ALL {
                if let Some(stream) = spell.stream(kind) {
                    tally.add_stream(kind, &stream, &mask);
                }
            }
            tally.add_computer(&self.computer(&spell), &mask);
        });
        tally.minute(index, Moment::from_seconds(end), self.actor.device)
    }

    /// The whole stay.
    pub(crate) fn summary(&self) -> Summary {
        let minutes: Vec<Minute> = (0..self.actor.stay.minutes()).map(|index| self.minute(index)).collect();
        aggregate::summary(&minutes)
    }

    /// The spells of a minute: a single one, unless something happens in it.
    fn each_spell(&self, minute: u32, mut take: impl FnMut(Spell)) {
        let start = self.actor.stay.join + 60 * i64::from(minute);
        let time = |index: usize| start + SAMPLE_SECONDS * index as i64;
        let count = (0..SAMPLES).take_while(|&index| time(index) < self.actor.stay.leave).count();
        if count == 0 {
            return;
        }
        let receiving = MinuteNoise::new(self.actor.key.of(Purpose::Receiving), minute);
        let sending = MinuteNoise::new(self.actor.key.of(Purpose::Sending), minute);
        let mut take = |samples, circumstances: Circumstances| {
            take(Spell {
                samples,
                minute,
                receiving: receiving.under(&circumstances.conditions),
                sending: sending.under(&circumstances.conditions),
                circumstances,
            });
        };
        let mut first = 0;
        let (mut circumstances, mut last_until) = self.circumstances(start);
        for index in 1..count {
            if time(index) < last_until {
                continue;
            }
            let (next, next_last_until) = self.circumstances(time(index));
            last_until = next_last_until;
            if next != circumstances {
                take(first..index, std::mem::replace(&mut circumstances, next));
                first = index;
            }
        }
        take(first..count, circumstances);
    }

    /// The circumstances at a time, and until when they surely are the same.
    fn circumstances(&self, at: i64) -> (Circumstances, i64) {
        let (scene, scene_lasts) = self.scene(at);
        let effects = &self.actor.effects;
        if effects.is_empty() {
            let calm =
                Circumstances { scene, conditions: self.conditions, load: Percent(0), pins: Vec::new() };
            return (calm, scene_lasts);
        }
        let touched = Circumstances {
            scene,
            conditions: self.conditions(at),
            load: effects.load(at).unwrap_or(Percent(0)),
            pins: effects.pins(at),
        };
        (touched, at + 1)
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

    fn computer(&self, spell: &Spell) -> ComputerLanes {
        let noise = self.actor.key.of(Purpose::Processor);
        let Circumstances { scene, conditions, load, pins } = &spell.circumstances;
        media::computer(noise, spell.minute, scene, *load, conditions.rssi, pins)
    }
}

impl Spell {
    #[inline]
    fn stream(&self, kind: StreamKind) -> Option<StreamLanes> {
        let Circumstances { scene, load, pins, .. } = &self.circumstances;
        media::stream(kind, scene, &self.receiving, &self.sending, *load, pins)
    }
}

fn sample(streams: &PerStream<Option<StreamLanes>>, computer: &ComputerLanes, lane: usize) -> Sample {
    Sample {
        streams: streams.each_ref().map(|stream| stream.as_ref().map(|stream| stream.sample(lane))),
        zoom_cpu: Percent(computer.zoom[lane] as u32),
        system_cpu: Percent(computer.system[lane] as u32),
        rssi: computer.rssi.map(|rssi| Rssi(rssi[lane])),
    }
}
