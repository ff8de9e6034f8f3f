#include "analysis/fixes/import_edits.h"

#include <gtest/gtest.h>

#include "tests/analysis/fixes/support.h"

namespace rowtype::fixes {
namespace {

using codegen::ImportedName;
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

TEST(ImportEdits, ExtendAnImportOfTheSameModuleInItsOrder) {
    EXPECT_EQ(imported("from datetime import date\nfrom uuid import uuid4\n"),
              "from datetime import date\nfrom uuid import UUID, uuid4\n");
    EXPECT_EQ(imported("from datetime import date\nfrom uuid import (uuid4)\n"),
              "from datetime import date\nfrom uuid import (UUID, uuid4)\n");
    EXPECT_EQ(imported("from datetime import date\nfrom uuid import uuid4, uuid5 as u\n"),
              "from datetime import date\nfrom uuid import UUID, uuid4, uuid5 as u\n");
    EXPECT_EQ(imported("from datetime import datetime, time, tzinfo\n", {{"datetime", "timedelta"}}),
              "from datetime import datetime, time, timedelta, tzinfo\n");
    EXPECT_EQ(imported("from pydantic import BaseModel, Field\n", {{"pydantic", "AwareDatetime"}, {"pydantic", "EmailStr"}}),
              "from pydantic import AwareDatetime, BaseModel, EmailStr, Field\n");
}

TEST(ImportEdits, FollowTheOrderThatTheFilesListsAreIn) {
    // isort's order_by_type = false.
    EXPECT_EQ(imported("from typing import Any, cast, Dict\n", {{"typing", "Optional"}, {"typing", "Annotated"}}),
              "from typing import Annotated, Any, cast, Dict, Optional\n");
    // In no order: behind the last.
    EXPECT_EQ(imported("from pydantic import Field, BaseModel\n", {{"pydantic", "AwareDatetime"}}),
              "from pydantic import Field, BaseModel, AwareDatetime\n");
}

TEST(ImportEdits, KeepBracketsLinesAndComments) {
    EXPECT_EQ(imported("from datetime import date\nfrom uuid import (\n    uuid4,\n    uuid5,  # five\n)\n",
                       {{"uuid", "UUID"}, {"uuid", "uuid6"}}),
              "from datetime import date\nfrom uuid import (\n    UUID,\n    uuid4,\n    uuid5,  # five\n    uuid6,\n)\n");
    EXPECT_EQ(imported("from uuid import (\n  uuid4,\n  # about five\n  uuid5\n)\n", {{"uuid", "uuid6"}, {"uuid", "uuid3"}}),
              "from uuid import (\n  uuid3,\n  uuid4,\n  # about five\n  uuid5,\n  uuid6\n)\n");
    EXPECT_EQ(imported("from uuid import (UUID,\n                  uuid5)\n", {{"uuid", "uuid4"}}),
              "from uuid import (UUID,\n                  uuid4, uuid5)\n");
    EXPECT_EQ(imported("from uuid import uuid5  # five\n", {{"uuid", "uuid4"}}), "from uuid import uuid4, uuid5  # five\n");
}

TEST(ImportEdits, WrapALineThatWouldBeTooLong) {
    const std::string python =
        "from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator\n";
    EXPECT_EQ(imported(python, {{"pydantic", "AwareDatetime"}}),
              "from pydantic import (\n    AwareDatetime,\n    BaseModel,\n    ConfigDict,\n    Field,\n    TypeAdapter,\n"
              "    ValidationError,\n    field_validator,\n)\n");
    EXPECT_EQ(
        imported("from uuid import (uuid4)\n" + std::string(79, '#') + "\n",
                 {{"uuid", "NAMESPACE_DNS"}, {"uuid", "NAMESPACE_URL"}, {"uuid", "NAMESPACE_OID"}, {"uuid", "RESERVED_FUTURE"}}),
        "from uuid import (\n    NAMESPACE_DNS,\n    NAMESPACE_OID,\n    NAMESPACE_URL,\n    RESERVED_FUTURE,\n    uuid4,\n)\n" +
            std::string(79, '#') + "\n");
}

TEST(ImportEdits, LeaveCommentsOfTheStatementWhereTheyAre) {
    const std::string names = "BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator";
    EXPECT_EQ(imported("# why\nfrom pydantic import " + names + "  # noqa (all)\n", {{"pydantic", "AwareDatetime"}}),
              "# why\nfrom pydantic import AwareDatetime, " + names + "  # noqa (all)\n");
}

TEST(ImportEdits, AreLeftApartWhereTheFileKeepsNamesApart) {
    EXPECT_EQ(imported("from datetime import date\nfrom uuid import uuid4 as u\n"),
              "from datetime import date\nfrom uuid import UUID\nfrom uuid import uuid4 as u\n");
    EXPECT_EQ(imported("from typing import Any\nfrom typing import Optional\n", {{"typing", "Literal"}}),
              "from typing import Any\nfrom typing import Literal\nfrom typing import Optional\n");
}

TEST(ImportEdits, StandInTheirSectionAndOrder) {
    EXPECT_EQ(imported("import os\nfrom typing import Any\n\nfrom pydantic import BaseModel\n\nfrom .base import Base\n"),
              "import os\nfrom datetime import date\nfrom typing import Any\nfrom uuid import UUID\n\nfrom pydantic import "
              "BaseModel\n\nfrom .base import Base\n");
    EXPECT_EQ(imported("from pydantic import BaseModel\n"),
              "from datetime import date\nfrom uuid import UUID\n\nfrom pydantic import BaseModel\n");
    EXPECT_EQ(imported("import os\n\nfrom .base import Base\n", {{"pydantic", "AwareDatetime"}}),
              "import os\n\nfrom pydantic import AwareDatetime\n\nfrom .base import Base\n");
    EXPECT_EQ(imported("from supabase import create_client\n", {{"pydantic", "AwareDatetime"}, {"uuid", "UUID"}}),
              "from uuid import UUID\n\nfrom pydantic import AwareDatetime\nfrom supabase import create_client\n");
    // force-sort-within-sections
    EXPECT_EQ(imported("from datetime import date\nimport os\nimport zlib\n"),
              "from datetime import date\nimport os\nfrom uuid import UUID\nimport zlib\n");
    // Without sections.
    EXPECT_EQ(imported("import os\nfrom pydantic import BaseModel\n"),
              "import os\nfrom datetime import date\nfrom uuid import UUID\nfrom pydantic import BaseModel\n");
    // A comment stays with its statement.
    EXPECT_EQ(imported("import os\n\n# why\nfrom zope import interface\n", {{"pydantic", "AwareDatetime"}}),
              "import os\n\nfrom pydantic import AwareDatetime\n# why\nfrom zope import interface\n");
}

TEST(ImportEdits, KnowTheProjectsOwnModules) {
    const BoundFile file("from models import base\n", "CREATE TABLE users (id bigint);");
    const auto edits = import_edits(file.facts(), file.text(), {{"pydantic", "AwareDatetime"}},
                                    [](const std::string& module) { return module == "models"; });
    EXPECT_EQ(applied(file.text(), edits), "from pydantic import AwareDatetime\n\nfrom models import base\n");
}

TEST(ImportEdits, StandBehindTheLastImportOfTheHead) {
    EXPECT_EQ(
        imported("\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\n\n\nclass A:\n    pass\n\n\nimport late\n"),
        "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\nfrom datetime import date\nfrom uuid import UUID\n"
        "\n\nclass A:\n    pass\n\n\nimport late\n");
    EXPECT_EQ(imported("from __future__ import annotations\n\n\nclass A:\n    pass\n"),
              "from __future__ import annotations\n\nfrom datetime import date\nfrom uuid import UUID\n\n\nclass A:\n    pass\n");
    EXPECT_EQ(imported("import os\r\nx = 1\r\n"), "import os\r\nfrom datetime import date\r\nfrom uuid import UUID\r\nx = 1\r\n");
    EXPECT_EQ(imported("import os"), "import os\nfrom datetime import date\nfrom uuid import UUID\n");
    EXPECT_EQ(imported("import os; import sys\nx = 1\n"),
              "import os; import sys\nfrom datetime import date\nfrom uuid import UUID\nx = 1\n");
}

TEST(ImportEdits, StandBehindTheDocstringWhereThereIsNoImport) {
    EXPECT_EQ(imported("class A:\n    pass\n"), "from datetime import date\nfrom uuid import UUID\n\n\nclass A:\n    pass\n");
    EXPECT_EQ(imported("# rowtype: table=users\nclass A:\n    pass\n"),
              "from datetime import date\nfrom uuid import UUID\n\n\n# rowtype: table=users\nclass A:\n    pass\n");
    EXPECT_EQ(imported("# Licence.\n\nx = 1\n"), "# Licence.\n\nfrom datetime import date\nfrom uuid import UUID\n\nx = 1\n");
    EXPECT_EQ(
        imported("#!/usr/bin/env python\n# coding: utf-8\n\"\"\"Doc.\n\nMore.\n\"\"\"\n\nclass A:\n    pass\n"),
        "#!/usr/bin/env python\n# coding: utf-8\n\"\"\"Doc.\n\nMore.\n\"\"\"\n\nfrom datetime import date\nfrom uuid import "
        "UUID\n\n"
        "\nclass A:\n    pass\n");
    EXPECT_EQ(imported("\xEF\xBB\xBF"
                       "class A:\n    pass\n"),
              "\xEF\xBB\xBF"
              "from datetime import date\nfrom uuid import UUID\n\n\nclass A:\n    pass\n");
}

TEST(ImportEdits, DoNotCountWhatOnlyTypeCheckersSee) {
    EXPECT_EQ(imported("import os\n\nif TYPE_CHECKING:\n    from uuid import UUID\n", {{"uuid", "UUID"}}),
              "import os\nfrom uuid import UUID\n\nif TYPE_CHECKING:\n    from uuid import UUID\n");
}

TEST(ImportEdits, LeaveConditionalAndRelativeImportsAlone) {
    EXPECT_EQ(imported("from .uuid import x\nimport datetime\n", {{"uuid", "UUID"}}),
              "from .uuid import x\nimport datetime\nfrom uuid import UUID\n");
}

TEST(ScopedText, SpellsNamesAsTheFileDoes) {
    const auto scoped = [](const std::string& python, const std::string& text, const std::vector<ImportedName>& imports) {
        const BoundFile file(python, "CREATE TABLE users (id bigint);");
        const auto found = scoped_text(file.facts(), file.text(), text, imports);
        return found ? found->text + (found->imports.empty() ? "" : " +import") : "nothing";
    };
    EXPECT_EQ(scoped("from datetime import datetime as dt\n", "list[datetime]", {{"datetime", "datetime"}}), "list[dt]");
    EXPECT_EQ(scoped("import datetime\n", "datetime | None", {{"datetime", "datetime"}}), "datetime.datetime | None");
    EXPECT_EQ(scoped("import datetime as d\n", "Literal[\"date\"] | date", {{"datetime", "date"}}), "Literal[\"date\"] | d.date");
    EXPECT_EQ(scoped("import time\n", "time", {{"datetime", "time"}}), "nothing");
    EXPECT_EQ(scoped("x = 1\n", "UUID", {{"uuid", "UUID"}}), "UUID +import");
    EXPECT_EQ(scoped("if typing.TYPE_CHECKING:\n    from uuid import UUID\n", "UUID", {{"uuid", "UUID"}}), "UUID +import");
}

}  // namespace
}  // namespace rowtype::fixes
