//! Numbers for people: `98,214`, `1 article`. Takes a count, gives text; programs get plain numbers instead.

/// A count with commas between thousands.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count of things whose plural ends in s: `1 file`, `98,230 files`.
pub fn counted(count: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let table = [(0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (98214, "98,214"), (1_234_567, "1,234,567")];
        for (count, text) in table {
            assert_eq!(grouped(count), text);
        }
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(
            [counted(0, "file"), counted(1, "file"), counted(1000, "file")],
            ["0 files", "1 file", "1,000 files"]
        );
    }
}
