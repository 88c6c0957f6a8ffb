"""Word documents from templates: ours, or one that a school changed to its taste."""

import io
import re
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_SHOWN = 60
# So many rows or paragraphs stay with the signature.
HELD = 2


def write_docx(name: str, own: bytes | None, context: dict[str, Any]) -> dict[str, Any]:
    """Fill a template with a document's fields.

    `own` is the school's template, None for ours. A field nobody knows, a broken sign or a file
    that is no Word document is a fault of the template: it is named, and nothing is made.
    """
    source = own or files("texts").joinpath("vi", "papers", f"{name}.docx").read_bytes()
    # A school's template is somebody's file: it may name fields and repeat rows, no more.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        template = DocxTemplate(io.BytesIO(source))
        template.render(context, jinja_env=environment, autoescape=True)
        hold_signature(template.docx)
        out = io.BytesIO()
        template.save(out)
    except UndefinedError as error:
        return _fault("field", _quoted(str(error))[-1])
    except SecurityError as error:
        return _fault("field", _quoted(str(error))[0])
    except TemplateSyntaxError as error:
        return _fault("sign", _near(error))
    except TemplateError:
        return _fault("sign", "")
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError):
        return _fault("file", "")
    return {"file": out.getvalue()}


def hold_signature(document: Document) -> None:
    """Keep the signature, the last table, on one page with the last lines before it.

    Two rows of a table or two paragraphs go with it, so that it never stands on a page alone.
    """
    blocks = list(document.iter_inner_content())
    if not blocks or not isinstance(blocks[-1], Table):
        return
    left = HELD
    for block in reversed(blocks[:-1]):
        if left <= 0:
            return
        if isinstance(block, Table):
            for row in block.rows[-left:]:
                _keep_with_next([p for cell in row.cells for p in cell.paragraphs])
            return
        _keep_with_next([block])
        left -= bool(block.text.strip())


def _keep_with_next(paragraphs: Iterable[Paragraph]) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _fault(code: str, detail: str) -> dict[str, str]:
    return {"fault": code, "detail": detail[:MOST_SHOWN]}


def _quoted(message: str) -> list[str]:
    """List what jinja2 names: "'dict object' has no attribute 'x'"."""
    return re.findall(r"'([^']+)'", message) or [""]


def _near(error: TemplateSyntaxError) -> str:
    """Give the sign that is broken, as its writer sees it."""
    lines = [re.sub(r"<[^>]+>", "", str(line)) for line in getattr(error, "docx_context", [])]
    signs = [sign for line in lines for sign in re.findall(r"\{[{%].*?(?:[}%]\}|$)", line)]
    return signs[-1] if signs else ""
