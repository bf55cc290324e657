//! Sums of decimals that stay exact, whatever number of digits they have.

use std::collections::BTreeMap;

/// A sum of decimal numbers: digits before and behind the point as the numbers have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DecimalSum {
    /// Sums of nine digits each, by their place: that of 0 is in ones, that of -1 in units of 10^-9. None is carried over
    /// to the next, so that each may be negative.
    limbs: BTreeMap<i32, i128>,
    /// Digits behind the point.
    scale: i32,
    /// True if a number was not added.
    is_unknown: bool,
}

/// Most digits of a number before the point, behind it, and as written. A float has fewer; more are no price.
const LONGEST: i32 = 1_000;

/// Digits of a limb.
const WIDTH: i32 = 9;
const LIMB: i128 = 1_000_000_000;

impl DecimalSum {
    /// Adds a number such as `0.0310` or `3.10e-2`. Returns false if it is no decimal or has more than 1,000 digits: then the
    /// sum is not known.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let is_added = self.add_known(text).is_some();
        self.is_unknown |= !is_added;
        is_added
    }

    fn add_known(&mut self, text: &str) -> Option<()> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (digits, exponent) = match digits.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse().ok()?),
            None => (digits, 0_i32),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
        let length = |digits: &str| i32::try_from(digits.len()).ok();
        let scale = length(part)?.checked_sub(exponent)?;
        let before = length(whole)?.checked_add(exponent)?;
        if whole.is_empty()
            || !plain(whole)
            || !plain(part)
            || [length(digits)?, scale, before].iter().any(|n| *n > LONGEST)
        {
            return None;
        }
        // From the last digit to the first, with the power of ten of each.
        let digits = part.bytes().rev().chain(whole.bytes().rev());
        for (digit, power) in digits.zip(scale.saturating_neg()..) {
            let unit = 10_i128.saturating_pow(power.rem_euclid(WIDTH).unsigned_abs());
            let value = i128::from(digit.saturating_sub(b'0')).saturating_mul(unit).saturating_mul(sign);
            if value != 0 {
                let limb = self.limbs.entry(power.div_euclid(WIDTH)).or_default();
                *limb = limb.saturating_add(value);
            }
        }
        self.scale = self.scale.max(scale);
        Some(())
    }

    /// Returns the limbs from the first that is behind the point to the last, with a sign for all of them.
    fn carried(&self) -> (bool, Vec<i128>) {
        let first = self.limbs.keys().copied().next().unwrap_or(0).min(0);
        let last = self.limbs.keys().copied().last().unwrap_or(0).max(0);
        let limb = |place| self.limbs.get(&place).copied().unwrap_or(0);
        for sign in [1_i128, -1] {
            let (mut carry, mut limbs) = (0_i128, Vec::new());
            let mut all = (first..=last).map(limb);
            loop {
                let next = all.next();
                if next.is_none() && matches!(carry, 0 | -1) {
                    break;
                }
                let value = next.unwrap_or(0).saturating_mul(sign).saturating_add(carry);
                limbs.push(value.rem_euclid(LIMB));
                carry = value.div_euclid(LIMB);
            }
            if carry == 0 {
                return (sign < 0, limbs);
            }
        }
        (false, Vec::new())
    }
}

/// A sum that is not known: what every language reads as no number.
pub(super) const NO_SUM: &str = "NaN";

/// Writes all digits, or [`NO_SUM`].
impl std::fmt::Display for DecimalSum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_unknown {
            return f.write_str(NO_SUM);
        }
        let (is_negative, limbs) = self.carried();
        let digits: String = limbs.iter().rev().map(|limb| format!("{limb:09}")).collect();
        let behind =
            self.limbs.keys().next().map_or(0, |first| first.min(&0).saturating_mul(WIDTH).unsigned_abs() as usize);
        let (whole, part) = digits.split_at(digits.len().saturating_sub(behind));
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        let scale = self.scale as usize;
        let (sign, point) = (if is_negative { "-" } else { "" }, if scale > 0 { "." } else { "" });
        write!(f, "{sign}{whole}{point}{part:0<scale$.scale$}")
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
            ("1e-25", "0.0000000000000000000000001"),
            ("0.00000000000000000000000010", "0.00000000000000000000000010"),
            ("1e30", "1000000000000000000000000000000"),
            ("-9.99e30", "-9990000000000000000000000000000"),
        ] {
            assert_eq!(sum(&[number]), plain);
        }
        assert_eq!(sum(&["3.1e-2", "0.310", "2e1"]), "20.341");
    }

    #[test]
    fn no_sum_is_too_large() {
        let nines = "9".repeat(30);
        assert_eq!(sum(&[&nines, "1"]), format!("1{}", "0".repeat(30)));
        assert_eq!(sum(&[&nines, "0.31", &format!("-{nines}")]), "0.31");
        assert_eq!(sum(&["1e30", "0.310", "-0.0001"]), "1000000000000000000000000000000.3099");
        assert_eq!(sum(&["-1e30", "0.31", "1"]), "-999999999999999999999999999998.69");
        assert_eq!(sum(&["999999999.999999999", "0.000000001"]), "1000000000.000000000");
        assert_eq!(sum(&["-999999999.999999999", "-0.000000001"]), "-1000000000.000000000");
        assert_eq!(sum(&["0.5", "-0.5"]), "0.0");
        assert_eq!(sum(&["-0.0", "0e5"]), "0.0");
        // The largest and the smallest float.
        let float = sum(&["1.7976931348623157e308", "5e-324", "-1.7976931348623157e308"]);
        assert_eq!(float, format!("0.{}5", "0".repeat(323)));
        assert_eq!(sum(&["1e999", "-1e-1000"]).len(), 2000);
    }

    #[test]
    fn a_sum_with_what_is_no_decimal_is_not_known() {
        for text in [
            "",
            "-",
            ".5",
            "NaN",
            "1.2.3",
            "+1",
            "१",
            "e3",
            "1e",
            "1e-",
            "1e1.5",
            "1e2e3",
            "1e 2",
            "1e1000",
            "1e-1001",
            "1e99999999999",
            "1e-2147483648",
            "1e2147483647",
            &"1".repeat(1001),
            &format!("0.{}", "1".repeat(1001)),
        ] {
            let mut sum = DecimalSum::default();
            assert!(sum.add("0.31") && !sum.add(text) && sum.add("1"), "{text}");
            assert_eq!(sum.to_string(), "NaN", "{text}");
        }
    }
}
