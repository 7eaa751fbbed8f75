//! The JSON that the real service speaks. No decisions are made here.
//!
//! Every function takes what was decided and returns the bytes of a body: compact JSON, drawn from the world
//! while it is written.

mod call_log;
mod call_qos;
mod details;
mod error;
mod event;
mod inventory;
pub mod json;
mod oauth;
mod page;
mod participant;
mod participant_minute;
mod people;
mod personal;
mod places;
mod qos_summary;
mod session_user;
mod spelling;
mod validation;

pub use call_log::{call_log, call_logs_page};
pub use call_qos::call_qos;
pub use error::{ApiError, FieldError, Operation};
pub use event::event_body;
pub use inventory::inventory;
pub use oauth::{OAuthError, REVOKED, TokenAnswer};
pub use page::Page;
pub use personal::without_personal_data;
pub use qos_summary::qos_summary_page;
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
