//! Who takes part in a session: `/videosdk/sessions/{sessionId}/users`.

use super::attendee::audio_call;
use super::gathering::quality;
use super::json::{self, Object, Quoted, Word};
use super::page::Page;
use super::participant::software;
use super::places;
use crate::time::Moment;
use crate::world::{Gathering, Participant, World};

/// A page of the list.
pub(super) fn list<'w>(
    world: &'w World,
    session: &Gathering,
    page: &Page<'_>,
    users: impl IntoIterator<Item = Participant<'w>>,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        o.field("page_size", page.page_size);
        o.field("next_page_token", page.next_page_token);
        o.array("users", |elements| {
            for user in users {
                elements.object(|o| write(o, world, session, &user, now));
            }
        });
    })
}

fn write(o: &mut Object<'_>, world: &World, session: &Gathering, user: &Participant<'_>, now: Moment) {
    let station = &user.station;
    o.field("id", Quoted(user.id.0));
    o.field("name", user.person.name);
    o.field("device", Word(station.device_class));
    o.field("ip_address", station.public_ip);
    o.field("location", Word(station.city.name));
    o.field("network_type", Word(places::network_type(station.network.medium)));
    o.field("microphone", station.microphone);
    o.field("speaker", Word(station.speaker));
    o.field("camera", Word(station.camera));
    o.field("data_center", Word(station.city.data_center));
    o.field("connection_type", Word(station.connection));
    o.field("join_time", user.join);
    o.optional("leave_time", (user.leave <= now).then_some(user.leave));
    o.field("user_key", user.person.user_key);
    audio_call(o, world, user);
    o.field("participant_uuid", user.uuid);
    o.field("client", Word(station.client));
    software(o, user);
    let scores = world.scores(session, user, now);
    quality(o, "audio_quality", scores.audio);
    quality(o, "video_quality", scores.video);
    quality(o, "screen_share_quality", scores.share);
    o.field("is_original_host", user.is_host);
}
