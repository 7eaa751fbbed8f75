//! What the emulated API and the control API have in common as servers: they read parameters, answer in JSON,
//! and are served on a socket.

mod answer;
mod body;
mod frame;
mod members;
mod parameters;
mod server;

pub(crate) use answer::{Answer, ErrorCode, Reply, error};
pub(crate) use body::SmallBody;
pub(crate) use frame::frame;
pub(crate) use members::Members;
pub(crate) use parameters::Parameters;
pub(crate) use server::serve;
