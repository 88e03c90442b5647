// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with an input: where, what, and how to mend it. Readers collect every mistake of
// an input and return them together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "base/source_text.h"

namespace holon::base {

/// Every diagnostic's code. The number is stable; title and explanation stand in error_codes.def.
enum class Code {
#define HOLON_CODE(number, name, title, explanation) name = number,
#include "base/error_codes.def"
#undef HOLON_CODE
};

/// What `holon explain` says of a code.
struct CodeText {
  Code code;
  std::string_view title;        ///< one line
  std::string_view explanation;  ///< paragraphs, with a wrong and a right example
};

/// Every code, in rising order.
[[nodiscard]] std::span<const CodeText> all_codes();

/// "E0104".
[[nodiscard]] std::string code_name(Code code);

enum class Severity { error, warning };

/// A second place that helps to understand a diagnostic.
struct Note {
  std::string message;
  Span where;
};

/// One mistake in an input.
struct Diagnostic {
  Code code;
  std::string message;            ///< one sentence without a full stop
  Span where;                     ///< what the caret marks
  std::string label;              ///< short text beside the caret; may be empty
  std::vector<Note> notes;        ///< further places, such as the first of two definitions
  std::vector<std::string> help;  ///< how to mend it
  Severity severity = Severity::error;
};

using Diagnostics = std::vector<Diagnostic>;

/// A value, or every mistake that prevented it.
template <class T>
using Result = tl::expected<T, Diagnostics>;

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

/// The diagnostics in the order of their places, same place and message only once.
[[nodiscard]] Diagnostics in_order(Diagnostics diagnostics);

/// A diagnostic as text: title line, file:line:column, the line with a caret, notes, help.
/// `colour` adds ANSI colours.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, bool colour);

}  // namespace holon::base
