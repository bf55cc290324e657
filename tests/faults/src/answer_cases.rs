//! The responses that [`crate::answers`] tries: wrong, unusual, endless, or for another request.

use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::server::{Request, Script, Step};
use crate::verdict::Expect;

/// One script, tried with and without TLS, on a fresh connection and on a pooled one.
pub(crate) struct Case {
    pub(crate) row: &'static str,
    pub(crate) name: String,
    pub(crate) expect: Expect,
    pub(crate) script: Script,
    pub(crate) early: bool,
    /// True if the call lasts until its deadline: the name ends with `held`.
    pub(crate) waits: bool,
}

struct Cases(Vec<Case>);

impl Cases {
    /// The sandbox has the request; `answer` makes the bytes from the body of its answer.
    fn answer(
        &mut self,
        row: &'static str,
        name: impl Into<String>,
        expect: Expect,
        answer: impl Fn(&[u8]) -> Vec<Step> + Send + Sync + 'static,
    ) {
        let script: Script = Arc::new(move |request: &Request<'_>| {
            if !request.armed {
                return request.pass();
            }
            request.fault();
            let (_, body) = request.forward();
            answer(&body)
        });
        let name = name.into();
        let waits = name.ends_with("held");
        self.0.push(Case { row, name, expect, script, early: false, waits });
    }

    fn bytes(&mut self, row: &'static str, name: impl Into<String>, expect: Expect, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        self.answer(row, name, expect, move |_| vec![Step::Bytes(bytes.clone()), Step::Close]);
    }
}

fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn sized(body: &[u8]) -> Vec<u8> {
    ok(&format!("Content-Length: {}\r\n", body.len()), body)
}

fn chunk(size: &str, data: &[u8]) -> Vec<u8> {
    [size.as_bytes(), b"\r\n", data, b"\r\n"].concat()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Cases(Vec::new());
    lengths(&mut cases);
    chunks(&mut cases);
    endless(&mut cases);
    compressed(&mut cases);
    informational(&mut cases);
    heads(&mut cases);
    bodies(&mut cases);
    strays(&mut cases);
    early(&mut cases);
    cases.0
}

fn lengths(cases: &mut Cases) {
    use Expect::{Accepted, Agreement, Unknown};
    const ROW: &str = "Content-Length wrong, missing or lying";
    cases.answer(ROW, "no length, closed", Accepted, |b| vec![Step::Bytes(ok("", b)), Step::Close]);
    cases.answer(ROW, "no length, cut", Agreement, |b| vec![Step::Bytes(ok("", b)), Step::Cut]);
    cases.answer(ROW, "no length, reset", Agreement, |b| vec![Step::Bytes(ok("", b)), Step::Reset]);
    cases.answer(ROW, "no length, held", Unknown, |b| vec![Step::Bytes(ok("", b)), Step::Hold]);
    cases.answer(ROW, "no length, half of it, cut", Unknown, |b| {
        vec![Step::Bytes(ok("", &b[..b.len() / 2])), Step::Cut]
    });
    for less in (1..200).step_by(7) {
        cases.answer(ROW, format!("short by {less}"), Unknown, move |b| {
            vec![Step::Bytes(ok(&format!("Content-Length: {}\r\n", b.len().saturating_sub(less)), b))]
        });
    }
    for more in [1, 2, 100, 1 << 20, 1 << 40] {
        let length = move |b: &[u8]| format!("Content-Length: {}\r\n", b.len() as u64 + more);
        cases.answer(ROW, format!("long by {more}, closed"), Unknown, move |b| {
            vec![Step::Bytes(ok(&length(b), b)), Step::Close]
        });
        cases.answer(ROW, format!("long by {more}, held"), Unknown, move |b| {
            vec![Step::Bytes(ok(&length(b), b)), Step::Hold]
        });
    }
    let values = [
        "-1",
        "abc",
        "",
        "+120",
        "0x80",
        "1e3",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999",
    ];
    for value in values {
        let head = format!("Content-Length: {value}\r\n");
        cases
            .answer(ROW, format!("length {value:?}"), Agreement, move |b| vec![Step::Bytes(ok(&head, b)), Step::Close]);
    }
    cases.answer(ROW, "two lengths", Agreement, |b| {
        vec![Step::Bytes(ok(&format!("Content-Length: {}\r\nContent-Length: 5\r\n", b.len()), b)), Step::Close]
    });
    cases.answer(ROW, "two lengths in one", Agreement, |b| {
        vec![Step::Bytes(ok(&format!("Content-Length: {0}, {0}\r\n", b.len()), b)), Step::Close]
    });
    cases.answer(ROW, "length beside chunks", Agreement, |b| {
        let body = [chunk(&format!("{:x}", b.len()), b), chunk("0", b"")].concat();
        vec![Step::Bytes(ok("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", &body)), Step::Close]
    });
}

fn chunks(cases: &mut Cases) {
    use Expect::{Accepted, Agreement, Unknown};
    const ROW: &str = "chunked, with bad sizes or an odd end";
    const HEAD: &str = "Transfer-Encoding: chunked\r\n";
    cases.answer(ROW, "one byte a chunk", Accepted, |b| {
        let chunks: Vec<u8> = b.iter().flat_map(|b| chunk("1", &[*b])).chain(chunk("0", b"")).collect();
        vec![Step::Bytes(ok(HEAD, &chunks))]
    });
    cases.answer(ROW, "extension and trailer", Accepted, |b| {
        let body = [chunk(&format!("{:x};a=b", b.len()), b), b"0\r\nX-Trailer: 1\r\n\r\n".to_vec()].concat();
        vec![Step::Bytes(ok(HEAD, &body)), Step::Close]
    });
    cases.answer(ROW, "no last line", Agreement, |b| {
        let body = [chunk(&format!("{:x}", b.len()), b), b"0\r\n".to_vec()].concat();
        vec![Step::Bytes(ok(HEAD, &body)), Step::Cut]
    });
    cases.answer(ROW, "no last chunk, cut", Unknown, |b| {
        vec![Step::Bytes(ok(HEAD, &chunk(&format!("{:x}", b.len()), b))), Step::Cut]
    });
    cases.answer(ROW, "no last chunk, held", Unknown, |b| {
        vec![Step::Bytes(ok(HEAD, &chunk(&format!("{:x}", b.len()), b))), Step::Hold]
    });
    let sizes = [
        "zz",
        "-1",
        "",
        " ",
        "ffffffffffffffff",
        "10000000000000000",
        "fffffffffffffffffffffffff",
        "0x20",
        "+20",
        "1 0",
    ];
    for size in sizes {
        cases.answer(ROW, format!("size {size:?}"), Agreement, move |b| {
            vec![Step::Bytes(ok(HEAD, &[chunk(size, b), chunk("0", b"")].concat())), Step::Close]
        });
    }
    for (name, off) in [("too small", -3_i64), ("too large", 3)] {
        cases.answer(ROW, name, Unknown, move |b| {
            let size = format!("{:x}", b.len() as i64 + off);
            vec![Step::Bytes(ok(HEAD, &[chunk(&size, b), chunk("0", b"")].concat())), Step::Close]
        });
    }
    for encoding in ["chunked, chunked", "gzip, chunked", "identity", "chunked, identity", "xchunked", "Chunked"] {
        cases.answer(ROW, format!("encoding {encoding:?}"), Agreement, move |b| {
            let body = [chunk(&format!("{:x}", b.len()), b), chunk("0", b"")].concat();
            vec![Step::Bytes(ok(&format!("Transfer-Encoding: {encoding}\r\n"), &body)), Step::Close]
        });
    }
}

fn endless(cases: &mut Cases) {
    const ROW: &str = "endless answer";
    let mut forever = |name: &str, first: Vec<u8>, again: &[u8]| {
        let again = again.to_vec();
        cases.answer(ROW, format!("{name}, held"), Expect::Unknown, move |_| {
            vec![Step::Bytes(first.clone()), Step::Forever(again.clone())]
        });
    };
    let chunked = || ok("Transfer-Encoding: chunked\r\n", b"");
    forever("chunks of spaces", chunked(), &chunk("400", &[b' '; 0x400]));
    forever("chunks of one byte", chunked(), &chunk("1", b" "));
    forever("a chunk's extension", [chunked(), b"1;".to_vec()].concat(), b"aaaaaaaaaaaaaaaa");
    forever("a chunk's size", chunked(), b"0000000000000000");
    forever("trailers", [chunked(), b"0\r\n".to_vec()].concat(), b"X-Trailer: 1\r\n");
    forever("body without a length", ok("", b""), &[b' '; 1024]);
    forever("headers", b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-Header: 1\r\n");
    forever("one header", b"HTTP/1.1 200 OK\r\nX-Header: ".to_vec(), b"aaaaaaaaaaaaaaaa");
    forever("status line", b"HTTP/1.1 200 ".to_vec(), b"OKOKOKOKOKOKOKOK");
    forever("informational answers", Vec::new(), b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    forever("100-continue", Vec::new(), b"HTTP/1.1 100 Continue\r\n\r\n");
    forever("empty lines", Vec::new(), b"\r\n\r\n\r\n\r\n");
    forever("zeroes", Vec::new(), &[0; 64]);
    let bomb = gzip(&vec![b' '; 1 << 20]);
    forever("gzip members", ok("Content-Encoding: gzip\r\n", b""), &bomb);
}

fn compressed(cases: &mut Cases) {
    use Expect::{Accepted, Agreement, Unknown};
    const ROW: &str = "gzip: bomb, truncated, garbled";
    const HEAD: &str = "Content-Encoding: gzip\r\n";
    let reply = |z: &[u8]| ok(&format!("{HEAD}Content-Length: {}\r\n", z.len()), z);
    cases.answer(ROW, "good", Accepted, move |b| vec![Step::Bytes(reply(&gzip(b)))]);
    let bomb = gzip(&vec![b' '; 8 << 20]);
    cases.answer(ROW, "bomb", Unknown, move |_| vec![Step::Bytes(reply(&bomb)), Step::Close]);
    for at in (0..220).step_by(3) {
        cases.answer(ROW, format!("truncated at {at}"), Agreement, move |b| {
            let z = gzip(b);
            vec![Step::Bytes(reply(&z[..at.min(z.len())]))]
        });
        cases.answer(ROW, format!("garbled at {at}"), Agreement, move |b| {
            let mut z = gzip(b);
            let at = at % z.len();
            z[at] ^= 0x41;
            vec![Step::Bytes(reply(&z)), Step::Close]
        });
    }
    cases.answer(ROW, "not gzip", Unknown, move |b| vec![Step::Bytes(reply(b)), Step::Close]);
    cases.answer(ROW, "twice", Unknown, move |b| vec![Step::Bytes(reply(&gzip(&gzip(b)))), Step::Close]);
    cases.answer(ROW, "with more behind it", Agreement, move |b| {
        vec![Step::Bytes(reply(&[gzip(b), b"more".to_vec()].concat())), Step::Close]
    });
    cases.answer(ROW, "unknown encoding", Unknown, |b| {
        vec![
            Step::Bytes(ok(&format!("Content-Encoding: br\r\nContent-Length: {}\r\n", b.len()), &gzip(b))),
            Step::Close,
        ]
    });
}

fn informational(cases: &mut Cases) {
    use Expect::{Accepted, Agreement};
    const ROW: &str = "100-continue and other 1xx";
    let hints: [(&str, Expect, &str); 8] = [
        ("100", Accepted, "HTTP/1.1 100 Continue\r\n\r\n"),
        ("100 with a header", Agreement, "HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\n"),
        ("102", Accepted, "HTTP/1.1 102 Processing\r\n\r\n"),
        ("103", Accepted, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        ("103 with a length", Agreement, "HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n"),
        ("199", Accepted, "HTTP/1.1 199 Odd\r\n\r\n"),
        ("101", Agreement, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
        (
            "three",
            Accepted,
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
        ),
    ];
    for (name, expect, hint) in hints {
        cases.answer(ROW, name, expect, move |b| vec![Step::Bytes([hint.as_bytes(), &sized(b)].concat())]);
        cases.answer(ROW, format!("{name}, in two writes"), expect, move |b| {
            vec![Step::Bytes(hint.into()), Step::Bytes(sized(b))]
        });
        cases.answer(ROW, format!("{name}, then cut"), Expect::Unknown, move |_| {
            vec![Step::Bytes(hint.into()), Step::Cut]
        });
    }
}

fn heads(cases: &mut Cases) {
    use Expect::Agreement;
    const ROW: &str = "odd head";
    let lines = [
        "HTTP/1.1 200",
        "HTTP/1.0 200 OK",
        "HTTP/2 200 OK",
        "HTTP/0.9 200 OK",
        "http/1.1 200 OK",
        "HTTP/1.1  200 OK",
        "HTTP/1.1 200OK",
        "HTTP/1.1 000 Odd",
        "HTTP/1.1 099 Odd",
        "HTTP/1.1 600 Odd",
        "HTTP/1.1 999 Odd",
        "200 OK",
        "HTTP/1.1 20 OK",
        "HTTP/1.1 2000 OK",
        "ICY 200 OK",
        "",
        "\u{1}\u{2}",
        "\r\nHTTP/1.1 200 OK",
    ];
    for line in lines {
        cases.answer(ROW, format!("status line {line:?}"), Agreement, move |b| {
            let bytes = [line.as_bytes(), &sized(b)["HTTP/1.1 200 OK".len()..]].concat();
            vec![Step::Bytes(bytes), Step::Close]
        });
    }
    let headers = [
        "no colon\r\n".to_owned(),
        ": no name\r\n".to_owned(),
        "X-A: b\r\n folded\r\n".to_owned(),
        "X-A: \0\r\n".to_owned(),
        "X A: b\r\n".to_owned(),
        "X-A: b\n".to_owned(),
        "X-A: \u{fc}\r\n".to_owned(),
        "X-Many: 1\r\n".repeat(500),
        format!("X-Long: {}\r\n", "a".repeat(300_000)),
        "Connection: close\r\n".to_owned(),
        "Connection: upgrade\r\nUpgrade: h2c\r\n".to_owned(),
        "Location: http://127.0.0.1:1/\r\n".to_owned(),
    ];
    for header in headers {
        let name: String = header.escape_debug().take(30).collect();
        cases.answer(ROW, format!("header {name:?}"), Agreement, move |b| {
            vec![Step::Bytes(ok(&format!("{header}Content-Length: {}\r\n", b.len()), b)), Step::Close]
        });
    }
    for after in [
        "18446744073709551615",
        "99999999999999999999999",
        "-5",
        "NaN",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Tue, 99 Xyz 2024 77:00:00 GMT",
        "1e400",
        "",
    ] {
        let bytes = format!("HTTP/1.1 503 Busy\r\nRetry-After: {after}\r\nContent-Length: 0\r\n\r\n");
        cases.bytes(ROW, format!("Retry-After {after:?}"), Expect::Unknown, bytes);
    }
}

fn bodies(cases: &mut Cases) {
    use Expect::{Accepted, Agreement, Unknown};
    const HTML: &[u8] = b"<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>";
    for status in [200, 202, 204, 205, 206, 500, 502, 503, 504, 520] {
        let length = if matches!(status, 204 | 205) { 0 } else { HTML.len() };
        let head = format!("HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n");
        cases.bytes(
            "HTML error page",
            format!("HTML with {status}"),
            Unknown,
            [head.as_bytes(), &HTML[..length]].concat(),
        );
    }
    const UTF8: &str = "invalid UTF-8";
    cases.bytes(UTF8, "alone", Unknown, sized(b"\xff\xfe{}"));
    for at in [0, 1, 12, 40, 90] {
        cases.answer(UTF8, format!("at {at}"), Unknown, move |b| {
            let mut b = b.to_vec();
            b.insert(at, 0xff);
            vec![Step::Bytes(sized(&b))]
        });
    }
    cases.answer(UTF8, "byte order mark", Agreement, |b| vec![Step::Bytes(sized(&[b"\xef\xbb\xbf", b].concat()))]);
    cases.answer(UTF8, "UTF-16", Unknown, |b| {
        vec![Step::Bytes(sized(&b.iter().flat_map(|b| [*b, 0]).collect::<Vec<_>>()))]
    });

    const JSON: &str = "JSON that is not an answer to this";
    let texts = [
        "",
        " ",
        "null",
        "{}",
        "[]",
        "true",
        "{\"messages\":[]}",
        "{\"messages\":{}}",
        "{\"messages\":null}",
        "[null]",
        "{\"messages\":[null]}",
        "{\"messages\":[{}]}",
        "{\"messages\":[{\"status\":\"accepted\",\"customerMessageId\":\"somebody\"}]}",
        "{\"messages\":[{\"status\":\"accepted\",\"customerMessageId\":\"somebody\"},{\"status\":\"rejected\",\"customerMessageId\":\"else\"}]}",
        "{\"messages\":[{\"status\":7}]}",
        "{\"messages\":[{\"status\":\"accepted\"},{\"status\":\"accepted\"}]}",
        "\"accepted\"",
        "{\"messages\":[{\"status\":\"accepted\"}]",
    ];
    for text in texts {
        cases.bytes(JSON, format!("body {text:?}"), Unknown, sized(text.as_bytes()));
    }
    for (name, open) in [("lists", "["), ("objects", "{\"a\":"), ("rows", "{\"messages\":[")] {
        cases.bytes(JSON, format!("deep {name}"), Unknown, sized(open.repeat(60_000).as_bytes()));
    }
    cases.answer(JSON, "deep in an unknown field", Agreement, |b| {
        let deep = format!("{{\"x\":{}{},{}", "[".repeat(50_000), "]".repeat(50_000), String::from_utf8_lossy(&b[1..]));
        vec![Step::Bytes(sized(deep.as_bytes()))]
    });
    cases.answer(JSON, "a number without end", Agreement, |b| {
        let text = format!("{{\"x\":{},\"y\":1e999999999,{}", "9".repeat(100_000), String::from_utf8_lossy(&b[1..]));
        vec![Step::Bytes(sized(text.as_bytes()))]
    });
    cases.answer(JSON, "more behind it", Agreement, |b| vec![Step::Bytes(sized(&[b, b"{}"].concat()))]);
    cases.answer("slow but whole", "one byte a write", Accepted, |b| {
        sized(b).into_iter().map(|byte| Step::Bytes(vec![byte])).collect()
    });
}

/// Bytes on the pooled connection that answer no request of ours. The old connection swallows what comes
/// then; a new one serves.
fn strays(cases: &mut Cases) {
    const ROW: &str = "answer for a previous request";
    let anonymous = sized(br#"{"messages":[{"messageId":"m-0","status":"accepted"}]}"#);
    let foreign = sized(br#"{"messages":[{"messageId":"m-0","status":"accepted","customerMessageId":"somebody"}]}"#);
    for (what, stray) in [("without id", anonymous), ("of another", foreign.clone())] {
        // TLS is read in pieces of 4 KiB, so that a stray record can lie on either side of such a border.
        for padding in (0..8400).step_by(120).chain([16_000, 40_000]) {
            let stray = stray.clone();
            let script: Script = Arc::new(move |request: &Request<'_>| match (request.armed, request.position) {
                (false, _) => {
                    request.fault();
                    let (_, body) = request.forward();
                    let spaces = vec![b' '; padding];
                    vec![Step::Together(vec![sized(&[body, spaces].concat()), stray.clone()])]
                }
                (true, 0) => request.pass(),
                (true, _) => vec![Step::Hold],
            });
            let name = format!("{what}, {padding} behind the answer");
            cases.0.push(Case { row: ROW, name, expect: Expect::Agreement, script, early: false, waits: true });
        }
    }
    // In place of the answer, or before it: only the id can tell.
    cases.answer(ROW, "of another, before the answer", Expect::Unknown, move |b| {
        vec![Step::Bytes([foreign.clone(), sized(b)].concat())]
    });
}

/// Answers that come before the request was read.
fn early(cases: &mut Cases) {
    const ROW: &str = "answer before the whole request was read";
    for status in [200, 307, 400, 401, 413, 429, 503] {
        for (name, end) in [("closed", Step::Close), ("cut", Step::Cut), ("reset", Step::Reset), ("held", Step::Hold)] {
            let bytes = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n").into_bytes();
            let script: Script = Arc::new(move |request: &Request<'_>| {
                if !request.armed {
                    return request.pass();
                }
                request.fault();
                vec![Step::Bytes(bytes.clone()), end.clone()]
            });
            let name = format!("{status}, then {name}");
            cases.0.push(Case { row: ROW, name, expect: Expect::Agreement, script, early: true, waits: false });
        }
    }
}
