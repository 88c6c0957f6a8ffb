"""What the second release added."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The column types as they were at this step; storage/types.py may move on.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()


def upgrade() -> None:
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


def downgrade() -> None:
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_requests_school_id"))
        batch_op.drop_index(batch_op.f("ix_data_requests_member_id"))

    op.drop_table("data_requests")
