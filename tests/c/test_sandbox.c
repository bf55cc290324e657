/*
 * The header that starts a sandbox. Environment: SMSBAT_COMMAND.
 */
#define _POSIX_C_SOURCE 200809L

#include <signal.h>
#include <stdio.h>
#include <string.h>
#ifndef _WIN32
#include <sys/stat.h>
#endif

/* Long enough for a sandbox that ends, also on a busy machine. */
#define SMSBAT_SANDBOX_STOP_MS 3000
#include <smsbat_sandbox.h>

#include "check.h"

#define PHONE "+380671234567"

static smsbat_outcome send_one(smsbat_client *client, const char *text, smsbat_code *code) {
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
  smsbat_message_set_to(message, PHONE);
  smsbat_message_set_sender(message, "NovaShop");
  smsbat_message_set_text(message, text);
  *code = smsbat_client_send(client, &message, 1, NULL, &result, &error);
  smsbat_outcome outcome = *code == SMSBAT_OK ? smsbat_sent_message_outcome(smsbat_send_result_at(result, 0))
                                              : smsbat_error_outcome(error);
  smsbat_error_free(error);
  smsbat_send_result_free(result);
  smsbat_message_free(message);
  return outcome;
}

/* Whether the answer to a question of the control API has this text. */
static bool answers(const smsbat_sandbox *sandbox, const char *path, const char *text) {
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  bool found = smsbat_sandbox_get(sandbox, path, &reply, &error) == SMSBAT_OK
               && strstr(smsbat_reply_json(reply, NULL), text) != NULL;
  if (!found) {
    printf("%s: %s%s\n", path, smsbat_error_text(error), reply != NULL ? smsbat_reply_json(reply, NULL) : "");
  }
  smsbat_reply_free(reply);
  smsbat_error_free(error);
  return found;
}

static void test_everything(bool tls) {
  smsbat_sandbox sandbox, other;
  smsbat_client *client = NULL;
  smsbat_code code = SMSBAT_OK;
  char problem[1024];
  CHECK(smsbat_sandbox_start(&sandbox, NULL, tls));
  CHECK_TEXT(sandbox.problem, "");
  CHECK(strncmp(sandbox.url, tls ? "https://127." : "http://127.", tls ? 12 : 11) == 0);
  CHECK((sandbox.ca_bundle[0] != '\0') == tls);
  CHECK_NUMBER(smsbat_sandbox_client(&sandbox, &client, NULL), SMSBAT_OK);
  CHECK_NUMBER(send_one(client, "Hello", &code), SMSBAT_OUTCOME_ACCEPTED);

  CHECK_NUMBER(smsbat_sandbox_post(&sandbox, "clock", "{\"frozen\":true}", NULL), SMSBAT_OK);
  CHECK_NUMBER(smsbat_sandbox_advance(&sandbox, 10, NULL), SMSBAT_OK);
  CHECK(answers(&sandbox, "messages/wait?text=Hello&status=delivered", "\"total\":1"));

  SMSBAT_SANDBOX_ASSERT_SENT(&sandbox, "to=" PHONE "&text=Hello", 1);
  CHECK(smsbat_sandbox_check_sent(&sandbox, "text=Bye", 0, problem, sizeof problem));
  CHECK(!smsbat_sandbox_check_sent(&sandbox, "to=" PHONE "&text=Hallo", 1, problem, sizeof problem));
  CHECK(strstr(problem, "but 0 found\nnearest:\n  1. sms to " PHONE) != NULL);
  CHECK(strstr(problem, "\"Hello\": another text") != NULL);
  CHECK(!smsbat_sandbox_check_sent(&sandbox, "text=Hallo", 1, problem, 8));
  CHECK(!smsbat_sandbox_check_sent(&sandbox, "no_such_filter=1", 1, problem, sizeof problem));
  CHECK(strstr(problem, "400") != NULL);
  CHECK_NUMBER(smsbat_sandbox_snapshot(&sandbox, NULL), SMSBAT_OK);
  CHECK_NUMBER(smsbat_sandbox_reset(&sandbox, NULL), SMSBAT_OK);
  CHECK_NUMBER(smsbat_sandbox_restore(&sandbox, NULL), SMSBAT_OK);
  SMSBAT_SANDBOX_ASSERT_SENT(&sandbox, "status=delivered", 1);
  CHECK_NUMBER(smsbat_sandbox_freeze(&sandbox, false, NULL), SMSBAT_OK);
  CHECK_NUMBER(smsbat_sandbox_freeze(&sandbox, true, NULL), SMSBAT_OK);

  CHECK_NUMBER(smsbat_sandbox_fail_next(&sandbox, 503, 1, NULL), SMSBAT_OK);
  CHECK_NUMBER(send_one(client, "Hello", &code), SMSBAT_OUTCOME_UNKNOWN);
  CHECK_NUMBER(code, SMSBAT_ERROR_SERVER);
  CHECK_NUMBER(send_one(client, "Hello", &code), SMSBAT_OUTCOME_ACCEPTED);

  CHECK_NUMBER(smsbat_sandbox_reset(&sandbox, NULL), SMSBAT_OK);
  CHECK(answers(&sandbox, "messages", "\"total\":0"));

  /* A second one has its own messages, and outlives the first. */
  CHECK(smsbat_sandbox_start(&other, NULL, tls));
  CHECK(strcmp(sandbox.url, other.url) != 0);
  CHECK_NUMBER(send_one(client, "Hello", &code), SMSBAT_OUTCOME_ACCEPTED);
  CHECK(answers(&other, "messages", "\"total\":0"));
  smsbat_sandbox_stop(&sandbox);
  CHECK_NUMBER(send_one(client, "Hello", &code), SMSBAT_OUTCOME_NOT_SENT);
  CHECK_NUMBER(code, SMSBAT_ERROR_CONNECTION);
  CHECK(answers(&other, "health", "true"));
  smsbat_sandbox_stop(&other);
  smsbat_sandbox_stop(&other);
  smsbat_client_free(client);
}

static void test_errors(void) {
  smsbat_sandbox sandbox;
  smsbat_error *error = NULL;
  smsbat_sandbox_stop(NULL);
  CHECK(!smsbat_sandbox_start(&sandbox, "no-such-command-anywhere", false));
  CHECK_TEXT(sandbox.problem, "the command no-such-command-anywhere could not be started");
  smsbat_sandbox_stop(&sandbox);
#ifndef _WIN32
  CHECK(!smsbat_sandbox_start(&sandbox, "true", false));
  CHECK_TEXT(sandbox.problem, "true did not say that its sandbox is ready");
#endif

  CHECK(smsbat_sandbox_start(&sandbox, NULL, false));
  CHECK_NUMBER(smsbat_sandbox_fail_next(&sandbox, 200, 1, &error), SMSBAT_ERROR_BAD_REQUEST);
  CHECK(strstr(smsbat_error_text(error), "400") != NULL);
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_sandbox_post(&sandbox, "no-such-path", "{}", &error), SMSBAT_ERROR_NOT_FOUND);
  smsbat_error_free(error);
  CHECK_NUMBER(smsbat_sandbox_post(&sandbox, "reset", "{", &error), SMSBAT_ERROR_VALIDATION);
  smsbat_error_free(error);
  smsbat_sandbox_stop(&sandbox);
}

#ifndef _WIN32
static void ignore(int number) {
  (void)number;
}

/* As Ctrl-C in a terminal: the whole process group gets the signal. */
static int interrupt_group(void) {
  smsbat_sandbox sandbox;
  bool alive;
  setpgid(0, 0);
  /* A handler, which `exec` takes away: SIG_IGN would go to the sandbox. */
  signal(SIGINT, ignore);
  if (!smsbat_sandbox_start(&sandbox, NULL, false)) {
    return 1;
  }
  kill(0, SIGINT);
  alive = answers(&sandbox, "health", "true");
  smsbat_sandbox_stop(&sandbox);
  return alive ? 0 : 1;
}

/* A command that ignores its input, and SIGTERM, is killed: ready or not. */
static void test_kill(void) {
  const char *const lines[] = {"{\"url\":\"http://127.0.0.1:9\",\"chathub_url\":\"http://127.0.0.1:9\"}", "nothing"};
  char path[] = "/tmp/smsbat-ignores-XXXXXX";
  smsbat_sandbox sandbox;
  pid_t process;
  size_t i;
  int file = mkstemp(path);
  CHECK(file >= 0 && fchmod(file, 0700) == 0);
  close(file);
  for (i = 0; i < 2; i++) {
    FILE *script = fopen(path, "w");
    CHECK(script != NULL);
    fprintf(script, "#!/bin/sh\ntrap '' TERM\necho '%s'\nexec sleep 600\n", lines[i]);
    fclose(script);
    CHECK(smsbat_sandbox_start(&sandbox, path, false) == (i == 0));
    if (i == 0) {
      process = sandbox.process;
      smsbat_sandbox_stop(&sandbox);
      CHECK(kill(process, 0) != 0);
    } else {
      CHECK(strstr(sandbox.problem, "did not say that its sandbox is ready") != NULL);
    }
  }
  unlink(path);
}

static void do_nothing(int number) { (void)number; }

/* Signals, as those of a profiler, do not make the wait for the first line longer. */
static void test_signals(void) {
  struct sigaction action;
  int ends[2], status, i;
  char line[64];
  pid_t child;
  const time_t begun = time(NULL);
  memset(&action, 0, sizeof action);
  action.sa_handler = do_nothing;
  CHECK(sigaction(SIGUSR1, &action, NULL) == 0 && pipe(ends) == 0);
  child = fork();
  if (child == 0) {
    for (i = 0; i < 1000; i++) {
      kill(getppid(), SIGUSR1);
      poll(NULL, 0, 10);
    }
    _exit(0);
  }
  smsbat_sandbox_read_line(ends[0], line, sizeof line, 1000);
  CHECK_TEXT(line, "");
  CHECK(time(NULL) - begun < 8);
  kill(child, SIGKILL);
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  close(ends[0]);
  close(ends[1]);
}

static void test_processes(void) {
  smsbat_sandbox sandbox;
  int hold[2], status = -1;
  char byte;
  pid_t child = fork();
  if (child == 0) {
    _exit(interrupt_group());
  }
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);

  /* A forked child that holds the other end of its standard input does not keep it from being stopped. */
  CHECK(smsbat_sandbox_start(&sandbox, NULL, false));
  CHECK(pipe(hold) == 0);
  child = fork();
  if (child == 0) {
    close(hold[1]);
    _exit(read(hold[0], &byte, 1) == 0 ? 0 : 1);
  }
  close(hold[0]);
  /* As `smsbat_sandbox_stop`. A sandbox that had to be killed has no exit code. */
  smsbat_client_free(sandbox.control);
  sandbox.control = NULL;
  CHECK_NUMBER(smsbat_sandbox_end(&sandbox, true), 0);
  close(hold[1]);
  CHECK(waitpid(child, &status, 0) == child);
}
#endif

int main(void) {
  test_everything(false);
  test_everything(true);
  test_errors();
#ifndef _WIN32
  test_processes();
  test_signals();
  test_kill();
#endif
  printf("%d passed, %d failed\n", checks_passed, checks_failed);
  return checks_failed == 0 ? 0 : 1;
}
