//! Spanish abbreviations: `Sr.`, `EE. UU.`, `núm. 5`.

use super::super::rules::{PLAIN, Rules};
use crate::language::List;

pub(in crate::sentences) static RULES: Rules = Rules {
    never: List::of(&[
        "sr", "sra", "srta", "sres", "dr", "dra", "d", "dña", "ud", "uds", "vd", "lic", "ing", "arq", "gral", "cnel",
        "cap", "tte", "sgto", "almte", "pbro", "mons", "fr", "sto", "sta", "prof", "profa", "pdte", "ee", "ff", "rr",
        "cc", "jj", "dd", "av", "avda", "pza", "gta", "vda", "excmo", "excma", "ilmo", "ilma", "hno", "hna", "km",
    ]),
    numbered: List::of(&[
        "núm", "nº", "no", "art", "arts", "pág", "págs", "pag", "p", "pp", "vol", "fig", "cap", "t", "tel", "aprox",
    ]),
    perhaps: List::of(&["uu", "aa", "etc", "cía", "cia", "ltda", "s.a", "a.c", "d.c", "hh", "oo", "jr", "ej"]),
    openers: List::of(&[
        "el", "la", "los", "las", "un", "una", "unos", "unas", "en", "de", "del", "al", "a", "con", "por", "para",
        "según", "tras", "desde", "hasta", "sin", "sobre", "este", "esta", "estos", "estas", "ese", "esa", "eso",
        "esto", "aquel", "aquella", "él", "ella", "ellos", "ellas", "su", "sus", "lo", "le", "les", "se", "no", "sí",
        "ya", "y", "o", "pero", "aunque", "cuando", "como", "si", "que", "qué", "quién", "también", "además", "ayer",
        "hoy", "mañana", "mientras", "entre", "durante", "después", "antes", "así", "muchos", "muchas", "todos",
        "todas", "otro", "otra", "ambos", "nadie", "nada", "hay", "es", "fue", "era", "ha", "han", "había",
    ]),
    ..PLAIN
};
