//! `/_emulator/`: what there is.

use crate::http::Answer;
use crate::wire::json;

const ENDPOINTS: [(&str, &str, &str); 15] = [
    ("GET", "/_emulator/health", "whether the emulator is there"),
    ("GET", "/_emulator/clock", "how its time passes, and what time it is"),
    (
        "POST",
        "/_emulator/clock/advance",
        "jumps forward: {\"by\":\"90s\"}; answers when all that fell due is done",
    ),
    (
        "GET",
        "/_emulator/world?limit=10&offset=0",
        "meetings, webinars, sessions and calls that can be asked for",
    ),
    ("GET", "/_emulator/docs", "the emulated API, to be read"),
    ("GET", "/_emulator/openapi.json", "the same as OpenAPI 3.1; also at /openapi.json"),
    ("GET", "/_emulator/subscriptions", "who receives events, and what has become of these"),
    (
        "POST",
        "/_emulator/subscriptions",
        "one more, from now on: {\"url\":\"http://…\",\"secret\":\"…\",\"events\":[\"meeting.*\"]}",
    ),
    ("GET", "/_emulator/subscriptions/{id}", "one of them"),
    ("PATCH", "/_emulator/subscriptions/{id}", "changes what the body names"),
    ("DELETE", "/_emulator/subscriptions/{id}", "removes it"),
    ("POST", "/_emulator/subscriptions/{id}/validate", "validates its URL now"),
    (
        "GET",
        "/_emulator/deliveries?event=meeting.*&outcome=failed&wait=5s&count=3",
        "attempts; also by `subscription`, `participant`, `limit` and `before`",
    ),
    ("GET", "/_emulator/deliveries/{id}", "one of them: headers, body, and the exact text that was signed"),
    ("POST", "/_emulator/deliveries/{id}/redeliver", "sends it once more"),
];

pub(super) async fn show() -> Answer {
    Answer(json::object(|o| {
        o.field("name", env!("CARGO_PKG_NAME"));
        o.field("version", env!("CARGO_PKG_VERSION"));
        o.array("endpoints", |endpoints| {
            for (method, path, about) in ENDPOINTS {
                endpoints.object(|o| {
                    o.field("method", method).field("path", path).field("about", about);
                });
            }
        });
    }))
}
