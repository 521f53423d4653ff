# SPDX-License-Identifier: Apache-2.0
"""Wraps the prose of a Markdown page; tables, headings, quotes, pictures and blocks of code stay as they are."""

import re
import textwrap

COLUMNS = 120
BLANK = "\N{NO-BREAK SPACE}"  # stands for a space at which no line breaks
ITEM = re.compile(r"(\s*)([-*]|\d+\.)\s+")
LOOKS_LIKE_ITEM = re.compile(r" (?=([-+*#>]|\d+\.) )")  # the space before a word that must not begin a line
CODE = re.compile(r"`[^`]+`")
LONGEST_CODE = 70  # longer code may break
KEPT = ("|", "#", ">", "![")


def filled(text, first, rest):
    """Lines of one paragraph or list item; `first` and `rest` begin them."""
    text = CODE.sub(lambda code: code.group().replace(" ", BLANK) if len(code.group()) <= LONGEST_CODE else code.group(), text)
    text = LOOKS_LIKE_ITEM.sub(BLANK, text)
    lines = textwrap.wrap(text, COLUMNS, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                          break_on_hyphens=False)
    return [line.replace(BLANK, " ") for line in lines]


def wrapped(page):
    """The page with lines of at most COLUMNS columns."""
    lines, words, first, rest, in_code = [], [], "", "", False

    def end_paragraph():
        if words:
            lines.extend(filled(" ".join(words), first, rest))
            words.clear()

    for line in page.splitlines():
        text = line.strip()
        if text.startswith("```"):
            end_paragraph()
            in_code = not in_code
            lines.append(line)
        elif in_code:
            lines.append(line)
        elif not text or text.startswith(KEPT):
            end_paragraph()
            lines.append(line.rstrip())
        else:
            item = ITEM.match(line)
            if item:
                end_paragraph()
                first = f"{item.group(1)}{item.group(2)} "
                rest = " " * len(first)
                text = line[item.end():].strip()
            elif not words:
                first = rest = line[:len(line) - len(line.lstrip())]
            words.append(text)
    end_paragraph()
    return "\n".join(lines) + "\n"
