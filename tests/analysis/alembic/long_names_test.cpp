#include "analysis/alembic/long_names.h"

#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

// RFC 1321, A.5.
TEST(LongNames, Md5) {
    EXPECT_EQ(md5_of(""), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(md5_of("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
    EXPECT_EQ(md5_of("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
              "57edf4a22be3c955ac49da2e2107b67a");
}

// From SQLAlchemy 2.1: the name of a constraint in op.f() that is longer than PostgreSQL takes.
TEST(LongNames, AreShortenedAsSqlAlchemyDoes) {
    EXPECT_EQ(shortened("oauth2_authorization_code_organizations_oauth2_authorization_code_id_fkey"),
              "oauth2_authorization_code_organizations_oauth2_authoriz_0a46");
    EXPECT_EQ(shortened(std::string(63, 'x')), std::string(63, 'x'));
    const std::string name(70, 'x');
    EXPECT_EQ(upgrade("op.drop_index(op.f('" + name + "'))").front(), "DROP INDEX IF EXISTS \"" + shortened(name) + "\"");
    EXPECT_EQ(upgrade("op.drop_index('" + name + "')").front(), "DROP INDEX IF EXISTS \"" + name + "\"");
}

}  // namespace
}  // namespace rowtype::alembic
