//! The provider: its requests, actions and responses, and what the client can know of them.

use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

use serde_json::Value;
use smsbat_core::Outcome;

use crate::attempt::{Answered, Attempt, Fate, Names};
use crate::random::Random;
use crate::world::State;

/// A status that no documentation has.
const ODD: &str = "pondering";

/// Decision of the provider about the messages of a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepts,
    /// Refuses it in its row.
    Rejects,
    /// Refuses every request with it as a whole.
    RefusesAll,
}

/// A row of the campaign that can be sent.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// With `+`.
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) verdict: Verdict,
}

#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) people: HashMap<usize, Person>,
    pub(crate) attempts: Vec<Attempt>,
    /// For each row the ids under which it was taken.
    pub(crate) taken: HashMap<usize, Vec<String>>,
    /// For each row how often it was refused in its row.
    pub(crate) rejected: HashMap<usize, usize>,
    /// The client may send again what may have been sent.
    pub(crate) resend_unknown: bool,
    pub(crate) sender: String,
    next_id: u64,
    random: Random,
}

impl Provider {
    pub(crate) fn new(people: HashMap<usize, Person>, sender: &str, resend_unknown: bool, random: Random) -> Self {
        Self {
            people,
            attempts: Vec::new(),
            taken: HashMap::new(),
            rejected: HashMap::new(),
            resend_unknown,
            sender: sender.to_owned(),
            next_id: 0,
            random,
        }
    }

    fn fate(&mut self, faults: f64) -> Fate {
        let random = &mut self.random;
        if !random.chance(faults) {
            return Fate::Answer;
        }
        let share = random.below(1000) as f64 / 1000.0;
        let (accept, reset) = (random.chance(0.5), random.chance(0.5));
        match random.below(11) {
            0 => Fate::CutRequest(share),
            1 => Fate::Refuse(*random.pick(&[401, 403, 404, 413, 422, 400])),
            2 | 3 => Fate::Refuse(429),
            4 | 5 => Fate::Fail(*random.pick(&[500, 502, 503, 504]), accept),
            6 => Fate::Silent { accept, reset },
            7 => Fate::CutAnswer { share, reset },
            8 => Fate::Garbage(random.below(5) as u8),
            9 => Fate::Late(random.time(Duration::from_secs(1), Duration::from_secs(120))),
            _ => Fate::Slow,
        }
    }
}

/// The number of a row, which stands in its text between two `#`.
fn token(bytes: &[u8]) -> Option<(usize, usize)> {
    let start = bytes.iter().position(|b| *b == b'#')?;
    let length = bytes[start + 1..].iter().position(|b| *b == b'#')?;
    let number = std::str::from_utf8(&bytes[start + 1..start + 1 + length]).ok()?.parse().ok()?;
    Some((number, start + length + 2))
}

fn total(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?.to_ascii_lowercase();
    let (_, rest) = text.split_once("\r\ncontent-length: ")?;
    Some(head + rest.split("\r\n").next()?.parse::<usize>().ok()?)
}

impl State {
    pub(crate) fn new_attempt(&mut self, process: usize, connection: usize) -> usize {
        let faults = self.network.weather.faults;
        let fate = self.provider.fate(faults);
        self.counts.requests += 1;
        self.counts.faults += u64::from(!matches!(fate, Fate::Answer));
        let number = self.provider.attempts.len();
        self.say(|| format!("attempt {number} of process {process}: {fate:?}"));
        self.provider.attempts.push(Attempt {
            process,
            connection,
            fate,
            bytes: Vec::new(),
            total: None,
            arrived: 0,
            rows: Vec::new(),
            scanned: 0,
            accepted: Vec::new(),
            says: HashMap::new(),
            refuses: false,
            head_end: None,
            body_end: None,
            ends_with_connection: false,
            read_head: false,
            read_body: false,
        });
        number
    }

    /// The client writes some bytes of an attempt; gives how many belong to it.
    pub(crate) fn write_attempt(&mut self, attempt: usize, bytes: &[u8]) -> usize {
        let this = &mut self.provider.attempts[attempt];
        let before = this.bytes.len();
        this.bytes.extend_from_slice(bytes);
        if this.total.is_none() {
            this.total = total(&this.bytes);
        }
        if let Some(total) = this.total {
            this.bytes.truncate(total);
        }
        let taken = this.bytes.len() - before;
        let mut found = Vec::new();
        while let Some((row, end)) = token(&this.bytes[this.scanned..]) {
            this.scanned += end;
            this.rows.push(row);
            found.push(row);
        }
        for row in found {
            self.check_again(attempt, row);
        }
        taken
    }

    /// A row leaves once more: it must be certain that it was not taken before.
    fn check_again(&mut self, attempt: usize, row: usize) {
        if self.provider.resend_unknown {
            return;
        }
        let before = self.provider.attempts[..attempt].iter().enumerate();
        let doubtful = before.filter(|(_, a)| a.rows.contains(&row) && !a.is_known_refusal()).map(|(i, _)| i).next();
        if let Some(earlier) = doubtful {
            self.fail(format!("row {row} leaves in attempt {attempt} although attempt {earlier} may have been taken"));
        }
    }

    /// The provider works on a request.
    pub(crate) fn handle(&mut self, attempt: usize) {
        let this = &self.provider.attempts[attempt];
        let (connection, fate, process) = (this.connection, this.fate.clone(), this.process);
        let text = String::from_utf8_lossy(&this.bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_default();
        let rows = match self.read_request(head, body) {
            Ok(rows) => rows,
            Err(why) => return self.fail(format!("attempt {attempt} is no request: {why}")),
        };
        self.say(|| format!("attempt {attempt} of process {process} has {} rows", rows.len()));
        let bad = rows.iter().position(|(row, _)| {
            self.provider.people.get(row).is_some_and(|person| person.verdict == Verdict::RefusesAll)
        });
        match fate {
            Fate::Refuse(status) => self.refuse(attempt, status, None),
            Fate::Fail(status, accept) => {
                if accept && bad.is_none() {
                    self.take(attempt, &rows);
                }
                self.respond(attempt, status, r#"{"error":{"code":"INTERNAL","message":"no"}}"#, false);
            }
            Fate::Silent { accept, reset } => {
                if accept && bad.is_none() {
                    self.take(attempt, &rows);
                }
                if reset {
                    self.close_by_server(connection, true);
                }
            }
            fate => {
                if let Some(bad) = bad {
                    return self.refuse(attempt, 422, Some(bad));
                }
                let answer = self.take(attempt, &rows);
                match fate {
                    Fate::CutAnswer { share, reset } => {
                        let whole = http(200, &answer, false);
                        let cut = (whole.len() as f64 * share) as usize;
                        self.send_to_client(connection, &whole.as_bytes()[..cut], false);
                        self.close_by_server(connection, reset);
                    }
                    Fate::Garbage(kind) => self.send_garbage(connection, kind, &answer),
                    fate => self.answer(attempt, &answer, matches!(fate, Fate::Slow)),
                }
            }
        }
    }

    /// The rows of a request, with their ids; what is wrong with it is a failure of the client.
    fn read_request(&mut self, head: &str, body: &str) -> Result<Vec<(usize, String)>, String> {
        if !head.starts_with("POST /bat/messagelist HTTP/1.1\r\n") {
            return Err("its first line".to_owned());
        }
        if !head.to_ascii_lowercase().contains("\r\nx-authorization-key: the-key") {
            return Err("its credentials".to_owned());
        }
        let json: Value = serde_json::from_str(body).map_err(|e| e.to_string())?;
        let messages = json["messages"].as_array().ok_or("no list of messages")?;
        let mut rows = Vec::new();
        for message in messages {
            let field = |name: &str| message[name].as_str().unwrap_or_default();
            let (row, _) = token(field("text").as_bytes()).ok_or("a text without a number")?;
            let person = self.provider.people.get(&row).ok_or("a row that must not be sent")?;
            if person.to != field("to") || person.text != field("text") {
                return Err(format!("row {row} is for somebody else, or has another text"));
            }
            if field("type") != "sms" || field("from") != self.provider.sender || field("customerMessageId").is_empty()
            {
                return Err(format!("row {row} has another type or sender, or no id"));
            }
            rows.push((row, field("customerMessageId").to_owned()));
        }
        if rows.is_empty() { Err("nobody is in it".to_owned()) } else { Ok(rows) }
    }

    /// Takes messages; gives the answer that says so.
    fn take(&mut self, attempt: usize, rows: &[(usize, String)]) -> String {
        let random = &mut self.provider.random;
        let names = *random.pick(&Names::ALL);
        let missing = if random.chance(0.1) { 0.2 } else { 0.0 };
        let mut answered = Vec::new();
        for (row, id) in rows {
            let Some(person) = self.provider.people.get(row).cloned() else { continue };
            let random = &mut self.provider.random;
            let present = !random.chance(missing);
            let mut known = present;
            let said = match person.verdict {
                Verdict::Rejects => {
                    *self.provider.rejected.entry(*row).or_default() += 1;
                    let word = random.pick(&["rejected", "failed"]);
                    self.provider.attempts[attempt].says.insert(*row, (Outcome::Rejected, String::new()));
                    format!(r#""status":"{word}","error":{{"code":"INVALID_RECIPIENT","message":"no"}}"#)
                }
                _ => {
                    self.provider.next_id += 1;
                    let number = format!("m-{}", self.provider.next_id);
                    let odd = random.chance(0.01);
                    known &= !odd;
                    let word = if odd { ODD } else { *random.pick(&["accepted", "accepted", "sent"]) };
                    self.provider.attempts[attempt].accepted.push(*row);
                    self.provider.attempts[attempt].says.insert(*row, (Outcome::Accepted, number.clone()));
                    self.counts.messages += 1;
                    let taken = self.provider.taken.entry(*row).or_default();
                    taken.push(number.clone());
                    if taken.len() > 1 && !self.provider.resend_unknown {
                        self.fail(format!("row {row} was taken twice"));
                    }
                    format!(r#""status":"{word}","messageId":"{number}","parts":1"#)
                }
            };
            if !known {
                self.provider.attempts[attempt].says.remove(row);
            }
            if present {
                let (with_id, with_to) = names.of_row(&mut self.provider.random);
                let (id, to) = (with_id.then(|| id.clone()), with_to.then(|| person.to.clone()));
                answered.push(Answered { row: Some(*row), id, to, said });
            }
        }
        self.disturb(attempt, rows, names, &mut answered);
        let random = &mut self.provider.random;
        let list: Vec<String> = answered.iter().map(|answered| answered.json(random)).collect();
        let list = list.join(",");
        self.say(|| format!("attempt {attempt} is answered with {list}"));
        if self.provider.random.chance(0.1) {
            format!("[{list}]")
        } else {
            format!(r#"{{"messagelistId":7,"messages":[{list}]}}"#)
        }
    }

    /// Puts rows of others among the rows of an answer, contradictions into them, and all in another order. What nobody
    /// can tell from them any more is forgotten.
    fn disturb(&mut self, attempt: usize, rows: &[(usize, String)], names: Names, answered: &mut Vec<Answered>) {
        let random = &mut self.provider.random;
        let person = |row: usize| self.provider.people.get(&row).map_or("", |person| person.to.as_str());
        // Rows whose messages are in doubt, whatever else is said of them.
        let mut doubtful = Vec::new();
        let mut is_complete = answered.len() == rows.len();
        if names != Names::Nothing && random.chance(0.1) {
            for _ in 0..random.range(1, 2) {
                let number = random.below(1000);
                let (id, to) = (format!("other-{number}"), format!("+380501{number:06}"));
                let one_of_ours = rows[random.below(rows.len())].0;
                let [id, to] = match random.below(5) {
                    0 => [Some(id), Some(to)],
                    1 => [None, Some(to)],
                    2 => [Some(id), None],
                    // An older message to somebody of ours.
                    3 => {
                        doubtful.extend(rows.iter().map(|(row, _)| *row).filter(|r| person(*r) == person(one_of_ours)));
                        [Some(id), Some(person(one_of_ours).to_owned())]
                    }
                    // In the place of a row that is missing, nobody could tell it from that one.
                    _ if is_complete => [None, None],
                    _ => continue,
                };
                let said = match random.chance(0.5) {
                    true => format!(r#""status":"accepted","messageId":"other-{number}","parts":1"#),
                    false => r#""status":"rejected""#.to_owned(),
                };
                let place = random.below(answered.len() + 1);
                answered.insert(place, Answered { row: None, id, to, said });
            }
            is_complete = false;
        }
        if answered.len() > 1 && random.chance(0.03) {
            let (one, other) = (random.below(answered.len()), random.below(answered.len()));
            let contradict = |answered: &Answered| answered.id.is_some() && answered.to.is_some();
            if contradict(&answered[one]) && contradict(&answered[other]) {
                let people = [one, other].map(|i| answered[i].to.clone().unwrap_or_default());
                // Either may be the one that is right.
                if random.chance(0.5) {
                    let to = answered[one].to.take();
                    answered[one].to = std::mem::replace(&mut answered[other].to, to);
                } else {
                    let id = answered[one].id.take();
                    answered[one].id = std::mem::replace(&mut answered[other].id, id);
                }
                doubtful
                    .extend(rows.iter().map(|(row, _)| *row).filter(|row| people.iter().any(|p| p == person(*row))));
            }
        }
        // A row that says nothing has nothing but its place.
        let can_move = answered.iter().all(|answered| answered.id.is_some() || answered.to.is_some());
        let shuffled = can_move && random.chance(0.7);
        if shuffled {
            random.shuffle(answered);
        }
        // By its id a row is known in any order, unless one without an id may be of the same message; by its recipient, if
        // that has one message and one row; by its place, if all are there and no row says anything else.
        let in_order = is_complete && !shuffled && doubtful.is_empty();
        let known = |row: usize| {
            let Some(own) = answered.iter().find(|answered| answered.row == Some(row)) else { return false };
            let to = person(row);
            // Of two rows that only name the same person, either may be the other's.
            let by_name = |answered: &&Answered| {
                answered.id.is_none() && answered.to.is_some() && answered.row.is_some_and(|row| person(row) == to)
            };
            let outcome = |answered: &Answered| ["messageId", ODD].map(|word| answered.said.contains(word));
            let differs = answered.iter().filter(by_name).any(|other| outcome(other) != outcome(own));
            let messages = rows.iter().filter(|(other, _)| person(*other) == to).count();
            let naming = answered.iter().filter(|answered| answered.to.as_deref() == Some(to)).count();
            let by_name_alone =
                answered.iter().any(|answered| answered.id.is_none() && answered.to.as_deref() == Some(to));
            (in_order && !(by_name(&own) && differs))
                || (own.id.is_some() && (messages == 1 || !by_name_alone))
                || (own.to.is_some() && messages == 1 && naming == 1)
        };
        let unknown: Vec<usize> = rows.iter().map(|(row, _)| *row).filter(|row| !known(*row)).collect();
        for row in doubtful.into_iter().chain(unknown) {
            self.provider.attempts[attempt].says.remove(&row);
        }
    }

    fn refuse(&mut self, attempt: usize, status: u16, bad: Option<usize>) {
        self.provider.attempts[attempt].refuses = true;
        let field = match bad.filter(|_| self.provider.random.chance(0.5)) {
            Some(place) => format!(r#","field":"messages[{place}].to""#),
            None => String::new(),
        };
        let body = format!(r#"{{"error":{{"code":"REFUSED","message":"no"{field}}}}}"#);
        self.respond(attempt, status, &body, false);
    }

    /// A proper answer.
    fn answer(&mut self, attempt: usize, body: &str, slow: bool) {
        self.respond(attempt, 200, body, slow);
    }

    fn respond(&mut self, attempt: usize, status: u16, body: &str, slow: bool) {
        let connection = self.provider.attempts[attempt].connection;
        let chunked = self.provider.random.chance(0.2);
        let to_the_end = !chunked && self.provider.random.chance(0.1);
        let bytes = if to_the_end {
            format!("HTTP/1.1 {status} So\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{body}")
        } else {
            let mut bytes = http(status, body, chunked);
            if status == 429 && self.provider.random.chance(0.5) {
                let seconds = self.provider.random.range(0, 5);
                bytes = bytes.replacen("\r\n", &format!("\r\nRetry-After: {seconds}\r\n"), 1);
            }
            bytes
        };
        let head = bytes.find("\r\n\r\n").map_or(0, |end| end + 4);
        let end = self.send_to_client(connection, bytes.as_bytes(), slow);
        let this = &mut self.provider.attempts[attempt];
        this.head_end = Some(end - (bytes.len() - head) as u64);
        this.body_end = Some(end);
        this.ends_with_connection = to_the_end;
        if status >= 500 {
            this.says.clear();
        }
        if to_the_end {
            self.close_by_server(connection, false);
        } else {
            self.close_when_idle(connection);
        }
    }

    /// Sends bytes that are no HTTP response, and may close the connection.
    fn send_garbage(&mut self, connection: usize, kind: u8, answer: &str) {
        let bytes = match kind {
            0 => "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>ok</html>".to_owned(),
            1 => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned(),
            2 => http(200, &answer[..answer.len() / 2], false),
            3 => "SMTP ready\r\n\r\n".to_owned(),
            _ => "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n".to_owned(),
        };
        self.send_to_client(connection, bytes.as_bytes(), false);
        if self.provider.random.chance(0.5) {
            self.close_by_server(connection, false);
        }
    }
}

fn http(status: u16, body: &str, chunked: bool) -> String {
    let head = format!("HTTP/1.1 {status} So\r\nContent-Type: application/json\r\n");
    if !chunked {
        return format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    }
    let mut text = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    let half = body.len() / 2;
    for piece in [&body[..half], &body[half..]] {
        if !piece.is_empty() {
            let _ = write!(text, "{:x}\r\n{piece}\r\n", piece.len());
        }
    }
    text.push_str("0\r\n\r\n");
    text
}
