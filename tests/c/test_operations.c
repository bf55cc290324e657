/*
 * Every function that is written from the description of an operation, against a sandbox whose clock runs.
 *
 * Environment: SMSBAT_BASE_URL and SMSBAT_API_KEY. `run.py` fails if one of the functions is not called here.
 */
#include <stdlib.h>

#include <smsbat.h>

#include "check.h"

#define PHONE "+380671234567"

static smsbat_client *client;
static smsbat_error *error;

/* A call that must succeed; the error's text is shown if it does not. */
#define SUCCEEDS(call)                           \
  do {                                           \
    CHECK_NUMBER((call), SMSBAT_OK);             \
    CHECK_TEXT(smsbat_error_text(error), "");    \
    smsbat_error_free(error);                    \
    error = NULL;                                \
  } while (0)

#define FAILS(call, code)             \
  do {                                \
    CHECK_NUMBER((call), (code));     \
    smsbat_error_free(error);         \
    error = NULL;                     \
  } while (0)

static smsbat_message *sms(const char *text) {
  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
  smsbat_message_set_to(message, PHONE);
  smsbat_message_set_sender(message, "NovaShop");
  smsbat_message_set_text(message, text);
  return message;
}

static void test_wait_all(void) {
  smsbat_message *messages[] = {sms("One"), sms("Two")};
  smsbat_send_result *result = NULL;
  SUCCEEDS(smsbat_client_send(client, messages, 2, NULL, &result, &error));
  const char *ids[2];
  for (size_t i = 0; i < 2; i++) {
    ids[i] = smsbat_sent_message_message_id(smsbat_send_result_at(result, i));
    smsbat_message_free(messages[i]);
  }
  smsbat_wait_all_arguments *arguments = smsbat_wait_all_arguments_new();
  CHECK_NUMBER(smsbat_wait_all_arguments_set_timeout(arguments, 1.5), SMSBAT_OK);
  CHECK_NUMBER(smsbat_wait_all_arguments_set_interval(arguments, 1), SMSBAT_OK);
  smsbat_status_list *list = NULL;
  SUCCEEDS(smsbat_client_wait_all(client, ids, 2, arguments, NULL, &list, &error));
  CHECK_NUMBER(smsbat_status_list_count(list), 2);
  CHECK_TEXT(smsbat_status_message_id(smsbat_status_list_at(list, 1)), ids[1]);
  CHECK(smsbat_status_list_at(list, 2) == NULL);
  smsbat_status *copy = smsbat_status_copy(smsbat_status_list_at(list, 0));
  smsbat_status_list_free(list);
  CHECK_TEXT(smsbat_status_message_id(copy), ids[0]);
  smsbat_status_free(copy);
  CHECK(smsbat_status_copy(NULL) == NULL);
  /* A mistake is kept, and the call fails with it. */
  CHECK_NUMBER(smsbat_wait_all_arguments_set_interval(arguments, -1), SMSBAT_ERROR_VALIDATION);
  FAILS(smsbat_client_wait_all(client, ids, 2, arguments, NULL, &list, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(list == NULL);
  ids[1] = "";
  FAILS(smsbat_client_wait_all(client, ids, 2, NULL, NULL, &list, &error), SMSBAT_ERROR_VALIDATION);
  ids[1] = NULL;
  FAILS(smsbat_client_wait_all(client, ids, 2, NULL, NULL, &list, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  FAILS(smsbat_client_wait_all(client, NULL, 2, NULL, NULL, &list, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
  smsbat_wait_all_arguments_free(arguments);
  smsbat_send_result_free(result);
}

static void test_cascade(void) {
  smsbat_part *variables[] = {smsbat_variable_new(41, "Oksana"), smsbat_variable_new(42, "https://shop.example.org/o")};
  smsbat_variable_set_type(variables[0], "name");
  smsbat_variable_set_type(variables[1], "url");
  smsbat_raw_reply *reply = NULL;
  SUCCEEDS(smsbat_client_cascade_upload_variables(client, variables, 2, NULL, &reply, &error));
  CHECK_NUMBER(smsbat_raw_reply_status_code(reply), 200);
  CHECK(smsbat_raw_reply_text(reply) != NULL);
  smsbat_raw_reply_free(reply);
  smsbat_part *first = variables[0];
  variables[0] = NULL;
  FAILS(smsbat_client_cascade_upload_variables(client, variables, 2, NULL, &reply, &error),
        SMSBAT_ERROR_INVALID_ARGUMENT);
  smsbat_part_free(first);
  smsbat_part_free(variables[1]);

  smsbat_template_rows *rows = smsbat_template_rows_new();
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Ada"), SMSBAT_ERROR_VALIDATION);
  smsbat_template_rows_free(rows);
  rows = smsbat_template_rows_new();
  CHECK_NUMBER(smsbat_template_rows_add(rows, PHONE), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Ada"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_add(rows, "+380671234568"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "id", "row-2"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_template_rows_set(rows, "name", "Oleh"), SMSBAT_OK);
  smsbat_cascade_send_template_arguments *arguments = smsbat_cascade_send_template_arguments_new();
  CHECK_NUMBER(smsbat_cascade_send_template_arguments_set_message_type(arguments, "promo"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_cascade_send_template_arguments_set_ttl(arguments, 600), SMSBAT_OK);
  CHECK_NUMBER(smsbat_cascade_send_template_arguments_set_scheduled(arguments, "2099-05-04T10:00:00Z"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_cascade_send_template_arguments_set_telegram_viber_first(arguments, true), SMSBAT_OK);
  CHECK_NUMBER(smsbat_cascade_send_template_arguments_set_variable_ids(arguments, 100, 200), SMSBAT_OK);
  smsbat_send_result *result = NULL;
  smsbat_code code = smsbat_client_cascade_send_template(client, "Hi {name}", rows, "NovaShop", arguments, NULL, &result, &error);
  CHECK_NUMBER(code, SMSBAT_OK);
  CHECK_NUMBER(smsbat_send_result_count(result), 2);
  CHECK_TEXT(smsbat_sent_message_customer_message_id(smsbat_send_result_at(result, 1)), "row-2");
  smsbat_error_free(error);
  error = NULL;
  smsbat_send_result_free(result);
  FAILS(smsbat_client_cascade_send_template(client, "Hi {nobody}", rows, "NovaShop", NULL, NULL, &result, &error),
        SMSBAT_ERROR_VALIDATION);
  smsbat_cascade_send_template_arguments_free(arguments);
  smsbat_template_rows_free(rows);
}

static void test_operators(void) {
  smsbat_string *token = NULL;
  SUCCEEDS(smsbat_client_chathub_login(client, "test-desk", "test-password", NULL, &token, &error));
  size_t length = 0;
  CHECK(strlen(smsbat_string_text(token, &length)) == length && length > 0);
  smsbat_string_free(token);

  smsbat_organization_list *organizations = NULL;
  SUCCEEDS(smsbat_client_chathub_organizations(client, NULL, &organizations, &error));
  CHECK_NUMBER(smsbat_organization_list_count(organizations), 2);
  CHECK_TEXT(smsbat_organization_name(smsbat_organization_list_at(organizations, 1)), "Wholesale");
  smsbat_organization_list_free(organizations);

  smsbat_operator_list *operators = NULL;
  SUCCEEDS(smsbat_client_chathub_operators(client, 32, NULL, &operators, &error));
  CHECK_NUMBER(smsbat_operator_list_count(operators), 1);
  const smsbat_operator *row = smsbat_operator_list_at(operators, 0);
  CHECK_TEXT(smsbat_operator_status_name(row), "active");
  CHECK_NUMBER(smsbat_organization_id(smsbat_operator_organization(row)), 32);
  smsbat_operator_list_free(operators);

  smsbat_part *fresh = smsbat_new_operator_new(32, "Ada");
  SUCCEEDS(smsbat_client_chathub_add_operators(client, &fresh, 1, NULL, &operators, &error));
  int64_t id = smsbat_operator_id(smsbat_operator_list_at(operators, 0));
  CHECK_TEXT(smsbat_operator_name(smsbat_operator_list_at(operators, 0)), "Ada");
  smsbat_operator_list_free(operators);
  smsbat_part_free(fresh);
  SUCCEEDS(smsbat_client_chathub_set_operator_status(client, id, "inactive", NULL, &error));
  SUCCEEDS(smsbat_client_chathub_set_operator_status(client, id, "0", NULL, &error));
  FAILS(smsbat_client_chathub_set_operator_status(client, id, "asleep", NULL, &error), SMSBAT_ERROR_VALIDATION);

  smsbat_chathub_operator_token_arguments *arguments = smsbat_chathub_operator_token_arguments_new();
  SUCCEEDS(smsbat_client_chathub_operator_token(client, 507, arguments, NULL, &token, &error));
  smsbat_token_info *info = NULL;
  SUCCEEDS(smsbat_client_chathub_validate_token(client, smsbat_string_text(token, NULL), NULL, &info, &error));
  CHECK(smsbat_token_info_is_valid(info));
  CHECK_NUMBER(smsbat_token_info_operator_id(info), 507);
  smsbat_token_info_free(info);
  smsbat_string_free(token);
  CHECK_NUMBER(smsbat_chathub_operator_token_arguments_set_expires_at(arguments, "2020-01-01T00:00:00Z"), SMSBAT_OK);
  FAILS(smsbat_client_chathub_operator_token(client, 507, arguments, NULL, &token, &error), SMSBAT_ERROR_VALIDATION);
  CHECK(token == NULL && smsbat_string_text(token, NULL) == NULL);
  smsbat_chathub_operator_token_arguments_free(arguments);
}

static void test_chats(void) {
  smsbat_chathub_chats_arguments *filter = smsbat_chathub_chats_arguments_new();
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_search(filter, "Oksana"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_source(filter, 1), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_phone(filter, "+380670000101"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_status(filter, "opened"), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_status(filter, "open"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_organization_id(filter, 31), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_operator_id(filter, 507), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_page(filter, 1), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_per_page(filter, 2), SMSBAT_OK);
  smsbat_chat_list *chats = NULL;
  SUCCEEDS(smsbat_client_chathub_chats(client, filter, NULL, &chats, &error));
  CHECK_NUMBER(smsbat_chat_list_count(chats), 1);
  const smsbat_chat *chat = smsbat_chat_list_at(chats, 0);
  CHECK_NUMBER(smsbat_chat_id(chat), 6601);
  CHECK_NUMBER(smsbat_chat_operator_id(smsbat_chat_assigned_operator(chat)), 507);
  smsbat_chat_list_free(chats);
  smsbat_chathub_chats_arguments_free(filter);
  filter = smsbat_chathub_chats_arguments_new();
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_tg_user_id(filter, 90011223), SMSBAT_OK);
  CHECK_NUMBER(smsbat_chathub_chats_arguments_set_date(filter, "2020-01-01", "2100-01-01"), SMSBAT_OK);
  SUCCEEDS(smsbat_client_chathub_chats(client, filter, NULL, &chats, &error));
  CHECK_NUMBER(smsbat_chat_list_count(chats), 1);
  CHECK(smsbat_chat_assigned_operator(smsbat_chat_list_at(chats, 0)) == NULL);
  smsbat_chat_list_free(chats);
  smsbat_chathub_chats_arguments_free(filter);

  smsbat_chat_message_list *messages = NULL;
  SUCCEEDS(smsbat_client_chathub_chat_messages(client, 6602, NULL, &messages, &error));
  CHECK(smsbat_chat_message_list_count(messages) > 0);
  CHECK_NUMBER(smsbat_chat_message_chat_id(smsbat_chat_message_list_at(messages, 0)), 6602);
  smsbat_chat_message_list_free(messages);
  FAILS(smsbat_client_chathub_chat_messages(client, 1, NULL, &messages, &error), SMSBAT_ERROR_NOT_FOUND);

  smsbat_chathub_send_chat_message_arguments *arguments = smsbat_chathub_send_chat_message_arguments_new();
  smsbat_raw_reply *reply = NULL;
  FAILS(smsbat_client_chathub_send_chat_message(client, 6602, arguments, NULL, &reply, &error), SMSBAT_ERROR_VALIDATION);
  CHECK_NUMBER(smsbat_chathub_send_chat_message_arguments_set_text(arguments, "A label"), SMSBAT_OK);
  const uint8_t data[] = {0x89, 'P', 'N', 'G'};
  CHECK_NUMBER(smsbat_chathub_send_chat_message_arguments_set_media(arguments, "label.png", NULL, data, sizeof data),
               SMSBAT_OK);
  SUCCEEDS(smsbat_client_chathub_send_chat_message(client, 6602, arguments, NULL, &reply, &error));
  CHECK_NUMBER(smsbat_raw_reply_status_code(reply), 200);
  smsbat_raw_reply_free(reply);
  CHECK_NUMBER(smsbat_chathub_send_chat_message_arguments_set_media(arguments, "label", "image/png", NULL, 4),
               SMSBAT_ERROR_INVALID_ARGUMENT);
  smsbat_chathub_send_chat_message_arguments_free(arguments);

  SUCCEEDS(smsbat_client_chathub_set_chat_status(client, 6602, "closed", NULL, &error));
  SUCCEEDS(smsbat_client_chathub_delete_chat(client, 6604, NULL, &error));
  FAILS(smsbat_client_chathub_delete_chat(client, 6604, NULL, &error), SMSBAT_ERROR_NOT_FOUND);
}

static void test_widgets(void) {
  smsbat_string *html = NULL;
  SUCCEEDS(smsbat_chathub_widget_html("a\"b", &html, &error));
  CHECK(strstr(smsbat_string_text(html, NULL), "token=\"a&quot;b\"") != NULL);
  smsbat_string_free(html);
  SUCCEEDS(smsbat_chathub_visitor_widget_html("g-1", &html, &error));
  CHECK(strstr(smsbat_string_text(html, NULL), "guid=\"g-1\"") != NULL);
  smsbat_string_free(html);
  FAILS(smsbat_chathub_widget_html(NULL, &html, &error), SMSBAT_ERROR_INVALID_ARGUMENT);
}

static smsbat_message *turbosms(const char *to) {
  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_TURBOSMS);
  smsbat_message_add_recipient(message, to);
  smsbat_message_set_sender(message, "NovaShop");
  smsbat_message_set_text(message, "Hello");
  smsbat_part *part = smsbat_turbo_sms_new();
  smsbat_message_set_sms(message, part);
  smsbat_part_free(part);
  return message;
}

static void test_turbosms(void) {
  const char *names[] = {"morning", "evening"};
  smsbat_message *messages[] = {turbosms("380671234567"), turbosms("380671234568")};
  smsbat_turbosms_result_list *results = NULL;
  SUCCEEDS(smsbat_client_turbosms_send_multi(client, names, messages, 2, NULL, &results, &error));
  CHECK_NUMBER(smsbat_turbosms_result_list_count(results), 2);
  char id[64] = "";
  for (size_t i = 0; i < smsbat_turbosms_result_list_count(results); i++) {
    const smsbat_turbosms_result *result = smsbat_turbosms_result_list_at(results, i);
    CHECK(smsbat_turbosms_result_ok(result));
    CHECK(strcmp(smsbat_turbosms_result_list_name(results, i), "morning") == 0 ||
          strcmp(smsbat_turbosms_result_list_name(results, i), "evening") == 0);
    strncpy(id, smsbat_turbosms_recipient_message_id(smsbat_turbosms_result_recipient_at(result, 0)), sizeof id - 1);
  }
  smsbat_turbosms_result *copy = smsbat_turbosms_result_copy(smsbat_turbosms_result_list_at(results, 0));
  CHECK(smsbat_turbosms_result_ok(copy));
  smsbat_turbosms_result_free(copy);
  smsbat_turbosms_result_list_free(results);
  smsbat_message_free(messages[0]);
  smsbat_message_free(messages[1]);

  const char *ids[] = {id};
  smsbat_turbosms_status_list *statuses = NULL;
  SUCCEEDS(smsbat_client_turbosms_status(client, ids, 1, NULL, &statuses, &error));
  CHECK_NUMBER(smsbat_turbosms_status_list_count(statuses), 1);
  CHECK_TEXT(smsbat_turbosms_status_message_id(smsbat_turbosms_status_list_at(statuses, 0)), id);
  smsbat_turbosms_status_list_free(statuses);
  smsbat_turbosms_details_list *details = NULL;
  SUCCEEDS(smsbat_client_turbosms_details(client, ids, 1, NULL, &details, &error));
  CHECK_NUMBER(smsbat_turbosms_details_list_count(details), 1);
  CHECK_NUMBER(smsbat_turbosms_details_response_code(smsbat_turbosms_details_list_at(details, 0)), 0);
  smsbat_turbosms_details_list_free(details);
}

static void test_messagio(void) {
  smsbat_messagio_send_arguments *arguments = smsbat_messagio_send_arguments_new();
  CHECK_NUMBER(smsbat_messagio_send_arguments_set_text(arguments, "Your table is booked"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_messagio_send_arguments_set_button_text(arguments, "Directions"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_messagio_send_arguments_set_button_url(arguments, "https://map.example.org/cafe"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_messagio_send_arguments_set_sending_method(arguments, "viber"), SMSBAT_OK);
  smsbat_messagio_result *result = NULL;
  SUCCEEDS(smsbat_client_messagio_send(client, PHONE, "NovaShop", arguments, NULL, &result, &error));
  CHECK_NUMBER(smsbat_messagio_result_outcome(result), SMSBAT_OUTCOME_ACCEPTED);
  CHECK_NUMBER(smsbat_messagio_result_message_count(result), 1);
  CHECK_TEXT(smsbat_messagio_sent_phone(smsbat_messagio_result_message_at(result, 0)), "380671234567");
  smsbat_messagio_result_free(result);
  smsbat_messagio_send_arguments_free(arguments);
  arguments = smsbat_messagio_send_arguments_new();
  CHECK_NUMBER(smsbat_messagio_send_arguments_set_image(arguments, "ftp://cdn.example.org/menu.png"), SMSBAT_OK);
  FAILS(smsbat_client_messagio_send(client, PHONE, "NovaShop", arguments, NULL, &result, &error),
        SMSBAT_ERROR_VALIDATION);
  smsbat_messagio_send_arguments_free(arguments);
}

static void test_request(void) {
  smsbat_request_arguments *arguments = smsbat_request_arguments_new();
  CHECK_NUMBER(smsbat_request_arguments_set_json(arguments, "{"), SMSBAT_ERROR_INVALID_ARGUMENT);
  CHECK_NUMBER(smsbat_request_arguments_set_json(arguments, "{\"messages\":[]}"), SMSBAT_OK);
  CHECK_NUMBER(smsbat_request_arguments_set_api(arguments, "messages"), SMSBAT_OK);
  smsbat_raw_reply *reply = NULL;
  FAILS(smsbat_client_request(client, "POST", "/no-such-path", arguments, NULL, &reply, &error),
        SMSBAT_ERROR_NOT_FOUND);
  smsbat_request_arguments_free(arguments);
  arguments = smsbat_request_arguments_new();
  smsbat_request_arguments_set_api(arguments, "chathub");
  SUCCEEDS(smsbat_client_request(client, "GET", "/api/chat/chats/6602/messages", arguments, NULL, &reply, &error));
  CHECK_NUMBER(smsbat_raw_reply_status_code(reply), 200);
  CHECK(smsbat_raw_reply_body_json(reply) != NULL);
  smsbat_raw_reply_free(reply);
  smsbat_request_arguments_free(arguments);
  FAILS(smsbat_client_request(client, "FETCH", "/x", NULL, NULL, &reply, &error), SMSBAT_ERROR_VALIDATION);
}

int main(void) {
  smsbat_options *options = smsbat_options_new();
  smsbat_options_set(options, "messagio_user", "test-user");
  smsbat_options_set(options, "messagio_sign", "test-sign");
  SUCCEEDS(smsbat_client_new(options, &client, &error));
  smsbat_options_free(options);
  test_wait_all();
  test_cascade();
  test_operators();
  test_chats();
  test_widgets();
  test_turbosms();
  test_messagio();
  test_request();
  smsbat_client_free(client);
  printf("%d passed, %d failed\n", checks_passed, checks_failed);
  return checks_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
