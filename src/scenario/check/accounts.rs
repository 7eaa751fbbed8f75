//! Whose data it is, and who may ask for it.

use std::collections::HashMap;

use crate::scenario::defaults;
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::plan::{Account, ApiPlan, App, SdkKey, SubAccount};
use crate::scenario::syntax::accounts as syntax;
use crate::scenario::syntax::decode::{Field, OneOrMany};
use crate::scenario::syntax::words::OnOff;
use crate::scenario::syntax::{self as language};

/// A master account has so many sub-accounts at most; each is a world of its own.
const MOST_SUB_ACCOUNTS: usize = 50;

pub(super) fn account(written: &Field<syntax::Account>, mistakes: &mut Mistakes) -> Account {
    let mut account = defaults::account();
    if let Some(written) = written.value() {
        if let Some(id) = written.id.value() {
            account.id.clone_from(&id.0);
        }
        account.plan = written.plan.or(account.plan);
        if let Some(domain) = written.domain.value() {
            account.domain.clone_from(&domain.0);
        }
        account.dashboard = is_on(&written.dashboard, account.dashboard);
        account.video_sdk = is_on(&written.video_sdk, account.video_sdk);
        account.hipaa = is_on(&written.hipaa, account.hipaa);
        account.sub_accounts = sub_accounts(&written.sub_accounts, &account, mistakes);
    }
    account
}

fn sub_accounts(
    written: &Field<Vec<syntax::SubAccount>>,
    master: &Account,
    mistakes: &mut Mistakes,
) -> Vec<SubAccount> {
    let mut seen: HashMap<&str, Place> = HashMap::new();
    let mut accounts = Vec::new();
    if written.items().len() > MOST_SUB_ACCOUNTS
        && let Some(list) = written.written()
    {
        mistakes.add(
            Mistake::new(list.place, format!("these are {} sub-accounts", written.items().len()))
                .hint(format!("at most {MOST_SUB_ACCOUNTS}")),
        );
    }
    for account in written.items() {
        let Some(id) = account.id.written() else { continue };
        if id.value.0 == master.id {
            mistakes.add(
                Mistake::new(id.place, format!("`{}` is the master account itself", master.id))
                    .hint("give each sub-account an ID of its own"),
            );
        }
        if let Some(first) = seen.insert(&id.value.0, id.place) {
            mistakes.add(
                Mistake::new(id.place, format!("two sub-accounts have the ID `{}`", id.value.0))
                    .related(first, "first here")
                    .hint("give each sub-account an ID of its own"),
            );
        }
        accounts.push(SubAccount { id: id.value.0.clone(), plan: account.plan.or(master.plan) });
    }
    accounts
}

pub(super) fn apps(written: &Field<Vec<syntax::App>>, mistakes: &mut Mistakes) -> Vec<App> {
    let mut apps: Vec<App> = Vec::new();
    let mut seen: HashMap<&str, Place> = HashMap::new();
    let mut tokens: HashMap<&str, Place> = HashMap::new();
    for app in written.items() {
        let (Some(id), Some(secret)) = (app.client_id.written(), app.client_secret.value()) else { continue };
        if let Some(first) = seen.insert(&id.value.0, id.place) {
            mistakes.add(
                Mistake::new(id.place, format!("two apps have the client ID `{}`", id.value.0))
                    .related(first, "first here")
                    .hint("give each app a `client_id` of its own"),
            );
        }
        for token in items(&app.tokens) {
            if let Some(first) = tokens.insert(&token.value.0, token.place) {
                mistakes.add(
                    Mistake::new(token.place, "this token is given twice")
                        .related(first, "first here")
                        .hint("give each app tokens of its own"),
                );
            }
        }
        let scopes = match &app.scopes {
            Field::Absent => None,
            scopes => Some(scopes.items().iter().map(|scope| scope.0.clone()).collect()),
        };
        apps.push(App {
            client_id: id.value.0.clone(),
            client_secret: secret.0.clone(),
            scopes,
            redirect_uris: items(&app.redirect_uris).iter().map(|uri| uri.0.clone()).collect(),
            tokens: items(&app.tokens).iter().map(|token| token.value.0.clone()).collect(),
        });
    }
    if apps.is_empty() {
        apps.push(defaults::app());
    }
    apps
}

pub(super) fn api(written: &language::Scenario) -> ApiPlan {
    let mut plan = ApiPlan::default();
    if let Some(api) = written.api.value() {
        plan.rate_limits = is_on(&api.rate_limits, plan.rate_limits);
        plan.newest_token_only = is_on(&api.newest_token_only, plan.newest_token_only);
        plan.status_of_code_300 = api.status_of_code_300.or(plan.status_of_code_300);
    }
    if let Some(qss) = written.qss.value() {
        plan.summary_requires_subscription = is_on(&qss.require_subscription, false);
    }
    if let Some(sdk) = written.video_sdk.value()
        && let (Some(key), Some(secret)) = (sdk.key.value(), sdk.secret.value())
    {
        plan.sdk_key = SdkKey { key: key.0.clone(), secret: secret.0.clone() };
    }
    plan
}

fn is_on(written: &Field<OnOff>, default: bool) -> bool {
    written.value().map_or(default, |on| on.0)
}

fn items<T>(written: &Field<OneOrMany<T>>) -> &[T] {
    written.value().map_or(&[], |list| &list.0)
}
