//! Pages of lists that are counted from their first element on.

use super::Api;
use super::gatherings::{Cut, Paging};
use super::paging::{Position, Query};
use crate::time::Moment;
use crate::wire::ApiError;

/// A page of such a list.
pub(super) struct Counted<T> {
    /// What is on it.
    pub(super) elements: Vec<T>,
    /// How the list was cut.
    pub(super) cut: Cut,
    /// The index of its first element.
    pub(super) first: u32,
}

impl Api {
    /// The page of a list that a token asks for; without one, the page from the index `start` on. `list` gives,
    /// as they were when the first page was asked for, the elements from an index on, at most so many, and how
    /// many there are on all pages.
    pub(super) fn counted<T>(
        &self,
        query: Query,
        paging: &Paging,
        now: Moment,
        start: u32,
        list: impl FnOnce(Moment, usize, usize) -> (Vec<T>, u64),
    ) -> Result<Counted<T>, ApiError> {
        let query = query.with("page_size", paging.size);
        let position = self.pages.read(&query, paging.token.as_deref(), now)?;
        let first = if paging.token.is_some() { position.index } else { start };
        let (elements, total) = list(position.since, first as usize, paging.size as usize);
        let next = first.saturating_add(elements.len() as u32);
        let next_page_token = if u64::from(next) < total && !elements.is_empty() {
            self.pages.issue(&query, Position { index: next, ..position }, now)
        } else {
            String::new()
        };
        let cut = Cut { next_page_token, page_size: paging.size, total };
        Ok(Counted { elements, cut, first })
    }
}

/// Of all elements, those from an index on, at most so many, and how many there are.
pub(super) fn part<T>(all: Vec<T>, offset: usize, limit: usize) -> (Vec<T>, u64) {
    let total = all.len() as u64;
    (all.into_iter().skip(offset).take(limit).collect(), total)
}
