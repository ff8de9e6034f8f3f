#include <array>

#include "analysis/types/verdict_tables.h"

namespace rowtype::types {

namespace {

using Type = PythonType;
using enum Verdict;

constexpr std::string_view kHasMask = "an address with a mask is refused";
constexpr std::string_view kOneVersion = "addresses of the other IP version are refused";

constexpr std::array<std::string_view, 1> kUuidTypes = {"uuid"};
// psycopg2 hands over text, psycopg 3, asyncpg and SQLAlchemy UUID objects: str is right for some drivers only.
constexpr std::array kUuidCells = std::to_array<Cell>({
    {Type::Uuid, Exact, Exact},
    {Type::Str, Wide, NotCheckable},
    {Type::JsonValue, Wide, NotCheckable},
    {Type::SecretStr, Wide, NotCheckable},
    {Type::UuidVersion, Lossy, Lossy, "PostgreSQL does not enforce the version of a uuid",
     "\"00000000-0000-0000-0000-000000000000\""},
});

constexpr std::array<std::string_view, 1> kInetTypes = {"inet"};
constexpr std::array kInetCells = std::to_array<Cell>({
    {Type::IpAnyInterface, Exact, Exact},
    {Type::Str, Exact, NotCheckable},
    {Type::JsonValue, Wide, NotCheckable},
    {Type::SecretStr, Wide, NotCheckable},
    {Type::IpAnyAddress, Lossy, NotCheckable, kHasMask, "\"10.0.0.1/8\""},
    {Type::Ipv4Address, Lossy, NotCheckable, kHasMask, "\"10.0.0.1/8\""},
    {Type::Ipv6Address, Lossy, NotCheckable, kHasMask, "\"2001:db8::1/32\""},
    {Type::Ipv4Interface, Lossy, NotCheckable, kOneVersion, "\"2001:db8::1\""},
    {Type::Ipv6Interface, Lossy, NotCheckable, kOneVersion, "\"10.0.0.1\""},
    {Type::IpAnyNetwork, Wrong, NotCheckable, "an address with host bits is no network", "\"10.0.0.1/8\""},
    {Type::Ipv4Network, Wrong, NotCheckable, "an address with host bits is no network", "\"10.0.0.1/8\""},
    {Type::Ipv6Network, Wrong, NotCheckable, "an address with host bits is no network", "\"2001:db8::1/32\""},
});

constexpr std::array<std::string_view, 1> kCidrTypes = {"cidr"};
constexpr std::array kCidrCells = std::to_array<Cell>({
    {Type::IpAnyNetwork, Exact, Exact},
    {Type::Str, Exact, NotCheckable},
    {Type::JsonValue, Wide, NotCheckable},
    {Type::SecretStr, Wide, NotCheckable},
    {Type::IpAnyInterface, Wide, NotCheckable},
    {Type::Ipv4Network, Lossy, Lossy, kOneVersion, "\"2001:db8::/32\""},
    {Type::Ipv6Network, Lossy, Lossy, kOneVersion, "\"10.0.0.0/8\""},
    {Type::Ipv4Interface, Lossy, NotCheckable, kOneVersion, "\"2001:db8::/32\""},
    {Type::Ipv6Interface, Lossy, NotCheckable, kOneVersion, "\"10.0.0.0/8\""},
});

constexpr std::array kAddressWritable = {Type::IpAnyAddress,  Type::IpAnyInterface, Type::IpAnyNetwork,
                                         Type::Ipv4Address,   Type::Ipv6Address,    Type::Ipv4Interface,
                                         Type::Ipv6Interface, Type::Ipv4Network,    Type::Ipv6Network};

const std::array kFamilies = std::to_array<Family>({
    {.types = kUuidTypes,
     .cells = kUuidCells,
     .writable = {},
     .json_form = "text",
     .driver_form = "a UUID",
     .json_sample = "\"018f2f5e-7c1a-7abc-8def-0123456789ab\"",
     .json_right = "UUID",
     .driver_right = "UUID"},
    {.types = kInetTypes,
     .cells = kInetCells,
     .writable = kAddressWritable,
     .driver_otherwise = NotCheckable,
     .json_form = "text",
     .driver_form = "an address",
     .json_sample = "\"10.0.0.1\"",
     .json_right = "IPvAnyInterface",
     .driver_right = "IPvAnyInterface"},
    {.types = kCidrTypes,
     .cells = kCidrCells,
     .writable = kAddressWritable,
     .driver_otherwise = NotCheckable,
     .json_form = "text",
     .driver_form = "a network",
     .json_sample = "\"10.0.0.0/8\"",
     .json_right = "IPvAnyNetwork",
     .driver_right = "IPvAnyNetwork"},
});

}  // namespace

std::span<const Family> network_families() { return kFamilies; }

}  // namespace rowtype::types
