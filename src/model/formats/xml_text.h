// SPDX-License-Identifier: Apache-2.0
//
// XML as text, element by element.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holon::model::formats {

/// `<`, `>`, `&` and carriage returns as escapes of XML; in an attribute also quotes, tabs and line
/// ends.
[[nodiscard]] std::string xml_escaped(std::string_view text, bool attribute = false);

/// Lines of XML, indented by two spaces a level.
class XmlText {
 public:
  using Attributes = std::vector<std::pair<std::string_view, std::string>>;

  /// `<name a="…">`, and a level deeper from here on. An attribute without a value is left out.
  void open(std::string_view name, const Attributes& attributes = {});
  void close(std::string_view name);
  /// `<name a="…"/>`
  void empty(std::string_view name, const Attributes& attributes = {});
  /// `<name a="…">text</name>`
  void line(std::string_view name, std::string_view text, const Attributes& attributes = {});
  /// XML as it is, on lines of its own.
  void raw(std::string_view xml);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void begin(std::string_view name, const Attributes& attributes);
  std::string text_;
  std::size_t depth_ = 0;
};

}  // namespace holon::model::formats
