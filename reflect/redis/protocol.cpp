#include "reflect/redis/protocol.h"

#include <array>
#include <charconv>
#include <limits>

#include "reflect/base/json_reader.h"
#include "reflect/snapshot/json_writer.h"

namespace rowtype::redis {

namespace {

struct NumberOption {
    std::string_view name;
    int Request::*member;
    int maximum;
};
constexpr std::array<NumberOption, 3> kNumbers = {{
    {"--sample", &Request::sample, kMaximumSample},
    {"--rate", &Request::rate, kMaximumRate},
    {"--deadline-seconds", &Request::deadline_seconds, 3'600},
}};

bool take(const std::string& option, const std::string& value, Request& request);
void append_entry(std::string& text, const Entry& entry);
Entry read_entry(JsonReader& reader);

}  // namespace

std::vector<std::string> to_arguments(const Request& request) {
    std::vector<std::string> arguments = {"--redis", "--pattern", request.pattern};
    for (const NumberOption& option : kNumbers) {
        arguments.emplace_back(option.name);
        arguments.push_back(std::to_string(request.*option.member));
    }
    return arguments;
}

Result<Request> parse_arguments(const std::vector<std::string>& arguments) {
    Request request;
    bool is_right = arguments.size() % 2 == 0;
    for (std::size_t index = 0; is_right && index < arguments.size(); index += 2) {
        is_right = take(arguments[index], arguments[index + 1], request);
    }
    if (is_right && !request.pattern.empty()) return request;
    return Error{Error::Kind::Usage, "rowtype-db --redis was given wrong arguments",
                 "it is started by rowtype; its arguments are described in reflect/redis/protocol.h", ""};
}

std::string write_sample(const Sample& sample) {
    std::string text = "{\"entries\": [";
    for (std::size_t index = 0; index < sample.entries.size(); ++index) {
        if (index > 0) text += ",";
        text += "\n  ";
        append_entry(text, sample.entries[index]);
    }
    text += "],\n \"seen\": " + std::to_string(sample.seen);
    return text + ", \"complete\": " + (sample.complete ? "true" : "false") + "}\n";
}

std::optional<Sample> read_sample(std::string_view text) {
    Sample sample;
    JsonReader reader(text, 8);
    reader.object([&](std::string_view member) {
        if (member == "entries") {
            reader.array([&] { sample.entries.push_back(read_entry(reader)); });
        } else if (member == "seen") {
            sample.seen = static_cast<std::size_t>(reader.integer(0, std::numeric_limits<std::int64_t>::max()));
        } else if (member == "complete") {
            sample.complete = reader.boolean();
        } else {
            reader.skip();
        }
    });
    reader.finish();
    return reader.ok() ? std::optional(std::move(sample)) : std::nullopt;
}

namespace {

bool take(const std::string& option, const std::string& value, Request& request) {
    if (option == "--pattern") {
        request.pattern = value;
        return true;
    }
    for (const NumberOption& known : kNumbers) {
        if (known.name != option) continue;
        int number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        request.*known.member = number;
        return error == std::errc{} && end == value.data() + value.size() && number >= 1 && number <= known.maximum;
    }
    return false;
}

void append_entry(std::string& text, const Entry& entry) {
    using snapshot::append_json_string;
    text += "{\"key\": ";
    append_json_string(text, entry.key);
    text += ", \"type\": ";
    append_json_string(text, entry.type);
    if (entry.text) {
        text += ", \"text\": ";
        append_json_string(text, *entry.text);
    }
    if (!entry.fields.empty()) {
        text += ", \"fields\": [";
        for (std::size_t index = 0; index < entry.fields.size(); ++index) {
            text += index > 0 ? ", [" : "[";
            append_json_string(text, entry.fields[index].first);
            text += ", ";
            append_json_string(text, entry.fields[index].second);
            text += "]";
        }
        text += "]";
    }
    text += "}";
}

Entry read_entry(JsonReader& reader) {
    Entry entry;
    reader.object([&](std::string_view member) {
        if (member == "key") {
            entry.key = reader.string();
        } else if (member == "type") {
            entry.type = reader.string();
        } else if (member == "text") {
            entry.text = reader.string();
        } else if (member == "fields") {
            reader.array([&] {
                std::vector<std::string> pair;
                reader.array([&] { pair.push_back(reader.string()); });
                if (pair.size() == 2) entry.fields.emplace_back(std::move(pair[0]), std::move(pair[1]));
            });
        } else {
            reader.skip();
        }
    });
    return entry;
}

}  // namespace

}  // namespace rowtype::redis
