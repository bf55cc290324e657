/* What the generated cases of the vectors call. */
#ifndef VECTORS_H
#define VECTORS_H

#include <stdint.h>

#include <smsbat.h>

/* Generated. */
void run_case(int number, smsbat_client *client);

/* Sends the messages, frees them and prints what came of it as JSON. */
void send_messages(smsbat_client *client, smsbat_message **messages, size_t count);

void send_cascade(smsbat_client *client, smsbat_message **messages, size_t count);
void send_turbosms(smsbat_client *client, smsbat_message *message);
void call_by_name(smsbat_client *client, const char *operation, const char *arguments);
void ask_status(smsbat_client *client, const char *id);
void segments(const char *text);
void flash_call_matches(const char *pattern, const char *caller_id);
void phone(const char *text, const char *country);

#endif
