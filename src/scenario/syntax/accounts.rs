//! Whose data it is, and who may ask for it, as it is written.

use super::decode::{Located, OneOrMany, mapping};
use super::identity::{AccountId, Domain, Token, WebAddress};
use super::words::OnOff;
use crate::scenario::plan::{AccountPlan, StatusOfCode300};

mapping! {
    /// The account that all data belongs to.
    Account("the account") {
        /// Its ID, 22 characters on the real service.
        id: optional Token,
        /// `free`, `pro`, `business` (if absent) or `enterprise`. It decides about dashboards and rate limits.
        plan: optional AccountPlan,
        /// Domain of its users' e-mail addresses, `example.com` if absent; people with other addresses are guests.
        domain: optional Domain,
        /// Whether dashboards are on, where the plan has them; `on` if absent.
        dashboard: optional OnOff,
        /// Whether it is an account of the Video SDK too; `on` if absent.
        video_sdk: optional OnOff,
        /// Whether it is bound by HIPAA, so that `user_name`, `ip_address`, `location` and `email` are hidden; `off`
        /// if absent.
        hipaa: optional OnOff,
        /// Accounts that this one is the master of, asked for at `/accounts/{accountId}/…`. Each has the population
        /// of this scenario, drawn anew, and nothing that the scenario names.
        sub_accounts: optional Vec<SubAccount>,
    }
}

mapping! {
    /// An account that belongs to a master account.
    SubAccount("a sub-account", Single "id") {
        /// Its ID.
        id: required AccountId,
        /// `free`, `pro`, `business` or `enterprise`; that of its master if absent.
        plan: optional AccountPlan,
    }
}

mapping! {
    /// An app of the marketplace, which asks for tokens.
    App("an app") {
        /// `client_id` of OAuth.
        client_id: required Token,
        /// `client_secret` of OAuth.
        client_secret: required Token,
        /// What its tokens allow, classic and granular scopes; everything if absent.
        scopes: optional Vec<Token>,
        /// Where users may be sent back to with an authorization code. Without one, `authorization_code` is refused.
        redirect_uris: optional OneOrMany<WebAddress>,
        /// Access tokens that are always good, besides those that the app asks for.
        tokens: optional OneOrMany<Located<Token>>,
    }
}

mapping! {
    /// The key of the Video SDK: the tokens that it signs (JWT, HS256) open the paths of the Video SDK.
    SdkKey("the key of the Video SDK") {
        /// `iss` of the tokens.
        key: required Token,
        /// What they are signed with.
        secret: required Token,
    }
}

mapping! {
    /// How the emulated API behaves where the real service does so or so.
    Api("the API") {
        /// Whether there are rate limits, on the emulator's clock; `on` if absent. On a manual clock a second lasts
        /// until the clock is advanced.
        rate_limits: optional OnOff,
        /// Whether a new server-to-server token makes the previous one of its app invalid; `off` if absent.
        newest_token_only: optional OnOff,
        /// The HTTP status of errors with code 300: 400 (if absent), or 300 as some pages of the reference print it.
        status_of_code_300: optional StatusOfCode300,
    }
}

mapping! {
    /// How the Quality of Service Subscription behaves.
    Qss("QSS") {
        /// Whether `qos_summary` is answered only if one of the webhooks receives the matching summary event, as on
        /// the real service; `off` if absent, so that no webhook is needed.
        require_subscription: optional OnOff,
    }
}
