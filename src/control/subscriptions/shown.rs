//! A subscription as it is shown: without its secret, and without what is secret in its URL and its header.

use crate::clock::Clock;
use crate::delivery::{Notice, Standing, Validation};
use crate::player::Player;
use crate::wire::json::{self, Object};
use crate::world::World;

/// One, as a body.
pub(super) fn one(player: &Player, world: &World, clock: &Clock) -> Vec<u8> {
    json::object(|o| subscription(o, player, world, clock))
}

/// The members of one.
pub(super) fn subscription(o: &mut Object<'_>, player: &Player, world: &World, clock: &Clock) {
    let subscription = player.subscription();
    let (validity, counts, tally) = (player.validity(), player.counts(), player.tally());
    let plan = world.plan();
    o.field("id", subscription.id().0)
        .field("event_subscription_id", &subscription.id().service_id(plan.seed))
        .field("name", subscription.name())
        .field("url", &subscription.target())
        .optional("app", plan.apps.get(subscription.app()).map(|app| &app.client_id));
    o.array("events", |events| {
        for kind in subscription.filter().kinds() {
            events.value(kind.name());
        }
    });
    o.field("in_flight", u32::from(subscription.in_flight())).field("validate", subscription.is_validated());
    if let Some((name, value)) = subscription.authorization().shown() {
        o.object("authorization", |o| {
            o.field("name", name.as_ref()).field("value", &value);
        });
    }
    o.field("standing", word(validity.standing()))
        .field("failed_validations", validity.failures())
        .optional("next_validation", validity.due());
    if let Some(last) = validity.last() {
        o.object("last_validation", |o| validation(o, last));
    }
    o.array("notices", |notices| {
        for Notice { at, failures, disabled, flaw } in validity.notices() {
            notices.object(|o| {
                o.field("at", *at).field("failures", *failures).field("disabled", *disabled);
                o.field("reason", &flaw.to_string());
            });
        }
    });
    o.object("counts", |o| {
        o.field("fired", tally.fired)
            .field("delivered", tally.delivered)
            .field("refused", tally.refused)
            .field("exhausted", tally.exhausted)
            .field("dropped", tally.dropped)
            .field("outstanding", tally.outstanding)
            .field("attempts", counts.attempts);
    });
    o.field("settled_through", player.settled_through());
    o.field("lag_ms", (clock.now() - player.settled_through()).millis().max(0));
}

/// What came of a validation.
pub(super) fn validation(o: &mut Object<'_>, validation: &Validation) {
    o.field("at", validation.at)
        .field("took_ms", u64::try_from(validation.took.as_millis()).unwrap_or(u64::MAX))
        .field("passed", validation.result.is_ok());
    if let Err(flaw) = &validation.result {
        o.field("reason", &flaw.to_string()).field("hint", flaw.hint());
    }
}

/// `active`
pub(super) const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Unchecked => "unchecked",
        Standing::Pending => "pending",
        Standing::Active => "active",
        Standing::Disabled => "disabled",
    }
}
