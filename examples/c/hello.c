/*
 * Sends an SMS into a sandbox and waits until it is delivered. Needs no account.
 *
 * The sandbox is the command smsbat, on the PATH or named by SMSBAT_COMMAND.
 */
#include <stdio.h>

#include <smsbat_sandbox.h>

int main(void) {
  smsbat_sandbox sandbox;
  smsbat_client *client = NULL; /* for real: smsbat_client_new(NULL, &client, &error) */
  smsbat_send_result *result = NULL;
  smsbat_status *status = NULL;
  smsbat_error *error = NULL;
  int delivered = 0;

  if (!smsbat_sandbox_start(&sandbox, NULL, false)) {
    fprintf(stderr, "%s\n", sandbox.problem);
    return 1;
  }
  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
  smsbat_message_set_to(message, "+380671234567");
  smsbat_message_set_sender(message, "MyShop");
  smsbat_message_set_text(message, "Your order is ready");

  if (smsbat_sandbox_client(&sandbox, &client, &error) == SMSBAT_OK
      && smsbat_client_send(client, &message, 1, NULL, &result, &error) == SMSBAT_OK
      && smsbat_send_result_check(result, &error) == SMSBAT_OK) {
    const smsbat_sent_message *row = smsbat_send_result_at(result, 0);
    printf("%s %d\n", smsbat_outcome_name(smsbat_sent_message_outcome(row)), (int)smsbat_sent_message_parts(row));
    if (smsbat_client_wait(client, smsbat_sent_message_message_id(row), 120, 1, NULL, &status, &error) == SMSBAT_OK) {
      const char *word = smsbat_status_delivery_status(status);
      const char *cost = smsbat_status_cost(status);
      printf("%s %s\n", word != NULL ? word : "unknown", cost != NULL ? cost : "not known");
      delivered = smsbat_status_is_delivered(status);
    }
  }
  if (error != NULL) {
    fprintf(stderr, "%s\n", smsbat_error_text(error));
    for (size_t i = 0; i < smsbat_error_note_count(error); i++) {
      fprintf(stderr, "%s\n", smsbat_error_note(error, i));
    }
  }

  smsbat_error_free(error);
  smsbat_status_free(status);
  smsbat_send_result_free(result);
  smsbat_message_free(message);
  smsbat_client_free(client);
  smsbat_sandbox_stop(&sandbox);
  return delivered ? 0 : 1;
}
