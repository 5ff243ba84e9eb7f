FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    STYRING_FOLDER=/data

# The user id is fixed, so that a folder mounted from outside can be given to it.
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin styring \
    && install --directory --owner=styring --group=styring /data
WORKDIR /app

# Apart from the program itself, so that a change in the program does not fetch the packages again.
COPY requirements.lock ./
RUN pip install --require-hashes --only-binary :all: --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY api api
COPY graph graph
COPY loaders loaders
COPY queries queries
COPY schema schema
RUN pip install --no-index --no-deps --no-build-isolation .
COPY examples examples

USER styring
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]

# Listens on the container's own loopback; docker-compose.yml shows what it takes to be reached from outside.
CMD ["styring", "serve"]
