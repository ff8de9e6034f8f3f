// A small project in a folder of its own, and whole commands run on it inside this process.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "lsp/cli/cli.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/redaction.h"
#include "tests/lsp/cli/captured_console.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::cli {

// A repository without a file, in which the process stands; no variable of the machine that runs the test counts.
class EmptyProject : public ::testing::Test {
protected:
    EmptyProject() : before_(std::filesystem::current_path()) {
        forget_variables();
        std::filesystem::current_path(folder_.path());
        folder_.make_folder(".git");
    }
    ~EmptyProject() override {
        std::filesystem::current_path(before_);
        forget_variables();
        workspace::forget_secrets();
        EXPECT_TRUE(workspace::log::configure({workspace::log::Level::Off, "", false}).ok());
    }

    int run(std::vector<std::string> arguments) {
        console_.output.clear();
        console_.errors.clear();
        std::vector<const char*> pointers = {"rowtype"};
        for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
        return cli::run(static_cast<int>(pointers.size()), pointers.data(), console_, hooks_);
    }
    [[nodiscard]] const std::string& out() const { return console_.output; }
    [[nodiscard]] const std::string& errors() const { return console_.errors; }

    // A module with a client and these lines.
    void write_module(const std::string& file, const std::string& lines) {
        folder_.write(file, "from supabase import create_client\nclient = create_client('http://x', 'key')\n" + lines);
    }
    [[nodiscard]] bool exists(const std::string& file) const { return std::filesystem::exists(folder_.path() + "/" + file); }

    testing::TemporaryFolder folder_;
    testing::CapturedConsole console_;
    Hooks hooks_;

private:
    static void forget_variables() {
        for (const char* name : {"DATABASE_URL", "SUPABASE_DB_URL", "PGSERVICE", "PGHOST", "PGDATABASE", "CLICOLOR_FORCE", "CI",
                                 "ROWTYPE_DB_PROGRAM"})
            ::unsetenv(name);
    }

    std::filesystem::path before_;
};

// With a schema of two tables.
class CommandProject : public EmptyProject {
protected:
    CommandProject() {
        folder_.write("supabase/migrations/1.sql",
                      "create table users (id bigint primary key, name text not null, nick text);\n"
                      "create table orders (id bigint primary key, user_id bigint not null references users (id));\n");
    }
};

}  // namespace rowtype::cli
