//! What each part of an article came from: `headline`: `JSON field "title"`.
//!
//! A note that readers leave as they go, for whoever asks why an article says what it says (`inspect --explain`), and for
//! what comes after: what was only guessed from the text gives way to what is stated beside it. Not part of what an
//! article is: two that say the same are the same, wherever it stood; and no index keeps it.

use std::borrow::Cow;

/// Where one part came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The part: `id`, `headline`, `body`, `date`, `source`, `byline`, `place`, `url`, `people`, `section`, `language`.
    pub part: &'static str,
    /// What it was taken from: `JSON field "title"`, `header line "Date"`.
    pub from: Cow<'static, str>,
    /// It was told from the text itself and stated nowhere.
    pub guessed: bool,
}

/// Where the parts of one article came from.
#[derive(Clone, Debug, Default)]
pub struct Origins(Vec<Origin>);

impl PartialEq for Origins {
    fn eq(&self, _: &Origins) -> bool {
        true
    }
}

impl Eq for Origins {}

impl Origins {
    /// A part is stated there. What was said of it before no longer holds.
    pub fn say(&mut self, part: &'static str, from: impl Into<Cow<'static, str>>) {
        self.put(Origin { part, from: from.into(), guessed: false });
    }

    /// A part was told from the text.
    pub fn guess(&mut self, part: &'static str, from: impl Into<Cow<'static, str>>) {
        self.put(Origin { part, from: from.into(), guessed: true });
    }

    /// Begins to take a part from the first of several places that says it.
    pub fn pick(&mut self, part: &'static str) -> Pick<'_> {
        Pick { origins: self, part, value: None }
    }

    fn put(&mut self, origin: Origin) {
        match self.0.iter_mut().find(|known| known.part == origin.part) {
            Some(known) => *known = origin,
            None => self.0.push(origin),
        }
    }

    /// Where a part came from, if anybody said.
    pub fn of(&self, part: &str) -> Option<&Origin> {
        self.0.iter().find(|origin| origin.part == part)
    }

    /// Whether a part was only guessed.
    pub fn guessed(&self, part: &str) -> bool {
        self.of(part).is_some_and(|origin| origin.guessed)
    }
}

/// The value of a part, looked for in one place after the other.
pub struct Pick<'a> {
    origins: &'a mut Origins,
    part: &'static str,
    value: Option<String>,
}

impl Pick<'_> {
    /// Looks here, unless it was found before.
    pub fn or(mut self, from: impl Into<Cow<'static, str>>, value: impl FnOnce() -> Option<String>) -> Self {
        if self.value.is_none() {
            self.value = value();
            if self.value.is_some() {
                self.origins.say(self.part, from);
            }
        }
        self
    }

    /// What was found.
    pub fn taken(self) -> Option<String> {
        self.value
    }
}
