/*
 * Sends one SMS and waits until it is delivered: wait_for_delivery [NUMBER]
 *
 * The key is in the environment variable SMSBAT_API_KEY.
 */
#include <stdio.h>

#include <smsbat.h>

int main(int count, char **arguments) {
  smsbat_client *client = NULL;
  smsbat_send_result *result = NULL;
  smsbat_status *status = NULL;
  smsbat_error *error = NULL;
  int delivered = 0;

  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
  smsbat_message_set_to(message, count > 1 ? arguments[1] : "+380671234567");
  smsbat_message_set_sender(message, "MyShop");
  smsbat_message_set_text(message, "Your order is ready");

  /* With the check, a refused message is an error too. */
  if (smsbat_client_new(NULL, &client, &error) == SMSBAT_OK
      && smsbat_client_send(client, &message, 1, NULL, &result, &error) == SMSBAT_OK
      && smsbat_send_result_check(result, &error) == SMSBAT_OK) {
    const char *id = smsbat_sent_message_message_id(smsbat_send_result_at(result, 0));
    /* For two minutes at most; the second question is asked after one second, later ones more seldom. */
    if (smsbat_client_wait(client, id, 120, 1, NULL, &status, &error) == SMSBAT_OK) {
      const char *word = smsbat_status_delivery_status(status);
      const char *cost = smsbat_status_cost(status);
      printf("%s%s, cost %s\n", word != NULL ? word : "unknown",
             smsbat_status_is_final(status) ? "" : " so far", cost != NULL ? cost : "not known");
      delivered = smsbat_status_is_delivered(status);
    }
  }
  if (error != NULL) {
    fprintf(stderr, "%s: %s\n", smsbat_outcome_name(smsbat_error_outcome(error)), smsbat_error_text(error));
  }

  smsbat_error_free(error);
  smsbat_status_free(status);
  smsbat_send_result_free(result);
  smsbat_message_free(message);
  smsbat_client_free(client);
  return delivered ? 0 : 1;
}
