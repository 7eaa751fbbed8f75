//! `/marketplace/apps/{appId}/webhook_logs`

use std::sync::Arc;

use axum::extract::{Path, State};

use super::Asking;
use crate::api::Api;
use crate::api::auth::Access;
use crate::api::paging::{Position, Query};
use crate::delivery::{LogFilter, Outcome, RETENTION, Record, RecordId, TransportFailure, Verdict};
use crate::http::{Answer, Parameters, Reply};
use crate::scenario::plan::EventKind;
use crate::time::Moment;
use crate::wire::{self, ApiError, WebhookLog, marketplace_error};

/// What was attempted in the last seven days for an app, the latest first. `type` is 1 for what was delivered, 2 (the
/// default) for what was not, and 3 for both: the reference names the numbers only. So are `failed_reason_type` 1 for
/// a status, 2 for no answer in time, 3 for a refused connection, 4 for an unknown host, 5 for a missing token, 6 for
/// anything else.
pub(in crate::api) async fn webhook_logs(
    State(api): State<Arc<Api>>,
    _: Access,
    Asking(asking): Asking,
    Path(id): Path<String>,
    mut parameters: Parameters,
) -> Reply {
    let now = api.clock.now();
    let size = parameters.integer("page_size", 1..=300, 30);
    let token = parameters.text("next_page_token");
    let kinds = [("1", Some(true)), ("2", Some(false)), ("3", None)];
    let delivered = parameters.choice("type", &kinds, Some(false));
    let [from, to, event, retry] = ["from", "to", "event", "retry_num"].map(|name| parameters.text(name));
    parameters.check()?;
    let apps = &api.world.plan().apps;
    let app = apps.iter().position(|app| app.client_id == id);
    let app = app.ok_or_else(|| marketplace_error(404, 1401, format!("APP ID does not exist: {id}.")))?;
    if app != asking {
        let message = "You do not have permission to access the targeted resource.";
        return Err(marketplace_error(401, 201, message));
    }
    let (from, to) = range(from.as_deref(), to.as_deref(), now)?;
    let kind =
        event.as_ref().map(|name| EventKind::ALL.into_iter().filter(|kind| kind.name() == name).collect());
    let number = retry.as_deref().map(retry_number).transpose()?;
    let filter = LogFilter { events: kind, from, to, number, ..LogFilter::default() };

    let query = Query::new("webhook logs", app).with("size", size).with("filter", (filter, delivered));
    let position = api.pages.read(&query, token.as_deref(), now)?;
    let mut before = token.map(|_| RecordId(position.index.into()));
    let mut page: Vec<Record> = Vec::new();
    // What the log cannot filter is left out here, and more is asked for.
    while page.len() <= size as usize {
        let some = api.players.log().latest(&filter, before, 1000);
        let Some(last) = some.last() else { break };
        before = Some(last.id);
        page.extend(some.into_iter().filter(|record| {
            let is_delivered = record.outcome.verdict() == Verdict::Delivered;
            record.subscription.app() == app && delivered.is_none_or(|wanted| wanted == is_delivered)
        }));
    }
    let has_more = page.len() > size as usize;
    page.truncate(size as usize);
    let next = page.last().filter(|_| has_more).map(|last| {
        let index = u32::try_from(last.id.0).unwrap_or(u32::MAX);
        api.pages.issue(&query, Position { index, ..position }, now)
    });
    let logs: Vec<_> = page.iter().map(|record| api.log_entry(record)).collect();
    Ok(Answer(wire::webhook_logs_page(&next.unwrap_or_default(), size, &logs)))
}

fn range(
    from: Option<&str>,
    to: Option<&str>,
    now: Moment,
) -> Result<(Option<Moment>, Option<Moment>), ApiError> {
    let read = |text: &str| {
        let is_plain = text.len() == "yyyy-MM-ddTHH:mm:ssZ".len() && text.ends_with('Z');
        text.parse::<Moment>().ok().filter(|_| is_plain).ok_or_else(|| {
            marketplace_error(404, 1503, "The dates must follow the format: `yyyy-MM-dd'T'HH:mm:ss'Z'`.")
        })
    };
    let (from, to) = (from.map(read).transpose()?, to.map(read).transpose()?);
    if from.is_some_and(|from| from > now) {
        return Err(marketplace_error(404, 1504, "The 'from' date must be before the current date(UTC)."));
    }
    if from.zip(to).is_some_and(|(from, to)| to <= from) {
        return Err(marketplace_error(404, 1501, "The 'to' date must be after the 'from' date."));
    }
    if [from, to].into_iter().flatten().any(|moment| moment < now - RETENTION) {
        return Err(marketplace_error(404, 1502, "The date range must be within the last seven days."));
    }
    Ok((from, to))
}

fn retry_number(text: &str) -> Result<u32, ApiError> {
    let wrong = "The 'retry_num' value must be an integer within the range of 0 to 3.";
    text.parse().ok().filter(|number| *number <= 3).ok_or_else(|| marketplace_error(400, 1506, wrong))
}

impl Api {
    fn log_entry(&self, record: &Record) -> WebhookLog {
        let request = record.request(self.players.world());
        let header = |wanted: &str| {
            let found = request.headers.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let headers: serde_json::Map<_, _> =
            request.headers.iter().map(|(name, value)| (name.to_string(), value.as_str().into())).collect();
        let tracking_id = header("x-zm-trackingid");
        let is_delivered = record.outcome.verdict() == Verdict::Delivered;
        WebhookLog {
            event: record.kind.name(),
            status: record.outcome.code(),
            failed_reason_type: reason(&record.outcome).filter(|_| !is_delivered),
            // No user has subscribed: the account has.
            user_id: String::new(),
            endpoint: record.subscription.target(),
            subscription_id: record.subscription.id().service_id(self.players.world().plan().seed),
            request_headers: serde_json::Value::Object(headers).to_string(),
            response_body: if is_delivered { String::new() } else { record.outcome.to_string() },
            date_time: record.at,
            trace_id: tracking_id.rsplit("rid=").next().unwrap_or_default().to_owned(),
            request_id: header("x-zm-request-id"),
            retry_num: record.retry_number(),
            request_body: request.body,
        }
    }
}

const fn reason(outcome: &Outcome) -> Option<u32> {
    Some(match outcome {
        Outcome::Answered { .. } => 1,
        Outcome::Failed(TransportFailure::TimedOut) => 2,
        Outcome::Failed(TransportFailure::Refused) => 3,
        Outcome::Failed(TransportFailure::UnknownHost(_)) => 4,
        Outcome::Failed(TransportFailure::NoToken(_)) => 5,
        Outcome::Failed(_) => 6,
    })
}
