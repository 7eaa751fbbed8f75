//! Who shared a screen and when: `…/participants/sharing`, `…/users/sharing`.

use super::json::{self, Object, OrEmpty, Quoted, Word};
use super::page::Page;
use crate::time::Moment;
use crate::world::{Gathering, GatheringKind, Participant, World};

/// A page of those who shared.
pub fn sharing_page<'w>(
    world: &'w World,
    gathering: &Gathering,
    page: &Page<'_>,
    sharers: impl IntoIterator<Item = Participant<'w>>,
    now: Moment,
) -> Vec<u8> {
    let sharers = sharers.into_iter();
    json::object(|o| match gathering.kind {
        GatheringKind::Meeting | GatheringKind::Webinar => {
            page.write(o);
            o.array("participants", |elements| {
                for participant in sharers {
                    elements.object(|o| {
                        details(o, world, gathering, &participant, now, ["end_time", "start_time"]);
                        o.field("id", OrEmpty(participant.person.user_id));
                        o.field("user_id", Quoted(participant.id.0));
                        o.field("user_name", participant.person.name);
                    });
                }
            });
        }
        GatheringKind::Session => {
            o.field("page_size", page.page_size);
            o.field("next_page_token", page.next_page_token);
            o.array("users", |elements| {
                for user in sharers {
                    elements.object(|o| {
                        o.field("id", Quoted(user.id.0));
                        o.field("name", user.person.name);
                        o.field("user_key", user.person.user_key);
                        details(o, world, gathering, &user, now, ["start_time", "end_time"]);
                    });
                }
            });
        }
    })
}

/// What goes on has no end yet, `""`. The order of the times differs.
fn details(
    o: &mut Object<'_>,
    world: &World,
    gathering: &Gathering,
    participant: &Participant<'_>,
    now: Moment,
    order: [&'static str; 2],
) {
    o.array("details", |details| {
        for share in world.shares(gathering, participant, now) {
            details.object(|o| {
                o.field("content", Word("desktop"));
                for name in order {
                    match name {
                        "start_time" => o.field(name, share.start),
                        _ => o.field(name, OrEmpty(share.end)),
                    };
                }
            });
        }
    });
}
