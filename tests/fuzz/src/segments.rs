//! Parts of any text, and numbers of any shape.

use smsbat_core::{Encoding, Phone, flash_call_matches, segments};

use crate::Input;

pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let found = segments(&text);
    let (single, joined) = if found.encoding == Encoding::Gsm7 { (160, 153) } else { (70, 67) };
    assert_eq!(found.encoding == Encoding::Gsm7, found.unicode_characters.is_empty());
    assert_eq!(found.parts == 0, text.is_empty());
    assert_eq!(found.per_part, if found.parts > 1 { joined } else { single });
    if found.encoding == Encoding::Ucs2 {
        assert_eq!(found.units, text.encode_utf16().count());
    } else {
        assert!(found.units >= text.chars().count() && found.units <= 2 * text.chars().count());
    }
    // No character is cut in two, so a part may be one unit short.
    assert!(found.parts == 0 || found.parts * found.per_part >= found.units + found.remaining, "{found:?}");
    assert!(found.parts < 2 || (found.parts - 1) * (joined - 1) < found.units, "{found:?}");
    assert!(found.remaining < found.per_part || found.parts == 0);

    let mut input = Input(data);
    let (first, second) = (String::from_utf8_lossy(input.part()), String::from_utf8_lossy(input.part()));
    if let Ok(phone) = Phone::parse(&first) {
        assert!(phone.digits().bytes().all(|b| b.is_ascii_digit()));
        // Without the sign, a short number is refused, because it may be national.
        let signed = Phone::parse(&format!("+{}", phone.digits()));
        assert_eq!(signed.map(|p| p.digits().to_owned()).ok().as_deref(), Some(phone.digits()));
    }
    flash_call_matches(&first, &second);
}
