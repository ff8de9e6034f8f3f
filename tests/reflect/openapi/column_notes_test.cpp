#include "reflect/openapi/column_notes.h"

#include <gtest/gtest.h>

namespace rowtype::openapi {
namespace {

using Reference = ColumnNotes::Reference;

TEST(ColumnNotes, AreWhatPostgrestWrites) {
    EXPECT_EQ(read_column_notes("Note:\nThis is a Primary Key.<pk/>"), (ColumnNotes{"", true, std::nullopt}));
    EXPECT_EQ(read_column_notes("child_entities id comment\n\nNote:\nThis is a Primary Key.<pk/>"),
              (ColumnNotes{"child_entities id comment", true, std::nullopt}));
    EXPECT_EQ(read_column_notes("Note:\nThis is a Foreign Key to `entities.id`.<fk table='entities' column='id'/>"),
              (ColumnNotes{"", false, Reference{"entities", "id"}}));
    EXPECT_EQ(read_column_notes("Which\n\nNote:\nThis is a Primary Key.<pk/>\n"
                                "This is a Foreign Key to `a.b`.<fk table='a' column='b'/>"),
              (ColumnNotes{"Which", true, Reference{"a", "b"}}));
}

TEST(ColumnNotes, NamesMayHoldAnything) {
    EXPECT_EQ(
        read_column_notes("Note:\nThis is a Foreign Key to `it's' column='x.a.b`.<fk table='it's' column='x' column='a.b'/>"),
        (ColumnNotes{"", false, Reference{"it's' column='x", "a.b"}}));
}

// People write such things, too.
TEST(ColumnNotes, WhatMerelyLooksLikeThemIsComment) {
    for (const char* comment : {"", "plain", "Note:\nThis is no key", "see <pk/>", "Note:\nThis is a Primary Key.<pk/> of old",
                                "Note:\nThis is a Foreign Key to `a.b`.<fk table='a' column='c'/>",
                                "x\n\nNote:\nThis is a Primary Key.<pk/>\nand more"}) {
        EXPECT_EQ(read_column_notes(comment), (ColumnNotes{comment, false, std::nullopt})) << comment;
    }
    EXPECT_EQ(read_column_notes("x\n\nNote:\nmind this\n\nNote:\nThis is a Primary Key.<pk/>"),
              (ColumnNotes{"x\n\nNote:\nmind this", true, std::nullopt}));
}

}  // namespace
}  // namespace rowtype::openapi
