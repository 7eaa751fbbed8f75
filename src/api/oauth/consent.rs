//! The page that asks a user for consent.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS};
use axum::response::{IntoResponse, Response};

use crate::scenario::plan::App;

const HTML: HeaderValue = HeaderValue::from_static("text/html;charset=UTF-8");

/// Nothing is loaded from anywhere, and nobody frames it.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");

/// The page; its buttons send the query of the request on, with the decision.
pub(super) fn page(app: &App, query: &str) -> Response {
    let scopes: String = match &app.scopes {
        Some(scopes) => {
            scopes.iter().map(|scope| format!("<li><code>{}</code></li>", escaped(scope))).collect()
        }
        None => "<li>everything that can be asked for</li>".to_owned(),
    };
    let body = format!(
        "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Authorize an app</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1rem; color-scheme: light dark; }}
button {{ font: inherit; padding: .4rem 1.2rem; margin-right: .6rem; }}
</style>
<h1>Authorize <code>{client_id}</code>?</h1>
<p>It wants to:</p>
<ul>{scopes}</ul>
<form method=\"post\" action=\"/oauth/authorize?{query}\">
<button name=\"decision\" value=\"allow\">Allow</button>
<button name=\"decision\" value=\"decline\">Decline</button>
</form>
</html>
",
        client_id = escaped(&app.client_id),
        query = escaped(query),
    );
    let headers = [
        (CONTENT_TYPE, HTML),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    ];
    (headers, body).into_response()
}

/// As text of HTML, also within quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_given_is_markup() {
        assert_eq!(escaped("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    }
}
