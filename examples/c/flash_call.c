/*
 * Checks a phone number by a flash call: flash_call NUMBER, then the number that called on standard input.
 *
 * The phone rings once, and the number that rang is the code. The key is in the environment variable SMSBAT_API_KEY.
 */
#include <stdio.h>

#include <smsbat.h>

int main(int count, char **arguments) {
  const char *to = count > 1 ? arguments[1] : "+380671234567";
  smsbat_client *client = NULL;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  char seen[64] = "";
  int good = 0;

  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_FLASH_CALL);
  smsbat_message_set_to(message, to);
  smsbat_message_set_sender(message, "MyShop");
  /* Leave it out to be called from a number that the provider chooses. */
  smsbat_message_set_caller_id(message, "+380440000077");

  if (smsbat_client_new(NULL, &client, &error) == SMSBAT_OK
      && smsbat_client_send(client, &message, 1, NULL, &result, &error) == SMSBAT_OK
      && smsbat_send_result_check(result, &error) == SMSBAT_OK) {
    const smsbat_sent_message *call = smsbat_send_result_at(result, 0);
    /* The pattern stays here; who is called must know the number by heart or read it off the phone. */
    const char *pattern = smsbat_sent_message_pattern(call);
    printf("%s is being called within %ld seconds. Which number calls? ", to, (long)smsbat_sent_message_ttl(call));
    fflush(stdout);
    if (fgets(seen, sizeof seen, stdin) != NULL) {
      good = smsbat_flash_call_matches(pattern, seen);
    }
    printf("%s\n", good ? "right" : "wrong");
  }
  if (error != NULL) {
    fprintf(stderr, "%s: %s\n", smsbat_outcome_name(smsbat_error_outcome(error)), smsbat_error_text(error));
  }

  smsbat_error_free(error);
  smsbat_send_result_free(result);
  smsbat_message_free(message);
  smsbat_client_free(client);
  return good ? 0 : 1;
}
