# The image holds the installed wheel and its locked dependencies, nothing to build with.
# Built by: docker build -t safety-center .   Used by: compose.yaml

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/safety-center
WORKDIR /build
COPY requirements.lock ./
RUN /opt/safety-center/bin/pip install --require-hashes --requirement requirements.lock
COPY . .
RUN /opt/safety-center/bin/pip install --no-deps --no-build-isolation . \
    && /opt/safety-center/bin/pip uninstall --yes hatchling editables pathspec pluggy tomlkit trove-classifiers pip

FROM python:3.13-slim-trixie
# pg_dump and pg_restore for backups: no older than the server of compose.yaml, or they refuse it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/safety-center /opt/safety-center
# Keys, written files and backups are the only places the service writes to; each is a volume of its
# own, so that a copy of files or backups never holds the keys.
RUN useradd --system --uid 10001 --home-dir /var/lib/safety-center safety-center \
    && install -d -o safety-center -m 700 /var/lib/safety-center \
        /var/lib/safety-center/keys /var/lib/safety-center/files /var/lib/safety-center/backups
ENV PATH=/opt/safety-center/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /var/lib/safety-center
VOLUME ["/var/lib/safety-center/keys", "/var/lib/safety-center/files", "/var/lib/safety-center/backups"]
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["safety-center"]
CMD ["serve", "--no-scheduler", "--host", "0.0.0.0", "--port", "8000"]
