/* What people write in C without a library: libcurl, with one handle and its connection kept, and cJSON. */
#include <cjson/cJSON.h>
#include <curl/curl.h>

#include "bench.h"

struct state {
  CURL *curl;
  struct curl_slist *headers;
  char *body;
  size_t length;
  size_t capacity;
};

static size_t take(char *data, size_t size, size_t count, void *given) {
  struct state *state = given;
  size_t length = size * count;
  if (state->length + length + 1 > state->capacity) {
    state->capacity = (state->length + length + 1) * 2;
    state->body = realloc(state->body, state->capacity);
  }
  memcpy(state->body + state->length, data, length);
  state->length += length;
  state->body[state->length] = '\0';
  return length;
}

void *peer_start(struct bench *bench) {
  struct state *state = calloc(1, sizeof *state);
  char url[256];
  snprintf(url, sizeof url, "%s/bat/messagelist", bench->url);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  state->curl = curl_easy_init();
  state->headers = curl_slist_append(state->headers, "Content-Type: application/json");
  state->headers = curl_slist_append(state->headers, "X-Authorization-Key: test-key");
  /* A big body is not announced first. */
  state->headers = curl_slist_append(state->headers, "Expect:");
  curl_easy_setopt(state->curl, CURLOPT_URL, url);
  curl_easy_setopt(state->curl, CURLOPT_HTTPHEADER, state->headers);
  curl_easy_setopt(state->curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(state->curl, CURLOPT_WRITEDATA, state);
  curl_easy_setopt(state->curl, CURLOPT_TIMEOUT, 30L);
  curl_easy_setopt(state->curl, CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(state->curl, CURLOPT_NOSIGNAL, 1L);
  if (bench->ca != NULL) {
    curl_easy_setopt(state->curl, CURLOPT_CAINFO, bench->ca);
  }
  return state;
}

size_t peer_send(struct bench *bench, void *given) {
  struct state *state = given;
  struct bench_message values;
  size_t accepted = 0;
  long status = 0;
  cJSON *request = cJSON_CreateObject();
  cJSON *messages = cJSON_AddArrayToObject(request, "messages");
  for (size_t i = 0; i < bench->count; i++) {
    cJSON *message = cJSON_CreateObject();
    bench_message(bench, &values);
    cJSON_AddStringToObject(message, "type", "sms");
    cJSON_AddStringToObject(message, "to", values.to);
    cJSON_AddStringToObject(message, "from", "MyShop");
    cJSON_AddStringToObject(message, "text", values.text);
    cJSON_AddStringToObject(message, "customerMessageId", values.id);
    cJSON_AddItemToArray(messages, message);
  }
  char *text = cJSON_PrintUnformatted(request);
  cJSON_Delete(request);
  state->length = 0;
  curl_easy_setopt(state->curl, CURLOPT_POSTFIELDS, text);
  curl_easy_setopt(state->curl, CURLOPT_POSTFIELDSIZE, (long)strlen(text));
  CURLcode code = curl_easy_perform(state->curl);
  curl_easy_getinfo(state->curl, CURLINFO_RESPONSE_CODE, &status);
  free(text);
  if (code != CURLE_OK || status != 200) {
    fprintf(stderr, "%s, HTTP %ld\n", curl_easy_strerror(code), status);
    return 0;
  }
  cJSON *reply = cJSON_ParseWithLength(state->body, state->length);
  cJSON *row = NULL;
  cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(reply, "messages")) {
    const char *word = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "status"));
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "messageId"));
    const char *reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "reason"));
    accepted += word != NULL && id != NULL && reason == NULL && strcmp(word, "accepted") == 0;
  }
  cJSON_Delete(reply);
  return accepted;
}

void peer_end(void *given) {
  struct state *state = given;
  curl_slist_free_all(state->headers);
  curl_easy_cleanup(state->curl);
  curl_global_cleanup();
  free(state->body);
  free(state);
}
