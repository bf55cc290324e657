//! Sums of decimals that stay exact, whatever number of digits they have.

/// A sum of decimal numbers: digits before and behind the point as the numbers have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DecimalSum {
    /// The sum in units of ten to the power of minus `scale`.
    units: i128,
    scale: u32,
}

/// Most digits of a number before the point, behind it, and as written: a price has a few, and sums of as many of them as
/// there are people still fit.
const LONGEST: u32 = 24;

impl DecimalSum {
    /// Adds a number such as `0.0310` or `3.10e-2`. Returns false, and adds nothing, if it is no decimal or has more than 24
    /// digits.
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
        let (digits, exponent) = match digits.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse().ok()?),
            None => (digits, 0_i32),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
        let written = u32::try_from(whole.len().saturating_add(part.len())).ok()?;
        if whole.is_empty() || !plain(whole) || !plain(part) || written > LONGEST {
            return None;
        }
        let units: i128 = [whole, part].concat().parse().ok()?;
        let scale = i32::try_from(part.len()).ok()?.checked_sub(exponent)?;
        // A number without a part behind the point ends with zeros.
        let (zeros, scale) = (scale.min(0).unsigned_abs(), scale.max(0).unsigned_abs());
        if written.checked_add(zeros)? > LONGEST || scale > LONGEST {
            return None;
        }
        let units = units.checked_mul(10_i128.checked_pow(zeros)?)?;
        Some(Self { units: if negative { units.saturating_neg() } else { units }, scale })
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
    fn exponents_are_exact() {
        for (number, plain) in [
            ("3.1e-2", "0.031"),
            ("3.10E-2", "0.0310"),
            ("-1e-05", "-0.00001"),
            ("1.25e+1", "12.5"),
            ("1e3", "1000"),
            ("0.31e0", "0.31"),
            ("1e-24", "0.000000000000000000000001"),
            ("1e23", "100000000000000000000000"),
        ] {
            assert_eq!(sum(&[number]), plain);
        }
        assert_eq!(sum(&["3.1e-2", "0.310", "2e1"]), "20.341");
    }

    #[test]
    fn what_is_no_decimal_of_few_digits_is_not_added() {
        let mut sum = DecimalSum::default();
        for text in ["", "-", ".5", "NaN", "1.2.3", "+1", "0.0000000000000000000000001", "१"] {
            assert!(!sum.add(text), "{text}");
        }
        for text in ["e3", "1e", "1e-", "1e1.5", "1e2e3", "1e 2", "1e24", "1e-25", "1e400", "1e99999999999"] {
            assert!(!sum.add(text), "{text}");
        }
        assert!(!sum.add("1e-2147483648") && !sum.add("1e2147483647"));
        assert_eq!(sum, DecimalSum::default());
    }
}
