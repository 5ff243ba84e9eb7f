"""Write the schema to api/schema.graphql, so that a change in it shows in review: `python -m api.graphql`."""

from __future__ import annotations

from pathlib import Path

import api
from api.graphql.schema import sdl

PATH = Path(api.__file__).with_name("schema.graphql")

if __name__ == "__main__":
    PATH.write_text(sdl(), encoding="utf-8", newline="\n")
