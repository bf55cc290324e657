// Checks a phone number by a flash call: flash_call NUMBER, then the number that called on standard input.
//
// The phone rings once, and the number that rang is the code. The key is in the environment variable SMSBAT_API_KEY.
#include <iostream>

#include <smsbat.hpp>

int main(int count, char** arguments) {
  const std::string to = count > 1 ? arguments[1] : "+380671234567";
  try {
    const smsbat::Client client;
    // Leave `caller_id` out to be called from a number that the provider chooses.
    const auto result = client.send(smsbat::FlashCall().to(to).sender("MyShop").caller_id("+380440000077"));
    result.raise_for_outcome();
    const auto call = result.messages()[0];
    std::cout << to << " is being called within " << call.ttl().value_or(0) << " seconds. Which number calls? " << std::flush;
    std::string seen;
    std::getline(std::cin, seen);
    // The pattern stays here; who is called must read the number off the phone.
    const bool good = smsbat::flash_call_matches(call.pattern().value_or(""), seen);
    std::cout << (good ? "right" : "wrong") << '\n';
    return good ? 0 : 1;
  } catch (const smsbat::Error& error) {
    std::cerr << smsbat::to_string(error.outcome()) << ": " << error.what() << '\n';
    return 1;
  }
}
