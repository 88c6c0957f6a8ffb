"""docs/permissions.md, written from the table: `python -m tests.rights.page`."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.table import COMMANDS
from plan.rights import Grants, Kind, Role, Scope, table

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
ROLES = {
    Role.PRINCIPAL: "Hiệu trưởng",
    Role.DEPUTY: "Phó HT",
    Role.SECRETARY: "Văn thư, thư ký",
    Role.HEAD: "Tổ trưởng, tổ phó",
    Role.BOOKKEEPER: "Kế toán, thủ quỹ",
    Role.MEMBER: "Người khác",
}
SIGNS = {
    Scope.ALL: "✓",
    Scope.OVERSEEN: "phụ trách",
    Scope.UNIT: "trong tổ",
    Scope.OWN: "của mình",
}
HEAD = (Path(__file__).parent / "head.md").read_text("utf-8")


def written() -> str:
    """Write the page."""
    helps = {row.name: row.help for row in COMMANDS}
    rights = table()
    parts = [HEAD]
    parts += ["## Lệnh", *_table(rights[Kind.COMMAND], "Lệnh", lambda n: f"`/{n}` {helps[n]}")]
    parts += ["", *_outside(rights[Kind.COMMAND])]
    pages = {
        n: g for n, g in rights[Kind.PAGE].items() if not g.keys() & {Role.STRANGER, Role.OFFICER}
    }
    parts += ["", "## Trang", *_table(pages, "Trang", lambda n: f"`{n}`")]
    above = [f"`{n}`" for n, g in rights[Kind.PAGE].items() if Role.OFFICER in g]
    parts += ["", "Cán bộ cấp tỉnh chỉ xem được: " + ", ".join(above) + "."]
    open_pages = [f"`{n}`" for n, g in rights[Kind.PAGE].items() if Role.STRANGER in g]
    said = "Không cần vào trước (địa chỉ hay điều gửi lên là bằng chứng): "
    parts += ["", said + ", ".join(open_pages) + "."]
    for kind, title, first in (
        (Kind.ANSWER, "Trả lời một câu hỏi đã gửi", "Loại"),
        (Kind.DEED, "Việc làm", "Việc làm"),
    ):
        parts += ["", f"## {title}", *_table(rights[kind], first, lambda n: f"`{n}`")]
    return "\n".join(parts) + "\n"


def _outside(commands: Mapping[str, Grants]) -> Iterator[str]:
    """Say what may be typed by who speaks for no school."""
    for role, who in ((Role.OFFICER, "Cán bộ cấp tỉnh"), (Role.STRANGER, "Người lạ")):
        names = [f"`/{name}`" for name, grants in commands.items() if role in grants]
        yield f"{who} gõ được, về dữ liệu của chính mình: " + ", ".join(names) + "."


def _table(rows: Mapping[str, Grants], first: str, named: Callable[[str], str]) -> Iterator[str]:
    yield ""
    yield f"| {first} | " + " | ".join(ROLES.values()) + " |"
    yield "|---|" + "---|" * len(ROLES)
    for name, grants in rows.items():
        yield f"| {named(name)} | " + " | ".join(_cell(grants, role) for role in ROLES) + " |"


def _cell(grants: Grants, role: Role) -> str:
    """Word the widest of what the role has of its own and as a member."""
    found = {scope for holder, scope in grants.items() if holder in {role, Role.MEMBER}}
    return next((SIGNS[scope] for scope in Scope if scope in found), "")


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
