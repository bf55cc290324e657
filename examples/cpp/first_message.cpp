// Sends one SMS. The key is in the environment variable SMSBAT_API_KEY.
#include <iostream>

#include <smsbat.hpp>

int main() {
  try {
    const smsbat::Client client;
    const auto result = client.send(smsbat::Sms().to("+380671234567").sender("MyShop").text("Your order is ready"));
    const auto message = result.messages()[0];
    std::cout << smsbat::to_string(message.outcome()) << ' ' << message.message_id().value_or("-") << '\n';
    return result.ok() ? 0 : 1;
  } catch (const smsbat::Error& error) {
    std::cerr << smsbat::to_string(error.outcome()) << ": " << error.what() << '\n';
    return 1;
  }
}
