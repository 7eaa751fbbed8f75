//! Answers of `/oauth/token`.

use super::json;

/// A token, granted.
#[derive(Clone, Copy, Debug)]
pub struct TokenAnswer<'a> {
    /// `access_token`
    pub access_token: &'a str,
    /// `expires_in`, in seconds.
    pub expires_in: u32,
    /// `scope`: what it allows.
    pub scopes: &'a [String],
    /// `api_url`: where the API is.
    pub api_url: &'a str,
}

impl TokenAnswer<'_> {
    /// The body of the answer, to go with status 200.
    pub fn body(&self) -> Vec<u8> {
        json::object(|o| {
            o.field("access_token", self.access_token);
            o.field("token_type", "bearer");
            o.field("expires_in", self.expires_in);
            o.field("scope", &self.scopes.join(" "));
            o.field("api_url", self.api_url);
        })
    }
}

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
    fn a_token_answer_names_its_scopes_in_one_string() {
        let scopes = ["a:read".to_owned(), "b:read".to_owned()];
        let answer =
            TokenAnswer { access_token: "t", expires_in: 3600, scopes: &scopes, api_url: "http://x" };
        let expected = r#"{"access_token":"t","token_type":"bearer","expires_in":3600,"scope":"a:read b:read","api_url":"http://x"}"#;
        assert_eq!(answer.body(), expected.as_bytes());
    }

    #[test]
    fn an_error_names_its_reason_first() {
        let expected = br#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;
        assert_eq!(OAuthError::InvalidClient.body(), expected);
        assert_eq!((OAuthError::InvalidClient.status(), OAuthError::InvalidRequest.status()), (401, 400));
    }
}
