"""Merge two records and take it back, across schools, with the owner's rights and within the caller's scope.

No role of the application may move rows between people of several schools; these functions may, and check for whom
they are called (``identity_guard``): the Sở, or staff of the one school that knows both records. They walk the real
foreign keys to ``people_person`` as PostgreSQL knows them, so that a room that is added later needs no line here.
Tables that refuse changes (``audit_refuse``) are left as they are. A row of the loser that says the same as one of the
winner (where it is known, who answers for it), or that has ended already, is set aside whole; every other clash of
unique keys stops the merge.

A pair of records goes with either of them, as when an import is undone that made one.
"""

from django.db import migrations

SCHOOLS = "string_to_array(nullif(current_setting('khuevan.schools', true), ''), ',')::bigint[]"
FACTS = (
    "full_name, sort_key, search_key, sex, birth_year, birth_month, birth_day, ethnicity, birth_place, phone"
)

GUARD = f"""
CREATE FUNCTION identity_guard(first bigint, second bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF current_setting('role') = 'khuevan_province' THEN RETURN; END IF;
  IF current_setting('role') <> 'none' OR 2 <> (
    SELECT count(*) FROM people_person
    WHERE id IN (first, second) AND school_ids <> '{{}}' AND school_ids <@ {SCHOOLS}
  ) THEN RAISE EXCEPTION 'outside the scope' USING ERRCODE = 'insufficient_privilege'; END IF;
END $$;
"""

LINKS = """
CREATE FUNCTION identity_links() RETURNS TABLE (tbl regclass, col name, folds text)
LANGUAGE sql STABLE SET search_path = public AS $$
  SELECT c.conrelid::regclass, a.attname,
    CASE WHEN c.conrelid IN ('people_affiliation'::regclass, 'people_guardianship'::regclass) THEN 'true'
         WHEN EXISTS (SELECT FROM pg_attribute e WHERE e.attrelid = c.conrelid AND e.attname = 'ends_on')
         THEN 'b.ends_on IS NOT NULL' ELSE 'false' END
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.confrelid = 'people_person'::regclass AND cardinality(c.conkey) = 1
    AND c.conparentid = 0 AND c.conrelid NOT IN ('identity_pair'::regclass, 'identity_merge'::regclass)
    AND NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE t.tgrelid = c.conrelid AND p.proname = 'audit_refuse')
  ORDER BY c.conrelid::regclass::text, a.attname
$$;
CREATE FUNCTION identity_clashes(tbl regclass, col name) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = public AS $$
  SELECT format(
    '(SELECT * FROM %1$s WHERE %2$I = $1 AND (%3$s)) a JOIN (SELECT * FROM %1$s WHERE %2$I = $2 AND (%3$s)) b ON %4$s',
    tbl, col, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true'), coalesce((
      SELECT string_agg(format(CASE WHEN i.indnullsnotdistinct THEN 'a.%1$I IS NOT DISTINCT FROM b.%1$I'
        ELSE 'a.%1$I = b.%1$I' END, o.attname), ' AND ')
      FROM pg_attribute o WHERE o.attrelid = tbl AND o.attnum = ANY (i.indkey) AND o.attname <> col), 'true'))
  FROM pg_index i JOIN pg_attribute k ON k.attrelid = tbl AND k.attname = col
  WHERE i.indrelid = tbl AND i.indisunique AND i.indexprs IS NULL AND k.attnum = ANY (i.indkey)
$$;
"""

WEIGH = """
CREATE FUNCTION identity_weigh(first bigint, second bigint)
RETURNS TABLE (name text, of_first bigint, of_second bigint, clashing bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE link record; clash text; extra bigint;
BEGIN
  PERFORM identity_guard(first, second);
  FOR link IN SELECT * FROM identity_links() LOOP
    name := link.tbl::text; clashing := 0;
    EXECUTE format('SELECT count(*) FILTER (WHERE %2$I = $1), count(*) FILTER (WHERE %2$I = $2) FROM %1$s'
      ' WHERE %2$I IN ($1, $2)', link.tbl, link.col) INTO of_first, of_second USING first, second;
    FOR clash IN SELECT * FROM identity_clashes(link.tbl, link.col) LOOP
      EXECUTE format('SELECT count(*) FROM %s WHERE NOT (%s)', clash, link.folds) INTO extra USING first, second;
      clashing := clashing + extra;
    END LOOP;
    IF of_first + of_second > 0 THEN RETURN NEXT; END IF;
  END LOOP;
END $$;
"""

MERGE = f"""
CREATE FUNCTION identity_merge_rows(wanted bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE m identity_merge%ROWTYPE; link record; clash text; note text;
BEGIN
  SELECT * INTO STRICT m FROM identity_merge WHERE id = wanted FOR UPDATE;
  PERFORM identity_guard(m.winner_id, m.loser_id);
  IF m.undone_at IS NOT NULL OR m.after <> '{{}}' THEN RAISE EXCEPTION 'merged before'; END IF;
  PERFORM FROM people_person WHERE id IN (m.winner_id, m.loser_id) ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT FROM people_person WHERE id IN (m.winner_id, m.loser_id) AND merged_into_id IS NOT NULL) THEN
    RAISE EXCEPTION 'a record that is merged already';
  END IF;
  UPDATE identity_merge SET before = (
    SELECT jsonb_object_agg(CASE p.id WHEN m.winner_id THEN 'winner' ELSE 'loser' END, to_jsonb(p))
    FROM people_person p WHERE p.id IN (m.winner_id, m.loser_id)) WHERE id = wanted;
  note := 'INSERT INTO identity_moved (merge_id, kind, "table", "column", "row", before) SELECT $3, %L, %L, %L, ';
  FOR link IN SELECT * FROM identity_links() LOOP
    EXECUTE format(note || 'coalesce(max(id), 0), NULL FROM %s', 'reach', link.tbl, link.col, link.tbl)
      USING m.winner_id, m.loser_id, wanted;
    FOR clash IN SELECT * FROM identity_clashes(link.tbl, link.col) LOOP
      EXECUTE format('WITH gone AS (DELETE FROM %s d WHERE d.id IN (SELECT b.id FROM %s WHERE %s) RETURNING d.*) '
        || note || 'id, to_jsonb(gone) FROM gone', link.tbl, clash, link.folds, 'folded', link.tbl, link.col)
        USING m.winner_id, m.loser_id, wanted;
    END LOOP;
    EXECUTE format('WITH moved AS (UPDATE %1$s SET %2$I = $1 WHERE %2$I = $2 RETURNING id) ', link.tbl, link.col)
      || format(note || 'id, NULL FROM moved', 'moved', link.tbl, link.col)
      USING m.winner_id, m.loser_id, wanted;
  END LOOP;
  WITH ended AS (
    UPDATE people_externalid x SET valid_to = greatest(m.day, x.valid_from)
    WHERE x.person_id = m.winner_id AND x.valid_to IS NULL AND EXISTS (
      SELECT FROM people_externalid y WHERE y.person_id = m.winner_id AND y.valid_to IS NULL AND y.id <> x.id
        AND (x.kind = 'temporary' AND y.kind = 'moet' OR x.kind IN ('moet', 'citizen', 'temporary') AND y.kind = x.kind
          AND x.id IN (SELECT v."row" FROM identity_moved v WHERE v.merge_id = wanted AND v.kind = 'moved'
            AND v."table" = 'people_externalid')
          AND y.id NOT IN (SELECT v."row" FROM identity_moved v WHERE v.merge_id = wanted AND v.kind = 'moved'
            AND v."table" = 'people_externalid')))
    RETURNING x.id
  ) INSERT INTO identity_moved (merge_id, kind, "table", "column", "row")
    SELECT wanted, 'ended', 'people_externalid', 'valid_to', id FROM ended;
  WITH made AS (
    INSERT INTO people_externalid (person_id, kind, value, source, valid_from)
    SELECT m.winner_id, 'own', p.code, 'Gộp hồ sơ', m.day FROM people_person p WHERE p.id = m.loser_id RETURNING id
  ) INSERT INTO identity_moved (merge_id, kind, "table", "column", "row")
    SELECT wanted, 'made', 'people_externalid', 'person_id', id FROM made;
  UPDATE people_person p SET ({FACTS}) = (
    SELECT {FACTS} FROM jsonb_populate_record(NULL::people_person, m.chosen)) WHERE p.id = m.winner_id;
  UPDATE people_person SET merged_into_id = m.winner_id WHERE id = m.loser_id;
  UPDATE identity_merge SET after = (
    SELECT jsonb_object_agg(CASE p.id WHEN m.winner_id THEN 'winner' ELSE 'loser' END, to_jsonb(p))
    FROM people_person p WHERE p.id IN (m.winner_id, m.loser_id)) WHERE id = wanted;
  RETURN (SELECT count(*) FROM identity_moved WHERE merge_id = wanted AND kind IN ('moved', 'folded'));
END $$;
"""

HELD = f"""
CREATE FUNCTION identity_held(wanted bigint) RETURNS TABLE (why text, name text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE m identity_merge%ROWTYPE; link record;
BEGIN
  SELECT * INTO STRICT m FROM identity_merge WHERE id = wanted;
  PERFORM identity_guard(m.winner_id, m.loser_id);
  RETURN QUERY SELECT 'later', '', count(*) FROM identity_merge x WHERE x.undone_at IS NULL AND x.id > m.id
    AND (x.winner_id IN (m.winner_id, m.loser_id) OR x.loser_id IN (m.winner_id, m.loser_id)) HAVING count(*) > 0;
  RETURN QUERY SELECT 'edited', p.full_name::text, 1::bigint FROM people_person p,
    jsonb_populate_record(NULL::people_person, m.after -> (CASE p.id WHEN m.winner_id THEN 'winner' ELSE 'loser' END)) o
    WHERE p.id IN (m.winner_id, m.loser_id)
      AND ({", ".join(f"p.{one}" for one in FACTS.split(", "))}, p.code, p.merged_into_id)
        IS DISTINCT FROM ({", ".join(f"o.{one}" for one in FACTS.split(", "))}, o.code, o.merged_into_id);
  FOR link IN SELECT * FROM identity_links() LOOP
    why := 'new'; name := link.tbl::text;
    EXECUTE format('SELECT count(*) FROM %1$s t WHERE (t.%2$I = $1 OR t.%2$I = $3) AND t.id > coalesce((SELECT "row"'
      ' FROM identity_moved v WHERE v.merge_id = $2 AND v.kind = ''reach'' AND v."table" = %3$L AND v."column" = %2$L), 0)'
      ' AND NOT EXISTS (SELECT FROM identity_moved v WHERE v.merge_id = $2 AND v.kind = ''made'' AND v."table" = %3$L'
      ' AND v."row" = t.id)', link.tbl, link.col, link.tbl) INTO rows USING m.winner_id, wanted, m.loser_id;
    IF rows > 0 AND link.tbl <> 'people_person'::regclass THEN RETURN NEXT; END IF;
    why := 'gone';
    EXECUTE format('SELECT count(*) FROM identity_moved v WHERE v.merge_id = $2 AND v.kind = ''moved'' AND v."table" = %3$L'
      ' AND v."column" = %2$L AND NOT EXISTS (SELECT FROM %1$s t WHERE t.id = v."row" AND t.%2$I = $1)',
      link.tbl, link.col, link.tbl) INTO rows USING m.winner_id, wanted;
    IF rows > 0 THEN RETURN NEXT; END IF;
  END LOOP;
  RETURN QUERY SELECT 'gone', 'people_externalid', count(*) FROM identity_moved v
    LEFT JOIN people_externalid x ON x.id = v."row" AND (v.kind = 'made' OR x.valid_to IS NOT NULL)
    WHERE v.merge_id = wanted AND v.kind IN ('ended', 'made') AND x.id IS NULL HAVING count(*) > 0;
END $$;
"""

SEPARATE = f"""
CREATE FUNCTION identity_separate_rows(wanted bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE m identity_merge%ROWTYPE; part record; link record;
BEGIN
  SELECT * INTO STRICT m FROM identity_merge WHERE id = wanted FOR UPDATE;
  PERFORM identity_guard(m.winner_id, m.loser_id);
  PERFORM FROM people_person WHERE id IN (m.winner_id, m.loser_id) ORDER BY id FOR UPDATE;
  IF m.undone_at IS NOT NULL OR m.after = '{{}}' OR EXISTS (SELECT FROM identity_held(wanted)) THEN
    RAISE EXCEPTION 'something holds the merge';
  END IF;
  DELETE FROM people_externalid x USING identity_moved v
    WHERE v.merge_id = wanted AND v.kind = 'made' AND v."table" = 'people_externalid' AND x.id = v."row";
  UPDATE people_externalid x SET valid_to = NULL FROM identity_moved v
    WHERE v.merge_id = wanted AND v.kind = 'ended' AND x.id = v."row";
  FOR link IN SELECT * FROM identity_links() LOOP
    EXECUTE format('UPDATE %1$s t SET %2$I = $2 FROM identity_moved v WHERE v.merge_id = $3 AND v.kind = ''moved'''
      ' AND v."table" = %3$L AND v."column" = %2$L AND t.id = v."row" AND t.%2$I = $1', link.tbl, link.col, link.tbl)
      USING m.winner_id, m.loser_id, wanted;
  END LOOP;
  FOR part IN SELECT DISTINCT v."table" AS tbl FROM identity_moved v WHERE v.merge_id = wanted AND v.kind = 'folded' LOOP
    EXECUTE format('INSERT INTO %1$s SELECT r.* FROM identity_moved v, jsonb_populate_record(NULL::%1$s, v.before) r'
      ' WHERE v.merge_id = $1 AND v.kind = ''folded'' AND v."table" = %1$L', part.tbl::regclass) USING wanted;
  END LOOP;
  UPDATE people_person p SET ({FACTS}, school_ids, staff_ids, merged_into_id) = (
    SELECT {FACTS}, school_ids, staff_ids, merged_into_id FROM jsonb_populate_record(
      NULL::people_person, m.before -> (CASE p.id WHEN m.winner_id THEN 'winner' ELSE 'loser' END)))
    WHERE p.id IN (m.winner_id, m.loser_id);
  RETURN (SELECT count(*) FROM identity_moved WHERE merge_id = wanted AND kind IN ('moved', 'folded'));
END $$;
"""

PAIRS = """
DO $do$
DECLARE one record;
BEGIN
  FOR one IN SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_constraint
    WHERE conrelid = 'identity_pair'::regclass AND contype = 'f' LOOP
    EXECUTE format('ALTER TABLE identity_pair DROP CONSTRAINT %I', one.conname);
    EXECUTE format('ALTER TABLE identity_pair ADD CONSTRAINT %I %s', one.conname,
      replace(one.said, ' DEFERRABLE', ' ON DELETE CASCADE DEFERRABLE'));
  END LOOP;
END $do$;
"""
RIGHTS = """
REVOKE ALL ON FUNCTION identity_guard, identity_links, identity_clashes, identity_weigh, identity_merge_rows,
  identity_held, identity_separate_rows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_weigh, identity_merge_rows, identity_held, identity_separate_rows
  TO khuevan_app, khuevan_province;
"""
UNMAKE = """
DROP FUNCTION identity_separate_rows; DROP FUNCTION identity_held; DROP FUNCTION identity_merge_rows;
DROP FUNCTION identity_weigh; DROP FUNCTION identity_clashes; DROP FUNCTION identity_links; DROP FUNCTION identity_guard;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunSQL([PAIRS, GUARD, LINKS, WEIGH, MERGE, HELD, SEPARATE, RIGHTS], [UNMAKE])]
