// SPDX-License-Identifier: Apache-2.0
#include "findings/plain_name.h"

#include <string_view>

namespace holon::findings {

std::string plain_name(const std::string& name) {
  for (const std::string_view block : {"feedback.", "life cycle."}) {
    if (name.starts_with(block)) return name.substr(block.size());
  }
  return name;
}

}  // namespace holon::findings
