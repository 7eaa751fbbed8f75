//! Who takes part: `…/participants` of meetings and webinars.

use super::gathering::quality_or_empty;
use super::json::{self, Object, OrEmpty, Quoted, Word};
use super::page::Page;
use super::participant::{
    full_data_center_of_meeting, full_data_center_of_webinar, group, series_number, software,
};
use super::people;
use super::places::{self, MacInPairs};
use super::spelling::Decimal;
use crate::time::Moment;
use crate::world::qos::Scores;
use crate::world::{Device, Gathering, GatheringKind, Participant, Role, World};

/// The number that people dial, without its `+`, of the range for fiction.
pub(super) const ZOOM_NUMBER: &str = "12025550100";

/// A page of the list; `with_registrants` adds their IDs.
pub(super) fn list<'w>(
    world: &'w World,
    gathering: &Gathering,
    page: &Page<'_>,
    participants: impl IntoIterator<Item = Participant<'w>>,
    with_registrants: bool,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        page.write(o);
        series_number(o, world, gathering);
        o.array("participants", |elements| {
            for participant in participants {
                let attendee =
                    Attendee { world, gathering, participant: &participant, with_registrants, now };
                elements.object(|o| attendee.write(o));
            }
        });
    })
}

struct Attendee<'a> {
    world: &'a World,
    gathering: &'a Gathering,
    participant: &'a Participant<'a>,
    with_registrants: bool,
    now: Moment,
}

impl Attendee<'_> {
    fn write(&self, o: &mut Object<'_>) {
        let Participant { person, station, .. } = self.participant;
        let scores = self.world.scores(self.gathering, self.participant, self.now);
        let of_meeting = self.gathering.kind == GatheringKind::Meeting;
        quality_or_empty(o, "audio_quality", scores.audio);
        if of_meeting {
            o.field("camera", Word(station.camera));
        }
        o.field("connection_type", Word(station.connection));
        o.field("video_connection_type", Word(station.connection));
        o.field("as_connection_type", Word(station.connection));
        o.field("customer_key", Word(""));
        self.place(o);
        o.field("device", Word(station.device_class));
        o.field("domain", station.domain);
        o.field("email", people::email(person));
        let sip_uri = self.sip_uri();
        o.field("from_sip_uri", &sip_uri);
        self.long_place(o);
        o.field("harddisk_id", OrEmpty(station.harddisk_id));
        o.field("id", OrEmpty(person.user_id));
        if of_meeting {
            o.field("in_room_participants", 0);
        }
        o.array("internal_ip_addresses", |addresses| {
            addresses.value(station.internal_ip);
        });
        o.field("ip_address", station.public_ip);
        self.stay(o);
        o.field("location", Word(station.city.country));
        o.field("mac_addr", MacInPairs(station.mac));
        o.field("microphone", station.microphone);
        o.field("network_type", Word(places::network_type(station.network.medium)));
        o.field("participant_user_id", OrEmpty(person.user_id));
        o.field("pc_name", OrEmpty(station.pc_name));
        o.field("recording", self.participant.records);
        if self.with_registrants {
            // Users of the account need not register.
            o.field("registrant_id", OrEmpty((!person.in_account()).then_some(person.user_key)));
        }
        o.field("role", Word(role(self.participant.role)));
        self.sharing(o, scores, &sip_uri);
        if of_meeting {
            self.end_of_meeting(o, scores);
        } else {
            self.end_of_webinar(o, scores);
        }
    }

    fn place(&self, o: &mut Object<'_>) {
        let city = self.participant.station.city;
        match self.gathering.kind {
            GatheringKind::Webinar => o.field("data_center", Word(places::data_center_country(city))),
            _ => o.field("data_center", Word(city.full_data_center)),
        };
    }

    fn long_place(&self, o: &mut Object<'_>) {
        match self.gathering.kind {
            GatheringKind::Webinar => full_data_center_of_webinar(o, self.participant),
            _ => full_data_center_of_meeting(o, self.participant),
        }
    }

    /// `16778240@sip.example.com`, of room systems.
    fn sip_uri(&self) -> String {
        let is_room = self.participant.station.device == Device::Room;
        if is_room { format!("{}@sip.example.com", self.participant.id.0) } else { String::new() }
    }

    fn stay(&self, o: &mut Object<'_>) {
        let Participant { join, leave, .. } = *self.participant;
        o.field("join_time", join);
        if leave <= self.now {
            o.field("leave_reason", Word(leave_reason(self.gathering, leave)));
            o.field("leave_time", leave);
        }
    }

    fn sharing(&self, o: &mut Object<'_>, scores: Scores, sip_uri: &String) {
        quality_or_empty(o, "screen_share_quality", scores.share);
        o.field("share_application", false);
        o.field("share_desktop", self.participant.shares);
        o.field("share_whiteboard", false);
        o.field("sip_uri", sip_uri);
        o.field("speaker", Word(self.participant.station.speaker));
    }

    fn end_of_meeting(&self, o: &mut Object<'_>, scores: Scores) {
        let station = &self.participant.station;
        o.field("status", Word("in_meeting"));
        self.names(o, scores);
        o.field("bo_mtg_id", Word(""));
        audio_call(o, self.world, self.participant);
        software(o, self.participant);
        o.field("device_name", Word(station.device_name));
        group(o, self.world, self.participant);
        o.field("has_archiving", false);
        o.field("optional_archiving", Word("no optional archiving"));
        o.field("client", Word(station.client));
        o.field("total_jointime_cost", Decimal(self.participant.join_cost));
        o.field("aic_disclaimer", Word("no disclaimer"));
        o.field("zoom_thin_client_plugin_version", Word(""));
    }

    fn end_of_webinar(&self, o: &mut Object<'_>, scores: Scores) {
        let station = &self.participant.station;
        self.names(o, scores);
        audio_call(o, self.world, self.participant);
        software(o, self.participant);
        o.field("device_name", Word(station.device_name));
        o.field("client", Word(station.client));
        o.field("has_archiving", false);
        o.field("optional_archiving", Word("no optional archiving"));
        o.field("bo_mtg_id", Word(""));
        o.field("zoom_thin_client_plugin_version", Word(""));
    }

    fn names(&self, o: &mut Object<'_>, scores: Scores) {
        o.field("user_id", Quoted(self.participant.id.0));
        o.field("participant_uuid", self.participant.uuid);
        o.field("user_name", self.participant.person.name);
        o.field("version", Word(self.participant.station.version));
        quality_or_empty(o, "video_quality", scores.video);
    }
}

/// `audio_call`, of those who dialled in.
pub(super) fn audio_call(o: &mut Object<'_>, world: &World, participant: &Participant<'_>) {
    o.array("audio_call", |calls| {
        if let Some(number) = world.dialled_from(participant) {
            calls.object(|o| {
                o.field("call_number", number.trim_start_matches('+'));
                o.field("call_type", Word("call-in"));
                o.field("zoom_number", Word(ZOOM_NUMBER));
            });
        }
    });
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Host => "host",
        Role::Panelist => "panelist",
        Role::Attendee => "attendee",
    }
}

/// `leave_reason`, as its enumeration spells it, `$name` included: whoever is in until the end leaves because
/// of it.
fn leave_reason(gathering: &Gathering, leave: Moment) -> &'static str {
    match (gathering.kind, leave >= gathering.end) {
        (GatheringKind::Webinar, false) => "$name left the webinar.",
        (GatheringKind::Webinar, true) => "Host ended the webinar.",
        (_, false) => "$name left the meeting.",
        (_, true) => "Host ended the meeting.",
    }
}
