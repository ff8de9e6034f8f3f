// What is known of the API that serves the schema, beside the catalog: told by the configuration, supabase/config.toml and the kind of
// source that the schema was read from.
#pragma once

#include <string>
#include <vector>

namespace rowtype {

struct ServedApi {
    std::vector<std::string> exposed_schemas;  // what PostgREST serves; empty: not told
    bool is_live = false;                      // the catalog is a server's: its privileges are those that hold

    friend bool operator==(const ServedApi&, const ServedApi&) = default;
};

}  // namespace rowtype
