// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xml_text.h"

#include <fmt/format.h>

namespace holon::model::formats {

std::string xml_escaped(std::string_view text, bool attribute) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"' && attribute) {
      out += "&quot;";
    } else if (c == '\r' || (attribute && (c == '\n' || c == '\t'))) {
      out += fmt::format("&#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

void XmlText::begin(std::string_view name, const Attributes& attributes) {
  text_ += fmt::format("{:{}}<{}", "", 2 * depth_, name);
  for (const auto& [key, value] : attributes)
    if (!value.empty()) text_ += fmt::format(" {}=\"{}\"", key, xml_escaped(value, true));
}

void XmlText::open(std::string_view name, const Attributes& attributes) {
  begin(name, attributes);
  text_ += ">\n";
  ++depth_;
}

void XmlText::close(std::string_view name) {
  --depth_;
  text_ += fmt::format("{:{}}</{}>\n", "", 2 * depth_, name);
}

void XmlText::empty(std::string_view name, const Attributes& attributes) {
  begin(name, attributes);
  text_ += "/>\n";
}

void XmlText::line(std::string_view name, std::string_view text, const Attributes& attributes) {
  begin(name, attributes);
  text_ += fmt::format(">{}</{}>\n", xml_escaped(text), name);
}

void XmlText::raw(std::string_view xml) {
  text_ += xml;
  text_ += '\n';
}

}  // namespace holon::model::formats
