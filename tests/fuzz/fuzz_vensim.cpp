// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a model file of Vensim or one that is refused; what was read can be written, reads
// back, and is then written the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/formats/vensim.h"

namespace {

holon::base::Result<holon::model::formats::Script> read(std::string text) {
  return holon::model::formats::read_vensim(
      std::make_shared<const holon::base::SourceText>("fuzz", std::move(text)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLongest = 20'000;
  if (size > kLongest) return 0;
  const auto script = read(std::string(reinterpret_cast<const char*>(data), size));
  if (!script) {
    for (const auto& diagnostic : script.error())
      static_cast<void>(holon::base::render(diagnostic, false));
    return 0;
  }
  const auto written = holon::model::formats::write_vensim(*script);
  const auto again = read(written);
  // brackets that writing adds may reach the deepest nesting; nothing else may be refused
  if (!again) {
    const bool is_deep = again.error().front().code == holon::base::Code::vensim_too_deep;
    return is_deep ? 0 : (std::abort(), 0);
  }
  if (holon::model::formats::write_vensim(*again) != written) std::abort();
  return 0;
}
