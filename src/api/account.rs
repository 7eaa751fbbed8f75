//! The account as a whole, day by day: chats, feedback, satisfaction, quality, ports and versions of clients.

use std::sync::Arc;

use axum::extract::State;

use super::Api;
use super::auth::Access;
use super::counted::part;
use super::dates::Range;
use super::gatherings::{Cut, Paging};
use super::paging::{Position, Query};
use super::path_id::PathIds;
use crate::http::{Answer, Parameters, Reply};
use crate::time::{Day, Moment};
use crate::wire::{self, ApiError, Dates, Operation};
use crate::world::{DayQuality, FeedbackKind, Judged};

/// The largest page of these lists, and the usual one.
pub(super) const PAGE_SIZES: (u32, u32) = (300, 30);

/// `/metrics/chat`: what every user sent. Who joins the account moves nobody across pages.
pub(super) async fn chat(State(api): State<Arc<Api>>, _: Access, mut parameters: Parameters) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    let paging = Paging::of(&mut parameters, PAGE_SIZES.0, PAGE_SIZES.1);
    parameters.check()?;
    let query = Query::new(Operation::Chat, range).with("page_size", paging.size);
    let position = api.pages.read(&query, paging.token.as_deref(), now)?;
    let mut following = api.world.users(position.index);
    let users: Vec<_> = following.by_ref().take(paging.size as usize).collect();
    let next_page_token = following.next().map_or_else(String::new, |next| {
        api.pages.issue(&query, Position { index: next.position, ..position }, now)
    });
    let (first, last) = days(range);
    let sent = users.iter().map(|user| (user, api.world.chat(user, first, last, position.since)));
    // The answer has no total.
    let cut = Cut { next_page_token, page_size: paging.size, total: 0 };
    Ok(Answer(told(range, |dates| wire::chat_page(&cut.page(), dates, sent))))
}

/// `/metrics/client/feedback`: how many complained of what.
pub(super) async fn client_feedback(
    State(api): State<Arc<Api>>,
    _: Access,
    mut parameters: Parameters,
) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    parameters.check()?;
    let mut counts = FeedbackKind::ALL.map(|kind| (kind, 0));
    for day in days_until(range, now) {
        for feedback in api.world.client_feedback(day, now) {
            counts[feedback.kind as usize].1 += 1;
        }
    }
    Ok(Answer(told(range, |dates| wire::client_feedback(dates, &counts))))
}

/// `/metrics/client/feedback/{feedbackId}`: who complained of something, latest first. The list is as it was
/// when its first page was asked for.
pub(super) async fn client_feedback_detail(
    State(api): State<Arc<Api>>,
    _: Access,
    ids: PathIds,
    mut parameters: Parameters,
) -> Reply {
    let now = api.clock.now();
    let range = Range::of(&mut parameters, now);
    let paging = Paging::of(&mut parameters, PAGE_SIZES.0, PAGE_SIZES.1);
    parameters.check()?;
    let kind = FeedbackKind::ALL.into_iter().find(|kind| ids.first() == kind.id().to_string());
    let kind = kind.ok_or_else(|| ApiError::not_found(Operation::ClientFeedbackDetail))?;
    let query = Query::new(Operation::ClientFeedbackDetail, range).with("kind", kind);
    let page = api.counted(query, &paging, now, 0, |since, offset, limit| {
        let days = days_until(range, since).rev();
        let all = days.flat_map(|day| api.world.client_feedback(day, since));
        part(all.filter(|feedback| feedback.kind == kind).collect(), offset, limit)
    })?;
    Ok(Answer(told(range, |dates| {
        wire::client_feedback_detail(&api.world, dates, &page.cut.page(), &page.elements)
    })))
}

/// `/metrics/client/satisfaction`: how content people were, day by day.
pub(super) async fn client_satisfaction(
    State(api): State<Arc<Api>>,
    _: Access,
    mut parameters: Parameters,
) -> Reply {
    let now = api.clock.now();
    let range = Range::of(&mut parameters, now);
    parameters.check()?;
    let days: Vec<_> = days_until(range, now).map(|day| (day, api.world.satisfaction(day, now))).collect();
    Ok(Answer(told(range, |dates| wire::client_satisfaction(dates, &days))))
}

/// `/metrics/client_versions`
pub(super) async fn client_versions(State(api): State<Arc<Api>>, _: Access) -> Reply {
    Ok(Answer(wire::client_versions(&api.world.client_versions())))
}

/// `/metrics/crc`: how many ports of the conference room connector were in use, hour by hour.
pub(super) async fn ports(State(api): State<Arc<Api>>, _: Access, mut parameters: Parameters) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    parameters.check()?;
    let days: Vec<_> = days_until(range, now).map(|day| (day, api.world.port_usage(day, now))).collect();
    Ok(Answer(told(range, |dates| wire::port_usage(dates, &days))))
}

/// `/metrics/quality`: how many meetings, or participants, fared how well.
pub(super) async fn quality(State(api): State<Arc<Api>>, _: Access, mut parameters: Parameters) -> Reply {
    let now = api.clock.now();
    let range = Range::required(&mut parameters, now, false);
    let choices = [("meeting", Judged::Meetings), ("participants", Judged::Participants)];
    let judged = parameters.choice("type", &choices, Judged::Meetings);
    parameters.check()?;
    let mut quality = DayQuality::default();
    for day in days_until(range, now) {
        quality += api.world.day_quality(day, judged, now);
    }
    Ok(Answer(told(range, |dates| wire::quality(dates, &quality))))
}

/// The first and the last day of a range.
pub(super) fn days(range: Range) -> (Day, Day) {
    let (from, to) = range.moments();
    // The range ends as its last day does.
    (Day::of(from), Day::of(Moment::from_millis(to.millis() - 1)))
}

/// The days of a range that have begun by `now`.
pub(super) fn days_until(range: Range, now: Moment) -> impl DoubleEndedIterator<Item = Day> {
    let (first, last) = days(range);
    first.to(last.min(Day::of(now)))
}

/// A body that names the days of a range.
pub(super) fn told(range: Range, body: impl FnOnce(&Dates<'_>) -> Vec<u8>) -> Vec<u8> {
    let (from, to) = range.days();
    body(&Dates { from: &from, to: &to })
}
