/*
 * Reads what the provider posts to a webhook: the body of one request, on standard input, as a CGI program gets it.
 *
 * Nothing in a body proves who sent it: ask for the status of what matters. No client and no key are needed.
 */
#include <stdio.h>

#include <smsbat.h>

/* One byte more than the library takes, so that a body that is too large is refused and not cut off. */
static char body[(1 << 20) + 1];

static const char *or_dash(const char *text) {
  return text != NULL ? text : "-";
}

int main(void) {
  smsbat_webhook *webhook = NULL;
  smsbat_error *error = NULL;
  size_t length = fread(body, 1, sizeof body, stdin);
  if (smsbat_webhook_parse(body, length, &webhook, &error) != SMSBAT_OK) {
    fprintf(stderr, "%s\n", smsbat_error_text(error));
    smsbat_error_free(error);
    return 1;
  }

  const smsbat_incoming_message *message = smsbat_webhook_incoming_message(webhook);
  const smsbat_delivery_report *report = smsbat_webhook_delivery_report(webhook);
  if (message != NULL) {
    printf("%s wrote: %s\n", or_dash(smsbat_incoming_message_phone(message)),
           or_dash(smsbat_incoming_message_text(message)));
  } else if (report != NULL) {
    /* The same report may come twice. */
    printf("message %s is %s\n", or_dash(smsbat_delivery_report_message_id(report)),
           or_dash(smsbat_delivery_report_delivery_status(report)));
  } else {
    printf("something else: %s\n", smsbat_webhook_json(webhook, NULL));
  }
  smsbat_webhook_free(webhook);
  return 0;
}
