//! `/marketplace/app/event_subscription`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;

use super::{Asking, custom_header, invalid, invalid_subscription};
use crate::api::Api;
use crate::api::auth::Access;
use crate::api::paging::{Position, Query};
use crate::delivery::{Authorization, EventFilter, Scope, Subscription, SubscriptionId};
use crate::http::{Answer, Members, Parameters, Reply, SmallBody};
use crate::player::Player;
use crate::scenario::plan::EventKind;
use crate::wire::{self, ApiError, EventSubscription, marketplace_error};

/// The event subscriptions of the app that asks.
pub(in crate::api) async fn list(
    State(api): State<Arc<Api>>,
    _: Access,
    Asking(app): Asking,
    mut parameters: Parameters,
) -> Reply {
    let size = parameters.integer("page_size", 1..=300, 30);
    let token = parameters.text("next_page_token");
    let [user, account] = ["user_id", "account_id"].map(|name| required(&mut parameters, name));
    let scope = parameters.text("subscription_scope");
    parameters.check()?;
    let unknown = |_| marketplace_error(404, 1001, "User does not exist or does not belong to this account.");
    Api::check_user(&user).and_then(|()| api.check_account(&account)).map_err(unknown)?;
    let scope = scope.map(|word| read_scope(&word)).transpose()?;

    let now = api.clock.now();
    let query = Query::new("event subscriptions", app).with("size", size).with("scope", scope);
    let from = api.pages.read(&query, token.as_deref(), now)?;
    let mut following = api.subscriptions_of(app).into_iter().filter(|player| {
        let subscription = player.subscription();
        subscription.id().0 >= from.index && scope.is_none_or(|scope| scope == subscription.scope())
    });
    let page: Vec<_> = following.by_ref().take(size as usize).collect();
    let next = following.next().map(|player| player.subscription().id().0);
    let next = next.map(|index| api.pages.issue(&query, Position { index, ..from }, now));
    let page: Vec<_> = page.iter().map(|player| api.shown(player, &user)).collect();
    Ok(Answer(wire::event_subscriptions_page(&next.unwrap_or_default(), size, &page)))
}

/// One more. Its URL is validated first.
pub(in crate::api) async fn create(
    State(api): State<Arc<Api>>,
    _: Access,
    Asking(app): Asking,
    SmallBody(body): SmallBody,
) -> Result<impl IntoResponse, ApiError> {
    let mut members = Members::of(&body)?;
    let name = members.text("event_subscription_name").unwrap_or_else(|| "Event subscription".to_owned());
    let (url, events) = (members.text("event_webhook_url"), members.texts("events"));
    let (scope, users) = (members.text("subscription_scope"), members.texts("user_ids"));
    let account = members.text("account_id");
    let authorization = custom_header::read(&mut members)?;
    members.check()?;
    api.check_people(&users.unwrap_or_default(), account.as_deref())?;
    let filter = filter(&events.unwrap_or_default())?;
    let url = url.filter(|url| !url.is_empty()).ok_or_else(|| invalid("The event webhook url is empty."))?;
    let scope = read_scope(&scope.unwrap_or_default())?;
    let unreachable =
        || marketplace_error(404, 1701, format!("The event webhook url validate failed: {url}."));
    let secret = &api.webhook_secret.0;
    let made = Subscription::new(
        SubscriptionId(0),
        name.chars().take(256).collect::<String>(),
        &url,
        secret,
        filter,
    )
    .map_err(|_| unreachable())?
    .of_app(app)
    .with_authorization(authorization)
    .with_validation(true)
    .with_scope(scope);
    // The reference has no text for the 21st.
    let player = api.players.add(made).map_err(|error| invalid(error.to_string()))?;
    let id = player.subscription().id();
    if player.validate().await.result.is_err() {
        // Nobody else knows it yet.
        let _ = api.players.remove(id);
        return Err(unreachable());
    }
    let id = id.service_id(api.players.world().plan().seed);
    Ok((StatusCode::CREATED, Answer(wire::event_subscription_created(&id))))
}

/// `DELETE` with `event_subscription_id`: ends it, or with `user_ids` only for these users, which changes nothing here.
pub(in crate::api) async fn unsubscribe(
    State(api): State<Arc<Api>>,
    _: Access,
    Asking(app): Asking,
    mut parameters: Parameters,
) -> Result<StatusCode, ApiError> {
    let [id, account] = ["event_subscription_id", "account_id"].map(|name| required(&mut parameters, name));
    let users = parameters.text("user_ids");
    parameters.check()?;
    let users: Vec<_> = users.iter().flat_map(|users| users.split(',')).map(str::to_owned).collect();
    api.check_people(&users, Some(&account))?;
    let id = api.find_subscription(app, &id)?;
    if users.is_empty() {
        let _ = api.players.remove(id);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `PATCH`: subscribes users, which changes nothing here.
pub(in crate::api) async fn change(
    State(api): State<Arc<Api>>,
    _: Access,
    Asking(app): Asking,
    Path(id): Path<String>,
    SmallBody(body): SmallBody,
) -> Result<StatusCode, ApiError> {
    let mut members = Members::of(&body)?;
    let (users, account) = (members.texts("user_ids"), members.required_text("account_id"));
    members.check()?;
    api.check_people(&users.unwrap_or_default(), account.as_deref())?;
    api.find_subscription(app, &id).map(|_| StatusCode::NO_CONTENT)
}

/// Ends one.
pub(in crate::api) async fn remove(
    State(api): State<Arc<Api>>,
    _: Access,
    Asking(app): Asking,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let number = api.find_subscription(app, &id)?;
    api.players.remove(number).map_err(|_| invalid_subscription(&id))?;
    Ok(StatusCode::NO_CONTENT)
}

impl Api {
    fn subscriptions_of(&self, app: usize) -> Vec<Arc<Player>> {
        self.players.iter().filter(|player| player.subscription().app() == app).collect()
    }

    fn find_subscription(&self, app: usize, id: &str) -> Result<SubscriptionId, ApiError> {
        let seed = self.players.world().plan().seed;
        let numbers = self.subscriptions_of(app).into_iter().map(|player| player.subscription().id());
        numbers
            .into_iter()
            .find(|number| number.service_id(seed) == id)
            .ok_or_else(|| invalid_subscription(id))
    }

    fn check_people(&self, users: &[String], account: Option<&str>) -> Result<(), ApiError> {
        account.map_or(Ok(()), |account| self.check_account(account))?;
        users.iter().try_for_each(|user| Self::check_user(user))
    }

    fn shown(&self, player: &Player, user: &str) -> EventSubscription {
        let one = player.subscription();
        let is_scenario = (one.id().0 as usize) < self.players.world().plan().webhooks.len();
        let custom_header = match (one.authorization(), one.authorization().shown()) {
            (Authorization::Bearer(_), _) => (2, None),
            (_, Some((_, value))) if value.starts_with("Basic") => (1, None),
            (_, Some((name, _))) => (3, Some(name.into_owned())),
            (_, None) => (0, None),
        };
        EventSubscription {
            event_subscription_id: one.id().service_id(self.players.world().plan().seed),
            events: one.filter().kinds().map(EventKind::name).collect(),
            event_subscription_name: one.name().to_owned(),
            event_webhook_url: one.target(),
            subscription_scope: word(one.scope()),
            created_source: if is_scenario { "default" } else { "openapi" },
            subscriber_id: user.to_owned(),
            custom_header,
        }
    }
}

fn filter(events: &[String]) -> Result<EventFilter, ApiError> {
    if events.is_empty() {
        return Err(invalid("The events list is empty."));
    }
    let kind = |name: &String| {
        let found = EventKind::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| marketplace_error(404, 1601, format!("App event not exists: {name}")))
    };
    events.iter().map(kind).collect()
}

fn required(parameters: &mut Parameters, name: &'static str) -> String {
    parameters.text(name).unwrap_or_else(|| {
        parameters.fault(name, "must be there");
        String::new()
    })
}

fn read_scope(word: &str) -> Result<Scope, ApiError> {
    match word {
        "user" => Ok(Scope::User),
        "account" => Ok(Scope::Account),
        "master_account" => Ok(Scope::MasterAccount),
        _ => Err(invalid("The subscription scope is invalid.")),
    }
}

const fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::User => "user",
        Scope::Account => "account",
        Scope::MasterAccount => "master_account",
    }
}
