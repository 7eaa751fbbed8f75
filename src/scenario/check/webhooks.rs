//! Who receives events.

use std::collections::HashMap;

use super::names::Names;
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::plan::{App, EventKind, Webhook, WebhookAuthorization};
use crate::scenario::syntax::decode::Field;
use crate::scenario::syntax::webhooks as syntax;
use crate::scenario::webhooks::{DEFAULT_IN_FLIGHT, WEBHOOKS_PER_APP};

/// The most characters that a token URL may have on the real service.
const LONGEST_TOKEN_URL: usize = 1000;

pub(super) fn webhooks(
    written: &Field<Vec<syntax::Webhook>>,
    apps: &[App],
    mistakes: &mut Mistakes,
) -> Vec<Webhook> {
    let apps = Names::new("app", apps.iter().map(|app| app.client_id.as_str()));
    let mut seen: HashMap<&str, Place> = HashMap::new();
    let mut of_app: HashMap<usize, usize> = HashMap::new();
    let mut webhooks = Vec::new();
    for (index, webhook) in written.items().iter().enumerate() {
        if let Some(name) = webhook.name.written()
            && let Some(first) = seen.insert(&name.value, name.place)
        {
            mistakes.add(
                Mistake::new(name.place, format!("two webhooks are called `{}`", name.value))
                    .related(first, "first here")
                    .hint("give each webhook a name of its own"),
            );
        }
        let app = webhook.app.written().map_or(Some(0), |app| apps.find(app, mistakes)).unwrap_or(0);
        let count = of_app.entry(app).or_default();
        *count += 1;
        if *count == WEBHOOKS_PER_APP + 1 {
            mistakes.add(
                Mistake::new(webhook.place, format!("more than {WEBHOOKS_PER_APP} webhooks of one app"))
                    .label("this is one too many")
                    .hint("give it to another app: `app: <its client_id>`"),
            );
        }
        let authorization = authorization(&webhook.authorization, mistakes);
        let (Some(url), Some(secret)) = (webhook.url.value(), webhook.secret.value()) else { continue };
        let name = webhook.name.value().cloned().unwrap_or_else(|| format!("webhook-{}", index + 1));
        webhooks.push(Webhook {
            validate: webhook.validate.value().is_some_and(|switch| switch.0),
            authorization,
            in_flight: webhook.in_flight.value().map_or(DEFAULT_IN_FLIGHT, |number| number.0),
            app,
            ..Webhook::new(name, &url.0, &secret.0, events(webhook))
        });
    }
    webhooks
}

fn events(webhook: &syntax::Webhook) -> Vec<EventKind> {
    match webhook.events.value() {
        Some(patterns) => EventKind::ALL
            .into_iter()
            .filter(|kind| patterns.0.iter().any(|pattern| pattern.0.contains(kind)))
            .collect(),
        None => EventKind::ALL.to_vec(),
    }
}

fn authorization(
    written: &Field<syntax::Authorization>,
    mistakes: &mut Mistakes,
) -> Option<WebhookAuthorization> {
    let written = written.value()?;
    let absent = [written.basic.is_absent(), written.bearer.is_absent(), written.header.is_absent()];
    let count = absent.iter().filter(|absent| !**absent).count();
    if count != 1 {
        mistakes.add(
            Mistake::new(written.place, format!("an authorization has one key, here are {count}"))
                .hint("write one of `basic`, `bearer` and `header`"),
        );
        return None;
    }
    if let Some(basic) = written.basic.value() {
        let (user, password) = (basic.user.value()?.clone(), basic.password.value()?.clone());
        return Some(WebhookAuthorization::Basic { user, password });
    }
    if let Some(header) = written.header.value() {
        let (name, value) = (header.name.value()?.0.clone(), header.value.value()?.clone());
        return Some(WebhookAuthorization::Header { name, value });
    }
    let bearer = written.bearer.value()?;
    let url = bearer.token_url.value()?;
    if url.value.0.len() > LONGEST_TOKEN_URL {
        mistakes.add(
            Mistake::new(url.place, format!("a token URL has at most {LONGEST_TOKEN_URL} characters"))
                .hint("give the receiver a shorter one"),
        );
    }
    Some(WebhookAuthorization::Bearer {
        token_url: url.value.0.clone(),
        client_id: bearer.client_id.value()?.clone(),
        client_secret: bearer.client_secret.value()?.clone(),
    })
}
