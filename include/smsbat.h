/*
 * smsbat.h - client library for the SMSBAT messaging APIs.
 *
 * This file is generated from the library's sources and is its manual. It begins with an example and the conventions
 * that apply to every function. The functions follow. For C++17 there is smsbat.hpp with classes for everything.
 *
 *
 * EXAMPLE
 *
 *     smsbat_client *client = NULL;
 *     smsbat_send_result *result = NULL;
 *     smsbat_error *error = NULL;
 *
 *     smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
 *     smsbat_message_set_to(message, "+380671234567");
 *     smsbat_message_set_sender(message, "MyShop");
 *     smsbat_message_set_text(message, "Your order is ready");
 *
 *     if (smsbat_client_new(NULL, &client, &error) == SMSBAT_OK
 *         && smsbat_client_send(client, &message, 1, NULL, &result, &error) == SMSBAT_OK) {
 *       const smsbat_sent_message *row = smsbat_send_result_at(result, 0);
 *       printf("%s\n", smsbat_outcome_name(smsbat_sent_message_outcome(row)));
 *     } else {
 *       fprintf(stderr, "%s\n", smsbat_error_text(error));
 *     }
 *
 *     smsbat_error_free(error);
 *     smsbat_send_result_free(result);
 *     smsbat_message_free(message);
 *     smsbat_client_free(client);
 *
 * If `options` is NULL, the API key comes from the environment variable SMSBAT_API_KEY.
 *
 *
 * RESULTS
 *
 * A function that can fail returns a `smsbat_code`: 0 for success. Output parameters come last, before `error`. They are
 * set on success, and set to NULL on failure; earlier values are overwritten. Later versions may add codes: treat an
 * unknown code as a failure. Unless a function says otherwise, a number that is missing in a response is -1, and a
 * missing text is NULL.
 *
 * APIS
 *
 * Messages of the SMSBAT API, of Cascade and of the TurboSMS-compatible API all have the type `smsbat_message`, but each
 * API accepts only its own kinds, see `smsbat_client_send`, `smsbat_client_cascade_send` and
 * `smsbat_client_turbosms_send`. Every operation has a function. Required arguments are parameters. Optional arguments
 * are set in an object such as `smsbat_chathub_chats_arguments`; NULL in its place means none. `smsbat_call` calls any
 * operation by name, with JSON; see the list at the end of this text.
 *
 * CHAT HUB
 *
 * `smsbat_chat_events_open` connects to ChatHub's hub and `smsbat_chat_events_next` returns what happens in the chats,
 * one event at a time. A bot is a loop:
 *
 *     smsbat_chat_events *events = NULL;
 *     smsbat_chat_event *event = NULL;
 *     smsbat_code code = smsbat_chat_events_open(client, NULL, NULL, &events, &error);
 *     while (code == SMSBAT_OK && !smsbat_chat_events_is_closed(events)) {
 *       code = smsbat_chat_events_next(events, 10.0, &event, &error);
 *       const smsbat_chat_message_received *received = smsbat_chat_event_message_received(event);
 *       if (received != NULL
 *           && smsbat_chat_message_author(smsbat_chat_message_received_message(received)) != 0) {
 *         code = smsbat_chat_events_send_message(
 *             events, smsbat_chat_message_received_chat_id(received), "Hello", NULL, &error);
 *       }
 *       smsbat_chat_event_free(event);
 *     }
 *     smsbat_chat_events_free(events);
 *
 * An event has a kind and a function for each kind, which returns NULL for the others. Every message comes once, in the
 * order of its chat. When the connection breaks, the library makes a new one and reads what was missed from the history;
 * such a message is marked as replayed. Both are events of the kind SMSBAT_CHAT_EVENT_CONNECTION_CHANGED, no errors. A
 * send has an outcome as every send does, and is never made again by the library. What operators and the program itself
 * write comes as events, too, with 0 as the author: a bot that answers these talks to itself.
 *
 * Nothing runs in the background: the connection is kept by calls of `smsbat_chat_events_next`, at least one every 30
 * seconds. A wait may have no limit of its own; `smsbat_cancel_request`, `smsbat_client_close` and
 * `smsbat_chat_events_close` end it within about 50 ms, from any thread.
 *
 * ERRORS
 *
 * The last parameter, `error`, is NULL or points to a `smsbat_error *`. On failure it is set to an error that the program
 * must free with `smsbat_error_free`. On success it is set to NULL. Earlier values are overwritten, so free an earlier
 * error first. "Any code of a call" in the text of a function means SMSBAT_ERROR_AUTHENTICATION, _PERMISSION_DENIED,
 * _NOT_FOUND, _BAD_REQUEST, _RATE_LIMIT, _SERVER, _CONNECTION, _TIMEOUT, _RESPONSE, _PROVIDER, _CANCELLED,
 * _CONFIGURATION and _VALIDATION. Every function may also return SMSBAT_ERROR_INTERNAL. There is no "last error" of a
 * thread.
 *
 * OUTCOMES
 *
 * Every row of a result and every error has an outcome: accepted, rejected, not sent or unknown. Only messages that were
 * not sent are safe to send again. A message with an unknown outcome may have arrived, so sending it again may cause a
 * duplicate. The library itself retries a send only if it certainly did not arrive, unless
 * `smsbat_call_options_set_resend_unknown` allows more.
 *
 * OWNERSHIP
 *
 * All structs are opaque. The program owns what `smsbat_x_new` returns and what a function stores in an output parameter,
 * and must free it with `smsbat_x_free`. All kinds of parts are freed with `smsbat_part_free`. A `_free` function accepts
 * NULL and cannot fail. Arguments are borrowed only during the call: setters and calls copy what they keep. Texts and
 * rows that are called borrowed belong to the object from which they were read. Do not free them; they become invalid
 * when that object is freed.
 *
 * STRINGS
 *
 * Texts are UTF-8 and end with a NUL, in both directions. A text that is not UTF-8 is refused with
 * SMSBAT_ERROR_INVALID_ARGUMENT. A NUL in a returned text is replaced by U+FFFD, unless the function also
 * returns the length in bytes; JSON has it as \u0000.
 *
 * NULL
 *
 * NULL in place of an object or a text is refused with SMSBAT_ERROR_INVALID_ARGUMENT and never crashes, unless the
 * function says that NULL is allowed. For NULL, a function that returns no code returns 0, -1, false, NULL or the value
 * that its text names. A count that no array can have, such as -1, is refused with SMSBAT_ERROR_VALIDATION.
 *
 * THREADS
 *
 * Calls block until they are done or time out; only `smsbat_chat_events_next` may wait without a limit. Any number of
 * threads may use the same client, cancel token, result, status, error, reply or webhook event at the same time. The
 * report of a campaign is an exception: only one thread at a time may use it. Several threads may read a message, a
 * part or options at the same time, but while one thread changes it, no other may use it. Any thread may free an object
 * that no other thread uses. Callbacks run on the thread that made the call; log callbacks also run on the sending
 * threads of a campaign. No thread of the library outlives a call, except for a DNS lookup or a connect that takes
 * longer than the call.
 *
 * SIGNALS
 *
 * `smsbat_cancel_request` and `smsbat_client_close` are async-signal-safe, so a signal handler may call them. No other
 * function is.
 *
 * FORK
 *
 * A child process may use a client of its parent. It opens its own connections at its first call. Events of the chat hub
 * belong to the process that opened them: in a child they are closed. Do not fork while another thread is in a call of
 * the library.
 *
 * PANICS
 *
 * A bug in the library does not terminate the program. The function returns SMSBAT_ERROR_INTERNAL with the outcome
 * unknown, or, if it returns no code, its value for NULL. Running out of memory terminates the program.
 *
 * PROCESS
 *
 * The library installs no signal handlers and does not change the locale, and its texts do not depend on it. It writes to no file or stream, except for the
 * message of a panic on standard error, and the journal, the report and the temporary file of a campaign. Log lines go to
 * the callback of `smsbat_log_set`. Neither log lines nor error texts contain keys, phone numbers or message texts. The
 * response body, which an error also keeps, may contain personal data.
 *
 * VERSIONS
 *
 * SMSBAT_VERSION is the version of the header, and `smsbat_version()` that of the loaded library. Numbers of codes,
 * outcomes and kinds are never reused. Within one soname (libsmsbat.so.0), functions may be added but are never changed
 * or removed.
 *
 * BUILDS
 *
 * A build for a small device may lack some features, but has the same functions. Without `journal`, the option `journal`
 * of a campaign is refused with SMSBAT_ERROR_CONFIGURATION. Without `gzip`, responses are not compressed. Without
 * `mozilla-roots`, a system without certificates needs the setting `ca_bundle` for HTTPS.
 *
 * OPERATIONS BY NAME
 *
 * The operations for `smsbat_call`, each with its arguments and its reply. The reply is a JSON object with the fields of
 * the named class, or a list of such objects. The function in parentheses has the same arguments. Every operation also
 * takes timeout, max_retries and resend_unknown.
 *
 *     messages.send  (smsbat_client_send)
 *       messages: an object in wire form, or a list of such objects; required
 *       journal: the path of a file
 *       reply: SendResult
 *     messages.status  (smsbat_client_status)
 *       message_id: text; required
 *       reply: MessageStatus
 *     messages.wait  (smsbat_client_wait)
 *       message_id: text; required
 *       timeout: seconds; default 120.0
 *       interval: seconds; default 5.0
 *       reply: MessageStatus
 *     messages.wait_all  (smsbat_client_wait_all)
 *       messages: a list of message ids, or of rows of a send; required
 *       timeout: seconds; default 120.0
 *       interval: seconds; default 5.0
 *       reply: list of MessageStatus
 *     cascade.send  (smsbat_client_cascade_send)
 *       messages: an object in wire form, or a list of such objects; required
 *       telegram_viber_first: true or false; default false
 *       reply: SendResult
 *     cascade.upload_variables  (smsbat_client_cascade_upload_variables)
 *       variables: an object in wire form, or a list of such objects; required
 *       reply: RawReply
 *     cascade.send_template  (smsbat_client_cascade_send_template)
 *       template: text; required
 *       rows: a list of objects whose values are texts or numbers; required
 *       sender: text; required
 *       message_type: text; default "transaction"
 *       ttl: a whole number
 *       scheduled: a time in ISO 8601 with a time zone
 *       telegram_viber_first: true or false; default false
 *       variable_ids: [first, last]: whole numbers
 *       reply: SendResult
 *     chathub.login  (smsbat_client_chathub_login)
 *       login: text; required
 *       password: text; required
 *       reply: {"token"}
 *     chathub.organizations  (smsbat_client_chathub_organizations)
 *       reply: list of Organization
 *     chathub.operators  (smsbat_client_chathub_operators)
 *       organization_id: a whole number; required
 *       reply: list of Operator
 *     chathub.add_operators  (smsbat_client_chathub_add_operators)
 *       operators: an object in wire form, or a list of such objects; required
 *       reply: list of Operator
 *     chathub.set_operator_status  (smsbat_client_chathub_set_operator_status)
 *       id: a whole number; required
 *       status: active, inactive, deleted, or a number; required
 *       reply: {}
 *     chathub.operator_token  (smsbat_client_chathub_operator_token)
 *       id: a whole number; required
 *       expires_at: a time in ISO 8601 with a time zone
 *       reply: {"token"}
 *     chathub.validate_token  (smsbat_client_chathub_validate_token)
 *       token: text; required
 *       reply: TokenInfo
 *     chathub.chats  (smsbat_client_chathub_chats)
 *       search: text
 *       source: a whole number
 *       date: [first, last]: days or times
 *       tg_user_id: a whole number
 *       phone: text
 *       status: new, open, waiting, on_pause, closed, or a number
 *       organization_id: a whole number
 *       operator_id: a whole number
 *       page: a whole number
 *       per_page: a whole number
 *       reply: list of Chat
 *     chathub.set_chat_status  (smsbat_client_chathub_set_chat_status)
 *       id: a whole number; required
 *       status: new, open, waiting, on_pause, closed, or a number; required
 *       reply: {}
 *     chathub.delete_chat  (smsbat_client_chathub_delete_chat)
 *       id: a whole number; required
 *       reply: {}
 *     chathub.chat_messages  (smsbat_client_chathub_chat_messages)
 *       id: a whole number; required
 *       reply: list of ChatMessage
 *     chathub.send_chat_message  (smsbat_client_chathub_send_chat_message)
 *       id: a whole number; required
 *       text: text
 *       media: an object with name, data_base64, and optionally format and kind
 *       reply: RawReply
 *     chathub.widget_html  (smsbat_chathub_widget_html)
 *       token: text; required
 *       reply: {"html"}
 *     chathub.visitor_widget_html  (smsbat_chathub_visitor_widget_html)
 *       guid: text; required
 *       reply: {"html"}
 *     turbosms.send  (smsbat_client_turbosms_send)
 *       message: an object in wire form; required
 *       reply: TurboSmsResult
 *     turbosms.send_multi  (smsbat_client_turbosms_send_multi)
 *       messages: an object with an object in wire form for each name; required
 *       reply: TurboSmsResult by name
 *     turbosms.status  (smsbat_client_turbosms_status)
 *       message_ids: a list of texts; required
 *       reply: list of TurboSmsStatus
 *     turbosms.details  (smsbat_client_turbosms_details)
 *       message_ids: a list of texts; required
 *       reply: list of TurboSmsDetails
 *     messagio.send  (smsbat_client_messagio_send)
 *       to: text; required
 *       sender: text; required
 *       text: text
 *       button_text: text
 *       button_url: text
 *       image: text
 *       sending_method: text
 *       reply: MessagioResult
 *     request  (smsbat_client_request)
 *       method: text; required
 *       path: text; required
 *       json: any JSON value
 *       api: messages, cascade, chathub, turbosms, messagio; default "messages"
 *       reply: RawReply
 */

#ifndef SMSBAT_H
#define SMSBAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Version of this header. The version of the loaded library is `smsbat_version()`. */
#define SMSBAT_VERSION "0.1.0"
#define SMSBAT_VERSION_MAJOR 0
#define SMSBAT_VERSION_MINOR 1
#define SMSBAT_VERSION_PATCH 0

/** Version as a number for comparisons: `#if SMSBAT_VERSION_NUMBER >= 1002003` means 1.2.3 or later. */
#define SMSBAT_VERSION_NUMBER \
  (SMSBAT_VERSION_MAJOR * 1000000 + SMSBAT_VERSION_MINOR * 1000 + SMSBAT_VERSION_PATCH)

/**
 * Values of `smsbat_code`. A value is never reused with another meaning.
 */
typedef enum {
  /**
   * Success.
   */
  SMSBAT_OK = 0,
  /**
   * An error for which this version of the library has no code.
   */
  SMSBAT_ERROR_OTHER = 1,
  /**
   * An argument is invalid: `NULL` where it is not allowed, a text that is not UTF-8, or invalid JSON. Fix the
   * program.
   */
  SMSBAT_ERROR_INVALID_ARGUMENT = 2,
  /**
   * The settings contradict each other or are incomplete.
   */
  SMSBAT_ERROR_CONFIGURATION = 3,
  /**
   * The input breaks a rule; `smsbat_error_problem_path` and the functions after it name each field. Nothing was
   * sent, unless a campaign ended because of it: see the outcome.
   */
  SMSBAT_ERROR_VALIDATION = 4,
  /**
   * HTTP 401: wrong or missing credentials.
   */
  SMSBAT_ERROR_AUTHENTICATION = 5,
  /**
   * HTTP 403: the credentials lack a permission, or the account is suspended.
   */
  SMSBAT_ERROR_PERMISSION_DENIED = 6,
  /**
   * HTTP 404: no such message, chat or path.
   */
  SMSBAT_ERROR_NOT_FOUND = 7,
  /**
   * Any other HTTP 4xx: the provider refused the request as a whole.
   */
  SMSBAT_ERROR_BAD_REQUEST = 8,
  /**
   * HTTP 429: too many requests. Wait for `smsbat_error_retry_after`.
   */
  SMSBAT_ERROR_RATE_LIMIT = 9,
  /**
   * HTTP 5xx.
   */
  SMSBAT_ERROR_SERVER = 10,
  /**
   * The connection could not be opened, or it broke.
   */
  SMSBAT_ERROR_CONNECTION = 11,
  /**
   * The call timed out.
   */
  SMSBAT_ERROR_TIMEOUT = 12,
  /**
   * The response could not be read: not HTTP, not JSON, too large, or a redirect.
   */
  SMSBAT_ERROR_RESPONSE = 13,
  /**
   * HTTP 200, but the response body refuses the whole request.
   */
  SMSBAT_ERROR_PROVIDER = 14,
  /**
   * The call was cancelled by `smsbat_cancel_request` or `smsbat_client_close`.
   */
  SMSBAT_ERROR_CANCELLED = 15,
  /**
   * A bug in this library; please report it.
   */
  SMSBAT_ERROR_INTERNAL = 16,
} smsbat_codes;

/**
 * Values of `smsbat_outcome`. A value is never reused with another meaning.
 */
typedef enum {
  /**
   * The provider accepted the message.
   */
  SMSBAT_OUTCOME_ACCEPTED = 1,
  /**
   * The provider refused this message.
   */
  SMSBAT_OUTCOME_REJECTED = 2,
  /**
   * Nothing was sent: no byte of the request reached a socket, or the provider refused the whole request. Sending it
   * again cannot cause a duplicate. Errors of reads and of settings have this outcome, too.
   */
  SMSBAT_OUTCOME_NOT_SENT = 3,
  /**
   * Bytes may have been sent, but no readable response arrived. Sending it again may cause a duplicate.
   */
  SMSBAT_OUTCOME_UNKNOWN = 4,
} smsbat_outcomes;

/**
 * Values of `smsbat_log_level`. A value is never reused with another meaning.
 */
typedef enum {
  /**
   * No lines.
   */
  SMSBAT_LOG_OFF = 0,
  /**
   * Warnings that a person should see, such as a system without certificates.
   */
  SMSBAT_LOG_WARNING = 2,
  /**
   * Warnings, and one line for each attempt of a call.
   */
  SMSBAT_LOG_DEBUG = 4,
} smsbat_log_levels;

/**
 * Values of `smsbat_message_kind`. A value is never reused with another meaning.
 */
typedef enum {
  /**
   * An SMS. `smsbat_text_segments` returns the number of parts it is billed as.
   */
  SMSBAT_MESSAGE_SMS = 1,
  /**
   * A promotional Viber message: text, an image or a video, and a button.
   */
  SMSBAT_MESSAGE_VIBER_PROMO = 2,
  /**
   * A transactional Viber message: text, a document, or both.
   */
  SMSBAT_MESSAGE_VIBER_TRANSACTIONAL = 3,
  /**
   * A Viber carousel of cards.
   */
  SMSBAT_MESSAGE_VIBER_CAROUSEL = 4,
  /**
   * A Viber survey: a question in `text` with answers to choose from.
   */
  SMSBAT_MESSAGE_VIBER_SURVEY = 5,
  /**
   * A one-time password in Viber, made from one of Viber's templates.
   */
  SMSBAT_MESSAGE_VIBER_OTP = 6,
  /**
   * An RCS message: text, media, buttons or a carousel of cards.
   */
  SMSBAT_MESSAGE_RCS = 7,
  /**
   * A flash call: the recipient's phone rings, and the caller's number is the code.
   */
  SMSBAT_MESSAGE_FLASH_CALL = 8,
  /**
   * A message that tries channels in order until one works: Telegram, Viber, RCS, SMS. Sent by
   * `smsbat_client_cascade_send`.
   */
  SMSBAT_MESSAGE_CASCADE = 9,
  /**
   * A message for many recipients: SMS, Viber, or Viber with SMS as a fallback. Sent by
   * `smsbat_client_turbosms_send`.
   */
  SMSBAT_MESSAGE_TURBOSMS = 10,
} smsbat_message_kinds;

/**
 * Values of `smsbat_webhook_kind`. A value is never reused with another meaning.
 */
typedef enum {
  /**
   * Any other JSON object, see `smsbat_webhook_json`.
   */
  SMSBAT_WEBHOOK_OTHER = 1,
  /**
   * A message from a person, see `smsbat_webhook_incoming_message`.
   */
  SMSBAT_WEBHOOK_INCOMING_MESSAGE = 2,
  /**
   * A change of a message's delivery status, see `smsbat_webhook_delivery_report`.
   */
  SMSBAT_WEBHOOK_DELIVERY_REPORT = 3,
} smsbat_webhook_kinds;

/**
 * What `smsbat_chat_event_kind` may return. A value is never used for anything else later.
 */
typedef enum {
  /**
   * An event that this version does not know, or whose arguments it cannot read. `smsbat_chat_event_unknown` returns
   * it.
   */
  SMSBAT_CHAT_EVENT_UNKNOWN = 1,
  /**
   * A text message of a chat. `smsbat_chat_event_message_received` returns it.
   */
  SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED = 2,
  /**
   * A message of a chat that brings a file. `smsbat_chat_event_media_received` returns it.
   */
  SMSBAT_CHAT_EVENT_MEDIA_RECEIVED = 3,
  /**
   * A chat has another status. `smsbat_chat_event_chat_status_changed` returns it.
   */
  SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED = 4,
  /**
   * A message has another status. `smsbat_chat_event_message_status_changed` returns it.
   */
  SMSBAT_CHAT_EVENT_MESSAGE_STATUS_CHANGED = 5,
  /**
   * A chat was opened. `smsbat_chat_event_chat_created` returns it.
   */
  SMSBAT_CHAT_EVENT_CHAT_CREATED = 6,
  /**
   * The connection to the hub has another state. `smsbat_chat_event_connection_changed` returns it.
   */
  SMSBAT_CHAT_EVENT_CONNECTION_CHANGED = 7,
} smsbat_chat_event_kinds;

/**
 * One attempt of a call. Contains no key and no personal value.
 *
 * Passed to a `smsbat_attempt_callback`. It and its texts are valid only during that call.
 */
typedef struct smsbat_attempt smsbat_attempt;

/**
 * Progress of a campaign: counts of rows, during the run or at its end.
 */
typedef struct smsbat_bulk_counts smsbat_bulk_counts;

/**
 * Options of a campaign.
 *
 * Setters copy their arguments. A setter returns its error and also stores it, so that the send fails with
 * `SMSBAT_ERROR_VALIDATION`. The return values of setters may be ignored.
 */
typedef struct smsbat_bulk_options smsbat_bulk_options;

/**
 * Plan of a campaign: what a run with the same rows and options would send. Borrowed from the report of a dry run.
 */
typedef struct smsbat_bulk_plan smsbat_bulk_plan;

/**
 * Report of a campaign: counts, and the outcome of each row.
 *
 * Owned by the program; free it with `smsbat_bulk_report_free`. Rows are kept in a temporary file instead of in
 * memory, so only one function at a time can read them; another one returns `SMSBAT_ERROR_CONFIGURATION` meanwhile.
 * Everything else may be read at any time, also by a callback that receives a row.
 */
typedef struct smsbat_bulk_report smsbat_bulk_report;

/**
 * Result of one row of the source.
 */
typedef struct smsbat_bulk_row smsbat_bulk_row;

/**
 * Options of a single call. Wherever a function takes them, `NULL` means the client's settings.
 *
 * A call copies its options when it starts. A setter returns its error and also stores it, so that the call fails with
 * it.
 */
typedef struct smsbat_call_options smsbat_call_options;

/**
 * Token that cancels calls from another thread.
 *
 * Any number of calls may share a token, through their `smsbat_call_options`. Its functions may be called from any
 * thread at any time.
 */
typedef struct smsbat_cancel smsbat_cancel;

/**
 * Optional arguments of `smsbat_client_cascade_send_template`.
 *
 * `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
 * it, so that the call fails with it.
 */
typedef struct smsbat_cascade_send_template_arguments smsbat_cascade_send_template_arguments;

/**
 * A chat. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_chat smsbat_chat;

/**
 * A chat was opened. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_chat_created smsbat_chat_created;

/**
 * One event of the chat hub.
 *
 * Owned by the program; free it with `smsbat_chat_event_free`. All texts and rows are borrowed from it and valid until
 * then. It does not change, so any number of threads may read it.
 */
typedef struct smsbat_chat_event smsbat_chat_event;

/**
 * A connection to the chat hub, and the events that it brings.
 *
 * Owned by the program; free it with `smsbat_chat_events_free`. Any number of threads may use it at once: each event
 * goes to one of those that wait, and a send may be made while another thread waits. It keeps what it needs of the
 * client, which may be freed before it.
 */
typedef struct smsbat_chat_events smsbat_chat_events;

/**
 * Options for listening to the hub. `NULL` means all chats, until the events are closed.
 *
 * A setter copies what it is given. A setter's mistake is returned and also kept, so that `smsbat_chat_events_open`
 * fails with it.
 */
typedef struct smsbat_chat_events_options smsbat_chat_events_options;

/**
 * List of `smsbat_chat`.
 *
 * Owned by the program; free it with `smsbat_chat_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_chat_list smsbat_chat_list;

/**
 * A message of a chat that brings a file. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_chat_media_received smsbat_chat_media_received;

/**
 * A message in a chat. The provider does not document these fields; `raw` has all of them. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_chat_message smsbat_chat_message;

/**
 * List of `smsbat_chat_message`.
 *
 * Owned by the program; free it with `smsbat_chat_message_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_chat_message_list smsbat_chat_message_list;

/**
 * A text message of a chat. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_chat_message_received smsbat_chat_message_received;

/**
 * The operator who has a chat. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_chat_operator smsbat_chat_operator;

/**
 * A chat has another status. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_chat_status_changed smsbat_chat_status_changed;

/**
 * Optional arguments of `smsbat_client_chathub_chats`.
 *
 * `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
 * it, so that the call fails with it.
 */
typedef struct smsbat_chathub_chats_arguments smsbat_chathub_chats_arguments;

/**
 * Optional arguments of `smsbat_client_chathub_operator_token`.
 *
 * `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
 * it, so that the call fails with it.
 */
typedef struct smsbat_chathub_operator_token_arguments smsbat_chathub_operator_token_arguments;

/**
 * Optional arguments of `smsbat_client_chathub_send_chat_message`.
 *
 * `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
 * it, so that the call fails with it.
 */
typedef struct smsbat_chathub_send_chat_message_arguments smsbat_chathub_send_chat_message_arguments;

/**
 * A client of the SMSBAT APIs.
 *
 * Any number of threads may use one client at the same time. They share its connections and its rate limit. Create one
 * client and keep it.
 */
typedef struct smsbat_client smsbat_client;

/**
 * The connection to the hub has another state. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_connection_changed smsbat_connection_changed;

/**
 * Counts of messages by their delivery: of all, or of one channel.
 */
typedef struct smsbat_delivery_counts smsbat_delivery_counts;

/**
 * A change of a message's delivery status. Part of a `smsbat_webhook`, borrowed from it.
 */
typedef struct smsbat_delivery_report smsbat_delivery_report;

/**
 * Delivery of one message.
 */
typedef struct smsbat_delivery_row smsbat_delivery_row;

/**
 * Delivery of the messages of a campaign: counts, cost, and the last status of each.
 *
 * Owned by the program; free it with `smsbat_delivery_summary_free`. All that is read from it is borrowed and valid until
 * then.
 */
typedef struct smsbat_delivery_summary smsbat_delivery_summary;

/**
 * Error of a call, with the outcome of its messages.
 *
 * Owned by the program; free it with `smsbat_error_free`. All texts are borrowed from it and valid until then. It never
 * changes, so any number of threads may read it.
 */
typedef struct smsbat_error smsbat_error;

/**
 * Status of one channel of a fallback chain: a row of a `smsbat_status`, borrowed from it.
 */
typedef struct smsbat_fallback_status smsbat_fallback_status;

/**
 * A message from a person. Part of a `smsbat_webhook`, borrowed from it.
 */
typedef struct smsbat_incoming_message smsbat_incoming_message;

/**
 * A message. Fill it in with its setters, then send it as often as you like.
 *
 * Setters copy their arguments. A setter returns its error (a field that this kind of message does not have, `NULL`, a
 * text that is not UTF-8) and also stores it, so that sending the message fails with `SMSBAT_ERROR_VALIDATION` and
 * names the field. The return values of setters may be ignored. The provider's rules for the content, such as lengths
 * and phone numbers, are checked when the message is sent, and all problems are reported at once.
 *
 * Several threads may send the same message at the same time. While one thread changes it, no other may use it.
 */
typedef struct smsbat_message smsbat_message;

/**
 * A message has another status. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_message_status_changed smsbat_message_status_changed;

/**
 * Result of a send through the Messagio-compatible API.
 *
 * Owned by the program; free it with `smsbat_messagio_result_free`. All texts and rows are borrowed from it and valid until then.
 * It never changes, so any number of threads may read it.
 */
typedef struct smsbat_messagio_result smsbat_messagio_result;

/**
 * Optional arguments of `smsbat_client_messagio_send`.
 *
 * `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
 * it, so that the call fails with it.
 */
typedef struct smsbat_messagio_send_arguments smsbat_messagio_send_arguments;

/**
 * The provider's id for one recipient. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_messagio_sent smsbat_messagio_sent;

/**
 * An operator. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_operator smsbat_operator;

/**
 * List of `smsbat_operator`.
 *
 * Owned by the program; free it with `smsbat_operator_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_operator_list smsbat_operator_list;

/**
 * Settings of a client.
 *
 * A setting that is not set here comes from the environment (`SMSBAT_API_KEY` and so on), then from the profile, then
 * from its default. Setters copy their arguments. A setter returns its error and also stores it, so that
 * `smsbat_client_new` fails with it. The return values of setters may be ignored.
 */
typedef struct smsbat_options smsbat_options;

/**
 * An organization of the company. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_organization smsbat_organization;

/**
 * List of `smsbat_organization`.
 *
 * Owned by the program; free it with `smsbat_organization_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_organization_list smsbat_organization_list;

/**
 * A part of a message, such as a button, a video, a card or a fallback.
 *
 * Each kind has a function that creates it, with the required fields as parameters, and setters for the others. A
 * message or another part *copies* a part, so the program must still free its own. Errors of setters are stored as in
 * a message, and are copied into the message together with the part. Functions that create parts never return `NULL`.
 */
typedef struct smsbat_part smsbat_part;

/**
 * A phone number. Owned by the program; free it with `smsbat_phone_free`.
 */
typedef struct smsbat_phone smsbat_phone;

/**
 * Response to a request for which this library has no typed method.
 *
 * Owned by the program; free it with `smsbat_raw_reply_free`. All texts and rows are borrowed from it and valid until then.
 * It never changes, so any number of threads may read it.
 */
typedef struct smsbat_raw_reply smsbat_raw_reply;

/**
 * Result of `smsbat_call`: a JSON text. Owned by the program; free it with `smsbat_reply_free`.
 */
typedef struct smsbat_reply smsbat_reply;

/**
 * Optional arguments of `smsbat_client_request`.
 *
 * `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
 * it, so that the call fails with it.
 */
typedef struct smsbat_request_arguments smsbat_request_arguments;

/**
 * Number of SMS parts of a text, and its details. Owned by the program; free it with `smsbat_segments_free`.
 */
typedef struct smsbat_segments smsbat_segments;

/**
 * Results for the messages of a send, in the same order.
 *
 * Owned by the program; free it with `smsbat_send_result_free`. All texts and rows are borrowed from it and valid
 * until then. It never changes, so any number of threads may read it.
 */
typedef struct smsbat_send_result smsbat_send_result;

/**
 * Result for one message of a send: a row of a `smsbat_send_result`, borrowed from it.
 */
typedef struct smsbat_sent_message smsbat_sent_message;

/**
 * Delivery status of one message.
 *
 * Owned by the program; free it with `smsbat_status_free`. All texts and rows are borrowed from it and valid until
 * then. It never changes, so any number of threads may read it.
 */
typedef struct smsbat_status smsbat_status;

/**
 * List of `smsbat_status`.
 *
 * Owned by the program; free it with `smsbat_status_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_status_list smsbat_status_list;

/**
 * A text that a call returns: a token, or HTML. It is wiped when it is freed.
 *
 * Owned by the program; free it with `smsbat_string_free`.
 */
typedef struct smsbat_string smsbat_string;

/**
 * Rows for `smsbat_client_cascade_send_template`: recipients and the values for its text.
 *
 * Setters copy their arguments. A setter returns its error and also stores it, so that the call fails with it.
 */
typedef struct smsbat_template_rows smsbat_template_rows;

/**
 * Result of checking an operator's token.
 *
 * Owned by the program; free it with `smsbat_token_info_free`. All texts and rows are borrowed from it and valid until then.
 * It never changes, so any number of threads may read it.
 */
typedef struct smsbat_token_info smsbat_token_info;

/**
 * Options for tracking messages.
 *
 * A setter copies what it is given. Its mistake is returned and also kept, so that the call fails with
 * `SMSBAT_ERROR_VALIDATION`: the return value of a setter need not be looked at.
 */
typedef struct smsbat_track_options smsbat_track_options;

/**
 * Details of a message on one channel. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_turbosms_channel smsbat_turbosms_channel;

/**
 * Details of one message. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_turbosms_details smsbat_turbosms_details;

/**
 * List of `smsbat_turbosms_details`.
 *
 * Owned by the program; free it with `smsbat_turbosms_details_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_turbosms_details_list smsbat_turbosms_details_list;

/**
 * Result for one recipient: a row of a `smsbat_turbosms_result`, borrowed from it.
 */
typedef struct smsbat_turbosms_recipient smsbat_turbosms_recipient;

/**
 * Result of a send through the TurboSMS-compatible API, with a row for each recipient.
 *
 * Owned by the program; free it with `smsbat_turbosms_result_free`. All texts and rows are borrowed from it and valid
 * until then. It never changes, so any number of threads may read it.
 */
typedef struct smsbat_turbosms_result smsbat_turbosms_result;

/**
 * List of `smsbat_turbosms_result`.
 *
 * Owned by the program; free it with `smsbat_turbosms_result_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_turbosms_result_list smsbat_turbosms_result_list;

/**
 * Delivery status of one message. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_turbosms_status smsbat_turbosms_status;

/**
 * List of `smsbat_turbosms_status`.
 *
 * Owned by the program; free it with `smsbat_turbosms_status_list_free`. Its entries are borrowed from it and valid until then. It
 * never changes, so any number of threads may read it.
 */
typedef struct smsbat_turbosms_status_list smsbat_turbosms_status_list;

/**
 * An event that this version does not know, or whose arguments it cannot read. Borrowed from the reply that it is part of.
 */
typedef struct smsbat_unknown_event smsbat_unknown_event;

/**
 * Optional arguments of `smsbat_client_wait_all`.
 *
 * `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
 * it, so that the call fails with it.
 */
typedef struct smsbat_wait_all_arguments smsbat_wait_all_arguments;

/**
 * A webhook event.
 *
 * Owned by the program; free it with `smsbat_webhook_free`. Everything read from it is borrowed and valid until then.
 */
typedef struct smsbat_webhook smsbat_webhook;

/**
 * Result of a function: 0 for success, otherwise one of `smsbat_codes` or a code that a later version adds.
 */
typedef int32_t smsbat_code;

/**
 * Outcome of a message or of a whole request: one of `smsbat_outcomes`, or a value that a later version adds.
 */
typedef int32_t smsbat_outcome;

/**
 * Callback that is called after each attempt of a call. `attempt` is valid only during the call.
 *
 * Called on the thread that makes the attempt, in a campaign on several threads at once, while the library holds no
 * lock. Its time counts toward the timeout of the call. It may call any function of the library, but must not free the
 * client. It must return, without an exception or `longjmp`.
 */
typedef void (*smsbat_attempt_callback)(const smsbat_attempt *attempt, void *userdata);

/**
 * Log level, or severity of a line: one of `smsbat_log_levels`.
 */
typedef int32_t smsbat_log_level;

/**
 * Callback that receives log lines. `data` is the pointer passed to `smsbat_log_set`. `line` ends with a NUL, contains
 * no line break and is valid only during the call.
 *
 * Called on the thread that calls the library or on a sending thread of a campaign, possibly on several threads at
 * once, while the library holds no lock. It may call any function of the library. It must return, without an exception
 * or `longjmp`.
 */
typedef void (*smsbat_log_callback)(void *data, smsbat_log_level level, const char *line);

/**
 * A kind of message: one of `smsbat_message_kinds`.
 */
typedef int32_t smsbat_message_kind;

/**
 * Callback that reports the progress of a campaign, about ten times a second and at its end. Called on the thread that
 * called the send.
 *
 * `counts` is valid only during the call. Return true to continue. Return false to end the run in an orderly way, like
 * a cancel token, with `SMSBAT_ERROR_CANCELLED`. The callback must return, without an exception or `longjmp`, and must
 * not free the client.
 */
typedef bool (*smsbat_bulk_progress)(const smsbat_bulk_counts *counts, void *userdata);

/**
 * Callback that provides the next message of a campaign. Called on the thread that called the send.
 *
 * `*message` is `NULL` at first. To continue, set it to the next message and return true; the library then owns the
 * message, even if it has mistakes. To end the campaign, leave it `NULL` and return true. Return false if no more
 * messages can be provided, for example because a database failed: the run ends in an orderly way with
 * `SMSBAT_ERROR_CANCELLED`. The callback must return, without an exception or `longjmp`, and must not free the client.
 */
typedef bool (*smsbat_bulk_next)(smsbat_message **message, void *userdata);

/**
 * Callback that receives one row of a report. `row` is valid only during the call. Return false to stop. The callback must
 * return, without an exception or `longjmp`, and must not free the report.
 */
typedef bool (*smsbat_bulk_take)(const smsbat_bulk_row *row, void *userdata);

/**
 * Callback that reports the progress of tracking, about ten times a second and at its end. Called on the thread that
 * called the function.
 *
 * `counts` is valid only during the call; `requests` is the number of requests so far. Return true to continue, false to
 * end it with `SMSBAT_ERROR_CANCELLED`. The callback must return, without an exception or `longjmp`, and must not free
 * the client.
 */
typedef bool (*smsbat_track_progress)(const smsbat_delivery_counts *counts,
                                      uint64_t requests,
                                      void *userdata);

/**
 * Callback that receives the delivery of one message. `row` is valid only during the call. Return false to stop.
 * The callback must return, without an exception or `longjmp`, and must not free the summary.
 */
typedef bool (*smsbat_delivery_take)(const smsbat_delivery_row *row, void *userdata);

/**
 * Kind of a webhook event: one of `smsbat_webhook_kinds`, or a value that a later version adds.
 */
typedef int32_t smsbat_webhook_kind;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Returns the version of the loaded library, such as "0.1.0". The version of the header is `SMSBAT_VERSION`.
 *
 * The text is a constant. Do not free it.
 */
const char *smsbat_version(void);

/**
 * Returns the name of a code, such as "rate_limit": that of the constant in lower case, without `SMSBAT_` and `ERROR_`.
 *
 * A code that this version of the library does not know is "other". The text is a constant. Do not free it.
 */
const char *smsbat_code_name(smsbat_code code);

/**
 * Returns the name of an outcome: "accepted", "rejected", "not_sent" or "unknown", which is also used for any other
 * number.
 *
 * The text is a constant. Do not free it.
 */
const char *smsbat_outcome_name(smsbat_outcome outcome);

/**
 * Frees an error. `NULL` is allowed.
 */
void smsbat_error_free(smsbat_error *error);

/**
 * Returns the code, one of `smsbat_codes`; the failed function returned the same value. `SMSBAT_OK` for `NULL`.
 */
smsbat_code smsbat_error_code(const smsbat_error *error);

/**
 * Returns the outcome of the request and of every message in it: one of `smsbat_outcomes`. Unknown for `NULL`.
 */
smsbat_outcome smsbat_error_outcome(const smsbat_error *error);

/**
 * Returns the whole error as one line for a log: operation, description, and a warning if the outcome is unknown.
 *
 * It contains neither credentials nor message texts. Borrowed from the error. "" for `NULL`, never `NULL`.
 */
const char *smsbat_error_text(const smsbat_error *error);

/**
 * Returns a description in one line, without the operation. Borrowed from the error. "" for `NULL`, never `NULL`.
 */
const char *smsbat_error_message(const smsbat_error *error);

/**
 * Returns the operation that failed, such as "messages.send"; `NULL` if none had started. Borrowed from the error.
 */
const char *smsbat_error_operation(const smsbat_error *error);

/**
 * Returns the HTTP status of the response; 0 if none arrived.
 */
int32_t smsbat_error_status_code(const smsbat_error *error);

/**
 * Returns the provider's error code as text, such as "INVALID_RECIPIENT" or "1003"; `NULL` if it gave none. Borrowed
 * from the error.
 */
const char *smsbat_error_provider_code(const smsbat_error *error);

/**
 * Returns the path of the first invalid field, such as "messages[3].to"; for `SMSBAT_ERROR_INVALID_ARGUMENT` the name
 * of the parameter. `NULL` if there is none. Borrowed from the error.
 */
const char *smsbat_error_field(const smsbat_error *error);

/**
 * Returns the seconds that the provider asks to wait before the next request, at most a year; -1 if it does not ask.
 */
double smsbat_error_retry_after(const smsbat_error *error);

/**
 * Returns the provider's id of the request, for support inquiries; `NULL` if it gave none. Borrowed from the error.
 */
const char *smsbat_error_request_id(const smsbat_error *error);

/**
 * Returns the response body, up to 64 KiB, with `***` for a credential of the client; `NULL` if there was none. Borrowed
 * from the error.
 *
 * It may contain personal data. `length`, unless `NULL`, is set to its length in bytes, or 0 if there is none.
 */
const char *smsbat_error_body(const smsbat_error *error,
                              size_t *length);

/**
 * Returns true if the same call may succeed later and cannot send anything twice. False for `NULL`.
 */
bool smsbat_error_retryable(const smsbat_error *error);

/**
 * Returns the number of lines for a person below the error's own. 0 for `NULL`.
 */
size_t smsbat_error_note_count(const smsbat_error *error);

/**
 * Returns a line for a person below the error's own: first each problem if there are several, and every one that the
 * provider lists, then what to do next ("next: …"), then the page of the documentation ("help: …"). Print all of them
 * below `smsbat_error_text`; this library puts neither credentials nor message texts into them.
 *
 * Borrowed from the error. `NULL` if `index` is not below `smsbat_error_note_count`.
 */
const char *smsbat_error_note(const smsbat_error *error,
                              size_t index);

/**
 * Returns the number of rules that the input breaks; for an error of a response, of the problems that the provider
 * lists. 0 for `NULL`.
 */
size_t smsbat_error_problem_count(const smsbat_error *error);

/**
 * Returns the path of the invalid value, in wire names, such as "messages[3].messageData.survey.options". It may be
 * empty for a problem that the provider lists.
 *
 * Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
 */
const char *smsbat_error_problem_path(const smsbat_error *error,
                                      size_t index);

/**
 * Returns the path of the invalid value in the names of setters and parameters, such as "messages[3].options" or
 * "sender"; in a call with one message, the path within it. The error's text has this name.
 *
 * Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
 */
const char *smsbat_error_problem_argument(const smsbat_error *error,
                                          size_t index);

/**
 * Returns the name of the broken rule, such as "required", "phone" or "count"; "provider" for a problem that the
 * provider lists.
 *
 * Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
 */
const char *smsbat_error_problem_rule(const smsbat_error *error,
                                      size_t index);

/**
 * Returns a description of the problem. It does not repeat the value, except where the rule is "provider": then it is
 * the provider's own text.
 *
 * Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
 */
const char *smsbat_error_problem_message(const smsbat_error *error,
                                         size_t index);

/**
 * Returns the number of customer message ids in the failed request. 0 for `NULL`.
 */
size_t smsbat_error_customer_message_id_count(const smsbat_error *error);

/**
 * Returns a customer message id of the failed request, to look the message up later.
 *
 * Borrowed from the error. `NULL` if `index` is not below `smsbat_error_customer_message_id_count`.
 */
const char *smsbat_error_customer_message_id_at(const smsbat_error *error, size_t index);

/**
 * Creates settings without any value set. Never `NULL`; free them with `smsbat_options_free`.
 */
smsbat_options *smsbat_options_new(void);

/**
 * Frees settings. `NULL` is allowed. Clients created with them are not affected.
 */
void smsbat_options_free(smsbat_options *options);

/**
 * Sets any setting by name, as text.
 *
 * The names are those of the setters below, without `smsbat_options_set_`. Returns `SMSBAT_ERROR_CONFIGURATION` if the
 * setting does not exist, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set(smsbat_options *options,
                               const char *name,
                               const char *value);

/**
 * Sets the client-side rate limit: requests per second and the largest burst, for sends and for data (status and
 * information). 0 counts as 1. Default: the provider's limits, 100 with bursts of 150 for sends and 50 with bursts of 75
 * for data.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_options_set_rate_limit(smsbat_options *options,
                                          uint32_t messaging_per_second,
                                          uint32_t messaging_burst,
                                          uint32_t data_per_second,
                                          uint32_t data_burst);

/**
 * Turns off the client-side rate limit.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_options_set_no_rate_limit(smsbat_options *options);

/**
 * Ignores the environment, including a profile that it names.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_options_ignore_environment(smsbat_options *options);

/**
 * Sets a callback that is called after each attempt of a call, for metrics and traces; `NULL` removes it. Default: none.
 *
 * `userdata` is passed to it and must stay valid until all clients that were created with these options, and all chat
 * events that they opened, are freed. The callback is not called for a call that is refused before its first attempt,
 * such as one with bad input. For the chat hub it is called for the negotiation of a connection.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_client_options_set_on_attempt(smsbat_options *options,
                                                 smsbat_attempt_callback on_attempt,
                                                 void *userdata);

/**
 * Creates options without any value set. Never `NULL`; free them with `smsbat_call_options_free`.
 */
smsbat_call_options *smsbat_call_options_new(void);

/**
 * Frees options. `NULL` is allowed.
 */
void smsbat_call_options_free(smsbat_call_options *options);

/**
 * Sets the time limit of the whole call in seconds: above 0, at most 86400. Default: the client's.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_call_options_set_timeout(smsbat_call_options *options,
                                            double seconds);

/**
 * Sets the maximum number of retries after the first attempt: at most 100. Default: the client's.
 *
 * A larger number is an error of the call. Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_call_options_set_max_retries(smsbat_call_options *options,
                                                uint32_t times);

/**
 * Retries a send whose outcome is unknown, at the risk of sending it twice. Default: false.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_call_options_set_resend_unknown(smsbat_call_options *options, bool on);

/**
 * Sets the file that makes `smsbat_client_send` safe to run again; it is created if it does not exist.
 *
 * A message that it knows as accepted, or as under way, is not sent: its row has the old id and outcome, and
 * `smsbat_sent_message_resumed` is true. A message that was rejected or not sent is sent again. A message is known by
 * its customer message id; without one by its recipient and all that the recipient sees. Messages of one call that it
 * cannot tell apart are refused. The file belongs to these sends alone, and a call waits while another one has it.
 * Every other function refuses options with a journal, with `SMSBAT_ERROR_VALIDATION`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`, or if the path is not UTF-8.
 */
smsbat_code smsbat_call_options_set_journal(smsbat_call_options *options,
                                            const char *path);

/**
 * Sets the token that cancels the call from another thread. The token may be freed before the options.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_call_options_set_cancel(smsbat_call_options *options,
                                           const smsbat_cancel *cancel);

/**
 * Sets `api_key`: Key of the account, created in the dashboard. Sent as `X-Authorization-Key`. Environment:
 * `SMSBAT_API_KEY`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_api_key(smsbat_options *options,
                                       const char *value);

/**
 * Sets `username`: Login of the dashboard, for HTTP Basic authentication; requires `password`. Environment:
 * `SMSBAT_USERNAME`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_username(smsbat_options *options,
                                        const char *value);

/**
 * Sets `password`: Password of the dashboard, for HTTP Basic authentication; requires `username`. Environment:
 * `SMSBAT_PASSWORD`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_password(smsbat_options *options,
                                        const char *value);

/**
 * Sets `company_token`: Company token of ChatHub. Environment: `SMSBAT_COMPANY_TOKEN`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_company_token(smsbat_options *options,
                                             const char *value);

/**
 * Sets `viber_bot_token`: Token of a Viber bot, for Cascade. Environment: `SMSBAT_VIBER_BOT_TOKEN`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_viber_bot_token(smsbat_options *options,
                                               const char *value);

/**
 * Sets `telegram_bot_key`: Key of a Telegram bot, for Cascade. Environment: `SMSBAT_TELEGRAM_BOT_KEY`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_telegram_bot_key(smsbat_options *options,
                                                const char *value);

/**
 * Sets `messagio_user`: User of the Messagio-compatible API. Environment: `SMSBAT_MESSAGIO_USER`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_messagio_user(smsbat_options *options,
                                             const char *value);

/**
 * Sets `messagio_sign`: Signature of the Messagio-compatible API. Environment: `SMSBAT_MESSAGIO_SIGN`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_messagio_sign(smsbat_options *options,
                                             const char *value);

/**
 * Sets `base_url`: URL of the SMSBAT, Cascade, TurboSMS and Messagio APIs. Default: https://restapi.smsbat.com.
 * Environment: `SMSBAT_BASE_URL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_base_url(smsbat_options *options,
                                        const char *value);

/**
 * Sets `chathub_url`: URL of the ChatHub API. If it is not set and `base_url` is a loopback address, `base_url`
 * applies. Default: https://chatapi.smsbat.com. Environment: `SMSBAT_CHATHUB_URL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_chathub_url(smsbat_options *options,
                                           const char *value);

/**
 * Sets `timeout`: Time limit of a whole call in seconds, including all attempts and the waits between them.
 * Default: 30. Environment: `SMSBAT_TIMEOUT`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
 */
smsbat_code smsbat_options_set_timeout(smsbat_options *options,
                                       double value);

/**
 * Sets `connect_timeout`: Time limit for opening one connection, in seconds: DNS, TCP, proxy, TLS. Default: 5.
 * Environment: `SMSBAT_CONNECT_TIMEOUT`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
 */
smsbat_code smsbat_options_set_connect_timeout(smsbat_options *options,
                                               double value);

/**
 * Sets `max_retries`: Maximum number of retries after the first attempt. Default: 2. Environment:
 * `SMSBAT_MAX_RETRIES`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
 */
smsbat_code smsbat_options_set_max_retries(smsbat_options *options,
                                           uint32_t value);

/**
 * Sets `proxy`: URL of an HTTP proxy. Default: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY covers the host.
 * Environment: `SMSBAT_PROXY`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_proxy(smsbat_options *options,
                                     const char *value);

/**
 * Sets `ca_bundle`: PEM file with certificates to trust in addition to the system's. Default: REQUESTS_CA_BUNDLE or
 * CURL_CA_BUNDLE. Environment: `SMSBAT_CA_BUNDLE`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_ca_bundle(smsbat_options *options,
                                         const char *value);

/**
 * Sets `profile`: Table of the file ~/.config/smsbat/config.toml, on Windows %APPDATA%\smsbat\config.toml, from
 * which settings are read. Environment: `SMSBAT_PROFILE`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_profile(smsbat_options *options,
                                       const char *value);

/**
 * Sets `api_key_as_password`: Send the key as the password of HTTP Basic authentication, with `@` as the user name.
 * Default: false. Environment: `SMSBAT_API_KEY_AS_PASSWORD`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
 */
smsbat_code smsbat_options_set_api_key_as_password(smsbat_options *options,
                                                   bool value);

/**
 * Sets `max_reply_size`: Largest response body in bytes, 1 or more, after decompression. A response of any size may
 * have at most 100,000 rows and values. Default: 67108864. Environment: `SMSBAT_MAX_REPLY_SIZE`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
 */
smsbat_code smsbat_options_set_max_reply_size(smsbat_options *options,
                                              uint64_t value);

/**
 * Sets `country`: Country code of national numbers. With `380`, `0671234567` means +380671234567. Without it, they
 * are refused. Environment: `SMSBAT_COUNTRY`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
 * checks the value.
 */
smsbat_code smsbat_options_set_country(smsbat_options *options,
                                       const char *value);

/**
 * Sets `check_phones`: Refuse numbers with an unknown country code or a wrong length. With `false`, only E.164's 7
 * to 15 digits are checked. Default: true. Environment: `SMSBAT_CHECK_PHONES`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
 */
smsbat_code smsbat_options_set_check_phones(smsbat_options *options,
                                            bool value);

/**
 * Sets `max_parts_per_message`: Maximum number of parts of one SMS; a longer text is refused. `none` means 255, the
 * maximum of the standard. Default: 10. Environment: `SMSBAT_MAX_PARTS_PER_MESSAGE`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
 */
smsbat_code smsbat_options_set_max_parts_per_message(smsbat_options *options,
                                                     uint32_t value);

/**
 * Creates a cancel token. Never `NULL`; free it with `smsbat_cancel_free`.
 */
smsbat_cancel *smsbat_cancel_new(void);

/**
 * Cancels all running and later calls that use this token. They end within about 50 ms with `SMSBAT_ERROR_CANCELLED`.
 *
 * A cancelled send has the outcome unknown if any of its bytes were already sent. `NULL` is ignored. Async-signal-safe:
 * a signal handler may call it.
 */
void smsbat_cancel_request(const smsbat_cancel *cancel);

/**
 * Returns true if `smsbat_cancel_request` was called. False for `NULL`.
 */
bool smsbat_cancel_is_requested(const smsbat_cancel *cancel);

/**
 * Frees a token. `NULL` is allowed. Calls and options that use it are not affected.
 */
void smsbat_cancel_free(smsbat_cancel *cancel);

/**
 * Sets a callback for log lines of all clients of the process.
 *
 * Each attempt of a call writes one line with the operation, the number of the attempt, its result, the HTTP status,
 * the duration in milliseconds and the provider's id of the request, such as `messages.send attempt=1 result=ok
 * status=200 ms=41 request_id=-`. No line contains a key, a phone number or a text.
 *
 * `level` selects the lines; `SMSBAT_LOG_OFF` or a `NULL` `callback` turns them off. May be called at any time from
 * any thread. Running calls may still use an earlier `callback`, so it and its `data` must stay valid until they have
 * returned. A few bytes for each pair of `callback` and `data` are kept until the program ends.
 */
void smsbat_log_set(smsbat_log_level level,
                    smsbat_log_callback callback,
                    void *data);

/**
 * Returns the operation, such as "messages.send". "" for `NULL`, never `NULL`.
 */
const char *smsbat_attempt_operation(const smsbat_attempt *attempt);

/**
 * Returns the number of the attempt: 1, then 2 for the first retry. A renewed token of ChatHub starts again at 1. 0 for
 * `NULL`.
 */
uint32_t smsbat_attempt_number(const smsbat_attempt *attempt);

/**
 * Returns "ok", or the kind of the error, such as "timeout". "" for `NULL`, never `NULL`.
 */
const char *smsbat_attempt_result(const smsbat_attempt *attempt);

/**
 * Returns the result as a code: `SMSBAT_OK`, or the code that the call would return. `SMSBAT_OK` for `NULL`.
 */
smsbat_code smsbat_attempt_code(const smsbat_attempt *attempt);

/**
 * Returns the HTTP status of the response; 0 if none arrived.
 */
int32_t smsbat_attempt_status_code(const smsbat_attempt *attempt);

/**
 * Returns the outcome of this attempt: one of `smsbat_outcomes`. It is accepted if the provider answered the request;
 * each row of the reply has its own. Unknown for `NULL`.
 */
smsbat_outcome smsbat_attempt_outcome(const smsbat_attempt *attempt);

/**
 * Returns the seconds from the start of the attempt to the end of its response, including a wait for the client's rate
 * limit. 0 for `NULL`.
 */
double smsbat_attempt_duration(const smsbat_attempt *attempt);

/**
 * Returns the provider's id of the request; `NULL` if there is none.
 */
const char *smsbat_attempt_request_id(const smsbat_attempt *attempt);

/**
 * Returns the seconds before the next attempt; -1 if there is none.
 */
double smsbat_attempt_retry_in(const smsbat_attempt *attempt);

/**
 * Returns the API that was called: "messages", "cascade", "chathub", "turbosms" or "messagio". "" for `NULL`, never
 * `NULL`.
 */
const char *smsbat_attempt_api(const smsbat_attempt *attempt);

/**
 * Creates a client. Opens no connection.
 *
 * `options` are copied. They may be `NULL`; then all settings come from the environment. On success `*client` is a
 * client that the program must free with `smsbat_client_free`; otherwise it is `NULL`. Returns
 * `SMSBAT_ERROR_CONFIGURATION` if settings contradict each other or cannot be used, `SMSBAT_ERROR_VALIDATION` for an
 * error that a setter stored, `SMSBAT_ERROR_INVALID_ARGUMENT` if `client` is `NULL`. Missing credentials are an error
 * of the first call, not of this function. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_new(const smsbat_options *options,
                              smsbat_client **client,
                              smsbat_error **error);

/**
 * Closes a client, from any thread: stops running calls and refuses new ones. Never blocks.
 *
 * Running calls return `SMSBAT_ERROR_CANCELLED`, later ones `SMSBAT_ERROR_CONFIGURATION`. A send that is stopped has
 * the outcome unknown if any of its bytes were already sent. `NULL` is ignored. Async-signal-safe: a signal handler may
 * call it.
 */
void smsbat_client_close(const smsbat_client *client);

/**
 * Frees a client and closes its idle connections. `NULL` is allowed.
 *
 * No call may be running: first stop them with `smsbat_client_close` and join their threads.
 */
void smsbat_client_free(smsbat_client *client);

/**
 * Sends 1 to 5,000 messages of the SMSBAT API in one request.
 *
 * `messages` points to `count` messages. The program keeps ownership and must not change or free them until the call
 * returns, not even in a callback. `options` may be `NULL`. On success `*result` is a result that the program must
 * free with `smsbat_send_result_free`; otherwise it is `NULL`.
 *
 * The call succeeds if the provider answered, even if it refused some messages: check each row's outcome, or call
 * `smsbat_send_result_check`. Returns `SMSBAT_ERROR_VALIDATION` with all problems of all messages before anything is
 * sent; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; `SMSBAT_ERROR_CONFIGURATION` if there are no
 * credentials or the client is closed; otherwise any code of a call. `smsbat_error_outcome` applies to all messages of
 * the request. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_send(const smsbat_client *client,
                               smsbat_message *const *messages,
                               size_t count,
                               const smsbat_call_options *options,
                               smsbat_send_result **result,
                               smsbat_error **error);

/**
 * Gets the delivery status of a message, by the id from its send.
 *
 * `options` may be `NULL`. On success `*status` is a status that the program must free with `smsbat_status_free`;
 * otherwise it is `NULL`. Returns `SMSBAT_ERROR_NOT_FOUND` if the provider does not know the id,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_status(const smsbat_client *client,
                                 const char *message_id,
                                 const smsbat_call_options *options,
                                 smsbat_status **status,
                                 smsbat_error **error);

/**
 * Polls the status of a message until it is final or the time is up, and returns the last one.
 *
 * `timeout` limits the whole wait, and `interval` is the time between the first two requests, both in seconds; 0 or
 * less means their defaults, 120 and 5. The first request is made at once. An unknown id is tolerated for 30 s. If the
 * time is up, the call succeeds with the last status: check `smsbat_status_is_final`.
 *
 * `options` may be `NULL`; its timeout limits each request. On success `*status` is a status that the program must
 * free with `smsbat_status_free`; otherwise it is `NULL`. Returns `SMSBAT_ERROR_VALIDATION` if `interval` is below 1
 * second, or an error of `smsbat_client_status` if no status arrived in time or a request failed with an error that is
 * not retryable. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_wait(const smsbat_client *client,
                               const char *message_id,
                               double timeout,
                               double interval,
                               const smsbat_call_options *options,
                               smsbat_status **status,
                               smsbat_error **error);

/**
 * Creates a message of one of `smsbat_message_kinds`, without any field set.
 *
 * Never `NULL`; free it with `smsbat_message_free`. If `kind` is not a valid kind, the message is created, but sending
 * it fails with `SMSBAT_ERROR_VALIDATION`.
 */
smsbat_message *smsbat_message_new(smsbat_message_kind kind);

/**
 * Creates a message from a JSON object, which is sent unchanged. Its content is not checked.
 *
 * Never `NULL`; free it with `smsbat_message_free`. If `json` is `NULL` or not a JSON object, the message is created,
 * but sending it fails with `SMSBAT_ERROR_VALIDATION`. Setters do not work on such a message.
 */
smsbat_message *smsbat_message_from_json(const char *json);

/**
 * Copies a message, including the errors that its setters stored.
 *
 * `NULL` only for `NULL`; free the copy with `smsbat_message_free`.
 */
smsbat_message *smsbat_message_copy(const smsbat_message *message);

/**
 * Returns the message as the JSON that is sent, except for a customer message id that is made at send time.
 *
 * Borrowed from the message until it is changed or freed. `length`, unless `NULL`, is set to its length in bytes.
 * `NULL` for `NULL`.
 */
const char *smsbat_message_json(const smsbat_message *message,
                                size_t *length);

/**
 * Frees a message. `NULL` is allowed.
 */
void smsbat_message_free(smsbat_message *message);

/**
 * Sets `to`: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed. For
 * all kinds but `SMSBAT_MESSAGE_TURBOSMS`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_to(smsbat_message *message,
                                  const char *to);

/**
 * Sets `sender`: Sender name registered for your account. For `SMSBAT_MESSAGE_TURBOSMS`: Sender for parts without
 * their own.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_sender(smsbat_message *message,
                                      const char *sender);

/**
 * Sets `text`: Text of the message. For `SMSBAT_MESSAGE_CASCADE`: Text; at most 85 characters for a survey. For
 * `SMSBAT_MESSAGE_TURBOSMS`: Text for parts without their own.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_text(smsbat_message *message,
                                    const char *text);

/**
 * Sets `ttl`: Seconds to wait for delivery before the message expires. For all kinds but `SMSBAT_MESSAGE_TURBOSMS`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if the message is `NULL`.
 */
smsbat_code smsbat_message_set_ttl(smsbat_message *message,
                                   int64_t ttl);

/**
 * Sets `customer_message_id`: Your own message id, echoed in replies. Default: a new unique id for each send. It is
 * not an idempotency key: the provider does not promise to drop a second message with the same id. For all kinds
 * but `SMSBAT_MESSAGE_CASCADE`, `SMSBAT_MESSAGE_TURBOSMS`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_customer_message_id(smsbat_message *message,
                                                   const char *customer_message_id);

/**
 * Sets `image`: URL of the image; JPG or PNG, 800x600, under 1 MB advised. For `SMSBAT_MESSAGE_VIBER_PROMO`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_image(smsbat_message *message,
                                     const char *image);

/**
 * Sets `video`: Video; not together with an image. It is copied. For `SMSBAT_MESSAGE_VIBER_PROMO`.
 *
 * Create it with `smsbat_video_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
 * message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_set_video(smsbat_message *message,
                                     const smsbat_part *video);

/**
 * Sets `button`: Button; requires `text`. It is copied. For `SMSBAT_MESSAGE_VIBER_PROMO`.
 *
 * Create it with `smsbat_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
 * message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_set_button(smsbat_message *message,
                                      const smsbat_part *button);

/**
 * Sets `fallback`: Message to send if this channel cannot reach the recipient. It is copied. For all kinds but
 * `SMSBAT_MESSAGE_SMS`, `SMSBAT_MESSAGE_TURBOSMS`. For `SMSBAT_MESSAGE_CASCADE`: Message to send if a flash call
 * does not reach the recipient.
 *
 * Create it with `smsbat_fallback_new`, `smsbat_cascade_fallback_new` or `smsbat_part_from_json`. Returns
 * `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a
 * pointer is `NULL`.
 */
smsbat_code smsbat_message_set_fallback(smsbat_message *message,
                                        const smsbat_part *fallback);

/**
 * Sets `file`: Document. It is copied. For `SMSBAT_MESSAGE_VIBER_TRANSACTIONAL`.
 *
 * Create it with `smsbat_file_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
 * message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_set_file(smsbat_message *message,
                                    const smsbat_part *file);

/**
 * Adds an entry to `cards`: Cards, at least one. It is copied. For `SMSBAT_MESSAGE_VIBER_CAROUSEL`,
 * `SMSBAT_MESSAGE_RCS`. For `SMSBAT_MESSAGE_RCS`: Carousel cards.
 *
 * Create it with `smsbat_card_new`, `smsbat_rcs_card_new` or `smsbat_part_from_json`. Returns
 * `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a
 * pointer is `NULL`.
 */
smsbat_code smsbat_message_add_card(smsbat_message *message,
                                    const smsbat_part *card);

/**
 * Adds an entry to `options`: Answers: 1 to 5, each under 30 characters advised. For `SMSBAT_MESSAGE_VIBER_SURVEY`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_add_option(smsbat_message *message,
                                      const char *option);

/**
 * Sets `template_id`: Id of the template (a UUID). For `SMSBAT_MESSAGE_VIBER_OTP`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_template_id(smsbat_message *message, const char *template_id);

/**
 * Sets `template_lang`: Language of the template, such as `uk`. For `SMSBAT_MESSAGE_VIBER_OTP`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_template_lang(smsbat_message *message, const char *template_lang);

/**
 * Sets one of `template_params` to a text: Values for the template, such as `pin`. Names are case-sensitive. Pass a
 * code as text to keep leading zeros. For `SMSBAT_MESSAGE_VIBER_OTP`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_template_param(smsbat_message *message,
                                              const char *name,
                                              const char *value);

/**
 * Sets one of `template_params` to an integer: Values for the template, such as `pin`. Names are case-sensitive.
 * Pass a code as text to keep leading zeros. For `SMSBAT_MESSAGE_VIBER_OTP`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_template_param_int(smsbat_message *message,
                                                  const char *name,
                                                  int64_t value);

/**
 * Sets `media`: Image, video or audio file. It is copied. For `SMSBAT_MESSAGE_RCS`.
 *
 * Create it with `smsbat_media_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
 * message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_set_media(smsbat_message *message,
                                     const smsbat_part *media);

/**
 * Adds an entry to `buttons`: Buttons; at most 4 advised. It is copied. For `SMSBAT_MESSAGE_RCS`.
 *
 * Create it with `smsbat_rcs_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
 * of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_add_button(smsbat_message *message,
                                      const smsbat_part *button);

/**
 * Sets `caller_id`: Number that calls the recipient. For `SMSBAT_MESSAGE_FLASH_CALL`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_caller_id(smsbat_message *message, const char *caller_id);

/**
 * Sets `id`: Your own message id, echoed in the reply. No other message of the call may have it; under 255
 * characters advised. Default: a new unique id. For `SMSBAT_MESSAGE_CASCADE`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_id(smsbat_message *message,
                                  const char *id);

/**
 * Sets `message_type`: `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are
 * sent unchanged. For `SMSBAT_MESSAGE_CASCADE`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_message_type(smsbat_message *message,
                                            const char *message_type);

/**
 * Sets `scheduled`: Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented
 * spellings. For `SMSBAT_MESSAGE_CASCADE`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_scheduled(smsbat_message *message,
                                         const char *scheduled);

/**
 * Adds an entry to `survey_options`: Survey answers, 2 to 5, each under 30 characters advised. For
 * `SMSBAT_MESSAGE_CASCADE`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_add_survey_option(smsbat_message *message, const char *survey_option);

/**
 * Adds an entry to `variables`: Values for the placeholders in the text, sent with the message. It is copied. For
 * `SMSBAT_MESSAGE_CASCADE`.
 *
 * Create it with `smsbat_variable_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
 * of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_add_variable(smsbat_message *message,
                                        const smsbat_part *variable);

/**
 * Sets `viber`: Content for Viber, if it differs from `text`. It is copied. For `SMSBAT_MESSAGE_CASCADE`,
 * `SMSBAT_MESSAGE_TURBOSMS`. For `SMSBAT_MESSAGE_TURBOSMS`: Send by Viber.
 *
 * Create it with `smsbat_viber_bot_new`, `smsbat_turbo_viber_new` or `smsbat_part_from_json`. Returns
 * `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a
 * pointer is `NULL`.
 */
smsbat_code smsbat_message_set_viber(smsbat_message *message,
                                     const smsbat_part *viber);

/**
 * Sets `telegram`: Content for Telegram, if it differs from `text`. It is copied. For `SMSBAT_MESSAGE_CASCADE`.
 *
 * Create it with `smsbat_telegram_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
 * of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_set_telegram(smsbat_message *message,
                                        const smsbat_part *telegram);

/**
 * Sets `check_session`: Look for an open session first (wire key `wheterCheckSession`). For
 * `SMSBAT_MESSAGE_CASCADE`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if the message is `NULL`.
 */
smsbat_code smsbat_message_set_check_session(smsbat_message *message, bool check_session);

/**
 * Sets `customer_data`, a JSON text: Your own data. For `SMSBAT_MESSAGE_CASCADE`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not JSON.
 */
smsbat_code smsbat_message_set_customer_data(smsbat_message *message, const char *customer_data);

/**
 * Adds an entry to `recipients`: Recipients in international form, 1 to 5,000. For `SMSBAT_MESSAGE_TURBOSMS`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_add_recipient(smsbat_message *message,
                                         const char *recipient);

/**
 * Sets `start_time`: Time to send it, with a time zone. For `SMSBAT_MESSAGE_TURBOSMS`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_start_time(smsbat_message *message, const char *start_time);

/**
 * Sets `sequence_id`: Your own id of the request. The provider does not say whether it drops a second request with
 * the same id. For `SMSBAT_MESSAGE_TURBOSMS`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_message_set_sequence_id(smsbat_message *message,
                                           const char *sequence_id);

/**
 * Sets `sms`: Send by SMS; together with `viber`, only if Viber does not reach the recipient. It is copied. For
 * `SMSBAT_MESSAGE_TURBOSMS`.
 *
 * Create it with `smsbat_turbo_sms_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
 * of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_message_set_sms(smsbat_message *message,
                                   const smsbat_part *sms);

/**
 * Creates a part from a JSON object, which is sent unchanged. It can be used in place of any kind of part.
 *
 * Never `NULL`; free it with `smsbat_part_free`. If `json` is `NULL` or not a JSON object, the part is created, but
 * sending a message with it fails with `SMSBAT_ERROR_VALIDATION`.
 */
smsbat_part *smsbat_part_from_json(const char *json);

/**
 * Frees a part. `NULL` is allowed. Messages and parts that copied it are not affected.
 */
void smsbat_part_free(smsbat_part *part);

/**
 * Message to send if the first channel cannot reach the recipient.
 *
 * `text`: Text of the fallback message.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_fallback_new(const char *text);

/**
 * A button that opens a URL.
 *
 * `text`: Label, 2 to 3 words advised. `url`: URL that the button opens.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_button_new(const char *text,
                               const char *url);

/**
 * A video of a Viber promotional message.
 *
 * `url`: URL of the video; MP4 under 10 MB advised.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_video_new(const char *url);

/**
 * A document of a Viber transactional message.
 *
 * `url`: URL of the document.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_file_new(const char *url);

/**
 * A card of a Viber carousel.
 *
 * `title`: Title. `image`: URL of the image. `primary`: Main button. It is copied. Create it with
 * `smsbat_button_new`.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_card_new(const char *title,
                             const char *image,
                             const smsbat_part *primary);

/**
 * An image, video or audio file of an RCS message.
 *
 * `url`: URL of the file. `kind`: MIME type, such as `image/jpeg`.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_media_new(const char *url,
                              const char *kind);

/**
 * A button under an RCS message.
 *
 * `text`: Label, 2 to 3 words advised. `action`: Action of the button. It is copied. Create it with
 * `smsbat_action_open_url`, `smsbat_action_dial`, `smsbat_action_share_location`,
 * `smsbat_action_create_calendar_event`.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_rcs_button_new(const char *text,
                                   const smsbat_part *action);

/**
 * A card of an RCS carousel. Set its fields with its setters.
 *
 * Never `NULL`; free it with `smsbat_part_free`.
 */
smsbat_part *smsbat_rcs_card_new(void);

/**
 * Opens a URL.
 *
 * `url`: URL to open.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_action_open_url(const char *url);

/**
 * Calls a number.
 *
 * `phone`: Number to call, in international form.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_action_dial(const char *phone);

/**
 * Asks for the recipient's location.
 *
 * Never `NULL`; free it with `smsbat_part_free`.
 */
smsbat_part *smsbat_action_share_location(void);

/**
 * Adds an event to the calendar.
 *
 * `title`: Title of the event. `start`: Start, with a time zone.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_action_create_calendar_event(const char *title,
                                                 const char *start);

/**
 * Message to send if the flash call does not reach the recipient.
 *
 * `text`: Text of the fallback message. `message_type`: Type of the fallback message, such as `transaction`.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_cascade_fallback_new(const char *text,
                                         const char *message_type);

/**
 * A value for a placeholder `%type=id%` in the text of Cascade messages.
 *
 * `id`: Number of the variable; unique over all types. `value`: The value.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_variable_new(int64_t id,
                                 const char *value);

/**
 * Content for a Viber bot or a Viber business message. Set its fields with its setters.
 *
 * Never `NULL`; free it with `smsbat_part_free`.
 */
smsbat_part *smsbat_viber_bot_new(void);

/**
 * Content for a Telegram bot. Set its fields with its setters.
 *
 * Never `NULL`; free it with `smsbat_part_free`.
 */
smsbat_part *smsbat_telegram_new(void);

/**
 * A button under a Telegram message.
 *
 * `text`: Label. `action`: Text that the bot receives when the button is pressed.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_telegram_button_new(const char *text,
                                        const char *action);

/**
 * The SMS part of a TurboSMS message. Fields set here override those of the message. Set its fields with its
 * setters.
 *
 * Never `NULL`; free it with `smsbat_part_free`.
 */
smsbat_part *smsbat_turbo_sms_new(void);

/**
 * The Viber part of a TurboSMS message. Fields set here override those of the message. Set its fields with its
 * setters.
 *
 * Never `NULL`; free it with `smsbat_part_free`.
 */
smsbat_part *smsbat_turbo_viber_new(void);

/**
 * A card of a TurboSMS carousel.
 *
 * `title`: Title. `image_url`: URL of the image.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_turbo_card_new(const char *title,
                                   const char *image_url);

/**
 * An operator to add.
 *
 * `organization_id`: Organization that the operator belongs to. `name`: Name, at most 100 characters.
 *
 * Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
 * missing: sending the message then fails.
 */
smsbat_part *smsbat_new_operator_new(int64_t organization_id,
                                     const char *name);

/**
 * Sets `type`: Channel of the fallback; only `sms` is documented. Default: `sms`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_fallback_set_type(smsbat_part *part,
                                     const char *kind);

/**
 * Sets `thumbnail`: URL of the preview image.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_video_set_thumbnail(smsbat_part *part,
                                       const char *thumbnail);

/**
 * Sets `file_size`: Size in bytes.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_video_set_file_size(smsbat_part *part,
                                       int64_t file_size);

/**
 * Sets `duration`: Duration in seconds.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_video_set_duration(smsbat_part *part,
                                      int64_t duration);

/**
 * Sets `name`: Name that the recipient sees.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_file_set_name(smsbat_part *part,
                                 const char *name);

/**
 * Sets `type`: Type of the document. Default: `pdf`, the only documented type.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_file_set_type(smsbat_part *part,
                                 const char *kind);

/**
 * Sets `secondary`: Second button. It is copied.
 *
 * Create it with `smsbat_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
 * part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_card_set_secondary(smsbat_part *part,
                                      const smsbat_part *secondary);

/**
 * Sets `width`: Width in pixels.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_media_set_width(smsbat_part *part,
                                   int64_t width);

/**
 * Sets `height`: Height in pixels.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_media_set_height(smsbat_part *part,
                                    int64_t height);

/**
 * Sets `thumbnail`: URL of a video's preview image.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_media_set_thumbnail(smsbat_part *part,
                                       const char *thumbnail);

/**
 * Sets `title`: Title.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_rcs_card_set_title(smsbat_part *part,
                                      const char *title);

/**
 * Sets `description`: Text under the title.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_rcs_card_set_description(smsbat_part *part,
                                            const char *description);

/**
 * Sets `media`: Image or video. It is copied.
 *
 * Create it with `smsbat_media_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
 * part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_rcs_card_set_media(smsbat_part *part,
                                      const smsbat_part *media);

/**
 * Adds an entry to `buttons`: Buttons, at most 4 advised. It is copied.
 *
 * Create it with `smsbat_rcs_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
 * of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_rcs_card_add_button(smsbat_part *part,
                                       const smsbat_part *button);

/**
 * Sets `end`: End, with a time zone. For parts made by `smsbat_action_create_calendar_event`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_action_set_end(smsbat_part *part,
                                  const char *end);

/**
 * Sets `type`: `name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending).
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_variable_set_type(smsbat_part *part,
                                     const char *kind);

/**
 * Sets `receiver`: Viber user id of the recipient, for a bot.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_viber_bot_set_receiver(smsbat_part *part,
                                          const char *receiver);

/**
 * Sets `min_api_version`: Lowest version of Viber's API that the recipient's app must have.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_viber_bot_set_min_api_version(smsbat_part *part,
                                                 int64_t min_api_version);

/**
 * Sets `type`: Kind of message, such as `text`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_viber_bot_set_type(smsbat_part *part,
                                      const char *kind);

/**
 * Sets `sender_name`: Name that the bot shows.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_viber_bot_set_sender_name(smsbat_part *part,
                                             const char *sender_name);

/**
 * Sets `sender_avatar`: URL of the bot's picture.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_viber_bot_set_sender_avatar(smsbat_part *part,
                                               const char *sender_avatar);

/**
 * Sets `text`: Text.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_viber_bot_set_text(smsbat_part *part,
                                      const char *text);

/**
 * Sets `fallback_text`: Text for apps that cannot show the message.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_viber_bot_set_fallback_text(smsbat_part *part,
                                               const char *fallback_text);

/**
 * Sets `ttl`: Seconds to wait for delivery before the message expires.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_viber_bot_set_ttl(smsbat_part *part,
                                     int64_t ttl);

/**
 * Adds an entry to `survey_options`: Survey answers, 2 to 5.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_viber_bot_add_survey_option(smsbat_part *part,
                                               const char *survey_option);

/**
 * Adds an entry to `cards`: Cards of a carousel. It is copied.
 *
 * Create it with `smsbat_card_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
 * part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_viber_bot_add_card(smsbat_part *part,
                                      const smsbat_part *card);

/**
 * Sets `text`: Text.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_telegram_set_text(smsbat_part *part,
                                     const char *text);

/**
 * Sets `photo_url`: URL of a picture.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_telegram_set_photo_url(smsbat_part *part,
                                          const char *photo_url);

/**
 * Sets `chat_id`: Id of the chat.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_telegram_set_chat_id(smsbat_part *part,
                                        int64_t chat_id);

/**
 * Adds an entry to `buttons`: Buttons. It is copied.
 *
 * Create it with `smsbat_telegram_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this
 * kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_telegram_add_button(smsbat_part *part,
                                       const smsbat_part *button);

/**
 * Sets `sender`: Sender.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_sms_set_sender(smsbat_part *part,
                                        const char *sender);

/**
 * Sets `text`: Text.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_sms_set_text(smsbat_part *part,
                                      const char *text);

/**
 * Sets `is_flash`: Send a flash SMS, which is shown at once and not stored.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_turbo_sms_set_is_flash(smsbat_part *part,
                                          bool is_flash);

/**
 * Sets `sender`: Sender.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_viber_set_sender(smsbat_part *part,
                                          const char *sender);

/**
 * Sets `text`: Text.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_viber_set_text(smsbat_part *part,
                                        const char *text);

/**
 * Sets `ttl`: Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_turbo_viber_set_ttl(smsbat_part *part,
                                       int64_t ttl);

/**
 * Sets `image_url`: URL of an image.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_viber_set_image_url(smsbat_part *part,
                                             const char *image_url);

/**
 * Sets `caption`: Label of the button, at most 30 characters; requires `action`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_viber_set_caption(smsbat_part *part,
                                           const char *caption);

/**
 * Sets `action`: URL that the button opens; requires `caption`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_viber_set_action(smsbat_part *part,
                                          const char *action);

/**
 * Sets `file_id`: Id of a file that was uploaded to native TurboSMS.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_turbo_viber_set_file_id(smsbat_part *part,
                                           int64_t file_id);

/**
 * Sets `count_clicks`: Count clicks on the button.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_turbo_viber_set_count_clicks(smsbat_part *part,
                                                bool count_clicks);

/**
 * Sets `is_transactional`: True for a transactional message, false for a promotional one.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if the part is `NULL`.
 */
smsbat_code smsbat_turbo_viber_set_is_transactional(smsbat_part *part,
                                                    bool is_transactional);

/**
 * Adds an entry to `carousel`: Carousel cards. It is copied.
 *
 * Create it with `smsbat_turbo_card_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
 * of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
 */
smsbat_code smsbat_turbo_viber_add_carousel_card(smsbat_part *part,
                                                 const smsbat_part *carousel_card);

/**
 * Adds an entry to `survey`: Survey answers.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_viber_add_survey_option(smsbat_part *part,
                                                 const char *survey_option);

/**
 * Sets `button_caption`: Label of the button.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_card_set_button_caption(smsbat_part *part,
                                                 const char *button_caption);

/**
 * Sets `button_url`: URL that the button opens.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_card_set_button_url(smsbat_part *part,
                                             const char *button_url);

/**
 * Sets `link_caption`: Label of the link.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_card_set_link_caption(smsbat_part *part,
                                               const char *link_caption);

/**
 * Sets `link_url`: URL that the link opens.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_turbo_card_set_link_url(smsbat_part *part,
                                           const char *link_url);

/**
 * Returns an error unless every message was accepted.
 *
 * `smsbat_client_send` and `smsbat_client_cascade_send` succeed even if some messages were refused. This function
 * turns refused messages into an error. Returns `SMSBAT_ERROR_PROVIDER` with the customer message ids of the messages
 * that were not accepted, and the outcome unknown if the outcome of any of them is, else rejected;
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if `result` is `NULL`. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_send_result_check(const smsbat_send_result *result,
                                     smsbat_error **error);

/**
 * Frees a result with all its rows and texts. `NULL` is allowed.
 */
void smsbat_send_result_free(smsbat_send_result *result);

/**
 * Frees a status with all its rows and texts. `NULL` is allowed.
 */
void smsbat_status_free(smsbat_status *status);

/**
 * Copies a status. Returns `NULL` for `NULL`; else free the copy with `smsbat_status_free`.
 */
smsbat_status *smsbat_status_copy(const smsbat_status *status);

/**
 * Creates options with default values. Never `NULL`; free them with `smsbat_bulk_options_free`.
 */
smsbat_bulk_options *smsbat_bulk_options_new(void);

/**
 * Frees options. `NULL` is allowed. No send may be using them.
 */
void smsbat_bulk_options_free(smsbat_bulk_options *options);

/**
 * Names the column of an argument of a message: `"to"` is in the column `"Phone, mobile"`. The name is taken as it is;
 * only white space around it is ignored. Adds to earlier names.
 *
 * An argument that no message has, or that has two columns, is an error of the send, before anything is sent. Returns
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_bulk_options_set_column(smsbat_bulk_options *options,
                                           const char *argument,
                                           const char *name);

/**
 * Sets a message as the template. Its texts may contain column names in braces. What it sets holds for every row; its
 * recipient is empty or names a column, as `{phone}`. The message is copied.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for a message that was created from JSON or has mistakes,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`.
 */
smsbat_code smsbat_bulk_options_set_template(smsbat_bulk_options *options,
                                             const smsbat_message *message);

/**
 * Sends nothing when set, and makes the plan of the campaign instead: see `smsbat_bulk_report_plan`. No credentials
 * are needed; a journal is read and left as it is.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_bulk_options_set_dry_run(smsbat_bulk_options *options,
                                            bool dry_run);

/**
 * Adds a phone that gets no messages, in any form allowed for a recipient. The option `stop_list` adds a file of phones.
 *
 * A text that is no phone number is an error of the send, before anything is sent. Returns
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_bulk_options_add_stop(smsbat_bulk_options *options,
                                         const char *phone);

/**
 * Sets the progress callback; `NULL` removes it. `userdata` is passed to it and must stay valid during every send with
 * these options.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_bulk_options_set_progress(smsbat_bulk_options *options,
                                             smsbat_bulk_progress progress,
                                             void *userdata);

/**
 * Sets an option by name, as text. Names and defaults:
 *
 * - `sender`: Sender of rows that name none.
 * - `country`: Country code of national numbers, such as `380`. Default: that of the client.
 * - `template`: Text of rows that have none, with columns in braces: `Hi {name}`. `{{` is a brace.
 * - `columns`: Names of columns that differ from the argument's, as `to=phone, text=body`.
 * - `encoding`: Encoding of a file that is neither UTF-8 nor UTF-16 with a mark, such as `windows-1251`.
 * - `journal`: File that makes the campaign resumable; it is made if it is not there.
 * - `chunk_size` (1000): Messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown.
 * - `chunk_bytes` (4194304): Bytes of the largest request body, 4096 to 67108864.
 * - `connections` (8): Requests under way at once, 1 to 64.
 * - `ordered` (false): Has no effect: a report always has the order of the source.
 * - `allow_duplicates` (false): Send to a recipient more than once.
 * - `max_messages`: Most messages of the campaign; rows beyond it are not sent.
 * - `max_parts`: Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.
 * - `max_parts_per_message`: Most parts of one SMS, `none` for 255. Default: that of the client.
 * - `allow_list`: Recipients that may be sent to, with commas between them; all other rows are not sent.
 * - `stop_list`: File of recipients that get no messages, one phone on each line.
 * - `quiet_hours`: Hours in which it waits: `21:00-08:00 Europe/Kyiv`; without a zone, those of each recipient.
 * - `resend_unknown` (false): Send again what may have been sent before, at the risk of sending it twice.
 * - `dry_run` (false): Send nothing, and return what would be sent. A journal is only read.
 * - `max_failures` (10): Requests that fail one after another before the run is stopped.
 *
 * `columns` adds to earlier values. Returns `SMSBAT_ERROR_VALIDATION` if the option does not exist or the value is
 * invalid, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_bulk_options_set(smsbat_bulk_options *options,
                                    const char *name,
                                    const char *value);

/**
 * Returns the number of rows read from the source. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_read(const smsbat_bulk_counts *counts);

/**
 * Returns the number of rows with an outcome, which is the sum of the next four counts. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_settled(const smsbat_bulk_counts *counts);

/**
 * Returns the number of rows that the provider accepted. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_accepted(const smsbat_bulk_counts *counts);

/**
 * Returns the number of rows that the provider refused. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_rejected(const smsbat_bulk_counts *counts);

/**
 * Returns the number of rows that were not sent: they broke a rule or a limit, or their whole request was refused. 0
 * for `NULL`.
 */
uint64_t smsbat_bulk_counts_not_sent(const smsbat_bulk_counts *counts);

/**
 * Returns the number of rows that may or may not have been sent. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_unknown(const smsbat_bulk_counts *counts);

/**
 * Returns how many of all these rows have an outcome that an earlier run wrote into the journal. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_resumed(const smsbat_bulk_counts *counts);

/**
 * Returns the number of blank rows of a file. They are skipped and are in no other count. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_skipped(const smsbat_bulk_counts *counts);

/**
 * Returns the number of SMS parts of the rows accepted in this run, as the provider counts them. 0 for `NULL`.
 */
uint64_t smsbat_bulk_counts_parts(const smsbat_bulk_counts *counts);

/**
 * Returns the seconds since the run began. 0 for `NULL`.
 */
double smsbat_bulk_counts_elapsed(const smsbat_bulk_counts *counts);

/**
 * Returns the number of rows per second that got an outcome in this run. 0 for `NULL`.
 */
double smsbat_bulk_counts_rate(const smsbat_bulk_counts *counts);

/**
 * Returns the fraction of the source that was read, from 0 to 1; -1 if it is unknown. -1 for `NULL`.
 */
double smsbat_bulk_counts_fraction(const smsbat_bulk_counts *counts);

/**
 * Returns the end of the quiet hours that the run waits for, in seconds since 1970 (UTC); -1 while it does not wait. -1
 * for `NULL`.
 */
int64_t smsbat_bulk_counts_waiting_until(const smsbat_bulk_counts *counts);

/**
 * Returns the estimated seconds left; -1 if they are unknown. -1 for `NULL`.
 */
double smsbat_bulk_counts_time_left(const smsbat_bulk_counts *counts);

/**
 * Sends a campaign from a file: JSON Lines if its name ends with `.jsonl`, `.ndjson` or `.json`, else CSV.
 *
 * A CSV file has a header with `to`, `text` and any other fields of a message, named like their setters; a column
 * `type` selects a kind other than SMS. A line of JSON has the same names; a line with `from` or `recipient` is a
 * message in the form of the API and is sent unchanged. The file is streamed and never read as a whole. A row that
 * breaks a rule or a limit is reported as not sent and does not stop the others.
 *
 * With a journal, a run that stopped early (an error, a crash, a power cut) continues where it stopped if the same
 * call is made again. Rows that were accepted are skipped. Rows that may have been sent are reported as unknown and
 * are not sent again unless `resend_unknown` is set. A journal belongs to one campaign: the same sender, template,
 * columns and URL. It is an SQLite file; its view `report` has every row.
 *
 * With `smsbat_bulk_options_set_dry_run` nothing is sent, and `smsbat_bulk_report_plan` returns the plan.
 *
 * `options` and `call` may be `NULL`. The timeout and the retries of `call` apply to each request. Its cancel token
 * ends the run in an orderly way, after the responses to running requests; `smsbat_client_close` aborts these.
 *
 * On success, and also if the run stopped early, `*report` is a report that the program must free with
 * `smsbat_bulk_report_free`; it is `NULL` if nothing started. The call succeeds if every row has an outcome, even if
 * some were not sent. Returns `SMSBAT_ERROR_CONFIGURATION` if there are no credentials, if the journal belongs to
 * another campaign or is in use, if it is missing, empty, damaged or replaced (outcome unknown, because earlier runs
 * have sent), or if the library was built without journals; `SMSBAT_ERROR_VALIDATION` if an option, the header or the
 * file cannot be used; `SMSBAT_ERROR_CANCELLED` if it was cancelled; otherwise any code of a call.
 * `smsbat_error_outcome` is unknown once any row of this run was or may have been sent: see the report for the outcome
 * of each row. In this case `smsbat_error_retryable` is true only with a journal, with which the same call continues.
 * Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_send_bulk_file(const smsbat_client *client,
                                         const char *path,
                                         const smsbat_bulk_options *options,
                                         const smsbat_call_options *call,
                                         smsbat_bulk_report **report,
                                         smsbat_error **error);

/**
 * Sends a campaign of messages that the program provides one by one.
 *
 * `next` provides them and receives `userdata`. Everything else is the same as in `smsbat_client_send_bulk_file`.
 */
smsbat_code smsbat_client_send_bulk(const smsbat_client *client,
                                    smsbat_bulk_next next,
                                    void *userdata,
                                    const smsbat_bulk_options *options,
                                    const smsbat_call_options *call,
                                    smsbat_bulk_report **report,
                                    smsbat_error **error);

/**
 * Frees a report. `NULL` is allowed.
 */
void smsbat_bulk_report_free(smsbat_bulk_report *report);

/**
 * Returns the counts. Borrowed from the report. `NULL` for `NULL`.
 */
const smsbat_bulk_counts *smsbat_bulk_report_counts(const smsbat_bulk_report *report);

/**
 * Returns true if the source was read to its end and every row was accepted. False for `NULL`.
 */
bool smsbat_bulk_report_ok(const smsbat_bulk_report *report);

/**
 * Returns the counts as a JSON object. Borrowed from the report. `NULL` for `NULL`.
 */
const char *smsbat_bulk_report_json(const smsbat_bulk_report *report);

/**
 * Returns the plan of a dry run, borrowed from its report. `NULL` if the run was not a dry run, and for
 * `NULL`.
 */
const smsbat_bulk_plan *smsbat_bulk_report_plan(const smsbat_bulk_report *report);

/**
 * Writes the report to a file that only its owner may read: JSON if its name ends with `.json`, else CSV.
 *
 * An existing file is replaced by the whole report or not at all, because the report is first written to a new file
 * next to it. If the disk is full, that file keeps the rows that could be written; the error's text has its name and
 * their number. The report still has all rows and can be saved elsewhere. If the system limits the size of files
 * (`RLIMIT_FSIZE`), the program must ignore `SIGXFSZ`; otherwise the signal terminates it. A pipe whose reader goes
 * away is an error, without a `SIGPIPE`.
 *
 * Returns `SMSBAT_ERROR_CONFIGURATION` if the file cannot be written, or is the campaign's source, stop list or
 * journal, or if another function reads the rows; `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a path that is not
 * UTF-8. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_bulk_report_save(smsbat_bulk_report *report,
                                    const char *path,
                                    smsbat_error **error);

/**
 * Calls a function for every row of a report, in the order of the source.
 *
 * `userdata` is passed to it. Returns `SMSBAT_ERROR_CONFIGURATION` if a row cannot be read back from the temporary
 * file, or if another function reads the rows; `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_bulk_report_rows(smsbat_bulk_report *report,
                                    smsbat_bulk_take take,
                                    void *userdata,
                                    smsbat_error **error);

/**
 * Returns the number of rows of the source: valid, invalid and resumed ones. 0 for `NULL`.
 */
uint64_t smsbat_bulk_plan_total(const smsbat_bulk_plan *plan);

/**
 * Returns the number of rows that would be sent. 0 for `NULL`.
 */
uint64_t smsbat_bulk_plan_valid(const smsbat_bulk_plan *plan);

/**
 * Returns the number of rows that would not be sent; `smsbat_bulk_report_rows` has their rules and reasons. 0 for
 * `NULL`.
 */
uint64_t smsbat_bulk_plan_invalid(const smsbat_bulk_plan *plan);

/**
 * Returns the number of blank rows of a file, which are skipped and are in no other count. 0 for `NULL`.
 */
uint64_t smsbat_bulk_plan_skipped(const smsbat_bulk_plan *plan);

/**
 * Returns the number of rows whose outcome an earlier run wrote into the journal. They would not be sent again. 0 for
 * `NULL`.
 */
uint64_t smsbat_bulk_plan_resumed(const smsbat_bulk_plan *plan);

/**
 * Returns the number of SMS parts of the valid rows, counted from their texts. A message of another channel counts
 * with its fallback SMS. 0 for `NULL`.
 */
uint64_t smsbat_bulk_plan_parts(const smsbat_bulk_plan *plan);

/**
 * Returns the number of valid rows whose text has an encoding: "GSM-7" or "UCS-2". 0 for another name, and for `NULL`.
 */
uint64_t smsbat_bulk_plan_encoding(const smsbat_bulk_plan *plan,
                                   const char *name);

/**
 * Returns the preview of one of the first three messages that would be sent, from 0: a few lines for each channel, with
 * what its recipient will see. Characters that cannot be seen are shown by their names. Borrowed from the report. `NULL` past the last one, and for `NULL`.
 */
const char *smsbat_bulk_plan_preview(const smsbat_bulk_plan *plan,
                                     size_t index);

/**
 * Computes the price of all parts, exact to the last digit: the parts times the price of one, such as "0.45".
 *
 * On success `*cost` is a decimal number as text, which the program must free with `smsbat_string_free`; otherwise it
 * is `NULL`. Returns `SMSBAT_ERROR_VALIDATION` if the price is not a decimal number of at most 18 digits,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_bulk_plan_cost(const smsbat_bulk_plan *plan,
                                  const char *price_per_part,
                                  smsbat_string **cost,
                                  smsbat_error **error);

/**
 * Returns the position of a row in the source, from 0. 0 for `NULL`.
 */
uint64_t smsbat_bulk_row_index(const smsbat_bulk_row *row);

/**
 * Returns the line of the file in which a row begins, from 1; 0 if the source is not a file. 0 for `NULL`.
 */
uint64_t smsbat_bulk_row_line(const smsbat_bulk_row *row);

/**
 * Returns the outcome of a row. Unknown for `NULL`.
 */
smsbat_outcome smsbat_bulk_row_outcome(const smsbat_bulk_row *row);

/**
 * Returns the number of SMS parts of a row, as the provider counts them; -1 if it did not say, and for `NULL`.
 */
int64_t smsbat_bulk_row_parts(const smsbat_bulk_row *row);

/**
 * Returns the customer message id with which a row was sent, or would have been; `NULL` if a row that was not sent has
 * none. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_bulk_row_customer_message_id(const smsbat_bulk_row *row);

/**
 * Returns the recipient as given in the source; `NULL` if there is none. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_bulk_row_to(const smsbat_bulk_row *row);

/**
 * Returns the provider's message id; `NULL` for a row that it did not accept. Borrowed from the row. `NULL` for
 * `NULL`.
 */
const char *smsbat_bulk_row_message_id(const smsbat_bulk_row *row);

/**
 * Returns the status in the provider's words; `NULL` if it gave none. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_bulk_row_status(const smsbat_bulk_row *row);

/**
 * Returns the rule that kept a row from being sent, such as `phone`, `duplicate` or `max_messages`; `NULL` if none
 * did. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_bulk_row_rule(const smsbat_bulk_row *row);

/**
 * Returns the reason why a row was not accepted; `NULL` if it was. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_bulk_row_reason(const smsbat_bulk_row *row);

/**
 * Returns the provider's code for its refusal; `NULL` if it gave none. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_bulk_row_code(const smsbat_bulk_row *row);

/**
 * Makes options with their defaults. Never `NULL`; free them with `smsbat_track_options_free`.
 */
smsbat_track_options *smsbat_track_options_new(void);

/**
 * Frees options. `NULL` is allowed. No call may be using them.
 */
void smsbat_track_options_free(smsbat_track_options *options);

/**
 * Sets the journal, beside which statuses are kept. Without ids its messages are tracked.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a path that is not UTF-8.
 */
smsbat_code smsbat_track_options_set_journal(smsbat_track_options *options, const char *path);

/**
 * Sets the time limit in seconds, at most 86400. Default: 600. Statuses that are not final by then stay as they are. 0
 * makes no request: the summary has what is known already.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_track_options_set_timeout(smsbat_track_options *options,
                                             double seconds);

/**
 * Sets the progress function; `NULL` removes it. `userdata` is passed to it and must live as long as a call with
 * these options.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
 */
smsbat_code smsbat_track_options_set_progress(smsbat_track_options *options,
                                              smsbat_track_progress progress,
                                              void *userdata);

/**
 * Asks for the statuses of messages until all are final or the time is up, and says who was reached and at what cost.
 *
 * `message_ids` are `count` ids from sends; NULL and 0 are the messages of the journal in `options`. What the journal has
 * of earlier calls and of `smsbat_webhook_record` is read first, and again while it asks; only the rest is asked for: each
 * message at growing intervals, under the client's rate limit of reads. Statuses are kept beside the journal, so a call
 * that ended early goes on where it stopped. A campaign that still runs is not disturbed. The newest status of a message
 * holds; a final one never goes back to one that is not.
 *
 * `options` and `call` may be NULL; time and retries of `call` hold for each request. On success `*summary` is freed with
 * `smsbat_delivery_summary_free`. A time that is up is a success. Returns `SMSBAT_ERROR_VALIDATION` if there are neither
 * ids nor a journal or an id is empty; `SMSBAT_ERROR_CONFIGURATION` if there are no credentials, or the journal is not
 * there, cannot be read or is of a later version; `SMSBAT_ERROR_CANCELLED` if it was ended; else any code of a call, but
 * only if nothing is known of any message. What was found before is kept. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_track(const smsbat_client *client,
                                const char *const *message_ids,
                                size_t count,
                                const smsbat_track_options *options,
                                const smsbat_call_options *call,
                                smsbat_delivery_summary **summary,
                                smsbat_error **error);

/**
 * The same for the messages of a report; if its campaign has a journal, statuses are kept beside that.
 *
 * Returns `SMSBAT_ERROR_CONFIGURATION` if the report cannot be read or another function reads its rows, else as
 * `smsbat_client_track`.
 */
smsbat_code smsbat_client_track_report(const smsbat_client *client,
                                       smsbat_bulk_report *report,
                                       const smsbat_track_options *options,
                                       const smsbat_call_options *call,
                                       smsbat_delivery_summary **summary,
                                       smsbat_error **error);

/**
 * Frees a summary. `NULL` is allowed.
 */
void smsbat_delivery_summary_free(smsbat_delivery_summary *summary);

/**
 * Returns the counts of all messages, with their cost. Borrowed from the summary. `NULL` for `NULL`.
 */
const smsbat_delivery_counts *smsbat_delivery_summary_counts(const smsbat_delivery_summary *summary);

/**
 * Returns the number of channels. 0 for `NULL`.
 */
size_t smsbat_delivery_summary_channels(const smsbat_delivery_summary *summary);

/**
 * Returns the name of a channel, such as `sms`; `unknown` if the provider did not name it. The channel with the most
 * messages comes first. Borrowed from the summary. `NULL` past the last one, and for `NULL`.
 */
const char *smsbat_delivery_summary_channel(const smsbat_delivery_summary *summary,
                                            size_t index);

/**
 * Returns the counts of a channel. Borrowed from the summary. `NULL` past the last one, and for `NULL`.
 */
const smsbat_delivery_counts *smsbat_delivery_summary_channel_counts(const smsbat_delivery_summary *summary,
                                                                     size_t index);

/**
 * Returns the number of requests that were made for statuses. 0 for `NULL`.
 */
uint64_t smsbat_delivery_summary_requests(const smsbat_delivery_summary *summary);

/**
 * Returns the counts as a JSON object. Borrowed from the summary. `NULL` for `NULL`.
 */
const char *smsbat_delivery_summary_json(const smsbat_delivery_summary *summary);

/**
 * Writes all rows to a file that only its owner may read: JSON if its name ends with `.json`, else CSV. An earlier file of a
 * summary is replaced by the whole file or left as it is. A pipe whose reader goes away is an error, without a `SIGPIPE`.
 *
 * Returns `SMSBAT_ERROR_CONFIGURATION` if it cannot be written, or the place has any other file, such as the journal or the
 * report that was tracked or the source or stop list of its campaign; `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a
 * path that is not UTF-8. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_delivery_summary_save(const smsbat_delivery_summary *summary,
                                         const char *path,
                                         smsbat_error **error);

/**
 * Calls a function for every row, in the order of the campaign. `userdata` is passed to it.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_delivery_summary_rows(const smsbat_delivery_summary *summary,
                                         smsbat_delivery_take take,
                                         void *userdata,
                                         smsbat_error **error);

/**
 * Returns the number of messages that were or may have been sent: the sum of the next six counts. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_total(const smsbat_delivery_counts *counts);

/**
 * Returns the number of messages that reached the recipient and are not known to be read. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_delivered(const smsbat_delivery_counts *counts);

/**
 * Returns the number of messages that were read. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_read(const smsbat_delivery_counts *counts);

/**
 * Returns the number of messages that cannot be delivered. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_undeliverable(const smsbat_delivery_counts *counts);

/**
 * Returns the number of messages that expired before they were delivered. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_expired(const smsbat_delivery_counts *counts);

/**
 * Returns the number of messages that are under way. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_pending(const smsbat_delivery_counts *counts);

/**
 * Returns the number of messages of which nothing is known: they may or may not have been sent, or no status was
 * received. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_unknown(const smsbat_delivery_counts *counts);

/**
 * Returns the number of messages whose status is final. 0 for `NULL`.
 */
uint64_t smsbat_delivery_counts_settled(const smsbat_delivery_counts *counts);

/**
 * Returns the price of all of them, as an exact decimal; `NaN` if a price has more than 1,000 digits. Empty in a
 * progress callback. Borrowed from the counts. `NULL` for `NULL`.
 */
const char *smsbat_delivery_counts_cost(const smsbat_delivery_counts *counts);

/**
 * Returns the position in the source of the campaign, or among the ids, from 0. 0 for `NULL`.
 */
uint64_t smsbat_delivery_row_index(const smsbat_delivery_row *row);

/**
 * Returns true if the status no longer changes. False for `NULL`.
 */
bool smsbat_delivery_row_is_final(const smsbat_delivery_row *row);

/**
 * Returns the recipient; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_delivery_row_to(const smsbat_delivery_row *row);

/**
 * Returns the provider's id; `NULL` for a message that may or may not have been sent. Borrowed from the row. `NULL` for
 * `NULL`.
 */
const char *smsbat_delivery_row_message_id(const smsbat_delivery_row *row);

/**
 * Returns the customer message id with which the message was sent; `NULL` if it is not known. Borrowed from the row.
 * `NULL` for `NULL`.
 */
const char *smsbat_delivery_row_customer_message_id(const smsbat_delivery_row *row);

/**
 * Returns the status in the provider's words, in lower case, such as `delivered`; `NULL` if nothing is known. Borrowed
 * from the row. `NULL` for `NULL`.
 */
const char *smsbat_delivery_row_delivery_status(const smsbat_delivery_row *row);

/**
 * Returns the meaning of the status: `delivered`, `read`, `undeliverable`, `expired`, `pending` or `unknown`. Borrowed
 * from the row. `NULL` for `NULL`.
 */
const char *smsbat_delivery_row_delivery(const smsbat_delivery_row *row);

/**
 * Returns the time of this status, in UTC; `NULL` if nothing is known. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_delivery_row_status_at(const smsbat_delivery_row *row);

/**
 * Returns the price, as an exact decimal; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_delivery_row_cost(const smsbat_delivery_row *row);

/**
 * Returns the channel, such as `sms`; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
 */
const char *smsbat_delivery_row_channel(const smsbat_delivery_row *row);

/**
 * Returns the source of the status: `track` or `webhook`; `NULL` if nothing is known. Borrowed from the row. `NULL` for
 * `NULL`.
 */
const char *smsbat_delivery_row_source(const smsbat_delivery_row *row);

/**
 * Sends 1 to 5,000 messages of the Cascade API in one request; 100 to 1,000 are advised.
 *
 * Each message tries channels in order until one works; with `telegram_viber_first`, Telegram and Viber come before
 * the others. `messages` points to `count` messages of kind `SMSBAT_MESSAGE_CASCADE`, or from JSON. The program keeps
 * ownership and must not change or free them until the call returns, not even in a callback. `options` may be `NULL`.
 * On success `*result` is a result that the program must free with `smsbat_send_result_free`; otherwise it is `NULL`.
 *
 * The provider returns no status: a row with an id has the outcome accepted. Returns `SMSBAT_ERROR_VALIDATION` with
 * all problems of all messages before anything is sent; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`;
 * `SMSBAT_ERROR_CONFIGURATION` if there are no credentials or the client is closed; otherwise any code of a call.
 * `smsbat_error_outcome` applies to all messages of the request. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_cascade_send(const smsbat_client *client,
                                       smsbat_message *const *messages,
                                       size_t count,
                                       bool telegram_viber_first,
                                       const smsbat_call_options *options,
                                       smsbat_send_result **result,
                                       smsbat_error **error);

/**
 * Sends one message through the TurboSMS-compatible API to its 1 to 5,000 recipients.
 *
 * `message` is of kind `SMSBAT_MESSAGE_TURBOSMS`, or from JSON. `options` may be `NULL`. On success `*result` is a
 * result that the program must free with `smsbat_turbosms_result_free`; otherwise it is `NULL`.
 *
 * The call succeeds if the provider answered for the recipients, even if it refused some: check each row's outcome, or
 * call `smsbat_turbosms_result_check`. Returns `SMSBAT_ERROR_PROVIDER` if the whole request was refused,
 * `SMSBAT_ERROR_VALIDATION` with all problems before anything is sent, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is
 * `NULL`, `SMSBAT_ERROR_CONFIGURATION` if there is no key or the client is closed; otherwise any code of a call. Free
 * the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_turbosms_send(const smsbat_client *client,
                                        const smsbat_message *message,
                                        const smsbat_call_options *options,
                                        smsbat_turbosms_result **result,
                                        smsbat_error **error);

/**
 * Returns an error unless the message to every recipient was accepted.
 *
 * Returns `SMSBAT_ERROR_PROVIDER` with the code of the first recipient whose message was not accepted, and the outcome
 * unknown if the outcome of any recipient is, else rejected; `SMSBAT_ERROR_INVALID_ARGUMENT` if `result` is `NULL`.
 * Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_turbosms_result_check(const smsbat_turbosms_result *result,
                                         smsbat_error **error);

/**
 * Frees a result with all its rows and texts. `NULL` is allowed.
 */
void smsbat_turbosms_result_free(smsbat_turbosms_result *result);

/**
 * Copies a result. Returns `NULL` for `NULL`; else free the copy with `smsbat_turbosms_result_free`.
 */
smsbat_turbosms_result *smsbat_turbosms_result_copy(const smsbat_turbosms_result *result);

/**
 * Returns the text, borrowed from the string. `length`, unless `NULL`, gets its length in bytes.
 *
 * `NULL` for `NULL`.
 */
const char *smsbat_string_text(const smsbat_string *string, size_t *length);

/**
 * Frees a string. `NULL` is allowed.
 */
void smsbat_string_free(smsbat_string *string);

/**
 * Creates a list without rows. Never `NULL`; free it with `smsbat_template_rows_free`.
 */
smsbat_template_rows *smsbat_template_rows_new(void);

/**
 * Adds a row for a recipient in international form.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or text that is not UTF-8.
 */
smsbat_code smsbat_template_rows_add(smsbat_template_rows *rows, const char *to);

/**
 * Sets a value of the last row: `id` is your own message id, any other name is a placeholder in the text. An earlier
 * value of that name is replaced.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or text that is not UTF-8, `SMSBAT_ERROR_VALIDATION` if there is
 * no row yet, or if the name is `to`.
 */
smsbat_code smsbat_template_rows_set(smsbat_template_rows *rows,
                                     const char *name,
                                     const char *value);

/**
 * Frees rows. `NULL` is allowed.
 */
void smsbat_template_rows_free(smsbat_template_rows *rows);

/**
 * Frees a reply with all its rows and texts. `NULL` is allowed.
 */
void smsbat_raw_reply_free(smsbat_raw_reply *raw_reply);

/**
 * Frees a reply with all its rows and texts. `NULL` is allowed.
 */
void smsbat_token_info_free(smsbat_token_info *token_info);

/**
 * Frees a reply with all its rows and texts. `NULL` is allowed.
 */
void smsbat_messagio_result_free(smsbat_messagio_result *messagio_result);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_status_list_count(const smsbat_status_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_status_list_count`.
 */
const smsbat_status *smsbat_status_list_at(const smsbat_status_list *list,
                                           size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_status_list_free(smsbat_status_list *list);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_organization_list_count(const smsbat_organization_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_organization_list_count`.
 */
const smsbat_organization *smsbat_organization_list_at(const smsbat_organization_list *list,
                                                       size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_organization_list_free(smsbat_organization_list *list);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_operator_list_count(const smsbat_operator_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_operator_list_count`.
 */
const smsbat_operator *smsbat_operator_list_at(const smsbat_operator_list *list,
                                               size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_operator_list_free(smsbat_operator_list *list);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_chat_list_count(const smsbat_chat_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_chat_list_count`.
 */
const smsbat_chat *smsbat_chat_list_at(const smsbat_chat_list *list,
                                       size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_chat_list_free(smsbat_chat_list *list);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_chat_message_list_count(const smsbat_chat_message_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_chat_message_list_count`.
 */
const smsbat_chat_message *smsbat_chat_message_list_at(const smsbat_chat_message_list *list,
                                                       size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_chat_message_list_free(smsbat_chat_message_list *list);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_turbosms_result_list_count(const smsbat_turbosms_result_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_result_list_count`.
 */
const smsbat_turbosms_result *smsbat_turbosms_result_list_at(const smsbat_turbosms_result_list *list,
                                                             size_t index);

/**
 * Returns the name of an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_result_list_count`.
 */
const char *smsbat_turbosms_result_list_name(const smsbat_turbosms_result_list *list,
                                             size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_turbosms_result_list_free(smsbat_turbosms_result_list *list);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_turbosms_status_list_count(const smsbat_turbosms_status_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_status_list_count`.
 */
const smsbat_turbosms_status *smsbat_turbosms_status_list_at(const smsbat_turbosms_status_list *list,
                                                             size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_turbosms_status_list_free(smsbat_turbosms_status_list *list);

/**
 * Returns the number of entries; 0 for `NULL`.
 */
size_t smsbat_turbosms_details_list_count(const smsbat_turbosms_details_list *list);

/**
 * Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_details_list_count`.
 */
const smsbat_turbosms_details *smsbat_turbosms_details_list_at(const smsbat_turbosms_details_list *list,
                                                               size_t index);

/**
 * Frees a list with all its entries. `NULL` is allowed.
 */
void smsbat_turbosms_details_list_free(smsbat_turbosms_details_list *list);

/**
 * Creates arguments without any value set. Never NULL; free them with `smsbat_wait_all_arguments_free`.
 */
smsbat_wait_all_arguments *smsbat_wait_all_arguments_new(void);

/**
 * Frees arguments. `NULL` is allowed.
 */
void smsbat_wait_all_arguments_free(smsbat_wait_all_arguments *arguments);

/**
 * Sets `timeout`: Seconds after which the last statuses are returned even if they are not final; check `is_final`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` unless the number is above 0 and at most 86400, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if `arguments` is `NULL`.
 */
smsbat_code smsbat_wait_all_arguments_set_timeout(smsbat_wait_all_arguments *arguments,
                                                  double timeout);

/**
 * Sets `interval`: Seconds between the first two rounds, at least 1. The interval grows to at most twice this
 * value.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` unless the number is above 0 and at most 86400, `SMSBAT_ERROR_INVALID_ARGUMENT`
 * if `arguments` is `NULL`.
 */
smsbat_code smsbat_wait_all_arguments_set_interval(smsbat_wait_all_arguments *arguments,
                                                   double interval);

/**
 * Polls the statuses of many messages until all are final or the time is up, and returns the last of each.
 *
 * Polls in rounds, at most once a second for each message, within the client's rate limit for reads. An unknown id
 * is tolerated for 30 seconds.
 *
 * `messages` points to `count` texts. `messages`: Message ids from sends. `arguments` may be `NULL`; see
 * `smsbat_wait_all_arguments_new`. `options` may be `NULL`. On success `*list` is an object that the program must
 * free with `smsbat_status_list_free`; otherwise it is `NULL`. A `MessageStatus` for each message, in the same
 * order. If no status arrived in time, or the provider does not know the id, its `delivery_status` is `'unknown'`,
 * which is not final.
 *
 * Returns `SMSBAT_ERROR_VALIDATION`: Some messages have no id because they were not accepted; `problems` names
 * each. No request was made. `SMSBAT_ERROR_NOT_FOUND`: The provider knows none of the ids after 30 seconds.
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_wait_all(const smsbat_client *client,
                                   const char *const *messages,
                                   size_t count,
                                   const smsbat_wait_all_arguments *arguments,
                                   const smsbat_call_options *options,
                                   smsbat_status_list **list,
                                   smsbat_error **error);

/**
 * Uploads values for placeholders `%type=id%` in the texts of later messages. Uploading an id again replaces its
 * value.
 *
 * `variables` points to `count` parts, created by `smsbat_variable_new` or `smsbat_part_from_json`. `variables`:
 * Values, up to 5,000. `options` may be `NULL`. On success `*reply` is an object that the program must free with
 * `smsbat_raw_reply_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_cascade_upload_variables(const smsbat_client *client,
                                                   smsbat_part *const *variables,
                                                   size_t count,
                                                   const smsbat_call_options *options,
                                                   smsbat_raw_reply **reply,
                                                   smsbat_error **error);

/**
 * Creates arguments without any value set. Never NULL; free them with `smsbat_cascade_send_template_arguments_free`.
 */
smsbat_cascade_send_template_arguments *smsbat_cascade_send_template_arguments_new(void);

/**
 * Frees arguments. `NULL` is allowed.
 */
void smsbat_cascade_send_template_arguments_free(smsbat_cascade_send_template_arguments *arguments);

/**
 * Sets `message_type`: Message type, such as `transaction` or `promo`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_cascade_send_template_arguments_set_message_type(smsbat_cascade_send_template_arguments *arguments,
                                                                    const char *message_type);

/**
 * Sets `ttl`: Seconds to wait for delivery before a message expires.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_cascade_send_template_arguments_set_ttl(smsbat_cascade_send_template_arguments *arguments,
                                                           uint32_t ttl);

/**
 * Sets `scheduled`: Time to send the messages. ISO 8601 with a time zone.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_cascade_send_template_arguments_set_scheduled(smsbat_cascade_send_template_arguments *arguments,
                                                                 const char *scheduled);

/**
 * Sets `telegram_viber_first`: Try Telegram and Viber before the other channels.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_cascade_send_template_arguments_set_telegram_viber_first(smsbat_cascade_send_template_arguments *arguments,
                                                                            bool telegram_viber_first);

/**
 * Sets `variable_ids`: First and last id for uploaded variables. Default: a block at a random place.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_cascade_send_template_arguments_set_variable_ids(smsbat_cascade_send_template_arguments *arguments,
                                                                    uint32_t first,
                                                                    uint32_t last);

/**
 * Sends one text to many recipients, filled with the values of each row.
 *
 * URLs to be shortened are uploaded as variables; all other values are inserted into the text. Rows are sent in
 * requests of 500. The result has one row for each, in the same order. If a later request fails, its rows have
 * that error's outcome, the rows after it are `not_sent`, and a warning names the error. Two processes that send
 * `short_url` values on one account may pick the same ids: give each its own range with `variable_ids`.
 *
 * `template`: Text with `{name}` for any value, `{name:url}` for a URL that is inserted unchanged,
 * `{name:short_url}` for a URL that the provider shortens. `{{` and `}}` are literal braces. `rows`: One row for
 * each message: the recipient in `to`, optionally your own message id in `id`, and the values by name, each text or
 * a number. See `smsbat_template_rows_new`. `sender`: Sender name registered for your account. `arguments` may be
 * `NULL`; see `smsbat_cascade_send_template_arguments_new`. `options` may be `NULL`. On success `*result` is an
 * object that the program must free with `smsbat_send_result_free`; otherwise it is `NULL`. A `SendResult` with a
 * `SentMessage` for each row, in the same order.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_cascade_send_template(const smsbat_client *client,
                                                const char *template_text,
                                                const smsbat_template_rows *rows,
                                                const char *sender,
                                                const smsbat_cascade_send_template_arguments *arguments,
                                                const smsbat_call_options *options,
                                                smsbat_send_result **result,
                                                smsbat_error **error);

/**
 * Gets a company token. The client keeps it in memory for its calls and renews it once when it is refused.
 *
 * `login`: Login of the company. `password`: Its password. `options` may be `NULL`. On success `*token` is an
 * object that the program must free with `smsbat_string_free`; otherwise it is `NULL`. The token. It is a secret:
 * do not log it.
 *
 * Returns `SMSBAT_ERROR_AUTHENTICATION`: Login or password are wrong. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer
 * is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_login(const smsbat_client *client,
                                        const char *login,
                                        const char *password,
                                        const smsbat_call_options *options,
                                        smsbat_string **token,
                                        smsbat_error **error);

/**
 * Returns the organizations of the company.
 *
 * `options` may be `NULL`. On success `*list` is an object that the program must free with
 * `smsbat_organization_list_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_organizations(const smsbat_client *client,
                                                const smsbat_call_options *options,
                                                smsbat_organization_list **list,
                                                smsbat_error **error);

/**
 * Returns the operators of an organization.
 *
 * `organization_id`: `id` of an organization. `options` may be `NULL`. On success `*list` is an object that the
 * program must free with `smsbat_operator_list_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_operators(const smsbat_client *client,
                                            int64_t organization_id,
                                            const smsbat_call_options *options,
                                            smsbat_operator_list **list,
                                            smsbat_error **error);

/**
 * Adds operators. A second call with the same names may add them twice.
 *
 * `operators` points to `count` parts, created by `smsbat_new_operator_new` or `smsbat_part_from_json`.
 * `operators`: Operators to add, up to 5,000. `options` may be `NULL`. On success `*list` is an object that the
 * program must free with `smsbat_operator_list_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_add_operators(const smsbat_client *client,
                                                smsbat_part *const *operators,
                                                size_t count,
                                                const smsbat_call_options *options,
                                                smsbat_operator_list **list,
                                                smsbat_error **error);

/**
 * Sets the status of an operator.
 *
 * `id`: `id` of an operator. `status`: The new status. A name or a number, as text. `options` may be `NULL`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION`: The name of the status is not known. `SMSBAT_ERROR_INVALID_ARGUMENT` if a
 * pointer is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_set_operator_status(const smsbat_client *client,
                                                      int64_t id,
                                                      const char *status,
                                                      const smsbat_call_options *options,
                                                      smsbat_error **error);

/**
 * Creates arguments without any value set. Never NULL; free them with `smsbat_chathub_operator_token_arguments_free`.
 */
smsbat_chathub_operator_token_arguments *smsbat_chathub_operator_token_arguments_new(void);

/**
 * Frees arguments. `NULL` is allowed.
 */
void smsbat_chathub_operator_token_arguments_free(smsbat_chathub_operator_token_arguments *arguments);

/**
 * Sets `expires_at`: Time when the token expires, at most 24 hours ahead. Default: in 23 hours 59 minutes. ISO 8601
 * with a time zone.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_chathub_operator_token_arguments_set_expires_at(smsbat_chathub_operator_token_arguments *arguments,
                                                                   const char *expires_at);

/**
 * Gets a token for one operator, for the widget and for work in chats.
 *
 * `id`: `id` of an operator. `arguments` may be `NULL`; see `smsbat_chathub_operator_token_arguments_new`.
 * `options` may be `NULL`. On success `*token` is an object that the program must free with `smsbat_string_free`;
 * otherwise it is `NULL`. The token. It is a secret: give it to its operator only.
 *
 * Returns `SMSBAT_ERROR_VALIDATION`: The provider does not allow the time. `SMSBAT_ERROR_INVALID_ARGUMENT` if a
 * pointer is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_operator_token(const smsbat_client *client,
                                                 int64_t id,
                                                 const smsbat_chathub_operator_token_arguments *arguments,
                                                 const smsbat_call_options *options,
                                                 smsbat_string **token,
                                                 smsbat_error **error);

/**
 * Returns what is known of an operator's token. A bad token is no error: see `is_valid`.
 *
 * `token`: The token. `options` may be `NULL`. On success `*reply` is an object that the program must free with
 * `smsbat_token_info_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_validate_token(const smsbat_client *client,
                                                 const char *token,
                                                 const smsbat_call_options *options,
                                                 smsbat_token_info **reply,
                                                 smsbat_error **error);

/**
 * Creates arguments without any value set. Never NULL; free them with `smsbat_chathub_chats_arguments_free`.
 */
smsbat_chathub_chats_arguments *smsbat_chathub_chats_arguments_new(void);

/**
 * Frees arguments. `NULL` is allowed.
 */
void smsbat_chathub_chats_arguments_free(smsbat_chathub_chats_arguments *arguments);

/**
 * Sets `search`: Name or phone.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_chathub_chats_arguments_set_search(smsbat_chathub_chats_arguments *arguments,
                                                      const char *search);

/**
 * Sets `source`: Source: 1 Viber bot, 2 Telegram; others are not documented.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_chathub_chats_arguments_set_source(smsbat_chathub_chats_arguments *arguments,
                                                      int64_t source);

/**
 * Sets `date`: First and last day or time. Each is text, such as 2026-05-04.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_chathub_chats_arguments_set_date(smsbat_chathub_chats_arguments *arguments,
                                                    const char *first,
                                                    const char *last);

/**
 * Sets `tg_user_id`: Telegram user id.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_chathub_chats_arguments_set_tg_user_id(smsbat_chathub_chats_arguments *arguments,
                                                          int64_t tg_user_id);

/**
 * Sets `phone`: Phone number in international form.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_chathub_chats_arguments_set_phone(smsbat_chathub_chats_arguments *arguments,
                                                     const char *phone);

/**
 * Sets `status`: Status: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed. A name or a number, as text.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for an unknown name, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that
 * is not UTF-8.
 */
smsbat_code smsbat_chathub_chats_arguments_set_status(smsbat_chathub_chats_arguments *arguments,
                                                      const char *status);

/**
 * Sets `organization_id`: `id` of an organization.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_chathub_chats_arguments_set_organization_id(smsbat_chathub_chats_arguments *arguments,
                                                               int64_t organization_id);

/**
 * Sets `operator_id`: `id` of an operator.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_chathub_chats_arguments_set_operator_id(smsbat_chathub_chats_arguments *arguments,
                                                           int64_t operator_id);

/**
 * Sets `page`: First page, from 1. Default: 1.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_chathub_chats_arguments_set_page(smsbat_chathub_chats_arguments *arguments,
                                                    uint32_t page);

/**
 * Sets `per_page`: Chats on a page. Default: the provider's 20.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
 */
smsbat_code smsbat_chathub_chats_arguments_set_per_page(smsbat_chathub_chats_arguments *arguments,
                                                        uint32_t per_page);

/**
 * Returns the chats that fit all filters. Arguments that are not set do not filter.
 *
 * `arguments` may be `NULL`; see `smsbat_chathub_chats_arguments_new`. `options` may be `NULL`. On success `*list`
 * is an object that the program must free with `smsbat_chat_list_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION`: A filter cannot be used. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is
 * `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_chats(const smsbat_client *client,
                                        const smsbat_chathub_chats_arguments *arguments,
                                        const smsbat_call_options *options,
                                        smsbat_chat_list **list,
                                        smsbat_error **error);

/**
 * Sets the status of a chat.
 *
 * `id`: `id` of a chat. `status`: The new status. A name or a number, as text. `options` may be `NULL`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION`: The name of the status is not known. `SMSBAT_ERROR_INVALID_ARGUMENT` if a
 * pointer is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_set_chat_status(const smsbat_client *client,
                                                  int64_t id,
                                                  const char *status,
                                                  const smsbat_call_options *options,
                                                  smsbat_error **error);

/**
 * Deletes a chat. It cannot be restored.
 *
 * `id`: `id` of a chat. `options` may be `NULL`.
 *
 * Returns `SMSBAT_ERROR_NOT_FOUND`: There is no such chat. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`;
 * otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_delete_chat(const smsbat_client *client,
                                              int64_t id,
                                              const smsbat_call_options *options,
                                              smsbat_error **error);

/**
 * Returns all messages of a chat.
 *
 * `id`: `id` of a chat. `options` may be `NULL`. On success `*list` is an object that the program must free with
 * `smsbat_chat_message_list_free`; otherwise it is `NULL`. The messages, in the order of the provider.
 *
 * Returns `SMSBAT_ERROR_NOT_FOUND`: There is no such chat. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`;
 * otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_chat_messages(const smsbat_client *client,
                                                int64_t id,
                                                const smsbat_call_options *options,
                                                smsbat_chat_message_list **list,
                                                smsbat_error **error);

/**
 * Creates arguments without any value set. Never NULL; free them with `smsbat_chathub_send_chat_message_arguments_free`.
 */
smsbat_chathub_send_chat_message_arguments *smsbat_chathub_send_chat_message_arguments_new(void);

/**
 * Frees arguments. `NULL` is allowed.
 */
void smsbat_chathub_send_chat_message_arguments_free(smsbat_chathub_send_chat_message_arguments *arguments);

/**
 * Sets `text`: Text; required without `media`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_chathub_send_chat_message_arguments_set_text(smsbat_chathub_send_chat_message_arguments *arguments,
                                                                const char *text);

/**
 * Sets `media`: A file of at most 50 MiB. `format` is its MIME type; `NULL` means the type of the file name's
 * extension. The data is copied.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` unless there are 1 byte to 50 MiB, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`
 * or a text that is not UTF-8.
 */
smsbat_code smsbat_chathub_send_chat_message_arguments_set_media(smsbat_chathub_send_chat_message_arguments *arguments,
                                                                 const char *name,
                                                                 const char *format,
                                                                 const uint8_t *data,
                                                                 size_t size);

/**
 * Sends a text, a file, or both into a chat.
 *
 * `id`: `id` of a chat. `arguments` may be `NULL`; see `smsbat_chathub_send_chat_message_arguments_new`. `options`
 * may be `NULL`. On success `*reply` is an object that the program must free with `smsbat_raw_reply_free`;
 * otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION`: There is nothing to send, or the file cannot be read or is too large.
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_chathub_send_chat_message(const smsbat_client *client,
                                                    int64_t id,
                                                    const smsbat_chathub_send_chat_message_arguments *arguments,
                                                    const smsbat_call_options *options,
                                                    smsbat_raw_reply **reply,
                                                    smsbat_error **error);

/**
 * Returns HTML that shows the chat panel of an operator. It contains the token: give the page to its operator only.
 *
 * `token`: A token of `operator_token`. On success `*html` is an object that the program must free with
 * `smsbat_string_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_chathub_widget_html(const char *token,
                                       smsbat_string **html,
                                       smsbat_error **error);

/**
 * Returns HTML that shows the chat to the visitors of a site.
 *
 * `guid`: Id of the widget. On success `*html` is an object that the program must free with `smsbat_string_free`;
 * otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_chathub_visitor_widget_html(const char *guid,
                                               smsbat_string **html,
                                               smsbat_error **error);

/**
 * Sends several messages in one request, each under a name that you choose. Returns the results by name.
 *
 * `names` and `messages` point to `count` names and messages. `messages`: Messages by name. `options` may be
 * `NULL`. On success `*list` is an object that the program must free with `smsbat_turbosms_result_list_free`;
 * otherwise it is `NULL`. A `TurboSmsResult` for each name.
 *
 * Returns `SMSBAT_ERROR_PROVIDER`: The whole request was refused; `code` is the native code.
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_turbosms_send_multi(const smsbat_client *client,
                                              const char *const *names,
                                              smsbat_message *const *messages,
                                              size_t count,
                                              const smsbat_call_options *options,
                                              smsbat_turbosms_result_list **list,
                                              smsbat_error **error);

/**
 * Returns the delivery statuses of messages, one for each id, in the same order. If the response has no clear row
 * for an id, its status has only the id.
 *
 * `message_ids` points to `count` texts. `message_ids`: Message ids: the `message_id` of rows of a send. `options`
 * may be `NULL`. On success `*list` is an object that the program must free with
 * `smsbat_turbosms_status_list_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_PROVIDER`: The response has no rows; `code` is the native code.
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_turbosms_status(const smsbat_client *client,
                                          const char *const *message_ids,
                                          size_t count,
                                          const smsbat_call_options *options,
                                          smsbat_turbosms_status_list **list,
                                          smsbat_error **error);

/**
 * Returns the details of messages, one entry for each id, in the same order, as in `status`.
 *
 * `message_ids` points to `count` texts. `message_ids`: Message ids: the `message_id` of rows of a send. `options`
 * may be `NULL`. On success `*list` is an object that the program must free with
 * `smsbat_turbosms_details_list_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_PROVIDER`: The response has no rows; `code` is the native code.
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_turbosms_details(const smsbat_client *client,
                                           const char *const *message_ids,
                                           size_t count,
                                           const smsbat_call_options *options,
                                           smsbat_turbosms_details_list **list,
                                           smsbat_error **error);

/**
 * Creates arguments without any value set. Never NULL; free them with `smsbat_messagio_send_arguments_free`.
 */
smsbat_messagio_send_arguments *smsbat_messagio_send_arguments_new(void);

/**
 * Frees arguments. `NULL` is allowed.
 */
void smsbat_messagio_send_arguments_free(smsbat_messagio_send_arguments *arguments);

/**
 * Sets `text`: Text; optional with an image.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_messagio_send_arguments_set_text(smsbat_messagio_send_arguments *arguments,
                                                    const char *text);

/**
 * Sets `button_text`: Label of the button; requires `button_url`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_messagio_send_arguments_set_button_text(smsbat_messagio_send_arguments *arguments,
                                                           const char *button_text);

/**
 * Sets `button_url`: URL that the button opens; requires `button_text`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_messagio_send_arguments_set_button_url(smsbat_messagio_send_arguments *arguments,
                                                          const char *button_url);

/**
 * Sets `image`: URL of an image.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_messagio_send_arguments_set_image(smsbat_messagio_send_arguments *arguments,
                                                     const char *image);

/**
 * Sets `sending_method`: Channel: `viber` or `viber_otp`. Default: `viber`.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_messagio_send_arguments_set_sending_method(smsbat_messagio_send_arguments *arguments,
                                                              const char *sending_method);

/**
 * Sends one Viber message: a text, a text with a button, or an image.
 *
 * `to`: Recipient in international form. `sender`: Sender name registered for your account. `arguments` may be
 * `NULL`; see `smsbat_messagio_send_arguments_new`. `options` may be `NULL`. On success `*result` is an object that
 * the program must free with `smsbat_messagio_result_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_PROVIDER`: The provider refused the message; `code` is the native code.
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_messagio_send(const smsbat_client *client,
                                        const char *to,
                                        const char *sender,
                                        const smsbat_messagio_send_arguments *arguments,
                                        const smsbat_call_options *options,
                                        smsbat_messagio_result **result,
                                        smsbat_error **error);

/**
 * Creates arguments without any value set. Never NULL; free them with `smsbat_request_arguments_free`.
 */
smsbat_request_arguments *smsbat_request_arguments_new(void);

/**
 * Frees arguments. `NULL` is allowed.
 */
void smsbat_request_arguments_free(smsbat_request_arguments *arguments);

/**
 * Sets `json`: Request body. JSON text.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not JSON.
 */
smsbat_code smsbat_request_arguments_set_json(smsbat_request_arguments *arguments,
                                              const char *json);

/**
 * Sets `api`: API whose URL and credentials are used.
 *
 * Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
 */
smsbat_code smsbat_request_arguments_set_api(smsbat_request_arguments *arguments, const char *api);

/**
 * Sends a request for which this library has no operation, with the credentials of `api`.
 *
 * `method`: HTTP method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. After a failure that leaves the outcome
 * unknown, only a `GET` is retried. `path`: Path and query, beginning with `/`. `arguments` may be `NULL`; see
 * `smsbat_request_arguments_new`. `options` may be `NULL`. On success `*reply` is an object that the program must
 * free with `smsbat_raw_reply_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION`: The method, path or body cannot be sent. Nothing was sent.
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_client_request(const smsbat_client *client,
                                  const char *method,
                                  const char *path,
                                  const smsbat_request_arguments *arguments,
                                  const smsbat_call_options *options,
                                  smsbat_raw_reply **reply,
                                  smsbat_error **error);

/**
 * Makes options with nothing set. Never NULL; free them with `smsbat_chat_events_options_free`.
 */
smsbat_chat_events_options *smsbat_chat_events_options_new(void);

/**
 * Frees options. `NULL` is allowed.
 */
void smsbat_chat_events_options_free(smsbat_chat_events_options *options);

/**
 * Adds a chat of interest. Without one, all chats are.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for an id that is not above 0, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL.
 */
smsbat_code smsbat_chat_events_options_add_chat(smsbat_chat_events_options *options,
                                                int64_t chat_id);

/**
 * Ends the events after this time without one, in seconds: above 0, at most 86400. Default: never.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL.
 */
smsbat_code smsbat_chat_events_options_set_idle_timeout(smsbat_chat_events_options *options,
                                                        double seconds);

/**
 * Sets how long the hub may be silent before the connection counts as broken, in seconds: above 0, at most 86400.
 * Default: 30.
 *
 * A ping goes out after half of it. The hub's own pings come every 15 seconds, so less ends good connections. Returns
 * `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL.
 */
smsbat_code smsbat_chat_events_options_set_server_timeout(smsbat_chat_events_options *options,
                                                          double seconds);

/**
 * Sets the only transport: "websocket" or "long_polling". Default: a WebSocket, and long polling where that is refused.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for any other word, `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or text that is not
 * UTF-8.
 */
smsbat_code smsbat_chat_events_options_set_transport(smsbat_chat_events_options *options,
                                                     const char *transport);

/**
 * Connects to the chat hub.
 *
 * `options` may be NULL: all chats, until it is closed. `call` may be NULL; its timeout is that of the connection, of
 * each later connection and of each send, and its cancel token ends every function on these events with
 * `SMSBAT_ERROR_CANCELLED`. On success `*events` is an object that the program frees with
 * `smsbat_chat_events_free`, otherwise NULL.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` if an option breaks a rule; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL;
 * else any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_chat_events_open(const smsbat_client *client,
                                    const smsbat_chat_events_options *options,
                                    const smsbat_call_options *call,
                                    smsbat_chat_events **events,
                                    smsbat_error **error);

/**
 * Waits for the next event.
 *
 * `timeout` is the longest wait in seconds: 0 takes only what is there, a negative number waits for as long as the
 * connection is open, which may be for ever. On success `*event` is an event that the program frees with
 * `smsbat_chat_event_free`, or NULL if the time is up or the events have ended; `smsbat_chat_events_is_closed` tells
 * which. Reads, pings and new connections happen in this function only, so call it again within 30 seconds; a program
 * that is later loses nothing, but connects again. After an interruption a call may take longer than `timeout`: it
 * finishes one attempt to connect or one history that it began to read, each request of which ends after the timeout
 * of the call options of `smsbat_chat_events_open`. The next call goes on from there.
 *
 * Returns `SMSBAT_ERROR_CANCELLED` after `smsbat_cancel_request`, which leaves the events open, and if
 * `smsbat_client_close` stops it, which ends them; `SMSBAT_ERROR_AUTHENTICATION` or
 * `SMSBAT_ERROR_PERMISSION_DENIED` if the hub does not take the token any more, which ends the events;
 * `SMSBAT_ERROR_CONFIGURATION` in a child of the process that opened them; `SMSBAT_ERROR_VALIDATION` if `timeout` is
 * no number or above 86400; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL. A connection that breaks is no
 * error: it is an event. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_chat_events_next(const smsbat_chat_events *events,
                                    double timeout,
                                    smsbat_chat_event **event,
                                    smsbat_error **error);

/**
 * Sends a text into a chat.
 *
 * Blocks until the hub has responded or the time is up. `result` may be `NULL`. On success `*result` is the hub's result
 * as JSON, which the program frees with `smsbat_string_free`, or `NULL` if it has none.
 *
 * The outcome of an error is that of the message: `rejected` if the hub refused it, `not_sent` if no byte of it was
 * sent, `unknown` if the connection broke or timed out after that. The library never sends it again. Only a message
 * that is `not_sent` can be sent again without risking a duplicate. A message that arrived also comes back as an event.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for an empty text or a `chat_id` that is not above 0; `SMSBAT_ERROR_PROVIDER` if
 * the hub refused it; `SMSBAT_ERROR_INVALID_ARGUMENT` if another pointer is NULL; else any code of a call. Free the
 * error with `smsbat_error_free`.
 */
smsbat_code smsbat_chat_events_send_message(const smsbat_chat_events *events,
                                            int64_t chat_id,
                                            const char *text,
                                            smsbat_string **result,
                                            smsbat_error **error);

/**
 * Sends a file into a chat: `size` bytes of `data`, at most 50 MiB.
 *
 * `name` is the file's name. `format` is its MIME type; `NULL` derives it from the extension of the name. Everything else is as in
 * `smsbat_chat_events_send_message`.
 */
smsbat_code smsbat_chat_events_send_media(const smsbat_chat_events *events,
                                          int64_t chat_id,
                                          const char *name,
                                          const char *format,
                                          const uint8_t *data,
                                          size_t size,
                                          smsbat_string **result,
                                          smsbat_error **error);

/**
 * Returns the state of the connection: "connecting", "connected", "reconnecting" or "closed". The text is not freed.
 * `NULL` for `NULL`.
 */
const char *smsbat_chat_events_state(const smsbat_chat_events *events);

/**
 * Returns the transport of the connection: "websocket" or "long_polling". The text is not freed. `NULL` while there is
 * no connection.
 */
const char *smsbat_chat_events_transport(const smsbat_chat_events *events);

/**
 * Returns true if no event will come any more: closed, ended, or of a parent process. True for `NULL`.
 */
bool smsbat_chat_events_is_closed(const smsbat_chat_events *events);

/**
 * Ends the events and tells the hub. Another thread that waits for an event gets none.
 *
 * It does not wait for the hub. May be called more than once, and with `NULL`. The object must still be freed.
 */
void smsbat_chat_events_close(const smsbat_chat_events *events);

/**
 * Closes events and frees them. `NULL` is allowed. No other thread may be using them.
 */
void smsbat_chat_events_free(smsbat_chat_events *events);

/**
 * An event that this version does not know, or whose arguments it cannot read. Borrowed from the event; NULL if it
 * is of another kind.
 */
const smsbat_unknown_event *smsbat_chat_event_unknown(const smsbat_chat_event *event);

/**
 * A text message of a chat. Borrowed from the event; NULL if it is of another kind.
 */
const smsbat_chat_message_received *smsbat_chat_event_message_received(const smsbat_chat_event *event);

/**
 * A message of a chat that brings a file. Borrowed from the event; NULL if it is of another kind.
 */
const smsbat_chat_media_received *smsbat_chat_event_media_received(const smsbat_chat_event *event);

/**
 * A chat has another status. Borrowed from the event; NULL if it is of another kind.
 */
const smsbat_chat_status_changed *smsbat_chat_event_chat_status_changed(const smsbat_chat_event *event);

/**
 * A message has another status. Borrowed from the event; NULL if it is of another kind.
 */
const smsbat_message_status_changed *smsbat_chat_event_message_status_changed(const smsbat_chat_event *event);

/**
 * A chat was opened. Borrowed from the event; NULL if it is of another kind.
 */
const smsbat_chat_created *smsbat_chat_event_chat_created(const smsbat_chat_event *event);

/**
 * The connection to the hub has another state. Borrowed from the event; NULL if it is of another kind.
 */
const smsbat_connection_changed *smsbat_chat_event_connection_changed(const smsbat_chat_event *event);

/**
 * Returns the kind of an event: one of `smsbat_chat_event_kinds`, or a value that a later version adds. 0 for `NULL`.
 */
int32_t smsbat_chat_event_kind(const smsbat_chat_event *event);

/**
 * Returns the id of the chat that an event is about; -1 if it is about none.
 */
int64_t smsbat_chat_event_chat_id(const smsbat_chat_event *event);

/**
 * Returns the whole event as a JSON object of its fields' names.
 *
 * Borrowed from the event. It holds what was written in the chat, so it belongs into no log. `length`, unless NULL, gets
 * its length in bytes. NULL for NULL.
 */
const char *smsbat_chat_event_json(const smsbat_chat_event *event,
                                   size_t *length);

/**
 * Frees an event, with all that was borrowed from it. `NULL` is allowed.
 */
void smsbat_chat_event_free(smsbat_chat_event *event);

/**
 * Parses the body of a webhook request: `length` bytes, which need not end with a NUL.
 *
 * On success `*webhook` is the event, which the program must free with `smsbat_webhook_free`; otherwise it is `NULL`.
 * Returns `SMSBAT_ERROR_RESPONSE` if the body is not a JSON object or larger than 1 MiB;
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_webhook_parse(const char *body,
                                 size_t length,
                                 smsbat_webhook **webhook,
                                 smsbat_error **error);

/**
 * Reads the body of a request to a webhook and, if it is a delivery report, keeps it beside the journal of a campaign, where
 * `smsbat_client_track` finds it.
 *
 * It is on disk when this returns: answer 200 only then. The same report may come any number of times and in any order, and
 * a message may be unknown to the journal so far. The journal itself is not touched and need not be there yet, so a campaign
 * may run meanwhile, and any number of receivers. `*webhook` is as in `smsbat_webhook_parse`. Returns
 * `SMSBAT_ERROR_CONFIGURATION` if it cannot be kept: answer 500, so that the provider tries again; else as
 * `smsbat_webhook_parse`.
 */
smsbat_code smsbat_webhook_record(const char *journal,
                                  const char *body,
                                  size_t length,
                                  smsbat_webhook **webhook,
                                  smsbat_error **error);

/**
 * Keeps the delivery reports among `count` bodies with one write; `lengths` has the bytes of each.
 *
 * On failure none is kept; keeping one a second time does no harm. Returns as `smsbat_webhook_record`; if a body cannot be
 * read, `smsbat_error_field` names it, as "bodies[1]".
 */
smsbat_code smsbat_webhook_record_all(const char *journal,
                                      const char *const *bodies,
                                      const size_t *lengths,
                                      size_t count,
                                      smsbat_error **error);

/**
 * Returns the kind of the event: one of `smsbat_webhook_kinds`. 0 for `NULL`.
 */
smsbat_webhook_kind smsbat_webhook_kind_of(const smsbat_webhook *webhook);

/**
 * Returns the message from a person. Borrowed from the webhook; `NULL` if the event is of another kind.
 */
const smsbat_incoming_message *smsbat_webhook_incoming_message(const smsbat_webhook *webhook);

/**
 * Returns the change of a delivery status. Borrowed from the webhook; `NULL` if the event is of another kind.
 */
const smsbat_delivery_report *smsbat_webhook_delivery_report(const smsbat_webhook *webhook);

/**
 * Returns the exact JSON of the body, without surrounding space.
 *
 * Borrowed from the webhook. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_webhook_json(const smsbat_webhook *webhook,
                                size_t *length);

/**
 * Frees a webhook event with everything borrowed from it. `NULL` is allowed.
 */
void smsbat_webhook_free(smsbat_webhook *webhook);

/**
 * Checks the signature of a TurboSMS event.
 *
 * `*matches` is set to true if the signature is valid, and to false otherwise or on failure. The signature covers
 * neither the data nor the date of the event: query the status where it matters. Returns `SMSBAT_ERROR_RESPONSE` if
 * the body cannot be read, `SMSBAT_ERROR_VALIDATION` for an empty secret, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer
 * is `NULL`. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_webhook_verify_turbosms(const char *body,
                                           size_t length,
                                           const char *secret,
                                           bool *matches,
                                           smsbat_error **error);

/**
 * Returns `message_id`: The provider's message id, for `smsbat_client_status` and `smsbat_client_wait`. Absent if
 * the message was refused or has no row. Borrowed from the sent message; `NULL` if there is none.
 */
const char *smsbat_sent_message_message_id(const smsbat_sent_message *sent_message);

/**
 * Returns `status`: Status in the provider's words, such as `accepted`, `rejected`, `failed` or `sent`. Borrowed
 * from the sent message; `NULL` if there is none.
 */
const char *smsbat_sent_message_status(const smsbat_sent_message *sent_message);

/**
 * Returns `outcome`: Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. One of `smsbat_outcomes`; unknown
 * for `NULL`.
 */
smsbat_outcome smsbat_sent_message_outcome(const smsbat_sent_message *sent_message);

/**
 * Returns `parts`: Number of SMS parts. -1 if there is none.
 */
int64_t smsbat_sent_message_parts(const smsbat_sent_message *sent_message);

/**
 * Returns `customer_message_id`: Your own message id, or the one that was made for the message. Borrowed from the
 * sent message; `NULL` if there is none.
 */
const char *smsbat_sent_message_customer_message_id(const smsbat_sent_message *sent_message);

/**
 * Returns `to`: Recipient. Borrowed from the sent message; `NULL` if there is none.
 */
const char *smsbat_sent_message_to(const smsbat_sent_message *sent_message);

/**
 * Returns `caller_id`: Flash call: the number that calls the recipient. Borrowed from the sent message; `NULL` if
 * there is none.
 */
const char *smsbat_sent_message_caller_id(const smsbat_sent_message *sent_message);

/**
 * Returns `pattern`: Flash call: pattern of digits and `*` for `smsbat_flash_call_matches`. Borrowed from the sent
 * message; `NULL` if there is none.
 */
const char *smsbat_sent_message_pattern(const smsbat_sent_message *sent_message);

/**
 * Returns `ttl`: Flash call: seconds within which the call is made. -1 if there is none.
 */
int64_t smsbat_sent_message_ttl(const smsbat_sent_message *sent_message);

/**
 * Returns `code`: The provider's error code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it
 * gives one. Borrowed from the sent message; `NULL` if there is none.
 */
const char *smsbat_sent_message_code(const smsbat_sent_message *sent_message);

/**
 * Returns `reason`: Reason why the message was not accepted, in the provider's words or, if it gives none, in this
 * library's. Absent if the message was accepted. Borrowed from the sent message; `NULL` if there is none.
 */
const char *smsbat_sent_message_reason(const smsbat_sent_message *sent_message);

/**
 * Returns `resumed`: True if the journal of the send knew the message as accepted or under way, so that it was not
 * sent again. Then the other fields are what the journal has. False for `NULL`.
 */
bool smsbat_sent_message_resumed(const smsbat_sent_message *sent_message);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the sent message. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_sent_message_json(const smsbat_sent_message *sent_message,
                                     size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the sent message. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_sent_message_raw(const smsbat_sent_message *sent_message,
                                    size_t *length);

/**
 * Returns `messagelist_id`: The provider's id of the list of messages. Borrowed from the send result; `NULL` if
 * there is none.
 */
const char *smsbat_send_result_messagelist_id(const smsbat_send_result *send_result);

/**
 * Returns the number of entries of `messages`: One entry for each message that was sent, in the same order. 0 for
 * `NULL`.
 */
size_t smsbat_send_result_count(const smsbat_send_result *send_result);

/**
 * Returns an entry of `messages`. Borrowed from the send result; `NULL` if `index` is not below
 * `smsbat_send_result_count`.
 */
const smsbat_sent_message *smsbat_send_result_at(const smsbat_send_result *send_result,
                                                 size_t index);

/**
 * Returns `ok`: True if every message was accepted. False for `NULL`.
 */
bool smsbat_send_result_ok(const smsbat_send_result *send_result);

/**
 * Returns the number of entries of `warnings`: Advice of the provider that the messages do not follow, one line
 * each. 0 for `NULL`.
 */
size_t smsbat_send_result_warning_count(const smsbat_send_result *send_result);

/**
 * Returns an entry of `warnings`. Borrowed from the send result; `NULL` if `index` is not below
 * `smsbat_send_result_warning_count`.
 */
const char *smsbat_send_result_warning_at(const smsbat_send_result *send_result, size_t index);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the send result. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_send_result_json(const smsbat_send_result *send_result,
                                    size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the send result. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_send_result_raw(const smsbat_send_result *send_result,
                                   size_t *length);

/**
 * Returns `type`: Channel, such as `sms`. Borrowed from the fallback status; `NULL` if there is none.
 */
const char *smsbat_fallback_status_type(const smsbat_fallback_status *fallback_status);

/**
 * Returns `status`: Status of the channel, such as `not_used` or `delivered`. Borrowed from the fallback status;
 * `NULL` if there is none.
 */
const char *smsbat_fallback_status_status(const smsbat_fallback_status *fallback_status);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the fallback status. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_fallback_status_json(const smsbat_fallback_status *fallback_status,
                                        size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the fallback status. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_fallback_status_raw(const smsbat_fallback_status *fallback_status,
                                       size_t *length);

/**
 * Returns `message_id`: Id of the message. Borrowed from the status; `NULL` if there is none.
 */
const char *smsbat_status_message_id(const smsbat_status *status);

/**
 * Returns `messagelist_id`: Id of the list in which it was sent. Borrowed from the status; `NULL` if there is none.
 */
const char *smsbat_status_messagelist_id(const smsbat_status *status);

/**
 * Returns `delivery_status`: Delivery status in the provider's words, in lower case, such as `scheduled`,
 * `processing` or `delivered`. Borrowed from the status; `NULL` if there is none.
 */
const char *smsbat_status_delivery_status(const smsbat_status *status);

/**
 * Returns `parts_count`: Number of SMS parts. -1 if there is none.
 */
int64_t smsbat_status_parts_count(const smsbat_status *status);

/**
 * Returns `cost`: Price of the message, in the currency of the account. An exact decimal, as text. Borrowed from
 * the status; `NULL` if there is none.
 */
const char *smsbat_status_cost(const smsbat_status *status);

/**
 * Returns the number of entries of `fallbacks`: Status of each fallback channel. 0 for `NULL`.
 */
size_t smsbat_status_fallback_count(const smsbat_status *status);

/**
 * Returns an entry of `fallbacks`. Borrowed from the status; `NULL` if `index` is not below
 * `smsbat_status_fallback_count`.
 */
const smsbat_fallback_status *smsbat_status_fallback_at(const smsbat_status *status, size_t index);

/**
 * Returns the number of entries of `extended_statuses`: Status of each channel. 0 for `NULL`.
 */
size_t smsbat_status_extended_status_count(const smsbat_status *status);

/**
 * Returns the name of an entry of `extended_statuses`. Borrowed from the status; `NULL` if `index` is not below
 * `smsbat_status_extended_status_count`.
 */
const char *smsbat_status_extended_status_name(const smsbat_status *status,
                                               size_t index);

/**
 * Returns the value of an entry of `extended_statuses`. Borrowed from the status; `NULL` if `index` is not below
 * `smsbat_status_extended_status_count`.
 */
const char *smsbat_status_extended_status_value(const smsbat_status *status,
                                                size_t index);

/**
 * Returns `rate`: Price of one part. An exact decimal, as text. Borrowed from the status; `NULL` if there is none.
 */
const char *smsbat_status_rate(const smsbat_status *status);

/**
 * Returns `rate_amount`: Price of the message, in the currency of the rate. An exact decimal, as text. Borrowed
 * from the status; `NULL` if there is none.
 */
const char *smsbat_status_rate_amount(const smsbat_status *status);

/**
 * Returns `rate_currency`: Currency of the rate. Borrowed from the status; `NULL` if there is none.
 */
const char *smsbat_status_rate_currency(const smsbat_status *status);

/**
 * Returns `bill_amount`: Price of the message, in the currency of the bill. An exact decimal, as text. Borrowed
 * from the status; `NULL` if there is none.
 */
const char *smsbat_status_bill_amount(const smsbat_status *status);

/**
 * Returns `bill_currency`: Currency of the bill. Borrowed from the status; `NULL` if there is none.
 */
const char *smsbat_status_bill_currency(const smsbat_status *status);

/**
 * Returns `is_final`: True if the status is final: `delivered`, `read`, `undeliverable`, `permanenterror`, `failed`
 * or `expired`. False for `NULL`.
 */
bool smsbat_status_is_final(const smsbat_status *status);

/**
 * Returns `is_delivered`: True if the message reached the recipient: `delivered` or `read`. False for `NULL`.
 */
bool smsbat_status_is_delivered(const smsbat_status *status);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the status. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_status_json(const smsbat_status *status,
                               size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the status. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_status_raw(const smsbat_status *status,
                              size_t *length);

/**
 * Returns `status_code`: HTTP status, 200 to 299. -1 if there is none.
 */
int64_t smsbat_raw_reply_status_code(const smsbat_raw_reply *raw_reply);

/**
 * Returns `json`: The body, if it is JSON. Borrowed from the raw reply; `NULL` if there is none.
 */
const char *smsbat_raw_reply_body_json(const smsbat_raw_reply *raw_reply);

/**
 * Returns `text`: The body as text. Borrowed from the raw reply; `NULL` if there is none.
 */
const char *smsbat_raw_reply_text(const smsbat_raw_reply *raw_reply);

/**
 * Returns `request_id`: The provider's id of the request. Borrowed from the raw reply; `NULL` if there is none.
 */
const char *smsbat_raw_reply_request_id(const smsbat_raw_reply *raw_reply);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the raw reply. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_raw_reply_json(const smsbat_raw_reply *raw_reply,
                                  size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the raw reply. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_raw_reply_raw(const smsbat_raw_reply *raw_reply,
                                 size_t *length);

/**
 * Returns `phone`: Recipient, digits only. Borrowed from the turbosms recipient; `NULL` if there is none.
 */
const char *smsbat_turbosms_recipient_phone(const smsbat_turbosms_recipient *turbosms_recipient);

/**
 * Returns `message_id`: Message id for `status` and `details`. Absent if the message was refused. Borrowed from the
 * turbosms recipient; `NULL` if there is none.
 */
const char *smsbat_turbosms_recipient_message_id(const smsbat_turbosms_recipient *turbosms_recipient);

/**
 * Returns `response_code`: Native code; 0 means success. -1 if there is none.
 */
int64_t smsbat_turbosms_recipient_response_code(const smsbat_turbosms_recipient *turbosms_recipient);

/**
 * Returns `response_status`: Name of the code. Borrowed from the turbosms recipient; `NULL` if there is none.
 */
const char *smsbat_turbosms_recipient_response_status(const smsbat_turbosms_recipient *turbosms_recipient);

/**
 * Returns `outcome`: Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. It is `accepted`, too, if the
 * provider already had the message (codes 407, 427 and 507). One of `smsbat_outcomes`; unknown for `NULL`.
 */
smsbat_outcome smsbat_turbosms_recipient_outcome(const smsbat_turbosms_recipient *turbosms_recipient);

/**
 * Returns `code`: `response_code` as text, for a message that was not accepted. Borrowed from the turbosms
 * recipient; `NULL` if there is none.
 */
const char *smsbat_turbosms_recipient_code(const smsbat_turbosms_recipient *turbosms_recipient);

/**
 * Returns `reason`: Reason why the message was not accepted, in the provider's words or, if it gives none, in this
 * library's. Absent if the message was accepted. Borrowed from the turbosms recipient; `NULL` if there is none.
 */
const char *smsbat_turbosms_recipient_reason(const smsbat_turbosms_recipient *turbosms_recipient);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the turbosms recipient. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_turbosms_recipient_json(const smsbat_turbosms_recipient *turbosms_recipient,
                                           size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the turbosms recipient. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_turbosms_recipient_raw(const smsbat_turbosms_recipient *turbosms_recipient,
                                          size_t *length);

/**
 * Returns `response_code`: Native code of the request. -1 if there is none.
 */
int64_t smsbat_turbosms_result_response_code(const smsbat_turbosms_result *turbosms_result);

/**
 * Returns `response_status`: Name of the code. Borrowed from the turbosms result; `NULL` if there is none.
 */
const char *smsbat_turbosms_result_response_status(const smsbat_turbosms_result *turbosms_result);

/**
 * Returns the number of entries of `recipients`: One entry for each recipient, in the order of the message. Rows
 * for other recipients follow, with the outcome `unknown`. 0 for `NULL`.
 */
size_t smsbat_turbosms_result_recipient_count(const smsbat_turbosms_result *turbosms_result);

/**
 * Returns an entry of `recipients`. Borrowed from the turbosms result; `NULL` if `index` is not below
 * `smsbat_turbosms_result_recipient_count`.
 */
const smsbat_turbosms_recipient *smsbat_turbosms_result_recipient_at(const smsbat_turbosms_result *turbosms_result,
                                                                     size_t index);

/**
 * Returns `ok`: True if the message to every recipient was accepted. False for `NULL`.
 */
bool smsbat_turbosms_result_ok(const smsbat_turbosms_result *turbosms_result);

/**
 * Returns the number of entries of `warnings`: Advice of the provider that the message does not follow, one line
 * each. 0 for `NULL`.
 */
size_t smsbat_turbosms_result_warning_count(const smsbat_turbosms_result *turbosms_result);

/**
 * Returns an entry of `warnings`. Borrowed from the turbosms result; `NULL` if `index` is not below
 * `smsbat_turbosms_result_warning_count`.
 */
const char *smsbat_turbosms_result_warning_at(const smsbat_turbosms_result *turbosms_result,
                                              size_t index);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the turbosms result. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_turbosms_result_json(const smsbat_turbosms_result *turbosms_result,
                                        size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the turbosms result. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_turbosms_result_raw(const smsbat_turbosms_result *turbosms_result,
                                       size_t *length);

/**
 * Returns `message_id`: Id of the message. Borrowed from the turbosms status; `NULL` if there is none.
 */
const char *smsbat_turbosms_status_message_id(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `recipient`: Recipient, digits only. Borrowed from the turbosms status; `NULL` if there is none.
 */
const char *smsbat_turbosms_status_recipient(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `sent`: Time of sending, as the provider writes it. Borrowed from the turbosms status; `NULL` if there is
 * none.
 */
const char *smsbat_turbosms_status_sent(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `updated`: Time of the last status change, as the provider writes it. Borrowed from the turbosms status;
 * `NULL` if there is none.
 */
const char *smsbat_turbosms_status_updated(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `status`: Status, such as `Queued`, `Sent`, `Delivered`, `Read` or `Expired`. Borrowed from the turbosms
 * status; `NULL` if there is none.
 */
const char *smsbat_turbosms_status_status(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `type`: Channel: `sms` or `viber`. Borrowed from the turbosms status; `NULL` if there is none.
 */
const char *smsbat_turbosms_status_type(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `rejected_status`: Reason of the rejection. Borrowed from the turbosms status; `NULL` if there is none.
 */
const char *smsbat_turbosms_status_rejected_status(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `click_time`: Viber: time at which the button was pressed. Borrowed from the turbosms status; `NULL` if
 * there is none.
 */
const char *smsbat_turbosms_status_click_time(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `response_code`: Native code; 0 means success. -1 if there is none.
 */
int64_t smsbat_turbosms_status_response_code(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `response_status`: Name of the code. Borrowed from the turbosms status; `NULL` if there is none.
 */
const char *smsbat_turbosms_status_response_status(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `is_final`: True if the status is final. False for `NULL`.
 */
bool smsbat_turbosms_status_is_final(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns `is_delivered`: True if the message reached the recipient. False for `NULL`.
 */
bool smsbat_turbosms_status_is_delivered(const smsbat_turbosms_status *turbosms_status);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the turbosms status. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_turbosms_status_json(const smsbat_turbosms_status *turbosms_status,
                                        size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the turbosms status. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_turbosms_status_raw(const smsbat_turbosms_status *turbosms_status,
                                       size_t *length);

/**
 * Returns `added`: Time at which the provider accepted it, as the provider writes it. Borrowed from the turbosms
 * channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_added(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `start`: Scheduled time, as the provider writes it. Borrowed from the turbosms channel; `NULL` if there
 * is none.
 */
const char *smsbat_turbosms_channel_start(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `sent`: Time of sending, as the provider writes it. Borrowed from the turbosms channel; `NULL` if there
 * is none.
 */
const char *smsbat_turbosms_channel_sent(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `updated`: Time of the last status change, as the provider writes it. Borrowed from the turbosms channel;
 * `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_updated(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `sender`: Sender. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_sender(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `text`: Text. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_text(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `recipient`: Recipient, digits only. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_recipient(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `message_type`: Message type: `promotional` or `transactional`. Borrowed from the turbosms channel;
 * `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_message_type(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `status`: Status, such as `Queued`, `Sent` or `Delivered`. Borrowed from the turbosms channel; `NULL` if
 * there is none.
 */
const char *smsbat_turbosms_channel_status(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `rejected_status`: Reason of the rejection. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_rejected_status(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `price`: Price. An exact decimal, as text. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_price(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `segments`: Number of SMS parts. -1 if there is none.
 */
int64_t smsbat_turbosms_channel_segments(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `ttl`: Seconds to wait for delivery before the message expires. -1 if there is none.
 */
int64_t smsbat_turbosms_channel_ttl(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `caption`: Label of the button. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_caption(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `action`: URL that the button opens. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_action(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `image_url`: URL of the image. Borrowed from the turbosms channel; `NULL` if there is none.
 */
const char *smsbat_turbosms_channel_image_url(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `file_id`: Id of the file. -1 if there is none.
 */
int64_t smsbat_turbosms_channel_file_id(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `click_time`: Time at which the button was pressed. Borrowed from the turbosms channel; `NULL` if there
 * is none.
 */
const char *smsbat_turbosms_channel_click_time(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `is_final`: True if the status is final. False for `NULL`.
 */
bool smsbat_turbosms_channel_is_final(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns `is_delivered`: True if the message reached the recipient. False for `NULL`.
 */
bool smsbat_turbosms_channel_is_delivered(const smsbat_turbosms_channel *turbosms_channel);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the turbosms channel. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_turbosms_channel_json(const smsbat_turbosms_channel *turbosms_channel,
                                         size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the turbosms channel. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_turbosms_channel_raw(const smsbat_turbosms_channel *turbosms_channel,
                                        size_t *length);

/**
 * Returns `message_id`: Id of the message. Borrowed from the turbosms details; `NULL` if there is none.
 */
const char *smsbat_turbosms_details_message_id(const smsbat_turbosms_details *turbosms_details);

/**
 * Returns `sms`: Details of the SMS. Absent if only Viber was tried. Borrowed from the turbosms details; `NULL` if
 * there is none.
 */
const smsbat_turbosms_channel *smsbat_turbosms_details_sms(const smsbat_turbosms_details *turbosms_details);

/**
 * Returns `viber`: Details of the Viber message. Borrowed from the turbosms details; `NULL` if there is none.
 */
const smsbat_turbosms_channel *smsbat_turbosms_details_viber(const smsbat_turbosms_details *turbosms_details);

/**
 * Returns `response_code`: Native code; 0 means success. -1 if there is none.
 */
int64_t smsbat_turbosms_details_response_code(const smsbat_turbosms_details *turbosms_details);

/**
 * Returns `response_status`: Name of the code. Borrowed from the turbosms details; `NULL` if there is none.
 */
const char *smsbat_turbosms_details_response_status(const smsbat_turbosms_details *turbosms_details);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the turbosms details. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_turbosms_details_json(const smsbat_turbosms_details *turbosms_details,
                                         size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the turbosms details. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_turbosms_details_raw(const smsbat_turbosms_details *turbosms_details,
                                        size_t *length);

/**
 * Returns `phone`: Recipient, digits only. Borrowed from the messagio sent; `NULL` if there is none.
 */
const char *smsbat_messagio_sent_phone(const smsbat_messagio_sent *messagio_sent);

/**
 * Returns `message_id`: Id of the message. Borrowed from the messagio sent; `NULL` if there is none.
 */
const char *smsbat_messagio_sent_message_id(const smsbat_messagio_sent *messagio_sent);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the messagio sent. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_messagio_sent_json(const smsbat_messagio_sent *messagio_sent,
                                      size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the messagio sent. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_messagio_sent_raw(const smsbat_messagio_sent *messagio_sent,
                                     size_t *length);

/**
 * Returns `code`: Native code; 0 means success. -1 if there is none.
 */
int64_t smsbat_messagio_result_code(const smsbat_messagio_result *messagio_result);

/**
 * Returns `tech_message`: Text of the code, such as `OK`. Borrowed from the messagio result; `NULL` if there is
 * none.
 */
const char *smsbat_messagio_result_tech_message(const smsbat_messagio_result *messagio_result);

/**
 * Returns the number of entries of `messages`: Message id for each recipient. 0 for `NULL`.
 */
size_t smsbat_messagio_result_message_count(const smsbat_messagio_result *messagio_result);

/**
 * Returns an entry of `messages`. Borrowed from the messagio result; `NULL` if `index` is not below
 * `smsbat_messagio_result_message_count`.
 */
const smsbat_messagio_sent *smsbat_messagio_result_message_at(const smsbat_messagio_result *messagio_result,
                                                              size_t index);

/**
 * Returns `outcome`: Outcome: `accepted`, or `unknown` if the ids belong to other recipients. One of
 * `smsbat_outcomes`; unknown for `NULL`.
 */
smsbat_outcome smsbat_messagio_result_outcome(const smsbat_messagio_result *messagio_result);

/**
 * Returns `xml`: The response body, as XML. Borrowed from the messagio result; `NULL` if there is none.
 */
const char *smsbat_messagio_result_xml(const smsbat_messagio_result *messagio_result);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the messagio result. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_messagio_result_json(const smsbat_messagio_result *messagio_result,
                                        size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the messagio result. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_messagio_result_raw(const smsbat_messagio_result *messagio_result,
                                       size_t *length);

/**
 * Returns `id`: Id. -1 if there is none.
 */
int64_t smsbat_organization_id(const smsbat_organization *organization);

/**
 * Returns `name`: Name. Borrowed from the organization; `NULL` if there is none.
 */
const char *smsbat_organization_name(const smsbat_organization *organization);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the organization. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_organization_json(const smsbat_organization *organization,
                                     size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the organization. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_organization_raw(const smsbat_organization *organization,
                                    size_t *length);

/**
 * Returns `id`: Id. -1 if there is none.
 */
int64_t smsbat_operator_id(const smsbat_operator *operator_);

/**
 * Returns `name`: Name. Borrowed from the operator; `NULL` if there is none.
 */
const char *smsbat_operator_name(const smsbat_operator *operator_);

/**
 * Returns `status`: Status as a number: 0 active, 1 inactive, 2 deleted. -1 if there is none.
 */
int64_t smsbat_operator_status(const smsbat_operator *operator_);

/**
 * Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the operator; `NULL`
 * if there is none.
 */
const char *smsbat_operator_status_name(const smsbat_operator *operator_);

/**
 * Returns `organization`: Organization. Borrowed from the operator; `NULL` if there is none.
 */
const smsbat_organization *smsbat_operator_organization(const smsbat_operator *operator_);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_operator_json(const smsbat_operator *operator_,
                                 size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_operator_raw(const smsbat_operator *operator_,
                                size_t *length);

/**
 * Returns `is_valid`: True if the token is valid. False for `NULL`.
 */
bool smsbat_token_info_is_valid(const smsbat_token_info *token_info);

/**
 * Returns `operator_id`: Operator to whom it belongs. -1 if there is none.
 */
int64_t smsbat_token_info_operator_id(const smsbat_token_info *token_info);

/**
 * Returns `client_id`: Company that it belongs to. -1 if there is none.
 */
int64_t smsbat_token_info_client_id(const smsbat_token_info *token_info);

/**
 * Returns `expires_at`: When it ends, ISO 8601. Borrowed from the token info; `NULL` if there is none.
 */
const char *smsbat_token_info_expires_at(const smsbat_token_info *token_info);

/**
 * Returns `error`: Why it is not good. Borrowed from the token info; `NULL` if there is none.
 */
const char *smsbat_token_info_error(const smsbat_token_info *token_info);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the token info. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_token_info_json(const smsbat_token_info *token_info,
                                   size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the token info. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_token_info_raw(const smsbat_token_info *token_info,
                                  size_t *length);

/**
 * Returns `id`: Id. -1 if there is none.
 */
int64_t smsbat_chat_operator_id(const smsbat_chat_operator *chat_operator);

/**
 * Returns `name`: Name. Borrowed from the chat operator; `NULL` if there is none.
 */
const char *smsbat_chat_operator_name(const smsbat_chat_operator *chat_operator);

/**
 * Returns `photo`: Address of the picture. Borrowed from the chat operator; `NULL` if there is none.
 */
const char *smsbat_chat_operator_photo(const smsbat_chat_operator *chat_operator);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the chat operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_chat_operator_json(const smsbat_chat_operator *chat_operator,
                                      size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the chat operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_chat_operator_raw(const smsbat_chat_operator *chat_operator,
                                     size_t *length);

/**
 * Returns `id`: Id. -1 if there is none.
 */
int64_t smsbat_chat_id(const smsbat_chat *chat);

/**
 * Returns `theme`: Theme. Borrowed from the chat; `NULL` if there is none.
 */
const char *smsbat_chat_theme(const smsbat_chat *chat);

/**
 * Returns `operator`: Operator who has it; none if nobody has. Borrowed from the chat; `NULL` if there is none.
 */
const smsbat_chat_operator *smsbat_chat_assigned_operator(const smsbat_chat *chat);

/**
 * Returns `status`: Status as a number: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed. -1 if there is none.
 */
int64_t smsbat_chat_status(const smsbat_chat *chat);

/**
 * Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the chat; `NULL` if
 * there is none.
 */
const char *smsbat_chat_status_name(const smsbat_chat *chat);

/**
 * Returns `unread_count`: Messages that nobody has read. -1 if there is none.
 */
int64_t smsbat_chat_unread_count(const smsbat_chat *chat);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the chat. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_chat_json(const smsbat_chat *chat,
                             size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the chat. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_chat_raw(const smsbat_chat *chat,
                            size_t *length);

/**
 * Returns `id`: Id. Borrowed from the chat message; `NULL` if there is none.
 */
const char *smsbat_chat_message_id(const smsbat_chat_message *chat_message);

/**
 * Returns `chat_id`: Chat. -1 if there is none.
 */
int64_t smsbat_chat_message_chat_id(const smsbat_chat_message *chat_message);

/**
 * Returns `text`: Text. Borrowed from the chat message; `NULL` if there is none.
 */
const char *smsbat_chat_message_text(const smsbat_chat_message *chat_message);

/**
 * Returns `phone`: The client's phone. Borrowed from the chat message; `NULL` if there is none.
 */
const char *smsbat_chat_message_phone(const smsbat_chat_message *chat_message);

/**
 * Returns `author`: Author as a number. The provider does not document its meaning. -1 if there is none.
 */
int64_t smsbat_chat_message_author(const smsbat_chat_message *chat_message);

/**
 * Returns `media`: A file that came with it, as JSON with `uri` and `name`. Borrowed from the chat message; `NULL`
 * if there is none.
 */
const char *smsbat_chat_message_media(const smsbat_chat_message *chat_message);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the chat message. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_chat_message_json(const smsbat_chat_message *chat_message,
                                     size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the chat message. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_chat_message_raw(const smsbat_chat_message *chat_message,
                                    size_t *length);

/**
 * Returns `id`: Unique id. The same event may arrive twice. Borrowed from the incoming message; `NULL` if there is
 * none.
 */
const char *smsbat_incoming_message_id(const smsbat_incoming_message *incoming_message);

/**
 * Returns `alpha_name`: Brand or bot that received the message. Borrowed from the incoming message; `NULL` if there
 * is none.
 */
const char *smsbat_incoming_message_alpha_name(const smsbat_incoming_message *incoming_message);

/**
 * Returns `phone`: The person's phone, as the provider writes it. Borrowed from the incoming message; `NULL` if
 * there is none.
 */
const char *smsbat_incoming_message_phone(const smsbat_incoming_message *incoming_message);

/**
 * Returns `text`: Text. Borrowed from the incoming message; `NULL` if there is none.
 */
const char *smsbat_incoming_message_text(const smsbat_incoming_message *incoming_message);

/**
 * Returns `date`: Time of receipt, ISO 8601. Borrowed from the incoming message; `NULL` if there is none.
 */
const char *smsbat_incoming_message_date(const smsbat_incoming_message *incoming_message);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the incoming message. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_incoming_message_json(const smsbat_incoming_message *incoming_message,
                                         size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the incoming message. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_incoming_message_raw(const smsbat_incoming_message *incoming_message,
                                        size_t *length);

/**
 * Returns `message_id`: Message id from the send. Borrowed from the delivery report; `NULL` if there is none.
 */
const char *smsbat_delivery_report_message_id(const smsbat_delivery_report *delivery_report);

/**
 * Returns `delivery_status`: Delivery status in the provider's words, in lower case. Borrowed from the delivery
 * report; `NULL` if there is none.
 */
const char *smsbat_delivery_report_delivery_status(const smsbat_delivery_report *delivery_report);

/**
 * Returns `timestamp`: Time of the change, ISO 8601. Borrowed from the delivery report; `NULL` if there is none.
 */
const char *smsbat_delivery_report_timestamp(const smsbat_delivery_report *delivery_report);

/**
 * Returns `cost`: Price of the message. An exact decimal, as text. Borrowed from the delivery report; `NULL` if
 * there is none.
 */
const char *smsbat_delivery_report_cost(const smsbat_delivery_report *delivery_report);

/**
 * Returns `is_final`: True if the status is final. False for `NULL`.
 */
bool smsbat_delivery_report_is_final(const smsbat_delivery_report *delivery_report);

/**
 * Returns `is_delivered`: True if the message reached the recipient. False for `NULL`.
 */
bool smsbat_delivery_report_is_delivered(const smsbat_delivery_report *delivery_report);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the delivery report. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_delivery_report_json(const smsbat_delivery_report *delivery_report,
                                        size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the delivery report. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_delivery_report_raw(const smsbat_delivery_report *delivery_report,
                                       size_t *length);

/**
 * Returns `chat_id`: Chat. -1 if there is none.
 */
int64_t smsbat_chat_message_received_chat_id(const smsbat_chat_message_received *chat_message_received);

/**
 * Returns `message`: The message. Borrowed from the chat message received; `NULL` if there is none.
 */
const smsbat_chat_message *smsbat_chat_message_received_message(const smsbat_chat_message_received *chat_message_received);

/**
 * Returns `replayed`: True if it was read from the history after an interruption. False for `NULL`.
 */
bool smsbat_chat_message_received_replayed(const smsbat_chat_message_received *chat_message_received);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the chat message received. `length`, unless `NULL`, is set to its length in bytes. `NULL` for
 * `NULL`.
 */
const char *smsbat_chat_message_received_json(const smsbat_chat_message_received *chat_message_received,
                                              size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the chat message received. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it
 * sent none.
 */
const char *smsbat_chat_message_received_raw(const smsbat_chat_message_received *chat_message_received,
                                             size_t *length);

/**
 * Returns `chat_id`: Chat. -1 if there is none.
 */
int64_t smsbat_chat_media_received_chat_id(const smsbat_chat_media_received *chat_media_received);

/**
 * Returns `media`: The message; its `media` has the file's name and address. Borrowed from the chat media received;
 * `NULL` if there is none.
 */
const smsbat_chat_message *smsbat_chat_media_received_media(const smsbat_chat_media_received *chat_media_received);

/**
 * Returns `replayed`: True if it was read from the history after an interruption. False for `NULL`.
 */
bool smsbat_chat_media_received_replayed(const smsbat_chat_media_received *chat_media_received);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the chat media received. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_chat_media_received_json(const smsbat_chat_media_received *chat_media_received,
                                            size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the chat media received. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_chat_media_received_raw(const smsbat_chat_media_received *chat_media_received,
                                           size_t *length);

/**
 * Returns `chat_id`: Chat. -1 if there is none.
 */
int64_t smsbat_chat_status_changed_chat_id(const smsbat_chat_status_changed *chat_status_changed);

/**
 * Returns `status`: Status as a number: 0 new, 1 processing, 2 ended. These are the hub's numbers, not those of
 * `Chat`. -1 if there is none.
 */
int64_t smsbat_chat_status_changed_status(const smsbat_chat_status_changed *chat_status_changed);

/**
 * Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the chat status
 * changed; `NULL` if there is none.
 */
const char *smsbat_chat_status_changed_status_name(const smsbat_chat_status_changed *chat_status_changed);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the chat status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_chat_status_changed_json(const smsbat_chat_status_changed *chat_status_changed,
                                            size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the chat status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_chat_status_changed_raw(const smsbat_chat_status_changed *chat_status_changed,
                                           size_t *length);

/**
 * Returns `message_id`: Id of the message. Borrowed from the message status changed; `NULL` if there is none.
 */
const char *smsbat_message_status_changed_message_id(const smsbat_message_status_changed *message_status_changed);

/**
 * Returns `status`: Status as a number: 0 new, 1 success, 2 rejected, 3 read. -1 if there is none.
 */
int64_t smsbat_message_status_changed_status(const smsbat_message_status_changed *message_status_changed);

/**
 * Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the message status
 * changed; `NULL` if there is none.
 */
const char *smsbat_message_status_changed_status_name(const smsbat_message_status_changed *message_status_changed);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the message status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` for
 * `NULL`.
 */
const char *smsbat_message_status_changed_json(const smsbat_message_status_changed *message_status_changed,
                                               size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the message status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it
 * sent none.
 */
const char *smsbat_message_status_changed_raw(const smsbat_message_status_changed *message_status_changed,
                                              size_t *length);

/**
 * Returns `chat`: The chat. Borrowed from the chat created; `NULL` if there is none.
 */
const smsbat_chat *smsbat_chat_created_chat(const smsbat_chat_created *chat_created);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the chat created. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_chat_created_json(const smsbat_chat_created *chat_created,
                                     size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the chat created. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_chat_created_raw(const smsbat_chat_created *chat_created,
                                    size_t *length);

/**
 * Returns `state`: `connecting`, `connected`, `reconnecting` or `closed`. Borrowed from the connection changed;
 * `NULL` if there is none.
 */
const char *smsbat_connection_changed_state(const smsbat_connection_changed *connection_changed);

/**
 * Returns `attempt`: Number of the attempt since the connection was lost, from 1; 0 while there is one. -1 if there
 * is none.
 */
int64_t smsbat_connection_changed_attempt(const smsbat_connection_changed *connection_changed);

/**
 * Returns `reason`: Why. Borrowed from the connection changed; `NULL` if there is none.
 */
const char *smsbat_connection_changed_reason(const smsbat_connection_changed *connection_changed);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the connection changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_connection_changed_json(const smsbat_connection_changed *connection_changed,
                                           size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the connection changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
 * none.
 */
const char *smsbat_connection_changed_raw(const smsbat_connection_changed *connection_changed,
                                          size_t *length);

/**
 * Returns `name`: Name of the event. Borrowed from the unknown event; `NULL` if there is none.
 */
const char *smsbat_unknown_event_name(const smsbat_unknown_event *unknown_event);

/**
 * Returns `arguments`: Arguments, as a JSON array. Borrowed from the unknown event; `NULL` if there is none.
 */
const char *smsbat_unknown_event_arguments(const smsbat_unknown_event *unknown_event);

/**
 * Returns everything as a JSON object by field name, with decimals as text.
 *
 * Borrowed from the unknown event. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
 */
const char *smsbat_unknown_event_json(const smsbat_unknown_event *unknown_event,
                                      size_t *length);

/**
 * Returns the exact JSON that the provider sent, including fields for which this library has no function.
 *
 * Borrowed from the unknown event. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
 */
const char *smsbat_unknown_event_raw(const smsbat_unknown_event *unknown_event,
                                     size_t *length);

/**
 * Calls any operation by name.
 *
 * `name` is an operation from the list at the end of the text at the top of this header, such as "messages.send".
 * `request` is a JSON object with its arguments, as the list describes them: a list is an array, a status is a name or
 * a number, and messages are in wire form. `null` means that an argument is not given. The object may also contain
 * "timeout", "max_retries" and "resend_unknown". On success `*reply` is the reply named in the list, with decimals as
 * text, which the program must free with `smsbat_reply_free`; otherwise it is `NULL`.
 *
 * Returns `SMSBAT_ERROR_VALIDATION` for an unknown operation or argument, for a request that is not a JSON object, and
 * for an argument that is missing, has the wrong type or occurs twice; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is
 * `NULL` or a text is not UTF-8; otherwise any code of a call. Free the error with `smsbat_error_free`.
 */
smsbat_code smsbat_call(const smsbat_client *client,
                        const char *name,
                        const char *request,
                        smsbat_reply **reply,
                        smsbat_error **error);

/**
 * Does the same as `smsbat_call`, with options, for example to cancel the call from another thread.
 *
 * A journal in the options is for "messages.send", and in the place of the request's "journal": with both, and for any
 * other operation, the call returns `SMSBAT_ERROR_VALIDATION`.
 */
smsbat_code smsbat_call_with_options(const smsbat_client *client,
                                     const char *name,
                                     const char *request,
                                     const smsbat_call_options *options,
                                     smsbat_reply **reply,
                                     smsbat_error **error);

/**
 * Returns the JSON text of a reply. Borrowed from the reply. `length`, unless `NULL`, is set to its length in bytes.
 *
 * `NULL` for `NULL`.
 */
const char *smsbat_reply_json(const smsbat_reply *reply,
                              size_t *length);

/**
 * Frees a reply. `NULL` is allowed.
 */
void smsbat_reply_free(smsbat_reply *reply);

/**
 * Counts the SMS parts of a text.
 *
 * On success `*segments` is the result, which the program must free with `smsbat_segments_free`; otherwise it is
 * `NULL`. Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_text_segments(const char *text,
                                 smsbat_segments **segments,
                                 smsbat_error **error);

/**
 * Returns the encoding of the whole text: "GSM-7" or "UCS-2". Borrowed; `NULL` for `NULL`.
 */
const char *smsbat_segments_encoding(const smsbat_segments *segments);

/**
 * Returns the length in units: septets, of which an extension character takes two, or UTF-16 code units. 0 for `NULL`.
 */
size_t smsbat_segments_units(const smsbat_segments *segments);

/**
 * Returns the number of SMS parts that are billed; 0 for an empty text. 0 for `NULL`.
 */
size_t smsbat_segments_parts(const smsbat_segments *segments);

/**
 * Returns the units that fit one part of this text: 160 or 70 for a single part, 153 or 67 otherwise. 0 for `NULL`.
 */
size_t smsbat_segments_per_part(const smsbat_segments *segments);

/**
 * Returns the units still free in the last part. 0 for `NULL`.
 */
size_t smsbat_segments_remaining(const smsbat_segments *segments);

/**
 * Returns the distinct characters that force UCS-2, in order of appearance, as one text; "" for GSM-7. Borrowed;
 * `NULL` for `NULL`.
 */
const char *smsbat_segments_unicode_characters(const smsbat_segments *segments);

/**
 * Frees segments. `NULL` is allowed.
 */
void smsbat_segments_free(smsbat_segments *segments);

/**
 * Returns true if `caller_id`, the number that called, matches the pattern of a flash call.
 *
 * Ignores everything but digits in the number, and everything but digits and `*` in the pattern. Each `*` stands for
 * exactly one digit. The pattern is compared with the end of the number; one without a digit matches none. False if a text
 * is `NULL` or not UTF-8.
 */
bool smsbat_flash_call_matches(const char *pattern,
                               const char *caller_id);

/**
 * Parses a phone number by the rules of a client.
 *
 * `country` is the country code of national numbers, such as "380". If it is `NULL`, the number must be in
 * international form. Spaces, hyphens, parentheses, invisible characters and characters that spreadsheets add are
 * removed. On success `*phone` is the number, which the program must free with `smsbat_phone_free`; otherwise it is
 * `NULL`. Returns `SMSBAT_ERROR_VALIDATION` if the text is not a number or the country code does not exist,
 * `SMSBAT_ERROR_INVALID_ARGUMENT` if `text` or `phone` is `NULL` or a text is not UTF-8. Free the error with
 * `smsbat_error_free`.
 */
smsbat_code smsbat_phone_parse(const char *text,
                               const char *country,
                               smsbat_phone **phone,
                               smsbat_error **error);

/**
 * Returns the number with `+`, such as "+380671234567". Borrowed; `NULL` for `NULL`.
 */
const char *smsbat_phone_e164(const smsbat_phone *phone);

/**
 * Returns the digits without `+`, such as "380671234567". Borrowed; `NULL` for `NULL`.
 */
const char *smsbat_phone_digits(const smsbat_phone *phone);

/**
 * Returns the digits of the country code, such as "380". Borrowed; `NULL` for `NULL`.
 */
const char *smsbat_phone_country(const smsbat_phone *phone);

/**
 * Frees a phone. `NULL` is allowed.
 */
void smsbat_phone_free(smsbat_phone *phone);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SMSBAT_H */
