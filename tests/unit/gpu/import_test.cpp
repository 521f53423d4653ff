// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

const std::string kSummary = "Time (%),Total Time (ns),Instances,Name\n100.0,7,2,k\n";

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string bytes(1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  return bytes;
}

std::string utf16(const std::string& text) {
  std::string bytes = "\xff\xfe";
  for (const char c : text) bytes += std::string{c, '\0'};
  return bytes;
}

TEST(Import, ReadsGzipAlsoInSeveralMembers) {
  EXPECT_EQ(total_ns(imported(gzipped(kSummary))), 7);
  EXPECT_EQ(total_ns(imported(gzipped(kSummary) + gzipped("50.0,6,1,g\n"))), 13);
}

TEST(Import, RefusesGzipThatIsCutOffOrDamaged) {
  std::string bytes = gzipped(kSummary);
  EXPECT_EQ(refusal(bytes.substr(0, bytes.size() - 9)), "f: is compressed by gzip and cut off");
  bytes[14] = static_cast<char>(bytes[14] ^ 0x55);
  EXPECT_TRUE(says(refusal(bytes), "is compressed by gzip and"));
}

TEST(Import, ReadsWhatWindowsMakesOfATable) {
  std::string text = kSummary;
  for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) text.insert(at, "\r");
  EXPECT_EQ(total_ns(imported(text)), 7);
  EXPECT_EQ(imported(text).kernels[0].name, "k");
  EXPECT_EQ(total_ns(imported(utf16(text))), 7);
  EXPECT_EQ(total_ns(imported("\xef\xbb\xbf" + text)), 7);
  EXPECT_EQ(
      total_ns(imported("Time (%);Total Time (ns);Instances;Name\n\"100,0\";7;2;k(int; int)\n")),
      7);
}

TEST(Import, ReadsTablesWithTabs) {
  const Timeline timeline =
      imported("Time (%)\tTotal Time (ns)\tInstances\tName\n100.0\t1,234\t2\tk(int, int)\n");
  EXPECT_EQ(total_ns(timeline), 1234);
  EXPECT_EQ(timeline.kernels[0].name, "k(int, int)");
}

TEST(Import, RefusesWhatHasNoKernelsByName) {
  EXPECT_TRUE(says(refusal(""), "f: is empty"));
  EXPECT_TRUE(says(refusal("forward_0,77760\nforward_0,4192\n"),
                   "f: has no heading of a known profiler; it begins with forward_0,77760"));
  EXPECT_TRUE(
      says(refusal("      Times\n-----\n    type    hidden   N     timesteps   precision   "
                   "fwd_time (usec)   bwd_inputs_time (usec)\n lstm 512 16 25 float 813 2\n"),
           "is a published table of results (DeepBench text)"));
  EXPECT_TRUE(says(
      refusal(
          "[-------- op='LSTM' ---------]\n      |  1.11\n1 threads: -----\n x=(1, 2)  |  13.0\n"),
      "is a published table of results (torch.utils.benchmark)"));
  EXPECT_TRUE(
      says(refusal("\"Start\",\"Duration\",\"Name\",\"Result\"\n"), "is a trace of host calls"));
}

TEST(Import, SaysHowToExportWhatIsClosed) {
  EXPECT_THROW(
      {
        try {
          import_timeline(std::string("\x01\0\x02", 3), "a.nsys-rep");
        } catch (const ConfigError& error) {
          EXPECT_TRUE(says(error.what(), "nsys export --type sqlite"));
          throw;
        }
      },
      ConfigError);
  EXPECT_TRUE(says(refusal(std::string("\x01\0\x02", 3)), "is no text, no JSON and no SQLite"));
}

TEST(Import, MessagesAreOneLineOfTextWhateverTheFileHolds) {
  const std::string message =
      refusal("Time (%),Total Time (ns),Instances,Name\n1,\x01\xff\x1b[31m,1,k\n");
  EXPECT_TRUE(says(message, "line 2"));
  for (const char c : message) EXPECT_GE(c, ' ');
}

TEST(Import, NamesThatAreNotUtf8AreEscaped) {
  const Timeline timeline = imported("Time (%),Total Time (ns),Instances,Name\n100.0,7,2,k\xff\n");
  EXPECT_EQ(timeline.kernels[0].name, "k\\xff");
}

TEST(Import, RefusesTimesWhoseSumDoesNotFit) {
  const std::string row = "100.0,1500000000000000000,1,k\n";
  EXPECT_TRUE(says(refusal("Time (%),Total Time (ns),Instances,Name\n" + row + row),
                   "its times add up to more than 70 years"));
}

TEST(Import, ReadsItsOwnFormAgainAsTheSame) {
  Timeline timeline = imported(kSummary);
  timeline.measured.cell = "lstm";
  timeline.measured.hidden = 512;
  const std::string text = to_json(timeline);
  const Timeline again = imported(text);
  EXPECT_EQ(to_json(again), text);
  EXPECT_EQ(again.measured.hidden, 512);
  EXPECT_EQ(again.source, "f");
  EXPECT_EQ(again.format, "Nsight Systems, cuda_gpu_kern_sum");
}

TEST(Import, RefusesItsOwnFormOfAnotherVersionOrWithBadValues) {
  EXPECT_TRUE(says(refusal("{\"timeline\": \"2\", \"kernels\": []}"), "f#/timeline: "));
  EXPECT_TRUE(
      says(refusal("{\"timeline\": \"1\", \"kernels\": []}"), "f#/kernels: there is no kernel"));
  EXPECT_TRUE(says(refusal("{\"timeline\": \"1\", \"kernels\": [{\"duration_ns\": -1}]}"),
                   "f#/kernels/0/duration_ns: -1 is out of range"));
}

TEST(Import, LoadsAFileOfItsOwnFormAlone) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "rdasim_timeline_test.json";
  std::ofstream(file) << to_json(imported(kSummary));
  EXPECT_EQ(total_ns(load_timeline(file)), 7);
  EXPECT_EQ(total_ns(import_timeline(file)), 7);
  std::ofstream(file) << "{\"traceEvents\": []}";
  EXPECT_THROW(load_timeline(file), ConfigError);
  std::filesystem::remove(file);
  EXPECT_THROW(import_timeline(file), ConfigError);
}

}  // namespace
}  // namespace rda::gpu
