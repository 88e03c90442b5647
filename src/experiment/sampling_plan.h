// SPDX-License-Identifier: Apache-2.0
//
// How the members of an ensemble are spread over what is uncertain.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program.h"
#include "model/model.h"
#include "quantity/uniforms.h"

namespace holon::experiment {

/// An independent source of randomness of a model: an uncertain input, a cause that several share,
/// or the choice between rival models.
using Factor = quantity::Source;

/// Every factor of the model's inputs, in the order of the inputs, each once.
[[nodiscard]] std::vector<Factor> factors_of(const model::Model& model);

/// Those that the program draws.
[[nodiscard]] std::vector<Factor> factors_of(const model::Model& model,
                                             const engine::Program& program);

enum class SamplingPlan {
  random,  ///< independent: any number of members, errors fall as 1/sqrt(members)
  latin,   ///< Latin hypercube: every factor alone is spread evenly over the members
  sobol,   ///< scrambled Sobol' points: all factors together, best for powers of two
};

[[nodiscard]] std::optional<SamplingPlan> parse_sampling_plan(std::string_view word);

/// The uniforms of a plan for `members` members. Each factor is one dimension of the plan, in this
/// order; every other stream, and dimensions from 3667 on of Sobol' points, are random. Pure
/// functions of (seed, stream and its place among the factors, member).
///
/// Latin hypercube: u = (permutation(member) + v) / members (McKay, Beckman, Conover, Technometrics
/// 21, 1979). Sobol' points: direction numbers of Joe and Kuo (SIAM J. Sci. Comput. 30, 2008) with
/// a random linear scrambling and a digital shift (Matousek, J. Complexity 14, 1998), 52 bits.
[[nodiscard]] std::shared_ptr<const quantity::Uniforms> uniforms_of(
    SamplingPlan plan, std::uint64_t seed, std::uint64_t members,
    std::span<const base::Stream> factors);

[[nodiscard]] std::shared_ptr<const quantity::Uniforms> uniforms_of(
    SamplingPlan plan, std::uint64_t seed, std::uint64_t members,
    const std::vector<Factor>& factors);

}  // namespace holon::experiment
