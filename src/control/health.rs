//! `/_emulator/health`

use crate::http::Answer;
use crate::wire::json;

/// Whoever gets an answer at all knows that it is there: it is bound before it says that it is ready.
pub(super) async fn show() -> Answer {
    Answer(json::object(|o| {
        o.field("status", "ok");
    }))
}
