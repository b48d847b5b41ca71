//! Italian abbreviations: `dott. Bianchi`, `on. Rossi`, `art. 5`.

use super::super::rules::{PLAIN, Rules};
use crate::language::List;

pub(in crate::sentences) static RULES: Rules = Rules {
    never: List::of(&[
        "dott", "dr", "prof", "sig", "sigg", "sig.na", "sig.ra", "ing", "avv", "arch", "geom", "rag", "on", "sen",
        "gen", "col", "cap", "ten", "magg", "mons", "don", "s", "ss", "st", "san", "p.za", "v.le", "c.so", "es",
        "ecc.mo", "egr", "spett", "cfr",
    ]),
    numbered: List::of(&["n", "nn", "art", "artt", "pag", "pagg", "p", "pp", "vol", "cap", "fig", "tel", "nr"]),
    perhaps: List::of(&["ecc", "etc", "s.p.a", "s.r.l", "c.a", "jr"]),
    openers: List::of(&[
        "il", "lo", "la", "i", "gli", "le", "l", "un", "uno", "una", "in", "nel", "nella", "nei", "nelle", "a", "al",
        "alla", "ai", "alle", "di", "del", "della", "dei", "delle", "da", "dal", "dalla", "su", "sul", "sulla", "con",
        "per", "tra", "fra", "dopo", "prima", "durante", "secondo", "questo", "questa", "questi", "queste", "quello",
        "quella", "egli", "lui", "lei", "loro", "essi", "noi", "io", "si", "ci", "non", "ma", "e", "o", "se", "quando",
        "come", "che", "chi", "anche", "inoltre", "ieri", "oggi", "domani", "intanto", "mentre", "tutti", "tutte",
        "molti", "molte", "altri", "ogni", "nessuno", "è", "era", "sono", "ha", "hanno", "poi", "così", "ora", "già",
    ]),
    ..PLAIN
};
