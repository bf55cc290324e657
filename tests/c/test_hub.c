/*
 * Events of the chat hub, against a sandbox of their own. Environment: SMSBAT_COMMAND.
 *
 * `run.py` fails if a function of the hub is not called here.
 */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <smsbat_sandbox.h>
#ifndef _WIN32
#include <sys/wait.h>
#endif

#include "check.h"

#define CHAT 6601
/* Longest wait for what must come, in seconds. */
#define SOON 20.0

static smsbat_sandbox sandbox;
static smsbat_client *client;
static smsbat_error *error;

/* A call that must succeed; the error's text is shown if it does not. */
#define SUCCEEDS(call)                        \
  do {                                        \
    CHECK_NUMBER((call), SMSBAT_OK);          \
    CHECK_TEXT(smsbat_error_text(error), ""); \
    smsbat_error_free(error);                 \
    error = NULL;                             \
  } while (0)

#define FAILS(call, code)         \
  do {                            \
    CHECK_NUMBER((call), (code)); \
    smsbat_error_free(error);     \
    error = NULL;                 \
  } while (0)

static void happens(const char *path, const char *body) {
  SUCCEEDS(smsbat_sandbox_post(&sandbox, path, body, &error));
}

/* The next event, which must be of this kind; the program frees it. */
static smsbat_chat_event *next(const smsbat_chat_events *events, smsbat_chat_event_kinds kind) {
  smsbat_chat_event *event = NULL;
  SUCCEEDS(smsbat_chat_events_next(events, SOON, &event, &error));
  CHECK_NUMBER(smsbat_chat_event_kind(event), kind);
  return event;
}

static void next_state(const smsbat_chat_events *events, const char *state) {
  smsbat_chat_event *event = next(events, SMSBAT_CHAT_EVENT_CONNECTION_CHANGED);
  CHECK_TEXT(smsbat_connection_changed_state(smsbat_chat_event_connection_changed(event)), state);
  smsbat_chat_event_free(event);
}

static void next_text(const smsbat_chat_events *events, const char *text, bool replayed) {
  smsbat_chat_event *event = next(events, SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED);
  const smsbat_chat_message_received *received = smsbat_chat_event_message_received(event);
  CHECK_NUMBER(smsbat_chat_message_received_chat_id(received), CHAT);
  CHECK_NUMBER(smsbat_chat_event_chat_id(event), CHAT);
  CHECK_TEXT(smsbat_chat_message_text(smsbat_chat_message_received_message(received)), text);
  CHECK(smsbat_chat_message_received_replayed(received) == replayed);
  CHECK(smsbat_chat_event_media_received(event) == NULL);
  smsbat_chat_event_free(event);
}

static smsbat_chat_events *listen_with(const char *transport, const smsbat_call_options *call) {
  smsbat_chat_events *events = NULL;
  smsbat_chat_events_options *options = smsbat_chat_events_options_new();
  CHECK_NUMBER(smsbat_chat_events_options_set_transport(options, transport), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chat_events_options_set_server_timeout(options, 60), SMSBAT_OK);
  SUCCEEDS(smsbat_chat_events_open(client, options, call, &events, &error));
  smsbat_chat_events_options_free(options);
  next_state(events, "connected");
  CHECK_TEXT(smsbat_chat_events_transport(events), transport);
  CHECK_TEXT(smsbat_chat_events_state(events), "connected");
  /* It reads what came before the connection was there; what comes from now on is pushed. */
  smsbat_chat_event *event = NULL;
  SUCCEEDS(smsbat_chat_events_next(events, 0.3, &event, &error));
  CHECK(event == NULL);
  return events;
}

/* What the hub returned, as JSON that begins with this. */
static void check_result(smsbat_string *result, const char *start) {
  const char *text = smsbat_string_text(result, NULL);
  CHECK(text != NULL && strncmp(text, start, strlen(start)) == 0);
  smsbat_string_free(result);
}

static void test_events(const char *transport) {
  static const uint8_t file[] = {'h', 'i', 0};
  char body[64];
  size_t length = 0;
  smsbat_string *result = NULL;
  smsbat_chat_event *event = NULL;
  smsbat_chat_events *events = listen_with(transport, NULL);

  happens("chathub/incoming", "{\"chat_id\":6601,\"text\":\"One\"}");
  next_text(events, "One", false);

  SUCCEEDS(smsbat_chat_events_send_message(events, CHAT, "\xd0\x94\xd0\xb2\xd0\xb0", &result, &error));
  check_result(result, "{\"id\":");
  next_text(events, "\xd0\x94\xd0\xb2\xd0\xb0", false);
  SUCCEEDS(smsbat_chat_events_send_message(events, CHAT, "Three", NULL, &error));
  next_text(events, "Three", false);

  SUCCEEDS(smsbat_chat_events_send_media(events, CHAT, "a.png", NULL, file, sizeof file, &result, &error));
  check_result(result, "{\"id\":");
  event = next(events, SMSBAT_CHAT_EVENT_MEDIA_RECEIVED);
  const smsbat_chat_media_received *media = smsbat_chat_event_media_received(event);
  CHECK_NUMBER(smsbat_chat_media_received_chat_id(media), CHAT);
  CHECK(smsbat_chat_media_received_media(media) != NULL);
  CHECK(!smsbat_chat_media_received_replayed(media));
  CHECK(smsbat_chat_media_received_json(media, &length) != NULL && length > 0);
  smsbat_chat_event_free(event);
  SUCCEEDS(smsbat_chat_events_send_media(events, CHAT, "b", "image/png", file, 1, NULL, &error));
  smsbat_chat_event_free(next(events, SMSBAT_CHAT_EVENT_MEDIA_RECEIVED));

  happens("chathub/status", "{\"chat_id\":6601,\"status\":4}");
  event = next(events, SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED);
  const smsbat_chat_status_changed *changed = smsbat_chat_event_chat_status_changed(event);
  CHECK_NUMBER(smsbat_chat_status_changed_chat_id(changed), CHAT);
  CHECK_NUMBER(smsbat_chat_status_changed_status(changed), 2);
  CHECK_TEXT(smsbat_chat_status_changed_status_name(changed), "ended");
  smsbat_chat_event_free(event);
  happens("chathub/status", "{\"chat_id\":6601,\"status\":1}");
  smsbat_chat_event_free(next(events, SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED));

  happens("chathub/message_status", "{\"message_id\":99001,\"status\":3}");
  event = next(events, SMSBAT_CHAT_EVENT_MESSAGE_STATUS_CHANGED);
  const smsbat_message_status_changed *status = smsbat_chat_event_message_status_changed(event);
  CHECK_TEXT(smsbat_message_status_changed_message_id(status), "99001");
  CHECK_NUMBER(smsbat_message_status_changed_status(status), 3);
  CHECK_TEXT(smsbat_message_status_changed_status_name(status), "read");
  CHECK_NUMBER(smsbat_chat_event_chat_id(event), -1);
  smsbat_chat_event_free(event);

  happens("chathub/chats", "{\"client\":\"Ada\",\"phone\":\"380671234567\"}");
  event = next(events, SMSBAT_CHAT_EVENT_CHAT_CREATED);
  const smsbat_chat *chat = smsbat_chat_created_chat(smsbat_chat_event_chat_created(event));
  CHECK(smsbat_chat_id(chat) > 0);
  CHECK_NUMBER(smsbat_chat_event_chat_id(event), smsbat_chat_id(chat));
  snprintf(body, sizeof body, "\"id\":%lld", (long long)smsbat_chat_id(chat));
  CHECK(strstr(smsbat_chat_event_json(event, &length), body) != NULL);
  CHECK_NUMBER(strlen(smsbat_chat_event_json(event, NULL)), length);
  smsbat_chat_event_free(event);

  SUCCEEDS(smsbat_chat_events_next(events, 0, &event, &error));
  CHECK(event == NULL);
  SUCCEEDS(smsbat_chat_events_next(events, 0.1, &event, &error));
  CHECK(event == NULL);
  CHECK(!smsbat_chat_events_is_closed(events));

  /* The connection breaks, and a message comes that is pushed to nobody. */
  happens("chathub/disconnect", "{}");
  happens("chathub/incoming", "{\"chat_id\":6601,\"text\":\"Missed\"}");
  next_state(events, "reconnecting");
  next_state(events, "connected");
  next_text(events, "Missed", true);

  smsbat_chat_events_close(events);
  smsbat_chat_events_close(events);
  CHECK(smsbat_chat_events_is_closed(events));
  CHECK_TEXT(smsbat_chat_events_state(events), "closed");
  CHECK(smsbat_chat_events_transport(events) == NULL);
  SUCCEEDS(smsbat_chat_events_next(events, -1, &event, &error));
  CHECK(event == NULL);
  CHECK_NUMBER(smsbat_chat_events_send_message(events, CHAT, "Late", NULL, &error), SMSBAT_ERROR_CONFIGURATION);
  CHECK_NUMBER(smsbat_error_outcome(error), SMSBAT_OUTCOME_NOT_SENT);
  smsbat_error_free(error);
  error = NULL;
  smsbat_chat_events_free(events);
}

static void test_mistakes(void) {
  static const uint8_t file[] = {1};
  smsbat_string *result = NULL;
  smsbat_chat_event *event = NULL;
  smsbat_chat_events *events = NULL;
  smsbat_chat_events_options *options = smsbat_chat_events_options_new();
  CHECK_NUMBER(smsbat_chat_events_options_add_chat(options, 0), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_chat_events_open(client, options, NULL, &events, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(events == NULL);
  /* Another chat does not take its place. */
  CHECK_NUMBER(smsbat_chat_events_options_add_chat(options, CHAT), SMSBAT_OK);
  FAILS(smsbat_chat_events_open(client, options, NULL, &events, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(events == NULL);
  smsbat_chat_events_options_free(options);

  options = smsbat_chat_events_options_new();
  CHECK_NUMBER(smsbat_chat_events_options_add_chat(options, CHAT), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chat_events_options_set_transport(options, "pigeon"), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_chat_events_options_set_transport(options, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_chat_events_options_set_transport(options, "long_polling"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chat_events_options_set_idle_timeout(options, NAN), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_chat_events_options_set_idle_timeout(options, 0.3), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chat_events_options_set_server_timeout(options, 0), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_chat_events_options_set_server_timeout(options, 30), SMSBAT_OK);
  SUCCEEDS(smsbat_chat_events_open(client, options, NULL, &events, &error));
  next_state(events, "connected");
  CHECK_TEXT(smsbat_chat_events_transport(events), "long_polling");

  FAILS(smsbat_chat_events_next(events, NAN, &event, &error), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_chat_events_next(events, 86401, &event, &error), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_chat_events_next(events, 1, NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_send_message(events, CHAT, "", &result, &error), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_chat_events_send_message(events, 0, "Hi", &result, &error), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_chat_events_send_message(events, CHAT, NULL, &result, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_send_message(events, CHAT, "\xff", &result, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_send_media(events, CHAT, "a", NULL, NULL, 0, &result, &error), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_chat_events_send_media(events, CHAT, "a", NULL, file, INT64_MAX, &result, &error), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_chat_events_send_media(events, CHAT, "a", NULL, NULL, 1, &result, &error),
        SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_send_media(events, CHAT, NULL, NULL, file, 1, &result, &error),
        SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_chat_events_send_message(events, 1, "Nobody", &result, &error), SMSBAT_ERROR_PROVIDER);
  CHECK_NUMBER(smsbat_error_outcome(error), SMSBAT_OUTCOME_REJECTED);
  CHECK(strstr(smsbat_error_text(error), "Nobody") == NULL);
  CHECK(result == NULL);
  smsbat_error_free(error);
  error = NULL;

  /* Nothing happens for the idle timeout: the events end by themselves. */
  for (int i = 0; i < 100 && !smsbat_chat_events_is_closed(events); i++) {
    SUCCEEDS(smsbat_chat_events_next(events, SOON, &event, &error));
    smsbat_chat_event_free(event);
  }
  CHECK(smsbat_chat_events_is_closed(events));
  smsbat_chat_events_free(events);
  smsbat_chat_events_options_free(options);

  FAILS(smsbat_chat_events_open(NULL, NULL, NULL, &events, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_open(client, NULL, NULL, NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_next(NULL, 1, &event, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_send_message(NULL, CHAT, "Hi", NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_chat_events_send_media(NULL, CHAT, "a", NULL, file, 1, NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_chat_events_options_add_chat(NULL, 1), SMSBAT_ERROR_INVALID_ARGUMENT);
}

static void test_null(void) {
  size_t length = 1;
  CHECK(smsbat_chat_events_is_closed(NULL));
  CHECK(smsbat_chat_events_state(NULL) == NULL);
  CHECK(smsbat_chat_events_transport(NULL) == NULL);
  smsbat_chat_events_close(NULL);
  smsbat_chat_events_free(NULL);
  smsbat_chat_events_options_free(NULL);
  CHECK_NUMBER(smsbat_chat_event_kind(NULL), 0);
  CHECK_NUMBER(smsbat_chat_event_chat_id(NULL), -1);
  CHECK(smsbat_chat_event_json(NULL, &length) == NULL && length == 0);
  CHECK(smsbat_chat_event_unknown(NULL) == NULL);
  CHECK(smsbat_chat_event_message_received(NULL) == NULL);
  CHECK(smsbat_chat_event_media_received(NULL) == NULL);
  CHECK(smsbat_chat_event_chat_status_changed(NULL) == NULL);
  CHECK(smsbat_chat_event_message_status_changed(NULL) == NULL);
  CHECK(smsbat_chat_event_chat_created(NULL) == NULL);
  CHECK(smsbat_chat_event_connection_changed(NULL) == NULL);
  CHECK(smsbat_unknown_event_name(NULL) == NULL);
  CHECK(smsbat_unknown_event_arguments(NULL) == NULL);
  CHECK_NUMBER(smsbat_connection_changed_attempt(NULL), -1);
  CHECK(smsbat_connection_changed_reason(NULL) == NULL);
  smsbat_chat_event_free(NULL);
}

struct waiter {
  const smsbat_chat_events *events;
  smsbat_code code;
  smsbat_chat_event *event;
};

/* Waits without a limit. */
static void *wait_for_one(void *given) {
  struct waiter *waiter = given;
  waiter->code = smsbat_chat_events_next(waiter->events, -1, &waiter->event, NULL);
  return NULL;
}

static void pause_ms(long ms) {
  struct timespec time = {ms / 1000, (ms % 1000) * 1000000};
  nanosleep(&time, NULL);
}

static void test_threads(void) {
  pthread_t thread;
  smsbat_cancel *cancel = smsbat_cancel_new();
  smsbat_call_options *call = smsbat_call_options_new();
  CHECK_NUMBER(smsbat_call_options_set_cancel(call, cancel), SMSBAT_OK);
  smsbat_chat_events *events = listen_with("websocket", call);

  /* A send while another thread waits, which gets the message. */
  struct waiter waiter = {events, SMSBAT_OK, NULL};
  CHECK_NUMBER(pthread_create(&thread, NULL, wait_for_one, &waiter), 0);
  pause_ms(100);
  SUCCEEDS(smsbat_chat_events_send_message(events, CHAT, "Across", NULL, &error));
  pthread_join(thread, NULL);
  CHECK_NUMBER(waiter.code, SMSBAT_OK);
  CHECK_NUMBER(smsbat_chat_event_kind(waiter.event), SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED);
  smsbat_chat_event_free(waiter.event);

  /* A wait is cancelled, and so is every later call. */
  waiter = (struct waiter){events, SMSBAT_OK, NULL};
  CHECK_NUMBER(pthread_create(&thread, NULL, wait_for_one, &waiter), 0);
  pause_ms(100);
  smsbat_cancel_request(cancel);
  pthread_join(thread, NULL);
  CHECK_NUMBER(waiter.code, SMSBAT_ERROR_CANCELLED);
  CHECK(waiter.event == NULL);
  FAILS(smsbat_chat_events_next(events, 1, &waiter.event, &error), SMSBAT_ERROR_CANCELLED);
  CHECK_NUMBER(smsbat_chat_events_send_message(events, CHAT, "Cancelled", NULL, &error), SMSBAT_ERROR_CANCELLED);
  CHECK_NUMBER(smsbat_error_outcome(error), SMSBAT_OUTCOME_NOT_SENT);
  smsbat_error_free(error);
  error = NULL;
  smsbat_chat_events_free(events);
  smsbat_call_options_free(call);
  smsbat_cancel_free(cancel);

  /* A wait is cancelled when the client is closed; a later call is refused. */
  smsbat_client *own = NULL;
  SUCCEEDS(smsbat_client_new(NULL, &own, &error));
  SUCCEEDS(smsbat_chat_events_open(own, NULL, NULL, &events, &error));
  SUCCEEDS(smsbat_chat_events_next(events, 1, &waiter.event, &error));
  smsbat_chat_event_free(waiter.event);
  waiter = (struct waiter){events, SMSBAT_OK, NULL};
  CHECK_NUMBER(pthread_create(&thread, NULL, wait_for_one, &waiter), 0);
  pause_ms(100);
  smsbat_client_close(own);
  pthread_join(thread, NULL);
  CHECK_NUMBER(waiter.code, SMSBAT_ERROR_CANCELLED);
  /* The last event says that they ended. */
  SUCCEEDS(smsbat_chat_events_next(events, 1, &waiter.event, &error));
  CHECK_NUMBER(smsbat_chat_event_kind(waiter.event), SMSBAT_CHAT_EVENT_CONNECTION_CHANGED);
  CHECK(smsbat_chat_events_is_closed(events));
  smsbat_chat_event_free(waiter.event);
  smsbat_chat_events_free(events);
  smsbat_client_free(own);

  /* A wait ends when the events are closed. */
  events = listen_with("long_polling", NULL);
  waiter = (struct waiter){events, SMSBAT_ERROR_OTHER, NULL};
  CHECK_NUMBER(pthread_create(&thread, NULL, wait_for_one, &waiter), 0);
  pause_ms(100);
  smsbat_chat_events_close(events);
  pthread_join(thread, NULL);
  CHECK_NUMBER(waiter.code, SMSBAT_OK);
  CHECK(waiter.event == NULL);
  smsbat_chat_events_free(events);
}

#ifndef _WIN32
static void test_fork(void) {
  int status = 0;
  smsbat_chat_events *events = listen_with("websocket", NULL);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    smsbat_chat_event *event = NULL;
    int good = smsbat_chat_events_is_closed(events)
               && smsbat_chat_events_next(events, 1, &event, NULL) == SMSBAT_ERROR_CONFIGURATION
               && smsbat_chat_events_send_message(events, CHAT, "Child", NULL, NULL) == SMSBAT_ERROR_CONFIGURATION;
    smsbat_chat_events_free(events);
    _exit(good ? 0 : 1);
  }
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  /* The connection is the parent's, and still there. */
  happens("chathub/incoming", "{\"chat_id\":6601,\"text\":\"After\"}");
  next_text(events, "After", false);
  smsbat_chat_events_free(events);
}
#endif

static void test_without_client(void) {
  smsbat_chat_events *events = listen_with("websocket", NULL);
  smsbat_client_free(client);
  client = NULL;
  happens("chathub/incoming", "{\"chat_id\":6601,\"text\":\"Alone\"}");
  next_text(events, "Alone", false);
  smsbat_chat_events_free(events);
}

int main(void) {
  smsbat_string *token = NULL;
  if (!smsbat_sandbox_start(&sandbox, NULL, false)) {
    printf("%s\n", sandbox.problem);
    return 1;
  }
  SUCCEEDS(smsbat_sandbox_client(&sandbox, &client, &error));
  SUCCEEDS(smsbat_client_chathub_login(client, "test-desk", "test-password", NULL, &token, &error));
  smsbat_string_free(token);

  test_null();
  test_events("websocket");
  test_events("long_polling");
  test_mistakes();
  test_threads();
#ifndef _WIN32
  test_fork();
#endif
  test_without_client();

  smsbat_client_free(client);
  smsbat_sandbox_stop(&sandbox);
  printf("%d passed, %d failed\n", checks_passed, checks_failed);
  return checks_failed == 0 ? 0 : 1;
}
