/* Our C library, with all its checks and finite timeouts. */
#include <smsbat.h>

#include "bench.h"

struct state {
  smsbat_client *client;
  smsbat_message *messages[BATCH];
};

void *peer_start(struct bench *bench) {
  struct state *state = calloc(1, sizeof *state);
  smsbat_error *error = NULL;
  smsbat_options *options = smsbat_options_new();
  smsbat_options_ignore_environment(options);
  smsbat_options_set_api_key(options, "test-key");
  smsbat_options_set_base_url(options, bench->url);
  smsbat_options_set_no_rate_limit(options);
  if (bench->ca != NULL) {
    smsbat_options_set_ca_bundle(options, bench->ca);
  }
  if (smsbat_client_new(options, &state->client, &error) != SMSBAT_OK) {
    fprintf(stderr, "%s\n", smsbat_error_text(error));
    exit(1);
  }
  smsbat_options_free(options);
  return state;
}

size_t peer_send(struct bench *bench, void *given) {
  struct state *state = given;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  struct bench_message values;
  size_t accepted = 0;
  for (size_t i = 0; i < bench->count; i++) {
    smsbat_message *message = state->messages[i] = smsbat_message_new(SMSBAT_MESSAGE_SMS);
    bench_message(bench, &values);
    smsbat_message_set_to(message, values.to);
    smsbat_message_set_sender(message, "MyShop");
    smsbat_message_set_text(message, values.text);
    smsbat_message_set_customer_message_id(message, values.id);
  }
  if (smsbat_client_send(state->client, state->messages, bench->count, NULL, &result, &error) == SMSBAT_OK) {
    for (size_t i = 0; i < smsbat_send_result_count(result); i++) {
      const smsbat_sent_message *row = smsbat_send_result_at(result, i);
      accepted += smsbat_sent_message_outcome(row) == SMSBAT_OUTCOME_ACCEPTED
                  && smsbat_sent_message_message_id(row) != NULL && smsbat_sent_message_reason(row) == NULL;
    }
  } else {
    fprintf(stderr, "%s\n", smsbat_error_text(error));
  }
  for (size_t i = 0; i < bench->count; i++) {
    smsbat_message_free(state->messages[i]);
  }
  smsbat_send_result_free(result);
  smsbat_error_free(error);
  return accepted;
}

void peer_end(void *given) {
  struct state *state = given;
  smsbat_client_free(state->client);
  free(state);
}
