//! Summaries of the stays in an instance: `…/participants/qos_summary` of meetings and webinars,
//! `…/users/qos_summary` of sessions.

use super::details;
use super::json::{self, Array, Object, OrEmpty, Quoted};
use super::page::Page;
use super::people;
use super::spelling::{DASHBOARD_SUMMARY, SESSION_SUMMARY, Spelling};
use crate::world::qos::{Gateway, Summary};
use crate::world::{Gathering, GatheringKind, Participant, World};

/// A page of the summaries of `participants`, who have all left.
pub fn qos_summary_page<'w>(
    world: &'w World,
    gathering: &Gathering,
    page: &Page<'_>,
    participants: impl IntoIterator<Item = Participant<'w>>,
) -> Vec<u8> {
    let place = Place::of(gathering.kind);
    json::object(|o| {
        o.field("next_page_token", page.next_page_token);
        o.field("page_size", page.page_size);
        o.array(place.list, |elements| {
            for participant in participants {
                let summary = world.summary(gathering, participant.index);
                elements.object(|o| {
                    (place.names)(o, &participant);
                    o.array("qos", |entries| write_entries(entries, &summary, &place));
                });
            }
        });
    })
}

/// What sets sessions apart.
struct Place {
    list: &'static str,
    names: fn(&mut Object<'_>, &Participant<'_>),
    spelling: &'static Spelling,
    /// Whether the gateway of browsers has entries.
    shows_rwg: bool,
}

impl Place {
    const fn of(kind: GatheringKind) -> Self {
        match kind {
            GatheringKind::Meeting | GatheringKind::Webinar => Self {
                list: "participants",
                names: participant_names,
                spelling: &DASHBOARD_SUMMARY,
                shows_rwg: true,
            },
            GatheringKind::Session => {
                Self { list: "users", names: user_names, spelling: &SESSION_SUMMARY, shows_rwg: false }
            }
        }
    }
}

fn participant_names(o: &mut Object<'_>, participant: &Participant<'_>) {
    o.field("id", OrEmpty(participant.person.user_id));
    o.field("participant_id", Quoted(participant.id.0));
    o.field("user_name", participant.person.name);
    o.field("email", people::email(&participant.person));
}

fn user_names(o: &mut Object<'_>, user: &Participant<'_>) {
    o.field("id", Quoted(user.id.0));
    o.field("name", user.person.name);
    o.field("user_key", user.person.user_key);
}

/// One entry for each type that occurred. CPU pressure has no type of its own: it goes with `cpu_usage`.
fn write_entries(entries: &mut Array<'_>, summary: &Summary, place: &Place) {
    for (kind, stream) in details::streams_on(&summary.streams) {
        entry(entries, kind.name(), |o| details::stream_summary(o, stream, place.spelling));
    }
    if summary.cpu.is_some() || summary.pressure.is_some() {
        entry(entries, "cpu_usage", |o| {
            details::processor(o, summary.cpu.as_ref(), summary.pressure.as_ref());
        });
    }
    if let Some((gateway, streams)) = &summary.gateway
        && (*gateway != Gateway::Rwg || place.shows_rwg)
    {
        for (kind, stream) in details::streams_on(streams) {
            let name = details::hop_name(*gateway, kind);
            entry(entries, name, |o| details::stream_summary(o, stream, place.spelling));
        }
    }
}

fn entry(entries: &mut Array<'_>, name: &'static str, fields: impl FnOnce(&mut Object<'_>)) {
    entries.object(|o| {
        o.field("type", name).object("details", fields);
    });
}
