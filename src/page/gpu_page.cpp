// SPDX-License-Identifier: Apache-2.0
#include "page/gpu_page.h"

#include <utility>

#include "json/schema.h"
#include "rda/report.h"

namespace rda::page {

GpuPage make_gpu_page(beside::Beside beside, std::string command) {
  GpuPage page;
  page.simulator_version = version();
  page.simulator_commit = commit();
  page.command = std::move(command);
  page.beside = std::move(beside);
  return page;
}

std::string gpu_page_schema() { return json::schema<GpuPage>("gpu-page"); }

}  // namespace rda::page
