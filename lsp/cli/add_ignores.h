// `check --add-ignores`: comments for what was found, instead of a report.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/engine/engine.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "lsp/workspace/project_check.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

// Gathers what is to be written, one configuration after the other, then writes it or says what it would write.
class IgnoreWriter {
public:
    // `fail_on` is that of the configuration, unless the options have one.
    void gather(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request, const CheckOptions& options,
                workspace::WorkerPool& pool);

    // Gives the exit code: 1 where findings at the fail level are left that no comment can excuse, or with --diff where
    // something would change.
    int finish(const CheckOptions& options, Console& console) const;

private:
    struct Change {
        std::string file;    // absolute
        std::string root;    // of its configuration
        std::string before;  // the text that was checked
        workspace::PythonEncoding encoding = workspace::PythonEncoding::Utf8;
        engine::IgnoredFindings ignored;
    };

    void add_left(const workspace::CheckedFile& file, const std::vector<findings::Finding>& findings, findings::Severity lowest,
                  findings::Severity fail_on);
    [[nodiscard]] std::string failed_lines(const WrittenTexts& written) const;
    [[nodiscard]] std::string described() const;
    [[nodiscard]] std::string left_lines() const;

    std::vector<Change> changes_;
    std::size_t lines_ = 0;
    std::size_t excused_ = 0;
    std::vector<std::string> left_;  // findings that no comment excuses: where and why
    bool fails_ = false;             // one of them is at the fail level
};

}  // namespace rowtype::cli
