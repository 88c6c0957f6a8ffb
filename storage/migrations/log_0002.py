"""What step 0002 does beside its tables, frozen with it: the log is only added to.

The one change that goes through puts an empty text in place of what says who a member is
(storage/erasing.py). It is told apart by what it does, not by who says it may: no setting, mark
or account lets anything else through. docs/decisions/deeds-and-changes.md says why.
"""

import importlib
from typing import Any

# As storage/erasing.py has them; another one there needs a step of its own.
PERSONAL = (
    "full_name",
    "folded",
    "call_name",
    "address_word",
    "call_hint",
    "homeroom",
    "person_id",
)
REFUSED = "the log is only added to"
_NAMES = ", ".join(f"'{name}'" for name in PERSONAL)
_SAME_ROW = """NEW.change_id = OLD.change_id AND NEW.deed_id = OLD.deed_id
    AND NEW.subject = OLD.subject AND NEW.subject_id = OLD.subject_id
    AND OLD.subject = 'members'"""


def _op() -> Any:
    # A backup has only the words from here, in a service that does without Alembic.
    return importlib.import_module("alembic.op")


def guard() -> None:
    """Put the triggers in place."""
    op = _op()
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def unguard() -> None:
    """Take the triggers away, for a rollback."""
    op = _op()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("deeds", "changes"):
        for verb in _VERBS if is_sqlite else (*_VERBS, "truncate"):
            name = f"{table}_no_{verb}"
            op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
    if not is_sqlite:
        op.execute("DROP FUNCTION IF EXISTS log_is_kept()")
        op.execute("DROP FUNCTION IF EXISTS log_is_blanked(json, json)")


_VERBS = ("update", "delete")


def _blanked_in_sqlite(column: str) -> str:
    old, new = f'OLD."{column}"', f'NEW."{column}"'
    return f"""({new} IS {old} OR (
        json_type({new}) = 'object' AND json_type({old}) = 'object'
        AND (SELECT count(*) FROM json_each({new})) = (SELECT count(*) FROM json_each({old}))
        AND NOT EXISTS (SELECT 1 FROM json_each({old}) AS o WHERE NOT EXISTS (
            SELECT 1 FROM json_each({new}) AS n WHERE n.key = o.key AND (
                (n.type = o.type AND n.value IS o.value)
                OR (o.key IN ({_NAMES}) AND n.type = 'text' AND n.value = '')
            )
        ))
    ))"""  # noqa: S608 - the names are the constants above


def _refuse_in_sqlite(table: str, verb: str, unless: str = "") -> str:
    when = f"WHEN NOT ({unless})" if unless else ""
    return f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
    {when} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""


_SQLITE = (
    _refuse_in_sqlite("deeds", "update"),
    _refuse_in_sqlite("deeds", "delete"),
    _refuse_in_sqlite(
        "changes",
        "update",
        " AND ".join([_SAME_ROW, _blanked_in_sqlite("before"), _blanked_in_sqlite("after")]),
    ),
    _refuse_in_sqlite("changes", "delete"),
)

# A dump of our tables names them and does not hold them: a restore makes them first.
FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION log_is_blanked(was json, is_now json) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
        SELECT CAST(was AS text) IS NOT DISTINCT FROM CAST(is_now AS text) OR (
            json_typeof(was) = 'object' AND json_typeof(is_now) = 'object'
            AND (SELECT count(*) FROM json_each(was)) = (SELECT count(*) FROM json_each(is_now))
            AND NOT EXISTS (SELECT 1 FROM json_each(was) AS o WHERE NOT EXISTS (
                SELECT 1 FROM json_each(is_now) AS n WHERE n.key = o.key AND (
                    CAST(n.value AS jsonb) = CAST(o.value AS jsonb)
                    OR (o.key IN ({_NAMES}) AND CAST(n.value AS text) = '""')
                )
            ))
        )
    $$""",  # noqa: S608 - the names are the constants above
    f"""CREATE OR REPLACE FUNCTION log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'changes' THEN
            IF {_SAME_ROW} AND log_is_blanked(OLD.before, NEW.before)
                AND log_is_blanked(OLD.after, NEW.after) THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '{REFUSED}';
    END $$""",
)

_POSTGRESQL = (
    *FUNCTIONS,
    *(
        f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
        FOR EACH {"STATEMENT" if verb == "truncate" else "ROW"} EXECUTE FUNCTION log_is_kept()"""
        for table in ("deeds", "changes")
        for verb in (*_VERBS, "truncate")
    ),
)
