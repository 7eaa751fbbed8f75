//! What keeps a client from getting what it asks for, though nothing is wrong with its request.

pub mod rate_limit;
