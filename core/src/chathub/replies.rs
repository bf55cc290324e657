//! What ChatHub answers (`docs/provider/chathub-api.md` §3).

use crate::model::{AnyText, Extra, Flag, Id, Number, OneOf, PhoneNumber, RowsOf, Text, Time, Word, model, reply};

model! {
    /// An operator to add.
    NewOperator {
        /// Organization that the operator belongs to.
        organization_id required: Number = "organizationId",
        /// Name, at most 100 characters.
        name required: Text = "name",
    }
    rules new_operator
}

fn new_operator(record: &crate::model::Record, problems: &mut crate::model::Problems<'_>) {
    if record.get("name").as_str().is_some_and(|n| n.chars().count() > 100) {
        problems.refuse("name", "max_length", "must have at most 100 characters");
    }
}

reply! {
    /// An organization of the company.
    Organization {
        /// Id.
        id: Number = "id",
        /// Name.
        name: Word = "name",
    }
}

reply! {
    /// An operator.
    Operator {
        /// Id.
        id: Number = "id",
        /// Name.
        name: Word = "name",
        /// Status as a number: 0 active, 1 inactive, 2 deleted.
        status: Number = "status",
        /// Status as a word; none for a number that is not known.
        status_name: Word = "",
        /// Organization.
        organization: OneOf<Organization> = "organization",
    }
}

reply! {
    /// Result of checking an operator's token.
    TokenInfo {
        /// True if the token is valid.
        is_valid: Flag = "isValid|valid",
        /// Operator to whom it belongs.
        operator_id: Number = "operatorId",
        /// Company that it belongs to.
        client_id: Number = "clientId",
        /// When it ends, ISO 8601.
        expires_at: Time = "expiresAt",
        /// Why it is not good.
        error: AnyText = "error",
    }
}

reply! {
    /// The operator who has a chat.
    ChatOperator {
        /// Id.
        id: Number = "id",
        /// Name.
        name: Word = "name",
        /// Address of the picture.
        photo: Word = "photo",
    }
}

reply! {
    /// A chat.
    Chat {
        /// Id.
        id: Number = "id",
        /// Theme.
        theme: AnyText = "theme",
        /// Operator who has it; none if nobody has.
        operator: OneOf<ChatOperator> = "operator",
        /// Status as a number: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed.
        status: Number = "chatStatus|status",
        /// Status as a word; none for a number that is not known.
        status_name: Word = "",
        /// Messages that nobody has read.
        unread_count: Number = "countUnread",
    }
}

reply! {
    /// A page of chats.
    ChatPage {
        /// Chats that fit the filters, on all pages.
        total: Number = "total",
        /// Chats on this page.
        items: RowsOf<Chat> = "items",
    }
}

reply! {
    /// A message in a chat. The provider does not document these fields; `raw` has all of them.
    ChatMessage {
        /// Id.
        id: Id = "id",
        /// Chat.
        chat_id: Number = "chatId",
        /// Text.
        text: AnyText = "message|textMessage|text",
        /// The client's phone.
        phone: PhoneNumber = "phone",
        /// Author as a number. The provider does not document its meaning.
        author: Number = "author",
        /// A file that came with it, as JSON with `uri` and `name`.
        media: Extra = "media",
    }
}

/// Names of operator statuses by number.
pub const OPERATOR_STATUSES: &[&str] = &["active", "inactive", "deleted"];

/// Names of chat statuses by number.
pub const CHAT_STATUSES: &[&str] = &["new", "open", "waiting", "on_pause", "closed"];
