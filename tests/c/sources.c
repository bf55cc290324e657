/* Sends a campaign from a file: FILE REPORT [NAME VALUE]... Writes the report, or says what is wrong. */
#include <smsbat.h>
#include <stdio.h>

int main(int count, char **arguments) {
  smsbat_client *client = NULL;
  smsbat_bulk_report *report = NULL;
  smsbat_error *error = NULL;
  smsbat_bulk_options *options = smsbat_bulk_options_new();

  for (int i = 3; i + 1 < count; i += 2) {
    smsbat_bulk_options_set(options, arguments[i], arguments[i + 1]);
  }
  if (count > 2 && smsbat_client_new(NULL, &client, &error) == SMSBAT_OK &&
      smsbat_client_send_bulk_file(client, arguments[1], options, NULL, &report, &error) == SMSBAT_OK) {
    smsbat_bulk_report_save(report, arguments[2], &error);
  }
  const int failed = error != NULL;
  if (failed) {
    printf("%s\n", smsbat_error_text(error));
  }
  smsbat_error_free(error);
  smsbat_bulk_report_free(report);
  smsbat_bulk_options_free(options);
  smsbat_client_free(client);
  return failed;
}
