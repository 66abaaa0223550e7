//! Calculating with numbers: whole ones exactly, others as `f64`, as Tera does, but for division with
//! a remainder, which is done as with decimals on paper; what has no result says so.

use tera::Value;

use super::fault::{Cause, Fault};
use super::parameter::describe;
use super::syntax::Binary;
use crate::lang::rounded;

#[derive(Clone, Copy)]
enum Number {
    Whole(i128),
    Decimal(f64),
}

impl Number {
    fn of(value: &Value) -> Option<Number> {
        if value.is_f64() {
            return value.as_f64().map(Number::Decimal);
        }
        value.as_i128().map(Number::Whole)
    }

    fn decimal(self) -> f64 {
        match self {
            Number::Whole(number) => number as f64,
            Number::Decimal(number) => number,
        }
    }

    fn is_zero(self) -> bool {
        self.decimal() == 0.0
    }
}

fn fault(message: impl Into<String>) -> Fault {
    Fault {
        cause: Cause::Arithmetic,
        ..Fault::new(message)
    }
}

/// Which of two operands is no number: 0 or 1.
pub(super) struct NoNumber(pub(super) usize);

/// The result of an operation.
///
/// # Errors
/// An operand that is no number; a fault of the calculation.
pub(super) fn calculate(
    operation: Binary,
    left: &Value,
    right: &Value,
) -> Result<Result<Value, Fault>, NoNumber> {
    let first = Number::of(left).ok_or(NoNumber(0))?;
    let second = Number::of(right).ok_or(NoNumber(1))?;
    Ok(result(operation, first, second))
}

fn result(operation: Binary, left: Number, right: Number) -> Result<Value, Fault> {
    let divides = matches!(
        operation,
        Binary::Divide | Binary::DivideWhole | Binary::Remainder
    );
    if divides && right.is_zero() {
        return Err(fault(match operation {
            Binary::Remainder => "a division by 0 leaves no remainder",
            _ if left.is_zero() => "0 divided by 0 has no value",
            _ => "this divides by 0",
        }));
    }
    let whole = match (left, right) {
        (Number::Whole(a), Number::Whole(b)) => match operation {
            Binary::Add => Some(a.checked_add(b)),
            Binary::Subtract => Some(a.checked_sub(b)),
            Binary::Multiply => Some(a.checked_mul(b)),
            Binary::DivideWhole => Some(a.checked_div_euclid(b)),
            Binary::Remainder => Some(a.checked_rem_euclid(b)),
            Binary::Power if b >= 0 => Some(u32::try_from(b).ok().and_then(|b| a.checked_pow(b))),
            _ => None,
        },
        _ => None,
    };
    if let Some(whole) = whole {
        return whole
            .map(Value::from)
            .ok_or_else(|| fault("the result is too large a whole number"));
    }
    let (a, b) = (left.decimal(), right.decimal());
    let number = match operation {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::DivideWhole => divided(a, b).0,
        Binary::Remainder => divided(a, b).1,
        _ if a == 0.0 && b < 0.0 => return Err(fault("this divides by 0")),
        _ => a.powf(b),
    };
    if number.is_nan() {
        return Err(fault("this calculation has no value"));
    }
    if number.is_infinite() {
        return Err(fault("the result is too large for a number"));
    }
    Ok(Value::from(number))
}

/// Twelve digits tell decimals; what is smaller, binary numbers add.
const NOISE: f64 = 1e-12;

/// How often `b` goes into `a`, and what remains, as on paper: 0.3 holds 0.1 three times, though their
/// binary numbers say twice and something.
fn divided(a: f64, b: f64) -> (f64, f64) {
    let quotient = a / b;
    let nearest = quotient.round();
    // Beyond ten digits before the point there are no twelve to tell.
    // Of a number next to 0, what a subtraction left of decimals.
    let is_noise = a.abs() < NOISE && quotient.abs() < NOISE;
    let is_whole = (quotient - nearest).abs() <= quotient.abs() * NOISE;
    if is_noise || (quotient.abs() < 1e10 && is_whole) {
        return (nearest, 0.0);
    }
    let remainder = a.rem_euclid(b);
    // As exact as the larger of the two: fifteen digits.
    let digits = 14 - a.abs().max(b.abs()).log10().floor() as i32;
    let remainder = match u8::try_from(digits) {
        Ok(digits @ 1..) => rounded(remainder, digits),
        _ => remainder,
    };
    (a.div_euclid(b), remainder)
}

/// The number with its sign turned.
pub(super) fn negative(value: &Value) -> Result<Value, Fault> {
    match Number::of(value) {
        Some(Number::Decimal(number)) => Ok(Value::from(-number)),
        Some(Number::Whole(number)) => number
            .checked_neg()
            .map(Value::from)
            .ok_or_else(|| fault("the result is too large a whole number")),
        None => Err(Fault::new(format!(
            "`-` stands before a number, this is {}",
            describe(value)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_divide_as_on_paper() {
        for (a, b, times, rest) in [
            (5.5, 0.1, 55.0, 0.0),
            (1.0, 0.1, 10.0, 0.0),
            (0.3, 0.1, 3.0, 0.0),
            (0.1 + 0.2, 0.1, 3.0, 0.0),
            (0.7, 0.2, 3.0, 0.1),
            (0.3 - 0.1 * 3.0, 0.1, 0.0, 0.0),
            (0.5, 9e15, 0.0, 0.5),
            (-0.7, 0.2, -4.0, 0.1),
            (5.5, 0.3, 18.0, 0.1),
            (0.7, -0.2, -3.0, 0.1),
            (1000.0, 0.3, 3333.0, 0.1),
            (0.0, 0.1, 0.0, 0.0),
            (7.75, 2.0, 3.0, 1.75),
            (1e-12, 3e-13, 3.0, 1e-13),
        ] {
            assert_eq!(divided(a, b), (times, rest), "{a} and {b}");
        }
    }
}
