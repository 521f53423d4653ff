// SPDX-License-Identifier: Apache-2.0
#include "gpu/kernel_classes.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/file.h"
#include "json/reader.h"
#include "json/text_writer.h"

namespace rda::gpu {
namespace {

constexpr std::size_t kMostClassBytes = std::size_t{1} << 20;

KernelClasses made_classes() {
  const std::string gemm(kGemmClass), element_wise(kElementWiseClass);
  return {{
      {element_wise,
       {"elemWiseRNNcell", "LSTM_elementWise", "GRU_elementWise", "RNN_elementWise", "lstm_cell_",
        "gru_cell_", "LSTMFwdHidUpdate", "GRUFwdHidUpdate"},
       true},
      {element_wise, {"addBias", "add_bias", "bias_add", "biasAdd"}},
      {std::string(kPersistentClass),
       {"RNN_blockPersist", "RNN_persist", "persistRNN", "persist_rnn", "persistent_rnn",
        "persistentRNN", "LSTM_persist", "GRU_persist"}},
      {"copy",
       {"CatArrayBatchedCopy", "direct_copy_kernel", "copy_device_to_device", "nchwToNhwc",
        "nhwcToNchw", "transpose", "permute", "rocclr_copyBuffer", "rocclr_fillBuffer",
        "FillFunctor", "memcpy", "memset"}},
      {"convolution",
       {"conv2d", "scudnn", "convolve", "convolution", "fprop", "dgrad", "wgrad", "winograd",
        "fft2d"}},
      {gemm,
       {"gemm", "gemv", "splitKreduce", "cutlass", "nvjet_", "xmma_", "Cijk_", "matmul", "mul_mat",
        "aten::addmm", "aten::mm", "aten::bmm", "aten::mkldnn_linear"}},
      {element_wise,
       {"elementwise", "element_wise", "elemWise", "pointwise", "OpTensorKernel", "activation_fw",
        "activation_bw", "unary_op", "binary_op", "bin_bcast", "dropout", "multi_tensor_apply",
        "RNN_bidirectional_accum", "aten::sigmoid", "aten::tanh", "aten::relu", "aten::add",
        "aten::sub", "aten::mul"}},
      {"reduction",
       {"reduce", "softmax", "batch_norm", "layer_norm", "layernorm", "rms_norm", "cudnn::bn_"}},
  }};
}

}  // namespace

const KernelClasses& built_in_classes() {
  static const KernelClasses classes = made_classes();
  return classes;
}

KernelClasses load_classes(const std::filesystem::path& file) {
  KernelClasses classes =
      json::read<KernelClasses>(read_file(file, kMostClassBytes), file.string());
  const std::vector<KernelClass>& more = built_in_classes().classes;
  std::ranges::copy(more, std::back_inserter(classes.classes));
  return classes;
}

std::string to_json(const KernelClasses& classes) { return json::write(classes); }

bool fits(std::string_view pattern, std::string_view name) {
  while (true) {
    const std::size_t star = pattern.find('*');
    const std::string_view part = pattern.substr(0, star);
    const std::size_t at = name.find(part);
    if (at == name.npos) return false;
    if (star == pattern.npos) return true;
    name.remove_prefix(at + part.size());
    pattern.remove_prefix(star + 1);
  }
}

}  // namespace rda::gpu
