"""From a page's values to its HTML; the templates lie in texts/vi/pages/."""

from typing import Any

from texts.render import environment


def render_page(name: str, **values: Any) -> str:
    """Give the HTML of a page; everything that is not ours is escaped.

    Raises:
        jinja2.UndefinedError: a value that the template needs is missing.
    """
    return environment().get_template(f"pages/{name}.html").render(values)
