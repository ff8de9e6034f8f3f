#include "analysis/codegen/import_edits.h"

#include <gtest/gtest.h>

#include "tests/analysis/fixes/support.h"

namespace rowtype::codegen {
namespace {

using test::applied;
using test::BoundFile;

const std::vector<ImportedName> kUuidAndDate = {{"uuid", "UUID"}, {"datetime", "date"}};

std::string imported(const std::string& python, const std::vector<ImportedName>& imports = kUuidAndDate) {
    const BoundFile file(python, "CREATE TABLE users (id bigint);");
    return applied(file.text(), import_edits(file.facts(), file.text(), imports));
}

TEST(ImportEdits, NothingForNamesThatAreThere) {
    const std::string python = "from uuid import UUID\nfrom datetime import date as d\n\nx = 1\n";
    EXPECT_EQ(imported(python), python);
}

TEST(ImportEdits, ExtendAnImportOfTheSameModule) {
    EXPECT_EQ(imported("from uuid import uuid4\nfrom datetime import date\n"),
              "from uuid import uuid4, UUID\nfrom datetime import date\n");
    EXPECT_EQ(imported("from uuid import (\n    uuid4,\n    uuid5,  # five\n)\nfrom datetime import date\n"),
              "from uuid import (\n    uuid4,\n    uuid5,\n    UUID,  # five\n)\nfrom datetime import date\n");
    EXPECT_EQ(imported("from uuid import (uuid4)\nfrom datetime import date\n"),
              "from uuid import (uuid4, UUID)\nfrom datetime import date\n");
    EXPECT_EQ(imported("from uuid import uuid4 as u\nfrom datetime import date\n"),
              "from uuid import uuid4 as u, UUID\nfrom datetime import date\n");
}

TEST(ImportEdits, StandBehindTheLastImportOfTheHead) {
    EXPECT_EQ(
        imported("\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\n\n\nclass A:\n    pass\n\n\nimport late\n"),
        "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\nfrom datetime import date\nfrom uuid import UUID\n"
        "\n\nclass A:\n    pass\n\n\nimport late\n");
    EXPECT_EQ(imported("import os\r\nx = 1\r\n"), "import os\r\nfrom datetime import date\r\nfrom uuid import UUID\r\nx = 1\r\n");
    EXPECT_EQ(imported("import os"), "import os\nfrom datetime import date\nfrom uuid import UUID\n");
    EXPECT_EQ(imported("import os; import sys\nx = 1\n"),
              "import os; import sys\nfrom datetime import date\nfrom uuid import UUID\nx = 1\n");
}

TEST(ImportEdits, StandBehindTheDocstringWhereThereIsNoImport) {
    EXPECT_EQ(imported("class A:\n    pass\n"), "from datetime import date\nfrom uuid import UUID\n\nclass A:\n    pass\n");
    EXPECT_EQ(imported("#!/usr/bin/env python\n# coding: utf-8\n\"\"\"Doc.\n\nMore.\n\"\"\"\n\nclass A:\n    pass\n"),
              "#!/usr/bin/env python\n# coding: utf-8\n\"\"\"Doc.\n\nMore.\n\"\"\"\nfrom datetime import date\nfrom uuid import "
              "UUID\n\n"
              "\nclass A:\n    pass\n");
    EXPECT_EQ(imported("\xEF\xBB\xBF"
                       "class A:\n    pass\n"),
              "\xEF\xBB\xBF"
              "from datetime import date\nfrom uuid import UUID\n\nclass A:\n    pass\n");
}

TEST(ImportEdits, LeaveConditionalAndRelativeImportsAlone) {
    EXPECT_EQ(imported("from .uuid import x\nimport datetime\n", {{"uuid", "UUID"}}),
              "from .uuid import x\nimport datetime\nfrom uuid import UUID\n");
}

TEST(ScopedText, SpellsNamesAsTheFileDoes) {
    const auto scoped = [](const std::string& python, const std::string& text, const std::vector<ImportedName>& imports) {
        const BoundFile file(python, "CREATE TABLE users (id bigint);");
        const auto found = scoped_text(file.facts(), text, imports);
        return found ? found->text + (found->imports.empty() ? "" : " +import") : "nothing";
    };
    EXPECT_EQ(scoped("from datetime import datetime as dt\n", "list[datetime]", {{"datetime", "datetime"}}), "list[dt]");
    EXPECT_EQ(scoped("import datetime\n", "datetime | None", {{"datetime", "datetime"}}), "datetime.datetime | None");
    EXPECT_EQ(scoped("import datetime as d\n", "Literal[\"date\"] | date", {{"datetime", "date"}}), "Literal[\"date\"] | d.date");
    EXPECT_EQ(scoped("import time\n", "time", {{"datetime", "time"}}), "nothing");
    EXPECT_EQ(scoped("x = 1\n", "UUID", {{"uuid", "UUID"}}), "UUID +import");
}

}  // namespace
}  // namespace rowtype::codegen
