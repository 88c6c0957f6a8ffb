"""The log of the school on a page: what was changed, by whom, from where."""

from starlette.routing import Route

from reports.audit_log import audit_log
from web.pages import Page, Seen, page, row_number
from web.site import Site

AUDIT = "/nhat-ky"
A_PAGE = 100


def audit_routes(site: Site) -> list[Route]:
    """Make the page of the log."""
    return [page(site, AUDIT, _audit)]


def _audit(seen: Seen) -> Page:
    number = max(1, row_number(seen.query.get("trang", "")) or 1)
    found = audit_log(seen.day, (number - 1) * A_PAGE, A_PAGE)
    pages = max(1, -(-found.count // A_PAGE))
    return Page("audit", {"log": found, "number": number, "pages": pages})
