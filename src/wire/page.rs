//! What a page of a list says about itself.

use super::json::Object;

/// What a page says about itself, decided by whoever cut it.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// `next_page_token`: where the next page starts; empty on the last page.
    pub next_page_token: &'a str,
    /// `page_size`: how many elements a full page has.
    pub page_size: u32,
    /// `total_records`: how many elements all pages have together.
    pub total_records: u64,
}

impl Page<'_> {
    /// `page_count`: how many pages there are.
    pub(super) const fn count(&self) -> u64 {
        self.total_records.div_ceil(if self.page_size == 0 { 1 } else { self.page_size as u64 })
    }

    /// The four members with which most lists begin.
    pub(super) fn write(&self, o: &mut Object<'_>) {
        o.field("next_page_token", self.next_page_token);
        o.field("page_count", self.count());
        o.field("page_size", self.page_size);
        o.field("total_records", self.total_records);
    }
}

/// The days that a list is of, as it is asked for them: `2021-03-31`, both included.
#[derive(Clone, Copy, Debug)]
pub struct Dates<'a> {
    /// `from`
    pub from: &'a str,
    /// `to`
    pub to: &'a str,
}
