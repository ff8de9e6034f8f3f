-- Rows at the edges of what the columns of styles.sql hold.
INSERT INTO users (email) VALUES ('a@b.c');
INSERT INTO users (email, name, mood, score, ratio, state, share, mail, settings, tags, nums, active, price, manager_id, created_at)
VALUES ('ü' || repeat('x', 119), '', 'very happy', 999, -99.99, 'old', 100, '@', '{"a": [null, 1.5, "ü"]}', ARRAY['', '"', 'a,b', '{}'],
        ARRAY[-2147483648, 2147483647], false, (1234567890.12, NULL), 1, '0001-01-01 00:00:00+00'),
       ('c', E'\n\\ " ''', 'sad', -1, 9.50, 'new', 0, 'x@y', '[]', '{}', '{}', true, ROW (NULL, 'ö'), NULL, '9999-12-31 23:59:59.999999+00');
INSERT INTO posts (author_id, editor_id, title, published_at, metadata) VALUES
    (1, NULL, '', NULL, NULL), (2, 1, repeat('t', 200), '2024-02-29 23:59:59.999', '"text"'), (2, 2, 'three', 'epoch', '0');
INSERT INTO labels VALUES ('', NULL), ('red', '#ff0000');
INSERT INTO post_labels VALUES (1, ''), (1, 'red'), (2, 'red');
INSERT INTO profiles VALUES (1, NULL), (3, '');
INSERT INTO billing.accounts VALUES ('eu', 1), ('', -2147483648);
INSERT INTO billing.payments (region, number, amount) VALUES ('eu', 1, 9999999999.99), (NULL, NULL, -0.01), ('', -2147483648, 0);
INSERT INTO log_lines VALUES ('2024-01-01 00:00:00.000001+14', NULL), ('1900-01-01 00:00:00+00', '');
INSERT INTO nodes VALUES (1, NULL, NULL, NULL, NULL), (2, 1, '', '{}', ''), (-2147483648, 2, 'x', '[]', 'y');
INSERT INTO edges VALUES (1, 2, 1.5), (2, 2, -1e30);
INSERT INTO rooms (id, during) VALUES (-32768, 'empty');
INSERT INTO rooms VALUES (32767, '[2024-01-01,)', 'a', '32 days 03:04:05.5', '23:59:59+02', '\x00ff', '10.0.0.1/8', '2001:db8::/32', B'101',
    B'', 'a:1 b:2', '(1,-2)', 1e-30, -9223372036854775808, '{sad,ok}', '{{1,2},{3,4}}', '{"a": null}', '<a/>', 1e308, '4000-01-01');
