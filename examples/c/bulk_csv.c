/*
 * Sends a campaign from a CSV file with columns to and name: bulk_csv FILE [JOURNAL]
 *
 * The key is in the environment variable SMSBAT_API_KEY. With a journal the same command goes on where it was
 * cut off, and sends nobody a message twice.
 */
#include <inttypes.h>
#include <stdio.h>

#include <smsbat.h>

/* Called about ten times a second and at the end, on this thread. False would end the campaign. */
static bool progress(const smsbat_bulk_counts *counts, void *userdata) {
  (void)userdata;
  fprintf(stderr, "%3.0f %%, %" PRIu64 " accepted, %.0f messages/s\n", 100 * smsbat_bulk_counts_fraction(counts),
          smsbat_bulk_counts_accepted(counts), smsbat_bulk_counts_rate(counts));
  return true;
}

/* Shows a row that was not accepted. */
static bool show(const smsbat_bulk_row *row, void *userdata) {
  (void)userdata;
  if (smsbat_bulk_row_outcome(row) != SMSBAT_OUTCOME_ACCEPTED) {
    printf("row %" PRIu64 ": %s: %s\n", smsbat_bulk_row_index(row) + 1,
           smsbat_outcome_name(smsbat_bulk_row_outcome(row)), smsbat_bulk_row_reason(row));
  }
  return true;
}

int main(int count, char **arguments) {
  smsbat_client *client = NULL;
  smsbat_bulk_report *report = NULL;
  smsbat_error *error = NULL;

  if (count < 2) {
    fprintf(stderr, "usage: %s FILE [JOURNAL]\n", arguments[0]);
    return 2;
  }
  /* Mistakes are kept: the send fails with them. */
  smsbat_bulk_options *options = smsbat_bulk_options_new();
  smsbat_bulk_options_set(options, "sender", "MyShop");
  smsbat_bulk_options_set(options, "template", "Hi {name}, your order is ready");
  if (count > 2) {
    smsbat_bulk_options_set(options, "journal", arguments[2]);
  }
  smsbat_bulk_options_set_progress(options, progress, NULL);

  if (smsbat_client_new(NULL, &client, &error) == SMSBAT_OK) {
    smsbat_client_send_bulk_file(client, arguments[1], options, NULL, &report, &error);
  }
  if (error != NULL) {
    fprintf(stderr, "%s: %s\n", smsbat_outcome_name(smsbat_error_outcome(error)), smsbat_error_text(error));
    smsbat_error_free(error);
    error = NULL;
  }
  /* There is a report too if the campaign ended before its time. */
  if (report != NULL) {
    const smsbat_bulk_counts *counts = smsbat_bulk_report_counts(report);
    printf("%" PRIu64 " of %" PRIu64 " accepted\n", smsbat_bulk_counts_accepted(counts),
           smsbat_bulk_counts_settled(counts));
    if (smsbat_bulk_report_rows(report, show, NULL, &error) != SMSBAT_OK) {
      fprintf(stderr, "%s\n", smsbat_error_text(error));
    }
  }

  int good = smsbat_bulk_report_ok(report);
  smsbat_error_free(error);
  smsbat_bulk_report_free(report);
  smsbat_bulk_options_free(options);
  smsbat_client_free(client);
  return good ? 0 : 1;
}
