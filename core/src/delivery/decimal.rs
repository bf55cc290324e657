//! Sums of decimals that stay exact, whatever number of digits they have.

/// A sum of decimal numbers: digits before and behind the point as the numbers have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DecimalSum {
    /// The sum in units of ten to the power of minus `scale`.
    units: i128,
    scale: u32,
}

/// Digits of the longest number: a price has a few, and sums of as many of them as there are people still fit.
const LONGEST: usize = 24;

impl DecimalSum {
    /// Adds a number such as `0.0310`. Returns false, and adds nothing, if it is no plain decimal of up to 24 digits.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let Some(number) = Self::read(text) else { return false };
        let scale = self.scale.max(number.scale);
        let aligned = |sum: &Self| {
            10_i128.checked_pow(scale.saturating_sub(sum.scale)).and_then(|ten| sum.units.checked_mul(ten))
        };
        match aligned(self).zip(aligned(&number)).and_then(|(a, b)| a.checked_add(b)) {
            Some(units) => {
                *self = Self { units, scale };
                true
            }
            None => false,
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(part) || whole.len().saturating_add(part.len()) > LONGEST {
            return None;
        }
        let units: i128 = [whole, part].concat().parse().ok()?;
        Some(Self {
            units: if negative { units.saturating_neg() } else { units },
            scale: u32::try_from(part.len()).ok()?,
        })
    }
}

impl std::fmt::Display for DecimalSum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scale = self.scale as usize;
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = scale.saturating_add(1));
        let (whole, part) = digits.split_at(digits.len().saturating_sub(scale));
        let (sign, point) = (if self.units < 0 { "-" } else { "" }, if scale > 0 { "." } else { "" });
        write!(f, "{sign}{whole}{point}{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[&str]) -> String {
        let mut sum = DecimalSum::default();
        assert!(numbers.iter().all(|number| sum.add(number)), "{numbers:?}");
        sum.to_string()
    }

    #[test]
    fn digits_stay_as_they_are() {
        assert_eq!(sum(&[]), "0");
        assert_eq!(sum(&["0.1", "0.2"]), "0.3");
        assert_eq!(sum(&["0.310"; 3]), "0.930");
        assert_eq!(sum(&["7", "0.005", "-0.010"]), "6.995");
        assert_eq!(sum(&["-0.5"]), "-0.5");
        assert_eq!(sum(&["999999999999999999.99", "0.000001"]), "999999999999999999.990001");
    }

    #[test]
    fn what_is_no_plain_decimal_is_not_added() {
        let mut sum = DecimalSum::default();
        for text in ["", "-", ".5", "1e3", "1E-3", "NaN", "1.2.3", "+1", "0.0000000000000000000000001", "१"] {
            assert!(!sum.add(text), "{text}");
        }
        assert_eq!(sum, DecimalSum::default());
    }
}
