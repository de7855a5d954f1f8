"""The image and the compose file, checked without a container engine: no image is built here."""

import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "kechuang"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
WEB = re.findall(r'"([^"]*)"', DOCKERFILE.split("CMD ")[-1])
COMMANDS = {name: service.get("command", WEB) for name, service in OURS.items()}


def test_services_are_those_of_the_portal():
    assert set(SERVICES) == {
        "postgres",
        "redis",
        "mail",
        "migrate",
        "cache",
        "web",
        "worker",
        "beat",
        "backup",
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_command_exists(name):
    program, *arguments = COMMANDS[name]
    if program == "python":
        assert arguments[0] == "manage.py"
        assert arguments[1] in get_commands()
    else:
        assert program in entry_points(group="console_scripts").names


@pytest.mark.parametrize("name", SERVICES)
def test_dependencies_and_volumes_are_declared(name):
    service = SERVICES[name]
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    mounted = {volume.split(":")[0] for volume in service.get("volumes", [])}
    assert mounted <= set(COMPOSE["volumes"])


def test_every_variable_is_one_the_settings_read():
    documented = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    for service in OURS.values():
        assert set(service["environment"]) <= documented


def test_published_ports_are_of_this_machine_only():
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_image_installs_by_hash_and_is_not_root():
    assert "--require-hashes --requirement requirements.lock" in DOCKERFILE
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["kechuang"]


def test_lock_has_a_hash_for_every_package_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    packages = [entry for entry in re.split(r"\n(?=\S)", lock) if entry.strip()]
    assert all("--hash=sha256:" in package for package in packages)
    assert "http" not in lock
    assert "index" not in lock


@pytest.mark.exhaustive
def test_web_server_accepts_its_configuration(tmp_path):
    options = [option for option in WEB[1:] if option != "portal.wsgi:application"]
    command = [sys.executable, "-m", "gunicorn", "--check-config", *options, "portal.wsgi:application"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_accepts_its_options(name):
    command = [sys.executable, "-m", *COMMANDS[name], "--help"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
