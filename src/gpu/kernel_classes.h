// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/timeline.h"
#include "rda/describe.h"

namespace rda::gpu {

/// Class of a kernel whose name no pattern fits.
inline constexpr std::string_view kOtherClass = "other";
/// GEMMs of which neither name nor place says what they multiply; and those of which the place
/// does.
inline constexpr std::string_view kGemmClass = "gemm";
inline constexpr std::string_view kInputGemmClass = "input_gemm";
inline constexpr std::string_view kRecurrentGemmClass = "recurrent_gemm";
inline constexpr std::string_view kPersistentClass = "persistent_rnn";
inline constexpr std::string_view kElementWiseClass = "element_wise";

/// A class of kernels, by name.
struct KernelClass {
  std::string name;              ///< key "class"
  std::vector<std::string> any;  ///< patterns: a part of the name, in any case; * for any letters
  bool ends_step = false;        ///< kernels at the end of a time step of an RNN, after its GEMM
  static void describe(auto& self, auto& visit) {
    visit("class", self.name, Doc{"name of the class; several rows may have the same"});
    visit("any", self.any,
          Doc{"parts of kernel names, mangled or not, upper case as lower case; * stands for any "
              "letters; a kernel has the class of the first row of which a pattern fits"});
    visit("ends_step", self.ends_step,
          Doc{"kernels that end a time step of an RNN: between two of them is a recurrent GEMM"});
  }
};

/// Classes of kernels in order: the first one that fits counts.
struct KernelClasses {
  std::vector<KernelClass> classes;
  static void describe(auto& self, auto& visit) {
    visit("classes", self.classes, Doc{"classes of kernels, by name"});
  }
};

/// The classes that RDASim knows; configs/gpu/kernel_classes.json holds the same.
const KernelClasses& built_in_classes();
/// The classes of a file, and after them the built-in ones. @throws ConfigError  as json::read()
KernelClasses load_classes(const std::filesystem::path& file);
std::string to_json(const KernelClasses& classes);

/// Whether a name has a part that the pattern fits. Requires both in lower case.
bool fits(std::string_view pattern, std::string_view name);

/// Whether a kernel's name, mangled or not, has such a part; upper case as lower case.
bool is_named(const Kernel& kernel, std::string_view pattern);

/// Sets names without mangling and classes of all kernels. In a trace with start times, the order
/// within a stream tells GEMMs apart: one that stands alone between two kernels that end a step is
/// recurrent, in a run of three steps or more. In a forward run, an equal one (name, grid) before
/// the first step is recurrent too, and the one before these multiplies the input, as does the one
/// before a forward persistent RNN and its bias. All other GEMMs stay "gemm".
void classify(Timeline& timeline, const KernelClasses& classes);

}  // namespace rda::gpu
