"""deploy/kubernetes, as far as it can be checked without a cluster: the chart's words, and every name of ours in it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml
from dagster._core.launcher import RunLauncher
from dagster._serdes import ConfigurableClassData
from typer.testing import CliRunner

from storytailor_dagster.defs.fleet.launcher import FleetLauncher
from storytailor_dagster.local.cli import app

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"

WORDS = {
    "global": {"postgresqlSecretName"},
    "postgresql": {
        *("enabled", "postgresqlHost", "postgresqlUsername", "postgresqlDatabase"),
        *("service", "postgresqlScheme", "postgresqlParams"),
    },
    "dagsterWebserver": {"image", "envSecrets"},
    "dagsterDaemon": {"image", "envSecrets", "runCoordinator", "runMonitoring", "runRetries", "sensors"},
    "dagster-user-deployments": {"enabled", "enableSubchart", "deployments"},
    "runLauncher": {"type", "config"},
    "rabbitmq": {"enabled"},
    "redis": {"enabled"},
    "retention": {"enabled", "sensor", "schedule"},
    "telemetry": {"enabled"},
}
"""What the chart calls things where these values say something; it passes over most words that it doesn't know."""


@pytest.fixture(scope="module")
def values() -> Any:
    return yaml.safe_load((FOLDER / "values.yaml").read_text())


def manifest(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text())


def test_the_values_use_the_words_of_the_chart(values: Any) -> None:
    assert {name: set(about) for name, about in values.items() if isinstance(about, dict)} == WORDS
    assert values["runLauncher"]["type"] == "CustomRunLauncher"
    assert set(values["runLauncher"]["config"]) == {"customRunLauncher"}
    coordinator = values["dagsterDaemon"]["runCoordinator"]
    assert coordinator["type"] == "QueuedRunCoordinator"
    assert set(coordinator["config"]["queuedRunCoordinator"]) == {
        *("maxConcurrentRuns", "dequeueIntervalSeconds", "dequeueUseThreads"),
    }


def test_dagster_makes_our_launcher_of_what_the_chart_writes(values: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYTAILOR_BROKER_URL", "redis://broker.example:6379/0")
    custom = values["runLauncher"]["config"]["customRunLauncher"]
    data = ConfigurableClassData(custom["module"], custom["class"], yaml.safe_dump(custom["config"]))
    launcher = data.rehydrate(as_type=RunLauncher)  # type: ignore[type-abstract]
    assert isinstance(launcher, FleetLauncher)
    assert launcher.celery.conf.broker_url == "redis://broker.example:6379/0"


def test_the_chart_s_dagster_is_set_up_as_dagster_fleet_yaml_is(values: Any) -> None:
    fleet = yaml.safe_load((FOLDER.parents[1] / "dagster.fleet.yaml").read_text())
    daemon = values["dagsterDaemon"]
    queue = daemon["runCoordinator"]["config"]["queuedRunCoordinator"]
    assert snake(queue) == fleet["run_coordinator"]["config"]
    assert snake(daemon["runRetries"]) == fleet["run_retries"]
    assert snake(daemon["sensors"]) == fleet["sensors"]
    assert fleet["run_monitoring"].items() - snake(daemon["runMonitoring"]).items() == {("max_runtime_seconds", 7200)}
    assert {"enabled": True, **snake(fleet["retention"])} == snake(values["retention"])
    launcher = values["runLauncher"]["config"]["customRunLauncher"]
    assert launcher == fleet["run_launcher"]


def snake(values: Any) -> Any:
    if not isinstance(values, dict):
        return values
    return {
        "".join(f"_{c.lower()}" if c.isupper() else c for c in name): snake(value) for name, value in values.items()
    }


def test_the_code_server_serves_our_definitions(values: Any) -> None:
    (deployment,) = values["dagster-user-deployments"]["deployments"]
    arguments = deployment["dagsterApiGrpcArgs"]
    module = importlib.import_module(arguments[arguments.index("-m") + 1])
    assert isinstance(module.defs, dg.Definitions)


def test_a_worker_is_one_of_ours_and_has_time_to_drain() -> None:
    pod = manifest("worker.yaml")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    program, *arguments = container["command"]
    assert program == "storytailor"
    assert CliRunner().invoke(app, [*arguments, "--help"]).exit_code == 0
    assert pod["terminationGracePeriodSeconds"] >= 600
    names = {entry["name"] for entry in container["env"]}
    assert names == {"DAGSTER_HOME", "STORYTAILOR_HOME", "DAGSTER_PG_PASSWORD"}
    mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
    home = next(entry["value"] for entry in container["env"] if entry["name"] == "DAGSTER_HOME")
    assert f"{home}/dagster.yaml" in mounted


def test_the_database_is_made_ready_by_a_module_of_ours() -> None:
    (container,) = manifest("migrate.yaml")["spec"]["template"]["spec"]["containers"]
    assert callable(importlib.import_module(container["command"][2]).main)
