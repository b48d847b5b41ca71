#!/usr/bin/env python3
"""Derives given-names.txt, surnames.txt, places.txt and common-words.txt.

usage: derive_tables.py GAZETTEERS WORDS

GAZETTEERS: the folder described in SOURCES.md; WORDS: /usr/share/dict/american-english-small of Debian's
wamerican-small (SCOWL). The lists are folded (lower case, no accents, no apostrophes), one entry a line;
what people wrote by hand (more-names.txt, more-places.txt, vocabulary.txt) is left alone.
"""
import csv
import json
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
SURNAMES = 20000
FREQUENT = 0.04  # per cent of men or women


def fold(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    for old, new in (("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ð", "d"), ("þ", "th")):
        plain = plain.replace(old, new)
    return re.sub(r"['’‘`ʻʿ.]", "", plain).strip()


def latin(word):
    return re.fullmatch(r"[a-z]+(?:-[a-z]+)*", word) is not None and len(word) > 1


def write(name, head, lines):
    (HERE / name).write_text("".join(f"# {line}\n" for line in head) + "\n".join(lines) + "\n", encoding="utf-8")


def main():
    root, words = Path(sys.argv[1]), Path(sys.argv[2])

    common = {w for w in words.read_text().split() if re.fullmatch("[a-z]{2,}", w)}
    stems = {w for w in common
             if not any(w.endswith(end) and (w[:-len(end)] in common or w[:-len(end)] + "e" in common)
                        for end in ("s", "es", "ed", "ing", "ly", "ness"))}
    write("common-words.txt", ["English words written in lower case, without regular inflections.",
                               "From SCOWL (c) 2000-2011 Kevin Atkinson, see SOURCES.md."], sorted(stems))

    given = {}
    for sex, file in (("f", "dist.female.first"), ("m", "dist.male.first")):
        for line in (root / "us-census-1990" / file).read_text().splitlines():
            name, share = line.split()[:2]
            if float(share) >= 0.002:
                given.setdefault(fold(name), {})[sex] = float(share)
    with open(root / "popular-names-by-country/common-forenames-by-country.csv", encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            name = fold(row["Romanized Name"])
            if latin(name) and row["Gender"] in "MF":
                given.setdefault(name, {}).setdefault(row["Gender"].lower(), 0.01)
    with open(root / "nicknames/names.csv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            full, nick = fold(row["name1"]), fold(row["name2"])
            if latin(nick) and len(nick) > 2 and full in given and nick not in given and nick not in common:
                given[nick] = {sex: 0.002 for sex in given[full]}
    lines = []
    for name in sorted(given):
        m, f = given[name].get("m", 0), given[name].get("f", 0)
        sex = "m" if m > 20 * f else "f" if f > 20 * m else "b"
        if latin(name):
            lines.append(f"{name} {sex.upper() if max(m, f) >= FREQUENT else sex}")
    write("given-names.txt", ["Given names: m man, f woman, b both; in capitals where frequent.",
                              "From the US census of 1990 (public domain), sigpwned's popular names by country (CC0) and",
                              "carltonnorthern's nicknames (Apache-2.0), see SOURCES.md."], lines)

    surnames = {}
    for line in (root / "us-census-1990/dist.all.last").read_text().splitlines()[:SURNAMES]:
        surnames.setdefault(fold(line.split()[0]))
    rare = {}
    with open(root / "popular-names-by-country/common-surnames-by-country.csv", encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            rare.setdefault(fold(row["Romanized Name"]))
    with open(root / "congress-legislators/names.csv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            rare.setdefault(fold(row["last"]))
    ranked = list(surnames) + [n for n in rare if n not in surnames]
    write("surnames.txt", ["Surnames, the most frequent first.",
                           "From the US census of 1990 (public domain), sigpwned's popular names by country (CC0) and",
                           "congress-legislators (CC0), see SOURCES.md."], [n for n in ranked if latin(n)])

    places = set()
    with open(root / "world-cities/world-cities.csv", encoding="utf-8") as rows:
        rows = list(csv.DictReader(rows))
    regions = {fold(r["subcountry"]) for r in rows}
    for row in rows:
        places.add(fold(row["country"].split(",")[0]))
        places.add(fold(row["subcountry"]))
        if fold(row["name"]) in regions:
            places.add(fold(row["name"]))
    cities = json.load(open(root / "corpora-dariusk/us_cities.json"))["cities"]
    places |= {fold(c["city"]) for c in cities[:500]} | {fold(c["state"]) for c in cities}
    places |= {fold(c) for c in json.load(open(root / "corpora-dariusk/countries.json"))["countries"]}
    tail = re.compile(r" (city|region|province|district|prefecture|oblast|county|governorate|state)$|^(city of|region of|province of|state of) ")
    places = {tail.sub("", p) for p in places}
    kept = {fold(c["state"]) for c in cities} | {fold(r["country"]) for r in rows}
    people = {n for n in given if max(given[n].values()) >= FREQUENT} | set(ranked[:1500])
    places = {p for p in places if p not in people or p in kept}
    places = {p for p in places if re.fullmatch(r"[a-z]+(?:[ -][a-z]+){0,2}", p) and len(p) > 2}
    write("places.txt", ["Countries, their regions, and cities named like their region; cities of the United States.",
                         "From world-cities (CC BY 4.0, data by GeoNames) and dariusk's corpora (CC0), see SOURCES.md."], sorted(places))


main()
