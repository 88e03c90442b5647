// SPDX-License-Identifier: Apache-2.0
//
// What reading an equation of XMILE stands on: the token that comes next, the first mistake, and
// terms that know their places.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/formats/script.h"
#include "model/formats/xmile_token.h"

namespace holon::model::formats {

class XmileCursor {
 public:
  XmileCursor(const PlacedText& place, std::size_t from, base::Diagnostics& diagnostics)
      : place_(place), tokens_(place.text(), from), diagnostics_(diagnostics) {
    advance();
  }

 protected:
  void advance();
  [[nodiscard]] bool is_sign(std::string_view sign) const {
    return token_.kind == XmileToken::Kind::sign && token_.text == sign;
  }
  [[nodiscard]] bool is_word(std::string_view word) const {
    return token_.kind == XmileToken::Kind::word && token_.text == word;
  }
  /// Moves on over the sign or word if it comes next.
  bool accept(std::string_view sign);
  bool accept_word(std::string_view word);
  /// The same, and a mistake if it does not.
  void expect(std::string_view sign);
  void expect_word(std::string_view word, std::string_view shown);

  /// Reports the first mistake of the equation, which then ends here.
  void mistake(std::string message, std::string label, std::size_t begin, std::size_t count,
               std::string help = "");
  /// What comes next has no place here.
  void unexpected();

  /// A term from byte `begin` to the end of the last token.
  [[nodiscard]] std::shared_ptr<Term> term(Term::Kind kind, std::size_t begin) const;
  [[nodiscard]] TermPtr operation(Op op, std::vector<TermPtr> arguments, std::size_t begin);
  [[nodiscard]] TermPtr call(std::string_view name, std::vector<TermPtr> arguments,
                             std::size_t begin);

  /// Goes a level deeper; false, and a mistake, where that is too deep.
  bool begin_level();
  void end_level() { --depth_; }

  const PlacedText& place_;
  XmileTokens tokens_;
  base::Diagnostics& diagnostics_;
  XmileToken token_;
  std::size_t end_ = 0;       ///< of the last token taken
  std::size_t brackets_ = 0;  ///< of subscripts that are open
  bool failed_ = false;

 private:
  std::size_t depth_ = 0;
  std::size_t operations_ = 0;
};

}  // namespace holon::model::formats
