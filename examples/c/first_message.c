/* Sends one SMS. The key is in the environment variable SMSBAT_API_KEY. */
#include <stdio.h>

#include <smsbat.h>

int main(void) {
  smsbat_client *client = NULL;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;

  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
  smsbat_message_set_to(message, "+380671234567");
  smsbat_message_set_sender(message, "MyShop");
  smsbat_message_set_text(message, "Your order is ready");

  if (smsbat_client_new(NULL, &client, &error) == SMSBAT_OK
      && smsbat_client_send(client, &message, 1, NULL, &result, &error) == SMSBAT_OK) {
    const smsbat_sent_message *row = smsbat_send_result_at(result, 0);
    const char *id = smsbat_sent_message_message_id(row);
    printf("%s %s\n", smsbat_outcome_name(smsbat_sent_message_outcome(row)), id != NULL ? id : "-");
  } else {
    fprintf(stderr, "%s: %s\n", smsbat_outcome_name(smsbat_error_outcome(error)), smsbat_error_text(error));
  }

  int good = smsbat_send_result_ok(result);
  smsbat_error_free(error);
  smsbat_send_result_free(result);
  smsbat_message_free(message);
  smsbat_client_free(client);
  return good ? 0 : 1;
}
