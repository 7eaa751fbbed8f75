//! An attempt as it is shown.

use crate::delivery::{Record, Request, Verdict, Whom};
use crate::wire::json::Object;
use crate::world::{ParticipantId, World};

/// The members of one.
pub(super) fn record(o: &mut Object<'_>, record: &Record, world: &World) {
    let subscription = &record.subscription;
    let outcome = &record.outcome;
    o.field("id", record.id.0)
        .field("event", record.kind.name())
        .field("fired_at", record.event.at)
        .field("subscription", subscription.id().0)
        .field("subscription_name", subscription.name())
        .field("url", &subscription.target())
        .field("request_id", &record.delivery(world).request_id().to_string());
    if let Whom::Participant { participant, .. } = Whom::of(record.event.subject) {
        o.field("participant", ParticipantId::of_index(participant).0);
    }
    o.field("at", record.at)
        .field("took_ms", u64::try_from(record.took.as_millis()).unwrap_or(u64::MAX))
        .optional("retry", record.retry_number())
        .field("outcome", word(outcome.verdict()))
        .optional("code", outcome.code());
    if let Some(hint) = outcome.hint() {
        o.field("reason", &outcome.to_string()).field("hint", hint);
    }
}

/// What was sent.
pub(super) fn request(o: &mut Object<'_>, request: &Request) {
    o.array("headers", |headers| {
        for (name, value) in &request.headers {
            headers.object(|o| {
                o.field("name", name.as_ref()).field("value", value);
            });
        }
    });
    o.field("signed", &request.signed).field("body", &request.body);
}

/// `delivered`
const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Delivered => "delivered",
        Verdict::NotRetried => "refused",
        Verdict::Retriable => "failed",
    }
}
