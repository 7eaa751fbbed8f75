//! When an entry of the timeline happens.

use crate::scenario::diagnostics::{Mistake, Mistakes};
use crate::scenario::plan::{Occurs, When};
use crate::scenario::syntax::decode::Field;
use crate::scenario::syntax::timeline::Entry;
use crate::time::{Moment, Span};

const FORMS: &str =
    "write `at: 10m`, `every: 10m` perhaps with `from` and `until`, or `from: 10m` and `to: 20m`";

/// When an entry happens.
pub(super) enum Time {
    Occurs(Occurs),
    /// From the first time to the second, which is so much later if that can be said.
    Over(When, When, Option<Span>),
}

/// When it happens. `None` if that cannot be said, which has been noted.
pub(super) fn time(entry: &Entry, clock_start: Option<Moment>, mistakes: &mut Mistakes) -> Option<Time> {
    let Entry { at, every, from, until, to, .. } = entry;
    if !at.is_absent() {
        for other in [from, until, to] {
            contradiction(other, "`at` is one instant: there is nothing from, to or until", mistakes);
        }
        contradiction(every, "this happens either once, `at`, or again and again, `every`", mistakes);
        return at.value().map(|at| Time::Occurs(Occurs::At(*at)));
    }
    if !every.is_absent() {
        contradiction(to, "what happens again and again ends with `until`", mistakes);
        return again_and_again(entry, clock_start, mistakes).map(Time::Occurs);
    }
    contradiction(until, "`until` goes with `every`", mistakes);
    match (from, to) {
        (Field::Absent, Field::Absent) => {
            if until.is_absent() {
                mistakes
                    .add(Mistake::new(entry.place, "this entry does not say when it happens").hint(FORMS));
            }
            None
        }
        (Field::Absent, _) => {
            contradiction(to, "`to` goes with `from`", mistakes);
            None
        }
        (_, Field::Absent) => {
            contradiction(from, "`from` goes with `to`, or with `every`", mistakes);
            None
        }
        (from, to) => {
            let (from, to) = (from.written()?, to.written()?);
            let length = between(from.value, to.value, clock_start);
            if length.is_some_and(|span| span <= Span::ZERO) {
                mistakes.add(
                    Mistake::new(to.place, "this is over before it begins")
                        .related(from.place, "it begins here")
                        .hint("`to` comes after `from`"),
                );
            }
            Some(Time::Over(from.value, to.value, length))
        }
    }
}

fn contradiction<T>(field: &Field<T>, message: &str, mistakes: &mut Mistakes) {
    if let Some(field) = field.written() {
        mistakes.add(Mistake::new(field.place, message).hint(FORMS));
    }
}

fn again_and_again(entry: &Entry, clock_start: Option<Moment>, mistakes: &mut Mistakes) -> Option<Occurs> {
    let interval = entry.every.written()?;
    if interval.value.0 < Span::SECOND {
        let message = format!("`{}` is too often", interval.value.0);
        mistakes.add(Mistake::new(interval.place, message).hint("at most every second, `1s`"));
    }
    let from = entry.from.or(When::FromStart(Span::ZERO));
    if let Some(until) = entry.until.written()
        && !entry.from.is_invalid()
        && between(from, until.value, clock_start).is_some_and(|span| span <= Span::ZERO)
    {
        mistakes.add(
            Mistake::new(until.place, "this is over before it begins")
                .hint("`until` comes after `from`, which is the start of the emulator if absent"),
        );
    }
    Some(Occurs::Every { interval: interval.value.0, from, until: entry.until.value().copied() })
}

/// How long it is from one time to another, if that can be said before the emulator starts.
fn between(from: When, to: When, clock_start: Option<Moment>) -> Option<Span> {
    match (from, to) {
        (When::FromStart(from), When::FromStart(to)) => Some(to - from),
        (When::At(from), When::At(to)) => Some(to - from),
        (When::FromStart(from), When::At(to)) => Some(to - (clock_start? + from)),
        (When::At(from), When::FromStart(to)) => Some((clock_start? + to) - from),
    }
}
