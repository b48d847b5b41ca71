//! Feeds: RSS 0.9 to 2.0, RDF (RSS 1.0) and Atom, one article an entry.
//!
//! The full content is the text where there is one (`content:encoded`, `content`), else the description or summary. The feed's
//! title is the source, unless the entry names the feed it comes from; the identifier is the entry's own (guid, id), else its
//! address, so that an entry is known again wherever it stands in tomorrow's feed. Entities that a document declares are never
//! expanded. A feed that is damaged gives the entries around the damage.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::dating::dated;
use super::entry::{Entry, Field, Kind};
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{cut_whole, entity, guarded, items};
use crate::article::{Outcome, Record};

/// RSS, RDF and Atom.
pub struct Feed;

impl Format for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn version(&self) -> u32 {
        1
    }

    fn known_by(&self) -> &'static str {
        "the root of an RSS, RDF or Atom feed"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        if root(&String::from_utf8_lossy(head.bytes)).is_some() { Fit::Sure } else { Fit::No }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        // The source of its entries stands at the head of a feed, or at its end.
        cut_whole(self, window, first, last)
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        let (text, doubt) = items::decode(piece.bytes, items::declared(piece.bytes).as_deref());
        let mut outcomes = guarded("feeds", || outcomes(&text)).unwrap_or_else(|reason| vec![Outcome::Skip(reason)]);
        for outcome in &mut outcomes {
            if let Outcome::Article(article) = outcome {
                article.doubts.splice(..0, doubt.clone());
            }
        }
        dated(piece.records(outcomes), piece, options)
    }
}

/// The root element of a feed: its prefix, with the colon, and whether it is Atom's.
fn root(text: &str) -> Option<(String, bool)> {
    let mut reader = reader(text.trim_start_matches('\u{feff}').trim_start());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                let name = name(&tag);
                let (prefix, local) = name.split_at(name.find(':').map_or(0, |at| at + 1));
                let spaces = String::from_utf8_lossy(tag.as_ref()).into_owned();
                let is = |space: &str| spaces.contains(space);
                let atom = is("http://www.w3.org/2005/Atom") || is("purl.org/atom/");
                let ours = match local {
                    "rss" => true,
                    "feed" | "entry" => atom || (local == "feed" && !is("xmlns")),
                    "RDF" => is("purl.org/rss/") || is("netscape.com/rdf/simple"),
                    _ => false,
                };
                // The elements of RSS have no prefix, whatever the one of RDF is.
                let prefix = if local == "RDF" { "" } else { prefix };
                return ours.then(|| (prefix.to_string(), matches!(local, "feed" | "entry")));
            }
            Event::Text(text) if text.trim_ascii().is_empty() => {}
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
            _ => return None,
        }
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn name(tag: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(tag.name().as_ref()).into_owned()
}

/// Where in the document the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Channel,
    Entry,
    /// An element that says who wrote: as text, or in an element of its own.
    Author,
    /// The same, of the feed an entry comes from.
    Source,
}

/// An element that is being read to its end.
struct Element {
    /// None if it is not wanted.
    field: Option<Field>,
    name: String,
    /// How often it was opened inside itself.
    depth: usize,
    kind: Kind,
    /// What it says: its text, and as markup if there are elements in it.
    text: String,
    markup: Option<String>,
}

/// What was read of a feed.
struct Document {
    prefix: String,
    atom: bool,
    place: Place,
    /// Where the author or the source belongs to.
    outer: Place,
    element: Option<Element>,
    /// The feed itself, as far as its entries take after it.
    feed: Entry,
    entry: Option<Entry>,
    entries: Vec<Entry>,
    loose: String,
}

fn outcomes(text: &str) -> Vec<Outcome> {
    const MOST_DAMAGES: usize = 100;
    let Some((prefix, atom)) = root(text) else { return vec![Outcome::Skip("no feed".to_string())] };
    let mut document = Document {
        prefix,
        atom,
        place: Place::Channel,
        outer: Place::Channel,
        element: None,
        feed: Entry::default(),
        entry: None,
        entries: Vec::new(),
        loose: String::new(),
    };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    let mut damages = 0;
    let mut trouble = None;
    while let Some(at) = document.read(rest) {
        damages += 1;
        document.finish(Some("the feed is not well-formed here; what it lost is not known"));
        if damages > MOST_DAMAGES {
            trouble = Some(format!("the feed is damaged in more than {MOST_DAMAGES} places; the rest was not read"));
            break;
        }
        let open = format!("<{}{}", document.prefix, if atom { "entry" } else { "item" });
        let behind = rest.get(at..).unwrap_or_default();
        let Some(next) = memchr::memmem::find(behind.as_bytes(), open.as_bytes()) else { break };
        rest = behind.get(next..).unwrap_or_default();
    }
    document.finish(Some("the feed breaks off in this entry"));
    let Document { feed, entries, .. } = document;
    let mut outcomes: Vec<Outcome> = entries.into_iter().map(|entry| entry.outcome(&feed)).collect();
    if outcomes.is_empty() && trouble.is_none() {
        trouble = Some(match damages {
            0 => "no entries: the feed is empty".to_string(),
            _ => "the feed is damaged and has no entry that can be read".to_string(),
        });
    }
    outcomes.extend(trouble.map(Outcome::Skip));
    outcomes
}

impl Document {
    /// Reads on. Gives the place behind the damage if there is one, None at the end.
    fn read(&mut self, text: &str) -> Option<usize> {
        let mut reader = reader(text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.open(&tag),
                Ok(Event::Empty(tag)) => {
                    self.open(&tag);
                    self.close(&name(&tag));
                }
                Ok(Event::End(tag)) => self.close(&String::from_utf8_lossy(tag.name().as_ref())),
                Ok(Event::Text(text)) => self.text(&String::from_utf8_lossy(&text), false),
                Ok(Event::CData(text)) => self.text(&String::from_utf8_lossy(&text), true),
                Ok(Event::GeneralRef(reference)) => {
                    self.text(&format!("&{};", String::from_utf8_lossy(&reference)), false);
                }
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(_) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    // At least a byte further than where this began, or nothing would be won.
                    let at = at.clamp(1, text.len());
                    return Some((at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len()));
                }
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let qualified = name(tag);
        let name = qualified.strip_prefix(self.prefix.as_str()).unwrap_or(&qualified);
        // An entry never lies inside another: what opens here was not closed before.
        let begins = name == if self.atom { "entry" } else { "item" };
        let inside = self.element.as_ref().is_some_and(|e| e.kind == Kind::Nested || e.markup.is_some());
        if begins && !inside {
            let unfinished = self.entry.is_some().then_some("the entry has no end; the feed may be damaged here");
            self.finish(unfinished);
            let mut entry = Entry::default();
            entry.keep(Field::About, 9, attribute(tag, "rdf:about").unwrap_or_default(), Kind::Plain);
            entry.keep(Field::Language, 1, attribute(tag, "xml:lang").unwrap_or_default(), Kind::Plain);
            (self.entry, self.place) = (Some(entry), Place::Entry);
            return;
        }
        if let Some(element) = &mut self.element {
            element.depth += usize::from(element.name == qualified);
            if element.field.is_some() {
                let markup = element.markup.get_or_insert_with(|| escaped(&element.text));
                let plain = qualified.rsplit(':').next().unwrap_or_default();
                markup.push_str(&format!("<{plain}>"));
            }
            return;
        }
        match (self.place, name) {
            (Place::Channel, "rss" | "feed" | "channel" | "rdf:RDF" | "RDF") => {
                self.feed.keep(Field::Language, 1, attribute(tag, "xml:lang").unwrap_or_default(), Kind::Plain);
                return;
            }
            (Place::Channel | Place::Entry, "author") if self.atom => {
                (self.outer, self.place) = (self.place, Place::Author);
                self.loose.clear();
                return;
            }
            (Place::Entry, "source") => {
                (self.outer, self.place) = (self.place, Place::Source);
                self.loose.clear();
                return;
            }
            _ => {}
        }
        let (field, kind) = self.field(name, tag);
        self.element = Some(Element { field, name: qualified, depth: 0, kind, text: String::new(), markup: None });
    }

    /// What an element is for, and what its text is.
    fn field(&mut self, name: &str, tag: &BytesStart<'_>) -> (Option<Field>, Kind) {
        let field = match (self.place, name) {
            (Place::Author, "name") => Some(Field::Author),
            (Place::Source, "title") => Some(Field::Source),
            (Place::Channel, "title") => Some(Field::Title),
            (Place::Channel, "language" | "dc:language") => Some(Field::Language),
            (Place::Entry, _) => Field::named(name),
            _ => None,
        };
        let kind = Kind::of(attribute(tag, "type").as_deref(), attribute(tag, "mode").as_deref(), self.atom);
        if self.place == Place::Entry
            && let Some(entry) = &mut self.entry
        {
            if name == "link" && attribute(tag, "rel").is_none_or(|rel| rel == "alternate") {
                entry.keep(Field::Link, 0, attribute(tag, "href").unwrap_or_default(), Kind::Plain);
            }
            if name == "content" && attribute(tag, "src").is_some() {
                entry.elsewhere = true;
            }
            if matches!(name, "content" | "title") {
                entry.keep(Field::Language, 0, attribute(tag, "xml:lang").unwrap_or_default(), Kind::Plain);
            }
            if name == "guid" {
                entry.permanent = attribute(tag, "isPermaLink").is_none_or(|p| p != "false");
            }
        }
        (field, kind)
    }

    fn text(&mut self, text: &str, literal: bool) {
        let meant = if literal { text.to_string() } else { entity::resolve(text).into_owned() };
        match &mut self.element {
            Some(Element { field: None, .. }) => {}
            Some(element) => {
                if let Some(markup) = &mut element.markup {
                    markup.push_str(&escaped(&meant));
                }
                element.text.push_str(&meant);
            }
            None if matches!(self.place, Place::Author | Place::Source) => self.loose.push_str(&meant),
            None => {}
        }
    }

    fn close(&mut self, qualified: &str) {
        let name = qualified.strip_prefix(self.prefix.as_str()).unwrap_or(qualified);
        let ends = name == if self.atom { "entry" } else { "item" };
        if let Some(element) = &mut self.element {
            if element.name == qualified {
                if element.depth > 0 {
                    element.depth -= 1;
                } else {
                    return self.take();
                }
            }
            if !ends || element.markup.is_some() {
                if element.field.is_some()
                    && let Some(markup) = &mut element.markup
                {
                    let plain = qualified.rsplit(':').next().unwrap_or_default();
                    markup.push_str(&format!("</{plain}>"));
                }
                return;
            }
        }
        match (self.place, name) {
            (Place::Author, "author") => self.leave(Field::Author),
            (Place::Source, "source") => self.leave(Field::Source),
            _ if ends => {
                let unfinished = self.element.is_some().then_some("an element of the entry has no end");
                self.finish(unfinished);
            }
            _ => {}
        }
    }

    /// Back from an author or a source that may have been named by bare text.
    fn leave(&mut self, field: Field) {
        let text = std::mem::take(&mut self.loose);
        self.place = self.outer;
        self.target().keep(field, 0, text, Kind::Plain);
    }

    fn target(&mut self) -> &mut Entry {
        match self.entry.as_mut() {
            Some(entry) => entry,
            None => &mut self.feed,
        }
    }

    /// Keeps the element that has ended.
    fn take(&mut self) {
        let Some(element) = self.element.take() else { return };
        let Some(field) = element.field else { return };
        let rank = field.rank(element.name.strip_prefix(self.prefix.as_str()).unwrap_or(&element.name));
        let (text, kind) = match element.markup {
            Some(markup) => (markup, Kind::Nested),
            None => (element.text, element.kind),
        };
        self.target().keep(field, rank, text, kind);
    }

    /// Ends the entry that is open, if one is.
    fn finish(&mut self, doubt: Option<&str>) {
        if self.entry.is_some() {
            self.take();
        }
        self.element = None;
        self.place = Place::Channel;
        if let Some(mut entry) = self.entry.take() {
            entry.doubts.extend(doubt.map(str::to_string));
            self.entries.push(entry);
        }
    }
}

/// Text as it would stand in markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The value of an attribute, references resolved.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    const MOST: usize = 64;
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let found = attributes.take(MOST).flatten().find(|a| a.key.as_ref() == wanted.as_bytes())?;
    Some(entity::resolve(&String::from_utf8_lossy(&found.value)).trim().to_string())
}
