//! Compressed files and containers: what is in them becomes articles, and nothing in them is dropped in silence or does harm.

use std::io::Write;

use crate::util::{RIVER, Scene, WIRE};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Written as it stands: a name that climbs is what a hostile archive has.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in members {
        writer.start_file(*name, deflated).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_is_in_containers_is_found_and_named() {
    let scene = Scene::new();
    let inner = tar(&[("wire/a.jsonl", WIRE.as_bytes()), ("wire/photo.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01")]);
    scene.file("news/2021.zip", zip(&[("river.md", RIVER.as_bytes()), ("old/inner.tar.gz", &gzip(&inner))]));
    scene.run("index news").is(r#"
3 articles from 1 file indexed in [TIME] s (0.0 MB, [SPEED] MB/s) into [DIR]/.morgue
1 skipped (`morgue status --skipped` names them):
       1  not a news format
= 3"#);
    scene.run("status --skipped").is(r#"
news/2021.zip: not a news format: image/jpeg: old/inner.tar.gz/wire/photo.jpg
= 0"#);
    scene.run("search bridge reopens").is(r#"
1. Harbour bridge reopens
   2022-06-01 · Northern Wire · w-1 · news/2021.zip/old/inner.tar.gz/wire/a.jsonl#3
   The bridge over the harbour reopened. Toll policies were debated.
! 1 article found (searched 3 articles from 1 file, 1 skipped)
= 0"#);
    // By the identifier, and by the place that hits show.
    for name in ["w-1", "news/2021.zip/old/inner.tar.gz/wire/a.jsonl#3", "news/2021.zip#3"] {
        assert!(scene.run(&format!("show {name}")).stdout().starts_with("Harbour bridge reopens"), "{name}");
    }
    assert_eq!(scene.run("verify --sources").code(), Some(0));
}

#[test]
fn every_compression_and_a_wrong_name() {
    let scene = Scene::new();
    // Made by the tools of each: the text `{"id":"N","title":"Ferry N","text":"It sank."}` and a line end.
    let packed: [(&str, &[u8]); 3] = [("a.zst", ZSTD), ("b.bz2", BZIP2), ("c.xz", XZ)];
    for (name, bytes) in packed {
        scene.file(format!("news/{name}"), bytes);
    }
    scene.file("news/d.txt", gzip(b"{\"id\":\"d\",\"title\":\"Ferry\",\"text\":\"It sank.\"}\n"));
    assert_eq!(scene.run("index news").code(), Some(0));
    assert_eq!(scene.run("search ferry --count").stdout(), "4\n");
}

#[test]
fn a_night_later_only_what_changed_counts_as_changed() {
    let scene = Scene::new();
    let line = |n: u32, text: &str| format!("{{\"id\":\"{n}\",\"title\":\"Ferry {n}\",\"text\":\"{text}\"}}\n");
    let day = |text: &str| line(2, text);
    scene.file(
        "news/a.zip",
        zip(&[("1.jsonl", line(1, "It sank.").as_bytes()), ("2.jsonl", day("It rose.").as_bytes())]),
    );
    assert_eq!(scene.run("index news").code(), Some(0));
    scene.file(
        "news/a.zip",
        zip(&[
            ("0.jsonl", line(7, "New.").as_bytes()),
            ("1.jsonl", line(1, "It sank.").as_bytes()),
            ("2.jsonl", day("It fell.").as_bytes()),
        ]),
    );
    let outcome = scene.run("index news");
    assert!(outcome.stdout().contains("articles: 1 new, 1 changed\n"), "{outcome}");
    std::fs::rename(scene.path("news/a.zip"), scene.path("news/b.zip")).unwrap();
    assert_eq!(scene.run("index news").code(), Some(0));
    assert!(scene.run("search rose OR fell").stdout().contains("news/b.zip/2.jsonl#3"));
}

#[test]
fn hostile_and_broken_containers() {
    let scene = Scene::new();
    let good = ("a.jsonl", WIRE.as_bytes());
    scene.file("news/climbs.tar", tar(&[("../../etc/cron.d/evil.md", RIVER.as_bytes())]));
    scene.file("news/cut.tar", &tar(&[good, ("b.md", RIVER.as_bytes())])[..1600]);
    scene.file("news/cut.zip", &zip(&[good])[..60]);
    scene.file("news/hidden.zip", zip(&[(".DS_Store", b"x"), ("__MACOSX/a.md", RIVER.as_bytes())]));
    // Left no trace: neither an article nor a reason.
    scene.file("news/empty.zip", zip(&[]));
    scene.file("news/folders.tar", tar(&[("a/", b"")]));
    scene.file("news/bomb.gz", gzip(&vec![b' '; 40 << 20]));
    scene.file("news/office.docx", zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]));
    let mut deep = gzip(b"It rained.");
    (0..12).for_each(|_| deep = gzip(&deep));
    scene.file("news/deep.gz", deep);
    assert_eq!(scene.run("index news --unpack-ratio 100").code(), Some(3));
    assert!(!scene.path("etc").exists() && scene.names("news").len() == 9);
    scene.run("status --skipped").is(r#"
news/bomb.gz: it unpacks to more than 100 times its size; nothing behind 16 MB is read (--unpack-ratio)
news/bomb.gz#1: empty
news/cut.tar: the tar is damaged, what follows is not read: unexpected EOF during skip
news/cut.zip: the zip is damaged: invalid Zip archive: Could not find EOCD
news/deep.gz: packed more than 8 deep (--unpack-depth)
news/empty.zip: a container without a file in it
news/folders.tar: a container without a file in it
news/hidden.zip: hidden, in a container: .DS_Store
news/hidden.zip: hidden, in a container: __MACOSX/a.md
news/office.docx#1: no text in it
= 0"#);
}

const ZSTD: &[u8] = &[
    40, 181, 47, 253, 4, 88, 121, 1, 0, 123, 34, 105, 100, 34, 58, 34, 122, 34, 44, 34, 116, 105, 116, 108, 101, 34,
    58, 34, 70, 101, 114, 114, 121, 32, 122, 34, 44, 34, 116, 101, 120, 116, 34, 58, 34, 73, 116, 32, 115, 97, 110,
    107, 46, 34, 125, 10, 94, 199, 42, 213,
];

const BZIP2: &[u8] = &[
    66, 90, 104, 57, 49, 65, 89, 38, 83, 89, 246, 52, 106, 3, 0, 0, 22, 221, 128, 0, 16, 80, 5, 0, 16, 1, 32, 54, 45,
    28, 106, 32, 0, 49, 64, 6, 35, 77, 52, 104, 53, 52, 158, 137, 166, 202, 122, 140, 158, 41, 48, 234, 26, 172, 148,
    148, 10, 163, 69, 65, 13, 93, 253, 165, 50, 114, 127, 35, 168, 156, 4, 189, 228, 255, 23, 114, 69, 56, 80, 144,
    246, 52, 106, 3,
];

const XZ: &[u8] = &[
    253, 55, 122, 88, 90, 0, 0, 4, 230, 214, 180, 70, 2, 0, 33, 1, 22, 0, 0, 0, 116, 47, 229, 163, 1, 0, 46, 123, 34,
    105, 100, 34, 58, 34, 120, 34, 44, 34, 116, 105, 116, 108, 101, 34, 58, 34, 70, 101, 114, 114, 121, 32, 120, 34,
    44, 34, 116, 101, 120, 116, 34, 58, 34, 73, 116, 32, 115, 97, 110, 107, 46, 34, 125, 10, 0, 0, 117, 74, 216, 16,
    240, 65, 233, 123, 0, 1, 71, 47, 176, 81, 111, 52, 31, 182, 243, 125, 1, 0, 0, 0, 0, 4, 89, 90,
];
