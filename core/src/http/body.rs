//! Reading of a response body: not more than is allowed, decompressed, without the mark that some servers put before it.

use std::io::Read;

use ureq::http::{HeaderMap, header};

/// Why there is no body.
pub(super) enum BodyError {
    TooLarge,
    /// The connection broke, or the call was stopped.
    Broken(ureq::Error),
    /// All of it came, and it cannot be used.
    Unusable(String),
}

/// The body as it was before it was compressed.
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
        // An answer without a body may still name how it would be compressed.
        [] => raw,
        _ if raw.is_empty() => raw,
        #[cfg(feature = "gzip")]
        [coding] if ["gzip", "x-gzip"].iter().any(|known| coding.eq_ignore_ascii_case(known)) => {
            let decoder = flate2::read::MultiGzDecoder::new(raw.as_slice());
            let why = |e| BodyError::Unusable(format!("the answer cannot be decompressed: {e}"));
            limited(decoder, None, most)?.map_err(why)?
        }
        others => {
            let names: String = others.join(", ").chars().filter(char::is_ascii_graphic).take(40).collect();
            return Err(BodyError::Unusable(format!("the answer is encoded as '{names}', which was not asked for")));
        }
    };
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    Ok(bytes)
}

/// All there is, up to the limit; what the reader itself fails with is inside.
fn limited(reader: impl Read, length: Option<u64>, most: u64) -> Result<std::io::Result<Vec<u8>>, BodyError> {
    // A little more than there is, so that the end is seen without room being made first.
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
