// Questions about what the shop has: artists, albums, tracks and playlists.

#include "chinook.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a shop of music asks about its albums and artists") {
    ask({
        {"artists without albums",
         "select name from artist a where not exists (select 1 from album b where b.artist_id = a.artist_id)",
         [](Chinook& c) { return values(c.artists.where(c.artists.albums.none()).select(c.artists.name)); }},
        {"the five with most albums",
         "select a.name, count(*) from artist a join album b on b.artist_id = a.artist_id group by "
         "a.artist_id, a.name order by count(*) desc, a.name limit 5",
         [](Chinook& c) {
             return values(c.artists.query()
                               .join(c.artists.albums)
                               .select(c.artists.name, count())
                               .group_by(c.artists.id, c.artists.name)
                               .order_by(count().desc(), c.artists.name)
                               .limit(5));
         },
         Sorted::yes},
        {"albums of more than 20 tracks",
         "select b.title, count(t.track_id) from album b join track t on t.album_id = b.album_id group by "
         "b.album_id, b.title having count(t.track_id) > 20",
         [](Chinook& c) {
             return values(c.albums.query()
                               .join(c.albums.tracks)
                               .select(c.albums.title, count(c.tracks.id))
                               .group_by(c.albums.id, c.albums.title)
                               .having(count(c.tracks.id) > 20));
         }},
        {"how many minutes albums have",
         "select b.title, cast(round(cast(cast(sum(t.milliseconds) as double precision) / 60000 as numeric), "
         "1) as double precision) from album b join track t "
         "on "
         "t.album_id = b.album_id group by b.album_id, b.title having sum(t.milliseconds) > 4000000",
         [](Chinook& c) {
             const auto length = sum(c.tracks.milliseconds);
             return values(c.albums.query()
                               .join(c.albums.tracks)
                               .select(c.albums.title, round(to_double(length) / 60'000, 1))
                               .group_by(c.albums.id, c.albums.title)
                               .having(length > 4'000'000));
         }},
        {"albums with tracks of several media",
         "select b.album_id, count(distinct t.media_type_id) from album b join track t on t.album_id = "
         "b.album_id group by b.album_id having count(distinct t.media_type_id) > 1",
         [](Chinook& c) {
             const auto media = count(c.tracks.media_type_id).distinct();
             return values(c.albums.query()
                               .join(c.albums.tracks)
                               .select(c.albums.id, media)
                               .group_by(c.albums.id)
                               .having(media > 1));
         }},
        {"artists named as their album",
         "select a.name from artist a join album b on b.artist_id = a.artist_id where a.name = b.title",
         [](Chinook& c) {
             return values(c.artists.query()
                               .join(c.artists.albums)
                               .where(c.artists.name == c.albums.title)
                               .select(c.artists.name));
         }},
        {"albums whose title speaks of the live or of greatest hits",
         "select title from album where lower(title) like '%live%' or title like '%Greatest Hits%' order by "
         "title",
         [](Chinook& c) {
             return values(c.albums
                               .where(lower(c.albums.title).contains("live") ||
                                      c.albums.title.contains("Greatest Hits"))
                               .select(c.albums.title)
                               .order_by(c.albums.title));
         },
         Sorted::yes},
        {"genres that each artist of Brazil's music plays",
         "select distinct a.name, g.name from artist a join album b on b.artist_id = a.artist_id join track "
         "t "
         "on t.album_id = b.album_id join genre g on g.genre_id = t.genre_id where a.artist_id in (select "
         "b2.artist_id from album b2 join track t2 on t2.album_id = b2.album_id join genre g2 on g2.genre_id "
         "= t2.genre_id where g2.name = 'Bossa Nova')",
         [](Chinook& c) {
             const auto bossa_nova =
                 c.albums.where(c.albums.tracks.any(c.tracks.genre.is(c.genres.name == "Bossa Nova")));
             return values(c.artists.query()
                               .join(c.artists.albums)
                               .join(c.albums.tracks)
                               .join(c.tracks.genre)
                               .where(c.artists.id.in(bossa_nova.select(c.albums.artist_id)))
                               .select(c.artists.name, c.genres.name)
                               .distinct());
         }},
    });
}

TEST_CASE("a shop of music asks about its tracks") {
    ask({
        {"tracks of a genre that are shorter than two minutes",
         "select t.name, t.milliseconds from track t join genre g on g.genre_id = t.genre_id where g.name = "
         "'Rock' and t.milliseconds < 120000 order by t.milliseconds, t.track_id",
         [](Chinook& c) {
             return values(c.tracks.query()
                               .join(c.tracks.genre)
                               .where(c.genres.name == "Rock" && c.tracks.milliseconds < 120'000)
                               .select(c.tracks.name, c.tracks.milliseconds)
                               .order_by(c.tracks.milliseconds, c.tracks.id));
         },
         Sorted::yes},
        {"composers with most tracks, those that nobody knows among them",
         "select coalesce(composer, 'unknown'), count(*) from track group by coalesce(composer, 'unknown') "
         "having count(*) > 20",
         [](Chinook& c) {
             const auto composer = coalesce(c.tracks.composer, "unknown");
             return values(
                 c.tracks.query().select(composer, count()).group_by(composer).having(count() > 20));
         }},
        {"names that stand for several tracks",
         "select name, count(*) from track group by name having count(*) > 2",
         [](Chinook& c) {
             return values(
                 c.tracks.query().select(c.tracks.name, count()).group_by(c.tracks.name).having(count() > 2));
         }},
        {"tracks of one name on different albums",
         "select a.track_id, b.track_id from track a join track b on b.name = a.name and b.track_id > "
         "a.track_id and b.album_id <> a.album_id where a.unit_price <> b.unit_price",
         [](Chinook& c) {
             const auto other = alias<"other">(c.tracks);
             return values(c.tracks.query()
                               .join(other, other[c.tracks.name] == c.tracks.name &&
                                                other[c.tracks.id] > c.tracks.id &&
                                                other[c.tracks.album_id] != c.tracks.album_id)
                               .where(c.tracks.unit_price != other[c.tracks.unit_price])
                               .select(c.tracks.id, other[c.tracks.id]));
         }},
        {"tracks longer than three times the mean of their genre",
         "select t.track_id from track t where t.milliseconds > 3 * (select avg(o.milliseconds) from track o "
         "where o.genre_id = t.genre_id)",
         [](Chinook& c) {
             const auto other = alias<"other">(c.tracks);
             const auto mean = other.query()
                                   .correlated(c.tracks)
                                   .where(other[c.tracks.genre_id] == c.tracks.genre_id)
                                   .select(avg(other[c.tracks.milliseconds]));
             return keys_of(c.tracks.where(to_double(c.tracks.milliseconds) > 3 * mean.as_value()).all());
         }},
        {"the same by a SELECT with a name",
         "select t.track_id from track t where t.milliseconds > 3 * (select avg(o.milliseconds) from track o "
         "where o.genre_id = t.genre_id)",
         [](Chinook& c) {
             const auto means = named<"means">(c.tracks.query()
                                                   .select(c.tracks.genre_id, avg(c.tracks.milliseconds))
                                                   .group_by(c.tracks.genre_id));
             return keys_of(c.tracks.query()
                                .join(means, means.column<0>() == c.tracks.genre_id)
                                .where(to_double(c.tracks.milliseconds) > 3 * means.column<1>())
                                .all());
         }},
        {"sizes in classes",
         "select case when bytes < 3000000 then 'small' when bytes < 10000000 then 'middle' else 'large' "
         "end, "
         "count(*), min(bytes), max(bytes) from track group by 1",
         [](Chinook& c) {
             const auto size = when(c.tracks.bytes < 3'000'000, "small")
                                   .when(c.tracks.bytes < 10'000'000, "middle")
                                   .otherwise("large");
             return values(c.tracks.query()
                               .select(size, count(), min(c.tracks.bytes), max(c.tracks.bytes))
                               .group_by(size));
         }},
        {"prices in cents", "select distinct cast(unit_price * 100 as integer) from track",
         [](Chinook& c) {
             return values(
                 c.tracks.query().select(to_integer(round(c.tracks.unit_price * 100, 0))).distinct());
         }},
        {"what all tracks of a kind would cost",
         "select m.name, round(sum(t.unit_price), 2), round(avg(t.unit_price), 6) from media_type m join "
         "track t on t.media_type_id = m.media_type_id group by m.media_type_id, m.name",
         [](Chinook& c) {
             return values(
                 c.media_types.query()
                     .join(c.media_types.tracks)
                     .select(c.media_types.name, sum(c.tracks.unit_price), round(avg(c.tracks.unit_price), 6))
                     .group_by(c.media_types.id, c.media_types.name));
         }},
        {"names with a quote, an underscore or a percent sign",
         "select name from track where name like '%''%' or name like '%\\_%' escape '\\' or name like "
         "'%\\%%' "
         "escape '\\'",
         [](Chinook& c) {
             return values(c.tracks
                               .where(c.tracks.name.contains("'") || c.tracks.name.contains("_") ||
                                      c.tracks.name.contains("%"))
                               .select(c.tracks.name));
         }},
        {"names with brackets or a star",
         "select name from track where name like '%[%' or name like '%*%' or "
         "name like '%?%'",
         [](Chinook& c) {
             return values(c.tracks
                               .where(c.tracks.name.contains("[") || c.tracks.name.like("%*%") ||
                                      c.tracks.name.contains("?"))
                               .select(c.tracks.name));
         }},
        {"how names begin",
         "select upper(substr(name, 1, 1)), count(*) from track group by 1 having count(*) "
         "> 100",
         [](Chinook& c) {
             const auto letter = upper(substr(c.tracks.name, 1, 1));
             return values(c.tracks.query().select(letter, count()).group_by(letter).having(count() > 100));
         }},
    });
}

TEST_CASE("a shop of music asks about its playlists") {
    ask({
        {"how many tracks each has",
         "select p.name, count(e.track_id) from playlist p left join "
         "playlist_track e on e.playlist_id = p.playlist_id group by "
         "p.playlist_id, p.name",
         [](Chinook& c) {
             return values(c.playlists.query()
                               .left_join(c.playlists.tracks)
                               .select(c.playlists.name, count(c.tracks.id))
                               .group_by(c.playlists.id, c.playlists.name));
         }},
        {"playlists without tracks",
         "select playlist_id from playlist p where not exists (select 1 from playlist_track e where "
         "e.playlist_id = p.playlist_id)",
         [](Chinook& c) { return keys_of(c.playlists.where(c.playlists.tracks.none()).all()); }},
        {"playlists with all tracks of an album",
         "select p.playlist_id from playlist p where not exists (select 1 from track t where t.album_id = "
         "149 "
         "and not exists (select 1 from playlist_track e where e.playlist_id = p.playlist_id and e.track_id "
         "= "
         "t.track_id))",
         [](Chinook& c) {
             const auto entry =
                 c.entries.query()
                     .correlated(c.tracks, c.playlists)
                     .where(c.entries.playlist_id == c.playlists.id && c.entries.track_id == c.tracks.id);
             const auto missing =
                 c.tracks.query().correlated(c.playlists).where(c.tracks.album_id == 149 && !exists(entry));
             return keys_of(c.playlists.where(!exists(missing)).all());
         }},
        {"the same by counting",
         "select e.playlist_id from playlist_track e join track t on t.track_id = e.track_id where "
         "t.album_id "
         "= 149 group by e.playlist_id having count(*) = (select count(*) from track where album_id = 149)",
         [](Chinook& c) {
             const auto all = c.tracks.where(c.tracks.album_id == 149).select(count());
             return values(c.entries.query()
                               .join(c.entries.track)
                               .where(c.tracks.album_id == 149)
                               .select(c.entries.playlist_id)
                               .group_by(c.entries.playlist_id)
                               .having(count() == all.as_value()));
         }},
        {"tracks on most playlists",
         "select t.name, count(*) from track t join playlist_track e on e.track_id = t.track_id group by "
         "t.track_id, t.name having count(*) >= 5",
         [](Chinook& c) {
             return values(c.tracks.query()
                               .join(c.tracks.playlists)
                               .select(c.tracks.name, count())
                               .group_by(c.tracks.id, c.tracks.name)
                               .having(count() >= 5));
         }},
        {"tracks on no playlist but the one with everything",
         "select count(*) from track t where not exists (select 1 from playlist_track e join playlist p on "
         "p.playlist_id = e.playlist_id where e.track_id = t.track_id and p.name <> 'Music')",
         [](Chinook& c) {
             return Rows{
                 row_of(c.tracks.where(c.tracks.playlists.none(c.playlists.name != "Music")).count())};
         }},
        {"genres on playlists",
         "select distinct p.name, g.name from playlist p join playlist_track e on e.playlist_id = "
         "p.playlist_id join track t on t.track_id = e.track_id join genre g on g.genre_id = t.genre_id "
         "where "
         "p.name like 'Classical%'",
         [](Chinook& c) {
             return values(c.playlists.query()
                               .join(c.playlists.tracks)
                               .join(c.tracks.genre)
                               .where(c.playlists.name.starts_with("Classical"))
                               .select(c.playlists.name, c.genres.name)
                               .distinct());
         }},
        {"pairs of playlists with the same tracks",
         "select a.playlist_id, b.playlist_id, count(*) from playlist_track a join playlist_track b on "
         "b.track_id = a.track_id and b.playlist_id > a.playlist_id group by a.playlist_id, b.playlist_id",
         [](Chinook& c) {
             const auto other = alias<"other">(c.entries);
             return values(c.entries.query()
                               .join(other, other[c.entries.track_id] == c.entries.track_id &&
                                                other[c.entries.playlist_id] > c.entries.playlist_id)
                               .select(c.entries.playlist_id, other[c.entries.playlist_id], count())
                               .group_by(c.entries.playlist_id, other[c.entries.playlist_id]));
         }},
        {"everything that has a name with the word Black",
         "select 'artist', name from artist where name like '%Black%' union all select 'album', title from "
         "album where title like '%Black%' union all select 'track', name from track where name like "
         "'%Black%'",
         [](Chinook& c) {
             return values(c.artists.where(c.artists.name.contains("Black"))
                               .select(value("artist"), coalesce(c.artists.name, ""))
                               .union_all(c.albums.where(c.albums.title.contains("Black"))
                                              .select(value("album"), c.albums.title))
                               .union_all(c.tracks.where(c.tracks.name.contains("Black"))
                                              .select(value("track"), c.tracks.name)));
         }},
    });
}
