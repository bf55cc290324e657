/*
 * smsbat_sandbox.h - a sandbox for the tests of C and C++ programs that send with libsmsbat.
 *
 * The sandbox is a local server that answers as the provider would, keeps what it was sent and can be told to fail.
 * It is the command `smsbat sandbox`, which runs here as a child process. This header is for tests: all of it is
 * in the header, over smsbat.h and POSIX or Windows. C99 or newer, C++17 or newer.
 *
 *
 * EXAMPLE
 *
 *     smsbat_sandbox sandbox;
 *     smsbat_client *client = NULL;
 *     smsbat_reply *messages = NULL;
 *
 *     if (!smsbat_sandbox_start(&sandbox, NULL, false)) {
 *       fprintf(stderr, "%s\n", sandbox.problem);
 *       return 1;
 *     }
 *     smsbat_sandbox_client(&sandbox, &client, NULL);
 *     // ... send with `client`, then look at what arrived:
 *     smsbat_sandbox_get(&sandbox, "messages?to=380671234567", &messages, NULL);
 *     puts(smsbat_reply_json(messages, NULL));
 *
 *     smsbat_reply_free(messages);
 *     smsbat_client_free(client);
 *     smsbat_sandbox_stop(&sandbox);
 *
 * A program that makes its client from the environment is tested with SMSBAT_BASE_URL set to `sandbox.url`,
 * SMSBAT_CHATHUB_URL to `sandbox.chathub_url`, SMSBAT_API_KEY to SMSBAT_SANDBOX_KEY and, with TLS, SMSBAT_CA_BUNDLE
 * to `sandbox.ca_bundle`.
 *
 *
 * RULES
 *
 * A sandbox belongs to the process that started it and ends with it, however it ends. It is in a session of its own,
 * on Windows in a process group of its own, so Ctrl-C in the terminal reaches the program alone. Start and stop it from
 * one thread; the functions between may be called from several. Several sandboxes can run at once: each takes a port
 * that is free. The clock of a sandbox runs, and statuses with it; `smsbat_sandbox_advance` makes it jump.
 * Which numbers are refused or fail, and every path for `smsbat_sandbox_get` and `smsbat_sandbox_post`, stands in
 * the README of the sandbox.
 */
#ifndef SMSBAT_SANDBOX_H
#define SMSBAT_SANDBOX_H

#include <smsbat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#else
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#endif

/* A cast that is no warning in C++ either. */
#ifdef __cplusplus
#define SMSBAT_SANDBOX_CAST(type, value) static_cast<type>(value)
#else
#define SMSBAT_SANDBOX_CAST(type, value) ((type)(value))
#endif

/** A key that every sandbox knows, as it does all that begin with "test-". */
#define SMSBAT_SANDBOX_KEY "test-key"

/** Milliseconds that a sandbox has to start. */
#define SMSBAT_SANDBOX_START_MS 20000

/** Milliseconds that a sandbox has to end before it is killed. */
#ifndef SMSBAT_SANDBOX_STOP_MS
#define SMSBAT_SANDBOX_STOP_MS 5000
#endif

/** A sandbox that runs. Read `url`, `chathub_url`, `ca_bundle` and `problem`; the rest is of this header. */
typedef struct smsbat_sandbox {
  /** Address of the SMSBAT, Cascade, TurboSMS and Messagio APIs, such as "http://127.0.0.1:34567". */
  char url[64];
  /** Address of the ChatHub API. */
  char chathub_url[64];
  /** PEM file to trust, with TLS; "" without. */
  char ca_bundle[1024];
  /** Why `smsbat_sandbox_start` failed, in one line; "" if it did not. */
  char problem[256];
#ifdef _WIN32
  HANDLE process;
  HANDLE input;
#else
  pid_t process;
  int input;
#endif
  smsbat_client *control;
} smsbat_sandbox;

/* The text behind `"key":` in the line that a sandbox prints; false if there is none or it does not fit. */
static inline bool smsbat_sandbox_read_text(const char *line, const char *key, char *text, size_t size) {
  char name[32];
  const char *from;
  size_t length = 0;
  snprintf(name, sizeof name, "\"%s\":\"", key);
  from = strstr(line, name);
  text[0] = '\0';
  if (from == NULL) {
    return false;
  }
  for (from += strlen(name); *from != '"' && *from != '\0'; from++) {
    char letter = *from;
    if (*from == '\\' && from[1] != '\0') {
      from++;
      letter = *from;
      if (letter == 'n') {
        letter = '\n';
      }
    }
    if (length + 1 >= size) {
      text[0] = '\0';
      return false;
    }
    text[length++] = letter;
  }
  text[length] = '\0';
  return *from == '"';
}

/* Settings of a client of this sandbox, with a key; made by `smsbat_options_new`. */
static inline smsbat_options *smsbat_sandbox_options(const smsbat_sandbox *sandbox, const char *key) {
  smsbat_options *options = smsbat_options_new();
  smsbat_options_ignore_environment(options);
  smsbat_options_set_api_key(options, key);
  smsbat_options_set_base_url(options, sandbox->url);
  smsbat_options_set_chathub_url(options, sandbox->chathub_url);
  if (sandbox->ca_bundle[0] != '\0') {
    smsbat_options_set_ca_bundle(options, sandbox->ca_bundle);
  }
  return options;
}

/* The command that is started. */
static inline const char *smsbat_sandbox_command(const char *command) {
  if (command == NULL) {
    command = getenv("SMSBAT_COMMAND");
  }
  return command == NULL || command[0] == '\0' ? "smsbat" : command;
}

#ifdef _WIN32

/* The first line that the child prints, or what came of it until its end. */
static inline void smsbat_sandbox_read_line(HANDLE output, char *line, size_t size) {
  const ULONGLONG end = GetTickCount64() + SMSBAT_SANDBOX_START_MS;
  size_t length = 0;
  line[0] = '\0';
  while (length + 1 < size && strchr(line, '\n') == NULL && GetTickCount64() < end) {
    DWORD ready = 0;
    DWORD got = 0;
    /* A pipe has no wait with a limit. */
    if (!PeekNamedPipe(output, NULL, 0, NULL, &ready, NULL)) {
      break;
    }
    if (ready == 0) {
      Sleep(10);
      continue;
    }
    if (!ReadFile(output, line + length, (DWORD)(size - 1 - length), &got, NULL) || got == 0) {
      break;
    }
    length += got;
    line[length] = '\0';
  }
}

/* Ends the child and waits for it; its exit code. */
static inline int smsbat_sandbox_end(smsbat_sandbox *sandbox, bool started) {
  DWORD status = 0;
  (void)started;
  /* It ends when its standard input does. Another child of this program may hold the other end of it. */
  CloseHandle(sandbox->input);
  if (WaitForSingleObject(sandbox->process, SMSBAT_SANDBOX_STOP_MS) != WAIT_OBJECT_0) {
    TerminateProcess(sandbox->process, 1);
    WaitForSingleObject(sandbox->process, INFINITE);
  }
  GetExitCodeProcess(sandbox->process, &status);
  CloseHandle(sandbox->process);
  sandbox->process = NULL;
  return (int)status;
}

/* Starts the command and reads the line that it prints. */
static inline bool smsbat_sandbox_launch(smsbat_sandbox *sandbox, const char *command, bool tls, char *line,
                                         size_t size) {
  wchar_t name[1024], call[1200];
  HANDLE input = NULL, output = NULL, from = NULL;
  SECURITY_ATTRIBUTES inherited;
  STARTUPINFOW start;
  PROCESS_INFORMATION child;
  BOOL good;

  /* Paths are UTF-8 here and UTF-16 in the environment. */
  if (command != NULL) {
    good = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, command, -1, name, 1024) > 0;
  } else {
    const DWORD length = GetEnvironmentVariableW(L"SMSBAT_COMMAND", name, 1024);
    good = length < 1024;
    if (length == 0) {
      wcscpy(name, L"smsbat");
    }
  }
  if (!good) {
    snprintf(sandbox->problem, sizeof sandbox->problem, "the name of the command is too long or not UTF-8");
    return false;
  }
  wcscpy(call, L"\"");
  wcscat(call, name);
  wcscat(call, L"\" --json sandbox --port 0 --exit-with-stdin");
  wcscat(call, tls ? L" --tls" : L"");

  memset(&inherited, 0, sizeof inherited);
  inherited.nLength = sizeof inherited;
  inherited.bInheritHandle = TRUE;
  if (!CreatePipe(&input, &sandbox->input, &inherited, 0)) {
    snprintf(sandbox->problem, sizeof sandbox->problem, "no pipe: error %lu", (unsigned long)GetLastError());
    return false;
  }
  if (!CreatePipe(&from, &output, &inherited, 0)) {
    snprintf(sandbox->problem, sizeof sandbox->problem, "no pipe: error %lu", (unsigned long)GetLastError());
    CloseHandle(input);
    CloseHandle(sandbox->input);
    return false;
  }
  /* Another child of this program must not keep the sandbox alive. */
  SetHandleInformation(sandbox->input, HANDLE_FLAG_INHERIT, 0);
  SetHandleInformation(from, HANDLE_FLAG_INHERIT, 0);
  memset(&start, 0, sizeof start);
  start.cb = sizeof start;
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = input;
  start.hStdOutput = output;
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  /* A group of its own: Ctrl-C reaches every process of the console's group. */
  good = CreateProcessW(NULL, call, NULL, NULL, TRUE, CREATE_NEW_PROCESS_GROUP, NULL, NULL, &start, &child);
  CloseHandle(input);
  CloseHandle(output);
  if (good) {
    CloseHandle(child.hThread);
    sandbox->process = child.hProcess;
    smsbat_sandbox_read_line(from, line, size);
  } else {
    snprintf(sandbox->problem, sizeof sandbox->problem, "the command %s could not be started",
             smsbat_sandbox_command(command));
    CloseHandle(sandbox->input);
  }
  /* It prints nothing more. */
  CloseHandle(from);
  return good;
}

#else

/* The first line that the child prints, or what came of it until its end. */
static inline void smsbat_sandbox_read_line(int output, char *line, size_t size, int limit) {
  /* Whole seconds, of which the first has begun: `clock_gettime` is no function of C. */
  const time_t end = time(NULL) + 1 + limit / 1000;
  size_t length = 0;
  line[0] = '\0';
  while (length + 1 < size && strchr(line, '\n') == NULL && time(NULL) < end) {
    struct pollfd ready;
    ssize_t got;
    int found;
    ready.fd = output;
    ready.events = POLLIN;
    ready.revents = 0;
    found = poll(&ready, 1, limit);
    if (found < 0 && errno == EINTR) {
      continue;
    }
    got = found <= 0 ? 0 : read(output, line + length, size - 1 - length);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      break;
    }
    length += SMSBAT_SANDBOX_CAST(size_t, got);
    line[length] = '\0';
  }
}

/* Replaces the child by the command. Only what is allowed between `fork` and `exec` is called. */
static inline void smsbat_sandbox_become(const char *const *arguments, const int *input, const int *output) {
  /* A session of its own: Ctrl-C reaches every process of the terminal's group. */
  setsid();
  /* `dup2` would leave the mark on a descriptor that is in its place already. */
  if (dup2(input[0], STDIN_FILENO) >= 0 && dup2(output[1], STDOUT_FILENO) >= 0
      && fcntl(STDIN_FILENO, F_SETFD, 0) >= 0 && fcntl(STDOUT_FILENO, F_SETFD, 0) >= 0) {
    /* `execvp` changes none of them: its declaration is older than `const`. */
    union {
      const char *const *given;
      char *const *taken;
    } list;
    list.given = arguments;
    execvp(arguments[0], list.taken);
  }
  _exit(127);
}

/* Ends the child and waits for it; its exit code. A child that never became ready is not signaled at first, because its
   exit code is wanted. One that ignores both its input and the signal is killed. */
static inline int smsbat_sandbox_end(smsbat_sandbox *sandbox, bool started) {
  int status = 0;
  int waited;
  pid_t ended;
#if defined(__STRICT_ANSI__) && !defined(_POSIX_C_SOURCE) && !defined(__cplusplus)
  /* <signal.h> hides it. */
  int kill(pid_t process, int number);
#endif
  /* It ends when its standard input does. A forked child of this program may hold the other end of it. */
  close(sandbox->input);
  if (started) {
    kill(sandbox->process, SIGTERM);
  }
  for (waited = 0;; waited += 10) {
    ended = waitpid(sandbox->process, &status, WNOHANG);
    if (ended > 0 || (ended < 0 && errno != EINTR)) {
      break;
    }
    if (waited >= SMSBAT_SANDBOX_STOP_MS) {
      kill(sandbox->process, SIGKILL);
    }
    poll(NULL, 0, 10);
  }
  sandbox->process = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Starts the command and reads the line that it prints. */
static inline bool smsbat_sandbox_launch(smsbat_sandbox *sandbox, const char *command, bool tls, char *line,
                                         size_t size) {
  const char *arguments[8];
  int input[2], output[2];

  arguments[0] = smsbat_sandbox_command(command);
  arguments[1] = "--json";
  arguments[2] = "sandbox";
  arguments[3] = "--port";
  arguments[4] = "0";
  arguments[5] = "--exit-with-stdin";
  arguments[6] = tls ? "--tls" : NULL;
  arguments[7] = NULL;

  if (pipe(input) != 0) {
    snprintf(sandbox->problem, sizeof sandbox->problem, "no pipe: %s", strerror(errno));
    return false;
  }
  if (pipe(output) != 0) {
    snprintf(sandbox->problem, sizeof sandbox->problem, "no pipe: %s", strerror(errno));
    close(input[0]);
    close(input[1]);
    return false;
  }
  /* Another child of this program must not keep the sandbox alive. */
  fcntl(input[0], F_SETFD, FD_CLOEXEC);
  fcntl(input[1], F_SETFD, FD_CLOEXEC);
  fcntl(output[0], F_SETFD, FD_CLOEXEC);
  fcntl(output[1], F_SETFD, FD_CLOEXEC);
  sandbox->process = fork();
  if (sandbox->process == 0) {
    smsbat_sandbox_become(arguments, input, output);
  }
  close(input[0]);
  close(output[1]);
  sandbox->input = input[1];
  if (sandbox->process < 0) {
    snprintf(sandbox->problem, sizeof sandbox->problem, "no process: %s", strerror(errno));
    sandbox->process = 0;
    close(input[1]);
    close(output[0]);
    return false;
  }
  smsbat_sandbox_read_line(output[0], line, size, SMSBAT_SANDBOX_START_MS);
  /* It prints nothing more. */
  close(output[0]);
  return true;
}

#endif

/**
 * Ends a sandbox, and waits until its process is gone. Its messages go with it. A process that does not end within
 * SMSBAT_SANDBOX_STOP_MS is killed.
 *
 * Nothing happens if it is NULL, did not start or was stopped before.
 */
static inline void smsbat_sandbox_stop(smsbat_sandbox *sandbox) {
  if (sandbox == NULL || !sandbox->process) {
    return;
  }
  smsbat_client_free(sandbox->control);
  sandbox->control = NULL;
  smsbat_sandbox_end(sandbox, true);
}

/**
 * Starts a sandbox and waits until it is ready.
 *
 * `command` is the command smsbat, a name on the PATH or a path; NULL stands for the environment variable
 * SMSBAT_COMMAND, else for "smsbat". With `tls` it speaks HTTPS, with a certificate of its own authority. Returns
 * whether it runs; if not, `sandbox->problem` says why, and nothing is left to be stopped.
 */
static inline bool smsbat_sandbox_start(smsbat_sandbox *sandbox, const char *command, bool tls) {
  char line[2048];
  smsbat_options *options;
  smsbat_error *error = NULL;
  bool good;

  memset(sandbox, 0, sizeof *sandbox);
  if (!smsbat_sandbox_launch(sandbox, command, tls, line, sizeof line)) {
    return false;
  }
  good = smsbat_sandbox_read_text(line, "url", sandbox->url, sizeof sandbox->url)
         && smsbat_sandbox_read_text(line, "chathub_url", sandbox->chathub_url, sizeof sandbox->chathub_url)
         && smsbat_sandbox_read_text(line, "ca_bundle", sandbox->ca_bundle, sizeof sandbox->ca_bundle) == tls;
  if (!good) {
    if (smsbat_sandbox_end(sandbox, false) == 127) {
      snprintf(sandbox->problem, sizeof sandbox->problem, "the command %s could not be started",
               smsbat_sandbox_command(command));
    } else {
      snprintf(sandbox->problem, sizeof sandbox->problem, "%s did not say that its sandbox is ready",
               smsbat_sandbox_command(command));
    }
    return false;
  }
  options = smsbat_sandbox_options(sandbox, "test-control");
  smsbat_options_set_no_rate_limit(options);
  smsbat_options_set_max_retries(options, 0);
  /* Longer than any wait that can be asked for. */
  smsbat_options_set_timeout(options, 630);
  good = smsbat_client_new(options, &sandbox->control, &error) == SMSBAT_OK;
  if (!good) {
    snprintf(sandbox->problem, sizeof sandbox->problem, "%s", smsbat_error_text(error));
    smsbat_sandbox_stop(sandbox);
  }
  smsbat_error_free(error);
  smsbat_options_free(options);
  return good;
}

/**
 * Makes a client of the sandbox, with a key that it knows and with nothing from the environment.
 *
 * As `smsbat_client_new`: on success the program ends `*client` with `smsbat_client_free`.
 */
static inline smsbat_code smsbat_sandbox_client(const smsbat_sandbox *sandbox, smsbat_client **client,
                                                smsbat_error **error) {
  smsbat_options *options = smsbat_sandbox_options(sandbox, SMSBAT_SANDBOX_KEY);
  smsbat_code code = smsbat_client_new(options, client, error);
  smsbat_options_free(options);
  return code;
}

/* One request to the control API. The reply is that of the operation "request". */
static inline smsbat_code smsbat_sandbox_request(const smsbat_sandbox *sandbox, const char *method, const char *path,
                                                 const char *json, smsbat_reply **reply, smsbat_error **error) {
  const char *form = "{\"method\":\"%s\",\"path\":\"/_sandbox/%s\",\"json\":%s}";
  size_t size = strlen(form) + strlen(method) + strlen(path) + strlen(json);
  char *request = SMSBAT_SANDBOX_CAST(char *, malloc(size));
  smsbat_code code;
  if (request != NULL) {
    snprintf(request, size, form, method, path, json);
  }
  code = smsbat_call(sandbox->control, "request", request, reply, error);
  free(request);
  return code;
}

/**
 * Asks the control API: `path` is what stands behind /_sandbox/, such as "messages?to=380671234567", "requests" or
 * "messages/wait?text=Hello&timeout=5", which answers once there is such a message.
 *
 * As `smsbat_call` with the operation "request": on success `*reply` is a JSON object whose "json" is the answer,
 * and the program ends it with `smsbat_reply_free`.
 */
static inline smsbat_code smsbat_sandbox_get(const smsbat_sandbox *sandbox, const char *path, smsbat_reply **reply,
                                             smsbat_error **error) {
  return smsbat_sandbox_request(sandbox, "GET", path, "null", reply, error);
}

/**
 * Tells the control API to do something: `path` is what stands behind /_sandbox/, such as "reply_next", and `json`
 * the body of the request; the recipient of a message presses a button with "messages/<id>/press" and
 * "{\"button\":\"Open\"}". Errors are those of `smsbat_call`.
 */
static inline smsbat_code smsbat_sandbox_post(const smsbat_sandbox *sandbox, const char *path, const char *json,
                                              smsbat_error **error) {
  smsbat_reply *reply = NULL;
  smsbat_code code = smsbat_sandbox_request(sandbox, "POST", path, json, &reply, error);
  smsbat_reply_free(reply);
  return code;
}

/** Moves the sandbox's clock forward by whole seconds, and the statuses of its messages with it. */
static inline smsbat_code smsbat_sandbox_advance(const smsbat_sandbox *sandbox, unsigned seconds,
                                                 smsbat_error **error) {
  char json[64];
  snprintf(json, sizeof json, "{\"advance\":%u}", seconds);
  return smsbat_sandbox_post(sandbox, "clock", json, error);
}

/** Answers the next `count` requests with the documented error of an HTTP status, 400 to 599. */
static inline smsbat_code smsbat_sandbox_fail_next(const smsbat_sandbox *sandbox, int status, unsigned count,
                                                   smsbat_error **error) {
  char json[64];
  snprintf(json, sizeof json, "{\"status\":%d,\"count\":%u}", status, count);
  return smsbat_sandbox_post(sandbox, "fail_next", json, error);
}

/** Stops the sandbox's clock, so that statuses change only by `smsbat_sandbox_advance`, or lets it run again. */
static inline smsbat_code smsbat_sandbox_freeze(const smsbat_sandbox *sandbox, bool frozen, smsbat_error **error) {
  return smsbat_sandbox_post(sandbox, "clock", frozen ? "{\"frozen\":true}" : "{\"frozen\":false}", error);
}

/** Takes a snapshot of everything, for `smsbat_sandbox_restore`. */
static inline smsbat_code smsbat_sandbox_snapshot(const smsbat_sandbox *sandbox, smsbat_error **error) {
  return smsbat_sandbox_post(sandbox, "snapshot", "{}", error);
}

/** Goes back to the newest snapshot: messages, requests, rules and the clock are as they were. */
static inline smsbat_code smsbat_sandbox_restore(const smsbat_sandbox *sandbox, smsbat_error **error) {
  return smsbat_sandbox_post(sandbox, "restore", "{\"snapshot\":null}", error);
}

/**
 * Checks that exactly `count` messages were sent that match `query`, such as "to=380671234567&text=Hello".
 *
 * The query has the filters of "messages", percent-encoded. A message that the provider refused was not sent: it
 * matches only if the query has a status. Returns true if the number is right; if not, `problem` (of `size` bytes)
 * names the nearest misses and how they differ.
 */
static inline bool smsbat_sandbox_check_sent(const smsbat_sandbox *sandbox, const char *query, unsigned count,
                                             char *problem, size_t size) {
  size_t length = strlen(query) + 48;
  char *path = SMSBAT_SANDBOX_CAST(char *, malloc(length));
  smsbat_reply *reply = NULL;
  smsbat_error *error = NULL;
  const char *json = "";
  bool good;
  problem[0] = '\0';
  if (path != NULL) {
    snprintf(path, length, "messages/assert?count=%u&%s", count, query);
    if (smsbat_sandbox_get(sandbox, path, &reply, &error) == SMSBAT_OK) {
      json = smsbat_reply_json(reply, NULL);
    }
  }
  good = strstr(json, "\"ok\":true") != NULL;
  if (!good && !smsbat_sandbox_read_text(json, "problem", problem, size)) {
    snprintf(problem, size, "%s", error != NULL ? smsbat_error_text(error) : "more misses than there is room for");
  }
  free(path);
  smsbat_error_free(error);
  smsbat_reply_free(reply);
  return good;
}

/** As `smsbat_sandbox_check_sent`, but prints the problem with file and line, and aborts the program. */
#define SMSBAT_SANDBOX_ASSERT_SENT(sandbox, query, count)                        \
  do {                                                                           \
    char smsbat_problem_[4096];                                                  \
    if (!smsbat_sandbox_check_sent((sandbox), (query), (count), smsbat_problem_, \
                                   sizeof smsbat_problem_)) {                    \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, smsbat_problem_);       \
      abort();                                                                   \
    }                                                                            \
  } while (0)

/** Forgets all messages, requests and planned answers, and sets the clock back. */
static inline smsbat_code smsbat_sandbox_reset(const smsbat_sandbox *sandbox, smsbat_error **error) {
  return smsbat_sandbox_post(sandbox, "reset", "{}", error);
}

#endif /* SMSBAT_SANDBOX_H */
