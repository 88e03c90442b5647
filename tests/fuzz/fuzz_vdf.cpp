// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a run of Vensim or refused; every series has as many times as values.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "model/formats/vdf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file =
      holon::model::formats::read_vdf({reinterpret_cast<const char*>(data), size}, {"level"});
  if (!file) return 0;
  for (const auto& series : file->data.series()) {
    if (series.times.size() != series.values.size()) std::abort();
    if (file->data.find(series.name) == nullptr) std::abort();
  }
  return 0;
}
