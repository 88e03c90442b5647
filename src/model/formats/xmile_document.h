// SPDX-License-Identifier: Apache-2.0
//
// The XML of an XMILE file as a tree in which every text knows its place in the file, byte by byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace holon::model::formats {

/// A text with XML's escapes resolved, that knows where each of its bytes stood in the file.
class PlacedText {
 public:
  [[nodiscard]] const std::string& text() const { return text_; }

  /// Where `count` bytes of the text from byte `from` stood.
  [[nodiscard]] base::Span span(std::size_t from, std::size_t count) const;
  [[nodiscard]] base::Span span() const { return span(0, text_.size()); }

  /// The part of the text from byte `from`, `count` bytes long.
  [[nodiscard]] PlacedText part(std::size_t from, std::size_t count) const;

  /// Adds bytes that stood in `source` at `offset` and took `length` bytes there.
  void append(std::string_view bytes, const base::SourcePtr& source, std::size_t offset,
              std::size_t length);

 private:
  struct Mark {
    std::size_t at = 0;      ///< in the text
    std::size_t offset = 0;  ///< in the file, of the byte there and of those that follow it
  };
  [[nodiscard]] std::size_t origin(std::size_t at) const;

  std::string text_;
  base::SourcePtr source_;
  std::vector<Mark> marks_;
};

struct XmlAttribute {
  std::string prefix;  ///< of its namespace, empty without one
  std::string name;
  PlacedText value;
};

struct XmlElement {
  std::string prefix;
  std::string name;
  std::vector<XmlAttribute> attributes;
  std::vector<XmlElement> children;
  PlacedText text;    ///< what stands in it directly, outside its children
  std::string bytes;  ///< of <views>: the whole element as it stands in the file
  base::Span span;    ///< of the name in its start tag

  [[nodiscard]] const XmlAttribute* attribute(std::string_view wanted) const;
  [[nodiscard]] const XmlElement* child(std::string_view wanted) const;
  /// An attribute's value without blanks around it; empty where it is missing.
  [[nodiscard]] std::string attribute_text(std::string_view wanted) const;
  /// A child's text without blanks around it; empty where it is missing.
  [[nodiscard]] std::string child_text(std::string_view wanted) const;
};

struct XmlDocument {
  base::SourcePtr source;  ///< in UTF-8: another one than was given where that was not
  XmlElement root;
  std::vector<std::string> repairs;  ///< what was supplied to make it well-formed
};

/// Reads the XML of a model. The insides of `<views>` and of elements of other namespaces inside it
/// are kept as bytes only. Errors: E0520.
[[nodiscard]] base::Result<XmlDocument> parse_xml(const base::SourcePtr& source);

}  // namespace holon::model::formats
