"""The wheel stands alone: installed into an empty environment, it makes a workspace and renders it."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of scripts of an environment that has the wheel and what it needs, nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
    ]
    run(*build, folder=folder)
    (wheel,) = folder.glob("position_toolkit-*.whl")
    venv.create(folder / "env", with_pip=True)
    scripts = folder / "env" / "bin"
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, folder=folder)
    return scripts


def test_installed_wheel_renders_its_example(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "position", "--version", folder=tmp_path).startswith("position, version ")
    run(installed / "position", "init", "demo", folder=tmp_path)
    printed = run(installed / "position", "render", folder=tmp_path / "demo")
    assert "right-to-repair.en.docx" in printed
    built = sorted(path.name for path in (tmp_path / "demo/build/right-to-repair").iterdir())
    papers = [f"right-to-repair.{tag}.{suffix}" for tag in ("en", "fr") for suffix in ("docx", "html")]
    assert built == ["manifest.json", *papers]


def test_installed_wheel_carries_its_data_and_its_types(installed: Path, tmp_path: Path) -> None:
    code = (
        "from toolkit.resources import builtin; from pathlib import Path; import toolkit;"
        "print(builtin('templates').is_relative_to(Path(toolkit.__file__).parent),"
        "(builtin('locales') / 'cldr.json').is_file(), Path(toolkit.__file__).with_name('py.typed').is_file())"
    )
    assert run(installed / "python", "-c", code, folder=tmp_path).split() == ["True", "True", "True"]
