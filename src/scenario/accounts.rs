//! Whose data it is, and who may ask for it.

/// The account that the data belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its ID, 22 characters of URL-safe base64 on the real service.
    pub id: String,
    /// What it pays for.
    pub plan: AccountPlan,
    /// The domain of its users' e-mail addresses; other addresses are outside the account.
    pub domain: String,
    /// Whether dashboards are on, where the plan has them.
    pub dashboard: bool,
    /// Whether it is an account of the Video SDK too.
    pub video_sdk: bool,
    /// Whether it is bound by HIPAA: `user_name`, `ip_address`, `location` and `email` are hidden.
    pub hipaa: bool,
    /// The accounts that it is the master of, each ID once.
    pub sub_accounts: Vec<SubAccount>,
}

impl Account {
    /// An account with dashboards and Video SDK, without HIPAA and sub-accounts.
    pub fn new(id: impl Into<String>, plan: AccountPlan, domain: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            plan,
            domain: domain.into(),
            dashboard: true,
            video_sdk: true,
            hipaa: false,
            sub_accounts: Vec::new(),
        }
    }
}

/// An account that belongs to a master account, asked for at `/accounts/{accountId}/…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubAccount {
    /// Its ID: letters, digits, `_` and `-`.
    pub id: String,
    /// What it pays for.
    pub plan: AccountPlan,
}

/// What an account pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountPlan {
    /// No dashboards.
    Free,
    /// No dashboards.
    Pro,
    /// Dashboards, QSS, the higher rate limits.
    Business,
    /// As [`AccountPlan::Business`].
    Enterprise,
}

/// An app of the marketplace, which asks for tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct App {
    /// `client_id` of OAuth.
    pub client_id: String,
    /// `client_secret` of OAuth.
    pub client_secret: String,
    /// What its tokens allow, classic and granular scopes; everything if absent.
    pub scopes: Option<Vec<String>>,
    /// Where users may be sent back to with an authorization code.
    pub redirect_uris: Vec<String>,
    /// Access tokens that are always good.
    pub tokens: Vec<String>,
}

impl App {
    /// An app whose tokens allow everything.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            scopes: None,
            redirect_uris: Vec::new(),
            tokens: Vec::new(),
        }
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// How the emulated API behaves where the real service does so or so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiPlan {
    /// Whether there are rate limits.
    pub rate_limits: bool,
    /// Whether a new server-to-server token makes the previous one of its app invalid.
    pub newest_token_only: bool,
    /// The HTTP status that code 300 goes with.
    pub status_of_code_300: StatusOfCode300,
    /// Whether `qos_summary` is answered only if there is a webhook with the matching summary event.
    pub summary_requires_subscription: bool,
    /// The key of the Video SDK.
    pub sdk_key: SdkKey,
}

impl Default for ApiPlan {
    fn default() -> Self {
        Self {
            rate_limits: true,
            newest_token_only: false,
            status_of_code_300: StatusOfCode300::BadRequest,
            summary_requires_subscription: false,
            sdk_key: SdkKey {
                key: "Emulator-Sdk-Key-00001".to_owned(),
                secret: "Emulator-Sdk-Secret-000000000001".to_owned(),
            },
        }
    }
}

/// The HTTP status that code 300 goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusOfCode300 {
    /// 400, as the service answers.
    BadRequest,
    /// 300, as some pages of the reference print it.
    MultipleChoices,
}

/// A key of the Video SDK: the tokens that it signs open the paths of the Video SDK.
#[derive(Clone, PartialEq, Eq)]
pub struct SdkKey {
    /// `iss` of the tokens.
    pub key: String,
    /// What they are signed with.
    pub secret: String,
}

impl std::fmt::Debug for SdkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SdkKey").field("key", &self.key).finish_non_exhaustive()
    }
}
