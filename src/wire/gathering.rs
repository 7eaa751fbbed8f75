//! Meetings and webinars as a whole: `/metrics/meetings`, `/metrics/meetings/{meetingId}`, and the same of
//! webinars.

use super::json::{self, Object, OrEmpty, Word};
use super::page::{Dates, Page};
use super::people;
use super::spelling::{self, Decimal, Duration};
use crate::time::Moment;
use crate::units::Mos;
use crate::world::{Gathering, GatheringKind, Overview, World};

/// A page of the list, as it was at `now`.
pub(super) fn list(
    world: &World,
    kind: GatheringKind,
    page: &Page<'_>,
    dates: &Dates<'_>,
    gatherings: &[Gathering],
    with_tracking_fields: bool,
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from).field("to", dates.to);
        page.write(o);
        let name = if kind == GatheringKind::Webinar { "webinars" } else { "meetings" };
        o.array(name, |elements| {
            for gathering in gatherings {
                elements.object(|o| match kind {
                    GatheringKind::Webinar => webinar(o, world, gathering, now),
                    _ => listed_meeting(o, world, gathering, with_tracking_fields, now),
                });
            }
        });
    })
}

/// A single one.
pub(super) fn single(world: &World, gathering: &Gathering, now: Moment) -> Vec<u8> {
    json::object(|o| match gathering.kind {
        GatheringKind::Webinar => webinar(o, world, gathering, now),
        _ => single_meeting(o, world, gathering, now),
    })
}

fn listed_meeting(
    o: &mut Object<'_>,
    world: &World,
    meeting: &Gathering,
    with_tracking_fields: bool,
    now: Moment,
) {
    let overview = world.overview(meeting, now);
    let host = world.host(meeting).person;
    o.field("host", host.name);
    quality(o, "audio_quality", overview.scores.audio);
    o.array("custom_keys", |_| {});
    o.field("dept", Word(people::department(&host)));
    o.field("duration", Duration::of(meeting, now));
    o.field("email", people::email(&host));
    end(o, meeting, now);
    features(o, &overview);
    o.optional("id", world.number(meeting));
    o.field("participants", overview.participants);
    quality(o, "screen_share_quality", overview.scores.share);
    o.field("session_key", Word(""));
    o.field("start_time", meeting.start);
    o.field("topic", &world.topic(meeting));
    if with_tracking_fields {
        o.array("tracking_fields", |fields| {
            fields.object(|o| {
                o.field("field", Word("Meeting purpose")).field("value", Word(world.purpose(meeting)));
            });
        });
    }
    user_type(o);
    o.field("uuid", &world.uuid(meeting).to_string());
    quality(o, "video_quality", overview.scores.video);
    questions(o);
    o.field("avg_jointime_cost", Decimal(overview.join_cost));
}

fn single_meeting(o: &mut Object<'_>, world: &World, meeting: &Gathering, now: Moment) {
    let overview = world.overview(meeting, now);
    with_rooms(o, world, meeting, &overview, now);
    o.field("has_meeting_summary", false);
    questions(o);
    o.field("avg_jointime_cost", Decimal(overview.join_cost));
}

/// A meeting in the view of a Zoom Room that takes part in it.
pub(super) fn of_room(o: &mut Object<'_>, world: &World, meeting: &Gathering, now: Moment) {
    with_rooms(o, world, meeting, &world.overview(meeting, now), now);
}

fn with_rooms(o: &mut Object<'_>, world: &World, meeting: &Gathering, overview: &Overview, now: Moment) {
    head(o, world, meeting, overview, now);
    o.optional("id", world.number(meeting));
    o.field("in_room_participants", world.in_room_participants(meeting, now));
    o.field("participants", overview.participants);
    tail(o, world, meeting);
}

fn webinar(o: &mut Object<'_>, world: &World, webinar: &Gathering, now: Moment) {
    let overview = world.overview(webinar, now);
    head(o, world, webinar, &overview, now);
    o.optional("id", world.number(webinar));
    o.field("participants", overview.participants);
    tail(o, world, webinar);
    qualities(o, &overview);
    o.field("has_poll", false).field("has_survey", false);
}

fn head(o: &mut Object<'_>, world: &World, gathering: &Gathering, overview: &Overview, now: Moment) {
    let host = world.host(gathering).person;
    o.field("host", host.name);
    o.array("custom_keys", |_| {});
    o.field("dept", Word(people::department(&host)));
    o.field("duration", Duration::of(gathering, now));
    o.field("email", people::email(&host));
    end(o, gathering, now);
    features(o, overview);
}

fn features(o: &mut Object<'_>, overview: &Overview) {
    o.field("has_3rd_party_audio", false);
    o.field("has_archiving", false);
    o.field("has_pstn", overview.has_pstn);
    o.field("has_recording", overview.has_recording);
    o.field("has_screen_share", overview.has_screen_share);
    o.field("has_sip", overview.has_sip);
    o.field("has_video", overview.has_video);
    o.field("has_voip", overview.has_voip);
    o.field("has_manual_captions", false);
    o.field("has_automated_captions", false);
}

fn tail(o: &mut Object<'_>, world: &World, gathering: &Gathering) {
    o.field("start_time", gathering.start);
    o.field("topic", &world.topic(gathering));
    user_type(o);
    o.field("uuid", &world.uuid(gathering).to_string());
}

fn user_type(o: &mut Object<'_>) {
    o.field("user_type", Word("Licensed"));
}

fn questions(o: &mut Object<'_>) {
    o.field("has_poll", false).field("has_qa", false).field("has_survey", false);
}

/// `end_time`, of what is over.
pub(super) fn end(o: &mut Object<'_>, gathering: &Gathering, now: Moment) {
    o.optional("end_time", (gathering.end <= now).then_some(gathering.end));
}

/// The words for all three media.
pub(super) fn qualities(o: &mut Object<'_>, overview: &Overview) {
    quality(o, "audio_quality", overview.scores.audio);
    quality(o, "video_quality", overview.scores.video);
    quality(o, "screen_share_quality", overview.scores.share);
}

/// The word for a score, where there is one: `""` is none of the words.
pub(super) fn quality(o: &mut Object<'_>, name: &'static str, score: Option<Mos>) {
    o.optional(name, score.map(spelling::quality_of));
}

/// The word for a score, or `""`.
pub(super) fn quality_or_empty(o: &mut Object<'_>, name: &'static str, score: Option<Mos>) {
    o.field(name, OrEmpty(score.map(spelling::quality_of)));
}
