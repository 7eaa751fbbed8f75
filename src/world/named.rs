//! The gatherings that a scenario names: instances and stays, folded from their plan and the timeline.
//!
//! Times are seconds since the epoch.

use std::collections::HashMap;

use super::seed::{Key, Purpose};
use super::stays::{Stay, Stays};
use super::timeline::{Occurrences, seconds};
use crate::scenario::plan::{Action, GatheringFixture, ParticipantFixture, Plan, Switch, Target};
use crate::time::Moment;

/// At most so many times does one entry of the timeline start, join or switch something: an interval without an
/// end must not fill the memory. Once a minute for a week is less.
const MOST_OCCURRENCES: usize = 10_000;

/// All that a scenario names, and where to find it.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub(crate) gatherings: Vec<NamedGathering>,
    by_number: HashMap<u64, usize>,
    by_uuid: HashMap<[u8; 16], usize>,
}

/// A named gathering with its instances, earliest first.
#[derive(Debug)]
pub(crate) struct NamedGathering {
    pub(crate) key: Key,
    pub(crate) instances: Vec<Instance>,
}

/// One instance of a named gathering.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// Of named participants, in the order of joining.
    pub(crate) stays: Vec<NamedStay>,
    /// Of the crowd.
    pub(crate) crowd: Stays,
}

/// One stay of a named participant.
#[derive(Debug)]
pub(crate) struct NamedStay {
    /// An index of [`GatheringFixture::participants`].
    pub(crate) participant: usize,
    pub(crate) key: Key,
    pub(crate) stay: Stay,
    /// What is switched when, from the start of the instance on, in order of time.
    switches: Vec<(i64, Change)>,
    /// When a setting or device changes during the stay, once for each instant.
    pub(crate) changes: Vec<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Switch(Switch, bool),
    /// Another microphone: an entry of the plan's timeline.
    Microphone(usize),
}

/// What is on at somebody's place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings<'w> {
    pub(crate) camera: bool,
    pub(crate) microphone: bool,
    /// Since when the screen is shared.
    pub(crate) sharing_since: Option<i64>,
    /// The microphone that they took in the place of theirs.
    pub(crate) other_microphone: Option<&'w str>,
}

impl Named {
    /// Folds the plan. `network_changes` tells when the medium of somebody's network changes in a stay.
    pub(crate) fn new(
        plan: &Plan,
        start: Moment,
        world: Key,
        network_changes: impl Fn(usize, usize, Stay) -> Vec<i64>,
    ) -> Self {
        let mut named = Self::default();
        for (index, fixture) in plan.gatherings.iter().enumerate() {
            if let Some(number) = fixture.number {
                named.by_number.insert(number, index);
            }
            if let Some(uuid) = fixture.uuid {
                named.by_uuid.insert(uuid, index);
            }
            let fold = Fold { plan, fixture, index, start, key: world.of(Purpose::Named).at(index as u64) };
            named.gatherings.push(fold.gathering(&network_changes));
        }
        named
    }

    /// The gathering to which a scenario gave this number.
    pub(crate) fn by_number(&self, number: u64) -> Option<usize> {
        self.by_number.get(&number).copied()
    }

    /// The gathering to whose first instance a scenario gave this UUID.
    pub(crate) fn by_uuid(&self, uuid: [u8; 16]) -> Option<usize> {
        self.by_uuid.get(&uuid).copied()
    }
}

impl Instance {
    /// Whether anybody's camera is on, besides that of the named stay `except`.
    pub(crate) fn anybody_films(
        &self,
        plan: &Plan,
        fixture: &GatheringFixture,
        except: Option<usize>,
        at: i64,
    ) -> bool {
        self.crowd.count() > 0 || self.present(except, at).any(|stay| stay.settings(plan, fixture, at).camera)
    }

    /// Since when somebody, besides the named stay `except`, shares a screen.
    pub(crate) fn shared_since(
        &self,
        plan: &Plan,
        fixture: &GatheringFixture,
        except: Option<usize>,
        at: i64,
    ) -> Option<i64> {
        self.present(except, at).filter_map(|stay| stay.settings(plan, fixture, at).sharing_since).min()
    }

    fn present(&self, except: Option<usize>, at: i64) -> impl Iterator<Item = &NamedStay> {
        self.stays
            .iter()
            .enumerate()
            .filter(move |&(index, stay)| {
                Some(index) != except && stay.stay.join <= at && at < stay.stay.leave
            })
            .map(|(_, stay)| stay)
    }
}

impl NamedStay {
    /// What is on at a time.
    pub(crate) fn settings<'w>(
        &self,
        plan: &'w Plan,
        fixture: &'w GatheringFixture,
        at: i64,
    ) -> Settings<'w> {
        let participant = &fixture.participants[self.participant];
        let mut settings = Settings {
            camera: participant.camera,
            microphone: participant.microphone,
            sharing_since: self.sharing_since(participant, at),
            other_microphone: None,
        };
        for &(_, change) in self.switches.iter().take_while(|&&(when, _)| when <= at) {
            match change {
                Change::Switch(Switch::Camera, on) => settings.camera = on,
                Change::Switch(Switch::Microphone, on) => settings.microphone = on,
                Change::Switch(Switch::Share, _) => {}
                Change::Microphone(entry) => {
                    if let Action::Microphone { name, .. } = &plan.timeline[entry].action {
                        settings.other_microphone = Some(name);
                    }
                }
            }
        }
        settings
    }

    fn sharing_since(&self, participant: &ParticipantFixture, at: i64) -> Option<i64> {
        let mut since = participant.share.then_some(self.stay.join);
        for &(when, change) in self.switches.iter().take_while(|&&(when, _)| when <= at) {
            match change {
                Change::Switch(Switch::Share, false) => since = None,
                Change::Switch(Switch::Share, true) => since = since.or(Some(when.max(self.stay.join))),
                _ => {}
            }
        }
        since
    }

    /// From when to when they share their screen, in order of time.
    pub(crate) fn shares(&self, fixture: &GatheringFixture) -> Vec<(i64, i64)> {
        let Stay { join, leave } = self.stay;
        let mut shares = Vec::new();
        let mut since = fixture.participants[self.participant].share.then_some(join);
        for &(when, change) in self.switches.iter().take_while(|&&(when, _)| when < leave) {
            match change {
                Change::Switch(Switch::Share, false) => {
                    shares.extend(since.take().map(|since| (since, when)));
                }
                Change::Switch(Switch::Share, true) => since = since.or(Some(when.max(join))),
                _ => {}
            }
        }
        shares.extend(since.map(|since| (since, leave)));
        shares.retain(|&(since, until)| since < until);
        shares
    }
}

/// One gathering while it is folded.
struct Fold<'p> {
    plan: &'p Plan,
    fixture: &'p GatheringFixture,
    index: usize,
    start: Moment,
    key: Key,
}

impl Fold<'_> {
    fn gathering(&self, network_changes: &impl Fn(usize, usize, Stay) -> Vec<i64>) -> NamedGathering {
        let mut starts = self.times(
            0,
            i64::MAX,
            |action| matches!(action, Action::StartGathering { gathering } if *gathering == self.index),
        );
        starts.extend(self.fixture.start.map(|when| seconds(when, self.start)));
        starts.sort_unstable();
        let mut instances: Vec<Instance> = Vec::new();
        for start in starts {
            // Starting what is running changes nothing.
            if instances.last().is_none_or(|last| last.end <= start) {
                instances.push(self.instance(instances.len(), start, network_changes));
            }
        }
        NamedGathering { key: self.key, instances }
    }

    fn instance(
        &self,
        nth: usize,
        start: i64,
        network_changes: &impl Fn(usize, usize, Stay) -> Vec<i64>,
    ) -> Instance {
        let scheduled = self.fixture.duration.seconds().max(1);
        let planned_end = start.saturating_add(scheduled);
        let end = self
            .times(
                start + 1,
                planned_end,
                |action| matches!(action, Action::EndGathering { gathering } if *gathering == self.index),
            )
            .into_iter()
            .min()
            .unwrap_or(planned_end);
        let key = self.key.of(Purpose::Instance).at(nth as u64);
        let mut stays: Vec<NamedStay> = (0..self.fixture.participants.len())
            .flat_map(|participant| self.stays_of(participant, start, end, key, network_changes))
            .collect();
        stays.sort_by_key(|stay| (stay.stay.join, stay.participant));
        let crowd = Stays::new(key, self.fixture.crowd, start, scheduled, end);
        Instance { start, end, stays, crowd }
    }

    fn stays_of(
        &self,
        participant: usize,
        start: i64,
        end: i64,
        key: Key,
        network_changes: &impl Fn(usize, usize, Stay) -> Vec<i64>,
    ) -> Vec<NamedStay> {
        let fixture = &self.fixture.participants[participant];
        let is_meant = |who: &[Target]| self.is_meant(participant, who);
        let mut moves: Vec<(i64, bool)> = vec![(start + fixture.join.seconds(), true)];
        moves.extend(fixture.leave.map(|leave| (start + leave.seconds(), false)));
        let joins = self.times(start, end, |action| matches!(action, Action::Join { who } if is_meant(who)));
        let leaves =
            self.times(start, end, |action| matches!(action, Action::Leave { who } if is_meant(who)));
        moves.extend(joins.into_iter().map(|at| (at, true)));
        moves.extend(leaves.into_iter().map(|at| (at, false)));
        // Who leaves and joins in the same second is in afterwards.
        moves.sort_unstable();
        let switches = self.switches(participant, start, end);
        let mut stays = Vec::new();
        let mut joined = None;
        for (at, joins) in moves.into_iter().filter(|&(at, _)| at < end).chain([(end, false)]) {
            match (joined, joins) {
                (None, true) => joined = Some(at),
                (Some(join), false) if join < at => {
                    let stay = Stay { join, leave: at };
                    let during = |at: &i64| join < *at && *at < stay.leave;
                    let mut changes = network_changes(self.index, participant, stay);
                    changes.extend(
                        switches
                            .iter()
                            .filter(|(_, change)| is_setting(*change))
                            .map(|&(at, _)| at)
                            .filter(during),
                    );
                    changes.sort_unstable();
                    changes.dedup();
                    stays.push(NamedStay {
                        participant,
                        key: key.at(participant as u64).at(stays.len() as u64),
                        stay,
                        switches: switches.clone(),
                        changes,
                    });
                    joined = None;
                }
                _ => {}
            }
        }
        stays
    }

    fn switches(&self, participant: usize, start: i64, end: i64) -> Vec<(i64, Change)> {
        let mut switches = Vec::new();
        for (order, entry) in self.plan.timeline.iter().enumerate() {
            let change = match &entry.action {
                Action::Switch { who, what, on } if self.is_meant(participant, who) => {
                    Change::Switch(*what, *on)
                }
                Action::Microphone { who, .. } if self.is_meant(participant, who) => {
                    Change::Microphone(order)
                }
                _ => continue,
            };
            let times = Occurrences::new(entry.occurs, self.start).within(start, end);
            switches.extend(times.take(MOST_OCCURRENCES).map(|at| (at, change)));
        }
        // Stable: of two at the same instant the later entry wins.
        switches.sort_by_key(|&(at, _)| at);
        switches
    }

    fn is_meant(&self, participant: usize, who: &[Target]) -> bool {
        who.iter().any(|target| match *target {
            Target::Participant { gathering, participant: other } => {
                gathering == self.index && other == participant
            }
            Target::Gathering(gathering) => gathering == self.index,
            Target::Everyone => true,
            Target::Party { .. } | Target::Office(_) => false,
        })
    }

    /// When actions happen, in [from, to).
    fn times(&self, from: i64, to: i64, is_one: impl Fn(&Action) -> bool) -> Vec<i64> {
        self.plan
            .timeline
            .iter()
            .filter(|entry| is_one(&entry.action))
            .flat_map(|entry| {
                Occurrences::new(entry.occurs, self.start).within(from, to).take(MOST_OCCURRENCES)
            })
            .collect()
    }
}

/// Whether the service tells of it: screen share is no setting of a device.
fn is_setting(change: Change) -> bool {
    !matches!(change, Change::Switch(Switch::Share, _))
}
