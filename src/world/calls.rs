//! Phone calls: two sides, each with a network of its own.

use std::borrow::Cow;
use std::collections::HashMap;

use super::World;
use super::aggregate::Tally;
use super::gatherings::{State, minutes_until};
use super::ids::{CallId, Ids, ShortId};
use super::lanes::{SAMPLE_SECONDS, SAMPLES, whole};
use super::link::{Condition, Conditions, Link, MinuteNoise};
use super::mos::score;
use super::people::{self, Person};
use super::places;
use super::qos::{CallMinute, CallSide, CallStream};
use super::seed::{Key, Purpose};
use super::stations::{self, Fittings, Station};
use super::timeline::{Effects, Occurrences, seconds};
use crate::scenario::plan::{
    Action, CITIES, Device, Location, PartyFixture, Pin, Plan, Side, StreamKind, StreamPin, Target,
};
use crate::time::Moment;
use crate::units::{Bitrate, Jitter, Latency, Loss, Mos};

/// Which call, in a form that costs nothing to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallRef {
    /// Of the population.
    Population {
        /// Which slot.
        slot: u32,
        /// Which of the slot's calls, counted from the epoch.
        nth: u32,
    },
    /// Named by the scenario.
    Named {
        /// An index of [`Plan::calls`].
        call: u32,
    },
}

/// A phone call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Where it comes from.
    pub reference: CallRef,
    /// `call_id`
    pub id: CallId,
    /// When it begins to ring: some seconds before it starts. A named call that starts with the emulator rings
    /// no earlier than that, so that whoever listens from then on hears of it.
    pub ringing: Moment,
    /// When it starts: the callee has answered, both are connected.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
}

impl Call {
    /// Whether it is going on.
    pub fn state(&self, now: Moment) -> State {
        State::of(self.start, self.end, now)
    }
}

/// One side of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Party<'w> {
    /// Who it is.
    pub person: Person<'w>,
    /// What they phone with.
    pub station: Station<'w>,
    /// `phone_number`, E.164, of a range for fiction.
    pub number: Cow<'w, str>,
    /// `extension_number`; empty for people outside the account.
    pub extension: String,
    /// `extension_id`, 22 characters; empty for people outside the account.
    pub extension_id: Option<ShortId>,
    /// `device_id`, 22 characters.
    pub device_id: ShortId,
    /// `site_id`, 22 characters; empty for people outside the account.
    pub site_id: Option<ShortId>,
    /// `headset`; empty for telephones.
    pub headset: &'static str,
    /// `codec`
    pub codec: &'static str,
    /// `isp`
    pub isp: &'static str,
}

/// The calls that a scenario names.
#[derive(Debug, Default)]
pub(crate) struct NamedCalls {
    /// From when to when each lasts, if it ever starts.
    times: Vec<Option<(i64, i64)>>,
    by_id: HashMap<u64, u32>,
}

/// For so many seconds a phone rings at least until somebody answers.
const SHORTEST_RINGING: i64 = 2;
/// And for so many at most.
pub(crate) const LONGEST_RINGING: i64 = 20;

/// Bit of the plain call that says that a scenario named it.
const NAMED: u64 = 1 << 59;
const SLOT_BITS: u32 = 20;

impl NamedCalls {
    pub(crate) fn new(plan: &Plan, start: Moment, ids: &Ids) -> Self {
        let mut named = Self::default();
        for (index, fixture) in plan.calls.iter().enumerate() {
            let id = fixture.id.unwrap_or_else(|| ids.call(NAMED | index as u64).0);
            named.by_id.insert(id, index as u32);
            let started = plan.timeline.iter().filter_map(|entry| {
                let starts = matches!(entry.action, Action::StartCall { call } if call == index);
                starts.then(|| Occurrences::new(entry.occurs, start).within(0, i64::MAX).next()).flatten()
            });
            let begin = started.chain(fixture.start.map(|when| seconds(when, start))).min();
            named.times.push(begin.map(|begin| {
                let planned = begin.saturating_add(fixture.duration.seconds().max(1));
                let ended = plan.timeline.iter().filter_map(|entry| {
                    let ends = matches!(entry.action, Action::EndCall { call } if call == index);
                    ends.then(|| Occurrences::new(entry.occurs, start).within(begin + 1, planned).next())
                        .flatten()
                });
                (begin, ended.min().unwrap_or(planned))
            }));
        }
        named
    }

    /// Those that start at some time.
    pub(crate) fn references(&self) -> impl Iterator<Item = CallRef> {
        let starting = self.times.iter().enumerate().filter(|(_, times)| times.is_some());
        starting.map(|(call, _)| CallRef::Named { call: call as u32 })
    }
}

/// One side of a call, as far as quality of service needs it.
struct Line<'w> {
    key: Key,
    conditions: Conditions,
    condition: Condition,
    effects: Effects<'w>,
    person_key: Key,
    device: Device,
    location: Location,
    network: usize,
}

impl World {
    /// The call that an ID names, if it has started by `now` and is not forgotten.
    pub fn call_by_id(&self, id: CallId, now: Moment) -> Option<Call> {
        if let Some(&call) = self.named_calls.by_id.get(&id.0) {
            let (start, _) = self.named_calls.times[call as usize]?;
            return (start <= now.seconds()).then(|| self.call(CallRef::Named { call }));
        }
        let plain = self.ids.of_call(id).filter(|plain| plain >> (SLOT_BITS + 32) == 0)?;
        let (slot, nth) = ((plain >> 32) as u32, plain as u32);
        let schedule = self.calls.as_ref().filter(|schedule| slot < schedule.slots())?;
        let call = self.call(CallRef::Population { slot, nth });
        (call.start <= now && schedule.remembers(call.end.seconds(), now.seconds())).then_some(call)
    }

    /// The call behind a reference that this world gave out.
    pub fn call(&self, reference: CallRef) -> Call {
        let ((start, end), id) = match reference {
            CallRef::Population { slot, nth } => (
                self.calls.as_ref().map_or((0, 1), |schedule| schedule.slot(slot).times(nth)),
                self.ids.call(u64::from(slot) << 32 | u64::from(nth)),
            ),
            CallRef::Named { call } => (
                self.named_calls.times[call as usize].unwrap_or((0, 1)),
                self.plan.calls[call as usize]
                    .id
                    .map_or_else(|| self.ids.call(NAMED | u64::from(call)), CallId),
            ),
        };
        Call {
            reference,
            id,
            ringing: Moment::from_seconds(self.ringing(reference, start)),
            start: Moment::from_seconds(start),
            end: Moment::from_seconds(end),
        }
    }

    fn ringing(&self, reference: CallRef, start: i64) -> i64 {
        let lasting = self.call_key(reference).of(Purpose::Ringing);
        let ringing = start - lasting.within(SHORTEST_RINGING as u64..=LONGEST_RINGING as u64) as i64;
        match reference {
            CallRef::Named { .. } => ringing.max(self.start.seconds().min(start)),
            CallRef::Population { .. } => ringing,
        }
    }

    fn call_key(&self, reference: CallRef) -> Key {
        match reference {
            CallRef::Population { slot, nth } => self.calls.as_ref().map_or(self.key, |schedule| {
                schedule.slot_key(slot).of(Purpose::Instance).at(u64::from(nth))
            }),
            CallRef::Named { call } => self.key.of(Purpose::NamedCall).at(u64::from(call)),
        }
    }

    fn party_fixture(&self, reference: CallRef, side: Side) -> Option<&PartyFixture> {
        match reference {
            CallRef::Population { .. } => None,
            CallRef::Named { call } => {
                let fixture = &self.plan.calls[call as usize];
                Some(match side {
                    Side::Caller => &fixture.caller,
                    Side::Callee => &fixture.callee,
                })
            }
        }
    }

    /// Whether an invented party is from outside the account: at most one of the two is.
    fn is_outside(&self, reference: CallRef, side: Side) -> bool {
        let ticket = self.call_key(reference).of(Purpose::Site).below(10);
        match side {
            Side::Caller => ticket < 3,
            Side::Callee => (3..6).contains(&ticket),
        }
    }

    fn line(&self, reference: CallRef, side: Side) -> Line<'_> {
        let key = self.call_key(reference).at(side as u64);
        let plan = &self.plan;
        let fixture = self.party_fixture(reference, side);
        let person_key = match (fixture, reference) {
            (Some(fixture), _) => {
                let named = self.key.of(Purpose::Named);
                named.text(&fixture.name).text(fixture.email.as_deref().unwrap_or_default())
            }
            // A slot's people phone again and again.
            (None, CallRef::Population { nth, .. }) => {
                let slot_key = self.call_key(reference);
                let slot = self.calls.as_ref().map_or(slot_key, |schedule| match reference {
                    CallRef::Population { slot, .. } => schedule.slot_key(slot),
                    CallRef::Named { .. } => slot_key,
                });
                slot.of(Purpose::Member).at(person_in_slot(nth, side))
            }
            (None, CallRef::Named { .. }) => key,
        };
        let outside = fixture.is_none() && self.is_outside(reference, side);
        let device =
            fixture.and_then(|fixture| fixture.device).unwrap_or_else(|| places::device(plan, person_key));
        let location = fixture
            .and_then(|fixture| fixture.location)
            .unwrap_or_else(|| places::location(plan, person_key, outside));
        let network = fixture
            .and_then(|fixture| fixture.network)
            .unwrap_or_else(|| places::network(plan, person_key, device, location));
        let condition = if fixture.is_some() { Condition::Good } else { places::condition(plan, key) };
        let target = match reference {
            CallRef::Named { call } => Some(Target::Party { call: call as usize, side }),
            CallRef::Population { .. } => None,
        };
        let office = match location {
            Location::Office(office) => Some(Target::Office(office)),
            Location::Home(_) => None,
        };
        Line {
            key,
            conditions: Conditions::new(&plan.networks[network], condition),
            condition,
            effects: self.timeline.effects_on([target, office, Some(Target::Everyone), None]),
            person_key,
            device,
            location,
            network,
        }
    }

    /// One side of a call.
    pub fn party(&self, call: &Call, side: Side) -> Party<'_> {
        const CODECS: [&str; 4] = ["OPUS", "OPUS", "G722", "PCMU"];
        const PROVIDERS: [&str; 5] = [
            "Example Telecom",
            "Documentation Networks",
            "Sample Cable",
            "Placeholder Fiber",
            "Fictional Mobile",
        ];
        let line = self.line(call.reference, side);
        let fixture = self.party_fixture(call.reference, side);
        let domain = &self.plan.account.domain;
        let person = match (fixture, call.reference) {
            (Some(fixture), _) => {
                people::named(line.person_key, &fixture.name, fixture.email.as_deref(), domain)
            }
            (None, CallRef::Population { slot, nth }) => {
                // Five times an ordinal of its own, and 3: no gathering's people have these.
                let ordinal = (u64::from(slot) * PEOPLE_PER_SLOT + person_in_slot(nth, side)) * 5 + 3;
                people::invented(line.person_key, ordinal, !self.is_outside(call.reference, side), domain)
            }
            (None, CallRef::Named { .. }) => people::invented(line.person_key, 3, true, domain),
        };
        let in_account = person.in_account();
        let (city, office) = match line.location {
            Location::Office(office) => (self.plan.offices[office].city, Some(office)),
            Location::Home(city) => (city, None),
        };
        let station = stations::station(
            line.person_key,
            &Fittings {
                device: line.device,
                city: &CITIES[city.min(CITIES.len() - 1)],
                office,
                network: &self.plan.networks[line.network],
                domain: in_account.then_some(domain.as_str()),
                camera_on: false,
                microphone: None,
            },
        );
        let phone = line.person_key.of(Purpose::Phone);
        let site = office.map_or(u64::MAX, |office| office as u64);
        Party {
            person,
            station,
            number: fixture
                .and_then(|fixture| fixture.number.as_deref())
                .map_or_else(|| Cow::Owned(phone_number(phone)), Cow::Borrowed),
            extension: if in_account {
                phone.at(3).within(10_000..=99_999).to_string()
            } else {
                String::new()
            },
            extension_id: in_account.then(|| ShortId::of(phone.at(4))),
            device_id: ShortId::of(phone.at(5)),
            site_id: in_account.then(|| ShortId::of(self.key.of(Purpose::Site).at(site))),
            headset: if line.device == Device::Phone { "" } else { stations::another_microphone(phone, "") },
            codec: self.call_key(call.reference).of(Purpose::Media).pick(&CODECS),
            isp: line.person_key.of(Purpose::Connection).pick(&PROVIDERS),
        }
    }

    /// How many minutes of a call are complete at `now`; the last, shorter one is when the call has ended.
    pub fn call_minutes_until(&self, call: &Call, now: Moment) -> u32 {
        minutes_until(call.start, call.end, now)
    }

    /// One minute of a call.
    pub fn call_minute(&self, call: &Call, index: u32) -> CallMinute {
        let start = call.start.seconds() + 60 * i64::from(index);
        let end = (start + 60).min(call.end.seconds());
        CallMinute {
            index,
            end: Moment::from_seconds(end),
            sides: [Side::Caller, Side::Callee].map(|side| {
                let line = self.line(call.reference, side);
                CallSide {
                    sending: self.call_stream(&line, StreamKind::AudioOutput, index, start, end),
                    receiving: self.call_stream(&line, StreamKind::AudioInput, index, start, end),
                }
            }),
        }
    }

    fn call_stream(
        &self,
        line: &Line<'_>,
        kind: StreamKind,
        minute: u32,
        start: i64,
        end: i64,
    ) -> CallStream {
        let purpose = if kind == StreamKind::AudioOutput { Purpose::Sending } else { Purpose::Receiving };
        let noise = MinuteNoise::new(line.key.of(purpose), minute);
        let [mut bitrate, mut delay, mut jitter, mut loss] = [Tally::EMPTY; 4];
        let mut conditions = line.conditions;
        let mut link = noise.under(&conditions);
        let samples = (0..SAMPLES).map(|index| (index, start + SAMPLE_SECONDS * index as i64));
        for (index, at) in samples.take_while(|&(_, at)| at < end) {
            let calm = line.effects.is_empty();
            if !calm {
                let now = line.effects.network(at).map_or(line.conditions, |network| {
                    Conditions::new(&self.plan.networks[network], line.condition)
                });
                if now != conditions {
                    (conditions, link) = (now, noise.under(&now));
                }
            }
            let mut sample = CallSample::new(&link, index);
            if !calm {
                for pin in line.effects.pins(at) {
                    sample.pin(kind, pin);
                }
            }
            bitrate.add(i64::from(sample.bitrate.0));
            delay.add(i64::from(sample.delay.0));
            jitter.add(i64::from(sample.jitter.0));
            loss.add(i64::from(sample.loss.0));
        }
        let (delay, jitter, avg_loss) =
            (Latency(delay.mean_u32()), Jitter(jitter.mean_u32()), Loss(loss.mean_u32()));
        CallStream {
            bitrate: Bitrate(bitrate.mean_u32()),
            delay,
            jitter,
            avg_loss,
            max_loss: Loss(loss.greatest_u32()),
            mos: score(delay, jitter, avg_loss),
        }
    }

    /// `mos` of a call over the minutes that are complete at `now`: the mean of all directions. While none is
    /// complete, that of its first minute.
    pub fn call_mos(&self, call: &Call, now: Moment) -> Mos {
        let mut tally = Tally::EMPTY;
        for index in 0..self.call_minutes_until(call, now).max(1) {
            for side in self.call_minute(call, index).sides {
                tally.add(i64::from(side.sending.mos.0));
                tally.add(i64::from(side.receiving.mos.0));
            }
        }
        Mos(tally.mean_u32())
    }
}

/// A side of a call at one instant.
struct CallSample {
    bitrate: Bitrate,
    delay: Latency,
    jitter: Jitter,
    loss: Loss,
}

impl CallSample {
    fn new(link: &Link, lane: usize) -> Self {
        // Speech pauses: the codec sends less than its 24 kbit/s.
        let arriving = 1.0 - link.loss[lane] as f32 / 10_000.0;
        let wanted = 24.0 * (0.55 + 0.5 * link.flutter[lane]) * 100.0;
        Self {
            bitrate: Bitrate(whole(wanted.min(link.bandwidth[lane] as f32) * arriving) as u32),
            delay: Latency(link.latency[lane] as u32),
            jitter: Jitter(link.jitter[lane] as u32),
            loss: Loss(link.loss[lane] as u32),
        }
    }

    fn pin(&mut self, stream: StreamKind, pin: Pin) {
        match pin {
            Pin::Stream(kind, value) if kind == stream => match value {
                StreamPin::Bitrate(bitrate) => self.bitrate = bitrate,
                StreamPin::Latency(delay) => self.delay = delay,
                StreamPin::Jitter(jitter) => self.jitter = jitter,
                StreamPin::Loss(loss) => self.loss = loss,
                StreamPin::FrameRate(_) | StreamPin::Resolution(_) => {}
            },
            _ => {}
        }
    }
}

/// Of a slot of calls, so many people phone.
const PEOPLE_PER_SLOT: u64 = 16;

fn person_in_slot(nth: u32, side: Side) -> u64 {
    u64::from(nth) % (PEOPLE_PER_SLOT / 2) * 2 + side as u64
}

/// A number of the range for fiction of the North American plan: 555-0100 to 555-0199.
pub(crate) fn phone_number(key: Key) -> String {
    const AREAS: [u32; 8] = [202, 212, 303, 312, 408, 512, 617, 707];
    format!("+1{}5550{}", key.pick(&AREAS), 100 + key.at(1).below(100))
}
