/*
 * Makes the calls that it is told on standard input, one line each, with tabs between the words:
 *
 *     client NUMBER SETTING VALUE SETTING VALUE ...
 *     call NUMBER OPERATION REQUEST
 *
 * Each line is answered with "ok LENGTH" or "error LENGTH", a line end, and that many bytes: the reply, or the
 * error's text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif

#include <smsbat.h>

#define CLIENTS 16
#define LONGEST_LINE 1000000

static smsbat_client *clients[CLIENTS];

static void answer(const char *word, const char *text, size_t length) {
  printf("%s %lu\n", word, (unsigned long)length);
  fwrite(text, 1, length, stdout);
  fflush(stdout);
}

static void answer_error(smsbat_error *error) {
  answer("error", smsbat_error_text(error), strlen(smsbat_error_text(error)));
  smsbat_error_free(error);
}

/* The text before the next tab; what is behind it is left in `rest`. */
static char *word(char **rest) {
  char *start = *rest;
  if (start == NULL) {
    return NULL;
  }
  char *end = strchr(start, '\t');
  if (end != NULL) {
    *end = '\0';
    end++;
  }
  *rest = end;
  return start;
}

static void make_client(int number, char *rest) {
  smsbat_error *error = NULL;
  smsbat_options *options = smsbat_options_new();
  smsbat_options_ignore_environment(options);
  while (rest != NULL) {
    const char *name = word(&rest);
    smsbat_options_set(options, name, word(&rest));
  }
  if (smsbat_client_new(options, &clients[number], &error) == SMSBAT_OK) {
    answer("ok", "", 0);
  } else {
    answer_error(error);
  }
  smsbat_options_free(options);
}

static void make_call(int number, char *rest) {
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  const char *operation = word(&rest);
  if (smsbat_call(clients[number], operation, rest, &reply, &error) == SMSBAT_OK) {
    size_t length = 0;
    const char *json = smsbat_reply_json(reply, &length);
    answer("ok", json, length);
  } else {
    answer_error(error);
  }
  smsbat_reply_free(reply);
}

int main(void) {
#ifdef _WIN32
  /* The number of bytes is said first, and none is added. */
  _setmode(_fileno(stdout), _O_BINARY);
#endif
  static char line[LONGEST_LINE];
  while (fgets(line, sizeof line, stdin) != NULL) {
    char *rest = line;
    char *end = strchr(line, '\n');
    if (end == NULL) {
      return EXIT_FAILURE;
    }
    *end = '\0';
    const char *command = word(&rest);
    const char *number = word(&rest);
    int client = number != NULL ? atoi(number) : -1;
    if (client < 0 || client >= CLIENTS) {
      return EXIT_FAILURE;
    }
    if (strcmp(command, "client") == 0) {
      make_client(client, rest);
    } else {
      make_call(client, rest);
    }
  }
  for (int i = 0; i < CLIENTS; i++) {
    smsbat_client_free(clients[i]);
  }
  return EXIT_SUCCESS;
}
