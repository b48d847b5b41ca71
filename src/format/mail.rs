//! Mails: one message a file (`.eml`), as mail programs save them; newsletters come so.
//!
//! The subject is the headline, "Re:" and "Fwd:" included; the text is that of [`mime`]. Who wrote it is the byline, by name
//! or else by address. The source is the mailing list by its name; a newsletter that has none is its sender, who then is no
//! byline. The date is the day in the sender's own zone. A mail without subject and text is a Skip. Browsers save pages as mails
//! too (`.mht`): those are read as pages.

use mail_parser::{Address, Message};

use super::dating::{Circumstances, dated, fall_back, note};
use super::entity::one_line;
use super::entry::author;
use super::{Cut, Fit, Format, Head, Piece, ReadOptions};
use super::{guarded, mime, page, published};
use crate::article::{Article, Outcome, Record};
use crate::date::Period;
use crate::order::Reading;

/// One mail a file.
pub struct Mail;

/// What the parts of every mail stand in.
const ORIGINS: [(&str, &str); 4] = [
    ("headline", "header Subject"),
    ("id", "header Message-ID"),
    ("date", "header Date"),
    ("body", "text of the message"),
];

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn version(&self) -> u32 {
        2
    }

    fn known_by(&self) -> &'static str {
        "the header of a mail"
    }

    fn recognise(&self, head: &Head<'_>) -> Fit {
        let named = matches!(head.extension, "eml" | "mht" | "mhtml");
        match Names::of(head.bytes) {
            names if names.are_mail() => Fit::Sure,
            names if named && names.transport + names.common > 0 => Fit::Likely,
            _ => Fit::No,
        }
    }

    fn cut(&self, window: &[u8], first: bool, last: bool) -> Cut {
        if last { Cut { bytes: window.len(), records: u64::from(first) } } else { Cut::default() }
    }

    fn read(&self, piece: &Piece<'_>, options: &ReadOptions) -> Vec<Record> {
        if !piece.first {
            return Vec::new();
        }
        if let Some(outcome) = saved_page(piece, options) {
            return vec![Record::new(piece.number, outcome)];
        }
        dated(vec![Record::new(piece.number, outcome(piece.bytes))], piece, options)
    }
}

/// The page that a browser saved as a mail: its sender is the browser, its date the day on which it was saved. None if it is a
/// mail after all.
fn saved_page(piece: &Piece<'_>, options: &ReadOptions) -> Option<Outcome> {
    let header = mime::closed(mime::split(piece.bytes).0);
    let fields = mime::fields(&header)?;
    let from = fields.header_raw("From").unwrap_or_default();
    let address = fields.header_raw("Snapshot-Content-Location").map(str::trim);
    if address.is_none() && !from.contains("Saved by ") {
        return None;
    }
    let (bytes, charset) = guarded("mail", || mime::page(piece.bytes)).ok()??;
    let told = page::Told { address, charset: charset.as_deref() };
    let at = Circumstances { path: piece.path, single: true, day_month: options.day_month };
    let mut outcome = page::outcome(&bytes, told, at);
    if let Outcome::Article(article) = &mut outcome {
        if article.headline.is_empty() {
            article.headline = one_line(fields.subject().unwrap_or_default());
        }
        if article.published.is_none() {
            let mut saved = Article::default();
            note_date(&fields, &mut saved);
            fall_back(article, saved.published, "the day on which it was saved");
        }
    }
    Some(outcome)
}

/// The names of fields at the beginning of a file.
#[derive(Default)]
struct Names {
    /// Of fields that only mails have.
    transport: usize,
    /// Of fields that a header typed by hand could have too.
    common: usize,
    /// Fields of any name.
    all: usize,
    /// Lines that are no fields.
    odd: usize,
    /// Whether an address stands in a field that should hold one.
    address: bool,
}

impl Names {
    fn of(bytes: &[u8]) -> Names {
        const MOST: usize = 300;
        let mut names = Names::default();
        for (at, line) in bytes.split(|b| *b == b'\n').take(MOST).enumerate() {
            if line.trim_ascii().is_empty() {
                break;
            }
            if at > 0 && (line.starts_with(b" ") || line.starts_with(b"\t")) {
                continue;
            }
            let Some(colon) = memchr::memchr(b':', line) else {
                names.odd += 1;
                continue;
            };
            let (name, value) = line.split_at(colon);
            let name = name.trim_ascii_end().to_ascii_lowercase();
            if name.is_empty() || !name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
                names.odd += 1;
                continue;
            }
            names.all += 1;
            match name.as_slice() {
                b"message-id"
                | b"received"
                | b"return-path"
                | b"mime-version"
                | b"content-type"
                | b"delivered-to"
                | b"content-transfer-encoding"
                | b"dkim-signature"
                | b"x-mailer"
                | b"list-id"
                | b"list-unsubscribe"
                | b"in-reply-to"
                | b"references"
                | b"x-original-to"
                | b"authentication-results" => names.transport += 1,
                b"from" | b"to" | b"subject" | b"date" | b"cc" | b"reply-to" | b"sender" => {
                    names.common += 1;
                    names.address |= matches!(name.as_slice(), b"from" | b"to" | b"sender") && value.contains(&b'@');
                }
                _ => {}
            }
        }
        names
    }

    fn are_mail(&self) -> bool {
        let known = self.transport >= 2
            || self.transport == 1 && self.common > 0
            || self.common >= 3 && self.address
            || self.transport == 1 && self.all == 1;
        known && self.odd * 2 <= self.all
    }
}

/// Whether bytes begin with the header of a mail.
pub(super) fn begins_header(bytes: &[u8]) -> bool {
    Names::of(bytes).all > 0
}

/// The article that a mail is.
pub(super) fn outcome(raw: &[u8]) -> Outcome {
    guarded("mail", || article(raw)).unwrap_or_else(Outcome::Skip)
}

fn article(raw: &[u8]) -> Outcome {
    let header = mime::closed(mime::split(raw).0);
    let fields = mime::fields(&header);
    let said = mime::said(raw);
    let mut article = Article { body: said.text, ..Article::default() };
    for (part, from) in ORIGINS {
        article.origins.say(part, from);
    }
    if let Some(fields) = &fields {
        article.headline = one_line(fields.subject().unwrap_or_default());
        article.id = fields.message_id().unwrap_or_default().trim().to_string();
        note_date(fields, &mut article);
        note_people(fields, &mut article);
        let language = fields.header_raw("Content-Language").map(str::trim).filter(|tags| !tags.is_empty());
        article.language = language.map(str::to_string);
        let url = |name| {
            let url = fields.header_raw(name).map(|url| url.trim().trim_matches(['<', '>']).to_string());
            url.filter(|url| !url.is_empty())
        };
        let archived = article.origins.pick("url").or("header Archived-At", || url("Archived-At"));
        let name = "Snapshot-Content-Location";
        article.url = archived.or("header Snapshot-Content-Location", || url(name)).taken();
    }
    if article.headline.is_empty() && article.body.is_empty() {
        let reason = std::iter::once("no subject and no text".to_string()).chain(said.doubts);
        return Outcome::Skip(reason.collect::<Vec<_>>().join("; "));
    }
    article.doubts.extend(said.doubts);
    Outcome::Article(Box::new(article))
}

fn note_date(fields: &Message<'_>, article: &mut Article) {
    let Some(raw) = fields.header_raw("Date").map(str::trim).filter(|raw| !raw.is_empty()) else { return };
    let read = fields.date().and_then(|d| {
        let day = (i16::try_from(d.year).ok()?, i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?);
        Period::ymd(day.0, day.1, day.2)
    });
    note(raw, read.map(Reading::One).or_else(|| published::read(raw)), article);
}

fn note_people(fields: &Message<'_>, article: &mut Article) {
    let text = |text: Option<&str>| text.map(one_line).filter(|t| !t.is_empty());
    let first = |address: Option<&Address<'_>>| {
        let first = address.and_then(Address::first);
        (first.and_then(|a| text(a.name())), first.and_then(|a| text(a.address())))
    };
    let (name, address) = first(fields.from().or_else(|| fields.sender()));
    let from = name.or(address).map(|from| author(&from));
    let (list, list_id) = first(fields.list_id().as_address());
    // One sender of newsletters writes its own number where the name should be.
    let list = list.filter(|name| !name.ends_with("mc list"));
    let newsletter = fields.header_raw("List-Unsubscribe").is_some() && fields.header_raw("List-Post").is_none();
    let sender = if fields.from().is_some() { "header From" } else { "header Sender" };
    article.origins.say("source", "header List-Id");
    article.origins.say("byline", sender);
    match (list, newsletter) {
        (Some(list), _) => (article.source, article.byline) = (Some(list), from),
        (None, true) if from.is_some() => {
            article.source = from;
            article.origins.say("source", format!("{sender} of a newsletter"));
        }
        (None, _) => (article.source, article.byline) = (list_id, from),
    }
}
