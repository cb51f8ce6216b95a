//! Who at the desk may do something to a request.

use crate::casework::{Cases, CaseworkFault};
use crate::domain::case::{ActionKind, Actor, Case, Circumstances, permit};

impl Cases<'_> {
    /// The names of those at the desk who may do something to a request, by the circumstances but
    /// for who acts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn who_may(
        &self,
        case: &Case,
        kind: ActionKind,
        circumstances: &Circumstances<'_>,
    ) -> Result<Vec<String>, CaseworkFault> {
        let people = self.store.people().all().await?;
        let active = people.into_iter().filter(|person| person.active);
        let may = active.filter_map(|person| {
            let actor = Actor {
                role: person.role,
                person: Some(person.id),
            };
            let of_them = Circumstances {
                actor,
                ..*circumstances
            };
            permit(case, kind, &of_them).is_ok().then_some(person.name)
        });
        Ok(may.collect())
    }
}
