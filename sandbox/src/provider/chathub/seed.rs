//! The initial contents of ChatHub.

use std::collections::{BTreeMap, VecDeque};

use super::company::{Chat, ChatMessage, Company, Operator, Organization};
use crate::filled::filled;
use crate::simulate::clock::Millis;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

/// Id, name.
const ORGANIZATIONS: [(u64, &str); 2] = [(31, "Returns desk"), (32, "Wholesale")];
/// Id, name, status, organization.
const OPERATORS: [(u64, &str, u8, u64); 4] =
    [(507, "Daryna K.", 0, 31), (508, "Petro L.", 0, 31), (509, "Iryna M.", 1, 31), (510, "Taras B.", 0, 32)];

/// An initial chat. Lines of the client have `true`.
struct SeedChat {
    id: u64,
    theme: &'static str,
    organization: u64,
    operator: Option<u64>,
    status: u8,
    client: &'static str,
    phone: &'static str,
    source: u64,
    telegram: Option<i64>,
    /// Age of the first line at the start.
    age: Millis,
    lines: &'static [(bool, &'static str)],
}

const CHATS: &[SeedChat] = &[
    SeedChat {
        id: 6601,
        theme: "Wrong size",
        organization: 31,
        operator: Some(507),
        status: 1,
        client: "Oksana",
        phone: "380670000101",
        source: 1,
        telegram: None,
        age: 40 * MINUTE,
        lines: &[
            (true, "Hello, the boots are one size too small"),
            (false, "Good morning! Shall we exchange them for a 39?"),
            (true, "Yes, please"),
            (true, "The box was open, is that a problem?"),
        ],
    },
    SeedChat {
        id: 6602,
        theme: "Where is my parcel",
        organization: 31,
        operator: None,
        status: 0,
        client: "Andriy",
        phone: "380670000102",
        source: 2,
        telegram: Some(90_011_223),
        age: 5 * MINUTE,
        lines: &[(true, "Parcel 7741 should have come yesterday")],
    },
    SeedChat {
        id: 6603,
        theme: "Refund",
        organization: 31,
        operator: Some(508),
        status: 2,
        client: "Maria",
        phone: "380670000103",
        source: 1,
        telegram: None,
        age: DAY,
        lines: &[(true, "When do I get the money back?"), (false, "Within three days. Did the bank confirm it?")],
    },
    SeedChat {
        id: 6604,
        theme: "Invoice for April",
        organization: 32,
        operator: Some(510),
        status: 3,
        client: "Coffee House LLC",
        phone: "380440000077",
        source: 2,
        telegram: Some(90_011_224),
        age: 3 * DAY,
        lines: &[(true, "Please send the invoice for April"), (false, "Accounting returns on Monday")],
    },
    SeedChat {
        id: 6605,
        theme: "Thanks",
        organization: 32,
        operator: Some(510),
        status: 4,
        client: "Ivan",
        phone: "380670000105",
        source: 1,
        telegram: None,
        age: 10 * DAY,
        lines: &[(true, "All arrived, thank you"), (false, "Thank you for the order")],
    },
];

impl Company {
    /// The company at the start.
    pub(crate) fn seeded(now: Millis) -> Self {
        let organizations = filled(ORGANIZATIONS.map(|(id, name)| (id, Organization { id, name: name.to_owned() })));
        let operators = OPERATORS.map(|(id, name, status, organization_id)| {
            (id, Operator { id, name: name.to_owned(), status, organization_id })
        });
        let mut company = Self {
            id: 1,
            organizations,
            operators: filled(operators),
            chats: BTreeMap::new(),
            next_operator: 511,
            next_message: 99_001,
            hub: super::hub::registry::Hub::default(),
        };
        for seed in CHATS {
            company.add_chat(seed, now);
        }
        company
    }

    fn add_chat(&mut self, seed: &SeedChat, now: Millis) {
        let start = now.saturating_sub(seed.age);
        let mut messages = VecDeque::new();
        for (line, at) in seed.lines.iter().zip((start..).step_by(30_000)) {
            messages.push_back(ChatMessage {
                id: self.next_message,
                chat_id: seed.id,
                message: line.1.to_owned(),
                phone: seed.phone.to_owned(),
                author: i64::from(line.0),
                media: None,
                created_at: at,
            });
            self.next_message += 1;
        }
        let chat = Chat {
            id: seed.id,
            theme: seed.theme.to_owned(),
            organization_id: seed.organization,
            operator_id: seed.operator,
            chat_status: seed.status,
            // Lines of the client since the last answer.
            count_unread: seed.lines.iter().rev().take_while(|line| line.0).count(),
            client: seed.client.to_owned(),
            phone: seed.phone.to_owned(),
            source: seed.source,
            tg_user_id: seed.telegram,
            updated_at: messages.back().map_or(start, |message| message.created_at),
            messages,
        };
        self.chats.insert(seed.id, chat);
    }
}
