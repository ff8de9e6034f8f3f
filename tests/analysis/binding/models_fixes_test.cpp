// Quick fixes of the rules on models: the text afterwards.
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

constexpr const char* kSchema =
    "CREATE TABLE users (id uuid PRIMARY KEY, full_name text NOT NULL, nick text, born date NOT NULL);";

std::string fixed(const std::string& text, const std::string& rule, const std::string& title) {
    test::ModelProject project(kSchema);
    project.file("models.py", text);
    return project.after_fix("models.py", rule, title);
}

TEST(ModelFixes, AddTheMissingField) {
    EXPECT_EQ(fixed("from uuid import UUID\n\nfrom pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: UUID\n    "
                    "full_name: str\n    nick: str | None = None\n",
                    "missing-field", "Add the field \"born\""),
              "from datetime import date\nfrom uuid import UUID\n\nfrom pydantic import BaseModel\n\n\nclass User(BaseModel):\n  "
              "  id: UUID\n    full_name: str\n"
              "    nick: str | None = None\n    born: date\n");
}

TEST(ModelFixes, AddAllMissingFields) {
    EXPECT_EQ(fixed("from datetime import date\nfrom uuid import UUID\n\nfrom pydantic import BaseModel\n\n\nclass "
                    "User(BaseModel):\n    id: UUID\n    full_name: str\n\n    def shout(self): ...\n",
                    "missing-field", "Add all 2 missing fields"),
              "from datetime import date\nfrom uuid import UUID\n\nfrom pydantic import BaseModel\n\n\nclass User(BaseModel):\n  "
              "  id: UUID\n    full_name: str\n"
              "    nick: str | None = None\n    born: date\n\n    def shout(self): ...\n");
}

TEST(ModelFixes, StaleField) {
    const std::string before =
        "from datetime import date\nfrom uuid import UUID\n\nfrom pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: "
        "UUID\n    born: date\n    nick: str | None = None\n";
    EXPECT_EQ(fixed(before + "    fullname: str  # as people say\n", "stale-field", "Replace by \"full_name\""),
              before + "    full_name: str  # as people say\n");
    EXPECT_EQ(fixed(before + "    fullname: str  # as people say\n", "stale-field", "Remove the field \"fullname\""), before);
    EXPECT_EQ(
        fixed(before + "    name: str = Field(alias='fullname')\n", "stale-field", "Replace by \"full_name\"").substr(0, 12),
        "no such fix;");
}

TEST(ModelFixes, CorrectTheAnnotation) {
    EXPECT_EQ(fixed("from pydantic import BaseModel\n\n\nclass UserRead(BaseModel):\n    id: int\n", "type-mismatch",
                    "Change the annotation to \"UUID\""),
              "from uuid import UUID\n\nfrom pydantic import BaseModel\n\n\nclass UserRead(BaseModel):\n    id: UUID\n");
}

TEST(ModelFixes, AcceptNone) {
    EXPECT_EQ(fixed("from pydantic import BaseModel\n\n\nclass UserRead(BaseModel):\n    nick: str\n", "nullable-mismatch",
                    "Accept None in \"nick\""),
              "from pydantic import BaseModel\n\n\nclass UserRead(BaseModel):\n    nick: str | None = None\n");
}

TEST(ModelFixes, InheritedFieldsHaveNone) {
    test::ModelProject project(kSchema);
    project.file(
        "models.py",
        "from pydantic import BaseModel\n\n\nclass Named(BaseModel):\n    nick: str\n\n\nclass UserRead(Named):\n    pass\n");
    for (const findings::Finding& finding : project.analyse("models.py").findings) {
        for (const findings::Fix& fix : finding.fixes) EXPECT_TRUE(fix.title.starts_with("Ignore")) << fix.title;
    }
}

TEST(ModelFixes, AtMostOneIsPreferred) {
    test::ModelProject project(kSchema);
    project.file("models.py",
                 "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    nick: str\n    fullname: str\n");
    const engine::Analysis analysis = project.analyse("models.py");
    EXPECT_EQ(analysis.findings.size(), 5U);
    for (const findings::Finding& finding : analysis.findings) {
        int preferred = 0;
        for (const findings::Fix& fix : finding.fixes) preferred += fix.preferred ? 1 : 0;
        EXPECT_LE(preferred, 1) << finding.message;
        EXPECT_FALSE(finding.fixes.empty()) << finding.message;
    }
}

}  // namespace
}  // namespace rowtype
