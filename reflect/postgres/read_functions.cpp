// Functions and procedures.
#include <algorithm>

#include "reflect/postgres/acl.h"
#include "reflect/postgres/decode.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

// The columns of functions.sql.
enum Answer : unsigned {
    kOid,
    kSchema,
    kName,
    kKind,
    kReturnsSet,
    kResult,
    kDefaults,
    kArgumentTypes,
    kAllArgumentTypes,
    kModes,
    kNames,
    kVolatility,
    kSecurityDefiner,
    kSingleRow,
    kOwner,
    kAcl,
    kComment,
    kExtension,
};

ArgumentMode mode_of(std::string_view letter) {
    if (letter == "o") return ArgumentMode::Out;
    if (letter == "b") return ArgumentMode::InOut;
    if (letter == "v") return ArgumentMode::Variadic;
    if (letter == "t") return ArgumentMode::Table;
    return ArgumentMode::In;
}

bool is_input(const Argument& argument) { return argument.mode != ArgumentMode::Out && argument.mode != ArgumentMode::Table; }

// proallargtypes, proargmodes and proargnames are null where the plain proargtypes say it all.
std::vector<Argument> read_arguments(const Row& row, const TypeTable& types) {
    const std::optional<std::vector<std::int64_t>> numbers =
        parse_numbers(row.view(row.is_null(kAllArgumentTypes) ? kArgumentTypes : kAllArgumentTypes));
    if (!numbers) throw AnswerError();
    const auto items = [&row](unsigned column) {
        return row.is_null(column) ? std::vector<std::string>{}
                                   : parse_array(row.view(column)).value_or(std::vector<std::string>{});
    };
    const std::vector<std::string> modes = items(kModes);
    const std::vector<std::string> names = items(kNames);
    std::vector<Argument> arguments;
    for (std::size_t index = 0; index < numbers->size(); ++index) {
        Argument argument;
        argument.type = types.resolve(static_cast<std::uint32_t>((*numbers)[index]));
        if (index < modes.size()) argument.mode = mode_of(modes[index]);
        if (index < names.size()) argument.name = names[index];
        arguments.push_back(std::move(argument));
    }
    // The last of the input arguments have the defaults.
    std::int32_t defaults = row.integer(kDefaults);
    for (auto argument = arguments.rbegin(); argument != arguments.rend() && defaults > 0; ++argument) {
        if (!is_input(*argument)) continue;
        argument->has_default = true;
        --defaults;
    }
    return arguments;
}

Volatility volatility_of(char letter) {
    return letter == 'i' ? Volatility::Immutable : letter == 's' ? Volatility::Stable : Volatility::Volatile;
}

// No list at all: nobody has granted or revoked, and PostgreSQL lets every role call it (acldefault, src/backend/utils/adt/acl.c).
std::vector<Grant> read_function_grants(const Row& row) {
    if (!row.is_null(kAcl)) return read_grants(row.view(kAcl), row.view(kOwner));
    Grant everybody;
    everybody.role = kPublicRole;
    everybody.privileges.add(Privilege::Execute);
    return {everybody};
}

}  // namespace

void read_functions(const Rows& rows, Reading& reading) {
    reading.data.functions.reserve(rows.size());
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        Function function;
        function.name = {row.text(kSchema), row.text(kName)};
        function.is_procedure = row.letter(kKind) == 'p';
        function.returns_set = row.boolean(kReturnsSet);
        function.arguments = read_arguments(row, *reading.types);
        const bool returns_table = std::ranges::any_of(
            function.arguments, [](const Argument& argument) { return argument.mode == ArgumentMode::Table; });
        if (!function.is_procedure && !returns_table) function.result = reading.types->resolve(row.oid(kResult));
        function.volatility = volatility_of(row.letter(kVolatility));
        function.security_definer = row.boolean(kSecurityDefiner);
        function.single_row = function.returns_set && row.boolean(kSingleRow);
        function.comment = row.text(kComment);
        function.extension = row.text(kExtension);
        function.grants = read_function_grants(row);
        reading.functions.emplace(row.oid(kOid), reading.data.functions.size());
        reading.data.functions.push_back(std::move(function));
    }
}

}  // namespace rowtype::postgres
