// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_document.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/text.h"
#include "model/formats/bytes.h"
#include "model/formats/vensim_source.h"
#include "model/formats/xmile_repair.h"

namespace holon::model::formats {
namespace {

// elements nested deeper than any model needs
constexpr std::size_t kDeepest = 100;

// the longest escape is &#x10ffff;
constexpr std::size_t kLongestEscape = 10;

struct Name {
  std::string prefix;
  std::string local;
};

Name split_name(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {"", std::string(name)};
  return {std::string(name.substr(0, colon)), std::string(name.substr(colon + 1))};
}

// the character of `&#10;`, in UTF-8; nothing where it is not one
std::string numbered_character(std::string_view digits) {
  const int base = digits.starts_with('x') || digits.starts_with('X') ? 16 : 10;
  if (base == 16) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (error != std::errc{} || end != digits.data() + digits.size()) return "";
  if (code == 0 || code > 0x10ffff || surrogate) return "";
  std::string out;
  append_utf8(out, code);
  return out;
}

std::string escaped_character(std::string_view name) {
  if (name == "lt") return "<";
  if (name == "gt") return ">";
  if (name == "amp") return "&";
  if (name == "quot") return "\"";
  if (name == "apos") return "'";
  if (name == "nbsp") return "\xc2\xa0";
  return name.starts_with('#') ? numbered_character(name.substr(1)) : "";
}

// turns pugixml's tree, whose texts are still the bytes of the file, into ours
class Reader {
 public:
  Reader(base::SourcePtr source, const RepairedText& text, const char* buffer)
      : source_(std::move(source)), repaired_(text), buffer_(buffer) {}

  XmlElement read(const pugi::xml_node& node, std::size_t depth) {
    XmlElement out;
    const auto name = split_name(node.name());
    out.prefix = name.prefix;
    out.name = name.local;
    out.span = {source_, offset(node.name()), std::strlen(node.name())};
    for (const auto& attribute : node.attributes()) {
      const auto split = split_name(attribute.name());
      out.attributes.push_back({split.prefix, split.local, text_of(attribute.value())});
    }
    if (name.local == "views") {
      out.bytes = bytes_of(node);
    } else {
      read_inside(node, out, depth);
    }
    return out;
  }

  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] std::size_t offset(const char* at) const {
    return repaired_.origin(static_cast<std::size_t>(at - buffer_));
  }

 private:
  void read_inside(const pugi::xml_node& node, XmlElement& out, std::size_t depth) {
    if (depth >= kDeepest) {
      too_deep_ = true;
      return;
    }
    for (const auto& inside : node.children()) {
      if (inside.type() == pugi::node_element) {
        out.children.push_back(read(inside, depth + 1));
      } else if (inside.type() == pugi::node_pcdata) {
        append_escaped(out.text, inside.value());
      } else if (inside.type() == pugi::node_cdata) {
        const std::string_view raw = inside.value();
        out.text.append(raw, source_, offset(inside.value()), raw.size());
      }
    }
  }

  PlacedText text_of(const char* raw) const {
    PlacedText out;
    append_escaped(out, raw);
    return out;
  }

  void append_escaped(PlacedText& out, const char* raw) const {
    const std::string_view text = raw;
    const auto start = offset(raw);
    if (text.empty()) out.append("", source_, start, 0);
    for (std::size_t at = 0; at < text.size();) {
      const auto plain = std::min(text.find('&', at), text.size());
      if (plain > at) {
        out.append(text.substr(at, plain - at), source_, start + at, plain - at);
        at = plain;
        continue;
      }
      const auto end = text.substr(at, kLongestEscape).find(';');
      const auto character = end == std::string_view::npos
                                 ? std::string()
                                 : escaped_character(text.substr(at + 1, end - 1));
      // an ampersand that begins nothing stands for itself
      const auto taken = character.empty() ? 1 : end + 1;
      out.append(character.empty() ? "&" : character, source_, start + at, taken);
      at += taken;
    }
  }

  // pugixml does not tell where an element ends
  [[nodiscard]] std::string bytes_of(const pugi::xml_node& node) const {
    const std::string& text = repaired_.text;
    const auto begin = static_cast<std::size_t>(node.name() - buffer_) - 1;
    if (!node.first_child()) {
      const auto end = text.find('>', begin);
      if (end != std::string::npos && text[end - 1] == '/')
        return text.substr(begin, end + 1 - begin);
    }
    const auto end_tag = "</" + std::string(node.name());
    const auto last = text.find('>', std::min(text.find(end_tag, begin), text.size()));
    return last == std::string::npos ? "" : text.substr(begin, last + 1 - begin);
  }

  base::SourcePtr source_;
  const RepairedText& repaired_;
  const char* buffer_;
  bool too_deep_ = false;
};

base::Diagnostic malformed(std::string message, base::Span where, std::string help) {
  return {base::Code::xml_syntax, std::move(message), std::move(where), "", {}, {std::move(help)}};
}

// what a failure of the parser means to the one who wrote the file
base::Diagnostic failure(const pugi::xml_parse_result& result, const base::SourcePtr& source,
                         std::size_t offset) {
  const base::Span where{source, offset, 1};
  switch (result.status) {
    case pugi::status_no_document_element:
      return malformed("the file holds no XML element", where,
                       "a model in XMILE begins with <xmile version=\"1.0\" …>");
    case pugi::status_end_element_mismatch:
      return malformed("an end tag does not fit the element that is open", where,
                       "every <name> needs its </name>, the inner ones first");
    case pugi::status_bad_cdata:
      return malformed("a CDATA section does not end", where, "end it with ]]>");
    case pugi::status_bad_comment:
      return malformed("a comment does not end", where, "end it with -->");
    case pugi::status_bad_attribute:
      return malformed("an attribute cannot be read", where, "write it as name=\"value\"");
    default:
      return malformed("this is not well-formed XML", where,
                       "`<` and `&` in a text are written &lt; and &amp;");
  }
}

constexpr unsigned kKeepBytes = pugi::parse_cdata | pugi::parse_ws_pcdata_single;

struct Parsed {
  std::string buffer;  ///< cut up by pugixml
  pugi::xml_document tree;
  pugi::xml_parse_result result;
};

void parse_into(Parsed& out, const std::string& text) {
  out.buffer = text;
  out.result = out.tree.load_buffer_inplace(out.buffer.data(), out.buffer.size(), kKeepBytes,
                                            pugi::encoding_utf8);
}

std::vector<std::string> told(const RepairedText& repaired, const base::SourcePtr& source) {
  std::vector<std::string> out;
  for (const auto& tag : repaired.supplied)
    out.push_back(fmt::format("line {}: <{}> has no end tag; it ends before line {}",
                              source->locate(tag.opened).line, tag.name,
                              source->locate(repaired.origin(tag.at)).line));
  return out;
}

}  // namespace

std::size_t PlacedText::origin(std::size_t at) const {
  const auto after = std::upper_bound(marks_.begin(), marks_.end(), at,
                                      [](std::size_t a, const Mark& mark) { return a < mark.at; });
  if (after == marks_.begin()) return 0;
  const auto& mark = *std::prev(after);
  return mark.offset + (at - mark.at);
}

base::Span PlacedText::span(std::size_t from, std::size_t count) const {
  if (!source_) return {};
  from = std::min(from, text_.size());
  count = std::min(count, text_.size() - from);
  const auto begin = origin(from);
  const auto end = count == 0 ? begin : std::max(begin, origin(from + count));
  return {source_, begin, end - begin};
}

PlacedText PlacedText::part(std::size_t from, std::size_t count) const {
  PlacedText out;
  out.source_ = source_;
  from = std::min(from, text_.size());
  out.text_ = text_.substr(from, count);
  out.marks_.push_back({0, origin(from)});
  for (const auto& mark : marks_)
    if (mark.at > from && mark.at <= from + out.text_.size())
      out.marks_.push_back({mark.at - from, mark.offset});
  return out;
}

void PlacedText::append(std::string_view bytes, const base::SourcePtr& source, std::size_t offset,
                        std::size_t length) {
  source_ = source;
  // a mark at the end says where the last bytes ended; what begins there replaces it
  if (!marks_.empty() && marks_.back().at == text_.size()) marks_.pop_back();
  marks_.push_back({text_.size(), offset});
  text_ += bytes;
  if (bytes.size() != length) marks_.push_back({text_.size(), offset + length});
}

const XmlAttribute* XmlElement::attribute(std::string_view wanted) const {
  for (const auto& attribute : attributes)
    if (attribute.name == wanted && attribute.prefix != "xmlns") return &attribute;
  return nullptr;
}

const XmlElement* XmlElement::child(std::string_view wanted) const {
  for (const auto& element : children)
    if (element.name == wanted) return &element;
  return nullptr;
}

std::string XmlElement::attribute_text(std::string_view wanted) const {
  const auto* found = attribute(wanted);
  return found ? std::string(base::trim(found->value.text())) : "";
}

std::string XmlElement::child_text(std::string_view wanted) const {
  const auto* found = child(wanted);
  return found ? std::string(base::trim(found->text.text())) : "";
}

base::Result<XmlDocument> parse_xml(const base::SourcePtr& given) {
  const auto source = vensim::in_utf8(given);
  RepairedText text{source->text(), {}};

  // as it stands; then with the end tags that are missing
  Parsed parsed;
  parse_into(parsed, text.text);
  if (parsed.result.status == pugi::status_end_element_mismatch) {
    text = supply_end_tags(source->text());
    parse_into(parsed, text.text);
  }
  const auto root = parsed.tree.document_element();
  if (!parsed.result || !root) {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.result.offset, 0));
    return tl::unexpected(base::Diagnostics{failure(parsed.result, source, text.origin(at))});
  }

  Reader reader(source, text, parsed.buffer.data());
  XmlDocument out{source, reader.read(root, 0), told(text, source)};
  if (reader.too_deep())
    return tl::unexpected(
        base::Diagnostics{malformed(fmt::format("elements are nested deeper than {}", kDeepest),
                                    {source, reader.offset(root.name()), std::strlen(root.name())},
                                    "a model needs few levels; the file may be damaged")});
  return out;
}

}  // namespace holon::model::formats
