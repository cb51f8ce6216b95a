//! What letters and messages are and where they stand, in the words of the database. A word that is
//! none of these is damage, and never stands for one of them.

/// The kind of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A letter came back.
    Bounce,
    /// A letter is delayed, was delivered or was read.
    DeliveryReport,
    /// Nobody wrote it: an answer of a machine.
    AutoReply,
    /// Our own letter that came back around.
    Loop,
    /// It came through a mailing list.
    List,
    /// An invitation to a meeting.
    Invite,
    /// A filter on the way took it for spam.
    Spam,
    /// It answers something.
    Reply,
    /// It answers nothing: a request until somebody says otherwise.
    Request,
}

impl Class {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Bounce,
        Self::DeliveryReport,
        Self::AutoReply,
        Self::Loop,
        Self::List,
        Self::Invite,
        Self::Spam,
        Self::Reply,
        Self::Request,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::DeliveryReport => "delivery_report",
            Self::AutoReply => "auto_reply",
            Self::Loop => "loop",
            Self::List => "list",
            Self::Invite => "invite",
            Self::Spam => "spam",
            Self::Reply => "reply",
            Self::Request => "request",
        }
    }

    /// As an officer reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bounce => "Letter came back",
            Self::DeliveryReport => "Delivery report",
            Self::AutoReply => "Automatic reply",
            Self::Loop => "Our own letter",
            Self::List => "Mailing list",
            Self::Invite => "Invitation",
            Self::Spam => "Likely spam",
            Self::Reply => "Reply",
            Self::Request => "New message",
        }
    }

    /// The kind of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }

    /// Whether a machine sent it by itself, so that it says nothing a person meant to say.
    #[must_use]
    pub const fn by_itself(self) -> bool {
        match self {
            Self::Bounce | Self::DeliveryReport | Self::AutoReply | Self::Loop => true,
            Self::List | Self::Invite | Self::Spam | Self::Reply | Self::Request => false,
        }
    }

    /// Whether it may stand beside a case without an event that filed it: by itself, or where an
    /// officer put it. One that an officer logs as a request has an event, whatever it was taken for.
    #[must_use]
    pub const fn may_stand_beside(self) -> bool {
        match self {
            Self::Bounce
            | Self::DeliveryReport
            | Self::AutoReply
            | Self::Loop
            | Self::List
            | Self::Invite => true,
            Self::Spam | Self::Reply | Self::Request => false,
        }
    }

    /// Whether a person wrote it, as far as can be told.
    #[must_use]
    pub const fn from_a_person(self) -> bool {
        match self {
            Self::Reply | Self::Request => true,
            Self::Bounce
            | Self::DeliveryReport
            | Self::AutoReply
            | Self::Loop
            | Self::List
            | Self::Invite
            | Self::Spam => false,
        }
    }
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    /// Kept, and not judged yet.
    Stored,
    /// It waits for somebody to place it.
    Tray,
    /// It is on a case.
    Filed,
    /// It became a request.
    Logged,
    /// It was set aside.
    SetAside,
    /// It was set aside as spam.
    Spam,
    /// It is another copy of one that came before.
    Repeat,
}

impl MessageState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Stored,
        Self::Tray,
        Self::Filed,
        Self::Logged,
        Self::SetAside,
        Self::Spam,
        Self::Repeat,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Tray => "tray",
            Self::Filed => "filed",
            Self::Logged => "logged",
            Self::SetAside => "set_aside",
            Self::Spam => "spam",
            Self::Repeat => "repeat",
        }
    }

    /// The state of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// The way a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageSource {
    /// From the mailbox, over IMAP.
    Mailbox,
    /// From a mail server on this machine, through a pipe.
    Pipe,
    /// From a file.
    Saved,
    /// By a form of the public.
    Form,
}

impl MessageSource {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Mailbox, Self::Pipe, Self::Saved, Self::Form];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Pipe => "pipe",
            Self::Saved => "file",
            Self::Form => "form",
        }
    }

    /// The way of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == word)
    }
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// It waits to be sent.
    Queued,
    /// A server took it, or it was posted.
    Sent,
    /// It was given up.
    Failed,
    /// It has no email address and waits to be posted.
    ToPost,
    /// It was never sent, because a person so decided.
    Discarded,
    /// A server took it, and it came back.
    Bounced,
}

impl LetterState {
    /// The states that are stored; the others follow from what stands beside them.
    pub const STORED: [Self; 4] = [Self::Queued, Self::Sent, Self::Failed, Self::ToPost];

    /// The word of the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::ToPost => "to_post",
            Self::Discarded => "discarded",
            Self::Bounced => "bounced",
        }
    }

    /// The state of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let all = Self::STORED.into_iter();
        all.chain([Self::Discarded, Self::Bounced])
            .find(|state| state.as_str() == word)
    }
}

/// How a delivery ended, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It will not be delivered.
    Failed,
    /// It is tried again.
    Delayed,
    /// It went on to a server that gives no reports.
    Relayed,
    /// It was delivered.
    Delivered,
}

impl Fate {
    /// Every ending.
    pub const ALL: [Self; 4] = [Self::Failed, Self::Delayed, Self::Relayed, Self::Delivered];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Relayed => "relayed",
            Self::Delivered => "delivered",
        }
    }

    /// The ending of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.as_str() == word)
    }
}
