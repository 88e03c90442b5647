// SPDX-License-Identifier: Apache-2.0
//
// HTTP and TLS by libcurl.
#pragma once

#include <functional>
#include <memory>

#include "electricity/http.h"

namespace holon::electricity {

/// What of an answer is read at most. [bytes], after it is unpacked
inline constexpr std::size_t kLargestAnswer = 64U << 20U;

/// Asks over the network. Answers may be packed with gzip. A redirection is followed up to five
/// times; one that carries a secret only on the same machine, and none leaves TLS.
class CurlTransport : public Transport {
 public:
  /// `is_stopped` is asked several times a second whether to give up.
  explicit CurlTransport(std::function<bool()> is_stopped);
  ~CurlTransport() override;

  HttpAnswer get(const HttpRequest& request, double limit_s) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace holon::electricity
