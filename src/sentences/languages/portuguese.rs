//! Portuguese abbreviations: `Sr. Almeida`, `Dra.`, `pág. 5`.

use super::super::rules::{PLAIN, Rules};
use crate::language::List;

pub(in crate::sentences) static RULES: Rules = Rules {
    never: List::of(&[
        "sr", "sra", "srs", "sras", "srta", "dr", "dra", "drs", "d", "eng", "enga", "prof", "profa", "profs", "gen",
        "cel", "cap", "ten", "sgt", "alm", "pe", "d.ª", "exmo", "exma", "ilmo", "ilma", "av", "r", "trav", "lgo",
        "pça", "sto", "sta", "s", "ex",
    ]),
    numbered: List::of(&[
        "n", "nº", "núm", "no", "art", "arts", "pág", "págs", "p", "pp", "vol", "fig", "cap", "t", "tel",
    ]),
    perhaps: List::of(&["etc", "cia", "ltda", "lda", "s.a", "a.c", "d.c", "jr"]),
    openers: List::of(&[
        "o", "a", "os", "as", "um", "uma", "uns", "umas", "em", "no", "na", "nos", "nas", "ao", "à", "aos", "às", "de",
        "do", "da", "dos", "das", "por", "pelo", "pela", "para", "com", "sem", "sobre", "segundo", "após", "antes",
        "depois", "durante", "desde", "até", "entre", "este", "esta", "estes", "estas", "esse", "essa", "isso", "isto",
        "aquele", "aquela", "ele", "ela", "eles", "elas", "seu", "sua", "seus", "suas", "lhe", "se", "não", "sim",
        "já", "e", "ou", "mas", "porém", "embora", "quando", "como", "que", "quem", "também", "além", "ontem", "hoje",
        "amanhã", "enquanto", "todos", "todas", "muitos", "muitas", "outro", "outra", "ambos", "ninguém", "nada", "há",
        "é", "foi", "era", "tem",
    ]),
    ..PLAIN
};
