// SPDX-License-Identifier: Apache-2.0
//
// Ticks beside whoever is measured: a thread of its own, for programs that measure themselves.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace holon::meter {

/// Calls `on_tick` at once, then every period until it is destroyed, then once more. What a tick
/// throws ends the ticks and is told by `fault`; the program goes on.
class Sampler {
 public:
  Sampler(double period_s, std::function<void()> on_tick);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// Runs `work` between two ticks: it may look at what the ticks write.
  void between_ticks(const std::function<void()>& work);

  /// An extra tick, as at the edge of a window.
  void tick();

  [[nodiscard]] std::string fault();

 private:
  void run(double period_s);
  void tick_once();

  std::function<void()> on_tick_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::string fault_;
  std::thread thread_;
};

}  // namespace holon::meter
