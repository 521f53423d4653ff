// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

std::string trace(const std::string& events) {
  return R"({"schemaVersion": 1, "deviceProperties": [{"id": 0, "name": "T4", "numSms": 40}, )"
         R"({"id": 1, "name": "P4"}], "cuda_driver_version": 13010, "traceEvents": [)" +
         events + R"(], "baseTimeNanoseconds": 1775078550000000000})";
}

std::string kernel(const std::string& start, const std::string& duration,
                   const std::string& more = "") {
  return R"({"ph": "X", "cat": "kernel", "name": "k", "pid": 0, "tid": 7, "ts": )" + start +
         R"(, "dur": )" + duration +
         R"(, "args": {"device": 0, "stream": 13, "correlation": 5, "grid": [4, 106, 1], "block": [128, 1, 1])" +
         more + "}}";
}

TEST(Kineto, TimesNear2024AreExactNanoseconds) {
  const Timeline timeline = imported(trace(kernel("1712195495505583.001", "4.928") + "," +
                                           kernel("1712195495505590.004", "0.671")));
  ASSERT_EQ(timeline.kernels.size(), 2u);
  EXPECT_EQ(timeline.kernels[1].start_ns, 7003);
  EXPECT_EQ(timeline.kernels[0].duration_ns, 4928);
  EXPECT_EQ(timeline.kernels[1].duration_ns, 671);
  EXPECT_EQ(timeline.start_resolution_ns, 1);
  EXPECT_EQ(timeline.device, "T4");
  EXPECT_EQ(timeline.software, "cuda_driver_version 13010");
  EXPECT_EQ(timeline.kernels[0].grid->y, 106);
  EXPECT_EQ(timeline.kernels[0].stream, "13");
}

TEST(Kineto, WholeMicrosecondsResolveNoMore) {
  EXPECT_EQ(imported(trace(kernel("1712195495505583", "4"))).start_resolution_ns, 1000);
  EXPECT_EQ(imported(trace(kernel("1.7121954955055831e+15", "4"))).start_resolution_ns, 100);
}

TEST(Kineto, JoinsTheLaunchByCorrelation) {
  const std::string call =
      R"(,{"ph": "X", "cat": "cuda_runtime", "name": "cudaLaunchKernel", "pid": 9, "tid": 9, "ts": 90.5, "dur": 3, "args": {"correlation": 5}})";
  const Timeline timeline = imported(trace(kernel("100", "2") + call));
  EXPECT_EQ(timeline.kernels[0].launched_ns, 0);
  EXPECT_EQ(timeline.kernels[0].start_ns, 9500);
  EXPECT_EQ(timeline.kernels[0].launch, Launch::stream);
}

TEST(Kineto, KernelsOfAGraphSaySo) {
  const std::string call =
      R"(,{"ph": "X", "cat": "cuda_runtime", "name": "cudaGraphLaunch", "pid": 9, "tid": 9, "ts": 90, "dur": 3, "args": {"correlation": 5}})";
  EXPECT_EQ(imported(trace(kernel("100", "2") + call)).kernels[0].launch, Launch::graph);
  EXPECT_EQ(imported(trace(kernel("100", "2", R"(, "graph node id": 8)"))).kernels[0].launch,
            Launch::graph);
  EXPECT_EQ(imported(trace(kernel("100", "2", R"(, "graph node id": 0)"))).kernels[0].launch,
            Launch::unknown);
}

TEST(Kineto, CopiesWaitsAndAnnotationsAreNoKernels) {
  const auto row = [](const std::string& category) {
    return R"(,{"ph": "X", "cat": ")" + category +
           R"(", "name": "n", "pid": 0, "tid": 7, "ts": 101, "dur": 9, "args": {"stream": 7, "bytes": 64}})";
  };
  const Timeline timeline =
      imported(trace(kernel("100", "2") + row("gpu_memcpy") + row("gpu_memset") + row("cuda_sync") +
                     row("gpu_user_annotation") + row("cpu_op") + row("Trace")));
  EXPECT_EQ(timeline.kernels.size(), 1u);
  ASSERT_EQ(timeline.copies.size(), 2u);
  EXPECT_EQ(timeline.copies[0].bytes, 64);
  EXPECT_EQ(timeline.synchronisations.size(), 1u);
}

TEST(Kineto, OldCategoriesBeginWithCapitals) {
  const Timeline timeline = imported(
      R"({"traceEvents": [{"ph": "X", "cat": "Kernel", "name": "k", "pid": 0, "tid": 7, "ts": 5, "dur": 4, "args": {"correlation": 1}},)"
      R"({"ph": "X", "cat": "Memcpy", "name": "m", "pid": 0, "tid": 7, "ts": 15, "dur": 4},)"
      R"({"ph": "X", "cat": "Runtime", "name": "cudaLaunchKernel", "pid": 1, "tid": 1, "ts": 2, "dur": 1, "args": {"correlation": 1}},)"
      R"({"ph": "f", "cat": "async_gpu", "name": "k", "pid": 0, "tid": 7, "ts": 5, "id": 1}]})");
  EXPECT_EQ(total_ns(timeline), 4000);
  EXPECT_EQ(timeline.kernels[0].start_ns, 3000);
  EXPECT_EQ(timeline.kernels[0].stream, "7");
  EXPECT_EQ(timeline.copies.size(), 1u);
}

TEST(Kineto, BareListOfBeforeHasAProcessOfCudaFunctions) {
  const Timeline timeline = imported(
      R"([{"name": "aten::mm", "ph": "X", "ts": 1, "dur": 9, "tid": 1, "pid": "CPU functions", "args": {}},)"
      R"({"name": "sgemm", "ph": "X", "ts": 3.5, "dur": 2.25, "tid": 0, "pid": "CUDA functions", "args": {}}])");
  EXPECT_EQ(total_ns(timeline), 2250);
  EXPECT_TRUE(says(
      refusal(
          R"([{"name": "aten::mm", "ph": "X", "ts": 1, "dur": 9, "tid": 1, "pid": "CPU functions"}])"),
      "is a trace of 1 events without a kernel of a GPU"));
}

TEST(Kineto, DamageBehindTheEventsIsNoted) {
  const Timeline timeline =
      imported("{\"traceEvents\": [" + kernel("1", "2") + "], \"traceName\": \"C:\\Users\\x\"}");
  EXPECT_EQ(total_ns(timeline), 2000);
  EXPECT_TRUE(noted(timeline, "the JSON is damaged behind the events"));
}

TEST(Kineto, DamagedFilesNameThePlace) {
  EXPECT_EQ(refusal("{\"traceEvents\": [\n{\"ph\": }"),
            "f: line 2, column 8: is no JSON here (is the file cut off?)");
  EXPECT_TRUE(says(refusal(trace(kernel("1e300", "2"))),
                   "event 1: \"ts\" is no time in microseconds: 1e300"));
  EXPECT_TRUE(says(refusal(trace(kernel("1", "-2"))), "event 1 (k) ends before it begins"));
  EXPECT_TRUE(says(refusal("{\"a\": 1}"), "is JSON without events of a profiler"));
  EXPECT_TRUE(says(refusal("{\"a\": 1}\n{\"a\": 2}\n"), "is JSON without events of a profiler"));
  EXPECT_TRUE(says(refusal("{\"a\": " + std::string(200, '[')), "nested too deeply"));
}

const std::string kProcesses =
    R"({"traceEvents": [{"ph": "M", "name": "process_name", "pid": 3, "args": {"name": "/job:localhost/gpu:0 Compute"}},)"
    R"({"ph": "M", "name": "process_name", "pid": 5, "args": {"name": "/gpu:0/stream:all Compute"}},)"
    R"({"ph": "M", "name": "process_name", "pid": 7, "args": {"name": "/gpu:0/stream:12 Compute"}},)"
    R"({"ph": "M", "name": "process_name", "pid": 9, "args": {"name": "/gpu:0/memcpy Compute"}},)"
    R"({"ph": "M", "name": "process_name", "pid": 11, "args": {"name": "/gpu:0/stream:14 Compute"}})";

std::string operation(int pid, const std::string& name, int start) {
  return R"(,{"ph": "X", "cat": "Op", "name": ")" + name + R"(", "pid": )" + std::to_string(pid) +
         R"(, "tid": 0, "ts": )" + std::to_string(start) +
         R"(, "dur": 10, "args": {"name": "a", "op": "b"}})";
}

TEST(TensorFlow, CountsEachStreamOnceAndCopiesApart) {
  const Timeline timeline =
      imported(kProcesses + operation(3, "MatMul", 1) + operation(5, "MatMul", 5) +
               operation(7, "MatMul", 5) + operation(9, "MEMCPYDtoH", 30) +
               operation(11, "MEMCPYDtoH", 30) + "]}");
  ASSERT_EQ(timeline.kernels.size(), 1u);
  EXPECT_EQ(timeline.kernels[0].stream, "12");
  EXPECT_EQ(timeline.kernels[0].duration_ns, 10000);
  EXPECT_EQ(timeline.copies.size(), 1u);
  EXPECT_TRUE(noted(timeline, "operations of TensorFlow"));
}

TEST(TensorFlow, TakesAllStreamsTogetherIfNoneStandsAlone) {
  EXPECT_EQ(
      total_ns(imported(kProcesses + operation(5, "MatMul", 5) + operation(5, "Add", 25) + "]}")),
      20000);
}

std::string cpu_operator(const std::string& name, int start, int duration, int thread = 1) {
  return R"({"ph": "X", "cat": "cpu_op", "name": ")" + name + R"(", "pid": 9, "tid": )" +
         std::to_string(thread) + R"(, "ts": )" + std::to_string(start) + R"(, "dur": )" +
         std::to_string(duration) + "}";
}

Timeline of_cpu(const std::string& bytes) {
  return import_timeline(bytes, "f", nullptr, Processor::cpu);
}

TEST(CpuOperators, HaveTheTimeInWhichNoOtherRunsWithinThem) {
  const Timeline timeline = of_cpu(
      trace(cpu_operator("aten::lstm", 0, 100) + "," + cpu_operator("aten::addmm", 0, 40) + "," +
            cpu_operator("aten::view", 10, 5) + "," + cpu_operator("aten::sigmoid", 40, 20) + "," +
            cpu_operator("aten::relu", 50, 30, 2) + "," + kernel("5", "7")));
  std::map<std::string, std::int64_t> own;
  for (const Kernel& k : timeline.kernels) own[k.name] = k.duration_ns / 1000;
  EXPECT_EQ(own, (std::map<std::string, std::int64_t>{{"aten::lstm", 40},
                                                      {"aten::addmm", 35},
                                                      {"aten::view", 5},
                                                      {"aten::sigmoid", 20},
                                                      {"aten::relu", 30}}));
  EXPECT_EQ(timeline.kernels[1].kernel_class, "gemm");
  EXPECT_EQ(timeline.device, "CPU");
  EXPECT_FALSE(timeline.start_resolution_ns);
  EXPECT_TRUE(noted(timeline, "no kernels of a GPU"));
}

TEST(CpuOperators, OneThatBeginsWhenAnotherEndsIsNotWithinIt) {
  EXPECT_EQ(of_cpu(trace(cpu_operator("a", 0, 10) + "," + cpu_operator("b", 10, 5)))
                .kernels[0]
                .duration_ns,
            10000);
  EXPECT_EQ(of_cpu(trace(cpu_operator("a", 0, 10) + "," + cpu_operator("b", 9, 1)))
                .kernels[0]
                .duration_ns,
            9000);
}

TEST(CpuOperators, AreNeededIfTheyAreAskedFor) {
  EXPECT_THROW(of_cpu(trace(kernel("5", "7"))), ConfigError);
  EXPECT_THROW(of_cpu("Start (ns),Duration (ns),Name\n1,2,k\n"), ConfigError);
  EXPECT_TRUE(says(refusal(trace(cpu_operator("a", 0, 10))), "--cpu-operators"));
}

}  // namespace
}  // namespace rda::gpu
