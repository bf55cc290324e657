/*
 * Waits for the delivery of twelve messages while an event loop goes on.
 *
 * The library blocks, so a worker thread makes the calls. It ends with one byte in a pipe, whose other end the loop
 * watches: here with `poll`, elsewhere with `uv_poll_start`, `g_unix_fd_add` or a `QSocketNotifier`. One
 * `smsbat_client_wait_all` waits for all twelve, so that they do not take twelve threads.
 *
 * The key is in the environment variable SMSBAT_API_KEY.
 */
#define _POSIX_C_SOURCE 200809L

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include <smsbat.h>

enum { MESSAGES = 12 };

/* What the worker has and gives. The loop reads it only after the byte has come. */
struct work {
  smsbat_client *client;
  smsbat_call_options *options;
  const char *ids[MESSAGES];
  smsbat_status_list *statuses;
  smsbat_error *error;
  int done;
};

static void *wait_for_all(void *argument) {
  struct work *work = argument;
  smsbat_client_wait_all(work->client, work->ids, MESSAGES, NULL, work->options, &work->statuses, &work->error);
  return write(work->done, "", 1) == 1 ? work : NULL;
}

int main(void) {
  smsbat_send_result *result = NULL;
  smsbat_message *messages[MESSAGES];
  smsbat_cancel *cancel = smsbat_cancel_new();
  struct work work = {0};
  pthread_t worker;
  int ends[2], delivered = 0;

  for (int i = 0; i < MESSAGES; i++) {
    messages[i] = smsbat_message_new(SMSBAT_MESSAGE_SMS);
    smsbat_message_set_to(messages[i], "+380671234567");
    smsbat_message_set_sender(messages[i], "MyShop");
    smsbat_message_set_text(messages[i], "Your order is ready");
  }
  work.options = smsbat_call_options_new();
  smsbat_call_options_set_cancel(work.options, cancel);
  if (smsbat_client_new(NULL, &work.client, &work.error) == SMSBAT_OK
      && smsbat_client_send(work.client, messages, MESSAGES, NULL, &result, &work.error) == SMSBAT_OK
      && smsbat_send_result_check(result, &work.error) == SMSBAT_OK && pipe(ends) == 0) {
    for (size_t i = 0; i < MESSAGES; i++) {
      work.ids[i] = smsbat_sent_message_message_id(smsbat_send_result_at(result, i));
    }
    work.done = ends[1];
    if (pthread_create(&worker, NULL, wait_for_all, &work) == 0) {
      struct pollfd watched = {ends[0], POLLIN, 0};
      while (poll(&watched, 1, 100) == 0) {
        /* Other work of the loop. To stop waiting, call `smsbat_cancel_request(cancel)`, which never blocks. */
      }
      pthread_join(worker, NULL);
    }
    close(ends[0]);
    close(ends[1]);
  }
  for (size_t i = 0; i < smsbat_status_list_count(work.statuses); i++) {
    delivered += smsbat_status_is_delivered(smsbat_status_list_at(work.statuses, i));
  }
  printf("%d of %d delivered\n", delivered, MESSAGES);
  if (work.error != NULL) {
    fprintf(stderr, "%s\n", smsbat_error_text(work.error));
  }

  smsbat_error_free(work.error);
  smsbat_status_list_free(work.statuses);
  smsbat_call_options_free(work.options);
  smsbat_cancel_free(cancel);
  smsbat_send_result_free(result);
  for (int i = 0; i < MESSAGES; i++) {
    smsbat_message_free(messages[i]);
  }
  smsbat_client_free(work.client);
  return delivered == MESSAGES ? 0 : 1;
}
