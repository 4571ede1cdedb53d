#pragma once
// The columns of Chinook's models in the order of its tables. Included behind the generated header: the
// schemas for both databases give models of these names.

#include <tuple>

namespace chinook {

inline auto columns(const Artist& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const Album& row) {
    return std::tie(row.id, row.title, row.artist_id);
}

inline auto columns(const Employee& row) {
    return std::tie(row.id, row.last_name, row.first_name, row.title, row.reports_to, row.birth_date,
                    row.hire_date, row.address, row.city, row.state, row.country, row.postal_code, row.phone,
                    row.fax, row.email);
}

inline auto columns(const Customer& row) {
    return std::tie(row.id, row.first_name, row.last_name, row.company, row.address, row.city, row.state,
                    row.country, row.postal_code, row.phone, row.fax, row.email, row.support_rep_id);
}

inline auto columns(const Genre& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const MediaType& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const Track& row) {
    return std::tie(row.id, row.name, row.album_id, row.media_type_id, row.genre_id, row.composer,
                    row.milliseconds, row.bytes, row.unit_price);
}

inline auto columns(const Invoice& row) {
    return std::tie(row.id, row.customer_id, row.invoice_date, row.billing_address, row.billing_city,
                    row.billing_state, row.billing_country, row.billing_postal_code, row.total);
}

inline auto columns(const InvoiceLine& row) {
    return std::tie(row.id, row.invoice_id, row.track_id, row.unit_price, row.quantity);
}

inline auto columns(const Playlist& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const PlaylistTrack& row) {
    return std::tie(row.playlist_id, row.track_id);
}

}
