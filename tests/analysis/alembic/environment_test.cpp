#include "analysis/alembic/environment.h"

#include <gtest/gtest.h>

namespace rowtype::alembic {
namespace {

TEST(Environment, SaysWhereTheVersionTableIs) {
    EXPECT_EQ(read_version_table("context.configure(connection=c)")->name, "alembic_version");
    const auto table =
        read_version_table("context.configure(\n    url=url,\n    version_table='v', version_table_schema=\"app\")");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->name, "v");
    EXPECT_EQ(table->schema, "app");
    EXPECT_FALSE(read_version_table("context.configure(version_table_schema=settings.schema)"));
}

}  // namespace
}  // namespace rowtype::alembic
