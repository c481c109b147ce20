FROM python:3.11-slim

# What a container needs to be otherwise than a machine. Only these: the rest are the defaults of docs/settings.md.
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 DATA_DIR=/data HTTP_HOST=0.0.0.0

# For `bridge backup` and `bridge restore` of a PostgreSQL database.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN pip install --require-hashes -r requirements.lock

COPY bridge bridge
COPY handlers handlers
COPY storage storage
COPY scheduler scheduler
# The number is fixed: whoever mounts a folder of the host at /data gives it to that user (chown -R 10001).
RUN pip install --no-deps --no-build-isolation . \
    && useradd --uid 10001 --create-home bridge \
    && mkdir /data && chown bridge:bridge /data && chmod 700 /data

USER bridge
VOLUME /data
# Of HTTP_PORT's default; another one is published by its own number, as compose.yaml does.
EXPOSE 8081
HEALTHCHECK --start-period=60s --interval=30s --timeout=10s CMD ["python", "-m", "bridge.probe"]
# The bridge finishes what it is sending when it is told to stop.
STOPSIGNAL SIGTERM
ENTRYPOINT ["bridge"]
CMD ["run"]
