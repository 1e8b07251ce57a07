# Circlekeeper in a container; docs/operator-guide.md says how it is run. No secret is copied in:
# the token and the master key are mounted, as files that only the user 10001 can read. What it is
# told stands in the config.toml beside them and nowhere else.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/circlekeeper
COPY requirements/postgres.txt requirements/postgres.txt
RUN /opt/circlekeeper/bin/pip install --no-cache-dir --require-hashes -r requirements/postgres.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY storage storage
RUN /opt/circlekeeper/bin/pip install --no-index --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 circlekeeper \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin circlekeeper \
    && install --directory --owner=10001 --group=10001 --mode=700 \
        /var/lib/circlekeeper /var/backups/circlekeeper
COPY --from=build /opt/circlekeeper /opt/circlekeeper
ENV PATH=/opt/circlekeeper/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /var/lib/circlekeeper
VOLUME /var/lib/circlekeeper /var/backups/circlekeeper
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=120s --retries=3 \
    CMD ["python", "-m", "bot.healthy", "/etc/circlekeeper/config.toml"]
ENTRYPOINT ["circlekeeper"]
CMD ["run", "--config", "/etc/circlekeeper/config.toml"]
