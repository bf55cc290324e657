/*
 * The C library against a sandbox.
 *
 * Environment: SMSBAT_BASE_URL and SMSBAT_API_KEY of a sandbox with a stopped clock; TEST_TLS_URL and
 * TEST_CA_BUNDLE of one that speaks TLS.
 */
#define _GNU_SOURCE

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#ifdef _WIN32
#include <direct.h>
#include <io.h>
#else
#include <sys/wait.h>
#endif

#include <smsbat.h>

#include "check.h"

#define PHONE "+380671234567"
#define UUID "6b0f1a2e-1f1c-4b7e-9b59-0d2f3c4a5b6c"

static smsbat_client *client;

/* Helpers */

static smsbat_message *message_of(smsbat_message_kind kind, const char *to) {
  smsbat_message *message = smsbat_message_new(kind);
  smsbat_message_set_to(message, to);
  smsbat_message_set_sender(message, "NovaShop");
  return message;
}

static smsbat_message *sms(const char *to, const char *text) {
  smsbat_message *message = message_of(SMSBAT_MESSAGE_SMS, to);
  smsbat_message_set_text(message, text);
  return message;
}

/* Sends one message and frees it. */
static smsbat_code send_one(smsbat_client *by, smsbat_message *message, smsbat_send_result **result, smsbat_error **error) {
  smsbat_code code = smsbat_client_send(by, &message, 1, NULL, result, error);
  smsbat_message_free(message);
  return code;
}

/* The id of an accepted message, copied; the text is the caller's. */
static char *accepted_id(smsbat_message *message) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  char *copy = NULL;
  CHECK_NUMBER(send_one(client, message, &result, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  const smsbat_sent_message *row = smsbat_send_result_at(result, 0);
  CHECK_NUMBER(smsbat_sent_message_outcome(row), SMSBAT_OUTCOME_ACCEPTED);
  const char *id = smsbat_sent_message_message_id(row);
  CHECK(id != NULL);
  if (id != NULL) {
    copy = strdup(id);
  }
  smsbat_error_free(error);
  smsbat_send_result_free(result);
  return copy;
}

static void control(const char *request) {
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  CHECK_NUMBER(smsbat_call(client, "request", request, &reply, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  smsbat_reply_free(reply);
  smsbat_error_free(error);
}

/* The sandbox has so many messages of a filter. */
static void check_found(const char *path, int total) {
  char request[256], found[32];
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  snprintf(request, sizeof request, "{\"method\":\"GET\",\"path\":\"%s\"}", path);
  snprintf(found, sizeof found, "\"total\":%d", total);
  CHECK_NUMBER(smsbat_call(client, "request", request, &reply, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  CHECK(strstr(smsbat_reply_json(reply, NULL), found) != NULL);
  smsbat_reply_free(reply);
  smsbat_error_free(error);
}

static void advance_clock(void) {
  control("{\"method\":\"POST\",\"path\":\"/_sandbox/clock\",\"json\":{\"advance\":10}}");
}

static void check_error(smsbat_error *error, smsbat_code code, smsbat_outcome outcome, const char *field) {
  CHECK_NUMBER(smsbat_error_code(error), code);
  CHECK_NUMBER(smsbat_error_outcome(error), outcome);
  CHECK_TEXT(smsbat_error_field(error), field);
  CHECK(smsbat_error_text(error)[0] != '\0');
  CHECK(strchr(smsbat_error_text(error), '\n') == NULL);
  CHECK(strstr(smsbat_error_text(error), "test-key") == NULL);
  smsbat_error_free(error);
}

/* A client of another address, or with another setting. */
static smsbat_client *client_with(const char *name, const char *value) {
  smsbat_client *made = NULL;
  smsbat_error *error = NULL;
  smsbat_options *options = smsbat_options_new();
  smsbat_options_set_max_retries(options, 0);
  smsbat_options_set(options, name, value);
  CHECK_NUMBER(smsbat_client_new(options, &made, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  smsbat_error_free(error);
  smsbat_options_free(options);
  return made;
}

static void check_connection(const char *url, smsbat_code code) {
  smsbat_send_result *result = (smsbat_send_result *)&result;
  smsbat_error *error = NULL;
  smsbat_client *other = client_with("base_url", url);
  CHECK_NUMBER(send_one(other, sms(PHONE, "Hi"), &result, &error), code);
  CHECK(result == NULL);
  CHECK_TEXT(smsbat_error_operation(error), "messages.send");
  CHECK_NUMBER(smsbat_error_status_code(error), 0);
  CHECK_NUMBER(smsbat_error_customer_message_id_count(error), 1);
  CHECK(smsbat_error_customer_message_id_at(error, 0) != NULL);
  check_error(error, code, SMSBAT_OUTCOME_NOT_SENT, NULL);
  smsbat_client_free(other);
}

/* Tests */

static void test_version(void) {
  CHECK_TEXT(smsbat_version(), SMSBAT_VERSION);
  CHECK(SMSBAT_VERSION_NUMBER == SMSBAT_VERSION_MAJOR * 1000000 + SMSBAT_VERSION_MINOR * 1000 + SMSBAT_VERSION_PATCH);
  CHECK_TEXT(smsbat_outcome_name(SMSBAT_OUTCOME_NOT_SENT), "not_sent");
  CHECK_TEXT(smsbat_outcome_name(-7), "unknown");
}

/* Each kind with every setter that it has. */
static void test_every_kind(void) {
  free(accepted_id(sms(PHONE, "Hello")));

  smsbat_part *button = smsbat_button_new("Open", "https://shop.example.org");
  smsbat_part *fallback = smsbat_fallback_new("Sale!");
  CHECK_NUMBER(smsbat_fallback_set_type(fallback, "sms"), SMSBAT_OK);
  smsbat_message *promo = message_of(SMSBAT_MESSAGE_VIBER_PROMO, PHONE);
  CHECK_NUMBER(smsbat_message_set_text(promo, "Sale"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_image(promo, "https://cdn.example.org/a.png"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_button(promo, button), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_fallback(promo, fallback), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_ttl(promo, 3600), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_customer_message_id(promo, "promo-1"), SMSBAT_OK);
  CHECK_TEXT(smsbat_message_json(promo, NULL),
             "{\"type\":\"viber_promo\",\"to\":\"" PHONE "\",\"from\":\"NovaShop\",\"text\":\"Sale\",\"messageData\":"
             "{\"img\":\"https://cdn.example.org/a.png\",\"buttonText\":\"Open\",\"buttonAction\":"
             "\"https://shop.example.org\"},\"ttl\":3600,\"customerMessageId\":\"promo-1\",\"fallback\":"
             "{\"text\":\"Sale!\",\"type\":\"sms\"}}");
  free(accepted_id(promo));

  smsbat_part *video = smsbat_video_new("https://cdn.example.org/v.mp4");
  CHECK_NUMBER(smsbat_video_set_thumbnail(video, "https://cdn.example.org/v.png"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_video_set_file_size(video, 1000), SMSBAT_OK);
  CHECK_NUMBER(smsbat_video_set_duration(video, 10), SMSBAT_OK);
  promo = message_of(SMSBAT_MESSAGE_VIBER_PROMO, PHONE);
  CHECK_NUMBER(smsbat_message_set_video(promo, video), SMSBAT_OK);
  free(accepted_id(promo));

  smsbat_part *file = smsbat_file_new("https://cdn.example.org/a.pdf");
  CHECK_NUMBER(smsbat_file_set_name(file, "a.pdf"), SMSBAT_OK);
  smsbat_message *transactional = message_of(SMSBAT_MESSAGE_VIBER_TRANSACTIONAL, PHONE);
  CHECK_NUMBER(smsbat_message_set_file(transactional, file), SMSBAT_OK);
  free(accepted_id(transactional));

  smsbat_part *card = smsbat_card_new("Shoes", "https://cdn.example.org/s.png", button);
  CHECK_NUMBER(smsbat_card_set_secondary(card, button), SMSBAT_OK);
  smsbat_message *carousel = message_of(SMSBAT_MESSAGE_VIBER_CAROUSEL, PHONE);
  smsbat_message_set_text(carousel, "New");
  CHECK_NUMBER(smsbat_message_add_card(carousel, card), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_add_card(carousel, card), SMSBAT_OK);
  free(accepted_id(carousel));

  smsbat_message *survey = message_of(SMSBAT_MESSAGE_VIBER_SURVEY, PHONE);
  smsbat_message_set_text(survey, "How was it?");
  CHECK_NUMBER(smsbat_message_add_option(survey, "Good"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_add_option(survey, "Bad"), SMSBAT_OK);
  free(accepted_id(survey));

  smsbat_message *otp = message_of(SMSBAT_MESSAGE_VIBER_OTP, PHONE);
  CHECK_NUMBER(smsbat_message_set_template_id(otp, UUID), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_template_lang(otp, "uk"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_template_param(otp, "pin", "1"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_template_param(otp, "pin", "0042"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_template_param_int(otp, "minutes", 5), SMSBAT_OK);
  CHECK(strstr(smsbat_message_json(otp, NULL), "{\"pin\":\"0042\",\"minutes\":5}") != NULL);
  free(accepted_id(otp));

  smsbat_part *media = smsbat_media_new("https://cdn.example.org/a.jpg", "image/jpeg");
  CHECK_NUMBER(smsbat_media_set_width(media, 800), SMSBAT_OK);
  smsbat_part *actions[4] = {
    smsbat_action_open_url("https://shop.example.org"),
    smsbat_action_dial("+380440000001"),
    smsbat_action_share_location(),
    smsbat_action_create_calendar_event("Sale", "2027-01-01T10:00:00+02:00"),
  };
  CHECK_NUMBER(smsbat_action_set_end(actions[3], "2027-01-01T11:00:00+02:00"), SMSBAT_OK);
  smsbat_message *rcs = message_of(SMSBAT_MESSAGE_RCS, PHONE);
  smsbat_message_set_text(rcs, "Sale");
  CHECK_NUMBER(smsbat_message_set_media(rcs, media), SMSBAT_OK);
  smsbat_part *rcs_card = smsbat_rcs_card_new();
  CHECK_NUMBER(smsbat_rcs_card_set_title(rcs_card, "Shoes"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_rcs_card_set_media(rcs_card, media), SMSBAT_OK);
  for (int i = 0; i < 4; i++) {
    smsbat_part *rcs_button = smsbat_rcs_button_new("Do it", actions[i]);
    CHECK_NUMBER(smsbat_message_add_button(rcs, rcs_button), SMSBAT_OK);
    if (i == 0) {
      CHECK_NUMBER(smsbat_rcs_card_add_button(rcs_card, rcs_button), SMSBAT_OK);
    }
    smsbat_part_free(rcs_button);
    smsbat_part_free(actions[i]);
  }
  free(accepted_id(rcs));
  rcs = message_of(SMSBAT_MESSAGE_RCS, PHONE);
  smsbat_message_set_text(rcs, "Sale");
  CHECK_NUMBER(smsbat_message_add_card(rcs, rcs_card), SMSBAT_OK);
  free(accepted_id(rcs));

  smsbat_message *plain = smsbat_message_from_json("{\"recipient\":\"" PHONE "\",\"type\":\"viber\",\"text\":\"Hi\"}");
  free(accepted_id(plain));

  smsbat_part_free(button);
  smsbat_part_free(fallback);
  smsbat_part_free(video);
  smsbat_part_free(file);
  smsbat_part_free(card);
  smsbat_part_free(media);
  smsbat_part_free(rcs_card);
}

static void test_flash_call(void) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_message *message = message_of(SMSBAT_MESSAGE_FLASH_CALL, PHONE);
  CHECK_NUMBER(smsbat_message_set_caller_id(message, "+380440000077"), SMSBAT_OK);
  CHECK_NUMBER(send_one(client, message, &result, &error), SMSBAT_OK);
  const smsbat_sent_message *row = smsbat_send_result_at(result, 0);
  CHECK_TEXT(smsbat_sent_message_caller_id(row), "+380440000077");
  CHECK(smsbat_sent_message_pattern(row) != NULL);
  CHECK(smsbat_flash_call_matches(smsbat_sent_message_pattern(row), "+38 (044) 000-00-77"));
  CHECK(!smsbat_flash_call_matches(smsbat_sent_message_pattern(row), "+380440000078"));
  CHECK(!smsbat_flash_call_matches(NULL, "+380440000078"));
  CHECK(!smsbat_flash_call_matches("*77", NULL));
  smsbat_error_free(error);
  smsbat_send_result_free(result);
}

static void test_result(void) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  size_t length = 0;
  smsbat_message *messages[3] = {sms(PHONE, "one"), sms("+380990000101", "two"), sms("+380990000103", "three")};
  smsbat_message_set_customer_message_id(messages[0], "c-1");
  CHECK_NUMBER(smsbat_client_send(client, messages, 3, NULL, &result, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_send_result_count(result), 3);
  CHECK(smsbat_send_result_messagelist_id(result) != NULL);
  CHECK(!smsbat_send_result_ok(result));
  CHECK(smsbat_send_result_at(result, 3) == NULL);

  const smsbat_sent_message *row = smsbat_send_result_at(result, 0);
  CHECK_NUMBER(smsbat_sent_message_outcome(row), SMSBAT_OUTCOME_ACCEPTED);
  CHECK_TEXT(smsbat_sent_message_customer_message_id(row), "c-1");
  CHECK_TEXT(smsbat_sent_message_to(row), PHONE);
  CHECK_NUMBER(smsbat_sent_message_parts(row), 1);
  CHECK(smsbat_sent_message_pattern(row) == NULL);
  CHECK_NUMBER(smsbat_sent_message_ttl(row), -1);
  CHECK(smsbat_sent_message_raw(row, &length) != NULL);
  CHECK_NUMBER(length, strlen(smsbat_sent_message_raw(row, NULL)));

  row = smsbat_send_result_at(result, 1);
  CHECK_NUMBER(smsbat_sent_message_outcome(row), SMSBAT_OUTCOME_REJECTED);
  CHECK_TEXT(smsbat_sent_message_status(row), "rejected");
  CHECK_NUMBER(smsbat_sent_message_outcome(smsbat_send_result_at(result, 2)), SMSBAT_OUTCOME_UNKNOWN);
  CHECK_TEXT(smsbat_sent_message_status(smsbat_send_result_at(result, 2)), "parked");

  CHECK(smsbat_send_result_json(result, &length)[0] == '{');
  CHECK_NUMBER(length, strlen(smsbat_send_result_json(result, NULL)));
  CHECK(strstr(smsbat_send_result_raw(result, NULL), "stop list") != NULL);

  CHECK_NUMBER(smsbat_send_result_check(result, &error), SMSBAT_ERROR_PROVIDER);
  CHECK_NUMBER(smsbat_error_customer_message_id_count(error), 2);
  check_error(error, SMSBAT_ERROR_PROVIDER, SMSBAT_OUTCOME_UNKNOWN, NULL);
  smsbat_send_result_free(result);

  CHECK_NUMBER(smsbat_client_send(client, messages, 1, NULL, &result, &error), SMSBAT_OK);
  CHECK(smsbat_send_result_ok(result));
  CHECK_NUMBER(smsbat_send_result_warning_count(result), 0);
  CHECK(smsbat_send_result_warning_at(result, 0) == NULL);
  CHECK_NUMBER(smsbat_send_result_check(result, &error), SMSBAT_OK);
  CHECK(error == NULL);
  smsbat_send_result_free(result);

  smsbat_message *survey = message_of(SMSBAT_MESSAGE_VIBER_SURVEY, PHONE);
  smsbat_message_set_text(survey, "?");
  smsbat_message_add_option(survey, "Only one");
  CHECK_NUMBER(send_one(client, survey, &result, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_send_result_warning_count(result), 1);
  CHECK(smsbat_send_result_warning_at(result, 0) != NULL);
  smsbat_send_result_free(result);
  for (int i = 0; i < 3; i++) {
    smsbat_message_free(messages[i]);
  }
}

static void test_status(void) {
  smsbat_status *status = NULL;
  smsbat_error *error = NULL;
  smsbat_part *fallback = smsbat_fallback_new("By SMS");
  smsbat_message *message = message_of(SMSBAT_MESSAGE_VIBER_TRANSACTIONAL, "+380990000211");
  smsbat_message_set_text(message, "By Viber");
  smsbat_message_set_fallback(message, fallback);
  smsbat_part_free(fallback);
  char *id = accepted_id(message);

  CHECK_NUMBER(smsbat_client_status(client, id, NULL, &status, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_status_delivery_status(status), "scheduled");
  CHECK(!smsbat_status_is_final(status));
  smsbat_status_free(status);

  advance_clock();
  CHECK_NUMBER(smsbat_client_wait(client, id, 5, 0, NULL, &status, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_status_message_id(status), id);
  CHECK_TEXT(smsbat_status_delivery_status(status), "delivered");
  CHECK(smsbat_status_is_final(status) && smsbat_status_is_delivered(status));
  CHECK(smsbat_status_cost(status) != NULL && strchr(smsbat_status_cost(status), '.') != NULL);
  CHECK_NUMBER(smsbat_status_fallback_count(status), 1);
  const smsbat_fallback_status *channel = smsbat_status_fallback_at(status, 0);
  CHECK_TEXT(smsbat_fallback_status_type(channel), "sms");
  CHECK_TEXT(smsbat_fallback_status_status(channel), "delivered");
  CHECK(smsbat_status_fallback_at(status, 1) == NULL);
  CHECK(smsbat_status_extended_status_count(status) > 0);
  CHECK(smsbat_status_extended_status_name(status, 0) != NULL);
  CHECK(smsbat_status_extended_status_value(status, 0) != NULL);
  CHECK(smsbat_status_extended_status_value(status, 99) == NULL);
  CHECK(smsbat_status_json(status, NULL) != NULL && smsbat_status_raw(status, NULL) != NULL);
  smsbat_status_free(status);
  free(id);

  CHECK_NUMBER(smsbat_client_status(client, "no-such-id", NULL, &status, &error), SMSBAT_ERROR_NOT_FOUND);
  CHECK(status == NULL);
  CHECK_NUMBER(smsbat_error_status_code(error), 404);
  check_error(error, SMSBAT_ERROR_NOT_FOUND, SMSBAT_OUTCOME_NOT_SENT, NULL);

  CHECK_NUMBER(smsbat_client_wait(client, "x", 5, 0.5, NULL, &status, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "interval");

  id = accepted_id(sms("+380990000301", "stays"));
  advance_clock();
  CHECK_NUMBER(smsbat_client_wait(client, id, 1, 1, NULL, &status, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_status_delivery_status(status), "processing");
  CHECK(!smsbat_status_is_final(status));
  smsbat_status_free(status);
  free(id);
}

static void test_validation(void) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;

  CHECK_NUMBER(send_one(client, sms("12", "Hi"), &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(result == NULL);
  CHECK_NUMBER(smsbat_error_problem_count(error), 1);
  CHECK_TEXT(smsbat_error_problem_path(error, 0), "messages[0].to");
  CHECK_TEXT(smsbat_error_problem_rule(error, 0), "phone");
  CHECK(smsbat_error_problem_message(error, 0) != NULL && smsbat_error_problem_message(error, 1) == NULL);
  CHECK_TEXT(smsbat_error_problem_argument(error, 0), "to");
  CHECK(smsbat_error_problem_argument(error, 1) == NULL);
  CHECK_NUMBER(smsbat_error_note_count(error), 2);
  CHECK_TEXT(smsbat_error_note(error, 0), "next: correct each argument that is named");
  CHECK(strstr(smsbat_error_note(error, 1), "docs/reference/errors.md#validation") != NULL);
  CHECK(smsbat_error_note(error, 2) == NULL);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].to");

  /* Several problems are notes, in the names that the setters have. */
  smsbat_message *both[2] = {sms("12", "Hi"), sms("+380671234567", "")};
  CHECK_NUMBER(smsbat_client_send(client, both, 2, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_error_problem_count(error), 2);
  CHECK_NUMBER(smsbat_error_note_count(error), 4);
  CHECK_TEXT(smsbat_error_note(error, 1), "messages[1].text must not be empty");
  CHECK_TEXT(smsbat_error_problem_argument(error, 1), "messages[1].text");
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].to");
  smsbat_message_free(both[0]);
  smsbat_message_free(both[1]);

  CHECK_NUMBER(smsbat_client_send(client, NULL, 0, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages");

  smsbat_message *message = sms(PHONE, "Hi");
  smsbat_message *many[5001];
  for (size_t i = 0; i < 5001; i++) {
    many[i] = message;
  }
  CHECK_NUMBER(smsbat_client_send(client, many, 5001, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_rule(error, 0), "count");
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages");
  CHECK_NUMBER(smsbat_client_send(client, many, 5000, NULL, &result, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_send_result_count(result), 5000);
  CHECK_NUMBER(smsbat_sent_message_outcome(smsbat_send_result_at(result, 4999)), SMSBAT_OUTCOME_ACCEPTED);
  smsbat_send_result_free(result);
  smsbat_message_free(message);

  message = message_of(SMSBAT_MESSAGE_VIBER_SURVEY, PHONE);
  smsbat_message_set_text(message, "?");
  for (int i = 0; i < 6; i++) {
    smsbat_message_add_option(message, "option");
  }
  CHECK_NUMBER(send_one(client, message, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].messageData.survey.options");

  message = sms(PHONE, "Hi");
  smsbat_message_set_sender(message, "TwelveLetter");
  CHECK_NUMBER(send_one(client, message, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].from");
}

/* What a setter refuses is found again when the message is sent. */
static void test_mistakes_are_kept(void) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;

  smsbat_message *message = sms(PHONE, "Hi");
  CHECK_NUMBER(smsbat_message_set_image(message, "https://cdn.example.org/a.png"), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(send_one(client, message, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_rule(error, 0), "no_such_field");
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].image");

  message = sms(PHONE, NULL);
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_rule(error, 0), "null");
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].text");
  CHECK_NUMBER(smsbat_message_set_text(message, "\xff"), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_message_set_text(message, "Now it is right"), SMSBAT_OK);
  free(accepted_id(message));

  smsbat_part *button = smsbat_button_new("Open", "\xc3\x28");
  smsbat_part *card = smsbat_card_new("Shoes", "https://cdn.example.org/s.png", button);
  message = message_of(SMSBAT_MESSAGE_VIBER_CAROUSEL, PHONE);
  smsbat_message_add_card(message, card);
  smsbat_message_add_card(message, button);
  CHECK_NUMBER(send_one(client, message, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_path(error, 0), "messages[0].messageData.carousel.items[0].primaryButton.actionUrl");
  CHECK_TEXT(smsbat_error_problem_rule(error, 0), "utf8");
  CHECK_TEXT(smsbat_error_problem_rule(error, smsbat_error_problem_count(error) - 1), "type");
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_video_set_duration(button, 1), SMSBAT_ERROR_VALIDATION);
  smsbat_part_free(button);
  smsbat_part_free(card);

  CHECK_NUMBER(send_one(client, smsbat_message_new(99), &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].kind");
  CHECK_NUMBER(send_one(client, smsbat_message_from_json("[1]"), &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].json");
  CHECK_NUMBER(send_one(client, smsbat_message_from_json(NULL), &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].json");
}

static void test_options(void) {
  smsbat_client *made = (smsbat_client *)&made;
  smsbat_error *error = NULL;
  smsbat_options *options = smsbat_options_new();
  CHECK_NUMBER(smsbat_options_set(options, "no_such", "x"), SMSBAT_ERROR_CONFIGURATION);
  CHECK_NUMBER(smsbat_client_new(options, &made, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(made == NULL);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "name");
  smsbat_options_free(options);

  options = smsbat_options_new();
  CHECK_NUMBER(smsbat_options_set_api_key(options, "one"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_options_set_username(options, "two"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_new(options, &made, &error), SMSBAT_ERROR_CONFIGURATION);
  check_error(error, SMSBAT_ERROR_CONFIGURATION, SMSBAT_OUTCOME_NOT_SENT, NULL);
  smsbat_options_free(options);

  options = smsbat_options_new();
  CHECK_NUMBER(smsbat_options_set_timeout(options, -1), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_new(options, &made, &error), SMSBAT_ERROR_CONFIGURATION);
  check_error(error, SMSBAT_ERROR_CONFIGURATION, SMSBAT_OUTCOME_NOT_SENT, NULL);
  CHECK_NUMBER(smsbat_options_set_timeout(options, 5.5), SMSBAT_OK);
  CHECK_NUMBER(smsbat_options_set_rate_limit(options, 10, 10, 10, 10), SMSBAT_OK);
  CHECK_NUMBER(smsbat_options_set_no_rate_limit(options), SMSBAT_OK);
  CHECK_NUMBER(smsbat_options_ignore_environment(options), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_new(options, &made, &error), SMSBAT_OK);
  smsbat_send_result *result = NULL;
  CHECK_NUMBER(send_one(made, sms(PHONE, "Hi"), &result, &error), SMSBAT_ERROR_CONFIGURATION);
  check_error(error, SMSBAT_ERROR_CONFIGURATION, SMSBAT_OUTCOME_NOT_SENT, NULL);
  smsbat_client_free(made);
  smsbat_options_free(options);

  smsbat_status *status = NULL;
  smsbat_call_options *own = smsbat_call_options_new();
  CHECK_NUMBER(smsbat_call_options_set_timeout(own, 0.0), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_client_status(client, "x", own, &status, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "timeout");
  CHECK_NUMBER(smsbat_call_options_set_timeout(own, 3.0), SMSBAT_OK);
  CHECK_NUMBER(smsbat_call_options_set_max_retries(own, 0), SMSBAT_OK);
  CHECK_NUMBER(smsbat_call_options_set_resend_unknown(own, true), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_status(client, "x", own, &status, &error), SMSBAT_ERROR_NOT_FOUND);
  smsbat_error_free(error);
  smsbat_call_options_free(own);
}

static void test_refusals(void) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_client *other = client_with("api_key", "wrong");
  CHECK_NUMBER(send_one(other, sms(PHONE, "Hi"), &result, &error), SMSBAT_ERROR_AUTHENTICATION);
  CHECK_NUMBER(smsbat_error_status_code(error), 401);
  CHECK(!smsbat_error_retryable(error));
  CHECK(smsbat_error_body(error, NULL) != NULL);
  check_error(error, SMSBAT_ERROR_AUTHENTICATION, SMSBAT_OUTCOME_NOT_SENT, smsbat_error_field(error));
  smsbat_client_free(other);

  control("{\"method\":\"POST\",\"path\":\"/_sandbox/reply_next\",\"json\":{\"path_prefix\":\"/bat/\",\"status\":429,"
          "\"headers\":{\"Retry-After\":\"7\",\"X-Request-Id\":\"r-1\"},"
          "\"body\":\"{\\\"error\\\":{\\\"code\\\":\\\"RATE_LIMIT_EXCEEDED\\\",\\\"message\\\":\\\"slow\\\"}}\"}}");
  smsbat_call_options *own = smsbat_call_options_new();
  smsbat_call_options_set_max_retries(own, 0);
  smsbat_message *message = sms(PHONE, "Hi");
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, own, &result, &error), SMSBAT_ERROR_RATE_LIMIT);
  CHECK(smsbat_error_retry_after(error) == 7.0);
  CHECK_TEXT(smsbat_error_request_id(error), "r-1");
  CHECK_TEXT(smsbat_error_provider_code(error), "RATE_LIMIT_EXCEEDED");
  CHECK(smsbat_error_retryable(error));
  CHECK(strstr(smsbat_error_message(error), "slow") != NULL);
  check_error(error, SMSBAT_ERROR_RATE_LIMIT, SMSBAT_OUTCOME_NOT_SENT, NULL);

  control("{\"method\":\"POST\",\"path\":\"/_sandbox/reply_next\",\"json\":{\"path_prefix\":\"/bat/\",\"status\":502,"
          "\"body\":\"gone\"}}");
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, own, &result, &error), SMSBAT_ERROR_SERVER);
  CHECK(smsbat_error_retry_after(error) == -1.0);
  check_error(error, SMSBAT_ERROR_SERVER, SMSBAT_OUTCOME_UNKNOWN, NULL);
  smsbat_message_free(message);
  smsbat_call_options_free(own);
}

static void test_no_connection(void) {
  check_connection("http://127.0.0.1:1", SMSBAT_ERROR_CONNECTION);
  check_connection("https://no-such-host.invalid", SMSBAT_ERROR_CONNECTION);
  check_connection(getenv("TEST_TLS_URL"), SMSBAT_ERROR_CONNECTION);

  smsbat_client *made = NULL;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_options *options = smsbat_options_new();
  smsbat_options_set_base_url(options, getenv("TEST_TLS_URL"));
  smsbat_options_set_ca_bundle(options, getenv("TEST_CA_BUNDLE"));
  CHECK_NUMBER(smsbat_client_new(options, &made, &error), SMSBAT_OK);
  CHECK_NUMBER(send_one(made, sms(PHONE, "Over TLS"), &result, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  smsbat_send_result_free(result);
  smsbat_client_free(made);
  smsbat_options_free(options);
}

static void test_call(void) {
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  size_t length = 0;
  const char *request = "{\"messages\":[{\"type\":\"sms\",\"to\":\"" PHONE "\",\"from\":\"NovaShop\",\"text\":\"Hi\"}]}";
  CHECK_NUMBER(smsbat_call(client, "messages.send", request, &reply, &error), SMSBAT_OK);
  const char *json = smsbat_reply_json(reply, &length);
  CHECK(json != NULL && strlen(json) == length && strstr(json, "\"outcome\":\"accepted\"") != NULL);
  smsbat_reply_free(reply);

  CHECK_NUMBER(smsbat_call(client, "messages.sned", "{}", &reply, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(reply == NULL);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "operation");
  CHECK_NUMBER(smsbat_call(client, "messages.send", "[]", &reply, NULL), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_call(client, "messages.send", "{", &reply, NULL), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_call(client, "messages.send", "{}", &reply, NULL), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_call(client, "messages.send", "\"\xff\"", &reply, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  const char *statuses[] = {"\"inactive\"", "1", "\"active\"", "0"};
  for (int i = 0; i < 4; i++) {
    char status[64];
    snprintf(status, sizeof status, "{\"id\":507,\"status\":%s}", statuses[i]);
    CHECK_NUMBER(smsbat_call(client, "chathub.set_operator_status", status, &reply, NULL), SMSBAT_OK);
    smsbat_reply_free(reply);
  }
  CHECK_TEXT(smsbat_code_name(SMSBAT_ERROR_VALIDATION), "validation");
  CHECK_TEXT(smsbat_code_name(SMSBAT_OK), "ok");
  CHECK_TEXT(smsbat_code_name(-7), "other");
  CHECK_NUMBER(smsbat_call(client, "messages.send", "{\"message\":1}", &reply, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message");
  const char *for_two = "{\"messages\":[{\"type\":\"sms\",\"to\":\"" PHONE "\",\"\\u0074o\":\"+380501234567\","
                        "\"from\":\"NovaShop\",\"text\":\"Hi\"}]}";
  CHECK_NUMBER(smsbat_call(client, "messages.send", for_two, &reply, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].to");
}

static smsbat_message *cascade(const char *to, const char *message_type, const char *text) {
  smsbat_message *message = message_of(SMSBAT_MESSAGE_CASCADE, to);
  smsbat_message_set_message_type(message, message_type);
  if (text != NULL) {
    smsbat_message_set_text(message, text);
  }
  return message;
}

static void test_cascade(void) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;

  smsbat_part *bot = smsbat_viber_bot_new();
  CHECK_NUMBER(smsbat_viber_bot_set_type(bot, "text"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_viber_bot_set_receiver(bot, "viber-user-1"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_viber_bot_set_min_api_version(bot, 2), SMSBAT_OK);
  CHECK_NUMBER(smsbat_viber_bot_set_sender_name(bot, "Nova"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_viber_bot_set_text(bot, "By Viber"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_viber_bot_set_ttl(bot, 60), SMSBAT_OK);
  smsbat_part *telegram_button = smsbat_telegram_button_new("Yes", "yes");
  smsbat_part *telegram = smsbat_telegram_new();
  CHECK_NUMBER(smsbat_telegram_set_text(telegram, "By Telegram"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_telegram_set_chat_id(telegram, 77), SMSBAT_OK);
  CHECK_NUMBER(smsbat_telegram_add_button(telegram, telegram_button), SMSBAT_OK);
  smsbat_part *variable = smsbat_variable_new(7, "Olena");
  CHECK_NUMBER(smsbat_variable_set_type(variable, "name"), SMSBAT_OK);
  smsbat_part *fallback = smsbat_cascade_fallback_new("Call us", "transaction");

  smsbat_message *messages[3] = {
    cascade(PHONE, "transaction", "Dear %name=7%"),
    cascade(PHONE, "viber_survey", "How was it?"),
    cascade(PHONE, "flashcall", NULL),
  };
  CHECK_NUMBER(smsbat_message_set_id(messages[0], "cascade-1"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_ttl(messages[0], 600), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_viber(messages[0], bot), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_telegram(messages[0], telegram), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_add_variable(messages[0], variable), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_check_session(messages[0], true), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_customer_data(messages[0], "{\"order\":[1, 2]}"), SMSBAT_OK);
  CHECK(strstr(smsbat_message_json(messages[0], NULL), "\"customerData\":{\"order\":[1, 2]}") != NULL);
  CHECK(strstr(smsbat_message_json(messages[0], NULL), "\"chatId\":77") != NULL);
  CHECK_NUMBER(smsbat_message_add_survey_option(messages[1], "Good"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_add_survey_option(messages[1], "Bad"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_fallback(messages[2], fallback), SMSBAT_OK);

  smsbat_client *with_bots = NULL;
  smsbat_options *options = smsbat_options_new();
  smsbat_options_set_viber_bot_token(options, "test-viber");
  smsbat_options_set_telegram_bot_key(options, "test-telegram");
  CHECK_NUMBER(smsbat_client_new(options, &with_bots, &error), SMSBAT_OK);
  smsbat_options_free(options);
  for (int first = 0; first < 2; first++) {
    CHECK_NUMBER(smsbat_client_cascade_send(with_bots, messages, 3, first == 1, NULL, &result, &error), SMSBAT_OK);
    CHECK_TEXT(smsbat_error_text(error), "");
    CHECK_NUMBER(smsbat_send_result_count(result), 3);
    CHECK(smsbat_send_result_ok(result));
    CHECK_TEXT(smsbat_sent_message_customer_message_id(smsbat_send_result_at(result, 0)), "cascade-1");
    CHECK(smsbat_sent_message_message_id(smsbat_send_result_at(result, 1)) != NULL);
    smsbat_send_result_free(result);
  }
  smsbat_client_free(with_bots);

  CHECK_NUMBER(smsbat_message_set_customer_data(messages[0], "{"), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_cascade_send(client, messages, 1, false, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(result == NULL);
  CHECK_TEXT(smsbat_error_problem_rule(error, 0), "json");
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].customerData");

  /* Each API takes messages of its own only. */
  CHECK_NUMBER(smsbat_client_send(client, &messages[1], 1, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0]");
  smsbat_message *other = sms(PHONE, "Hi");
  CHECK_NUMBER(smsbat_client_cascade_send(client, &other, 1, false, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0]");
  smsbat_message_free(other);

  other = smsbat_message_from_json("{\"id\":\"plain-1\",\"toPhone\":\"" PHONE "\",\"fromName\":\"NovaShop\",\"text\":\"Hi\","
                                   "\"messageType\":\"transaction\"}");
  CHECK_NUMBER(smsbat_client_cascade_send(client, &other, 1, false, NULL, &result, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  CHECK(smsbat_send_result_ok(result));
  smsbat_send_result_free(result);
  smsbat_message_free(other);

  for (int i = 0; i < 3; i++) {
    smsbat_message_free(messages[i]);
  }
  smsbat_part_free(bot);
  smsbat_part_free(telegram_button);
  smsbat_part_free(telegram);
  smsbat_part_free(variable);
  smsbat_part_free(fallback);
}

static void test_turbosms(void) {
  smsbat_turbosms_result *result = NULL;
  smsbat_error *error = NULL;

  smsbat_part *turbo_sms = smsbat_turbo_sms_new();
  CHECK_NUMBER(smsbat_turbo_sms_set_text(turbo_sms, "By SMS"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_turbo_sms_set_is_flash(turbo_sms, false), SMSBAT_OK);
  smsbat_part *card = smsbat_turbo_card_new("Lamp", "https://cdn.example.org/1.png");
  CHECK_NUMBER(smsbat_turbo_card_set_button_caption(card, "Order"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_turbo_card_set_button_url(card, "https://shop.example.org/"), SMSBAT_OK);
  smsbat_part *viber = smsbat_turbo_viber_new();
  CHECK_NUMBER(smsbat_turbo_viber_set_text(viber, "By Viber"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_turbo_viber_set_is_transactional(viber, false), SMSBAT_OK);
  CHECK_NUMBER(smsbat_turbo_viber_add_carousel_card(viber, card), SMSBAT_OK);
  smsbat_part *survey = smsbat_turbo_viber_new();
  CHECK_NUMBER(smsbat_turbo_viber_set_is_transactional(survey, true), SMSBAT_OK);
  CHECK_NUMBER(smsbat_turbo_viber_add_survey_option(survey, "Fine"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_turbo_viber_add_survey_option(survey, "Bad"), SMSBAT_OK);

  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_TURBOSMS);
  CHECK_NUMBER(smsbat_message_add_recipient(message, "+380 67 123 45 67"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_add_recipient(message, "+380990000101"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_sender(message, "NovaShop"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_text(message, "Hi"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_sequence_id(message, "c-batch-1"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_message_set_sms(message, turbo_sms), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, &result, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  CHECK(!smsbat_turbosms_result_ok(result));
  CHECK(smsbat_turbosms_result_response_code(result) > 0);
  CHECK(smsbat_turbosms_result_response_status(result) != NULL);
  CHECK_NUMBER(smsbat_turbosms_result_recipient_count(result), 2);
  const smsbat_turbosms_recipient *row = smsbat_turbosms_result_recipient_at(result, 0);
  CHECK_TEXT(smsbat_turbosms_recipient_phone(row), "380671234567");
  CHECK(smsbat_turbosms_recipient_message_id(row) != NULL);
  CHECK_NUMBER(smsbat_turbosms_recipient_response_code(row), 0);
  CHECK(smsbat_turbosms_recipient_response_status(row) != NULL);
  CHECK_NUMBER(smsbat_turbosms_recipient_outcome(row), SMSBAT_OUTCOME_ACCEPTED);
  row = smsbat_turbosms_result_recipient_at(result, 1);
  CHECK(smsbat_turbosms_recipient_message_id(row) == NULL);
  CHECK(smsbat_turbosms_recipient_response_code(row) > 0);
  CHECK_NUMBER(smsbat_turbosms_recipient_outcome(row), SMSBAT_OUTCOME_REJECTED);
  CHECK(smsbat_turbosms_result_recipient_at(result, 2) == NULL);
  CHECK(strstr(smsbat_turbosms_result_json(result, NULL), "\"recipients\"") != NULL);
  CHECK(strstr(smsbat_turbosms_result_raw(result, NULL), "\"response_result\"") != NULL);
  CHECK_NUMBER(smsbat_turbosms_result_check(result, &error), SMSBAT_ERROR_PROVIDER);
  CHECK_TEXT(smsbat_error_operation(error), "turbosms.send");
  check_error(error, SMSBAT_ERROR_PROVIDER, SMSBAT_OUTCOME_REJECTED, NULL);
  smsbat_turbosms_result_free(result);
  smsbat_message_free(message);

  smsbat_part *parts[2] = {viber, survey};
  for (int i = 0; i < 2; i++) {
    message = smsbat_message_new(SMSBAT_MESSAGE_TURBOSMS);
    smsbat_message_add_recipient(message, PHONE);
    smsbat_message_set_sender(message, "NovaShop");
    smsbat_message_set_text(message, "Hi");
    CHECK_NUMBER(smsbat_message_set_viber(message, parts[i]), SMSBAT_OK);
    CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, &result, &error), SMSBAT_OK);
    CHECK_TEXT(smsbat_error_text(error), "");
    CHECK(smsbat_turbosms_result_ok(result));
    CHECK_NUMBER(smsbat_turbosms_result_check(result, &error), SMSBAT_OK);
    smsbat_turbosms_result_free(result);
    smsbat_message_free(message);
  }

  /* Refusals of the whole request, of the message, and of what is no message of this layer. */
  message = smsbat_message_from_json("{\"recipients\":[\"380671234567\"]}");
  CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, &result, &error), SMSBAT_ERROR_PROVIDER);
  CHECK(result == NULL);
  CHECK(smsbat_error_provider_code(error) != NULL);
  check_error(error, SMSBAT_ERROR_PROVIDER, SMSBAT_OUTCOME_REJECTED, smsbat_error_field(error));
  smsbat_message_free(message);
  message = smsbat_message_new(SMSBAT_MESSAGE_TURBOSMS);
  CHECK_NUMBER(smsbat_message_set_to(message, PHONE), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message.to");
  smsbat_message_free(message);
  message = smsbat_message_new(SMSBAT_MESSAGE_TURBOSMS);
  CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message.recipients");
  smsbat_message_free(message);
  message = sms(PHONE, "Hi");
  CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message");
  CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_turbosms_send(client, NULL, NULL, &result, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  smsbat_message_free(message);

  CHECK_NUMBER(smsbat_turbosms_result_check(NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK(smsbat_turbosms_result_recipient_at(NULL, 0) == NULL);
  smsbat_turbosms_result_free(NULL);
  smsbat_part_free(turbo_sms);
  smsbat_part_free(card);
  smsbat_part_free(viber);
  smsbat_part_free(survey);
}

static void test_segments(void) {
  smsbat_segments *segments = NULL;
  smsbat_error *error = NULL;
  CHECK_NUMBER(smsbat_text_segments("Hello \xe2\x82\xac", &segments, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_segments_encoding(segments), "GSM-7");
  CHECK_NUMBER(smsbat_segments_units(segments), 8);
  CHECK_NUMBER(smsbat_segments_parts(segments), 1);
  CHECK_NUMBER(smsbat_segments_per_part(segments), 160);
  CHECK_NUMBER(smsbat_segments_remaining(segments), 152);
  CHECK_TEXT(smsbat_segments_unicode_characters(segments), "");
  smsbat_segments_free(segments);
  CHECK_NUMBER(smsbat_text_segments("\xd1\x97`a\xd1\x97", &segments, NULL), SMSBAT_OK);
  CHECK_TEXT(smsbat_segments_encoding(segments), "UCS-2");
  CHECK_TEXT(smsbat_segments_unicode_characters(segments), "\xd1\x97`");
  smsbat_segments_free(segments);
  CHECK_NUMBER(smsbat_text_segments("\xff", &segments, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK(segments == NULL);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "text");
}

static void test_webhooks(void) {
  smsbat_webhook *webhook = NULL;
  smsbat_error *error = NULL;
  const char *body = "{\"idUuid\":\"u-1\",\"phoneNumber\":\"380671234567\",\"text\":\"Yes\",\"new\":1}";
  CHECK_NUMBER(smsbat_webhook_parse(body, strlen(body), &webhook, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_webhook_kind_of(webhook), SMSBAT_WEBHOOK_INCOMING_MESSAGE);
  CHECK_TEXT(smsbat_incoming_message_text(smsbat_webhook_incoming_message(webhook)), "Yes");
  CHECK(smsbat_webhook_delivery_report(webhook) == NULL);
  CHECK_TEXT(smsbat_webhook_json(webhook, NULL), body);
  smsbat_webhook_free(webhook);

  body = "{\"messageId\":\"m-1\",\"status\":\"DELIVERED\",\"cost\":0.0310}";
  CHECK_NUMBER(smsbat_webhook_parse(body, strlen(body), &webhook, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_webhook_kind_of(webhook), SMSBAT_WEBHOOK_DELIVERY_REPORT);
  const smsbat_delivery_report *report = smsbat_webhook_delivery_report(webhook);
  CHECK_TEXT(smsbat_delivery_report_delivery_status(report), "delivered");
  CHECK_TEXT(smsbat_delivery_report_cost(report), "0.0310");
  CHECK(smsbat_delivery_report_is_final(report));
  smsbat_webhook_free(webhook);

  /* A NUL does not make it a report about another message. */
  body = "{\"messageId\":\"m-1\\u0000x\",\"status\":\"DELIVERED\"}";
  CHECK_NUMBER(smsbat_webhook_parse(body, strlen(body), &webhook, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_delivery_report_message_id(smsbat_webhook_delivery_report(webhook)), "m-1\xef\xbf\xbdx");
  CHECK_TEXT(smsbat_webhook_json(webhook, NULL), body);
  smsbat_webhook_free(webhook);

  CHECK_NUMBER(smsbat_webhook_parse("{}x", 2, &webhook, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_webhook_kind_of(webhook), SMSBAT_WEBHOOK_OTHER);
  CHECK_TEXT(smsbat_webhook_json(webhook, NULL), "{}");
  smsbat_webhook_free(webhook);

  CHECK_NUMBER(smsbat_webhook_parse("[1]", 3, &webhook, &error), SMSBAT_ERROR_RESPONSE);
  CHECK(webhook == NULL);
  check_error(error, SMSBAT_ERROR_RESPONSE, SMSBAT_OUTCOME_NOT_SENT, NULL);
  CHECK_NUMBER(smsbat_webhook_parse("", 0, &webhook, NULL), SMSBAT_ERROR_RESPONSE);
  CHECK_NUMBER(smsbat_webhook_parse(NULL, 0, &webhook, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "body");
  CHECK_NUMBER(smsbat_webhook_parse(NULL, 1, &webhook, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_webhook_parse("{}", 2, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK(smsbat_webhook_kind_of(NULL) == 0 && smsbat_webhook_json(NULL, NULL) == NULL);
  CHECK(smsbat_webhook_incoming_message(NULL) == NULL);
  smsbat_webhook_free(NULL);

  /* The SHA-1 of "secret" and "e-1". */
  bool matches = false;
  body = "{\"id\":\"e-1\",\"signature\":\"3a6035fd218432627dd6efe3c00eb206d50056fc\"}";
  CHECK_NUMBER(smsbat_webhook_verify_turbosms(body, strlen(body), "secret", &matches, &error), SMSBAT_OK);
  CHECK(matches);
  CHECK_NUMBER(smsbat_webhook_verify_turbosms(body, strlen(body), "other", &matches, &error), SMSBAT_OK);
  CHECK(!matches);
  matches = true;
  CHECK_NUMBER(smsbat_webhook_verify_turbosms(body, strlen(body), "", &matches, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(!matches);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "secret");
  CHECK_NUMBER(smsbat_webhook_verify_turbosms(body, 1, NULL, &matches, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
}

/* As from a function that returned -1. */
static void test_counts(void) {
  const size_t counts[] = {(size_t)-1, SIZE_MAX / 2, SIZE_MAX / 8, UINT32_MAX};
  const char *const ids[] = {"m-1"};
  const char *const bodies[] = {"{}"};
  const size_t lengths[] = {2};
  smsbat_error *error = NULL;
  smsbat_send_result *result = NULL;
  smsbat_delivery_summary *summary = NULL;
  smsbat_webhook *webhook = NULL;
  bool matches = true;
  smsbat_message *message = sms(PHONE, "Hi");
  smsbat_raw_reply *reply = NULL;
  smsbat_operator_list *operators = NULL;
  smsbat_part *part = smsbat_new_operator_new(32, "Ada");
  for (int i = 0; i < 4; i++) {
    CHECK_NUMBER(smsbat_client_send(client, &message, counts[i], NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages");
    CHECK_NUMBER(smsbat_client_cascade_send(client, &message, counts[i], false, NULL, &result, &error),
                 SMSBAT_ERROR_VALIDATION);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages");
    CHECK_NUMBER(smsbat_client_cascade_upload_variables(client, &part, counts[i], NULL, &reply, &error),
                 SMSBAT_ERROR_VALIDATION);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "variables");
    CHECK_NUMBER(smsbat_client_chathub_add_operators(client, &part, counts[i], NULL, &operators, &error),
                 SMSBAT_ERROR_VALIDATION);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "operators");
  }
  for (int i = 0; i < 3; i++) {
    CHECK_NUMBER(smsbat_client_track(client, ids, counts[i], NULL, NULL, &summary, &error), SMSBAT_ERROR_VALIDATION);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message_ids");
    CHECK_NUMBER(smsbat_webhook_record_all("j.db", bodies, lengths, counts[i], &error), SMSBAT_ERROR_VALIDATION);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "bodies");
  }
  CHECK_NUMBER(smsbat_webhook_parse("{}", (size_t)-1, &webhook, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "body");
  CHECK_NUMBER(smsbat_webhook_verify_turbosms("{}", (size_t)-1, "s", &matches, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "body");
  const size_t sizes[] = {(size_t)-1, SIZE_MAX / 2, UINT32_MAX, 0};
  smsbat_chathub_send_chat_message_arguments *arguments = smsbat_chathub_send_chat_message_arguments_new();
  for (int i = 0; i < 4; i++) {
    const smsbat_code code = smsbat_chathub_send_chat_message_arguments_set_media(arguments, "a.png", NULL,
                                                                                 (const uint8_t *)"data", sizes[i]);
    CHECK_NUMBER(code, SMSBAT_ERROR_VALIDATION);
    CHECK_NUMBER(smsbat_client_chathub_send_chat_message(client, 1, arguments, NULL, &reply, &error),
                 SMSBAT_ERROR_VALIDATION);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "media.data");
  }
  smsbat_chathub_send_chat_message_arguments_free(arguments);
  smsbat_part_free(part);
  smsbat_message_free(message);
}

/* An error names the argument of the function. */
static void test_names(void) {
  const char *const ids[] = {"m-1", ""};
  const char *const bodies[] = {"{}", "["};
  const size_t lengths[] = {2, 1};
  smsbat_error *error = NULL;
  smsbat_client *made = NULL;
  smsbat_status *status = NULL;
  smsbat_delivery_summary *summary = NULL;
  CHECK_NUMBER(smsbat_client_track(client, ids, 2, NULL, NULL, &summary, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message_ids[1]");
  CHECK_NUMBER(smsbat_webhook_record_all("j.db", bodies, lengths, 2, &error), SMSBAT_ERROR_RESPONSE);
  check_error(error, SMSBAT_ERROR_RESPONSE, SMSBAT_OUTCOME_NOT_SENT, "bodies[1]");
  char *id = malloc(100001);
  memset(id, 'x', 100000);
  id[100000] = '\0';
  CHECK_NUMBER(smsbat_client_status(client, id, NULL, &status, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message_id");
  free(id);
  smsbat_options *options = smsbat_options_new();
  smsbat_options_set(options, "nope", "1");
  CHECK_NUMBER(smsbat_client_new(options, &made, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(strstr(smsbat_error_message(error), "name is wrong: there is no setting of this name; there are api_key, ") != NULL);
  smsbat_error_free(error);
  smsbat_options_free(options);
  const char *const retries[] = {"-1", "1.5", "101", "4294967296", "\"3\""};
  for (int i = 0; i < 5; i++) {
    char request[80];
    smsbat_reply *reply = NULL;
    snprintf(request, sizeof request, "{\"method\":\"GET\",\"path\":\"/\",\"max_retries\":%s}", retries[i]);
    CHECK_NUMBER(smsbat_call(client, "request", request, &reply, &error), SMSBAT_ERROR_VALIDATION);
    CHECK_TEXT(smsbat_error_message(error), "max_retries must be a whole number from 0 to 100");
    smsbat_error_free(error);
  }
  smsbat_call_options *call = smsbat_call_options_new();
  CHECK_NUMBER(smsbat_call_options_set_timeout(call, 5e-324), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_call_options_set_timeout(call, 1e-9), SMSBAT_OK);
  smsbat_call_options_free(call);
  smsbat_bulk_options *bulk = smsbat_bulk_options_new();
  CHECK_NUMBER(smsbat_bulk_options_set(bulk, "chunk_size", "5001"), SMSBAT_ERROR_VALIDATION);
  smsbat_bulk_options_free(bulk);
}

/* An error that a setter stored has the names that a rule has: those of setters, and without the only message. */
static void test_names_of_setters(void) {
  smsbat_error *error = NULL;
  smsbat_send_result *result = NULL;
  smsbat_turbosms_result *turbosms = NULL;
  smsbat_turbosms_result_list *list = NULL;
  smsbat_message *message = sms(PHONE, "Hi");
  smsbat_message *const two[] = {message, message};
  CHECK_NUMBER(smsbat_message_set_sender(message, "\xff"), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_send(client, two, 1, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_message(error), "sender must be UTF-8");
  CHECK_TEXT(smsbat_error_problem_argument(error, 0), "sender");
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].from");
  CHECK_NUMBER(smsbat_client_send(client, two, 2, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_argument(error, 1), "messages[1].sender");
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "messages[0].from");
  smsbat_message_free(message);

  message = message_of(SMSBAT_MESSAGE_VIBER_PROMO, PHONE);
  smsbat_part *button = smsbat_button_new("Open", "\xff");
  CHECK_NUMBER(smsbat_message_set_button(message, button), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, NULL, &result, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_argument(error, 0), "button.url");
  CHECK_TEXT(smsbat_error_problem_path(error, 0), "messages[0].messageData.buttonAction");
  smsbat_error_free(error);
  smsbat_part_free(button);
  smsbat_message_free(message);

  message = smsbat_message_new(SMSBAT_MESSAGE_TURBOSMS);
  const char *const name = "promo";
  smsbat_message_set_sender(message, NULL);
  CHECK_NUMBER(smsbat_client_turbosms_send(client, message, NULL, &turbosms, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_message(error), "sender must not be NULL");
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_client_turbosms_send_multi(client, &name, &message, 1, NULL, &list, &error),
               SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_argument(error, 0), "messages.promo.sender");
  smsbat_error_free(error);
  smsbat_message_free(message);

  smsbat_template_rows *rows = smsbat_template_rows_new();
  smsbat_template_rows_add(rows, PHONE);
  smsbat_template_rows_set(rows, "name", "\xff");
  smsbat_template_rows_add(rows, NULL);
  CHECK_NUMBER(smsbat_client_cascade_send_template(client, "Hi {name}", rows, "NovaShop", NULL, NULL, &result, &error),
               SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_problem_path(error, 0), "rows[0].name");
  CHECK_TEXT(smsbat_error_problem_path(error, 1), "rows[1].to");
  smsbat_error_free(error);
  smsbat_template_rows_free(rows);
}

static bool one_broken(smsbat_message **message, void *userdata) {
  int *made = userdata;
  if (++*made <= 2) {
    *message = sms(PHONE, *made == 1 ? "\xff" : "Hi");
    smsbat_message_set_customer_message_id(*message, "order-17");
    if (*made == 2) {
      smsbat_message_set_to(*message, "\xff");
    }
  }
  return true;
}

static bool take_broken(const smsbat_bulk_row *row, void *userdata) {
  (void)userdata;
  const bool first = smsbat_bulk_row_index(row) == 0;
  const char *to = smsbat_bulk_row_to(row);
  CHECK_TEXT(to != NULL ? to : "", first ? PHONE : "");
  CHECK_TEXT(smsbat_bulk_row_customer_message_id(row), "order-17");
  CHECK_TEXT(smsbat_bulk_row_reason(row), first ? "text must be UTF-8" : "to must be UTF-8");
  return true;
}

/* A row whose message has an error of a setter keeps its recipient and its id. */
static void test_broken_rows(void) {
  int made = 0;
  smsbat_error *error = NULL;
  smsbat_bulk_report *report = NULL;
  CHECK_NUMBER(smsbat_client_send_bulk(client, one_broken, &made, NULL, NULL, &report, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_bulk_counts_not_sent(smsbat_bulk_report_counts(report)), 2);
  CHECK_NUMBER(smsbat_bulk_report_rows(report, take_broken, NULL, &error), SMSBAT_OK);
  smsbat_bulk_report_free(report);
}

static void test_nulls(void) {
  smsbat_error *error = NULL;
  smsbat_send_result *result = NULL;
  smsbat_status *status = NULL;
  smsbat_reply *reply = NULL;
  smsbat_message *nothing = NULL;
  smsbat_message *message = sms(PHONE, "Hi");

  CHECK_NUMBER(smsbat_client_new(NULL, NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "client");
  CHECK_NUMBER(smsbat_client_send(NULL, &message, 1, NULL, &result, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "client");
  CHECK_NUMBER(smsbat_client_send(client, NULL, 1, NULL, &result, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "messages");
  CHECK_NUMBER(smsbat_client_send(client, &nothing, 1, NULL, &result, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "messages[0]");
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, NULL, NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "result");
  CHECK_NUMBER(smsbat_client_chathub_login(client, "a", "b", NULL, NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "token");
  CHECK_NUMBER(smsbat_client_request(client, "GET", "/", NULL, NULL, NULL, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  check_error(error, SMSBAT_ERROR_INVALID_ARGUMENT, SMSBAT_OUTCOME_NOT_SENT, "reply");
  CHECK_NUMBER(smsbat_client_send(NULL, NULL, 0, NULL, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_status(client, NULL, NULL, &status, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_status(client, "x", NULL, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_wait(NULL, "x", 0, 0, NULL, &status, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_call(client, NULL, "{}", &reply, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_call(client, "request", NULL, &reply, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_call(client, "request", "{}", NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_send_result_check(NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_text_segments(NULL, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_options_set(NULL, "api_key", "x"), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_options_set_api_key(NULL, "x"), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_call_options_set_cancel(NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_message_set_text(NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_message_set_ttl(NULL, 1), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_message_add_card(NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_message_set_template_param(NULL, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);

  CHECK(smsbat_message_json(NULL, NULL) == NULL && smsbat_reply_json(NULL, NULL) == NULL);
  CHECK(smsbat_send_result_at(NULL, 0) == NULL && smsbat_send_result_count(NULL) == 0);
  CHECK(!smsbat_send_result_ok(NULL) && smsbat_send_result_json(NULL, NULL) == NULL);
  CHECK_NUMBER(smsbat_sent_message_outcome(NULL), SMSBAT_OUTCOME_UNKNOWN);
  CHECK_NUMBER(smsbat_sent_message_parts(NULL), -1);
  CHECK(smsbat_sent_message_message_id(NULL) == NULL && smsbat_status_cost(NULL) == NULL);
  CHECK_NUMBER(smsbat_error_code(NULL), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(NULL), "");
  CHECK(smsbat_error_body(NULL, NULL) == NULL && smsbat_error_problem_path(NULL, 0) == NULL);
  CHECK(smsbat_error_note_count(NULL) == 0 && smsbat_error_note(NULL, 0) == NULL);
  CHECK(smsbat_error_problem_argument(NULL, 0) == NULL);
  CHECK(smsbat_segments_parts(NULL) == 0 && !smsbat_cancel_is_requested(NULL));

  smsbat_part *part = smsbat_button_new(NULL, NULL);
  CHECK(part != NULL);
  smsbat_part_free(part);
  part = smsbat_card_new(NULL, NULL, NULL);
  smsbat_part_free(part);
  smsbat_cancel_request(NULL);
  smsbat_client_close(NULL);
  smsbat_client_free(NULL);
  smsbat_options_free(NULL);
  smsbat_call_options_free(NULL);
  smsbat_cancel_free(NULL);
  smsbat_message_free(NULL);
  smsbat_part_free(NULL);
  smsbat_send_result_free(NULL);
  smsbat_status_free(NULL);
  smsbat_reply_free(NULL);
  smsbat_segments_free(NULL);
  smsbat_error_free(NULL);
  smsbat_message_free(message);
}

/* A release has no such function. */
#ifndef RELEASED
extern smsbat_code smsbat_test_panic(smsbat_error **error);

static void test_panic(void) {
  smsbat_error *error = NULL;
  CHECK_NUMBER(smsbat_test_panic(&error), SMSBAT_ERROR_INTERNAL);
  CHECK(strstr(smsbat_error_message(error), "panic") != NULL);
  check_error(error, SMSBAT_ERROR_INTERNAL, SMSBAT_OUTCOME_UNKNOWN, NULL);
  CHECK_NUMBER(smsbat_test_panic(NULL), SMSBAT_ERROR_INTERNAL);
}
#endif

/* Waits until the provider's side of the sandbox has a request; it answers none of them for now. */
static void await_request(void) {
  const char *question = "{\"method\":\"GET\",\"path\":\"/_sandbox/requests\"}";
  bool none = true;
  while (none) {
    smsbat_reply *reply = NULL;
    if (smsbat_call(client, "request", question, &reply, NULL) != SMSBAT_OK) {
      break;
    }
    none = strstr(smsbat_reply_json(reply, NULL), "\"total\":0") != NULL;
    smsbat_reply_free(reply);
  }
}

static void *cancel_soon(void *cancel) {
  await_request();
  smsbat_cancel_request(cancel);
  return NULL;
}

static void *close_soon(void *other) {
  await_request();
  smsbat_client_close(other);
  return NULL;
}

#define SLOW                                                                                            \
  "{\"method\":\"POST\",\"path\":\"/_sandbox/reply_next\",\"json\":{\"path_prefix\":\"/bat/\","          \
  "\"status\":200,\"json\":{},\"delay_ms\":600000}}"
#define FORGET_REQUESTS "{\"method\":\"DELETE\",\"path\":\"/_sandbox/requests\"}"

static void test_cancel(void) {
  pthread_t thread;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_cancel *cancel = smsbat_cancel_new();
  smsbat_call_options *own = smsbat_call_options_new();
  smsbat_message *message = sms(PHONE, "Hi");
  CHECK_NUMBER(smsbat_call_options_set_cancel(own, cancel), SMSBAT_OK);
  CHECK(!smsbat_cancel_is_requested(cancel));

  control(SLOW);
  control(FORGET_REQUESTS);
  pthread_create(&thread, NULL, cancel_soon, cancel);
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, own, &result, &error), SMSBAT_ERROR_CANCELLED);
  check_error(error, SMSBAT_ERROR_CANCELLED, SMSBAT_OUTCOME_UNKNOWN, NULL);
  pthread_join(thread, NULL);
  CHECK(smsbat_cancel_is_requested(cancel));
  smsbat_cancel_free(cancel);
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, own, &result, &error), SMSBAT_ERROR_CANCELLED);
  check_error(error, SMSBAT_ERROR_CANCELLED, SMSBAT_OUTCOME_NOT_SENT, NULL);

  control(SLOW);
  control(FORGET_REQUESTS);
  smsbat_client *other = client_with("timeout", "20");
  pthread_create(&thread, NULL, close_soon, other);
  CHECK_NUMBER(smsbat_client_send(other, &message, 1, NULL, &result, &error), SMSBAT_ERROR_CANCELLED);
  check_error(error, SMSBAT_ERROR_CANCELLED, SMSBAT_OUTCOME_UNKNOWN, NULL);
  pthread_join(thread, NULL);
  CHECK_NUMBER(smsbat_client_send(other, &message, 1, NULL, &result, &error), SMSBAT_ERROR_CONFIGURATION);
  smsbat_error_free(error);
  smsbat_client_free(other);
  smsbat_call_options_free(own);
  smsbat_message_free(message);
}

#ifndef _WIN32
static smsbat_cancel *interrupted;
static smsbat_client *closed;

static void on_signal(int number) {
  if (number == SIGUSR1) {
    smsbat_cancel_request(interrupted);
  } else {
    smsbat_client_close(closed);
  }
}

static void *signal_soon(void *number) {
  await_request();
  pthread_kill(*(pthread_t *)number, interrupted != NULL ? SIGUSR1 : SIGUSR2);
  return NULL;
}

/* A handler may cancel the call that it interrupts, and close its client. */
static void test_signals(void) {
  pthread_t self = pthread_self(), thread;
  struct sigaction action;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_call_options *own = smsbat_call_options_new();
  smsbat_message *message = sms(PHONE, "Hi");
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGUSR2, &action, NULL);

  interrupted = smsbat_cancel_new();
  CHECK_NUMBER(smsbat_call_options_set_cancel(own, interrupted), SMSBAT_OK);
  control(SLOW);
  control(FORGET_REQUESTS);
  pthread_create(&thread, NULL, signal_soon, &self);
  CHECK_NUMBER(smsbat_client_send(client, &message, 1, own, &result, &error), SMSBAT_ERROR_CANCELLED);
  check_error(error, SMSBAT_ERROR_CANCELLED, SMSBAT_OUTCOME_UNKNOWN, NULL);
  pthread_join(thread, NULL);
  smsbat_cancel_free(interrupted);
  interrupted = NULL;

  closed = client_with("timeout", "20");
  control(SLOW);
  control(FORGET_REQUESTS);
  pthread_create(&thread, NULL, signal_soon, &self);
  CHECK_NUMBER(smsbat_client_send(closed, &message, 1, NULL, &result, &error), SMSBAT_ERROR_CANCELLED);
  check_error(error, SMSBAT_ERROR_CANCELLED, SMSBAT_OUTCOME_UNKNOWN, NULL);
  pthread_join(thread, NULL);
  smsbat_client_free(closed);
  smsbat_call_options_free(own);
  smsbat_message_free(message);
}
#endif

#define CANARY_KEY "test-canary-key-5f1d"
#define CANARY_PHONE "380671112233"
#define CANARY_TEXT "canary text of a person"

static char lines[64 * 1024];

static void keep_line(void *data, smsbat_log_level level, const char *line) {
  CHECK(data == lines);
  CHECK_NUMBER(level, SMSBAT_LOG_DEBUG);
  CHECK(strchr(line, '\n') == NULL);
  strncat(lines, line, sizeof lines - strlen(lines) - 2);
  strcat(lines, "\n");
}

static void without_canary(const char *text) {
  CHECK(strstr(text, CANARY_KEY) == NULL);
  CHECK(strstr(text, CANARY_PHONE) == NULL);
  CHECK(strstr(text, CANARY_TEXT) == NULL);
}

/* Everything that an error says, but the body, which is kept as it came. */
static void search_error(smsbat_error *error) {
  CHECK(error != NULL);
  without_canary(smsbat_error_text(error));
  without_canary(smsbat_error_message(error));
  for (size_t i = 0; i < smsbat_error_problem_count(error); i++) {
    without_canary(smsbat_error_problem_path(error, i));
    without_canary(smsbat_error_problem_message(error, i));
    without_canary(smsbat_error_problem_argument(error, i));
  }
  for (size_t i = 0; i < smsbat_error_note_count(error); i++) {
    without_canary(smsbat_error_note(error, i));
  }
  smsbat_error_free(error);
}

/* What `on_attempt` has told. */
struct told {
  int attempts;
  int answered;
  smsbat_code first;
  double wait;
};

static void tell_attempt(const smsbat_attempt *attempt, void *userdata) {
  struct told *told = userdata;
  if (told->attempts++ == 0) {
    told->first = smsbat_attempt_code(attempt);
    told->wait = smsbat_attempt_retry_in(attempt);
    CHECK_TEXT(smsbat_attempt_operation(attempt), "messages.send");
    CHECK_TEXT(smsbat_attempt_result(attempt), "rate_limit");
    CHECK_TEXT(smsbat_attempt_api(attempt), "messages");
    CHECK_NUMBER(smsbat_attempt_number(attempt), 1);
    CHECK_NUMBER(smsbat_attempt_status_code(attempt), 429);
    CHECK_NUMBER(smsbat_attempt_outcome(attempt), SMSBAT_OUTCOME_NOT_SENT);
    return;
  }
  told->answered += smsbat_attempt_code(attempt) == SMSBAT_OK;
  CHECK_TEXT(smsbat_attempt_result(attempt), "ok");
  CHECK_NUMBER(smsbat_attempt_number(attempt), 2);
  CHECK_NUMBER(smsbat_attempt_outcome(attempt), SMSBAT_OUTCOME_ACCEPTED);
  CHECK(smsbat_attempt_duration(attempt) > 0 && smsbat_attempt_retry_in(attempt) == -1);
  CHECK(smsbat_attempt_request_id(attempt) != NULL);
}

static void test_on_attempt(void) {
  struct told told = {0, 0, 0, 0};
  smsbat_options *options = smsbat_options_new();
  smsbat_client *watched = NULL;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  CHECK_NUMBER(smsbat_client_options_set_on_attempt(NULL, tell_attempt, &told), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_options_set_on_attempt(options, tell_attempt, &told), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_new(options, &watched, &error), SMSBAT_OK);
  control("{\"method\":\"POST\",\"path\":\"/_sandbox/reply_next\",\"json\":{\"path_prefix\":\"/bat/\",\"status\":429}}");
  CHECK_NUMBER(send_one(watched, sms(PHONE, "Hello"), &result, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  CHECK_NUMBER(told.attempts, 2);
  CHECK_NUMBER(told.answered, 1);
  CHECK_NUMBER(told.first, SMSBAT_ERROR_RATE_LIMIT);
  CHECK(told.wait >= 0.5);
  smsbat_send_result_free(result);
  smsbat_client_free(watched);
  /* Removed again. */
  CHECK_NUMBER(smsbat_client_options_set_on_attempt(options, NULL, NULL), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_new(options, &watched, &error), SMSBAT_OK);
  CHECK_NUMBER(send_one(watched, sms(PHONE, "Hello"), &result, &error), SMSBAT_OK);
  CHECK_NUMBER(told.attempts, 2);
  smsbat_send_result_free(result);
  smsbat_client_free(watched);
  smsbat_options_free(options);
  CHECK_TEXT(smsbat_attempt_operation(NULL), "");
  CHECK_NUMBER(smsbat_attempt_outcome(NULL), SMSBAT_OUTCOME_UNKNOWN);
}

/* No key, phone number or text is in a line of the log or in the text of an error, whatever became of the call. */
static void test_log(void) {
  static const char *const failures[] = {"400", "401", "404", "429", "500", "302"};
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_client *canary = client_with("api_key", CANARY_KEY);
  smsbat_client *dead = client_with("base_url", "http://127.0.0.1:1");
  smsbat_log_set(SMSBAT_LOG_DEBUG, keep_line, lines);

  CHECK_NUMBER(send_one(canary, sms("+" CANARY_PHONE, CANARY_TEXT), &result, &error), SMSBAT_OK);
  smsbat_send_result_free(result);
  CHECK(strstr(lines, "messages.send attempt=1 result=ok status=200 ms=") != NULL);
  for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
    char plan[512];
    snprintf(plan, sizeof plan,
             "{\"method\":\"POST\",\"path\":\"/_sandbox/reply_next\",\"json\":{\"path_prefix\":\"/bat/\",\"status\":%s,"
             "\"json\":{\"message\":\"bad number %s in '%s'\"}}}",
             failures[i], CANARY_PHONE, "a text");
    control(plan);
    CHECK(send_one(canary, sms("+" CANARY_PHONE, CANARY_TEXT), &result, &error) != SMSBAT_OK);
    search_error(error);
  }
  CHECK(strstr(lines, "result=server status=500 ms=") != NULL);
  CHECK(send_one(dead, sms("+" CANARY_PHONE, CANARY_TEXT), &result, &error) == SMSBAT_ERROR_CONNECTION);
  search_error(error);
  CHECK(send_one(canary, sms(CANARY_TEXT, CANARY_TEXT), &result, &error) == SMSBAT_ERROR_VALIDATION);
  search_error(error);
  CHECK(smsbat_call(canary, "messages.status", "{\"message_id\":\"" CANARY_PHONE "\"}", NULL, &error) != SMSBAT_OK);
  smsbat_error_free(error);
  without_canary(lines);

  smsbat_log_set(SMSBAT_LOG_OFF, keep_line, lines);
  lines[0] = '\0';
  CHECK_NUMBER(send_one(canary, sms(PHONE, "Hi"), &result, &error), SMSBAT_OK);
  smsbat_send_result_free(result);
  CHECK_TEXT(lines, "");
  smsbat_log_set(SMSBAT_LOG_DEBUG, NULL, NULL);
  smsbat_client_free(canary);
  smsbat_client_free(dead);
}

#define THREADS 32
#define SENDS 5

static void *send_many(void *count) {
  for (int i = 0; i < SENDS; i++) {
    smsbat_send_result *result = NULL;
    smsbat_message *message = sms(PHONE, "From a thread");
    if (smsbat_client_send(client, &message, 1, NULL, &result, NULL) == SMSBAT_OK && smsbat_send_result_ok(result)) {
      ++*(int *)count;
    }
    smsbat_send_result_free(result);
    smsbat_message_free(message);
  }
  return NULL;
}

static void test_threads(void) {
  pthread_t threads[THREADS];
  int counts[THREADS] = {0};
  for (int i = 0; i < THREADS; i++) {
    pthread_create(&threads[i], NULL, send_many, &counts[i]);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    CHECK_NUMBER(counts[i], SENDS);
  }
}

#define READ_ROWS 40

/* What a thread reads from a result that others read too. */
struct reading {
  const smsbat_send_result *result;
  pthread_barrier_t *start;
  const char *texts[READ_ROWS][6];
  size_t lengths[READ_ROWS][2];
};

static void *read_result(void *given) {
  struct reading *reading = given;
  pthread_barrier_wait(reading->start);
  for (size_t i = 0; i < READ_ROWS; i++) {
    const smsbat_sent_message *row = smsbat_send_result_at(reading->result, i);
    reading->texts[i][0] = smsbat_sent_message_message_id(row);
    reading->texts[i][1] = smsbat_sent_message_status(row);
    reading->texts[i][2] = smsbat_sent_message_to(row);
    reading->texts[i][3] = smsbat_sent_message_customer_message_id(row);
    reading->texts[i][4] = smsbat_sent_message_raw(row, &reading->lengths[i][0]);
    reading->texts[i][5] = smsbat_sent_message_json(row, &reading->lengths[i][1]);
  }
  return NULL;
}

/* All of them get the same texts, which are those of the row and stay where they are. */
static void test_reading_together(void) {
  static struct reading readings[4];
  pthread_t threads[4];
  pthread_barrier_t start;
  smsbat_message *messages[READ_ROWS];
  smsbat_send_result *result = NULL;
  for (int i = 0; i < READ_ROWS; i++) {
    char text[32], id[32];
    snprintf(text, sizeof text, "Number %d", i);
    snprintf(id, sizeof id, "together-%d", i);
    messages[i] = sms(PHONE, text);
    /* Every other id is made. */
    if (i % 2 == 0) {
      smsbat_message_set_customer_message_id(messages[i], id);
    }
  }
  CHECK_NUMBER(smsbat_client_send(client, messages, READ_ROWS, NULL, &result, NULL), SMSBAT_OK);
  pthread_barrier_init(&start, NULL, 4);
  for (int i = 0; i < 4; i++) {
    readings[i].result = result;
    readings[i].start = &start;
    pthread_create(&threads[i], NULL, read_result, &readings[i]);
  }
  for (int i = 0; i < 4; i++) {
    pthread_join(threads[i], NULL);
    CHECK(memcmp(readings[i].texts, readings[0].texts, sizeof readings[0].texts) == 0);
    CHECK(memcmp(readings[i].lengths, readings[0].lengths, sizeof readings[0].lengths) == 0);
  }
  pthread_barrier_destroy(&start);
  for (int i = 0; i < READ_ROWS; i++) {
    char id[32], start_of_raw[64];
    const char *const *texts = readings[0].texts[i];
    snprintf(id, sizeof id, "together-%d", i);
    CHECK(texts[0] != NULL && strlen(texts[0]) > 0);
    CHECK(i == 0 || strcmp(texts[0], readings[0].texts[i - 1][0]) != 0);
    CHECK_TEXT(texts[1], "accepted");
    CHECK_TEXT(texts[2], PHONE);
    CHECK((strcmp(texts[3], id) == 0) == (i % 2 == 0));
    snprintf(start_of_raw, sizeof start_of_raw, "\"messageId\":\"%s\"", texts[0]);
    CHECK(strstr(texts[4], start_of_raw) != NULL);
    CHECK(texts[4][0] == '{' && texts[4][readings[0].lengths[i][0] - 1] == '}');
    CHECK(strstr(texts[5], texts[0]) != NULL && strstr(texts[5], texts[3]) != NULL);
    CHECK_NUMBER(strlen(texts[5]), readings[0].lengths[i][1]);
    smsbat_message_free(messages[i]);
  }
  CHECK(smsbat_sent_message_caller_id(smsbat_send_result_at(result, 0)) == NULL);
  CHECK(smsbat_sent_message_pattern(smsbat_send_result_at(result, READ_ROWS - 1)) == NULL);
  smsbat_send_result_free(result);
}

#ifndef _WIN32
/* A child goes on with its parent's client, which has connections open. */
static void test_fork(void) {
  int status = -1;
  free(accepted_id(sms(PHONE, "From the parent")));
  pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    int failed = checks_failed;
    free(accepted_id(sms(PHONE, "From the child")));
    _exit(checks_failed == failed ? 0 : 1);
  }
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  free(accepted_id(sms(PHONE, "From the parent again")));
}
#endif

/* Campaigns */

#define ROWS 250

static bool next_message(smsbat_message **message, void *userdata) {
  int *made = userdata;
  char number[32];
  CHECK(*message == NULL);
  if (*made == ROWS) {
    return true;
  }
  snprintf(number, sizeof number, "+380672000%02d%d", *made % 100, *made / 100);
  (*made)++;
  /* One with a mistake of the program, one that the provider refuses. */
  *message = sms(*made == 2 ? "+380990000101" : number, "Hello");
  if (*made == 1) {
    smsbat_message_set_to(*message, NULL);
  }
  return true;
}

/* A source that fails with its message number 30, after it gave it. */
static bool fail_later(smsbat_message **message, void *userdata) {
  next_message(message, userdata);
  return *(int *)userdata < 30;
}

static bool tell_progress(const smsbat_bulk_counts *counts, void *userdata) {
  *(uint64_t *)userdata = smsbat_bulk_counts_settled(counts);
  return true;
}

static bool tell_and_stop(const smsbat_bulk_counts *counts, void *userdata) {
  tell_progress(counts, userdata);
  return false;
}

struct seen {
  int rows;
  int texts;
};

static bool take_row(const smsbat_bulk_row *row, void *userdata) {
  struct seen *seen = userdata;
  CHECK_NUMBER(smsbat_bulk_row_index(row), seen->rows);
  if (seen->rows == 0) {
    CHECK_NUMBER(smsbat_bulk_row_outcome(row), SMSBAT_OUTCOME_NOT_SENT);
    CHECK_TEXT(smsbat_bulk_row_rule(row), "null");
    CHECK(smsbat_bulk_row_reason(row) != NULL && smsbat_bulk_row_message_id(row) == NULL);
    CHECK_NUMBER(smsbat_bulk_row_parts(row), -1);
  } else if (seen->rows == 1) {
    CHECK_NUMBER(smsbat_bulk_row_outcome(row), SMSBAT_OUTCOME_REJECTED);
    CHECK_TEXT(smsbat_bulk_row_to(row), "+380990000101");
    CHECK_TEXT(smsbat_bulk_row_status(row), "rejected");
  } else {
    CHECK_NUMBER(smsbat_bulk_row_outcome(row), SMSBAT_OUTCOME_ACCEPTED);
    CHECK_NUMBER(smsbat_bulk_row_parts(row), 1);
    seen->texts += smsbat_bulk_row_message_id(row) != NULL && smsbat_bulk_row_customer_message_id(row) != NULL;
  }
  seen->rows++;
  return seen->rows < ROWS - 10;
}

/* A callback may read the report, but not its rows. */
static bool take_nested(const smsbat_bulk_row *row, void *userdata) {
  smsbat_bulk_report *report = userdata;
  smsbat_delivery_summary *summary = NULL;
  smsbat_error *error = NULL;
  struct seen seen = {0, 0};
  CHECK(smsbat_bulk_row_to(row) == NULL && !smsbat_bulk_report_ok(report));
  CHECK_NUMBER(smsbat_bulk_counts_read(smsbat_bulk_report_counts(report)), ROWS);
  CHECK_NUMBER(smsbat_bulk_report_rows(report, take_row, &seen, &error), SMSBAT_ERROR_CONFIGURATION);
  CHECK_TEXT(smsbat_error_message(error), "the report is being read");
  CHECK_NUMBER(seen.rows, 0);
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_bulk_report_save(report, "report.csv", &error), SMSBAT_ERROR_CONFIGURATION);
  CHECK_TEXT(smsbat_error_message(error), "the report is being read");
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_client_track_report(client, report, NULL, NULL, &summary, &error), SMSBAT_ERROR_CONFIGURATION);
  CHECK_TEXT(smsbat_error_message(error), "the report is being read");
  smsbat_error_free(error);
  return false;
}

#ifdef __linux__
/* Reads a byte of a pipe and goes away. */
static void *read_a_byte(void *reading) {
  char byte;
  CHECK_NUMBER(read(*(int *)reading, &byte, 1), 1);
  close(*(int *)reading);
  return NULL;
}
#endif

/* A pipe whose reader goes away is an error, and no signal ends the program or is left behind. */
static void save_into_broken_pipe(smsbat_bulk_report *report) {
#ifdef __linux__
  int ends[2];
  char path[40];
  pthread_t reader;
  sigset_t pending;
  smsbat_error *error = NULL;
  CHECK(signal(SIGPIPE, SIG_DFL) != SIG_ERR && pipe(ends) == 0);
  CHECK(fcntl(ends[1], F_SETPIPE_SZ, 4096) > 0);
  snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
  CHECK_NUMBER(pthread_create(&reader, NULL, read_a_byte, &ends[0]), 0);
  CHECK_NUMBER(smsbat_bulk_report_save(report, path, &error), SMSBAT_ERROR_CONFIGURATION);
  CHECK(strstr(smsbat_error_text(error), "ipe") != NULL);
  CHECK_NUMBER(sigpending(&pending) + sigismember(&pending, SIGPIPE), 0);
  CHECK_NUMBER(pthread_sigmask(SIG_BLOCK, NULL, &pending) + sigismember(&pending, SIGPIPE), 0);
  pthread_join(reader, NULL);
  close(ends[1]);
  smsbat_error_free(error);
#else
  (void)report;
#endif
}

static void test_bulk(void) {
  smsbat_bulk_report *report = NULL;
  smsbat_error *error = NULL;
  uint64_t told = 0;
  int made = 0;
  struct seen seen = {0, 0};
  smsbat_bulk_options *options = smsbat_bulk_options_new();
  CHECK_NUMBER(smsbat_bulk_options_set(options, "chunk_size", "20"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_bulk_options_set_column(options, "to", NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_bulk_options_set_column(NULL, "to", "phone"), SMSBAT_ERROR_INVALID_ARGUMENT);
  smsbat_bulk_options_free(options);
  options = smsbat_bulk_options_new();
  CHECK_NUMBER(smsbat_bulk_options_set(options, "chunk_size", "20"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_bulk_options_set_progress(options, tell_progress, &told), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, options, NULL, &report, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  CHECK_NUMBER(told, ROWS);
  const smsbat_bulk_counts *counts = smsbat_bulk_report_counts(report);
  CHECK_NUMBER(smsbat_bulk_counts_read(counts), ROWS);
  CHECK_NUMBER(smsbat_bulk_counts_accepted(counts), ROWS - 2);
  CHECK_NUMBER(smsbat_bulk_counts_rejected(counts), 1);
  CHECK_NUMBER(smsbat_bulk_counts_not_sent(counts), 1);
  CHECK_NUMBER(smsbat_bulk_counts_unknown(counts), 0);
  CHECK_NUMBER(smsbat_bulk_counts_parts(counts), ROWS - 2);
  CHECK(smsbat_bulk_counts_fraction(counts) < 0 && smsbat_bulk_counts_elapsed(counts) > 0);
  CHECK(!smsbat_bulk_report_ok(report) && strstr(smsbat_bulk_report_json(report), "\"rejected\":1,") != NULL);
  CHECK_NUMBER(smsbat_bulk_report_rows(report, take_nested, report, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_bulk_report_rows(report, take_row, &seen, &error), SMSBAT_OK);
  CHECK_NUMBER(seen.rows, ROWS - 10);
  CHECK_NUMBER(seen.texts, ROWS - 12);
  CHECK_NUMBER(smsbat_bulk_report_save(report, "/no such directory/report.csv", &error), SMSBAT_ERROR_CONFIGURATION);
  smsbat_error_free(error);
  save_into_broken_pipe(report);
  smsbat_bulk_report_free(report);

  /* A dry run sends nothing. */
  uint64_t planned = 0;
  made = 0;
  smsbat_bulk_options *dry = smsbat_bulk_options_new();
  CHECK_NUMBER(smsbat_bulk_options_set_dry_run(dry, true), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, dry, NULL, &report, &error), SMSBAT_OK);
  const smsbat_bulk_plan *plan = smsbat_bulk_report_plan(report);
  planned = smsbat_bulk_plan_valid(plan);
  CHECK_NUMBER(smsbat_bulk_plan_total(plan), ROWS);
  CHECK_NUMBER(planned + smsbat_bulk_plan_invalid(plan), ROWS);
  CHECK_NUMBER(smsbat_bulk_plan_invalid(plan), 1);
  CHECK_NUMBER(smsbat_bulk_plan_skipped(plan) + smsbat_bulk_plan_resumed(plan), 0);
  CHECK_NUMBER(smsbat_bulk_plan_parts(plan), planned);
  CHECK_NUMBER(smsbat_bulk_plan_encoding(plan, "GSM-7"), planned);
  CHECK_NUMBER(smsbat_bulk_plan_encoding(plan, "morse"), 0);
  CHECK(strstr(smsbat_bulk_plan_preview(plan, 2), "SMS from ") != NULL);
  CHECK(smsbat_bulk_plan_preview(plan, 3) == NULL);
  smsbat_string *cost = NULL;
  CHECK_NUMBER(smsbat_bulk_plan_cost(plan, "0.0", &cost, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_string_text(cost, NULL), "0.0");
  smsbat_string_free(cost);
  CHECK_NUMBER(smsbat_bulk_plan_cost(plan, "free", &cost, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(cost == NULL);
  smsbat_error_free(error);
  smsbat_bulk_options_free(dry);
  smsbat_bulk_report_free(report);
  CHECK(smsbat_bulk_report_plan(NULL) == NULL && smsbat_bulk_plan_preview(NULL, 0) == NULL);

  /* Who is on the stop list gets nothing. */
  made = 0;
  dry = smsbat_bulk_options_new();
  CHECK_NUMBER(smsbat_bulk_options_set(dry, "dry_run", "true"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_bulk_options_add_stop(dry, "+380 99 000 01 01"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, dry, NULL, &report, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_bulk_plan_valid(smsbat_bulk_report_plan(report)), planned - 1);
  CHECK_NUMBER(smsbat_bulk_counts_waiting_until(smsbat_bulk_report_counts(report)), -1);
  smsbat_bulk_report_free(report);
  CHECK_NUMBER(smsbat_bulk_options_add_stop(dry, "nobody"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, dry, NULL, &report, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_TEXT(smsbat_error_field(error), "stop_list[1]");
  smsbat_error_free(error);
  smsbat_bulk_options_free(dry);

  /* A mistake in the options is kept; a message can be the template. */
  CHECK_NUMBER(smsbat_bulk_options_set(options, "chunk_sise", "20"), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_client_send_bulk_file(client, "x.csv", options, NULL, &report, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(report == NULL);
  smsbat_error_free(error);
  smsbat_message *viber = message_of(SMSBAT_MESSAGE_VIBER_PROMO, NULL);
  CHECK_NUMBER(smsbat_bulk_options_set_template(options, viber), SMSBAT_ERROR_VALIDATION);
  smsbat_message_free(viber);
  smsbat_bulk_options_free(options);

  /* A cancelled campaign has an error and a report. */
  smsbat_cancel *cancel = smsbat_cancel_new();
  smsbat_call_options *call = smsbat_call_options_new();
  smsbat_call_options_set_cancel(call, cancel);
  smsbat_cancel_request(cancel);
  made = 0;
  CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, NULL, call, &report, &error), SMSBAT_ERROR_CANCELLED);
  CHECK_NUMBER(smsbat_error_outcome(error), SMSBAT_OUTCOME_NOT_SENT);
  CHECK_NUMBER(smsbat_bulk_counts_settled(smsbat_bulk_report_counts(report)), made);
  CHECK(!smsbat_bulk_report_ok(report) && strstr(smsbat_bulk_report_json(report), "\"error\":null") == NULL);
  smsbat_error_free(error);
  smsbat_bulk_report_free(report);
  smsbat_call_options_free(call);
  smsbat_cancel_free(cancel);

  /* So has one whose source fails, or that its own progress stops: each message that was made is accounted for. */
  made = 0;
  CHECK_NUMBER(smsbat_client_send_bulk(client, fail_later, &made, NULL, NULL, &report, &error), SMSBAT_ERROR_CANCELLED);
  CHECK_NUMBER(made, 30);
  CHECK_NUMBER(smsbat_bulk_counts_settled(smsbat_bulk_report_counts(report)), made);
  smsbat_error_free(error);
  smsbat_bulk_report_free(report);
  options = smsbat_bulk_options_new();
  smsbat_bulk_options_set(options, "chunk_size", "2");
  smsbat_bulk_options_set(options, "connections", "1");
  smsbat_bulk_options_set_progress(options, tell_and_stop, &told);
  made = 0;
  CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, options, NULL, &report, &error),
               SMSBAT_ERROR_CANCELLED);
  CHECK(made < ROWS);
  CHECK_NUMBER(told, made);
  smsbat_error_free(error);
  smsbat_bulk_report_free(report);
  smsbat_bulk_options_free(options);

  CHECK_NUMBER(smsbat_client_send_bulk(client, NULL, NULL, NULL, NULL, &report, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_send_bulk_file(client, NULL, NULL, NULL, &report, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK(smsbat_bulk_report_counts(NULL) == NULL && smsbat_bulk_row_to(NULL) == NULL);
  CHECK_NUMBER(smsbat_bulk_counts_accepted(NULL), 0);
  smsbat_bulk_report_free(NULL);
  smsbat_bulk_options_free(NULL);
}

/* A row, phone or chat that could not be added stays missing, however many are added after it. */
static void test_adding(void) {
  static const char *const filter = "/_sandbox/messages?text=Added";
  smsbat_send_result *result = NULL;
  smsbat_bulk_report *report = NULL;
  smsbat_error *error = NULL;

  smsbat_template_rows *rows = smsbat_template_rows_new();
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "x"), SMSBAT_ERROR_VALIDATION);
  smsbat_template_rows_free(rows);

  rows = smsbat_template_rows_new();
  CHECK_NUMBER(smsbat_template_rows_add(rows, "+380671234501"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Added"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_add(rows, "\xff"), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Added for B"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_add(rows, "+380671234503"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Added"), SMSBAT_OK);
  CHECK_NUMBER(
    smsbat_client_cascade_send_template(client, "{name}", rows, "NovaShop", NULL, NULL, &result, &error),
    SMSBAT_ERROR_VALIDATION);
  CHECK(result == NULL);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "rows[1].to");
  check_found(filter, 0);
  smsbat_template_rows_free(rows);

  /* So does a value; and no value changes the recipient. */
  const char *const values[][2] = {{"name", "\xff"}, {"to", "+380671234502"}};
  for (size_t i = 0; i < 2; i++) {
    rows = smsbat_template_rows_new();
    CHECK_NUMBER(smsbat_template_rows_add(rows, "+380671234501"), SMSBAT_OK);
    CHECK_NUMBER(smsbat_template_rows_set(rows, values[i][0], values[i][1]),
                 i == 0 ? SMSBAT_ERROR_INVALID_ARGUMENT : SMSBAT_ERROR_VALIDATION);
    CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Added"), SMSBAT_OK);
    CHECK_NUMBER(
      smsbat_client_cascade_send_template(client, "{name}", rows, "NovaShop", NULL, NULL, &result, &error),
      SMSBAT_ERROR_VALIDATION);
    CHECK(i == 0
          || strstr(smsbat_error_text(error), "'to' is the recipient; give it to smsbat_template_rows_add") != NULL);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, i == 0 ? "rows[0].name" : "rows[0].to");
    smsbat_template_rows_free(rows);
  }
  check_found(filter, 0);

  /* The last value of a name counts. */
  rows = smsbat_template_rows_new();
  CHECK_NUMBER(smsbat_template_rows_add(rows, "+380671234501"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "First"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Added"), SMSBAT_OK);
  CHECK_NUMBER(
    smsbat_client_cascade_send_template(client, "{name}", rows, "NovaShop", NULL, NULL, &result, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  check_found(filter, 1);
  smsbat_send_result_free(result);
  smsbat_template_rows_free(rows);

  /* A phone of the stop list, by itself or as a file. */
  for (int by_name = 0; by_name < 2; by_name++) {
    int made = 0;
    smsbat_bulk_options *options = smsbat_bulk_options_new();
    if (by_name != 0) {
      CHECK_NUMBER(smsbat_bulk_options_set(options, "stop_list", "\xff"), SMSBAT_ERROR_INVALID_ARGUMENT);
    } else {
      CHECK_NUMBER(smsbat_bulk_options_add_stop(options, "\xff"), SMSBAT_ERROR_INVALID_ARGUMENT);
    }
    CHECK_NUMBER(smsbat_bulk_options_add_stop(options, PHONE), SMSBAT_OK);
    CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, options, NULL, &report, &error),
                 SMSBAT_ERROR_VALIDATION);
    CHECK(report == NULL);
    CHECK_NUMBER(made, 0);
    check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "stop_list");
    smsbat_bulk_options_free(options);
  }
}

static bool tell_delivery(const smsbat_delivery_counts *counts, uint64_t requests, void *userdata) {
  uint64_t *told = userdata;
  CHECK(smsbat_delivery_counts_settled(counts) <= smsbat_delivery_counts_total(counts));
  *told = requests;
  return true;
}

static bool stop_delivery(const smsbat_delivery_counts *counts, uint64_t requests, void *userdata) {
  (void)requests;
  (void)userdata;
  return counts == NULL;
}

static bool take_delivery(const smsbat_delivery_row *row, void *userdata) {
  int *rows = userdata;
  CHECK_NUMBER(smsbat_delivery_row_index(row), *rows);
  CHECK(smsbat_delivery_row_message_id(row) != NULL && smsbat_delivery_row_delivery(row) != NULL);
  if (*rows == 0) {
    CHECK_TEXT(smsbat_delivery_row_delivery_status(row), "read");
    CHECK_TEXT(smsbat_delivery_row_delivery(row), "read");
    CHECK_TEXT(smsbat_delivery_row_cost(row), "0.31");
    CHECK_TEXT(smsbat_delivery_row_source(row), "webhook");
    CHECK_TEXT(smsbat_delivery_row_status_at(row), "2026-05-04T10:00:00Z");
    CHECK(smsbat_delivery_row_is_final(row) && smsbat_delivery_row_channel(row) == NULL);
    CHECK(smsbat_delivery_row_to(row) == NULL && smsbat_delivery_row_customer_message_id(row) == NULL);
  }
  return ++*rows < 2;
}

/* Makes a folder of a name that is new. */
static bool make_folder(char *name) {
#ifdef _WIN32
  return _mktemp(name) != NULL && _mkdir(name) == 0;
#else
  return mkdtemp(name) != NULL;
#endif
}

static void test_delivery(void) {
  smsbat_error *error = NULL;
  smsbat_webhook *webhook = NULL;
  smsbat_delivery_summary *summary = NULL;
  char folder[] = "/tmp/smsbat-c-XXXXXX", journal[64], beside[80];
  CHECK(make_folder(folder));
  snprintf(journal, sizeof journal, "%s/campaign.db", folder);
  snprintf(beside, sizeof beside, "%s-delivery", journal);
  const char *bodies[] = {
      "{\"messageId\":\"c-1\",\"deliverystatus\":\"read\",\"timestamp\":\"2026-05-04T10:00:00Z\",\"cost\":0.31}",
      "{\"messageId\":\"c-2\",\"deliverystatus\":\"expired\",\"cost\":0.27}",
      "{\"x\":1}",
  };
  const size_t lengths[] = {strlen(bodies[0]), strlen(bodies[1]), strlen(bodies[2])};
  const char *ids[] = {"c-1", "c-2", "c-1"};

  /* What is recorded needs no request. */
  CHECK_NUMBER(smsbat_webhook_record(journal, bodies[0], lengths[0], &webhook, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  CHECK_NUMBER(smsbat_webhook_kind_of(webhook), SMSBAT_WEBHOOK_DELIVERY_REPORT);
  smsbat_webhook_free(webhook);
  CHECK_NUMBER(smsbat_webhook_record_all(journal, bodies, lengths, 3, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  uint64_t told = 9;
  smsbat_track_options *options = smsbat_track_options_new();
  CHECK_NUMBER(smsbat_track_options_set_journal(options, journal), SMSBAT_OK);
  CHECK_NUMBER(smsbat_track_options_set_timeout(options, 5), SMSBAT_OK);
  CHECK_NUMBER(smsbat_track_options_set_progress(options, tell_delivery, &told), SMSBAT_OK);
  CHECK_NUMBER(smsbat_client_track(client, ids, 3, options, NULL, &summary, &error), SMSBAT_OK);
  CHECK_TEXT(smsbat_error_text(error), "");
  const smsbat_delivery_counts *counts = smsbat_delivery_summary_counts(summary);
  CHECK_NUMBER(smsbat_delivery_counts_total(counts), 2);
  CHECK_NUMBER(smsbat_delivery_counts_read(counts), 1);
  CHECK_NUMBER(smsbat_delivery_counts_expired(counts), 1);
  CHECK_NUMBER(smsbat_delivery_counts_delivered(counts) + smsbat_delivery_counts_undeliverable(counts), 0);
  CHECK_NUMBER(smsbat_delivery_counts_pending(counts) + smsbat_delivery_counts_unknown(counts), 0);
  CHECK_TEXT(smsbat_delivery_counts_cost(counts), "0.58");
  CHECK_NUMBER(smsbat_delivery_summary_requests(summary) + told, 0);
  CHECK_NUMBER(smsbat_delivery_summary_channels(summary), 1);
  CHECK_TEXT(smsbat_delivery_summary_channel(summary, 0), "unknown");
  CHECK_NUMBER(smsbat_delivery_counts_total(smsbat_delivery_summary_channel_counts(summary, 0)), 2);
  CHECK(smsbat_delivery_summary_channel(summary, 1) == NULL && smsbat_delivery_summary_channel_counts(summary, 1) == NULL);
  CHECK(strstr(smsbat_delivery_summary_json(summary), "\"expired\":1,") != NULL);
  int rows = 0;
  CHECK_NUMBER(smsbat_delivery_summary_rows(summary, take_delivery, &rows, &error), SMSBAT_OK);
  CHECK_NUMBER(rows, 2);
  CHECK_NUMBER(smsbat_delivery_summary_rows(summary, NULL, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_delivery_summary_save(summary, journal, &error), SMSBAT_ERROR_CONFIGURATION);
  smsbat_error_free(error);
  smsbat_delivery_summary_free(summary);
  smsbat_track_options_free(options);

  /* A report, until its progress stops it. */
  int made = ROWS - 2;
  smsbat_bulk_report *report = NULL;
  CHECK_NUMBER(smsbat_client_send_bulk(client, next_message, &made, NULL, NULL, &report, &error), SMSBAT_OK);
  options = smsbat_track_options_new();
  smsbat_track_options_set_timeout(options, 0);
  CHECK_NUMBER(smsbat_client_track_report(client, report, options, NULL, &summary, &error), SMSBAT_OK);
  CHECK_NUMBER(smsbat_delivery_counts_unknown(smsbat_delivery_summary_counts(summary)), 2);
  smsbat_delivery_summary_free(summary);
  smsbat_track_options_set_timeout(options, 60);
  smsbat_track_options_set_progress(options, stop_delivery, NULL);
  CHECK_NUMBER(smsbat_client_track_report(client, report, options, NULL, &summary, &error), SMSBAT_ERROR_CANCELLED);
  CHECK(summary == NULL);
  smsbat_error_free(error);
  smsbat_bulk_report_free(report);

  /* Mistakes. */
  CHECK_NUMBER(smsbat_client_track(client, NULL, 0, options, NULL, &summary, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "message_ids");
  CHECK_NUMBER(smsbat_client_track(client, NULL, 1, options, NULL, &summary, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_track(client, ids, 1, options, NULL, NULL, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_client_track_report(client, NULL, NULL, NULL, &summary, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  smsbat_track_options_set_journal(options, "no such file.db");
  CHECK_NUMBER(smsbat_client_track(client, NULL, 0, options, NULL, &summary, &error), SMSBAT_ERROR_CONFIGURATION);
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_track_options_set_timeout(options, -1), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_client_track(client, ids, 1, options, NULL, &summary, &error), SMSBAT_ERROR_VALIDATION);
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_track_options_set_journal(options, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  smsbat_track_options_free(options);
  CHECK_NUMBER(smsbat_webhook_record("/no such directory/a.db", bodies[0], lengths[0], &webhook, &error),
               SMSBAT_ERROR_CONFIGURATION);
  CHECK(webhook == NULL);
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_webhook_record(journal, "[1]", 3, &webhook, NULL), SMSBAT_ERROR_RESPONSE);
  CHECK_NUMBER(smsbat_webhook_record(NULL, "{}", 2, &webhook, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_webhook_record_all(journal, NULL, lengths, 1, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_webhook_record_all(journal, bodies, NULL, 1, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_webhook_record_all(journal, NULL, NULL, 0, NULL), SMSBAT_OK);
  CHECK(smsbat_delivery_summary_counts(NULL) == NULL && smsbat_delivery_counts_cost(NULL) == NULL);
  CHECK(smsbat_delivery_row_to(NULL) == NULL && smsbat_delivery_summary_json(NULL) == NULL);
  smsbat_delivery_summary_free(NULL);
  smsbat_track_options_free(NULL);
  remove(beside);
  rmdir(folder);
}

/* Sends two messages with a journal. Returns the number of rows that are accepted, or minus the code of the error. */
static int send_with(const char *journal, bool resend_unknown, int *resumed) {
  smsbat_message *messages[] = {sms(PHONE, "With a journal"), sms(PHONE, "With a journal, too")};
  smsbat_call_options *options = smsbat_call_options_new();
  smsbat_send_result *result = NULL;
  CHECK_NUMBER(smsbat_call_options_set_journal(options, journal), SMSBAT_OK);
  CHECK_NUMBER(smsbat_call_options_set_resend_unknown(options, resend_unknown), SMSBAT_OK);
  smsbat_code code = smsbat_client_send(client, messages, 2, options, &result, NULL);
  int accepted = 0;
  *resumed = 0;
  for (size_t i = 0; i < smsbat_send_result_count(result); i++) {
    const smsbat_sent_message *row = smsbat_send_result_at(result, i);
    accepted += smsbat_sent_message_outcome(row) == SMSBAT_OUTCOME_ACCEPTED;
    *resumed += smsbat_sent_message_resumed(row);
    CHECK(smsbat_sent_message_outcome(row) == SMSBAT_OUTCOME_ACCEPTED || smsbat_sent_message_reason(row) != NULL);
  }
  smsbat_send_result_free(result);
  smsbat_call_options_free(options);
  smsbat_message_free(messages[0]);
  smsbat_message_free(messages[1]);
  return code == SMSBAT_OK ? accepted : -(int)code;
}

static void test_journal(void) {
  char folder[] = "/tmp/smsbat-c-XXXXXX", journal[64], killed[64];
  CHECK(make_folder(folder));
  snprintf(journal, sizeof journal, "%s/sent.db", folder);
  snprintf(killed, sizeof killed, "%s/killed.db", folder);
  int resumed = 9;
  CHECK_NUMBER(send_with(journal, false, &resumed), 2);
  CHECK_NUMBER(resumed, 0);
  CHECK_NUMBER(send_with(journal, false, &resumed), 2);
  CHECK_NUMBER(resumed, 2);

#ifndef _WIN32
  /* A process that is killed while its request is under way. */
  control("{\"method\":\"POST\",\"path\":\"/_sandbox/rules\",\"json\":"
          "{\"path_prefix\":\"/bat/\",\"count\":1,\"fault\":\"stall\",\"taken\":true}}");
  pid_t child = fork();
  if (child == 0) {
    send_with(killed, false, &resumed);
    _exit(0);
  }
  const struct timespec pause = {0, 10000000};
  bool arrived = false;
  for (int i = 0; i < 6000 && !arrived; i++) {
    smsbat_reply *reply = NULL;
    smsbat_call(client, "request", "{\"method\":\"GET\",\"path\":\"/_sandbox/rules\"}", &reply, NULL);
    /* The rule is gone once it applied. */
    arrived = reply != NULL && strstr(smsbat_reply_json(reply, NULL), "\"rules\":[]") != NULL;
    smsbat_reply_free(reply);
    nanosleep(&pause, NULL);
  }
  CHECK(arrived);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  CHECK_NUMBER(send_with(killed, false, &resumed), 0);
  CHECK_NUMBER(resumed, 2);
  CHECK_NUMBER(send_with(killed, true, &resumed), 2);
  CHECK_NUMBER(resumed, 0);
  CHECK_NUMBER(send_with(killed, true, &resumed), 2);
  CHECK_NUMBER(resumed, 2);
#endif

  /* Only a send has a journal. */
  smsbat_error *error = NULL;
  smsbat_status *status = NULL;
  smsbat_call_options *options = smsbat_call_options_new();
  smsbat_call_options_set_journal(options, journal);
  CHECK_NUMBER(smsbat_client_status(client, "m-1", options, &status, &error), SMSBAT_ERROR_VALIDATION);
  check_error(error, SMSBAT_ERROR_VALIDATION, SMSBAT_OUTCOME_NOT_SENT, "journal");
  CHECK_NUMBER(smsbat_call_options_set_journal(options, NULL), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_call_options_set_journal(NULL, journal), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK(!smsbat_sent_message_resumed(NULL));
  smsbat_call_options_free(options);
  char side[80];
  const char *ends[] = {"", ".lock"};
  for (int i = 0; i < 4; i++) {
    snprintf(side, sizeof side, "%s%s", i < 2 ? journal : killed, ends[i % 2]);
    remove(side);
  }
  rmdir(folder);
}

#ifndef _WIN32
static pthread_key_t at_end;
static const char *end_journal;

/* Works when the library's own data of the thread is gone already. */
static void send_at_end(void *text) {
  smsbat_message *message = sms(PHONE, text);
  smsbat_call_options *options = NULL;
  smsbat_send_result *result = NULL;
  if (end_journal != NULL) {
    options = smsbat_call_options_new();
    smsbat_call_options_set_journal(options, end_journal);
  }
  smsbat_client_send(client, &message, 1, options, &result, NULL);
  smsbat_send_result_free(result);
  smsbat_call_options_free(options);
  smsbat_message_free(message);
}

static void *end_with_send(void *text) {
  int sent = 0;
  send_many(&sent);
  pthread_setspecific(at_end, text);
  return NULL;
}

static void send_at_exit(void) {
  send_at_end("From atexit");
}

static void test_last_calls(void) {
  char folder[] = "/tmp/smsbat-c-XXXXXX", journal[64], lock[80];
  char key[] = "From a key", key_with_journal[] = "From a key with a journal";
  pthread_t thread;
  int status = -1, sent = 0;
  CHECK(make_folder(folder));
  snprintf(journal, sizeof journal, "%s/sent.db", folder);
  snprintf(lock, sizeof lock, "%s.lock", journal);
  CHECK_NUMBER(pthread_key_create(&at_end, send_at_end), 0);
  pthread_create(&thread, NULL, end_with_send, key);
  pthread_join(thread, NULL);
  check_found("/_sandbox/messages?text=From%20a%20key", 1);
  end_journal = journal;
  pthread_create(&thread, NULL, end_with_send, key_with_journal);
  pthread_join(thread, NULL);
  check_found("/_sandbox/messages?text=From%20a%20key%20with%20a%20journal", 1);
  end_journal = NULL;
  pthread_key_delete(at_end);
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    atexit(send_at_exit);
    send_many(&sent);
    exit(0);
  }
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  check_found("/_sandbox/messages?text=From%20atexit", 1);
  remove(journal);
  remove(lock);
  rmdir(folder);
}
#endif

int main(void) {
  smsbat_error *error = NULL;
  if (smsbat_client_new(NULL, &client, &error) != SMSBAT_OK) {
    printf("no client: %s\n", smsbat_error_text(error));
    return 2;
  }
  test_version();
  test_every_kind();
  test_flash_call();
  test_result();
  test_status();
  test_validation();
  test_mistakes_are_kept();
  test_options();
  test_refusals();
  test_no_connection();
  test_call();
  test_cascade();
  test_turbosms();
  test_segments();
  test_webhooks();
  test_counts();
  test_names();
  test_names_of_setters();
  test_broken_rows();
  test_nulls();
#ifndef RELEASED
  test_panic();
#endif
  test_cancel();
#ifndef _WIN32
  test_signals();
  test_fork();
#endif
  test_log();
  test_on_attempt();
  test_threads();
  test_reading_together();
  test_bulk();
  test_adding();
  test_delivery();
  test_journal();
#ifndef _WIN32
  test_last_calls();
#endif
  smsbat_client_free(client);
  printf("%d passed, %d failed\n", checks_passed, checks_failed);
  return checks_failed == 0 ? 0 : 1;
}
