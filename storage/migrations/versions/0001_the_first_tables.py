"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The column types as they were at this step; storage/types.py may move on.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    op.create_table(
        "persons",
        sa.Column("person_id", ID, autoincrement=True, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_persons")),
    )
    op.create_table(
        "schools",
        sa.Column("school_id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_schools")),
    )
    op.create_table(
        "bots",
        sa.Column("bot_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("username", sa.Text(), server_default="", nullable=False),
        sa.Column("update_offset", ID, nullable=False),
        sa.Column("most_people", sa.Integer(), nullable=False),
        sa.Column("most_groups", sa.Integer(), nullable=False),
        sa.Column("most_messages", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_bots_school_id")
        ),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_bots")),
        sa.UniqueConstraint("channel", "account", name=op.f("uq_bots_channel_account")),
    )
    op.create_table(
        "calendars",
        sa.Column("calendar_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_calendars_school_id")
        ),
        sa.PrimaryKeyConstraint("calendar_id", name=op.f("pk_calendars")),
        sa.UniqueConstraint(
            "school_id", "first_year", name=op.f("uq_calendars_school_id_first_year")
        ),
    )
    with op.batch_alter_table("calendars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendars_school_id"), ["school_id"], unique=False)

    op.create_table(
        "evidence_series",
        sa.Column("series_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("criteria_set", sa.String(length=24), nullable=False),
        sa.Column("criterion", sa.String(length=8), nullable=False),
        sa.Column("last_ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_evidence_series_school_id")
        ),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_evidence_series")),
        sa.UniqueConstraint(
            "school_id",
            "criteria_set",
            "criterion",
            name=op.f("uq_evidence_series_school_id_criteria_set_criterion"),
        ),
    )
    with op.batch_alter_table("evidence_series", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_series_school_id"), ["school_id"], unique=False
        )

    op.create_table(
        "promises",
        sa.Column("promise_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_promises_school_id")
        ),
        sa.PrimaryKeyConstraint("promise_id", name=op.f("pk_promises")),
        sa.UniqueConstraint("school_id", "kind", name=op.f("uq_promises_school_id_kind")),
    )
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promises_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_promises_school_id"), ["school_id"], unique=False)

    op.create_table(
        "units",
        sa.Column("unit_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_units_school_id")
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_units")),
        sa.UniqueConstraint("school_id", "folded", name=op.f("uq_units_school_id_folded")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_school_id"), ["school_id"], unique=False)

    op.create_table(
        "addresses",
        sa.Column("address_id", ID, autoincrement=True, nullable=False),
        sa.Column("bot_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("chat", sa.Text(), server_default="", nullable=False),
        sa.Column("thread", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("quiet_until", INSTANT, nullable=True),
        sa.Column("preferred_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["bot_id"], ["bots.bot_id"], name=op.f("fk_addresses_bot_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_addresses_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_addresses_school_id")
        ),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_addresses")),
        sa.UniqueConstraint(
            "bot_id", "chat", "thread", name=op.f("uq_addresses_bot_id_chat_thread")
        ),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addresses_person_id"), ["person_id"], unique=False)

    op.create_table(
        "bot_months",
        sa.Column("bot_id", ID, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bot_id"], ["bots.bot_id"], name=op.f("fk_bot_months_bot_id")),
        sa.PrimaryKeyConstraint("bot_id", "month", name=op.f("pk_bot_months")),
    )
    op.create_table(
        "inbox",
        sa.Column("inbox_id", ID, autoincrement=True, nullable=False),
        sa.Column("bot_id", ID, nullable=False),
        sa.Column("dedupe_key", sa.Text(), server_default="", nullable=False),
        sa.Column("chat", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("prepared", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("retry_at", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("error_code", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["bot_id"], ["bots.bot_id"], name=op.f("fk_inbox_bot_id")),
        sa.PrimaryKeyConstraint("inbox_id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("bot_id", "dedupe_key", name=op.f("uq_inbox_bot_id_dedupe_key")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_state_inbox_id", ["state", "inbox_id"], unique=False)

    op.create_table(
        "lanes",
        sa.Column("bot_id", ID, nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("last_send_at", INSTANT, nullable=True),
        sa.Column("sent_lately", sa.Integer(), server_default="0", nullable=False),
        sa.Column("penalty_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["bot_id"], ["bots.bot_id"], name=op.f("fk_lanes_bot_id")),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_lanes")),
    )
    op.create_table(
        "members",
        sa.Column("member_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("full_name", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("call_name", sa.Text(), server_default="", nullable=False),
        sa.Column("address_word", sa.Text(), server_default="", nullable=False),
        sa.Column("call_hint", sa.Text(), server_default="", nullable=False),
        sa.Column("homeroom", sa.Text(), server_default="", nullable=False),
        sa.Column("digest_at", sa.Time(), nullable=True),
        sa.Column("joined_at", INSTANT, nullable=True),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_members_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_members_school_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_members_unit_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_school_id"), ["school_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("consent_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_consents_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_consents_school_id")
        ),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consents_school_id"), ["school_id"], unique=False)

    op.create_table(
        "deeds",
        sa.Column("deed_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("undoes", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_deeds_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_deeds_school_id")
        ),
        sa.ForeignKeyConstraint(["undoes"], ["deeds.deed_id"], name=op.f("fk_deeds_undoes")),
        sa.PrimaryKeyConstraint("deed_id", name=op.f("pk_deeds")),
    )
    with op.batch_alter_table("deeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deeds_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_deeds_school_id_deed_id", ["school_id", "deed_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("delivery_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("bot_id", ID, nullable=False),
        sa.Column("address_id", ID, nullable=False),
        sa.Column("moved_from", ID, nullable=True),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("dedup_key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.address_id"], name=op.f("fk_deliveries_address_id")
        ),
        sa.ForeignKeyConstraint(["bot_id"], ["bots.bot_id"], name=op.f("fk_deliveries_bot_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_deliveries_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["moved_from"], ["addresses.address_id"], name=op.f("fk_deliveries_moved_from")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_deliveries_school_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_deliveries_dedup_key")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_address_id"), ["address_id"], unique=False)
        batch_op.create_index(
            "ix_deliveries_address_id_message_id", ["address_id", "message_id"], unique=False
        )
        batch_op.create_index(
            "ix_deliveries_lane",
            ["bot_id", "state", "rank", "school_id", "not_before"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_deliveries_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "ix_deliveries_wake", ["bot_id", "state", "not_before"], unique=False
        )

    op.create_table(
        "duties",
        sa.Column("duty_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_duties_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_duties_school_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_duties_unit_id")),
        sa.PrimaryKeyConstraint("duty_id", name=op.f("pk_duties")),
        sa.UniqueConstraint(
            "member_id",
            "first_year",
            "role",
            "unit_id",
            name=op.f("uq_duties_member_id_first_year_role_unit_id"),
        ),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duties_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duties_school_id"), ["school_id"], unique=False)

    op.create_table(
        "entries",
        sa.Column("entry_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_entries_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_entries_school_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entries")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_entries_token_hash")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entries_school_id"), ["school_id"], unique=False)

    op.create_table(
        "feeds",
        sa.Column("feed_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_feeds_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_feeds_school_id")
        ),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feeds_token_hash")),
    )
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feeds_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feeds_school_id"), ["school_id"], unique=False)

    op.create_table(
        "invites",
        sa.Column("invite_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_invites_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_invites_school_id")
        ),
        sa.PrimaryKeyConstraint("invite_id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invites_code_hash")),
    )
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invites_school_id"), ["school_id"], unique=False)

    op.create_table(
        "join_tries",
        sa.Column("try_id", ID, autoincrement=True, nullable=False),
        sa.Column("address_id", ID, nullable=False),
        sa.Column("tried_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.address_id"], name=op.f("fk_join_tries_address_id")
        ),
        sa.PrimaryKeyConstraint("try_id", name=op.f("pk_join_tries")),
    )
    with op.batch_alter_table("join_tries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_join_tries_address_id_tried_at", ["address_id", "tried_at"], unique=False
        )

    op.create_table(
        "papers",
        sa.Column("paper_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("address_id", ID, nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("dedup_key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("file_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.address_id"], name=op.f("fk_papers_address_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_papers_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_papers_school_id")
        ),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_papers")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_papers_dedup_key")),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_papers_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_papers_school_id"), ["school_id"], unique=False)

    op.create_table(
        "plans",
        sa.Column("plan_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("criteria_set", sa.Text(), server_default="", nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("imported_by", ID, nullable=True),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["members.member_id"], name=op.f("fk_plans_imported_by")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_plans_school_id")
        ),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_school_id"), ["school_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("session_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_sessions_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_sessions_school_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_school_id"), ["school_id"], unique=False)

    op.create_table(
        "stand_ins",
        sa.Column("stand_in_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("for_id", ID, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["for_id"], ["members.member_id"], name=op.f("fk_stand_ins_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_stand_ins_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_stand_ins_school_id")
        ),
        sa.PrimaryKeyConstraint("stand_in_id", name=op.f("pk_stand_ins")),
    )
    with op.batch_alter_table("stand_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stand_ins_school_id"), ["school_id"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("upload_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("address_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.address_id"], name=op.f("fk_uploads_address_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_uploads_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_uploads_school_id")
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_uploads_token_hash")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploads_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_school_id"), ["school_id"], unique=False)

    op.create_table(
        "changes",
        sa.Column("change_id", ID, autoincrement=True, nullable=False),
        sa.Column("deed_id", ID, nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["deed_id"], ["deeds.deed_id"], name=op.f("fk_changes_deed_id")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_deed_id"), ["deed_id"], unique=False)
        batch_op.create_index(
            "ix_changes_subject_subject_id", ["subject", "subject_id"], unique=False
        )

    op.create_table(
        "doubts",
        sa.Column("doubt_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("task_ids", sa.JSON(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.plan_id"], name=op.f("fk_doubts_plan_id")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_doubts_school_id")
        ),
        sa.PrimaryKeyConstraint("doubt_id", name=op.f("pk_doubts")),
    )
    with op.batch_alter_table("doubts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doubts_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_doubts_school_id"), ["school_id"], unique=False)

    op.create_table(
        "prompts",
        sa.Column("prompt_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=True),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("address_id", ID, nullable=True),
        sa.Column("delivery_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("takes_text", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.address_id"], name=op.f("fk_prompts_address_id")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.delivery_id"], name=op.f("fk_prompts_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_prompts_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_prompts_school_id")
        ),
        sa.PrimaryKeyConstraint("prompt_id", name=op.f("pk_prompts")),
    )
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prompts_address_id"), ["address_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prompts_member_id"), ["member_id"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("task_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("completion", sa.String(length=8), nullable=False),
        sa.Column("level", sa.Text(), server_default="", nullable=False),
        sa.Column("standard", sa.Text(), server_default="", nullable=False),
        sa.Column("standard_title", sa.Text(), server_default="", nullable=False),
        sa.Column("criterion", sa.Text(), server_default="", nullable=False),
        sa.Column("work", sa.Text(), server_default="", nullable=False),
        sa.Column("folded_work", sa.Text(), server_default="", nullable=False),
        sa.Column("time_text", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_text", sa.Text(), server_default="", nullable=False),
        sa.Column("conditions", sa.Text(), server_default="", nullable=False),
        sa.Column("solution", sa.Text(), server_default="", nullable=False),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("budget_amount", ID, nullable=True),
        sa.Column("budget_source", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("given_by", ID, nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("carried_from", ID, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["carried_from"], ["tasks.task_id"], name=op.f("fk_tasks_carried_from")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["members.member_id"], name=op.f("fk_tasks_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["members.member_id"], name=op.f("fk_tasks_given_by")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.plan_id"], name=op.f("fk_tasks_plan_id")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_tasks_school_id")
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_tasks_school_id_number")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_school_id"), ["school_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("assignment_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("unit_text", sa.Text(), server_default="", nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("person_text", sa.Text(), server_default="", nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_assignments_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_assignments_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.task_id"], name=op.f("fk_assignments_task_id")
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_task_id"), ["task_id"], unique=False)

    op.create_table(
        "expenses",
        sa.Column("expense_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("amount", ID, nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("logged_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_expenses_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_expenses_school_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.task_id"], name=op.f("fk_expenses_task_id")),
        sa.PrimaryKeyConstraint("expense_id", name=op.f("pk_expenses")),
    )
    with op.batch_alter_table("expenses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expenses_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expenses_task_id"), ["task_id"], unique=False)

    op.create_table(
        "occurrences",
        sa.Column("occurrence_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("shape", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_occurrences_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.task_id"], name=op.f("fk_occurrences_task_id")
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_occurrences")),
    )
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrences_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_occurrences_task_id"), ["task_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("question_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_of", ID, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.member_id"], name=op.f("fk_questions_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["asked_of"], ["members.member_id"], name=op.f("fk_questions_asked_of")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_questions_school_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.task_id"], name=op.f("fk_questions_task_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_questions")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_task_id"), ["task_id"], unique=False)

    op.create_table(
        "delivery_items",
        sa.Column("delivery_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.delivery_id"], name=op.f("fk_delivery_items_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.occurrence_id"],
            name=op.f("fk_delivery_items_occurrence_id"),
        ),
        sa.PrimaryKeyConstraint("delivery_id", "position", name=op.f("pk_delivery_items")),
    )
    with op.batch_alter_table("delivery_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_items_occurrence_id"), ["occurrence_id"], unique=False
        )

    op.create_table(
        "evidence",
        sa.Column("evidence_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("occurrence_id", ID, nullable=True),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("file_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("criterion", sa.Text(), server_default="", nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("issued", sa.Text(), server_default="", nullable=False),
        sa.Column("issuer", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("album", sa.Text(), server_default="", nullable=False),
        sa.Column("is_index", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("filed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_evidence_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.occurrence_id"],
            name=op.f("fk_evidence_occurrence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_evidence_school_id")
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evidence_school_id"), ["school_id"], unique=False)

    op.create_table(
        "moments",
        sa.Column("moment_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("rung", sa.String(length=16), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.occurrence_id"], name=op.f("fk_moments_occurrence_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_moments_school_id")
        ),
        sa.PrimaryKeyConstraint("moment_id", name=op.f("pk_moments")),
    )
    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_moments_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_moments_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_moments_school_id"), ["school_id"], unique=False)

    op.create_table(
        "parts",
        sa.Column("part_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_parts_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.occurrence_id"], name=op.f("fk_parts_occurrence_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_parts_school_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.unit_id"], name=op.f("fk_parts_unit_id")),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_parts")),
    )
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_parts_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_parts_school_id"), ["school_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("report_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("intent", sa.String(length=12), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("is_note", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_reports_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.occurrence_id"], name=op.f("fk_reports_occurrence_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_reports_school_id")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reports_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reports_school_id"), ["school_id"], unique=False)

    op.create_table(
        "requests",
        sa.Column("request_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("occurrence_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=True),
        sa.Column("to_whom", sa.Text(), server_default="", nullable=False),
        sa.Column("to_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.member_id"], name=op.f("fk_requests_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["members.member_id"], name=op.f("fk_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.occurrence_id"],
            name=op.f("fk_requests_occurrence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_requests_school_id")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["members.member_id"], name=op.f("fk_requests_to_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_requests")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_requests_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_requests_school_id"), ["school_id"], unique=False)

    op.create_table(
        "evidence_codes",
        sa.Column("code_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("evidence_id", ID, nullable=False),
        sa.Column("criteria_set", sa.String(length=24), nullable=False),
        sa.Column("criterion", sa.String(length=8), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("box", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.evidence_id"], name=op.f("fk_evidence_codes_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_evidence_codes_school_id")
        ),
        sa.PrimaryKeyConstraint("code_id", name=op.f("pk_evidence_codes")),
        sa.UniqueConstraint(
            "school_id",
            "criteria_set",
            "criterion",
            "ordinal",
            name=op.f("uq_evidence_codes_school_id_criteria_set_criterion_ordinal"),
        ),
    )
    with op.batch_alter_table("evidence_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_codes_evidence_id"), ["evidence_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evidence_codes_school_id"), ["school_id"], unique=False
        )

    op.create_table(
        "reminders",
        sa.Column("reminder_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("moment_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("delivery_id", ID, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.delivery_id"], name=op.f("fk_reminders_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_reminders_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["moment_id"], ["moments.moment_id"], name=op.f("fk_reminders_moment_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_reminders_school_id")
        ),
        sa.PrimaryKeyConstraint("reminder_id", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reminders_delivery_id"), ["delivery_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reminders_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminders_moment_id"), ["moment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminders_school_id"), ["school_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminders_school_id"))
        batch_op.drop_index(batch_op.f("ix_reminders_moment_id"))
        batch_op.drop_index(batch_op.f("ix_reminders_member_id"))
        batch_op.drop_index(batch_op.f("ix_reminders_delivery_id"))

    op.drop_table("reminders")
    with op.batch_alter_table("evidence_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_codes_school_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_codes_evidence_id"))

    op.drop_table("evidence_codes")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requests_school_id"))
        batch_op.drop_index(batch_op.f("ix_requests_occurrence_id"))

    op.drop_table("requests")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_school_id"))
        batch_op.drop_index(batch_op.f("ix_reports_occurrence_id"))

    op.drop_table("reports")
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parts_school_id"))
        batch_op.drop_index(batch_op.f("ix_parts_occurrence_id"))

    op.drop_table("parts")
    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moments_school_id"))
        batch_op.drop_index(batch_op.f("ix_moments_occurrence_id"))
        batch_op.drop_index(
            "ix_moments_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("moments")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_school_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_occurrence_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("delivery_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_items_occurrence_id"))

    op.drop_table("delivery_items")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_task_id"))
        batch_op.drop_index(batch_op.f("ix_questions_school_id"))

    op.drop_table("questions")
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occurrences_task_id"))
        batch_op.drop_index(batch_op.f("ix_occurrences_school_id"))

    op.drop_table("occurrences")
    with op.batch_alter_table("expenses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expenses_task_id"))
        batch_op.drop_index(batch_op.f("ix_expenses_school_id"))

    op.drop_table("expenses")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_task_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_school_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tasks_school_id"))
        batch_op.drop_index(batch_op.f("ix_tasks_plan_id"))

    op.drop_table("tasks")
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prompts_member_id"))
        batch_op.drop_index(batch_op.f("ix_prompts_address_id"))

    op.drop_table("prompts")
    with op.batch_alter_table("doubts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doubts_school_id"))
        batch_op.drop_index(batch_op.f("ix_doubts_plan_id"))

    op.drop_table("doubts")
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.drop_index("ix_changes_subject_subject_id")
        batch_op.drop_index(batch_op.f("ix_changes_deed_id"))

    op.drop_table("changes")
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uploads_school_id"))
        batch_op.drop_index(batch_op.f("ix_uploads_member_id"))

    op.drop_table("uploads")
    with op.batch_alter_table("stand_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stand_ins_school_id"))

    op.drop_table("stand_ins")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_school_id"))
        batch_op.drop_index(batch_op.f("ix_sessions_member_id"))

    op.drop_table("sessions")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plans_school_id"))

    op.drop_table("plans")
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_papers_school_id"))
        batch_op.drop_index(
            "ix_papers_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("papers")
    with op.batch_alter_table("join_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_join_tries_address_id_tried_at")

    op.drop_table("join_tries")
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invites_school_id"))

    op.drop_table("invites")
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feeds_school_id"))
        batch_op.drop_index(batch_op.f("ix_feeds_member_id"))

    op.drop_table("feeds")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_school_id"))
        batch_op.drop_index(batch_op.f("ix_entries_member_id"))

    op.drop_table("entries")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duties_school_id"))
        batch_op.drop_index(batch_op.f("ix_duties_member_id"))

    op.drop_table("duties")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_wake")
        batch_op.drop_index(batch_op.f("ix_deliveries_school_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_member_id"))
        batch_op.drop_index("ix_deliveries_lane")
        batch_op.drop_index("ix_deliveries_address_id_message_id")
        batch_op.drop_index(batch_op.f("ix_deliveries_address_id"))

    op.drop_table("deliveries")
    with op.batch_alter_table("deeds", schema=None) as batch_op:
        batch_op.drop_index("ix_deeds_school_id_deed_id")
        batch_op.drop_index(batch_op.f("ix_deeds_member_id"))

    op.drop_table("deeds")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_school_id"))
        batch_op.drop_index(batch_op.f("ix_consents_member_id"))

    op.drop_table("consents")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_school_id"))
        batch_op.drop_index(batch_op.f("ix_members_person_id"))

    op.drop_table("members")
    op.drop_table("lanes")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_state_inbox_id")

    op.drop_table("inbox")
    op.drop_table("bot_months")
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addresses_person_id"))

    op.drop_table("addresses")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_school_id"))

    op.drop_table("units")
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promises_school_id"))
        batch_op.drop_index(batch_op.f("ix_promises_next_at"))

    op.drop_table("promises")
    with op.batch_alter_table("evidence_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_series_school_id"))

    op.drop_table("evidence_series")
    with op.batch_alter_table("calendars", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendars_school_id"))

    op.drop_table("calendars")
    op.drop_table("bots")
    op.drop_table("schools")
    op.drop_table("persons")
    op.drop_table("installation")
