//! What lists and details tell of a gathering as a whole.

use super::World;
use super::aggregate::Tally;
use super::cast::{Cast, Participant, join_cost};
use super::client::Client;
use super::gatherings::{Gathering, minutes_until};
use super::qos::{Minute, Scores};
use crate::scenario::plan::Device;
use crate::time::Moment;
use crate::units::Mos;

/// A gathering as a whole, as it is at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overview {
    /// How many have joined.
    pub participants: u32,
    /// Whether anybody came by a client or browser.
    pub has_voip: bool,
    /// Whether anybody dialled in.
    pub has_pstn: bool,
    /// Whether anybody came by a room system.
    pub has_sip: bool,
    /// Whether any camera was on.
    pub has_video: bool,
    /// Whether anybody shared a screen.
    pub has_screen_share: bool,
    /// Whether it is recorded.
    pub has_recording: bool,
    /// How well each medium could be followed.
    pub scores: Scores,
    /// How long it took people to get in on average, in hundredths of a second; 0 if nobody has.
    pub join_cost: u32,
}

/// A whole gathering is judged by so many of its participants, spread evenly, …
const JUDGES: u32 = 16;
/// … and so many minutes of each, spread evenly.
const MINUTES_JUDGED: u32 = 4;
/// So many are asked how long it took them to get in.
const ASKED: u32 = 1000;

impl World {
    /// What there is to tell of a gathering at `now`. It costs the same however many take part.
    pub fn overview(&self, gathering: &Gathering, now: Moment) -> Overview {
        let cast = Cast::new(self, gathering);
        let at = now.seconds();
        let participants = cast.joined(at);
        let [has_voip, has_pstn, has_sip] = self.ways_in(&cast, participants, at);
        Overview {
            participants,
            has_voip,
            has_pstn,
            has_sip,
            has_video: cast.has_filmed(at),
            has_screen_share: self.sharers(gathering, now, 0).next().is_some(),
            has_recording: cast.has_recorded(at),
            scores: judged(cast, participants, at),
            join_cost: Tally::of(
                spread(participants, ASKED)
                    .map(|n| i64::from(join_cost(cast.stay_key(cast.nth_joined(n, at))))),
            )
            .mean_u32(),
        }
    }

    /// Whether anybody came by a client, by telephone, by a room system. Nobody is looked at once everything is
    /// found that can be found.
    fn ways_in(&self, cast: &Cast<'_>, participants: u32, at: i64) -> [bool; 3] {
        let mut found = [false; 3];
        let possible = {
            let mut possible = [false; 3];
            let weighty = self.plan.population.devices.iter().filter(|&&(_, weight)| weight > 0);
            weighty.for_each(|&(device, _)| possible[way(device)] = true);
            possible
        };
        let named = cast.named_joined(at);
        for n in 0..participants {
            if n >= named && found.iter().zip(possible).all(|(&found, possible)| found || !possible) {
                break;
            }
            found[way(cast.device(cast.nth_joined(n, at)))] = true;
        }
        found
    }

    /// How well each medium could be followed, as [`World::overview`] tells it.
    pub fn gathering_scores(&self, gathering: &Gathering, now: Moment) -> Scores {
        let cast = Cast::new(self, gathering);
        judged(cast, cast.joined(now.seconds()), now.seconds())
    }

    /// The means of somebody's scores over the minutes that are complete at `now`.
    pub fn scores(&self, gathering: &Gathering, participant: &Participant<'_>, now: Moment) -> Scores {
        let mut means = Means::default();
        self.minutes(gathering, participant, now).for_each(|minute| means.add(&minute));
        means.scores()
    }
}

const fn way(device: Device) -> usize {
    match device {
        Device::Phone => 1,
        Device::Room => 2,
        _ => 0,
    }
}

fn judged(cast: Cast<'_>, participants: u32, at: i64) -> Scores {
    let mut means = Means::default();
    for n in spread(participants, JUDGES) {
        let index = cast.nth_joined(n, at);
        let stay = cast.actor(index).stay;
        let [join, leave, now] = [stay.join, stay.leave, at].map(Moment::from_seconds);
        let client = Client::new(cast, index);
        for minute in spread(minutes_until(join, leave, now), MINUTES_JUDGED) {
            means.add(&client.minute(minute));
        }
    }
    means.scores()
}

/// At most `most` of 0..count, spread evenly.
pub(super) fn spread(count: u32, most: u32) -> impl Iterator<Item = u32> {
    let taken = count.min(most);
    (0..taken).map(move |n| (u64::from(n) * u64::from(count) / u64::from(taken)) as u32)
}

/// The scores of minutes, added up.
#[derive(Default)]
struct Means([Option<Tally>; 3]);

impl Means {
    fn add(&mut self, minute: &Minute) {
        let Scores { audio, video, share } = minute.scores;
        for (tally, score) in self.0.iter_mut().zip([audio, video, share]) {
            if let Some(Mos(score)) = score {
                tally.get_or_insert(Tally::EMPTY).add(i64::from(score));
            }
        }
    }

    fn scores(&self) -> Scores {
        let [audio, video, share] = self.0.map(|tally| tally.map(|tally| Mos(tally.mean_u32())));
        Scores { audio, video, share }
    }
}
