// Sends a one-time password by Viber, and by SMS to who has no Viber: otp [NUMBER]
//
// The key is in the environment variable SMSBAT_API_KEY. The template is one of Viber's, with a place named `pin`.
#include <iostream>
#include <random>

#include <smsbat.hpp>

int main(int count, char** arguments) {
  using namespace std::chrono_literals;
  std::random_device random;
  std::uniform_int_distribution<int> numbers(10000, 19999);
  const std::string code = std::to_string(numbers(random)).substr(1);  // four digits, with leading zeros
  try {
    const smsbat::Client client;
    const auto result = client.send(smsbat::ViberOtp()
                                        .to(count > 1 ? arguments[1] : "+380671234567")
                                        .sender("MyShop")
                                        .template_id("6b0f1a2e-1f1c-4b7e-9b59-0d2f3c4a5b6c")
                                        .template_lang("uk")
                                        .template_param("pin", code)
                                        .ttl(60)  // a minute for Viber, then the SMS
                                        .fallback(smsbat::Fallback(code + " is your code for MyShop")));
    result.raise_for_outcome();
    const auto status = client.wait(result.messages()[0].message_id().value(), 2min, 1s);
    std::cout << status.delivery_status().value_or("no status") << "; sms: "
              << (status.fallbacks().empty() ? "not_used" : status.fallbacks()[0].status().value_or("no status"))
              << '\n';
    return status.is_delivered() ? 0 : 1;
  } catch (const smsbat::Error& error) {
    std::cerr << smsbat::to_string(error.outcome()) << ": " << error.what() << '\n';
    return 1;
  }
}
