//! `/phone/metrics/call_logs` and `/phone/metrics/past_calls`

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::call_filter::{CallFilter, MOST_FILTERED};
use super::dates::Range;
use super::paging::{Position, Query};
use super::path_id::PathIds;
use crate::http::{Answer, Parameters, Reply};
use crate::time::Moment;
use crate::wire::{self, ApiError, Dates, Operation, Page};
use crate::world::{Call, World};

/// All calls, those too that go on, latest first. The list is as it was when its first page was asked for.
pub(super) async fn list(State(api): State<Arc<Api>>, mut parameters: Parameters) -> Reply {
    let filter = CallFilter::of_logs(&mut parameters);
    let Found { calls, range, next_page_token, page_size, total, since } =
        api.find_calls(Operation::CallLogs, World::calls_started, &filter, parameters)?;
    let page = Page { next_page_token: &next_page_token, page_size, total_records: total };
    let (from, to) = range.days();
    Ok(Answer(wire::call_logs_page(&api.world, &page, &from, &to, &calls, since)))
}

/// Calls that are over, latest first. The list is as it was when its first page was asked for.
pub(super) async fn past(State(api): State<Arc<Api>>, mut parameters: Parameters) -> Reply {
    let filter = CallFilter::of_past_calls(&mut parameters);
    let Found { calls, range, next_page_token, page_size, total, since } =
        api.find_calls(Operation::PastCalls, World::calls_past, &filter, parameters)?;
    let page = Page { next_page_token: &next_page_token, page_size, total_records: total };
    let (from, to) = range.days();
    let dates = Dates { from: &from, to: &to };
    Ok(Answer(wire::past_calls_page(&api.world, &page, &dates, &calls, since)))
}

/// A single call.
pub(super) async fn single(State(api): State<Arc<Api>>, ids: PathIds) -> Reply {
    let now = api.clock.now();
    let call = api.find_call(&ids, Operation::CallLog, now)?;
    Ok(Answer(wire::call_log(&api.world, &call, now)))
}

/// The quality of service of a call, by side and direction.
pub(super) async fn qos(State(api): State<Arc<Api>>, ids: PathIds) -> Reply {
    let now = api.clock.now();
    let call = api.find_call(&ids, Operation::CallQos, now)?;
    Ok(Answer(wire::call_qos(&api.world, &call, now)))
}

/// The calls of a span by a time: those after the first few, at most so many, and the number of all.
type Log = fn(&World, Moment, Moment, Moment, u64, usize) -> (Vec<Call>, u64);

/// A page of calls.
struct Found {
    calls: Vec<Call>,
    range: Range,
    next_page_token: String,
    page_size: u32,
    total: u64,
    /// When the first page was asked for.
    since: Moment,
}

impl Api {
    fn find_calls(
        &self,
        operation: Operation,
        log: Log,
        filter: &CallFilter,
        mut parameters: Parameters,
    ) -> Result<Found, ApiError> {
        let now = self.clock.now();
        let range = Range::of(&mut parameters, now);
        let page_size = parameters.integer("page_size", 1..=100, 30);
        let token = parameters.text("next_page_token");
        parameters.check()?;

        let query = Query::new(operation, range).with("filter", filter).with("page_size", page_size);
        let position = self.pages.read(&query, token.as_deref(), now)?;
        let (from, to) = range.moments();
        let (offset, limit, since) = (position.index, page_size as usize, position.since);
        let (calls, total) = if filter.is_open() {
            log(&self.world, from, to, since, offset.into(), limit)
        } else {
            let (mut calls, _) = log(&self.world, from, to, since, 0, MOST_FILTERED);
            calls.retain(|call| filter.passes(&self.world, call, since));
            let total = calls.len() as u64;
            (calls.into_iter().skip(offset as usize).take(limit).collect(), total)
        };
        let next = u64::from(offset) + calls.len() as u64;
        let next_page_token = match u32::try_from(next) {
            Ok(index) if next < total => self.pages.issue(&query, Position { index, ..position }, now),
            _ => String::new(),
        };
        Ok(Found { calls, range, next_page_token, page_size, total, since })
    }

    fn find_call(&self, ids: &PathIds, operation: Operation, now: Moment) -> Result<Call, ApiError> {
        let call = ids.call().and_then(|id| self.world.call_by_id(id, now));
        call.ok_or_else(|| ApiError::not_found(operation))
    }
}
