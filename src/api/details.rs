//! A meeting, webinar or session as a whole.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::gatherings::{Kind, Which};
use super::path_id::{GatheringId, PathIds};
use crate::http::{Answer, Parameters, Reply};
use crate::wire::{self, ApiError};

/// `/metrics/meetings/{meetingId}`, `/metrics/webinars/{webinarId}`, `/videosdk/sessions/{sessionId}`
pub(super) async fn detail<K: Kind>(
    State(api): State<Arc<Api>>,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let which = Which::of(&mut parameters, K::DETAIL_TYPES);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = match (which, ids.gathering()) {
        (Which::Scheduled, GatheringId::Instance(uuid)) => {
            api.world.session_scheduled(uuid, now).ok_or_else(|| ApiError::not_found(K::DETAIL))?
        }
        (which, id) => api.find::<K>(id, K::DETAIL, which, now)?,
    };
    Ok(Answer(wire::gathering(&api.world, &gathering, now)))
}
