// A small project in a folder of its own, and whole commands run on it inside this process.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "lsp/cli/cli.h"
#include "tests/lsp/cli/captured_console.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::cli {

class CommandProject : public ::testing::Test {
protected:
    CommandProject() : before_(std::filesystem::current_path()) {
        for (const char* name : {"DATABASE_URL", "SUPABASE_DB_URL", "PGSERVICE", "PGHOST", "PGDATABASE", "CLICOLOR_FORCE", "CI"})
            ::unsetenv(name);
        std::filesystem::current_path(folder_.path());
        folder_.make_folder(".git");
        folder_.write("supabase/migrations/1.sql",
                      "create table users (id bigint primary key, name text not null, nick text);\n"
                      "create table orders (id bigint primary key, user_id bigint not null references users (id));\n");
    }
    ~CommandProject() override {
        ::unsetenv("CI");
        std::filesystem::current_path(before_);
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
    std::filesystem::path before_;
};

}  // namespace rowtype::cli
