// SPDX-License-Identifier: Apache-2.0
//
// XMILE 1.0 (OASIS Standard, 14 December 2015) as Stella, iThink, Vensim and others write it.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "model/formats/script.h"

namespace holon::model::formats {

/// Reads a model in XMILE: .xmile, .stmx, .itmx. A missing end tag between two variables is
/// supplied, and said in `skipped`. A file that holon wrote from Vensim's language, or that Vensim
/// wrote itself, has Vensim's dialect.
/// Errors: E0520 to E0524, all of the file at once.
[[nodiscard]] base::Result<Script> read_xmile(base::SourcePtr source);

/// The script as an XMILE file. What XMILE has no word for stands in elements and attributes of the
/// namespaces of Vensim and holon, so that reading the file gives the same script again.
[[nodiscard]] std::string write_xmile(const Script& script);

}  // namespace holon::model::formats
