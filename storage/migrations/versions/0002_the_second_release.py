"""What the second release added."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_lane"))
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
            ["bot_id", "rank", "not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'QUEUED'"),
            postgresql_where=sa.text("state = 'QUEUED'"),
        )
        batch_op.create_index(
            "ix_deliveries_turn",
            ["bot_id", "school_id", "rank", "not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'QUEUED'"),
            postgresql_where=sa.text("state = 'QUEUED'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
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
        batch_op.create_index(
            batch_op.f("ix_deliveries_lane"),
            ["bot_id", "state", "rank", "school_id", "not_before"],
            unique=False,
        )
