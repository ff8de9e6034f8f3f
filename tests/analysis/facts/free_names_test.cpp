// Which names code of functions and classes has from outside, told by the bytes alone. Python's own symbol tables say what is right.
#include "analysis/facts/free_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace rowtype::facts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> free_in(std::string_view definition) { return free_names(definition, {"row", "rows"}).names; }
// Of a function with that body, a line.
std::vector<std::string> free_in_body(const std::string& body) { return free_in("def f(items):\n    " + body + "\n"); }

TEST(FreeNames, WhatAFunctionReads) {
    EXPECT_THAT(free_in_body("return row"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("row.clear()"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("row['x'] = 1"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("row['x'] += rows"), ElementsAre("row", "rows"));
    EXPECT_THAT(free_in_body("del row['x']"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("print(x=row)"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("print(f'{row[0]}')"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("x.y, row['a'] = rows"), ElementsAre("row", "rows"));
    EXPECT_THAT(free_in_body("(row).x = (row)['a'] = 1"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("x[row] = 1"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("x = lambda a=row: a"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("if items: return row"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("with row as x.y: pass"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("x = [a for a in row]"), ElementsAre("row"));
}

TEST(FreeNames, WhatAFunctionBinds) {
    for (const std::string binding : {"row = 1",
                                      "x = row = 1",
                                      "row, other = 1, 2",
                                      "[row, (*other, x)] = items",
                                      "(row) = 1",
                                      "x[0], row = items",
                                      "row: int = 1",
                                      "row: int",
                                      "row += 1",
                                      "row //= 2",
                                      "for row in items: pass",
                                      "for x, (row, y) in items: pass",
                                      "async for row in items: pass",
                                      "with items as row: pass",
                                      "with items as (x, row), items as y: pass",
                                      "with (items as x, items as row): pass",
                                      "with open('x') as x, open('y') as row: pass",
                                      "print(row := 1)",
                                      "[row := x for x in items]",
                                      "del row",
                                      "x = 1; row = 2",
                                      "if items: row = 1",
                                      "if (row := items): pass",
                                      "while x: row = 1"}) {
        EXPECT_THAT(free_in_body(binding + "\n    return row"), IsEmpty()) << binding;
        EXPECT_THAT(free_in_body("global row\n    " + binding), ElementsAre("row")) << binding;
    }
    EXPECT_THAT(free_in("def f():\n    try:\n        pass\n    except OSError as row:\n        print(row)\n"), IsEmpty());
    EXPECT_THAT(free_in("def f():\n    def row(): pass\n    return row\n"), IsEmpty());
    EXPECT_THAT(free_in("def f():\n    class row(Base): pass\n    return row\n"), IsEmpty());
    EXPECT_THAT(free_in("def f():\n    print(row)\n    row = 1\n"), IsEmpty()) << "fails, and reads nothing of the module's";
    EXPECT_THAT(free_in_body("from row import x as y"), IsEmpty());
    EXPECT_THAT(free_in_body("x.row, y = x.row(row=1), {'row': 2}"), IsEmpty());
}

TEST(FreeNames, WhatAMatchCaptures) {
    const auto in_case = [](const std::string& pattern) {
        return free_in("def f(x):\n    match x:\n        case 1:\n            pass\n        case " + pattern +
                       ":\n            return row\n");
    };
    for (const std::string pattern :
         {"row", "[row, *_]", "[*row]", "Point(x=row)", "{'x': row}", "{**row}", "(1 | 2) as row", "[x, row] if row"})
        EXPECT_THAT(in_case(pattern), IsEmpty()) << pattern;
    for (const std::string pattern : {"row.x", "row()", "Point(row=1)", "x if row", "'row'"})
        EXPECT_THAT(in_case(pattern), ElementsAre("row")) << pattern;
    EXPECT_THAT(free_in("def f(case):\n    match = 1\n    case[row] = 2\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f(x):\n    match row:\n        case 1: row = 2\n"), IsEmpty());
}

TEST(FreeNames, Parameters) {
    EXPECT_THAT(free_in("def f(row): return row\n"), IsEmpty());
    EXPECT_THAT(
        free_in("async def f(\n    x,\n    # row\n    *row,\n    y: int = (1, 2),\n    **rows,\n):\n    return row, rows\n"),
        IsEmpty());
    EXPECT_THAT(free_in("def f(row=row): return row\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f(x: row): return x\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f(x: row = 1, y=2): return x\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f(x) -> row: return x\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f(x=lambda a, row: row): return rows\n"), ElementsAre("rows"));
    EXPECT_THAT(free_in("def f(x=lambda a, row: row): return row\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f(x={'a': 1}, row=2): return row\n"), IsEmpty());
    EXPECT_THAT(free_in("@decorated(row)\ndef f(row): return row\n"), ElementsAre("row"));
}

TEST(FreeNames, LambdasAndComprehensions) {
    EXPECT_THAT(free_in_body("return sorted(items, key=lambda row: row['x'])"), IsEmpty());
    EXPECT_THAT(free_in_body("return lambda x, *row: (row, lambda rows: rows)"), IsEmpty());
    EXPECT_THAT(free_in_body("return (lambda row: 1), row"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("return lambda row: 1, row"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("return {lambda row: 1: row}"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("return lambda: (row := 1)"), ElementsAre("row")) << "not told: it is the lambda's";
    EXPECT_THAT(free_in_body("return [row['x'] for row in items if row]"), IsEmpty());
    EXPECT_THAT(free_in_body("return {row: x for x in items for row in x}"), IsEmpty());
    EXPECT_THAT(free_in_body("return any(row async for x, (row, *y) in items)"), IsEmpty());
    EXPECT_THAT(free_in_body("return [row for row in row]"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("return [rows for row in items for rows in rows]"), IsEmpty());
    EXPECT_THAT(free_in_body("return [row for row in items], row"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("return [x for x.y in items if row]"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("return [[row for x in row] for row in items]"), IsEmpty());
    EXPECT_THAT(free_in_body("return [lambda row=row: row for x in items]"), ElementsAre("row"));
    EXPECT_THAT(free_in_body("return [lambda: row for row in items]"), IsEmpty());
}

TEST(FreeNames, WhatAFunctionImports) {
    for (const std::string line : {"from x import (y, row)", "from x import (y as row)", "import x as row", "import row.x"}) {
        EXPECT_THAT(free_in_body(line + "\n    print(row)"), IsEmpty()) << line;
    }
    EXPECT_THAT(free_in_body("from __main__ import row"), ElementsAre("row"));
}

TEST(FreeNames, FunctionsInsideOfOthers) {
    EXPECT_THAT(free_in("def f():\n    row = 1\n    def g():\n        return row\n"), IsEmpty());
    EXPECT_THAT(free_in("def f():\n    def g():\n        row = 1\n    return row\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f():\n    def g():\n        nonlocal row\n        row = 1\n    row = 2\n"), IsEmpty());
    EXPECT_THAT(free_in("def f():\n    row = 1\n    def g():\n        global row\n        row = 2\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("class A:\n    def f(self):\n        row = 1\n        return row\n"), IsEmpty());
    EXPECT_THAT(free_in("class A:\n    row = 1\n    def f(self):\n        return row\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("class A:\n    row = 1\n    x: row = 2\n"), ElementsAre("row")) << "not told: it is the class's";
    EXPECT_THAT(free_in("class A:\n    row: int = 1\n    rows = []\n"), IsEmpty());
    EXPECT_THAT(free_in("class A(row, rows=1): pass\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("class A:\n    def f(self):\n        row = 1\n    row.clear()\n"), ElementsAre("row"));
    EXPECT_THAT(free_in("def f():\n    row = 1\n    class A:\n        x = row\n"), IsEmpty());
    EXPECT_THAT(free_in("def row():\n    pass\n"), ElementsAre("row")) << "bound outside";
}

TEST(FreeNames, Texts) {
    EXPECT_THAT(free_in_body("'''About row.'''  # row\n    return 'SELECT * FROM rows', b'row', r'\\row'"), IsEmpty());
    EXPECT_THAT(free_in_body("return f'all rows: {len(items)} {{row}}'"), IsEmpty());
    EXPECT_THAT(free_in_body("return rf\"{items[0]:>{row}}\""), ElementsAre("row"));
    EXPECT_THAT(free_names("def f():\n    exec('row = 1')\n", {"row", "rows"}).quoted, ElementsAre("row"));
    EXPECT_THAT(free_names("def f():\n    put('rows', f'{row}')\n", {"row", "rows"}).quoted, ElementsAre("rows"));
}

TEST(FreeNames, WhatLooksNamesUp) {
    for (const std::string code : {"exec('row = 1')", "globals()['row'] = 1", "x = 'row'\nsetattr(me, x, 1)",
                                   "sys.modules[__name__].__dict__.update({'row': 1})", "run_text = exec",
                                   "run.__globals__['row']", "inspect.stack()[1].frame.f_globals", "vars(x)", "exec('it's)"}) {
        EXPECT_TRUE(looks_names_up(code)) << code;
    }
    for (const std::string code : {"re.compile('row')", "# exec", "'exec'", "session.eval()", "execute('row')"}) {
        EXPECT_FALSE(looks_names_up(code)) << code;
    }
}

TEST(FreeNames, WhatCannotBeRead) {
    EXPECT_THAT(free_in("def f():\n    return 'row\n"), ElementsAre("row", "rows"));
    EXPECT_THAT(free_in("def f(row\n"), ElementsAre("row", "rows"));
    EXPECT_THAT(free_in("def\nclass\nlambda\nfor\nimport\nwith x as\ncase\nx = lambda\nasync\n"), IsEmpty());
}

}  // namespace
}  // namespace rowtype::facts
