//! Mails and mailboxes: a message in, the whole record out; then what is broken, wrongly named or hostile; then mailboxes
//! that grow from night to night.

use morgue::article::{Article, Outcome};
use proptest::prelude::*;

use crate::formats::{all, are_told, article, by_windows_and_whole, damaged, lines, on, records, skip, some};
use crate::util::Scene;

/// A newsletter: encoded words, alternatives, a picture in the HTML, a file beside it.
const NEWSLETTER: &str = "\
Return-Path: <bounce@vale.example>\r
From: =?UTF-8?Q?The_Vale_C=C3=B6urier?= <news@vale.example>\r
To: ann@reader.example\r
Subject: =?iso-8859-1?B?RuRocmVu?= strike\r
 ends\r
Date: Mon, 2 Dec 2024 23:30:00 -0800\r
Message-ID: <17@vale.example>\r
List-Unsubscribe: <https://vale.example/off>\r
Archived-At: <https://vale.example/17>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=\"out er\"\r
\r
For readers without MIME.\r
--out er\r
Content-Type: multipart/alternative; boundary=in\r
\r
--in\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
The strike ended, said Ren=E9 H=\r
olm.\r
\r
It is over=2E =3D=ZZ\r
--in\r
Content-Type: multipart/related; boundary=rel\r
\r
--rel\r
Content-Type: text/html\r
\r
<p>The strike <img src=\"cid:1\"> ended.\r
--rel\r
Content-Type: image/png\r
Content-ID: <1>\r
\r
png\r
--rel--\r
--in--\r
--out er\r
Content-Type: application/pdf; name=strike.pdf\r
Content-Disposition: attachment\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0=\r
--out er--\r
";

const MAILBOX: &str = "\
From ann@vale.example Mon Dec  2 12:00:00 2024
From: Ann Lee <ann@vale.example>
Subject: Re: Ferry
Date: Mon, 02 Dec 2024 12:00:00 +0100
Message-ID: <1@vale.example>
List-Id: \"Harbour talk\" <talk.vale.example>
List-Post: <mailto:talk@vale.example>
Content-Length: 999999

The ferry sails.
>From now on, it does so daily.
>>From which all profit.

From here to there it takes an hour.

From bo at vale.example  Tue Dec  3 12:00:00 2024
From: bo at vale.example (Bo Ek)
Subject: Rain
Date: Tue, 3 Dec 99 12:00:00 GMT

It rained.

From cy
Subject: Snow
Date: yesterday

It snowed.
";

const FILES: &[(&str, &str, &[u8])] =
    &[("mail", "a.eml", NEWSLETTER.as_bytes()), ("mbox", "a.mbox", MAILBOX.as_bytes())];

#[test]
fn a_newsletter() {
    let expected = Article {
        id: "17@vale.example".into(),
        headline: "Fähren strike ends".into(),
        body: "The strike ended, said René Holm.\n\nIt is over. ==ZZ".into(),
        published: on("2024-12-02"),
        source: some("The Vale Cöurier"),
        url: some("https://vale.example/17"),
        doubts: all(&["1 attachment not read"]),
        ..Article::default()
    };
    assert_eq!(records("a.eml", NEWSLETTER.as_bytes()), [article(1, expected)]);
}

#[test]
fn a_mailbox() {
    let first = Article {
        id: "1@vale.example".into(),
        headline: "Re: Ferry".into(),
        body: "The ferry sails.\nFrom now on, it does so daily.\n>From which all profit.\n\n\
               From here to there it takes an hour."
            .into(),
        published: on("2024-12-02"),
        source: some("Harbour talk"),
        byline: some("Ann Lee"),
        ..Article::default()
    };
    let second = Article {
        headline: "Rain".into(),
        body: "It rained.".into(),
        published: on("1999-12-03"),
        byline: some("Bo Ek"),
        ..Article::default()
    };
    let third = Article {
        headline: "Snow".into(),
        body: "It snowed.".into(),
        doubts: all(&["date not readable: \"yesterday\""]),
        ..Article::default()
    };
    assert_eq!(records("a.mbox", MAILBOX.as_bytes()), [article(1, first), article(2, second), article(3, third)]);
}

#[test]
fn mails_are_told_by_their_header() {
    are_told(&[
        ("eml", NEWSLETTER, "mail"),
        ("txt", NEWSLETTER, "mail"),
        ("html", NEWSLETTER, "mail"),
        ("", MAILBOX, "mbox"),
        ("eml", MAILBOX, "mbox"),
        ("mbox", NEWSLETTER, "mail"),
        ("eml", "Content-Type: text/plain\n\nStorm.", "mail"),
        ("eml", "Subject: Storm\n\nIt stormed.", "mail"),
        // A header typed by hand, prose, lines of keys.
        ("txt", "Subject: Storm\n\nIt stormed.", "text"),
        ("txt", "Date: 2024-12-02\nTitle: Storm\nSource: The Vale Courier\n\nIt stormed.", "text"),
        ("txt", "From the harbour: it storms.\nTo all: stay in.\nSubject: none", "text"),
        ("txt", "From Ann, who was there, at 12:30 in 1999:\nit stormed.", "text"),
        ("eml", "It stormed.", "text"),
    ]);
}

/// A mail of this header and body.
fn mail(header: &str, body: &str) -> String {
    format!("Subject: S\nMessage-ID: <1@a>\n{header}\n\n{body}")
}

#[test]
fn parts_and_encodings() {
    let alternative = |plain: &str| {
        format!(
            "--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n<p>One<script>x</script><p>Two\n--b--\n"
        )
    };
    let parts = "Content-Type: multipart/alternative; boundary=b";
    for (header, body, expected) in [
        (parts, alternative("Plain."), "Plain."),
        (parts, alternative("  "), "One\n\nTwo"),
        (parts, "--b\nContent-Type: text/plain\n\nCut sh".to_string(), "Cut sh"),
        (parts, "No part at all.".to_string(), "No part at all. |  | its parts were not found; read as one"),
        (
            "Content-Type: multipart/mixed; boundary=b",
            "--b\n\nOne.\n--b\nContent-Type: text/plain\n\nTwo.\n--b\nContent-Type: message/rfc822\n\nSubject: T\n\nThree.\n\
             --b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nFour.\n--b--\n"
                .to_string(),
            "One.\n\nTwo. |  | 2 attachments not read",
        ),
        (
            "Content-Type: multipart/signed; boundary=b",
            "--b\n\nOne.\n--b\nContent-Type: application/pgp-signature\n\nxyz\n--b--\n".to_string(),
            "One.",
        ),
        ("Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64", "+9TP0s0u".to_string(), "Шторм."),
        ("Content-Transfer-Encoding: BASE64", "SXQgc3Rv!cm1lZC4=".to_string(), "It stormed."),
        ("Content-Type: text/plain; charset=utf-7", "Gr+APYA3w-e".to_string(), "Größe"),
        ("Content-Type: text/plain; charset=nonsense", "Größe".to_string(), "Größe"),
        ("Content-Type: text/plain; charset=us-ascii", "Größe".to_string(), "Größe"),
        ("Content-Type: application/pdf", "%PDF".to_string(), " |  | 1 attachment not read"),
        ("Content-Type: multipart/mixed", "No boundary.".to_string(), "No boundary."),
        ("X: y", "Two.\r\nLines.\0\r\n".to_string(), "Two.\nLines."),
    ] {
        let expected = format!("S | {expected}");
        assert_eq!(lines("a.eml", mail(header, &body).as_bytes()), [expected.trim_end()], "{header}\n\n{body}");
    }
}

#[test]
fn who_wrote_and_for_whom() {
    let told = |header: &str| match records("a.eml", mail(header, "x").as_bytes()).remove(0).outcome {
        Outcome::Article(a) => format!("{} / {}", a.byline.unwrap_or_default(), a.source.unwrap_or_default()),
        Outcome::Skip(reason) | Outcome::Aside(reason) => reason,
    };
    let from = "From: Ann Lee <ann@vale.example>\n";
    for (header, expected) in [
        ("From: ann@vale.example", "ann@vale.example / "),
        (from, "Ann Lee / "),
        ("Sender: \"Lee, Ann\" <ann@vale.example>", "Lee, Ann / "),
        (&format!("{from}List-Id: Harbour talk <talk.vale.example>"), "Ann Lee / Harbour talk"),
        (
            &format!("{from}List-Id: <talk.vale.example>\nList-Unsubscribe: <x>\nList-Post: <y>"),
            "Ann Lee / talk.vale.example",
        ),
        (&format!("{from}List-Id: <talk.vale.example>\nList-Unsubscribe: <x>"), " / Ann Lee"),
        (&format!("{from}List-Id: 0815mc list <0815.list.example>\nList-Unsubscribe: <x>"), " / Ann Lee"),
    ] {
        assert_eq!(told(header), expected, "{header}");
    }
}

#[test]
fn what_is_broken() {
    for (name, text, expected) in [
        ("a.eml", "Message-ID: <1@a>\nFrom: a@b.example\n\n", &["skip: no subject and no text"][..]),
        ("a.eml", "Message-ID: <1@a>\nSubject: Cut sh", &["Cut sh"]),
        ("a.eml", "Message-ID: <1@a>\nSubject: =?utf-8?X?broken?=\n\nx", &["=?utf-8?X?broken?= | x"]),
        ("a.mbox", "From a Mon Dec  2 12:00:00 2024\n", &["skip: no subject and no text"]),
        (
            "a.mbox",
            "From a Mon Dec  2 12:00:00 2024\nSubject: A\n\nx\n\nFrom a Mon Dec  2 12:00:00 2024\n\nFrom a Mon Dec  2 12:00:00 2024\nSubject: B\n",
            &["A | x", "skip: no subject and no text", "B"],
        ),
    ] {
        assert_eq!(lines(name, text.as_bytes()), expected, "{text}");
    }
    assert_eq!(records("a.mbox", b"From a Mon Dec  2 12:00:00 2024\n\n\n"), [skip(1, "no subject and no text")]);
}

#[test]
fn what_is_hostile() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(200_000);
    assert_eq!(lines("a.eml", mail("X: y", "z").as_bytes()), ["S | z"]);
    assert_eq!(lines("a.eml", format!("Subject: S\n{nested}x").as_bytes()), ["S |  |  | 1 attachment not read"]);
    let mut deep = String::from("Subject: S\n");
    for n in 0..20_000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    }
    deep.push_str("\nWords.");
    assert_eq!(records("a.eml", deep.as_bytes()).len(), 1);
    let many = mail("Content-Type: multipart/mixed; boundary=b", &"--b\n\n.\n".repeat(200_000));
    assert_eq!(records("a.eml", many.as_bytes()).len(), 1);
    for header in [
        format!("From: {}", "a@b.example, ".repeat(200_000)),
        format!("From: {}", "(".repeat(1_000_000)),
        format!("Content-Type: text/plain; {}", "a=b; ".repeat(200_000)),
        format!("References: {}", "<a@b>\n ".repeat(200_000)),
        "X: y\n".repeat(200_000),
        format!("Comments: {}", "=?utf-8?Q?a?= ".repeat(100_000)),
    ] {
        assert_eq!(records("a.eml", mail(&header, "Words.").as_bytes()).len(), 1, "{}", &header[..40]);
    }
}

#[test]
fn mailboxes_that_grew_are_not_read_twice() {
    let scene = Scene::new();
    let more = "\nFrom dee@vale.example Wed Dec  4 12:00:00 2024\nSubject: Hail\nMessage-ID: <4@a>\n\nIt hailed.\n";
    scene.file("news/a.mbox", MAILBOX).file("news/b.mbox", MAILBOX.replace("@vale", "@b"));
    scene.run("index news --quiet");
    // To the second nothing was added but the rest of its last mail.
    scene.file("news/a.mbox", format!("{MAILBOX}{more}"));
    scene.file("news/b.mbox", format!("{}It went on.\n{more}", MAILBOX.replace("@vale", "@b")));
    scene.run("index news --dry-run").is(r#"
append news/a.mbox: only grew
read news/b.mbox: size changed
! 2 files to do, 0 as they were; nothing was changed
= 0"#);
    scene.run("index news").is(r#"
3 articles from 2 files read in [TIME] s (0.0 MB, [SPEED] MB/s); now 8 articles from 2 files (generation 2, [DIR]/.morgue)
articles: 2 new, 1 changed
files:    1 changed, 1 grown
indexed, but with a doubt:
       1  date not readable
= 0"#);
}

#[test]
fn a_page_that_a_browser_saved_as_a_mail() {
    let text = "The ferries of Port Alma stayed in the harbour for a second week, and nobody on the quay could say when they would =
sail again, not even Rosaura Pinto, who cooks for the crews of all three boats.";
    let page = format!(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://vale.example/ferries\nSubject: Ferries stay\n\
         Date: Tue, 3 Dec 2024 10:00:00 -0000\nMIME-Version: 1.0\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"--x\"\n\n----x\nContent-Type: text/html\n\
         Content-Transfer-Encoding: quoted-printable\nContent-Location: https://vale.example/ferries\n\n\
         <html><head><title>Ferries</title></head><body><nav><a href=3D\"/\">Home</a></nav><article><h1>Ferries stay</h1><p>{text}</p>\
         </article></body></html>\n\n----x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K\n----x--\n"
    );
    let expected = Article {
        id: "https://vale.example/ferries".into(),
        headline: "Ferries stay".into(),
        body: text.replace("=\n", ""),
        published: on("2024-12-03"),
        url: some("https://vale.example/ferries"),
        doubts: all(&["dated by the day on which it was saved alone: 2024-12-03"]),
        ..Article::default()
    };
    assert_eq!(records("ferries.mhtml", page.as_bytes()), [article(1, expected)]);
}

proptest! {
    #![proptest_config(crate::util::cases(400))]

    #[test]
    fn pieces_give_what_the_whole_gives(
        (file, bytes) in damaged(FILES),
        sizes in prop::collection::vec(1usize..300, 1..8),
    ) {
        let (windows, whole) = by_windows_and_whole(FILES[file], &bytes, &sizes);
        prop_assert_eq!(windows, whole);
    }
}
