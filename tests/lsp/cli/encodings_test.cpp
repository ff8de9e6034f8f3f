// Files that are not UTF-8 with line feeds: read as Python and psql read them, or said, never silently empty.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Encodings : public CommandProject {
protected:
    static std::string wide(const std::string& text) {
        std::string bytes;
        for (const char letter : text) bytes += std::string(1, letter) + '\0';
        return bytes;
    }
    static std::string query(const std::string& line_end) {
        return "from supabase import create_client" + line_end + "client = create_client('http://x', 'key')" + line_end +
               "client.table('users').select('nmae').execute()" + line_end;
    }
};

TEST_F(Encodings, MigrationsInUtf16AreRead) {
    folder_.write("supabase/migrations/1.sql", "\xFF\xFE" + wide("create table users (id int, name text);\n"));
    folder_.write("a.py", query("\n"));
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("public.users has no column \"nmae\": did you mean \"name\"?"));

    folder_.write("supabase/migrations/1.sql", wide("create table users (id int, name text);\n"));
    EXPECT_EQ(run({"check"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("error: supabase/migrations/1.sql: the file holds NUL bytes"));
    EXPECT_THAT(errors(), HasSubstr("save it as UTF-8"));
}

TEST_F(Encodings, DiscoverySeesTablesInUtf16) {
    std::filesystem::remove_all(folder_ / "supabase");
    folder_.write("migrations/1.sql", "\xFF\xFE" + wide("create table users (id int, name text);\n"));
    folder_.write("a.py", query("\n"));
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Schema: migrations (1 file), 1 relation"));
}

TEST_F(Encodings, PythonInUtf16OrWithNulBytesIsNamed) {
    folder_.write("marked.py", "\xFF\xFE" + wide(query("\n")));
    folder_.write("wide.py", wide(query("\n")));
    folder_.write("nul.py", query("\n") + std::string(1000, '#') + "\n" + std::string(1, '\0'));
    folder_.write("harmless.py", "\xFF\xFE" + wide("x = 1\n"));
    EXPECT_EQ(run({"check"}), kExitNotAnalysed);
    EXPECT_THAT(out(), HasSubstr("Nothing was checked: what could concern this schema was not analysed.\n"));
    EXPECT_THAT(out(), HasSubstr("  marked.py: the file is UTF-16, which Python does not run: save it as UTF-8\n"));
    EXPECT_THAT(out(), HasSubstr("  wide.py: the file holds NUL bytes"));
    EXPECT_THAT(out(), HasSubstr("  nul.py: line 5 holds a NUL byte: Python does not run the file\n"));
    EXPECT_THAT(out(), Not(HasSubstr("harmless.py")));
}

TEST_F(Encodings, ACodingLineIsHonouredAndItsAbsenceSaid) {
    folder_.write("supabase/migrations/2.sql", "create table caf\xC3\xA9s (id int);\n");
    const std::string body = "# \xE9\n" + query("\n") + "client.table('caf\xE9s').select('id').execute()\n";
    folder_.write("said.py", "# -*- coding: latin-1 -*-\n" + body);
    folder_.write("unsaid.py", body);
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("said.py:5:31: error[unknown-column]"));
    EXPECT_THAT(out(), HasSubstr("Found 1 error"));
    EXPECT_THAT(out(), HasSubstr("unsaid.py: line 1 is not UTF-8, and no coding line says what else it is (PEP 263)"));

    EXPECT_EQ(run({"check", "--add-ignores", "said.py"}), kExitClean) << errors();
    EXPECT_EQ(folder_.read("said.py"),
              "# -*- coding: latin-1 -*-\n# \xE9\nfrom supabase import create_client\n"
              "client = create_client('http://x', 'key')\n"
              "client.table('users').select('nmae').execute()  # rowtype: ignore[unknown-column]\n"
              "client.table('caf\xE9s').select('id').execute()\n");
}

TEST_F(Encodings, CarriageReturnsAloneEndLines) {
    folder_.write("a.py", "# a comment\r" + query("\r"));
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("a.py:4:31: error[unknown-column] public.users has no column \"nmae\""));
}

}  // namespace
}  // namespace rowtype::cli
