// SPDX-License-Identifier: Apache-2.0
//
// A text that came from outside, and places in it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace holon::base {

/// A line and a column, both from 1; the column counts characters (code points), not bytes.
struct LineColumn {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// A named text with fast access to its lines. Immutable.
class SourceText {
 public:
  SourceText(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }

  /// Line (from 1) of a byte offset; an offset past the end is the end.
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;

  /// Line and column of a byte offset; an offset past the end is the end. Its time grows with the
  /// column.
  [[nodiscard]] LineColumn locate(std::size_t offset) const;

  /// Byte offset of a line and column (both from 1), clipped to that line's end.
  [[nodiscard]] std::size_t offset_of(LineColumn place) const;

  /// Text of a line (from 1), without its line end; empty past the last line.
  [[nodiscard]] std::string_view line(std::size_t number) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

using SourcePtr = std::shared_ptr<const SourceText>;

/// A stretch of a source text, in bytes. Without a source it points nowhere.
struct Span {
  SourcePtr source;
  std::size_t offset = 0;
  std::size_t length = 0;

  /// The part of this span that starts `from` bytes in and is `count` bytes long, clipped.
  [[nodiscard]] Span part(std::size_t from, std::size_t count) const;
};

}  // namespace holon::base
