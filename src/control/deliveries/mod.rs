//! `/_emulator/deliveries`: what was attempted, and with which result.

mod filter;
mod shown;

use std::sync::Arc;

use axum::extract::{Path, State};

use self::filter::Wanted;
use super::{Control, not_found};
use crate::delivery::{Record, RecordId};
use crate::http::{Answer, Parameters, Reply};
use crate::player::RedeliverError;
use crate::wire::{ApiError, json};

/// The attempts that a filter wants, the latest first; with `wait` and `count` as soon as so many match, the
/// earliest first.
pub(super) async fn list(State(control): State<Arc<Control>>, mut parameters: Parameters) -> Reply {
    let wanted = Wanted::read(&mut parameters, &control.players)?;
    let log = control.players.log();
    let records = match wanted.wait {
        Some((count, timeout)) => log.wait_for(&wanted.filter, count, timeout).await,
        None => log.latest(&wanted.filter, wanted.before, wanted.limit as usize),
    };
    let is_full = wanted.wait.is_none() && records.len() == wanted.limit as usize;
    let next = records.last().filter(|_| is_full).map(|record| record.id.0);
    Ok(Answer(json::object(|o| {
        o.field("now", control.clock.now());
        o.array("deliveries", |deliveries| {
            for record in &records {
                deliveries.object(|o| shown::record(o, record, &control.world));
            }
        });
        o.optional("next_before", next);
    })))
}

/// One of them, with what was sent.
pub(super) async fn show(State(control): State<Arc<Control>>, Path(id): Path<String>) -> Reply {
    let id = number(&id)?;
    let record = control.players.log().get(id).ok_or_else(|| not_found(&RedeliverError::Unknown(id)))?;
    Ok(control.show_record(&record))
}

/// Sends the event of one once more, and answers with the new attempt.
pub(super) async fn redeliver(State(control): State<Arc<Control>>, Path(id): Path<String>) -> Reply {
    let id = control.players.redeliver(number(&id)?).await.map_err(|error| not_found(&error))?;
    let record = control.players.log().get(id).ok_or_else(|| not_found(&RedeliverError::Unknown(id)))?;
    Ok(control.show_record(&record))
}

fn number(id: &str) -> Result<RecordId, ApiError> {
    id.parse().map(RecordId).map_err(|_| not_found(&"deliveries are called by their numbers"))
}

impl Control {
    fn show_record(&self, record: &Record) -> Answer {
        Answer(json::object(|o| {
            shown::record(o, record, &self.world);
            o.object("request", |o| shown::request(o, &record.request(&self.world)));
        }))
    }
}
