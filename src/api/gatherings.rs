//! Meetings, webinars and sessions: how they are found and cut into pages, and the quality of service of those
//! who take part in them.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::auth::Access;
use super::paging::{Position, Query};
use super::path_id::{GatheringId, PathIds};
use crate::http::{Answer, Parameters, Reply};
use crate::scenario::plan::GatheringKind;
use crate::time::{Moment, Span};
use crate::wire::{self, ApiError, Operation, Page};
use crate::world::{Gathering, Participant, State as Phase};

/// What has ended longer ago than this is not told any more.
const YEAR: Span = Span::from_minutes(365 * 24 * 60);

/// What meetings, webinars and sessions differ in.
pub(super) trait Kind: 'static {
    const KIND: GatheringKind;
    const PARTICIPANTS_QOS: Operation;
    const PARTICIPANT_QOS: Operation;
    const PARTICIPANTS_QOS_SUMMARY: Operation;
    const LIST: Operation;
    const DETAIL: Operation;
    const PARTICIPANTS: Operation;
    const SHARING: Operation;
    /// `type` of the list and of participants.
    const TYPES: Types = LIVE_OR_PAST;
    /// `type` of details.
    const DETAIL_TYPES: Types = Self::TYPES;
}

/// `type`: which instances are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Those that go on.
    Live,
    /// Those that are over.
    Past,
    /// Those that are over and had a single participant.
    PastOne,
    /// Those that are still to come.
    Scheduled,
}

/// The words for `type` that an operation knows.
pub(super) type Types = &'static [(&'static str, Which)];

pub(super) const LIVE_OR_PAST: Types = &[("past", Which::Past), ("live", Which::Live)];
pub(super) const WITH_PAST_ONE: Types =
    &[("past", Which::Past), ("pastOne", Which::PastOne), ("live", Which::Live)];
pub(super) const WITH_SCHEDULED: Types =
    &[("past", Which::Past), ("live", Which::Live), ("scheduled", Which::Scheduled)];

impl Which {
    pub(super) fn of(parameters: &mut Parameters, types: Types) -> Self {
        parameters.choice("type", types, Self::Live)
    }
}

/// `…/participants/qos`, `…/users/qos`
pub(super) async fn participants_qos<K: Kind>(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let which = Which::of(&mut parameters, LIVE_OR_PAST);
    let paging = Paging::of(&mut parameters, 10, 1);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::PARTICIPANTS_QOS, which, now)?;
    let (participants, cut) = api.page(&gathering, K::PARTICIPANTS_QOS, &paging, now)?;
    Ok(Answer(wire::qos_page(&api.world, &gathering, &cut.page(), participants, now)))
}

/// `…/participants/{participantId}/qos`, `…/users/{userId}/qos`
pub(super) async fn participant_qos<K: Kind>(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let which = Which::of(&mut parameters, LIVE_OR_PAST);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::PARTICIPANT_QOS, which, now)?;
    let participant = ids
        .participant()
        .and_then(|id| api.world.participant_by_id(&gathering, id, now))
        .ok_or_else(|| ApiError::not_found(K::PARTICIPANT_QOS))?;
    Ok(Answer(wire::qos(&api.world, &gathering, &participant, now)))
}

/// `…/participants/qos_summary`, `…/users/qos_summary`: of what has ended only.
pub(super) async fn participants_qos_summary<K: Kind>(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let paging = Paging::of(&mut parameters, 10, 1);
    parameters.check()?;
    let now = api.clock.now();
    let gathering = api.find::<K>(ids.gathering(), K::PARTICIPANTS_QOS_SUMMARY, Which::Past, now)?;
    let (participants, cut) = api.page(&gathering, K::PARTICIPANTS_QOS_SUMMARY, &paging, now)?;
    Ok(Answer(wire::qos_summary_page(&api.world, &gathering, &cut.page(), participants)))
}

/// `page_size` and `next_page_token`
pub(super) struct Paging {
    pub(super) size: u32,
    pub(super) token: Option<String>,
}

impl Paging {
    pub(super) fn of(parameters: &mut Parameters, most: u32, default: u32) -> Self {
        let size = parameters.integer("page_size", 1..=most, default);
        Self { size, token: parameters.text("next_page_token") }
    }
}

/// How a list was cut into pages.
pub(super) struct Cut {
    pub(super) next_page_token: String,
    pub(super) page_size: u32,
    pub(super) total: u64,
}

impl Cut {
    pub(super) fn page(&self) -> Page<'_> {
        Page { next_page_token: &self.next_page_token, page_size: self.page_size, total_records: self.total }
    }
}

impl Api {
    /// The instance that an ID stands for, if it is one of kind `K` and in that phase.
    pub(super) fn find<K: Kind>(
        &self,
        id: GatheringId,
        operation: Operation,
        which: Which,
        now: Moment,
    ) -> Result<Gathering, ApiError> {
        let found = match id {
            GatheringId::Series(number) => self.world.gathering_by_number(number, now),
            GatheringId::Instance(uuid) => self.world.gathering_by_uuid(uuid, now),
            GatheringId::Nothing => None,
        };
        let gathering = found.ok_or_else(|| ApiError::not_found(operation))?;
        match (K::KIND, gathering.kind) {
            (GatheringKind::Meeting, GatheringKind::Webinar) => {
                return Err(ApiError::is_a_webinar(&id.to_string()));
            }
            (GatheringKind::Webinar, GatheringKind::Meeting) => {
                return Err(ApiError::is_a_meeting(&id.to_string()));
            }
            (asked, is) if asked != is => return Err(ApiError::not_found(operation)),
            _ => {}
        }
        let is_asked_for = match which {
            Which::Live => gathering.state(now) == Phase::Live,
            Which::Past => gathering.state(now) == Phase::Past,
            Which::PastOne => gathering.state(now) == Phase::Past && self.world.joined(&gathering, now) == 1,
            Which::Scheduled => false,
        };
        if !is_asked_for {
            return Err(ApiError::not_found(operation));
        }
        if gathering.end + YEAR < now {
            return Err(ApiError::too_old(operation));
        }
        Ok(gathering)
    }

    /// The participants on a page of all who have joined.
    fn page(
        &self,
        gathering: &Gathering,
        operation: Operation,
        paging: &Paging,
        now: Moment,
    ) -> Result<(Vec<Participant<'_>>, Cut), ApiError> {
        let query = Query::new(operation, self.world.uuid(gathering)).with("state", gathering.state(now));
        let total = self.world.joined(gathering, now).into();
        self.cut(query, paging, now, total, |from| self.world.participants(gathering, now, from))
    }

    /// The participants on a page of those whom `following` gives from an index on. Each has an index that never
    /// changes, and a page goes on where the one before it ended, whoever joins in between.
    pub(super) fn cut<'w, I: Iterator<Item = Participant<'w>>>(
        &self,
        query: Query,
        paging: &Paging,
        now: Moment,
        total: u64,
        following: impl FnOnce(u32) -> I,
    ) -> Result<(Vec<Participant<'w>>, Cut), ApiError> {
        let query = query.with("page_size", paging.size);
        let position = self.pages.read(&query, paging.token.as_deref(), now)?;
        let mut following = following(position.index);
        let participants: Vec<_> = following.by_ref().take(paging.size as usize).collect();
        let next_page_token = match (participants.last(), following.next()) {
            (Some(last), Some(_)) => {
                self.pages.issue(&query, Position { index: last.index + 1, ..position }, now)
            }
            _ => String::new(),
        };
        Ok((participants, Cut { next_page_token, page_size: paging.size, total }))
    }
}
