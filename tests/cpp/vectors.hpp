// What the generated cases of the vectors call. Each function prints what came of it as one JSON object.
#ifndef VECTORS_HPP
#define VECTORS_HPP

#include <optional>
#include <string_view>
#include <vector>

#include <smsbat.hpp>

using namespace std::string_view_literals;

/// Generated.
void run_case(int number, const smsbat::Client& client);

/// Half of the cases take the form that throws, the others the one that does not.
struct Caller {
  const smsbat::Client& client;
  bool throws;

  void send(const std::vector<smsbat::Message>& messages) const;
  void cascade_send(const std::vector<smsbat::Message>& messages) const;
  void turbosms_send(const smsbat::Message& message) const;
  void call(std::string_view operation, std::string_view arguments) const;
  void status(std::string_view id) const;
};

void segments(std::string_view text);
void flash_call_matches(std::string_view pattern, std::string_view caller_id);
void phone(std::string_view text, std::optional<std::string_view> country);

#endif
