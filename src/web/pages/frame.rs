//! What surrounds a page: the authority, who is signed in, where they are, and notices.

use crate::domain::rights::Right;
use crate::domain::role::Role;
use serde::Serialize;

/// Everything the layout needs besides the page itself.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// The public authority's name.
    pub authority: String,
    /// Which layout surrounds the page.
    pub side: Side,
    /// Who is signed in at the desk.
    pub person: Option<Person>,
    /// What they may do, so that a page offers nothing else.
    pub may: May,
    /// The token every form carries against forged requests.
    pub csrf: String,
    /// The entry of the navigation the page belongs to.
    pub active: Option<Nav>,
    /// What the last action did, shown once.
    pub flash: Option<Flash>,
    /// The address of the authority's own stylesheet.
    pub extra_stylesheet: Option<String>,
    /// Nobody has said for which authority this works: no letter is written.
    pub unknown_authority: bool,
    /// Letters go to files because no mail server is configured.
    pub mail_to_files: bool,
    /// No letter leaves until somebody decides about the outbox; told to whom [`Right::Oversee`] allows.
    pub outbox_held: bool,
    /// What the program has not done by itself for too long, a sentence each; told to the same.
    pub overdue_jobs: Vec<String>,
    /// The cases are generated ones.
    pub demo: bool,
}

/// Which of the two layouts surrounds a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// For requesters and anybody else.
    Public,
    /// For people who sign in.
    Desk,
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// The person's name.
    pub name: String,
    /// The role, by which the navigation is chosen.
    pub role: Role,
}

/// The rights by which pages offer forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a right, and templates ask for them by name"
)]
pub struct May {
    /// [`Right::LogRequests`].
    pub log_requests: bool,
    /// [`Right::WorkOnCases`].
    pub work_on_cases: bool,
    /// [`Right::Correct`].
    pub correct: bool,
    /// [`Right::DecideTopics`].
    pub decide_topics: bool,
    /// [`Right::PreparePublication`].
    pub prepare_publication: bool,
    /// [`Right::ManagePeople`].
    pub manage_people: bool,
}

impl May {
    /// What somebody of this role may do.
    #[must_use]
    pub fn of(role: Role) -> Self {
        Self {
            log_requests: role.may(Right::LogRequests),
            work_on_cases: role.may(Right::WorkOnCases),
            correct: role.may(Right::Correct),
            decide_topics: role.may(Right::DecideTopics),
            prepare_publication: role.may(Right::PreparePublication),
            manage_people: role.may(Right::ManagePeople),
        }
    }
}

/// An entry of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nav {
    /// The public form.
    MakeRequest,
    /// The public status page.
    FollowRequest,
    /// The queue.
    Requests,
    /// The form that logs a request.
    LogRequest,
    /// Messages that came in.
    Mail,
    /// The monthly report.
    Reports,
    /// Topics and publication candidates.
    Topics,
    /// People at the desk.
    People,
}

/// A message shown once after an action.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    /// How it is announced.
    pub kind: FlashKind,
    /// One or two sentences.
    pub text: String,
}

/// Whether a message reports success or asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlashKind {
    /// Something was done.
    Success,
    /// Something needs to be known.
    Important,
}

/// A navigation entry as the layout shows it.
#[derive(Debug, Clone, Serialize)]
pub struct NavLink {
    /// Its words.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
}

impl Side {
    /// The layout's template.
    #[must_use]
    pub const fn layout(self) -> &'static str {
        match self {
            Self::Public => "layouts/public",
            Self::Desk => "layouts/desk",
        }
    }
}

impl Nav {
    /// The entries of the desk, each with the right its page takes.
    const DESK: [(Self, Right); 6] = [
        (Self::Requests, Right::ReadCases),
        (Self::LogRequest, Right::LogRequests),
        (Self::Mail, Right::ReadCases),
        (Self::Reports, Right::ReadFigures),
        (Self::Topics, Right::ReadFigures),
        (Self::People, Right::SeePeople),
    ];

    /// The entries that somebody of this role may open.
    fn at_the_desk(role: Role) -> impl Iterator<Item = Self> {
        let entries = Self::DESK.into_iter();
        entries.filter_map(move |(nav, right)| role.may(right).then_some(nav))
    }

    /// The beginnings of the addresses of the desk that somebody of this role may not open.
    pub fn closed(role: Role) -> impl Iterator<Item = &'static str> {
        let entries = Self::DESK.into_iter();
        entries.filter_map(move |(nav, right)| (!role.may(right)).then_some(nav.href()))
    }

    /// Where somebody of this role begins: the first page of the desk they may open.
    #[must_use]
    pub fn home(role: Role) -> &'static str {
        let first = Self::at_the_desk(role).next();
        first.map_or("/desk/password", Self::href)
    }

    const fn label(self) -> &'static str {
        match self {
            Self::MakeRequest => "Make a request",
            Self::FollowRequest => "Follow a request",
            Self::Requests => "Requests",
            Self::LogRequest => "Log a request",
            Self::Mail => "Mail",
            Self::Reports => "Reports",
            Self::Topics => "Topics",
            Self::People => "People",
        }
    }

    const fn href(self) -> &'static str {
        match self {
            Self::MakeRequest => "/requests/new",
            Self::FollowRequest => "/requests/find",
            Self::Requests => "/desk/requests",
            Self::LogRequest => "/desk/requests/new",
            Self::Mail => "/desk/mail",
            Self::Reports => "/desk/reports",
            Self::Topics => "/desk/topics",
            Self::People => "/desk/people",
        }
    }
}

impl Frame {
    /// A frame of the public side with nothing to announce.
    #[must_use]
    pub fn public(authority: impl Into<String>, csrf: impl Into<String>) -> Self {
        Self {
            authority: authority.into(),
            side: Side::Public,
            person: None,
            may: May::default(),
            csrf: csrf.into(),
            active: None,
            flash: None,
            extra_stylesheet: None,
            unknown_authority: false,
            mail_to_files: false,
            outbox_held: false,
            overdue_jobs: Vec::new(),
            demo: false,
        }
    }

    /// A frame of the desk for a signed-in person.
    #[must_use]
    pub fn desk(authority: impl Into<String>, csrf: impl Into<String>, person: Person) -> Self {
        Self {
            side: Side::Desk,
            may: May::of(person.role),
            person: Some(person),
            ..Self::public(authority, csrf)
        }
    }

    /// The same frame with an entry of the navigation marked as current.
    #[must_use]
    pub fn at(mut self, active: Nav) -> Self {
        self.active = Some(active);
        self
    }

    /// The navigation this person sees.
    #[must_use]
    pub fn nav_links(&self) -> Vec<NavLink> {
        let entries = match (self.side, &self.person) {
            (Side::Public, _) => vec![Nav::MakeRequest, Nav::FollowRequest],
            (Side::Desk, None) => Vec::new(),
            (Side::Desk, Some(person)) => Nav::at_the_desk(person.role).collect(),
        };
        entries
            .into_iter()
            .map(|nav| NavLink {
                label: nav.label(),
                href: nav.href(),
                current: self.active == Some(nav),
            })
            .collect()
    }
}
