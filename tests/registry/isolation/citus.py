"""What Citus asks of a table before it spreads or copies it, read from PostgreSQL's own catalogues.

After "Creating and modifying distributed objects" of Citus' documentation and the checks that
``create_distributed_table`` and ``create_reference_table`` make (policies, constraints, foreign keys, triggers).
The queries take the names of the tables spread by ``school_id``, and of all: those, and what every machine holds whole.
"""

from typing import Any

RULES = {
    "a unique key without the distribution column": """
SELECT i.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'
WHERE (x.indisunique OR x.indisexclusion) AND NOT a.attnum = any(x.indkey) AND c.relname = any(%(spread)s)""",
    "a distribution column that may be empty, is computed or of another type": """
SELECT c.relname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'
WHERE c.relname = any(%(spread)s)
  AND (a.attnotnull AND a.attgenerated = '' AND a.atttypid = 'bigint'::regtype) IS NOT TRUE""",
    "a foreign key between spread tables that does not lead over the distribution column": """
SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND c.relname = any(%(spread)s) AND f.relname = any(%(spread)s) AND NOT EXISTS (
  SELECT FROM unnest(k.conkey, k.confkey) AS pair(here, there)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = here AND a.attname = 'school_id'
  JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = there AND b.attname = 'school_id')""",
    "a foreign key into a table that Citus does not know": """
SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND c.relname = any(%(all)s) AND NOT f.relname = any(%(all)s)""",
    "a foreign key from a reference table into a spread one": """
SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND NOT c.relname = any(%(spread)s) AND f.relname = any(%(spread)s)""",
    "a foreign key over the distribution column that would change it": """
SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id' AND a.attnum = any(k.conkey)
WHERE k.contype = 'f' AND c.relname = any(%(spread)s)
  AND (k.confdeltype IN ('n', 'd') OR k.confupdtype IN ('n', 'd', 'c'))""",
    "a policy with a subquery": """
SELECT c.relname || ' ' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE concat(p.polqual::text, p.polwithcheck::text) LIKE '%%{SUBLINK %%' AND c.relname = any(%(all)s)""",
    "a trigger on TRUNCATE": """
SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgtype & 32 > 0 AND c.relname = any(%(all)s)""",
    "an identity column smaller than bigint": """
SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attidentity <> '' AND a.atttypid <> 'bigint'::regtype AND c.relname = any(%(all)s)""",
    "a rule, a parent, a child, or what is no table": """
SELECT c.relname FROM pg_class c WHERE c.relname = any(%(all)s)
  AND (c.relkind NOT IN ('r', 'p') OR c.relhasrules OR c.relhassubclass AND c.relkind = 'r' OR NOT c.relispartition
    AND EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid))""",
}

PARTITIONS = """SELECT c.relname FROM pg_inherits
JOIN pg_class c ON c.oid = inhrelid JOIN pg_class p ON p.oid = inhparent
WHERE c.relispartition AND p.relname = any(%s)"""


def refused(connection: Any, spread: list[str], whole: list[str]) -> dict[str, list[str]]:
    """What breaks which rule; nothing where Citus would take all tables."""
    parts = [name for (name,) in connection.execute(PARTITIONS, [spread])]
    tables = {"spread": spread + parts, "all": spread + parts + whole}
    found = {rule: [name for (name,) in connection.execute(sql, tables)] for rule, sql in RULES.items()}
    return {rule: names for rule, names in found.items() if names}
