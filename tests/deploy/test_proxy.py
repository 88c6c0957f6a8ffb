"""The nginx example before a running service: webhooks, an upload, a page, its live stream."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from nhacviec.sample import PLAN, sample_file
from scheduler.clock import SystemClock
from tests.deploy.test_watching_files import DEPLOY
from tests.service.installed import Service, free_port
from tests.service.test_zalo_service import joins, says, school, settings_of
from tests.waiting import until
from tests.zalo_server import ZaloServer

PATIENCE = 30.0
HERE = "127.0.0.1"
ENTRY = re.compile(r"https://\S+/vao/(\S+)")


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of this machine for an hour; gives it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    now = SystemClock().now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    places = (folder / "own.pem", folder / "own.key")
    places[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    places[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return places


def configuration(folder: Path, ports: tuple[int, int, int]) -> Path:
    """Give the example with this machine's ports, certificate and folders, and nothing else new.

    `ports` are that of https, a plain one for the double's webhook, and the service's.
    """
    secure, plain, behind = ports
    own, key = certificate(folder)
    example = (DEPLOY / "nginx.conf").read_text("utf-8")
    head, _, rest = example.partition("server {\n    listen 80;")
    site = head + rest.partition("}\n")[2]
    for old, new in (
        ("listen 443 ssl;", f"listen {HERE}:{secure} ssl;\n    listen {HERE}:{plain};"),
        ("server_name nhacviec.truong.vn;", f"server_name {HERE};"),
        ("/etc/letsencrypt/live/nhacviec.truong.vn/fullchain.pem", str(own)),
        ("/etc/letsencrypt/live/nhacviec.truong.vn/privkey.pem", str(key)),
        ("/var/log/nginx", str(folder)),
        ("http://127.0.0.1:8080", f"http://{HERE}:{behind}"),
        ("$host;", "$http_host;"),  # the port is not the usual one here
    ):
        assert old in site
        site = site.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    place = folder / "nginx.conf"
    place.write_text(
        f"daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'error.log'};\n"
        f"events {{}}\nhttp {{\naccess_log {folder / 'access.log'};\n{temporary}{site}\n}}\n",
        "utf-8",
    )
    return place


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HERE, port)) == 0


@contextmanager
def nginx(place: Path, port: int) -> Iterator[None]:
    running = subprocess.Popen(  # noqa: S603 - Debian's own program on our file
        [str(shutil.which("nginx")), "-c", str(place), "-e", str(place.with_name("start.log"))]
    )
    try:
        until(lambda: running.poll() is not None or answers(port))
        assert running.poll() is None, place.with_name("start.log").read_text("utf-8")
        yield
    finally:
        running.terminate()
        running.wait(timeout=10)


@pytest.mark.debian("nginx")
@pytest.mark.timeout(180)
def test_everything_goes_through_the_example(tmp_path: Path) -> None:
    folder = tmp_path / "nginx"
    folder.mkdir()
    # nginx's own workers are nobody's: they look into this folder and write there.
    for place in (*tmp_path.parents[:2], tmp_path, folder):
        place.chmod(0o777 if place == folder else 0o755)
    secure, plain, behind = (free_port() for _ in range(3))
    here = f"https://{HERE}:{secure}"
    code = school(tmp_path)
    with ZaloServer() as zalo, nginx(configuration(folder, (secure, plain, behind)), secure):
        settings = settings_of(zalo) | {
            "NHACVIEC_PUBLIC_URL": here,
            "NHACVIEC_LISTEN": f"{HERE}:{behind}",
            "ZALO_WEBHOOK_URL": f"http://{HERE}:{plain}/hooks/zalo",
            "ZALO_WEBHOOK_SECRET": "bi-mat-cua-zalo",
        }
        nam = zalo.person("Nam")
        with Service(tmp_path, **settings):
            joins(nam, code)
            address = re.search(r"https://\S+/u/\S+", says(nam, "nhập kế hoạch"))
            assert address is not None
            with httpx.Client(verify=False, trust_env=False, timeout=PATIENCE) as browser:  # noqa: S501 - the certificate is our own of this hour
                hands_in(browser, address[0])
                nam.waits(lambda inbox: "21 việc" in inbox[-1].text, PATIENCE)
                says(nam, "1")
                entry = ENTRY.search(says(nam, "bảng"))
                assert entry is not None
                looks(browser, here, entry[1])
                hears(browser, here, lambda: nam.says("giao tôi nộp sổ hạn mai"))
                denied = browser.post(f"http://{HERE}:{plain}/hooks/zalo", json={"a": 1})
                assert denied.status_code == 401
    told = "".join(place.read_text("utf-8") for place in folder.glob("*.log"))
    assert address[0].rpartition("/")[2] not in told
    assert entry[1] not in told


def hands_in(browser: httpx.Client, address: str) -> None:
    assert 'type="file"' in browser.get(address).text
    big = browser.post(address, files={"file": ("x.txt", bytes(23_000_000))})
    assert big.status_code == 413
    plan = sample_file(PLAN).read_bytes()
    assert "Đã nhận tệp" in browser.post(address, files={"file": ("k.txt", plan)}).text


def looks(browser: httpx.Client, here: str, entry: str) -> None:
    own = {"origin": here, "sec-fetch-site": "same-origin"}
    let_in = browser.post(f"{here}/vao", data={"ma": entry}, headers=own)
    assert let_in.status_code == 303, let_in.text
    assert "secure" in let_in.headers["set-cookie"].lower()
    assert "strict-transport-security" in let_in.headers
    assert "V1" in browser.get(f"{here}/").text


def hears(browser: httpx.Client, here: str, say: object) -> None:
    """An event of the stream comes through while the stream goes on."""
    with browser.stream("GET", f"{here}/moi?tu=0") as stream:
        assert stream.status_code == 200
        lines = stream.iter_lines()
        assert next(lines).startswith("retry")
        assert callable(say)
        say()
        assert any(line.startswith("data: ") for line in lines)
