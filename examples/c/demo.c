/*
 * Sends one message of each kind and more to a local sandbox and shows what became of them.
 *
 * SMSBAT_BASE_URL and SMSBAT_API_KEY are those of the sandbox. The numbers that start with +380990000 have a known
 * fate there: see the sandbox's README.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smsbat.h>

#define TO "+380671234567"
#define TO_UNREACHABLE_BY_VIBER "+380990000211"
#define TO_REFUSED "+380990000101"

/* A row of the table. */
struct row {
  const char *what;
  const char *to;
  smsbat_message *message;
};

static int failures;

static void fail(const char *what, smsbat_error *error) {
  printf("%s failed: %s\n", what, smsbat_error_text(error));
  smsbat_error_free(error);
  failures++;
}

static struct row row(const char *what, smsbat_message_kind kind, const char *to) {
  struct row made = {what, to, smsbat_message_new(kind)};
  smsbat_message_set_to(made.message, to);
  smsbat_message_set_sender(made.message, "NovaShop");
  if (kind != SMSBAT_MESSAGE_FLASH_CALL && kind != SMSBAT_MESSAGE_VIBER_OTP) {
    smsbat_message_set_text(made.message, "Hello from C");
  }
  return made;
}

/* One message of each kind, one with a fallback that takes effect, one that is refused. */
static size_t fill(struct row rows[]) {
  size_t count = 0;
  rows[count++] = row("sms", SMSBAT_MESSAGE_SMS, TO);

  smsbat_part *button = smsbat_button_new("Open", "https://shop.example.org");
  rows[count] = row("viber_promo", SMSBAT_MESSAGE_VIBER_PROMO, TO);
  smsbat_message_set_image(rows[count].message, "https://cdn.example.org/sale.png");
  smsbat_message_set_button(rows[count++].message, button);

  smsbat_part *file = smsbat_file_new("https://cdn.example.org/invoice.pdf");
  rows[count] = row("viber_trans", SMSBAT_MESSAGE_VIBER_TRANSACTIONAL, TO);
  smsbat_message_set_file(rows[count++].message, file);

  smsbat_part *card = smsbat_card_new("Shoes", "https://cdn.example.org/shoes.png", button);
  rows[count] = row("viber_carousel", SMSBAT_MESSAGE_VIBER_CAROUSEL, TO);
  smsbat_message_add_card(rows[count].message, card);
  smsbat_message_add_card(rows[count++].message, card);

  rows[count] = row("viber_survey", SMSBAT_MESSAGE_VIBER_SURVEY, TO);
  smsbat_message_add_option(rows[count].message, "Good");
  smsbat_message_add_option(rows[count++].message, "Could be better");

  rows[count] = row("viber_otp", SMSBAT_MESSAGE_VIBER_OTP, TO);
  smsbat_message_set_template_id(rows[count].message, "6b0f1a2e-1f1c-4b7e-9b59-0d2f3c4a5b6c");
  smsbat_message_set_template_lang(rows[count].message, "uk");
  smsbat_message_set_template_param(rows[count++].message, "pin", "0042");

  smsbat_part *action = smsbat_action_dial("+380440000001");
  smsbat_part *call = smsbat_rcs_button_new("Call us", action);
  rows[count] = row("rcs", SMSBAT_MESSAGE_RCS, TO);
  smsbat_message_add_button(rows[count++].message, call);

  rows[count] = row("flashcall", SMSBAT_MESSAGE_FLASH_CALL, TO);
  smsbat_message_set_caller_id(rows[count++].message, "+380440000077");

  smsbat_part *fallback = smsbat_fallback_new("Hello by SMS");
  rows[count] = row("viber, then sms", SMSBAT_MESSAGE_VIBER_TRANSACTIONAL, TO_UNREACHABLE_BY_VIBER);
  smsbat_message_set_fallback(rows[count++].message, fallback);

  rows[count++] = row("refused number", SMSBAT_MESSAGE_SMS, TO_REFUSED);

  smsbat_part_free(button);
  smsbat_part_free(file);
  smsbat_part_free(card);
  smsbat_part_free(action);
  smsbat_part_free(call);
  smsbat_part_free(fallback);
  return count;
}

static void advance_clock(smsbat_client *client) {
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  const char *request = "{\"method\": \"POST\", \"path\": \"/_sandbox/clock\", \"json\": {\"advance\": 10}}";
  if (smsbat_call(client, "request", request, &reply, &error) != SMSBAT_OK) {
    fail("moving the clock", error);
  }
  smsbat_reply_free(reply);
}

/* The last word on a message, and the channel that brought it if the first one could not. */
static void print_final(smsbat_client *client, const char *id) {
  smsbat_status *status = NULL;
  smsbat_error *error = NULL;
  if (smsbat_client_wait(client, id, 20, 0, NULL, &status, &error) != SMSBAT_OK) {
    fail("waiting", error);
    return;
  }
  printf("%s", smsbat_status_delivery_status(status));
  const smsbat_fallback_status *channel = smsbat_status_fallback_at(status, 0);
  if (channel != NULL) {
    printf(" (%s: %s)", smsbat_fallback_status_type(channel), smsbat_fallback_status_status(channel));
  }
  if (!smsbat_status_is_final(status)) {
    failures++;
  }
  smsbat_status_free(status);
}

static void send_all(smsbat_client *client) {
  struct row rows[16];
  smsbat_message *messages[16];
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  size_t count = fill(rows);
  for (size_t i = 0; i < count; i++) {
    messages[i] = rows[i].message;
  }
  if (smsbat_client_send(client, messages, count, NULL, &result, &error) != SMSBAT_OK) {
    fail("sending", error);
  } else {
    advance_clock(client);
    printf("%-16s %-14s %-9s %s\n", "kind", "to", "outcome", "final status");
    for (size_t i = 0; i < count; i++) {
      const smsbat_sent_message *sent = smsbat_send_result_at(result, i);
      smsbat_outcome outcome = smsbat_sent_message_outcome(sent);
      printf("%-16s %.6s***%s %-9s ", rows[i].what, rows[i].to, rows[i].to + strlen(rows[i].to) - 4,
             smsbat_outcome_name(outcome));
      if (outcome == SMSBAT_OUTCOME_ACCEPTED) {
        print_final(client, smsbat_sent_message_message_id(sent));
      } else {
        printf("- (%s)", smsbat_sent_message_reason(sent));
      }
      printf("\n");
    }
  }
  for (size_t i = 0; i < count; i++) {
    smsbat_message_free(messages[i]);
  }
  smsbat_send_result_free(result);
}

/* A key that the sandbox does not know: HTTP 401, and nothing was sent. */
static void send_with_wrong_key(void) {
  smsbat_client *client = NULL;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_options *options = smsbat_options_new();
  smsbat_options_set_api_key(options, "wrong");
  struct row sms = row("sms", SMSBAT_MESSAGE_SMS, TO);
  if (smsbat_client_new(options, &client, &error) != SMSBAT_OK) {
    fail("making a client", error);
  } else if (smsbat_client_send(client, &sms.message, 1, NULL, &result, &error) == SMSBAT_OK) {
    printf("a wrong key was accepted\n");
    failures++;
  } else {
    printf("%-16s %-14s %-9s %s\n", "wrong key", "-", smsbat_outcome_name(smsbat_error_outcome(error)),
           smsbat_error_message(error));
    failures += smsbat_error_code(error) != SMSBAT_ERROR_AUTHENTICATION;
    smsbat_error_free(error);
  }
  smsbat_message_free(sms.message);
  smsbat_send_result_free(result);
  smsbat_client_free(client);
  smsbat_options_free(options);
}

int main(void) {
  smsbat_client *client = NULL;
  smsbat_error *error = NULL;
  if (smsbat_client_new(NULL, &client, &error) != SMSBAT_OK) {
    fail("making a client", error);
    return EXIT_FAILURE;
  }
  send_all(client);
  send_with_wrong_key();
  smsbat_client_free(client);
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
