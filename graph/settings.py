"""Settings, read once from the environment at the entry points and passed down."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

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

    styring_names: str = Field(
        "", description="Names the server is reached by, with commas between, such as `styring.asker.kommune.no`."
    )
    styring_public: bool = Field(
        False, description="Whether callers without credentials see what is public; otherwise they are refused."
    )
    styring_keys_file: Path | None = Field(None, description="File of API keys, as `styring keys` writes it.")
    styring_oidc_issuer: str = Field("", description="The issuer of bearer tokens, exactly as `iss` says it.")
    styring_oidc_audience: str = Field("", description="What `aud` of a token must be or hold.")
    styring_oidc_jwks: str = Field(
        "", description="Address of the issuer's keys; empty means the one its discovery document names."
    )
    styring_oidc_role_claim: str = Field("roles", min_length=1, description="The claim that roles are read from.")
    styring_oidc_roles: str = Field(
        "reader=reader,auditor=auditor,editor=editor,administrator=administrator",
        description="Role of each value of that claim: `value=role`, with commas between.",
    )
    styring_oidc_subject_claim: str = Field(
        "sub", min_length=1, description="The claim that tells callers apart; must be in every token."
    )
    styring_oidc_name_claim: str = Field("name", description="The claim with the caller's name, for the history.")
    styring_oidc_required: str = Field(
        "",
        description="Claims that must have a value: `claim=value`, commas between, `|` between values that will do.",
    )
    styring_oidc_leeway: float = Field(
        60, ge=0, le=600, description="Seconds the issuer's clock and this one may differ."
    )
    styring_oidc_timeout: float = Field(5, gt=0, le=60, description="Seconds to wait for the issuer's keys.")

    @property
    def authenticates(self) -> bool:
        """Whether callers can show who they are."""
        return bool(self.styring_oidc_issuer or self.styring_keys_file)

    @property
    def restricts(self) -> bool:
        """Whether what a caller may see depends on who she is; otherwise all is open to everybody who gets here."""
        return self.authenticates or self.styring_public

    @model_validator(mode="after")
    def _known_scheme(self) -> Self:
        scheme = self.neo4j_uri.partition("://")[0]
        if self.neo4j_uri and scheme not in {"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"}:
            raise ValueError(f"NEO4J_URI «{self.neo4j_uri}» begynner ikke med bolt:// eller neo4j://")
        return self

    @model_validator(mode="after")
    def _whole_issuer(self) -> Self:
        if bool(self.styring_oidc_issuer) != bool(self.styring_oidc_audience):
            raise ValueError("STYRING_OIDC_ISSUER og STYRING_OIDC_AUDIENCE må settes begge to, eller ingen av dem")
        for name in ("styring_oidc_issuer", "styring_oidc_jwks"):
            address = getattr(self, name)
            if address and not encrypted_or_local(address):
                raise ValueError(f"{name.upper()} «{address}» begynner ikke med https://")
        return self


def encrypted_or_local(address: str) -> bool:
    """Whether what is fetched from an address comes from who it says: by HTTPS, or from this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    local = parts.scheme == "http" and host in {"localhost", "127.0.0.1", "::1"}
    return bool(host) and (parts.scheme == "https" or local)


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
            f"{name} kan ikke brukes: {first['msg'].removeprefix('Value error, ')}.",
            "Se tabellen over innstillinger i README.",
        ) from error
