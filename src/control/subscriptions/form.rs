//! A subscription as a client writes it.

use url::Url;

use crate::delivery::{
    Authorization, AuthorizationError, ClientAuthentication, EventFilter, Subscription, SubscriptionError,
    SubscriptionId, TokenSource,
};
use crate::http::Members;
use crate::scenario::event_kinds;
use crate::scenario::plan::{App, DEFAULT_IN_FLIGHT, MOST_IN_FLIGHT};
use crate::wire::ApiError;

/// The most characters of a name or a secret.
const LONGEST: usize = 256;

/// A new subscription: `url` and `secret`, and if wanted `name`, `events`, `validate`, `authorization`,
/// `in_flight` and `app`, all as in a scenario.
pub(super) fn created(body: &[u8], apps: &[App]) -> Result<Subscription, ApiError> {
    let mut members = Members::of(body)?;
    let name = name(&mut members).unwrap_or_else(|| "subscription".to_owned());
    let (url, secret) = (members.required_text("url"), members.required_text("secret"));
    bound(&mut members, "secret", secret.as_deref());
    let filter = events(&mut members).unwrap_or_else(EventFilter::all);
    let validate = members.flag("validate").unwrap_or_default();
    let authorization = authorization(&mut members)?;
    let in_flight = members.integer("in_flight", 1..=MOST_IN_FLIGHT.into());
    let in_flight = in_flight.and_then(|number| u16::try_from(number).ok()).unwrap_or(DEFAULT_IN_FLIGHT);
    let app = app(&mut members, apps);
    let (url, secret) = (url.unwrap_or_default(), secret.unwrap_or_default());
    let made = Subscription::new(SubscriptionId(0), name, &url, &secret, filter);
    let made = note(made, &mut members);
    members.check_all("body")?;
    made.map(|made| {
        made.of_app(app)
            .with_validation(validate)
            .with_authorization(authorization.unwrap_or_default())
            .with_in_flight(in_flight)
    })
    .ok_or_else(|| ApiError::invalid_parameters(Vec::new()))
}

/// `current` with what is to be different: any of `name`, `url`, `secret`, `events`, `validate` and
/// `authorization`, which `null` removes.
pub(super) fn changed(body: &[u8], current: &Subscription) -> Result<Subscription, ApiError> {
    let mut members = Members::of(body)?;
    let mut changed = current.clone();
    if let Some(name) = name(&mut members) {
        changed = changed.named(name);
    }
    if let Some(url) = members.text("url")
        && let Some(there) = note(changed.clone().with_url(&url), &mut members)
    {
        changed = there;
    }
    if let Some(secret) = members.text("secret") {
        bound(&mut members, "secret", Some(&secret));
        changed = changed.with_secret(&secret);
    }
    if let Some(filter) = events(&mut members) {
        changed = changed.with_filter(filter);
    }
    if let Some(validate) = members.flag("validate") {
        changed = changed.with_validation(validate);
    }
    if members.is_null("authorization") {
        changed = changed.with_authorization(Authorization::None);
    }
    if let Some(authorization) = authorization(&mut members)? {
        changed = changed.with_authorization(authorization);
    }
    members.check_all("body")?;
    Ok(changed)
}

fn name(members: &mut Members) -> Option<String> {
    let name = members.text("name")?;
    bound(members, "name", Some(&name));
    Some(name)
}

fn bound(members: &mut Members, field: &'static str, text: Option<&str>) {
    let Some(text) = text else { return };
    if text.is_empty() || text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        members.fault(field, format!("must have 1 to {LONGEST} characters, no line feed among them"));
    }
}

fn note(made: Result<Subscription, SubscriptionError>, members: &mut Members) -> Option<Subscription> {
    made.map_err(|error| members.fault("url", error)).ok()
}

fn events(members: &mut Members) -> Option<EventFilter> {
    let patterns = members.texts("events")?;
    let mut kinds = Vec::new();
    for pattern in patterns {
        match event_kinds(&pattern) {
            Ok(found) => kinds.extend(found),
            Err(unknown) => members.fault("events", unknown),
        }
    }
    Some(kinds.into_iter().collect())
}

fn app(members: &mut Members, apps: &[App]) -> usize {
    let Some(client_id) = members.text("app") else { return 0 };
    apps.iter().position(|app| app.client_id == client_id).unwrap_or_else(|| {
        members.fault("app", "must be the `client_id` of one of the scenario's apps");
        0
    })
}

/// As in a scenario: one of `basic`, `bearer` and `header`.
fn authorization(members: &mut Members) -> Result<Option<Authorization>, ApiError> {
    let Some(mut written) = members.object("authorization") else { return Ok(None) };
    let forms = ["basic", "bearer", "header"].map(|form| written.object(form));
    let (part, made) = match forms {
        [Some(mut basic), None, None] => {
            let [user, password] = ["user", "password"].map(|name| text(&mut basic, name));
            (basic, Authorization::basic(&user, &password))
        }
        [None, Some(mut bearer), None] => {
            let [token_url, client_id, client_secret] =
                ["token_url", "client_id", "client_secret"].map(|name| text(&mut bearer, name));
            (bearer, self::bearer(&token_url, client_id, client_secret))
        }
        [None, None, Some(mut header)] => {
            let [name, value] = ["name", "value"].map(|name| text(&mut header, name));
            (header, Authorization::header(&name, &value))
        }
        _ => {
            written.fault("authorization", "must be one of `basic`, `bearer` and `header`");
            return written.check().map(|()| None);
        }
    };
    written.check_all("authorization")?;
    part.check_all("authorization")?;
    match made {
        Ok(authorization) => Ok(Some(authorization)),
        Err(error) => {
            members.fault("authorization", error);
            Ok(None)
        }
    }
}

fn text(members: &mut Members, name: &'static str) -> String {
    members.required_text(name).unwrap_or_default()
}

fn bearer(
    token_url: &str,
    client_id: String,
    client_secret: String,
) -> Result<Authorization, AuthorizationError> {
    Authorization::bearer(TokenSource {
        url: Url::parse(token_url).map_err(|_| AuthorizationError::TokenUrl)?,
        client_id,
        client_secret,
        scope: None,
        state: None,
        client_authentication: ClientAuthentication::Header,
    })
}
