FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 DATA_DIR=/data HTTP_HOST=0.0.0.0

WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN pip install --require-hashes -r requirements.lock

COPY bridge bridge
COPY handlers handlers
COPY storage storage
COPY scheduler scheduler
RUN pip install --no-deps --no-build-isolation . \
    && useradd --create-home bridge && mkdir /data && chown bridge /data

USER bridge
VOLUME /data
EXPOSE 8081
HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8081/health')"
# The bridge finishes what it is sending when it is told to stop.
STOPSIGNAL SIGTERM
ENTRYPOINT ["bridge"]
CMD ["run"]
