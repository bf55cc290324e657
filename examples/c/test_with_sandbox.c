/*
 * How a program that sends is tested: a sandbox is started, the program sends to it, and what arrived is looked at.
 *
 * The sandbox is the command smsbat, on the PATH or named by SMSBAT_COMMAND.
 */
#include <stdio.h>
#include <string.h>

#include <smsbat_sandbox.h>

/* What is tested: tells a customer that the order is ready. */
static smsbat_outcome tell(smsbat_client *client, const char *to) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
  smsbat_message_set_to(message, to);
  smsbat_message_set_sender(message, "MyShop");
  smsbat_message_set_text(message, "Your order is ready");
  smsbat_client_send(client, &message, 1, NULL, &result, &error);
  smsbat_outcome outcome = error != NULL ? smsbat_error_outcome(error)
                                         : smsbat_sent_message_outcome(smsbat_send_result_at(result, 0));
  smsbat_error_free(error);
  smsbat_send_result_free(result);
  smsbat_message_free(message);
  return outcome;
}

int main(void) {
  smsbat_sandbox sandbox;
  smsbat_client *client = NULL;
  smsbat_reply *arrived = NULL;
  if (!smsbat_sandbox_start(&sandbox, NULL, false)) {
    fprintf(stderr, "%s\n", sandbox.problem);
    return 1;
  }
  int good = smsbat_sandbox_client(&sandbox, &client, NULL) == SMSBAT_OK;

  good = good && tell(client, "+380671234567") == SMSBAT_OUTCOME_ACCEPTED;
  smsbat_sandbox_advance(&sandbox, 10, NULL);
  good = good && smsbat_sandbox_get(&sandbox, "messages/wait?to=380671234567&status=delivered", &arrived, NULL) == SMSBAT_OK
         && strstr(smsbat_reply_json(arrived, NULL), "Your order is ready") != NULL;
  smsbat_reply_free(arrived);

  /* A number that the sandbox refuses, and an answer after which nobody knows what happened. */
  good = good && tell(client, "+380990000101") == SMSBAT_OUTCOME_REJECTED;
  smsbat_sandbox_fail_next(&sandbox, 503, 1, NULL);
  good = good && tell(client, "+380671234567") == SMSBAT_OUTCOME_UNKNOWN;

  printf("%s\n", good ? "all as it should be" : "something is wrong");
  smsbat_client_free(client);
  smsbat_sandbox_stop(&sandbox);
  return good ? 0 : 1;
}
