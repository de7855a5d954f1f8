"""What every test may use."""

pytest_plugins = ["portal.sandbox.pytest_plugin"]
