//! Any sequence of calls of the C library, with the objects and texts that a C program may hand in.

use std::ffi::{CStr, CString, c_char};
use std::ptr::{null, null_mut};

use once_cell::sync::Lazy;
use smsbat::*;

use crate::Input;
use crate::answerer::{answering, http};

const SMSBAT_OK: smsbat_code = smsbat_codes::SMSBAT_OK as smsbat_code;
const SMSBAT_ERROR_INTERNAL: smsbat_code = smsbat_codes::SMSBAT_ERROR_INTERNAL as smsbat_code;

type SetText = unsafe extern "C" fn(*mut smsbat_message, *const c_char) -> smsbat_code;
type SetPart = unsafe extern "C" fn(*mut smsbat_message, *const smsbat_part) -> smsbat_code;
type NewPart = unsafe extern "C" fn(*const c_char) -> *mut smsbat_part;
type ChangePart = unsafe extern "C" fn(*mut smsbat_part, *const c_char) -> smsbat_code;
type JoinParts = unsafe extern "C" fn(*mut smsbat_part, *const smsbat_part) -> smsbat_code;

const SET_TEXT: &[SetText] = &[
    smsbat_message_set_to,
    smsbat_message_set_sender,
    smsbat_message_set_text,
    smsbat_message_set_image,
    smsbat_message_set_template_id,
    smsbat_message_set_caller_id,
    smsbat_message_set_scheduled,
    smsbat_message_set_customer_message_id,
    smsbat_message_add_option,
    smsbat_message_add_recipient,
];
const SET_PART: &[SetPart] = &[
    smsbat_message_set_button,
    smsbat_message_set_fallback,
    smsbat_message_set_video,
    smsbat_message_set_file,
    smsbat_message_set_media,
    smsbat_message_set_sms,
    smsbat_message_set_viber,
    smsbat_message_set_telegram,
    smsbat_message_add_card,
    smsbat_message_add_button,
];
const NEW_PART: &[NewPart] = &[
    smsbat_part_from_json,
    smsbat_fallback_new,
    smsbat_file_new,
    smsbat_video_new,
    smsbat_action_open_url,
    smsbat_action_dial,
];
const CHANGE_PART: &[ChangePart] = &[
    smsbat_fallback_set_type,
    smsbat_file_set_name,
    smsbat_rcs_card_set_title,
    smsbat_action_set_end,
    smsbat_viber_bot_set_text,
];
const JOIN_PARTS: &[JoinParts] =
    &[smsbat_card_set_secondary, smsbat_rcs_card_set_media, smsbat_rcs_card_add_button, smsbat_viber_bot_add_card];

/// A client whose server is ours; the options are made once as the target makes them each time.
struct Client(*mut smsbat_client);
// SAFETY: a client may be used from any thread.
unsafe impl Send for Client {}
unsafe impl Sync for Client {}

static NAMES: Lazy<Vec<CString>> = Lazy::new(|| {
    let names = smsbat_core::operations().iter().map(|o| o.name).chain(["none", ""]);
    // It asks again until its time is up.
    names.filter(|n| !n.starts_with("messages.wait")).map(|n| CString::new(n).expect("a name")).collect()
});

/// Objects of the sequence. All are freed at the end.
struct World {
    messages: Vec<*mut smsbat_message>,
    parts: Vec<*mut smsbat_part>,
}

impl World {
    fn message(&self, at: u8) -> *mut smsbat_message {
        self.messages.get(usize::from(at)).copied().unwrap_or(null_mut())
    }
    fn part(&self, at: u8) -> *mut smsbat_part {
        self.parts.get(usize::from(at)).copied().unwrap_or(null_mut())
    }
}

pub fn run(data: &[u8]) {
    let answer = br#"{"messagelist_id":"1","messages":[{"message_id":"m","status":"accepted"}]}"#;
    answering(http(200, "application/json", answer), true, |server| {
        static CLIENT: once_cell::sync::OnceCell<Client> = once_cell::sync::OnceCell::new();
        // SAFETY: what the functions ask for: live or NULL objects, texts that end, no use after free.
        unsafe {
            let client = CLIENT.get_or_init(|| Client(client(&server.url))).0;
            let mut world = World { messages: Vec::new(), parts: Vec::new() };
            let mut input = Input(data);
            for _ in 0..64 {
                if input.is_empty() {
                    break;
                }
                step(&mut input, &mut world, client);
            }
            world.messages.iter().for_each(|m| smsbat_message_free(*m));
            world.parts.iter().for_each(|p| smsbat_part_free(*p));
        }
    });
}

/// A text as a C program has it: whatever bytes, with a NUL at the end; now and then NULL.
fn text(input: &mut Input<'_>) -> Option<CString> {
    let bytes = input.part();
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    // 0xFE is in no UTF-8 text either.
    if bytes == [0xFE] { None } else { CString::new(&bytes[..end]).ok() }
}

fn pointer(text: &Option<CString>) -> *const c_char {
    text.as_ref().map_or(null(), |t| t.as_ptr())
}

unsafe fn client(url: &str) -> *mut smsbat_client {
    let url = CString::new(url).expect("an address");
    let (mut client, mut error) = (null_mut(), null_mut());
    // SAFETY: live options and places for what comes out.
    unsafe {
        let options = smsbat_options_new();
        smsbat_options_ignore_environment(options);
        smsbat_options_set_base_url(options, url.as_ptr());
        smsbat_options_set_chathub_url(options, url.as_ptr());
        smsbat_options_set_api_key(options, c"fuzz-key".as_ptr());
        smsbat_options_set_company_token(options, c"fuzz-token".as_ptr());
        smsbat_options_set_max_retries(options, 0);
        smsbat_options_set_timeout(options, 5.0);
        smsbat_options_set_no_rate_limit(options);
        assert_eq!(smsbat_client_new(options, &mut client, &mut error), SMSBAT_OK);
        smsbat_options_free(options);
    }
    client
}

unsafe fn step(input: &mut Input<'_>, world: &mut World, client: *mut smsbat_client) {
    let mut error = null_mut();
    // SAFETY: as above.
    unsafe {
        match input.byte() % 16 {
            0 => world.messages.push(smsbat_message_new(smsbat_message_kind::from(input.byte()))),
            1 => {
                let json = text(input);
                world.messages.push(smsbat_message_from_json(pointer(&json)));
            }
            2..=4 => {
                let (set, message) = (input.pick(SET_TEXT), world.message(input.byte() % 4));
                let value = text(input);
                set(message, pointer(&value));
            }
            5 => {
                let (make, value) = (input.pick(NEW_PART), text(input));
                world.parts.push(make(pointer(&value)));
            }
            6 => {
                let (change, part, value) = (input.pick(CHANGE_PART), world.part(input.byte() % 4), text(input));
                change(part, pointer(&value));
            }
            7 => {
                let (join, to) = (input.pick(JOIN_PARTS), input.byte() % 4);
                join(world.part(to), world.part(input.byte() % 4));
            }
            8 => {
                let (set, message) = (input.pick(SET_PART), world.message(input.byte() % 4));
                set(message, world.part(input.byte() % 4));
            }
            9 => {
                let message = world.message(input.byte() % 4);
                let (name, value) = (text(input), text(input));
                smsbat_message_set_template_param(message, pointer(&name), pointer(&value));
                smsbat_message_set_ttl(message, i64::from(input.byte()));
                let mut length = 0;
                length_of(smsbat_message_json(message, &mut length), length);
            }
            10 => {
                let mut result = null_mut();
                let of = &world.messages[..world.messages.len().min(usize::from(input.byte()))];
                let code = smsbat_client_send(client, of.as_ptr(), of.len(), null(), &mut result, &mut error);
                assert_eq!(code == SMSBAT_OK, !result.is_null() && error.is_null());
                if code == SMSBAT_OK {
                    assert_eq!(smsbat_send_result_count(result), of.len());
                }
                for i in 0..smsbat_send_result_count(result) + 1 {
                    let row = smsbat_send_result_at(result, i);
                    read(smsbat_sent_message_status(row));
                    read(smsbat_sent_message_message_id(row));
                    read(smsbat_sent_message_customer_message_id(row));
                    smsbat_outcome_name(smsbat_sent_message_outcome(row));
                }
                let mut second = null_mut();
                smsbat_send_result_check(result, &mut second);
                smsbat_error_free(second);
                smsbat_send_result_free(result);
            }
            11 => {
                let (name, request) = (&NAMES[usize::from(input.byte()) % NAMES.len()], text(input));
                let mut reply = null_mut();
                let code = smsbat_call(client, name.as_ptr(), pointer(&request), &mut reply, &mut error);
                assert_eq!(code == SMSBAT_OK, !reply.is_null() && error.is_null());
                let mut length = 0;
                length_of(smsbat_reply_json(reply, &mut length), length);
                smsbat_reply_free(reply);
            }
            12 => {
                let body = input.part();
                let mut webhook = null_mut();
                smsbat_webhook_parse(body.as_ptr().cast(), body.len(), &mut webhook, &mut error);
                read(smsbat_incoming_message_text(smsbat_webhook_incoming_message(webhook)));
                read(smsbat_delivery_report_cost(smsbat_webhook_delivery_report(webhook)));
                let mut length = 0;
                length_of(smsbat_webhook_json(webhook, &mut length), length);
                smsbat_webhook_free(webhook);
            }
            13 => {
                let (secret, body) = (text(input), input.part());
                let mut matches = true;
                let bytes = body.as_ptr().cast();
                let code =
                    smsbat_webhook_verify_turbosms(bytes, body.len(), pointer(&secret), &mut matches, &mut error);
                assert!(code == SMSBAT_OK || !matches);
            }
            14 => {
                let (given, caller) = (text(input), text(input));
                let mut segments = null_mut();
                smsbat_text_segments(pointer(&given), &mut segments, &mut error);
                read(smsbat_segments_unicode_characters(segments));
                smsbat_segments_free(segments);
                smsbat_flash_call_matches(pointer(&given), pointer(&caller));
            }
            _ => {
                let (name, value) = (text(input), text(input));
                let options = smsbat_options_new();
                smsbat_options_ignore_environment(options);
                smsbat_options_set(options, pointer(&name), pointer(&value));
                let mut made = null_mut();
                let code = smsbat_client_new(options, &mut made, &mut error);
                assert_eq!(code == SMSBAT_OK, !made.is_null());
                smsbat_options_free(options);
                smsbat_client_free(made);
            }
        }
        look_at(error);
        smsbat_error_free(error);
    }
}

/// Everything that an error says; NULL is allowed.
unsafe fn look_at(error: *const smsbat_error) {
    // SAFETY: the error is NULL or live.
    unsafe {
        assert_eq!(error.is_null(), smsbat_error_code(error) == SMSBAT_OK);
        assert!(smsbat_error_code(error) != SMSBAT_ERROR_INTERNAL, "a panic came out as an error");
        read(smsbat_error_message(error));
        read(smsbat_error_field(error));
        let mut length = 0;
        length_of(smsbat_error_body(error, &mut length), length);
        let line = read(smsbat_error_text(error));
        assert!(!line.iter().any(u8::is_ascii_control), "an error's text is one line: {line:?}");
        for i in 0..smsbat_error_problem_count(error) + 1 {
            read(smsbat_error_problem_path(error, i));
            read(smsbat_error_problem_message(error, i));
            read(smsbat_error_problem_argument(error, i));
        }
        for i in 0..smsbat_error_note_count(error) + 1 {
            read(smsbat_error_note(error, i));
        }
    }
}

/// All bytes up to the NUL; they are UTF-8.
unsafe fn read<'a>(text: *const c_char) -> &'a [u8] {
    if text.is_null() {
        return &[];
    }
    // SAFETY: the library's texts end with a NUL.
    let bytes = unsafe { CStr::from_ptr(text) }.to_bytes();
    assert!(std::str::from_utf8(bytes).is_ok());
    bytes
}

/// A text that comes with its length ends there.
unsafe fn length_of(text: *const c_char, length: usize) {
    // SAFETY: as above.
    let found = unsafe { read(text) };
    assert!(found.len() <= length, "{} bytes, but the length is {length}", found.len());
    if !text.is_null() {
        // SAFETY: the NUL after the text belongs to it.
        assert_eq!(unsafe { *text.add(length) }, 0);
    }
}
