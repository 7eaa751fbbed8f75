//! The JSON that the real service speaks. No decisions are made here.
//!
//! Every function takes what was decided and returns the bytes of a body: compact JSON, drawn from the world
//! while it is written.

mod account;
mod attendee;
mod call_log;
mod call_qos;
mod details;
mod error;
mod event;
mod gathering;
mod inventory;
pub mod json;
mod marketplace;
mod oauth;
mod page;
mod participant;
mod participant_minute;
mod people;
mod personal;
mod places;
mod qos_summary;
mod rooms;
mod satisfaction;
mod session;
mod session_user;
mod sharing;
mod spelling;
mod user;
mod validation;

pub use account::{
    chat_page, client_feedback, client_feedback_detail, client_satisfaction, client_versions, port_usage,
    quality,
};
pub use call_log::{call_log, call_logs_page, past_calls_page};
pub use call_qos::call_qos;
pub use error::{ApiError, FieldError, Operation};
pub use event::event_body;
pub use inventory::inventory;
pub use marketplace::{
    EventSubscription, WebhookLog, event_subscription_created, event_subscriptions_page, marketplace_error,
    webhook_logs_page,
};
pub use oauth::{OAuthError, REVOKED, TokenAnswer};
pub use page::{Dates, Page};
pub use personal::without_personal_data;
pub use qos_summary::qos_summary_page;
pub use rooms::{room, room_issues, rooms_page, top_room_issues, top_rooms};
pub use satisfaction::satisfaction_page;
pub use sharing::sharing_page;
pub use validation::url_validation;

use crate::time::Moment;
use crate::world::{Gathering, GatheringKind, Participant, World};

/// A page of the quality of service of `participants`: of a meeting, a webinar, or the users of a session.
pub fn qos_page<'w>(
    world: &'w World,
    gathering: &Gathering,
    page: &Page<'_>,
    participants: impl IntoIterator<Item = Participant<'w>>,
    now: Moment,
) -> Vec<u8> {
    match gathering.kind {
        GatheringKind::Meeting | GatheringKind::Webinar => {
            participant::list(world, gathering, page, participants, now)
        }
        GatheringKind::Session => session_user::list(world, gathering, page, participants, now),
    }
}

/// The quality of service of one participant, or one user of a session.
pub fn qos(world: &World, gathering: &Gathering, participant: &Participant<'_>, now: Moment) -> Vec<u8> {
    match gathering.kind {
        GatheringKind::Meeting | GatheringKind::Webinar => {
            participant::single(world, gathering, participant, now)
        }
        GatheringKind::Session => session_user::single(world, gathering, participant, now),
    }
}

/// A page of the list of meetings, webinars or sessions, as it was at `now`. Tracking fields are of meetings.
pub fn gatherings_page(
    world: &World,
    kind: GatheringKind,
    page: &Page<'_>,
    dates: &Dates<'_>,
    gatherings: &[Gathering],
    with_tracking_fields: bool,
    now: Moment,
) -> Vec<u8> {
    match kind {
        GatheringKind::Meeting | GatheringKind::Webinar => {
            gathering::list(world, kind, page, dates, gatherings, with_tracking_fields, now)
        }
        GatheringKind::Session => session::list(world, page, dates, gatherings, now),
    }
}

/// A meeting, webinar or session as a whole.
pub fn gathering(world: &World, gathering: &Gathering, now: Moment) -> Vec<u8> {
    match gathering.kind {
        GatheringKind::Meeting | GatheringKind::Webinar => gathering::single(world, gathering, now),
        GatheringKind::Session => session::single(world, gathering, now),
    }
}

/// A page of those who take part. IDs of registrants are of meetings and webinars.
pub fn participants_page<'w>(
    world: &'w World,
    gathering: &Gathering,
    page: &Page<'_>,
    participants: impl IntoIterator<Item = Participant<'w>>,
    with_registrants: bool,
    now: Moment,
) -> Vec<u8> {
    match gathering.kind {
        GatheringKind::Meeting | GatheringKind::Webinar => {
            attendee::list(world, gathering, page, participants, with_registrants, now)
        }
        GatheringKind::Session => user::list(world, gathering, page, participants, now),
    }
}
