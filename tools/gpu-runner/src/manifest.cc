#include "manifest.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

namespace jamnet_runner {
namespace {

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "gpu_runner: " << what << "\n";
  std::exit(2);
}

std::vector<uint8_t> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

Manifest ReadManifest(const std::string& folder) {
  const std::string path = folder + "/manifest.txt";
  std::ifstream file(path);
  if (!file) Fail("cannot read " + path);
  Manifest manifest;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string word, name;
    words >> word;
    if (word == "kernel") {
      words >> name;
      manifest.kernel = ReadFile(folder + "/" + name);
    } else if (word == "empty") {
      words >> name;
      manifest.empty_kernel = ReadFile(folder + "/" + name);
    } else if (word == "key") {
      words >> name;
      manifest.keys.push_back(name);
    } else if (word == "batch") {
      Batch batch;
      words >> batch.lines >> name;
      batch.text = ReadFile(folder + "/" + name);
      manifest.batches.push_back(std::move(batch));
    } else if (word == "bind" && !manifest.batches.empty()) {
      Binding binding;
      words >> name;
      if (name == "text") {
        binding.role = Binding::Role::kText;
      } else if (name == "records") {
        binding.role = Binding::Role::kRecords;
      } else if (name == "table") {
        binding.role = Binding::Role::kTable;
        words >> name;
        binding.table = ReadFile(folder + "/" + name);
      } else if (name == "columns") {
        binding.role = Binding::Role::kColumns;
        ColumnShape& shape = manifest.batches.back().shape;
        words >> binding.bytes >> shape.keys >> shape.stride >> shape.kind_words >> std::hex >> shape.checksum;
      } else {
        Fail(path + ": bind " + name);
      }
      manifest.batches.back().bindings.push_back(std::move(binding));
    } else if (!word.empty()) {
      Fail(path + ": " + line);
    }
  }
  return manifest;
}

}  // namespace jamnet_runner
