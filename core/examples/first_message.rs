#![allow(clippy::print_stdout, missing_docs)]
use smsbat_core::{Client, Error, Sms};

fn main() -> Result<(), Error> {
    let client = Client::builder().build()?; // key from SMSBAT_API_KEY
    let sms = Sms::new("+380671234567", "MyShop", "Your order is ready");
    let result = client.messages().send(&[sms])?;
    for message in result.messages() {
        println!("{} {}", message.outcome(), message.message_id().unwrap_or("-"));
    }
    Ok(())
}
