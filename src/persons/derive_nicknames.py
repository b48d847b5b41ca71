#!/usr/bin/env python3
"""Derives nicknames.txt.

usage: derive_nicknames.py GAZETTEERS

GAZETTEERS: the folder described in SOURCES.md of src/enrich/people. What people wrote by hand (spellings.txt) is left
alone.
"""
import csv
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Rhymes of old that nobody is called by.
NOBODY = {("robert", "bill"), ("robert", "billy"), ("robert", "dob"), ("robert", "dobbin"), ("robert", "hob"), ("robert", "hobkin"), ("william", "bela"),
          ("william", "bell"), ("aaron", "erin"), ("john", "ian"),
          ("bill", "robert"), ("bill", "fred"), ("will", "fred")}


def main():
    nicknames = {}
    with open(Path(sys.argv[1]) / "nicknames/names.csv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            full, nick = row["name1"].strip().lower(), row["name2"].strip().lower()
            if re.fullmatch("[a-z]{2,}", full) and re.fullmatch("[a-z]{2,}", nick) and full != nick and (full, nick) not in NOBODY:
                nicknames.setdefault(full, set()).add(nick)
    lines = [" ".join([full, *sorted(nicknames[full])]) for full in sorted(nicknames)]
    head = ["# A given name, then what its bearers are called for short.\n",
            "# From carltonnorthern/nicknames @ 21d7505 (Apache-2.0), changed: one line a given name; names of two words and old rhymes left out.\n"]
    (HERE / "nicknames.txt").write_text("".join(head) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
