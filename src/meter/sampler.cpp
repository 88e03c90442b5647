// SPDX-License-Identifier: Apache-2.0
#include "meter/sampler.h"

#include <algorithm>
#include <chrono>
#include <exception>

namespace holon::meter {

Sampler::Sampler(double period_s, std::function<void()> on_tick) : on_tick_(std::move(on_tick)) {
  tick();
  thread_ = std::thread([this, period_s] { run(period_s); });
}

Sampler::~Sampler() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
  tick();
}

void Sampler::run(double period_s) {
  using Clock = std::chrono::steady_clock;
  const auto period =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(period_s));
  std::unique_lock lock(mutex_);
  auto next = Clock::now() + period;
  while (!wake_.wait_until(lock, next, [this] { return stop_; })) {
    tick_once();
    // ticks that were slept through are not made up for
    next = std::max(next + period, Clock::now());
  }
}

// with the lock held
void Sampler::tick_once() {
  if (!fault_.empty()) return;
  try {
    on_tick_();
  } catch (const std::exception& failure) {
    fault_ = failure.what();
  }
}

void Sampler::tick() {
  const std::lock_guard lock(mutex_);
  tick_once();
}

void Sampler::between_ticks(const std::function<void()>& work) {
  const std::lock_guard lock(mutex_);
  work();
}

std::string Sampler::fault() {
  const std::lock_guard lock(mutex_);
  return fault_;
}

}  // namespace holon::meter
