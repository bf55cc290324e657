/*
 * Answers everybody who writes in a chat, until nobody has for a while: chat_bot [SECONDS]
 *
 * A token or key for ChatHub is in the environment, such as SMSBAT_COMPANY_TOKEN.
 */
#include <stdio.h>
#include <stdlib.h>

#include <smsbat.h>

/* Sends the answer. What is not sent may be sent again; what is unknown may have arrived, so it is only reported. */
static void answer(const smsbat_chat_events *events, int64_t chat) {
  smsbat_error *error = NULL;
  if (smsbat_chat_events_send_message(events, chat, "Thank you, we answer within the hour", NULL, &error) == SMSBAT_OK) {
    printf("chat %lld: answered\n", (long long)chat);
  } else {
    fprintf(stderr, "chat %lld: %s: %s\n", (long long)chat, smsbat_outcome_name(smsbat_error_outcome(error)),
            smsbat_error_text(error));
  }
  smsbat_error_free(error);
}

static void handle(const smsbat_chat_events *events, const smsbat_chat_event *event) {
  const smsbat_connection_changed *changed = smsbat_chat_event_connection_changed(event);
  const smsbat_chat_message_received *received = smsbat_chat_event_message_received(event);
  if (changed != NULL) {
    printf("%s\n", smsbat_connection_changed_state(changed));
  } else if (received != NULL) {
    /* Operators, and this program, are 0: it does not talk to itself. */
    if (smsbat_chat_message_author(smsbat_chat_message_received_message(received)) != 0) {
      answer(events, smsbat_chat_message_received_chat_id(received));
    }
  }
  fflush(stdout);
}

int main(int count, char **arguments) {
  smsbat_client *client = NULL;
  smsbat_chat_events *events = NULL;
  smsbat_error *error = NULL;
  smsbat_chat_events_options *options = smsbat_chat_events_options_new();
  smsbat_chat_events_options_set_idle_timeout(options, count > 1 ? atof(arguments[1]) : 3600);

  smsbat_code code = smsbat_client_new(NULL, &client, &error);
  if (code == SMSBAT_OK) {
    code = smsbat_chat_events_open(client, options, NULL, &events, &error);
  }
  while (code == SMSBAT_OK && !smsbat_chat_events_is_closed(events)) {
    smsbat_chat_event *event = NULL;
    code = smsbat_chat_events_next(events, 10, &event, &error);
    if (event != NULL) {
      handle(events, event);
    }
    smsbat_chat_event_free(event);
  }
  if (error != NULL) {
    fprintf(stderr, "%s\n", smsbat_error_text(error));
  }

  smsbat_error_free(error);
  smsbat_chat_events_free(events);
  smsbat_chat_events_options_free(options);
  smsbat_client_free(client);
  return code == SMSBAT_OK ? 0 : 1;
}
