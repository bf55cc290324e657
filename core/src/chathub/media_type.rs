//! MIME types of what people send into chats.

/// Types with the endings of their files; anything else is plain bytes. One text, not a crate's table of a thousand
/// more: its texts, each with a place that the loader fills in, make a program 200 KB larger.
const TYPES: &str = "\
application/epub+zip epub
application/gzip gz
application/json json
application/msword doc
application/pdf pdf
application/rtf rtf
application/vnd.ms-excel xls
application/vnd.ms-powerpoint ppt
application/vnd.oasis.opendocument.presentation odp
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/x-7z-compressed 7z
application/x-rar-compressed rar
application/x-tar tar
application/zip zip
audio/aac aac
audio/amr amr
audio/flac flac
audio/m4a m4a
audio/mpeg mp3
audio/ogg ogg oga opus
audio/wav wav
audio/webm weba
image/avif avif
image/bmp bmp
image/gif gif
image/heic heic
image/heif heif
image/jpeg jpg jpeg jpe
image/png png
image/svg+xml svg
image/tiff tif tiff
image/webp webp
image/x-icon ico
text/calendar ics
text/csv csv
text/html htm html
text/markdown md
text/plain txt log
text/x-vcard vcf
text/xml xml
video/3gpp 3gp
video/mp4 mp4
video/mpeg mpg mpeg
video/quicktime mov
video/webm webm
video/x-m4v m4v
video/x-matroska mkv
video/x-msvideo avi
";

/// The type of a file, by the ending of its name.
pub(super) fn of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let known = ending.and_then(|ending| {
        let rows = TYPES.lines().map(|line| line.split(' '));
        rows.filter_map(|mut row| row.next().filter(|_| row.any(|known| known == ending))).next()
    });
    known.unwrap_or("application/octet-stream")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_ending_decides() {
        for (name, want) in [
            ("a.png", "image/png"),
            ("Photo of us.final.JPEG", "image/jpeg"),
            ("price.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("voice.opus", "audio/ogg"),
            ("image/png", "application/octet-stream"),
            ("a.image/png", "application/octet-stream"),
            ("png", "application/octet-stream"),
            ("a.", "application/octet-stream"),
            ("a.p ng", "application/octet-stream"),
        ] {
            assert_eq!(of(name), want, "{name}");
        }
    }
}
