/* Checks that count. A test goes on after one that fails, so that all of them are seen. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks_passed;
static int checks_failed;

static void check(int good, const char *what, const char *test, int line) {
  if (good) {
    checks_passed++;
  } else {
    checks_failed++;
    printf("FAILED %s, line %d: %s\n", test, line, what);
  }
}

/* NULL equals NULL only. */
static void check_text(const char *have, const char *want, const char *what, const char *test, int line) {
  int good = have == NULL || want == NULL ? have == want : strcmp(have, want) == 0;
  check(good, what, test, line);
  if (!good) {
    printf("  have: %s\n  want: %s\n", have != NULL ? have : "NULL", want != NULL ? want : "NULL");
  }
}

static void check_number(long long have, long long want, const char *what, const char *test, int line) {
  check(have == want, what, test, line);
  if (have != want) {
    printf("  have: %lld\n  want: %lld\n", have, want);
  }
}

#ifdef SMSBAT_H
/* Every error that a test frees goes into a file, for the comparison with docs/reference/errors.md. */
static inline void note_error(const smsbat_error *error) {
  const char *path = getenv("TEST_ERROR_TEXTS");
  FILE *file = error != NULL && path != NULL ? fopen(path, "a") : NULL;
  size_t i;
  if (file == NULL) {
    return;
  }
  for (i = 0; smsbat_error_problem_message(error, i) != NULL; i++) {
    fprintf(file, "%s\t%s\t%s\n", smsbat_code_name(smsbat_error_code(error)), smsbat_error_problem_rule(error, i),
            smsbat_error_problem_message(error, i));
  }
  if (i == 0) {
    fprintf(file, "%s\t\t%s\n", smsbat_code_name(smsbat_error_code(error)), smsbat_error_message(error));
  }
  fclose(file);
}

static inline void note_and_free(smsbat_error *error) {
  note_error(error);
  smsbat_error_free(error);
}

#define smsbat_error_free note_and_free
#endif

#define CHECK(condition) check((condition) ? 1 : 0, #condition, __func__, __LINE__)
#define CHECK_TEXT(have, want) check_text((have), (want), #have, __func__, __LINE__)
#define CHECK_NUMBER(have, want) check_number((long long)(have), (long long)(want), #have, __func__, __LINE__)

#endif
