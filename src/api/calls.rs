//! `/phone/metrics/call_logs`

use std::sync::Arc;

use axum::extract::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Api;
use super::auth::Access;
use super::paging::{Position, Query};
use super::path_id::PathIds;
use crate::http::{Answer, Parameters, Reply};
use crate::scenario::plan::Side;
use crate::time::Moment;
use crate::units::Mos;
use crate::wire::{self, ApiError, Operation, Page};
use crate::world::{Call, ShortId, World};

/// A filtered list sees so many calls of its range, the latest ones: to know what is filtered out, each must be
/// looked at.
const MOST_FILTERED: usize = 5_000;

/// From this score on a call is good.
const GOOD: Mos = Mos(350);

/// The list, latest call first. It is as it was when its first page was asked for.
pub(super) async fn list(State(api): State<Arc<Api>>, _: Access, mut parameters: Parameters) -> Reply {
    let now = api.clock.now();
    let range = Range::of(&mut parameters, now);
    let filter = Filter::of(&mut parameters);
    let size = parameters.integer("page_size", 1..=100, 30);
    let token = parameters.text("next_page_token");
    parameters.check()?;

    let query = Query::new(Operation::CallLogs, &range).with("filter", &filter).with("page_size", size);
    let position = api.pages.read(&query, token.as_deref(), now)?;
    let (offset, limit) = (position.index, size as usize);
    let (calls, total_records) = match filter {
        Filter { quality: None, site_id: None } => {
            let (from, to) = range.moments();
            api.world.calls_started(from, to, position.since, offset.into(), limit)
        }
        _ => filter.apply(&api.world, &range, position.since, offset as usize, limit),
    };
    let next = u64::from(offset) + calls.len() as u64;
    let next_page_token = match u32::try_from(next) {
        Ok(index) if next < total_records => api.pages.issue(&query, Position { index, ..position }, now),
        _ => String::new(),
    };
    let page = Page { next_page_token: &next_page_token, page_size: size, total_records };
    let (from, to) = (range.from.to_string(), range.to.to_string());
    Ok(Answer(wire::call_logs_page(&api.world, &page, &from, &to, &calls, position.since)))
}

/// A single call.
pub(super) async fn single(State(api): State<Arc<Api>>, _: Access, ids: PathIds) -> Reply {
    let now = api.clock.now();
    let call = api.find_call(&ids, Operation::CallLog, now)?;
    Ok(Answer(wire::call_log(&api.world, &call, now)))
}

/// The quality of service of a call, by side and direction.
pub(super) async fn qos(State(api): State<Arc<Api>>, _: Access, ids: PathIds) -> Reply {
    let now = api.clock.now();
    let call = api.find_call(&ids, Operation::CallQos, now)?;
    Ok(Answer(wire::call_qos(&api.world, &call, now)))
}

impl Api {
    fn find_call(&self, ids: &PathIds, operation: Operation, now: Moment) -> Result<Call, ApiError> {
        let call = ids.call().and_then(|id| self.world.call_by_id(id, now));
        call.ok_or_else(|| ApiError::not_found(operation))
    }
}

/// `from` and `to`, both included. Without them: yesterday and today.
struct Range {
    from: Date,
    to: Date,
}

impl Range {
    fn of(parameters: &mut Parameters, now: Moment) -> Self {
        let today = date(now);
        let (from, to) = (parameters.date("from"), parameters.date("to"));
        let given = if from.is_none() && to.is_some() { "to" } else { "from" };
        let to = match (from, to) {
            (_, Some(to)) => to,
            (Some(from), None) => today.min(from.saturating_add(1.month())).max(from),
            (None, None) => today,
        };
        let from = from.unwrap_or_else(|| to.saturating_sub(1.day()));
        if from > to {
            parameters.fault("from", format_args!("must not be later than `to`, {to}"));
        } else if from.saturating_add(1.month()) < to {
            parameters.fault("to", format_args!("must be at most one month later than `from`, {from}"));
        }
        let earliest = today.saturating_sub(6.months());
        if from < earliest {
            parameters.fault(given, format_args!("must be within the last six months: {earliest} or later"));
        }
        Self { from, to }
    }

    /// From the start of the first day to the start of the day after the last one.
    fn moments(&self) -> (Moment, Moment) {
        (midnight(self.from), midnight(self.to.saturating_add(1.day())))
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

fn date(moment: Moment) -> Date {
    Timestamp::from_second(moment.seconds()).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}

fn midnight(date: Date) -> Moment {
    date.to_zoned(TimeZone::UTC).map_or(Moment::MAX, |midnight| midnight.timestamp().into())
}

/// `quality_type` and `site_id`
#[derive(Debug)]
struct Filter {
    quality: Option<CallQuality>,
    site_id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallQuality {
    Good,
    Bad,
}

impl Filter {
    fn of(parameters: &mut Parameters) -> Self {
        let choices = [("good", Some(CallQuality::Good)), ("bad", Some(CallQuality::Bad))];
        Self {
            quality: parameters.choice("quality_type", &choices, None),
            site_id: parameters.text("site_id"),
        }
    }

    /// The calls on a page, and how many pass the filter at all.
    fn apply(
        &self,
        world: &World,
        range: &Range,
        now: Moment,
        offset: usize,
        limit: usize,
    ) -> (Vec<Call>, u64) {
        let (from, to) = range.moments();
        let (mut calls, _) = world.calls_started(from, to, now, 0, MOST_FILTERED);
        calls.retain(|call| self.passes(world, call, now));
        let total = calls.len() as u64;
        (calls.into_iter().skip(offset).take(limit).collect(), total)
    }

    fn passes(&self, world: &World, call: &Call, now: Moment) -> bool {
        let at_site = |site_id: &String| {
            let is_its = |site: ShortId| site.text() == site_id.as_bytes();
            [Side::Caller, Side::Callee]
                .into_iter()
                .any(|side| world.party(call, side).site_id.is_some_and(is_its))
        };
        let has_quality = |quality| {
            // As it is shown: with one decimal.
            let shown = Mos((world.call_mos(call, now).0 + 5) / 10 * 10);
            (quality == CallQuality::Good) == (shown >= GOOD)
        };
        self.site_id.as_ref().is_none_or(at_site) && self.quality.is_none_or(has_quality)
    }
}
