"""What the second release added."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.log_0002 import guard, unguard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The column types as they were at this step; storage/types.py may move on.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()

# What a message speaks of, from rows of their own into its own row, and back.
_GATHERED = """
    UPDATE deliveries SET about = (
        SELECT {}(occurrence_id) FROM (
            SELECT occurrence_id FROM delivery_items
            WHERE delivery_items.delivery_id = deliveries.delivery_id ORDER BY position
        ) AS item
    )
    WHERE EXISTS (
        SELECT 1 FROM delivery_items WHERE delivery_items.delivery_id = deliveries.delivery_id
    )"""
_LISTED = {"sqlite": "json_group_array", "postgresql": "json_agg"}
_SPREAD = {
    "sqlite": """
        INSERT INTO delivery_items (delivery_id, position, occurrence_id)
        SELECT delivery_id, item.key, item.value FROM deliveries, json_each(about) AS item""",
    "postgresql": """
        INSERT INTO delivery_items (delivery_id, position, occurrence_id)
        SELECT delivery_id, item.place - 1, CAST(item.value AS BIGINT)
        FROM deliveries,
            json_array_elements_text(about) WITH ORDINALITY AS item(value, place)""",
}


def upgrade() -> None:
    op.create_table(
        "provinces",
        sa.Column("province_id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("province_id", name=op.f("pk_provinces")),
        sa.UniqueConstraint("name", name=op.f("uq_provinces_name")),
    )
    op.create_table(
        "officers",
        sa.Column("officer_id", ID, autoincrement=True, nullable=False),
        sa.Column("province_id", ID, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=True),
        sa.Column("consent_version", sa.Integer(), nullable=True),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_officers_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["provinces.province_id"], name=op.f("fk_officers_province_id")
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officers")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_officers_code_hash")),
    )
    with op.batch_alter_table("officers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officers_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_officers_province_id"), ["province_id"], unique=False)

    op.create_table(
        "officer_files",
        sa.Column("officer_file_id", ID, autoincrement=True, nullable=False),
        sa.Column("officer_id", ID, nullable=False),
        sa.Column("file_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.officer_id"], name=op.f("fk_officer_files_officer_id")
        ),
        sa.PrimaryKeyConstraint("officer_file_id", name=op.f("pk_officer_files")),
    )
    with op.batch_alter_table("officer_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_officer_files_officer_id"), ["officer_id"], unique=False
        )

    op.create_table(
        "officer_requests",
        sa.Column("officer_request_id", ID, autoincrement=True, nullable=False),
        sa.Column("officer_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.String(length=8), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("done_by_on", sa.Date(), nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.officer_id"], name=op.f("fk_officer_requests_officer_id")
        ),
        sa.PrimaryKeyConstraint("officer_request_id", name=op.f("pk_officer_requests")),
    )
    with op.batch_alter_table("officer_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_officer_requests_officer_id"), ["officer_id"], unique=False
        )

    op.create_table(
        "visits",
        sa.Column("visit_id", ID, autoincrement=True, nullable=False),
        sa.Column("officer_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.officer_id"], name=op.f("fk_visits_officer_id")
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visits")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_visits_token_hash")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "bot_tokens",
        sa.Column("bot_id", ID, nullable=False),
        sa.Column("token", sa.JSON(), nullable=True),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["bot_id"], ["bots.bot_id"], name=op.f("fk_bot_tokens_bot_id")),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_bot_tokens")),
    )
    op.create_table(
        "data_requests",
        sa.Column("data_request_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("done_by_on", sa.Date(), nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.member_id"], name=op.f("fk_data_requests_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.member_id"], name=op.f("fk_data_requests_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_data_requests_school_id")
        ),
        sa.PrimaryKeyConstraint("data_request_id", name=op.f("pk_data_requests")),
    )
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_data_requests_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_data_requests_school_id"), ["school_id"], unique=False
        )

    op.create_table(
        "outcomes",
        sa.Column("outcome_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("proof", sa.String(length=8), nullable=False),
        sa.Column("said_by", ID, nullable=True),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["said_by"], ["members.member_id"], name=op.f("fk_outcomes_said_by")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_outcomes_school_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.task_id"], name=op.f("fk_outcomes_task_id")),
        sa.PrimaryKeyConstraint("outcome_id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("task_id", name=op.f("uq_outcomes_task_id")),
    )
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcomes_school_id"), ["school_id"], unique=False)

    op.create_table(
        "task_links",
        sa.Column("link_id", ID, autoincrement=True, nullable=False),
        sa.Column("school_id", ID, nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("first_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["tasks.task_id"], name=op.f("fk_task_links_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.school_id"], name=op.f("fk_task_links_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.task_id"], name=op.f("fk_task_links_task_id")
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_task_links")),
        sa.UniqueConstraint("task_id", name=op.f("uq_task_links_task_id")),
    )
    with op.batch_alter_table("task_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_links_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_links_school_id"), ["school_id"], unique=False)

    with op.batch_alter_table("bots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", INSTANT, nullable=True))

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_address_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_lane"))
        batch_op.drop_index(batch_op.f("ix_deliveries_member_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_school_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_wake"))
        batch_op.create_index(
            "ix_deliveries_begun",
            ["bot_id"],
            unique=False,
            sqlite_where=sa.text("state = 'ATTEMPT'"),
            postgresql_where=sa.text("state = 'ATTEMPT'"),
        )
        batch_op.create_index(
            "ix_deliveries_next",
            ["rank", "bot_id", "not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'QUEUED'"),
            postgresql_where=sa.text("state = 'QUEUED'"),
        )
        batch_op.create_index(
            "ix_deliveries_turn",
            ["bot_id", "school_id", "rank", "not_before", "delivery_id"],
            unique=False,
            sqlite_where=sa.text("state = 'QUEUED'"),
            postgresql_where=sa.text("state = 'QUEUED'"),
        )
        batch_op.create_index(
            batch_op.f("ix_deliveries_member_id_delivery_id"),
            ["member_id", "delivery_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_deliveries_told",
            ["member_id", "ended_at"],
            unique=False,
            sqlite_where=sa.text("state = 'SENT'"),
            postgresql_where=sa.text("state = 'SENT'"),
        )
        batch_op.create_index(
            "ix_deliveries_worded",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL AND reason <> 'purged'"),
            postgresql_where=sa.text("ended_at IS NOT NULL AND reason <> 'purged'"),
        )

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.JSON(), nullable=True))
    op.execute(_GATHERED.format(_LISTED[op.get_bind().dialect.name]))
    with op.batch_alter_table("delivery_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_items_occurrence_id"))
    op.drop_table("delivery_items")

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inbox_bot_id_chat_received_at"),
            ["bot_id", "chat", "received_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_inbox_worded",
            ["received_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NOT NULL AND error_code <> 'purged'"),
            postgresql_where=sa.text("done_at IS NOT NULL AND error_code <> 'purged'"),
        )
        batch_op.create_index(
            "ix_inbox_waiting",
            ["bot_id", "chat", "inbox_id"],
            unique=False,
            sqlite_where=sa.text("state = 'NEW' OR state = 'PREPARED'"),
            postgresql_where=sa.text("state = 'NEW' OR state = 'PREPARED'"),
        )

    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_id", ID, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_moments_member_id"), "members", ["member_id"], ["member_id"]
        )
        batch_op.drop_index(
            batch_op.f("ix_moments_next_at"), sqlite_where=sa.text("next_at IS NOT NULL")
        )
        batch_op.create_index(
            "ix_moments_due",
            ["next_at", "moment_id"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.create_index(
            "ix_occurrences_open",
            ["school_id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plans_filling",
            ["plan_id"],
            unique=False,
            sqlite_where=sa.text("state = 'filling'"),
            postgresql_where=sa.text("state = 'filling'"),
        )

    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prompts_address_id"))
        batch_op.drop_index(batch_op.f("ix_prompts_member_id"))
        batch_op.create_index(
            batch_op.f("ix_prompts_member_id_prompt_id"), ["member_id", "prompt_id"], unique=False
        )
        batch_op.create_index(
            "ix_prompts_open",
            ["member_id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "ix_prompts_strangers",
            ["address_id"],
            unique=False,
            sqlite_where=sa.text("address_id IS NOT NULL"),
            postgresql_where=sa.text("address_id IS NOT NULL"),
        )

    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminders_member_id"))
        batch_op.create_index(
            "ix_reminders_held",
            ["member_id"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.create_index(
            "ix_reminders_unreachable",
            ["school_id"],
            unique=False,
            sqlite_where=sa.text("state = 'unreachable'"),
            postgresql_where=sa.text("state = 'unreachable'"),
        )

    with op.batch_alter_table("schools", schema=None) as batch_op:
        batch_op.add_column(sa.Column("province_id", ID, nullable=True))
        batch_op.create_index(batch_op.f("ix_schools_province_id"), ["province_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_schools_province_id"), "provinces", ["province_id"], ["province_id"]
        )

    guard()


def downgrade() -> None:
    unguard()
    with op.batch_alter_table("schools", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_schools_province_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_schools_province_id"))
        batch_op.drop_column("province_id")

    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reminders_unreachable",
            sqlite_where=sa.text("state = 'unreachable'"),
            postgresql_where=sa.text("state = 'unreachable'"),
        )
        batch_op.drop_index(
            "ix_reminders_held",
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.create_index(batch_op.f("ix_reminders_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_prompts_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_prompts_member_id_prompt_id"))
        batch_op.create_index(batch_op.f("ix_prompts_member_id"), ["member_id"], unique=False)
        batch_op.drop_index(
            "ix_prompts_strangers",
            sqlite_where=sa.text("address_id IS NOT NULL"),
            postgresql_where=sa.text("address_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_prompts_address_id"), ["address_id"], unique=False)

    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_plans_filling",
            sqlite_where=sa.text("state = 'filling'"),
            postgresql_where=sa.text("state = 'filling'"),
        )

    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_occurrences_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_moments_due",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_moments_next_at"),
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
        )
    # The first release has no rung for what somebody asked for.
    op.execute(
        "UPDATE moments SET state = 'cancelled', next_at = NULL"
        " WHERE member_id IS NOT NULL AND state = 'waiting'"
    )
    op.execute("UPDATE moments SET rung = 'before' WHERE member_id IS NOT NULL")
    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_moments_member_id"), type_="foreignkey")
        batch_op.drop_column("member_id")

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_bot_id_chat_received_at"))
        batch_op.drop_index(
            "ix_inbox_worded",
            sqlite_where=sa.text("done_at IS NOT NULL AND error_code <> 'purged'"),
            postgresql_where=sa.text("done_at IS NOT NULL AND error_code <> 'purged'"),
        )
        batch_op.drop_index(
            "ix_inbox_waiting",
            sqlite_where=sa.text("state = 'NEW' OR state = 'PREPARED'"),
            postgresql_where=sa.text("state = 'NEW' OR state = 'PREPARED'"),
        )

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deliveries_worded",
            sqlite_where=sa.text("ended_at IS NOT NULL AND reason <> 'purged'"),
            postgresql_where=sa.text("ended_at IS NOT NULL AND reason <> 'purged'"),
        )
        batch_op.drop_index(
            "ix_deliveries_told",
            sqlite_where=sa.text("state = 'SENT'"),
            postgresql_where=sa.text("state = 'SENT'"),
        )
        batch_op.drop_index(batch_op.f("ix_deliveries_member_id_delivery_id"))
        batch_op.create_index(batch_op.f("ix_deliveries_member_id"), ["member_id"], unique=False)
        batch_op.drop_index(
            "ix_deliveries_turn",
            sqlite_where=sa.text("state = 'QUEUED'"),
            postgresql_where=sa.text("state = 'QUEUED'"),
        )
        batch_op.drop_index(
            "ix_deliveries_next",
            sqlite_where=sa.text("state = 'QUEUED'"),
            postgresql_where=sa.text("state = 'QUEUED'"),
        )
        batch_op.drop_index(
            "ix_deliveries_begun",
            sqlite_where=sa.text("state = 'ATTEMPT'"),
            postgresql_where=sa.text("state = 'ATTEMPT'"),
        )
        batch_op.create_index(
            batch_op.f("ix_deliveries_wake"), ["bot_id", "state", "not_before"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_deliveries_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deliveries_lane"),
            ["bot_id", "state", "rank", "school_id", "not_before"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_deliveries_address_id"), ["address_id"], unique=False)

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
    op.execute(_SPREAD[op.get_bind().dialect.name])
    op.execute("ALTER TABLE deliveries DROP COLUMN about")

    with op.batch_alter_table("bots", schema=None) as batch_op:
        batch_op.drop_column("ended_at")

    with op.batch_alter_table("task_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_links_school_id"))
        batch_op.drop_index(batch_op.f("ix_task_links_first_id"))

    op.drop_table("task_links")
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcomes_school_id"))

    op.drop_table("outcomes")
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_requests_school_id"))
        batch_op.drop_index(batch_op.f("ix_data_requests_member_id"))

    op.drop_table("data_requests")
    op.drop_table("bot_tokens")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_officer_id"))

    op.drop_table("visits")
    with op.batch_alter_table("officer_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_requests_officer_id"))

    op.drop_table("officer_requests")
    with op.batch_alter_table("officer_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_files_officer_id"))

    op.drop_table("officer_files")
    with op.batch_alter_table("officers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officers_province_id"))
        batch_op.drop_index(batch_op.f("ix_officers_person_id"))

    op.drop_table("officers")
    op.drop_table("provinces")
