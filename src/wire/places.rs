//! Words for where somebody is and how they are connected; each place of the API has its own.

use super::json::Value;
use crate::world::{City, Medium};

/// `network_type`
pub(super) const fn network_type(medium: Medium) -> &'static str {
    match medium {
        Medium::Wired => "Wired",
        Medium::Wifi => "Wifi",
        Medium::Ppp => "PPP",
        Medium::Cellular => "Cellular",
        Medium::Other => "Others",
    }
}

/// The country that a data centre stands in: `Netherlands` of `Netherlands (AM Top)`.
pub(super) fn data_center_country(city: &City) -> &'static str {
    city.full_data_center.split(" (").next().unwrap_or_default()
}

/// Texts in a row, as one string. None of them needs an escape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joined<'a, const N: usize>(pub(super) [&'a str; N]);

impl<const N: usize> Value for Joined<'_, N> {
    fn write(self, out: &mut Vec<u8>) {
        out.push(b'"');
        for part in self.0 {
            out.extend_from_slice(part.as_bytes());
        }
        out.push(b'"');
    }
}

/// `location` of sessions: `San Jose (US)`.
pub(super) fn city_and_country(city: &City) -> Joined<'static, 4> {
    Joined([city.name, " (", city.country_code, ")"])
}

/// `mac_addr` of the REST API: `f85e-a012-92d8`.
#[derive(Clone, Copy, Debug)]
pub(super) struct MacInPairs(pub(super) [u8; 6]);

impl Value for MacInPairs {
    fn write(self, out: &mut Vec<u8>) {
        push_hex(out, self.0, *b"0123456789abcdef", 2, b'-');
    }
}

/// `mac_addr` of events: `00:00:5E:00:53:00`.
#[derive(Clone, Copy, Debug)]
pub(super) struct MacWithColons(pub(super) [u8; 6]);

impl Value for MacWithColons {
    fn write(self, out: &mut Vec<u8>) {
        push_hex(out, self.0, *b"0123456789ABCDEF", 1, b':');
    }
}

fn push_hex(out: &mut Vec<u8>, bytes: [u8; 6], digits: [u8; 16], group: usize, separator: u8) {
    out.push(b'"');
    for (place, byte) in bytes.into_iter().enumerate() {
        if place != 0 && place % group == 0 {
            out.push(separator);
        }
        out.push(digits[usize::from(byte >> 4)]);
        out.push(digits[usize::from(byte & 15)]);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::plan::CITIES;

    fn written(value: impl Value) -> String {
        let mut out = Vec::new();
        value.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn addresses_of_network_cards_are_spelled_in_two_ways() {
        assert_eq!(written(MacInPairs([0xf8, 0x5e, 0xa0, 0x12, 0x92, 0xd8])), "\"f85e-a012-92d8\"");
        assert_eq!(written(MacWithColons([0, 0, 0x5e, 0, 0x53, 0])), "\"00:00:5E:00:53:00\"");
    }

    #[test]
    fn no_city_needs_an_escape() {
        for city in &CITIES {
            let location = written(city_and_country(city));
            assert_eq!(
                location,
                serde_json::to_string(&format!("{} ({})", city.name, city.country_code)).unwrap()
            );
            assert!(!data_center_country(city).is_empty());
        }
    }
}
