//! Answers of `/oauth/token` and `/oauth/revoke`.

use super::json;

/// A token, granted.
#[derive(Clone, Copy, Debug)]
pub struct TokenAnswer<'a> {
    /// `access_token`
    pub access_token: &'a str,
    /// `refresh_token`, where a user granted it.
    pub refresh_token: Option<&'a str>,
    /// `expires_in`, in seconds.
    pub expires_in: u32,
    /// `scope`: what it allows, with blanks between.
    pub scope: &'a str,
    /// `api_url`: where the API is.
    pub api_url: &'a str,
}

impl TokenAnswer<'_> {
    /// The body of the answer, to go with status 200.
    pub fn body(&self) -> Vec<u8> {
        json::object(|o| {
            o.field("access_token", self.access_token);
            o.field("token_type", "bearer");
            o.optional("refresh_token", self.refresh_token);
            o.field("expires_in", self.expires_in);
            o.field("scope", self.scope);
            o.field("api_url", self.api_url);
        })
    }
}

/// The body of the answer of `/oauth/revoke`, to go with status 200.
pub const REVOKED: &[u8] = br#"{"status":"success"}"#;

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OAuthError {
    /// A `grant_type` that is not known, or none.
    UnsupportedGrantType,
    /// A client that is not known, or whose secret is wrong.
    InvalidClient,
    /// An account ID that is wrong or missing.
    InvalidRequest,
    /// A refresh token that was never given out.
    InvalidRefreshToken,
    /// An authorization code that was never given out.
    InvalidAuthorizationCode,
}

impl OAuthError {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            _ => 400,
        }
    }

    /// The body of the answer; `reason` is the service's own member.
    pub fn body(self) -> Vec<u8> {
        let (reason, error) = match self {
            Self::UnsupportedGrantType => ("unsupported grant type", "unsupported_grant_type"),
            Self::InvalidClient => ("Invalid client_id or client_secret", "invalid_client"),
            Self::InvalidRequest => ("Bad request", "invalid_request"),
            Self::InvalidRefreshToken => ("Invalid Token!", "invalid_grant"),
            Self::InvalidAuthorizationCode => ("Invalid authorization code", "invalid_grant"),
        };
        json::object(|o| {
            o.field("reason", reason).field("error", error);
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_answer_has_a_refresh_token_only_if_a_user_granted_it() {
        let mut answer = TokenAnswer {
            access_token: "t",
            refresh_token: None,
            expires_in: 3600,
            scope: "a:read b:read",
            api_url: "http://x",
        };
        let expected = r#"{"access_token":"t","token_type":"bearer","expires_in":3600,"scope":"a:read b:read","api_url":"http://x"}"#;
        assert_eq!(answer.body(), expected.as_bytes());
        answer.refresh_token = Some("r");
        let body = String::from_utf8(answer.body()).unwrap();
        assert!(
            body.starts_with(r#"{"access_token":"t","token_type":"bearer","refresh_token":"r","expires_in""#)
        );
    }

    #[test]
    fn an_error_names_its_reason_first() {
        let expected = br#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;
        assert_eq!(OAuthError::InvalidClient.body(), expected);
        assert_eq!((OAuthError::InvalidClient.status(), OAuthError::InvalidRequest.status()), (401, 400));
    }
}
