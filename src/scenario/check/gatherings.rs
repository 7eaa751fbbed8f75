//! Meetings, webinars and sessions with a name, and who takes part.

use std::collections::HashMap;

use super::Places;
use super::environment::{city_index, find_city};
use super::names::unknown;
use crate::scenario::defaults;
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::plan::{CITIES, Device, GatheringFixture, GatheringKind, Location, ParticipantFixture};
use crate::scenario::syntax::Scenario;
use crate::scenario::syntax::decode::{Field, Located};
use crate::scenario::syntax::gathering::{self, Common, Participant};
use crate::scenario::syntax::quantity::Count;
use crate::scenario::syntax::words::OnOff;
use crate::time::Span;

pub(super) fn gatherings(
    written: &Scenario,
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> Vec<GatheringFixture> {
    let mut identifiers = Identifiers::default();
    all(written)
        .map(|(kind, common)| {
            identifiers.take(&common, mistakes);
            gathering(kind, &common, places, mistakes)
        })
        .collect()
}

/// All that are written, in the order in which the plan has them.
pub(super) fn all(written: &Scenario) -> impl Iterator<Item = (GatheringKind, Common<'_>)> {
    let meetings = written.meetings.items().iter().map(|one| (GatheringKind::Meeting, one.common()));
    let webinars = written.webinars.items().iter().map(|one| (GatheringKind::Webinar, one.common()));
    let sessions = written.sessions.items().iter().map(|one| (GatheringKind::Session, one.common()));
    meetings.chain(webinars).chain(sessions)
}

/// IDs and UUIDs that are taken.
#[derive(Default)]
struct Identifiers {
    numbers: HashMap<u64, Place>,
    uuids: HashMap<[u8; 16], Place>,
}

impl Identifiers {
    fn take(&mut self, common: &Common<'_>, mistakes: &mut Mistakes) {
        let hint = "an ID and a UUID stand for one meeting, webinar or session; without one it is drawn";
        let mut duplicate = |what: &str, place, first| {
            mistakes.add(
                Mistake::new(place, format!("this {what} is taken")).related(first, "by this").hint(hint),
            );
        };
        if let Some(id) = common.id
            && let Some(first) = self.numbers.get(&id.value.0)
        {
            duplicate("ID", id.place, *first);
        } else if let Some(id) = common.id {
            self.numbers.insert(id.value.0, id.place);
        }
        if let Some(uuid) = common.uuid
            && let Some(first) = self.uuids.get(&uuid.value.0)
        {
            duplicate("UUID", uuid.place, *first);
        } else if let Some(uuid) = common.uuid {
            self.uuids.insert(uuid.value.0, uuid.place);
        }
    }
}

fn gathering(
    kind: GatheringKind,
    common: &Common<'_>,
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> GatheringFixture {
    let duration = duration(
        common.duration.written().map(|duration| Located { value: duration.value.0, place: duration.place }),
        defaults::GATHERING_DURATION,
        mistakes,
    );
    // Against an unreadable duration nothing can be said about who comes and goes when.
    let end = (!common.duration.is_invalid()).then_some(duration);
    let participants: Vec<ParticipantFixture> = common
        .participants
        .items()
        .iter()
        .map(|participant| self::participant(participant, end, places, mistakes))
        .collect();
    let crowd = common.crowd.value().map_or(0, |crowd| crowd.0);
    if participants.is_empty()
        && crowd == 0
        && !common.participants.is_invalid()
        && !common.crowd.is_invalid()
    {
        let place = common.name.written().map_or(common.place, |name| name.place);
        mistakes.add(
            Mistake::new(place, "nobody takes part in this")
                .hint("name somebody, `participants: [Ada Lovelace]`, or let a crowd in, `crowd: 20`"),
        );
    }
    if let Some(written) = common.crowd.written()
        && participants.len() + usize::try_from(crowd).unwrap_or(usize::MAX)
            > usize::try_from(Count::MOST).unwrap_or(usize::MAX)
    {
        mistakes.add(
            Mistake::new(written.place, "these and those who are named are more than 1,000,000 people")
                .hint("make the crowd smaller"),
        );
    }
    GatheringFixture {
        kind,
        number: common.id.map(|id| id.value.0),
        uuid: common.uuid.map(|uuid| uuid.value.0),
        topic: common.name.or(String::new()),
        start: common.start.value().copied(),
        duration,
        participants,
        crowd,
    }
}

/// A duration of at least a second.
pub(super) fn duration(written: Option<Located<Span>>, default: Span, mistakes: &mut Mistakes) -> Span {
    match written {
        Some(duration) if duration.value < Span::SECOND => {
            mistakes.add(
                Mistake::new(duration.place, format!("`{}` is too short: at least a second", duration.value))
                    .hint("write it like `45m`"),
            );
            default
        }
        Some(duration) => duration.value,
        None => default,
    }
}

fn participant(
    written: &Participant,
    end: Option<Span>,
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> ParticipantFixture {
    let (join, leave) = stay(written, end, mistakes);
    let device = written.device.value().copied();
    let has_pictures = device != Some(Device::Phone);
    let mut switch = |field: &Field<OnOff>, what: &str, default: bool| {
        let on = field.value().map_or(default, |on| on.0);
        if let Some(on) = field.written()
            && on.value.0
            && !has_pictures
        {
            mistakes.add(
                Mistake::new(on.place, format!("a phone has no {what}"))
                    .hint(format!("leave out `{what}`, or choose another `device`")),
            );
        }
        on
    };
    let camera = switch(&written.camera, "camera", has_pictures);
    let share = switch(&written.share, "share", false);
    ParticipantFixture {
        name: written.name.or(String::new()),
        email: written.email.value().map(|email| email.0.clone()),
        device,
        location: location(&written.location, places, mistakes),
        network: written.network.written().and_then(|network| places.networks.find(network, mistakes)),
        join,
        leave,
        camera,
        share,
        microphone: written.microphone.value().is_none_or(|on| on.0),
    }
}

/// When somebody joins and leaves.
fn stay(written: &Participant, end: Option<Span>, mistakes: &mut Mistakes) -> (Span, Option<Span>) {
    let join = written.join.written();
    let leave = written.leave.written();
    let joins = join.map_or(Span::ZERO, |join| join.value.0);
    let leaves = leave.map(|leave| leave.value.0);
    if let (Some(join), Some(end)) = (join, end)
        && joins >= end
    {
        mistakes.add(
            Mistake::new(join.place, format!("nobody can join after `{joins}`: it lasts `{end}`"))
                .hint(format!("`join` counts from the start; make it less than `{end}`")),
        );
    }
    if let Some(leave) = leave
        && leave.value.0 <= joins
        && !written.join.is_invalid()
    {
        let mut mistake =
            Mistake::new(leave.place, format!("leaves after `{}`, but joins after `{joins}`", leave.value.0))
                .hint("both count from the start; `leave` comes after `join`");
        if let Some(join) = join {
            mistake = mistake.related(join.place, "joins here");
        }
        mistakes.add(mistake);
    } else if let (Some(leave), Some(end)) = (leave, end)
        && leave.value.0 > end
    {
        mistakes.add(
            Mistake::new(
                leave.place,
                format!("nobody can leave after `{}`: it lasts `{end}`", leave.value.0),
            )
            .hint("to stay to the end, leave out `leave`"),
        );
    }
    (joins, leaves)
}

/// Where somebody is: an office, or at home in a city.
pub(super) fn location(
    written: &Field<gathering::Location>,
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> Option<Location> {
    let Located { value, place } = written.written()?;
    let located = |name: &String| Located { value: name.clone(), place: *place };
    match value {
        gathering::Location::Office(name) => {
            places.offices.find(&located(name), mistakes).map(Location::Office)
        }
        gathering::Location::Home(city) => find_city(&located(city), mistakes).map(Location::Home),
        gathering::Location::Anywhere(name) => {
            if let Some(office) = places.offices.position(name) {
                return Some(Location::Office(office));
            }
            let city = city_index(name).map(Location::Home);
            if city.is_none() {
                let names = places.offices.all().chain(CITIES.iter().map(|city| city.name));
                unknown("office or city", name, *place, names, mistakes);
            }
            city
        }
    }
}
