// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are an XMILE file or one that is refused; what was read can be written and reads back.
// Writing comes to rest after one round: what two variables of one name say may be joined in it.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/formats/xmile.h"

namespace {

holon::base::Result<holon::model::formats::Script> read(std::string text) {
  return holon::model::formats::read_xmile(
      std::make_shared<const holon::base::SourceText>("fuzz", std::move(text)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLongest = 20'000;
  if (size > kLongest) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto script = read(text);
  if (!script) {
    for (const auto& diagnostic : script.error())
      static_cast<void>(holon::base::render(diagnostic, false));
    return 0;
  }
  // what XML cannot hold, such as control characters, is not kept
  const auto is_odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
  if (std::any_of(text.begin(), text.end(), is_odd)) return 0;
  const auto written = holon::model::formats::write_xmile(*script);
  const auto again = read(written);
  // brackets that writing adds may reach the deepest nesting; nothing else may be refused
  if (!again) {
    const bool is_deep = again.error().front().message.find("deeper") != std::string::npos;
    return is_deep ? 0 : (std::abort(), 0);
  }
  const auto rewritten = holon::model::formats::write_xmile(*again);
  const auto third = read(rewritten);
  if (third && holon::model::formats::write_xmile(*third) != rewritten) std::abort();
  return 0;
}
