//! Parameters of a query, read as the types that they have.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt::Display;
use std::ops::RangeInclusive;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::civil::Date;

use crate::wire::{ApiError, FieldError};

/// The parameters of a query. Each is taken by name, as what it should be; what is wrong with any of them is
/// told by [`Parameters::check`], all at once. Nobody minds those that nobody takes.
#[derive(Debug)]
pub(crate) struct Parameters {
    query: String,
    errors: Vec<FieldError>,
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts.uri.query().unwrap_or_default()))
    }
}

impl Parameters {
    /// Those of a query as it stands in a URL, `type=past&page_size=10`. What is no UTF-8 becomes U+FFFD.
    pub(crate) fn of(query: &str) -> Self {
        Self { query: query.to_owned(), errors: Vec::new() }
    }

    /// Any text; `None` if it is absent or empty.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        self.only(name).map(Cow::into_owned).filter(|text| !text.is_empty())
    }

    /// One of some words; `default` if it is absent.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        choices: &[(&'static str, T)],
        default: T,
    ) -> T {
        let Some(text) = self.only(name) else { return default };
        let chosen = choices.iter().find(|(word, _)| *word == text).map(|&(_, chosen)| chosen);
        chosen.unwrap_or_else(|| {
            let words: Vec<_> = choices.iter().map(|&(word, _)| word).collect();
            self.fault(name, format!("must be one of: {}", words.join(", ")));
            default
        })
    }

    /// A whole number within `range`; `default` if it is absent.
    pub(crate) fn integer(&mut self, name: &'static str, range: RangeInclusive<u32>, default: u32) -> u32 {
        let Some(text) = self.only(name) else { return default };
        // `u32` would take a sign.
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number| is_plain && range.contains(number));
        number.unwrap_or_else(|| {
            self.fault(name, format!("must be a whole number from {} to {}", range.start(), range.end()));
            default
        })
    }

    /// A date as `2026-03-02`; `None` if it is absent.
    pub(crate) fn date(&mut self, name: &'static str) -> Option<Date> {
        let text = self.only(name)?;
        // The parser of dates knows more forms than the API does.
        let date = text.parse::<Date>().ok().filter(|_| text.len() == "yyyy-mm-dd".len());
        if date.is_none() {
            self.fault(name, "must be a date, like 2026-03-02");
        }
        date
    }

    /// `true` or `false`; `false` if it is absent.
    pub(crate) fn flag(&mut self, name: &'static str) -> bool {
        self.choice(name, &[("true", true), ("false", false)], false)
    }

    /// What `read` makes of it; `None` if it is absent. `example` completes “must be …”.
    pub(crate) fn read<T>(
        &mut self,
        name: &'static str,
        example: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.only(name)?;
        let value = read(&text);
        if value.is_none() {
            self.fault(name, format_args!("must be {example}"));
        }
        value
    }

    /// Some of some words, each as `name=a`, as `name[]=a`, or separated by commas: `name=a,b`. Empty if it is
    /// absent.
    pub(crate) fn choices<T: Copy>(
        &mut self,
        name: &'static str,
        choices: &[(&'static str, T)],
        most: usize,
    ) -> Vec<T> {
        let in_brackets = format!("{name}[]");
        let given: Vec<String> = form_urlencoded::parse(self.query.as_bytes())
            .filter(|(key, _)| key == name || *key == in_brackets)
            .flat_map(|(_, value)| value.split(',').map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let find = |word: &String| choices.iter().find(|(choice, _)| choice == word).map(|&(_, value)| value);
        let chosen: Option<Vec<T>> = given.iter().map(find).collect();
        match chosen {
            Some(chosen) if chosen.len() <= most => chosen,
            Some(_) => {
                self.fault(name, format_args!("must have at most {most} values"));
                Vec::new()
            }
            None => {
                let words: Vec<_> = choices.iter().map(|&(word, _)| word).collect();
                self.fault(name, format_args!("must each be one of: {}", words.join(", ")));
                Vec::new()
            }
        }
    }

    /// Adds a fault if a parameter is absent.
    pub(crate) fn require(&mut self, name: &'static str) {
        if !form_urlencoded::parse(self.query.as_bytes()).any(|(key, _)| key == name) {
            self.fault(name, "is required");
        }
    }

    /// Adds what is wrong with a parameter.
    pub(crate) fn fault(&mut self, field: &'static str, message: impl Display) {
        self.errors.push(FieldError { field, message: message.to_string() });
    }

    /// Whether nothing was wrong so far.
    ///
    /// # Errors
    ///
    /// `Validation Failed.`, with all that was wrong.
    pub(crate) fn check(&mut self) -> Result<(), ApiError> {
        match std::mem::take(&mut self.errors) {
            errors if errors.is_empty() => Ok(()),
            errors => Err(ApiError::invalid_parameters(errors)),
        }
    }

    /// The value of a parameter, which must not be given twice.
    fn only(&mut self, name: &'static str) -> Option<Cow<'static, str>> {
        let mut values = form_urlencoded::parse(self.query.as_bytes()).filter(|(key, _)| key == name);
        let value = values.next()?.1.into_owned();
        if values.next().is_some() {
            self.fault(name, "must be given once only");
            return None;
        }
        Some(value.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: [(&str, u8); 2] = [("live", 0), ("past", 1)];

    fn faults(mut parameters: Parameters) -> Vec<(&'static str, String)> {
        let errors = parameters.check().map_or_else(|error| error.errors, |()| Vec::new());
        errors.into_iter().map(|error| (error.field, error.message)).collect()
    }

    #[test]
    fn what_is_absent_has_its_default() {
        let mut parameters = Parameters::of("page_size_=7&&x");
        assert_eq!(parameters.choice("type", &TYPES, 0), 0);
        assert_eq!(parameters.integer("page_size", 1..=10, 1), 1);
        assert_eq!(parameters.date("from"), None);
        assert_eq!(parameters.text("next_page_token"), None);
        assert_eq!(parameters.check(), Ok(()));
    }

    #[test]
    fn what_is_given_is_decoded_and_read() {
        let mut parameters = Parameters::of("type=p%61st&page_size=10&from=2026-03-02&site_id=a+b%2Bc");
        assert_eq!(parameters.choice("type", &TYPES, 0), 1);
        assert_eq!(parameters.integer("page_size", 1..=10, 1), 10);
        assert_eq!(parameters.date("from"), Some(jiff::civil::date(2026, 3, 2)));
        assert_eq!(parameters.text("site_id").as_deref(), Some("a b+c"));
        assert_eq!(parameters.check(), Ok(()));
    }

    #[test]
    fn a_list_is_given_by_repetition_or_commas() {
        for query in ["t=live&t=past", "t=live,past", "t[]=live&t%5B%5D=past"] {
            let mut parameters = Parameters::of(query);
            assert_eq!(parameters.choices("t", &TYPES, 2), [0, 1], "{query}");
            assert_eq!(parameters.check(), Ok(()));
        }
        let mut parameters = Parameters::of("t=live,soon&u=past,past&w=true&v=x");
        assert!(parameters.choices("x", &TYPES, 2).is_empty());
        assert!(parameters.flag("w"));
        parameters.choices("t", &TYPES, 2);
        parameters.choices("u", &TYPES, 1);
        parameters.require("v");
        parameters.require("y");
        let expected = [
            ("t", "must each be one of: live, past".to_owned()),
            ("u", "must have at most 1 values".to_owned()),
            ("y", "is required".to_owned()),
        ];
        assert_eq!(faults(parameters), expected);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut parameters = Parameters::of("type=soon&page_size=11&from=2026-02-30");
        parameters.choice("type", &TYPES, 0);
        parameters.integer("page_size", 1..=10, 1);
        parameters.date("from");
        let expected = [
            ("type", "must be one of: live, past".to_owned()),
            ("page_size", "must be a whole number from 1 to 10".to_owned()),
            ("from", "must be a date, like 2026-03-02".to_owned()),
        ];
        assert_eq!(faults(parameters), expected);
    }

    #[test]
    fn a_number_is_digits_and_nothing_else() {
        for text in ["", "+5", "-1", "0", "1e1", "5.0", " 5", "0x5", "99999999999999999999", "%FF", "٥"] {
            let mut parameters = Parameters::of(&format!("page_size={text}"));
            assert_eq!(parameters.integer("page_size", 1..=10, 1), 1);
            assert_eq!(faults(parameters).len(), 1, "{text:?}");
        }
    }

    #[test]
    fn a_date_has_one_form_only() {
        for text in
            ["", "20260302", "2026-3-2", "2026-03-02T09:00:00", "2026-13-01", "tomorrow", "-002026-03-02"]
        {
            let mut parameters = Parameters::of(&format!("from={text}"));
            assert_eq!(parameters.date("from"), None);
            assert_eq!(faults(parameters).len(), 1, "{text:?}");
        }
    }

    #[test]
    fn a_parameter_is_given_once_only() {
        let mut parameters = Parameters::of("page_size=1&page_size=1");
        parameters.integer("page_size", 1..=10, 1);
        assert_eq!(faults(parameters), [("page_size", "must be given once only".to_owned())]);
    }
}
