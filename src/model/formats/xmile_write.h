// SPDX-License-Identifier: Apache-2.0
//
// The parts of write_xmile.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/formats/script.h"
#include "model/formats/xmile_print.h"
#include "model/formats/xml_text.h"

namespace holon::model::formats {

/// The elements of each range, with the ranges in it opened, in the order of `ranges`.
[[nodiscard]] std::vector<std::vector<std::string>> opened_ranges(const std::vector<Range>& ranges);

/// The elements of an array over ranges of these names, row by row; nothing where a name is no
/// range or the array has more than `most` elements.
[[nodiscard]] std::vector<std::vector<Subscript>> elements_of_array(
    const std::vector<Range>& ranges, const std::vector<std::string>& names, std::size_t most);

/// `<dimensions>` of the file.
void write_dimensions(const std::vector<Range>& ranges, const XmilePrinter& printer, XmlText& out);

/// `<variables>` of a model or macro.
void write_variables(const Block& block, const XmilePrinter& printer, XmlText& out);

/// What Vensim says otherwise, in XMILE's way: INTEG as stocks, with flows where the equation is a
/// sum of them and else with its net flow as the equation's term; WITH LOOKUP as points of an
/// auxiliary; ranges on the left as dimensions; functions of the same meaning by XMILE's names; a
/// macro's value as its equation.
[[nodiscard]] Script in_xmile_terms(Script script);

/// The other way round. Names that need quotes in Vensim have them.
[[nodiscard]] Script in_vensim_terms(Script script);

}  // namespace holon::model::formats
