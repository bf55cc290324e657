//! Invented prices, with exact decimals (D36).

use serde_json::value::RawValue;

/// Currency of `rate` and `rateAmount`.
pub(crate) const RATE_CURRENCY: &str = "EUR";
/// Currency of `billAmount`.
pub(crate) const BILL_CURRENCY: &str = "UAH";
/// Exchange rate from the rate currency to the billing currency.
const EXCHANGE: u64 = 48;

/// Price of a message, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price {
    rate: u64,
    parts: u64,
}

impl Price {
    pub(crate) fn of(channel: &str, parts: usize) -> Self {
        let rate = match channel {
            "sms" => 310,
            "viber" => 270,
            "rcs" => 350,
            "flashcall" => 90,
            _ => 200,
        };
        Self { rate, parts: u64::try_from(parts).unwrap_or(u64::MAX) }
    }

    /// Price of one part.
    pub(crate) fn rate(self) -> String {
        decimal(self.rate)
    }

    /// Price of the message.
    pub(crate) fn amount(self) -> String {
        decimal(self.rate.saturating_mul(self.parts))
    }

    /// Price of the message in the billing currency.
    pub(crate) fn bill(self) -> String {
        decimal(self.rate.saturating_mul(self.parts).saturating_mul(EXCHANGE))
    }
}

fn decimal(thousandths: u64) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// Makes a JSON number that keeps trailing zeros.
pub(crate) fn number(decimal: String) -> Option<Box<RawValue>> {
    RawValue::from_string(decimal).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_stay() {
        let price = Price::of("sms", 2);
        assert_eq!(
            (price.rate().as_str(), price.amount().as_str(), price.bill().as_str()),
            ("0.310", "0.620", "29.760")
        );
        let text = number(price.rate()).map(|raw| raw.get().to_owned());
        assert_eq!(text.as_deref(), Some("0.310"));
    }
}
