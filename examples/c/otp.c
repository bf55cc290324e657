/*
 * Sends a one-time password by Viber, and by SMS to who has no Viber: otp [NUMBER]
 *
 * The key is in the environment variable SMSBAT_API_KEY. The template is one of Viber's, with a place named `pin`.
 */
#include <stdio.h>

#include <smsbat.h>

#define TEMPLATE "6b0f1a2e-1f1c-4b7e-9b59-0d2f3c4a5b6c"

/* Four digits that nobody can guess; false if the system has none. */
static int new_code(char code[5]) {
  unsigned char bytes[2];
  FILE *random = fopen("/dev/urandom", "rb");
  size_t got = random != NULL ? fread(bytes, 1, sizeof bytes, random) : 0;
  if (random != NULL) {
    fclose(random);
  }
  snprintf(code, 5, "%04u", (bytes[0] * 256u + bytes[1]) % 10000u);
  return got == sizeof bytes;
}

int main(int count, char **arguments) {
  const char *to = count > 1 ? arguments[1] : "+380671234567";
  smsbat_client *client = NULL;
  smsbat_send_result *result = NULL;
  smsbat_status *status = NULL;
  smsbat_error *error = NULL;
  int delivered = 0;
  char code[5];
  char text[64];
  if (!new_code(code)) {
    fprintf(stderr, "no random numbers\n");
    return 1;
  }
  snprintf(text, sizeof text, "%s is your code for MyShop", code);

  smsbat_part *by_sms = smsbat_fallback_new(text);
  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_VIBER_OTP);
  smsbat_message_set_to(message, to);
  smsbat_message_set_sender(message, "MyShop");
  smsbat_message_set_template_id(message, TEMPLATE);
  smsbat_message_set_template_lang(message, "uk");
  smsbat_message_set_template_param(message, "pin", code);
  smsbat_message_set_ttl(message, 60); /* a minute for Viber, then the SMS */
  smsbat_message_set_fallback(message, by_sms);

  if (smsbat_client_new(NULL, &client, &error) == SMSBAT_OK
      && smsbat_client_send(client, &message, 1, NULL, &result, &error) == SMSBAT_OK
      && smsbat_send_result_check(result, &error) == SMSBAT_OK
      && smsbat_client_wait(client, smsbat_sent_message_message_id(smsbat_send_result_at(result, 0)), 120, 1, NULL,
                            &status, &error) == SMSBAT_OK) {
    const smsbat_fallback_status *sms = smsbat_status_fallback_at(status, 0);
    delivered = smsbat_status_is_delivered(status);
    printf("%s; sms: %s\n", smsbat_status_delivery_status(status),
           sms != NULL ? smsbat_fallback_status_status(sms) : "not_used");
  }
  if (error != NULL) {
    fprintf(stderr, "%s: %s\n", smsbat_outcome_name(smsbat_error_outcome(error)), smsbat_error_text(error));
  }

  smsbat_error_free(error);
  smsbat_status_free(status);
  smsbat_send_result_free(result);
  smsbat_message_free(message);
  smsbat_part_free(by_sms);
  smsbat_client_free(client);
  return delivered ? 0 : 1;
}
