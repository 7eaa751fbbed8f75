//! Zoom Rooms: `/metrics/zoomrooms`, `/metrics/zoomrooms/{zoomroomId}`, and their issues.

use super::gathering;
use super::json::{self, Object, Word};
use super::page::{Dates, Page};
use crate::time::Moment;
use crate::world::health::Health;
use crate::world::{Room, RoomEpisode, RoomIssue, RoomMeeting, RoomState, RoomStatus, World};

/// A page of the list, by its number.
pub fn rooms_page(world: &World, page: &Page<'_>, number: u32, rooms: &[Room<'_>], now: Moment) -> Vec<u8> {
    json::object(|o| {
        o.field("next_page_token", page.next_page_token);
        o.field("page_count", page.count());
        o.field("page_number", number);
        o.field("page_size", page.page_size);
        o.field("total_records", page.total_records);
        o.array("zoom_rooms", |elements| {
            for room in rooms {
                let state = world.room_state(room, now);
                elements.object(|o| {
                    head(o, room, &state);
                    o.field("location_id", room.location_id);
                    tail(o, room, &state);
                });
            }
        });
    })
}

/// A single room with the meeting that it is in, and a page of those that it was in.
pub fn room(
    world: &World,
    room: &Room<'_>,
    dates: &Dates<'_>,
    page: &Page<'_>,
    past: &[RoomMeeting],
    now: Moment,
) -> Vec<u8> {
    json::object(|o| {
        let state = world.room_state(room, now);
        head(o, room, &state);
        tail(o, room, &state);
        if let Some(meeting) = world.room_meeting(room, now) {
            o.object("live_meeting", |o| gathering::of_room(o, world, &meeting.gathering, now));
        }
        o.object("past_meetings", |o| {
            o.field("from", dates.from).field("to", dates.to);
            page.write(o);
            o.array("meetings", |elements| {
                for meeting in past {
                    elements.object(|o| gathering::of_room(o, world, &meeting.gathering, now));
                }
            });
        });
    })
}

fn head(o: &mut Object<'_>, room: &Room<'_>, state: &RoomState) {
    o.field("account_type", Word("Work Email"));
    // The real service spells it so. A room's calendar has its name.
    o.field("calender_name", &room.name);
    o.field("camera", room.station.camera);
    o.field("device_ip", &format!("Computer : {}", room.station.internal_ip));
    o.field("email", &room.email);
    o.field("health", Word(health(state.health)));
    o.field("id", room.id);
    o.array("issues", |issues| {
        for issue in &state.issues {
            issues.value(Word(issue.name()));
        }
    });
    o.field("last_start_time", state.last_start);
    o.field("location", &format!("{}, floor {}", room.office, room.floor));
}

fn tail(o: &mut Object<'_>, room: &Room<'_>, state: &RoomState) {
    o.field("microphone", room.station.microphone);
    o.field("room_name", &room.name);
    o.field("speaker", room.station.speaker);
    o.field("status", Word(status(state.status)));
}

const fn health(health: Health) -> &'static str {
    match health {
        Health::Good => "good",
        Health::Warning => "warning",
        Health::Critical => "critical",
    }
}

const fn status(status: RoomStatus) -> &'static str {
    match status {
        RoomStatus::Offline => "Offline",
        RoomStatus::Available => "Available",
        RoomStatus::InMeeting => "In Meeting",
    }
}

/// Issues, and in how many rooms each came up.
pub fn top_room_issues(dates: &Dates<'_>, issues: &[(RoomIssue, u64)]) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from).field("to", dates.to);
        o.field("total_records", issues.len() as u64);
        o.array("issues", |elements| {
            for &(issue, rooms) in issues {
                elements.object(|o| {
                    o.field("issue_name", Word(issue.name())).field("zoom_rooms_count", rooms);
                });
            }
        });
    })
}

/// Rooms, and how many issues came up in each.
pub fn top_rooms(dates: &Dates<'_>, rooms: &[(Room<'_>, usize)]) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from).field("to", dates.to);
        o.field("total_records", rooms.len() as u64);
        o.array("zoom_rooms", |elements| {
            for (room, issues) in rooms {
                elements.object(|o| {
                    o.field("id", room.id);
                    o.field("issues_count", *issues as u64);
                    o.field("room_name", &room.name);
                });
            }
        });
    })
}

/// A page of what came up in a room.
pub fn room_issues(dates: &Dates<'_>, page: &Page<'_>, episodes: &[RoomEpisode]) -> Vec<u8> {
    json::object(|o| {
        o.field("from", dates.from).field("to", dates.to);
        page.write(o);
        o.array("issue_details", |elements| {
            for episode in episodes {
                elements.object(|o| {
                    o.field("issue", Word(episode.issue.name())).field("time", episode.start);
                });
            }
        });
    })
}
