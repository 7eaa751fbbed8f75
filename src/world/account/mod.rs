//! The account as a whole: its users, and what there is to tell of a day.

mod chat;
mod client_versions;
mod days;
mod quality;
mod satisfaction;
mod users;

pub use chat::Chat;
pub use client_versions::ClientVersion;
pub use quality::{DayQuality, Judged, QualityCounts};
pub use satisfaction::{ClientFeedback, FeedbackKind, Satisfaction};
pub use users::User;
pub(crate) use users::Users;
