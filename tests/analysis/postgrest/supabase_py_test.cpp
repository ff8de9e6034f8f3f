// Texts of the kinds that supabase-py's own tests send: all of them must be accepted.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "analysis/postgrest/filter_key.h"
#include "analysis/postgrest/logic.h"
#include "analysis/postgrest/operators.h"
#include "analysis/postgrest/order.h"
#include "analysis/postgrest/select.h"
#include "analysis/postgrest/select_arguments.h"

namespace rowtype::postgrest {
namespace {

TEST(SupabasePy, SelectsAreAccepted) {
    const std::vector<std::vector<std::string_view>> selects = {
        {},
        {"*"},
        {"a", "b"},
        {"col1", "col2"},
        {"id, title"},
        {"nicename, country_name, iso"},
        {"country_name, cities!inner(name)"},
        {"name, instruments(name)"},
        {"id, room_name, messages!inner(id, text)"},
    };
    for (const auto& arguments : selects) {
        const SelectText sent = normalise_select_arguments(arguments);
        EXPECT_TRUE(parse_select(sent.text()).ok()) << sent.text();
    }
}

TEST(SupabasePy, LogicIsAccepted) {
    for (const std::string_view text : {
             "x.eq.1",
             "country_id.eq.10,name.eq.Paris",
             "id.in.(1,4),tags.cs.{is:open,priority:high}",
             "id.in.(5,6,7), arraycol.cs.{'a','b'}",
             "iso.eq.DZ,nicename.eq.Albania",
             "phonecode.gt.506,and(iso.eq.AL,nicename.eq.Albania)",
         }) {
        EXPECT_TRUE(parse_logic(text).ok()) << text;
    }
}

TEST(SupabasePy, FiltersAreAccepted) {
    for (const std::string_view column : {"x", ":col.name", "col_name", "numcode", "cities.name", "data->>key"}) {
        EXPECT_TRUE(parse_filter_column(column).ok()) << column;
    }
    for (const std::string_view sent : {
             "eq.val",
             "neq.val",
             "gt.1",
             "gte.1",
             "lt.1",
             "lte.1",
             "like.%a%",
             "ilike.%a%",
             "like(all).{a,b}",
             "like(any).{a,b}",
             "ilike(all).{a,b}",
             "ilike(any).{a,b}",
             "is.null",
             "not.is.null",
             "is.true",
             "in.(1,2)",
             "in.(\"a,b\",c)",
             "not.in.(1,2)",
             "cs.{a,b}",
             "cs.{\"a\":1}",
             "cs.[1,2]",
             "cd.{a,b}",
             "ov.{a,b}",
             "ov.(2000-01-01 12:45, 2000-01-01 13:15)",
             "sl.(1,2)",
             "sr.(1,2)",
             "nxl.(1,2)",
             "nxr.(1,2)",
             "adj.(1,2)",
             "fts.a & b",
             "plfts(english).a",
             "phfts.a",
             "wfts(english).a",
         }) {
        EXPECT_TRUE(parse_operator_expression(sent).ok()) << sent;
    }
}

TEST(SupabasePy, OrdersAreAccepted) {
    for (const std::string_view column : {"nicename", "country_name", "id", "city_name", "author(name)", "data->>key"}) {
        EXPECT_TRUE(parse_order_column(column).ok()) << column;
    }
    EXPECT_TRUE(parse_order("country_name.desc,nicename.asc.nullsfirst").ok());
}

}  // namespace
}  // namespace rowtype::postgrest
