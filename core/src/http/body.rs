//! Reads a response body: limited in size, decompressed, without a byte order mark.

use std::io::Read;

use ureq::http::{HeaderMap, header};

/// Content codings that a text may name.
const CODINGS: &[&str] = &["br", "compress", "deflate", "gzip", "x-gzip", "zstd"];

/// Error of reading a body.
pub(super) enum BodyError {
    TooLarge,
    /// The connection broke, or the call was stopped.
    Broken(ureq::Error),
    /// The body arrived but cannot be used.
    Unusable(String),
}

/// Reads and decompresses the body.
pub(super) fn read(mut body: ureq::Body, headers: &HeaderMap, most: u64) -> Result<Vec<u8>, BodyError> {
    let length = body.content_length();
    let raw = limited(body.as_reader(), length, most)?.map_err(|e| BodyError::Broken(ureq::Error::from(e)))?;
    let codings = headers.get_all(header::CONTENT_ENCODING).iter();
    let codings: Vec<String> = codings
        .flat_map(|value| {
            String::from_utf8_lossy(value.as_bytes()).split(',').map(|c| c.trim().to_owned()).collect::<Vec<_>>()
        })
        .filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
        .collect();
    let mut bytes = match codings.as_slice() {
        // A response without a body may still have a content encoding.
        [] => raw,
        _ if raw.is_empty() => raw,
        #[cfg(feature = "gzip")]
        [coding] if ["gzip", "x-gzip"].iter().any(|known| coding.eq_ignore_ascii_case(known)) => {
            let decoder = flate2::read::MultiGzDecoder::new(raw.as_slice());
            let why = |e| BodyError::Unusable(format!("the response cannot be decompressed: {e}"));
            limited(decoder, None, most)?.map_err(why)?
        }
        others => {
            // Only names that are known are repeated: a server may put anything here, a credential too.
            let known = |coding: &String| CODINGS.iter().any(|known| coding.eq_ignore_ascii_case(known));
            let names = if others.iter().all(known) { others.join(",") } else { "…".to_owned() };
            return Err(BodyError::Unusable(format!("the response is encoded as '{names}', which was not requested")));
        }
    };
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    Ok(bytes)
}

/// Reads everything, up to the limit. Errors of the reader itself are in the inner result.
fn limited(reader: impl Read, length: Option<u64>, most: u64) -> Result<std::io::Result<Vec<u8>>, BodyError> {
    // Slightly more than the body, so that reading the end does not grow the buffer.
    let expected = length.unwrap_or(0).min(most).min(1 << 20) as usize;
    let mut bytes = Vec::with_capacity(expected.saturating_add(64));
    let read = reader.take(most.saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() as u64 > most { Err(BodyError::TooLarge) } else { Ok(read.map(|_| bytes)) }
}

#[cfg(test)]
mod tests {
    use ureq::http::HeaderValue;

    use super::*;

    #[test]
    fn nothing_may_name_how_it_would_be_compressed() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        assert!(read(ureq::Body::builder().data(""), &headers, 100).is_ok_and(|bytes| bytes.is_empty()));
    }
}
