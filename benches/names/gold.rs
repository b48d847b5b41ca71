//! The gold of names: who is meant by a name, decided by reading.
//!
//! Takes the text of `gold.tsv`, gives its names and what is right of two of them. It knows no archive.

/// A name and whose it is.
#[derive(Debug)]
pub struct Gold {
    /// As written.
    pub name: String,
    /// Whose.
    pub who: Who,
}

/// Whose a name is.
#[derive(Debug)]
pub enum Who {
    /// Of this person.
    One(String),
    /// Of one person here and of another there; the persons of the gold that are among them.
    Several(Vec<String>),
    /// No person, or nobody can tell.
    Unscored,
}

impl Who {
    /// Whether two names are one person's; None if to merge them is neither right nor wrong.
    pub fn same(&self, other: &Who) -> Option<bool> {
        match (self, other) {
            (Who::One(one), Who::One(two)) => Some(one == two),
            (Who::Several(among), Who::One(one)) | (Who::One(one), Who::Several(among)) => {
                if among.contains(one) {
                    None
                } else {
                    Some(false)
                }
            }
            _ => None,
        }
    }
}

/// Reads the file.
///
/// # Errors
/// A line that has not three fields, a name that is there twice, a name of several persons of whom one has no name of
/// his own.
pub fn read(text: &str) -> Result<Vec<Gold>, String> {
    let mut seen = std::collections::HashSet::new();
    let mut names = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, person, _remark] = fields[..] else {
            return Err(format!("line {}: not name, person and remark", n + 1));
        };
        if !seen.insert(name) {
            return Err(format!("line {}: {name} is there already", n + 1));
        }
        let mut words = person.split(' ');
        let who = match words.next().unwrap_or_default() {
            "-" | "?" => Who::Unscored,
            "several" => Who::Several(words.map(str::to_string).collect()),
            "" => return Err(format!("line {}: no person", n + 1)),
            _ => Who::One(person.to_string()),
        };
        names.push(Gold { name: name.to_string(), who });
    }
    let known = |person: &String| names.iter().any(|gold| matches!(&gold.who, Who::One(one) if one == person));
    for gold in &names {
        if let Who::Several(among) = &gold.who
            && let Some(person) = among.iter().find(|person| !known(person))
        {
            return Err(format!("{}: no name of {person}", gold.name));
        }
    }
    Ok(names)
}
