"""Settings, read once from the environment at the entry points and passed down."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from schema.errors import SettingsError


class Settings(BaseSettings):
    """Where the graph is and how the server listens. Every field is an environment variable of the same name."""

    model_config = SettingsConfigDict(frozen=True, env_file=None, extra="ignore")

    neo4j_uri: str = Field("", description="Bolt address of a Neo4j server; empty means the embedded graph.")
    neo4j_username: str = Field("neo4j", description="User name on that server.")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Password; empty means no authentication.")
    neo4j_database: str = Field("", description="Database name; empty means the server's default.")
    styring_folder: Path = Field(Path(".styring"), description="Folder of the embedded graph.")
    styring_heap: str = Field("1g", pattern=r"^\d+[mg]$", description="Largest heap of the embedded engine.")
    styring_timeout: float = Field(30, gt=0, description="Seconds a query may take before the engine gives up.")
    styring_load_timeout: float = Field(1800, gt=0, description="Seconds a load may take.")
    styring_host: str = Field("127.0.0.1", description="Address the server listens on.")
    styring_port: int = Field(8000, ge=0, le=65535, description="Port the server listens on; 0 finds a free one.")
    styring_allow_no_auth: str = Field(
        "",
        description="`published-on-loopback` where a container listens on all addresses, published on loopback only.",
    )
    styring_log: Literal["text", "json"] = Field(
        "text", description="`json` writes one JSON object to standard error for each request and each problem."
    )
    styring_max_file_mb: int = Field(512, gt=0, description="Largest dataset file that is read, in megabytes.")

    @model_validator(mode="after")
    def _known_scheme(self) -> Self:
        scheme = self.neo4j_uri.partition("://")[0]
        if self.neo4j_uri and scheme not in {"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"}:
            raise ValueError(f"NEO4J_URI «{self.neo4j_uri}» begynner ikke med bolt:// eller neo4j://")
        return self


def read_settings(**given: object) -> Settings:
    """Return the settings from the environment, with those given in place of it.

    Raises:
        SettingsError: A value is impossible; the text names the variable.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "Innstillingene"
        raise SettingsError(
            f"{name} kan ikke brukes: {first['msg']}.", "Se tabellen over innstillinger i README."
        ) from error
