#include "analysis/binding/extension_functions.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

namespace {

// A name with a star stands for all that begin so. PostgreSQL's own modules as PostgreSQL 17 has them.
constexpr std::array<std::string_view, 40> kFunctions = {
    /* amcheck */ "bt_index_check bt_index_parent_check verify_heapam",
    /* cube */
    "cube cube_coord cube_contains cube_dim cube_distance cube_enlarge cube_inter cube_is_point cube_ll_coord cube_size "
    "cube_subset "
    "cube_union cube_ur_coord distance_chebyshev distance_taxicab",
    /* dblink */ "dblink dblink_*",
    /* earthdistance */ "earth earth_box earth_distance gc_to_sec geo_distance latitude ll_to_earth longitude sec_to_gc",
    /* fuzzystrmatch */
    "daitch_mokotoff difference dmetaphone dmetaphone_alt levenshtein levenshtein_less_equal metaphone soundex text_soundex",
    /* hstore */
    "akeys avals defined each exist exists_all exists_any fetchval hstore hstore_* isdefined isexists populate_record skeys "
    "slice "
    "slice_array svals",
    /* intagg */ "int_array_aggregate int_array_enum",
    /* intarray */
    "icount idx intarray_* intset intset_subtract intset_union_elem querytree sort sort_asc sort_desc subarray uniq",
    /* isn */ "is_valid isbn isbn13 ismn ismn13 isn_weak issn issn13 make_valid upc",
    /* ltree */ "index lca ltree2text nlevel subltree subpath text2ltree",
    /* pageinspect */ "brin_* bt_metap bt_multi_page_stats bt_page_* get_raw_page heap_page_* page_checksum page_header",
    /* pg_buffercache */ "pg_buffercache_*",
    /* pg_freespacemap, pg_prewarm */ "pg_freespace pg_prewarm autoprewarm_dump_now autoprewarm_start_worker",
    /* pg_stat_statements */ "pg_stat_statements pg_stat_statements_*",
    /* pg_surgery, pg_visibility, pg_walinspect */
    "heap_force_freeze heap_force_kill pg_check_frozen pg_check_visible pg_visibility pg_visibility_* pg_get_wal_*",
    /* pg_trgm */
    "set_limit show_limit show_trgm similarity similarity_dist strict_word_similarity word_similarity",
    /* pgcrypto */
    "armor crypt dearmor decrypt decrypt_iv digest encrypt encrypt_iv gen_random_bytes gen_random_uuid gen_salt hmac "
    "pgp_armor_headers pgp_key_id pgp_pub_* pgp_sym_*",
    /* pgrowlocks, pgstattuple */ "pgrowlocks pg_relpages pgstat*",
    /* postgres_fdw */ "postgres_fdw_*",
    /* sslinfo */ "ssl_*",
    /* tablefunc */ "connectby crosstab crosstab2 crosstab3 crosstab4 normal_rand",
    /* unaccent */ "unaccent",
    /* uuid-ossp, pg_uuidv7 */ "uuid_*",
    /* xml2 */
    "xml_encode_special_chars xml_valid xpath_bool xpath_list xpath_nodeset xpath_number xpath_string xpath_table xslt_process",
    /* postgis and what builds on it */ "st_* _st_* postgis_* geometry geometry_* geography geography_* box2d box3d pgr_* h3_*",
    /* vector */
    "binary_quantize cosine_distance halfvec hamming_distance inner_product jaccard_distance l1_distance l2_distance l2_norm "
    "l2_normalize sparsevec subvector vector vector_dims vector_norm vector_avg",
    /* timescaledb */
    "time_bucket time_bucket_* create_hypertable show_chunks drop_chunks compress_chunk decompress_chunk reorder_chunk "
    "move_chunk "
    "add_retention_policy remove_retention_policy add_compression_policy remove_compression_policy add_reorder_policy "
    "add_continuous_aggregate_policy remove_continuous_aggregate_policy refresh_continuous_aggregate add_job alter_job "
    "delete_job "
    "run_job hypertable_* chunks_detailed_size approximate_row_count locf interpolate add_dimension set_chunk_time_interval "
    "timescaledb_*",
    /* citus */ "create_distributed_table create_reference_table create_distributed_function citus_*",
    /* http */ "http http_* urlencode bytea_to_text text_to_bytea",
    /* pgjwt */ "sign verify url_encode url_decode algorithm_sign try_cast_double",
    /* pg_jsonschema */ "json_matches_schema jsonb_matches_schema jsonschema_*",
    /* pg_hashids */ "id_encode id_decode id_decode_once hash_encode hash_decode",
    /* hypopg, index_advisor */ "hypopg hypopg_* index_advisor",
    /* pgroonga */ "pgroonga_*",
    /* pg_bigm */ "show_bigm bigm_similarity bigmtextcmp likequery pg_gin_pending_stats",
    /* hll */ "hll_*",
    /* rum */ "rum_*",
    /* pg_ivm */ "create_immv refresh_immv get_immv_def",
    /* ulid */ "gen_ulid gen_monotonic_ulid",
    /* postgis_tiger_geocoder, address_standardizer */
    "geocode reverse_geocode normalize_address standardize_address parse_address",
};

bool stands_for(std::string_view word, std::string_view name) {
    return word.ends_with('*') ? name.starts_with(word.substr(0, word.size() - 1)) : word == name;
}

}  // namespace

bool is_function_of_extension(std::string_view name) {
    return std::ranges::any_of(kFunctions, [&](std::string_view words) {
        while (!words.empty()) {
            const std::size_t end = std::min(words.find(' '), words.size());
            if (stands_for(words.substr(0, end), name)) return true;
            words.remove_prefix(std::min(end + 1, words.size()));
        }
        return false;
    });
}

}  // namespace rowtype::binding
