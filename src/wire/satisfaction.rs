//! What people answered when they were asked how it was: `…/participants/satisfaction`.

use super::json::{self, OrEmpty, Word};
use super::page::Page;
use super::people;
use crate::world::health::Issue;
use crate::world::{Gathering, Participant, World};

/// A page of the answers.
pub fn satisfaction_page<'w>(
    world: &'w World,
    gathering: &Gathering,
    page: &Page<'_>,
    respondents: impl IntoIterator<Item = Participant<'w>>,
) -> Vec<u8> {
    json::object(|o| {
        o.field("next_page_token", page.next_page_token);
        o.field("page_size", page.page_size);
        o.array("participants", |elements| {
            for participant in respondents {
                let feedback = world.feedback(gathering, &participant);
                let content = feedback.complaint.is_none();
                elements.object(|o| {
                    o.field("date_time", feedback.at);
                    o.field("email", people::email(&participant.person));
                    o.field("quality", Word(if content { "GOOD" } else { "NOT GOOD" }));
                    o.field("user_id", OrEmpty(participant.person.user_id));
                    o.field("comment", Word(feedback.complaint.map_or("", comment)));
                });
            }
        });
    })
}

const fn comment(issue: Issue) -> &'static str {
    match issue {
        Issue::Audio => "The sound kept breaking up.",
        Issue::Video => "The video was frozen or blurred.",
        Issue::Share => "The shared screen lagged behind.",
        Issue::Cpu => "The computer was too slow.",
    }
}
