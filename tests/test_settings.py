"""What production refuses to start without, and whether every variable is documented."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "a-secret-of-production-" + "5rTk8zQpWm2x" * 4,
    "ALLOWED_HOSTS": "portal.example.gov.cn",
    "DATABASE_URL": "postgresql:///kechuang",
    "RECEIPT_KEYS": "b25seS1mb3ItdGhlLXRlc3Qtb2YtcmVjZWlwdHMtMzI",
    "IDENTITY_KEYS": "b25seS1mb3ItdGhlLXRlc3Qtb2Ytc2V0dGluZ3MtMzI",
}
NOT_A_SETTING = {"DJANGO_SETTINGS_MODULE", "KECHUANG_TEST_FOLDER", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def run(code: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | variables
    return subprocess.run([sys.executable, *code], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_without_a_variable_refuses_and_names_it(missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    result = run(["-c", "import portal.settings"], variables)
    assert result.returncode != 0
    assert f"{missing} is not set." in result.stderr.splitlines()[-1]


def test_manage_with_a_production_variable_starts_no_sandbox():
    result = run(["manage.py", "showmigrations"], {"SECRET_KEY": PRODUCTION["SECRET_KEY"]})
    assert result.returncode != 0
    assert "ALLOWED_HOSTS is not set." in result.stderr


@pytest.mark.parametrize("trusted", ["0", "1"])
def test_limits_of_sign_in_count_people_not_the_proxy(trusted):
    code = "from portal.settings import *; print(ALLAUTH_TRUSTED_PROXY_COUNT, REST_FRAMEWORK['NUM_PROXIES'])"
    result = run(["-c", code], PRODUCTION | {"TRUST_PROXY": trusted})
    assert result.stdout.split() == [trusted, trusted], result.stderr


def test_deployment_check_is_clean():
    result = run(["manage.py", "check", "--deploy", "--fail-level", "INFO"], PRODUCTION)
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        result.stderr
    )


def test_deployment_check_refuses_the_demonstration():
    result = run(["manage.py", "check", "--deploy"], PRODUCTION | {"DEMO": "1"})
    assert result.returncode != 0
    assert "shows every mail to everybody" in result.stderr


def test_importing_settings_opens_no_connection():
    code = "import sys; sys.addaudithook(lambda e, a: sys.exit(e) if e == 'socket.connect' else None)\n"
    result = run(["-c", code + "import portal.settings"], PRODUCTION)
    assert (result.returncode, result.stderr) == (0, "")


def test_example_environment_names_every_variable_that_is_read():
    lines = (ROOT / ".env.example").read_text().splitlines()
    documented = {line.split("=")[0] for line in lines if line and not line.startswith("#")}
    sources = [
        ROOT / "manage.py",
        *(path for floor in ("portal", "programs", "applications") for path in (ROOT / floor).rglob("*.py")),
    ]
    sources = [path for path in sources if path.parent.name != "snippets"]  # examples that readers run
    read = {name for source in sources for name in variables_read(ast.parse(source.read_text()))}
    assert documented == read - NOT_A_SETTING


def variables_read(tree: ast.AST) -> Iterator[str]:
    """Names in env.str("X"), required("X"), os.environ.get("X"), os.getenv("X") and os.environ["X"]."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and is_reader(node.func):
            argument = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            argument = node.slice
        else:
            continue
        if isinstance(argument, ast.Constant) and str(argument.value).isupper():
            yield str(argument.value)


def is_reader(function: ast.expr) -> bool:
    return ast.unparse(function).startswith(("env.", "environ.Env()", "os.environ.", "os.getenv")) or (
        isinstance(function, ast.Name) and function.id == "required"
    )
