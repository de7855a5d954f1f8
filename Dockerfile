# The portal: web server, worker and clock run from this one image.
FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv && pip install --require-hashes --requirement requirements.lock
COPY . .
# Neither command opens a connection; the values only let the settings load.
RUN export SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgresql:///build STATIC_ROOT=/app/staticfiles \
    IDENTITY_KEYS=YnVpbGQtb25seS1idWlsZC1vbmx5LWJ1aWxkLW9ubHk \
    RECEIPT_KEYS=YnVpbGQtb25seS1idWlsZC1vbmx5LWJ1aWxkLW9ubHk \
    && python manage.py messages --compile \
    && python manage.py collectstatic --no-input --verbosity 0

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DEBUG=0 STATIC_ROOT=/app/staticfiles MEDIA_ROOT=/media
# pg_dump and pg_restore must be as new as the server.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-common ca-certificates \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home kechuang && install -d -o kechuang /media /backups
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER kechuang
VOLUME /media /backups
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--no-control-socket", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
