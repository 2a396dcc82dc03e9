"""Prefect's surroundings, set before it is imported: everything in the warehouse, nothing leaves the machine."""

import os
from pathlib import Path

# A port of this machine on which nobody listens: what would go out fails at once instead of waiting for a network
# that is not there. Prefect's page fetches its catalogue of extensions this way; marimo looks for a newer version.
_NOWHERE = "http://127.0.0.1:9"
_LOOPBACK = "127.0.0.1,localhost,::1"

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    # The server asks for no such token; to hear so takes a question at the start of every flow.
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
    "OTEL_SDK_DISABLED": "true",
    "MARIMO_SKIP_UPDATE_CHECK": "1",
    # The page shows what the core logs; the terminal shows Vietnamese lines only.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "pipelines,schemas",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    # A run starts its server itself, before Prefect is imported.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    # Nothing here reacts to events or keeps them; their writers lock the small database against the run itself,
    # and each refusal costs it two seconds.
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    # Task runs are written together, once in two seconds and when the server stops, for the same reason.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "500",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "2",
    # Tables and points never leave the warehouse by way of stored results.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}


def quiet_environment(warehouse: Path, server: str | None) -> dict[str, str]:
    """The environment for Prefect: `server` is the address of a running one, None is for the server itself.

    Whatever another Prefect on this machine is told (a cloud address, a profile, a key) does not hold here.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        environment[name] = environment[name.lower()] = _NOWHERE
    environment["NO_PROXY"] = environment["no_proxy"] = _LOOPBACK
    environment |= _QUIET | {"PREFECT_HOME": str((warehouse / "prefect").absolute())}
    if server:
        environment["PREFECT_API_URL"] = f"{server}/api"
    return environment


def keep_to_this_machine(warehouse: Path, server: str) -> None:
    """Gives this process that environment; call it before prefect is imported."""
    (warehouse / "prefect").mkdir(parents=True, exist_ok=True)
    environment = quiet_environment(warehouse, server)
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
