"""The built wheel in an environment of its own: nothing of the checkout is needed to run it."""

import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.service.installed import environment

ROOT = Path(__file__).parents[2]
CONSOLE = "@2024-09-05 07:00\nthầy Nam> viec\ngui\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an environment that has the wheel, and beside it only the locked packages."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(folder), str(ROOT)], check=True, capture_output=True)  # noqa: S603
    (wheel,) = folder.glob("nhacviec-*.whl")
    venv.create(folder / "home", with_pip=True)
    python = next((folder / "home").glob("bin/python"))
    install = [str(python), "-m", "pip", "install", "-q", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)  # noqa: S603
    locked = next((folder / "home").glob("lib/python*/site-packages")) / "locked.pth"
    # The editable install of this checkout is a .pth file of its own, which is not followed here.
    locked.write_text("\n".join(site.getsitepackages()), "utf-8")
    return folder / "home"


def test_the_wheel_runs_without_the_checkout(home: Path, tmp_path: Path) -> None:
    command = next(home.glob("*/nhacviec"))
    done = subprocess.run(  # noqa: S603 - our own command
        [str(command), "run"],
        cwd=tmp_path,
        env=environment(),
        input=CONSOLE,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "thầy Nam" in done.stdout
    python = command.with_name("python")
    shown = [str(python), "-c", "import plan, bot; print(plan.__file__, bot.__file__)"]
    places = subprocess.run(shown, capture_output=True, text=True, check=True, cwd=tmp_path)  # noqa: S603
    assert str(ROOT) not in places.stdout
