/* The floor: a socket, a request that is ready beforehand, and an answer that is read to its end and not looked at. */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

struct state {
  int socket;
  SSL_CTX *context;
  SSL *tls;
  char *request;
  size_t length;
  char answer[1 << 20];
};

static void die(const char *what) {
  fprintf(stderr, "%s failed\n", what);
  exit(1);
}

static void prepare(struct bench *bench, struct state *state) {
  size_t capacity = 512 + bench->count * 256, body = 0;
  char *text = malloc(capacity);
  struct bench_message values;
  body += (size_t)snprintf(text, capacity, "{\"messages\":[");
  for (size_t i = 0; i < bench->count; i++) {
    bench_message(bench, &values);
    body += (size_t)snprintf(text + body, capacity - body,
                             "%s{\"type\":\"sms\",\"to\":\"%s\",\"from\":\"MyShop\",\"text\":\"%s\","
                             "\"customerMessageId\":\"%s\"}",
                             i > 0 ? "," : "", values.to, values.text, values.id);
  }
  body += (size_t)snprintf(text + body, capacity - body, "]}");
  state->request = malloc(body + 512);
  state->length = (size_t)snprintf(state->request, 512,
                                   "POST /bat/messagelist HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Authorization-Key: "
                                   "test-key\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                                   body);
  memcpy(state->request + state->length, text, body);
  state->length += body;
  free(text);
}

void *peer_start(struct bench *bench) {
  struct state *state = calloc(1, sizeof *state);
  struct sockaddr_in address = {0};
  int on = 1;
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)atoi(strrchr(bench->url, ':') + 1));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  state->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(state->socket, (struct sockaddr *)&address, sizeof address) != 0) {
    die("connect");
  }
  setsockopt(state->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (bench->ca != NULL) {
    state->context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_verify(state->context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_load_verify_locations(state->context, bench->ca, NULL);
    state->tls = SSL_new(state->context);
    SSL_set_fd(state->tls, state->socket);
    if (SSL_connect(state->tls) != 1) {
      die("TLS");
    }
  }
  prepare(bench, state);
  return state;
}

size_t peer_send(struct bench *bench, void *given) {
  struct state *state = given;
  size_t sent = 0, got = 0, all = 0;
  while (sent < state->length) {
    size_t left = state->length - sent;
    ssize_t wrote = state->tls != NULL ? SSL_write(state->tls, state->request + sent, (int)left)
                                       : write(state->socket, state->request + sent, left);
    if (wrote <= 0) {
      die("write");
    }
    sent += (size_t)wrote;
  }
  do {
    size_t room = sizeof state->answer - 1 - got;
    ssize_t more = state->tls != NULL ? SSL_read(state->tls, state->answer + got, (int)room)
                                      : read(state->socket, state->answer + got, room);
    if (more <= 0) {
      die("read");
    }
    got += (size_t)more;
    state->answer[got] = '\0';
    if (all == 0) {
      const char *end = strstr(state->answer, "\r\n\r\n");
      const char *length = strstr(state->answer, "Content-Length: ");
      if (end != NULL && length == NULL) {
        die("an answer without a length");
      }
      all = end != NULL ? (size_t)(end - state->answer) + 4 + (size_t)atol(length + 16) : 0;
    }
  } while (all == 0 || got < all);
  return bench->count;
}

void peer_end(void *given) {
  struct state *state = given;
  SSL_free(state->tls);
  SSL_CTX_free(state->context);
  close(state->socket);
  free(state->request);
  free(state);
}
