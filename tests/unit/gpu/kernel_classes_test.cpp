// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

/// The class of a kernel by its name alone.
std::string class_of(const std::string& name, const KernelClasses& classes = built_in_classes()) {
  Timeline timeline;
  timeline.kernels.resize(1);
  timeline.kernels[0].name = name;
  classify(timeline, classes);
  return timeline.kernels[0].kernel_class;
}

TEST(KernelClasses, KnowNamesMangledOrNot) {
  EXPECT_EQ(class_of("void RNN_blockPersist_fp_GRU<float, float, float, 128>(int)"),
            "persistent_rnn");
  EXPECT_EQ(class_of("_Z23RNN_blockPersist_fp_GRUIfffLi128EEvPKT_PT0_S2_PS0_PKS3_S2_S5_iiiiii"),
            "persistent_rnn");
  EXPECT_EQ(class_of("_Z18persistRNN_addBiasIffEv14cudnnRNNMode_tiiPT_S2_"), "element_wise");
  EXPECT_EQ(class_of("maxwell_fp16_sgemm_fp16_128x32_nn"), "gemm");
  EXPECT_EQ(class_of("nvjet_tst_128x64_64x8_2x1_v_bz_TNT"), "gemm");
  EXPECT_EQ(class_of("Cijk_Ailk_Bljk_HHS_BH_MT128x128x16"), "gemm");
  EXPECT_EQ(class_of("void elemWiseRNNcell<float, float>(int)"), "element_wise");
  EXPECT_EQ(class_of("void at::native::vectorized_elementwise_kernel<4, AddFunctor>(int)"),
            "element_wise");
  EXPECT_EQ(class_of("void at::native::elementwise_kernel<128, direct_copy_kernel_cuda>(int)"),
            "copy");
  EXPECT_EQ(class_of("void implicit_convolve_sgemm<float>(int)"), "convolution");
  EXPECT_EQ(class_of("void at::native::reduce_kernel<512>(int)"), "reduction");
  EXPECT_EQ(class_of("laplacian_kernel(double*)"), "other");
}

TEST(KernelClasses, PatternsHaveStarsAndNoCase) {
  EXPECT_TRUE(fits("ab*ef*", "xxabcdefx"));
  EXPECT_TRUE(fits("", "x"));
  EXPECT_FALSE(fits("ab*ab", "xabx"));
  EXPECT_FALSE(fits("abc", "ab"));
  EXPECT_EQ(class_of("MY_SGEMM"), "gemm");
}

TEST(KernelClasses, OfAFileComeBeforeTheBuiltInOnes) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "rdasim_kernel_classes_test.json";
  std::ofstream(file)
      << R"({"classes": [{"class": "mine", "any": ["laplac*kernel", "volta_sgemm"]}]})";
  const KernelClasses classes = load_classes(file);
  EXPECT_EQ(class_of("laplacian_kernel(double*)", classes), "mine");
  EXPECT_EQ(class_of("volta_sgemm_128x64_nn", classes), "mine");
  EXPECT_EQ(class_of("ampere_sgemm_128x64_nn", classes), "gemm");
  std::ofstream(file) << R"({"classes": [{"class": 3}]})";
  EXPECT_THROW(load_classes(file), ConfigError);
  std::filesystem::remove(file);
}

TEST(KernelClasses, ShippedFileIsTheBuiltInTable) {
  EXPECT_EQ(read_file(RDA_SOURCE_DIR "/configs/gpu/kernel_classes.json", 1 << 20),
            to_json(built_in_classes()));
}

/// A trace of one stream: a letter a kernel. I, R: GEMMs of equal names and other grids; N: a GEMM
/// of another name; k: the second half of one; c: the end of a step; d: of one backward; p: a
/// persistent RNN; b: its bias; x: anything.
Timeline trace_of(const std::string& letters) {
  Timeline timeline;
  timeline.start_resolution_ns = 1;
  for (const char letter : letters) {
    Kernel& kernel = timeline.kernels.emplace_back();
    kernel.name = letter == 'c'   ? "elemWiseRNNcell"
                  : letter == 'd' ? "LSTM_elementWise_bp1"
                  : letter == 'p' ? "RNN_blockPersist_fp_LSTM"
                  : letter == 'q' ? "RNN_blockPersist_bp_LSTM"
                  : letter == 'b' ? "persistRNN_addBias"
                  : letter == 'N' ? "ampere_sgemm_nt"
                  : letter == 'k' ? "splitKreduce_kernel"
                  : letter == 'x' ? "unknown"
                                  : "ampere_sgemm_nn";
    if (letter == 'I') kernel.grid = Extent{80, 1, 1};
    if (letter == 'R') kernel.grid = Extent{8, 1, 1};
  }
  return timeline;
}

/// The classes of its kernels: i, r, g for input, recurrent and other GEMMs, - for the rest.
std::string gemms_in(Timeline timeline) {
  classify(timeline, built_in_classes());
  std::string letters;
  for (const Kernel& kernel : timeline.kernels)
    letters += kernel.kernel_class == kInputGemmClass       ? 'i'
               : kernel.kernel_class == kRecurrentGemmClass ? 'r'
               : kernel.kernel_class == kGemmClass          ? 'g'
                                                            : '-';
  return letters;
}

TEST(Classify, TellsInputFromRecurrentGemmsByTheStepsOfATrace) {
  EXPECT_EQ(gemms_in(trace_of("IRcRcRc")), "ir-r-r-");
  EXPECT_EQ(gemms_in(trace_of("IRcRcRcIRcRcRc")), "ir-r-r-ir-r-r-");
  EXPECT_EQ(gemms_in(trace_of("NcRcRc")), "i-r-r-");
}

TEST(Classify, LeavesGemmsThatItCannotTellApart) {
  EXPECT_EQ(gemms_in(trace_of("IRcRc")), "gg-g-");          // two steps may be an accident
  EXPECT_EQ(gemms_in(trace_of("IRcIRcIRc")), "gg-gg-gg-");  // each step multiplies its own input
  EXPECT_EQ(gemms_in(trace_of("GGcGcGc")), "gg-r-r-");  // no grid tells the first from the second
  EXPECT_EQ(gemms_in(trace_of("xRxRxR")), "-g-g-g");
  EXPECT_EQ(gemms_in(trace_of("IcRcRc")), "g-r-r-");
}

TEST(Classify, TheGemmBeforeAForwardPersistentRnnMultipliesTheInput) {
  EXPECT_EQ(gemms_in(trace_of("NxIbpIbpN")), "g-i--i--g");
  EXPECT_EQ(gemms_in(trace_of("Nxp")), "g--");
  EXPECT_EQ(gemms_in(trace_of("Iq")), "g-");
  EXPECT_EQ(gemms_in(trace_of("Ixxxp")), "g----");
}

TEST(Classify, TheSecondHalfOfAGemmIsAsTheFirst) {
  EXPECT_EQ(gemms_in(trace_of("IRkcRkcRkc")), "irr-rr-rr-");
  EXPECT_EQ(gemms_in(trace_of("Ikbp")), "ii--");
}

TEST(Classify, BackwardStepsHaveRecurrentGemmsAndNoInput) {
  EXPECT_EQ(gemms_in(trace_of("NdRdRdR")), "g-r-r-g");
}

TEST(Classify, LooksAtEachStreamByItself) {
  Timeline timeline = trace_of("IIRRccRRccRRcc");
  for (std::size_t i = 0; i < timeline.kernels.size(); ++i)
    timeline.kernels[i].stream = i % 2 ? "8" : "7";
  EXPECT_EQ(gemms_in(timeline), "iirr--rr--rr--");
}

TEST(Classify, NeedsAnOrder) {
  Timeline timeline = trace_of("IRcRcRc");
  timeline.start_resolution_ns.reset();
  EXPECT_EQ(gemms_in(timeline), "gg-g-g-");
}

TEST(Classify, NamesOfAmdAreDemangledWithoutTheirEnding) {
  Timeline timeline = trace_of("x");
  timeline.kernels[0].name = "_Z3addPfi.kd";
  classify(timeline, built_in_classes());
  EXPECT_EQ(timeline.kernels[0].demangled, "add(float*, int)");
  EXPECT_EQ(timeline.kernels[0].name, "_Z3addPfi.kd");
}

TEST(Classify, NamesThatGrowWithoutEndStayMangled) {
  std::string name = "_Z1f";  // 40 pairs in each other: 2^40 letters
  for (int i = 0; i < 40; ++i) name += "St4pairI";
  name += "1A";
  for (int i = 39; i < 79; ++i)
    name += std::string("S") + (i < 72 ? "1" : "2") +
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 36] + "_E";
  Timeline timeline = trace_of("x");
  timeline.kernels[0].name = name;
  classify(timeline, built_in_classes());
  EXPECT_EQ(timeline.kernels[0].demangled, "");
}

}  // namespace
}  // namespace rda::gpu
