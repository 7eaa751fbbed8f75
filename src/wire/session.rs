//! Sessions as a whole: `/videosdk/sessions` and `/videosdk/sessions/{sessionId}`.

use super::gathering::{end, qualities};
use super::json::{self, Object, Quoted, Word};
use super::page::{Dates, Page};
use super::spelling::Duration;
use crate::time::Moment;
use crate::world::{Gathering, Overview, World};

/// A page of the list, as it was at `now`.
pub(super) fn list(
    world: &World,
    page: &Page<'_>,
    dates: &Dates<'_>,
    sessions: &[Gathering],
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from).field("to", dates.to);
        o.field("page_size", page.page_size);
        o.field("next_page_token", page.next_page_token);
        o.array("sessions", |elements| {
            for session in sessions {
                elements.object(|o| {
                    let overview = world.overview(session, now);
                    o.field("id", &world.uuid(session).to_string());
                    o.field("session_name", &world.topic(session));
                    course(o, world, session, &overview, now);
                    qualities(o, &overview);
                });
            }
        });
    })
}

/// A single one.
pub(super) fn single(world: &World, session: &Gathering, now: Moment) -> Vec<u8> {
    let overview = world.overview(session, now);
    json::object(|o| {
        o.field("id", &world.uuid(session).to_string());
        o.field("session_number", world.session_number(session));
        o.field("session_name", &world.topic(session));
        o.field("passcode", Quoted(world.passcode(session)));
        course(o, world, session, &overview, now);
        o.field("created_at", session.start.min(now));
        o.object("settings", |o| settings(o, &overview));
        qualities(o, &overview);
        o.field("total_minutes", Duration::of(session, now).minutes());
    })
}

fn course(o: &mut Object<'_>, world: &World, session: &Gathering, overview: &Overview, now: Moment) {
    o.field("start_time", session.start);
    end(o, session, now);
    o.field("duration", Duration::of(session, now));
    o.field("user_count", overview.participants);
    o.field("has_voip", overview.has_voip);
    o.field("has_video", overview.has_video);
    o.field("has_screen_share", overview.has_screen_share);
    o.field("has_recording", overview.has_recording);
    o.field("has_pstn", overview.has_pstn);
    o.field("session_key", &world.session_key(session));
    o.field("has_session_summary", false);
}

/// Sessions can be reached by one number, of the range for fiction.
fn settings(o: &mut Object<'_>, overview: &Overview) {
    o.field("auto_recording", Word(if overview.has_recording { "cloud" } else { "none" }));
    o.array("global_dial_in_countries", |countries| {
        countries.value(Word("US"));
    });
    o.array("global_dial_in_numbers", |numbers| {
        numbers.object(|o| {
            o.field("country", Word("US")).field("country_name", Word("US"));
            o.field("number", Word("+1 2025550100")).field("type", Word("toll"));
        });
    });
}
