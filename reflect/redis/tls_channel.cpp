#include "reflect/redis/tls_channel.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <string>
#include <utility>

namespace rowtype::redis {

namespace {

using Context = std::unique_ptr<SSL_CTX, decltype([](SSL_CTX* context) { SSL_CTX_free(context); })>;
using Session = std::unique_ptr<SSL, decltype([](SSL* session) { SSL_free(session); })>;

// Where systems keep the authorities that they trust, when OpenSSL itself was built to look elsewhere, as one that a package brings is.
constexpr std::array kTrustedFiles = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                      "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

Error unavailable(std::string message, std::string remedy) {
    return {Error::Kind::SchemaUnavailable, std::move(message), std::move(remedy), ""};
}

Error unusable(const std::string& parameter, const std::string& what) {
    return {Error::Kind::Usage, "the " + what + " that the Redis URL names (" + parameter + ") cannot be used",
            "name a file in PEM format that can be read", ""};
}

bool is_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 || ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

Status trust(SSL_CTX* context, const TlsSettings& settings) {
    if (settings.authorities.empty() && settings.authorities_folder.empty()) {
        SSL_CTX_set_default_verify_paths(context);
        const auto found = std::ranges::find_if(kTrustedFiles, [](const char* file) { return ::access(file, R_OK) == 0; });
        if (found != kTrustedFiles.end()) SSL_CTX_load_verify_locations(context, *found, nullptr);
        return {};
    }
    const char* file = settings.authorities.empty() ? nullptr : settings.authorities.c_str();
    const char* folder = settings.authorities_folder.empty() ? nullptr : settings.authorities_folder.c_str();
    if (SSL_CTX_load_verify_locations(context, file, folder) == 1) return {};
    return unusable(file != nullptr ? "ssl_ca_certs" : "ssl_ca_path", "certificates of authorities");
}

Status identify_client(SSL_CTX* context, const TlsSettings& settings) {
    if (settings.certificate.empty()) return {};
    // Nobody is asked for a pass phrase: the terminal is the user's.
    SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
    if (SSL_CTX_use_certificate_chain_file(context, settings.certificate.c_str()) != 1)
        return unusable("ssl_certfile", "certificate");
    const std::string& key = settings.key.empty() ? settings.certificate : settings.key;
    if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
        return unusable(settings.key.empty() ? "ssl_certfile" : "ssl_keyfile", "private key");
    return {};
}

// The checks that belong to the host; the name also tells a server of several which certificate is wanted.
bool name_host(SSL* session, const Endpoint& endpoint) {
    const bool is_number = is_address(endpoint.host);
    if (!is_number && SSL_set_tlsext_host_name(session, endpoint.host.c_str()) != 1) return false;
    if (!endpoint.tls->verifies || !endpoint.tls->checks_host) return true;
    return is_number ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), endpoint.host.c_str()) == 1
                     : SSL_set1_host(session, endpoint.host.c_str()) == 1;
}

// Our own words, and those of OpenSSL for what is wrong with a certificate, which has none of the server's.
Error refused_handshake(const SSL* session, bool verifies) {
    const long verdict = verifies ? SSL_get_verify_result(session) : X509_V_OK;
    if (verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH) {
        return unavailable("the certificate of the Redis is not that of this host",
                           "name the host in the URL as its certificate does");
    }
    if (verdict != X509_V_OK) {
        return unavailable("the certificate of the Redis is not trusted: " + std::string(X509_verify_cert_error_string(verdict)),
                           "name the file of the authority that issued it: rediss://host?ssl_ca_certs=/path/ca.pem");
    }
    const unsigned long code = ERR_peek_error();
    const bool is_other = ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_WRONG_VERSION_NUMBER;
    if (is_other) return unavailable("what answers there speaks no TLS", "redis:// is for a server without TLS");
    return unavailable("no TLS connection to Redis could be agreed on",
                       "check that the port is its one with TLS, and whether it wants a certificate (ssl_certfile, ssl_keyfile)");
}

}  // namespace

struct TlsChannel::State {
    Context context;
    Session session;
};

TlsChannel::TlsChannel(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsChannel::TlsChannel(TlsChannel&&) noexcept = default;
TlsChannel& TlsChannel::operator=(TlsChannel&&) noexcept = default;
TlsChannel::~TlsChannel() = default;

Result<TlsChannel> TlsChannel::open(int descriptor, const Endpoint& endpoint) {
    const TlsSettings& settings = *endpoint.tls;
    auto state = std::make_unique<State>();
    state->context.reset(SSL_CTX_new(TLS_client_method()));
    if (state->context == nullptr) return unavailable("there is no memory for a connection", "");
    SSL_CTX* context = state->context.get();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, settings.verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    if (settings.verifies) {
        if (Status trusted = trust(context, settings); !trusted) return trusted.error();
    }
    if (Status identified = identify_client(context, settings); !identified) return identified.error();
    state->session.reset(SSL_new(context));
    SSL* session = state->session.get();
    if (session == nullptr || SSL_set_fd(session, descriptor) != 1 || !name_host(session, endpoint)) {
        return unavailable("there is no memory for a connection", "");
    }
    ERR_clear_error();
    if (SSL_connect(session) != 1) return refused_handshake(session, settings.verifies);
    return TlsChannel(std::move(state));
}

bool TlsChannel::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const int wanted = static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX));
        const int size = SSL_write(state_->session.get(), bytes.data(), wanted);
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

std::size_t TlsChannel::read(std::span<char> into) {
    const int wanted = static_cast<int>(std::min<std::size_t>(into.size(), INT_MAX));
    const int size = SSL_read(state_->session.get(), into.data(), wanted);
    return size <= 0 ? 0 : static_cast<std::size_t>(size);
}

}  // namespace rowtype::redis
