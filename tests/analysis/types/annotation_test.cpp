// What annotations mean: names resolved over imports, aliases, strings, classes.
#include "analysis/types/annotation.h"

#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype::types {
namespace {

Annotation of(const std::string& before, const std::string& annotation) {
    return test::annotation_of(before + "\nvalue: " + annotation + "\n");
}

std::string text_of(const std::string& before, const std::string& annotation) { return of(before, annotation).to_string(); }

TEST(Annotations, NamesAreResolvedThroughImports) {
    EXPECT_TRUE(of("from datetime import datetime as dt", "dt").is_scalar(PythonType::Datetime));
    EXPECT_TRUE(of("import datetime", "datetime.datetime").is_scalar(PythonType::Datetime));
    EXPECT_TRUE(of("import datetime as d", "d.date").is_scalar(PythonType::Date));
    EXPECT_TRUE(of("import pydantic", "pydantic.AwareDatetime").is_scalar(PythonType::AwareDatetime));
    EXPECT_TRUE(of("from pydantic.types import UUID4", "UUID4").is_scalar(PythonType::UuidVersion));
    EXPECT_TRUE(of("from uuid import *", "UUID").is_scalar(PythonType::Uuid));
    EXPECT_TRUE(of("", "int").is_scalar(PythonType::Int));
    EXPECT_TRUE(of("try:\n    from enum import StrEnum\nexcept ImportError:\n    from strenum import StrEnum", "int")
                    .is_scalar(PythonType::Int));
}

TEST(Annotations, WhatCannotBeToldIsUnknown) {
    EXPECT_TRUE(of("", "datetime").is(AnnotationKind::Unknown)) << "never imported";
    EXPECT_TRUE(of("import pandas as pd", "pd.Timestamp").is(AnnotationKind::Unknown));
    EXPECT_TRUE(of("from typing import TypeVar\nT = TypeVar('T')", "T").is(AnnotationKind::Unknown));
    EXPECT_TRUE(of("int = make()", "int").is(AnnotationKind::Unknown)) << "a builtin that the module hides";
    EXPECT_TRUE(of("Id = int\nId = str", "Id").is(AnnotationKind::Unknown)) << "assigned twice";
    EXPECT_TRUE(of("from typing import Callable", "Callable[[int], str]").is(AnnotationKind::Unknown));
    EXPECT_TRUE(of("A = 'B'\nB = 'A'", "A").is(AnnotationKind::Unknown));
}

TEST(Annotations, Unions) {
    EXPECT_EQ(text_of("from typing import Optional", "Optional[str]"), "str | None");
    EXPECT_EQ(text_of("from typing import Union", "Union[int, str, None]"), "int | str | None");
    EXPECT_EQ(text_of("", "int | str | None"), "int | str | None");
    EXPECT_EQ(without_none(of("", "int | None")).to_string(), "int");
    EXPECT_TRUE(of("", "int | None").accepts_none());
    EXPECT_FALSE(of("", "int").accepts_none());
    EXPECT_TRUE(of("from typing import Any", "Any").accepts_none());
    EXPECT_TRUE(of("from typing import Literal", "Literal['a', None]").accepts_none());
}

TEST(Annotations, Containers) {
    EXPECT_EQ(text_of("from typing import List, Dict, Any", "Dict[str, List[int]]"), "dict[str, list[int]]");
    EXPECT_EQ(text_of("from collections.abc import Sequence", "Sequence[str]"), "list[str]");
    EXPECT_TRUE(of("", "tuple[int, ...]").variadic);
    EXPECT_EQ(of("", "tuple[int, str]").items.size(), 2U);
    EXPECT_TRUE(of("from pydantic import Json", "Json[dict[str, int]]").is(AnnotationKind::Json));
}

TEST(Annotations, ForwardReferences) {
    EXPECT_EQ(text_of("from __future__ import annotations\nfrom uuid import UUID", "'UUID | None'"), "UUID | None");
    EXPECT_EQ(text_of("from typing import Optional\nfrom uuid import UUID", "Optional['UUID']"), "UUID | None");
    EXPECT_TRUE(of("", "'int |'").is(AnnotationKind::Unknown));
}

TEST(Annotations, AliasesAndNewTypes) {
    EXPECT_TRUE(of("from typing import NewType\nfrom uuid import UUID\nUserId = NewType('UserId', UUID)", "UserId")
                    .is_scalar(PythonType::Uuid));
    EXPECT_EQ(text_of("from typing import Literal\nStatus = Literal['a', 'b']", "Status"), "Literal[\"a\", \"b\"]");
    EXPECT_EQ(text_of("Maybe = int | None", "Maybe"), "int | None");
    EXPECT_EQ(text_of("Inner = int\nOuter = list[Inner]", "Outer"), "list[int]");
}

TEST(Annotations, ConstraintsAreKept) {
    const Annotation rating = of("from typing import Annotated\nfrom pydantic import Field", "Annotated[int, Field(ge=1, le=5)]");
    EXPECT_EQ(rating.constraints.ge, 1);
    EXPECT_EQ(rating.constraints.le, 5);
    EXPECT_EQ(of("from pydantic import constr", "constr(max_length=30)").constraints.max_length, 30);
    EXPECT_EQ(of("from pydantic import PositiveInt", "PositiveInt").constraints.gt, 0);
    EXPECT_TRUE(of("from pydantic import StrictInt", "StrictInt").constraints.strict);
    EXPECT_EQ(of("from typing import Annotated\nfrom annotated_types import Gt", "Annotated[int, Gt(-1)]").constraints.gt, -1);
    const Annotation optional =
        of("from typing import Annotated\nfrom pydantic import Field", "Annotated[int | None, Field(ge=1)]");
    EXPECT_EQ(without_none(optional).constraints.ge, 1);
}

TEST(Annotations, ValidatorsMakeTheTypeNotCheckable) {
    const std::string imports =
        "from typing import Annotated\nfrom pydantic import BeforeValidator, AfterValidator, PlainSerializer\n"
        "from other import Magic\n";
    EXPECT_TRUE(of(imports, "Annotated[int, BeforeValidator(int)]").has_before_validator);
    EXPECT_FALSE(of(imports, "Annotated[int, AfterValidator(abs)]").has_before_validator);
    EXPECT_FALSE(of(imports, "Annotated[int, PlainSerializer(str)]").has_before_validator);
    EXPECT_FALSE(of(imports, "Annotated[int, 'a note']").has_before_validator);
    EXPECT_TRUE(of(imports, "Annotated[int, Magic()]").has_before_validator) << "unknown metadata may do anything";
}

TEST(Annotations, Enums) {
    const std::string imports = "from enum import Enum, IntEnum, StrEnum, auto\n";
    const Annotation mood = of(imports + "class Mood(str, Enum):\n    OK = 'ok'\n    SAD = 'sad'", "Mood");
    ASSERT_TRUE(mood.is(AnnotationKind::Enum));
    EXPECT_TRUE(mood.string_enum && mood.values_complete);
    ASSERT_EQ(mood.values.size(), 2U);
    EXPECT_EQ(mood.values[1].text, "sad");
    const Annotation automatic = of(imports + "class Mood(StrEnum):\n    OK = auto()", "Mood");
    ASSERT_EQ(automatic.values.size(), 1U);
    EXPECT_EQ(automatic.values[0].text, "ok") << "auto() of a StrEnum is the name in lower case";
    EXPECT_FALSE(of(imports + "class Mood(str, Enum):\n    OK = auto()", "Mood").values_complete);
    EXPECT_FALSE(of(imports + "class Mood(Enum):\n    OK = 'ok'\n    @classmethod\n    def _missing_(cls, v): ...", "Mood")
                     .values_complete);
    EXPECT_TRUE(of(imports + "class Level(IntEnum):\n    LOW = 1", "Level").integer_enum);
    const Annotation literal =
        of("from typing import Literal\n" + imports + "class Mood(str, Enum):\n    OK = 'ok'", "Literal[Mood.OK]");
    ASSERT_EQ(literal.values.size(), 1U);
    EXPECT_EQ(literal.values[0].text, "ok");
}

TEST(Annotations, Classes) {
    EXPECT_TRUE(of("from pydantic import BaseModel as B\nclass User(B): ...", "list[User]").items.front().pydantic_model);
    EXPECT_TRUE(of("from typing import TypedDict\nclass User(TypedDict): ...", "User").is(AnnotationKind::Model));
    EXPECT_TRUE(of("from dataclasses import dataclass\n@dataclass\nclass User: ...", "User").is(AnnotationKind::Model));
    EXPECT_TRUE(of("class User: ...", "User").is(AnnotationKind::Unknown)) << "a class of any kind";
    EXPECT_TRUE(of("from lib import Base\nclass User(Base): ...", "User").is(AnnotationKind::Unknown));
    EXPECT_NE(contained_model(of("from pydantic import BaseModel\nclass User(BaseModel): ...", "dict[str, User | None]")),
              nullptr);
}

TEST(Annotations, HostileModulesEnd) {
    std::string doubling = "from typing import Union\nA0 = int\n";
    for (int level = 1; level < 60; ++level) {
        const std::string before = std::to_string(level - 1);
        doubling += "A" + std::to_string(level) + " = tuple[A" + before + ", A" + before + "]\n";
    }
    EXPECT_NE(of(doubling, "A59").kind, AnnotationKind::Scalar);
    EXPECT_TRUE(of("A = list[A]", "A").is(AnnotationKind::List));
    EXPECT_TRUE(of("class A(B): ...\nclass B(A): ...", "A").is(AnnotationKind::Unknown));
    EXPECT_TRUE(of("A = B\nB = A", "A").is(AnnotationKind::Unknown));
}

}  // namespace
}  // namespace rowtype::types
