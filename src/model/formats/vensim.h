// SPDX-License-Identifier: Apache-2.0
//
// Model files of Vensim (.mdl): equations, macros and subscript ranges as a Script, and back.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "model/formats/script.h"

namespace holon::model::formats {

/// Reads a .mdl file. Text that is not UTF-8 is taken for Windows-1252, or UTF-16 where a mark says
/// so; places then lie in the converted text, at the same lines and columns.
///
/// A quoted name whose content is a plain name loses its quotes. Documentation given to one of
/// several equations of a variable belongs to all of them. In a call of a macro the names after `:`
/// follow its arguments. `A FUNCTION OF(…)`, `???` and an empty right side are Term::Kind::lost.
/// Errors: E0501 to E0506, all at once.
[[nodiscard]] base::Result<Script> read_vensim(const base::SourcePtr& source);

/// A .mdl file that reads back as the same Script, but for places. Comments cannot hold `|` and
/// `~`; look-alikes stand for them. Only what Vensim can say is written: nothing of stocks, flows
/// and modules of XMILE, which must have been rewritten as equations before.
[[nodiscard]] std::string write_vensim(const Script& script);

}  // namespace holon::model::formats
