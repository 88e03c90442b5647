// SPDX-License-Identifier: Apache-2.0
//
// Terms and names as an XMILE file writes them.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "model/formats/script.h"

namespace holon::model::formats {

/// A name for a `name="…"`: a backslash and quotes of the name are escaped.
[[nodiscard]] std::string xmile_name(std::string_view name);

/// A name for a list of them, as in `subscript="a, b"`: in quotes where it holds a separator.
[[nodiscard]] std::string xmile_listed_name(std::string_view name);

/// Prints terms as equations of XMILE, which read back as the same terms.
class XmilePrinter {
 public:
  explicit XmilePrinter(const Script& script);

  [[nodiscard]] std::string equation(const TermPtr& term) const;
  [[nodiscard]] std::string list(const std::vector<TermPtr>& terms) const;
  [[nodiscard]] std::string subscripts(const std::vector<Subscript>& subscripts) const;
  /// A name in an equation: `_` for spaces, in quotes where it needs them. A dot parts a path where
  /// no variable has the whole as its name.
  [[nodiscard]] std::string name(std::string_view name) const;

 private:
  [[nodiscard]] std::string print(const TermPtr& term, int loosest) const;
  [[nodiscard]] std::string operation(const Term& term, int loosest) const;
  [[nodiscard]] std::string call(const Term& term) const;

  std::set<std::string> dotted_;  ///< keys of names that hold a dot and are no path
  std::vector<const Block*> macros_;
};

}  // namespace holon::model::formats
