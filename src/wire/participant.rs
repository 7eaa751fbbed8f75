//! The quality of service of a meeting's or a webinar's participants:
//! `/metrics/meetings/{meetingId}/participants/qos`, `…/participants/{participantId}/qos`, and the same of
//! webinars. All four hold the same members; each has an order of its own and leaves a few out.

use super::json::{self, Object, OrEmpty, Quoted, Word};
use super::page::Page;
use super::people;
use super::spelling::Decimal;
use super::{participant_minute, places};
use crate::time::Moment;
use crate::world::health::{Checkup, Health, Issue};
use crate::world::{Device, Gathering, GatheringKind, Participant, World};
use places::{Joined, MacInPairs};

/// A page of the list.
pub(super) fn list<'w>(
    world: &'w World,
    gathering: &Gathering,
    page: &Page<'_>,
    participants: impl IntoIterator<Item = Participant<'w>>,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        page.write(o);
        series_number(o, world, gathering);
        o.array("participants", |elements| {
            for participant in participants {
                elements.object(|o| {
                    let checkup = head(o, world, gathering, &participant, now);
                    match gathering.kind {
                        GatheringKind::Webinar => listed_in_webinar(o, world, &participant, &checkup),
                        _ => listed_in_meeting(o, world, &participant, &checkup),
                    }
                });
            }
        });
    })
}

/// A single participant.
pub(super) fn single(
    world: &World,
    gathering: &Gathering,
    participant: &Participant<'_>,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        let checkup = head(o, world, gathering, participant, now);
        match gathering.kind {
            GatheringKind::Webinar => single_of_webinar(o, world, gathering, participant, &checkup),
            _ => single_of_meeting(o, world, gathering, participant, &checkup),
        }
    })
}

/// The members that all four begin with.
fn head(
    o: &mut Object<'_>,
    world: &World,
    gathering: &Gathering,
    participant: &Participant<'_>,
    now: Moment,
) -> Checkup {
    let Participant { person, station, .. } = participant;
    let mut checkup = Checkup::default();
    o.field("id", OrEmpty(person.user_id));
    o.field("device", Word(station.device_class));
    o.field("client", Word(station.client));
    o.field("domain", station.domain);
    o.field("harddisk_id", OrEmpty(station.harddisk_id));
    o.array("internal_ip_addresses", |addresses| {
        addresses.value(station.internal_ip);
    });
    o.field("ip_address", station.public_ip);
    o.field("join_time", participant.join);
    o.optional("leave_time", (participant.leave <= now).then_some(participant.leave));
    o.field("location", Word(station.city.country));
    o.field("mac_addr", MacInPairs(station.mac));
    o.field("pc_name", OrEmpty(station.pc_name));
    o.field("user_id", Quoted(participant.id.0));
    o.field("user_name", person.name);
    o.array("user_qos", |minutes| {
        for minute in world.minutes(gathering, participant, now) {
            checkup.add(&minute);
            minutes.object(|o| participant_minute::write(o, &minute));
        }
    });
    o.field("version", Word(station.version));
    checkup
}

fn listed_in_meeting(o: &mut Object<'_>, world: &World, participant: &Participant<'_>, checkup: &Checkup) {
    software(o, participant);
    video_connection(o, participant);
    share_connection(o, participant);
    network(o, participant);
    meeting_data_center(o, participant);
    sharing(o, participant);
    group(o, world, participant);
    archiving(o);
    health(o, checkup);
    join_cost(o, participant);
    plugin_and_email(o, participant);
    issues(o, checkup);
}

fn listed_in_webinar(o: &mut Object<'_>, world: &World, participant: &Participant<'_>, checkup: &Checkup) {
    software(o, participant);
    video_connection(o, participant);
    share_connection(o, participant);
    network(o, participant);
    webinar_data_center(o, participant);
    sharing(o, participant);
    o.field("optional_archiving", Word(NO_ARCHIVING));
    o.field("has_archiving", false);
    group(o, world, participant);
    health(o, checkup);
    plugin_and_email(o, participant);
    issues(o, checkup);
}

fn single_of_meeting(
    o: &mut Object<'_>,
    world: &World,
    gathering: &Gathering,
    participant: &Participant<'_>,
    checkup: &Checkup,
) {
    let station = &participant.station;
    software(o, participant);
    video_connection(o, participant);
    share_connection(o, participant);
    network(o, participant);
    o.field("microphone", station.microphone);
    o.field("speaker", Word(station.speaker));
    o.field("camera", Word(station.camera));
    meeting_data_center(o, participant);
    sharing(o, participant);
    group(o, world, participant);
    archiving(o);
    health(o, checkup);
    join_cost(o, participant);
    series_number(o, world, gathering);
    plugin_and_email(o, participant);
    issues(o, checkup);
}

fn single_of_webinar(
    o: &mut Object<'_>,
    world: &World,
    gathering: &Gathering,
    participant: &Participant<'_>,
    checkup: &Checkup,
) {
    health(o, checkup);
    issues(o, checkup);
    software(o, participant);
    network(o, participant);
    webinar_data_center(o, participant);
    sharing(o, participant);
    archiving(o);
    group(o, world, participant);
    video_connection(o, participant);
    series_number(o, world, gathering);
    plugin_and_email(o, participant);
    share_connection(o, participant);
}

pub(super) fn series_number(o: &mut Object<'_>, world: &World, gathering: &Gathering) {
    let name = match gathering.kind {
        GatheringKind::Webinar => "webinar_number",
        _ => "meeting_number",
    };
    o.optional(name, world.number(gathering).map(Quoted));
}

pub(super) fn software(o: &mut Object<'_>, participant: &Participant<'_>) {
    let station = &participant.station;
    let (browser_name, browser_version) = station.browser.unwrap_or_default();
    o.field("os", Word(station.os));
    o.field("os_version", Word(station.os_version));
    o.field("browser_name", Word(browser_name));
    o.field("browser_version", Word(browser_version));
}

fn video_connection(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("video_connection_type", Word(participant.station.connection));
}

fn share_connection(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("as_connection_type", Word(participant.station.connection));
}

fn network(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("participant_uuid", participant.uuid);
    o.field("network_type", Word(places::network_type(participant.station.network.medium)));
}

fn meeting_data_center(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("data_center", Word(participant.station.city.full_data_center));
    full_data_center_of_meeting(o, participant);
}

pub(super) fn full_data_center_of_meeting(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("full_data_center", Joined([participant.station.city.full_data_center, ";"]));
}

fn webinar_data_center(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("data_center", Word(places::data_center_country(participant.station.city)));
    full_data_center_of_webinar(o, participant);
}

/// The country; browsers come in through a gateway, which is named too.
pub(super) fn full_data_center_of_webinar(o: &mut Object<'_>, participant: &Participant<'_>) {
    let city = participant.station.city;
    let country = places::data_center_country(city);
    if participant.station.device == Device::Browser {
        let gateway = [country, ";", country, " (", city.data_center, " RWG);"];
        o.field("full_data_center", Joined(gateway));
    } else {
        o.field("full_data_center", Joined([country, ";"]));
    }
}

fn sharing(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("connection_type", Word(participant.station.connection));
    o.field("share_application", false);
    o.field("share_desktop", participant.shares);
    o.field("share_whiteboard", false);
    o.field("recording", participant.records);
    o.field("device_name", Word(participant.station.device_name));
}

/// `groupId`: the users of a department are a group.
pub(super) fn group(o: &mut Object<'_>, world: &World, participant: &Participant<'_>) {
    let department = participant.person.department;
    o.field("groupId", OrEmpty(department.map(|department| world.group_id(department))));
}

const NO_ARCHIVING: &str = "no optional archiving";

fn archiving(o: &mut Object<'_>) {
    o.field("has_archiving", false);
    o.field("optional_archiving", Word(NO_ARCHIVING));
}

fn join_cost(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("total_jointime_cost", Decimal(participant.join_cost));
}

fn plugin_and_email(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("zoom_thin_client_plugin_version", Word(""));
    o.field("email", people::email(&participant.person));
}

fn health(o: &mut Object<'_>, checkup: &Checkup) {
    let health = match checkup.health() {
        Health::Good => "Good",
        Health::Warning => "Warning",
        Health::Critical => "Critical",
    };
    o.field("health", Word(health));
}

fn issues(o: &mut Object<'_>, checkup: &Checkup) {
    o.array("issue_list", |issues| {
        for issue in checkup.issues() {
            issues.value(match issue {
                Issue::Audio => "Unstable audio quality",
                Issue::Video => "Unstable video quality",
                Issue::Share => "Unstable screen share quality",
                Issue::Cpu => "High CPU occupation",
            });
        }
    });
}
