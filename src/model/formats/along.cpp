// SPDX-License-Identifier: Apache-2.0
#include "model/formats/along.h"

namespace holon::model::formats {

Along along_last(Call& c, std::size_t argument) {
  Along out;
  const auto& term = *c.term().arguments[argument];
  const auto& ranges = c.builder().ranges();
  if (term.subscripts.empty()) {
    c.refuse("this argument must be an array", "give it subscripts, the last one a range");
    return {{c.at()}, 0};
  }
  const auto range = ranges.find(term.subscripts.back().name);
  if (!range) {
    c.refuse("the last subscript of this argument must be a range",
             "the function runs over the elements of that range");
    return {{c.at()}, 0};
  }
  for (const auto element : ranges[*range].elements) {
    auto place = c.at();
    for (auto& bound : place.bound) {
      if (bound.range == *range) bound.element = element;
    }
    place.bound.push_back({*range, element, false});
    out.places.push_back(std::move(place));
  }
  // the element bound here, perhaps under another range's name
  for (const auto& bound : c.at().bound) {
    auto element = bound.range == *range ? std::optional(bound.element)
                                         : ranges.mapped(bound.range, bound.element, *range);
    if (!element && ranges[*range].position(bound.element)) element = bound.element;
    if (element) out.here = ranges[*range].position(*element).value_or(out.here);
  }
  return out;
}

std::vector<Expr> values_along(Call& c, const Along& along, std::size_t argument) {
  std::vector<Expr> out;
  for (const auto& place : along.places)
    out.push_back(c.builder().translate(c.term().arguments[argument], place));
  return out;
}

}  // namespace holon::model::formats
