/* Runs one case of the vectors and prints what came of it as one JSON object. */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>

/* A text as JSON, or null. Bytes above 0x7f go through: both sides are UTF-8. */
static void print_text(const char *text) {
  if (text == NULL) {
    printf("null");
    return;
  }
  putchar('"');
  for (; *text != '\0'; text++) {
    unsigned char byte = (unsigned char)*text;
    if (byte == '"' || byte == '\\' || byte < 0x20) {
      printf("\\u%04x", byte);
    } else {
      putchar(byte);
    }
  }
  putchar('"');
}

static void print_member(const char *name, const char *text) {
  printf(",\"%s\":", name);
  print_text(text);
}

static void print_error(smsbat_error *error) {
  printf("{\"error\":{\"number\":%d", (int)smsbat_error_code(error));
  print_member("outcome", smsbat_outcome_name(smsbat_error_outcome(error)));
  int status_code = (int)smsbat_error_status_code(error);
  if (status_code == 0) {
    printf(",\"status_code\":null");
  } else {
    printf(",\"status_code\":%d", status_code);
  }
  print_member("code", smsbat_error_provider_code(error));
  print_member("message", smsbat_error_message(error));
  print_member("field", smsbat_error_field(error));
  print_member("request_id", smsbat_error_request_id(error));
  print_member("operation", smsbat_error_operation(error));
  double retry_after = smsbat_error_retry_after(error);
  if (retry_after < 0) {
    printf(",\"retry_after\":null");
  } else if (retry_after == (double)(long)retry_after) {
    printf(",\"retry_after\":%ld", (long)retry_after);
  } else {
    printf(",\"retry_after\":%.17g", retry_after);
  }
  printf(",\"retryable\":%s", smsbat_error_retryable(error) ? "true" : "false");
  printf(",\"customer_message_ids\":[");
  for (size_t i = 0; i < smsbat_error_customer_message_id_count(error); i++) {
    if (i > 0) {
      printf(",");
    }
    print_text(smsbat_error_customer_message_id_at(error, i));
  }
  printf("],\"problems\":[");
  for (size_t i = 0; i < smsbat_error_problem_count(error); i++) {
    printf(i > 0 ? ",{\"path\":" : "{\"path\":");
    print_text(smsbat_error_problem_path(error, i));
    print_member("rule", smsbat_error_problem_rule(error, i));
    printf("}");
  }
  printf("]}}\n");
  smsbat_error_free(error);
}

static smsbat_call_options *no_retries(void) {
  smsbat_call_options *options = smsbat_call_options_new();
  smsbat_call_options_set_max_retries(options, 0);
  return options;
}

void send_messages(smsbat_client *client, smsbat_message **messages, size_t count) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_call_options *options = no_retries();
  if (smsbat_client_send(client, messages, count, options, &result, &error) == SMSBAT_OK) {
    printf("{\"value\":%s}\n", smsbat_send_result_json(result, NULL));
  } else {
    print_error(error);
  }
  for (size_t i = 0; i < count; i++) {
    smsbat_message_free(messages[i]);
  }
  smsbat_call_options_free(options);
  smsbat_send_result_free(result);
}

void send_cascade(smsbat_client *client, smsbat_message **messages, size_t count) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_call_options *options = no_retries();
  if (smsbat_client_cascade_send(client, messages, count, false, options, &result, &error) == SMSBAT_OK) {
    printf("{\"value\":%s}\n", smsbat_send_result_json(result, NULL));
  } else {
    print_error(error);
  }
  for (size_t i = 0; i < count; i++) {
    smsbat_message_free(messages[i]);
  }
  smsbat_call_options_free(options);
  smsbat_send_result_free(result);
}

void send_turbosms(smsbat_client *client, smsbat_message *message) {
  smsbat_turbosms_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_call_options *options = no_retries();
  if (smsbat_client_turbosms_send(client, message, options, &result, &error) == SMSBAT_OK) {
    printf("{\"value\":%s}\n", smsbat_turbosms_result_json(result, NULL));
  } else {
    print_error(error);
  }
  smsbat_message_free(message);
  smsbat_call_options_free(options);
  smsbat_turbosms_result_free(result);
}

void call_by_name(smsbat_client *client, const char *operation, const char *arguments) {
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  smsbat_call_options *options = no_retries();
  if (smsbat_call_with_options(client, operation, arguments, options, &reply, &error) == SMSBAT_OK) {
    printf("{\"value\":%s}\n", smsbat_reply_json(reply, NULL));
  } else {
    print_error(error);
  }
  smsbat_call_options_free(options);
  smsbat_reply_free(reply);
}

void ask_status(smsbat_client *client, const char *id) {
  smsbat_status *status = NULL;
  smsbat_error *error = NULL;
  smsbat_call_options *options = no_retries();
  if (smsbat_client_status(client, id, options, &status, &error) == SMSBAT_OK) {
    printf("{\"value\":%s}\n", smsbat_status_json(status, NULL));
  } else {
    print_error(error);
  }
  smsbat_call_options_free(options);
  smsbat_status_free(status);
}

/* The characters are one text in C; in the vectors they are a list. */
static void print_characters(const char *text) {
  printf("[");
  for (const char *at = text; *at != '\0';) {
    char one[8] = "";
    size_t length = 0;
    do {
      one[length++] = *at++;
    } while (((unsigned char)*at & 0xc0) == 0x80);
    if (at != text + length) {
      printf(",");
    }
    print_text(one);
  }
  printf("]");
}

void segments(const char *text) {
  smsbat_segments *found = NULL;
  smsbat_error *error = NULL;
  if (smsbat_text_segments(text, &found, &error) != SMSBAT_OK) {
    print_error(error);
    return;
  }
  printf("{\"value\":{\"encoding\":");
  print_text(smsbat_segments_encoding(found));
  printf(",\"units\":%lu", (unsigned long)smsbat_segments_units(found));
  printf(",\"parts\":%lu", (unsigned long)smsbat_segments_parts(found));
  printf(",\"per_part\":%lu", (unsigned long)smsbat_segments_per_part(found));
  printf(",\"remaining\":%lu,\"unicode_characters\":", (unsigned long)smsbat_segments_remaining(found));
  print_characters(smsbat_segments_unicode_characters(found));
  printf("}}\n");
  smsbat_segments_free(found);
}

void flash_call_matches(const char *pattern, const char *caller_id) {
  printf("{\"value\":%s}\n", smsbat_flash_call_matches(pattern, caller_id) ? "true" : "false");
}

void phone(const char *text, const char *country) {
  smsbat_phone *found = NULL;
  smsbat_error *error = NULL;
  if (smsbat_phone_parse(text, country, &found, &error) != SMSBAT_OK) {
    print_error(error);
    return;
  }
  printf("{\"e164\":");
  print_text(smsbat_phone_e164(found));
  print_member("digits", smsbat_phone_digits(found));
  print_member("country", smsbat_phone_country(found));
  printf("}\n");
  smsbat_phone_free(found);
}

int main(int count, char **arguments) {
  smsbat_client *client = NULL;
  smsbat_error *error = NULL;
  if (count != 2) {
    return EXIT_FAILURE;
  }
  if (smsbat_client_new(NULL, &client, &error) != SMSBAT_OK) {
    print_error(error);
    return EXIT_SUCCESS;
  }
  run_case(atoi(arguments[1]), client);
  smsbat_client_free(client);
  return EXIT_SUCCESS;
}
