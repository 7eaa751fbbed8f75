//! What accounts that are bound by HIPAA do not tell.

/// The members whose values are hidden, as a body has them.
const HIDDEN: [&[u8]; 4] = [br#""user_name":""#, br#""ip_address":""#, br#""location":""#, br#""email":""#];

/// A body in which `user_name`, `ip_address`, `location` and `email` are empty, wherever they are.
///
/// It relies on bodies being compact: a quote that is followed by a colon ends a name, since within a string it
/// would be escaped.
pub fn without_personal_data(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, _)) = rest.split_first() {
        let hidden = HIDDEN.iter().find(|name| rest.starts_with(name)).filter(|_| byte == b'"');
        if let Some(name) = hidden {
            out.extend_from_slice(name);
            rest = &rest[name.len()..];
            rest = &rest[end_of_string(rest)..];
        } else {
            let next = rest[1..].iter().position(|&byte| byte == b'"').map_or(rest.len(), |at| at + 1);
            out.extend_from_slice(&rest[..next]);
            rest = &rest[next..];
        }
    }
    out
}

/// Where the quote is that ends the string whose inside this begins with.
fn end_of_string(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::json;

    fn body(name: &str, topic: &str) -> Vec<u8> {
        json::object(|o| {
            o.field("topic", topic).field("user_name", name).field("user_id", 5);
            o.array("participants", |participants| {
                participants.object(|o| {
                    o.field("email", name)
                        .field("location", name)
                        .field("ip_address", name)
                        .field("pc_name", topic);
                });
            });
        })
    }

    #[test]
    fn names_addresses_and_places_are_hidden() {
        let expected = r#"{"topic":"Sync","user_name":"","user_id":5,"participants":[{"email":"","location":"","ip_address":"","pc_name":"Sync"}]}"#;
        assert_eq!(without_personal_data(&body("Ada", "Sync")), expected.as_bytes());
    }

    proptest! {
        #[test]
        fn whatever_they_are_they_are_hidden_and_the_rest_is_not_touched(name in ".*", topic in ".*") {
            prop_assert_eq!(without_personal_data(&body(&name, &topic)), body("", &topic));
        }

        #[test]
        fn text_that_looks_like_a_member_is_text(text in r#"[\\":a]{0,9}"user_name":"[\\":a]{0,9}"#) {
            prop_assert_eq!(without_personal_data(&body(&text, &text)), body("", &text));
        }
    }
}
