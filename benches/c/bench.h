/*
 * What every peer in C does alike: `peer ITEM URL REQUESTS WARMUP [CA]`, with one line of JSON at the end.
 *
 * ITEM is "small", one message a request, or "whole", 5,000. Messages are made and all rows are read within the measured
 * time. The CPU time is that of the whole process between the
 * warm-up and the end, user and system; p50 is the median of the seconds that one request took.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define BATCH 5000

struct bench {
  const char *url;
  long requests;
  long warmup;
  const char *ca; /* NULL without TLS */
  size_t count;   /* messages of a request */
  long number;    /* of the message that is made, so that none is like another */
};

static double bench_seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double bench_cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return bench_seconds(used.ru_utime) + bench_seconds(used.ru_stime);
}

static double bench_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The next message's number, recipient, text and id. */
struct bench_message {
  char to[16];
  char text[64];
  char id[24];
};

static void bench_message(struct bench *bench, struct bench_message *message) {
  long number = bench->number++;
  snprintf(message->to, sizeof message->to, "+38067%07ld", number % 10000000);
  snprintf(message->text, sizeof message->text, "Your order %ld is ready. Come and get it!", number);
  snprintf(message->id, sizeof message->id, "order-%ld", number);
}

/* Sends one request; how many of its messages were accepted. */
size_t peer_send(struct bench *bench, void *state);
void *peer_start(struct bench *bench);
void peer_end(void *state);

static int bench_order(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

int main(int count, char **arguments) {
  struct bench bench = {0};
  if (count < 5) {
    fprintf(stderr, "usage: %s small|whole URL REQUESTS WARMUP [CA]\n", arguments[0]);
    return 2;
  }
  bench.count = strcmp(arguments[1], "small") == 0 ? 1 : BATCH;
  bench.url = arguments[2];
  bench.requests = atol(arguments[3]);
  bench.warmup = atol(arguments[4]);
  bench.ca = count > 5 ? arguments[5] : NULL;
  void *state = peer_start(&bench);
  double *took = calloc((size_t)bench.requests + 1, sizeof *took);
  if (took == NULL) {
    return 1;
  }
  double cpu = 0, begin = bench_now(), last = begin;
  for (long i = -bench.warmup; i < bench.requests; i++) {
    if (i == 0) {
      cpu = bench_cpu();
      begin = last = bench_now();
    }
    if (peer_send(&bench, state) != bench.count) {
      fprintf(stderr, "request %ld: not all messages were accepted\n", i);
      return 1;
    }
    double now = bench_now();
    if (i >= 0) {
      took[i] = now - last;
    }
    last = now;
  }
  cpu = bench_cpu() - cpu;
  peer_end(state);
  qsort(took, (size_t)bench.requests, sizeof *took, bench_order);
  printf("{\"cpu\":%.9f,\"wall\":%.9f,\"p50\":%.9f}\n", cpu, last - begin, took[bench.requests / 2]);
  free(took);
  return 0;
}

#endif
