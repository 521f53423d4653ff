// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

namespace rda::cli {

/// Reads the page p.html: its text outside the data, its data, and the inline texts by element.
inline constexpr const char* kReadPage = R"py(
import base64, hashlib, html.parser, json
class Reader(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=False)
        self.tags, self.texts, self.policy, self.open = [], {}, None, ""
        self.feed(text)
    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.tags.append((tag, named))
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = named["content"]
        self.open = tag + ("#data" if named.get("id") == "data" else "")
    def handle_data(self, text):
        self.texts[self.open] = self.texts.get(self.open, "") + text
    def handle_endtag(self, tag):
        self.open = ""
text = open("p.html", encoding="utf-8").read()
page = Reader(text)
data = json.loads(page.texts["script#data"])
def hash_of(part):
    return "'sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() + "'"
)py";

/// Runs Python on the page p.html of a folder. @return its exit status
inline int on_page(const std::string& folder, const std::string& code) {
  std::ofstream(folder + "/script.py") << kReadPage << code;
  return std::system(("cd '" + folder + "' && /usr/bin/python3 -B script.py").c_str());
}

}  // namespace rda::cli
