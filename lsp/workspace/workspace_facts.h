// The facts of other modules of the workspace: base classes, constants and clients that a file imports.
//
// Thread: any; a module is parsed once, by the thread that asks first.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "analysis/binding/context.h"

namespace rowtype::workspace {

class WorkspaceFacts final : public binding::FactsProvider {
public:
    // `root`: the configuration's folder, absolute; paths of importing files are relative to it. Nothing outside it, or
    // outside the folders beside an importing file, is read.
    explicit WorkspaceFacts(std::string root);
    ~WorkspaceFacts() override;

    // Modules are looked for as Python would with the root, its src folder or any folder from the root down to the importing
    // file on its path: name.py, name.pyi, name/__init__.py. For `from a import b` the file of a.b where there is one, else
    // that of a. Null where there is no such file (a library) or it could not be analysed.
    std::shared_ptr<const facts::FileFacts> module_facts(const std::string& importing_file, const facts::Import& import) override;
    [[nodiscard]] std::uint64_t generation() const override;

    // The file that an import leads to, relative to the root; empty where there is none. Reads no file.
    [[nodiscard]] std::string module_file(const std::string& importing_file, const facts::Import& import) override;

    // An open document's text stands for the file (relative path) until it is withdrawn.
    void set_text(const std::string& path, std::string text);
    void withdraw_text(const std::string& path);
    // The file, or one whose existence was looked up, changed on disk.
    void forget(const std::string& path);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowtype::workspace
